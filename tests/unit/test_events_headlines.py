"""Headlines and one-line reports: no verb, no full stop, and still something happened somewhere."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from geo.model import Analysis, Article, EventType

Tell = Callable[..., tuple[Article, Analysis]]


def drawn(analysis: Analysis) -> list[str]:
    return sorted({analysis.mentions[p.mention].text for e in analysis.events for p in e.places})


def containers(analysis: Analysis) -> list[str]:
    return sorted({analysis.mentions[p.mention].text for e in analysis.events for p in e.containers})


@pytest.mark.parametrize(
    ("headline", "kinds", "expected"),
    [
        ("Nine casualties and injuries in shelling by the army on Kharkiv city", ["Missile or artillery attack"], ["Kharkiv"]),
        ("Human losses in Zamboanga", ["Losses or retreat"], ["Zamboanga"]),
        ("Shells target government areas in Donetsk cause 8 casualties", ["Missile or artillery attack"], ["Donetsk"]),
        ("Aerial bombardment targets Tripoli again", ["Air or drone strike"], ["Tripoli"]),
        ("Clashes continue in the vicinity of Mosul", ["Armed clash"], ["Mosul"]),
        ("Gunmen behead two men in Pemba", ["Attack on civilians"], ["Pemba"]),
        ("Violent explosion rocks Jalalabad city causes injuries", ["Bombing or explosive"], ["Jalalabad"]),
        ("Casualty in Taiz and airstrikes target Marib", ["Losses or retreat", "Air or drone strike"], ["Marib", "Taiz"]),
    ],
)
def test_a_headline_has_its_events_and_places(tell: Tell, headline: str, kinds: list[str], expected: list[str]) -> None:
    _, analysis = tell(headline)
    assert [e.type.value for e in analysis.events] == kinds
    assert drawn(analysis) == expected


@pytest.mark.parametrize(
    "headline",
    ["Silence in Tripoli during the first hours of the truce", "A day in the life of Mosul", "Kharkiv mayor opens new bridge"],
)
def test_a_headline_in_which_nothing_happened_draws_nothing(tell: Tell, headline: str) -> None:
    _, analysis = tell(headline)
    assert drawn(analysis) == []


def test_a_headline_s_sides_are_not_its_places(tell: Tell) -> None:
    _, analysis = tell("Ukraine troops shell Horlivka and clashes near Avdiivka")
    assert "Ukraine" not in drawn(analysis)
    assert {"Horlivka", "Avdiivka"} <= set(drawn(analysis))


def test_the_dated_line_of_a_list_is_an_event_at_its_innermost_place(tell: Tell) -> None:
    _, analysis = tell("March 3rd 2019: (K12) Izium, Kharkiv oblast, Ukraine")
    (event,) = analysis.events
    assert event.type is EventType.OTHER
    assert drawn(analysis) == ["Izium"]
    assert containers(analysis) == ["Kharkiv", "Ukraine"]
    assert event.when is not None
    assert event.when.start is not None
    assert event.when.start.isoformat() == "2019-03-03"


@pytest.mark.parametrize(
    "line", ["March 3rd 2019: الموصل (K12) Mosul city, Iraq", "May 4th 2019: حلب (B7) Aleppo city, Aleppo governorate, Syria"]
)
def test_the_town_of_a_dated_line_that_stands_in_two_scripts_is_its_place(tell: Tell, line: str) -> None:
    _, analysis = tell(line)
    (event,) = analysis.events
    places = {place.id: place.feature for p in event.places if (place := analysis.resolutions[p.mention].place) is not None}
    assert len(places) == 1
    assert set(places.values()) <= {"PPL", "PPLA", "PPLC"}


@pytest.mark.parametrize("line", ["March 3: The mayor of Izium visits Kharkiv", "KYIV, March 3 - Izium, Kharkiv oblast"])
def test_a_dated_line_that_tells_something_else_is_no_entry(tell: Tell, line: str) -> None:
    _, analysis = tell(line)
    assert analysis.events == ()
