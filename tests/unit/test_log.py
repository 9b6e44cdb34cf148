"""The log keeps when, what and where in the program, and no name of a place, a file or a person."""

from __future__ import annotations

import ast
import logging
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLoggingCategory, qCritical, qCWarning, qInstallMessageHandler, qWarning

from desktop.platform.log import FIRST_LINE, log_qt_messages, write_log
from geo.errors import GeoError

ROOT = Path(__file__).parents[2]
SECRET = "Tallmarq"


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    path = tmp_path / "dateline.log"
    path.write_text(f"INFO opened /home/someone/{SECRET}.gpkg\n")
    path.chmod(0o644)
    write_log(path, tmp_path / "dateline.log.1")
    yield path
    for handler in [h for h in root.handlers if h not in before]:
        handler.close()
        root.removeHandler(handler)
    root.setLevel(level)


def test_an_exception_is_told_by_class_and_line_alone(log: Path) -> None:
    own, others = logging.getLogger("dateline"), logging.getLogger("trafilatura.core")
    try:
        try:
            raise OSError(13, "denied", f"/home/{SECRET}")
        except OSError as cause:
            raise GeoError(f"{SECRET}: cannot be read") from cause
    except GeoError as error:
        own.info("a piece of work failed", exc_info=True)
        own.warning("this came of it: %s", error)
    own.info("painted %.2f s after the start", 1.25)
    others.error("cannot parse %s", SECRET)
    written = log.read_text()
    assert SECRET not in written
    assert written.startswith(FIRST_LINE)
    assert "GeoError at unit/test_log.py:" in written
    assert "by PermissionError at unit/test_log.py:" in written
    assert "this came of it: <GeoError>" in written
    assert "painted 1.25 s after the start" in written
    assert "ERROR trafilatura.core: (what another package reports" in written
    assert stat.S_IMODE(log.stat().st_mode) == 0o600


def test_qt_s_own_messages_are_logged_without_their_words(log: Path) -> None:
    before = qInstallMessageHandler(None)
    try:
        log_qt_messages()
        qWarning(f"QFont::setPointSize: Point size <= 0 ({SECRET})")
        qCritical(f"{SECRET}::{SECRET} said so")
        qCWarning(QLoggingCategory("js"), f"QFont::{SECRET}: from the page")
        qCWarning(QLoggingCategory("qt.qpa.clipboard"), f"cannot copy {SECRET}")
    finally:
        qInstallMessageHandler(before)
    written = log.read_text()
    assert SECRET not in written
    assert "WARNING desktop.platform.log: Qt, default: QFont::setPointSize\n" in written
    assert "ERROR desktop.platform.log: Qt, default\n" in written
    assert "WARNING desktop.platform.log: Qt, js\n" in written
    assert "WARNING desktop.platform.log: Qt, qt.qpa.clipboard\n" in written


def test_what_is_logged_is_written_as_a_constant() -> None:
    """A name put into the text of a call, by an f-string say, would pass the formatter."""
    found: list[str] = []
    for file in [*(ROOT / "desktop").rglob("*.py"), *(ROOT / "geo").rglob("*.py")]:
        for call in (n for n in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if isinstance(n, ast.Call)):
            of = call.func
            if isinstance(of, ast.Attribute) and isinstance(of.value, ast.Name) and of.value.id in ("log", "logging", "logger"):
                if of.attr in ("debug", "info", "warning", "error", "critical", "exception") and not isinstance(call.args[0], ast.Constant):
                    found.append(f"{file.name}:{call.lineno}")
    assert found == []
