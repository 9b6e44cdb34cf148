"""Mentions → Resolutions: candidates weighed by the trained ranker, then answered, doubted or left open by plain rules.

Two passes settle an article: the first weighs each name by itself and by what the other names may mean, the second by what the
first made of them. A name has one sense through an article, so all its mentions get one answer.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from rapidfuzz.distance import JaroWinkler

from geo.gazetteer import Gazetteer
from geo.gazetteer.names import fold
from geo.model import Candidate, Match, Mention, Place, Ranked, Resolution
from geo.resolve.blocks import blocks_of
from geo.resolve.containment import contains, km_between
from geo.resolve.derived import derive
from geo.resolve.features import distances_km
from geo.resolve.held import Verdict, at_home, held_beside, held_to_quarter, held_to_text, held_to_town
from geo.resolve.layout import layout_of
from geo.resolve.positions import with_positions
from geo.resolve.ranker import SAME_KM, Ranker, Weighed, likeliest_first, loaded, mass, shipped
from geo.resolve.reasons import Surroundings, reasons_for
from geo.resolve.rows import BARE, CAPITAL, COUNTRY, FIRST, LOWER, SEAT, SECOND, SETTLEMENT, Rows, rows_of
from geo.resolve.senses import CAPITAL as CAPITAL_HEAD
from geo.resolve.senses import SURE, Sense, senses_of
from geo.resolve.stated import areas_of, beside_senses, outer_senses, quarters, stands_alone, town_senses
from geo.resolve.vicinity import with_vicinity

_DOUBT_SIMILARITY = 0.92  # below it a likeness of consonants leaves the identity in doubt
_SUGGESTION_SIMILARITY = 0.84  # below it such a likeness needs better grounds to be an answer at all
_SUGGESTION_SCORE = 0.6
_SAME_LIKENESS = 0.02
_TOWN_SHARE, _SEAT_SHARE = 0.2, 0.005  # of the share of the province, of the district
_CALLED_SHARE = 0.05  # of the likeliest one's share, for a place of the sort that the text names
_TOWN_LOG_PEOPLE = 4.0  # ten thousand people
_LEAST_RIVAL = 0.1  # of the first one's share, from which another place is a rival at all
_LEAST_MISSPELT_RIVAL = 0.02  # the same for a misspelling, of which the trees learn little but how many people live where
_PLAIN_SCORE = 0.6  # under it a name without grounds is taken for the best known place that bears it
_PLAIN_ROWS = 8
_OWN_NAME = 0.8  # likeness of a name to the place's own, from which it is no translation or former name
_SEAT_OF_STATE, _FAR_BETTER_KNOWN = 0.7, 0.6  # of the logarithm of people: a capital counts five times, and four times is much
_ALTERNATIVES = 5


def resolve(mentions: Sequence[Mention], gazetteer: Gazetteer, *, model: Ranker | Path | None = None) -> tuple[Resolution, ...]:
    """One Resolution for each mention, in order.

    `model` is a ranker, or the .onnx file of one, in place of the one that comes with the program. Equally good answers are
    reported as such, never decided by chance. Raises MissingAsset where the model is missing.

    >>> from geo.gazetteer import open_default
    >>> resolve((), open_default(added=False))
    ()
    """
    if not mentions:
        return ()
    ranker = shipped() if model is None else loaded(model) if isinstance(model, Path) else model
    found: dict[int, Resolution] = {}
    for block in blocks_of(senses_of(mentions, gazetteer), mentions):
        resolved = _resolved(block.senses, block.mentions, ranker, gazetteer)
        found.update((k, replace(resolution, mention=k)) for k, resolution in zip(block.numbers, resolved, strict=True))
    settled = with_positions(mentions, tuple(found[k] for k in range(len(mentions))), gazetteer)
    return with_vicinity(mentions, settled)


def _resolved(senses: Sequence[Sense], mentions: Sequence[Mention], ranker: Ranker, gazetteer: Gazetteer) -> tuple[Resolution, ...]:
    """The resolutions of names that are weighed against one another."""
    rows = rows_of(senses, mentions, gazetteer)
    weighed = ranker.weigh(rows, layout_of(senses, mentions))
    verdicts = [_verdict(number, rows, weighed, ranker) for number in range(len(senses))]
    verdicts = [_measured_from(v, rows) if _measures(senses[n], mentions) else v for n, v in enumerate(verdicts)]
    settled = _settled(verdicts)
    verdicts = [v if v.answered else _as_elsewhere(n, v, rows, settled) for n, v in enumerate(verdicts)]
    surroundings = Surroundings.of(rows, _settled(verdicts), mentions)
    verdicts = [_as_mostly_meant(v, rows, surroundings) for v in verdicts]
    settled, outer = _settled(verdicts), outer_senses(rows, mentions)
    verdicts = [held_to_text(v, rows, areas_of(n, rows, outer, settled)) for n, v in enumerate(verdicts)]
    settled, beside = _settled(verdicts), beside_senses(rows, mentions)
    verdicts = [held_beside(v, rows, settled, beside.get(n)) for n, v in enumerate(verdicts)]
    settled = _settled(verdicts)
    towns = town_senses(rows, mentions)
    verdicts = [held_to_town(v, rows, settled.get(towns.get(n, -1))) for n, v in enumerate(verdicts)]
    settled, parts = _settled(verdicts), quarters(rows, mentions)
    verdicts = [held_to_quarter(v, rows, settled) if n in parts else v for n, v in enumerate(verdicts)]
    settled = _settled(verdicts)
    told = {*beside, *(n for n, areas in outer.items() if areas)}
    verdicts = [at_home(n, v, rows, settled, gazetteer) if n in settled and n not in told else v for n, v in enumerate(verdicts)]
    settled = _settled(verdicts)
    verdicts = [_left_alone(v) if n in settled and stands_alone(n, rows, settled) else v for n, v in enumerate(verdicts)]
    settled = _settled(verdicts)
    surroundings = Surroundings.of(rows, settled, mentions)
    verdicts = [_weighed_by_grounds(v, rows, weighed, surroundings) for v in verdicts]
    countries = _countries(rows, settled)
    found: dict[int, Resolution] = {}
    for sense, verdict in zip(senses, verdicts, strict=True):
        answer = reasons_for(verdict.order[0], surroundings) if verdict.answered else ()
        others = _alternatives(rows, weighed, verdict, surroundings)
        for k in sense.mentions:
            found[k] = _resolution(k, mentions[k], rows, verdict, answer, others, countries, gazetteer)
    return tuple(found[k] for k in range(len(mentions)))


def _settled(verdicts: Sequence[Verdict]) -> dict[int, int]:
    """The answer's row of each sense that has one."""
    return {number: v.order[0] for number, v in enumerate(verdicts) if v.answered}


def rank_alone(mention: Mention, gazetteer: Gazetteer, *, model: Ranker | None = None) -> list[tuple[Candidate, float, tuple[str, ...]]]:
    """Candidates of a name that stands in no article, best first, each with its log-odds and reasons."""
    senses = senses_of([mention], gazetteer)
    rows = rows_of(senses, [mention], gazetteer)
    weighed = (model or shipped()).weigh(rows, layout_of(senses, [mention]))
    surroundings = Surroundings.of(rows, {}, [mention])
    return [
        (rows.candidates[row], math.log(max(float(weighed.shares[row]), 1e-9)), reasons_for(row, surroundings))
        for row in likeliest_first(rows, weighed, 0)
    ]


def _verdict(number: int, rows: Rows, weighed: Weighed, ranker: Ranker) -> Verdict:
    likeliest = likeliest_first(rows, weighed, number)
    order = _as_called(rows, weighed, _town_first(rows, weighed, likeliest))
    if not order:
        return Verdict((), False, 0.0, ("no gazetteer that is open holds such a name",))
    top = rows.candidates[order[0]]
    limits = ranker.thresholds
    # A town preferred to its division keeps the division's share: the two are one answer in two sizes.
    score = round(ranker.calibrated(max(mass(rows, weighed, likeliest), mass(rows, weighed, order))), 3)
    if score < limits.null:
        return Verdict(order, False, score, ("no place of that name fits",))
    alike = top.how is Match.SKELETON
    if alike and top.similarity < _SUGGESTION_SIMILARITY and score < _SUGGESTION_SCORE:
        return Verdict(order, False, score, (f'"{top.matched_name}" is spelt only roughly like it',))
    rival = _rival(rows, weighed, order)
    if rival is not None and order == likeliest and _equal(rows, weighed, order, rival, limits.tie):
        return Verdict((order[0], rival, *(r for r in order[1:] if r != rival)), False, score, ("several places fit equally well",))
    doubts: list[str] = []
    if top.place.identity_uncertain:
        doubts.append("the gazetteer is not sure of this place")
    if top.how is Match.PART:
        doubts.append("only a part of the name matches")
    if alike and top.similarity < _DOUBT_SIMILARITY:
        doubts.append("the spelling is only alike")
    if score < limits.doubt:
        doubts.append("other places of that name fit nearly as well" if rival is not None else "little speaks for it")
    return Verdict(order, True, score, tuple(doubts))


def _as_elsewhere(number: int, verdict: Verdict, rows: Rows, settled: dict[int, int]) -> Verdict:
    """A name left open is what the article says that it is elsewhere: "Tripoli, in Lebanon", then "the port of Tripoli"."""
    name = rows.senses[number].name
    said = {rows.candidates[row].place.id for other, row in settled.items() if rows.senses[other].name == name}
    row = next((r for r in verdict.order if rows.candidates[r].place.id in said), None)
    if len(said) != 1 or row is None:
        return verdict
    return Verdict((row, *(r for r in verdict.order if r != row)), True, verdict.score, ("told by its name elsewhere in the article",))


def _measures(sense: Sense, mentions: Sequence[Mention]) -> bool:
    """Whether the text measures from a name: "15 km south of A"."""
    return any((said := mentions[k].clues.displacement) is not None and said.km is not None for k in sense.mentions)


def _measured_from(verdict: Verdict, rows: Rows) -> Verdict:
    """Kilometres are told from a town, not from the division that bears its name, where there is such a town in it."""
    if not verdict.order or rows.sort[verdict.order[0]] not in (FIRST, SECOND, LOWER):
        return verdict
    division = rows.candidates[verdict.order[0]].place
    for row in verdict.order[1:]:
        town = rows.candidates[row]
        if town.how in SURE and rows.sort[row] in (CAPITAL, SEAT, SETTLEMENT) and contains(division, town.place):
            return replace(verdict, order=(row, *(r for r in verdict.order if r != row)))
    return verdict


def _left_alone(verdict: Verdict) -> Verdict:
    """A small place far from all else is left open; of such answers in LGL 13 of 23 were wrong, where one in ten is usual."""
    return Verdict(verdict.order, False, verdict.score, ("a small place far from all else that the article names",))


def _weighed_by_grounds(verdict: Verdict, rows: Rows, weighed: Weighed, surroundings: Surroundings) -> Verdict:
    """A misspelt name that two places fit alike is open where nothing in the article tells them apart, however big one of them is."""
    top = rows.candidates[verdict.order[0]] if verdict.answered else None
    rival = _rival(rows, weighed, verdict.order, _LEAST_MISSPELT_RIVAL) if top is not None and top.how is Match.SKELETON else None
    if top is None or rival is None:
        return verdict
    other = rows.candidates[rival]
    if other.how is not Match.SKELETON or abs(other.similarity - top.similarity) > _SAME_LIKENESS:
        return verdict
    for_top, for_other = (_grounds(row, surroundings) for row in (verdict.order[0], rival))
    if for_top - for_other:
        return verdict
    order = (verdict.order[0], rival, *(r for r in verdict.order[1:] if r != rival))
    return Verdict(order, False, verdict.score, ("several places fit equally well",))


def _as_mostly_meant(verdict: Verdict, rows: Rows, surroundings: Surroundings) -> Verdict:
    """A name for which the article gives no grounds is the place that is widely known by it: Washington is no town of Tyne and Wear.

    The trees learnt much from local papers, in which London is often another.
    """
    if not verdict.order or verdict.score >= _PLAIN_SCORE or any(_grounds(row, surroundings) for row in verdict.order[:_PLAIN_ROWS]):
        return verdict
    sure = [row for row in verdict.order if rows.candidates[row].how in SURE]
    if not sure:
        return verdict
    renown = {row: float(rows.people[row]) + (_SEAT_OF_STATE if rows.sort[row] in (COUNTRY, CAPITAL) else 0.0) for row in sure}
    known, *others = sorted(sure, key=renown.__getitem__, reverse=True)
    place = rows.candidates[known].place
    rest = [r for r in others if not contains(place, rows.candidates[r].place) and not contains(rows.candidates[r].place, place)]
    if rest and renown[known] - renown[rest[0]] < _FAR_BETTER_KNOWN:
        return verdict
    if JaroWinkler.similarity(fold(rows.senses[int(rows.sense[known])].name), fold(place.name)) < _OWN_NAME:
        return verdict  # Belém is not what is meant by Bethlehem
    order = (known, *(r for r in verdict.order if r != known))
    return Verdict(order, True, max(verdict.score, _PLAIN_SCORE), ("taken for the best known place of that name, as nothing else is said",))


def _grounds(row: int, surroundings: Surroundings) -> frozenset[str]:
    """What speaks for a candidate beside its name."""
    return frozenset(r for r in reasons_for(row, surroundings) if not r.startswith("name "))


def _town_first(rows: Rows, weighed: Weighed, order: tuple[int, ...]) -> tuple[int, ...]:
    """A bare name is the town before it is the division of its name, where the town is likely at all.

    The news that the trees learnt from gives a town and its province points so near that either counts as right.
    """
    if not order or rows.sort[order[0]] not in (FIRST, SECOND, LOWER) or rows.own[order[0], BARE].any():
        return order
    if rows.senses[int(rows.sense[order[0]])].sort not in (None, "settlement"):
        return order
    division, first = rows.candidates[order[0]].place, rows.sort[order[0]] == FIRST
    for row in order[1:]:
        town = rows.candidates[row]
        if weighed.shares[row] < (_TOWN_SHARE if first else _SEAT_SHARE) * weighed.shares[order[0]]:
            break
        known = (town.how in SURE or town.how is rows.candidates[order[0]].how) and (rows.people[row] >= _TOWN_LOG_PEOPLE or not first)
        inside = contains(division, town.place) or (not first and town.place.country == division.country and _near(division, town.place))
        if known and rows.sort[row] in (CAPITAL, SEAT, SETTLEMENT) and inside:
            return (row, *(r for r in order if r != row))
    return order


def _near(division: Place, town: Place) -> bool:
    return km_between(division.position, town.position) <= SAME_KM


def _as_called(rows: Rows, weighed: Weighed, order: tuple[int, ...]) -> tuple[int, ...]:
    """ "Hama province" is the province and "the city of Hama" the city, where a place of that sort is likely at all."""
    if not order or (sort := rows.senses[int(rows.sense[order[0]])].sort) not in ("division", "settlement"):
        return order
    called = (FIRST, SECOND, LOWER) if sort == "division" else (CAPITAL, SEAT, SETTLEMENT)
    others = (CAPITAL, SEAT, SETTLEMENT) if sort == "division" else (FIRST, SECOND, LOWER)
    if rows.sort[order[0]] not in others:
        return order
    town = rows.candidates[order[0]].place
    for row in order[1:]:
        likely = weighed.shares[row] >= _CALLED_SHARE * weighed.shares[order[0]]
        holds = sort == "division" and rows.candidates[row].how in SURE and contains(rows.candidates[row].place, town)
        if rows.sort[row] in called and rows.country[row] == rows.country[order[0]] and (likely or holds):
            return (row, *(r for r in order if r != row))
    return order


def _equal(rows: Rows, weighed: Weighed, order: Sequence[int], rival: int, ratio: float) -> bool:
    """Whether nothing prefers the first row to the rival, other records of the same places counted with either."""
    if weighed.shares[rival] < ratio * weighed.shares[order[0]]:
        return False
    return mass(rows, weighed, (rival, *(r for r in order if r != rival))) >= ratio * mass(rows, weighed, order)


def _rival(rows: Rows, weighed: Weighed, order: Sequence[int], least: float = _LEAST_RIVAL) -> int | None:
    """The likeliest row that is another place than the first: elsewhere, and neither of the two in the other."""
    first = rows.candidates[order[0]].place
    here = np.array(order, dtype=np.int64)
    km = distances_km(rows, here[:1], here)[0]
    for row, away in zip(order[1:], km[1:].tolist(), strict=True):
        if weighed.shares[row] < least * weighed.shares[order[0]]:
            return None
        other = rows.candidates[row].place
        if away > SAME_KM and not contains(first, other) and not contains(other, first):
            return row
    return None


def _countries(rows: Rows, settled: dict[int, int]) -> tuple[str, ...]:
    """Countries that the article is about, the foremost first."""
    counts: Counter[str] = Counter()
    for number, row in settled.items():
        country = rows.candidates[row].place.country
        if country is not None:
            counts[country] += len(rows.senses[number].mentions) * (2 if rows.sort[row] == COUNTRY else 1)
    return tuple(code for code, _ in counts.most_common())


def _alternatives(rows: Rows, weighed: Weighed, verdict: Verdict, surroundings: Surroundings) -> tuple[Ranked, ...]:
    """The runners-up (all, where there is no answer), with what the score leaves of one shared among them."""
    rest = verdict.order[1:] if verdict.answered else verdict.order
    rest = tuple(row for row in rest[:_ALTERNATIVES] if weighed.shares[row] > 0)
    if verdict.answered:
        left, total = (
            1 - verdict.score,
            float(weighed.shares[list(verdict.order[1:])].sum()) + float(weighed.null[rows.sense[verdict.order[0]]]),
        )
    else:
        left, total = 1.0, 1.0
    share = left / total if total > 0 else 0.0
    return tuple(
        Ranked(rows.candidates[row].place, round(min(1.0, float(weighed.shares[row]) * share), 3), reasons_for(row, surroundings))
        for row in rest
    )


def _resolution(
    k: int,
    mention: Mention,
    rows: Rows,
    verdict: Verdict,
    answer: Sequence[str],
    others: tuple[Ranked, ...],
    countries: Sequence[str],
    gazetteer: Gazetteer,
) -> Resolution:
    if not verdict.answered:
        return Resolution(k, None, verdict.score, 0.0, True, verdict.doubts, others, doubts=verdict.doubts)
    place = _drawn(mention, rows.candidates[verdict.order[0]].place, countries, gazetteer)
    displacement = mention.clues.displacement
    reasons = [*answer]
    if mention.clues.head == CAPITAL_HEAD and place.feature == "PPLC" and place != rows.candidates[verdict.order[0]].place:
        reasons = [f"the capital of {rows.candidates[verdict.order[0]].place.name}, as the text says"]
    if place.note:
        reasons.append(place.note)
    if displacement is not None:
        reasons.append(f'the text says "{displacement.words}", so up to {displacement.reach_km:g} km away')
    divisions = any(r.place.feature == "ADM1" for r in others[:2])
    if place.feature.startswith("PPL") and divisions and not mention.clues.head:
        reasons.append("taken as the town, not the division of the same name")
    reasons += [f"in doubt: {doubt}" for doubt in verdict.doubts]
    displaced_km = displacement.reach_km if displacement is not None else 0.0
    return Resolution(
        k,
        place,
        verdict.score,
        round(place.extent_km + displaced_km, 2),
        bool(verdict.doubts),
        tuple(reasons),
        others,
        extent_km=place.extent_km,
        displaced_km=displaced_km,
        doubts=verdict.doubts,
    )


def _drawn(mention: Mention, place: Place, countries: Sequence[str], gazetteer: Gazetteer) -> Place:
    """The place, or what the text makes of it: "western Syria", "Turkish airspace", "the Lebanese capital"."""
    if mention.clues.head == CAPITAL_HEAD and place.feature.startswith("PCL") and place.country is not None:
        return gazetteer.capital(place.country) or place
    area = mention.clues.head if mention.clues.head in {"airspace", "coast", "border"} else None
    if area is None and mention.clues.modifier is None:
        return place
    others = tuple(code for code in countries if code != place.country)
    return derive(place, gazetteer, modifier=mention.clues.modifier, head=area, said=mention.text, along=others)
