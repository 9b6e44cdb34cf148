"""Events that may be one, as a person decides on them: seen in the list, walked through, joined or kept apart, undone, saved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.views.words import chance_in_words
from geo import pipeline
from geo.events.coreference import merging, stories
from geo.gazetteer import Gazetteer
from geo.model import Analysis, Article

from .conftest import Driver

Found = tuple[tuple[Article, ...], tuple[Analysis, ...]]
TEXTS = {
    "a.txt": "Date: 2015-10-08\nPublisher: First Wire\n\nJets bombed the town of Kafr Zita on Wednesday, the Observatory said.",
    "b.txt": "Date: 2015-10-08\nPublisher: Second Wire\n\nWarplanes struck the town of Kafr Zita on Wednesday, residents said.",
    "c.txt": "Date: 2015-10-08\nPublisher: Third Wire\n\nRebels shelled Saraqib on Thursday, the ministry said.",
    "d.txt": "Date: 2015-10-08\nPublisher: Fourth Wire\n\nGunmen shelled the town of Saraqib on Thursday, a doctor said.",
}


@pytest.fixture(scope="module")
def alike(gazetteer: Gazetteer, tmp_path_factory: pytest.TempPathFactory) -> Found:
    folder = tmp_path_factory.mktemp("alike")
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    taken = pipeline.take_in([folder], gazetteer)
    assert not taken.failures
    return taken.articles, taken.analyses


@pytest.fixture
def doubting(driver: Driver, alike: Found, monkeypatch: pytest.MonkeyPatch) -> Driver:
    """A window in which reports of one town are left to a person: what the model makes of these few words is not the matter here."""
    undecided = replace(stories.model(), join=0.9999, suggest=0.01)
    monkeypatch.setattr(merging, "model", lambda: undecided)
    driver.take_in(alike)
    return driver


def events(driver: Driver) -> set[tuple[str, ...]]:
    return {event.articles for event in driver.session.corpus.events}


def shown(driver: Driver) -> set[str]:
    """The articles of the two events that the strip speaks of."""
    current = driver.session.doubts.current
    assert current is not None
    return {article for event in current.events for row in [driver.session.row(event)] if row for article, _ in row.passages}


def test_the_list_marks_such_events_and_shows_them_alone(doubting: Driver) -> None:
    listed = doubting.window.views.events
    doubtful = [row for row in doubting.session.digest.rows if row.doubts]
    assert {m.article for row in doubtful for m in row.mentions} == set(TEXTS)
    assert listed.doubtful.isVisible()
    QTest.mouseClick(listed.doubtful, Qt.MouseButton.LeftButton)
    assert listed.model.rowCount() == len(doubtful) == int(listed.doubtful.text().split()[-1])
    tip = listed.model.data(listed.model.index(0), Qt.ItemDataRole.ToolTipRole)
    assert "May be the same as another event: " in tip
    assert chance_in_words(doubtful[0].doubts[0].score) in tip


def test_the_ledger_says_with_which_how_likely_and_why(doubting: Driver) -> None:
    strip = doubting.window.views.ledger.doubt
    QTest.keyClick(doubting.window, Qt.Key.Key_PageDown, Qt.KeyboardModifier.AltModifier)
    doubting.until(strip.isVisible)
    current = doubting.session.doubts.current
    assert current is not None
    other = doubting.session.row(doubting.session.doubts.other(current))
    assert other is not None
    assert strip.label.text().startswith(other.label)
    assert strip.quote.text() == other.quote
    assert chance_in_words(current.score)[1:] in strip.why.text()
    assert current.reasons[0] in strip.why.text()
    QTest.mouseClick(strip.show_other, Qt.MouseButton.LeftButton)
    assert doubting.session.selection.event == other.id
    assert doubting.session.doubts.current == current, "the same question, seen from the other side"


def test_the_queue_is_walked_by_keys_and_buttons_and_comes_round(doubting: Driver) -> None:
    total = len(doubting.session.doubts.queue)
    assert total >= 2
    seen: list[str] = []
    strip = doubting.window.views.ledger.doubt
    for _ in range(total):
        QTest.keyClick(doubting.window, Qt.Key.Key_PageDown, Qt.KeyboardModifier.AltModifier)
        seen.append(strip.number.text())
    assert seen == [f"{k} of {total}" for k in range(1, total + 1)]
    QTest.mouseClick(strip.next, Qt.MouseButton.LeftButton)
    assert strip.number.text() == f"1 of {total}"
    QTest.mouseClick(strip.previous, Qt.MouseButton.LeftButton)
    assert strip.number.text() == f"{total} of {total}"


@pytest.mark.parametrize("by_key", [True, False])
def test_join_makes_one_event_of_them_and_undo_parts_them(doubting: Driver, by_key: bool) -> None:
    before = events(doubting)
    doubting.trigger("next_doubt")
    pair = shown(doubting)
    if by_key:
        QTest.keyClick(doubting.window, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    else:
        QTest.mouseClick(doubting.window.views.ledger.doubt.join, Qt.MouseButton.LeftButton)
    doubting.until(lambda: events(doubting) != before)
    assert tuple(sorted(pair)) in {tuple(sorted(e)) for e in events(doubting)}
    assert "by hand" in " ".join(r for e in doubting.session.corpus.events for r in e.reasons)
    doubting.trigger("undo")
    doubting.until(lambda: events(doubting) == before)


@pytest.mark.parametrize("by_key", [True, False])
def test_kept_apart_it_is_not_asked_again_and_undo_asks_again(doubting: Driver, by_key: bool) -> None:
    before, total = events(doubting), len(doubting.session.doubts.queue)
    doubting.trigger("next_doubt")
    pair = shown(doubting)
    if by_key:
        keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        QTest.keyClick(doubting.window, Qt.Key.Key_J, keys)
    else:
        QTest.mouseClick(doubting.window.views.ledger.doubt.apart, Qt.MouseButton.LeftButton)
    doubting.until(lambda: len(doubting.session.doubts.queue) == total - 1)
    assert events(doubting) == before, "nothing is merged or parted by it"
    assert not any("by hand" in reason for e in doubting.session.corpus.events for reason in e.reasons)
    assert doubting.window.actions_["undo"].text() == "Undo: keep apart"
    doubting.trigger("next_doubt")
    assert shown(doubting) != pair, "the next has taken its number"
    assert doubting.window.views.ledger.doubt.number.text() == f"1 of {total - 1}"
    doubting.trigger("undo")
    doubting.until(lambda: len(doubting.session.doubts.queue) == total)


def test_both_answers_survive_saving_and_reading_again(doubting: Driver, make_driver: Callable[..., Driver], tmp_path: Path) -> None:
    session = doubting.session
    total = len(session.doubts.queue)
    doubting.trigger("next_doubt")
    doubting.trigger("keep_apart")
    doubting.until(lambda: len(session.doubts.queue) == total - 1)
    doubting.trigger("next_doubt")
    joined = tuple(sorted(shown(doubting)))
    doubting.trigger("join_doubt")
    doubting.until(lambda: joined in {tuple(sorted(e)) for e in events(doubting)})
    left, kept = [s.events for s in session.doubts.queue], events(doubting)
    session.files.save_as(tmp_path / "kept.gpkg")
    doubting.until(lambda: session.snapshot.path is not None)
    again = make_driver(tmp_path / "another home")
    again.session.files.open_project(tmp_path / "kept.gpkg")
    again.until(lambda: again.session.corpus.articles)
    assert events(again) == kept
    assert [s.events for s in again.session.doubts.queue] == left


def test_of_a_project_that_is_only_read_nothing_can_be_decided(doubting: Driver) -> None:
    doubting.trigger("next_doubt")
    doubting.session.snapshot = replace(doubting.session.snapshot, read_only="somebody else writes to it")
    doubting.window._refresh()
    doubting.window.views.ledger.refresh()
    assert not doubting.window.actions_["join_doubt"].isEnabled()
    assert not doubting.window.views.ledger.doubt.apart.isEnabled()


@pytest.mark.parametrize(
    ("score", "words"),
    [
        (0.2, "about 2 in 10 such pairs are one event"),
        (0.31, "about 3 in 10 such pairs are one event"),
        (0.12, "about 1 in 10 such pairs is one event"),
        (0.04, "fewer than 1 in 20 such pairs is one event"),
        (0.98, "nearly every such pair is one event"),
    ],
)
def test_a_chance_is_told_as_people_count(score: float, words: str) -> None:
    assert chance_in_words(score) == words
