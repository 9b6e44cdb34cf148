"""The map's tools in their real engine: measuring, outlining, a draft whose edge is pulled; and what is drawn, in the exported file."""

from __future__ import annotations

from pathlib import Path

import pytest
import shapely
import synthetic
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from desktop.views.map_view.answers import points_of
from geo.export import proof_map
from geo.export.drawn_json import draft_json
from geo.model import LonLat
from geo.reach import ring
from geo.views import DrawnLaunch, DrawnRange, DrawnTrack, Scene, scene
from geo.views.drawn import ToldDistance

CENTRE = LonLat(50.0, 41.0)
HOSTILE = "<img src=x onerror=alert(1)> `${alert(1)}` {{7*7}}"
DRAWN = [
    DrawnRange(ring(CENTRE, 900_000.0), None, f"told by {HOSTILE}", 900_000.0, HOSTILE, id="r", by_person=True, labels=(HOSTILE, "900 km")),
    DrawnLaunch(ring(CENTRE, 150_000.0), f"launch {HOSTILE}", 900_000.0, HOSTILE, (HOSTILE,), id="l", labels=(HOSTILE,)),
    DrawnTrack(shapely.LineString([CENTRE, (36.6, 35.4)]), f"track {HOSTILE}", HOSTILE, HOSTILE, 1e6, id="t"),
]


def drawn_scene() -> Scene:
    return scene(synthetic.syria(), synthetic.rough_outline, ranges=DRAWN, record=False)


def target(shown) -> object:
    found = shown.view._view.focusProxy()
    assert found is not None
    return found


def until(shown, script: str) -> None:
    """Until an expression in the page is true: where others compute, an answer may take a while."""
    shown.qtbot.waitUntil(lambda: bool(shown.run(script)), timeout=20_000)


def test_measuring_asks_the_program_and_shows_its_answer(show) -> None:
    shown = show(drawn_scene())
    shown.view.set_tool("measure")
    shown.settle()
    shown.click(*shown.pixel(50.0, 41.0))
    shown.click(*shown.pixel(45.0, 39.0))
    until(shown, "document.querySelector('.readout-more')?.textContent.includes('bearing') && !window.view.tools._asking")
    main = str(shown.run("document.querySelector('.readout-main').textContent"))
    assert abs(float(main.split(" km")[0]) - 482) < 15  # 482 km by the geodesic
    assert "bearing" in str(shown.run("document.querySelector('.readout-more').textContent"))
    shown.click(*shown.pixel(40.0, 37.0))
    until(shown, "window.view.tools.measured.legs.length === 2")
    assert "last leg" in str(shown.run("document.querySelector('.readout').textContent"))
    assert shown.opened == []
    QTest.keyClick(target(shown), Qt.Key.Key_Escape)  # type: ignore[arg-type]
    until(shown, "window.view.tools.tool === null && document.querySelector('.readout').hidden")


def test_an_outline_is_closed_by_a_double_click_and_told_once(show) -> None:
    shown = show(drawn_scene())
    told: list[list[LonLat]] = []
    shown.view.areaDrawn.connect(told.append)
    shown.view.set_tool("area")
    shown.settle()
    for lon, lat in ((48.0, 40.0), (52.0, 40.0)):
        shown.click(*shown.pixel(lon, lat))
    x, y = shown.pixel(52.0, 43.0)
    for _ in range(2):
        QTest.mouseClick(target(shown), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(x, y))  # type: ignore[arg-type]
    shown.qtbot.waitUntil(lambda: bool(told), timeout=20_000)
    shown.settle(300)
    assert len(told) == 1
    assert [(round(p.lon), round(p.lat)) for p in told[0]] == [(48, 40), (52, 40), (52, 43)]
    assert shown.run("window.view.tools.tool") is None


def test_backspace_takes_a_corner_back_and_two_corners_are_no_area(show) -> None:
    shown = show(drawn_scene())
    shown.view.set_tool("area")
    shown.settle()
    for lon, lat in ((48.0, 40.0), (52.0, 40.0), (52.0, 43.0)):
        shown.click(*shown.pixel(lon, lat))
    QTest.keyClick(target(shown), Qt.Key.Key_Backspace)  # type: ignore[arg-type]
    QTest.keyClick(target(shown), Qt.Key.Key_Return)  # type: ignore[arg-type]
    shown.settle()
    assert shown.run("[window.view.tools.tool, window.view.tools.points.length]") == ["area", 2]


def test_a_drafts_edge_is_taken_hold_of_and_nothing_else_moves(show) -> None:
    shown = show(drawn_scene())
    pulled: list[tuple[float, float, int, bool]] = []
    shown.view.edgeDragged.connect(lambda *told: pulled.append(told))
    shown.view.show_draft(draft_json(DRAWN[:1], shapely.Point(CENTRE), fixed=False))
    shown.run("void view.map.setView([41, 50], 4, {animate: false})")
    shown.settle()
    east = max(shapely.get_coordinates(ring(CENTRE, 900_000.0)).tolist())
    start = QPoint(*shown.pixel(*east))
    box = target(shown)
    QTest.mouseMove(box, start)  # type: ignore[arg-type]
    until(shown, "window.view.map.getContainer().classList.contains('on-edge')")
    middle = shown.run("window.view.map.getCenter()")
    QTest.mousePress(box, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)  # type: ignore[arg-type]
    for step in range(1, 6):
        QTest.mouseMove(box, start - QPoint(12 * step, 0))  # type: ignore[arg-type]
        shown.settle(30)
    QTest.mouseRelease(box, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start - QPoint(60, 0))  # type: ignore[arg-type]
    shown.qtbot.waitUntil(lambda: bool(pulled), timeout=20_000)
    shown.settle()  # the release has reached the page, and waits behind the first question
    shown.view.show_draft(draft_json(DRAWN[:1], shapely.Point(CENTRE), fixed=False))  # the answer to the first question
    shown.qtbot.waitUntil(lambda: bool(pulled) and pulled[-1][3], timeout=20_000)
    assert len(pulled) == 2  # while no answer came only the newest position waited, and the last was told
    assert pulled[-1][3] is True
    assert pulled[-1][0] < east[0]
    assert shown.run("window.view.map.getCenter()") == middle
    assert shown.opened == []


def test_hostile_words_of_drafts_and_drawings_stay_words(show) -> None:
    shown = show(drawn_scene())
    shown.view.show_draft(draft_json(DRAWN, shapely.Point(CENTRE), fixed=True))
    shown.settle()
    captions = shown.run("[...document.querySelectorAll('.legend-caption')].map((e) => e.textContent)")
    assert captions == [f"told by {HOSTILE}", f"launch {HOSTILE}", f"track {HOSTILE}"]
    assert shown.run("document.querySelectorAll('#map img:not(.leaflet-tile), #map script').length") == 0
    assert shown.run("typeof window.hacked") == "undefined"


def test_layers_are_switched_from_outside(show) -> None:
    shown = show(drawn_scene())
    told: list[tuple[str, bool]] = []
    shown.view.layerSwitched.connect(lambda key, on: told.append((key, on)))
    shown.view.set_layer("areas", False)
    shown.settle()
    assert shown.run("document.querySelectorAll('.badge').length") == 0
    shown.run("void [...document.querySelectorAll('.leaflet-control-layers-overlays input')][1].click()")
    shown.settle()
    assert told[-1] == ("areas", True)


def test_what_the_page_tells_is_numbers_or_nothing() -> None:
    assert points_of("50 41 45.5 39") == [LonLat(50.0, 41.0), LonLat(45.5, 39.0)]
    assert points_of("50 41 nan 3") == [LonLat(50.0, 41.0)]
    assert points_of("50 41 <img> 3") == [LonLat(50.0, 41.0)]
    assert points_of("") == []


# --- the exported file ---------------------------------------------------------------------------------------------------


@pytest.fixture
def exported(browser, tmp_path: Path):
    """The proof map with drawings and a judged distance, open in the browser; a request or a console line fails the test."""
    corpus = synthetic.syria()
    event = next(e.id for e in corpus.events if "Caspian" in e.label)
    told = {event: [ToldDistance("1,500 km", "cannot be", (f"It is 900 km at most. {HOSTILE}",), True)]}
    out = tmp_path / "map.html"
    proof_map(scene(corpus, synthetic.rough_outline, ranges=DRAWN, distances=told), out)
    browser.size(1360, 860)
    browser.open_proof(out)
    yield browser
    assert browser.requests == []
    assert browser.console == []


def test_launch_areas_and_tracks_are_layers_of_the_exported_map(exported) -> None:
    labels = exported.evaluate("[...document.querySelectorAll('.leaflet-control-layers-overlays label')].map((e) => e.textContent.trim())")
    assert labels == ["Places", "Areas", "Schematic lines", "Ranges", "Launch areas", "Tracks", "Names"]
    assert exported.evaluate("[home.view.scene.ranges.length, home.view.scene.launches.length, home.view.scene.tracks.length]") == [1, 1, 1]
    legend = exported.evaluate("document.querySelector('.legend').textContent")
    assert "from where all targets are in reach" in legend
    assert "straight lines; missiles and aircraft fly other ways" in legend
    assert HOSTILE in legend


def test_a_judged_distance_stands_with_its_event(exported) -> None:
    number = exported.evaluate("Object.keys(home.view.scene.distances)[0]")
    exported.evaluate(f"home.panel.open({int(number)})")
    assert exported.evaluate("document.querySelector('.stated summary').textContent") == "“1,500 km”: cannot be"
    assert HOSTILE in exported.evaluate("document.querySelector('.stated p').textContent")
    assert exported.evaluate("document.querySelector('.stated').classList.contains('stated-doubtful')") is True
