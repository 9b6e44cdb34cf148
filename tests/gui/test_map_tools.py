"""What is done on the map itself: origins clicked and outlined, edges pulled, lengths measured, layers switched."""

from __future__ import annotations

import json

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from desktop.session import Draft

from .conftest import Driver
from .range_hand import await_tool, by_person, click_map, keep, key_map, look_at, page, panel, pixel, set_up, watch_drafts


def test_the_origin_is_a_point_of_the_map_by_a_click(tool: Driver) -> None:
    look_at(tool, 50.0, 42.0, 5)
    form = panel(tool).form
    QTest.mouseClick(form.pick, Qt.MouseButton.LeftButton)
    assert tool.window.views.banner.text().startswith("Click on the map")
    await_tool(tool, "pick")
    seen = watch_drafts(tool)
    click_map(tool, pixel(tool, 50.0, 42.0))
    tool.until(lambda: form.origin.text())
    lat, lon = (float(part) for part in form.origin.text().split(","))
    assert abs(lon - 50.0) < 0.1
    assert abs(lat - 42.0) < 0.1
    assert not tool.window.views.banner.isVisible()
    QTest.keyClicks(form.distance, "300 nmi")
    tool.until(lambda: seen)
    assert seen[-1].drawing.place.id.startswith("drawn:")
    keep(tool)


def test_the_origin_is_an_area_drawn_on_the_map_and_is_kept_with_its_shape(tool: Driver) -> None:
    look_at(tool, 50.0, 42.0, 6)
    QTest.mouseClick(panel(tool).form.outline, Qt.MouseButton.LeftButton)
    await_tool(tool, "area")
    for lon, lat in ((49.5, 41.0), (51.0, 41.0), (51.0, 42.5)):
        click_map(tool, pixel(tool, lon, lat))
    click_map(tool, pixel(tool, 49.5, 41.0))  # on its first corner: closed
    tool.until(lambda: panel(tool).form.origin.text() == "Drawn area")
    seen = watch_drafts(tool)
    QTest.keyClicks(panel(tool).form.distance, "400 km")
    tool.until(lambda: seen)
    west, south, east, north = seen[-1].origin.geometry.bounds
    assert (round(west, 1), round(south, 1), round(east, 1), round(north, 1)) == (49.5, 41.0, 51.0, 42.5)
    keep(tool)
    assert by_person(tool) == ["400 km from Drawn area"]
    kept = next(entry for entry in tool.session.snapshot.ranges if entry.by_person)
    assert kept.drawing is not None
    assert json.loads(kept.drawing.shape or "")["type"] == "Polygon"


def test_an_area_is_drawn_by_keys_alone(tool: Driver) -> None:
    look_at(tool, 50.0, 42.0, 6)
    tool.trigger("draw_area")
    await_tool(tool, "area")
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left):
        key_map(tool, Qt.Key.Key_Space)
        key_map(tool, key)
    key_map(tool, Qt.Key.Key_Return)
    tool.until(lambda: panel(tool).form.origin.text() == "Drawn area")


def test_escape_leaves_a_tool(tool: Driver) -> None:
    tool.trigger("measure")
    assert tool.window.views.banner.isVisible()
    await_tool(tool, "measure")
    QTest.keyClick(tool.window, Qt.Key.Key_Escape)
    tool.until(lambda: not tool.window.views.banner.isVisible())
    tool.until(lambda: page(tool, "window.view.tools.tool") is None)


def drag_edge(tool: Driver, steps: int) -> list[Draft]:
    """Pulls the east end of the first range by the mouse, in steps of some pixels."""
    target = tool.window.views.map._view.focusProxy()
    assert target is not None
    start = page(
        tool,
        "(() => { const v = window.view.overlay.lastView(), o = window.view.map.containerPointToLayerPoint([0, 0]).subtract(v.corner);"
        " const [{ edges }] = window.view.tools.draft.shown.ranges; let best = null;"
        " for (const { points } of edges) for (let i = 0; i < points.length; i += 2) {"
        " const p = [points[i] * v.scale - v.left - o.x, points[i + 1] * v.scale - v.top - o.y]; if (!best || p[0] > best[0]) best = p; }"
        " return best; })()",
    )
    at = QPoint(round(start[0]), round(start[1]))  # type: ignore[index]
    seen = watch_drafts(tool)
    QTest.mouseMove(target, at)
    tool.until(lambda: page(tool, "window.view.map.getContainer().classList.contains('on-edge')"))
    QTest.mousePress(target, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    for step in range(1, steps + 1):
        QTest.mouseMove(target, at - QPoint(2 * step, 0))
        tool.bot.wait(15)
    QTest.mouseRelease(target, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at - QPoint(2 * steps, 0))
    tool.until(lambda: seen and not seen[-1].coarse)
    return seen


def test_the_edge_is_pulled_on_the_map_and_the_distance_follows(tool: Driver) -> None:
    look_at(tool, 50.0, 42.0, 4)
    set_up(tool, "Caspian Sea", "1,000 km")
    middle = page(tool, "(() => { const c = window.view.map.getCenter(); return [c.lng, c.lat]; })()")
    form = panel(tool).form
    tool.window.views.map._view.setFocus()
    seen = drag_edge(tool, 12)
    assert any(draft.coarse for draft in seen)
    pulled = seen[-1].drawing.distances_m[0]
    assert 500_000 < pulled < 990_000
    assert form.distance.text() == seen[-1].drawing.said[0]
    # The map stayed where it was, and nothing was opened.
    assert page(tool, "(() => { const c = window.view.map.getCenter(); return [c.lng, c.lat]; })()") == middle
    assert tool.session.selection.event is None
    keep(tool)
    assert by_person(tool) == [f"{seen[-1].drawing.said[0]} from the Caspian Sea"]


def test_measuring_tells_length_in_three_units_and_bearing(tool: Driver) -> None:
    look_at(tool, 45.0, 40.0, 5)
    tool.trigger("measure")
    await_tool(tool, "measure")
    click_map(tool, pixel(tool, 50.0, 42.0))
    click_map(tool, pixel(tool, 40.0, 38.0))
    tool.until(lambda: "bearing" in str(page(tool, "document.querySelector('.readout').textContent")))
    readout = str(page(tool, "document.querySelector('.readout').textContent"))
    kilometres = float(readout.split(" km")[0].replace(",", ""))
    assert abs(kilometres - 955) < 12  # 954.6 km by the geodesic; a click is true to some pixels
    assert " mi · " in readout
    assert " nmi" in readout
    assert "(south-west)" in readout or "(west)" in readout
    assert tool.session.selection.event is None


def test_layers_are_switched_in_the_menu_and_on_the_map_alike(tool: Driver) -> None:
    layers = tool.window.layers.layers
    assert [action.text() for action in layers.values()] == [
        "Places",
        "Areas",
        "Schematic lines",
        "Ranges",
        "Launch areas",
        "Tracks",
        "Names",
    ]
    layers["areas"].trigger()
    tool.until(lambda: page(tool, "document.querySelectorAll('.badge').length") == 0)
    page(tool, "void [...document.querySelectorAll('.leaflet-control-layers-overlays input')][1].click()")
    tool.until(lambda: layers["areas"].isChecked())
    tool.until(lambda: page(tool, "document.querySelectorAll('.badge').length") != 0)
