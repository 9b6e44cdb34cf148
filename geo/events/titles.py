"""What places and events are called to a reader: one rule, from which the map, the list, the ledger and every file take their names."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from rapidfuzz.distance import JaroWinkler

from geo.gazetteer.area_names import area_label
from geo.gazetteer.names import fold, without_articles
from geo.model import Analysis, Event, Kind, Mention, Part, is_area
from geo.resolve import vicinity_kind
from geo.resolve.senses import CAPITAL

_LONGEST_NAME = 60  # characters; measured on 568 articles: 4 of 9,238 mentions are longer, stretches of a damaged text
_SHORT_FORM = (
    3  # letters; measured on the same: 300 of these in capitals are so short, abbreviations all ("UAE"); longer are towns ("HAMA")
)


# Likeness below which two names of a town are two: measured on 27 pairs, 20 of 21 spellings of one name are above, four of six pairs of
# names below.
_OTHER_NAME = 0.6


def shown_names(events: Iterable[Event], analyses: Mapping[str, Analysis]) -> dict[str, str]:
    """Names of the events' places by id: a town's as most passages write it, an area's with its kind ("Hama province").

    A town of two names has both: "Artemivsk (Bakhmut)". What the text alone makes of a place ("10 km east of A") has a name of its own;
    where no passage has a plain one ("the Iraqi capital"), the gazetteer's holds.
    """
    written = {(a.article, m.span): m.text for a in analyses.values() for m in a.mentions if _names_town(m)}
    names: dict[str, str] = {}
    forms: dict[str, Counter[str]] = {}
    for event in events:
        for location in event.places:
            place = location.place
            names.setdefault(place.id, area_label(place) if is_area(place) else place.name)
            if "#" not in place.id and not is_area(place):
                texts = (" ".join(written.get(at, "").split()) for at in location.named_at)
                forms.setdefault(place.id, Counter()).update(_in_letter_case(text) for text in texts if 0 < len(text) <= _LONGEST_NAME)
    # Of forms that are as frequent one with a capital, then the first in the alphabet: the order of reading must not choose.
    for id_, found in forms.items():
        ranked = sorted(found, key=lambda f: (-found[f], not f[:1].isupper(), f))
        if ranked:
            names[id_] = _with_other_name(ranked[0], [*ranked[1:], names[id_]])
    return names


def _names_town(mention: Mention) -> bool:
    """Whether a mention writes its own place's name: "Kabul", not the "Afghan" of "the Afghan capital"."""
    return mention.kind is Kind.LITERAL and mention.clues.head != CAPITAL


def _with_other_name(name: str, others: Sequence[str]) -> str:
    """The name, with the first that is another and no other spelling of it; another script's is none to show."""
    key = without_articles(fold(name))
    for other in others:
        if (
            any(unicodedata.name(c, "").startswith("LATIN") for c in other)
            and JaroWinkler.similarity(key, without_articles(fold(other))) < _OTHER_NAME
        ):
            return f"{name} ({other})"
    return name


def _in_letter_case(name: str) -> str:
    return name.title() if name.isupper() and len(name) > _SHORT_FORM else name


def titled(events: Sequence[Event], analyses: Mapping[str, Analysis]) -> tuple[Event, ...]:
    """The events with their titles, in which places are called as everywhere else."""
    names = shown_names(events, analyses)
    return tuple(replace(event, label=_title(event, names)) for event in events)


def _title(event: Event, names: Mapping[str, str]) -> str:
    """ "Air or drone strike in Kafr Zita and 5 more (Russia)": made of the parts, nothing added."""
    origins = [names[loc.place.id] for loc in event.places if loc.part is Part.ORIGIN]
    precise_first = sorted((loc for loc in event.places if loc.part is not Part.ORIGIN), key=lambda loc: loc.precision_km)
    others = [names[loc.place.id] for loc in precise_first]
    title = event.type.value
    if origins:
        title += f" from {origins[0]}"
    if others:
        more = f" and {len(others) - 1} more" if len(others) > 2 else f" and {others[1]}" if len(others) == 2 else ""
        # "between A and B", "10 km east of A" need no preposition; "the outskirts of A" do.
        bare = vicinity_kind(precise_first[0].place) is not None and not others[0].startswith("the ")
        within = "" if bare else " on" if origins else " in"
        title += f"{within} {others[0]}{more}"
    return f"{title} ({event.actor})" if event.actor else title
