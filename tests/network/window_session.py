"""A session of the window as a person has it, in a process that others watch: python window_session.py short|full ARTICLES OUT.

Everything goes through menus, keys, clicks and Qt's own file dialogs. Status 0: all was done.
"""

from __future__ import annotations

import json
import os
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop, QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLineEdit, QMessageBox

from desktop import app as program
from desktop.main_window import MainWindow
from desktop.session import Draft
from desktop.views.dialogs.export_map import ExportMapDialog
from desktop.views.map_view import register_scheme

PATIENCE_S = 120.0
LEFT = Qt.MouseButton.LeftButton
PLAIN = Qt.KeyboardModifier.NoModifier


def pause(milliseconds: int) -> None:
    """Lets the window live. Not by QTest.qWait, which keeps the interpreter and starves the threads that work."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


class Hand:
    def __init__(self, window: MainWindow, out: Path) -> None:
        self.window = window
        self.session = window.session
        self.out = out

    def until(self, condition: Callable[[], object], what: str) -> None:
        end = time.monotonic() + PATIENCE_S
        while not condition():
            if time.monotonic() > end:
                raise TimeoutError(what)
            pause(20)

    def settle(self) -> None:
        self.until(lambda: not self.session.jobs.running and not self.session.intake.busy, "work ends")

    def trigger(self, action: str) -> None:
        assert self.window.actions_[action].isEnabled(), f"{action} is disabled"
        self.window.actions_[action].trigger()

    def page(self, script: str) -> Any:
        got: list[str] = []
        self.window.views.map._page.runJavaScript(f"JSON.stringify(({script}) ?? null)", 0, got.append)
        self.until(lambda: got, script)
        return json.loads(got[0])

    def answering(self, answer: Callable[[Any], None], kind: type[QDialog]) -> None:
        """The next modal dialog of this kind is answered so."""

        def look() -> None:
            dialog = QApplication.activeModalWidget()
            if isinstance(dialog, kind):
                answer(dialog)
            else:
                QTimer.singleShot(50, look)

        QTimer.singleShot(50, look)

    def naming(self, path: Path) -> None:
        """The next file dialog is given this name, as by typing it."""

        def answer(dialog: QFileDialog) -> None:
            name = dialog.findChild(QLineEdit, "fileNameEdit")
            assert name is not None, "the dialog is Qt's own"
            name.setText(str(path))
            dialog.accept()

        self.answering(answer, QFileDialog)

    # --- what a person does -----------------------------------------------------------------------------------------

    def read_an_event(self) -> None:
        """A marker is clicked, and its passage stands in the reader."""
        event = next(e for e in self.session.corpus.events if any(p.place.name.startswith("Kafr Z") for p in e.places))
        self.session.selector.event(event.id)
        pause(1000)
        self.session.selector.event(None)
        point = event.places[0].place.position
        x, y = self.page(f"(() => {{ const p = view.containerPixel({point.lon}, {point.lat}); return [p.x, p.y]; }})()")
        target = self.window.views.map._view.focusProxy()
        assert target is not None
        QTest.mouseMove(target, QPoint(round(x), round(y)))
        pause(50)
        QTest.mouseClick(target, LEFT, PLAIN, QPoint(round(x), round(y)))
        self.until(lambda: self.session.selection.event is not None, "a click on the marker selects an event")
        assert "Kafr Zita" in self.window.views.reader.text.toPlainText()

    def save_as(self) -> None:
        path = self.out / "case.gpkg"
        self.naming(path)
        self.trigger("save_as")
        self.until(lambda: self.session.snapshot.path == path, "the project is saved")
        self.settle()

    def export(self, action: str, file: Path) -> None:
        def answer(dialog: ExportMapDialog) -> None:
            dialog.file.setText(str(file))
            dialog.export.click()

        self.answering(answer, ExportMapDialog)
        self.trigger(action)
        self.until(file.exists, f"{file.name} is written")
        self.settle()

    def open_more(self, articles: Path) -> None:
        """Each article by itself, through the file dialog."""
        for path in sorted(articles.iterdir()):
            self.naming(path)
            self.trigger("open")
            self.settle()

    def draw_a_range(self) -> None:
        self.trigger("ranges")
        form = self.window.views.ranges.form
        drafts: list[Draft] = []
        self.session.drawing.draft_changed.connect(lambda draft: draft is not None and drafts.append(draft))
        QTest.keyClicks(form.origin, "Caspian Sea")
        QTest.keyClicks(form.distance, "1,500 km")
        self.until(lambda: drafts and drafts[-1].drawing.said == ("1,500 km",) and form.keep.isEnabled(), "the range is worked out")
        pause(300)
        QTest.mouseClick(form.keep, LEFT)
        self.until(lambda: any(entry.by_person for entry in self.session.snapshot.ranges), "the range is kept")
        self.settle()

    def decide_and_undo(self) -> None:
        self.session.selector.event(self.session.corpus.events[0].id)
        before = len(self.session.corpus.events)
        self.trigger("reject")
        self.until(lambda: len(self.session.corpus.events) < before, "the event is rejected")
        self.trigger("undo")
        self.until(lambda: len(self.session.corpus.events) == before, "the event is back")
        self.settle()

    def look_round(self) -> None:
        """Every view and every dialog that asks nothing, light and dark."""
        for action in ("dark", "light", "show_ledger", "next_event", "copy_quotation", "measure"):
            self.trigger(action)
            pause(150)
        for action in ("gazetteers", "about", "metadata", "purge"):
            self.answering(lambda dialog: QTimer.singleShot(300, dialog.reject), QDialog)
            self.trigger(action)
            self.until(lambda: QApplication.activeModalWidget() is None, f"{action} is closed")
        self.trigger("palette")
        pause(200)
        popup = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if popup is not None:
            popup.close()

    def picture(self) -> None:
        self.naming(self.out / "map.png")
        self.trigger("picture")
        self.until((self.out / "map.png").exists, "the picture is written")

    def open_again(self) -> None:
        self.trigger("new_project")
        self.until(lambda: not self.session.corpus.articles, "the project is closed")
        self.naming(self.out / "case.gpkg")
        self.trigger("open_project")
        self.until(lambda: self.session.corpus.articles, "the project opens again")
        self.settle()


def play(hand: Hand, full: bool, articles: Path) -> None:
    hand.until(lambda: hand.session.corpus.articles, "articles are taken in")
    hand.settle()
    pause(500)
    hand.read_an_event()
    hand.save_as()
    hand.export("export_map", hand.out / "map.html")
    if not full:
        return
    hand.open_more(articles)
    hand.draw_a_range()
    hand.decide_and_undo()
    hand.look_round()
    for ending in ("geojson", "kml", "kmz", "csv", "parquet", "gpkg"):
        hand.export("export_data", hand.out / f"events.{ending}")
    hand.picture()
    hand.trigger("save")
    hand.settle()
    hand.open_again()


def main(arguments: list[str]) -> int:
    how, articles, out = arguments[0], Path(arguments[1]), Path(arguments[2])
    register_scheme()
    app = QApplication(["dateline"])
    state = {"done": False}

    def begin() -> None:
        window = next((w for w in app.topLevelWidgets() if isinstance(w, MainWindow)), None)
        if window is None:  # an event loop of the start itself
            QTimer.singleShot(50, begin)
            return
        try:
            play(Hand(window, out), how == "full", articles)
            state["done"] = True
        except BaseException:
            traceback.print_exc()
            sys.stderr.flush()
            os._exit(3)
        hand_over = QMessageBox.StandardButton.Discard

        def discard(box: QMessageBox) -> None:
            box.button(hand_over).click()

        if window.session.snapshot.worth_keeping:
            Hand(window, out).answering(discard, QMessageBox)
        window.actions_["quit"].trigger()

    QTimer.singleShot(0, begin)
    status = program.run([articles])
    return status if state["done"] else 4


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
