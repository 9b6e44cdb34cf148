"""Files of our own that were damaged: compiled gazetteers are made anew, lists, tables, settings and models are told of or passed over."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
from pathlib import Path

import pytest
from data_home import make_data_home

from geo import gazetteer as library
from geo.assets import asset
from geo.errors import GazetteerError, ModelError, WeaponTableError
from geo.gazetteer import Gazetteer, soundness
from geo.resolve.ranker import Ranker
from geo.weapons import read_weapons


@pytest.fixture
def added(tmp_path: Path, gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The compiled form of an added gazetteer."""
    home = make_data_home(tmp_path / "data", monkeypatch)
    table = tmp_path / "marq.csv"
    table.write_text("name,lat,lon,country\nTall Marq,35.5,36.5,SY\n", encoding="utf-8")
    library.add(table)
    return home / "gazetteers" / "added" / "marq.sqlite"


def found() -> list[tuple[float, float]]:
    opened = library.open_default()
    try:
        return [tuple(c.place.position) for c in opened.exact("Tall Marq")]
    finally:
        opened.close()


@pytest.mark.parametrize("number", range(6))
def test_a_flipped_bit_in_a_compiled_gazetteer_is_noticed_and_it_is_made_anew(added: Path, number: int) -> None:
    assert soundness.is_sound(added)
    data = bytearray(added.read_bytes())
    data[random.Random(number).randrange(len(data))] ^= 1 << number
    added.write_bytes(data)
    assert not soundness.is_sound(added)
    assert found() == [(36.5, 35.5)]
    assert soundness.is_sound(added)


def test_a_position_changed_in_a_compiled_gazetteer_never_becomes_a_pin(added: Path) -> None:
    with sqlite3.connect(added) as db:
        db.execute("UPDATE place SET lon = 12.5")
    db.close()
    assert found() == [(36.5, 35.5)]


@pytest.mark.parametrize("content", [b"", b"of another age", b"SQLite format 3\0" + bytes(4096)])
def test_what_is_no_gazetteer_any_more_is_made_anew(added: Path, content: bytes) -> None:
    added.write_bytes(content)
    assert found() == [(36.5, 35.5)]
    assert [a.places for a in library.listed()] == [1]


def test_a_gazetteer_that_fails_while_it_is_read_says_so_and_is_looked_at_again(added: Path) -> None:
    with sqlite3.connect(added) as db:
        db.execute("DROP TABLE skeleton")
    db.close()
    soundness.seal(added)
    opened = library.open_default()
    with pytest.raises(GazetteerError, match=r"marq\.sqlite is damaged.*Start Dateline again"):
        opened.find("Tal Mrq")
    opened.close()


@pytest.mark.parametrize(
    "change",
    [
        {"file": "../../secret.txt"},
        {"alternates": "/etc/hosts"},
        {"alternates": ["x"]},
        {"columns": {"name": "name", "id": [1], "names": []}},
        {"columns": {"name": None, "id": [], "names": []}},
        {"origin": "\ud800"},
        {"taken": 5},
    ],
)
def test_a_damaged_catalogue_is_named_and_no_file_outside_is_touched(added: Path, change: dict[str, object]) -> None:
    path = added.with_name("catalogue.json")
    told = json.loads(path.read_bytes())
    told["gazetteers"]["marq"] |= change
    path.write_text(json.dumps(told), encoding="utf-8")
    with pytest.raises(GazetteerError, match=r"catalogue\.json is damaged.*Remove it"):
        library.overview()


@pytest.mark.parametrize(
    "content", ["[" * 5000, "km = " + "9" * 5000, "km = " + "[" * 3000, '[[weapon]]\nname = "X"\nranges = [{km = inf}]']
)
def test_a_damaged_table_of_weapons_is_named(tmp_path: Path, content: str) -> None:
    path = tmp_path / "weapons.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(WeaponTableError, match=r"weapons\.toml"):
        read_weapons(path)


def test_a_range_beyond_all_floats_is_no_range(tmp_path: Path) -> None:
    path = tmp_path / "weapons.toml"
    path.write_text(f'[[weapon]]\nname = "X"\nranges = [{{km = {"9" * 400}, title = "T", publisher = "P"}}]', encoding="utf-8")
    with pytest.raises(WeaponTableError, match='a range of "X" has no km'):
        read_weapons(path)


@pytest.mark.parametrize("card", ["", "[1]", "{", '{"version": 1}', "null"])
def test_a_damaged_model_is_named(tmp_path: Path, card: str) -> None:
    shutil.copyfile(asset("models", "resolver.onnx"), tmp_path / "resolver.onnx")
    sound = json.loads(asset("models", "resolver.json").read_text(encoding="utf-8"))
    text = card if card != '{"version": 1}' else json.dumps(sound | {"calibration": {"raw": [1], "right": []}})
    (tmp_path / "resolver.json").write_text(text, encoding="utf-8")
    with pytest.raises(ModelError, match=r"resolver\.\w+ cannot be read.*Install Dateline again"):
        Ranker.load(tmp_path / "resolver.onnx")
