"""Files read as somebody reads them who has found a disk: every byte, in every usual encoding, whatever the case."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be")


def files_with(folder: Path, words: Iterable[str]) -> list[tuple[str, str]]:
    """(file, word) for each word that stands in a file under the folder, or in a file's name."""
    found: list[tuple[str, str]] = []
    for path in sorted(folder.rglob("*")):
        data = path.read_bytes() if path.is_file() else b""
        lowered = data.lower()
        for word in words:
            forms = {form.encode(encoding) for form in (word, word.upper(), word.title()) for encoding in ENCODINGS}
            if any(form in data for form in forms) or word.lower().encode() in lowered or word.lower() in path.name.lower():
                found.append((str(path.relative_to(folder)), word))
    return found
