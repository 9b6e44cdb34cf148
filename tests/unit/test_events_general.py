"""What is told in general, and what a whole war has done, is no event; a deed of its own is, and is what its cause says."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from geo.cli.records import article_record
from geo.model import Analysis, Article, EventClass, Modality

Tell = Callable[..., tuple[Article, Analysis]]


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("The commander is responsible for roadside bombings.", "bombings"),
        ("The general was charged with murder.", "murder"),
        ("The council demanded answers on such attacks.", "attacks"),
        ("He is accused of ambushing convoys.", "ambushing"),
        ("The valley lives in fear of men who attack villages.", "attack"),
        ("Life there came in the form of arrests, murders and kidnappings.", "murders"),
    ],
)
def test_a_habit_a_charge_or_a_kind_of_crime_did_not_happen(tell: Tell, text: str, trigger: str) -> None:
    _, analysis = tell(text)
    [event] = [e for e in analysis.events if e.trigger.of(text) == trigger]
    assert event.modality in {Modality.HABITUAL, Modality.HYPOTHETICAL}
    assert not event.modality.happened


@pytest.mark.parametrize(
    "text",
    [
        "The commander is responsible for two bombings in Kabul in May.",
        "Police said the bombings in Kabul on Monday killed nine.",
        "He is accused of ambushing a convoy on Tuesday.",
        "Rebels who attacked the village fled.",
        "Shelling, airstrikes and clashes were reported near Aleppo.",
    ],
)
def test_deeds_of_their_own_did(tell: Tell, text: str) -> None:
    _, analysis = tell(text)
    physical = [e for e in analysis.events if e.type.event_class is EventClass.PHYSICAL]
    assert physical
    assert all(e.modality is Modality.REPORTED for e in physical)


def test_json_says_habitual_as_status_and_keeps_to_the_five_modalities(tell: Tell) -> None:
    article, analysis = tell("The commander is responsible for roadside bombings.")
    [event] = article_record(article, analysis)["events"]
    assert (event["modality"], event["status"]) == ("hypothetical", "habitual")


@pytest.mark.parametrize(
    "text",
    [
        "The war has killed more than 300,000 people.",
        "More than 50,000 people have been killed since the conflict began.",
        "Thousands have been killed in the civil war.",
    ],
)
def test_what_a_whole_war_has_done_is_background(tell: Tell, text: str) -> None:
    _, analysis = tell(text)
    assert [e.type.value for e in analysis.events] == ["Background"]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        # By what a verb takes, or does not.
        ("Children were blowing bubbles at a vigil in Southport.", []),
        ("Cameras captured the man in Bolton on Sunday.", []),
        ("The robber was captured on video in Leeds.", []),
        ("The plane broke up when it hit the water off Surabaya.", []),
        ("The army is fighting drug trafficking.", []),
        ("The court called it an attack on the judicial branch.", []),
        ("Customs officers seized knapsacks, ammunition and supplies near the station.", []),
        ("Troops charged a camp near Afgoye.", ["Ground offensive"]),
        ("The insurgents set upon a base near Kismayo.", ["Ground offensive"]),
        ("Observers were shot at near Donetsk on Tuesday.", ["Attack on civilians"]),
        ("The cruiser was hit by missiles off Odesa.", ["Missile or artillery attack"]),
        ("Militants blew up a bridge near Homs.", ["Bombing or explosive"]),
        ("Thousands took to the streets of Tunis.", ["Protest or riot"]),
        ("Demonstrators gathered outside the ministry in Tunis.", ["Protest or riot"]),
        ("Hundreds of people held a rally in Lima.", ["Protest or riot"]),
        ("Nurses walked out in Leeds.", ["Protest or riot"]),
        ("Protesters blocked a road in Sidon.", ["Protest or riot"]),
        ("A demonstration took place in Athens.", ["Protest or riot"]),
        ("Stocks staged a rally in Lima.", []),
        # The cause before the effect, and no victim's word for a weapon.
        ("Nine people were killed after suicide bombers struck in Maiduguri.", ["Bombing or explosive"]),
        ("A soldier was killed while two others were injured when a device exploded near Quetta.", ["Bombing or explosive"]),
        ("Ten fighters were killed near Homs.", ["Losses or retreat"]),
        ("Police said a dynamite attack on an air base killed an officer.", ["Bombing or explosive"]),
        ("The pilot died in the accident near Chimaltenango.", []),
        ("Two people died when a light plane crashed near Peten.", []),
        ("Five dead, dozens injured in Aceh quake", []),
        ("A quake flattened houses near Aceh, killing five people.", []),
    ],
)
def test_what_is_meant_is_told_by_what_stands_beside(tell: Tell, text: str, kinds: list[str]) -> None:
    _, analysis = tell(text)
    told = [e.type.value for e in analysis.events if e.type.event_class is EventClass.PHYSICAL and e.modality.happened]
    assert told == kinds
