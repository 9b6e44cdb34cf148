"""Starts the window and wires it. `run` is what the command line calls; `python -m desktop.app` is the same with its own options."""

from __future__ import annotations

import argparse
import gc
import logging
import os
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from desktop.platform.log import log_qt_messages, nameless, write_log
from desktop.work.worker import WorkerProcess
from geo.assets import sample_folder

if TYPE_CHECKING:
    from desktop.main_window import MainWindow

_started = time.perf_counter()
log = logging.getLogger("dateline")

PICTURE_SIZE = (1440, 900)
PICTURE_TIMEOUT_MS = 180_000  # the gazetteer may have to be compiled first
SETTLE_MS = 900  # after the map is painted: labels fade in, the view glides to the selected event


def run(
    paths: Sequence[Path],
    *,
    screenshot: Path | None = None,
    gazetteers: Sequence[Path] = (),
    added: bool = True,
    dark: bool = False,
    size: tuple[int, int] = PICTURE_SIZE,
) -> int:
    """Opens the window on a project file or on articles, and returns its exit status when it is closed.

    With `screenshot` a picture of the window is written there once the map is painted, and the window closes; `dark` and
    `size` are for pictures only.
    """
    gc.disable()  # nothing that is made while starting is garbage, and looking for it takes a tenth of a second
    worker = WorkerProcess()
    paths = [Path(p) for p in paths]
    if _will_analyse(paths):
        worker.warm_up()  # before Qt is loaded: the other process loads the language model meanwhile
    try:
        return _run(worker, paths, screenshot, tuple(gazetteers), added, dark, size)
    finally:
        worker.close()


def _will_analyse(paths: Sequence[Path]) -> bool:
    """Whether articles are given that were not analysed before: projects hold their analyses, the sample's is kept."""
    return any(path.suffix.casefold() != ".gpkg" and os.path.realpath(path) != os.path.realpath(sample_folder()) for path in paths)


def _run(
    worker: WorkerProcess,
    paths: list[Path],
    screenshot: Path | None,
    gazetteers: tuple[Path, ...],
    added: bool,
    dark: bool,
    size: tuple[int, int],
) -> int:
    import shiboken6
    from PySide6.QtCore import QSettings
    from PySide6.QtWidgets import QApplication

    from desktop.kit.text_size import scale_of_system, set_text_scale
    from desktop.kit.theme import Theme, interface_font, program_icon
    from desktop.main_window import MainWindow
    from desktop.platform.settings import Settings, data_folder
    from desktop.session import Library, Session, unsaved_projects
    from desktop.views.map_view import register_scheme
    from geo import own_folder
    from geo.errors import ExportError, GeoError
    from geo.export.kinds import Kind
    from geo.pipeline import refuse_inputs, replaced_kind

    if screenshot is not None:
        try:
            refuse_inputs(screenshot, [*paths, *gazetteers])
            if (there := replaced_kind(screenshot, Kind.PICTURE)) is not None:
                raise ExportError(f"{screenshot}: there is {there} of that name. Choose another one.")
        except ExportError as error:
            print(f"dateline: {error}", file=sys.stderr)
            return 1
    register_scheme()  # says on standard error where Chromium's sandbox has to be left out
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("Dateline")
    app.setApplicationDisplayName("Dateline")
    app.setDesktopFileName("dateline")
    set_text_scale(scale_of_system())
    app.setFont(interface_font())
    app.setWindowIcon(program_icon())
    own_folder.tidy()
    write_log(*(data_folder() / name for name in own_folder.LOGS))
    log_qt_messages()
    _show_unforeseen()
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # every change is on disk already, so Ctrl+C in a terminal may end it at once

    with tempfile.TemporaryDirectory(prefix="dateline-") as scratch:
        # Qt's file dialog would write the folders that were looked at to ~/.config/QtProject.conf: here they go with the window.
        QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, scratch)
        # A picture shows the default window, not the one that its user has arranged.
        settings = Settings(Path(scratch) / "settings.json" if screenshot else None)
        theme = Theme(("dark" if dark else "light") if screenshot else settings.appearance)
        session = Session(Library(data_folder(), gazetteers, added), settings, worker)
        leftovers = unsaved_projects(data_folder())
        # Before the window is built, so that the library works meanwhile; what it says waits for the event loop.
        session.warm_up()
        if not paths and settings.first_run and not leftovers:
            paths = [sample_folder()]
        session.open_paths(paths)
        try:
            window = MainWindow(session, theme, settings)
        except GeoError as error:
            print(f"dateline: {error}", file=sys.stderr)
            session.close(discard=True)
            return 1
        window.views.map.firstPainted.connect(lambda: log.info("map painted %.2f s after the start", time.perf_counter() - _started))
        window.offer_recovery(leftovers)
        if screenshot is not None:
            window.resize(*size)
        window.show()
        settings.mark_seen()
        gc.freeze()
        gc.enable()
        try:
            return _picture(app, window, screenshot) if screenshot is not None else app.exec()
        finally:
            session.close()
            shiboken6.delete(window)  # now and in order: left to the interpreter's end, Chromium's parts go in a wrong one


def _picture(app: object, window: MainWindow, file: Path) -> int:
    """Waits for the map, chooses the event that most sources report, and writes a picture of the window."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    assert isinstance(app, QApplication)
    session = window.session
    failure = ["the map was not painted in time"]

    def choose() -> None:
        drawn = (e for e in session.corpus.events if any(p.precision_km < 25 for p in e.places))
        event = next(drawn, None) or next(iter(session.corpus.events), None)
        if event is not None:
            session.selector.event(event.id)
        QTimer.singleShot(SETTLE_MS, take)

    def take() -> None:
        if window.grab().save(str(file)):
            failure.clear()
        else:
            failure[:] = [f"{file} could not be written"]
        app.exit(0)  # quit() would close the window first, which asks whether to keep what was not saved

    def imported(_taken: int, _failures: int) -> None:
        if not session.corpus.articles:
            failure[:] = [" ".join(f"{f.source}: {f.message}" for f in session.intake.failures[:3]) or failure[0]]
            app.exit(0)

    window.views.map.firstPainted.connect(lambda: QTimer.singleShot(SETTLE_MS, choose))
    session.erred.connect(lambda what, why: failure.__setitem__(slice(None), [f"{what}: {why}"]))
    session.intake.over.connect(imported)
    QTimer.singleShot(PICTURE_TIMEOUT_MS, lambda: app.exit(0))
    app.exec()
    session.close(discard=True)
    if failure:
        print(f"dateline: no picture: {failure[0]}", file=sys.stderr)
    return 1 if failure else 0


def _show_unforeseen() -> None:
    """A fault of the program is written to the log and shown, one at a time; the window stays open."""
    from PySide6.QtWidgets import QApplication

    from desktop.kit.widgets import Message

    showing: list[Message] = []

    def tell(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        log.critical("unforeseen", exc_info=(kind, error, trace))
        print(nameless(error), file=sys.stderr)  # the desktop keeps what is written there, so without names too
        if showing:
            return
        details = (
            f"{kind.__name__}: {error}\n\nYour work is kept: every change is written at once. You can go on; if the window behaves "
            "oddly, close it and open it again. The log holds the details."
        )
        box = Message("Dateline met a fault of its own.", details, QApplication.activeWindow(), warning=True)
        showing.append(box)
        box.finished.connect(lambda _: showing.clear())
        box.open()

    def log_thread(arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None:
            log.critical("in a thread", exc_info=(arguments.exc_type, arguments.exc_value, arguments.exc_traceback))

    sys.excepthook = tell
    threading.excepthook = log_thread


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m desktop.app", description="Dateline's window.")
    parser.add_argument("paths", metavar="PATH", nargs="*", type=Path)
    parser.add_argument("--gazetteer", metavar="FILE", type=Path, action="append", default=[])
    parser.add_argument("--builtin-only", action="store_true")
    parser.add_argument("--screenshot", metavar="FILE", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--dark", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--size", metavar="WxH", default="{}x{}".format(*PICTURE_SIZE), help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    width, height = (int(part) for part in given.size.split("x"))
    return run(
        given.paths,
        screenshot=given.screenshot,
        gazetteers=given.gazetteer,
        added=not given.builtin_only,
        dark=given.dark,
        size=(width, height),
    )


if __name__ == "__main__":
    sys.exit(main())
