"""Names of an article that stand for one place each, with the places that they may mean: the rows that the ranker weighs.

A name keeps its sense through an article: all its mentions make one sense, parted only where the text itself tells them apart
("Hama province" and "the town of Hama", "Tripoli, Libya" and "Tripoli, Lebanon").
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace

from geo.gazetteer import Gazetteer
from geo.lexicon.places import place_words, stem_and_head
from geo.model import Candidate, Kind, Match, Mention

CAPITAL = "capital"  # the head that makes of a country the seat of its government
SURE = frozenset((Match.EXACT, Match.FOLDED, Match.ARTICLE))
_ADJECTIVAL = frozenset(("demonym", "adjective"))
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")  # "KafrNabl" of a hashtag
_DOTTED = re.compile(r"(?:[A-Za-z]{1,3}\.){2,}")
_LEAST_SIMILARITY = 0.7  # below it a likeness of consonants is no answer; see gazetteer.store
MOST_SURE = 40  # candidates of a sense that are weighed
MOST_PARTS = 6  # whose name has a generic word more
MOST_DOUBTFUL_BESIDE_SURE, MOST_DOUBTFUL = 12, 24  # spelt only alike, where others are spelt so and where none is


@dataclass(frozen=True, slots=True)
class Sense:
    """A name in one use, its mentions (indices, ascending) and its candidates, best match first and none twice."""

    name: str
    kind: Kind
    sort: str | None  # settlement, division, water, site: what the text calls it
    modified: bool
    mentions: tuple[int, ...]
    candidates: tuple[Candidate, ...]
    outer: tuple[str, ...] = ()  # names that the text says contain it


def senses_of(mentions: Sequence[Mention], gazetteer: Gazetteer) -> tuple[Sense, ...]:
    """The senses of an article, in the order of their first mentions."""
    heads = place_words().heads
    keyed: dict[tuple[str, Kind, str | None, bool, tuple[str, ...]], list[int]] = {}
    for k, m in enumerate(mentions):
        # A country with that head is still the country; a town called so is none.
        sort = heads.get(m.clues.head) if m.clues.head and not _capital_of(m, gazetteer) else None
        # What a country's adjective says of a name does not make it another: "the Syrian city of Aleppo", then "Aleppo".
        outer = tuple(sorted({written(mentions[c]) for c in m.clues.containers if mentions[c].kind is not Kind.DEMONYM}))
        keyed.setdefault((written(m).casefold(), m.kind, sort, m.clues.modifier is not None, outer), []).append(k)
    likely = _likely_countries(mentions, gazetteer)
    found: dict[tuple[str, Kind], tuple[Candidate, ...]] = {}
    senses: list[Sense] = []
    for (_, kind, sort, modified, outer), indices in keyed.items():
        first = mentions[indices[0]]
        name = written(first)
        if any(_capital_of(mentions[k], gazetteer) for k in indices):
            candidates = tuple(
                c for c in gazetteer.exact(name) if _of_country(c) and (c.name_kind in _ADJECTIVAL) is (kind is Kind.DEMONYM)
            )
            senses.append(Sense(name, kind, sort, modified, tuple(indices), tuple({c.place.id: c for c in candidates}.values()), outer))
            continue
        if (name, kind) not in found:
            found[name, kind] = _called(name, kind, gazetteer, likely)
        senses.append(Sense(name, kind, sort, modified, tuple(indices), found[name, kind], outer))
    return tuple(senses)


def written(mention: Mention) -> str:
    return re.sub(r"\s+", " ", mention.text).strip()


def _capital_of(mention: Mention, gazetteer: Gazetteer) -> bool:
    """Whether the text means a country's capital: of "the capital of Mali" no village called Mali is the capital."""
    return mention.clues.head == CAPITAL and any(_of_country(c) for c in gazetteer.exact(written(mention)))


def _of_country(candidate: Candidate) -> bool:
    return candidate.place.feature.startswith("PCL") and candidate.name_kind != "metonym"


def _called(name: str, kind: Kind, gazetteer: Gazetteer, likely: Container[str | None]) -> tuple[Candidate, ...]:
    """The candidates of a name in a text, where some spellings mean less than they may: acronyms, hashtags, streets, offices."""
    if kind is not Kind.DEMONYM and _closed(name):
        return _exactly(name, gazetteer)
    if kind is Kind.ORGANISATION:
        offices = tuple(c for c in gazetteer.exact(name) if c.name_kind == "metonym")
        if offices:  # the White House is no house in Casablanca
            return offices[:1]
        return tuple(c for c in candidates_of(name, gazetteer, demonym=False, likely=likely) if c.how in SURE)
    if not gazetteer.exact(name):
        parted = _HUMP.sub(" ", name)
        side, _, rest = parted.partition(" ")
        name = rest if side.lower() in place_words().modifiers and gazetteer.exact(rest) else parted  # "East Aleppo"
    return candidates_of(name, gazetteer, demonym=kind is Kind.DEMONYM, likely=likely)


def _closed(name: str) -> bool:
    """Whether a name is one of those that mean themselves or nothing: M.S., "Fleet Street"."""
    return _DOTTED.fullmatch(name) is not None or name.casefold().rpartition(" ")[2] in place_words().namesakes.streets


def _exactly(name: str, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    called = (c for c in gazetteer.exact(name) if c.name_kind not in _ADJECTIVAL)
    kept = (c for c in called if _DOTTED.fullmatch(name) is None or c.name_kind == "abbreviation" or "." in c.matched_name)
    return tuple({c.place.id: c for c in kept}.values())[:MOST_SURE]


def _likely_countries(mentions: Sequence[Mention], gazetteer: Gazetteer) -> frozenset[str]:
    """Countries that the article names, and those whose gazetteers the user added."""
    named = {c.place.country for m in mentions for c in gazetteer.exact(written(m)) if c.place.feature.startswith("PCL")}
    return frozenset({c for c in named if c} | set(gazetteer.gazetteers))


def candidates_of(name: str, gazetteer: Gazetteer, *, demonym: bool, likely: Container[str | None] = ()) -> tuple[Candidate, ...]:
    """Places that a written name may mean, one candidate each: those called so, then those spelt nearly so.

    Where there are too many, those in `likely` countries are kept first.
    """
    sure: dict[str, Candidate] = {}
    doubtful: dict[str, Candidate] = {}
    called = gazetteer.exact(name)
    demonym = demonym or (bool(called) and all(c.name_kind in _ADJECTIVAL for c in called))  # "Kenyan" is no misspelt Kainan
    # Nobody who writes a country's name means a village that is spelt nearly so, and looking for those takes longest.
    country = any(c.place.feature.startswith("PCL") and c.name_kind not in _ADJECTIVAL for c in called)
    for c in called if demonym else gazetteer.find(name, fuzzy=not country):
        if (c.name_kind in _ADJECTIVAL) is not demonym:
            continue
        if c.how in SURE:
            sure.setdefault(c.place.id, c)
        elif c.place.id not in sure and (c.how is not Match.SKELETON or c.similarity >= _LEAST_SIMILARITY):
            doubtful.setdefault(c.place.id, c)
    parts = stem_and_head(name)
    if not sure and not demonym and parts is not None:  # "Adamawa State", "Al-Raqqah City": held under its own part alone
        return candidates_of(parts[0], gazetteer, demonym=False, likely=likely)
    if not demonym:
        _with_seats(sure, gazetteer)
    kept = _foremost(list(sure.values()), MOST_SURE, likely)
    parts = [c for c in doubtful.values() if c.how is Match.PART][:MOST_PARTS]  # few, and as like as each other
    alike = [c for c in doubtful.values() if c.how is not Match.PART]
    return (*kept, *_foremost(alike, MOST_DOUBTFUL_BESIDE_SURE if kept else MOST_DOUBTFUL, likely), *parts)


def _with_seats(sure: dict[str, Candidate], gazetteer: Gazetteer) -> None:
    """Adds the seat of a division of its own name, where only the division is held in this spelling: "Deir Ezzor", the town too."""
    for c in [c for c in sure.values() if c.place.feature == "ADM1" and c.name_kind == "name"]:
        division = c.place
        if any(
            o.place.feature.startswith("PPL") and (o.place.country, o.place.admin1) == (division.country, division.name)
            for o in sure.values()
        ):
            continue
        called = (o for o in gazetteer.exact(division.name) if o.place.feature.startswith("PPL"))
        seat = next((o for o in called if (o.place.country, o.place.admin1) == (division.country, division.name)), None)
        if seat is not None:
            sure.setdefault(seat.place.id, replace(seat, matched_name=c.matched_name, how=c.how, similarity=c.similarity))


def _foremost(found: list[Candidate], most: int, likely: Container[str | None]) -> list[Candidate]:
    """So many of the candidates, in their order: half of them by order alone, the rest from the likely countries first."""
    if len(found) <= most:
        return found
    first, rest = found[: most // 2], found[most // 2 :]
    chosen = {id(c) for c in sorted(rest, key=lambda c: c.place.country not in likely)[: most - len(first)]}
    return [*first, *(c for c in rest if id(c) in chosen)]
