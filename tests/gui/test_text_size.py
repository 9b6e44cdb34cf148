"""Who has set a larger font in the system gets a larger window: nothing of it is cut off."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QApplication, QPushButton

from desktop.kit.text_size import LARGEST, scale_of_system, scaled_sheet, set_text_scale
from desktop.kit.theme import interface_font, sized

from .conftest import Driver, Found


@pytest.fixture
def large(qapp: QApplication) -> Iterator[float]:
    before = qapp.font()
    set_text_scale(1.5)
    qapp.setFont(interface_font())
    yield 1.5
    set_text_scale(1.0)
    qapp.setFont(before)


@pytest.mark.parametrize(("pixels", "scale"), [(11, 1.0), (15, 1.0), (18, 1.2), (30, 2.0), (90, LARGEST)])
def test_a_font_of_the_system_that_is_larger_than_usual_makes_all_text_larger(qapp: QApplication, pixels: int, scale: float) -> None:
    font = QFont("DejaVu Sans")
    font.setPixelSize(pixels)
    assert scale_of_system(font) == pytest.approx(scale, abs=0.05)


def test_sizes_and_the_room_round_text_grow_alike(large: float) -> None:
    assert interface_font().pixelSize() == 20
    assert sized(interface_font(), 12).pixelSize() == 18
    assert scaled_sheet("QLabel { font-size: 12px; padding: 2px 10px; border: 1px solid red; }") == (
        "QLabel { font-size: 18px; padding: 3px 15px; border: 1px solid red; }"
    )


def test_in_a_large_font_rows_and_buttons_hold_their_words(large: float, make_driver: Callable[..., Driver], found: Found) -> None:
    driver = make_driver()
    driver.take_in(found)
    driver.session.selector.event(driver.event_at("Kafr Z"))
    driver.bot.wait(100)
    views = driver.window.views
    row = views.events.view.rowHeight(0)
    lines = [sized(interface_font(), size) for size in (13, 13, 12, 11)]
    assert row >= sum(QFontMetrics(font).lineSpacing() for font in lines)
    buttons = [b for view in (views.events, views.reader) for b in view.findChildren(QPushButton) if b.isVisible()]
    cut = [b.text() for b in buttons if b.height() < b.sizeHint().height()]
    assert buttons
    assert cut == []
    assert views.map._view.zoomFactor() == 1.5
