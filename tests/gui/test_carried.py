"""A carried place in the window: said where it is read, its words a click away, refused by button or key, and back by Undo."""

from __future__ import annotations

import carried
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from .conftest import Driver


@pytest.fixture
def mill(driver: Driver) -> Driver:
    driver.take_in(((carried.article(),), (carried.analysis(),)))
    driver.session.selector.event(driver.event_at("Kafr"))
    return driver


def test_the_reader_says_what_is_inferred_and_leads_to_its_words(mill: Driver) -> None:
    notes = mill.window.views.reader.card.carried
    assert notes.isVisible()
    place, day = notes.notes
    assert place.words.text() == "Where inferred: carried from “Kafr Zita”, two sentences before, same incident"
    assert day.words.text() == "When inferred: carried from “on Tuesday”, two sentences before, same incident"
    QTest.mouseClick(place.read, Qt.MouseButton.LeftButton)
    assert mill.highlighted() == carried.SENTENCES[0]
    assert mill.session.selection.claim == carried.PLACE_WORDS
    mill.session.selector.event(mill.event_at("Al Dana"))
    assert notes.isHidden()


def test_a_refused_place_goes_and_comes_back_by_undo(mill: Driver) -> None:
    mill.session.settings.author = "A. Reader"
    (refuse,) = [n.refuse for n in mill.window.views.reader.card.carried.notes if n.carried.field == "place"]
    QTest.mouseClick(refuse, Qt.MouseButton.LeftButton)
    mill.settle()
    assert {p.place.name for e in mill.session.corpus.events for p in e.places} == {"Al Dana"}
    assert mill.window.actions_["undo"].text() == "Undo: refuse carried place"
    mill.trigger("undo")
    mill.settle()
    assert mill.event_at("Kafr")


def test_the_key_refuses_all_that_is_carried(mill: Driver) -> None:
    QTest.keyClick(mill.window, Qt.Key.Key_Backspace, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    mill.until(lambda: mill.session.corpus.events and not mill.session.judging.carried(mill.session.selection.event))
    mill.settle()
    strike = next(e for e in mill.session.corpus.events if e.mentions[0].id == "strike")
    assert (strike.places, strike.when) == ((), None)
    assert not mill.window.actions_["refuse_carried"].isEnabled()


def test_the_ledger_says_it_too_and_its_chip_opens_the_words(mill: Driver) -> None:
    mill.trigger("show_ledger")
    panel = mill.window.views.ledger
    assert panel.lines is not None
    assert any("Inferred: carried from “Kafr Zita”" in label.text() for label in panel.lines.findChildren(type(panel.when)))
    assert panel.ledger is not None
    (line,) = [line for line in panel.ledger.lines if line.field == "Where"]
    panel.lines.wanted.emit(line.voices[0])
    assert mill.highlighted() == carried.SENTENCES[0]
