"""What an article gives as it is read, before any of it becomes an event: computed once, and changed by nobody."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from geo.events.arguments.going_on import with_going_on
from geo.events.arguments.quantities import Counted, quantities
from geo.events.arguments.sharing import of_them
from geo.events.arguments.where import Located, locate
from geo.events.attribution.cast import Cast
from geo.events.attribution.hearing import Heard, heard
from geo.events.incidents.logistic import Logistic
from geo.events.incidents.reader import Sheet
from geo.events.timex.entries import EntryDay, entry_days
from geo.events.timex.heads import ReportDay, report_day
from geo.events.timex.when import Expression, expressions
from geo.events.triggers.coded import Coded
from geo.events.triggers.coding import code
from geo.events.triggers.spotted import with_spotted
from geo.model import Article, Mention, Reading, Resolution, When
from geo.syntax import Sentence


@dataclass(frozen=True, slots=True)
class Discourse:
    """An article with all that its sentences tell by themselves; what is "by sentence" stands in the order of `sentences`."""

    article: Article
    reading: Reading
    mentions: tuple[Mention, ...]
    resolutions: tuple[Resolution, ...]
    sentences: tuple[Sentence, ...]
    day: ReportDay
    by_entry: Mapping[int, EntryDay]  # by passage
    triggers: tuple[tuple[Coded, ...], ...]  # by sentence
    located: tuple[Located, ...]  # by sentence
    counted: tuple[tuple[Counted, ...], ...]  # by sentence
    dated: tuple[tuple[Expression, ...], ...]  # by sentence
    heard: tuple[Heard, ...]  # by sentence
    sheet: Callable[[], Sheet] | None  # of the reader of whole articles, read when it is asked for

    @classmethod
    def of(
        cls,
        article: Article,
        reading: Reading,
        mentions: Sequence[Mention],
        resolutions: Sequence[Resolution],
        country_names: Mapping[str, str],
        sentences: Sequence[Sentence],
        sheet: Callable[[], Sheet] | None = None,
        chooses: Logistic | None = None,
    ) -> Discourse:
        """`chooses` tells which triggers report something, in the place of the shipped model."""
        day = report_day(article, reading)
        by_entry = entry_days(reading, day)
        coded = code(sentences)
        if sheet is not None and any(coded):
            coded = with_spotted(sheet(), sentences, coded, chooses)
        # The numbers of coordinates count nothing.
        given = [m.clues.stated.span for m in mentions if m.clues.stated is not None]
        counted = [[c for c in quantities(s, reading) if not any(c.quantity.span.overlaps(g) for g in given)] for s in sentences]
        triggers = with_going_on(article.text, sentences, coded, counted)
        here = _by_passage(mentions)
        cast = Cast.of(sentences, mentions, resolutions, country_names, article.text)
        return cls(
            article,
            reading,
            tuple(mentions),
            tuple(resolutions),
            tuple(sentences),
            day,
            by_entry,
            triggers,
            tuple(locate(s, found, here.get(s.passage.index, ()), resolutions) for s, found in zip(sentences, triggers, strict=True)),
            of_them(counted),
            tuple(tuple(expressions(s, reading, by_entry.get(s.passage.index, day))) for s in sentences),
            heard(sentences, triggers, cast, reading, sheet),
            sheet,
        )

    @property
    def named(self) -> Mapping[int, Sequence[tuple[int, Mention]]]:
        """By passage the mentions of places that stand in it, with their index."""
        return _by_passage(self.mentions)

    @property
    def days(self) -> tuple[tuple[When, int], ...]:
        """The date expressions of the article, each with its passage."""
        return tuple((e.when, s.passage.index) for s, found in zip(self.sentences, self.dated, strict=True) for e in found)

    @property
    def actors(self) -> frozenset[int]:
        """Mentions of places that act."""
        return frozenset[int]().union(*(found.actors for found in self.located))

    @property
    def aside(self) -> frozenset[int]:
        """Mentions of places at which nothing of it happened."""
        return frozenset[int]().union(*(found.aside for found in self.located))


def _by_passage(mentions: Sequence[Mention]) -> dict[int, list[tuple[int, Mention]]]:
    out: dict[int, list[tuple[int, Mention]]] = {}
    for index, mention in enumerate(mentions):
        out.setdefault(mention.passage, []).append((index, mention))
    return out
