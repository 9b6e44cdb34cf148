"""`dateline purge`: shows what would be removed from a project for good, and removes it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from geo import pipeline
from geo.cli.opened import opened, progress
from geo.cli.output import reconfigure, row, say
from geo.errors import ProjectError
from geo.gazetteer import data_folder
from geo.pipeline import Doomed, PurgePreview, PurgeReport
from geo.project import Project
from geo.project.purging import Hit, folded
from geo.safe_text import encodable

USAGE = """what goes, and what does not:
  The article, or the name, goes from texts, titles, paths, decisions and their history, layers, free pages and logs of the
  project file, and from Dateline's own folder. A note stays that something was removed, and when. In a text a name becomes
  as many blanks as it has letters. Nothing of this can be undone; exports, copies and the original files are not reached.

  --name finds the name whatever its case, accents, hyphens and line breaks, and run into another word. Parts of it, other
  spellings and longer words are shown by --dry-run and stay, unless --also names them. "--name -" reads names from standard
  input, a line each, so that they stand in no history of the shell."""
_CONTEXTS = 3  # places that are shown of a spelling


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = USAGE
    parser.add_argument("project", metavar="PROJECT", type=Path)
    parser.add_argument(
        "--article", metavar="ID", action="append", default=[], type=encodable, help="an article to remove; may be repeated"
    )
    parser.add_argument(
        "--name",
        metavar="TEXT",
        action="append",
        default=[],
        type=encodable,
        help="a name, a number or other words to remove; - reads them",
    )
    parser.add_argument(
        "--also", metavar="WRITTEN", action="append", default=[], type=encodable, help="a spelling that --dry-run shows with [ ]"
    )
    parser.add_argument(
        "--keep", metavar="WRITTEN", action="append", default=[], type=encodable, help="a spelling that --dry-run shows with [x]"
    )
    parser.add_argument("--dry-run", action="store_true", help="show what would be removed, and remove nothing")
    told = "keep a mark by which the article is known, and left out, when it is taken in again; whoever has both can tell by it"
    parser.add_argument("--remember", action="store_true", help=told)
    parser.add_argument("--forget-marks", action="store_true", help="delete the marks of articles that were removed before")


def purge(given: argparse.Namespace) -> int:
    names = list(_names(given.name))
    if not given.article and not names and not given.forget_marks:
        say("dateline purge: say what to remove: --article ID or --name TEXT")
        return 2
    if given.forget_marks:
        _forget_marks(given.project)
        if not given.article and not names:
            return 0
    preview = pipeline.purge_preview(given.project, given.article, names, folder=data_folder())
    chosen = _chosen(preview.hits, given.also, given.keep)
    for name in names:
        if not any(hit.name == " ".join(name.split()) for hit in preview.hits):
            say(f'dateline: {given.project}: "{name}" was not found. Try another spelling, or a part of it.')
    if not given.article and not preview.hits:
        return 1
    if given.dry_run:
        for line in _lines(preview, chosen):
            row(line)
        return 0
    report = pipeline.purge(
        given.project,
        opened(given),
        given.article,
        names,
        chosen=chosen,
        remember=given.remember,
        folder=data_folder(),
        on_progress=progress,
    )
    return _told(given.project, report)


def _names(given: Iterable[str]) -> Iterator[str]:
    for name in given:
        if name == "-":
            if sys.stdin is None:  # pyright: ignore[reportUnnecessaryComparison]
                raise ProjectError("standard input is closed, so no names can be read from it.")
            reconfigure(sys.stdin, errors="surrogateescape")
            yield from (encodable(line.strip()) for line in sys.stdin if line.strip())
        else:
            yield name


def _chosen(hits: Sequence[Hit], also: Sequence[str], keep: Sequence[str]) -> frozenset[str]:
    """The places that are meant: those ticked, with and without what the user says."""
    written = {folded(hit.written) for hit in hits}
    for form in (*also, *keep):
        if folded(form) not in written:
            raise ProjectError(f'No place is written "{form}". See what there is: add --dry-run.')
    more, less = {folded(form) for form in also}, {folded(form) for form in keep}
    return frozenset(h.key for h in hits if folded(h.written) not in less and (h.ticked or folded(h.written) in more))


def _lines(preview: PurgePreview, chosen: frozenset[str]) -> Iterator[str]:
    for doomed in preview.articles:
        yield _article_line(doomed)
    order = sorted(preview.hits, key=lambda h: (h.name, h.key not in chosen, h.how, folded(h.written)))
    for name, of_name in groupby(order, key=lambda h: h.name):
        listed = list(of_name)
        meant = sum(h.key in chosen for h in listed)
        yield f'"{_safe(name)}": {_count(meant, "place")} to be removed, {len(listed) - meant} like it to stay'
        for (out, how, _), same in groupby(listed, key=lambda h: (h.key not in chosen, h.how, folded(h.written))):
            places = list(same)
            yield f"  [{' ' if out else 'x'}] {len(places):>4}  {_safe(places[0].written)}  ({how.value})"
            for hit in places[:_CONTEXTS]:
                where = f"{_safe(hit.article)}, {hit.holder.value}" if hit.article else hit.holder.value
                yield f"             {where}: …{_safe(hit.before)}[{_safe(hit.written)}]{_safe(hit.after)}…"
            if len(places) > _CONTEXTS:
                yield f"             and {len(places) - _CONTEXTS} more"
    for place in preview.elsewhere:
        yield f"also in {_safe(place)}"


def _article_line(doomed: Doomed) -> str:
    title = f" ({_safe(doomed.title)})" if doomed.title else ""
    if doomed.why:
        return f'stays: {_safe(doomed.article)}{title} {doomed.why}; to remove it too add --article "{_safe(doomed.article)}"'
    told = f"events in {_count(doomed.events, 'passage')}, {_count(doomed.decisions, 'decision')} about it"
    return f"article {_safe(doomed.article)}{title}: {told}"


def _told(project: Path, report: PurgeReport) -> int:
    what = [_count(report.articles, "article")] if report.articles else []
    what += [_count(report.places, "place")] if report.places else []
    say(f"{project}: {' and '.join(what)} removed for good")
    if report.read_again:
        say(f"{project}: {_count(report.read_again, 'article')} read again without the name")
    if report.decisions:
        say(f"{project}: {_count(report.decisions, 'decision')} about it removed")
    for place in report.elsewhere:
        say(f"also removed from {place}")
    for note in report.notes:
        say(note)
    for failure in report.failures:
        say(f"dateline: {failure.message}")
    return 1 if report.failures else 0


def _forget_marks(path: Path) -> None:
    project = Project.open(path)
    try:
        project.forget_marks()
    finally:
        project.close()
    say(f"{path}: marks of removed articles deleted")


def _safe(text: str | None) -> str:
    """Article text for a terminal: on one line, without what would steer it."""
    return "".join(c if c.isprintable() else " " for c in text or "")


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
