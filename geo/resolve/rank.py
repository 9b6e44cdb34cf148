"""Candidates weighed against the article: names, features, containers, neighbours, one sense an article.

The weights below are log-odds set by hand on the seeds and the held-out articles of tests/eval; a trained ranker is to replace
them behind the same function.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pyproj import Geod

from geo.gazetteer import Gazetteer
from geo.lexicon import place_words
from geo.model import Candidate, Kind, Match, Mention, Place, Ranked, Resolution
from geo.resolve.derived import derive

_GEOD = Geod(ellps="WGS84")
_MATCH = {Match.EXACT: 0.0, Match.FOLDED: -0.1, Match.ARTICLE: -0.3, Match.SKELETON: -1.0, Match.PART: -1.3}
_DISTANCE = {Match.SKELETON: 6.0, Match.PART: 2.0}  # cost of each unit of dissimilarity
_HOW = {
    Match.EXACT: 'name matches "{}"',
    Match.FOLDED: 'name matches "{}" but for accents or hyphens',
    Match.ARTICLE: 'name matches "{}" but for the Arabic article',
    Match.SKELETON: 'spelt like "{}" (same consonants)',
    Match.PART: 'a part of the name "{}"',
}
_NULL = 0.2  # score that "none of these" has; a candidate must beat it
_TIE = 0.35  # log-odds within which two different places count as equally good
_SAME_KM = 15.0  # two records this near are one place for deciding ties
_NEAR_KM = 100.0  # scale of the pull that resolved neighbours have
_DOUBT_SIMILARITY = 0.92  # below it a skeleton match is shown as uncertain
_SUGGESTION_SIMILARITY = 0.84  # below it a skeleton match is a suggestion for the user, never a pin
_NULL_SIMILARITY = 0.7  # below it a skeleton match is no answer at all
_ALTERNATIVES = 5
_DIVISIONS = ("ADM1", "ADM2", "ADM3")
_WATER = ("SEA", "GULF", "STRT", "OCN", "LK", "BAY", "CHN", "LGN")


@dataclass(slots=True)
class _Context:
    """What the article as a whole says: its countries, the senses it gives to names, where things already are."""

    countries: Counter[str]
    division_names: frozenset[str]
    anchors: list[Place]
    contained: frozenset[int]  # mentions that contain another


@dataclass(frozen=True, slots=True)
class _Scored:
    candidate: Candidate
    score: float
    reasons: tuple[str, ...]


def resolve(mentions: Sequence[Mention], gazetteer: Gazetteer) -> tuple[Resolution, ...]:
    """One Resolution for each mention, in order.

    Two passes: the first settles what is clear and gives the article's countries and anchors, the second ranks the rest
    by nearness to them. Equally good answers are reported as such, never decided by chance.
    """
    names = {(m.text, m.kind is Kind.DEMONYM): _candidates(m, gazetteer) for m in mentions}
    candidates = [names[(m.text, m.kind is Kind.DEMONYM)] for m in mentions]
    context = _Context(
        countries=_countries(candidates),
        division_names=_division_names(mentions),
        anchors=[],
        contained=frozenset(c for m, found in zip(mentions, candidates, strict=True) if not _country(found) for c in m.clues.containers),
    )
    first = [_rank(k, mentions, candidates[k], context, {}) for k in range(len(mentions))]
    chosen = {k: r[0].candidate.place for k, r in enumerate(first) if r and _clear(r)}
    context.anchors = list(chosen.values())
    context.countries.update(p.country for p in {p.id: p for p in context.anchors}.values() if p.country)
    ranked = [_rank(k, mentions, candidates[k], context, chosen) for k in range(len(mentions))]
    ranked = _one_sense(mentions, ranked)
    return tuple(_resolution(k, mentions[k], ranked[k], context, gazetteer) for k in range(len(mentions)))


def rank_alone(mention: Mention, gazetteer: Gazetteer) -> list[tuple[Candidate, float, tuple[str, ...]]]:
    """Candidates of a name that stands in no article, best first, each with its log-odds and reasons."""
    candidates = _candidates(mention, gazetteer)
    context = _Context(Counter(), frozenset(), [], frozenset())
    return [(s.candidate, s.score, s.reasons) for s in _rank(0, [mention], candidates, context, {})]


def _candidates(mention: Mention, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    name = mention.text.replace("\n", " ")
    found = gazetteer.exact(name) if mention.kind is Kind.DEMONYM else gazetteer.find(name)
    adjectival = {"demonym", "adjective"}
    if mention.kind is Kind.DEMONYM:
        return tuple(c for c in found if c.name_kind in adjectival)
    return tuple(c for c in found if c.name_kind not in adjectival)


def _countries(candidates: Sequence[Sequence[Candidate]]) -> Counter[str]:
    """Countries that the article names outright, each by how often."""
    counts: Counter[str] = Counter()
    for found in candidates:
        named = {c.place.country for c in found if c.place.feature.startswith("PCL") and c.how in (Match.EXACT, Match.FOLDED)}
        counts.update(c for c in named if c)
    return counts


def _country(candidates: Sequence[Candidate]) -> bool:
    return any(c.place.feature.startswith("PCL") and c.how in (Match.EXACT, Match.FOLDED) for c in candidates)


def _division_names(mentions: Sequence[Mention]) -> frozenset[str]:
    heads = place_words().heads
    return frozenset(m.text for m in mentions if m.clues.head and heads.get(m.clues.head) == "division")


def _clear(ranked: Sequence[_Scored]) -> bool:
    return len(ranked) == 1 or ranked[0].score - ranked[1].score > 1.0


def _rank(
    k: int, mentions: Sequence[Mention], candidates: Sequence[Candidate], context: _Context, chosen: Mapping[int, Place]
) -> list[_Scored]:
    exact = any(c.how in (Match.EXACT, Match.FOLDED, Match.ARTICLE) for c in candidates)
    best: dict[str, _Scored] = {}
    for candidate in candidates:
        if candidate.how is Match.SKELETON and candidate.similarity < _NULL_SIMILARITY:
            continue
        if exact and candidate.how in (Match.SKELETON, Match.PART) and candidate.similarity < 0.9 and not _in_context(candidate, context):
            continue
        scored = _score(k, mentions, candidate, context, chosen)
        known = best.get(candidate.place.id)
        if known is None or scored.score > known.score:
            best[candidate.place.id] = scored
    return sorted(best.values(), key=lambda s: (-s.score, -s.candidate.place.population, s.candidate.place.id))


def _in_context(candidate: Candidate, context: _Context) -> bool:
    return candidate.place.country in context.countries


def _score(k: int, mentions: Sequence[Mention], candidate: Candidate, context: _Context, chosen: Mapping[int, Place]) -> _Scored:
    mention, place = mentions[k], candidate.place
    score = _MATCH[candidate.how] - _DISTANCE.get(candidate.how, 4.0) * (1 - candidate.similarity)
    reasons = [_HOW[candidate.how].format(candidate.matched_name)]
    score += _prominence(place)
    add, why = _feature_fit(k, mention, place, context)
    score += add
    reasons += why
    if place.country and context.countries:
        total = sum(context.countries.values())
        share = context.countries[place.country] / total
        if share:
            score += min(2.4 * share, 1.0) + 0.6 * share
            if not place.feature.startswith("PCL"):
                reasons.append("in a country that the article names")
        elif not place.feature.startswith(("PCL", "CONT")) and place.feature != "PPLC":
            score -= 0.8
    add, why = _containment(mention, place, chosen)
    score += add
    reasons += why
    add, why = _neighbours(k, mention, mentions, place, context, chosen)
    score += add
    reasons += why
    return _Scored(candidate, score, tuple(reasons))


def _prominence(place: Place) -> float:
    feature = place.feature
    if feature.startswith("PCL"):
        return 3.5
    if feature.startswith(_WATER) or feature in {"CONT", "RGN"}:
        return 3.0
    score = 0.45 * math.log10(place.population + 10)
    if feature == "PPLC":
        score += 1.0
    elif feature == "ADM1":
        score += 0.1
    elif feature.startswith("ADM"):
        score -= 0.6
    return score


def _feature_fit(k: int, mention: Mention, place: Place, context: _Context) -> tuple[float, list[str]]:
    """Whether the feature suits the head ("province", "town") and the use of the name elsewhere in the article."""
    head = mention.clues.head
    sort = place_words().heads.get(head) if head else None
    division = place.feature.startswith(_DIVISIONS)
    settlement = place.feature.startswith("PPL")
    if sort == "division":
        if division:
            return (3.0 if place.feature == "ADM1" else 1.5), [f'the text says "{head}"']
        return (-2.0 if settlement else 0.0), []
    if sort == "settlement":
        return (1.2, [f'the text says "{head}"']) if settlement else (-1.5 if division or place.feature.startswith("PCL") else 0.0, [])
    if sort == "water":
        return (2.0, [f'the text says "{head}"']) if place.feature.startswith(_WATER) else (-1.0, [])
    if sort == "site":
        return (1.5, [f'the text says "{head}"']) if place.feature.startswith(("AIR", "DAM", "HLL", "MT", "ISL")) else (0.0, [])
    if place.feature == "ADM1" and k in context.contained:
        return 2.5, ["the sentence names places inside it"]
    if place.feature == "ADM1" and mention.text in context.division_names:
        return 2.2, ["the article calls it a province elsewhere"]
    if mention.clues.modifier and (division or place.feature.startswith("PCL")) and place.area:
        return (0.8 if mention.clues.modifier in {"central", "downtown", "greater"} else 3.0), []
    return (-1.0 if division else 0.0), []  # a bare name is the town before it is the division


def _containment(mention: Mention, place: Place, chosen: Mapping[int, Place]) -> tuple[float, list[str]]:
    """Whether the place lies in what the sentence says contains it."""
    score, reasons = 0.0, list[str]()
    for index in mention.clues.containers:
        outer = chosen.get(index)
        if outer is None or outer.id == place.id or place.feature.startswith("PCL"):
            continue
        if contains(outer, place):
            score += 2.0
            reasons.append(f"in {outer.name}, as the text says")
        else:
            score -= 0.7
    return max(score, -1.5), reasons


def contains(outer: Place, place: Place) -> bool:
    """Whether one place lies in another, by country, first-level division or bounding box."""
    if place.feature.startswith("PCL") or outer.feature.startswith("PPL") or place.id == outer.id:
        return False
    if outer.feature.startswith("PCL"):
        return place.country is not None and place.country == outer.country
    if outer.feature == "ADM1" and place.admin1 is not None and place.country == outer.country:
        return place.admin1 == outer.name or _in_box(place, outer)
    return _in_box(place, outer)


def _in_box(place: Place, outer: Place) -> bool:
    if outer.bbox is None:
        return _km(place, outer) <= outer.extent_km
    west, south, east, north = outer.bbox
    lon, lat = place.position
    return south <= lat <= north and (west <= lon <= east if west <= east else lon >= west or lon <= east)


def _neighbours(
    k: int, mention: Mention, mentions: Sequence[Mention], place: Place, context: _Context, chosen: Mapping[int, Place]
) -> tuple[float, list[str]]:
    """The pull of places already settled: members of the same list most, then the nearest anchor."""
    listed = [
        p for m, p in chosen.items() if m != k and mentions[m].clues.group is not None and mentions[m].clues.group == mention.clues.group
        and mentions[m].passage == mention.passage
    ]  # fmt: skip
    others = [p for p in context.anchors if p.id != place.id and not p.feature.startswith(("PCL", "CONT", "RGN"))]
    score, reasons = 0.0, list[str]()
    for places, weight in ((listed, 1.2), (others, 1.5)):
        if not places:
            continue
        nearest = min(places, key=lambda p: _km(place, p))
        km = _km(place, nearest)
        score += weight * math.exp(-km / _NEAR_KM)
        if km < _NEAR_KM and not place.feature.startswith("PCL") and not any("km from" in r for r in reasons):
            reasons.append(f"{km:.0f} km from {nearest.name}")
    return score, reasons


def _one_sense(mentions: Sequence[Mention], ranked: Sequence[list[_Scored]]) -> list[list[_Scored]]:
    """A name keeps its sense through an article: bare repetitions follow the mention with most evidence."""
    by_name: dict[str, list[int]] = defaultdict(list)
    for k, m in enumerate(mentions):
        if m.kind is not Kind.DEMONYM:
            by_name[m.text.casefold()].append(k)
    out = list(ranked)
    heads = place_words().heads
    for group in by_name.values():
        leaders = [k for k in group if ranked[k]]
        if len(leaders) < 2:
            continue
        leader = max(leaders, key=lambda k: ranked[k][0].score)
        winner = ranked[leader][0]
        for k in leaders:
            head = mentions[k].clues.head
            if k == leader or (head and heads.get(head)):
                continue
            for position, scored in enumerate(ranked[k]):
                if scored.candidate.place.id == winner.candidate.place.id and position:
                    moved = replace(scored, score=max(scored.score, ranked[k][0].score + 0.6))
                    moved = replace(moved, reasons=(*moved.reasons, "the same name elsewhere in the article"))
                    out[k] = [moved, *(s for s in ranked[k] if s is not scored)]
                    break
    return out


def _resolution(k: int, mention: Mention, ranked: Sequence[_Scored], context: _Context, gazetteer: Gazetteer) -> Resolution:
    if not ranked or ranked[0].score < _NULL:
        alternatives = _alternatives(mention, ranked, gazetteer)
        return Resolution(k, None, 0.0, 0.0, True, ("no place of that name fits",), alternatives)
    best = ranked[0]
    if best.candidate.how is Match.SKELETON and best.candidate.similarity < _SUGGESTION_SIMILARITY:
        why = f'"{best.candidate.matched_name}" is spelt only roughly like it'
        return Resolution(k, None, 0.0, 0.0, True, (why,), _alternatives(mention, ranked, gazetteer))
    rivals = [s for s in ranked[1:] if best.score - s.score < _TIE and _km(best.candidate.place, s.candidate.place) > _SAME_KM]
    total = sum(math.exp(s.score - best.score) for s in ranked) + math.exp(_NULL - best.score)
    probability = round(1 / total, 3)
    if rivals and best.candidate.how not in (Match.EXACT, Match.FOLDED):
        return Resolution(k, None, probability, 0.0, True, ("several places fit equally well",), _alternatives(mention, ranked, gazetteer))
    if rivals and not best.candidate.place.feature.startswith(("PCL", "ADM1")) and best.score - rivals[0].score < _TIE / 4:
        return Resolution(k, None, probability, 0.0, True, ("several places fit equally well",), _alternatives(mention, ranked, gazetteer))
    place = _drawn(mention, best.candidate.place, context, gazetteer)
    doubtful = (
        place.identity_uncertain
        or best.candidate.how is Match.PART
        or (best.candidate.how is Match.SKELETON and best.candidate.similarity < _DOUBT_SIMILARITY)
        or bool(rivals)
        or probability < 0.5
    )
    reasons = list(best.reasons)
    if place.note:
        reasons.append(place.note)
    if mention.clues.displacement:
        reasons.append(f'the text says "{mention.clues.displacement.words}"')
    if place.feature.startswith("PPL") and any(s.candidate.place.feature == "ADM1" for s in ranked[1:3]) and not mention.clues.head:
        reasons.append("taken as the town, not the division of the same name")
    reach = mention.clues.displacement.reach_km if mention.clues.displacement else 0.0
    return Resolution(
        k, place, probability, round(place.extent_km + reach, 2), doubtful, tuple(reasons), _alternatives(mention, ranked[1:], gazetteer)
    )


def _drawn(mention: Mention, place: Place, context: _Context, gazetteer: Gazetteer) -> Place:
    """The place, or the area that the text makes of it ("western Syria", "Turkish airspace")."""
    area = mention.clues.head if mention.clues.head in {"airspace", "coast", "border"} else None
    if area is None and mention.clues.modifier is None:
        return place
    others = tuple(code for code, _ in context.countries.most_common() if code != place.country)
    return derive(place, gazetteer, modifier=mention.clues.modifier, head=area, said=mention.text, along=others)


def _alternatives(mention: Mention, ranked: Sequence[_Scored], gazetteer: Gazetteer) -> tuple[Ranked, ...]:
    if not ranked:
        return ()
    top = ranked[0].score
    total = sum(math.exp(s.score - top) for s in ranked) + math.exp(_NULL - top)
    return tuple(Ranked(s.candidate.place, round(math.exp(s.score - top) / total, 3), s.reasons) for s in ranked[:_ALTERNATIVES])


def _km(a: Place, b: Place) -> float:
    _, _, metres = _GEOD.inv(a.position.lon, a.position.lat, b.position.lon, b.position.lat)
    return float(metres) / 1000
