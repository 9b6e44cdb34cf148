"""Details of what sentences report: weapons and sides, dates hung on other events, counts of people, offices and denials."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from geo.model import Analysis, Article, EventMention, EventType, Modality

Tell = Callable[..., tuple[Article, Analysis]]


def of_type(analysis: Analysis, kind: str) -> EventMention:
    found = [e for e in analysis.events if e.type.value == kind]
    assert found, [e.type.value for e in analysis.events]
    return found[0]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("A man threw a grenade into a bar in Bujumbura.", "Bombing or explosive"),
        ("Two suicide bombers struck a market in Maiduguri.", "Bombing or explosive"),
        ("Helicopters used chlorine against a district of Homs.", "Chemical attack"),
        ("Gunmen attacked a village near Bamenda.", "Attack on civilians"),
        ("Militants attacked an army post near Bamenda.", "Armed clash"),
        ("The army killed nine militants in Sinai.", "Armed clash"),
        ("Insurgents opened fire on worshippers in Kano.", "Attack on civilians"),
        ("Three policemen died in an ambush near Quetta.", "Armed clash"),
        ("Government forces regained control of Souran.", "Territory changes hands"),
        ("Drones reached Poltava before dawn.", "Air or drone strike"),
        ("Hundreds of displaced families reached Iligan on foot.", "Displacement"),
        ("Thousands of people marched through Tunis.", "Protest or riot"),
    ],
)
def test_weapons_and_sides_tell_the_type(tell: Tell, text: str, kind: str) -> None:
    _, analysis = tell(text)
    assert analysis.events, "no event was found"
    assert analysis.events[0].type.value == kind


def test_tear_gas_is_no_chemical_weapon(tell: Tell) -> None:
    _, analysis = tell("Police fired tear gas at an attack on the barricades in Tunis.")
    assert EventType.CHEMICAL not in {e.type for e in analysis.events}


@pytest.mark.parametrize(
    ("text", "kind", "start", "end"),
    [
        ("Rebels attacked a post near Kirkuk between 4 and 6 September.", "Armed clash", date(2021, 9, 4), date(2021, 9, 6)),
        ("Rebels clashed with soldiers in Taiz on September 8-9.", "Armed clash", date(2021, 9, 8), date(2021, 9, 9)),
        ("Rebels clashed with soldiers in Taiz three days ago.", "Armed clash", date(2021, 9, 9), date(2021, 9, 9)),
        ("Rebels clashed with soldiers in Taiz in July.", "Armed clash", date(2021, 7, 1), date(2021, 7, 31)),
        ("Rebels clashed with soldiers in Taiz in December.", "Armed clash", date(2020, 12, 1), date(2020, 12, 31)),
    ],
)
def test_stretches_of_time(tell: Tell, text: str, kind: str, start: date, end: date) -> None:
    _, analysis = tell(text, published=date(2021, 9, 12))
    when = of_type(analysis, kind).when
    assert when is not None
    assert (when.start, when.end) == (start, end)


@pytest.mark.parametrize(
    ("text", "kind", "day"),
    [
        ("Jets bombed a depot in Homs on Tuesday, a day after rebels blew up a bridge in Hama.", "Bombing or explosive", date(2021, 9, 6)),
        ("Jets bombed a depot in Homs on Tuesday. Hours later, a car bomb exploded in Hama.", "Bombing or explosive", date(2021, 9, 7)),
        ("Jets bombed a depot in Homs on Tuesday. The next day, gunmen kidnapped two nurses in Hama.", "Abduction", date(2021, 9, 8)),
    ],
)
def test_a_date_told_by_another_event_is_worked_out_and_marked(tell: Tell, text: str, kind: str, day: date) -> None:
    _, analysis = tell(text, published=date(2021, 9, 12))
    event = of_type(analysis, kind)
    assert event.when is not None
    assert event.when.start == day
    assert event.when.inferred
    assert any("worked out" in reason for reason in event.reasons)


def test_an_undated_article_that_dates_itself_gives_inferred_days(tell: Tell) -> None:
    _, analysis = tell("GOMA, March 9 2019 - Shells hit a school in Goma on Friday, police said.")
    when = of_type(analysis, "Missile or artillery attack").when
    assert when is not None
    assert (when.start, when.inferred) == (date(2019, 3, 8), True)


def test_an_undated_article_that_does_not_has_no_days(tell: Tell) -> None:
    _, analysis = tell("GOMA - Shells hit a school in Goma on Friday, police said.")
    when = of_type(analysis, "Missile or artillery attack").when
    assert when is not None
    assert when.start is None


def test_what_happened_long_before_a_fresh_report_is_background(tell: Tell) -> None:
    _, analysis = tell(
        "Gunmen kidnapped two nurses in Hama on Friday. In 1999 the same group overran the town of Rastan.", published=date(2021, 9, 12)
    )
    assert [e.type for e in analysis.events] == [EventType.ABDUCTION, EventType.BACKGROUND]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("Shells hit a market in Kharkiv, wounding more than 60, doctors said.", 60, "person"),
        ("Shells hit a market in Kharkiv and no civilians were harmed in the strike.", 0, "civilian"),
        ("Jets flew 14 raids on Marib. A channel put the number at 19 raids, saying jets struck farms.", 19, "raid"),
    ],
)
def test_people_and_nought_are_counted(tell: Tell, text: str, value: float, unit: str) -> None:
    _, analysis = tell(text)
    assert (value, unit) in {(q.value, q.unit) for e in analysis.events for q in e.quantities}


@pytest.mark.parametrize(
    "text",
    [
        "Tripoli denied reports that its forces had shelled Misrata.",
        "Tripoli denied Egyptian reports that its forces had shelled Misrata.",
        "Claims that its forces had shelled Misrata are false, Tripoli said.",
    ],
)
def test_denied_reports_are_denied(tell: Tell, text: str) -> None:
    _, analysis = tell(text)
    assert of_type(analysis, "Missile or artillery attack").modality is Modality.DENIED


@pytest.mark.parametrize(
    ("text", "speaker", "relay"),
    [
        ("Jets hit a depot in Chuhuiv, the head of the district administration said.", "head of the district administration", None),
        (
            "Jets hit caves in Kirkuk, state television reported, quoting the Joint Operations Command.",
            "Joint Operations",
            "state television",
        ),
        ("Jets hit a depot near Qayyarah, the coalition's spokesman, Colonel Peter Vane, said.", "Peter Vane", None),
    ],
)
def test_offices_relays_and_names_between_commas(tell: Tell, text: str, speaker: str, relay: str | None) -> None:
    _, analysis = tell(text)
    said = analysis.events[0].attribution
    assert said is not None
    assert speaker in said.speaker
    assert said.relayed_by == relay


def test_the_place_of_a_condemnation_is_not_the_event_s(tell: Tell) -> None:
    _, analysis = tell("Prime Minister Imran Khan condemned the bombing from Islamabad.")
    assert not [p for e in analysis.events for p in e.places]


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("Four frigates lie in the Black Sea. They fired nine missiles at depots in Syria.", ["Black Sea"]),
        ("The battery stands near Belgorod. The battery fired nine rockets at Kharkiv.", ["Belgorod"]),
        ("Four frigates lie in the Black Sea. Rebels fired nine rockets at Kharkiv.", []),
    ],
)
def test_an_origin_told_in_the_sentence_before(tell: Tell, text: str, origin: list[str]) -> None:
    _, analysis = tell(text)
    event = of_type(analysis, "Missile or artillery attack")
    assert [analysis.mentions[p.mention].text for p in event.places if p.part.value == "origin"] == origin
