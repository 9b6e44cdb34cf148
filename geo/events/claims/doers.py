"""Who did it, and who was aimed at, where voices differ: named by one and denied by another, or two doers of what has one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from geo.events.attribution.cast import known_actor
from geo.events.claims.said import Said, against, by_value, likewise
from geo.lexicon.claims import claim_words
from geo.model import AIMED_ATTACKS, Disagreement, EventType, Modality, Stance

DIRECT, SOFT = "direct", "soft"
_STEM = 5  # letters by which "Russian" names Russia; swept 4 to 6 on 114 articles, no difference
# What is done by one side to another. In a clash or an offensive two sides are named without a word of dispute.
ONE_SIDED = AIMED_ATTACKS | {
    EventType.ABDUCTION, EventType.ARREST, EventType.AIRSPACE_VIOLATION, EventType.INTERCEPTION, EventType.DESTRUCTION,
}  # fmt: skip


def actors(said: Sequence[Said]) -> Iterator[Disagreement]:
    """Who did it, where two known sides are named of which neither is the other, or one denies what another says of him."""
    doers = [s for s in said if s.claim.field == "actor"]
    sides = {s: side for s in doers if (side := s.claim.party or opposition(str(s.claim.value))) is not None}
    found = against(tuple(sides), lambda a, b: _doers_differ(a, b, sides), alike=lambda a, b: denied(a) == denied(b))
    found += [pair for pair in _denials(doers) if pair not in found]
    if not found:
        return
    contested = next(((a, b) for a, b in found if denied(a) != denied(b)), None)
    if contested is not None:
        denial = next(s for s in contested if denied(s))
        who, side = _voice(denial), denial.claim.party or denial.claim.value
        why = denies(who, str(side)) if who else f"it is denied that it was {side}"
    elif (parties := _parties(found)) is not None:
        why = f"{parties[0]} and {parties[1]} differ on who did it"
    else:
        why = f"{sides[found[0][1]]} by one, {sides[found[0][0]]} by the other is named as who did it; each may name a part"
    direct = contested is not None or _parties(found) is not None
    yield Disagreement("actor", by_value(likewise(doers, found)), DIRECT if direct else SOFT, why)


def targets(said: Sequence[Said]) -> Iterator[Disagreement]:
    """Who was aimed at, where speakers of two parties name two sides, or one says of a side what another denies of it:
    "ISIS targets" against "the strikes were not against ISIS"."""
    sides = {s: side for s in said if s.claim.field == "target" and (side := _target(str(s.claim.value))) is not None}
    found = [
        (a, b)
        for k, a in enumerate(sides)
        for b in list(sides)[:k]
        if a.mention is not b.mention and not (denied(a) and denied(b)) and (sides[a] == sides[b]) is (denied(a) != denied(b))
    ]
    found = [(a, b) for a, b in found if denied(a) != denied(b) or (a.party and b.party and a.party != b.party)]
    if not found:
        return
    parties = _parties(found)
    disputed = next((sides[a] for a, b in found if denied(a) != denied(b)), None)
    if disputed is not None:
        why = (
            f"{' and '.join(parties)} differ on whether {disputed} was aimed at"
            if parties
            else f"one says that {disputed} was not aimed at"
        )
    else:
        why = f"{' and '.join(parties or ())} differ on who was aimed at"
    yield Disagreement("target", by_value(likewise(tuple(sides), found)), DIRECT if parties else SOFT, why)


def denied(said: Said) -> bool:
    """Whether a claim says that it was not this doer (what did not happen at all was done by nobody), or not this target."""
    return said.claim.modality is Modality.DENIED if said.claim.field == "target" else said.claim.stance is Stance.DENIES


def _denials(said: Sequence[Said]) -> Iterator[tuple[Said, Said]]:
    """Each denial with what is said of the same side by somebody else."""
    for a in said:
        if denied(a):
            for b in said:
                another = b.speaker != a.speaker if b.mention is a.mention else b.speaker is None or b.speaker != a.speaker
                if not denied(b) and names(b, a) and another:
                    yield a, b


def denies(who: str, side: str) -> str:
    """The denial as a person would say it."""
    return f"{who} denies having done it" if who == side else f"{who} denies that it was {side}"


def names(said: Said, denial: Said) -> bool:
    """Whether a claim names the doer of whom another denies it: by the same party, or among others, "either X or Y warplanes"."""
    side = denial.claim.party or str(denial.claim.value)
    if said.claim.party is not None:
        return said.claim.party == side
    words = str(said.claim.value)
    return words == side or any(w[:_STEM] == side[:_STEM] and w[:1].isupper() for w in words.split())


def _doers_differ(a: Said, b: Said, sides: Mapping[Said, str]) -> bool:
    charged = {a.claim.stance, b.claim.stance} & {Stance.CLAIMS, Stance.SUSPECTS} or (a.party and b.party and a.party != b.party)
    if (
        denied(a)
        or denied(b)
        or sides[a] == sides[b]
        or not charged
        or a.claim.article == b.claim.article
        or not {a.mention.type, b.mention.type} <= ONE_SIDED
    ):
        return False
    if a.claim.party is None or b.claim.party is None:  # "rebels" may be any of them
        return False
    return not any(w in side.lower().split() or w in side.lower() for w in claim_words().several for side in (sides[a], sides[b]))


def _parties(found: Sequence[tuple[Said, Said]]) -> tuple[str, str] | None:
    return next(((b.party, a.party) for a, b in found if a.party and b.party and a.party != b.party), None)


def _voice(said: Said) -> str | None:
    return said.speaker or said.party


def _target(words: str) -> str | None:
    known = known_actor(words)
    return known[0] if known is not None else opposition(words)


def opposition(words: str) -> str | None:
    """The side of "moderate rebels", which the table of actors has no name for."""
    return "opposition" if any(w.lower() in claim_words().opposition for w in words.split()) else None
