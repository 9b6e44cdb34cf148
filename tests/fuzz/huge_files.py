"""Huge archives, dumps, tables and records: what each costs the command that reads it, in processor time and peak memory.

`make huge-files` prints the table; run with names to read only those. Ends with 1 where a command needed more than its limits, showed a
traceback, or left something in Dateline's folder though it failed. The files take up to 600 MB of the temporary folder, one at a time.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from geo.gazetteer import library

MOST_MB, MOST_MB_A_MB = 1_500, 5  # that a file may need which is refused, at least and for each of its megabytes
ADDRESS_SPACE = 10 << 30  # so that a failure does not take the machine with it
BLOCK = b"x" * (1 << 20)
Blocks = Iterator[bytes]


def blocks(megabytes: int, block: bytes = BLOCK) -> Blocks:
    for _ in range(megabytes * (1 << 20) // len(block)):
        yield block


def row(number: int, names: str = "") -> str:
    cells = [
        number,
        f"Marq {number}",
        f"Marq {number}",
        names,
        35 + number % 9973 / 9973,
        36.5,
        "P",
        "PPL",
        "SY",
        *[""] * 5,
        0,
        "",
        0,
        "",
        "2026",
    ]
    return "\t".join(map(str, cells)) + "\n"


def rows(most: int) -> Blocks:
    for begun in range(1, most, 1000):
        yield "".join(map(row, range(begun, begun + 1000))).encode()


def zipped(path: Path, members: dict[str, Blocks], packing: int = zipfile.ZIP_DEFLATED) -> None:
    with zipfile.ZipFile(path, "w", packing, compresslevel=9 if packing == zipfile.ZIP_BZIP2 else 6) as archive:
        for name, content in members.items():
            with archive.open(name, "w", force_zip64=True) as member:
                for block in content:
                    member.write(block)


def written(path: Path, *parts: bytes | Blocks) -> None:
    with open(path, "wb") as file:
        for part in parts:
            for block in (part,) if isinstance(part, bytes) else part:
                file.write(block)


def sparse(path: Path, size: int) -> None:
    with open(path, "wb") as file:
        file.truncate(size)


def many_members(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(300_000):
            archive.writestr(f"{number:06}.txt", b"")


def nested(path: Path) -> None:
    inner = path.with_suffix(".inner")
    zipped(inner, {"SY.txt": blocks(3000)})
    zipped(path, {"SY.zip": iter((inner.read_bytes(),))})
    inner.unlink()


def lying(path: Path, said: int) -> None:
    zipped(path, {"SY.txt": blocks(100, row(990001).encode() * 1000)})
    data = bytearray(path.read_bytes())
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = said.to_bytes(4, "little")
    path.write_bytes(data)


def star(corners: int) -> bytes:
    """A ring each of whose edges crosses nearly all others."""
    half = corners // 2
    turns = [2 * math.pi * (n * half % corners) / corners for n in range(corners)] + [0.0]
    return json.dumps([[36 + math.cos(t), 35 + math.sin(t)] for t in turns]).encode()


def feature(ring: bytes, name: str = "Marq") -> tuple[bytes, bytes]:
    head = b'{"type": "Feature", "properties": {"name": "%s"}, "geometry": {"type": "Polygon", "coordinates": [' % name.encode()
    return head + ring, b"]}}"


def collection(path: Path, *parts: bytes | Blocks) -> None:
    written(path, b'{"type": "FeatureCollection", "features": [', *parts, b"]}")


def wide_ring(corners: int) -> Blocks:
    """A round ring, corner by corner."""
    yield b"[[37,35]"
    for begun in range(1, corners, 10_000):
        turns = (2 * math.pi * n / corners for n in range(begun, min(corners, begun + 10_000)))
        yield "".join(f",[{36 + math.cos(t):.9f},{35 + math.sin(t):.9f}]" for t in turns).encode()
    yield b",[37,35]]"


def giant_ring(path: Path) -> None:
    head, tail = feature(b"")
    collection(path, head, wide_ring(12_000_000), tail)


def points(path: Path, megabytes: int) -> None:
    def all_of_them() -> Blocks:
        for number in range(megabytes * (1 << 20) // 500):
            named = {"name": f"Marq {number}", "remark": "r" * 370}
            at = {"type": "Point", "coordinates": [36.5, 35 + number % 9973 / 9973]}
            yield (("," if number else "") + json.dumps({"type": "Feature", "properties": named, "geometry": at})).encode()

    collection(path, all_of_them())


GOOD = row(990001).encode()
HEAD = b"name,lat,lon\nMarq,35.5,36.5\n"
FILES: dict[str, tuple[str, Callable[[Path], None]]] = {
    "zip of one line of 3 GB": (".zip", lambda p: zipped(p, {"SY.txt": blocks(3000)})),
    "zip of 3 GB of one good row": (".zip", lambda p: zipped(p, {"SY.txt": blocks(3000, row(990001, "Tall Marq").encode() * 5000)})),
    "zip, a good row and a long line in turn": (".zip", lambda p: zipped(p, {"SY.txt": blocks(3000, GOOD + BLOCK + b"\n")})),
    "zip by bzip2 of 3 GB": (".zip", lambda p: zipped(p, {"SY.txt": blocks(3000)}, zipfile.ZIP_BZIP2)),
    "zip by LZMA of 1 GB": (".zip", lambda p: zipped(p, {"SY.txt": blocks(1000)}, zipfile.ZIP_LZMA)),
    "zip in a zip": (".zip", nested),
    "zip of 300,000 members": (".zip", many_members),
    "zip that says 1 KB and holds 100 MB": (".zip", lambda p: lying(p, 1000)),
    "zip that says 4 GB and holds 100 MB": (".zip", lambda p: lying(p, 0xFFFFFFF0)),
    "dump with one line of 2 GB": (".txt", lambda p: sparse(p, 2 << 30)),
    "dump with one line of 500 MB behind a row": (".txt", lambda p: written(p, row(990001).encode(), blocks(500))),
    "dump of 400 MB of names of one letter": (".txt", lambda p: written(p, *(row(n, "Ab," * 200_000).encode() for n in range(1, 700)))),
    "dump of 7 million short rows": (".txt", lambda p: written(p, rows(7_000_000))),
    "CSV of 500 MB with one field": (".csv", lambda p: written(p, HEAD + b'"', blocks(500), b'",35,36\n')),
    "CSV of 500 MB, its header one field": (".csv", lambda p: written(p, blocks(500))),
    "CSV of 500 MB of commas": (".csv", lambda p: written(p, HEAD, blocks(500, b"," * (1 << 20)))),
    "CSV of 300 MB of short rows": (".csv", lambda p: written(p, HEAD, blocks(300, b"Tall Marq,35.5,36.5\n" * 50_000))),
    "CSV, sparse, of 20 GB": (".csv", lambda p: sparse(p, 20 << 30)),
    "GeoJSON of 300 MB of points": (".geojson", lambda p: points(p, 300)),
    "GeoJSON of 300 MB, one ring": (".geojson", giant_ring),
    "GeoJSON, a ring of 4,000 edges that all cross": (".geojson", lambda p: collection(p, b"".join(feature(star(4001))))),
    "GeoJSON of 300 MB of brackets": (".geojson", lambda p: collection(p, blocks(300, b"[" * (1 << 20)))),
    "GeoJSON of 300 MB of one number": (".geojson", lambda p: collection(p, blocks(300, b"1" * (1 << 20)))),
    "GeoJSON of 300 MB before its features": (".geojson", lambda p: written(p, b'{"a": [0', blocks(300, b",0" * (1 << 19)), b"]}")),
    "records of one line of 1 GB": (".jsonl", lambda p: written(p, b'{"id": "a", "text": "', blocks(1000), b'"}\n')),
    "records of one line of 390 MB": (".jsonl", lambda p: written(p, b'{"id": "a", "text": "', blocks(370), b'"}\n')),
    "records in a .gz": (".jsonl.gz", lambda p: written(p, b"\x1f\x8b" + b"x" * 1000)),
    "dump in a .gz": (".txt.gz", lambda p: written(p, b"\x1f\x8b\x08\x00" + b"\xff" * 1000)),
}  # fmt: skip


def limited() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))


def run(arguments: list[str], home: Path) -> tuple[int, float, float, str]:
    """Status, CPU-seconds, peak megabytes and the last line said, of a command and what it started."""
    child = subprocess.Popen(
        ["/usr/bin/time", "-f", "%U %S %M", "-o", str(home / "cost"), sys.executable, "-m", "geo.cli", *arguments],
        env={**os.environ, "DATELINE_DATA": str(home / "data")}, preexec_fn=limited, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    _, said = child.communicate()
    user, system, kilobytes = (home / "cost").read_text().split()[-3:]
    lines = [line for line in said.decode("utf-8", "replace").replace("\r", "\n").splitlines() if line.strip()]
    wrong = "Traceback" in said.decode("utf-8", "replace")
    last = ("TRACEBACK " if wrong else "") + (lines[-1] if lines else "")
    return child.returncode, float(user) + float(system), int(kilobytes) / 1000, last


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="of files; all by default")
    wanted = parser.parse_args().names
    failed = 0
    print(f"{'file':46} {'MB':>7} {'status':>6} {'CPU s':>7} {'peak MB':>8}  what was said")
    with tempfile.TemporaryDirectory(prefix="dateline-files-") as folder:
        home = Path(folder)
        compiled = library.builtin()
        (home / "data" / "gazetteers").mkdir(parents=True)
        shutil.copyfile(compiled, home / "data" / "gazetteers" / compiled.name)
        for name, (ending, make) in FILES.items():
            if wanted and not any(w in name for w in wanted):
                continue
            path = home / f"SY{ending}"
            make(path)
            size = path.stat().st_size / 1e6
            arguments = ["parse", str(path)] if ".jsonl" in ending else ["gazetteer", "add", str(path)]
            status, cpu_s, peak_mb, said = run(arguments, home)
            path.unlink()
            left = [p.name for p in (home / "data").glob("gazetteers/added/*") if p.stem.startswith("SY") or p.name.startswith(".")]
            bad = "TRACEBACK" in said or (status != 0 and (bool(left) or peak_mb > max(MOST_MB, MOST_MB_A_MB * size)))
            failed += bad
            said = f"{'FAILED ' if bad else ''}{said.replace(folder, '')[:220]} {left if status else ''}"
            print(f"{name:46} {size:7.1f} {status:6} {cpu_s:7.1f} {peak_mb:8.0f}  {said}", flush=True)
            run(["gazetteer", "remove", "SY"], home)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
