"""What two incidents of different articles have in common and what sets them apart, as numbers for the pair model."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache

from geo.events.coreference.blocking import Geography
from geo.events.coreference.evidence import common, contradict
from geo.events.coreference.incidents import Incident, words_of
from geo.events.coreference.nodes import CAMPAIGN_DAYS, Period, names, weekday_of
from geo.events.reuse.reprints import Reprints
from geo.model import Article, EventType

FEATURES: tuple[str, ...] = (
    "same town", "same area", "nested", "apart", "log km apart", "one placed", "shared of the places", "same origin",
    "other origin", "same country only", "same day", "a day apart", "days apart", "weeks apart", "one dated", "undated",
    "a day of a period", "same weekday", "other weekday", "log days told apart", "told on one day", "same type",
    "related type", "same party", "other party", "same killed", "same count", "near count", "rising count", "other count",
    "words in common", "words in common, squared", "names in common", "rare words in common", "one is a campaign",
    "both are campaigns", "reprinted", "town and day", "town and words", "town and count", "day and words",
    "told apart and words", "area and day", "articles alike", "articles alike, squared", "articles and words",
    "articles and type", "articles and places", "titles alike", "likeliest in both articles", "articles and likeliest",
    "evidence", "telling evidence", "contradicted", "nested, day and doer", "count, doer and type", "campaigns of one doer",
)  # fmt: skip

# Types that sources give one incident: what one calls shelling is an air strike to another.
_RELATED = (
    frozenset(
        {
            EventType.AIR_STRIKE, EventType.MISSILE_ATTACK, EventType.EXPLOSIVE, EventType.CHEMICAL, EventType.ATTACK_ON_CIVILIANS,
            EventType.LOSSES, EventType.ARMED_CLASH, EventType.GROUND_OFFENSIVE, EventType.TERRITORY, EventType.DESTRUCTION,
            EventType.OPERATIONS, EventType.ORDER, EventType.OTHER,
        }
    ),
    frozenset({EventType.ABDUCTION, EventType.ARREST, EventType.ATTACK_ON_CIVILIANS}),
    frozenset({EventType.PROTEST, EventType.ATTACK_ON_CIVILIANS, EventType.ARMED_CLASH}),
    frozenset({EventType.DISPLACEMENT, EventType.ORDER, EventType.LOSSES, EventType.TERRITORY}),
    frozenset({EventType.DEPLOYMENT, EventType.OPERATIONS, EventType.GROUND_OFFENSIVE}),
    frozenset({EventType.AIRSPACE_VIOLATION, EventType.INTERCEPTION}),
)  # fmt: skip
_FAR_KM, _LONG_AGO = 2000.0, 400
_NEARLY = 0.2  # counts that differ by no more may be of one event; swept .1 to .3: story F1 the same
_STRONGEST, _TOLD = 5.0, 2.5  # strengths of evidence: the most there is, and what a place or a count gives
_RISEN = 2.5  # a toll that rises by more is hardly one; swept: story F1 .696 at 2, .729 at 2.5 and 4
_TELLING = 3  # a count above it is hardly met by chance; swept: story F1 .729 at 1 and 3, .725 at 6
_RARE = 1.6  # below the weight of a word never met: in fewer than one article in a hundred of those that weights were made from


def related(a: frozenset[EventType], b: frozenset[EventType]) -> bool:
    return bool(a & b) or any(a & group and b & group for group in _RELATED)


class Likeness:
    """Compares incidents of one corpus; `weights` tells how rare a word is, `rarest` stands for those it does not know."""

    def __init__(
        self, geography: Geography, weights: Mapping[str, float], rarest: float, found: Reprints, articles: Mapping[str, Article]
    ) -> None:
        self._articles = articles
        self._whole: dict[str, dict[str, float]] = {}
        self._titles: dict[str, dict[str, float]] = {}
        self.alike = lru_cache(maxsize=200_000)(self._alike)
        self._geography = geography
        self._weights = weights
        self._rarest = rarest
        self._found = found
        self._vectors: dict[int, dict[str, float]] = {}
        self._kept: list[Incident] = []  # that no id is used twice
        self._km = lru_cache(maxsize=100_000)(self._kilometres)

    def weight(self, word: str) -> float:
        return self._weights.get(word, self._rarest)

    def rare(self, word: str) -> bool:
        return self.weight(word) > self._rarest - _RARE

    def vector(self, incident: Incident) -> dict[str, float]:
        """The words of its sentences by how much they tell, of length 1."""
        known = self._vectors.get(id(incident))
        if known is None:
            known = self._vectors[id(incident)] = self._weighed(incident.words)
            self._kept.append(incident)
        return known

    def cosine(self, a: Incident, b: Incident) -> float:
        """How alike the sentences are that tell of two incidents: 1 for the same words."""
        return _dot(self.vector(a), self.vector(b))

    def _alike(self, a: str, b: str) -> tuple[float, float]:
        return _dot(self._all_words(a), self._all_words(b)), _dot(self._title(a), self._title(b))

    def _all_words(self, article: str) -> dict[str, float]:
        if article not in self._whole:
            self._whole[article] = self._weighed(words_of(self._articles[article].text))
        return self._whole[article]

    def _title(self, article: str) -> dict[str, float]:
        if article not in self._titles:
            self._titles[article] = self._weighed(words_of(self._articles[article].title or ""))
        return self._titles[article]

    def _weighed(self, words: Counter[str]) -> dict[str, float]:
        known = {w: (1 + math.log(n)) * self.weight(w) for w, n in words.items()}
        length = math.sqrt(sum(v * v for v in known.values())) or 1.0
        return {w: v / length for w, v in known.items()}

    def rare_words(self, incident: Incident, most: int) -> list[str]:
        """The words that single it out best, names before others of the same weight."""
        return sorted(incident.words, key=lambda w: (-self.weight(w), w not in incident.names, w))[:most]

    def of(self, a: Incident, b: Incident, *, likeliest: bool) -> list[float]:
        """The features in the order of FEATURES; the same for (a, b) and (b, a)."""
        f = dict.fromkeys(FEATURES, 0.0)
        self._places(a, b, f)
        _times(a, b, f)
        _types_and_doers(a, b, f)
        _counts(a, b, f)
        self._words(a, b, f)
        told = common(a.node.profile, b.node.profile, self._geography)
        f["evidence"] = told.strength / _STRONGEST if told is not None else 0.0
        f["telling evidence"] = float(told is not None and told.strength >= _TOLD)
        f["contradicted"] = float(contradict(a.node.profile, b.node.profile, self._geography))
        f["nested, day and doer"] = f["nested"] * f["same day"] * f["same party"]
        f["count, doer and type"] = f["same count"] * f["same party"] * f["same type"]
        f["campaigns of one doer"] = f["both are campaigns"] * f["same party"] * float(told is not None)
        f["town and day"] = f["same town"] * f["same day"]
        f["area and day"] = max(f["same area"], f["nested"]) * f["same day"]
        f["town and words"] = f["same town"] * f["words in common"]
        f["town and count"] = f["same town"] * max(f["same count"], f["same killed"])
        f["day and words"] = f["same day"] * f["words in common"]
        f["articles alike"], f["titles alike"] = self.alike(*sorted((_first(a), _first(b))))
        f["articles alike, squared"] = f["articles alike"] ** 2
        f["articles and words"] = f["articles alike"] * f["words in common"]
        f["articles and type"] = f["articles alike"] * f["related type"]
        f["articles and places"] = f["articles alike"] * (f["same town"] + f["same area"] + f["nested"])
        f["likeliest in both articles"] = float(likeliest)
        f["articles and likeliest"] = f["articles alike"] * float(likeliest)
        f["told apart and words"] = f["log days told apart"] * f["words in common"]
        return [f[name] for name in FEATURES]

    def _places(self, a: Incident, b: Incident, f: dict[str, float]) -> None:
        p, q = a.node.profile, b.node.profile
        places = self._geography.places
        shared = p.spots & q.spots
        if shared:
            town = any(not places[s].feature.startswith("ADM") for s in shared)
            f["same town" if town else "same area"] = 1.0
            f["shared of the places"] = len(shared) / len(p.spots | q.spots)
        elif p.spots and q.spots:
            if self._geography.meet(p.spots, q.spots):
                f["nested"] = 1.0
            else:
                f["apart"] = 1.0
                f["log km apart"] = math.log1p(min(self._km(p.spots, q.spots), _FAR_KM)) / math.log1p(_FAR_KM)
        elif p.spots or q.spots:
            f["one placed"] = 1.0
        elif p.wide & q.wide:
            f["same country only"] = 1.0
        if p.origins & q.origins:
            f["same origin"] = 1.0
        elif p.origins and q.origins:
            f["other origin"] = 1.0

    def _kilometres(self, a: frozenset[str], b: frozenset[str]) -> float:
        places = self._geography.places
        return min(_distance(places[p].position, places[q].position) for p in a for q in b)

    def _words(self, a: Incident, b: Incident, f: dict[str, float]) -> None:
        u, v = self.vector(a), self.vector(b)
        f["words in common"] = _dot(u, v)
        f["words in common, squared"] = f["words in common"] ** 2
        either = a.names | b.names
        together = a.names & b.names
        whole = sum(self.weight(w) for w in either)
        f["names in common"] = sum(self.weight(w) for w in together) / whole if whole else 0.0
        f["rare words in common"] = math.log1p(sum(1 for w in u if w in v and self.rare(w)))
        f["reprinted"] = float(self._reprinted(a, b))

    def _reprinted(self, a: Incident, b: Incident) -> bool:
        ours, theirs = ({n for m in x.node.mentions for n in self._found.numbers(m.article, m.span)} for x in (a, b))
        return bool(ours & theirs)

    def reason(self, a: Incident, b: Incident) -> str:
        """What speaks most plainly for their being one, as a person would say it."""
        p, q = a.node.profile, b.node.profile
        places = self._geography.places
        same_day = _same_day(p.period, q.period)
        if shared := p.origins & q.origins:
            return f"the same origin: {names(shared, places)}"
        if shared := p.spots & q.spots:
            return f"the same place{' and day' if same_day else ''}: {names(shared, places)}"
        tolls = {(v, fate) for fate, v in a.tolls & b.tolls if v > _TELLING}
        tolls |= {c for c in p.counts & q.counts if c[0] > _TELLING and c[1] in p.units}
        if tolls:
            value, unit = max(tolls)
            return f"the same count: {value:g} {unit}"
        if p.spots and q.spots and self._geography.meet(p.spots, q.spots):
            return "places that lie in one another"
        if a.parties & b.parties and p.wide & q.wide:
            return f"the same doer in {names(p.wide & q.wide, places)}"
        if a.parties & b.parties and same_day:
            return "the same doer on the same day"
        if p.campaign and q.campaign and a.parties & b.parties:
            return "the same doer's attacks as a whole: neither tells a place or day"
        telling = [w for w in self.vector(a) if w in self.vector(b) and self.rare(w)]
        return "the same day, told in the same words" if same_day else f"{len(telling) or 'many'} rare words in common"


def _times(a: Incident, b: Incident, f: dict[str, float]) -> None:
    p, q = a.node.profile, b.node.profile
    one, other = p.period, q.period
    sure = [x for x in (one, other) if x is not None and x.sure]
    if one is not None and other is not None and len(sure) == 2:
        gap = one.gap(other)
        short, long = sorted((one, other), key=lambda x: x.days)
        if gap == 0 and long.days >= CAMPAIGN_DAYS > short.days and not long.vague:
            f["a day of a period"] = 1.0
        else:
            f["same day" if gap == 0 else "a day apart" if gap == 1 else "days apart" if gap <= 5 else "weeks apart"] = 1.0
    elif one is not None and other is not None and len(sure) == 1 and one.gap(other) > 1:
        f["days apart" if one.gap(other) <= 5 else "weeks apart"] = 1.0
    else:
        f["one dated" if sure else "undated"] = 1.0
    days = [(p.weekday, q.period), (q.weekday, p.period)]
    known = [(w, weekday_of(x.start)) for w, x in days if w is not None and x is not None and x.sure and x.days == 1]
    if p.weekday and q.weekday:
        known.append((p.weekday, q.weekday))
    if known:
        f["same weekday" if all(w == v for w, v in known) else "other weekday"] = 1.0
    if p.told is not None and q.told is not None:
        gap = abs((p.told - q.told).days)
        f["log days told apart"] = math.log1p(min(gap, _LONG_AGO)) / math.log1p(_LONG_AGO)
        f["told on one day"] = float(gap <= 1)


def _same_day(a: Period | None, b: Period | None) -> bool:
    return a is not None and b is not None and a.sure and b.sure and a.gap(b) == 0 and max(a.days, b.days) < CAMPAIGN_DAYS


def _types_and_doers(a: Incident, b: Incident, f: dict[str, float]) -> None:
    f["same type"] = float(a.node.kind is b.node.kind)
    f["related type"] = float(bool(a.kinds & b.kinds)) / 2 + float(related(a.kinds, b.kinds)) / 2
    if a.parties & b.parties:
        f["same party"] = 1.0
    elif a.parties and b.parties:
        f["other party"] = 1.0
    campaigns = bool(a.node.profile.campaign) + bool(b.node.profile.campaign)
    f["one is a campaign"], f["both are campaigns"] = float(campaigns == 1), float(campaigns == 2)


def _counts(a: Incident, b: Incident, f: dict[str, float]) -> None:
    f["same killed"] = float(any(fate == "killed" and v > 1 for fate, v in a.tolls & b.tolls))
    pairs = [(x, y) for fate, x in a.tolls for kind, y in b.tolls if fate == kind]
    p, q = a.node.profile, b.node.profile
    counted = {u for _, u in p.counts} & {u for _, u in q.counts}
    if not pairs:
        pairs = [(x, y) for x, u in p.counts for y, v in q.counts if u == v and u in counted]
    if not pairs:
        return
    if any(x == y and x > _TELLING for x, y in pairs) or any(v > _TELLING for v, _ in p.counts & q.counts):
        f["same count"] = 1.0
    elif any(abs(x - y) <= max(_NEARLY * max(x, y), 3) for x, y in pairs):
        f["near count"] = 1.0
    elif any(max(x, y) <= _RISEN * min(x, y) for x, y in pairs):
        f["rising count"] = 1.0
    else:
        f["other count"] = 1.0


def _first(incident: Incident) -> str:
    """The article that stands for those that tell it: where its leading mention is."""
    return incident.node.mentions[0].article


def _dot(u: Mapping[str, float], v: Mapping[str, float]) -> float:
    if len(u) > len(v):
        u, v = v, u
    return sum(x * v[w] for w, x in u.items() if w in v)


def _distance(a: tuple[float, float], b: tuple[float, float]) -> float:
    lon, lat, lon2, lat2 = (math.radians(x) for x in (*a, *b))
    h = math.sin((lat2 - lat) / 2) ** 2 + math.cos(lat) * math.cos(lat2) * math.sin((lon2 - lon) / 2) ** 2
    return 12742.0 * math.asin(math.sqrt(min(1.0, h)))


def likeliest(incidents: Sequence[Incident], pairs: Sequence[tuple[int, int]], likeness: Likeness) -> frozenset[tuple[int, int]]:
    """The pairs of which each is, of all incidents of its articles, most like the other in its words."""
    best: dict[tuple[int, str], tuple[float, int]] = {}
    for i, j in pairs:
        alike = likeness.cosine(incidents[i], incidents[j])
        for one, other in ((i, j), (j, i)):
            key = (one, _first(incidents[other]))
            best[key] = _better(best.get(key), (alike, other))
    return frozenset((i, j) for i, j in pairs if best[i, _first(incidents[j])][1] == j and best[j, _first(incidents[i])][1] == i)


def _better(known: tuple[float, int] | None, new: tuple[float, int]) -> tuple[float, int]:
    return new if known is None or (new[0], -new[1]) > (known[0], -known[1]) else known
