"""A reprint's "on Wednesday" is the Wednesday of the article that it reprints, not the one before the reprint appeared.

Where a dated article has a passage first, expressions that hang on the day of writing are read against its day in every
later or undated copy of the passage. Where the first article cannot say what was meant, the copy's date is left open, as
stale. Without a dated original a reprint keeps what its own day makes of the words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from geo.events.reuse.reprints import Reprints
from geo.events.timex.dates import find
from geo.events.timex.when import interpret
from geo.model import Analysis, Article, EventMention, Reprint, Reprinted, Span, When

# letters of an unchanged passage that is no formula filled in anew, in articles that share nothing else
# swept 40 to 160: story F1 the same
_LONG_COPY = 120


def dated_by_originals(articles: Sequence[Article], analyses: Mapping[str, Analysis], found: Reprints) -> dict[str, Analysis]:
    """The analyses with the dates of reprinted passages read against their originals; each change with its reason."""
    by_id = {a.id: a for a in articles}
    out = dict(analyses)
    for article in articles:
        analysis = analyses.get(article.id)
        if analysis is None or article.duplicate_of is not None:
            continue
        events = tuple(_settled(article, m, by_id, analyses, found) for m in analysis.events)
        if events != analysis.events:
            out[article.id] = replace(analysis, events=events)
    return out


def _settled(
    article: Article, mention: EventMention, by_id: Mapping[str, Article], analyses: Mapping[str, Analysis], found: Reprints
) -> EventMention:
    when = mention.when
    if when is None or when.span is None or when.by_person or _stated(when.said):
        return mention
    for group in found.of(article.id, when.span):
        first = _original(article, when.said, group, by_id, found)
        if first is None:
            continue
        source = by_id[first.article]
        day = source.published
        assert day is not None
        read, why = _as_there(article, when, mention, source, first.span, analyses)
        if (read.start, read.end) == (when.start, when.end):
            return mention
        return replace(
            mention, when=read, reasons=(*mention.reasons, f"{why} {source.id} of {day.day} {day:%B %Y}, which has the passage first")
        )
    return mention


def _original(article: Article, said: str, group: Reprint, by_id: Mapping[str, Article], found: Reprints) -> Reprinted | None:
    """The copy of the passage in the earliest dated article, if that is before this one and has the very expression."""
    here = next((p for p in group.passages if p.article == article.id), None)
    dated = [p for p in group.passages if p.article in by_id and by_id[p.article].published is not None]
    if here is None or not dated:
        return None
    first = min(dated, key=lambda p: (by_id[p.article].published, group.passages.index(p)))
    day = by_id[first.article].published
    if first.article == article.id or day is None or (article.published is not None and article.published <= day):
        return None
    if _letters(said) not in _letters(first.span.of(by_id[first.article].text)):
        return None  # the copy has a date of its own
    family = found.family(article.id)
    related = family is not None and family == found.family(first.article)
    faithful = not here.edits and not first.edits and len(_letters(here.span.of(article.text))) >= _LONG_COPY
    return first if related or faithful else None


def _as_there(
    article: Article, when: When, mention: EventMention, source: Article, passage: Span, analyses: Mapping[str, Analysis]
) -> tuple[When, str]:
    """What the words mean in the original, and how that was found out."""
    word = _letters(mention.trigger.of(article.text))
    there = [m for m in analyses[source.id].events if m.type is mention.type and m.when is not None and passage.overlaps(m.trigger)]
    there = [m for m in there if _letters(m.trigger.of(source.text)) == word]
    same = [m.when for m in there if m.when is not None and m.when.start is not None]
    known = next((w for w in same if _letters(w.said) == _letters(when.said)), same[0] if len(there) == 1 and same else None)
    if known is not None:
        at = article.text.find(known.said, *mention.span)
        return replace(known, span=Span(at, at + len(known.said)) if at >= 0 else None, inferred=True), "date read as in"
    if find(when.said, None):
        read = interpret(when.said, when.span, source.published)
        return replace(read, inferred=read.start is not None), "date read against the day of"
    return When(when.said, when.span, precision="unknown"), f'"{when.said}" is stale: not told by'


def _stated(said: str) -> bool:
    """Whether the words carry their own year, and mean the same in every article."""
    return any(f.meant[0] is not None for f in find(said, None))


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.lower())
