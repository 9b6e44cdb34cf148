# pyright: basic
"""Articles with the incidents that were annotated in them, for what is learnt of their mentions: by number of sentence and words.

The sentences are those of the shared tools; the guide beside the shared gold tells of the fields, tests/eval/incidents/README.md of the
stand-off notes.
"""

from __future__ import annotations

import importlib.util
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import Any

from geo.articles import gather
from geo.errors import GeoError
from geo.model import Article, EventMention
from geo.training import protocol
from geo.training.reader_data import articles_of, load_notes, plain_name

_BESIDE = 2  # characters by which a trigger may miss the annotated words
_SAME = 0.75  # as the shared scorer compares names; so are the types
_STRIKE = ("Air or drone strike", "Missile or artillery attack", "Chemical attack", "Bombing or explosive")
_LIKE = tuple(
    map(
        frozenset,
        (
            (*_STRIKE, "Attack on civilians", "Destruction of property"),
            (*_STRIKE[:2], "Armed clash", "Ground offensive", "Attack on civilians", "Territory changes hands", "Losses or retreat"),
            ("Abduction", "Arrest"),
            ("Deployment or build-up", "Air or naval operations"),
            ("Airspace violation", "Interception or diversion"),
            ("Displacement", "Losses or retreat"),
            ("Protest or riot", "Attack on civilians", "Armed clash"),
            ("Bombing or explosive", "Destruction of property", "Armed clash"),
        ),
    )
)


@dataclass(frozen=True, slots=True)
class Incident:
    """An annotated incident, its mentions as number of a sentence and words of it."""

    key: str
    story: str
    type: str
    mentions: tuple[tuple[int, str], ...]
    places: tuple[str, ...]
    within: tuple[str, ...]
    when: Mapping[str, str | None] | None  # start, end, said


@dataclass(frozen=True, slots=True)
class Noted:
    """An article with its incidents; `sentences` are those that the mentions count."""

    id: str
    article: Article
    sentences: tuple[tuple[int, int], ...]
    incidents: tuple[Incident, ...]

    def told_at(self, start: int) -> list[tuple[Incident, str]]:
        """What is told in the sentence at an offset, with the words that tell it."""
        number = self._number(start)
        return [(i, words) for i in self.incidents for n, words in i.mentions if n == number]

    def told_by(self, event: EventMention) -> str | None:
        """The key of the incident that a mention tells of; None where none is or two could be meant."""
        here = self.told_at(event.trigger.start)
        if not here:
            return None
        first, end = self.sentences[self._number(event.trigger.start) - 1]
        sentence = self.article.text[first:end]
        own = {i.key for i, words in here if _meets(sentence, words, event, first)}
        keys = own or {i.key for i, _ in here}
        return next(iter(keys)) if len(keys) == 1 else None

    def _number(self, start: int) -> int:
        """Of the sentence at an offset, from 1; 0 where there is none."""
        return next((n for n, (first, end) in enumerate(self.sentences, 1) if first <= start < end), 0)


def _meets(sentence: str, words: str, event: EventMention, first: int) -> bool:
    return any(
        first + m.start() < event.trigger.end + _BESIDE and event.trigger.start - _BESIDE < first + m.end()
        for m in re.finditer(re.escape(words), sentence)
    )


@cache
def _sentences() -> Callable[[str], list[tuple[int, int]]]:
    """The numbered sentences of the shared tools. Raises GeoError where they are missing."""
    path = protocol.corpora_folder().parent / "tools" / "sentences.py"
    spec = importlib.util.spec_from_file_location("shared_sentences", path)
    if not path.is_file() or spec is None or spec.loader is None:
        raise GeoError(f"{path} is missing. Put the shared tools there, or name their parent folder in DATELINE_SHARED.")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.sentences


def like_types(one: str, other: str) -> bool:
    """Whether two types are given to one incident by careful readers, or by sentences that tell of its effects."""
    return one == other or "Other" in (one, other) or any(one in group and other in group for group in _LIKE)


def same_name(one: str, other: str) -> bool:
    """Whether two spellings name one place, so far as an article leaves it open."""
    one, other = plain_name(one), plain_name(other)
    if not one or not other:
        return False
    return one in other or other in one or SequenceMatcher(None, one, other).ratio() >= _SAME


def of_gold(folder: Path) -> Iterator[Noted]:
    """The articles of the shared gold. Raises GeoError where it is missing."""
    gold, articles = folder / "dev.jsonl", folder / "articles.jsonl"
    for path in (gold, articles):
        if not path.is_file():
            raise GeoError(f"{path} is missing. Put the shared gold there, or name its parent folder in DATELINE_SHARED.")
    texts = {a.id: a for a in gather([articles]).articles}
    for record in load_notes(gold):
        article = texts.get(str(record["id"]))
        if article is None:
            raise GeoError(f"{articles}: there is no article {record['id']}, which {gold.name} tells of.")
        incidents = [
            _incident(x, [(n, said) for n, said in x["mentions"] if n], lambda item: item["text"], lambda said: said)
            for x in record["incidents"]
        ]
        yield Noted(article.id, article, tuple(_sentences()(article.text)), tuple(incidents))


def of_notes(path: Path, annotator: str = "A") -> Iterator[Noted]:
    """The articles of an annotator's stand-off notes. Raises GeoError where a corpus is missing or holds another text."""
    for note, article in articles_of(n for n in load_notes(path) if n["annotator"] == annotator):
        text = article.text
        counted = re.sub(r"(?<!\n)\n(?![\n ])", " ", text) if note["corpus"] == "muc4.jsonl" else text  # lines of 80 letters
        spans = tuple(_sentences()(counted))
        incidents: list[Incident] = []
        for x in note["incidents"]:
            at = [
                (next(n for n, (first, end) in enumerate(spans, 1) if first <= m[0] < end), text[m[0] : m[1]])
                for m in x["mentions"]
                if len(m) == 2
            ]

            def words(item: Mapping[str, Any], text: str = text) -> str:
                return "" if item.get("in") == "title" else text[item["start"] : item["end"]]

            incidents.append(_incident(x, at, words, words))
        yield Noted(f"{note['corpus']}/{note['id']}", article, spans, tuple(incidents))


def _incident(
    x: Mapping[str, Any], mentions: Iterable[tuple[int, str]], words: Callable[[Any], str], said: Callable[[Any], str]
) -> Incident:
    when = x.get("when")
    if when is not None:
        when = {
            "start": when.get("start"),
            "end": when.get("end") or when.get("start"),
            "said": said(when["said"]) if "said" in when else "",
        }
    named = [tuple(filter(None, map(words, x.get(name) or ()))) for name in ("places", "within")]
    return Incident(x["key"], x["story"], x["type"], tuple(mentions), named[0], named[1], when)


def folds(noted: Sequence[Noted], number: int) -> dict[str, int]:
    """The fold of each article: those that share a story, also through others, are in one; larger lots first, each to the emptiest fold."""
    above = {n.id: n.id for n in noted}

    def root(id: str) -> str:
        while above[id] != id:
            id = above[id]
        return id

    first: dict[str, str] = {}
    for n in noted:
        for incident in n.incidents:
            one, other = sorted((root(n.id), root(first.setdefault(incident.story, n.id))))
            above[other] = one
    lots: dict[str, list[str]] = defaultdict(list)
    for n in noted:
        lots[root(n.id)].append(n.id)
    sizes = [0] * number
    found: dict[str, int] = {}
    for lot in sorted(lots.values(), key=lambda lot: (-len(lot), lot[0])):
        fold = sizes.index(min(sizes))
        sizes[fold] += len(lot)
        found |= dict.fromkeys(lot, fold)
    return found
