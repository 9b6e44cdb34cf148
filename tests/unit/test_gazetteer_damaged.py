"""Damaged gazetteers: a broken row costs that row and is counted; a file that is not what it says is named, with what to do."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from data_home import make_data_home

from geo import gazetteer as library
from geo.cli import main
from geo.errors import GazetteerError
from geo.gazetteer import Gazetteer, columns, csv_rows
from geo.gazetteer.sources import degrees_of, people_of


@pytest.fixture
def home(tmp_path: Path, gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch) -> Path:
    return make_data_home(tmp_path / "data", monkeypatch)


def row(identity: object, name: str, lat: object = 35.5, lon: object = 36.5, population: object = 0) -> str:
    cells = [identity, name, name, "", lat, lon, "P", "PPL", "SY", "", "", "", "", "", population, "", 0, "", "2026-01-01"]
    return "\t".join(map(str, cells))


def dump(folder: Path, *rows: str, encoding: str = "utf-8") -> Path:
    path = folder / "SY.txt"
    path.write_bytes("\n".join(rows).encode(encoding) + b"\n")
    return path


def zipped(*, method: int | None = None, locked: bool = False, damaged: bool = False) -> bytes:
    """A zip with a dump, whose headers say that it is packed or locked in another way than it is."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("SY.txt", row(990001, "Tall Marq"))
    data = bytearray(made.getvalue())
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.index(signature) + flags
        if locked:
            data[at] |= 1
        if method is not None:
            data[at + 2 : at + 4] = method.to_bytes(2, "little")
    if damaged:
        data[45:52] = b"\xff" * 7
    return bytes(data)


SOUND = (row(990001, "Tall Marq"), row(990002, "Upper Barzin", population=1200), row(990003, "Lower Barzin"))


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        ("one\ttwo", "line 2: 2 columns instead of 19"),
        (row("²", "Foo"), 'line 2: "²" is no GeoNames id'),
        (row("9" * 5000, "Foo"), "is no GeoNames id"),
        (row(990009, "Foo", lat="nan"), "line 2.*is no number of degrees"),
        (row(990009, "Foo", lat="1_0"), "is no number of degrees"),
        (row(990009, "Foo", lat=95), "line 2: 95, 36.5 is no latitude and longitude"),
        (row(990009, "F\ud800o"), "line 2: this is not UTF-8 text"),
        ("x" * 1_100_000, "line 2: it has more than 1,048,576 bytes"),
    ],
)
def test_a_broken_row_of_a_dump_costs_that_row(home: Path, tmp_path: Path, broken: str, says: str) -> None:
    path = tmp_path / "SY.txt"
    path.write_bytes("\n".join((SOUND[0], broken, *SOUND[1:])).encode("utf-8", "surrogatepass"))
    added = library.add(path)
    assert added.places == 3
    assert added.broken >= 1
    with pytest.raises(AssertionError, match=says):
        raise AssertionError(added.first_broken)


def test_what_could_not_be_read_is_told_where_a_gazetteer_is_added(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["gazetteer", "add", str(dump(tmp_path, SOUND[0], "one\ttwo", *SOUND[1:]))]) == 0
    said = capsys.readouterr().err
    assert "SY: 3 places added" in said
    assert "SY: 1 rows could not be read and were left out; the first:" in said
    assert "SY.txt, line 2: 2 columns instead of 19" in said


def test_a_file_of_which_most_rows_are_broken_is_something_else(home: Path, tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match=r"SY\.txt, line 1: 1 columns instead of 19"):
        library.add(dump(tmp_path, "a", "b", *SOUND[:1]))
    assert library.listed() == ()


def test_exchanged_columns_are_told_though_most_rows_would_fit(home: Path, tmp_path: Path) -> None:
    fitting = [row(990100 + n, f"Fits {n}", 40 + n / 10, 20) for n in range(20)]
    beyond = [row(990200 + n, f"Beyond {n}", 140, 52) for n in range(3)]
    with pytest.raises(GazetteerError, match="140, 52 is no latitude and longitude"):
        library.add(dump(tmp_path, *fitting, *beyond))
    assert library.add(dump(tmp_path, *fitting, *beyond[:2])).broken == 2  # two may be slips of a hand


@pytest.mark.parametrize("population", ["²", "-5", "9999999999999999999999999", "many", "1e3"])
def test_a_population_that_is_none_is_not_taken_and_the_place_stays(home: Path, tmp_path: Path, population: str) -> None:
    added = library.add(dump(tmp_path, row(990001, "Tall Marq", population=population)))
    assert (added.places, added.broken) == (1, 0)
    opened = library.open_default()
    assert opened.exact("Tall Marq")[0].place.population == 0
    opened.close()


def test_counts_and_degrees_as_people_write_them() -> None:
    assert [people_of(w) for w in ("1,200", "1 200", "1.200", "١٢٠٠", "", "²", "1e5", "99999999999")] == [
        1200,
        1200,
        1200,
        1200,
        0,
        0,
        0,
        0,
    ]
    assert [degrees_of(w) for w in ("36.5", "36,5", "-0", "+1.", "3.65e1", "٣٦.٥")] == [36.5, 36.5, 0.0, 1.0, 36.5, 36.5]
    for none in ("nan", "inf", "1_0", "", "36.5N", "1,5,3", "0x10", "9" * 400):
        with pytest.raises(ValueError, match="is no number of degrees"):
            degrees_of(none)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (zipped(locked=True), "is locked with a password. Unpack it"),
        (zipped(method=9), "is packed in a way that is not known here.*Unpack it"),
        (zipped(method=99), "is packed in a way that is not known here"),
        (zipped(method=14), "is packed in a way that is not known here"),
        (zipped(method=12), "is packed in a way that is not known here"),
        (zipped(damaged=True), "is damaged.*Download it again"),
        (zipped()[:-30], "damaged|columns instead of 19|no GeoNames id|not UTF-8"),
    ],
)
def test_a_zip_that_cannot_be_unpacked_says_why_and_what_to_do(home: Path, tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "SY.zip"
    path.write_bytes(content)
    with pytest.raises(GazetteerError, match=says) as caught:
        library.add(path)
    assert "SY.zip" in str(caught.value)
    assert library.listed() == ()


def test_a_broken_line_of_alternate_names_costs_that_name(home: Path, tmp_path: Path) -> None:
    names = tmp_path / "names.txt"
    names.write_text("1\t990001\ten\tHill of Marq\t\t\t\t\n1\t²\ten\tFoo\t\t\t\t\n", encoding="utf-8")
    added = library.add(dump(tmp_path, *SOUND), alternates=names)
    assert added.broken == 1
    assert "names.txt, line 2" in added.first_broken
    opened = library.open_default()
    assert [c.place.id for c in opened.exact("Hill of Marq")] == ["geonames:990001"]
    opened.close()


# --- tables


def test_a_quotation_mark_that_is_not_closed_costs_its_row_alone(home: Path, tmp_path: Path) -> None:
    rows = [f"Marq {n},35.{n:02},36.5" for n in range(60)]
    rows[3] = '"Stray,35.1,36.5'
    rows[50] = '"Marq 50, Old Town",35.50,36.5'
    rows[59] = '"Last,35.9,36.5'  # one cell, and so without a position
    path = tmp_path / "t.csv"
    path.write_text("\n".join(["name,lat,lon", *rows]), encoding="utf-8")
    added = library.add(path)
    assert (added.places, added.broken, added.left_out) == (58, 1, 1)
    assert added.first_broken.startswith(f"{path}, line 5: its quotation marks do not match")


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("a,b\r1,2\r3,4", [["a", "b"], ["1", "2"], ["3", "4"]]),
        ('a\n"one\ntwo"\nb', [["a"], ["one\ntwo"], ["b"]]),
        ('a\n"one\ntwo\nb', [["a"], None, ["two"], ["b"]]),
        ('5" pipe,b\nc,d', [['5" pipe', "b"], ["c", "d"]]),
        ("a\n" + "x" * 200_000 + "\nb", [["a"], None, ["b"]]),
        ("", []),
    ],
)
def test_rows_of_a_table_are_told_apart(text: str, rows: list[list[str] | None]) -> None:
    assert [cells for _, cells in csv_rows.rows(io.StringIO(text, newline=""), ",")] == rows


def test_quotation_marks_in_every_line_cost_time_that_grows_with_the_lines_alone() -> None:
    text = 'a,"b\n' + "c\n" * 60 + '"d,e\n'
    assert sum(cells is not None for _, cells in csv_rows.rows(io.StringIO(text * 2000, newline=""), ",")) > 100_000


def test_a_row_in_another_encoding_costs_that_row(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b"name,lat,lon\nTall Marq,35.5,36.5\nCaf\xe9,35.6,36.5\nUpper Barzin,35.7,36.5\n")
    added = library.add(path)
    assert (added.places, added.broken) == (2, 1)
    assert "line 3: this is not UTF-8 text" in added.first_broken


def test_of_two_columns_of_one_name_the_first_counts(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("name,name,lat,lon\nTall Marq,Other,35.5,36.5\n", encoding="utf-8")
    library.add(path)
    opened = library.open_default()
    assert opened.exact("Tall Marq")
    opened.close()


@pytest.mark.parametrize("mapping", ["name=a\nlat=b", "name=a\rb", '"' + "x" * 200_000])
def test_a_mapping_of_several_lines_is_refused_in_words(mapping: str) -> None:
    with pytest.raises(GazetteerError, match="maps no column"):
        columns.parse(mapping)


@pytest.mark.parametrize(
    "geometry",
    [
        {"type": "Point", "coordinates": {"a": 1}},
        {"type": "", "coordinates": [36, 35]},
        {"type": "Ge٣metry", "coordinates": [36, 35]},
        {"type": "Point", "coordinates": [36, 10**400]},
        {"type": "Polygon", "coordinates": [[[36, 35], [37, "x"], [37, 36], [36, 35]]]},
        {"type": "Point", "coordinates": [float("nan"), 35]},
        {"type": "LineString", "coordinates": [[36, 35], [36, float("inf")]]},
        {"type": "Point", "coordinates": [200, 35]},
        # A hole beyond its ring, which mending the shape would turn into land.
        {
            "type": "Polygon",
            "coordinates": [[[36, 35], [37, 35], [37, 36], [36, 35]], [[36.5, 35.2], [1e25, 35.3], [36.6, 35.4], [36.5, 35.2]]],
        },
    ],
)
def test_a_geometry_that_is_none_costs_that_feature(home: Path, tmp_path: Path, geometry: object) -> None:
    sound = {"type": "Feature", "properties": {"name": "Tall Marq"}, "geometry": {"type": "Point", "coordinates": [36.5, 35.5]}}
    path = tmp_path / "t.geojson"
    path.write_text(json.dumps({"features": [sound, {"properties": {"name": "Odd"}, "geometry": geometry}]}), encoding="utf-8")
    added = library.add(path)
    assert (added.places, added.broken) == (1, 1)
    assert str(path) in added.first_broken


def test_properties_of_every_shape_are_read_or_left(home: Path, tmp_path: Path) -> None:
    deep = "[" * 400 + "]" * 400
    path = tmp_path / "t.geojson"
    path.write_text(
        '{"features": [{"properties": {"name": "Tall Marq \\ud800", "a": ' + deep + ', "b": {"c": 1}, "alt_name": ["One", null, ["x"]],'
        ' "population": 1e400}, "geometry": {"type": "Point", "coordinates": [36.5, 35.5]}}]}',
        encoding="utf-8",
    )
    assert library.add(path).places == 1
    opened = library.open_default()
    assert "Tall Marq ?" in [c.place.name for c in opened.exact("One")]
    opened.close()
