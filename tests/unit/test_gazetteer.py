"""The gazetteer finds the places that reports name, and says how each name met the one that was written."""

from __future__ import annotations

import numpy as np
import pytest

from geo.gazetteer import Gazetteer
from geo.gazetteer.outlines import haversine_km
from geo.model import Candidate, LonLat, Match, Place

SYRIAN_TOWNS = {
    "Kafr Zita": ("geonames:168620", 35.3743, 36.6033),
    "Kafr Zaytā": ("geonames:168620", 35.3743, 36.6033),
    "Kafr Zeita": ("geonames:168620", 35.3743, 36.6033),
    "Kfar Zita": ("geonames:168620", 35.3743, 36.6033),
    "كفر زيتا": ("geonames:168620", 35.3743, 36.6033),
    "Kafr Nabudah": ("geonames:168660", 35.4318, 36.4935),
    "Kafr Nabuda": ("geonames:168660", 35.4318, 36.4935),
    "Kafer Nboûdé": ("geonames:168660", 35.4318, 36.4935),
    "كفر نبودة": ("geonames:168660", 35.4318, 36.4935),
    "al-Latamneh": ("geonames:173566", 35.3215, 36.6229),
    "Al Lataminah": ("geonames:173566", 35.3215, 36.6229),
    "Lattamna": ("geonames:173566", 35.3215, 36.6229),
    "Ltamenah": ("geonames:173566", 35.3215, 36.6229),
    "اللطامنة": ("geonames:173566", 35.3215, 36.6229),
    "Khan Shaykhun": ("geonames:168325", 35.4421, 36.6510),
    "Khan Sheikhoun": ("geonames:168325", 35.4421, 36.6510),
    "Khan Cheikhoun": ("geonames:168325", 35.4421, 36.6510),
    "خان شيخون": ("geonames:168325", 35.4421, 36.6510),
    "Al Habit": ("geonames:173864", 35.4386, 36.5383),
    "Hbit": ("geonames:173864", 35.4386, 36.5383),
    "الهبيط": ("geonames:173864", 35.4386, 36.5383),
    "Morek": ("geonames:166640", 35.3762, 36.6897),
    "Saraqib": ("geonames:164816", 35.8645, 36.8059),
    "Maarrat al-Numan": ("geonames:167611", 35.6483, 36.6769),
    "Jisr al-Shughur": ("geonames:169023", 35.8143, 36.3206),
    "Talbiseh": ("geonames:163779", 34.8406, 36.7309),
    "Rastan": ("geonames:172946", 34.9265, 36.7324),
    "Latakia": ("geonames:173576", 35.5317, 35.7901),
    "Tartus": ("geonames:163345", 34.8890, 35.8866),
    "Hmeimim": ("icao:OSLK", 35.4011, 35.9487),
    "Khmeimim": ("icao:OSLK", 35.4011, 35.9487),
}


def ids(candidates: tuple[Candidate, ...]) -> list[str]:
    return [c.place.id for c in candidates]


def only(gazetteer: Gazetteer, name: str, feature: str) -> Place:
    return next(c.place for c in gazetteer.exact(name) if c.place.feature == feature)


def apart_km(place: Place, lat: float, lon: float) -> float:
    return float(haversine_km(place.position.lon, place.position.lat, np.array([lon]), np.array([lat]))[0])


@pytest.mark.parametrize(("written", "place"), SYRIAN_TOWNS.items())
def test_attested_spellings_of_syrian_towns_are_exact(gazetteer: Gazetteer, written: str, place: tuple[str, float, float]) -> None:
    first = gazetteer.exact(written)[0]
    assert first.place.id == place[0]
    assert apart_km(first.place, place[1], place[2]) < 2
    assert first.how in (Match.EXACT, Match.FOLDED)
    assert first.place.country == "SY"


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Kfar Nabouda", "Kafr Nabūdah"),
        ("Kafr Nboudeh", "Kafr Nabūdah"),
        ("Khan Sheykhun", "Khān Shaykhūn"),
        ("Хан-Шейхун", "Khān Shaykhūn"),
        ("Latamina", "Al Laţāminah"),
        ("Maarat Nouman", "Ma‘arrat an Nu‘mān"),
        ("Saraqueb", "Saraqib"),
        ("Tell Rifaat", "Tall Rif‘at"),
        ("Deir Hafer", "Dayr Ḩāfir"),
        ("Darat Izza", "Dārat ‘Izzah"),
        ("Qalaat al-Madiq", "Qal‘at al Maḑīq"),
        ("Suqaylabiyah", "As Suqaylibīyah"),
        ("Hreitan", "Ḩuraytān"),
        ("Tel Abiad", "Tall Abyaḑ"),
    ],
)
def test_other_spellings_are_found_first_among_places_of_the_country(gazetteer: Gazetteer, written: str, name: str) -> None:
    assert gazetteer.find(written, countries={"SY"})[0].place.name == name


def test_a_glued_article_is_found_by_rule(gazetteer: Gazetteer) -> None:
    assert gazetteer.exact("Alhbit") == ()
    first = gazetteer.find("Alhbit")[0]
    assert (first.place.id, first.how) == ("geonames:173864", Match.ARTICLE)


@pytest.mark.parametrize(
    ("written", "name"),
    [("al-Hbit", "Al Habīt"), ("Latamneh", "Al Laţāminah"), ("al-Saraqib", "Saraqib"), ("Qamishli", "Al Qāmishlī"), ("Raqqah", "Raqqa")],
)
def test_the_article_may_be_added_or_dropped(gazetteer: Gazetteer, written: str, name: str) -> None:
    assert name in [c.place.name for c in gazetteer.find(written, fuzzy=False)]


def test_a_name_without_its_generic_word_leaves_the_identity_in_doubt(gazetteer: Gazetteer) -> None:
    assert gazetteer.exact("al-Sayyad") == ()
    found = [c for c in gazetteer.find("al-Sayyad") if c.place.id == "geonames:164695"]
    assert [c.how for c in found] == [Match.PART]
    assert found[0].place.identity_uncertain
    assert found[0].place.extent_km == 5
    assert found[0].similarity < 1


def test_a_similar_name_is_never_decided_silently(gazetteer: Gazetteer) -> None:
    assert "geonames:168661" not in ids(gazetteer.exact("Kafr Nabudah"))  # Kafranbel
    for name in ("Kfar Nabudeh", "Khan Seyhun"):
        for candidate in gazetteer.find(name):
            assert candidate.how in (Match.SKELETON, Match.PART)
            assert candidate.similarity < 1


@pytest.mark.parametrize(("written", "least"), [("Damascus", 3), ("Tripoli", 2), ("Hama", 2), ("Georgia", 2), ("San José", 10)])
def test_an_ambiguous_name_gives_several_places(gazetteer: Gazetteer, written: str, least: int) -> None:
    assert len({c.place.id for c in gazetteer.exact(written)}) >= least


@pytest.mark.parametrize(
    ("written", "feature", "country"),
    [
        ("Hama", "PPL", "SY"),
        ("Idlib", "PPL", "SY"),
        ("Washington", "PPLC", "US"),
        ("Georgia", "PCLI", "GE"),
        ("Moscow", "PPLC", "RU"),
        ("Mosul", "PPL", "IQ"),
        ("Caspian Sea", "SEA", None),
        ("Middle East", "RGN", None),
        ("Syria", "PCLI", "SY"),
    ],
)
def test_a_bare_name_means_first_what_it_mostly_means(gazetteer: Gazetteer, written: str, feature: str, country: str | None) -> None:
    if written == "Middle East":  # a suburb of Baltimore is called so too
        assert "dateline:middle-east" in ids(gazetteer.exact(written))
        return
    place = gazetteer.exact(written)[0].place
    assert (place.feature, place.country) == (feature, country)


@pytest.mark.parametrize(
    ("written", "country", "kind"),
    [
        ("Syrian", "SY", "adjective"),
        ("Syrians", "SY", "demonym"),
        ("Turkish", "TR", "adjective"),
        ("Russians", "RU", "demonym"),
        ("U.S.", "US", "abbreviation"),
        ("US", "US", "abbreviation"),
        ("USA", "US", "abbreviation"),
        ("UK", "GB", "abbreviation"),
        ("UAE", "AE", "abbreviation"),
        ("DRC", "CD", "abbreviation"),
        ("Britain", "GB", "name"),
        ("Russian Federation", "RU", "name"),
        ("Czech Republic", "CZ", "name"),
        ("سوريا", "SY", "name"),
        ("Сирия", "SY", "name"),
    ],
)
def test_countries_are_known_by_people_adjective_and_abbreviation(gazetteer: Gazetteer, written: str, country: str, kind: str) -> None:
    assert (country, kind) in {(c.place.country, c.name_kind) for c in gazetteer.exact(written) if c.place.feature == "PCLI"}


@pytest.mark.parametrize("written", ["us", "Us", "uk", "drc", "la"])
def test_an_abbreviation_in_small_letters_is_a_word(gazetteer: Gazetteer, written: str) -> None:
    assert not [c for c in gazetteer.exact(written) if c.place.feature == "PCLI" or c.name_kind == "abbreviation"]


@pytest.mark.parametrize(
    "written", ["the Kremlin", "Kremlin", "the Pentagon", "Pentagon", "Downing Street", "the White House", "White House"]
)
def test_buildings_that_stand_for_governments_are_metonyms(gazetteer: Gazetteer, written: str) -> None:
    first = gazetteer.exact(written)[0]
    assert (first.name_kind, first.place.feature) == ("metonym", "BLDG")


@pytest.mark.parametrize(
    ("country", "lat", "lon"),
    [("Syria", 35, 38), ("Russia", 60, 100), ("United States", 39.76, -98.5), ("Iraq", 33, 44), ("Turkey", 39, 35), ("Ukraine", 49, 32)],
)
def test_countries_have_the_points_of_geonames(gazetteer: Gazetteer, country: str, lat: float, lon: float) -> None:
    place = only(gazetteer, country, "PCLI")
    assert apart_km(place, lat, lon) < 20
    assert place.id.startswith("geonames:")
    assert place.area is not None


@pytest.mark.parametrize(
    ("name", "place_id"),
    [
        ("Hama", "geonames:170015"),
        ("Idlib", "geonames:169387"),
        ("Aleppo", "geonames:170062"),
        ("Deir ez-Zor", "geonames:170792"),
        ("حماة", "geonames:170015"),
        ("Anbar", "geonames:99592"),
        ("Nineveh", "geonames:92877"),
        ("Beqaa", "geonames:280282"),
        ("Hodeidah", "geonames:79416"),
        ("Donetsk", "geonames:709716"),
        ("West Bank", "geonames:285153"),
        ("Gaza Strip", "geonames:281132"),
        ("Scotland", "geonames:2638360"),
        ("Texas", "geonames:4736286"),
        ("Ky.", "geonames:6254925"),
    ],
)
def test_divisions_are_known_with_their_outlines(gazetteer: Gazetteer, name: str, place_id: str) -> None:
    place = next(c.place for c in gazetteer.exact(name) if c.place.id == place_id)
    assert place.feature == "ADM1"
    outline = gazetteer.outline(place)
    assert outline is not None
    assert outline.is_valid
    assert place.bbox is not None
    assert place.extent_km > 1


def test_a_direction_alone_names_no_division(gazetteer: Gazetteer) -> None:
    for word in ("North", "Southern", "Central", "Capital"):
        assert not [c for c in gazetteer.exact(word) if c.place.feature.startswith("ADM1")]


@pytest.mark.parametrize(
    ("town", "division"), [("Kafr Zita", "Hama"), ("Khan Shaykhun", "Idlib"), ("Mosul", "Nineveh"), ("Hmeimim", "Latakia")]
)
def test_towns_know_their_division(gazetteer: Gazetteer, town: str, division: str) -> None:
    assert gazetteer.exact(town)[0].place.admin1 == division


def test_a_point_knows_where_it_lies(gazetteer: Gazetteer) -> None:
    assert gazetteer.inside(LonLat(36.63, 35.93)) == "Idlib, Syria"
    assert gazetteer.inside(LonLat(50.5, 42.0)) is None  # the Caspian Sea
    assert [p.name for p in gazetteer.containing(LonLat(-3.19, 55.95))][-2:] == ["Scotland", "United Kingdom"]


@pytest.mark.parametrize(
    ("words", "longest"),
    [
        ("Khan Shaykhun and Alhbit", 2),
        ("Caspian Sea using precise missiles", 2),
        ("Middle East Shoigu said", 2),
        ("United States of America", 4),
        ("Deir ez Zor province", 3),
        ("zzyzx qwrt", 0),
    ],
)
def test_the_scanner_learns_how_long_the_longest_name_is(gazetteer: Gazetteer, words: str, longest: int) -> None:
    assert gazetteer.longest(words.split()) == longest


def test_the_scanner_learns_whether_a_name_may_go_on(gazetteer: Gazetteer) -> None:
    assert gazetteer.starts("Khan")
    assert gazetteer.starts("United Arab")
    assert not gazetteer.starts("Shoigu said")
    assert not gazetteer.starts("")


def test_typing_completes_to_the_best_known_places(gazetteer: Gazetteer) -> None:
    assert "Aleppo" in [c.place.name for c in gazetteer.complete("Alep")]
    assert gazetteer.complete("mosc")[0].place.name == "Moscow"
    assert "geonames:168620" in ids(gazetteer.complete("Kafr Z"))
    assert gazetteer.complete("") == ()
    assert len(gazetteer.complete("a", limit=5)) == 5


@pytest.mark.parametrize("name", ["", " ", "'", "%", "'; DROP TABLE place; --", "\x00", "x" * 5000, "{{ 7*7 }}", "<script>", "\u202e"])
def test_strange_text_finds_nothing_and_breaks_nothing(gazetteer: Gazetteer, name: str) -> None:
    assert gazetteer.exact(name) == ()
    gazetteer.find(name)
    gazetteer.starts(name)
    gazetteer.complete(name)


def test_an_unknown_id_is_no_place(gazetteer: Gazetteer) -> None:
    assert gazetteer.place("geonames:0") is None


def test_disputed_outlines_say_so(gazetteer: Gazetteer) -> None:
    golan = gazetteer.place("dateline:golan-heights")
    crimea = gazetteer.place("dateline:crimea")
    assert golan is not None
    assert crimea is not None
    assert "Israel" in (golan.note or "")
    assert "Natural Earth" in (crimea.note or "")
    for country in ("Israel", "Ukraine", "Russia"):
        assert only(gazetteer, country, "PCLI").note
