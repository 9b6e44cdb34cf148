"""Country gazetteers that the user adds: GeoNames dumps, compiled, listed and removed; wrong files are named."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest
import shapely

from geo import gazetteer as library
from geo.cli import main
from geo.errors import Cancelled, GazetteerError
from geo.gazetteer import library as files
from geo.gazetteer.added import Land, Source, compile_added
from geo.gazetteer.store import Gazetteer

COLUMNS = 19


def row(
    identity: int, name: str, alternates: str, lat: float, lon: float, feature: str = "P\tPPL", country: str = "SY", population: int = 0
) -> str:
    cells = [str(identity), name, name, alternates, str(lat), str(lon), *feature.split("\t"), country, "", "", "", "", "", str(population)]
    return "\t".join([*cells, "", "0", "", "2026-01-01"])


ROWS = [
    row(169001, "Kansafrah", "Kansafra,Kan Safra,كنصفرة", 35.65, 36.48),
    row(-77, "Tell Nowhere", "", 35.6, 36.4),
    row(168620, "Kafr Zayta", "Kafr Zeta the Other", 35.0, 36.0),  # stands in the built-in gazetteer too
    row(169002, "Broad Road", "", 35.6, 36.4, "R\tRD"),
]


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    path = tmp_path / "SY.txt"
    path.write_text("\n".join(ROWS) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def home(tmp_path: Path, gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of its own, with the built-in gazetteer that is already compiled."""
    compiled = files.builtin()
    folder = tmp_path / "data"
    (folder / "gazetteers").mkdir(parents=True)
    os.link(compiled, folder / "gazetteers" / compiled.name)
    monkeypatch.setenv("DATELINE_DATA", str(folder))
    return folder


def test_a_dump_is_added_listed_and_removed(home: Path, dump: Path) -> None:
    added = library.add(dump)
    assert (added.name, added.places) == ("SY", 4)
    assert [a.name for a in library.listed()] == ["SY"]
    with_it = library.open_default()
    assert with_it.exact("Kan Safra")[0].place.id == "geonames:169001"
    assert with_it.exact("Tell Nowhere")[0].place.id == "wof:77"
    assert with_it.exact("Kan Safra")[0].place.gazetteer == "SY"
    assert with_it.exact("Kan Safra")[0].place.admin1 == "Idlib"
    with_it.close()
    without = library.open_default(added=False)
    assert without.exact("Tell Nowhere") == ()
    without.close()
    library.remove("SY")
    assert library.listed() == ()


def test_a_place_of_several_gazetteers_is_one_candidate_with_all_names(home: Path, dump: Path) -> None:
    library.add(dump)
    opened = library.open_default()
    found = opened.exact("Kafr Zeta the Other")
    assert [(c.place.id, c.place.gazetteer) for c in found] == [("geonames:168620", "builtin")]
    assert found[0].place.position.lat == pytest.approx(35.3743)
    assert len([c for c in opened.exact("Kafr Zayta") if c.place.id == "geonames:168620"]) == 1
    opened.close()


def test_a_zip_is_read_and_its_readme_is_not(home: Path, dump: Path, tmp_path: Path) -> None:
    packed = tmp_path / "XX.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("readme.txt", "x" * 10_000)
        archive.write(dump, "XX.txt")
    assert library.add(packed).name == "XX"


def test_a_gazetteer_for_once_is_not_added(home: Path, dump: Path) -> None:
    opened = library.open_default(extra=[dump])
    assert opened.gazetteers == ("builtin", "SY")
    assert opened.exact("Kansafrah")
    opened.close()
    assert library.listed() == ()


def test_added_gazetteers_of_another_version_are_compiled_anew(home: Path, dump: Path) -> None:
    library.add(dump)
    (home / "gazetteers" / "added" / "SY.sqlite").write_bytes(b"of another age")
    opened = library.open_default()
    assert opened.exact("Kansafrah")
    opened.close()


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("absent.zip", None, "is missing"),
        ("empty.txt", b"", "holds no places"),
        ("article.txt", b"Strikes hit the towns of A and B.\n", "1 columns instead of 19"),
        ("latin1.txt", "Kafr Zayt\u0101\t\xe9".encode("utf-16"), "not UTF-8"),
        ("broken.zip", b"PK\x03\x04 and then nothing", "not UTF-8|columns|damaged"),
        ("words.txt", ("\t".join(["x"] * COLUMNS) + "\n").encode(), "line 1"),
        ("far.txt", (row(1, "Far", "", 95.0, 36.0) + "\n").encode(), "no latitude"),
    ],
)
def test_a_wrong_file_is_named_and_nothing_is_kept(home: Path, tmp_path: Path, name: str, content: bytes | None, says: str) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(GazetteerError, match=says) as caught:
        library.add(path)
    assert name in str(caught.value)
    assert library.listed() == ()
    left = list((home / "gazetteers" / "added").glob("*")) if (home / "gazetteers" / "added").exists() else []
    assert left == []


def test_a_zip_without_a_dump_is_named(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "pictures.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.png", b"x")
    with pytest.raises(GazetteerError, match=r"pictures\.zip holds no \.txt"):
        library.add(path)


def test_what_was_not_added_cannot_be_removed(home: Path) -> None:
    with pytest.raises(GazetteerError, match='"XY"'):
        library.remove("XY")


def test_adding_can_be_cancelled(home: Path, dump: Path) -> None:
    with pytest.raises(Cancelled):
        library.add(dump, cancelled=lambda: True)
    assert library.listed() == ()


def test_a_damaged_gazetteer_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "broken.sqlite"
    path.write_bytes(b"no database at all, but long enough to be read as one" * 100)
    with pytest.raises(GazetteerError, match=r"broken\.sqlite"):
        Gazetteer.open([path])
    with pytest.raises(GazetteerError, match="missing"):
        Gazetteer.open([tmp_path / "nowhere.sqlite"])


def test_a_folder_that_cannot_be_written_is_named(dump: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    with pytest.raises(GazetteerError, match="DATELINE_DATA"):
        compile_added(Source(dump, "x"), blocked / "x.sqlite", Land(lambda _codes: [], list))


@pytest.mark.parametrize("code", ["SY", "LB", "JO"])
def test_the_stand_in_dumps_can_be_added(home: Path, shared: Path, code: str) -> None:
    added = library.add(shared / "gazetteer" / f"{code}.zip")
    assert added.places > 1000
    opened = library.open_default()
    assert opened.gazetteers == ("builtin", code)
    opened.close()


def test_the_order_decides_whose_facts_count_and_outlines_stay(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dump = tmp_path / "SY.txt"
    rows = [
        row(168620, "Kafr Zayta of the dump", "", 35.0, 36.0),
        row(163843, "Syria of the dump", "", 35.0, 38.0, feature="A\tPCLI", population=1),
    ]
    dump.write_text("\n".join(rows) + "\n", encoding="utf-8")
    assert main(["gazetteer", "add", str(dump)]) == 0
    assert main(["gazetteer", "prefer", "SY"]) == 0
    opened = library.open_default()
    assert opened.gazetteers == ("SY", "builtin")
    town = opened.exact("Kafr Zita")[0].place
    assert (town.id, town.name, town.gazetteer) == ("geonames:168620", "Kafr Zayta of the dump", "SY")
    syria = next(c.place for c in opened.exact("Syria") if c.place.feature == "PCLI")
    assert (syria.name, syria.gazetteer) == ("Syria of the dump", "SY")
    outline = opened.outline(syria)
    assert outline is not None
    assert outline.contains(shapely.Point(37.2, 36.2))
    assert opened.place("geonames:163843") == syria
    opened.close()
    capsys.readouterr()
    assert main(["gazetteer", "list"]) == 0
    listed = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in listed] == ["NAME", "SY", "builtin"]
    assert "CC BY 4.0" in listed[1]
    assert str(dump) in listed[1]
    assert main(["gazetteer", "prefer", "builtin"]) == 0
    opened = library.open_default()
    assert opened.exact("Kafr Zita")[0].place.gazetteer == "builtin"
    opened.close()


def test_what_is_not_there_cannot_be_preferred(home: Path) -> None:
    with pytest.raises(GazetteerError, match=r'"XY".*builtin'):
        library.prefer(["XY"])


def test_alternate_names_published_apart_are_joined_to_a_dump(home: Path, dump: Path, tmp_path: Path) -> None:
    names = tmp_path / "names.txt"
    names.write_text("1\t169001\ten\tKansafra Heights\t\t\t\t\n2\t169001\tpost\tZX99\t\t\t\t\n", encoding="utf-8")
    assert main(["gazetteer", "add", str(dump), "--alternate-names", str(names)]) == 0
    (home / "gazetteers" / "added" / "SY.sqlite").unlink()  # made anew from what was kept
    opened = library.open_default()
    assert opened.exact("Kansafra Heights")[0].place.id == "geonames:169001"
    assert opened.exact("ZX99") == ()
    opened.close()
    with pytest.raises(GazetteerError, match=r"SY\.txt, line 1: this is no line of alternate names"):
        library.add(dump, alternates=dump)


def test_a_damaged_catalogue_is_named(home: Path, dump: Path) -> None:
    library.add(dump)
    (home / "gazetteers" / "added" / "catalogue.json").write_text("{", encoding="utf-8")
    with pytest.raises(GazetteerError, match=r"catalogue\.json is damaged"):
        library.listed()
