"""What an article goes on to tell of the one event that it places is of that event; another place, day or speaker's matter is not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from geo.events import merge
from geo.model import Analysis, Article

Tell = Callable[..., tuple[Article, Analysis]]

FRIDAY = date(2021, 9, 10)
RAID = "Warplanes bombed a market in Hama on Monday, killing 54 people, a committee of volunteers said."
SHIP = "A tanker was struck by a missile off the port of Hodeidah on Tuesday, a maritime agency said."


def parts(tell: Tell, text: str, words: tuple[str, str]) -> tuple[set[str], set[str], tuple[str, ...]]:
    """The ids of the events whose triggers begin with each word, and the reasons for all merges."""
    article, analysis = tell(text, published=FRIDAY)
    events = merge([article], {article.id: analysis})
    named: list[set[str]] = []
    for word in words:
        ids = {e.id for e in events for m in e.mentions if m.trigger.of(article.text).lower().startswith(word)}
        assert ids, (word, [m.trigger.of(article.text) for e in events for m in e.mentions])
        named.append(ids)
    return named[0], named[1], tuple(r for e in events for r in e.reasons)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"{RAID} Officials in Geneva were told at once. Rebels said that the air strike was a crime.", ("bombed", "strike")),
        (f"{RAID} The rebels said that the air strike killed more than 100.", ("bombed", "strike")),
        (f"{SHIP} The missile hit the engine room, its owner said.", ("struck", "hit")),
        ("Gunners shelled Hama province on Monday. Two shells hit a bakery in Salamiyah, the mayor said.", ("shelled", "hit")),
    ],
    ids=["the strike", "another speaker's count", "the missile", "a town of the province"],
)
def test_the_article_goes_on_with_its_one_event(tell: Tell, text: str, words: tuple[str, str]) -> None:
    one, other, reasons = parts(tell, text, words)
    assert one == other
    assert reasons


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"{RAID} Jets struck Homs on Tuesday. Rebels spoke of a fresh bombing raid.", ("bombed", "raid")),
        (f"{RAID} Rebels spoke of another air strike, which hit nobody.", ("bombed", "strike")),
        (f"{RAID} An air strike on Thursday hit nobody.", ("bombed", "strike")),
    ],
    ids=["two places", "another", "another day"],
)
def test_what_may_be_another_event_stays_apart(tell: Tell, text: str, words: tuple[str, str]) -> None:
    one, other, _ = parts(tell, text, words)
    assert one.isdisjoint(other)
