"""What takes long to draw can be stopped: by a newer wish, by clearing the form, by the button of the status bar."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import NoReturn

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.session.drafts import Wanted
from geo.errors import Cancelled
from geo.model import LonLat, Place
from geo.pipeline import Origin
from geo.project import Drawing, DrawingKind

from .conftest import Driver

HERE = Place("test:here", "Here", LonLat(36.0, 35.0), "PPL")


class Endless:
    """Stands in for a drawing that takes minutes: it goes on until it is told to stop."""

    def __init__(self) -> None:
        self.begun, self.stopped = 0, 0

    def __call__(self, *_: object, cancelled: Callable[[], bool], **__: object) -> NoReturn:
        self.begun += 1
        until = time.monotonic() + 30
        while time.monotonic() < until:
            if cancelled():
                self.stopped += 1
                raise Cancelled("Cancelled.")
            time.sleep(0.01)
        raise AssertionError("nobody stopped it")


def wanted(kind: DrawingKind) -> Wanted:
    from shapely import Point

    targets = ("35.0, 37.0",) if kind is DrawingKind.LAUNCH_AREA else ()
    return Wanted(Drawing("d", kind, HERE), Origin(HERE, Point(36.0, 35.0)), "100 km", targets=targets)


def test_a_newer_wish_and_the_form_s_clearing_stop_a_range(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    endless = Endless()
    monkeypatch.setattr("desktop.session.drafts.ranges_of", endless)
    failed: list[object] = []
    driver.session.drawing.draft_failed.connect(failed.append)
    driver.session.drawing.draft(wanted(DrawingKind.RANGE))
    driver.until(lambda: endless.begun == 1)
    driver.session.drawing.draft(wanted(DrawingKind.RANGE))
    driver.until(lambda: endless.begun == 2)
    assert endless.stopped == 1
    driver.session.drawing.clear()
    driver.until(lambda: endless.stopped == 2)
    assert failed == []


def test_the_status_bar_shows_a_launch_area_and_stops_it(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    endless = Endless()
    monkeypatch.setattr("desktop.session.library.wishes.launch_of", endless)
    driver.settle()
    driver.session.drawing.draft(wanted(DrawingKind.LAUNCH_AREA))
    cancel = driver.window.status.cancel
    driver.until(lambda: endless.begun == 1 and cancel.isVisible())
    QTest.mouseClick(cancel, Qt.MouseButton.LeftButton)
    driver.until(lambda: endless.stopped == 1)
    driver.settle()
