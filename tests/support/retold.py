"""Many articles made from templates, with what they report known: invented happenings told again and again, in other words.

Each happening is told by several articles. They leave things out (the date, the doer, the count), round counts, name the
province for the town, go on in a second sentence, or print another article again with paragraphs cut, words changed and the
punctuation lost. Happenings lie close together on purpose: one town on two days running, two doers in one town on one day,
neighbouring towns on one day.

    >>> from retold import retell
    >>> told = retell(20, seed=3)
    >>> len(told.articles), told.articles[0].id in told.analyses
    (20, True)
"""

from __future__ import annotations

import hashlib
import random
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import groupby

from geo.model import (
    Analysis,
    Article,
    Attribution,
    Bbox,
    Comparator,
    EventMention,
    EventPlace,
    EventType,
    Kind,
    LonLat,
    Mention,
    Part,
    Place,
    Quantity,
    Resolution,
    Role,
    Span,
    When,
)

_FIRST_DAY = date(2019, 3, 4)
_DAYS = 120

# Province: country, bounding box; towns: latitude, longitude. Facts, rough to a few kilometres.
_PROVINCES = {
    "Taizz": ("YE", (42.9, 12.6, 45.0, 14.0)),
    "Al Hudaydah": ("YE", (42.5, 13.4, 43.8, 15.9)),
    "Ma'rib": ("YE", (44.5, 14.6, 46.2, 16.2)),
    "Sa'dah": ("YE", (43.0, 16.6, 45.2, 17.7)),
    "Northern Darfur": ("SD", (22.9, 12.6, 27.7, 20.0)),
    "Southern Kordofan": ("SD", (28.6, 9.3, 32.4, 12.7)),
    "Borno": ("NG", (11.4, 10.0, 14.7, 13.7)),
    "Kharkiv": ("UA", (34.9, 48.5, 38.1, 50.5)),
}
_TOWNS = (
    ("Taiz", "Taizz", 13.58, 44.02), ("Mokha", "Taizz", 13.32, 43.25), ("At Turbah", "Taizz", 13.21, 44.12),
    ("Al Barh", "Taizz", 13.45, 43.69), ("Hodeidah", "Al Hudaydah", 14.8, 42.95), ("Zabid", "Al Hudaydah", 14.2, 43.32),
    ("Bajil", "Al Hudaydah", 15.06, 43.29), ("Hays", "Al Hudaydah", 13.93, 43.48), ("Az Zaydiyah", "Al Hudaydah", 15.32, 43.01),
    ("Marib", "Ma'rib", 15.46, 45.33), ("Sirwah", "Ma'rib", 15.45, 45.02), ("Harib", "Ma'rib", 14.95, 45.5),
    ("Saada", "Sa'dah", 16.94, 43.76), ("Dahyan", "Sa'dah", 17.05, 43.61), ("Kitaf", "Sa'dah", 17.03, 44.11),
    ("El Fasher", "Northern Darfur", 13.63, 25.35), ("Kutum", "Northern Darfur", 14.2, 24.66),
    ("Kabkabiya", "Northern Darfur", 13.65, 24.09), ("Mellit", "Northern Darfur", 14.13, 25.55),
    ("Um Keddada", "Northern Darfur", 13.6, 26.69), ("Kadugli", "Southern Kordofan", 11.01, 29.72),
    ("Dilling", "Southern Kordofan", 12.05, 29.65), ("Talodi", "Southern Kordofan", 10.63, 30.38), ("Maiduguri", "Borno", 11.85, 13.16),
    ("Bama", "Borno", 11.52, 13.69), ("Gwoza", "Borno", 11.09, 13.69), ("Dikwa", "Borno", 12.03, 13.92),
    ("Monguno", "Borno", 12.67, 13.61), ("Biu", "Borno", 10.61, 12.19), ("Damboa", "Borno", 11.16, 12.76),
    ("Izyum", "Kharkiv", 49.21, 37.26), ("Chuhuiv", "Kharkiv", 49.84, 36.69), ("Kupiansk", "Kharkiv", 49.71, 37.61),
    ("Balakliia", "Kharkiv", 49.46, 36.86), ("Vovchansk", "Kharkiv", 50.29, 36.94), ("Lozova", "Kharkiv", 48.89, 36.32),
)  # fmt: skip
_DOERS = {
    "YE": ("Saudi Arabia", "Houthis", "Yemen"),
    "SD": ("Sudan", "Rapid Support Forces", "Justice Front"),
    "NG": ("Boko Haram", "Nigeria", "Border Militia"),
    "UA": ("Russia", "Ukraine", "Donbas Legion"),
}
_SPEAKERS = ("residents", "a hospital director", "the governor's office", "the Red Crescent", "a rights monitor", "police", "aid workers")

# What happens: type, its words as noun and as verb, what is counted.
KINDS = (
    (EventType.AIR_STRIKE, ("air strike", "air raid"), ("bombed",), "person"),
    (EventType.MISSILE_ATTACK, ("shelling", "bombardment"), ("shelled",), "person"),
    (EventType.ARMED_CLASH, ("clash", "battle"), ("clashed with local fighters in",), "person"),
    (EventType.ABDUCTION, ("abduction", "kidnapping"), ("abducted villagers near",), "person"),
    (EventType.EXPLOSIVE, ("car bombing", "explosion"), ("set off a bomb in",), "person"),
    (EventType.DESTRUCTION, ("arson", "burning"), ("burnt down",), "house"),
)
TARGETS = ("a market", "a school", "a water tower", "the bus station", "a grain store", "a mosque", "a clinic", "a checkpoint")

_AS_VERB = (
    "{doer} forces {verb} {place} {when}, and {count} were {suffered}, {speaker} said.",
    "{count} were {suffered} {when} when {doer} forces {verb} {place}, according to {speaker}.",
    "{speaker} reported that {doer} forces {verb} {place} {when}; {target} was hit and {count} were {suffered}.",
    "In {place}, where {target} burnt out, {count} were {suffered} after {doer} forces {verb} the town {when}.",
)
_AS_NOUN = (
    "A {noun} in {place} {when} left {count} {suffered}, {speaker} said.",
    "{count} were {suffered} in a {noun} that destroyed {target} in {place} {when}, {speaker} told reporters.",
    "The {noun} by {doer} forces in {place} {when} damaged {target}, and {count} were {suffered}.",
    "{speaker} counted {count} {suffered} after the {noun} in {place} {when}.",
)
_FOLLOW = (
    "The {noun} went on for {detail}, and smoke stood over the roofs until dusk.",
    "The {noun} was the worst that anybody there remembers, {detail} on, a teacher said by telephone.",
    "Windows broke within {detail} of it during the {noun}.",
)
_DETAILS = ("an hour", "half a mile", "forty minutes", "two streets", "a day", "nearly three hours", "a stone's throw", "six weeks")
# Whatever else stands in a paper: two halves and a number make a sentence that hardly another article has.
_SUBJECTS = (
    "The price of bread", "The repair of the ring road", "A convoy with seed and blankets", "The exchange of prisoners", "The school year",
    "The ferry to the islands", "A delegation of elders", "The electricity for the upper quarters", "The vaccination of cattle",
    "The court that tries deserters", "The national team's journey", "A loan for the port",
)  # fmt: skip
_PREDICATES = (
    "has been put off by {n} days because of a quarrel over the agenda", "cost {n} per cent more than in spring, traders said",
    "will be paid for by a fund with {n} members", "was talked about for {n} minutes in the council",
    "is expected after the rains, in week {n}",
    "drew {n} letters to this paper", "needs {n} more signatures", "stays what it was {n} months ago", "was the subject of {n} questions",
    "came up again, for the {n}th time",
)  # fmt: skip
_SUBSCRIBE = "Readers can support our work by subscribing to the weekly letter."
_OPENING = ("{name} correspondents wrote on {day}:", "From our desk, {day} ({name}).", "{name}, {day}. What is known so far.")


@dataclass(frozen=True, slots=True)
class Happening:
    number: int
    kind: int  # index into KINDS
    town: Place
    day: date
    doer: str
    count: int
    target: str


@dataclass(slots=True)
class Retold:
    """The corpus, and for each event mention the number of the happening that it tells."""

    articles: list[Article] = field(default_factory=list[Article])
    analyses: dict[str, Analysis] = field(default_factory=dict[str, Analysis])
    happening_of: dict[str, int] = field(default_factory=dict[str, int])
    copied: dict[str, str] = field(default_factory=dict[str, str])  # reprint → the article that it prints again
    passages: dict[tuple[str, int], int] = field(default_factory=dict[tuple[str, int], int])  # (article, start) → happening


def provinces() -> dict[str, Place]:
    out: dict[str, Place] = {}
    for number, (name, (country, box)) in enumerate(_PROVINCES.items()):
        west, south, east, north = box
        middle = LonLat((west + east) / 2, (south + north) / 2)
        out[name] = Place(f"t:p{number}", name, middle, "ADM1", country, name, extent_km=100.0, bbox=Bbox(*box))
    return out


def towns() -> list[Place]:
    return [
        Place(f"t:{number}", name, LonLat(lon, lat), "PPL", _PROVINCES[province][0], province)
        for number, (name, province, lat, lon) in enumerate(_TOWNS)
    ]


def retell(number: int, *, seed: int = 11) -> Retold:
    """`number` articles; about a third print another one again, and each happening is told by two or three on average."""
    rng = random.Random(seed)
    made = happenings(rng, max(4, int(number * 0.8)))
    writer = Writer(rng)
    originals: list[str] = []
    for k in range(number):
        if originals and rng.random() < 0.33:
            writer.print_again(f"{k:05d}-again", rng.choice(originals[-60:]))
            continue
        lead = rng.randrange(len(made))
        near = [h for h in made[max(0, lead - 6) : lead + 7] if abs((h.day - made[lead].day).days) <= 3]
        told = sorted(rng.sample(near, min(len(near), rng.choice((1, 2, 2, 3)))), key=lambda h: h.number)
        writer.write(f"{k:05d}-own", told)
        originals.append(f"{k:05d}-own")
    return writer.out


def happenings(rng: random.Random, number: int) -> list[Happening]:
    """In the order of their days. Every second one lies beside another: the next day, another doer, the next town."""
    places = towns()
    made: list[Happening] = []
    taken: set[tuple[int, str, date, str]] = set()
    while len(made) < number:
        kind, town = rng.randrange(len(KINDS)), rng.choice(places)
        day = _FIRST_DAY + timedelta(days=rng.randrange(_DAYS))
        doer = rng.choice(_DOERS[town.country or ""])
        if made and rng.random() < 0.5:
            other = rng.choice(made)
            kind, town, day, doer = other.kind, other.town, other.day, other.doer
            change = rng.randrange(3)
            if change == 0:
                day += timedelta(days=rng.choice((2, 3)))
            elif change == 1:
                doer = rng.choice([d for d in _DOERS[town.country or ""] if d != doer])
            else:
                town = rng.choice([p for p in places if p.admin1 == town.admin1 and p is not town])
        if (kind, town.id, day, doer) in taken:
            continue
        taken.add((kind, town.id, day, doer))
        made.append(Happening(0, kind, town, day, doer, rng.randrange(2, 60), rng.choice(TARGETS)))
    return [replace(h, number=n) for n, h in enumerate(sorted(made, key=lambda h: (h.day, h.town.id)))]


class Writer:
    """Writes articles with their analyses, as a reader without faults would make them."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.out = Retold()
        self.provinces = provinces()
        self.drafts: dict[str, tuple[date, list[Sentence]]] = {}

    def write(self, name: str, told: Sequence[Happening]) -> None:
        rng = self.rng
        published = max(h.day for h in told) + timedelta(days=rng.choice((0, 1, 1, 2)))
        opening = rng.choice(_OPENING).format(name=f"Desk {name[:5]}", day=published.isoformat())
        sentences = [Sentence(opening), self._filler()]
        for happening in told:
            sentences += self.tell(happening, published)
        sentences += [self._filler() for _ in range(rng.randrange(1, 4))]
        if rng.random() < 0.3:
            sentences.append(Sentence(_SUBSCRIBE))
        self._finish(name, published, sentences)

    def _filler(self) -> Sentence:
        predicate = self.rng.choice(_PREDICATES).format(n=self.rng.randrange(3, 90))
        return Sentence(f"{self.rng.choice(_SUBJECTS)} {predicate}.")

    def tell(self, h: Happening, published: date) -> list[Sentence]:
        rng = self.rng
        kind, nouns, verbs, unit = KINDS[h.kind]
        as_verb = rng.random() < 0.5
        template = rng.choice(_AS_VERB if as_verb else _AS_NOUN)
        noun = rng.choice(nouns)
        dated = rng.random() < 0.8
        day = day_words(h.day, published) if dated else ""
        count = h.count if rng.random() < 0.85 else h.count + rng.choice((1, 2, 3))
        about = rng.random() < 0.15
        province = rng.random() < 0.08
        where = self.provinces[h.town.admin1 or ""] if province else h.town
        slots = {
            "doer": h.doer,
            "verb": rng.choice(verbs),
            "noun": noun,
            "place": f"{where.name} province" if province else where.name,
            "when": day,
            "count": f"{'about ' if about else ''}{count} {'houses' if unit == 'house' else 'people'}",
            "suffered": "destroyed" if unit == "house" else rng.choice(("killed", "hurt")),
            "speaker": rng.choice(_SPEAKERS),
            "target": h.target,
        }
        sentence = filled(template, slots)
        sentence.happening = h
        sentence.kind = kind
        sentence.trigger = "verb" if as_verb else "noun"
        sentence.where = where
        sentence.when = When(day, None, h.day, h.day) if dated else None
        sentence.count = (count, unit, Comparator.ABOUT if about else Comparator.EXACT)
        out = [sentence]
        if rng.random() < 0.2:
            follow = filled(rng.choice(_FOLLOW), {"noun": noun, "detail": rng.choice(_DETAILS)})
            follow.happening, follow.kind, follow.trigger, follow.vague = h, kind, "noun", True
            out.append(follow)
        return out

    def print_again(self, name: str, source: str) -> None:
        """Another article once more: sentences cut, a word changed, and in one of three without its punctuation."""
        rng = self.rng
        published, sentences = self.drafts[source]
        kept = [s for s in sentences[1:] if rng.random() < 0.85] or sentences[1:2]
        again = [s.edited("hurt", "wounded") if rng.random() < 0.2 else s for s in kept]
        if rng.random() < 0.35:
            again = [s.damaged() for s in again]
        self.out.copied[name] = source
        self._finish(name, published + timedelta(days=rng.choice((0, 0, 1))), again)

    def _finish(self, name: str, published: date, sentences: Sequence[Sentence]) -> None:
        self.drafts[name] = (published, list(sentences))
        glue = "" if any(s.is_damaged for s in sentences) else "\n"
        text, starts = "", list[int]()
        for sentence in sentences:
            text += glue if text else ""
            starts.append(len(text))
            text += sentence.text
        article = Article(name, text, hashlib.sha256(text.encode()).hexdigest(), published=published, language="en")
        mentions: list[Mention] = []
        resolutions: list[Resolution] = []
        events: list[EventMention] = []
        passages = tuple(Span(start, start + len(s.text)) for start, s in zip(starts, sentences, strict=True))
        for number, (sentence, passage) in enumerate(zip(sentences, passages, strict=True)):
            if sentence.happening is not None:
                event = sentence.event(name, number, passage, mentions, resolutions)
                events.append(event)
                self.out.happening_of[event.id] = sentence.happening.number
                self.out.passages[(name, passage.start)] = sentence.happening.number
        self.out.articles.append(article)
        self.out.analyses[name] = Analysis(name, passages, tuple(mentions), tuple(resolutions), tuple(events))


@dataclass(slots=True)
class Sentence:
    text: str
    slots: Mapping[str, Span] = field(default_factory=dict[str, Span])
    happening: Happening | None = None
    kind: EventType = EventType.OTHER
    trigger: str = ""
    where: Place | None = None
    when: When | None = None
    count: tuple[float, str, Comparator] | None = None
    vague: bool = False
    is_damaged: bool = False

    def event(self, article: str, number: int, passage: Span, mentions: list[Mention], resolutions: list[Resolution]) -> EventMention:
        assert self.happening is not None

        def at(slot: str) -> Span:
            return Span(passage.start + self.slots[slot].start, passage.start + self.slots[slot].end)

        places: tuple[EventPlace, ...] = ()
        if self.where is not None:
            places = (EventPlace(len(mentions), Part.LOCATION),)
            mentions.append(Mention(article, at("place"), self.where.name, number, Kind.LITERAL, Role.EVENT, 0.9))
            resolutions.append(Resolution(len(resolutions), self.where, 0.9, self.where.extent_km, False, ()))
        quantities: tuple[Quantity, ...] = ()
        if self.count is not None:
            quantities = (Quantity(self.count[0], self.count[1], self.count[2], at("count"), ""),)
        doer = self.happening.doer if "doer" in self.slots else None
        speaker = Attribution(self.text[slice(*self.slots["speaker"])], at("speaker")) if "speaker" in self.slots else None
        return EventMention(
            id=f"{article}#{number}",
            article=article,
            type=self.kind,
            trigger=at(self.trigger),
            span=passage,
            passage=number,
            actor=doer,
            actor_party=doer,
            when=self.when,
            places=places,
            quantities=quantities,
            attribution=speaker,
            confidence=0.6 if self.vague else 0.9,
        )

    def edited(self, old: str, new: str) -> Sentence:
        at = self.text.find(old)
        if at < 0:
            return self
        change = len(new) - len(old)
        moved = {k: Span(*(p + change if p > at else p for p in s)) for k, s in self.slots.items()}
        return replace(self, text=self.text[:at] + new + self.text[at + len(old) :], slots=moved)

    def damaged(self) -> Sentence:
        kept = [i for i, c in enumerate(self.text) if c not in ".,;:'()"]
        before = {old: new for new, old in enumerate(kept)}
        ends = [next((before[k] for k in range(i, len(self.text)) if k in before), len(kept)) for i in range(len(self.text) + 1)]
        slots = {k: Span(ends[s.start], ends[s.end]) for k, s in self.slots.items()}
        return replace(self, text="".join(self.text[i] for i in kept), slots=slots, is_damaged=True)


def filled(template: str, slots: Mapping[str, str]) -> Sentence:
    text, spans = "", dict[str, Span]()
    for number, piece in enumerate(re.split(r"[{}]", template)):
        words = slots[piece] if number % 2 else piece
        if number % 2 and not words:  # no date: nor the blank before it
            text = text.rstrip(" ")
            continue
        if number % 2:
            spans[piece] = Span(len(text), len(text) + len(words))
        text += words
    return Sentence(text[0].upper() + text[1:], spans)


def day_words(day: date, published: date) -> str:
    return f"on {day:%A}" if (published - day).days < 6 else f"on {day.day} {day:%B}"


def pairwise(groups: Iterable[Sequence[str]], truth: Mapping[str, int]) -> tuple[float, float, float]:
    """Precision, recall and F1 over pairs of mentions that are one happening."""
    found = right = 0
    for group in groups:
        counts = Counter(truth[m] for m in group if m in truth)
        found += _pairs(sum(counts.values()))
        right += sum(_pairs(n) for n in counts.values())
    wanted = sum(_pairs(len(list(same))) for _, same in groupby(sorted(truth.values())))
    precision = right / found if found else 1.0
    recall = right / wanted if wanted else 1.0
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _pairs(n: int) -> int:
    return n * (n - 1) // 2
