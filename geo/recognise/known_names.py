"""What the gazetteer knows of a sentence's words: the class of the longest name that covers each, for the tagger to weigh."""

from __future__ import annotations

from collections.abc import Sequence

from geo.gazetteer import Gazetteer
from geo.model import Candidate
from geo.recognise.words import Word

NONE, COUNTRY, DIVISION, CITY, TOWN, VILLAGE, AREA, DEMONYM, ORGANISATION = range(9)
CLASSES = 2 * 8 + 1  # of each class the first word of a name and a later one; and none
LONGEST_NAME = 7  # words and signs; "Democratic Republic of the Congo" has five
_BIG, _SMALL = 100_000, 5_000  # inhabitants
_ADJECTIVAL = ("demonym", "adjective")
_FEW_CAPITALS = 0.02  # share of words with a capital below which a text has lost its letters' case


def known_names(words: Sequence[Word], gazetteer: Gazetteer, *, any_case: bool = False) -> list[int]:
    """For each word the class of the longest gazetteer name that covers it: 0 none, 2c-1 its first word, 2c a later one.

    Only names that begin with a capital are looked up, unless `any_case`: "Reading", not "reading".
    """
    texts = [w.text for w in words]
    found = [NONE] * len(words)
    i = 0
    while i < len(words):
        first = texts[i][:1]
        if not (first.isupper() or (any_case and first.isalpha() and len(texts[i]) > 3)):
            i += 1
            continue
        length = gazetteer.longest(texts[i : i + LONGEST_NAME])
        while length and not texts[i + length - 1][:1].isalnum() and not texts[i + length - 1].endswith("."):
            length -= 1  # a name does not end in a comma, though folding forgives it
        if length == 0:
            i += 1
            continue
        kind = name_class(gazetteer.exact(" ".join(texts[i : i + length])))
        if kind:
            found[i] = 2 * kind - 1
            found[i + 1 : i + length] = [2 * kind] * (length - 1)
        i += length
    return found


def name_class(candidates: Sequence[Candidate]) -> int:
    """What a name most likely is, by the best known place that it names."""
    named = [c for c in candidates if c.name_kind not in _ADJECTIVAL]
    if not named:
        return DEMONYM if candidates else NONE
    place = named[0].place
    if any(c.name_kind == "metonym" or c.place.feature == "BLDG" for c in named):
        return ORGANISATION if len(named) == 1 else CITY
    if place.feature.startswith(("PCL", "CONT", "TERR")):
        return COUNTRY
    if place.feature.startswith("ADM"):
        return DIVISION
    if place.feature.startswith("PPL"):
        return CITY if place.population >= _BIG else TOWN if place.population >= _SMALL else VILLAGE
    return AREA


def lost_case(words: Sequence[Word]) -> bool:
    """Whether a text has hardly any capital: a scrape that lower-cased everything."""
    return sum(w.capitalised for w in words) < _FEW_CAPITALS * len(words)
