"""Places by the coordinates that a text gives, held against what the name before them would mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from geo.gazetteer import Gazetteer
from geo.model import Candidate, Mention, Place, Ranked, Resolution, StatedPosition, is_area
from geo.resolve.containment import contains, in_box, km_between
from geo.resolve.senses import SURE

COORDINATES = "coordinates:"  # how ids of places begin that no gazetteer has
_AGREE_KM = 5.0  # gazetteers put a village so far from where others see it; swept from 1 to 50: no place of the tests changes
_SURE = 0.99  # the text itself says where it is
_CONTRADICTED = 0.5  # name and numbers say different things, and nothing tells which is wrong; swept from .3 to .9: shown alike


def with_positions(mentions: Sequence[Mention], resolutions: Sequence[Resolution], gazetteer: Gazetteer) -> tuple[Resolution, ...]:
    """The resolutions with what coordinates say; other mentions of such a name mean the same place."""
    found = list(resolutions)
    named: dict[str, Resolution] = {}
    for k, mention in enumerate(mentions):
        if (stated := mention.clues.stated) is not None:
            found[k] = _stated(mention, resolutions[k], stated, gazetteer)
            if not stated.own:
                named.setdefault(mention.text.casefold(), found[k])
    for k, mention in enumerate(mentions):
        same = named.get(mention.text.casefold()) if mention.clues.stated is None else None
        if same is not None and mention.kind is mentions[same.mention].kind and mention.clues.modifier is None:
            found[k] = replace(same, mention=k)
    return tuple(found)


def _stated(mention: Mention, known: Resolution, stated: StatedPosition, gazetteer: Gazetteer) -> Resolution:
    if stated.own:
        name = " ".join(mention.text.split())
        return _at(_place(name, stated, gazetteer), replace(known, alternatives=()), "the text gives its coordinates")
    told = "the coordinates behind the name"
    place = known.place
    if place is not None and not is_area(place) and _agree(place, stated):
        return replace(known, score=max(known.score, _SURE), uncertain=False, doubts=(), reasons=(*_certain(known), f"{told} agree"))
    there = next((c.place for c in _called(mention, gazetteer) if not is_area(c.place) and _agree(c.place, stated)), None)
    if there is not None:
        return _at(there, known, f"{told} tell which place of that name is meant")
    made = _place(mention.text, stated, gazetteer)
    if place is None or contains(place, made) or (is_area(place) and in_box(made.position, place)):
        return _at(made, known, f"{told} say where it is; no gazetteer that is open has it there")
    km = km_between(place.position, stated.position)
    doubt = f"its coordinates lie {km:,.0f} km from {place.name}, which the name would mean"
    return replace(
        _at(made, known, f"drawn at {told}"),
        score=_CONTRADICTED,
        uncertain=True,
        doubts=(doubt,),
        reasons=(f"drawn at {told}", f"in doubt: {doubt}"),
        alternatives=(Ranked(place, known.score, known.reasons), *known.alternatives),
    )


def _called(mention: Mention, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    found = gazetteer.find(mention.text, limit=200)
    return tuple(sorted(found, key=lambda c: c.how not in SURE))


def _agree(place: Place, stated: StatedPosition) -> bool:
    return km_between(place.position, stated.position) <= _AGREE_KM + place.extent_km + stated.precision_km


def _certain(known: Resolution) -> tuple[str, ...]:
    return tuple(reason for reason in known.reasons if not reason.startswith("in doubt"))


def _at(place: Place, known: Resolution, reason: str) -> Resolution:
    """The mention at a place that coordinates tell, beside what the name might have meant."""
    extent = round(place.extent_km, 3)
    others = tuple(a for a in known.alternatives if a.place.id != place.id)
    return Resolution(known.mention, place, _SURE, extent, False, (reason,), others, extent_km=extent)


def _place(name: str, stated: StatedPosition, gazetteer: Gazetteer) -> Place:
    """A place that only the text's coordinates make; its country and division are those it lies in."""
    at = stated.position
    around = gazetteer.containing(at)
    return Place(
        id=f"{COORDINATES}{at.lat:.6f},{at.lon:.6f}",
        name=name,
        position=at,
        feature="PT",
        country=next((p.country for p in around if p.country is not None), None),
        admin1=next((p.name for p in around if p.feature == "ADM1"), None),
        extent_km=stated.precision_km,
        note="By the coordinates that the text gives.",
    )
