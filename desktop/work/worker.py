"""Does the library's long work in a process of its own, so that the window's interpreter stays free.

A thread would hold the interpreter while it computes and make the window stall; a process does not. The parent sends
requests, the child answers with progress and, one by one so that no message is large, with articles and analyses.
Both ends are this file. The child reads no article itself: its worker does, within limits. Nothing here knows Qt.
"""

from __future__ import annotations

import contextlib
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

from desktop.platform.log import log_to_standard_error
from geo.errors import ArticleError, Cancelled, GeoError
from geo.model import Analysis, Article, Failure, IsCancelled, OnProgress
from geo.pipeline.messages import receive, send

if TYPE_CHECKING:
    from geo.pipeline import Worker

log = logging.getLogger(__name__)

CANCEL_PATIENCE_S = 5.0  # after this the child is ended by force; it writes nothing, so nothing can be half-written
POLL_S = 0.05


@dataclass(frozen=True, slots=True)
class Request:
    """`gazetteers` are files named by the user; `added` says whether those added for good are used too.

    `known` are the articles that the project holds already; their texts are not needed and may be left empty.
    """

    inputs: tuple[Path, ...]
    gazetteers: tuple[Path, ...] = ()
    added: bool = True
    known: tuple[Article, ...] = ()


@dataclass(frozen=True, slots=True)
class TakenIn:
    articles: tuple[Article, ...]
    analyses: tuple[Analysis, ...]
    failures: tuple[Failure, ...]


@dataclass(frozen=True, slots=True)
class GazetteerTask:
    """A change of the user's gazetteers: `what` is add, download, remove or prefer."""

    what: str
    file: Path | None = None
    name: str | None = None
    columns: dict[str, tuple[str, ...]] | None = None
    licence: str | None = None
    address: str | None = None
    order: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PurgeTask:
    """What is to be removed from a project for good, or with `look` only to be shown. `chosen` are keys of places."""

    project: Path
    articles: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    chosen: frozenset[str] = frozenset()
    remember: bool = False
    folder: Path | None = None  # Dateline's own
    gazetteers: tuple[Path, ...] = ()
    added: bool = True
    look: bool = False


Task = Request | GazetteerTask | PurgeTask


class WorkerProcess:
    """The parent's end. `take_in` blocks: call it from a job's thread, one call at a time."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def warm_up(self) -> None:
        """Starts the child, which loads the language model while the window is being built."""
        if self._child is None or self._child.poll() is not None:
            self._child = _start()

    def prepare(self, request: Request, on_progress: OnProgress, cancelled: IsCancelled) -> None:
        """Compiles the gazetteers that need it, which takes long at first use. Raises Cancelled, GeoError."""
        self._ask("prepare", request, on_progress, cancelled)

    def take_in(self, request: Request, on_progress: OnProgress, cancelled: IsCancelled) -> TakenIn:
        """Articles and analyses of the inputs. Raises Cancelled, GeoError."""
        return self._ask("take in", request, on_progress, cancelled)

    def resolve_again(self, request: Request, on_progress: OnProgress, cancelled: IsCancelled) -> TakenIn:
        """New analyses of the articles in `known`, which must come with their texts. Raises Cancelled, GeoError."""
        return self._ask("resolve again", request, on_progress, cancelled)

    def change_gazetteers(self, task: GazetteerTask, on_progress: OnProgress, cancelled: IsCancelled) -> None:
        """Adds, downloads, removes or orders gazetteers. Raises Cancelled, GeoError."""
        self._ask("gazetteers", task, on_progress, cancelled)

    def purge(self, task: PurgeTask, on_progress: OnProgress, cancelled: IsCancelled) -> Any:
        """Removes for good, and gives the PurgeReport; with `look` the PurgePreview. Raises Cancelled, GeoError."""
        return self._ask("purge", task, on_progress, cancelled)

    def _ask(self, what: str, request: Task, on_progress: OnProgress, cancelled: IsCancelled) -> Any:
        with self._lock:
            self.warm_up()
            child = self._child
            assert child is not None
            assert child.stdin is not None
            assert child.stdout is not None
            done = threading.Event()
            watch = threading.Thread(target=_watch_cancel, args=(child, cancelled, done), daemon=True)
            try:
                send(child.stdin, (what, request))
                watch.start()
                return _receive_all(child.stdout, on_progress)
            except (EOFError, OSError, ValueError) as error:
                self._child = None
                if cancelled():
                    raise Cancelled("The import was cancelled.") from error
                raise GeoError(
                    "The program that analyses articles ended unexpectedly. Try again with fewer articles; the log says more."
                ) from error
            finally:
                done.set()

    def close(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        assert child.stdin is not None
        with contextlib.suppress(OSError):
            child.stdin.close()  # the child ends when its input does
        try:
            child.wait(0.5)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait(2)


def _start() -> subprocess.Popen[bytes]:
    root = str(Path(__file__).resolve().parents[2])
    paths = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH", "")]))
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "desktop.work.worker"],  # -P: what lies in the working folder is no part of the program
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": paths},
    )


def _watch_cancel(child: subprocess.Popen[bytes], cancelled: IsCancelled, done: threading.Event) -> None:
    while not done.wait(POLL_S):
        if cancelled():
            assert child.stdin is not None
            with contextlib.suppress(OSError, ValueError):  # it has ended, or is being closed
                send(child.stdin, ("cancel", None))
            if not done.wait(CANCEL_PATIENCE_S):
                child.kill()
            return


def _receive_all(source: Any, on_progress: OnProgress) -> Any:
    """What was taken in, or the result of another task."""
    articles: list[Article] = []
    analyses: list[Analysis] = []
    failures: tuple[Failure, ...] = ()
    while True:
        what, content = receive(source)
        if what == "progress":
            on_progress(*content)
        elif what == "article":
            articles.append(content)
        elif what == "analysis":
            analyses.append(content)
        elif what == "failures":
            failures = content
        elif what == "result":
            return content
        elif what == "done":
            return TakenIn(tuple(articles), tuple(analyses), failures)
        elif what == "cancelled":
            raise Cancelled("The import was cancelled.")
        elif what == "error":
            raise _as_error(content)


def _as_error(content: tuple[str, str]) -> GeoError:
    kind, message = content
    if kind == "GeoError":
        return GeoError(message)
    return GeoError(f"The analysis failed ({kind}: {message}). The log holds the details; please report it.")


# --- the child ---------------------------------------------------------------------------------------------------


def serve() -> None:
    """Answers requests on standard input until it ends."""
    source = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get between the messages
    requests: list[tuple[str, Task]] = []
    arrived = threading.Condition()
    cancel = threading.Event()
    ended = threading.Event()

    def listen() -> None:
        with contextlib.suppress(EOFError, OSError):
            while True:
                what, content = receive(source)
                if what == "cancel":
                    cancel.set()
                    continue
                with arrived:
                    cancel.clear()
                    requests.append((what, content))
                    arrived.notify()
        ended.set()
        cancel.set()
        with arrived:
            arrived.notify()

    log_to_standard_error()
    threading.Thread(target=listen, daemon=True).start()
    from geo.pipeline import Worker

    with Worker() as worker:
        while True:
            with arrived:
                arrived.wait_for(lambda: bool(requests) or ended.is_set())
                if not requests:
                    return
                what, request = requests.pop(0)
            with contextlib.suppress(BrokenPipeError):
                _answer(what, request, answers, cancel, worker)


def _changed_gazetteers(task: GazetteerTask, on_progress: OnProgress, cancelled: IsCancelled) -> None:
    from geo import gazetteer

    if task.what == "add" and task.file is not None:
        gazetteer.add(task.file, name=task.name, columns=task.columns, licence=task.licence, on_progress=on_progress, cancelled=cancelled)
    elif task.what == "download" and task.name is not None:
        gazetteer.add_country(task.name, address=task.address, on_progress=on_progress, cancelled=cancelled)
    elif task.what == "remove" and task.name is not None:
        gazetteer.remove(task.name)
    else:
        gazetteer.prefer(task.order)


def _purged(task: PurgeTask, on_progress: OnProgress, cancelled: IsCancelled) -> object:
    from geo import gazetteer, pipeline

    if task.look:
        return pipeline.purge_preview(task.project, task.articles, task.names, folder=task.folder)
    with contextlib.closing(gazetteer.open_default(extra=task.gazetteers, added=task.added, on_progress=on_progress)) as places:
        return pipeline.purge(
            task.project,
            places,
            task.articles,
            task.names,
            chosen=task.chosen,
            remember=task.remember,
            folder=task.folder,
            on_progress=on_progress,
            cancelled=cancelled,
        )


def _answer(asked: str, request: Task, answers: IO[bytes], cancel: threading.Event, worker: Worker) -> None:
    from geo import gazetteer, pipeline

    def on_progress(done: int, total: int, what: str) -> None:
        send(answers, ("progress", (done, total, what)))

    try:
        # Asked by name: what was sent is of the module's class, which here is not that of the program that runs.
        if asked == "gazetteers":
            _changed_gazetteers(cast(GazetteerTask, request), on_progress, cancel.is_set)
            send(answers, ("done", None))
            return
        if asked == "purge":
            send(answers, ("result", _purged(cast(PurgeTask, request), on_progress, cancel.is_set)))
            return
        request = cast(Request, request)
        places = gazetteer.open_default(extra=request.gazetteers, added=request.added, on_progress=on_progress)
        with contextlib.closing(places):
            if asked == "prepare":
                taken = TakenIn((), (), ())
            elif asked == "resolve again":
                failures: list[Failure] = []
                analyses = pipeline.resolve_again(
                    request.known, places, on_progress=on_progress, cancelled=cancel.is_set, worker=worker, on_failure=failures.append
                )
                taken = TakenIn((), analyses, tuple(failures))
            else:
                found = pipeline.take_in(
                    request.inputs, places, on_progress=on_progress, cancelled=cancel.is_set, known=request.known, worker=worker
                )
                taken = TakenIn(found.articles, found.analyses, found.failures)
    except Cancelled:
        send(answers, ("cancelled", None))
    except ArticleError as error:
        send(answers, ("failures", (Failure(error.path, f"{error.reason}. {error.remedy}"),)))
        send(answers, ("done", None))
    except GeoError as error:
        send(answers, ("error", ("GeoError", str(error))))
    except Exception as error:  # a border: the parent must hear of everything
        log.error("analysis failed", exc_info=True)
        send(answers, ("error", (type(error).__name__, str(error))))
    else:
        _send_all(answers, "article", taken.articles)
        _send_all(answers, "analysis", taken.analyses)
        send(answers, ("failures", tuple(taken.failures)))
        send(answers, ("done", None))


def _send_all(answers: IO[bytes], what: str, things: Sequence[object]) -> None:
    for thing in things:
        send(answers, (what, thing))


if __name__ == "__main__":
    serve()
