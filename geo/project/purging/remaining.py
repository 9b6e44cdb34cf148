"""What is left of a project when articles or names are taken out of it for good. Pure: the file is written by `rebuilding`.

- A name becomes blanks of its own length in an article's text, so that every span that people judged still means what it
  meant. The length of the name can be read off; to hide it, every offset of the article would have to change.
- In titles, addresses, paths and ids, where no span points to, it becomes "[removed]", whatever its length.
- The hashes of an article that held the name go too. With what is left of the text, whoever has the old hash can try names
  until one fits; so can he with the ids of event mentions, which are made of that hash, and they are changed where they stand.
- What the program found in such an article is not mended but made again from what is left.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, cast

from geo.grades import SourceKind, source
from geo.model import Analysis, Article, EditField, EventType, JudgementKind, Span
from geo.project.placing import likeness
from geo.project.purging.occurrences import At, Cell, Contents, Hit, Holder, Row

BLANK = "█"
REMOVED = "[removed]"
WITHHELD = "with words removed"  # after the extractor's name, in the custody of an article that is not as it was taken in


@dataclass(frozen=True, slots=True)
class Removal:
    """What is to go: whole articles by id, and single places."""

    articles: frozenset[str] = frozenset()
    hits: tuple[Hit, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.articles or self.hits)


@dataclass(frozen=True, slots=True)
class Remaining:
    """Articles as they stay. `touched` are those that must be read again, by their new id; `renamed` gives new ids by old ones."""

    articles: tuple[Article, ...]
    touched: frozenset[str]
    renamed: Mapping[str, str]
    blanks: Mapping[str, tuple[Span, ...]]  # by new id


@dataclass(slots=True)
class Decided:
    """Rows of judgements as they stay, and the numbers of those that go."""

    rows: list[Row] = field(default_factory=list[Row])
    gone: set[int] = field(default_factory=set[int])


# --- articles ------------------------------------------------------------------------------------------------------------


def remaining(contents: Contents, removal: Removal) -> Remaining:
    """The articles without what is to go."""
    by_article: dict[str, list[Hit]] = {}
    for hit in removal.hits:
        if hit.article is not None and hit.holder not in (Holder.DECISION, Holder.AUTHOR):
            by_article.setdefault(hit.article, []).append(hit)
    kept: list[Article] = []
    touched: set[str] = set()
    renamed: dict[str, str] = {}
    blanks: dict[str, tuple[Span, ...]] = {}
    ids = {a.id for a in contents.articles if a.id not in removal.articles}
    for article in contents.articles:
        if article.id in removal.articles:
            continue
        here = by_article.get(article.id)
        if not here:
            kept.append(article)
            continue
        cleaned = _without(article, here)
        if cleaned.id != article.id:
            cleaned = replace(cleaned, id=_unused(cleaned.id, ids))
            ids.add(cleaned.id)
            renamed[article.id] = cleaned.id
        touched.add(cleaned.id)
        blanks[cleaned.id] = tuple(sorted(h.span for h in here if h.holder is Holder.TEXT))
        kept.append(cleaned)
    return Remaining(_duplicates(contents.articles, kept, renamed), frozenset(touched), renamed, blanks)


def _without(article: Article, hits: Sequence[Hit]) -> Article:
    def spans(holder: Holder) -> list[Span]:
        return sorted((h.span for h in hits if h.holder is holder), reverse=True)

    text = article.text
    for span in spans(Holder.TEXT):
        text = text[: span.start] + BLANK * (span.end - span.start) + text[span.end :]
    custody = article.custody
    if custody is not None:
        # The bytes that were taken in held the name: their hash and their number say too much.
        file = REMOVED if spans(Holder.FILE) else custody.source
        custody = replace(custody, source=file, sha256="", size=0, extractor=_withheld(custody.extractor))
    return replace(
        article,
        id=_replaced(article.id, bool(spans(Holder.ID))),
        text=text,
        text_sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        title=_shortened(article.title, spans(Holder.TITLE)),
        publisher=None if spans(Holder.PUBLISHER) else article.publisher,
        address=None if spans(Holder.ADDRESS) else article.address,
        custody=custody,
    )


def _withheld(extractor: str) -> str:
    return extractor if WITHHELD in extractor else f"{extractor}, {WITHHELD}"


def _shortened(text: str | None, spans: Iterable[Span]) -> str | None:
    for span in spans:
        assert text is not None
        text = text[: span.start] + REMOVED + text[span.end :]
    return text


def _replaced(article_id: str, hit: bool) -> str:
    """An id is found again by its ending alone: what else stands in it may spell the name in some other way."""
    if not hit:
        return article_id
    stem, dot, ending = article_id.rpartition(".")
    return f"{REMOVED}.{ending}" if dot and stem and ending.isalnum() and len(ending) <= 5 else REMOVED


def _unused(wanted: str, taken: set[str]) -> str:
    name, number = wanted, 2
    while name in taken:
        name, number = f"{wanted} ({number})", number + 1
    return name


def _duplicates(before: Sequence[Article], kept: Sequence[Article], renamed: Mapping[str, str]) -> tuple[Article, ...]:
    """With each duplicate led to the first article of its text that is still there."""
    named = {a.duplicate_of for a in before if a.duplicate_of is not None}
    if not named:
        return tuple(kept)
    first: dict[str, str] = {}
    out: list[Article] = []
    for article in kept:
        original = first.setdefault(article.text_sha256, article.id)
        out.append(replace(article, duplicate_of=original if article.duplicate_of and original != article.id else None))
    return tuple(out)


# --- judgements -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Links:
    """How what judgements refer to is called now: event mentions and events by their ids of before; what is not here is gone."""

    mentions: Mapping[str, str]
    events: Mapping[str, str]
    lost: frozenset[str] = frozenset()  # events that nothing tells any more


def mention_links(before: Iterable[Analysis], after: Iterable[Analysis], renamed: Mapping[str, str]) -> dict[str, str]:
    """Event mentions by their old ids: an article that was read again has the same trigger at the same place under a new one."""
    found: dict[tuple[str, Span, EventType], str] = {(e.article, e.trigger, e.type): e.id for a in after for e in a.events}
    links: dict[str, str] = {}
    for analysis in before:
        article = renamed.get(analysis.article, analysis.article)
        for event in analysis.events:
            now = found.get((article, event.trigger, event.type))
            if now is not None:
                links[event.id] = now
    return links


def added_links(contents: Contents, removal: Removal, left: Remaining) -> dict[str, str]:
    """Event mentions that people added, by id: none is made of a text, so they keep theirs; those that go are not among them."""
    rows = (row for row in contents.rows if row.kind == JudgementKind.ADD_EVENT.value)
    return {e: e for row in rows if _words_stay(row, removal.articles, left) for e in (str(row.subject["event"]),)}


def _words_stay(row: Row, gone: frozenset[str], left: Remaining) -> bool:
    """Whether the words that a row is about are still in their article."""
    article = str(row.subject["article"])
    span = Span(int(row.subject["start"]), int(row.subject["end"]))
    return article not in gone and not any(span.overlaps(blank) for blank in left.blanks.get(left.renamed.get(article, article), ()))


def decided_still(contents: Contents, removal: Removal, left: Remaining, analyses: Sequence[Analysis], links: Links) -> Decided:
    """The judgements without what is to go, and without those that were about nothing else."""
    out = Decided()
    by_row: dict[int, list[Hit]] = {}
    for hit in removal.hits:
        if hit.holder in (Holder.DECISION, Holder.AUTHOR):
            by_row.setdefault(int(hit.at[1]), []).append(hit)
    told = _sources(contents.analyses, contents.articles, removal.articles) | _given_speakers(contents, removal, left, links, stay=False)
    sources_gone = told - _sources(analyses, left.articles) - _given_speakers(contents, removal, left, links, stay=True)
    names_gone = _names(contents.analyses, removal.articles) - _names(analyses)
    erased = {_drawing(row) for row in contents.rows if _draws_what_is_gone(row, by_row.get(row.id, ()), links)}
    for row in contents.rows:
        kept: Row | None = None
        if _drawing(row) not in erased and _names_source(row) not in sources_gone and _like(row) not in names_gone:
            kept = _kept(row, removal.articles, left, links)
        if kept is not None:
            kept = _unsaid(kept, by_row.get(row.id, ()))
        if kept is None:
            out.gone.add(row.id)
        else:
            out.rows.append(kept)
    return out


def _kept(row: Row, gone: frozenset[str], left: Remaining, links: Links) -> Row | None:
    """The row with articles and event mentions by the names that they have now; None where nothing is left of its subject."""
    subject = dict(row.subject)
    if "article" in subject:
        article = str(subject["article"])
        if article in gone:
            return None
        if _about_words(row) and "start" in subject and not _words_stay(row, gone, left):
            return None
        subject["article"] = left.renamed.get(article, article)
    if "articles" in subject:
        articles = [left.renamed.get(a, a) for a in cast(Sequence[str], subject["articles"]) if a not in gone]
        if not articles:
            return None
        subject["articles"] = articles
    for name in ("events", "from"):
        if name in subject:
            listed = cast(Sequence[str], subject[name])
            subject[name] = [links.mentions[m] for m in listed if m in links.mentions]
            least = 2 if row.kind == JudgementKind.JOIN_EVENTS.value else 1
            if len(subject[name]) < least and listed:
                return None
    if row.kind == JudgementKind.GRADE_SOURCE.value and subject.get("source") == SourceKind.ARTICLE.value:
        if subject["name"] in gone:
            return None
        subject["name"] = left.renamed.get(subject["name"], subject["name"])
    value = dict(row.value)
    if row.kind == JudgementKind.ADD_EVENT.value and "joins" in value:
        value["joins"] = [links.mentions[m] for m in cast(Sequence[str], value["joins"]) if m in links.mentions]
    if value.get("event") is not None and _drawing(row) is not None:
        value["event"] = links.events.get(str(value["event"]))
    return replace(row, subject=subject, value=value)


_ADDED = frozenset({JudgementKind.ADD_EVENT.value, JudgementKind.ADD_MENTION.value, JudgementKind.EDIT_EVENT.value})
_OF_NAMES = frozenset(
    {
        JudgementKind.PLACE_MENTION.value,
        JudgementKind.REJECT_MENTION.value,
        JudgementKind.RESTORE_MENTION.value,
        JudgementKind.REVIEW_MENTION.value,
    }
)


def _about_words(row: Row) -> bool:
    """Whether it says something of certain words, so that it goes with them: what was found there anew is another thing."""
    return row.kind in _OF_NAMES or row.kind in _ADDED


def _unsaid(row: Row, hits: Sequence[Hit]) -> Row | None:
    """The row without a name that stands in it; None where it is about nothing but that name."""
    changed: dict[At, list[Hit]] = {}
    for hit in hits:
        changed.setdefault(hit.at[2:], []).append(hit)
    author, whole = row.author, {"subject": row.subject, "value": row.value}
    for path, here in changed.items():
        if here[0].holder is Holder.AUTHOR:
            author = REMOVED
            continue
        if path[0] == "subject" or row.kind == JudgementKind.PLACE_MENTION.value or row.kind in _ADDED:
            return None  # a grade of that source, a place of that name, a speaker who was set by hand
        spans = sorted((h.span for h in here), reverse=True)
        outlet = path == ("value", "publisher")  # two articles of no outlet are not of one outlet
        whole = cast("dict[str, dict[str, Any]]", _at(whole, path, None if outlet else partial(_shortened, spans=spans)))
    return replace(row, author=author, subject=whole["subject"], value=whole["value"])


def _at(value: Any, path: At, change: Callable[[str], str | None] | None) -> Any:
    """A JSON value with the string at the end of a path changed, or made null."""
    if not path:
        return change(value) if change is not None else None
    if isinstance(value, Mapping):
        known = cast(Mapping[str, Any], value)
        return {k: _at(v, path[1:], change) if k == path[0] else v for k, v in known.items()}
    return [_at(v, path[1:], change) if k == path[0] else v for k, v in enumerate(cast(Sequence[Any], value))]


# --- what only the removed articles told ------------------------------------------------------------------------------------


def _sources(analyses: Iterable[Analysis], articles: Iterable[Article], only: frozenset[str] | None = None) -> set[tuple[str, str]]:
    """Speakers and outlets of the articles, as grades name them."""
    found = {
        tuple(source(SourceKind.SPEAKER, e.attribution.speaker))
        for a in analyses
        if only is None or a.article in only
        for e in a.events
        if e.attribution is not None
    }
    outlets = {tuple(source(SourceKind.OUTLET, a.publisher)) for a in articles if a.publisher and (only is None or a.id in only)}
    return cast("set[tuple[str, str]]", found | outlets)


def _given_speakers(contents: Contents, removal: Removal, left: Remaining, links: Links, *, stay: bool) -> set[tuple[str, str]]:
    """Speakers whom people have set, by the edits that stay or by those that go, as grades name them."""
    found: set[tuple[str, str]] = set()
    for row in contents.rows:
        if row.kind != JudgementKind.EDIT_EVENT.value or row.subject.get("field") != EditField.SPEAKER.value:
            continue
        if (_kept(row, removal.articles, left, links) is not None) is not stay:
            continue
        names = list(cast(Sequence[str], row.value.get("names", ())))
        article = contents.article(str(row.subject.get("article", "")))
        if not names and article is not None:
            names = [article.text[int(row.subject["start"]) : int(row.subject["end"])]]
        found |= {cast("tuple[str, str]", tuple(source(SourceKind.SPEAKER, name))) for name in names}
    return found


def _names_source(row: Row) -> tuple[str, str] | None:
    if row.kind != JudgementKind.GRADE_SOURCE.value or row.subject.get("source") == SourceKind.ARTICLE.value:
        return None
    return cast("tuple[str, str]", tuple(source(SourceKind(str(row.subject["source"])), str(row.subject["name"]))))


def _names(analyses: Iterable[Analysis], only: frozenset[str] | None = None) -> set[str]:
    return {likeness(m).name for a in analyses if only is None or a.article in only for m in a.mentions}


def _like(row: Row) -> str | None:
    """The name of which every mention was placed."""
    like = row.subject.get("like")
    return str(cast(Mapping[str, object], like).get("name", "")) if isinstance(like, Mapping) else None


def _drawing(row: Row) -> str | None:
    drawing = row.subject.get("drawing")
    return str(drawing) if drawing is not None else None


def _draws_what_is_gone(row: Row, hits: Sequence[Hit], links: Links) -> bool:
    """Whether a drawing goes from or to a place of the name, or was begun from an event that nothing tells any more."""
    if _drawing(row) is None:
        return False
    places = any(hit.at[2:4] in (("value", "place"), ("value", "targets")) for hit in hits)
    return places or str(row.value.get("event")) in links.lost


# --- tables of other programs -----------------------------------------------------------------------------------------------


def cells_still(cells: Iterable[Cell], hits: Iterable[Hit]) -> list[Cell]:
    """The values that change, as they become. What is no text becomes empty: 0 or no bytes."""
    at = {hit.at for hit in hits if hit.holder is Holder.TABLE}
    return [
        replace(cell, value=REMOVED if isinstance(cell.value, str) else 0 if isinstance(cell.value, int) else b"")
        for cell in cells
        if ("cell", cell.table, cell.column, cell.row) in at
    ]
