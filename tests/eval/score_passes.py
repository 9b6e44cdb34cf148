"""What each pass of `geo.events.passes` is worth: our own reports of `blind3` read with all passes, and with each left out.

    python tests/eval/score_passes.py

A row for each figure that a pass moves by half a point or more, with all passes and without it; P and R of a figure are told as its
F1. Only totals of both halves together are shown. A pass without a row is held by tests/unit alone: these reports do not ask for it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import closing

from reading_blind3 import FOLDER, HALVES, Outcome, Score, load_gold
from score_blind3 import FAULTS, FIGURES, score_half
from scoring import Record, table

from geo.articles import gather
from geo.cli.records import article_record, event_record
from geo.events.discourse import Discourse
from geo.events.extract import settled
from geo.events.incidents.reader import Reader
from geo.events.passes import PASSES, Pass
from geo.events.triggers.needed import needed
from geo.gazetteer import open_default
from geo.model import Analysis
from geo.pipeline import corpus
from geo.pipeline.analysis import country_names
from geo.reading import read
from geo.recognise import Recogniser
from geo.resolve import resolve
from geo.syntax import parse
from geo.views.book import Book

LEAST = 0.005  # of a figure, that is told


def readings(gold: Record, half: str) -> Iterator[Discourse]:
    """The reports of a half, as they are before the first pass."""
    recogniser, reader = Recogniser(), Reader.load()
    gathered = gather([FOLDER / "articles" / a["file"] for a in gold["articles"] if a["half"] == half])
    with closing(open_default(added=False)) as gazetteer:
        for article in gathered.articles:
            reading = read(article)
            mentions = recogniser.recognise(reading, gazetteer)
            resolutions = resolve(mentions, gazetteer)
            names, sentences = country_names(resolutions, gazetteer), parse(reading, needed(reading))
            sheet = reader.read(reading)
            yield Discourse.of(article, reading, mentions, resolutions, names, sentences, lambda sheet=sheet: sheet)


def outcome(discourses: Sequence[Discourse], passes: Sequence[Pass]) -> Outcome:
    """What the passes make of a half."""
    analyses: list[Analysis] = []
    for d in discourses:
        found = settled(d, passes)
        spans = tuple(p.span for p in d.reading.passages)
        analyses.append(Analysis(d.article.id, spans, found.mentions, d.resolutions, found.events))
    articles = [d.article for d in discourses]
    together = corpus(articles, analyses)
    book = Book(together)
    records = {a.id: article_record(a, analysis) for a, analysis in zip(articles, analyses, strict=True)}
    return Outcome(records, [event_record(e, book) for e in together.events], [list(family) for family in together.families])


def figures(scores: Sequence[Score]) -> dict[str, float]:
    """Of all halves together: F1 where there are a precision and a recall, shares of right answers, and numbers of faults."""
    whole = Score()
    for score in scores:
        whole.right += score.right
        whole.all += score.all
        whole.faults += score.faults
    out: dict[str, float] = {}
    for name in FIGURES:
        if name.endswith(" R"):
            p, r = whole.value(f"{name[:-2]} P"), whole.value(name)
            out[f"{name[:-2]} F1"] = 2 * p * r / (p + r) if p + r else 0.0
        elif not name.endswith(" P"):
            out[name] = whole.value(name)
    return out | {f"faults: {name}": float(whole.faults[name]) for name in FAULTS}


def main() -> int:
    gold = load_gold()
    read_of = {half: list(readings(gold, half)) for half in HALVES}

    def with_passes(passes: Sequence[Pass]) -> dict[str, float]:
        return figures([score_half(half, gold, outcome(read_of[half], passes)) for half in HALVES])

    everything = with_passes(PASSES)
    rows: list[tuple[object, ...]] = []
    for step in PASSES[1:]:  # without triggers there is nothing
        left = with_passes([p for p in PASSES if p is not step])
        moved = [f for f in everything if abs(everything[f] - left[f]) >= LEAST]
        shown = [(step.name, f, f"{everything[f]:.3f}", f"{left[f]:.3f}") for f in moved]
        rows += shown or [(step.name, "none", "", "")]
    print(table(rows, ("pass", "figure", "with all passes", "without it")))
    return 0


if __name__ == "__main__":
    sys.exit(main())
