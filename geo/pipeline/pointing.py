"""What a person points out in an article: a place name to be resolved as the program resolves its own, and a number to be read."""

from __future__ import annotations

from geo.errors import JudgementError
from geo.events import date_words_in, typed_number
from geo.gazetteer import Gazetteer
from geo.model import Analysis, Article, Kind, Resolution, Role, Span
from geo.project import Given, NamedPlace
from geo.reading import read
from geo.recognise import pointed_out
from geo.resolve import resolve


def named_place(article: Article, analysis: Analysis, words: Span, gazetteer: Gazetteer) -> tuple[Span, NamedPlace]:
    """The place name at these words, with whole words taken in, and which place it is, by the same resolver as all others.

    Raises JudgementError where the words hold no name.
    """
    found = pointed_out(read(article), words, analysis.mentions, gazetteer)
    if found is None:
        said = " ".join(words.of(article.text).split())
        raise JudgementError(f'{article.id}: "{said[:60]}" holds no word that could be a name. Select the name of a place.')
    mentions, index = found
    resolution = resolve(mentions, gazetteer)[index]
    return mentions[index].span, NamedPlace(mentions[index].kind, mentions[index].clues, _alone(resolution))


def _alone(resolution: Resolution) -> Resolution:
    return Resolution(
        0,
        resolution.place,
        resolution.score,
        resolution.precision_km,
        resolution.uncertain,
        resolution.reasons,
        resolution.alternatives,
        extent_km=resolution.extent_km,
        displaced_km=resolution.displaced_km,
        doubts=resolution.doubts,
        drawn=resolution.drawn,
    )


def names_within(analysis: Analysis, words: Span) -> tuple[Span, ...]:
    """The place names in these words where something may happen: none that stands for a government, a body or a people."""
    taken = {p.mention for event in analysis.events for p in event.places}

    def locates(index: int) -> bool:
        mention = analysis.mentions[index]
        return index in taken or (mention.kind is Kind.LITERAL and mention.role is not Role.ACTOR)

    return tuple(m.span for i, m in enumerate(analysis.mentions) if words.contains(m.span) and locates(i))


def number_at(article: Article, words: Span) -> Given:
    """The number that these words tell. Raises JudgementError where they tell none."""
    said = words.of(article.text)
    number = typed_number(said)
    if number is None:
        raise JudgementError(
            f'{article.id}: "{" ".join(said.split())[:60]}" holds no number. Select it with what it counts: "26 missiles".'
        )
    return Given(value=number.value, upper=number.upper, unit=number.unit, comparator=number.comparator, befell=number.befell)


def day_within(article: Article, words: Span) -> Span | None:
    """The first words among these that tell a day."""
    found = next(iter(date_words_in(words.of(article.text))), None)
    return Span(words.start + found[0], words.start + found[1]) if found is not None else None
