"""One article analysed: its passages, the places and the events that it names."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from geo import syntax
from geo.errors import GeoError
from geo.events import extract
from geo.events.incidents.reader import Reader
from geo.gazetteer import Gazetteer
from geo.model import Analysis, Article, Failure, Resolution
from geo.reading import read
from geo.recognise import Recogniser
from geo.resolve import resolve

_RECOGNISER = Recogniser()


def analyse(article: Article, gazetteer: Gazetteer, recogniser: Recogniser = _RECOGNISER) -> Analysis:
    """Everything the program finds in one article; an article that is not in English is kept with nothing found."""
    reading = read(article)
    passages = tuple(p.span for p in reading.passages)
    if not article.analysed:
        return Analysis(article.id, passages, (), (), ())
    mentions = recogniser.recognise(reading, gazetteer)
    resolutions = resolve(mentions, gazetteer)
    sheet = cache(lambda: Reader.load().read(reading))
    found = extract(article, reading, mentions, resolutions, country_names(resolutions, gazetteer), sheet=sheet)
    return Analysis(article.id, passages, found.mentions, resolutions, found.events, gazetteer.versions)


def analysed(article: Article, gazetteer: Gazetteer) -> tuple[Analysis, Failure | None]:
    """The analysis; an article on which the program itself fails is kept with nothing found and named, and the rest goes on."""
    try:
        return analyse(article, gazetteer), None
    except (GeoError, MemoryError):
        raise
    except Exception as error:  # a fault of the program must not cost the user the other articles
        what = (
            f"{article.id}: it was taken in but not analysed, by a fault of Dateline ({type(error).__name__}: {error}). Please report it."
        )
        return Analysis(article.id, (), (), (), ()), Failure(article.id, what)


def warm_up() -> None:
    """Load the models, which takes two seconds, before the first article needs them."""
    _RECOGNISER.warm_up()
    Reader.load()
    syntax.warm_up()


def country_names(resolutions: Sequence[Resolution], gazetteer: Gazetteer) -> dict[str, str]:
    """Names of the countries that the article's places lie in, by ISO code."""
    codes = {r.place.country for r in resolutions if r.place is not None and r.place.country}
    found = {code: gazetteer.country(code) for code in codes}
    return {code: place.name for code, place in found.items() if place is not None}
