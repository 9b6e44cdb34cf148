"""What coding hands on: a trigger with its type."""

from __future__ import annotations

from dataclasses import dataclass

from geo.model import EventType
from geo.syntax import Token


@dataclass(frozen=True, slots=True)
class Coded:
    """A trigger: `word` heads it; `anchors` are all its words, light verb and further verbs of the same happening included."""

    word: Token
    anchors: tuple[Token, ...]
    type: EventType
    generic: bool  # its own words do not tell the weapon
    casualty: bool
    noun: bool
    reasons: tuple[str, ...] = ()
