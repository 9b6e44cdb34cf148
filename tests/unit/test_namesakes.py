"""Names that are called after places, places told by their country, and what the text says of where a place lies."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from geo import pipeline
from geo.gazetteer import Gazetteer, open_default
from geo.model import Analysis, Article, Kind

Tell = Callable[..., tuple[Article, Analysis]]


def placed(analysis: Analysis) -> dict[str, str | None]:
    """The names of all places of physical events as the gazetteer has them, by what the text calls them."""
    used = {p.mention for e in analysis.events for p in e.places}
    found: dict[str, str | None] = {}
    for k in sorted(used):
        place = analysis.resolutions[k].place
        found[analysis.mentions[k].text] = place.name if place is not None else None
    return found


def resolved(analysis: Analysis) -> dict[str, tuple[str, str | None]]:
    pairs = zip(analysis.mentions, analysis.resolutions, strict=True)
    return {m.text: (r.place.name, r.place.country) for m, r in pairs if r.place is not None}


CAPITALS = [
    ("Mortars hit the Lebanese capital on Friday, killing two.", {"Lebanese": "Beirut"}),
    ("Gunmen stormed a bank in the Afghan capital at noon.", {"Afghan": "Kabul"}),
    ("A suicide bomber killed ten people in the Somali capital.", {"Somali": "Mogadishu"}),
    ("Rockets struck the outskirts of the South Sudanese capital.", {"South Sudanese": "Juba"}),
    ("An explosion shook Burkina Faso's capital on Sunday.", {"Burkina Faso": "Ouagadougou"}),
    ("Rebels shelled the capital of the Central African Republic.", {"Central African Republic": "Bangui"}),
    ("A grenade exploded in Somalias capital.", {"Somalia": "Mogadishu"}),
    ("Shells hit Niger's besieged capital.", {"Niger": "Niamey"}),
    ("Drones attacked the Ukrainian capital city overnight.", {"Ukrainian": "Kyiv"}),
    ("Jets bombed the Libyan capital Tripoli.", {"Tripoli": "Tripoli"}),
    ("A bomber attacked a hotel in Mogadishu, the capital of Somalia, on Sunday.", {"Mogadishu": "Mogadishu"}),
    ("Gunmen attacked a hotel in the capital of Mali, Bamako, on Sunday.", {"Bamako": "Bamako"}),
    ("Jets bombed the Chadian capital, N'Djamena.", {"N'Djamena": "N'Djamena"}),
]


@pytest.mark.parametrize(("text", "expected"), CAPITALS)
def test_the_capital_of_a_country_is_that_countrys(tell: Tell, text: str, expected: dict[str, str]) -> None:
    assert placed(tell(text)[1]) == expected


@pytest.mark.parametrize(
    "text",
    [
        "A bomb went off in the Turkish border town on Monday.",
        "A bomb went off in the northern Malian city on Monday.",
        "Shells fell on the Yemeni port city on Monday.",
        "Turkish border guards opened fire on Monday.",
        "A car bomb exploded in the Iraqi provincial capital on Monday.",
        "Jets killed six people in the militia's de facto Syrian capital on Monday.",
        "Shells fell on the rebels' self-proclaimed Libyan capital on Monday.",
        "The court gave him capital punishment; two Somali capital markets were robbed and shelled.",
    ],
)
def test_other_towns_of_a_country_are_no_place_by_its_adjective_alone(tell: Tell, text: str) -> None:
    assert placed(tell(text)[1]) == {}


CALLED_AFTER = [
    ("The Golani Brigade raided Jenin.", {"Jenin": "Janīn"}),
    ("The 36th Odesa Brigade shelled Tokmak, Zaporizhzhia.", {"Tokmak": "Tokmak"}),
    ("Fighters of the Chernihiv territorial defence brigade attacked Soledar.", {"Soledar": "Soledar"}),
    ("The Dnipro-1 regiment shelled Horlivka.", {"Horlivka": "Horlivka"}),
    ("Under the Dayton accords, troops withdrew from Tuzla.", {"Tuzla": "Tuzla"}),
    ("Despite the Stockholm peace agreement, rockets hit Aden.", {"Aden": "Aden"}),
    ("The Treaty of Versailles was read aloud as bombs hit Aleppo.", {"Aleppo": "Aleppo"}),
    ("The Moskva cruiser was attacked with missiles off Odesa.", {"Odesa": "Odesa"}),
    ("Fans of Leeds United wept as shells hit Kharkiv.", {"Kharkiv": "Kharkiv"}),
    ("Boston Dynamics said shells hit Kherson on Monday.", {"Kherson": "Kherson"}),
    ("The blast was described by Ruth Adair, M.S., R.D., who treated four wounded people in Mosul.", {"Mosul": "Mosul"}),
    ("The blast was described by Ruth Adair, M.D., Ph.D., who treated four wounded people in Mosul.", {"Mosul": "Mosul"}),
    ("Turkish jets bombed Northeast Syria.", {"Syria": "northeast Syria"}),
    ("Shells landed in Northwest Syria.", {"Syria": "northwest Syria"}),
]


@pytest.mark.parametrize(("text", "expected"), CALLED_AFTER)
def test_what_is_called_after_a_place_is_no_place_of_the_event(tell: Tell, text: str, expected: dict[str, str]) -> None:
    assert placed(tell(text)[1]) == expected


def test_the_region_keeps_its_name_though_a_ship_bears_it(tell: Tell) -> None:
    found = placed(tell("The Kursk submarine was lost. On Monday drones hit a depot in the Kursk region.")[1])
    assert list(found) == ["Kursk"]


def test_the_white_house_is_no_house_in_casablanca(tell: Tell) -> None:
    _, analysis = tell("The White House said a drone strike killed two in Sanaa.")
    assert resolved(analysis)["White House"] == ("White House", "US")
    assert placed(analysis) == {"Sanaa": "Sanaa"}


def test_an_adjective_is_never_a_village_that_is_spelt_like_it(tell: Tell) -> None:
    _, analysis = tell("Kenyan soldiers were killed in Kismayo. Chadian troops shelled Faya.")
    assert [(m.text, m.kind) for m in analysis.mentions if m.text in {"Kenyan", "Chadian"}] == [
        ("Kenyan", Kind.DEMONYM),
        ("Chadian", Kind.DEMONYM),
    ]
    assert {resolved(analysis)[name][1] for name in ("Kenyan", "Chadian")} == {"KE", "TD"}


HOMES = [
    ("Besides the slain visitors, who came from Italy, Poland and Spain, a guard was killed in Tunis.", ["Tunis"]),
    ("Two teachers from Canada were killed in Kabul.", ["Kabul"]),
    ("Gunmen killed a nurse from Ireland in Mogadishu.", ["Mogadishu"]),
    ("Two engineers from Turkey were abducted in Basra.", ["Basra"]),
    ("Fighters from Chechnya attacked Ramadi.", ["Ramadi"]),
    ("Peacekeepers from Chad were killed in Kidal by a mine.", ["Kidal"]),
]


@pytest.mark.parametrize(("text", "expected"), HOMES)
def test_where_people_come_from_is_no_place_of_what_befell_them(tell: Tell, text: str, expected: list[str]) -> None:
    assert list(placed(tell(text)[1])) == expected


@pytest.mark.parametrize("text", ["A car bomb exploded 20 miles from Baghdad.", "A drone hit a depot 30 km from Baghdad."])
def test_a_distance_from_a_place_makes_it_no_origin(tell: Tell, text: str) -> None:
    _, analysis = tell(text)
    assert [p.part.value for e in analysis.events for p in e.places] in (["location"], ["target"])


def test_a_namesake_is_not_taken_where_the_text_puts_the_place_beside_another(tell: Tell) -> None:
    _, analysis = tell("Many people died in an air strike on a school in Mansoura, west of Raqqa.")
    assert placed(analysis) == {"Mansoura": None, "Raqqa": "Ar Raqqah"}, "no Mansoura of Egypt; what is known is where it lies"


def test_the_place_beside_which_another_lies_is_none_of_the_event(tell: Tell) -> None:
    assert placed(tell("Jets bombed Tall Rifat, north of Aleppo.")[1]) == {"Tall Rifat": "Tall Rif‘at"}


def test_a_place_on_another_side_than_the_text_says_is_not_certain(tell: Tell) -> None:
    _, analysis = tell("A bomb exploded in Tripoli, south of Beirut.")
    assert all(r.uncertain for m, r in zip(analysis.mentions, analysis.resolutions, strict=True) if m.text == "Tripoli")


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("Four policemen were killed in Liberia, an agency reported.", "Liberia", ("Liberia", "LR")),
        ("Oklahoma: a bomb kills two guards at a prison", "Oklahoma", ("Oklahoma", "US")),
        ("Shells hit Deir Ezzor and Raqqa.", "Deir Ezzor", ("Deir ez-Zor", "SY")),
    ],
)
def test_a_country_or_state_comes_before_the_town_called_after_it(tell: Tell, text: str, name: str, expected: tuple[str, str]) -> None:
    assert resolved(tell(text)[1])[name] == expected


def test_every_spelling_of_a_town_is_the_town_and_not_its_province(tell: Tell) -> None:
    _, analysis = tell("Air strikes hit Deir Ezzor, Dair Ezzor, Deir ez-Zor, Deirezzor, Der Ezzor, Deir al-Zor and Dayr az Zawr.")
    assert {r.place.feature for r in analysis.resolutions if r.place is not None} == {"PPL"}
    assert len({r.place.id for r in analysis.resolutions if r.place is not None}) == 1


HIDDEN = [
    (
        "#Syria: jets bombed #KafrNabl and #Maarat_al_Numan, killing two.",
        {"KafrNabl": "Kafranbel", "Maarat_al_Numan": "Ma‘arrat an Nu‘mān"},
    ),
    ("Shelling in #Kafr_Nabl and #KafrZita, two dead", {"Kafr_Nabl": "Kafranbel", "KafrZita": "Kafr Zaytā"}),
    ("Shells hit Syrias Hasakeh.", {"Hasakeh": "Al Ḩasakah"}),
    ("Missiles hit Khamis Mushait on Friday.", {"Khamis Mushait": "Khamis Mushait"}),
    ("Jets bombed Yemens Hodeidah.", {"Hodeidah": "Al Ḩudaydah"}),
    ("Clashes broke out in AlBab and Alraqqa.", {"AlBab": "Al Bāb", "Alraqqa": "Ar Raqqah"}),
    ("Rockets hit القامشلي and تل أبيض on Monday.", {"القامشلي": "Al Qāmishlī", "تل أبيض": "Tall Abyaḑ"}),
    ("Shells hit Харків and Бахмут.", {"Харків": "Kharkiv", "Бахмут": "Bakhmut"}),
    ("Air strikes hit Kafr Zita (كفر زيتا).", {"Kafr Zita": "Kafr Zaytā"}),
    ("Shells hit Artemivsk.", {"Artemivsk": "Bakhmut"}),
]


@pytest.mark.parametrize(("text", "expected"), HIDDEN)
def test_names_that_the_writing_hides(tell: Tell, text: str, expected: dict[str, str]) -> None:
    assert placed(tell(text)[1]) == expected


@pytest.mark.parametrize("text", ["St. Marys River rose.", "Adams Brook was hit.", "He wrote #news about it."])
def test_what_looks_hidden_and_is_not_stays_as_it_is(tell: Tell, text: str) -> None:
    assert not any(m.text in {"St. Mary", "Adam", "news"} for m in tell(text)[1].mentions)


def dump_line(number: int, name: str, lat: float, lon: float, country: str) -> str:
    """A line as GeoNames writes it, of a made-up village."""
    cells = [str(number), name, name, "", str(lat), str(lon), "P", "PPL", country, "", "", "", "", "", "40", "", "", "UTC", "2020-01-01"]
    return "\t".join(cells)


def test_a_village_of_an_added_gazetteer_comes_before_a_namesake_elsewhere(tmp_path: Path) -> None:
    # Madaya is also a town of Myanmar, and the built-in gazetteer has no village of that name near Raqqa.
    dump = tmp_path / "SY.txt"
    dump.write_text(dump_line(990000001, "Taungdwingyi", 36.1, 39.2, "SY") + "\n", encoding="utf-8")
    opened: Gazetteer = open_default(extra=[dump], added=False)
    text = "Warplanes killed four people in Taungdwingyi village. Shells hit Raqqa and Tabqa, in Syria."
    article = Article("a", text, "0", language="en")
    found = resolved(pipeline.analyse(article, opened))
    opened.close()
    assert found["Taungdwingyi"] == ("Taungdwingyi", "SY")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mortars hit the al-Sulaimaniyeh area in Aleppo city on Monday.", {"al-Sulaimaniyeh": None, "Aleppo": "Aleppo"}),
        ("Troops retook Zaytan and Khalasa southwest of Aleppo on Monday.", {"Zaytan": None, "Khalasa": None, "Aleppo": "Aleppo"}),
    ],
)
def test_a_namesake_far_from_the_town_that_the_text_names_is_no_answer(tell: Tell, text: str, expected: dict[str, str | None]) -> None:
    assert placed(tell(text)[1]) == expected


def test_villages_of_a_name_lie_in_its_province(tell: Tell) -> None:
    _, analysis = tell("Gunmen killed dozens in three Homs villages. Shells hit Morek and Kafr Zita towns.")
    features = {m.text: r.place.feature for m, r in zip(analysis.mentions, analysis.resolutions, strict=True) if r.place is not None}
    assert features == {"Homs": "ADM1", "Morek": "PPL", "Kafr Zita": "PPL"}


def test_districts_of_a_name_lie_in_the_town(tell: Tell) -> None:
    _, analysis = tell("Jets bombed several Aleppo neighbourhoods.")
    assert [r.place.feature for r in analysis.resolutions if r.place is not None] == ["PPL"]


def test_two_words_of_which_neither_is_well_known_stay_one_name(tell: Tell) -> None:
    assert [m.text for m in tell("Children of Glacier Ridge learnt to swim.")[1].mentions] in ([], ["Glacier Ridge"])


def test_names_whose_comma_is_lost_are_parted(tell: Tell) -> None:
    _, analysis = tell(
        "Two people were killed in attacks in Damascus Homs and Aleppo on Monday. Car bomb kills 15 in Syrias Homs NGO says."
    )
    assert {"Damascus", "Homs", "Aleppo"} <= {m.text for m in analysis.mentions}
    assert not any(" " in m.text for m in analysis.mentions)


def test_the_name_of_an_armed_group_is_no_place(tell: Tell) -> None:
    assert "Levant" not in {m.text for m in tell("The Islamic State in Iraq and the Levant attacked Homs on Monday.")[1].mentions}


def test_letters_that_make_a_district_of_a_town_stay_with_its_name(tell: Tell) -> None:
    _, analysis = tell("Gunmen killed nine farmers in Monguno LGA on Friday.")
    assert [m.text for m in analysis.mentions] == ["Monguno LGA"]


def test_a_word_behind_a_name_is_no_place_of_another_country(tell: Tell) -> None:
    _, analysis = tell("A fire broke out at the Black Sea Mills in Odesa on Monday.")  # towns elsewhere are called Mills
    assert "Mills" not in {m.text for m in analysis.mentions}
    assert resolved(analysis) == {"Odesa": ("Odesa", "UA")}


def test_a_shortening_behind_a_name_is_none_of_it(tell: Tell) -> None:
    _, analysis = tell("Gunmen attacked people in Mosul PoC on Sunday.")
    assert [m.text for m in analysis.mentions] == ["Mosul"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jets bombed the Shaar neighbourhood in Aleppo and the Sakhour district, in Syria.", {"Aleppo": "Aleppo", "Syria": "Syria"}),
        ("Rebels held the Escalon neighborhood, in the north of San Salvador.", {"San Salvador": "San Salvador"}),
        (
            "Mortars hit the Salaheddine quarter. The dead were taken to hospitals of Aleppo, in Syria.",
            {"Aleppo": "Aleppo", "Syria": "Syria"},
        ),
    ],
)
def test_a_quarter_is_no_namesake_in_another_country(tell: Tell, text: str, expected: dict[str, str]) -> None:
    assert {text: name for text, (name, _) in resolved(tell(text)[1]).items()} == expected


def test_a_town_whose_suburb_is_told_of_is_no_quarter(tell: Tell) -> None:
    found = resolved(tell("Shells hit a Damascus suburb on Monday. Fighting went on in Aleppo, in Syria.")[1])
    assert found["Damascus"] == ("Damascus", "SY")


def test_a_province_keeps_what_it_calls_itself(tell: Tell) -> None:
    _, analysis = tell("Clashes were reported in several districts of Taiz Governorate on Monday.")
    assert [r.place.feature for r in analysis.resolutions if r.place is not None] == ["ADM1"]


def test_a_preposition_that_opens_a_sentence_is_no_part_of_the_name(tell: Tell) -> None:
    _, analysis = tell("HERAT, Afghanistan (Nov. 12, 2011) In Karim Zarin district, Paktia province, soldiers detained two men.")
    assert "Karim Zarin" in {m.text for m in analysis.mentions}
