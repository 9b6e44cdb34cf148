"""Mentions of one article → incidents: which tell of one, and which place and day of the article are its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from geo.events import merge
from geo.events.incidents import assembly
from geo.model import Analysis, Article, EventClass, EventMention, Role

Tell = Callable[..., tuple[Article, Analysis]]

WEDNESDAY = date(2023, 3, 15)
UKRAINE = "Rockets hit the railway station of Kramatorsk on Friday and killed 50 people."
MALI = "Armed men attacked an army camp in Gao on Wednesday, killing eight soldiers."


def physical(told: tuple[Article, Analysis]) -> list[EventMention]:
    return [e for e in told[1].events if e.type.event_class is EventClass.PHYSICAL]


def merged(told: tuple[Article, Analysis]) -> list[list[str]]:
    """The mentions of each physical event, as those of the article are brought together."""
    events = merge((told[0],), {told[0].id: told[1]})
    return [[m.id for m in e.mentions] for e in events if e.type.event_class is EventClass.PHYSICAL]


def places(told: tuple[Article, Analysis]) -> list[str]:
    """The words of all places of all mentions, in order."""
    return [told[1].mentions[p.mention].text for e in physical(told) for p in e.places]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (
            "A missile struck an apartment block in Kharkiv on Tuesday. The missile attack killed 12 people, the regional governor said.",
            "Kharkiv",
        ),
        (
            "Warplanes bombed a market in the port of Hodeidah on Tuesday, residents said. Medics said the air strike killed 21 civilians.",
            "Hodeidah",
        ),
        ("Shells hit a hospital in El Fasher on Tuesday, a doctors' union said. The shelling killed nine patients.", "El Fasher"),
        ("A car bomb wounded 15 officers in Kirkuk on Tuesday, the ministry said. The blast damaged a police station.", "Kirkuk"),
    ],
    ids=["Ukraine", "Yemen", "Sudan", "Iraq"],
)
def test_two_sentences_of_one_strike_are_one_incident_with_one_place_and_day(tell: Tell, text: str, place: str) -> None:
    told = tell(text, published=WEDNESDAY)
    events = physical(told)
    assert len(events) == 2
    assert len(merged(told)) == 1
    assert len({e.type for e in events}) == 1
    assert places(told) == [place]
    assert {e.when.start for e in events if e.when is not None} == {date(2023, 3, 14)}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("A bomb exploded in a mosque, killing 46 people. The mosque is in Kunduz. Officials arrived soon afterwards.", "Kunduz"),
        (
            "Rebels shelled a school, killing three children. The school is in the town of Taiz. It had reopened with foreign money.",
            "Taiz",
        ),
        ("Gunmen stormed a police post and killed six officers. The post lies outside Mosul.", "Mosul"),
    ],
)
def test_a_place_that_another_sentence_tells_is_carried_with_its_words(tell: Tell, text: str, place: str) -> None:
    article, analysis = told = tell(text, published=WEDNESDAY)
    assert places(told) == [place]
    (event,) = (e for e in physical(told) if e.places)
    (carried,) = event.places
    assert carried.carried is not None
    assert carried.carried == analysis.mentions[carried.mention].span
    assert carried.carried.of(article.text) == place
    assert not event.span.overlaps(carried.carried)
    assert any(f'"{place}" of another passage of this incident' in reason for reason in event.reasons)


def test_a_day_that_another_sentence_tells_is_carried_with_its_words(tell: Tell) -> None:
    text = "Air strike kills 30 people. The warplanes came in the early morning on Monday, a resident of Nyala said by telephone."
    article, analysis = tell(text, published=WEDNESDAY)
    (event,) = physical((article, analysis))
    assert event.when is not None
    assert event.when.carried is not None
    assert event.when.start == date(2023, 3, 13)
    assert event.when.inferred
    assert event.when.carried.of(text) == event.when.said == "on Monday"


def test_what_stands_in_the_own_sentence_is_not_called_carried(tell: Tell) -> None:
    (event,) = physical(tell(UKRAINE, published=WEDNESDAY))
    assert event.places
    assert all(p.carried is None for p in event.places)
    assert event.when is not None
    assert event.when.carried is None


@pytest.mark.parametrize(
    ("text", "where"),
    [
        (
            "Russian missiles struck Odesa on Monday, killing four people. On Tuesday drones hit an oil depot in Poltava.",
            ["Odesa", "Poltava"],
        ),
        ("Jets bombed the town of Idlib on Friday. Rebels shelled Homs on the same day, killing two soldiers.", ["Idlib", "Homs"]),
        (
            "An air strike hit a market in Nyala on Monday, killing 30 people. Artillery shelled the city of Omdurman on Wednesday.",
            ["Nyala", "Omdurman"],
        ),
        ("Warplanes bombed Aden on Monday, residents said. Warplanes bombed Taiz on Monday, residents said.", ["Aden", "Taiz"]),
    ],
)
def test_strikes_on_two_towns_are_two_incidents_each_with_its_own_place(tell: Tell, text: str, where: list[str]) -> None:
    told = tell(text, published=WEDNESDAY)
    assert places(told) == where
    assert len(physical(told)) == len(merged(told)) == 2


@pytest.mark.parametrize(
    ("text", "town", "country"),
    [
        (
            "Coalition aircraft bombed a factory in Taiz in Yemen on Sunday, killing ten workers. Yemen is at war since 2014.",
            "Taiz",
            "Yemen",
        ),
        (
            "A suicide bomber attacked a hotel in Mogadishu, the capital of Somalia, on Saturday. The attack killed 18, police said.",
            "Mogadishu",
            "Somalia",
        ),
        ("Gunmen attacked a village near Maiduguri in Nigeria on Monday and killed 22 farmers.", "Maiduguri", "Nigeria"),
    ],
)
def test_a_country_around_a_town_is_no_second_place(tell: Tell, text: str, town: str, country: str) -> None:
    told = tell(text, published=WEDNESDAY)
    assert country in {m.text for m in told[1].mentions}
    assert places(told) == [town]


@pytest.mark.parametrize(
    "text",
    [
        "A bomb exploded in a mosque in Kunduz on Friday, killing 46 people. The attack was condemned by the United Nations.",
        f"{UKRAINE} The attack was condemned by the European Union.",
        f"{MALI} The government condemned the attack.",
    ],
    ids=["Afghanistan", "Ukraine", "Mali"],
)
def test_what_is_condemned_is_the_attack_that_was_told(tell: Tell, text: str) -> None:
    article, analysis = tell(text, published=WEDNESDAY)
    events = physical((article, analysis))
    assert len(events) == 2
    assert events[1].trigger.of(article.text) == "attack"
    assert len(merged((article, analysis))) == 1
    assert {e.type for e in events} == {events[0].type}


def test_what_only_speaks_belongs_to_no_incident(tell: Tell) -> None:
    _, analysis = tell(f"{MALI} The government condemned the attack.", published=WEDNESDAY)
    spoken = [e for e in analysis.events if e.type.event_class is not EventClass.PHYSICAL]
    assert spoken
    assert all(e.incident is None for e in spoken)


def test_an_article_is_told_alike_alone_and_after_others(tell: Tell) -> None:
    text = f"{UKRAINE} The attack was condemned by the European Union. On Tuesday drones hit an oil depot in Poltava."
    alone = tell(text, published=WEDNESDAY)
    tell(MALI * 3, published=WEDNESDAY, id="another")
    assert tell(text, published=WEDNESDAY) == alone


def test_a_list_of_very_many_events_is_left_as_it_is(tell: Tell, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "A bomb exploded in a mosque, killing 46 people. The mosque is in Kunduz. Officials arrived soon afterwards."
    monkeypatch.setattr(assembly, "MOST", 0)
    assert places(tell(text, published=WEDNESDAY)) == []
    monkeypatch.setattr(assembly, "MOST", 1)
    assert places(tell(text, published=WEDNESDAY)) == ["Kunduz"]


def test_what_only_the_reader_sees_is_told_to_be_of_the_mention_beside_it(tell: Tell) -> None:
    text = "Troops searched a compound in the town of Taiz on Monday. During the search the force detained four gunmen."
    told = tell(text, published=WEDNESDAY)
    assert len(physical(told)) >= 2
    assert len(merged(told)) == 1
    assert len({e.incident for e in physical(told)}) == 1


# --- places of the rules, and those of another sentence where an incident has none -----------------------------------------------


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("A bomb exploded in a mosque, killing 46 people. The mosque is in Kunduz. Officials arrived soon afterwards.", "Kunduz"),
        ("Rebels entered Gao at dawn. Heavy fighting raged around the town, residents said by telephone.", "Gao"),
    ],
    ids=["named after", "entered before"],
)
def test_an_incident_without_a_place_takes_that_of_the_sentence_beside_it_and_says_so(tell: Tell, text: str, place: str) -> None:
    told = tell(text, published=WEDNESDAY)
    (happened,) = [e for e in physical(told) if e.places]
    (carried,) = happened.places
    assert carried.carried is not None
    assert carried.carried.of(text) == place
    assert f'"{place}" of another passage of this incident' in happened.reasons[-1]
    assert told[1].mentions[carried.mention].role is Role.EVENT


@pytest.mark.parametrize(
    "text",
    [
        "The minister visited Mosul on Monday. Gunmen killed two policemen on Tuesday.",
        "The president met envoys in Geneva. In other news, a bomb killed three soldiers.",
        "A bomb in Kirkuk killed two policemen. The army denied that its jets had bombed a village.",
        "Allegations of the Observatory about strikes on Kafr Zita and Khan Shaykhun are an information attack and contain no truth.",
    ],
    ids=["another day", "a meeting", "denied", "no truth"],
)
def test_no_place_is_carried_from_what_is_another_happening(tell: Tell, text: str) -> None:
    assert [p for e in physical(tell(text, published=WEDNESDAY)) for p in e.places if p.carried is not None] == []


def test_a_day_of_its_own_is_all_that_keeps_the_place_of_the_sentence_before(tell: Tell) -> None:
    text = "The minister visited Mosul on {}. Gunmen killed two policemen on Tuesday."
    other, same = (tell(text.format(day), published=WEDNESDAY) for day in ("Monday", "Tuesday"))
    assert (places(other), places(same)) == ([], ["Mosul"])


def test_what_the_rules_place_gets_no_other_place(tell: Tell) -> None:
    text = "Shells fell on the market of Kharkiv on Friday. Rescuers from Poltava dug all night. The shelling killed nine people."
    told = tell(text, published=WEDNESDAY)
    assert "Poltava" in {m.text for m in told[1].mentions}
    assert places(told) == ["Kharkiv"]


def test_a_search_that_only_the_reader_sees_gives_its_place_to_the_arrest(tell: Tell) -> None:
    text = "Troops searched a compound in the town of Taiz on Monday. During the search the force detained four gunmen."
    told = tell(text, published=WEDNESDAY)
    assert len({e.incident for e in physical(told)}) == 1
    assert places(told) == ["Taiz"]
