"""Texts that cost a careless reader far more than they weigh: what repeats, nests or never ends.

Each is made to a size, so that a test can see how time and memory grow with it.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable

_NAMES = ("Hama", "Aleppo", "Kyiv", "Kharkiv", "Idlib", "Mosul", "Homs", "Lviv", "Odesa", "Raqqa", "Gaza", "Donetsk", "Baghdad", "Kabul")
_SYLLABLES = ("ka", "mar", "til", "zo", "bel", "ush", "ran", "dar", "ni", "shah", "qal", "bo", "len", "sur", "vi", "jab")


def _run(piece: str) -> Callable[[int], str]:
    return lambda size: (piece * (size // len(piece) + 1))[:size]


def _told(piece: str, before: str = "The army said that ", after: str = " was shelled on Monday.") -> Callable[[int], str]:
    """A run inside a sentence that tells of something, so that every later stage reads it."""
    return lambda size: before + _run(piece)(size) + after


def _distinct_names(size: int) -> str:
    """Thousands of names, no two alike."""
    found: list[str] = []
    length = 0
    for parts in itertools.product(_SYLLABLES, repeat=4):
        name = "".join(parts[: 2 + len(found) % 3]).title()
        found.append(name)
        length += len(name) + 2
        if length > size:
            break
    return "Rockets hit " + ", ".join(found) + "."


def _known_names(size: int) -> str:
    return "Rockets hit " + _run(", ".join(_NAMES) + ", ")(size) + "Hama."


def _nested(opening: str, closing: str, inside: str) -> Callable[[int], str]:
    def text(size: int) -> str:
        depth = size // (len(opening) + len(closing))
        return "The army said " + opening * depth + inside + closing * depth + " on Monday."

    return text


def _sentences(pattern: str) -> Callable[[int], str]:
    def text(size: int) -> str:
        found: list[str] = []
        length = 0
        for k in itertools.count():
            found.append(pattern.format(k=k, name=_NAMES[k % len(_NAMES)], day=1 + k % 28, word=_SYLLABLES[k % 16] * (1 + k % 5)))
            length += len(found[-1]) + 1
            if length > size:
                return " ".join(found)
        raise AssertionError

    return text


BOMBS: dict[str, Callable[[int], str]] = {
    "one place name": _run("Hama "),
    "one place name with commas": _run("Hama, "),
    "thousands of names": _distinct_names,
    "known names in one sentence": _known_names,
    "names with countries": _run("Tripoli, Libya, Tripoli, Lebanon, "),
    "strikes on names": _sentences("{name} province was shelled on {day} May, killing {k} people."),
    "strikes without stops": _sentences("the army shelled {name} and"),
    "digits": _run("1234567890"),
    "spaced digits": _told("7 "),
    "digits with commas": _told("1,234,567,"),
    "numbers": _told("12 rockets and "),
    "number words": _told("twenty-five hundred and six "),
    "quotes": _told('"'),
    "curly quotes": _told("“said ”"),
    "quoted words": _told('"he said" '),
    "apostrophes": _told("'"),
    "commas": _told(","),
    "spaced commas": _told(", "),
    "full stops": _told("."),
    "spaced stops": _told(". "),
    "dashes": _told("-"),
    "long dashes": _told("– "),
    "hyphens in a word": _told("ab-"),
    "underscores": _told("_"),
    "brackets": _nested("(", ")", "in Hama"),
    "open brackets": _told("( "),
    "square brackets": _told("[1]"),
    "newlines": _told("\n"),
    "blank lines": _told("\n\n"),
    "line ends with words": _told("Hama\n"),
    "spaces": _told(" "),
    "tabs": _told("\t"),
    "said": _told("said "),
    "said that he said": _told("he said that "),
    "killed": _told("killed "),
    "and": _told("and "),
    "of the": _told("of the "),
    "strikes on strikes": _told("strikes on strikes in Hama and "),
    "that was hit": _told("that was hit in Hama "),
    "who": _told("the man who killed "),
    "dates": _told("Monday, 5 May 2015, "),
    "iso dates": _told("2015-05-05 "),
    "months": _told("May "),
    "days": _told("Monday "),
    "ago": _told("three days ago "),
    "per cent": _told("5% "),
    "distances": _told("5 km north of "),
    "conversions": _told("5 km (3 miles) "),
    "capitals": _told("ISIS"),
    "capital letters": _told("A "),
    "initials": _told("A. "),
    "initials without spaces": _told("A."),
    "camels": _told("SyriaHama"),
    "run-on capitals": _told("aB"),
    "one long word": _told("a"),
    "one long capital word": _told("A"),
    "long words": _told("x" * 900 + " "),
    "combining marks": _told("a\u0301\u0301\u0301"),
    "right to left marks": _told("\u202e\u200f\u200d"),
    "zero width spaces": _told("\u200b"),
    "zero width in words": _told("Ha\u200bma "),
    "arabic": _told("حماة "),
    "chinese stops": _told("。"),
    "emoji": _told("💥"),
    "lines of a list": _sentences("March {day}: {name}, Hama province\n"),
    "headings": _sentences("# {name}\n\n"),
    "datelines": _sentences("KABUL, May {day} (Reuters) -- {name} was hit.\n\n"),
    "table": _sentences("| {name} | {k} | {day} May 2015 |\n"),
    "html as text": _told("<div><b>"),
    "entities": _told("&amp;"),
    "addresses": _told("https://example.org/" + "a/" * 20 + " "),
    "e-mail": _told("a@b.c,"),
    "slashes": _told("a/"),
    "equals": _told("= "),
    "questions": _told("?! "),
    "dollars": _told("$5 "),
    "possessives": _told("Syria's army's "),
    "between": _told("between Hama and Homs and "),
    "north of": _told("north of the town of "),
    "names in lower case": _run("hama "),
    "distinct speakers": _sentences("General {word} {k} said that {name} was hit by {k} rockets."),
    "denials": _sentences("Minister {word} denied that {name} was bombed on {day} May."),
    "quoted sentences": _sentences('"We hit {name}," he said.'),
    "open quotes": _sentences('"We hit {name} on Monday.'),
    "distinct words": _sentences("{word}{k}"),
    "distinct capitals": _sentences("Ab{k}cd Ef{word}{k}."),
}
