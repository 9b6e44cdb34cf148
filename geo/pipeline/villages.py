"""Countries whose villages the open gazetteers lack, though articles tell of them: said once, with what GeoNames' dump would change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from geo.gazetteer import Gazetteer, country_names
from geo.model import Analysis, EventClass, Kind

_ABOUT = 0.5  # share of an article's resolved places, from which it is about a country
_SHOWN = 4  # names in a message


@dataclass(frozen=True, slots=True)
class MissingDump:
    """A country that articles are about, of which no village list was added. `names` are places of events that nothing open holds."""

    country: str  # ISO 3166-1 alpha-2
    name: str
    known: int  # places of the country in the gazetteers that are open
    names: tuple[str, ...]
    articles: int  # that are about it and name one of them


def missing_dumps(analyses: Iterable[Analysis], gazetteer: Gazetteer) -> tuple[MissingDump, ...]:
    """The countries whose dump would help, the most unknown names first; none where all names of events are known."""
    unknown: dict[str, dict[str, None]] = {}
    articles: Counter[str] = Counter()
    for analysis in analyses:
        names = _unknown(analysis)
        country = _about(analysis) if names else None
        if country is not None:
            unknown.setdefault(country, {}).update(dict.fromkeys(names))
            articles[country] += 1
    titles = country_names()
    missing = (c for c in unknown if c in titles and not gazetteer.has_villages(c))
    found = [MissingDump(c, titles[c], gazetteer.count_of(c), tuple(unknown[c]), articles[c]) for c in missing]
    return tuple(sorted(found, key=lambda m: (-len(m.names), m.name)))


def missing_words(missing: MissingDump) -> str:
    """What is missing and what the dump would change, for window and command line; how to get it is theirs to add."""
    count = len(missing.names)
    shown = ", ".join(missing.names[:_SHOWN]) + (f" and {count - _SHOWN} more" if count > _SHOWN else "")
    places = "place of an event is" if count == 1 else "places of events are"
    return (
        f"{missing.name}: {count} {places} in no gazetteer that is open ({shown}). They know {missing.known:,} places there, "
        "few of them villages; GeoNames' list of the country has those, and names are resolved again with it."
    )


def _unknown(analysis: Analysis) -> list[str]:
    """Names of places at which something happened that no gazetteer has."""
    found: dict[str, None] = {}
    for event in analysis.events:
        if event.type.event_class is EventClass.PHYSICAL and event.modality.happened:
            for place in event.places:
                mention = analysis.mentions[place.mention]
                if analysis.resolutions[place.mention].place is None and mention.kind is Kind.LITERAL:
                    found[" ".join(mention.text.split())] = None
    return list(found)


def _about(analysis: Analysis) -> str | None:
    """The country that most of an article's places lie in."""
    counts = Counter(r.place.country for r in analysis.resolutions if r.place is not None and r.place.country is not None)
    if not counts:
        return None
    country, most = counts.most_common(1)[0]
    return country if most >= _ABOUT * counts.total() else None
