"""Grammar on demand: which passages are parsed, and that leaving the rest unparsed loses no event."""

from __future__ import annotations

import pytest

from geo.events import extract
from geo.events.triggers.needed import may_report, needed
from geo.model import Article
from geo.reading import read
from geo.syntax import parse

STORY = """The fair opened on Saturday with a parade.

Visitors tasted forty kinds of cheese in the old town hall.

Colonel Petro Hrabar runs the press desk.

Shells struck the village of Lyman at dawn, Hrabar said. Nine of them hit the school.

The weather will stay dry until Thursday."""


def article(text: str) -> Article:
    return Article("a", text, "0" * 64)


@pytest.mark.parametrize(
    ("text", "reports"),
    [
        ("Warplanes struck the town.", True),
        ("Two men were shot dead in the market.", True),
        ("Gunmen fled across the river.", True),
        ("The army withdrew its troops from the hills.", True),
        ("The museum opens its new wing in May.", False),
        ("Voters elected a mayor for the third time.", False),
    ],
)
def test_a_passage_is_parsed_where_a_word_of_the_lexicon_stands(text: str, reports: bool) -> None:
    assert may_report(text) is reports


def test_only_what_an_event_needs_is_parsed() -> None:
    reading = read(article(STORY))
    parsed = [s.passage.span.of(STORY) for s in parse(reading, needed(reading)) if s.tokens]
    assert not any("cheese" in p or "weather" in p for p in parsed)
    assert any("Lyman" in p for p in parsed)
    assert any("Nine of them" in p for p in parsed), "counts on from the event"
    assert any("Petro Hrabar" in p for p in parsed), "gives the speaker's full name"


def test_the_events_are_those_of_a_whole_parse() -> None:
    story = article(STORY)
    reading = read(story)
    on_demand = extract(story, reading, (), (), {})
    whole = extract(story, reading, (), (), {}, parse(reading))
    assert on_demand == whole
    assert on_demand.events[0].attribution is not None
    assert on_demand.events[0].attribution.speaker == "Petro Hrabar"


def test_an_article_without_events_is_not_parsed_at_all() -> None:
    reading = read(article("The fair opened on Saturday. Visitors tasted cheese."))
    assert needed(reading) == frozenset()
    assert all(not s.tokens for s in parse(reading, needed(reading)))
