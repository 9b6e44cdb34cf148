"""Answers held to what the text says: of an area or a town that a place lies in, of one that it lies beside, of where the article plays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from geo.gazetteer import Gazetteer
from geo.model import Place
from geo.resolve.containment import contains, km_between
from geo.resolve.homes import Home, abroad, contradicts, meant_at_home, meant_by_name
from geo.resolve.rows import CAPITAL, COUNTRY, FIRST, LOWER, REGION, SEAT, SECOND, SETTLEMENT, WATER, Rows
from geo.resolve.senses import SURE
from geo.resolve.stated import BESIDE_KM, stated_outside


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was decided of a sense: its rows, likeliest first, and whether the first is the answer."""

    order: tuple[int, ...]
    answered: bool
    score: float
    doubts: tuple[str, ...]


def held_to_text(verdict: Verdict, rows: Rows, areas: Sequence[Place]) -> Verdict:
    """An answer far outside the area that the text names is withdrawn, one beside it doubted; a namesake inside is taken instead."""
    if not verdict.answered:
        return verdict
    village = rows.senses[int(rows.sense[verdict.order[0]])].sort == "settlement"
    if rows.sort[verdict.order[0]] in (COUNTRY, REGION, WATER) or (rows.sort[verdict.order[0]] == FIRST and not village):
        return verdict  # commas list these too
    top = rows.candidates[verdict.order[0]]
    beyond = stated_outside(top.place, areas)
    if beyond is None:
        return verdict
    area, km = beyond
    sure = (r for r in verdict.order if rows.candidates[r].how in SURE)
    inside = next((r for r in sure if any(contains(a, rows.candidates[r].place) for a in areas)), None)
    if inside is not None:
        order = (inside, *(r for r in verdict.order if r != inside))
        return Verdict(order, True, verdict.score, (*verdict.doubts, f"taken for the one in {area.name}, as the text says"))
    if km > BESIDE_KM or top.how not in SURE:
        why = f"the text puts it in {area.name}, where no place of that spelling is known"
        return Verdict(verdict.order, False, verdict.score, (why,))
    return Verdict(verdict.order, True, verdict.score, (*verdict.doubts, f"the text puts it in {area.name}, beside which it lies"))


def held_to_town(verdict: Verdict, rows: Rows, town: int | None) -> Verdict:
    """ "The Sulaymaniyah area in Aleppo city" is no city of Iraq: a namesake near the town is taken, else none."""
    towns = (CAPITAL, SEAT, SETTLEMENT)
    if not verdict.answered or town is None or rows.sort[town] not in towns or rows.sort[verdict.order[0]] not in (*towns, SECOND, LOWER):
        return verdict
    outer = rows.candidates[town].place
    near = [r for r in verdict.order if km_between(rows.candidates[r].place.position, outer.position) <= outer.extent_km + BESIDE_KM]
    if verdict.order[0] in near:
        return verdict
    sure = next((r for r in near if rows.candidates[r].how in SURE), None)
    if sure is None:
        return Verdict(verdict.order, False, verdict.score, (f"the text puts it in {outer.name}, near which no such name is known",))
    order = (sure, *(r for r in verdict.order if r != sure))
    return Verdict(order, True, verdict.score, (*verdict.doubts, f"taken for the one near {outer.name}, as the text says"))


def held_to_quarter(verdict: Verdict, rows: Rows, settled: Mapping[int, int]) -> Verdict:
    """ "The Springfield neighbourhood" of an article about another town is no town of that name far from all towns that it names."""
    towns = (CAPITAL, SEAT, SETTLEMENT)
    if not verdict.answered or rows.sort[verdict.order[0]] not in towns:
        return verdict
    top = rows.candidates[verdict.order[0]].place
    others = [o for r in settled.values() if rows.sort[r] in towns and (o := rows.candidates[r].place).id != top.id]
    if not others or any(km_between(top.position, o.position) <= o.extent_km + BESIDE_KM for o in others):
        return verdict
    why = "the text calls it a part of a town, and no town that the article names is near"
    return Verdict(verdict.order, False, verdict.score, (why,))


def held_beside(verdict: Verdict, rows: Rows, settled: Mapping[int, int], beside: tuple[int, float, float | None] | None) -> Verdict:
    """An answer far from where the text puts it ("A, west of B") is withdrawn; a namesake that lies there is taken instead."""
    if not verdict.answered or beside is None or beside[0] not in settled:
        return verdict
    _, reach_km, bearing = beside
    other = rows.candidates[settled[beside[0]]].place
    within = reach_km + other.extent_km + BESIDE_KM

    def lies_there(row: int) -> bool:
        place = rows.candidates[row].place
        return km_between(place.position, other.position) <= within + place.extent_km

    if lies_there(verdict.order[0]):
        elsewhere = contradicts(rows.candidates[verdict.order[0]].place, other, bearing)
        why = (f"the text puts it on another side of {other.name}",) if elsewhere else ()
        return replace(verdict, doubts=(*verdict.doubts, *why))
    there = next((row for row in verdict.order if rows.candidates[row].how in SURE and lies_there(row)), None)
    if there is None:
        return Verdict(verdict.order, False, verdict.score, (f"the text puts it beside {other.name}, where no such name is known",))
    order = (there, *(row for row in verdict.order if row != there))
    return Verdict(order, True, verdict.score, (*verdict.doubts, f"taken for the one near {other.name}, as the text says"))


def at_home(number: int, verdict: Verdict, rows: Rows, settled: dict[int, int], gazetteer: Gazetteer) -> Verdict:
    """The answer weighed against what the article is about; what contradicts it is not certain."""
    home = Home.of(number, rows, settled, gazetteer.gazetteers)
    row = meant_by_name(verdict.order, rows, home)
    if row is not None:
        return Verdict((row, *(r for r in verdict.order if r != row)), True, verdict.score, verdict.doubts)
    row = meant_at_home(verdict.order, rows, home, settled)
    if row is not None:
        why = "taken for the one in the country that the article is about"
        if home.about is None:
            why = "taken for the one in a country whose gazetteer was added"
        return Verdict((row, *(r for r in verdict.order if r != row)), True, verdict.score, (*verdict.doubts, why))
    if abroad(verdict.order[0], rows, home, settled):
        if rows.candidates[verdict.order[0]].how not in SURE:
            why = "spelt only like it, in a country of which the article says nothing else"
            return Verdict(verdict.order, False, verdict.score, (why,))
        return Verdict(verdict.order, True, verdict.score, (*verdict.doubts, "in a country of which the article says nothing else"))
    return verdict
