"""How long the window takes to start, and how long it ever keeps its user waiting. Prints; asserts no time.

make bench        or        pytest tests/bench/bench_window.py -m bench -s
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import shiboken6
import synthetic
from PySide6.QtCore import QByteArray, QEventLoop, QTimer
from PySide6.QtWebEngineCore import QWebEngineUrlScheme

from desktop.kit.theme import Theme
from desktop.main_window import MainWindow
from desktop.platform.settings import Settings
from desktop.platform.stalls import StallWatch
from desktop.session import Library, Session, Snapshot
from desktop.session.digest import digest
from desktop.views.events.model import Order
from desktop.views.map_view import register_scheme
from desktop.work.worker import WorkerProcess
from geo import export
from geo.assets import sample_folder
from geo.export.scene_json import bulk_of, scene_json
from geo.gazetteer import Gazetteer

pytestmark = pytest.mark.bench

if not QWebEngineUrlScheme.schemeByName(QByteArray(b"app")).name():
    register_scheme()

EVENTS = 100_000


def wait(condition: Callable[[], object], seconds: float) -> bool:
    """Runs the event loop until the condition holds. Whether it did."""
    loop, poll, end = QEventLoop(), QTimer(interval=10), QTimer(singleShot=True, interval=round(seconds * 1000))
    held: list[bool] = []

    def look() -> None:
        if condition():
            held.append(True)
            loop.quit()

    poll.timeout.connect(look)
    end.timeout.connect(loop.quit)
    poll.start()
    end.start()
    loop.exec()
    poll.stop()
    return bool(held)


@pytest.fixture
def window(qapp: object, gazetteer: Gazetteer, tmp_path: Path) -> Iterator[MainWindow]:
    worker = WorkerProcess()
    settings = Settings(tmp_path / "settings.json")
    session = Session(Library(tmp_path, added=False), settings, worker)
    made = MainWindow(session, Theme("light"), settings)
    made.resize(1440, 900)
    made.show()
    session.warm_up()
    wait(lambda: not session.jobs.running, 60)
    wait(lambda: False, 1)
    yield made
    session.close(discard=True)
    worker.close()
    made.close()
    shiboken6.delete(made)


def test_start_to_first_painted_map(tmp_path: Path, gazetteer: Gazetteer) -> None:
    """A process of its own, from its start until the sample's map is painted; the second and third start are warm ones."""
    data = Path(os.environ["DATELINE_DATA"])
    log = data / "dateline.log"
    for run in ("sample analysed now", "warm", "warm"):
        log.unlink(missing_ok=True)
        if run != "warm":
            for kept in data.glob("sample-*.gpkg"):
                kept.unlink()
        started = time.perf_counter()
        command = [sys.executable, "-m", "desktop.app", "--screenshot", str(tmp_path / "window.png"), str(sample_folder())]
        subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
        whole = time.perf_counter() - started
        painted = re.findall(r"map painted ([\d.]+) s after the start", log.read_text())
        print(f"start, {run}: map painted after {painted[0]} s (picture written and closed after {whole:.1f} s)")


@pytest.mark.parametrize("copies", [1, 30])
def test_longest_stall_during_an_import(window: MainWindow, tmp_path: Path, copies: int) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    sample = [f for f in sorted(sample_folder().iterdir()) if f.suffix in (".md", ".txt") and f.name != "README.md"]
    for number in range(copies):
        for file in sample:
            (folder / f"{number}-{file.name}").write_text(f"{file.read_text()}\n\nCopy {number}.\n")
    watch = StallWatch()
    watch.start()
    started = time.perf_counter()
    window.open_paths([folder])
    wait(lambda: window.session.corpus.articles and not window.session.intake.busy, 900)
    taken = time.perf_counter() - started
    wait(lambda: False, 2)
    longest = watch.stop()
    articles, events = len(window.session.corpus.articles), len(window.session.corpus.events)
    often = len(watch.stalls_ms)
    print(f"import of {articles} articles ({events} events): {taken:.1f} s, longest stall {longest:.0f} ms, {often} of 50 ms or more")
    started = time.perf_counter()
    watch.start()
    window.session.judging.reject_events([window.session.corpus.events[0].id])
    wait(lambda: window.session.corpus.rejected_events, 60)
    print(f"  reject an event: {(time.perf_counter() - started) * 1000:.0f} ms, longest stall {watch.stop():.0f} ms")


def test_a_hundred_thousand_events(window: MainWindow) -> None:
    corpus = synthetic.many(EVENTS, places=EVENTS)
    scene = export.scene(corpus, synthetic.rough_outline, record=False)
    bulk = bulk_of(scene)
    content = scene_json(scene, bulk).encode(), bulk.data()
    snapshot = Snapshot(corpus=corpus, digest=digest(corpus), scene=scene, scene_content=content)
    painted: list[float] = []
    window.views.map.firstPainted.connect(lambda: painted.append(time.perf_counter()))
    watch = StallWatch()
    watch.start()
    started = time.perf_counter()
    window.session.take(snapshot, fresh=True)
    wait(lambda: painted, 60)
    print(f"{EVENTS:,} events: map painted {painted[0] - started:.2f} s after the data, longest stall {watch.stop():.0f} ms")

    events, days = window.views.events, window.views.timeline.bars
    first = days.day_counts.first
    kind = frozenset({corpus.events[0].type})
    acts: dict[str, Callable[[], object]] = {
        "filter by type": lambda: events.set_filter(replace(events.model.filter, types=kind)),
        "filter by text": lambda: events.set_filter(replace(events.model.filter, types=None, text="kafr")),
        "no filter": lambda: events.set_filter(replace(events.model.filter, text="")),
        "days": lambda: days.set_window((first + 3, first + 30)),
        "all days": lambda: days.set_window(None),
        "order by date": lambda: events.model.set_order(Order.DATE),
        "select the last": lambda: window.session.selector.event(corpus.events[-1].id),
        "select all": events.view.selectAll,
        "step": lambda: events.step(1),
    }
    for name, act in acts.items():
        watch.start()
        begun = time.perf_counter()
        act()
        spent = time.perf_counter() - begun
        wait(lambda: False, 0.6)
        print(f"  {name}: {spent * 1000:.0f} ms, longest stall after it {watch.stop():.0f} ms")
