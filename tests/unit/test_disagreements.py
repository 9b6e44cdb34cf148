"""What sources differ on, and why: own reports of one raid, read by the program; and what their figures come to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from geo.events import merge
from geo.events.arguments.casualties import fate
from geo.model import Analysis, Article, Event, EventClass, Span
from geo.units import convert

Tell = Callable[..., tuple[Article, Analysis]]

TUESDAY, THURSDAY = date(2021, 9, 7), date(2021, 9, 9)
Report = tuple[str, date | None]


def raids(tell: Tell, *told: Report) -> list[Event]:
    read = [tell(text, published=day, id=f"a{n}") for n, (text, day) in enumerate(told)]
    return list(merge([a for a, _ in read], {a.id: analysis for a, analysis in read}))


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (
            [
                ("An air raid on Hama on Monday killed 10 people, the mayor said.", TUESDAY),
                ("Monday's air raid on Hama killed 23 people, a doctor said.", THURSDAY),
            ],
            ("soft", "the toll rose from 10 to 23 between the reports of 7 September and 9 September: an update, not a contradiction"),
        ),
        (
            [
                ("An air raid on Hama on Monday killed at least 10 people, the mayor said.", TUESDAY),
                ("Monday's air raid on Hama killed 23 people, a doctor said.", THURSDAY),
            ],
            ("soft", "an update, not a contradiction"),
        ),
        (
            [
                ("An air raid on Hama on Monday killed at least 10 people, the mayor said.", TUESDAY),
                ("Monday's air raid on Hama killed 12 people, a doctor said.", THURSDAY),
            ],
            None,
        ),
        (
            [
                ("An air raid on Hama on Monday killed at least 10 people, the mayor said.", TUESDAY),
                ("Monday's air raid on Hama killed 12 people, a doctor said.", TUESDAY),
            ],
            None,
        ),
        (
            [
                ("An air raid on Hama on Monday killed 9 people, the Syrian Observatory for Human Rights said.", TUESDAY),
                ("Monday's air raid on Hama killed 13 people, the Kremlin said.", TUESDAY),
            ],
            ("direct", "count differently what happened at one place and time"),
        ),
        (
            [
                ("An air raid on Hama on Monday killed 13 people, the Syrian Observatory for Human Rights said.", TUESDAY),
                ("Monday's air raid on Hama killed 9 people, the Kremlin said.", THURSDAY),
            ],
            ("direct", "count differently what happened at one place and time"),  # a toll that falls is no update
        ),
        (
            [
                ("An air raid on Hama on Monday killed about 20 people, the mayor said.", TUESDAY),
                ("Monday's air raid on Hama killed 28 people, a doctor said.", TUESDAY),
            ],
            ("soft", "one of the counts is rough or a bound"),
        ),
        (
            [
                ("An air raid on Hama on Monday killed 9 people, the mayor said.", TUESDAY),
                ("Monday's air raid on Hama wounded 12 people, a doctor said.", TUESDAY),
            ],
            None,
        ),
    ],
    ids=[
        "a rising toll",
        "a toll far above an earlier bound",
        "a bound that is kept",
        "a bound that is kept on one day",
        "two parties",
        "a falling toll",
        "a rough count",
        "the dead and the wounded",
    ],
)
def test_counts_of_people_differ_directly_softly_or_not_at_all(tell: Tell, told: list[Report], expected: tuple[str, str] | None) -> None:
    events = raids(tell, *told)
    assert len([e for e in events if e.sources.articles == 2]) == 1, [(e.label, e.articles) for e in events]
    found = [(d.strength, d.why) for e in events for d in e.disagreements if d.field == "person"]
    assert [s for s, _ in found] == ([expected[0]] if expected else [])
    assert expected is None or expected[1] in found[0][1]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (
            [
                ("An air raid on Hama on Monday killed at least 31 people, the mayor said.", TUESDAY),
                ("Monday's air raid on Hama killed at least 43 people, a doctor said.", TUESDAY),
            ],
            [("person", "scope", ["over 31", "over 43"])],
        ),
        (
            [
                (
                    "An air raid on Hama on Monday killed 9 people, the mayor said. Three others died in the raid on Monday, he said.",
                    TUESDAY,
                ),
                ("Monday's air raid on Hama killed 9 people, a doctor said.", TUESDAY),
            ],
            [],
        ),
        (
            [
                ("An air raid on Hama on Monday killed 9 people, including 3 children, the mayor said.", TUESDAY),
                ("Monday's air raid on Hama killed 9 people, two children among them, a doctor said.", TUESDAY),
            ],
            [],
        ),
        (
            [
                ("An air raid on Hama on Monday killed dozens of people, the mayor said.", TUESDAY),
                ("Monday's air raid on Hama killed 37 people, a doctor said.", TUESDAY),
            ],
            [],
        ),
        (
            [
                ("An air raid on Hama on Monday killed 9 people, the mayor said.", TUESDAY),
                ("Monday's air raid on Hama killed 12 civilians, a doctor said.", TUESDAY),
            ],
            [("person", "direct", ["9", "12"])],
        ),
        (
            [
                ("An air raid on Hama on Monday killed 12 people, the mayor said.", TUESDAY),
                ("Monday's air raid on Hama killed 9 civilians, a doctor said.", TUESDAY),
            ],
            [],
        ),
    ],
    ids=[
        "two least numbers",
        "the rest of a whole",
        "parts of one whole",
        "a rough word",
        "more civilians than people",
        "civilians among people",
    ],
)
def test_only_wholes_of_one_kind_are_set_against_each_other(
    tell: Tell, told: list[Report], expected: list[tuple[str, str, list[str]]]
) -> None:
    found = [(d.field, d.kind, [value for value, _ in d.values]) for e in raids(tell, *told) for d in e.disagreements]
    assert found == expected


@pytest.mark.parametrize(
    ("text", "fates"),
    [
        ("8 persons killed 58 others injured in rocket attacks on Hama.", {8: "killed", 58: "wounded"}),
        ("A child killed 7 people injured in shelling of Hama.", {7: "wounded"}),
        ("Rockets killed and injured five civilians in Hama.", {5: None}),
        ("Jets killed 8 people and wounded 12 in Hama.", {8: "killed", 12: "wounded"}),
        ("In Hama 8 people were killed and at least 58 others were injured.", {8: "killed", 58: "wounded"}),
    ],
)
def test_a_word_for_what_befell_people_is_of_one_number(text: str, fates: dict[int, str | None]) -> None:
    words = {5: "five civilians", 7: "7 people", 8: "8", 12: "12", 58: "58 others"}
    at = {n: text.index(words[n]) for n in fates}
    assert {n: fate(text, Span(at[n], at[n] + len(words[n])), Span(0, len(text))) for n in fates} == fates


@pytest.mark.parametrize(
    ("text", "background"),
    [
        ("Since 2014 more than 250,000 people have been killed in Syria.", True),
        ("More than 6 million people have been displaced in Syria.", True),
        ("An air raid on Hama killed 9,000 people on Monday.", False),
        ("Fighting in Hama displaced 64,000 people on Monday.", False),
    ],
)
def test_the_toll_of_a_whole_war_is_background(tell: Tell, text: str, background: bool) -> None:
    kinds = {e.type.event_class for e in tell(text, published=TUESDAY, id="a")[1].events}
    assert kinds == {EventClass.BACKGROUND if background else EventClass.PHYSICAL}


def test_a_toll_that_the_article_itself_calls_risen_is_an_update(tell: Tell) -> None:
    text = "The toll of Monday's air raid on Hama has climbed to 41 dead, a doctor said. Police first spoke of 32 dead in the air raid."
    found = [(d.kind, sorted(value for value, _ in d.values)) for e in raids(tell, (text, TUESDAY)) for d in e.disagreements]
    assert found == [("update", ["32", "41"])]


def test_a_denial_stands_beside_the_blame_that_the_article_tells(tell: Tell) -> None:
    text = (
        "A bomb in Hama killed 9 people on Monday. The governor blamed the Islamic State for the blast. The Islamic State denied any role."
    )
    found = [(d.kind, d.why) for e in raids(tell, (text, TUESDAY)) for d in e.disagreements if d.field == "actor"]
    assert found == [("direct", "Islamic State denies having done it")]


def test_a_doer_named_and_denied_of_one_event_are_two_sides(tell: Tell) -> None:
    text = "The army blamed the Islamic State for the bomb that killed 9 people in Hama on Monday. The Islamic State denied any role."
    [found] = [d for e in raids(tell, (text, TUESDAY)) for d in e.disagreements if d.field == "actor"]
    assert [value for value, _ in found.values] == ["Islamic State", "denied: Islamic State"]


def test_two_sides_of_a_clash_are_no_dispute(tell: Tell) -> None:
    told = [
        "Rebels clashed with government troops in Hama on Monday, the mayor said.",
        "Government troops fought rebels in Hama on Monday, a doctor said.",
    ]
    assert [d for e in raids(tell, *((text, TUESDAY) for text in told)) for d in e.disagreements] == []


@pytest.mark.parametrize(
    ("text", "kind", "agrees", "says"),
    [
        ("An air strike on Hama killed 12 people: 5 women and 8 children.", "sum", False, "5 and 8 make 13 in all, not 12"),
        ("An air strike on Hama killed 13 people: 5 women and 8 children.", "sum", True, "5 and 8 make 13"),
        ("An air strike on Hama killed 6 people, including 5 women and 3 children.", "sum", False, "more than the 6 they are part of"),
        ("An air strike on Hama killed 12 people, including 5 women and 3 children.", "sum", None, ""),
        ("Fires lit by shelling burnt 300 acres (121 hectares) near Homs.", "conversion", True, "300 acre are 121 hectare"),
        ("Fires lit by shelling burnt 300 acres (221 hectares) near Homs.", "conversion", False, "does not agree with 221"),
        ("A rocket landed 500 feet (152 metres) from a school in Homs.", "conversion", True, "500 foot are 152 m"),
        ("A missile hit a ship 49 nautical miles (91 kilometres) off Hodeidah.", "conversion", True, "49 nautical mile are 90.7 km"),
        ("A missile hit a ship 49 nautical miles (56 kilometres) off Hodeidah.", "conversion", False, "does not agree with 56"),
    ],
)
def test_figures_are_reckoned_up(tell: Tell, text: str, kind: str, agrees: bool | None, says: str) -> None:
    found = [(c.agrees, c.says) for e in raids(tell, (text, TUESDAY)) for c in e.checks if c.kind == kind]
    assert [a for a, _ in found] == ([] if agrees is None else [agrees]), found
    assert agrees is None or says in found[0][1]


def test_the_dead_and_the_wounded_of_one_sentence_are_compared_with_their_like(tell: Tell) -> None:
    first = "Jets bombed a market in Hama on Monday, killing at least 54 people and wounding more than 80, a committee said."
    later = "The number of people killed in Monday's air raid on the market of Hama has risen to 117, the town's hospital said."
    found = [d for e in raids(tell, (first, TUESDAY), (later, THURSDAY)) for d in e.disagreements if d.field == "person"]
    assert [(d.strength, [value for value, _ in d.values]) for d in found] == [("soft", ["over 54", "117"])]
    assert "an update, not a contradiction" in found[0].why


@pytest.mark.parametrize(
    ("value", "unit", "into", "expected"),
    [
        (1, "mi", "km", [1.609344]),
        (1, "nautical mile", "km", [1.852]),
        (1000, "foot", "m", [304.8]),
        (1, "acre", "hectare", [0.40468564224]),
        (1, "square mile", "square kilometre", [2.589988110336]),
        (1, "ton", "kilogram", [1000, 907.18474, 1016.0469088]),
        (1, "barrel", "litre", [158.987294928]),
        (40, "°C", "°F", [104]),
        (-40, "°F", "°C", [-40]),
        (1, "km", "kilogram", []),
        (1, "missile", "km", []),
    ],
)
def test_units_are_converted_where_they_measure_alike(value: float, unit: str, into: str, expected: list[float]) -> None:
    assert list(convert(value, unit, into)) == pytest.approx(expected)
