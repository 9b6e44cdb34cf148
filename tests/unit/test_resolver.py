"""Which place a name is: what is weighed, what is left open, and what a person is told about it."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from geo.assets import asset
from geo.errors import MissingAsset, ModelError
from geo.gazetteer import Gazetteer, open_default
from geo.model import Clues, Displacement, Kind, Mention, Place, Resolution, Role, Span
from geo.resolve import Ranker, locate, resolve
from geo.resolve.containment import contains, in_box
from geo.resolve.features import FEATURES, distances_km, matrix
from geo.resolve.layout import layout_of
from geo.resolve.ranker import shipped
from geo.resolve.rows import rows_of, soft_shares
from geo.resolve.senses import senses_of


def mention(name: str, at: int, **clues: object) -> Mention:
    """A name at an offset, with what the text says of it: `mention("Hama", 10, head="province")`."""
    return Mention("a", Span(at, at + len(name)), name, 0, Kind.LITERAL, Role.CONTEXT, 1.0, Clues(**clues))  # type: ignore[arg-type]


def names(*given: str) -> tuple[Mention, ...]:
    """Names in a row, some words apart."""
    return tuple(mention(name, 40 * k) for k, name in enumerate(given))


def resolved(gazetteer: Gazetteer, *given: Mention) -> dict[str, Resolution]:
    return {f"{m.text} {m.clues.head or ''}".strip(): r for m, r in zip(given, resolve(given, gazetteer), strict=True)}


def feature(gazetteer: Gazetteer, given: tuple[Mention, ...], name: str) -> dict[tuple[str, str], float]:
    """A column of the table, by written name and the id of the candidate."""
    senses = senses_of(given, gazetteer)
    rows = rows_of(senses, given, gazetteer)
    table = matrix(rows, layout_of(senses, given), rows.prior)
    return {
        (rows.senses[int(s)].name, c.place.id): float(v)
        for s, c, v in zip(rows.sense, rows.candidates, table[: len(rows.candidates), FEATURES.index(name)], strict=True)
    }


def dump_line(number: int, name: str, lat: float, lon: float, feature: str = "PPL", people: int = 0) -> str:
    """A line as GeoNames writes it; of made-up places in an empty part of Syria."""
    cells = [
        str(number),
        name,
        name,
        "",
        str(lat),
        str(lon),
        "P",
        feature,
        "SY",
        "",
        "",
        "",
        "",
        "",
        str(people),
        "",
        "",
        "Asia/Damascus",
        "2020-01-01",
    ]
    return "\t".join(cells)


def with_places(folder: Path, *lines: str) -> Gazetteer:
    dump = folder / "SY.txt"
    dump.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return open_default(extra=[dump], added=False)


# --- what is weighed --------------------------------------------------------------------------------------------------


def test_all_mentions_of_a_name_make_one_sense_unless_the_text_tells_them_apart(gazetteer: Gazetteer) -> None:
    given = (mention("Hama", 0), mention("Hama", 50, head="province"), mention("Hama", 90), mention("HAMA", 130))
    assert [s.mentions for s in senses_of(given, gazetteer)] == [(0, 2, 3), (1,)]


def test_the_table_has_a_row_for_each_candidate_and_one_for_none_of_them(gazetteer: Gazetteer) -> None:
    given = names("Idlib", "Xqvwzt")
    senses = senses_of(given, gazetteer)
    rows = rows_of(senses, given, gazetteer)
    table = matrix(rows, layout_of(senses, given), rows.prior)
    assert table.shape == (len(rows.candidates) + 2, len(FEATURES))
    assert table[:, FEATURES.index("is_null")].tolist() == [0.0] * len(rows.candidates) + [1.0, 1.0]
    assert np.isfinite(table).all()


def test_a_head_fits_the_division_or_the_town(gazetteer: Gazetteer) -> None:
    province = feature(gazetteer, (mention("Hama", 0, head="province"),), "head_fits")
    town = feature(gazetteer, (mention("Hama", 0, head="city"),), "head_fits")
    assert (province["Hama", "geonames:170015"], province["Hama", "geonames:170017"]) == (1.0, -1.0)
    assert (town["Hama", "geonames:170015"], town["Hama", "geonames:170017"]) == (-1.0, 1.0)


def test_what_the_text_says_contains_a_place_counts_only_where_it_does(gazetteer: Gazetteer) -> None:
    given = (mention("Tripoli", 0, containers=(1,)), mention("Libya", 9))
    inside = feature(gazetteer, given, "contained_in")
    libya = [v for (name, place), v in inside.items() if name == "Tripoli" and place == "geonames:2210247"]
    lebanon = [v for (name, place), v in inside.items() if name == "Tripoli" and place == "geonames:266826"]
    assert libya[0] > 0.5
    assert lebanon == [0.0]


def test_neighbours_pull_candidates_near_them(gazetteer: Gazetteer) -> None:
    near = feature(gazetteer, names("Tripoli", "Beirut", "Sidon"), "dense_150")
    assert near["Tripoli", "geonames:266826"] > near["Tripoli", "geonames:2210247"]


def test_distances_are_great_circles(gazetteer: Gazetteer) -> None:
    given = names("Aleppo", "Damascus")
    rows = rows_of(senses_of(given, gazetteer), given, gazetteer)
    ids = [c.place.id for c in rows.candidates]
    a, b = ids.index("geonames:170063"), ids.index("geonames:170654")
    assert distances_km(rows, np.array([a]), np.array([b]))[0, 0] == pytest.approx(310, abs=8)


def test_shares_of_a_sense_and_what_is_left_to_none_make_one() -> None:
    shares = soft_shares(np.array([2.0, 2.0, 0.0]), np.array([0, 0, 1]), 2, null=np.array([2.0, 0.0]))
    assert shares.tolist() == pytest.approx([1 / 3, 1 / 3, 0.5])


# --- what is decided --------------------------------------------------------------------------------------------------


def test_town_and_province_of_one_name_in_one_sentence(gazetteer: Gazetteer) -> None:
    given = (mention("Hama", 10, head="city"), mention("Hama", 40, head="province"), mention("Syria", 60))
    found = resolved(gazetteer, *given)
    assert [found[n].place.id for n in ("Hama city", "Hama province")] == ["geonames:170017", "geonames:170015"]  # type: ignore[union-attr]


def test_one_name_may_be_two_places_where_the_text_says_so(gazetteer: Gazetteer) -> None:
    given = (
        mention("Tripoli", 0, containers=(1,)),
        mention("Libya", 9),
        mention("Tripoli", 60, containers=(3,)),
        mention("Lebanon", 69),
    )
    ids = [r.place.id if r.place else None for r in resolve(given, gazetteer)]
    assert [ids[0], ids[2]] == ["geonames:2210247", "geonames:266826"]


def test_a_spelling_that_is_only_alike_is_left_open_outside_the_province_that_the_text_gives(gazetteer: Gazetteer) -> None:
    bare = (mention("Zhuravlyovka", 0, head="village"), mention("Kharkiv", 60))
    assert resolve(bare, gazetteer)[0].place is not None
    given = (mention("Zhuravlyovka", 0, head="village", containers=(1,)), mention("Belgorod", 25, head="region"), mention("Kharkiv", 60))
    found = resolve(given, gazetteer)[0]
    assert found.place is None
    assert found.doubts == ("the text puts it in Belgorod, where no place of that spelling is known",)


def test_the_box_of_a_province_holds_nothing_across_the_border(gazetteer: Gazetteer) -> None:
    belgorod, kharkiv, shebekino = (
        r.place for r in resolve((mention("Belgorod", 0, head="region"), *names("Kharkiv", "Shebekino")), gazetteer)
    )
    assert belgorod is not None
    assert kharkiv is not None
    assert shebekino is not None
    assert in_box(kharkiv.position, belgorod), "else this shows nothing"
    assert not contains(belgorod, kharkiv)
    assert contains(belgorod, shebekino)


def test_a_name_keeps_its_sense_through_the_article(gazetteer: Gazetteer) -> None:
    given = (mention("Alexandria", 0, containers=(1,)), mention("Virginia", 12), mention("Alexandria", 200), mention("Alexandria", 700))
    found = resolve(given, gazetteer)
    assert {r.place.country for r in found if r.place} == {"US"}
    assert len({r.place.id for m, r in zip(given, found, strict=True) if r.place and m.text == "Alexandria"}) == 1


@pytest.mark.parametrize(
    ("given", "name", "country"),
    [
        (("Georgia", "Atlanta", "Alabama"), "Georgia", "US"),
        (("Georgia", "Tbilisi", "Russia"), "Georgia", "GE"),
        (("Tripoli", "Benghazi", "Misrata"), "Tripoli", "LY"),
        (("Tripoli", "Beirut", "Sidon"), "Tripoli", "LB"),
        (("Hit", "Ramadi", "Iraq"), "Hit", "IQ"),
    ],
)
def test_the_company_of_a_name_decides_between_homonyms(gazetteer: Gazetteer, given: tuple[str, ...], name: str, country: str) -> None:
    place = resolved(gazetteer, *names(*given))[name].place
    assert place is not None
    assert place.country == country


@pytest.mark.parametrize(("given", "country"), [("London", "GB"), ("Paris", "FR"), ("Moscow", "RU"), ("Birmingham", "GB")])
def test_a_name_without_company_is_what_most_people_mean(gazetteer: Gazetteer, given: str, country: str) -> None:
    place = resolved(gazetteer, *names(given))[given].place
    assert place is not None
    assert place.country == country


def test_a_bare_name_is_the_town_before_its_province(gazetteer: Gazetteer) -> None:
    place = resolved(gazetteer, *names("Aleppo", "Damascus", "Syria"))["Aleppo"].place
    assert place is not None
    assert place.feature.startswith("PPL")


def test_the_members_of_a_list_share_their_container(tmp_path: Path) -> None:
    lines = [
        dump_line(-901, "Wadi Zarrun", 35.30, 36.95),  # in Hama province
        dump_line(-902, "Wadi Zarrun", 36.85, 40.60),  # far in the north-east
    ]
    gazetteer = with_places(tmp_path, *lines)
    given = (
        mention("Wadi Zarrun", 0, head="town", containers=(2,), group=0),
        mention("Morek", 17, head="town", containers=(2,), group=0),
        mention("Hama", 26, head="province"),
    )
    found = resolved(gazetteer, *given)["Wadi Zarrun town"]
    assert found.place is not None
    assert found.place.id == "wof:901"
    assert any(reason.startswith("in Hama") for reason in found.reasons)


def test_an_unknown_member_of_a_list_is_never_moved_to_a_neighbour(gazetteer: Gazetteer) -> None:
    given = tuple(
        mention(name, 20 * k, head="town", containers=(3,), group=0) if name != "Hama" else mention(name, 20 * k, head="province")
        for k, name in enumerate(("Morek", "Qastun Zgharbiq", "Kafr Zita", "Hama"))
    )
    found = resolve(given, gazetteer)
    assert [r.place is not None for r in found] == [True, False, True, True]
    assert found[1].reasons


def test_two_equally_good_answers_to_a_misspelling_are_both_reported(tmp_path: Path) -> None:
    """Two villages whose names differ by a letter each from what is written, as far from everything as each other."""
    gazetteer = with_places(tmp_path, dump_line(-911, "Tall Marzuq", 35.60, 38.20), dump_line(-912, "Tall Marzuq", 34.60, 38.20))
    (found,) = resolve((mention("Tell Marzouq", 0),), gazetteer)
    assert found.place is None
    assert {a.place.id for a in found.alternatives[:2]} == {"wof:911", "wof:912"}
    assert "equally well" in found.reasons[0]


def test_a_tie_is_broken_by_the_text(tmp_path: Path) -> None:
    gazetteer = with_places(tmp_path, dump_line(-911, "Tall Marzuq", 35.60, 38.20), dump_line(-912, "Tall Marzuq", 34.56, 38.30))
    given = (mention("Tall Marzuq", 0, containers=(1,)), mention("Palmyra", 15), mention("Syria", 40))
    place = resolve(given, gazetteer)[0].place
    assert place is not None
    assert place.id == "wof:912"


def test_the_order_of_equal_candidates_never_depends_on_chance(tmp_path: Path) -> None:
    gazetteer = with_places(tmp_path, dump_line(-912, "Tall Marzuq", 34.60, 38.20), dump_line(-911, "Tall Marzuq", 35.60, 38.20))
    first = resolve((mention("Tall Marzuq", 0),), gazetteer)
    assert first == resolve((mention("Tall Marzuq", 0),), gazetteer)


# --- what a person is told --------------------------------------------------------------------------------------------


def test_extent_displacement_and_doubt_are_kept_apart(gazetteer: Gazetteer) -> None:
    near = Displacement("10 km north of", Span(0, 14), 12.5, 0.0)
    plain, moved, doubtful = resolve(
        (mention("Khan Shaykhun", 0), mention("Saraqib", 80, displacement=near), mention("al-Sayyad", 160, head="town"), *names("Syria")),
        gazetteer,
    )[:3]
    assert plain.place is not None
    assert (plain.extent_km, plain.displaced_km, plain.doubts) == (plain.place.extent_km, 0.0, ())
    assert moved.displaced_km == 12.5
    assert moved.precision_km == pytest.approx(moved.extent_km + 12.5, abs=0.01)
    assert any("10 km north of" in reason for reason in moved.reasons)
    assert doubtful.uncertain
    assert doubtful.doubts
    assert doubtful.displaced_km == 0.0


def test_reasons_name_container_neighbour_and_how_the_name_met(gazetteer: Gazetteer) -> None:
    given = (mention("Kafr Zeita", 0, containers=(1,)), mention("Hama", 14, head="province"), mention("Khan Shaykhun", 50))
    found = resolved(gazetteer, *given)["Kafr Zeita"]
    assert any(r.startswith("in Hama") for r in found.reasons)
    assert any(r.endswith("km from Khān Shaykhūn") for r in found.reasons)
    assert any("name match" in r for r in found.reasons)


def test_scores_are_shares_and_runners_up_come_after(gazetteer: Gazetteer) -> None:
    found = resolved(gazetteer, *names("Springfield", "Illinois"))["Springfield"]
    assert 0 < found.score <= 1
    assert found.alternatives
    scores = [a.score for a in found.alternatives]
    assert scores == sorted(scores, reverse=True)
    assert sum(scores) <= 1.001


def test_areas_keep_their_box(gazetteer: Gazetteer) -> None:
    found = resolved(gazetteer, *names("Ukraine", "Russia"))
    for name in ("Ukraine", "Russia"):
        place = found[name].place
        assert isinstance(place, Place)
        assert place.bbox is not None


def test_a_typed_name_is_ranked_without_an_article(gazetteer: Gazetteer) -> None:
    assert locate("Hama", gazetteer)[0].place.id == "geonames:170017"
    assert locate("Hama province", gazetteer)[0].place.id == "geonames:170015"
    assert locate("Paris", gazetteer)[0].place.country == "FR"
    assert locate("Paris", gazetteer, country="US")[0].place.country == "US"


# --- the model --------------------------------------------------------------------------------------------------------


def test_calibrated_scores_rise_with_the_share() -> None:
    ranker = shipped()
    scores = [ranker.calibrated(x) for x in np.linspace(0, 1, 21)]
    assert scores == sorted(scores)
    assert scores[-1] > 0.9


def test_a_missing_model_says_what_to_do(tmp_path: Path, gazetteer: Gazetteer) -> None:
    with pytest.raises(MissingAsset, match=r"geo\.training\.ranker"):
        resolve(names("Hama"), gazetteer, model=tmp_path / "resolver.onnx")


def test_a_model_for_other_features_is_refused(tmp_path: Path) -> None:
    (tmp_path / "resolver.onnx").write_bytes(b"")
    (tmp_path / "resolver.json").write_text('{"version": 1, "features": ["how"]}')
    with pytest.raises(MissingAsset, match="another version"):
        Ranker.load(tmp_path / "resolver.onnx")


def test_a_damaged_model_is_named(tmp_path: Path) -> None:
    (tmp_path / "resolver.onnx").write_bytes(b"no graph")
    (tmp_path / "resolver.json").write_bytes(asset("models", "resolver.json").read_bytes())
    with pytest.raises(ModelError, match=r"resolver\.onnx"):
        Ranker.load(tmp_path / "resolver.onnx")


def test_nothing_to_resolve_gives_nothing(gazetteer: Gazetteer) -> None:
    assert resolve((), gazetteer) == ()


def test_an_article_of_a_thousand_names_is_resolved(gazetteer: Gazetteer) -> None:
    given = tuple(
        replace(m, span=Span(12 * k, 12 * k + len(m.text)))
        for k, m in enumerate(names(*("Aleppo", "Hama", "Homs", "Idlib", "Raqqa") * 200))
    )
    found = resolve(given, gazetteer)
    assert len(found) == 1000
    assert all(r.place is not None and not math.isnan(r.score) for r in found)


def test_a_namesake_far_from_the_area_that_the_text_gives_is_no_answer(gazetteer: Gazetteer) -> None:
    bare = resolve((mention("Kupino", 0, head="village"),), gazetteer)[0]
    assert bare.place is not None
    assert bare.place.position.lon > 70, "the Kupino that the gazetteer knows lies in Siberia, else this shows nothing"
    given = (mention("Kupino", 0, head="village", containers=(1,)), mention("Belgorod", 25, head="region"))
    found = resolve(given, gazetteer)
    assert found[0].place is None
    assert found[0].doubts == ("the text puts it in Belgorod, where no place of that spelling is known",)
    assert found[1].place is not None


def test_a_place_beside_the_area_that_the_text_gives_is_doubted(gazetteer: Gazetteer) -> None:
    found = resolve((mention("Salamiyah", 0, containers=(1,)), mention("Idlib", 25, head="province")), gazetteer)[0]
    assert found.place is not None
    assert found.uncertain
    assert "the text puts it in Idlib, beside which it lies" in found.doubts


def test_a_list_of_countries_puts_none_in_another(gazetteer: Gazetteer) -> None:
    given = (mention("Myanmar", 0, containers=(1,)), mention("Bangladesh", 10, containers=(2,)), mention("Somalia", 25))
    assert [r.place and r.place.country for r in resolve(given, gazetteer)] == ["MM", "BD", "SO"]


def test_a_small_place_far_from_all_that_the_article_names_is_no_answer(gazetteer: Gazetteer) -> None:
    alone = resolve((mention("Lido beach", 0),), gazetteer)[0]
    assert alone.place is not None
    assert alone.place.country == "US", "the gazetteer knows the beach of Long Island only, else this shows nothing"
    among = resolve((mention("Lido beach", 0), mention("Mogadishu", 40), mention("Somalia", 80)), gazetteer)[0]
    assert among.place is None
    assert "far from all else" in among.doubts[0]


@pytest.mark.parametrize(
    ("name", "country"),
    [("Washington", "US"), ("London", "GB"), ("Dublin", "IE"), ("Odessa", "UA"), ("Athens", "GR"), ("Lebanon", "LB"), ("Jamaica", "JM")],
)
def test_a_lone_name_is_the_place_best_known_by_it(gazetteer: Gazetteer, name: str, country: str) -> None:
    found = resolve((mention(name, 36),), gazetteer)[0]
    assert found.place is not None
    assert found.place.country == country


def test_a_lone_name_is_not_a_place_that_only_another_language_calls_so(gazetteer: Gazetteer) -> None:
    place = resolve((mention("Bethlehem", 36),), gazetteer)[0].place
    assert place is None or place.country != "BR"
