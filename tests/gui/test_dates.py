"""Articles are dated by typing: what was understood is shown, what may be two days is asked, nothing changes silently."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.kit.theme import Theme
from desktop.views.dialogs.metadata import DAY, MetadataDialog
from geo.model import Article

from .conftest import Driver

LIMA = "QUITO, 20 MAY 88 (EFE) -- A bomb went off near the mill."


def article(name: str, text: str = "Shells fell on the mill.", published: date | None = None) -> Article:
    return Article(name, text, "0" * 64, published=published, language="en")


@pytest.fixture
def several(qtbot: QtBot) -> MetadataDialog:
    given = [article("a.txt", LIMA), article("b.txt"), article("c.txt", published=date(2015, 10, 18))]
    dialog = MetadataDialog(given, Theme("light"))
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


@pytest.fixture
def single(qtbot: QtBot) -> MetadataDialog:
    dialog = MetadataDialog([article("a.txt", LIMA)], Theme("light"))
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_a_typed_day_is_the_day_that_was_typed(single: MetadataDialog) -> None:
    QTest.keyClicks(single.day.field, "20 May 1988")
    assert single.day.echo.text() == "Friday, 20 May 1988"
    assert single.day.field.text() == "20 May 1988"
    assert single.values() == {"a.txt": {"published": date(1988, 5, 20)}}


def test_an_unclear_day_is_asked_before_anything_is_applied(single: MetadataDialog) -> None:
    QTest.keyClicks(single.day.field, "5/6/88")
    assert single.day.field.text() == "5/6/88"
    assert not single.apply.isEnabled()
    assert [chip.text() for chip in single.day.choices if chip.isVisible()] == ["5 June 1988", "6 May 1988"]
    QTest.mouseClick(single.day.choices[1], Qt.MouseButton.LeftButton)
    assert single.apply.isEnabled()
    assert single.values() == {"a.txt": {"published": date(1988, 5, 6)}}


def test_a_month_without_a_day_is_no_day(single: MetadataDialog) -> None:
    QTest.keyClicks(single.day.field, "May 1988")
    assert single.day.echo.text() == "May 1988: the day is missing."
    assert not single.apply.isEnabled()


def test_the_day_that_the_text_states_is_offered_with_its_words(single: MetadataDialog) -> None:
    offer = single.offers[0]
    assert (offer.chip.text(), offer.words.text()) == ("20 May 1988", "“QUITO, 20 MAY 88 (EFE) --” in the text")
    assert not single.offers[1].isVisible()
    QTest.mouseClick(offer.chip, Qt.MouseButton.LeftButton)
    assert single.values() == {"a.txt": {"published": date(1988, 5, 20)}}


def test_articles_are_dated_one_by_one_with_the_keys_alone(several: MetadataDialog) -> None:
    QTest.keyClicks(several.day.field, "20 May 1988\r8 Oct 2015\r")
    assert several.day.field.text() == "18 Oct 2015"
    QTest.keyClicks(several.day.field, "9.10.15")
    assert several.values() == {
        "a.txt": {"published": date(1988, 5, 20)},
        "b.txt": {"published": date(2015, 10, 8)},
        "c.txt": {"published": date(2015, 10, 9)},
    }
    assert several.isVisible(), "Enter goes on, and applies nothing"


def test_what_articles_state_is_taken_for_those_alone_that_have_no_date(several: MetadataDialog) -> None:
    QTest.mouseClick(several.all, Qt.MouseButton.LeftButton)
    assert several.values() == {"a.txt": {"published": date(1988, 5, 20)}}


def test_all_articles_are_given_one_date_or_none(several: MetadataDialog) -> None:
    QTest.keyClick(several.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(several.day.field, "8 Oct 2015")
    assert several.values() == {name: {"published": date(2015, 10, 8)} for name in ("a.txt", "b.txt", "c.txt")}
    several.day.field.clear()
    assert several.values() == {"c.txt": {"published": None}}
    assert several.table.topLevelItem(2).text(DAY) == "Not known"


def test_an_unclear_date_stays_with_its_article_while_another_is_looked_at(several: MetadataDialog) -> None:
    QTest.keyClicks(several.day.field, "5/6/88")
    several.table.step(1)
    assert several.day.field.text() == ""
    assert several.told.text() == "1 date still unclear"
    several.table.step(-1)
    assert several.day.field.text() == "5/6/88"


def test_dates_of_several_articles_reach_the_project(open_driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    def fill(dialog: MetadataDialog) -> int:
        dialog.show()
        QTest.keyClicks(dialog.day.field, "9 Oct 2015\r20 May 1988")
        QTest.mouseClick(dialog.apply, Qt.MouseButton.LeftButton)
        return dialog.result()

    monkeypatch.setattr(MetadataDialog, "exec", fill)
    before = {a.id: a for a in open_driver.session.corpus.articles}
    open_driver.window.asking.edit_metadata(["second.txt", "undated.txt"])
    open_driver.until(lambda: open_driver.article("undated.txt").published == date(1988, 5, 20))
    assert open_driver.article("second.txt") == replace(before["second.txt"], published=date(2015, 10, 9))
    assert open_driver.article("observatory.txt") == before["observatory.txt"]
    assert open_driver.session.snapshot.undo_text is not None
