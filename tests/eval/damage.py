"""What a careless scrape does to an article: used to make damaged twins of clean texts, and to test that they read alike.

The losses are those seen in real scrapes: points, commas, quotation marks, apostrophes, brackets and percent signs are
gone, a hyphen or dash leaves nothing behind, paragraphs are glued to one another, sentences of one paragraph keep
their space.

    >>> scrape("The al-Nusra Front fled.\\n\\nRussia's jets flew 1,500 km (930 miles).")
    'The alNusra Front fledRussias jets flew 1500 km 930 miles'
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n+", re.DOTALL)
_LOST = re.compile(r"[.,;:!?'\"’‘“”()\[\]%–—-]")


def scrape(text: str) -> str:
    """The damaged form of a text; a front-matter block is kept as it is."""
    front = _FRONT_MATTER.match(text)
    head = front.group(0) if front else ""
    paragraphs = re.split(r"\n\s*\n", text[len(head) :].strip())
    return head + "".join(_LOST.sub("", " ".join(p.split("\n"))) for p in paragraphs)


if __name__ == "__main__":
    sys.stdout.write(scrape(Path(sys.argv[1]).read_text(encoding="utf-8")))
