"""The window as a person has it: real map page, real gazetteer, real project files; only the home folder is the test's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QByteArray, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWebEngineCore import QWebEngineUrlScheme
from pytestqt.qtbot import QtBot

from desktop.kit.theme import Theme, interface_font
from desktop.main_window import MainWindow
from desktop.platform.settings import Settings
from desktop.session import Library, Session
from desktop.views.map_view import register_scheme
from desktop.work.worker import WorkerProcess
from geo import pipeline
from geo.gazetteer import Gazetteer
from geo.model import Analysis, Article, Span

if not QWebEngineUrlScheme.schemeByName(QByteArray(b"app")).name():
    register_scheme()  # before the QApplication is made

LONG_MS = 60_000
OBSERVATORY = "The Observatory said jets bombed the towns of Kafr Zita and Khan Shaykhun in the provinces of Hama and Idlib on Wednesday."
ARTICLES = {
    "observatory.txt": f"Title: Towns bombed\nDate: 2015-10-08\nPublisher: First Wire\n\n{OBSERVATORY} Nobody was hurt, it added.",
    "second.txt": (
        "Title: Clashes near Saraqib\nPublisher: Second Wire\n\nRebels shelled Saraqib on Thursday, the ministry said. "
        "Talks went on in Rome. Jets bombed the town of Kafr Zita on Wednesday, the Observatory said."
    ),
    "undated.txt": "Soldiers attacked Morek, residents said. Army artillery shelled Talbiseh.",
}
LAUNCH = (
    "Title: Ships fire\nDate: 2015-10-08\nPublisher: Third Wire\n\nWarships in the Caspian Sea fired 26 missiles at targets in Syria "
    "on Wednesday, the minister said. The missiles flew 1,500 kilometers, he added."
)


@pytest.fixture(scope="session")
def worker(gazetteer: Gazetteer) -> Iterator[WorkerProcess]:
    """One process for all tests: it takes seconds to start. The gazetteer is compiled by then."""
    process = WorkerProcess()
    yield process
    process.close()


@pytest.fixture
def articles_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, text in ARTICLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@dataclass
class Driver:
    """A window with what a test does to it. Everything goes through keys, clicks and menu actions."""

    window: MainWindow
    bot: QtBot
    home: Path

    @property
    def session(self) -> Session:
        return self.window.session

    def trigger(self, action: str) -> None:
        assert self.window.actions_[action].isEnabled(), f"{action} is disabled"
        self.window.actions_[action].trigger()

    def until(self, condition: Callable[[], object], timeout_ms: int = LONG_MS) -> None:
        self.bot.waitUntil(lambda: bool(condition()), timeout=timeout_ms)

    def settle(self) -> None:
        """Waits until all that was asked for is done."""
        self.until(lambda: not self.session.jobs.running and not self.session.intake.busy)

    def take_in(self, found: tuple[Sequence[Article], Sequence[Analysis]]) -> None:
        """Articles that were analysed before: for tests that are not about importing."""
        articles, analyses = found
        session = self.session
        session.queue("test", lambda _: session.library.project.add(articles, analyses), session.take)
        self.until(lambda: len(session.corpus.articles) >= len(articles))
        self.settle()

    def event_at(self, place: str) -> str:
        """Id of the first event with a place whose name begins so."""
        events = self.session.corpus.events
        return next(e.id for e in events if any(p.place.name.startswith(place) for p in e.places))

    def article(self, name: str) -> Article:
        return next(a for a in self.session.corpus.articles if a.id == name)

    def shown_text(self) -> str:
        return self.window.views.reader.text.toPlainText()

    def highlighted(self) -> str:
        """The passage in focus, as the selection says it and the text shows it."""
        selection = self.session.selection
        assert selection.article is not None
        assert selection.span is not None
        text = self.article(selection.article).text
        colour = self.window.theme.colour("passage").name()
        view = self.window.views.reader.text
        marked = [s for s in view.extraSelections() if s.format.background().color().name() == colour]
        assert len(marked) == 1
        assert marked[0].cursor.selectedText() == selection.span.of(text)
        return selection.span.of(text)

    def point_in_reader(self, article: str, words: str) -> tuple[Span, QPoint]:
        text = self.article(article).text
        start = text.index(words)
        return Span(start, start + len(words)), self.window.views.reader.text.point_of(start + len(words) // 2)

    def click_in_reader(self, article: str, words: str) -> None:
        _, point = self.point_in_reader(article, words)
        QTest.mouseClick(self.window.views.reader.text.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point)


@pytest.fixture
def make_driver(qtbot: QtBot, worker: WorkerProcess, tmp_path: Path) -> Iterator[Callable[..., Driver]]:
    made: list[MainWindow] = []

    def make(home: Path | None = None) -> Driver:
        folder = home or tmp_path / "home"
        folder.mkdir(exist_ok=True)
        settings = Settings(folder / "settings.json")
        settings.last_folder = tmp_path
        session = Session(Library(folder, added=False), settings, worker)
        window = MainWindow(session, Theme("light"), settings)
        window.setFont(interface_font())
        window.resize(1280, 800)
        window.show()
        session.warm_up()
        made.append(window)
        return Driver(window, qtbot, folder)

    yield make
    for window in made:
        window.session.close(discard=True)
        window.close()
        # At once and not when Python gets to it: Chromium's page must go before the program does.
        shiboken6.delete(window)


@pytest.fixture
def driver(make_driver: Callable[..., Driver]) -> Driver:
    return make_driver()


Found = tuple[tuple[Article, ...], tuple[Analysis, ...]]


def _taken_in(articles: Mapping[str, str], folder: Path, gazetteer: Gazetteer) -> Found:
    for name, text in articles.items():
        (folder / name).write_text(text, encoding="utf-8")
    taken = pipeline.take_in([folder], gazetteer)
    assert not taken.failures
    return taken.articles, taken.analyses


@pytest.fixture(scope="session")
def found(gazetteer: Gazetteer, tmp_path_factory: pytest.TempPathFactory) -> Found:
    """The three articles, taken in once."""
    return _taken_in(ARTICLES, tmp_path_factory.mktemp("found"), gazetteer)


@pytest.fixture(scope="session")
def launched(gazetteer: Gazetteer, tmp_path_factory: pytest.TempPathFactory) -> Found:
    """The three articles and one that tells of a launch from a sea, taken in once."""
    return _taken_in({**ARTICLES, "launch.txt": LAUNCH}, tmp_path_factory.mktemp("launched"), gazetteer)


@pytest.fixture
def open_driver(driver: Driver, found: Found) -> Driver:
    """A window with the three articles open."""
    driver.take_in(found)
    return driver


@pytest.fixture
def tool(driver: Driver, launched: Found) -> Iterator[Driver]:
    """A window with the four articles, the map painted and the ranges in front. A warning of the page fails the test."""
    faults: list[str] = []
    driver.window.views.map.pageError.connect(faults.append)
    painted: list[bool] = []
    driver.window.views.map.firstPainted.connect(lambda: painted.append(True))
    driver.take_in(launched)
    driver.until(lambda: painted)
    driver.trigger("ranges")
    driver.bot.wait(300)
    yield driver
    assert faults == []
