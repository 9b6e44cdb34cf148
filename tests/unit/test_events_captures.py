"""Who is captured, what is seized, who goes for whom on the ground; and reports that open with a dateline."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from geo.cli.records import article_record
from geo.events.timex.heads import own_day
from geo.model import Analysis, Article, Role
from geo.reading import read

Tell = Callable[..., tuple[Article, Analysis]]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Soldiers captured a rebel commander in Goma.", ["Arrest"]),
        ("Two of the gunmen were captured near Kano.", ["Arrest"]),
        ("The army confirmed the capture of a militia leader in Mopti.", ["Arrest"]),
        ("The army confirmed the capture of a militia sub-commander operating in Mopti.", ["Arrest"]),
        ("Security forces captured a Union of Azawad facilitator near Gao.", ["Arrest"]),
        ("Militia leader for Gao district captured", ["Arrest"]),
        ("Soldiers freed hostages in Gao district.", []),
        ("Rebels capture town in Gao district", ["Territory changes hands"]),
        ("Rebels captured the town of Goma.", ["Territory changes hands"]),
        ("Police seized twelve kilograms of heroin in a district of Kano.", []),
        ("The patrol seized rifles and ammunition in the village of Gao.", []),
        ("A security force targeted a militia commander in Gao.", ["Ground offensive"]),
        ("The force targeted a compound near Mopti.", ["Ground offensive"]),
    ],
)
def test_people_are_arrested_ground_is_taken_and_things_are_carried_off(tell: Tell, text: str, told: list[str]) -> None:
    _, analysis = tell(text)
    assert [e.type.value for e in analysis.events if e.type.event_class.value == "physical"] == told


@pytest.mark.parametrize(
    ("text", "doer", "party"),
    [
        ("A combined Malian and coalition force killed two gunmen near Gao.", "coalition", None),
        ("A Malian-led force killed two gunmen near Gao.", "Malian", None),
        ("Malian soldiers killed two gunmen near Gao.", "Mali", "Mali"),
    ],
)
def test_a_force_of_several_hands_is_no_countrys_alone(tell: Tell, text: str, doer: str, party: str | None) -> None:
    _, analysis = tell(text)
    event = next(e for e in analysis.events if e.type.event_class.value == "physical")
    assert event.actor is not None
    assert doer in event.actor
    assert event.actor_party == party


@pytest.mark.parametrize(
    ("text", "first", "day"),
    [
        ("GAO, Mali (Nov. 9, 2011) A patrol killed two gunmen.", "GAO, Mali (Nov. 9, 2011)", date(2011, 11, 9)),
        ("LIMA, 9 JAN 90 (EFE) -- [TEXT] GUNMEN KILLED A MAYOR TODAY.", "LIMA, 9 JAN 90 (EFE) -- [TEXT]", date(1990, 1, 9)),
        ("QUITO, 12 Feb 05 -- Gunmen killed a mayor.", "QUITO, 12 Feb 05 --", date(2005, 2, 12)),
        ("Gao was hit on 9 Jan 90 by mistake.", "Gao was hit on 9 Jan 90 by mistake.", None),
    ],
)
def test_a_dateline_is_a_passage_of_its_own_and_dates_the_report(text: str, first: str, day: date | None) -> None:
    reading = read(Article("a.txt", text, "0" * 64))
    assert reading.passages[0].span.of(text) == first
    found = own_day(reading)
    assert (found.day if found is not None else None) == day


def test_the_datelines_town_is_not_the_doer(tell: Tell) -> None:
    _, analysis = tell("GAO, Mali (Nov. 9, 2011) A combined force detained two gunmen near Mopti today.")
    event = next(e for e in analysis.events if e.type.value == "Arrest")
    assert event.actor == "A combined force" or event.actor == "combined force"
    assert event.when is not None
    assert event.when.start == date(2011, 11, 9)


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Rockets killed 12 civilians and wounded 30 people in Goma.", [(12, "killed"), (30, "wounded")]),
        ("Rockets killed 14 jihadists in Goma.", [(14, "killed")]),
        ("Two pilots were killed when rebels shelled Goma.", [(2, "killed")]),
        ("Gunmen executed eight men near Kano.", [(8, "killed")]),
        ("Police near Kano seized 12 rifles and killed two men.", [(2, "killed"), (12, None)]),
        ("Gunmen abducted 40 villagers near Kano.", [(40, "captured")]),
        ("Ships fired 26 missiles at Goma.", [(26, "fired")]),
        ("Air defences shot down 9 drones over Goma.", [(9, "destroyed")]),
        ("Jets carried out 15 air strikes on Goma.", [(15, "strikes")]),
    ],
)
def test_a_count_says_what_befell_those_it_counts(tell: Tell, text: str, counts: list[tuple[int, str | None]]) -> None:
    article, analysis = tell(text)
    record = article_record(article, analysis)
    told = [(q["value"], q["befell"]) for e in record["events"] for q in e["quantities"]]
    assert sorted(told, key=lambda count: count[0]) == counts


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("Sixty fighters from Tunisia and Egypt were killed in air strikes near Goma.", ["Goma"]),
        ("Air strikes killed two teachers from Canada in Kano.", ["Kano"]),
        ("Clashes were reported in Niger and Mali.", ["Niger", "Mali"]),
    ],
)
def test_a_country_beside_a_town_tells_where_people_came_from(tell: Tell, text: str, drawn: list[str]) -> None:
    _, analysis = tell(text)
    assert [m.text for m in analysis.mentions if m.role is Role.EVENT] == drawn
