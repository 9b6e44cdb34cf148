"""What a hand does to the ranges of a window and to its map, and what it sees there."""

from __future__ import annotations

import json

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from desktop.session import Draft
from desktop.views.range_panel import RangePanel

from .conftest import Driver


def panel(tool: Driver) -> RangePanel:
    return tool.window.views.ranges


def page(tool: Driver, script: str) -> object:
    got: list[str] = []
    tool.window.views.map._page.runJavaScript(f"JSON.stringify(({script}) ?? null)", 0, got.append)
    tool.until(lambda: got, 20_000)
    return json.loads(got[0])


def pixel(tool: Driver, lon: float, lat: float) -> QPoint:
    x, y = page(tool, f"(() => {{ const p = window.view.containerPixel({lon}, {lat}); return [p.x, p.y]; }})()")  # type: ignore[misc]
    return QPoint(round(x), round(y))


def look_at(tool: Driver, lon: float, lat: float, zoom: float) -> None:
    # As by a hand that moved the map: it is not fitted again when the banner takes some of its room.
    page(tool, f"(window.view._fitted = false, window.view.map.setView([{lat}, {lon}], {zoom}, {{animate: false}}), 1)")
    tool.bot.wait(200)


def await_tool(tool: Driver, name: str) -> None:
    """The page has taken the tool up, and the map has the room that the banner leaves."""
    tool.until(lambda: page(tool, "window.view.tools.tool") == name)
    tool.bot.wait(400)


def click_map(tool: Driver, at: QPoint) -> None:
    target = tool.window.views.map._view.focusProxy()
    assert target is not None
    QTest.mouseMove(target, at)
    tool.bot.wait(40)
    QTest.mouseClick(target, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    tool.bot.wait(60)


def key_map(tool: Driver, key: Qt.Key) -> None:
    target = tool.window.views.map._view.focusProxy()
    assert target is not None
    QTest.keyClick(target, key)
    tool.bot.wait(60)


def watch_drafts(tool: Driver) -> list[Draft]:
    seen: list[Draft] = []
    tool.session.drawing.draft_changed.connect(lambda draft: draft is not None and seen.append(draft))
    return seen


def set_up(tool: Driver, origin: str, distance: str) -> Draft:
    """Types origin and distance and waits for what the map shows."""
    seen = watch_drafts(tool)
    form = panel(tool).form
    QTest.keyClicks(form.origin, origin)
    QTest.keyClicks(form.distance, distance)
    tool.until(lambda: seen)
    tool.until(lambda: page(tool, "window.view.tools.draft.shown?.ranges.length ?? 0") == len(seen[-1].drawing.said))
    return seen[-1]


def keep(tool: Driver) -> None:
    before = len(tool.session.snapshot.ranges)
    QTest.mouseClick(panel(tool).form.keep, Qt.MouseButton.LeftButton)
    tool.until(lambda: len(tool.session.snapshot.ranges) > before)
    tool.settle()


def by_person(tool: Driver) -> list[str]:
    return [entry.title for entry in tool.session.snapshot.ranges if entry.by_person]
