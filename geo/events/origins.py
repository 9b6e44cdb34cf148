"""How many independent origins articles have: reprints of one another, and one publisher's versions, are one."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from functools import lru_cache

from geo.model import Article

_SHINGLE = 24  # letters and digits; long enough that chance matches between unrelated texts are rare
_REPRINT = 0.4  # share of the shorter text's shingles found in the other


def independent_origins(articles: Sequence[Article]) -> int:
    """The number of groups left when reprints and versions by one publisher are joined.

    Texts are compared by shingles of their letters alone, so that a damaged scrape still equals its source.
    """
    group = list(range(len(articles)))

    def root(i: int) -> int:
        while group[i] != i:
            i = group[i]
        return i

    for i, a in enumerate(articles):
        for j in range(i):
            b = articles[j]
            if root(i) == root(j):
                continue
            same_publisher = a.publisher is not None and a.publisher == b.publisher
            if same_publisher or _overlap(a.text, b.text) >= _REPRINT:
                group[root(i)] = root(j)
    return len({root(i) for i in range(len(articles))})


def _overlap(a: str, b: str) -> float:
    one, other = _shingles(a), _shingles(b)
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 0.0


@lru_cache(maxsize=4096)
def _shingles(text: str) -> frozenset[int]:
    letters = re.sub(r"[\W_]+", "", text.lower()).encode()
    # Every fourth shingle by its checksum: enough to measure an overlap, a quarter of the memory, the same on every run.
    return frozenset(h for k in range(len(letters) - _SHINGLE + 1) if (h := zlib.crc32(letters[k : k + _SHINGLE])) % 4 == 0)
