"""What commands write: results to standard output, messages to standard error, neither of them ever steering a terminal."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import sys
from collections.abc import Callable
from typing import Any

from geo.errors import GeoError
from geo.safe_text import terminal_line


class OutputError(GeoError):
    """Standard output cannot be written to."""


def prepare_streams() -> None:
    """Make sure that no file which is opened later becomes standard output or error, and that no name stops a message."""
    if None in (sys.stdin, sys.stdout, sys.stderr):  # closed by who called
        while (handle := os.open(os.devnull, os.O_RDWR)) <= 2:
            pass
        os.close(handle)
    if sys.stderr is None:  # pyright: ignore[reportUnnecessaryComparison] - print() would take standard output in its place
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115 - for as long as the program runs
    reconfigure(sys.stdout, errors="backslashreplace")


def record(value: Any) -> None:
    """One line of JSON in UTF-8, exact: half a character is an escape of JSON. Raises OutputError."""
    if (getattr(sys.stdout, "encoding", None) or "utf-8").lower() != "utf-8":  # a stream put in its place may have none
        reconfigure(sys.stdout, encoding="utf-8", errors="backslashreplace")
    _write(json.dumps(value, ensure_ascii=False))


def row(text: str) -> None:
    """One line of a table. Raises OutputError."""
    _write(terminal_line(text))


def help_text(text: str) -> None:
    """Dateline's own words, of several lines. Raises OutputError."""
    _write(text.rstrip("\n"))


def say(text: str) -> None:
    """One message on standard error. Where nobody can read it the work goes on."""
    with contextlib.suppress(OSError, ValueError):
        print(terminal_line(text), file=sys.stderr, flush=True)


def finish() -> None:
    """Bring out what is held back. Raises OutputError."""
    if sys.stdout is not None:  # pyright: ignore[reportUnnecessaryComparison]
        try:
            sys.stdout.flush()
        except (OSError, ValueError) as cause:
            raise _cannot(cause) from cause


def abandon() -> None:
    """After an OutputError: nothing more is tried at standard output, not even when the program ends."""
    if sys.stdout is sys.__stdout__:
        with contextlib.suppress(OSError, ValueError, AttributeError):
            handle = os.open(os.devnull, os.O_WRONLY)
            os.dup2(handle, sys.stdout.fileno())
            os.close(handle)


def reconfigure(stream: object, **how: str) -> None:
    """Change encoding or handling of errors, where the stream is one that can; one put in its place cannot."""
    change: Callable[..., None] | None = getattr(stream, "reconfigure", None)
    if change is not None:
        change(**how)


def _write(line: str) -> None:
    if sys.stdout is None:  # pyright: ignore[reportUnnecessaryComparison]
        raise OutputError("standard output is closed, so the result cannot be written. Give it a file or a pipe.")
    try:
        print(line, flush=True)
    except (OSError, ValueError) as cause:
        raise _cannot(cause) from cause


def _cannot(cause: Exception) -> OutputError:
    if isinstance(cause, BrokenPipeError):
        return OutputError("standard output was closed before everything was written: what reads it has ended. The rest is left out.")
    if isinstance(cause, OSError):
        remedy = "Make room on the disk." if cause.errno in (errno.ENOSPC, errno.EDQUOT) else "Give it another file."
        return OutputError(f"standard output cannot be written ({cause.strerror or cause}). {remedy}")
    return OutputError(f"standard output cannot be written ({cause}). Give it another file.")
