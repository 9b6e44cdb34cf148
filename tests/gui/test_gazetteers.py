"""The dialog of gazetteers: as a person adds, orders and removes them, allows a download, and resolves places again."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from data_home import make_data_home
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from desktop.kit.theme import Theme
from desktop.platform.settings import Settings
from desktop.session import Library, Session
from desktop.views.dialogs.columns import ColumnsDialog
from desktop.views.dialogs.gazetteers import GazetteersDialog
from desktop.work.worker import WorkerProcess
from geo import gazetteer as gazetteers
from geo import pipeline
from geo.gazetteer import Gazetteer
from geo.model import LonLat

from .conftest import Driver

LONG_MS = 90_000
TEXT = "Title: A strike\nDate: 2015-10-08\n\nJets bombed the village of Tallmarq on Wednesday, the Observatory said. Nobody was hurt."


def dump(*rows: tuple[int, str, float, float]) -> str:
    cells = ([str(i), n, n, "", str(lat), str(lon), "P", "PPL", "SY", *[""] * 5, "0", "", "0", "", "2026-01-01"] for i, n, lat, lon in rows)
    return "\n".join("\t".join(c) for c in cells) + "\n"


@pytest.fixture
def home(tmp_path: Path, gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch) -> Path:
    return make_data_home(tmp_path / "data", monkeypatch)


@pytest.fixture
def session(home: Path, qtbot: QtBot) -> Iterator[Session]:
    """A session with the user's own gazetteers, in a data folder of the test's."""
    worker = WorkerProcess()
    session = Session(Library(home, added=True), Settings(home / "settings.json"), worker)
    yield session
    session.close(discard=True)
    worker.close()


@pytest.fixture
def dialog(session: Session, qtbot: QtBot) -> GazetteersDialog:
    made = GazetteersDialog(session, Theme("light"))
    qtbot.addWidget(made)
    made.show()
    settle(qtbot, session)
    return made


def settle(qtbot: QtBot, session: Session) -> None:
    qtbot.waitUntil(lambda: not session.gazetteers.busy and not session.jobs.running and not session.intake.busy, timeout=LONG_MS)


def shown(dialog: GazetteersDialog) -> list[tuple[str, str]]:
    items = (dialog.view.topLevelItem(i) for i in range(dialog.view.topLevelItemCount()))
    return [(item.text(0), item.text(1)) for item in items if item is not None]


def click(qtbot: QtBot, widget: object) -> None:
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)  # type: ignore[arg-type]


def test_a_dump_is_added_ordered_and_removed(dialog: GazetteersDialog, session: Session, qtbot: QtBot, tmp_path: Path) -> None:
    assert [name for name, _ in shown(dialog)] == ["Built in"]
    assert not dialog.remove.isEnabled()
    file = tmp_path / "XX.txt"
    file.write_text(dump((9_900_001, "Tallmarq", 35.9, 36.4)), encoding="utf-8")
    dialog.add_file(file)
    assert dialog.progress.isVisible()
    settle(qtbot, session)
    assert [name for name, _ in shown(dialog)] == ["Built in", "XX"]
    assert shown(dialog)[1][1] == "1"
    assert dialog.view.currentItem().text(0) == "XX"
    assert "CC BY 4.0" in dialog.view.currentItem().text(3)
    with qtbot.waitSignal(session.gazetteers.found, timeout=LONG_MS) as found:
        session.gazetteers.search("Tallmarq")
    assert [c.place.id for c in found.args[1]][:1] == ["geonames:9900001"]
    click(qtbot, dialog.up)
    settle(qtbot, session)
    assert [name for name, _ in shown(dialog)] == ["XX", "Built in"]
    assert not dialog.up.isEnabled()
    assert dialog.down.isEnabled()
    click(qtbot, dialog.remove)
    box = dialog.findChild(QMessageBox)
    assert box is not None
    click(qtbot, box.button(QMessageBox.StandardButton.Yes))
    settle(qtbot, session)
    assert [name for name, _ in shown(dialog)] == ["Built in"]
    assert gazetteers.listed() == ()


def test_a_wrong_file_is_told_and_the_list_stays(dialog: GazetteersDialog, session: Session, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "article.txt"
    file.write_text("Strikes hit two towns.\n", encoding="utf-8")
    with qtbot.waitSignal(session.gazetteers.erred, timeout=LONG_MS) as told:
        dialog.add_file(file)
    assert "article.txt" in told.args[1]
    settle(qtbot, session)
    assert [name for name, _ in shown(dialog)] == ["Built in"]


def test_columns_of_a_table_are_shown_and_chosen(qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "villages.csv"
    file.write_text("Ort,auch,PCODE,Y,X\nTallmarq,<b>Marq</b>,SY99,35.9,36.4\n", encoding="utf-8")
    dialog = ColumnsDialog(gazetteers.preview_table(file))
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.preview.topLevelItem(0).text(1) == "<b>Marq</b>"
    assert dialog.one["lat"].currentData() == "Y"
    assert dialog.several["id"].chosen() == ("PCODE",)
    assert not dialog.accept_.isEnabled()
    assert "name" in dialog.told.text()
    dialog.one["name"].setCurrentIndex(dialog.one["name"].findData("Ort"))
    assert dialog.accept_.isEnabled()
    dialog.several["names"].choices["auch"].trigger()
    dialog.fixed_country.setCurrentIndex(dialog.fixed_country.findData("SY"))
    assert dialog.preview.headerItem().text(0) == "Ort\n→ name"
    found = dialog.columns()
    assert (found["name"], found["names"], found["country"]) == (("Ort",), ("auch",), ("=SY",))
    dialog.name.clear()
    assert not dialog.accept_.isEnabled()


def test_a_table_is_added_with_its_columns(
    dialog: GazetteersDialog, session: Session, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer(asked: ColumnsDialog) -> int:
        asked.licence.setText("Our own, CC0")
        asked.name.setText("villages")
        return int(ColumnsDialog.DialogCode.Accepted)

    monkeypatch.setattr(ColumnsDialog, "exec", answer)
    file = tmp_path / "places.geojson"
    feature = {
        "type": "Feature",
        "properties": {"name": "Tallmarq", "PCODE": "SY99"},
        "geometry": {"type": "Point", "coordinates": [36.4, 35.9]},
    }
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    dialog.add_file(file)
    qtbot.waitUntil(lambda: len(shown(dialog)) == 2, timeout=LONG_MS)
    assert dialog.view.topLevelItem(1).text(3) == "Our own, CC0"
    (added,) = gazetteers.listed()
    assert (added.name, added.places) == ("villages", 1)


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    """GeoNames as far as this needs it, on this machine."""
    content, asked = BytesIO(), list[str]()
    with ZipFile(content, "w") as archive:
        archive.writestr("SY.txt", dump((9_900_001, "Tallmarq", 35.9, 36.4)))

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            if self.path != "/SY.zip":
                self.send_error(404)
                return
            self.send_response(200)
            self.send_header("Content-Length", str(len(content.getvalue())))
            self.end_headers()
            self.wfile.write(content.getvalue())

        def log_message(self, format: str, *args: object) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=http.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{http.server_address[1]}/", asked
    http.shutdown()
    http.server_close()


def test_nothing_is_downloaded_before_the_user_allows_it(
    monkeypatch: pytest.MonkeyPatch, server: tuple[str, list[str]], home: Path, session: Session, qtbot: QtBot
) -> None:
    address, asked = server
    monkeypatch.setenv("DATELINE_GEONAMES", address)
    dialog = GazetteersDialog(session, Theme("light"))
    qtbot.addWidget(dialog)
    dialog.show()
    settle(qtbot, session)
    assert not dialog.allow.isChecked()
    assert not dialog.country.isEnabled()
    assert not dialog.download.isEnabled()
    with qtbot.waitSignal(session.gazetteers.erred) as told:
        session.gazetteers.download("SY")
    assert "Allow downloads" in told.args[1]
    assert asked == []
    dialog.allow.click()
    assert session.settings.allow_downloads
    assert not dialog.download.isEnabled()
    dialog.country.setEditText("sy")
    assert dialog.download.isEnabled()
    click(qtbot, dialog.download)
    settle(qtbot, session)
    assert [name for name, _ in shown(dialog)] == ["Built in", "SY"]
    assert asked[0] == "/SY.zip"
    assert Settings(home / "settings.json").allow_downloads


def test_stale_places_are_marked_and_resolved_again(
    dialog: GazetteersDialog, session: Session, qtbot: QtBot, tmp_path: Path, make_project: Callable[[str], None]
) -> None:
    make_project(TEXT)
    assert not dialog.stale.isVisible()
    before = next(iter(session.corpus.analyses.values()))
    assert [r.place for r, m in zip(before.resolutions, before.mentions, strict=True) if m.text == "Tallmarq"] == [None]
    file = tmp_path / "XX.txt"
    file.write_text(dump((9_900_001, "Tallmarq", 35.9, 36.4)), encoding="utf-8")
    dialog.add_file(file)
    settle(qtbot, session)
    assert dialog.stale.isVisible()
    assert dialog.stale_words.text().startswith("1 place name in 1 article")
    assert "XX" in dialog.stale_words.toolTip()
    click(qtbot, dialog.resolve)
    settle(qtbot, session)
    after = next(iter(session.corpus.analyses.values()))
    found = [r.place for r, m in zip(after.resolutions, after.mentions, strict=True) if m.text == "Tallmarq"]
    assert [p.id if p else None for p in found] == ["geonames:9900001"]
    assert not dialog.stale.isVisible()


@pytest.fixture
def make_project(session: Session, qtbot: QtBot, tmp_path: Path) -> Callable[[str], None]:
    def make(text: str) -> None:
        file = tmp_path / "article.txt"
        file.write_text(text, encoding="utf-8")
        session.warm_up()
        session.intake.take_in([file])
        settle(qtbot, session)
        assert session.corpus.articles

    return make


def test_what_has_moved_or_gone_is_stale_and_what_a_person_placed_is_not(
    gazetteer: Gazetteer, tell: Callable[..., tuple[object, object]]
) -> None:
    _, analysis = tell("Rebels shelled Hama on Thursday.")
    assert pipeline.stale([analysis], gazetteer) == ()
    (resolution,) = analysis.resolutions
    assert resolution.place is not None
    old = replace(analysis, gazetteers=("builtin@other",))
    assert pipeline.stale([old], gazetteer) == ()

    def with_place(**changes: object) -> object:
        return replace(old, resolutions=(replace(resolution, place=replace(resolution.place, **changes)),))

    (moved,) = pipeline.stale([with_place(position=LonLat(36.0, 35.0))], gazetteer)
    assert "another position" in moved.why
    (gone,) = pipeline.stale([with_place(id="geonames:-5", gazetteer="SY")], gazetteer)
    assert gone.why == "SY was removed"
    (renamed,) = pipeline.stale([with_place(name="Hamah of old")], gazetteer)
    assert "calls it" in renamed.why
    by_hand = replace(old, resolutions=(replace(resolution, by_person=True, place=replace(resolution.place, name="x")),))
    assert pipeline.stale([by_hand], gazetteer) == ()


def test_villages_that_no_gazetteer_has_are_told_of_once_with_the_way_to_get_them(
    make_driver: Callable[..., Driver], gazetteer: Gazetteer, tmp_path: Path
) -> None:
    file = tmp_path / "strike.txt"
    file.write_text("Date: 2015-10-08\n\nJets bombed the village of Tall Zarwan in Hama province, Syria, on Wednesday.", encoding="utf-8")
    taken = pipeline.take_in([file], gazetteer)
    driver = make_driver()
    strip = driver.window.views.villages
    driver.take_in((taken.articles, taken.analyses))
    assert strip.isVisible()
    assert "Syria: 1 place of an event is in no gazetteer that is open (Tall Zarwan)" in strip.text()
    strip.acted.emit()
    dialog = driver.window.findChild(GazetteersDialog)
    assert dialog is not None
    assert dialog.country.currentData() == "SY"
    assert not dialog.download.isEnabled()  # until the user allows it
    dialog.accept()
    assert not strip.isVisible()
    again = make_driver(driver.home)
    again.take_in((taken.articles, taken.analyses))
    assert not again.window.views.villages.isVisible()
