"""Zip archives and their damage: flags, methods, sizes, names, checksums, of the local header, of the directory, or of both."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

from mutation import Rng, mutated

_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
_NAMES = (
    "SY.txt",
    "SY.txt",
    "sy.TXT",
    "a/b/SY.txt",
    "/SY.txt",
    "..\\SY.txt",
    "ملف.txt",
    "readme.txt",
    "SY.csv",
    "SY.txt/",
    "",
    "x" * 300 + ".txt",
)
# Where the fields of a header lie that say how a member is stored: (offset in the local one, in the directory's, bytes).
_FIELDS = {
    "version": (4, 6, 2), "flags": (6, 8, 2), "method": (8, 10, 2), "time": (10, 12, 2), "crc": (14, 16, 4), "packed": (18, 20, 4),
    "size": (22, 24, 4), "name": (26, 28, 2), "extra": (28, 30, 2),
}  # fmt: skip
_ODD = {
    "flags": (1, 2, 8, 0x20, 0x40, 0x800, 0x801, 0x2000, 0xFFFF),
    "method": (0, 1, 6, 8, 9, 12, 14, 93, 95, 97, 98, 99, 0xFFFF),
    "version": (0, 10, 20, 45, 63, 255, 0xFFFF),
}
_LOCAL, _DIRECTORY, _END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"


def mutated_zip(content: bytes, rng: Rng, others: Sequence[bytes] = ()) -> bytes:
    """An archive that holds `content`, in some form, with some damage."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", rng.choice(_METHODS)) as archive:
        for _ in range(rng.choice((1, 1, 1, 1, 2, 5))):
            inner = rng.choice((content, content, content, *others, b"", b"\0" * 3_000_000))
            archive.writestr(rng.choice(_NAMES) or "SY.txt", inner)
        archive.comment = rng.choice((b"", b"", b"c" * 60_000, b"PK\x05\x06" * 9))
    data = bytearray(made.getvalue())
    for _ in range(rng.choice((0, 1, 1, 2, 3))):
        _edit(data, rng)
    how = rng.random()
    if how < 0.1:
        return rng.randbytes(rng.choice((1, 40))) + bytes(data)
    return mutated(bytes(data), rng, others) if how < 0.5 else bytes(data)


def _edit(data: bytearray, rng: Rng) -> None:
    """Change one field of a header, mostly in both places where it stands."""
    field = rng.choice(list(_FIELDS))
    local, directory, size = _FIELDS[field]
    value = rng.choice(_ODD.get(field, (0, 1, 0xFF, 0xFFFF, 0xFFFFFFFF, rng.randrange(1 << 16)))) & ((1 << 8 * size) - 1)
    spots = [(_LOCAL, local), (_DIRECTORY, directory)]
    for signature, offset in rng.choice((spots, spots, spots[:1], spots[1:])):
        at = data.find(signature)
        if at >= 0 and at + offset + size <= len(data):
            data[at + offset : at + offset + size] = value.to_bytes(size, "little")
    if rng.random() < 0.15 and (end := data.rfind(_END)) >= 0:
        at = end + rng.choice((4, 6, 8, 10, 12, 16, 20))
        data[at : at + 2] = rng.choice((0, 1, 0xFFFF)).to_bytes(2, "little")
