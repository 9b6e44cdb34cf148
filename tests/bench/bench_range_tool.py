"""How often the map is drawn anew while the edge of a range is pulled: `make bench` prints it."""

from __future__ import annotations

import time

import pytest
import shapely
import synthetic
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.session import Draft
from desktop.session.drafts import Drafts
from desktop.views.map_view import MapView, register_scheme
from geo.gazetteer import Gazetteer
from geo.model import LonLat
from geo.pipeline import Origin, origin_of
from geo.project import Drawing, DrawingKind
from geo.views import scene

register_scheme()
MOVES = 120


def _run(view: MapView, bot: QtBot, script: str) -> object:
    got: list[object] = []
    view._page.runJavaScript(f"({script})", 0, got.append)
    bot.waitUntil(lambda: bool(got), timeout=20_000)
    return got[0]


@pytest.mark.bench
@pytest.mark.parametrize("name", ["Caspian Sea"])
def test_redraws_a_second_while_an_edge_is_pulled(qtbot: QtBot, gazetteer: Gazetteer, name: str) -> None:
    origin: Origin = origin_of(name, gazetteer)
    view = MapView()
    qtbot.addWidget(view)
    view.resize(1100, 720)
    view.show()
    with qtbot.waitSignal(view.firstPainted, timeout=60_000):
        view.show_scene(scene(synthetic.syria(), synthetic.rough_outline, record=False))
    drafts = Drafts()
    seen: list[Draft] = []
    drafts.ready.connect(lambda draft: (seen.append(draft), view.show_draft(draft.content)))
    view.edgeDragged.connect(lambda lon, lat, number, done: drafts.pull(LonLat(lon, lat), number, 5000.0, done))
    drafts.show(Draft(Drawing("d", DrawingKind.RANGE, origin.place, (1_200_000.0,), ("1,200 km",)), origin))
    qtbot.waitUntil(lambda: bool(seen), timeout=60_000)
    _run(view, qtbot, "view.map.setView([42, 60], 4, {animate: false}), 1")
    qtbot.wait(300)
    outer = seen[-1].drawn[0].outer  # type: ignore[union-attr]
    east = max(shapely.get_coordinates(outer).tolist())
    x, y = str(
        _run(view, qtbot, f"(() => {{ const p = view.containerPixel({east[0]}, {east[1]}); return `${{p.x}} ${{p.y}}`; }})()")
    ).split()
    start = QPoint(round(float(x)), round(float(y)))
    target = view._view.focusProxy()
    assert target is not None
    QTest.mouseMove(target, start - QPoint(90, 0))
    qtbot.wait(50)
    QTest.mouseMove(target, start)
    qtbot.waitUntil(lambda: bool(_run(view, qtbot, "view.tools.draft.pointed")), timeout=10_000)
    QTest.mousePress(target, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    before, count = float(str(_run(view, qtbot, "view.tools.frames"))), len(seen)
    wall, cpu = time.perf_counter(), time.process_time()
    for step in range(MOVES):
        QTest.mouseMove(target, start - QPoint(step % 80, 0))
        qtbot.wait(12)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    frames = float(str(_run(view, qtbot, "view.tools.frames"))) - before
    shapes = len(seen) - count
    QTest.mouseRelease(target, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    qtbot.waitUntil(lambda: not seen[-1].coarse, timeout=60_000)
    drafts.close()
    each_ms = cpu / max(1, shapes) * 1000
    print(f"\n{name}: {shapes / wall:.1f} shapes a second, {frames / wall:.1f} redraws; {each_ms:.1f} ms of processor a shape")
    assert shapes > 0
    assert cpu / shapes <= 0.05  # 20 a second, told by processor time, since other programs may run
