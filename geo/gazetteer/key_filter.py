"""A Bloom filter over the keys of one gazetteer file: a question that a file cannot answer is not put to it.

B. H. Bloom, Space/time trade-offs in hash coding with allowable errors, CACM 13 (1970). Two bits a key out of sixteen let
one question in seventy through for nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from zlib import crc32

import numpy as np

BITS_A_KEY = 16
_SPREAD = 0x9E3779B1  # 2^32 over the golden ratio: makes a second hash of the first


def hashed(key: str) -> int:
    """The hash of a key, made once for all files: 32 bits."""
    return crc32(key.encode())


def filter_bits(keys: Iterable[str]) -> bytes:
    """The filter of these keys; its length is a power of two."""
    hashes = np.fromiter(map(hashed, keys), dtype=np.uint64)
    size = 1 << max(10, int(np.ceil(np.log2(max(1, len(hashes)) * BITS_A_KEY))))
    bits = np.zeros(size, dtype=np.bool_)
    bits[hashes & np.uint64(size - 1)] = True
    bits[(hashes * np.uint64(_SPREAD) >> np.uint64(9)) & np.uint64(size - 1)] = True
    return np.packbits(bits, bitorder="little").tobytes()


class KeyFilter:
    """Whether a file may hold a key: False is certain."""

    __slots__ = ("_bits", "_mask")

    def __init__(self, bits: bytes) -> None:
        self._bits = bits
        self._mask = len(bits) * 8 - 1

    def may_hold(self, key_hash: int) -> bool:
        first, second = key_hash & self._mask, (key_hash * _SPREAD >> 9) & self._mask
        bits = self._bits
        return bool(bits[first >> 3] >> (first & 7) & 1 and bits[second >> 3] >> (second & 7) & 1)
