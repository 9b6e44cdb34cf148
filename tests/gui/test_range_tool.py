"""The range tool as a person uses it: set up by name, kept, undone, listed, exported."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.kit.list_model import RowRole
from desktop.views.range_panel.inside import InsideRow
from geo.geopackage import read_features
from geo.project import DrawingKind

from .conftest import Driver
from .range_hand import by_person, keep, page, panel, set_up, watch_drafts

# --- setting up ---------------------------------------------------------------------------------------------------------


def test_a_range_shows_on_the_map_as_it_is_typed_and_is_kept_undone_and_redone(tool: Driver) -> None:
    set_up(tool, "Caspian Sea", "1,500 km")
    assert page(tool, "window.view.tools.draft.shown.ranges[0].outerLabels") == ["1,500 km from the Caspian Sea", "1,500 km"]
    assert panel(tool).form.result.text().startswith("1,500 km: ")
    keep(tool)
    assert by_person(tool) == ["1,500 km from the Caspian Sea"]
    assert panel(tool).form.origin.text() == ""
    tool.until(lambda: page(tool, "window.view.tools.draft.shown") is None)
    caption = "1,500 km from the Caspian Sea: a what-if, claimed by no source"
    tool.until(lambda: caption in str(page(tool, "document.querySelector('.legend').textContent")))
    assert tool.session.snapshot.undo_text == "Draw range"
    tool.trigger("undo")
    tool.until(lambda: by_person(tool) == [])
    tool.trigger("redo")
    tool.until(lambda: by_person(tool) == ["1,500 km from the Caspian Sea"])


def test_several_distances_limits_and_a_name(tool: Driver) -> None:
    form = panel(tool).form
    form.more.click()
    QTest.keyClicks(form.least, "100 km")
    QTest.keyClicks(form.bearing_from, "180")
    QTest.keyClicks(form.bearing_to, "270")
    QTest.keyClicks(form.name, "South-west of the sea")
    draft = set_up(tool, "Baku", "500 km and 1,000 km")
    assert draft.drawing.said == ("500 km", "1,000 km")
    assert draft.drawing.bearings_deg == (180.0, 270.0)
    keep(tool)
    assert by_person(tool) == ["South-west of the sea"]
    entry = next(entry for entry in tool.session.snapshot.ranges if entry.by_person)
    assert [ring.words for ring in entry.rings] == ["1,000 km", "500 km"]
    # Changed and kept again it stands in its own place.
    strip = next(e for e in panel(tool).entries if e.box.accessibleName().endswith("South-west of the sea"))
    strip.edit_wanted.emit(entry.id)
    assert form.distance.text() == "500 km; 1,000 km"
    assert form.least.text() == "100 km"
    form.name.clear()
    QTest.keyClicks(form.name, "Elsewhere")
    QTest.keyClick(form.name, Qt.Key.Key_Return)
    tool.until(lambda: by_person(tool) == ["Elsewhere"])
    assert tool.session.snapshot.undo_text == "Change drawing"


def test_what_is_wrong_is_said_where_it_is_typed(tool: Driver) -> None:
    form = panel(tool).form
    QTest.keyClicks(form.origin, "Baku")
    QTest.keyClicks(form.distance, "1,500 parsecs")
    assert "parsecs" in form.problem.text.text()
    assert not form.keep.isEnabled()
    form.distance.clear()
    QTest.keyClicks(form.distance, "500 km")
    form.more.click()
    QTest.keyClicks(form.least, "900 km")
    tool.until(lambda: "leaves nothing of 500 km" in form.problem.text.text())


def test_an_origin_that_is_not_found_offers_near_spellings(tool: Driver) -> None:
    form = panel(tool).form
    QTest.keyClicks(form.origin, "Caspain Sea")
    QTest.keyClicks(form.distance, "900 km")
    tool.until(lambda: 'No place called "Caspain Sea"' in form.problem.text.text())
    chips = [form.problem._chips.itemAt(i).widget() for i in range(form.problem._chips.count())]
    caspian = next(chip for chip in chips if chip.text() == "Caspian Sea")  # type: ignore[union-attr]
    seen = watch_drafts(tool)
    QTest.mouseClick(caspian, Qt.MouseButton.LeftButton)
    tool.until(lambda: seen)
    assert seen[-1].origin.place.name == "Caspian Sea"
    assert not form.problem.isVisible()


def test_up_and_down_change_the_distance_by_keys(tool: Driver) -> None:
    set_up(tool, "Baku", "1,000 km")
    form = panel(tool).form
    seen = watch_drafts(tool)
    QTest.keyClick(form.distance, Qt.Key.Key_Up)
    assert form.distance.text() == "1,020 km"
    tool.until(lambda: seen and seen[-1].drawing.said == ("1,020 km",))
    QTest.keyClick(form.origin, Qt.Key.Key_Return)
    tool.until(lambda: by_person(tool) == ["1,020 km from Baku"])


def test_a_published_range_is_chosen_by_the_weapons_name_and_says_its_source(tool: Driver) -> None:
    form = panel(tool).form
    weapon = tool.session.drawing.weapons()[0]
    menu = form.weapon.menu()
    form.weapon.fill(menu)
    kinds = [action.menu() for action in menu.actions() if action.menu() is not None]
    chosen = next(action for kind in kinds for action in kind.actions() if action.text().startswith(weapon.name))  # type: ignore[union-attr]
    QTest.keyClicks(form.origin, "Baku")
    seen = watch_drafts(tool)
    chosen.trigger()
    tool.until(lambda: seen)
    assert weapon.ranges[0].source in form.source.text()
    assert seen[-1].drawing.weapon == weapon.name
    assert f"range of {weapon.name} as published" in seen[-1].drawn[0].caption
    QTest.keyClicks(form.distance, "0")
    assert not form.source.isVisible()  # a distance of one's own is no weapon's


# --- what it says --------------------------------------------------------------------------------------------------------


def rows(tool: Driver) -> list[InsideRow]:
    model = panel(tool).inside.model
    return [model.index(i, 0).data(RowRole) for i in range(model.rowCount())]


def test_who_is_inside_follows_the_filters_and_opens_passages(tool: Driver) -> None:
    set_up(tool, "Hama", "60 km")
    keep(tool)
    entry = next(entry for entry in tool.session.snapshot.ranges if entry.by_person)
    strip = next(e for e in panel(tool).entries if e.box.accessibleName().endswith(entry.title))
    QTest.mouseClick(strip.inside, Qt.MouseButton.LeftButton)
    inside = panel(tool).inside
    assert inside.isVisible()
    names = {row.place.name for row in rows(tool)}
    assert {"Kafr Zita", "Khan Shaykhun", "Morek"} <= names
    for chip in inside.verdicts.values():
        chip.setChecked(True)
    everything = len(rows(tool))
    tool.window.views.events.search.setText("Morek")
    tool.until(lambda: {row.place.name for row in rows(tool)} == {"Morek"})
    assert "hidden by the filters" in inside.count.text()
    tool.window.views.events.search.clear()
    tool.until(lambda: len(rows(tool)) == everything)
    at = next(i for i, row in enumerate(rows(tool)) if row.place.name == "Morek")
    QTest.mouseClick(
        inside.view.viewport(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        inside.view.visualRect(inside.model.index(at, 0)).center(),
    )
    assert tool.highlighted().startswith("Soldiers attacked Morek")
    QTest.keyClick(inside.view, Qt.Key.Key_Escape)
    assert panel(tool).form.isVisible()


def launch_event(tool: Driver) -> str:
    events = tool.session.corpus.events
    return next(e.id for e in events if any(p.part.value == "origin" for p in e.places))


def test_one_click_from_an_event_tells_from_where_its_targets_could_be_reached(tool: Driver) -> None:
    tool.window.views.show_list("Events")
    tool.session.selector.event(launch_event(tool))
    reach = tool.window.views.reader.card.reach
    tool.until(lambda: reach.launch.isVisible())
    seen = watch_drafts(tool)
    QTest.mouseClick(reach.launch, Qt.MouseButton.LeftButton)
    tool.until(lambda: seen)
    form = panel(tool).form
    assert form.isVisible()
    assert seen[-1].drawing.kind is DrawingKind.LAUNCH_AREA
    assert form.origin.text() == "Caspian Sea"
    assert form.distance.text() == "1,500 km"
    assert "no source names the targets of this event" in form.result.text()
    assert len(form.targets.targets()) >= 2
    tool.until(lambda: page(tool, "window.view.tools.draft.shown?.launches.length ?? 0") == 1)
    keep(tool)
    kept = next(entry for entry in tool.session.snapshot.ranges if entry.by_person)
    assert kept.kind is DrawingKind.LAUNCH_AREA
    assert "a what-if: no source names the targets" in kept.caption
    assert kept.share is not None
    assert 0 < kept.share < 1
    tool.until(lambda: page(tool, "window.view.scene.launches.length") == 1)
    tool.window.views.events.search.setText("nothing is called so")  # filters hide events, not what is drawn
    assert page(tool, "window.view.scene.launches.length") == 1


def test_tracks_are_schematic_and_say_what_they_cross_only_when_asked(tool: Driver) -> None:
    form = panel(tool).form
    form.kinds.buttons()[2].click()
    QTest.keyClicks(form.origin, "Caspian Sea")
    QTest.keyClicks(form.targets.add, "Khan Shaykhun")
    seen = watch_drafts(tool)
    QTest.keyClick(form.targets.add, Qt.Key.Key_Return)
    tool.until(lambda: seen)
    assert not form.crossings.isVisible()
    assert str(page(tool, "window.view.tools.draft.shown.tracks[0].labels[0]")).startswith("schematic, ")
    form.crossed.click()
    tool.until(lambda: form.crossings.isVisible())
    lines = form.crossings.text().split("\n")
    assert lines[0] == "Straight lines; missiles and aircraft fly other ways"
    assert any("Iraq" in line or "Turkey" in line for line in lines[1:])
    keep(tool)
    assert by_person(tool)[0].startswith("The Caspian Sea to Kh")
    tool.until(lambda: page(tool, "window.view.scene.tracks.length") == 1)
    assert "straight lines; missiles and aircraft fly other ways" in str(page(tool, "document.querySelector('.legend').textContent"))


# --- files --------------------------------------------------------------------------------------------------------------


def test_what_is_drawn_is_kept_in_the_project_shown_again_and_deleted(
    tool: Driver, tmp_path: Path, make_driver: Callable[..., Driver]
) -> None:
    set_up(tool, "Caspian Sea", "1,200 km")
    keep(tool)
    path = tmp_path / "kept.gpkg"
    tool.session.files.save_as(path)
    tool.until(lambda: tool.session.snapshot.path == path)
    tool.settle()
    with sqlite3.connect(path) as connection:
        kept = [f for f in read_features(connection, "ranges") if f.values["by_person"]]
    assert {f.values["role"] for f in kept} == {"outer", "inner"}
    assert all(f.geometry is not None and f.geometry.geom_type == "MultiPolygon" for f in kept)
    tool.session.files.new_project()
    tool.until(lambda: not tool.session.snapshot.ranges)
    tool.session.files.open_project(path)
    tool.until(lambda: by_person(tool) == ["1,200 km from the Caspian Sea"])
    tool.until(lambda: page(tool, "window.view.scene.ranges.some((r) => r.outerLabels[0] === '1,200 km from the Caspian Sea')"))
    strip = panel(tool).entries[-1]
    strip.removed.emit(tool.session.snapshot.ranges[-1].id)
    tool.until(lambda: by_person(tool) == [])
    assert tool.session.snapshot.undo_text == "Remove drawing"
    tool.trigger("undo")
    tool.until(lambda: by_person(tool) == ["1,200 km from the Caspian Sea"])


def test_what_is_drawn_is_in_every_export_and_what_is_hidden_is_not(tool: Driver, tmp_path: Path) -> None:
    set_up(tool, "Caspian Sea", "1,200 km")
    keep(tool)
    for name in ("e.geojson", "e.kml", "e.gpkg"):
        tool.session.files.export_data(tmp_path / name)
    tool.settle()
    features = json.loads((tmp_path / "e.geojson").read_text(encoding="utf-8"))["features"]
    drawn = [f["properties"] for f in features if "role" in f["properties"]]
    assert {(p["role"], p["by_person"]) for p in drawn} >= {("outer", True), ("inner", True)}
    assert "1,200 km from the Caspian Sea" in (tmp_path / "e.kml").read_text(encoding="utf-8")
    with sqlite3.connect(tmp_path / "e.gpkg") as connection:
        assert any(f.values["by_person"] for f in read_features(connection, "ranges"))
    tool.session.files.export_map(tmp_path / "map.html")
    tool.settle()
    assert "1,200 km from the Caspian Sea" in (tmp_path / "map.html").read_text(encoding="utf-8")
    strip = next(e for e in panel(tool).entries if e.box.accessibleName() == "Show: 1,200 km from the Caspian Sea")
    strip.box.click()
    tool.until(lambda: not next(entry for entry in tool.session.snapshot.ranges if entry.by_person).shown)
    tool.session.files.export_map(tmp_path / "without.html")
    tool.settle()
    assert "1,200 km from the Caspian Sea" not in (tmp_path / "without.html").read_text(encoding="utf-8")
