"""`dateline range` and `dateline distances` as a person types them: verdicts, launch areas, tracks, weapons, judged claims."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from shapely.geometry import shape

from geo.cli import main
from geo.gazetteer import Gazetteer

pytestmark = pytest.mark.usefixtures("gazetteer")  # compiled before the first command


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path, status: int = 0) -> str:
    assert main([*map(str, arguments), "--builtin-only"]) == status
    return capsys.readouterr().out


def answer(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> dict[str, Any]:
    return json.loads(run(capsys, *arguments, "--json"))


def test_targets_are_in_out_and_depending_from_one_origin(capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, "range", "Lake Victoria", "700km", "--targets", "Kampala", "Nairobi", "Mombasa", "Addis Ababa")
    verdicts = {t["name"]: t["verdict"] for t in found["targets"]}
    assert verdicts == {"Kampala": "in", "Nairobi": "in", "Mombasa": "depends", "Addis Ababa": "out"}
    for target in found["targets"]:
        assert target["least_m"] < target["greatest_m"]
        if target["verdict"] == "in":
            assert target["share_least"] == target["share_greatest"] == 1
        elif target["verdict"] == "out":
            assert target["share_least"] == target["share_greatest"] == 0
        else:
            assert 0 < target["share_least"] < target["share_greatest"] < 1
    assert shape(found["inner"]).within(shape(found["outer"]).buffer(1e-6))
    words = run(capsys, "range", "Lake Victoria", "700km", "--targets", "Kampala", "Mombasa", "Addis Ababa")
    for said in ("in reach from everywhere", "depends on the launch point", "out of reach", " % (for some of it) of Lake Victoria"):
        assert said in words


def test_the_range_of_an_ocean_shows_how_far_it_is(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    assert main(["range", "Pacific Ocean", "Kalibr", "--launch-area", "--targets", "Honolulu", "--builtin-only"]) == 0
    shown = capsys.readouterr().err
    assert "[..............................] Measuring the shore" in shown
    assert re.search(r"\[#{10,29}\.+\] Measuring the shore", shown)
    assert "[##############################] Measuring the shore" in shown


def test_several_distances_and_limits(capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, "range", "Bahrain", "300", "km", "500km", "--min", "100km", "--sector", "0-90", "--targets", "Shiraz", "Riyadh")
    assert [one["distance_m"] for one in found["ranges"]] == [300_000, 500_000]
    assert found["distance_m"] == 300_000
    assert found["least_distance_m"] == 100_000
    assert found["bearings_deg"] == [0, 90]
    assert [t["verdict"] for t in found["ranges"][1]["targets"]] == ["in", "out"]
    at = answer(capsys, "range", "26.07,50.55", "500km", "--targets", "Shiraz")
    assert at["origin"]["lat"] == 26.07
    assert at["origin"]["geometry"]["type"] == "Point"


def test_launch_area_tracks_and_features_of_a_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out = tmp_path / "range.geojson"
    asked = ("range", "Lake Victoria", "700km", "--targets", "Mombasa", "Kampala", "--launch-area", "--track", "--crossed", "-o", out)
    found = answer(capsys, *asked)
    launch = found["launch_area"]
    assert 0 < launch["sure_share"] < launch["share"] < 1
    assert launch["what_if"]
    by_name = {t["name"]: t for t in launch["targets"]}
    assert by_name["Kampala"]["ruled_out"] is None
    assert shape(by_name["Mombasa"]["ruled_out"]).area > 0
    origin = shape(found["origin"]["geometry"])
    assert origin.buffer(1e-6).covers(shape(launch["geometry"]))
    tracks = found["tracks"]
    assert tracks["heading"].lower().startswith("straight lines; missiles and aircraft fly other ways")
    (mombasa, _) = tracks["lines"]
    assert mombasa["schematic"] is True
    crossed = {c["name"]: c for c in mombasa["crossed"]}
    assert crossed["Kenya"]["share"] == 1
    assert 0 < crossed["Tanzania"]["share"] < 1
    features = json.loads(out.read_text())["features"]
    roles = [f["properties"]["role"] for f in features]
    assert roles.count("target") == 2
    assert {"outer", "inner", "origin", "target", "launch area", "ruled out", "track"} <= set(roles)
    words = run(capsys, *asked)
    assert "rules out" in words
    assert "a what-if" in words
    assert "Straight lines; missiles and aircraft fly other ways" in words
    without = answer(capsys, "range", "Lake Victoria", "700km", "--targets", "Mombasa", "--track")
    assert without["tracks"]["lines"][0]["crossed"] == []


def test_weapons_are_chosen_by_name_and_say_their_source(capsys: pytest.CaptureFixture[str]) -> None:
    for asked in (("range", "Sevastopol", "Kalibr"), ("range", "Sevastopol", "--weapon", "3M-14"), ("range", "Sevastopol", "3m14")):
        found = answer(capsys, *asked)
        assert [one["distance_m"] for one in found["ranges"]] == [1_500_000, 2_500_000]
        assert found["weapon"] == "Kalibr"
        assert found["source"]
    assert "Scud-B" in run(capsys, "range", "--weapons")
    assert "as published" in run(capsys, "range", "Sevastopol", "Scud-B")
    grad = answer(capsys, "range", "Sevastopol", "BM-21 Grad")
    assert grad["least_distance_m"] == 5_000
    assert main(["range", "Sevastopol", "Wonderwaffe", "--builtin-only"]) == 1
    assert "never guessed" in capsys.readouterr().err


def test_the_weapons_table_is_the_users_own_to_edit(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gazetteer: Gazetteer
) -> None:
    from geo import pipeline
    from geo.errors import RangeError, WeaponTableError

    monkeypatch.setenv("DATELINE_DATA", str(tmp_path))
    own = pipeline.weapons_file()
    assert own.parent == tmp_path
    figure = '{ km = 12.5, title = "Notes", publisher = "Ourselves", year = 2020 }'
    entry = f'[[weapon]]\nname = "Test rocket"\nkind = "rocket"\nranges = [{figure}]\n'
    own.write_text(own.read_text() + entry)
    assert pipeline.weapon("test ROCKET").ranges[0].source == "Ourselves: Notes, 2020"
    assert pipeline.weapon("Kalibr")
    for broken in ("[[weapon]]\nname = 3\n", '[[weapon]]\nname = "A"\nranges = [{ km = 5 }]\n', "weapon = 1\n", "[[weapon\n"):
        own.write_text(broken)
        with pytest.raises(WeaponTableError, match=r"weapons\.toml"):
            pipeline.weapons()
    with pytest.raises(RangeError):
        pipeline.weapons()


@pytest.mark.parametrize(
    "arguments",
    [("range",), ("range", "Bahrain"), ("range", "Bahrain", "5km", "--launch-area"), ("range", "Bahrain", "5km", "--track")],
)
def test_wrong_usage_is_told(capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]) -> None:
    assert main([*arguments, "--builtin-only"]) == 2
    assert "dateline range" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [("--sector", "north"), ("--sector", "10-400"), ("--min", "9km"), ("--min", "many")])
def test_limits_that_are_none_are_refused(capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]) -> None:
    assert main(["range", "Bahrain", "5km", *arguments, "--builtin-only"]) == 1
    assert capsys.readouterr().err.strip()


# --- claims against geometry ---------------------------------------------------------------------------------------------------

ARTICLE = """---
title: Missiles from the lake
date: 2019-03-04
publisher: The Valley Post
---
Gunboats on Lake Victoria fired nine cruise missiles at Mombasa on Monday, the ministry said. The missiles flew {flown} to their target.

Pilots were told to turn away if another plane is within 20 nautical miles, an officer said.
"""


def judged(capsys: pytest.CaptureFixture[str], tmp_path: Path, flown: str) -> list[dict[str, Any]]:
    file = tmp_path / "article.md"
    file.write_text(ARTICLE.format(flown=flown))
    return answer(capsys, "distances", file)["distances"]


@pytest.mark.parametrize(
    ("flown", "verdict"),
    [
        ("300 kilometers", "cannot be"),
        ("700 kilometers", "fits from part of the area"),
        ("1,900 kilometers", "fits only as flown distance"),
        ("over 700 kilometers", "fits"),
    ],
)
def test_a_way_flown_is_held_against_the_shore_and_the_town(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, flown: str, verdict: str
) -> None:
    claim, separation = judged(capsys, tmp_path, flown)
    assert (claim["kind"], claim["verdict"]) == ("flown", verdict), claim
    assert claim["origin"] == "Lake Victoria"
    assert claim["targets"] == ["Mombasa"]
    assert claim["least_m"] < claim["greatest_m"]
    assert any("km" in reason for reason in claim["reasons"])
    assert (separation["kind"], separation["verdict"]) == ("separation", "tied to no place")
    assert separation["origin"] is None


def test_a_conversion_is_checked(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    right, _ = judged(capsys, tmp_path, "700 kilometers (435 miles)")
    wrong, _ = judged(capsys, tmp_path, "700 kilometers (700 miles)")
    assert right["conversion"].endswith("agree")
    assert "do not agree" in wrong["conversion"]
    assert "1,127 km" in wrong["conversion"]
