"""Place names in their sentences: what is one, what role it has, and which place it is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from geo.model import Analysis, Article, Kind, Role

Tell = Callable[..., tuple[Article, Analysis]]


def named(analysis: Analysis) -> list[str]:
    return [m.text for m in analysis.mentions]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A strike near Izium, Ukraine, killed two.", ["Izium", "Ukraine"]),
        ("Clashes hit the towns of Kafr Zita, Morek and the village of al-Latamneh.", ["Kafr Zita", "Morek", "al-Latamneh"]),
        ("Riad Haddad, the ambassador, spoke of strikes.", []),
        ("Tell us where they are, the spokeswoman said.", []),
        ("Ash Carter called it a mistake.", []),
        ("But nobody came, and Gen Ali Abdullah Ayyoub kept silent.", []),
        ("Paris Hilton arrived late.", []),
    ],
)
def test_what_names_a_place_and_what_does_not(tell: Tell, text: str, expected: list[str]) -> None:
    _, analysis = tell(text)
    assert named(analysis) == expected


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("Moscow said that it had struck Hama.", "Moscow", Role.ACTOR),
        ("Moscow said that it had struck Hama.", "Hama", Role.EVENT),
        ("Washington (CNN) Jets bombed Raqqa on Friday.", "Washington", Role.CONTEXT),
        ("Speaking in Brussels, he deplored the shelling of Aleppo.", "Brussels", Role.CONTEXT),
        ("The Pentagon has the same doubts.", "Pentagon", Role.ACTOR),
    ],
)
def test_a_name_has_one_of_three_roles(tell: Tell, text: str, name: str, role: Role) -> None:
    _, analysis = tell(text)
    assert [m.role for m in analysis.mentions if m.text == name] == [role]


@pytest.mark.parametrize(
    ("text", "name", "place_id"),
    [
        ("Strikes hit towns in Hama province.", "Hama", "geonames:170015"),
        ("Strikes hit the city of Hama.", "Hama", "geonames:170017"),
        ("Fighting went on along four fronts in Hama and Idlib Provinces.", "Hama", "geonames:170015"),
        ("In Syria, jets struck Morek in the north of Hama.", "Hama", "geonames:170015#north"),
        ("A shell hit a market in Kharkiv.", "Kharkiv", "geonames:706483"),
        ("Strikes hit the towns of Saraqib and Alhbit in Idlib, in Syria.", "Alhbit", "geonames:173864"),
        ("Strikes hit the towns of Saraqib and Alhbit in Idlib, in Syria.", "Idlib", "geonames:169387"),
        ("He spoke to reporters in Rome.", "Rome", "geonames:3169070"),
    ],
)
def test_which_place_a_name_is(tell: Tell, text: str, name: str, place_id: str) -> None:
    _, analysis = tell(text)
    found = [r.place.id if r.place else None for m, r in zip(analysis.mentions, analysis.resolutions, strict=True) if m.text == name]
    assert found == [place_id]


def test_a_place_that_is_only_nearly_so_called_is_marked_uncertain(tell: Tell) -> None:
    _, analysis = tell("In Syria, strikes hit the towns of Kafr Zita and al-Sayyad in Hama province.")
    index = named(analysis).index("al-Sayyad")
    resolution = analysis.resolutions[index]
    assert resolution.place is not None
    assert resolution.place.id == "geonames:164695"
    assert resolution.uncertain


def test_an_unknown_member_of_a_list_stays_without_a_place(tell: Tell) -> None:
    _, analysis = tell("In Syria, strikes hit the towns of Morek, Xqvwzt and Kafr Zita in Hama province.")
    index = named(analysis).index("Xqvwzt")
    assert analysis.resolutions[index].place is None


def test_a_demonym_locates_only_before_a_place_word(tell: Tell) -> None:
    _, analysis = tell("Russian planes entered Turkish airspace.")
    found = {m.text: (m.kind, m.role) for m in analysis.mentions}
    assert found["Russian"] == (Kind.DEMONYM, Role.ACTOR)
    assert found["Turkish"] == (Kind.DEMONYM, Role.EVENT)


def test_every_resolution_gives_reasons_and_nearness_adds_to_precision(tell: Tell) -> None:
    _, analysis = tell("Strikes hit positions near Khan Shaykhun, and others in Kafr Zita.")
    near, inside = analysis.resolutions[named(analysis).index("Khan Shaykhun")], analysis.resolutions[named(analysis).index("Kafr Zita")]
    assert near.reasons
    assert inside.reasons
    assert near.precision_km > inside.precision_km
