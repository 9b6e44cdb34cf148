"""Bombs: what each text and file costs the worker that reads it, in processor time and peak memory. `make bombs` prints the table.

Run with names of bombs to read only those. Ends with 1 where anything costs more than its limits, or took the worker with it
that is not said to.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from bomb_texts import BOMBS

from geo.articles import read
from geo.errors import ArticleError
from geo.gazetteer import Gazetteer, open_default
from geo.model import Article
from geo.pipeline import Worker
from geo.pipeline.allowances import for_article, for_file

_TICKS = os.sysconf("SC_CLK_TCK")


def _pdf(content: bytes, *, packed: bool = True, more: bytes = b"") -> bytes:
    """A PDF of one page with that content stream."""
    stream = zlib.compress(content, 9) if packed else content
    how = b"/Filter /FlateDecode " if packed else b""
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> /XObject << /X 6 0 R >> >> >>",
        b"<< " + how + b"/Length %d >>\nstream\n" % len(stream) + stream + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        more or b"<< /Type /XObject /Subtype /Form /BBox [0 0 1 1] /Length 0 >>\nstream\n\nendstream",
    ]
    out, places = b"%PDF-1.4\n", list[int]()
    for number, part in enumerate(parts, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + part + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"xref\n0 7\n0000000000 65535 f \n" + table + b"trailer << /Size 7 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(out)


def _pages(levels: int, wide: int) -> bytes:
    """A page tree each of whose nodes names the next many times over."""
    out = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    for level in range(levels):
        kids = b"%d 0 R " % (level + 3) * wide
        out += b"%d 0 obj\n<< /Type /Pages /Kids [%s] /Count %d >>\nendobj\n" % (level + 2, kids, wide ** (levels - level))
    out += b"%d 0 obj\n<< /Type /Page /MediaBox [0 0 9 9] >>\nendobj\n" % (levels + 2)
    return out + b"trailer << /Root 1 0 R >>\n%%EOF"


_PLAIN = "<p>Rockets hit Hama on Monday, the army said.</p>"
FILES: dict[str, Callable[[], tuple[str, bytes]]] = {
    "PDF: 60 MB of text operators in 60 KB": lambda: ("a.pdf", _pdf(b"BT /F1 9 Tf (Hama) Tj ET\n" * 2_400_000)),
    "PDF: 200 MB of nothing in 200 KB": lambda: ("a.pdf", _pdf(b" " * 200_000_000)),
    "PDF: a form that draws itself": lambda: (
        "a.pdf",
        _pdf(
            b"/X Do",
            more=b"<< /Type /XObject /Subtype /Form /BBox [0 0 1 1] /Resources << /XObject << /X 6 0 R >> >> /Length 11 >>\n"
            b"stream\n/X Do /X Do\nendstream",
        ),
    ),
    "PDF: a page tree of 10 to the 9": lambda: ("a.pdf", _pages(9, 10)),
    "PDF: arrays in arrays": lambda: ("a.pdf", _pdf(b"[" * 200_000, packed=False)),
    "HTML: 100,000 elements deep": lambda: ("a.html", (f"<html><body>{'<div><b>' * 50_000}{_PLAIN}").encode()),
    "HTML: 400,000 entities": lambda: ("a.html", (f"<html><body><p>{'&amp;&#65;' * 200_000}</p>{_PLAIN}").encode()),
    "HTML: an attribute of 5 MB": lambda: ("a.html", (f'<html><body><p class="{"x" * 5_000_000}">Hama was hit.</p>{_PLAIN}').encode()),
    "HTML: a table of 100,000 cells": lambda: (
        "a.html",
        f"<html><body><table>{'<tr><td>Hama<td>5</tr>' * 50_000}</table>{_PLAIN}".encode(),
    ),
    "HTML: tables in tables": lambda: ("a.html", f"<html><body>{'<table><tr><td>' * 3_000}Hama{_PLAIN}".encode()),
    "HTML: 50,000 links": lambda: ("a.html", f"<html><body>{'<a href=/x>Hama</a> ' * 50_000}{_PLAIN}".encode()),
    "front matter of 9 MB": lambda: ("a.txt", b"---\ntitle: " + b"x" * 9_000_000 + b"\n---\nHama was hit."),
    "front matter of 500,000 lines": lambda: ("a.txt", b"---\n" + b"key: value\n" * 500_000 + b"---\nHama was hit."),
    "JSON Lines: one of 200 MB": lambda: ("a.jsonl", b'{"text": "' + b"x" * 200_000_000 + b'"}'),
    "JSON Lines: 60 MB of brackets": lambda: ("a.jsonl", b"[" * 60_000_000),
    "JSON Lines: 20 MB of empty lists": lambda: ("a.json", b"[" + b"[]," * 7_000_000 + b"[]]"),
    "JSON Lines: 100,000 short records": lambda: ("a.jsonl", b'{"text": "ok"}\n' * 100_000),
    "JSON Lines: a number of 3,000,000 figures": lambda: ("a.jsonl", b'{"id": ' + b"7" * 3_000_000 + b', "text": "Hama was hit."}'),
    "JSON Lines: a date of 5 MB": lambda: ("a.jsonl", json.dumps({"text": "Hama was hit.", "date": "5 " * 2_500_000}).encode()),
    "text: 8 MB of full stops": lambda: ("a.txt", b"Hama was hit" + b"." * 8_000_000),
    "text: 8 MB of newlines": lambda: ("a.txt", b"Hama was hit." + b"\n" * 8_000_000 + b"Homs too."),
    "text: 2 MB of half characters": lambda: ("a.txt", "é".encode()[:1] * 2_000_000),
}


class Meter:
    """Processor time and peak memory of the worker, whatever became of it."""

    def __init__(self, worker: Worker) -> None:
        self._folder = Path(f"/proc/{worker.process_id}")
        (self._folder / "clear_refs").write_text("5")  # the peak begins anew
        self._begun = self._cpu_s()
        self.cpu_s = 0.0
        self.peak_mb = 0.0

    def look(self) -> bool:
        """Asked while the worker reads; says that nothing is cancelled."""
        try:
            self.cpu_s = self._cpu_s() - self._begun
            held = next(line for line in (self._folder / "status").read_text().splitlines() if line.startswith("VmHWM"))
            self.peak_mb = int(held.split()[1]) / 1000
        except (OSError, StopIteration):
            pass  # it is gone: what was seen last holds
        return False

    def _cpu_s(self) -> float:
        cells = (self._folder / "stat").read_text().rpartition(")")[2].split()
        return (int(cells[11]) + int(cells[12])) / _TICKS


def text_bomb(worker: Worker, gazetteer: Gazetteer, text: str) -> tuple[Meter, str]:
    article = _article(text)
    meter = Meter(worker)
    try:
        analysis, failure = worker.analyse(article, gazetteer, meter.look)
        outcome = failure.message if failure is not None else f"read: {len(analysis.mentions)} names, {len(analysis.events)} events"
    except ArticleError as error:
        outcome = error.reason
    meter.look()
    return meter, outcome


def file_bomb(worker: Worker, path: Path) -> tuple[Meter, str]:
    meter = Meter(worker)
    found: list[Article | ArticleError] = []
    try:
        for one in worker.read_file(path, None, meter.look):
            found.append(one)
        errors = [one for one in found if isinstance(one, ArticleError)]
        outcome = errors[0].reason[:80] if errors else f"read: {len(found)} articles"
    except ArticleError as error:
        outcome = error.reason[:80]
    meter.look()
    return meter, outcome


def _article(text: str) -> Article:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bomb.jsonl"
        path.write_text(json.dumps({"id": "bomb", "text": text, "language": "en"}))
        return read(path)[0]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="of bombs; all by default")
    parser.add_argument("--size", type=int, default=20_000, help="characters of each text (default 20,000)")
    given = parser.parse_args()
    gazetteer = open_default(added=False)
    over = 0
    print(f"{datetime.now(UTC):%Y-%m-%d}  each text of {given.size:,} characters")
    print(f"{'bomb':44} {'KB':>8} {'CPU s':>7} {'s/KB':>7} {'MB':>6}  what became of it")
    with Worker() as worker, tempfile.TemporaryDirectory() as folder:
        text_bomb(worker, gazetteer, "Rockets hit Hama on Monday, the army said. He said so.")  # loads what is loaded once
        wanted = given.names or [*BOMBS, *FILES]
        for name in wanted:
            worker.start()
            if name in BOMBS:
                text = BOMBS[name](given.size)
                size, allowed = len(text), for_article(len(text))
                meter, outcome = text_bomb(worker, gazetteer, text)
            else:
                file, data = FILES[name]()
                path = Path(folder) / file
                path.write_bytes(data)
                size, allowed = len(data), for_file(len(data))
                meter, outcome = file_bomb(worker, path)
            late = meter.cpu_s > 1.2 * allowed.cpu_s + 1 or meter.peak_mb > allowed.memory_bytes / 1e6 + 700
            over += late
            kilobytes = size / 1000
            print(
                f"{name:44} {kilobytes:8,.0f} {meter.cpu_s:7.1f} {meter.cpu_s / kilobytes:7.3f} {meter.peak_mb:6,.0f}  "
                f"{'OVER ITS LIMITS: ' if late else ''}{outcome}",
                flush=True,
            )
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
