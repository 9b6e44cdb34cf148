"""`dateline review`: what of a project has been checked; accepting, rejecting, editing and adding, each of which can be undone."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from geo import pipeline
from geo.cli.opened import opened
from geo.cli.output import record, row, say
from geo.errors import JudgementError
from geo.model import Analysis, Article, Corpus, EditField, Event, EventMention, EventType, ReviewState, Span
from geo.pipeline import deciding
from geo.pipeline.deciding import ids
from geo.project import Decision, Project

_STATES = {"accept": ReviewState.ACCEPTED, "unidentified": ReviewState.UNIDENTIFIED, "uncheck": ReviewState.FOUND}
_ACTIONS = ("list", *_STATES, "reject", "restore", "edit", "add-event", "add-place", "undo", "redo")
_EPILOG = """
  review PROJECT                                   how much has been checked, and what is still to be
  review PROJECT accept|reject|restore|unidentified|uncheck EVENT...
  review PROJECT edit EVENT FIELD VALUE            FIELD: type modality date actor target speaker; "none" for nothing
  review PROJECT edit EVENT FIELD --words ARTICLE START END   as these words say; FIELD also quantity, place
  review PROJECT edit EVENT quantity VALUE --words ARTICLE START END   "at least 12 people killed"; a place: origin, target, way ...
  review PROJECT add-event --words ARTICLE START END --type TYPE     or --to EVENT: one more passage of it
  review PROJECT add-place --words ARTICLE START END
  review PROJECT undo|redo
EVENT is an id of `dateline events PROJECT --json`, or of one of its mentions. START and END are code points, as there.
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = _EPILOG
    parser.add_argument("project", metavar="PROJECT", type=Path)
    parser.add_argument("action", metavar="ACTION", nargs="?", choices=_ACTIONS, default="list", help=", ".join(_ACTIONS))
    parser.add_argument("values", metavar="EVENT|FIELD|VALUE", nargs="*")
    parser.add_argument("--words", metavar=("ARTICLE", "START", "END"), nargs=3, help="words of an article")
    parser.add_argument("--type", metavar="TYPE", default=EventType.OTHER.value, help='of an event that is added: "Armed clash"')
    parser.add_argument("--to", metavar="EVENT", help="add-event: the event of which the words are one more passage")
    parser.add_argument("--state", metavar="STATE", default=ReviewState.FOUND.value, help='list: found, accepted, rejected …, or "all"')
    parser.add_argument("--author", metavar="NAME", help="who decides; by default the user of this machine")
    parser.add_argument("--json", action="store_true", help="list: as JSON instead of lines")


def review(given: argparse.Namespace) -> int:
    project = Project.open(given.project)
    try:
        corpus = pipeline.corpus(project.articles(), project.analyses(), project.judgements())
        if given.action == "list":
            return _list(given, corpus)
        if given.action in ("undo", "redo"):
            return _step(given, project)
        project.judge_all(_DECIDE[given.action](given, corpus), given.author)
        told = pipeline.corpus(project.articles(), project.analyses(), project.judgements())
        say(f"{given.project}: {(project.undo_text or '').lower()}; {_progress(told)}")
        return 0
    finally:
        project.close()


# --- looking --------------------------------------------------------------------------------------------------------------


def _list(given: argparse.Namespace, corpus: Corpus) -> int:
    wanted = None if given.state == "all" else next((s for s in ReviewState if s.value == given.state), ReviewState.FOUND)
    if wanted is not None and wanted.value != given.state:
        raise JudgementError(f'"{given.state}" is no state. One of: {", ".join(s.value for s in ReviewState)}, all.')
    rows = [r for r in _rows(corpus) if wanted is None or r["review"] == wanted.value]
    done, total = deciding.checked(corpus)
    if given.json:
        record({"checked": done, "events": total, "listed": rows})
        return 0
    for each in rows:
        row(f"{each['id']}  {each['review']:<20}  {each['label']}")
    row(_progress(corpus))
    return 0


def _rows(corpus: Corpus) -> list[dict[str, Any]]:
    rows = [
        {
            "id": event.id,
            "label": event.label,
            "review": corpus.reviews.of_event(ids(event.mentions)).value,
            "mentions": ids(event.mentions),
        }
        for event in corpus.events
    ]
    known = _mentions(corpus)
    for group in corpus.reviews.rejected_together:
        mentions = sorted((known[m] for m in group if m in known), key=lambda m: (m.article, m.trigger.start))
        if mentions:
            label = mentions[0].type.value
            rows.append({"id": mentions[0].id, "label": label, "review": ReviewState.REJECTED.value, "mentions": ids(mentions)})
    return rows


def _progress(corpus: Corpus) -> str:
    done, total = deciding.checked(corpus)
    return f"{done:,} of {total:,} checked"


# --- deciding -------------------------------------------------------------------------------------------------------------


def _step(given: argparse.Namespace, project: Project) -> int:
    text = project.undo_text if given.action == "undo" else project.redo_text
    done = project.undo() if given.action == "undo" else project.redo()
    told = f"{given.action}: {(text or '').lower()}" if done else f"there is nothing to {given.action}"
    say(f"{given.project}: {told}")
    return 0 if done else 1


def _review(given: argparse.Namespace, corpus: Corpus) -> list[Decision]:
    return deciding.reviewed(_events(given.values, corpus), _STATES[given.action])


def _reject(given: argparse.Namespace, corpus: Corpus) -> list[Decision]:
    return deciding.rejected(_events(given.values, corpus))


def _restore(given: argparse.Namespace, corpus: Corpus) -> list[Decision]:
    return deciding.restored(_events(given.values, corpus))


def _edit(given: argparse.Namespace, corpus: Corpus) -> list[Decision]:
    if len(given.values) not in (2, 3) or (len(given.values) == 2 and given.words is None):
        raise JudgementError("Say which event, which field, and its value or --words ARTICLE START END.")
    event, field = _event(given.values[0], corpus), _field(given.values[1])
    if given.words is None:
        if field in (EditField.QUANTITY, EditField.PLACE):
            raise JudgementError(f"An event has several of that kind: say which {field.value} by --words ARTICLE START END.")
        return [deciding.edited(ids(event), field, deciding.given_of(field, given.values[2]))]
    article, analysis, words = _words(given, corpus)
    if len(given.values) == 2:
        with_gazetteer = opened(given)
        try:
            return deciding.added_to(event, field, article, analysis, words, with_gazetteer)
        finally:
            with_gazetteer.close()
    here = [m for m in event if m.article == article.id]
    return [deciding.edited(ids(here), field, deciding.given_of(field, given.values[2]), article.id, words)]


def _add_event(given: argparse.Namespace, corpus: Corpus) -> list[Decision]:
    article, analysis, words = _words(given, corpus)
    of = next((e for e in corpus.events if given.to and given.to in (e.id, *ids(e.mentions))), None)
    if given.to and of is None:
        raise JudgementError(_unknown(given.to))
    kind = of.type if of is not None else deciding.given_of(EditField.TYPE, given.type).type
    assert kind is not None
    return deciding.added_event(article, analysis, words, kind, of)


def _add_place(given: argparse.Namespace, corpus: Corpus) -> list[Decision]:
    article, analysis, words = _words(given, corpus)
    gazetteer = opened(given)
    try:
        return deciding.added_name(article, analysis, words, gazetteer)
    finally:
        gazetteer.close()


_DECIDE: dict[str, Callable[[argparse.Namespace, Corpus], list[Decision]]] = {
    **dict.fromkeys(_STATES, _review),
    "reject": _reject,
    "restore": _restore,
    "edit": _edit,
    "add-event": _add_event,
    "add-place": _add_place,
}


def _events(values: Sequence[str], corpus: Corpus) -> list[Sequence[EventMention]]:
    if not values:
        raise JudgementError("Say which events, by their ids.")
    return [_event(value, corpus) for value in values]


def _event(value: str, corpus: Corpus) -> Sequence[EventMention]:
    """The mentions of an event, by its id or that of one of them; of a rejected one by the latter alone."""
    event: Event | None = next((e for e in corpus.events if value in (e.id, *ids(e.mentions))), None)
    if event is not None:
        return event.mentions
    group = next((g for g in corpus.reviews.rejected_together if value in g), None)
    if group is None:
        raise JudgementError(_unknown(value))
    known = _mentions(corpus)
    return [known[m] for m in sorted(group) if m in known]


def _unknown(value: str) -> str:
    return f'The project has no event "{value}". Its ids: dateline events PROJECT --json, or dateline review PROJECT list --state all.'


def _mentions(corpus: Corpus) -> dict[str, EventMention]:
    return {m.id: m for analysis in corpus.analyses.values() for m in analysis.events}


def _field(value: str) -> EditField:
    found = next((f for f in EditField if f.value == value), None)
    if found is None:
        raise JudgementError(f'"{value}" is no field. One of: {", ".join(f.value for f in EditField)}.')
    return found


def _words(given: argparse.Namespace, corpus: Corpus) -> tuple[Article, Analysis, Span]:
    if given.words is None:
        raise JudgementError("Say which words: --words ARTICLE START END.")
    name, start, end = given.words
    article = next((a for a in corpus.articles if a.id == name), None)
    if article is None:
        raise JudgementError(f'The project has no article "{name}".')
    if not (start.isdigit() and end.isdigit()):
        raise JudgementError(f'"{start} {end}" are no offsets. They are numbers, as in dateline parse.')
    return article, corpus.analyses[article.id], Span(int(start), int(end))
