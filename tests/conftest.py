"""Fixtures that every folder of tests shares. Qt draws offscreen; compiled gazetteers are kept beside the tests' caches."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, nullcontext
from datetime import date
from functools import cache
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if hasattr(os, "geteuid") and os.geteuid() == 0:
    os.environ.setdefault("QTWEBENGINE_CHROMIUM_FLAGS", "--no-sandbox")
from data_home import take_over_compiled

from geo import pipeline
from geo.cli import commands
from geo.gazetteer import Gazetteer, open_default
from geo.model import Analysis, Article
from geo.own_folder import VARIABLE, data_folder
from geo.pipeline import Worker

# The user's own data folder is not touched; compiling takes its time once, not at every run.
if VARIABLE not in os.environ:
    OURS = Path(__file__).parent.parent / ".cache" / "tests" / "data"
    take_over_compiled(data_folder(), OURS)
    os.environ[VARIABLE] = str(OURS)

SHARED = Path(__file__).parent.parent.parent / "shared"

Tell = Callable[..., tuple[Article, Analysis]]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """Delete what a test of the window closed before the next one begins.

    Nothing runs an event loop after the last of them, and a page that is left for the interpreter to delete goes after its profile,
    which Qt WebEngine does not survive.
    """
    yield
    if "qtbot" in getattr(item, "fixturenames", ()):
        from PySide6.QtCore import QCoreApplication, QEvent

        for _ in range(2):  # what is deleted may leave more to delete
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            QCoreApplication.processEvents()


@pytest.fixture(scope="session")
def gazetteer() -> Iterator[Gazetteer]:
    """The built-in gazetteer alone."""
    opened = open_default(added=False)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def tell(gazetteer: Gazetteer) -> Tell:
    """Read a text as an article: `tell("Rebels shelled Hama.", published=date(2015, 10, 8))` → (article, analysis)."""

    def told(text: str, *, published: date | None = None, publisher: str | None = None, id: str = "told") -> tuple[Article, Analysis]:
        digest = hashlib.sha256(text.encode()).hexdigest()
        article = Article(id, text, digest, published=published, publisher=publisher, language="en")
        return article, pipeline.analyse(article, gazetteer)

    return told


@pytest.fixture(scope="session", autouse=True)
def one_reading_process() -> Iterator[None]:
    """Commands called in this process share one process that reads: to start one takes five seconds of processor time.

    Those started as programs, and tests/unit/test_worker.py, have their own.
    """
    surroundings = _surroundings()
    with ExitStack() as held, pytest.MonkeyPatch.context() as patch:
        shared = cache(lambda: held.enter_context(Worker()))

        def lent() -> AbstractContextManager[Worker]:
            if _surroundings() != surroundings:  # the test has changed what the process would be started with
                return Worker()
            return nullcontext(shared())

        patch.setattr(commands, "Worker", lent)
        yield


def _surroundings() -> dict[str, str]:
    """The environment but for the test's name. With another data folder a gazetteer may change under the path that is open."""
    return {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"}


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real articles and corpora, which is not part of the project."""
    if not SHARED.exists():
        pytest.skip("needs the development corpora in ../shared")
    return SHARED
