"""Tables of places that the user has: CSV and GeoJSON, their columns told or mapped, their identifiers kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from data_home import make_data_home

from geo import gazetteer as library
from geo.cli import main
from geo.errors import GazetteerError
from geo.gazetteer import Gazetteer, columns

# Invented villages in the far west of Idlib province.
VILLAGES = """admin3Name_en,admin3Name_ar,admin3Pcode,admin1Name_en,admin0Name_en,X,Y,popTotal
Tallmarq,تل مرق,SY991101,Idlib,Syria,36.40,35.90,1200
Upper Barzin,برزين,SY991102,Idlib,Syria,36.45,35.95,
Nowhere,,SY991103,Idlib,Syria,,,
"""
SQUARE = [[36.5, 35.8], [36.6, 35.8], [36.6, 35.9], [36.5, 35.9], [36.5, 35.8]]


@pytest.fixture
def home(tmp_path: Path, gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch) -> Path:
    return make_data_home(tmp_path / "data", monkeypatch)


@pytest.fixture
def villages(tmp_path: Path) -> Path:
    path = tmp_path / "villages.csv"
    path.write_text(VILLAGES, encoding="utf-8")
    return path


def geojson(path: Path, *features: dict[str, object], **more: object) -> Path:
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features, **more}), encoding="utf-8")
    return path


def feature(geometry: object, **properties: object) -> dict[str, object]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def locate(capsys: pytest.CaptureFixture[str], name: str) -> list[dict[str, object]]:
    capsys.readouterr()
    main(["locate", name, "--json"])
    out = capsys.readouterr().out
    return json.loads(out)["candidates"] if out else []


def test_a_table_with_usual_column_names_needs_no_mapping(home: Path, villages: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["gazetteer", "add", str(villages)]) == 0
    said = capsys.readouterr().err
    assert "villages: 2 places added" in said
    assert "1 rows without a name or a position were left out" in said
    assert "name=admin3Name_en,lat=Y,lon=X,id=admin3Pcode,names=admin3Name_ar" in said
    opened = library.open_default()
    place = opened.exact("Tallmarq")[0].place
    assert (place.id, place.country, place.admin1, place.feature) == ("villages:SY991101", "SY", "Idlib", "ADM3")
    assert place.population == 1200
    assert place.identifiers == ("admin3Pcode: SY991101",)
    assert opened.exact("تل مرق")[0].place.id == place.id
    opened.close()


def test_a_place_is_found_by_its_p_code_and_shows_it(home: Path, villages: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["gazetteer", "add", str(villages)])
    found = locate(capsys, "SY991102")
    assert [f["name"] for f in found] == ["Upper Barzin"]
    assert found[0]["identifiers"] == ["admin3Pcode: SY991102"]


def test_columns_are_mapped_on_the_command_line(home: Path, tmp_path: Path) -> None:
    table = tmp_path / "orte.csv"
    table.write_text("Ort;Breite;Länge;auch;Kennung\nKhirbat Zurn;35,91;36,41;Zorn|Zurnah;X-77\n", encoding="utf-8")
    mapping = "name=Ort,lat=Breite,lon=Länge,names=auch,id=Kennung,country==SY,feature==village"
    assert main(["gazetteer", "add", str(table), "--name", "own", "--columns", mapping, "--licence", "CC0, ours"]) == 0
    opened = library.open_default()
    place = opened.exact("Zurnah")[0].place
    assert (place.id, place.name, place.country, place.feature) == ("own:X-77", "Khirbat Zurn", "SY", "PPL")
    assert place.position == (36.41, 35.91)
    opened.close()
    (added,) = library.listed()
    assert (added.name, added.licence) == ("own", "CC0, ours")


def test_the_country_is_told_from_the_point_where_the_table_has_none(home: Path, tmp_path: Path) -> None:
    table = tmp_path / "points.csv"
    table.write_text("name,lat,lon\nMudwell,13.1,44.2\n", encoding="utf-8")
    library.add(table)
    opened = library.open_default()
    place = opened.exact("Mudwell")[0].place
    assert (place.country, place.feature) == ("YE", "PPL")
    assert place.id == "points:mudwell@13.1000,44.2000"
    opened.close()


def test_a_geonames_id_joins_the_place_that_is_known(home: Path, tmp_path: Path) -> None:
    table = tmp_path / "more.csv"
    table.write_text("geonameid,name,lat,lon\n168620,Zitaburg,35.37,36.60\n", encoding="utf-8")
    library.add(table)
    opened = library.open_default()
    found = opened.exact("Zitaburg")
    assert [(c.place.id, c.place.gazetteer) for c in found] == [("geonames:168620", "builtin")]
    opened.close()


def test_polygons_become_outlines_and_points_stay_points(home: Path, tmp_path: Path) -> None:
    path = geojson(
        tmp_path / "areas.geojson",
        feature({"type": "Polygon", "coordinates": [SQUARE]}, NAME="Qurnabad", PCODE="SY9977", TYPE="subdistrict"),
        feature({"type": "Point", "coordinates": [36.2, 35.7, 12.0]}, NAME="Qurnwell", PCODE="SY9978", TYPE="town"),
        feature(None, NAME="Lost", PCODE="SY9979", TYPE="town"),
    )
    added = library.add(path)
    assert (added.places, added.left_out) == (2, 1)
    opened = library.open_default()
    area = opened.exact("Qurnabad")[0].place
    outline = opened.outline(area)
    assert outline is not None
    assert outline.bounds == (36.5, 35.8, 36.6, 35.9)
    assert (area.feature, area.admin1, area.country) == ("ADM3", "Idlib", "SY")
    assert area.bbox == (36.5, 35.8, 36.6, 35.9)
    town = opened.exact("Qurnwell")[0].place
    assert (town.feature, town.area) == ("PPL", None)
    assert town.position == (36.2, 35.7)
    opened.close()


def test_a_table_can_be_used_for_once(home: Path, villages: Path) -> None:
    opened = library.open_default(extra=[villages])
    assert opened.exact("Tallmarq")
    opened.close()
    assert library.listed() == ()


def test_the_mapping_is_kept_for_making_the_gazetteer_anew(home: Path, tmp_path: Path) -> None:
    table = tmp_path / "odd.csv"
    table.write_text("a,b,c\nTallmarq,35.9,36.4\n", encoding="utf-8")
    library.add(table, columns=columns.parse("name=a,lat=b,lon=c"))
    (home / "gazetteers" / "added" / "odd.sqlite").unlink()
    opened = library.open_default()
    assert opened.exact("Tallmarq")
    opened.close()


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("odd.csv", "a,b,c\nx,1,2\n", r"name and the latitude and the longitude cannot be told.*Its columns are: a, b, c.*--columns name="),
        ("half.csv", "name,y\nx,1\n", "the longitude cannot be told"),
        ("empty.csv", "", "is empty"),
        ("none.csv", "name,lat,lon\n", "holds no places"),
        ("placeless.csv", "name,lat,lon\nA,,\n,1,2\n", "1 rows without a position, 1 rows without a name"),
        ("swapped.csv", "name,lat,lon\nAmur Mouth,140.5,52.9\n", "row 1: 140.5, 52.9 is no latitude and longitude.*exchanged"),
        ("utm.csv", "name,lat,lon\nX,3980000,290000\n", "degrees of WGS84"),
        ("words.csv", "name,lat,lon\nX,north,east\n", '"north", "east" is no latitude'),
        ("notanumber.csv", "name,lat,lon\nX,nan,36\n", "is no latitude and longitude"),
        ("binary.csv", "name\0\0,lat,lon", "is no text"),
        ("broken.geojson", '{"type": "FeatureCollection", "features": [', "is no GeoJSON"),
        ("point.geojson", '{"type": "Point", "coordinates": [1, 2]}', "is no FeatureCollection"),
        ("shape.geojson", '{"features": [{"properties": {"name": "X"}, "geometry": {"type": "Polygon"}}]}', "feature 1: its geometry"),
        ("metres.geojson", '{"features": [], "crs": {"properties": {"name": "EPSG:3857"}}}', "not in degrees of WGS84"),
    ],
)  # fmt: skip
def test_a_wrong_table_is_named_and_nothing_is_kept(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: str, says: str
) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    with pytest.raises(GazetteerError, match=f"(?s){says}") as caught:
        library.add(path)
    assert name in str(caught.value)
    assert library.listed() == ()
    assert main(["gazetteer", "add", str(path)]) == 1
    assert name in capsys.readouterr().err


@pytest.mark.parametrize(
    ("mapping", "says"),
    [
        ("name=Ort", 'has no column "Ort" for name.*Its columns are: admin3Name_en'),
        ("colour=X", '"colour=X" maps no column'),
        ("name=X;Y", "names several columns"),
        ("lat==5", "one value for all rows"),
        ("name", '"name" maps no column'),
    ],
)
def test_a_wrong_mapping_says_what_is_wrong(home: Path, villages: Path, mapping: str, says: str) -> None:
    with pytest.raises(GazetteerError, match=says):
        library.add(villages, columns=columns.parse(mapping))


def test_a_column_whose_name_holds_a_comma_is_quoted() -> None:
    assert columns.parse('"name=Name, official",lat=Y') == {"name": ("Name, official",), "lat": ("Y",)}


@pytest.mark.parametrize(
    ("header", "told"),
    [
        (
            "ADM2_EN ADM2_PCODE ADM1_EN lat lon",
            {"name": ("ADM2_EN",), "id": ("ADM2_PCODE",), "admin1": ("ADM1_EN",), "feature": ("=ADM2",)},
        ),
        ("Village Latitude Longitude Governorate", {"name": ("Village",), "lat": ("Latitude",), "admin1": ("Governorate",)}),
        ("name name:ar name:fr place POINT_X POINT_Y", {"name": ("name",), "names": ("name:ar", "name:fr"), "lon": ("POINT_X",)}),
        ("NAME ALT_NAME ISO3 TYPE Y X", {"name": ("NAME",), "names": ("ALT_NAME",), "country": ("ISO3",), "feature": ("TYPE",)}),
    ],
)
def test_columns_are_told_from_their_usual_names(header: str, told: dict[str, tuple[str, ...]]) -> None:
    found = columns.guess(header.split(), geometry=False)
    assert {field: found.get(field) for field in told} == told


def test_a_preview_shows_the_first_rows_as_they_are(villages: Path) -> None:
    table = library.preview_table(villages)
    assert table.columns[0] == "admin3Name_en"
    assert table.rows[0][:3] == ("Tallmarq", "تل مرق", "SY991101")
    assert table.told["name"] == ("admin3Name_en",)
    assert not table.geometry
