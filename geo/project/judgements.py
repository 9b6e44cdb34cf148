"""The state as a function of the rows: articles and analyses as the judgements in force make them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple, cast

from geo.events import DATE, PLACE, Decided, Decisions
from geo.model import Analysis, Article, Edited, EventClass, EventMention, EventPlace, Judgement, JudgementKind, Mention, Role, Span
from geo.project.additions import AddedEvent, Addition, additions, with_events, with_names
from geo.project.edits import edited, edits
from geo.project.placing import placings
from geo.project.records import read_record
from geo.project.reviewing import REJECTED

Redate = Callable[[Analysis, Article], Analysis]
Refused = Mapping[tuple[str, str], frozenset[Span]]


class Corrected(NamedTuple):
    """Articles and analyses as people have corrected them, and what was set of which event mention."""

    articles: tuple[Article, ...]
    analyses: tuple[Analysis, ...]
    edits: Mapping[str, tuple[Edited, ...]]


def corrected(articles: Sequence[Article], analyses: Sequence[Analysis], judgements: Iterable[Judgement], redate: Redate) -> Corrected:
    """Articles and analyses with every judgement in force applied, in the order in which they were made."""
    in_force = [j for j in judgements if not j.undone]
    by_id = {a.id: a for a in articles}
    dated: set[str] = set()
    for judgement in in_force:
        if judgement.kind is JudgementKind.SET_ARTICLE:
            for article_id in article_ids(judgement.subject):
                if article_id in by_id:
                    by_id[article_id] = with_metadata(by_id[article_id], judgement.value)
                    if "published" in judgement.value:
                        dated.add(article_id)
    placed = placings(in_force)
    rejected = rejected_mentions(in_force)
    refused = refused_carried(in_force)
    added, made = additions(in_force), edits(in_force)
    notes: dict[str, tuple[Edited, ...]] = {}
    out: list[Analysis] = []
    for analysis in analyses:
        article = by_id.get(analysis.article)
        if article is None:
            continue
        here: Sequence[Addition] = added.get(article.id, ())
        changed = with_events(with_names(analysis, article, here), article, here)
        changed = _without_carried(placed.apply(changed), refused)
        changed = redate(changed, article) if article.id in dated else changed
        if made:
            changed, told = edited(changed, article, made)
            notes |= told
        changed = _without_mentions(changed, rejected)
        out.append(changed if changed is analysis else _with_roles(changed, analysis))
    return Corrected(tuple(by_id[a.id] for a in articles), tuple(out), notes)


def dated_by_person(judgements: Iterable[Judgement]) -> frozenset[str]:
    """Ids of the articles whose day a person has set."""
    out: set[str] = set()
    for judgement in judgements:
        if not judgement.undone and judgement.kind is JudgementKind.SET_ARTICLE and "published" in judgement.value:
            ids = article_ids(judgement.subject)
            out.update(ids) if judgement.value["published"] else out.difference_update(ids)
    return frozenset(out)


def rejected_events(judgements: Iterable[Judgement]) -> frozenset[str]:
    """Ids of the event mentions that are rejected and have not been restored since."""
    out: set[str] = set()
    for judgement in judgements:
        if judgement.undone:
            continue
        ids = cast(Sequence[str], judgement.subject.get("events", ()))
        if judgement.kind is JudgementKind.REJECT_EVENT:
            out.update(ids)
        elif judgement.kind is JudgementKind.RESTORE_EVENT:
            out.difference_update(ids)
    return frozenset(out)


def decided(judgements: Iterable[Judgement]) -> Decided:
    """Which event mentions are one event and which are not, as far as people have said; later rows supersede earlier ones."""
    taken = Decisions()
    for judgement in judgements:
        if judgement.undone:
            continue
        mentions = cast(Sequence[str], judgement.subject.get("events", ()))
        if judgement.kind is JudgementKind.JOIN_EVENTS:
            taken.join(mentions)
        elif judgement.kind is JudgementKind.SPLIT_EVENT:
            taken.split(mentions, cast("Sequence[str] | None", judgement.subject.get("from")))
        elif judgement.kind is JudgementKind.KEEP_APART:
            taken.keep_apart(mentions, cast(Sequence[str], judgement.subject["from"]))
        elif judgement.kind is JudgementKind.ADD_EVENT:
            own, joins = str(judgement.subject["event"]), read_record(AddedEvent, judgement.value).joins
            # What somebody added is an event of its own, or of the one that he named: nothing else is made of it unasked.
            taken.join([own, *joins]) if joins else taken.split([own], None)
    return taken.decided()


def rejected_mentions(judgements: Iterable[Judgement]) -> frozenset[tuple[str, Span]]:
    """Article and span of the place mentions that are rejected and have not been restored since."""
    out: set[tuple[str, Span]] = set()
    for judgement in judgements:
        if judgement.undone:
            continue
        if judgement.kind is JudgementKind.REJECT_MENTION:
            out.add(_mention_key(judgement.subject))
        elif judgement.kind is JudgementKind.RESTORE_MENTION:
            out.discard(_mention_key(judgement.subject))
    return frozenset(out)


def refused_carried(judgements: Iterable[Judgement]) -> Refused:
    """For event mentions by id and for "place" or "date": the words from which nothing is to be carried to them any more."""
    out: dict[tuple[str, str], set[Span]] = {}
    for judgement in judgements:
        if not judgement.undone and judgement.kind is JudgementKind.REFUSE_CARRIED:
            for mention in cast(Sequence[str], judgement.subject["events"]):
                out.setdefault((mention, str(judgement.subject["field"])), set()).add(_mention_key(judgement.subject)[1])
    return {key: frozenset(spans) for key, spans in out.items()}


def article_ids(subject: Mapping[str, object]) -> Sequence[str]:
    """The articles that a judgement is about, one or many."""
    if "articles" in subject:
        return cast(Sequence[str], subject["articles"])
    return [str(subject["article"])]


def _mention_key(subject: Mapping[str, object]) -> tuple[str, Span]:
    return str(subject["article"]), Span(int(cast(int, subject["start"])), int(cast(int, subject["end"])))


def with_metadata(article: Article, value: Mapping[str, object]) -> Article:
    """The article with what a judgement says of its title, publisher and date."""
    if "published" in value:
        said = value["published"]
        article = replace(article, published=date.fromisoformat(str(said)) if said else None)
    if "publisher" in value:
        article = replace(article, publisher=str(value["publisher"]) if value["publisher"] else None)
    if "title" in value:
        article = replace(article, title=str(value["title"]) if value["title"] else None)
    return article


def _without_mentions(analysis: Analysis, rejected: frozenset[tuple[str, Span]]) -> Analysis:
    """Rejected mentions are places of no event and stand for nothing; they stay in their row, so that indices hold."""
    gone = {i for i, m in enumerate(analysis.mentions) if (analysis.article, m.span) in rejected}
    if not gone:
        return analysis

    def kept(places: tuple[EventPlace, ...]) -> tuple[EventPlace, ...]:
        return tuple(p for p in places if p.mention not in gone)

    def shown(index: int, mention: Mention) -> Mention:
        return replace(mention, role=Role.CONTEXT) if index in gone else mention

    return replace(
        analysis,
        mentions=tuple(shown(i, m) for i, m in enumerate(analysis.mentions)),
        resolutions=tuple(
            replace(r, place=None, drawn=None, precision_km=0.0, reasons=REJECTED, by_person=True) if i in gone else r
            for i, r in enumerate(analysis.resolutions)
        ),
        events=tuple(replace(e, places=kept(e.places), containers=kept(e.containers)) for e in analysis.events),
    )


def _with_roles(analysis: Analysis, before: Analysis) -> Analysis:
    """A name is in the event where a happening has it among its places; one that no event has any more is only named."""

    def listed(events: Iterable[EventMention]) -> set[int]:
        happened = (e for e in events if e.type.event_class is EventClass.PHYSICAL and e.modality.happened)
        return {p.mention for e in happened for p in e.places}

    now, was = listed(analysis.events), listed(before.events)
    if now == was:
        return analysis

    def role(index: int, mention: Mention) -> Mention:
        if index in now - was:
            return replace(mention, role=Role.EVENT)
        return replace(mention, role=Role.CONTEXT) if index in was - now and mention.role is Role.EVENT else mention

    return replace(analysis, mentions=tuple(role(i, m) for i, m in enumerate(analysis.mentions)))


def _without_carried(analysis: Analysis, refused: Refused) -> Analysis:
    """Without the carried places and days that a person has refused; a later reading may take the words a little longer or shorter."""

    def is_refused(event: EventMention, field: str, words: Span | None) -> bool:
        return words is not None and any(words.overlaps(span) for span in refused.get((event.id, field), ()))

    def kept(event: EventMention) -> EventMention:
        places = tuple(p for p in event.places if not is_refused(event, PLACE, p.carried))
        when = None if event.when is not None and is_refused(event, DATE, event.when.carried) else event.when
        return event if places == event.places and when is event.when else replace(event, places=places, when=when)

    return replace(analysis, events=tuple(kept(e) for e in analysis.events)) if refused else analysis
