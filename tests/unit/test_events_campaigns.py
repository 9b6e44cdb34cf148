"""A campaign told of as a whole is one event over all articles; single strikes, other countries and other doers stay out of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from geo.events import merge
from geo.model import Analysis, Article, Event

Tell = Callable[..., tuple[Article, Analysis]]

FRIDAY = date(2021, 9, 10)
WHOLE = "Officials in Tripoli criticised the Turkish campaign of air strikes in Libya."
GOING_ON = "Turkey said that it is bombing depots of smugglers. Its air strikes have hit 40 targets in Libya, the ministry said."
SINGLE = "Turkish jets bombed a depot in Sirte on Thursday."
ELSEWHERE = "Turkish air strikes in Iraq go on, the ministry said."
OTHER = "Residents fled the Egyptian air strikes in Libya."


def events_of(tell: Tell, *texts: str) -> tuple[tuple[Event, ...], dict[str, Article]]:
    told = [tell(text, published=FRIDAY, id=f"a{n}") for n, text in enumerate(texts)]
    return merge([a for a, _ in told], {a.id: analysis for a, analysis in told}), {a.id: a for a, _ in told}


def together(tell: Tell, *texts: str) -> bool:
    """Whether one event has a mention of every text."""
    return any(len(e.articles) == len(texts) for e in events_of(tell, *texts)[0])


def test_a_campaign_is_one_event_in_all_articles_and_says_why(tell: Tell) -> None:
    events, _ = events_of(tell, WHOLE, GOING_ON)
    [campaign] = [e for e in events if len(e.articles) == 2]
    assert any("as a whole" in reason or "the same doer in" in reason for reason in campaign.reasons), campaign.reasons


@pytest.mark.parametrize("other", [SINGLE, ELSEWHERE, OTHER], ids=["one strike", "another country", "another doer"])
def test_what_is_not_the_campaign_stays_out_of_it(tell: Tell, other: str) -> None:
    assert not together(tell, WHOLE, other)


@pytest.mark.parametrize("follow", ["The air raids go on, residents said.", "Many families fled from the air strikes."])
def test_the_strikes_of_an_article_with_one_attacker_are_his(tell: Tell, follow: str) -> None:
    assert together(tell, WHOLE, f"Turkish jets struck a convoy near Sabha on Monday. {follow}") is True
    two_sides = f"Turkish jets struck a convoy near Sabha on Monday. Egyptian jets bombed Derna on Tuesday. {follow}"
    assert not together(tell, WHOLE, two_sides)


def test_a_speaker_who_goes_on_means_the_same_move_and_not_another_speakers(tell: Tell) -> None:
    text = (
        "Two defence officials said that Turkey had moved tanks and troops to western Libya. "
        "Turkey is massing troops in Libya, one of the officials said.\n"
        "A day before, the NATO secretary general had spoken of a military build-up by Turkey in Libya."
    )
    events, articles = events_of(tell, text)
    of = {m.trigger.of(articles["a0"].text): e.id for e in events for m in e.mentions}
    assert of["moved"] == of["massing"]
    assert of["build-up"] != of["moved"]
