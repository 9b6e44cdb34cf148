"""The log: when, what sort of thing and where in the program; never a place, a file, a person or a word of an article.

Whoever gets hold of it, or is sent it with a report, learns nothing of what was worked on. So what is logged is the constant
text of the call and numbers; an exception is told by its class and the lines of code, since its message names what it is about.
"""

from __future__ import annotations

import contextlib
import logging
import os
import re
import traceback
from collections.abc import Sequence
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from geo.files import private_opener

log = logging.getLogger(__name__)

FIRST_LINE = "# Dateline's log: no names of places, files or people stand in it.\n"
_OWN = ("dateline", "desktop", "geo", "__main__")
_CATEGORY = re.compile(r"[A-Za-z][\w.-]{0,60}", re.ASCII)  # "qt.qpa.wayland"
_SENDER = re.compile(r"Q[A-Za-z]{2,60}::\w{1,60}(?=[(:]|$)", re.ASCII)  # "QFont::setPointSize: Point size <= 0 (0)"
_OF_THE_PAGE = ("js",)  # what a page's own code says
_CHAIN = 8  # causes of an exception that are told


class NamelessFormatter(logging.Formatter):
    """What other packages log is told by their name and level alone: it is theirs, and may hold text of an article."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        told = logging.makeLogRecord(record.__dict__)
        told.msg, told.args = _message(record), ()
        told.exc_text = told.stack_info = None
        return super().format(told)

    def formatException(self, ei: object) -> str:  # noqa: N802 - logging calls it so
        error = ei[1] if isinstance(ei, tuple) else None
        return nameless(error) if isinstance(error, BaseException) else ""


def nameless(error: BaseException) -> str:
    """An exception, and what caused it, by class and lines of code."""
    lines: list[str] = []
    each: BaseException | None = error
    while each is not None and len(lines) < _CHAIN:
        frames = traceback.extract_tb(each.__traceback__)
        where = " < ".join(f"{'/'.join(Path(f.filename).parts[-2:])}:{f.lineno} {f.name}" for f in reversed(frames))
        lines.append(f"{'by ' if lines else ''}{type(each).__name__} at {where or 'no line'}")
        each = each.__cause__ or (None if each.__suppress_context__ else each.__context__)
    return "\n".join(lines)


def write_log(path: Path, *rotated: Path) -> None:
    """Log to a file of its owner's alone. One of an earlier version, in which names may stand, is thrown away."""
    for old in (path, *rotated):
        with contextlib.suppress(OSError):
            if _first_line(old) != FIRST_LINE:
                old.unlink()
    root = logging.getLogger()
    root.addHandler(_File(path, maxBytes=1_000_000, backupCount=1, encoding="utf-8", delay=True))
    root.handlers[-1].setFormatter(NamelessFormatter())
    root.setLevel(logging.INFO)


def log_to_standard_error() -> None:
    """For a process without a window: the desktop's own log keeps what is written there, so no names either."""
    handler = logging.StreamHandler()
    handler.setFormatter(NamelessFormatter())
    logging.getLogger().addHandler(handler)


def log_qt_messages() -> None:
    """Have Qt's own messages logged, by their category and the function that sent them: their words may quote an article."""
    from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler  # the process that reads articles has no Qt

    levels = {
        QtMsgType.QtDebugMsg: logging.DEBUG,
        QtMsgType.QtInfoMsg: logging.INFO,
        QtMsgType.QtWarningMsg: logging.WARNING,
        QtMsgType.QtCriticalMsg: logging.ERROR,
        QtMsgType.QtFatalMsg: logging.CRITICAL,
    }

    def take(kind: QtMsgType, context: QMessageLogContext, text: str | None) -> None:
        category = context.category or "default"
        sender = None if category in _OF_THE_PAGE else _SENDER.match(text or "")
        name = category if _CATEGORY.fullmatch(category) else "other"
        log.log(levels.get(kind, logging.WARNING), f"Qt, {name}{f': {sender[0]}' if sender else ''}")

    qInstallMessageHandler(take)


class _File(RotatingFileHandler):
    def _open(self) -> TextIOWrapper:
        stream = open(self.baseFilename, self.mode, encoding=self.encoding, errors="backslashreplace", opener=private_opener)  # noqa: SIM115
        if not os.fstat(stream.fileno()).st_size:
            stream.write(FIRST_LINE)
        return stream  # pyright: ignore[reportReturnType] - opened as text


def _message(record: logging.LogRecord) -> str:
    if record.name.partition(".")[0] not in _OWN:
        return "(what another package reports is left out)"
    values: Sequence[object] = record.args if isinstance(record.args, tuple) else (record.args,) if record.args else ()
    told = tuple(v if isinstance(v, int | float) else f"<{type(v).__name__}>" for v in values)
    try:
        return str(record.msg) % told if told else str(record.msg)
    except (TypeError, ValueError):
        return str(record.msg)


def _first_line(path: Path) -> str:
    with open(path, encoding="utf-8", errors="replace") as file:
        return file.readline()
