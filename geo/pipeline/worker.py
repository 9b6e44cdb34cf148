"""Reads files and analyses articles in a process of its own, within limits of time and memory: a poisoned article costs itself only.

The parent hands over one file or one article at a time and takes what comes back. Where the process ends, because the system
stopped it at a limit or because a library crashed, that file or article is named and left out, and a new process goes on.

Processor time is limited by a timer of the system, which stops even a library that never comes back to Python, and memory by
the limit of the address space. macOS enforces no such limit, and Windows has neither: there the parent's watch on the clock remains.

A worker reads one thing at a time; whoever wants to read several at once keeps several workers.
"""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, cast

from geo.articles import read_file
from geo.errors import ArticleError, Cancelled, GeoError
from geo.gazetteer import Gazetteer
from geo.model import Analysis, Article, Failure, IsCancelled
from geo.pipeline.allowances import Allowance, for_article, for_file
from geo.pipeline.analysis import analysed, warm_up
from geo.pipeline.messages import receive, send
from geo.safe_text import encodable

POLL_S = 0.05
# Over its processor time a worker is stopped by the system. The clock is for one that waits, on a dead network drive or for memory.
CLOCK_PER_CPU, CLOCK_SLACK_S = 10.0, 120.0
END_PATIENCE_S = 0.5
_WHAT_TO_DO = "Look at it in a text editor: split it, or take out what is no text."
_ENDED, _MEMORY = "ended", "memory"


class OverLimit(ArticleError):
    """Reading a file or an article took more time or memory than its size allows, or ended the process that read it."""

    def __init__(self, what: Path | str, why: str) -> None:
        super().__init__(what, f"{why}; left out", _WHAT_TO_DO)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file of so many bytes and an article of so many characters may cost."""

    of_file: Callable[[int], Allowance] = for_file
    of_article: Callable[[int], Allowance] = for_article


class Worker:
    """The parent's end. The process is started at once, since its models load while the parent is still busy; use it as a context."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._child: _Child | None = None
        self.start()

    def start(self) -> None:
        """Have a process ready."""
        if self._child is None:
            self._child = _Child()
            self._process_id = self._child.process_id

    def read_file(self, path: Path, base: Path | None, cancelled: IsCancelled | None = None) -> Iterator[Article | ArticleError]:
        """What a file holds, as `geo.articles.read_file`; OverLimit comes last where the rest of the file was not read.

        Raises ArticleError, Cancelled.
        """
        try:
            size = path.stat().st_size
        except OSError:
            size = 0  # the reader says what is wrong with it
        allowance = self._limits.of_file(size)
        for what, content in self._answers(("read", (path, base, allowance)), path, allowance, cancelled):
            if what == "found":
                yield content
            elif what == "unread":
                yield ArticleError(*content)

    def analyse(self, article: Article, gazetteer: Gazetteer, cancelled: IsCancelled | None = None) -> tuple[Analysis, Failure | None]:
        """The analysis of an article, with the fault of the program where it failed. Raises OverLimit, Cancelled, GeoError."""
        allowance = self._limits.of_article(len(article.text))
        task = ("analyse", (article, gazetteer.paths, allowance))
        return next(content for what, content in self._answers(task, article.id, allowance, cancelled) if what == "analysed")

    @property
    def process_id(self) -> int:
        """That of the process that reads, or read last."""
        return self._process_id

    def close(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.end()

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None) -> None:
        self.close()

    def _answers(
        self, task: tuple[str, object], named: Path | str, allowance: Allowance, cancelled: IsCancelled | None
    ) -> Iterator[tuple[str, Any]]:
        self.start()
        child = self._child
        assert child is not None
        finished = False
        try:
            child.ask(task)
            while True:
                what, content = child.answer(CLOCK_SLACK_S + CLOCK_PER_CPU * allowance.cpu_s, cancelled)
                if what == "done":
                    finished = True
                    return
                if what == "error":
                    finished = True
                    raise GeoError(content)
                if what in (_ENDED, _MEMORY):
                    raise OverLimit(named, _why(what, content, allowance))
                if what == "analysed":
                    finished = True  # nothing follows it
                yield what, content
        finally:
            if not finished:  # lost, over its limit, cancelled, or left in the middle of a file
                self._child = None
                child.kill()


def _why(what: str, code: int | None, allowance: Allowance) -> str:
    if what == _MEMORY:
        return f"reading it needed more than {allowance.memory_bytes / 1e6:,.0f} MB of memory"
    if code is None:
        return f"reading it made no progress for {CLOCK_SLACK_S + CLOCK_PER_CPU * allowance.cpu_s:,.0f} s"
    if code == -getattr(signal, "SIGPROF", 0):
        return f"reading it took more than {allowance.cpu_s:,.0f} s of processor time"
    if code == -getattr(signal, "SIGKILL", 0):
        return "the system stopped its reading, which it does where memory runs out"
    return f"reading it ended the program that reads (status {code})"


class _Child:
    """A running process with the messages that came from it."""

    def __init__(self) -> None:
        root = str(Path(__file__).resolve().parents[2])
        paths = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH", "")]))
        self._process = subprocess.Popen(
            # -P: what lies in the folder where the user works is no part of the program.
            [sys.executable, "-P", "-c", "from geo.pipeline.worker import serve; serve()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": paths},
        )
        self._arrived: queue.SimpleQueue[tuple[str, Any]] = queue.SimpleQueue()
        threading.Thread(target=self._listen, daemon=True).start()

    @property
    def process_id(self) -> int:
        return self._process.pid

    def _listen(self) -> None:
        source = self._process.stdout
        assert source is not None
        with contextlib.suppress(EOFError, OSError, ValueError):
            while True:
                self._arrived.put(receive(source))
        self._arrived.put((_ENDED, self._process.wait()))

    def ask(self, task: tuple[str, object]) -> None:
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):  # it has ended, which the answer tells
            send(self._process.stdin, task)

    def answer(self, patience_s: float, cancelled: IsCancelled | None) -> tuple[str, Any]:
        """The next message; ("ended", status) where the process is gone, with None where it said nothing for so long. Raises Cancelled."""
        until = time.monotonic() + patience_s
        while True:
            with contextlib.suppress(queue.Empty):
                return self._arrived.get(timeout=POLL_S)
            if cancelled is not None and cancelled():
                raise Cancelled("Cancelled; nothing was kept.")
            if time.monotonic() > until:
                return _ENDED, None

    def kill(self) -> None:
        self._process.kill()
        self._close()

    def end(self) -> None:
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):
            self._process.stdin.close()  # it ends when its input does
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(END_PATIENCE_S)
        self.kill()

    def _close(self) -> None:
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):
                if pipe is not None:
                    pipe.close()


# --- the child ---------------------------------------------------------------------------------------------------


def serve() -> None:
    """Do the tasks that come on standard input until it ends."""
    source, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get between the messages
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent gets it too, and says what is to end
    tasks: queue.SimpleQueue[tuple[str, Any]] = queue.SimpleQueue()

    def listen() -> None:
        with contextlib.suppress(EOFError, OSError):
            while True:
                tasks.put(receive(source))
        os._exit(0)  # whatever is being read, nobody waits for it

    threading.Thread(target=listen, daemon=True).start()
    with contextlib.suppress(GeoError):  # a missing model is told where it is needed
        warm_up()
    places: tuple[Sequence[Path], Gazetteer] | None = None
    while True:
        what, content = tasks.get()
        try:
            if what == "read":
                path, base, allowance = cast("tuple[Path, Path | None, Allowance]", content)
                with _limited(allowance):
                    for found in read_file(path, base):
                        unread = isinstance(found, ArticleError)
                        send(answers, ("unread", (found.path, found.reason, found.remedy)) if unread else ("found", found))
            else:
                article, paths, allowance = cast("tuple[Article, tuple[Path, ...], Allowance]", content)
                if places is None or places[0] != paths:
                    places = paths, Gazetteer.open(paths)
                with _limited(allowance):
                    result = analysed(article, places[1])
                send(answers, ("analysed", result))
                continue
        except MemoryError:
            send(answers, (_MEMORY, None))
            os._exit(1)  # what is left of the heap is not trusted
        except ArticleError as error:
            send(answers, ("unread", (error.path, error.reason, error.remedy)))
        except GeoError as error:
            send(answers, ("error", str(error)))
            continue
        except Exception as error:  # a border: the parent must hear of everything
            cause = f"{type(error).__name__}: {error}"
            if what != "read":
                send(answers, ("error", f"Reading failed ({cause}). Please report it."))
                continue
            # A fault of a reader must not cost the user the other articles.
            send(
                answers,
                ("unread", (encodable(str(content[0])), f"it cannot be read, by a fault of Dateline ({cause})", "Please report it.")),
            )
        send(answers, ("done", None))


@contextlib.contextmanager
def _limited(allowance: Allowance) -> Generator[None]:
    """The system's limits round a task. Over the time it ends this process; over the memory a MemoryError is raised."""
    timer = getattr(signal, "setitimer", None)
    if timer is not None:
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        timer(signal.ITIMER_PROF, allowance.cpu_s)
    try:
        with _limited_memory(allowance.memory_bytes):
            yield
    finally:
        if timer is not None:
            timer(signal.ITIMER_PROF, 0)


@contextlib.contextmanager
def _limited_memory(more_bytes: int) -> Generator[None]:
    try:
        import resource

        held = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        before = resource.getrlimit(resource.RLIMIT_AS)
        most = held + more_bytes
        resource.setrlimit(resource.RLIMIT_AS, (most if before[1] == resource.RLIM_INFINITY else min(most, before[1]), before[1]))
    except (ImportError, OSError, ValueError):
        yield
        return
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)
