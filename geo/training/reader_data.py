# pyright: basic
"""What the document reader learns from: articles with incidents noted by hand, sentences with one verb's places, and quiet articles.

A noted article becomes a `Document`: its words with the event type that each triggers, and for every incident which of the places,
days, numbers and words that the program itself sees in the article belong to it. The notes are stand-off (tests/eval/incidents); the
texts come from the development corpora.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, NamedTuple

from geo.errors import GeoError
from geo.events.arguments.quantities import quantities
from geo.events.timex.dates import find
from geo.events.timex.heads import report_day
from geo.events.triggers.coding import code
from geo.events.triggers.needed import needed
from geo.gazetteer import Gazetteer
from geo.model import Article, EventClass, EventType, Kind, Reading, Span
from geo.reading import read
from geo.recognise import Recogniser
from geo.recognise.words import Word, split_words
from geo.syntax import parse
from geo.training import protocol, store
from geo.training.link_data import load_linked
from geo.training.windows import IGNORED

Note = Mapping[str, Any]
Range = tuple[int, int]  # of words: first, end

TYPES = tuple(t.value for t in EventType if t.event_class is EventClass.PHYSICAL)  # of a word: 0 for none, else one more than here
KINDS = ("single", "campaign", "background")
MOODS = ("reported", "denied", "planned", "hypothetical", "ended")
PLACE = ("none", "at", "from", "within")  # at: location or target; from: origin or way
COUNT = ("none", "killed", "wounded", "captured", "missing", "displaced", "destroyed", "fired", "other")
ROLES = {"place": len(PLACE), "time": 2, "count": len(COUNT), "by": 2, "against": 2, "pair": 2}  # with their classes
CANDIDATES = ("place", "time", "count")  # roles of what the program sees; those of by and against may be any word

_AT = ("location", "target")
_COUNTED_AS = {"strikes": "fired", "area": "other"}
_ALIKE = 0.8  # two spellings of a place's name: "Deir al-Zour", "Dayr az-Zawr" are told apart below it
_GROUP = 6  # sentences of event_location that are read as one document: the places of the others are none of a verb's
_QUIET_WORDS = 350
# Words that are never the head of a mention.
_FUNCTION = (
    "a an the of in on at by to from with for and or as is was were are been be being had has have that which who its their his her this "
    "these those it they he she near after before during between into over under against amid while also not no out up off"
)
_FUNCTION_WORDS = frozenset(_FUNCTION.split())
_GENERIC = re.compile(r"\b(the|al|el|ash|as|ad|ar|province|governorate|city|town|of|village)\b|['’ʿʾ`-]")


@dataclass(slots=True)
class Trigger:
    """A word that tells of an incident."""

    word: int
    incident: str
    kind: int = IGNORED
    mood: int = IGNORED


class Candidate(NamedTuple):
    """What the program sees in the text that may belong to an incident; `said` is a place's name, a day's bounds, a number."""

    first: int
    end: int
    said: Any


@dataclass(slots=True)
class Document:
    """Words with all that is to be learnt of them."""

    id: str
    words: list[Word]
    sentences: list[int]  # the number of each word's
    types: list[int]  # of each word; IGNORED where it is not known or does not matter
    triggers: list[Trigger] = field(default_factory=list)
    candidates: dict[str, list[Candidate]] = field(default_factory=dict)  # by role
    labels: dict[str, dict[str, list[int]]] = field(default_factory=dict)  # by role and incident: the class of each candidate or word
    corefers: bool = True  # whether two triggers of two incidents are known to tell of two


@dataclass(frozen=True, slots=True)
class Seen:
    """What the program finds in an article by itself, with offsets of its text."""

    reading: Reading
    places: list[tuple[Span, str]]
    times: list[tuple[Span, list[str | None]]]  # first and last day
    counts: list[tuple[Span, float]]
    heads: frozenset[int]  # where the triggers of the rules begin


# --- articles ------------------------------------------------------------------------------------------------------------


def load_notes(path: Path) -> list[Note]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def articles_of(notes: Iterable[Note]) -> Iterable[tuple[Note, Article]]:
    """The notes with their articles. Raises GeoError where a corpus is absent or holds another text than the one that was noted."""
    texts: dict[str, dict[str, protocol.Record]] = {}
    for note in notes:
        name = note["corpus"]
        if name not in texts:
            texts[name] = {str(r["id"]): r for r in protocol.corpus(name.removesuffix(".jsonl"))}
        record = texts[name].get(note["id"])
        text = record["text"][: note.get("end")] if record is not None else ""
        told = hashlib.sha256(text.encode()).hexdigest()
        if told != note["text_sha256"]:
            raise GeoError(f"{name}: the text of {note['id']} is not the one that was noted. Put the corpus of the notes there.")
        yield note, Article(note["id"], text, told, published=_day(note.get("date")))


def _day(said: str | None) -> date | None:
    try:
        return date.fromisoformat(said) if said else None
    except ValueError:
        return None


def see(article: Article, recogniser: Recogniser, gazetteer: Gazetteer) -> Seen:
    """Read, recognise and code an article as the program does before it asks the reader."""
    reading = read(article)
    sentences = parse(reading, needed(reading))
    published = report_day(article, reading).day
    mentions = recogniser.recognise(reading, gazetteer)
    times: list[tuple[Span, list[str | None]]] = []
    for passage in reading.passages:
        start, end = passage.reading
        for found in find(reading.repaired[start:end], published):
            first, last = found.meant[0], found.meant[1]
            days = [first.isoformat() if first else None, (last or first).isoformat() if first else None]
            times.append((reading.original(start + found.start, start + found.end), days))
    return Seen(
        reading,
        [(m.span, m.span.of(article.text)) for m in mentions if m.kind is not Kind.ORGANISATION],
        times,
        [(c.quantity.span, c.quantity.value) for s in sentences for c in quantities(s, reading) if not c.distance],
        frozenset(
            c.word.span.start
            for s, found in zip(sentences, code(sentences), strict=True)
            for c in found
            if c.type.event_class is EventClass.PHYSICAL
        ),
    )


def sentence_numbers(words: Sequence[Word], reading: Reading) -> list[int]:
    """For each word how many passages begin up to it."""
    starts = [p.span.start for p in reading.passages]
    return [bisect_right(starts, w.start) for w in words]


# --- from notes to labels ------------------------------------------------------------------------------------------------


class _Words:
    """Finds the words of a stretch of text."""

    def __init__(self, words: Sequence[Word]) -> None:
        self.words = words
        self._starts = [w.start for w in words]

    def of(self, start: int, end: int) -> Range | None:
        first = bisect_left(self._starts, start)
        if first and self.words[first - 1].end > start:
            first -= 1
        last = bisect_left(self._starts, end, first)
        return (first, last) if last > first else None

    def noted(self, item: Any) -> Range | None:
        """The words of `[start, end]` or of an item with `start` and `end`; what stands in the title is no part of the text."""
        if isinstance(item, Mapping):
            return None if item.get("in") == "title" else self.of(item["start"], item["end"])
        return None if len(item) > 2 else self.of(item[0], item[1])


def document(note: Note, article: Article, seen: Seen) -> Document:
    """An article with its notes as the reader learns it."""
    words = split_words(article.text)
    finder = _Words(words)
    made = Document(article.id, words, sentence_numbers(words, seen.reading), [0] * len(words))
    spans = {"place": seen.places, "time": seen.times, "count": seen.counts}
    for role, found in spans.items():
        made.candidates[role] = [Candidate(*at, said) for span, said in found if (at := finder.of(span.start, span.end))]
    made.labels = {role: {} for role in ROLES if role != "pair"}
    for incident in note["incidents"]:
        _mark_triggers(made, incident, finder, seen.heads)
        key = incident["key"]
        made.labels["place"][key] = _place_labels(incident, article.text, made.candidates["place"])
        made.labels["time"][key] = _time_labels(incident, finder, made.candidates["time"])
        made.labels["count"][key] = _count_labels(incident, finder, made.candidates["count"])
        for role in ("by", "against"):
            made.labels[role][key] = _party_labels(incident.get(role, ()), finder)
    made.triggers.sort(key=lambda t: t.word)
    return made


def _mark_triggers(made: Document, incident: Note, finder: _Words, heads: frozenset[int]) -> None:
    """The head of each mention is its trigger: the word that the rules take for one, else its first with a meaning.

    The other words of a mention are neither wrong nor right.
    """
    type_ = TYPES.index(incident["type"]) + 1
    kind = 2 if incident.get("background") else 1 if incident.get("campaign") else 0
    for mention in incident["mentions"]:
        at = finder.noted(mention)
        if at is None:
            continue
        inside = range(*at)
        words = made.words
        own = [i for i in inside if words[i].start in heads]
        own = own or [i for i in inside if words[i].lower not in _FUNCTION_WORDS and words[i].text.isalpha()][:1]
        for i in inside:
            if i not in own:
                made.types[i] = made.types[i] or IGNORED
            elif made.types[i] <= 0:  # of two incidents the first
                made.types[i] = type_
                made.triggers.append(Trigger(i, incident["key"], kind, MOODS.index(incident["status"])))


def _place_labels(incident: Note, text: str, candidates: Sequence[Candidate]) -> list[int]:
    """Every mention of a place of the incident is right, whichever the annotator pointed to."""
    noted = [(text[p["start"] : p["end"]], p.get("part", "location")) for p in incident.get("places", ()) if p.get("in") != "title"]
    within = [text[p["start"] : p["end"]] for p in incident.get("within", ()) if p.get("in") != "title"]
    labels: list[int] = []
    for _, _, said in candidates:
        same = [part for name, part in noted if plain_name(name) == plain_name(said)] or [
            part for name, part in noted if _alike(name, said)
        ]
        if same:
            labels.append(PLACE.index("at" if same[0] in _AT else "from"))
        else:
            labels.append(PLACE.index("within") if any(_alike(w, said) for w in within) else 0)
    return labels


def plain_name(name: str) -> str:
    """A place's name without accents, articles and generic words, to compare it with another."""
    letters = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).casefold()
    return re.sub(r"[^a-z0-9]+", "", _GENERIC.sub(" ", letters))


def _alike(one: str, other: str) -> bool:
    one, other = plain_name(one), plain_name(other)
    if not one or not other:
        return False
    inside = min(len(one), len(other)) >= 4 and (one in other or other in one)
    return one == other or inside or SequenceMatcher(None, one, other).ratio() >= _ALIKE


def _time_labels(incident: Note, finder: _Words, candidates: Sequence[Candidate]) -> list[int]:
    when = incident.get("when")
    if not when:
        return [0] * len(candidates)
    noted = finder.noted(when["said"])
    days = [when["start"], when.get("end") or when["start"]]
    return [int(_meet(noted, c) or (bool(when["start"]) and c.said == days)) for c in candidates]


def _count_labels(incident: Note, finder: _Words, candidates: Sequence[Candidate]) -> list[int]:
    labels = [0] * len(candidates)
    for count in incident.get("counts", ()):
        noted = finder.noted(count)
        name = _COUNTED_AS.get(count["field"], count["field"])
        for k, candidate in enumerate(candidates):
            if _meet(noted, candidate) and abs(candidate.said - count["value"]) < 0.5:
                labels[k] = COUNT.index(name)
    return labels


def _party_labels(parties: Iterable[Note], finder: _Words) -> list[int]:
    labels = [0] * len(finder.words)
    for party in parties:
        at = None if party.get("stance") == "denies" else finder.noted(party)
        for i in range(*at) if at else ():
            labels[i] = int(finder.words[i].lower not in _FUNCTION_WORDS)
    return labels


def _meet(noted: Range | None, candidate: Candidate) -> bool:
    return noted is not None and candidate.first < noted[1] and noted[0] < candidate.end


# --- other texts ---------------------------------------------------------------------------------------------------------


def verbs_with_places(corpora: Path, chance: random.Random) -> list[Document]:
    """Sentences of event_location in groups: of one verb's document, the places of the other verbs and other names are not its own."""
    records = [r for r in load_linked(corpora) if r.places]
    chance.shuffle(records)
    made: list[Document] = []
    for at in range(0, len(records), _GROUP):
        group = Document(f"event_location/{at}", [], [], [], corefers=False)
        found: list[Candidate] = []  # `said` is the key of the verb that it belongs to
        for k, record in enumerate(records[at : at + _GROUP]):
            words, base = split_words(record.text), len(group.words)
            finder = _Words(words)
            group.words += words
            group.sentences += [k] * len(words)
            group.types += [IGNORED] * len(words)
            verb = finder.of(*record.verb)
            own = [r for span in sorted(record.places) if (r := finder.of(*span))]
            taken = {i for r in (*own, *([verb] if verb else [])) for i in range(*r)}
            found += [Candidate(base + a, base + b, str(k)) for a, b in own]
            found += [Candidate(base + a, base + b, None) for a, b in _other_names(words, taken)]
            if verb:
                group.triggers.append(Trigger(base + verb[0], str(k)))
        group.candidates = {"place": found}
        group.labels = {"place": {t.incident: [int(c.said == t.incident) for c in found] for t in group.triggers}}
        made.append(group)
    return made


def _other_names(words: Sequence[Word], taken: set[int]) -> list[Range]:
    """Runs of capitalised words that are no place of the verb; the first word of a sentence says nothing."""
    found: list[Range] = []
    for i in range(1, len(words)):
        if i in taken or not words[i].capitalised or (words[i].text.isupper() and not (found and found[-1][1] == i)):
            continue
        if found and found[-1][1] == i:
            found[-1] = (found[-1][0], i + 1)
        else:
            found.append((i, i + 1))
    return found


def quiet(number: int, chance: random.Random) -> list[Document]:
    """Articles on epidemics, in which no word triggers anything."""
    records = list(protocol.corpus("geovirus"))
    chance.shuffle(records)
    made: list[Document] = []
    for record in records[:number]:
        reading = read(Article(str(record["id"]), record["text"], ""))
        words = split_words(record["text"])[:_QUIET_WORDS]
        made.append(Document(f"geovirus/{record['id']}", words, sentence_numbers(words, reading), [0] * len(words)))
    return made


# --- on disk -------------------------------------------------------------------------------------------------------------


def noted_documents(
    notes: Path, kept: Path, recogniser: Callable[[], tuple[Recogniser, Gazetteer]], annotator: str = "A"
) -> list[Document]:
    """The documents of an annotator's notes in a file. What was made is kept at `kept`: a run that was stopped goes on from there."""
    done = {d.id: d for d in _stored(kept)}
    tools: tuple[Recogniser, Gazetteer] | None = None
    made: list[Document] = []
    for note, article in articles_of(n for n in load_notes(notes) if n["annotator"] == annotator):
        key = f"{article.id}/{hashlib.sha256(json.dumps(note, sort_keys=True).encode()).hexdigest()[:12]}"
        if key not in done:
            tools = tools or recogniser()
            done[key] = document(note, article, see(article, *tools))
            done[key].id = key
            kept.parent.mkdir(parents=True, exist_ok=True)
            with open(kept, "a", encoding="utf-8") as lines:
                lines.write(json.dumps(asdict(done[key]), ensure_ascii=False) + "\n")
        made.append(done[key])
    return [d for d in made if d.words]


def _stored(path: Path) -> list[Document]:
    return [
        Document(
            r["id"],
            [Word(*w) for w in r["words"]],
            r["sentences"],
            r["types"],
            [Trigger(**t) for t in r["triggers"]],
            {role: [Candidate(*c) for c in found] for role, found in r["candidates"].items()},
            r["labels"],
            r["corefers"],
        )
        for r in store.read(path)
    ]
