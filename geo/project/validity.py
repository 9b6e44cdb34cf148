"""Rows of a project as what they stand for, or ValueError: a row whose digest fits can still have been made by anybody.

What is let through here can be worked with: offsets lie in the text, indices in their lists, and a judgement says what its
kind must say.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar, cast

from geo.model import Analysis, Article, Clues, Judgement, JudgementKind, Place, Span
from geo.project.additions import additions
from geo.project.drawings import drawings
from geo.project.edits import edits
from geo.project.grading import grades
from geo.project.judgements import article_ids, decided, refused_carried, rejected_events, rejected_mentions, with_metadata
from geo.project.placing import placings
from geo.project.records import analysis_from, article_from
from geo.project.reviewing import reviews
from geo.project.seals import Row

T = TypeVar("T")
_UNREADABLE = (ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError, RecursionError)
_NOBODY = Article("", "", "")
_TURNS = 3 * 360.0


def article_of(row: Row, *, sealed: bool) -> Article:
    """Of a row without a digest the article's own hash must fit its text."""
    return _read(_article, row, sealed)


def analysis_of(row: Row, article: Article) -> Analysis:
    return _read(_analysis, row, article)


def judgement_of(row: Row, undone: bool = False) -> Judgement:
    return _read(_judgement, row, undone)


def undo_of(row: Row) -> tuple[int, bool]:
    """The judgement, and whether it is put out of force."""
    return _read(_undo, row)


def removal_of(row: Row) -> None:
    _read(_removal, row)


def setting_of(row: Row) -> None:
    _read(_setting, row)


def _read(read: Callable[..., T], *arguments: object) -> T:
    try:
        return read(*arguments)
    except _UNREADABLE as cause:
        raise ValueError(f"it cannot be read ({type(cause).__name__})") from cause


def _article(row: Row, sealed: bool) -> Article:
    name, position, sha256, record = row
    article = article_from(_text(record))
    _must(article.id == name and article.text_sha256 == sha256 and type(position) is int)
    if not sealed:
        _must(hashlib.sha256(article.text.encode()).hexdigest() == sha256)
    return article


def _analysis(row: Row, article: Article) -> Analysis:
    name, record = row
    analysis = analysis_from(_text(record))
    length, passages, mentions = len(article.text), len(analysis.passages), len(analysis.mentions)
    _must(analysis.article == name == article.id and len(analysis.resolutions) in (0, mentions))
    _must(all(0 <= s.start <= s.end <= length for s in _spans(analysis)))
    for mention in analysis.mentions:
        clues = mention.clues
        _must(
            mention.article == name
            and _among(mention.passage, passages)
            and all(0 <= c < mentions for c in (*clues.containers, *_others(clues)))
        )
    for resolution in analysis.resolutions:
        _must(0 <= resolution.mention < mentions)
        for place in (resolution.place, resolution.drawn, *(a.place for a in resolution.alternatives)):
            if place is not None:
                _on_earth(place)
    for event in analysis.events:
        _must(event.article == name and _among(event.passage, passages))
        _must(all(0 <= p.mention < mentions for p in (*event.places, *event.containers)))
    return analysis


def _others(clues: Clues) -> Iterable[int]:
    return (other for other in (clues.between, clues.beside) if other is not None)


def _spans(analysis: Analysis) -> Iterable[Span]:
    yield from analysis.passages
    for mention in analysis.mentions:
        yield mention.span
        if mention.clues.displacement is not None:
            yield mention.clues.displacement.span
    for event in analysis.events:
        yield from (event.trigger, event.span)
        yield from (q.span for q in event.quantities)
        yield from (d.span for d in event.not_targets)
        if event.attribution is not None:
            yield event.attribution.span
        if event.when is not None and event.when.span is not None:
            yield event.when.span
        if event.when is not None and event.when.carried is not None:
            yield event.when.carried
        yield from (p.carried for p in event.places if p.carried is not None)


def _judgement(row: Row, undone: bool) -> Judgement:
    number, kind, subject, value, author, made = row
    made_at = datetime.fromisoformat(_text(made))
    _must(type(number) is int and made_at.tzinfo is not None)
    made_at.astimezone(UTC)
    judgement = Judgement(
        cast(int, number), JudgementKind(kind), _object(_text(subject)), _object(_text(value)), _text(author), made_at, undone
    )
    # Taken for what it is, alone: all that reads judgements later reads them so.
    alone = (Judgement(judgement.id, judgement.kind, judgement.subject, judgement.value, judgement.author, made_at),)
    if judgement.kind is JudgementKind.SET_ARTICLE:
        for article in article_ids(judgement.subject):
            _text(article)
        with_metadata(_NOBODY, judgement.value)
    for mention in cast(Iterable[object], judgement.subject.get("events", ())):
        _text(mention)
    for read in (rejected_events, decided, rejected_mentions, refused_carried, grades, additions, edits):
        read(alone)
    reviews(alone, (), {})
    for added in (each for here in additions(alone).values() for each in here):
        resolution = added.name.resolution if added.name is not None else None
        for place in (resolution.place, resolution.drawn, *(a.place for a in resolution.alternatives)) if resolution is not None else ():
            if place is not None:
                _on_earth(place)
    for place in placings(alone).places:
        _on_earth(place)
    for drawing in drawings(alone):
        for place in (drawing.place, *drawing.targets):
            _on_earth(place)
        _must(drawing.shape is None or isinstance(json.loads(drawing.shape), dict))
    return judgement


def _undo(row: Row) -> tuple[int, bool]:
    number, judgement, undone, made = row
    _must(type(number) is int and type(judgement) is int and undone in (0, 1))
    datetime.fromisoformat(_text(made))
    return cast(int, judgement), bool(undone)


def _removal(row: Row) -> None:
    number, kind, at, mark = row
    _must(type(number) is int and kind in ("article", "name") and isinstance(mark, bytes | None))
    _must(datetime.fromisoformat(_text(at)).tzinfo is not None)


def _setting(row: Row) -> None:
    key, value = row
    _text(key)
    if key == "removal_salt":
        bytes.fromhex(_text(value))


def _on_earth(place: Place) -> None:
    """A point that can be drawn. Longitudes of other turns of the globe come from clicks on a map that was pulled round."""
    lon, lat = place.position
    _must(abs(lon) <= _TURNS and abs(lat) <= 90)
    _must(place.bbox is None or all(math.isfinite(edge) for edge in place.bbox))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("no text")
    value.encode()  # what is no UTF-8 in the file cannot be encoded either
    return value


def _object(text: str) -> Mapping[str, Any]:
    value = json.loads(text)
    if not isinstance(value, dict):
        raise TypeError("no object")
    return cast(dict[str, Any], value)


def _among(passage: int, passages: int) -> bool:
    return 0 <= passage < passages or not passages


def _must(holds: bool) -> None:
    if not holds:
        raise ValueError("it contradicts itself")
