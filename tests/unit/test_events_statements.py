"""Statements, meetings and background: listed, with who speaks, and never drawn."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from geo.model import Analysis, Article, EventClass, Modality, Role

Tell = Callable[..., tuple[Article, Analysis]]


def of_class(analysis: Analysis, kind: EventClass) -> list[str]:
    return [e.trigger.of(text_of[analysis.article]) for e in analysis.events if e.type.event_class is kind]


text_of: dict[str, str] = {}


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Norway condemned the shelling of Mariupol on Friday.", "condemned"),
        ("The foreign ministry demanded the release of the pilots.", "demanded"),
        ("Tehran rejected the accusation.", "rejected"),
        ("The president called the raid on Sirte a mistake.", "called"),
        ("Aid groups called on both sides to spare the port.", "called"),
        ("The envoy expressed alarm over the siege of Taiz.", "expressed"),
        ("The movement claimed responsibility for the blast in Kabul.", "claimed"),
        ("The two governments signed an agreement on border patrols.", "signed"),
        ("The minister said that his country was ready to help Lebanon.", "said"),
        ("A spokesman said there were no soldiers in the village.", "said"),
        ('"Open the crossing," the commissioner said.', "said"),
        ("The cleric threatened to close the strait.", "threatened"),
    ],
)
def test_an_act_of_position_is_a_statement(tell: Tell, text: str, trigger: str) -> None:
    _, analysis = tell(text)
    text_of["told"] = text
    assert of_class(analysis, EventClass.STATEMENT) == [trigger]


@pytest.mark.parametrize(
    "text",
    [
        "Rebels shelled Taiz on Monday, the governor said.",
        "The mayor said that the market had been full.",
        "A group called Dawn of the East runs the town.",
        "Until the two sides agree on a line, pilots stay on the ground.",
        "The price of bread rose, traders told the agency.",
        "The ministry would condemn any such step.",
    ],
)
def test_what_is_merely_told_is_no_statement(tell: Tell, text: str) -> None:
    _, analysis = tell(text)
    text_of["told"] = text
    assert of_class(analysis, EventClass.STATEMENT) == []


def test_a_denial_is_listed_as_denied_with_its_speaker(tell: Tell) -> None:
    _, analysis = tell("Russian officials denied that their planes had bombed a clinic in Idlib.")
    [stated] = [e for e in analysis.events if e.type.event_class is EventClass.STATEMENT]
    assert (stated.modality, stated.places) == (Modality.DENIED, ())
    assert stated.actor is not None
    assert "Russia" in (stated.actor, stated.actor_party)


def test_the_places_of_a_statement_are_not_drawn(tell: Tell) -> None:
    _, analysis = tell("Speaking in Geneva, the envoy condemned both governments and urged them to meet in Oslo.")
    assert [m.text for m in analysis.mentions if m.role is Role.EVENT] == []


@pytest.mark.parametrize(
    "text",
    [
        "The two ministers met in Muscat on Sunday.",
        "The general spoke to reporters in Rome.",
        "Talks between the parties opened in Doha.",
        "Experts of both armies discussed a ceasefire line with the mission's representatives.",
    ],
)
def test_a_meeting_is_listed_and_not_drawn(tell: Tell, text: str) -> None:
    _, analysis = tell(text)
    assert [e.type.event_class for e in analysis.events] == [EventClass.MEETING]
    assert not [m for m in analysis.mentions if m.role is Role.EVENT]
