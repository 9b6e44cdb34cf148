"""Synthetic corpora for tests: articles, events and places made from the model, without gazetteer or language model.

Outlines here are rough on purpose and only for tests; the product takes its outlines from the gazetteer.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from geo.model import (
    Analysis,
    Article,
    Attribution,
    Claim,
    Comparator,
    Corpus,
    Custody,
    Event,
    EventLocation,
    EventMention,
    EventPlace,
    EventType,
    Kind,
    LonLat,
    Mention,
    Modality,
    Part,
    Place,
    Quantity,
    Resolution,
    Role,
    Sources,
    Span,
    When,
)


def place(
    name: str,
    lon: float,
    lat: float,
    feature: str = "PPL",
    *,
    country: str | None = "SY",
    extent_km: float | None = None,
    id: str | None = None,
) -> Place:
    """A place; areas (ADM1, PCLI, SEA, RGN) extend over 100 km unless told."""
    extent = extent_km if extent_km is not None else (2.0 if feature.startswith("PPL") else 100.0)
    slug = hashlib.sha256(f"{name}{lon}{lat}{feature}".encode("utf-8", "surrogatepass")).hexdigest()[:10]
    return Place(
        id or f"test:{slug}",
        name,
        LonLat(lon, lat),
        feature,
        country=country,
        extent_km=extent,
        area=None if extent < 12 else f"test:{slug}",
    )


@dataclass
class Report:
    """One event as one article tells it. `places` name what the sentence writes: (as written, place, part)."""

    sentence: str
    type: EventType
    trigger: str
    places: Sequence[tuple[str, Place, Part]] = ()
    quantities: Sequence[tuple[str, float, str]] = ()
    speaker: str | None = None
    when: When | None = None
    modality: Modality = Modality.REPORTED
    actor: str | None = None
    event: str | None = None  # reports with the same key are one event
    uncertain: bool = False


@dataclass
class Builder:
    """Collects articles of reports and makes a corpus of them."""

    outlines: dict[str, BaseGeometry] = field(default_factory=dict[str, BaseGeometry])
    _articles: list[Article] = field(default_factory=list[Article])
    _analyses: dict[str, Analysis] = field(default_factory=dict[str, Analysis])
    _events: dict[str, list[tuple[EventMention, list[EventLocation], list[Claim]]]] = field(default_factory=dict)

    def article(
        self,
        id: str,
        reports: Sequence[Report],
        *,
        title: str | None = None,
        publisher: str | None = "Test wire",
        published: date | None = None,
        address: str | None = None,
        sample: bool = False,
        filler: str = "Nothing else of note was reported that day.",
    ) -> None:
        text = "\n".join([r.sentence for r in reports] + [filler])
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        custody = Custody(f"/somewhere/{id}", digest, len(text), datetime(2026, 1, 1, tzinfo=UTC), "plain text", "1")
        self._articles.append(
            Article(
                id,
                text,
                digest,
                title=title,
                publisher=publisher,
                published=published,
                address=address,
                language="en",
                custody=custody,
                sample=sample,
            )
        )
        mentions: list[Mention] = []
        resolutions: list[Resolution] = []
        events: list[EventMention] = []
        passages: list[Span] = []
        at = 0
        for number, report in enumerate(reports):
            passage = Span(at, at + len(report.sentence))
            at = passage.end + 1
            passages.append(passage)
            made = self._report(id, number, report, passage, mentions, resolutions)
            events.append(made)
        self._analyses[id] = Analysis(id, tuple(passages), tuple(mentions), tuple(resolutions), tuple(events))

    def _report(
        self, article: str, number: int, report: Report, passage: Span, mentions: list[Mention], resolutions: list[Resolution]
    ) -> EventMention:
        def find(words: str, after: int = 0) -> Span:
            start = report.sentence.index(words, after)
            return Span(passage.start + start, passage.start + start + len(words))

        places: list[EventPlace] = []
        locations: list[EventLocation] = []
        for written, where, part in report.places:
            span = find(written)
            doubt = report.uncertain or where.identity_uncertain
            precision = 5.0 if doubt else max(where.extent_km, 2.0)
            places.append(EventPlace(len(mentions), part))
            mentions.append(Mention(article, span, written, number, Kind.LITERAL, Role.EVENT, 0.95))
            resolutions.append(Resolution(len(resolutions), where, 0.9, precision, doubt, ("made for a test",)))
            locations.append(EventLocation(where, part, precision, doubt, ((article, span),)))
        said = report.speaker is not None and report.speaker in report.sentence
        attribution = Attribution(report.speaker, find(report.speaker) if said else passage) if report.speaker else None
        quantities = tuple(Quantity(value, unit, Comparator.EXACT, find(words), words) for words, value, unit in report.quantities)
        mention = EventMention(
            id=f"{article}#{number}",
            article=article,
            type=report.type,
            trigger=find(report.trigger),
            span=passage,
            passage=number,
            actor=report.actor,
            when=report.when,
            places=tuple(places),
            quantities=quantities,
            attribution=attribution,
            modality=report.modality,
        )
        claims = [Claim(article, passage, "type", report.type.value, None, None, report.speaker, report.modality, mention.id)]
        self._events.setdefault(report.event or mention.id, []).append((mention, locations, claims))
        return mention

    def corpus(self) -> Corpus:
        return Corpus(tuple(self._articles), self._analyses, tuple(self._merged()))

    def _merged(self) -> Iterator[Event]:
        for key, told in self._events.items():
            mentions = tuple(m for m, _, _ in told)
            first = mentions[0]
            merged: dict[tuple[str, Part], EventLocation] = {}
            for _, locations, _ in told:
                for loc in locations:
                    slot = (loc.place.id, loc.part)
                    named = merged[slot].named_at if slot in merged else ()
                    merged[slot] = EventLocation(loc.place, loc.part, loc.precision_km, loc.uncertain, named + loc.named_at)
            names = ", ".join(dict.fromkeys(loc.place.name for loc in merged.values()))
            whens = [m.when for m in mentions if m.when]
            speakers = {m.attribution.speaker for m in mentions if m.attribution}
            articles = {m.article for m in mentions}
            yield Event(
                id=f"event:{key}",
                label=f"{first.type.value}: {names}" if names else first.type.value,
                type=first.type,
                actor=first.actor,
                targets=(),
                when=next((w for w in whens if w.start), whens[0] if whens else None),
                places=tuple(merged.values()),
                claims=tuple(c for _, _, claims in told for c in claims),
                mentions=mentions,
                sources=Sources(len(articles), len(articles), len(speakers), min(1, len(speakers))),
            )


# --- a plausible scene ---------------------------------------------------------------------------------------------------

KAFR_ZITA = place("Kafr Zita", 36.6033, 35.3743)
KAFR_NABUDAH = place("Kafr Nabudah", 36.4935, 35.4318)
AL_SAYYAD = place("al-Sayyad", 36.6192, 35.3990)
AL_LATAMNEH = place("al-Latamneh", 36.6229, 35.3215)
KHAN_SHAYKHUN = place("Khan Shaykhun", 36.6510, 35.4421)
AL_HABIT = place("Al Habit", 36.5383, 35.4386)
HAMA = place("Hama", 37.0, 35.1, "ADM1")
IDLIB = place("Idlib", 36.6, 35.8, "ADM1")
SYRIA = place("Syria", 38.5, 35.0, "PCLI", extent_km=350)
TURKISH_AIRSPACE = place("Turkish airspace", 35.2, 39.0, "RGN", country="TR", extent_km=800)
WESTERN_SYRIA = place("western Syria", 36.8, 35.0, "RGN", extent_km=200)
CASPIAN = place("Caspian Sea", 50.5, 42.0, "SEA", country=None, extent_km=600)

_RINGS = {
    HAMA.id: "36.2 35.3, 36.3 35.6, 36.6 35.45, 36.75 35.4, 37.4 35.6, 37.9 35.4, 38.2 34.9, 37.3 34.8, 36.6 34.95",
    IDLIB.id: "36.1 35.9, 36.4 36.2, 36.8 36.25, 37.2 35.9, 37.3 35.6, 36.75 35.4, 36.6 35.45, 36.3 35.6",
    SYRIA.id: "35.9 35.9, 36.5 36.8, 38 36.85, 40.6 37.1, 42.3 37.2, 41.3 36.3, 41.2 34.6, 38.8 33.4, 36.9 32.35, 35.8 32.7, 36 33.8, "
    "36.4 34.6, 35.9 34.7, 35.75 35.5",
    TURKISH_AIRSPACE.id: "26.2 39.5, 29 41.2, 31.5 41.2, 35 42, 38.5 41, 41.5 41.5, 43.5 40.5, 44.6 39.7, 44.3 37.9, 42.4 37.1, 39 36.7, "
    "36.6 36.6, 36.1 36, 33 36.1, 30.6 36.7, 28 36.7, 26.5 38.3",
    WESTERN_SYRIA.id: "35.9 35.9, 36.5 36.8, 37.6 36.7, 37.6 32.8, 36.9 32.35, 35.8 32.7, 36 33.8, 36.4 34.6, 35.75 35.5",
    CASPIAN.id: "47.5 43, 47.7 45.6, 51.2 47, 53 45.2, 50.3 44.5, 52.7 42, 53.7 39, 53.9 36.9, 50 37.3, 49 38.5, 49.4 40.4",
}
ROUGH: Mapping[str, Polygon] = {
    place_id: Polygon([tuple(map(float, pair.split())) for pair in ring.split(",")]) for place_id, ring in _RINGS.items()
}


def rough_outline(where: Place) -> BaseGeometry | None:
    """Outlines of the places above, for tests only."""
    return ROUGH.get(where.id)


WEDNESDAY = When("Wednesday", None, date(2015, 10, 7), date(2015, 10, 7), inferred=True)
UNDATED = When("Wednesday", None)
OBSERVATORY = "the Syrian Observatory for Human Rights"


def syria(*, sample: bool = True) -> Corpus:
    """Six towns in one sentence, two provinces, a country, an airspace, and a launch from a sea told by three articles."""
    launch = EventType.MISSILE_ATTACK
    build = Builder()
    build.article(
        "wire.txt",
        [
            Report(
                "Four ships fired 26 cruise missiles from the Caspian Sea at 11 targets in Syria on Wednesday, Shoigu said.",
                launch,
                "fired",
                [("Caspian Sea", CASPIAN, Part.ORIGIN), ("Syria", SYRIA, Part.TARGET)],
                [("Four ships", 4, "ship"), ("26 cruise missiles", 26, "missile"), ("11 targets", 11, "target")],
                "Shoigu",
                WEDNESDAY,
                actor="Russia",
                event="launch",
            ),
            Report(
                "The army opened an offensive along four fronts between Idlib and Hama, said the Syrian Observatory for Human Rights.",
                EventType.GROUND_OFFENSIVE,
                "offensive",
                [("Idlib", IDLIB, Part.LOCATION), ("Hama", HAMA, Part.LOCATION)],
                [("four fronts", 4, "front")],
                OBSERVATORY,
                WEDNESDAY,
            ),
        ],
        title="Missiles from the sea",
        publisher="Dateline sample" if sample else "Test wire",
        published=date(2015, 10, 7),
        sample=sample,
    )
    build.article(
        "observers.txt",
        [
            Report(
                "Raids on Wednesday targeted Kafr Zita, Kafr Nabudah, al-Sayyad and al-Latamneh, which lie in Hama province, "
                "and Khan Shaykhun and Alhbit further north, the Observatory said.",
                EventType.AIR_STRIKE,
                "targeted",
                [
                    ("Kafr Zita", KAFR_ZITA, Part.TARGET),
                    ("Kafr Nabudah", KAFR_NABUDAH, Part.TARGET),
                    ("al-Sayyad", _doubtful(AL_SAYYAD), Part.TARGET),
                    ("al-Latamneh", AL_LATAMNEH, Part.TARGET),
                    ("Khan Shaykhun", KHAN_SHAYKHUN, Part.TARGET),
                    ("Alhbit", AL_HABIT, Part.TARGET),
                ],
                speaker="the Observatory",
                when=WEDNESDAY,
                actor="Russia",
            ),
            Report(
                "Clashes with militants followed in Hama province.",
                EventType.ARMED_CLASH,
                "Clashes",
                [("Hama", HAMA, Part.LOCATION)],
                when=WEDNESDAY,
            ),
            Report(
                "Shelling hit Kafr Zita again after dark.",
                EventType.MISSILE_ATTACK,
                "Shelling",
                [("Kafr Zita", KAFR_ZITA, Part.TARGET)],
                when=UNDATED,
            ),
        ],
        title="Heaviest fighting in months",
        published=date(2015, 10, 8),
    )
    build.article(
        "undated.txt",
        [
            Report(
                "Warships launched missiles from the Caspian Sea into Syria.",
                launch,
                "launched",
                [("Caspian Sea", CASPIAN, Part.ORIGIN), ("Syria", SYRIA, Part.TARGET)],
                when=UNDATED,
                event="launch",
            ),
            Report(
                "A fighter jet entered Turkish airspace near the border at the weekend, NATO said.",
                EventType.AIRSPACE_VIOLATION,
                "entered",
                [("Turkish airspace", TURKISH_AIRSPACE, Part.LOCATION)],
                speaker="NATO",
            ),
            Report("Two aircraft were diverted over the weekend.", EventType.INTERCEPTION, "diverted"),
            Report(
                "Russian jets struck positions in western Syria.",
                EventType.AIR_STRIKE,
                "struck",
                [("western Syria", WESTERN_SYRIA, Part.TARGET)],
                actor="Russia",
            ),
        ],
        title=None,
    )
    return build.corpus()


def _doubtful(where: Place) -> Place:
    from dataclasses import replace

    return replace(where, identity_uncertain=True, note="nearest fit; identity uncertain")


# --- many ----------------------------------------------------------------------------------------------------------------

_TYPES = (
    EventType.AIR_STRIKE,
    EventType.MISSILE_ATTACK,
    EventType.ARMED_CLASH,
    EventType.GROUND_OFFENSIVE,
    EventType.EXPLOSIVE,
    EventType.ABDUCTION,
    EventType.DEPLOYMENT,
    EventType.PROTEST,
)


def many(number: int, *, seed: int = 7, per_article: int = 8, places: int | None = None) -> Corpus:
    """`number` events of one place each, strewn over the Middle East round some centres; one event in seven is undated."""
    rng = random.Random(seed)
    centres = [(rng.uniform(28, 58), rng.uniform(13, 41), rng.uniform(0.2, 2.5)) for _ in range(40)]
    count = places or max(1, number * 2 // 3)
    sites: list[Place] = []
    for i in range(count):
        lon, lat, spread = rng.choice(centres)
        sites.append(place(f"Village {i}", round(rng.gauss(lon, spread), 4), round(rng.gauss(lat, spread * 0.8), 4), id=f"test:{i}"))
    build = Builder()
    made = 0
    while made < number:
        reports: list[Report] = []
        for _ in range(min(per_article, number - made)):
            site = rng.choice(sites)
            kind = rng.choice(_TYPES)
            day = date.fromordinal(date(2014, 1, 1).toordinal() + rng.randrange(1500))
            reports.append(
                Report(
                    f"Witnesses reported an attack in {site.name} that left {made % 90 + 2} people wounded, residents said by telephone; "
                    "the account could not be checked.",
                    kind,
                    "attack",
                    [(site.name, site, Part.LOCATION)],
                    [(f"{made % 90 + 2} people", made % 90 + 2, "person")],
                    "residents",
                    When("that day", None, day, day) if made % 7 else None,
                )
            )
            made += 1
        number_of_article = made // per_article
        build.article(f"article-{number_of_article}.txt", reports, title=f"Dispatch {number_of_article}", published=date(2015, 1, 1))
    return build.corpus()


# --- hostile -------------------------------------------------------------------------------------------------------------

HOSTILE = (
    "<script>window.hacked=1</script>",
    "</script><script>window.hacked=2</script>",
    "<img src=x onerror=window.hacked=3>",
    "`${window.hacked=4}`",
    "{{ cycler.__init__.__globals__.os.getpid() }}{% raw %}",
    "\"'><svg onload=window.hacked=5>",
    "line\u2028para\u2029graph",
    "\u202eevig rof txet\u202d \u2066isolate",
    "<!--<script>",
    "]]>&lt;b&gt;&amp;",
)
"""Text that has broken maps before; none of it may run, and all of it must be shown as it is."""


def hostile() -> Corpus:
    """A corpus whose names, titles, publishers, speakers and passages are all hostile; a place, an event and an article for each."""
    build = Builder()
    for i, text in enumerate(HOSTILE):
        where = place(text, 36 + i * 0.35, 35 + (i % 3) * 0.4, id=f"test:hostile-{i}")
        area = place(f"{text} region", 41 + i, 36.0, "RGN", id=f"test:hostile-area-{i}", extent_km=30)
        build.article(
            f"hostile-{i}.txt",
            [
                Report(
                    f"Shelling hit {text} and then it hit {text} region, said Mr {text} 😀 on {text}.",
                    EventType.MISSILE_ATTACK,
                    "Shelling",
                    [(f"hit {text}", where, Part.TARGET), (f"it hit {text} region", area, Part.TARGET)],
                    [(f"on {text}", 1, "thing")],
                    f"Mr {text}",
                    When(text, None),
                )
            ],
            title=f"Title {text}",
            publisher=f"Publisher {text}",
            address="https://example.org/a?b=" + text,
        )
    return build.corpus()
