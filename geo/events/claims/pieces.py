"""What one article tells of one incident in pieces that were not made one event: who denies it, and who counts its dead differently."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from geo.events.arguments.casualties import KILLED
from geo.events.claims.counts import count_differs, counted
from geo.events.claims.doers import ONE_SIDED, denied, denies, names
from geo.events.claims.said import Said, meet, of_two_voices, same_scope, scoped, value_of
from geo.events.reuse.reprints import Reprints
from geo.lexicon.claims import claim_words
from geo.model import CASUALTY_CAUSES, Analysis, Article, Disagreement, Elsewhere, Event, EventClass, EventType

DIRECT, SOFT = "direct", "soft"
_ON = 4  # passages over which an article goes on with one incident; swept on 114 articles: 2 shows 15 of 19, 8 no more than 4
_TOLLS = CASUALTY_CAUSES | {EventType.ATTACK_ON_CIVILIANS, EventType.LOSSES}
Piece = tuple[Event, Said]


def in_pieces(
    events: Sequence[Event], articles: Mapping[str, Article], analyses: Mapping[str, Analysis], found: Reprints
) -> Iterator[tuple[str, Disagreement]]:
    """Disagreements of an event with another that an article tells beside it, each with the id of the event that it belongs to."""
    doers: dict[str, list[Piece]] = defaultdict(list)
    tolls: dict[str, list[Piece]] = defaultdict(list)
    for event in events:
        if event.type.event_class is not EventClass.PHYSICAL:
            continue
        by_id = {m.id: m for m in event.mentions}
        for index, claim in enumerate(event.claims):
            mention = by_id[claim.event_mention]
            if claim.field != "actor" and (claim.unit is None or mention.type not in _TOLLS):
                continue
            said = scoped(index, claim, mention, found, analyses)
            (doers if claim.field == "actor" else tolls)[claim.article].append((event, said))
    for pieces in doers.values():
        yield from _denied(pieces)
    for article, pieces in tolls.items():
        yield from _counted(pieces, articles[article].text)


def _denied(pieces: Sequence[Piece]) -> Iterator[tuple[str, Disagreement]]:
    """ "Rebels denied it" three sentences after "the army blamed rebels": the nearest told of the same side, of its own kind first."""
    for event, denial in pieces:
        if not denied(denial):
            continue
        near: list[tuple[bool, bool, int, int]] = []
        for k, (other, said) in enumerate(pieces):
            away = abs(said.mention.passage - denial.mention.passage)
            other_kind = other.type is not event.type
            if other.id == event.id or denied(said) or not names(said, denial) or said.speaker == denial.speaker or away > _ON:
                continue
            if said.speaker is not None or not other_kind:  # what the article says itself is denied where it is of that kind
                near.append((other_kind, other.type not in ONE_SIDED, away, k))
        if not near:
            continue
        other_kind, _, _, k = min(near)
        other, said = pieces[k]
        if any(d.field == "actor" for d in other.disagreements):
            continue
        side = _side(denial)
        why = denies(denial.speaker or denial.party or side, side)
        both = list(_both("actor", DIRECT, why, (event, denial, f"denied: {side}"), (other, said, side)))
        yield from both[1:] if other_kind else both  # beside another kind of happening the denial only stands


def _counted(pieces: Sequence[Piece], text: str) -> Iterator[tuple[str, Disagreement]]:
    """Two voices of one article on the dead of what it tells in neighbouring sentences, with nothing to tell two incidents apart."""
    known = [(event, said, count) for event, said in pieces if (count := counted(said, text)) is not None and count.befell == KILLED]
    told: set[frozenset[str]] = set()
    for (one, a, ours), (other, b, theirs) in combinations(known, 2):
        apart = abs(a.mention.passage - b.mention.passage)
        if one.id == other.id or not 0 < apart <= _ON or not of_two_voices(a, b) or frozenset((one.id, other.id)) in told:
            continue
        near = {p.id for p in b.places} <= {p.id for p in a.places} and meet(a, b)
        of_one = ours.of == theirs.of or (
            a.party is not None and b.party is not None and a.party != b.party
        )  # "21 people", "45 terrorists"
        if of_one and near and same_scope(a, b) and count_differs(ours, theirs) and not _elsewhere(a, b, text):
            told.add(frozenset((one.id, other.id)))
            why = f"{a.speaker} and {b.speaker} count the dead differently"
            yield from _both(str(a.claim.unit), SOFT, why, (one, a, value_of(a.claim)), (other, b, value_of(b.claim)))


def _elsewhere(a: Said, b: Said, text: str) -> bool:
    """Whether the later of two passages begins with what happened elsewhere, or with another of its kind."""
    later = max((a, b), key=lambda s: s.mention.passage).mention
    return bool(claim_words().elsewhere & set(text[later.span.start : later.trigger.end].lower().replace(",", " ").split()[:8]))


def _both(field: str, strength: str, why: str, *sides: tuple[Event, Said, str]) -> Iterator[tuple[str, Disagreement]]:
    for (event, said, value), (other, there, told) in ((sides[0], sides[1]), (sides[1], sides[0])):
        yield event.id, Disagreement(field, ((value, (said.index,)),), strength, why, (Elsewhere(told, other.id, there.index),))


def _side(said: Said) -> str:
    return said.claim.party or str(said.claim.value)
