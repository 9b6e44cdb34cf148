"""A claim with its scope: who says it, for whom, of which place and day; and which claims may be set against each other."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from geo.events.reuse.reprints import Reprints
from geo.lexicon.claims import claim_words
from geo.lexicon.quantities import quantity_words
from geo.model import Analysis, Claim, Comparator, EventMention, Modality, Part, Place, Stance
from geo.reach import distance_between_m
from geo.resolve import contains
from geo.units import metres

_PLACED = frozenset({Part.TARGET, Part.LOCATION})
_ONE_PLACE_M = 30_000.0  # a crossing and its town are one place to two reports; swept 5 to 100 km on 114 articles, no difference
_NUMBER = re.compile(r"\d|\b(?:people|others)\b")


@dataclass(frozen=True, slots=True)
class Said:
    """A claim with its scope."""

    index: int
    claim: Claim
    mention: EventMention
    speaker: str | None  # None too where what is given as a speaker counts something: nobody is called "at least 48 people"
    party: str | None
    origin: str  # the article that stands for all copies of the passage
    places: tuple[Place, ...]  # that the mention names as where it was or was aimed at


def scoped(index: int, claim: Claim, mention: EventMention, found: Reprints, analyses: Mapping[str, Analysis]) -> Said:
    """The claim as said."""
    groups = found.of(claim.article, claim.span)
    origin = groups[0].id if groups else claim.article
    party = mention.attribution.party if mention.attribution else None
    resolutions = analyses[claim.article].resolutions
    named = (resolutions[p.mention].place for p in mention.places if p.part in _PLACED)
    places = tuple(place for place in named if place is not None)
    return Said(index, claim, mention, voice(claim.speaker), party, origin, places)


def voice(speaker: str | None) -> str | None:
    """The speaker, None where the words cannot be anybody's: they count, or neither name nor describe a person or a body."""
    if speaker is None or _NUMBER.search(speaker):
        return None
    words = speaker.split()
    if any(w.lower() in quantity_words().numbers for w in words):
        return None
    return speaker if any(w[:1].isupper() or w in claim_words().voices for w in words) else None


def against(said: Sequence[Said], differ: Callable[[Said, Said], bool], *, alike: Callable[[Said, Said], bool]) -> list[tuple[Said, Said]]:
    """Pairs that differ, each the later claim first.

    Two articles differ where nothing of the one goes with anything of the other: an article that counts 10 in a bus and 31 in all does
    not contradict one that counts the 10. In one article only speakers with names do. Of what is said alike only the first is
    compared: a thousand reprints say it once.
    """
    first = list({_likeness(s): s for s in reversed(said)}.values())[::-1]
    of: dict[str, list[Said]] = defaultdict(list)
    for s in first:
        of[s.claim.article].append(s)
    agreed = {frozenset((x, y)) for x in of for y in of if x < y and any(alike(a, b) and not differ(a, b) for a in of[x] for b in of[y])}
    found: list[tuple[Said, Said]] = []
    for k, a in enumerate(first):
        for b in first[:k]:
            if a.claim.article != b.claim.article:
                met = a.origin != b.origin and frozenset((a.claim.article, b.claim.article)) not in agreed
            else:
                met = of_two_voices(a, b)
            if met and alike(a, b) and differ(a, b):
                found.append((a, b))
    return found


def of_two_voices(a: Said, b: Said) -> bool:
    """Whether an article has two voices of it: speakers with names (a mere "monitor" may be the one that is named elsewhere) and not of
    one party, of whom the later speaks of no place that the earlier did not."""
    earlier, later = sorted((a, b), key=lambda s: s.claim.span.start)
    if a.speaker is None or b.speaker is None or a.speaker in b.speaker or b.speaker in a.speaker:
        return False
    if (a.party is not None and a.party == b.party) or a.speaker.islower() or b.speaker.islower():
        return False
    return all(any(p.id == q.id or contains(q, p) for q in earlier.places) for p in later.places)


def likewise(said: Sequence[Said], pairs: Sequence[tuple[Said, Said]]) -> dict[Said, None]:
    """All that say what one of a pair says."""
    involved = {_likeness(s) for pair in pairs for s in pair}
    return dict.fromkeys(s for s in said if _likeness(s) in involved)


def _likeness(said: Said) -> object:
    when = said.mention.when
    days = (when.start, when.end) if when is not None else None
    return (
        said.claim.value,
        said.claim.modality is Modality.DENIED,
        said.claim.stance,
        said.claim.unit,
        said.claim.comparator,
        said.claim.speaker,
        said.claim.party,
        said.party,
        said.origin,
        said.mention.actor_party,
        said.mention.type,
        days,
    )


def meet(a: Said, b: Said) -> bool:
    """Whether two claims can be of one place: both name it, or one in the other or near by, or one names none."""
    if not a.places or not b.places:
        return True
    return any(
        p.id == q.id or contains(p, q) or contains(q, p) or distance_between_m(p.position, q.position) <= _ONE_PLACE_M
        for p in a.places
        for q in b.places
    )


def same_scope(a: Said, b: Said) -> bool:
    """Whether two claims are of the same days and places, as far as both tell."""
    if not meet(a, b):
        return False
    one, other = a.mention.when, b.mention.when
    if one is None or other is None or one.start is None or other.start is None:
        return True
    return (one.start, one.end or one.start) == (other.start, other.end or other.start)


def by_value(said: Mapping[Said, None]) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """The values with the indices of the claims that give each."""
    values: dict[str, list[int]] = defaultdict(list)
    for s in sorted(said, key=lambda s: s.index):
        values[value_of(s.claim)].append(s.index)
    return tuple((value, tuple(indices)) for value, indices in values.items())


def value_of(claim: Claim) -> str:
    """A claim's value as a disagreement shows it."""
    if not isinstance(claim.value, float | int):
        if claim.field == "actor" and claim.stance is Stance.DENIES:
            return f"denied: {claim.value}"
        return f"not {claim.value}" if claim.field == "target" and claim.modality is Modality.DENIED else claim.value
    sign = {Comparator.ABOUT: "about ", Comparator.MORE: "over ", Comparator.LESS: "under "}.get(claim.comparator or Comparator.EXACT, "")
    return f"{sign}{claim.value:g}" + (f" {claim.unit}" if metres(1.0, claim.unit or "") is not None else "")
