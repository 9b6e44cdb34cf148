"""The page in its real engines: the window's (QtWebEngine, offscreen) and a headless Chromium for exported files."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from chromium import Page, chromium, find
from pytestqt.qtbot import QtBot

from desktop.views.map_view import MapView, register_scheme
from geo.assets import asset
from geo.views import Scene

register_scheme()  # before any fixture makes the QApplication


@pytest.fixture(scope="session", autouse=True)
def built() -> None:
    """The bundle of the page, which set-up makes."""
    if not (Path(asset("map")) / "vendor" / "dateline-map.js").exists():
        pytest.fail("The map page is not built. Run: make setup (or python resources/map/build.py)", pytrace=False)


@pytest.fixture(scope="module")
def browser() -> Iterator[Page]:
    """A page of headless Chromium, shared by the tests of a module."""
    if find() is None:
        pytest.skip("needs chromium on PATH")
    with chromium() as page:
        yield page


class Shown:
    """A map widget with a scene, and all that it told."""

    def __init__(self, qtbot: QtBot, scene: Scene, theme: str = "light") -> None:
        self.qtbot = qtbot
        self.scene = scene
        self.opened: list[tuple[list[str], str]] = []
        self.errors: list[str] = []
        self.view = MapView(theme=theme)
        qtbot.addWidget(self.view)
        self.view.resize(1100, 720)
        self.view.eventsActivated.connect(lambda ids, place: self.opened.append((ids, place)))
        self.view.pageError.connect(self.errors.append)
        self.view.show()
        with qtbot.waitSignal(self.view.firstPainted, timeout=30_000):
            self.view.show_scene(scene)
        self.settle()

    def settle(self, milliseconds: int = 250) -> None:
        self.qtbot.wait(milliseconds)

    def run(self, script: str) -> object:
        """The value of an expression in the page, as JSON carries it."""
        got: list[str] = []
        self.view._page.runJavaScript(f"JSON.stringify(({script}) ?? null)", 0, got.append)
        self.qtbot.waitUntil(lambda: bool(got), timeout=20_000)
        return json.loads(got[0])

    def pixel(self, lon: float, lat: float) -> tuple[int, int]:
        x, y = self.run(f"(() => {{ const p = view.containerPixel({lon}, {lat}); return [p.x, p.y]; }})()")  # type: ignore[misc]
        return round(x), round(y)

    def click(self, x: int, y: int) -> None:
        """A click of the mouse as the window system would send it."""
        from PySide6.QtCore import QPoint, Qt
        from PySide6.QtTest import QTest

        target = self.view._view.focusProxy()
        assert target is not None
        QTest.mouseMove(target, QPoint(x, y))
        QTest.mouseClick(target, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(x, y))
        self.settle()

    def opens(self, x: int, y: int) -> tuple[list[str], str]:
        """What a click opens, waited for: on a busy machine the page answers late."""
        before = len(self.opened)
        self.click(x, y)
        self.qtbot.waitUntil(lambda: len(self.opened) > before, timeout=20_000)
        return self.opened[-1]


@pytest.fixture
def show(qtbot: QtBot) -> Iterator[Callable[..., Shown]]:
    """`show(scene)` → the widget with the scene painted. A warning or error of the page fails the test."""
    made: list[Shown] = []

    def shown(scene: Scene, theme: str = "light") -> Shown:
        made.append(Shown(qtbot, scene, theme))
        return made[-1]

    yield shown
    for each in made:
        assert each.errors == []
        assert each.view._blocker.blocked == []
