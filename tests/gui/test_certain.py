"""What is shown as certain is the user's to say: asked in the menu, drawn at once, kept for the next start."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QInputDialog

from desktop.platform.settings import Settings
from geo import pipeline
from geo.events import CERTAIN
from geo.gazetteer import Gazetteer

from .conftest import Driver

REPORT = "Date: 2016-05-03\nPublisher: Own Wire\n\nShells killed nine people in Raqqa on Monday. The shelling of Raqqa went on at night."


def hollow(driver: Driver) -> set[bool]:
    return {marker.uncertain for marker in driver.session.snapshot.scene.markers}


def test_the_limit_is_asked_drawn_and_kept(driver: Driver, gazetteer: Gazetteer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text(REPORT, encoding="utf-8")
    taken = pipeline.take_in([tmp_path / "a.txt"], gazetteer)
    driver.take_in((taken.articles, taken.analyses))
    assert hollow(driver) == {False}
    asked: list[int] = []

    def answer(*given: object) -> tuple[int, bool]:
        asked.append(int(str(given[3])))
        return 100, True

    monkeypatch.setattr(QInputDialog, "getInt", answer)
    driver.trigger("certain")
    driver.until(lambda: hollow(driver) == {True})
    assert asked == [round(100 * CERTAIN)]
    assert driver.session.settings.certain == 1.0


def test_a_limit_that_is_no_share_is_as_if_it_were_not_there(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_text('{"certain": 95}', encoding="utf-8")
    assert Settings(file).certain == CERTAIN
