"""How the tables of resources/lexicon are read."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from typing import Any

from geo.assets import asset


def any_of(phrases: Iterable[str]) -> str:
    """A pattern for one of several words or phrases, however their words are spaced."""
    return rf"(?:{'|'.join(p.replace(' ', chr(92) + 's+') for p in phrases)})"


def read_table(name: str) -> dict[str, Any]:
    return tomllib.loads(asset("lexicon", name).read_text(encoding="utf-8"))
