"""An article made by hand, one of whose mentions has its place and its day from another passage of the same incident."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date

from synthetic import KAFR_ZITA, place

from geo.events import merged
from geo.model import (
    Analysis,
    Article,
    Attribution,
    Corpus,
    EventMention,
    EventPlace,
    EventType,
    Kind,
    Mention,
    Part,
    Resolution,
    Role,
    Span,
    When,
)

SENTENCES = (
    "The mayor of Kafr Zita said on Tuesday that planes had come at dusk.",
    "Streets were empty.",
    "An air strike hit the mill, a miller said.",
    "Later shelling hit the road to Al Dana.",
)
TEXT = " ".join(SENTENCES)
AL_DANA = place("Al Dana", 36.77, 36.21)


def at(words: str) -> Span:
    return Span(TEXT.index(words), TEXT.index(words) + len(words))


PASSAGES = tuple(at(sentence) for sentence in SENTENCES)
PLACE_WORDS, DAY_WORDS = at("Kafr Zita"), at("on Tuesday")
TUESDAY = date(2015, 10, 6)


def article(id: str = "mill.txt") -> Article:
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    return Article(id, TEXT, digest, title="A mill is hit", publisher="Test wire", published=date(2015, 10, 7), language="en")


def analysis(id: str = "mill.txt", *, place_words: Span = PLACE_WORDS) -> Analysis:
    """What the mayor says, the strike (place and day carried from it), and shelling elsewhere with a place of its own."""
    mentions = (
        Mention(id, PLACE_WORDS, "Kafr Zita", 0, Kind.LITERAL, Role.EVENT, 0.9),
        Mention(id, at("Al Dana"), "Al Dana", 3, Kind.LITERAL, Role.EVENT, 0.9),
    )
    mayor = EventMention(
        id="mayor",
        article=id,
        type=EventType.STATEMENT,
        trigger=at("said"),
        span=PASSAGES[0],
        passage=0,
        attribution=Attribution("The mayor", at("The mayor")),
        incident="planes",
    )
    strike = EventMention(
        id="strike",
        article=id,
        type=EventType.AIR_STRIKE,
        trigger=at("strike"),
        span=PASSAGES[2],
        passage=2,
        when=When("on Tuesday", DAY_WORDS, TUESDAY, TUESDAY, inferred=True, carried=DAY_WORDS),
        places=(EventPlace(0, Part.LOCATION, place_words),),
        attribution=Attribution("a miller", at("a miller")),
        incident="strike",
    )
    shelling = EventMention(
        id="shelling",
        article=id,
        type=EventType.MISSILE_ATTACK,
        trigger=at("shelling"),
        span=PASSAGES[3],
        passage=3,
        places=(EventPlace(1, Part.LOCATION),),
        campaign=True,
    )
    known = tuple(Resolution(i, p, 0.9, p.extent_km, False, ()) for i, p in enumerate((KAFR_ZITA, AL_DANA)))
    return Analysis(id, PASSAGES, mentions, known, (mayor, strike, shelling))


def named_too() -> Analysis:
    """The same, where another mention of the strike names the place itself."""
    made = analysis()
    told = replace(made.events[1], id="again", trigger=at("planes"), span=PASSAGES[0], passage=0, places=(EventPlace(0, Part.LOCATION),))
    return replace(made, events=(*made.events, told))


def corpus(made: Analysis | None = None) -> Corpus:
    made = made or analysis()
    articles = (article(made.article),)
    analyses = {made.article: made}
    return Corpus(articles, analyses, merged(articles, analyses, certain=0.0).events)  # what is made up here has no likelihood
