"""How fast the map is: 100,000 synthetic events in the window, 10,000 in an exported file. Prints; asserts no time.

Run: make bench, or python -m pytest -m bench tests/bench/bench_map.py -s
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import synthetic
from chromium import Page, chromium, find
from pytestqt.qtbot import QtBot

from desktop.views.map_view import MapView, register_scheme
from geo.export import proof_map
from geo.views import scene

pytestmark = pytest.mark.bench
register_scheme()

WINDOW_EVENTS = 100_000
EXPORT_EVENTS = 10_000

PAN = """(async () => {
  const frames = [];
  const map = view.map;
  await new Promise((done) => {
    const start = performance.now(); let last = start;
    const step = (now) => {
      frames.push(now - last); last = now;
      map.panBy([7, 3], { animate: false });
      now - start < 3000 ? requestAnimationFrame(step) : done();
    };
    requestAnimationFrame(step);
  });
  frames.sort((a, b) => a - b);
  window.measured = [frames.length / 3, frames[Math.floor(frames.length * 0.95)], frames.at(-1)];
})(), 1"""

FILTER = """(() => {
  const times = [];
  for (let k = 0; k < 5; k++) {
    const mask = new Uint8Array(view.scene.eventCount).map((_, i) => (i % 5 === k ? 0 : 1));
    const start = performance.now();
    view.setVisible(mask); view.overlay.paint();
    times.push(performance.now() - start);
  }
  view.setVisible(null); view.overlay.paint();
  return times.sort((a, b) => a - b)[2];
})()"""


@pytest.fixture
def browser() -> Iterator[Page]:
    if find() is None:
        pytest.skip("needs chromium on PATH")
    with chromium() as page:
        yield page


def say(what: str, value: str) -> None:
    print(f"{what:.<58} {value}", flush=True)


def test_window(qtbot: QtBot) -> None:
    corpus = synthetic.many(WINDOW_EVENTS)
    start = time.perf_counter()
    drawn = scene(corpus, lambda _: None, record=False)
    say(f"scene of {WINDOW_EVENTS:,} events ({len(drawn.markers):,} places)", f"{time.perf_counter() - start:.2f} s")

    start = time.perf_counter()
    empty = MapView()
    qtbot.addWidget(empty)
    empty.resize(1280, 800)
    empty.show()
    with qtbot.waitSignal(empty.firstPainted, timeout=60_000):
        empty.show_scene(scene(synthetic.syria(), synthetic.rough_outline, record=False))
    say("window: start of the engine to the first painted map", f"{time.perf_counter() - start:.2f} s")

    view = empty
    start = time.perf_counter()
    with qtbot.waitSignal(view.sceneShown, timeout=60_000):
        view.show_scene(drawn, fit=True)
    answer(qtbot, view, "view.overlay.paint(), 1")
    say("window: scene given to painted", f"{time.perf_counter() - start:.2f} s")

    ids = [event.id for number, event in enumerate(drawn.events) if number % 3]
    start = time.perf_counter()
    view.set_visible_events(ids)
    answer(qtbot, view, "view.overlay.paint(), view.mask ? 1 : 0")
    say("window: filter change from Python to painted", f"{(time.perf_counter() - start) * 1000:.0f} ms")
    view.set_visible_events(None)
    say("page: filter change and painting, median of 5", f"{answer(qtbot, view, FILTER):.0f} ms")

    for zoom in (5, 7, 9):
        answer(qtbot, view, f"view.map.setView([33, 40], {zoom}, {{animate: false}}), 1")
        qtbot.wait(400)
        answer(qtbot, view, PAN)
        qtbot.wait(3500)
        fps = answer(qtbot, view, "measured[0]")
        slow = answer(qtbot, view, "measured[1]")
        worst = answer(qtbot, view, "measured[2]")
        say(f"window: panning at zoom {zoom}, canvas and labels", f"{fps:.0f} fps (95 % under {slow:.0f} ms, worst {worst:.0f} ms)")


def answer(qtbot: QtBot, view: MapView, script: str) -> float:
    got: list[float] = []
    view._page.runJavaScript(script, 0, got.append)
    qtbot.waitUntil(lambda: bool(got), timeout=60_000)
    return got[0]


def test_export(browser: Page, tmp_path: Path) -> None:
    corpus = synthetic.many(EXPORT_EVENTS)
    out = tmp_path / "map.html"
    proof_map(scene(synthetic.syria(), synthetic.rough_outline), out)  # folium's import is not what is measured
    start = time.perf_counter()
    drawn = scene(corpus, lambda _: None)
    proof_map(drawn, out)
    say(f"export of {EXPORT_EVENTS:,} events: made in", f"{time.perf_counter() - start:.2f} s")
    say("export: size", f"{out.stat().st_size / 1e6:.2f} MB")
    browser.size(1360, 860)
    start = time.perf_counter()
    browser.open(out)
    browser.wait("window.home && home.view._toldPainted")
    say("export: opened to painted", f"{time.perf_counter() - start:.2f} s")
    assert browser.requests == []
