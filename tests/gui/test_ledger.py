"""The ledger in the window, as a person uses it: open it, read who says what, grade, take out, join, undo."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import contradictions
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMenu, QToolButton, QWidget

from desktop.session.grading import GradeFilter
from desktop.views.dialogs.export_map import ExportMapDialog
from desktop.views.dialogs.join_events import JoinDialog
from desktop.views.dialogs.place_chooser import PlaceChooser
from desktop.views.ledger.passages import PassageView
from desktop.views.ledger.voices import VoiceChip
from geo import pipeline
from geo.gazetteer import Gazetteer
from geo.grades import Credibility, Reliability, SourceKind, Statement, source
from geo.model import Analysis, Article, Corpus
from geo.views.book import Book

from .conftest import Driver

MINISTRY = "Russian jets carried out 26 air strikes on the town of Kafr Zita on Wednesday, the ministry said."
MONITOR = "Russian warplanes carried out 29 air strikes on the town of Kafr Zita on Wednesday, the Observatory said."
DENIED = "There was no air strike on Saraqib on Wednesday, the ministry said."


@pytest.fixture
def ledger_driver(driver: Driver, contradicting: tuple[tuple[Article, ...], tuple[Analysis, ...]]) -> Driver:
    """Articles that contradict each other, with the ledger open on the raid."""
    driver.take_in(contradicting)
    driver.session.selector.event(driver.event_at("Kafr Zayt"))
    driver.window.actions_["show_ledger"].trigger()
    driver.until(lambda: panel(driver).lines is not None)
    return driver


@pytest.fixture(scope="session")
def contradicting(gazetteer: Gazetteer, tmp_path_factory: pytest.TempPathFactory) -> tuple[tuple[Article, ...], tuple[Analysis, ...]]:
    folder = tmp_path_factory.mktemp("contradicting")
    texts = {
        "a.txt": f"Title: Raid\nDate: 2015-10-08\nPublisher: First Wire\n\n{MINISTRY} Rebels shelled Saraqib on Thursday, residents said.",
        "b.txt": f"Title: Raid again\nDate: 2015-10-08\nPublisher: Second Wire\n\n{MONITOR}",
        "c.txt": f"Title: Denial\nDate: 2015-10-08\nPublisher: Third Wire\n\n{DENIED}",
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    taken = pipeline.take_in([folder], gazetteer)
    assert not taken.failures
    return taken.articles, taken.analyses


def panel(driver: Driver):
    return driver.window.views.ledger


def words(part: QWidget) -> list[str]:
    """What labels and chips of a part show."""
    return [w.text() for w in part.findChildren(QWidget) if isinstance(w, QLabel | QToolButton) and w.text()]


def chip(driver: Driver, name: str) -> VoiceChip:
    return next(c for c in panel(driver).findChildren(VoiceChip) if c.text().startswith(name))


def passage(driver: Driver, article: str) -> PassageView:
    return next(view for view in panel(driver).passages() if view.told.article == article)


def choose(menu: QMenu, *entries: str) -> None:
    """Chooses an entry of a menu, through its submenus, as it is filled when it opens."""
    menu.aboutToShow.emit()
    for entry in entries:
        action = next(a for a in menu.actions() if a.text().startswith(entry))
        if action.menu() is None:
            action.trigger()
            return
        menu = action.menu()  # type: ignore[assignment]


# --- reading --------------------------------------------------------------------------------------------------------------


def test_the_ledger_opens_by_key_button_and_double_click_and_closes(open_driver: Driver) -> None:
    window, views = open_driver.window, open_driver.window.views
    open_driver.session.selector.event(open_driver.event_at("Saraqib"))
    assert not views.ledger.isVisible()
    QTest.keyClick(window, Qt.Key.Key_F9)
    assert views.ledger.isVisible()
    QTest.keyClick(window, Qt.Key.Key_F9)
    assert not views.ledger.isVisible()
    QTest.mouseClick(views.reader.card.ledger, Qt.MouseButton.LeftButton)
    assert views.ledger.isVisible()
    assert window.actions_["show_ledger"].isChecked()
    assert views.ledger.label.text() == views.reader.card.label.text()


def test_without_an_event_it_says_what_it_is_for(open_driver: Driver) -> None:
    open_driver.trigger("show_ledger")
    assert panel(open_driver).pages.currentIndex() == 0


def test_each_line_opens_its_passage_with_its_words_in_the_reader(ledger_driver: Driver) -> None:
    chips = panel(ledger_driver).findChildren(VoiceChip)
    ministry = next(c for c in chips if any("26" in _said(ledger_driver, voice) for voice in c.voices))
    QTest.mouseClick(ministry, Qt.MouseButton.LeftButton)
    selection = ledger_driver.session.selection
    assert selection.article == "a.txt"
    assert selection.span is not None
    assert selection.span.of(ledger_driver.article("a.txt").text) == MINISTRY
    assert selection.claim == ministry.voices[0].span
    view = ledger_driver.window.views.reader.text
    accent = ledger_driver.window.theme.colour("accent").name()
    marked = [s.cursor.selectedText() for s in view.extraSelections() if s.format.background().color().name() == accent]
    assert marked == [_said(ledger_driver, ministry.voices[0])]


def _said(driver: Driver, voice: object) -> str:
    return voice.span.of(driver.article(voice.article).text)  # type: ignore[attr-defined]


def test_the_passage_that_is_read_is_marked_in_the_ledger(ledger_driver: Driver) -> None:
    QTest.mouseClick(passage(ledger_driver, "b.txt").words, Qt.MouseButton.LeftButton)
    assert ledger_driver.session.selection.article == "b.txt"
    assert [v.told.article for v in panel(ledger_driver).passages() if v.property("current")] == ["b.txt"]
    QTest.keyClick(passage(ledger_driver, "a.txt").words, Qt.Key.Key_Return)
    assert ledger_driver.session.selection.article == "a.txt"


def test_badges_say_what_they_count_and_how(ledger_driver: Driver) -> None:
    badges = list(panel(ledger_driver).badges.findChildren(QToolButton))
    assert [b.accessibleName() for b in badges][:2] == ["2 articles", "2 independent origins"]
    assert [b.text() for b in badges][:2] == ["2 articles", "2 origins"], "as the room allows"
    ledger_driver.window.resize(1700, 900)
    ledger_driver.until(lambda: badges[1].text() == "2 independent origins")
    ledger_driver.window.resize(900, 700)
    ledger_driver.until(lambda: badges[1].text() == "2")
    assert "reprints of one report" in badges[1].toolTip()
    assert "First Wire" in badges[1].toolTip()


def test_values_that_contradict_stand_side_by_side(driver: Driver) -> None:
    show_made(driver, contradictions.corpus())
    shown = words(panel(driver).lines)
    for value in ("Contradiction", "26", "20", "9", "denied", "three counts of the dead are given".capitalize()):
        assert value in shown, value


def test_reprints_are_folded_and_show_their_edits(driver: Driver) -> None:
    show_made(driver, contradictions.corpus())
    account = panel(driver)._accounts[0]
    assert account.fold.text() == "Show 1 reprint by Second Wire, 3 edits"
    assert len(account.views) == 1
    QTest.mouseClick(account.fold, Qt.MouseButton.LeftButton)
    assert account.views[1].isVisible()
    assert account.views[1].words.text.replace("on Wednesday", "Wednesday").replace("2620", "20") == contradictions.COPY


def show_made(driver: Driver, corpus: Corpus) -> None:
    """A corpus made for a test, as if the library had it."""
    from dataclasses import replace

    from desktop.session.digest import digest
    from desktop.session.library import Snapshot

    driver.session.take(Snapshot(corpus=corpus, digest=digest(corpus)), fresh=True)
    driver.session.snapshot = replace(driver.session.snapshot)
    driver.session.selector.event(corpus.events[0].id)
    driver.trigger("show_ledger")
    driver.until(lambda: panel(driver).lines is not None)


def test_hostile_text_stays_text(driver: Driver) -> None:
    import synthetic

    show_made(driver, synthetic.hostile())
    for event in driver.session.corpus.events:
        driver.session.selector.event(event.id)
        for label in panel(driver).findChildren(QLabel):
            assert label.textFormat() == Qt.TextFormat.PlainText
    assert panel(driver).ledger is not None


# --- grading --------------------------------------------------------------------------------------------------------------


def test_a_source_and_a_passage_are_graded_by_menu_and_undone(ledger_driver: Driver) -> None:
    session = ledger_driver.session
    session.settings.author = "A. N. Analyst"
    grade = passage(ledger_driver, "b.txt").grade
    assert grade.text() == "Grade"
    choose(grade.menu(), "Outlet: Second Wire", "B ")
    ledger_driver.until(lambda: passage(ledger_driver, "b.txt").grade.text() == "B–")
    choose(passage(ledger_driver, "b.txt").grade.menu(), "2 ")
    ledger_driver.until(lambda: passage(ledger_driver, "b.txt").grade.text() == "B2")
    assert "A. N. Analyst" in passage(ledger_driver, "b.txt").grade.toolTip()
    assert passage(ledger_driver, "a.txt").grade.text() == "Grade", "nothing is graded by itself"
    row = session.row(session.selection.event)
    assert row is not None
    assert row.grade == "B2"
    assert ledger_driver.window.actions_["undo"].text() == "Undo: grade statement"
    ledger_driver.trigger("undo")
    ledger_driver.until(lambda: passage(ledger_driver, "b.txt").grade.text() == "B–")


def test_a_single_claim_is_graded_by_the_menu_of_its_speaker(ledger_driver: Driver) -> None:
    first = next(c for c in panel(ledger_driver).findChildren(VoiceChip) if len(c.voices) == 1)
    voice = first.voices[0]
    menu = first.open_menu(QPoint(2, 2))
    choose(menu, "5 ")
    statement = Statement(voice.article, voice.span.start, voice.span.end, voice.field)
    ledger_driver.until(lambda: statement in ledger_driver.session.corpus.grades.statements)
    assert ledger_driver.session.corpus.grades.statements[statement].grade is Credibility.FIVE


def test_the_list_is_filtered_by_grade(ledger_driver: Driver) -> None:
    events = ledger_driver.window.views.events
    everything = events.model.rowCount()
    assert not events.grades.isVisible(), "there is nothing to filter by"
    ledger_driver.session.judging.grade_source(source(SourceKind.OUTLET, "Second Wire"), Reliability.C)
    ledger_driver.until(lambda: events.grades.isVisible())
    next(a for a in events.grades.menu().actions() if a.text() == "Graded").trigger()
    assert 0 < events.model.rowCount() < everything
    next(a for a in events.grades.menu().actions() if a.text().startswith("B or better")).trigger()
    assert events.model.rowCount() == 0
    next(a for a in events.grades.menu().actions() if a.text().startswith("C or better")).trigger()
    assert events.model.rowCount() == 1
    next(a for a in events.grades.menu().actions() if a.text() == "Not graded").trigger()
    assert events.model.rowCount() == everything - 1
    ledger_driver.trigger("undo")
    ledger_driver.until(lambda: not events.grades.isVisible())
    assert events.model.rowCount() == everything
    assert events.model.filter.grade == GradeFilter()


def test_what_cannot_be_judged_is_never_good_enough(ledger_driver: Driver) -> None:
    events = ledger_driver.window.views.events
    ledger_driver.session.judging.grade_source(source(SourceKind.OUTLET, "Second Wire"), Reliability.F)
    ledger_driver.until(lambda: events.grades.isVisible())
    next(a for a in events.grades.menu().actions() if a.text().startswith("C or better")).trigger()
    assert events.model.rowCount() == 0


def test_a_grade_merges_nothing_anew(ledger_driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "corpus", lambda *_: pytest.fail("the corpus was made anew"))
    ledger_driver.session.judging.grade_source(source(SourceKind.OUTLET, "Second Wire"), Reliability.C)
    ledger_driver.until(lambda: ledger_driver.session.corpus.grades)


# --- taking out and joining -------------------------------------------------------------------------------------------------


def test_a_passage_is_taken_out_becomes_an_event_of_its_own_and_undo_brings_it_back(ledger_driver: Driver) -> None:
    before = len(ledger_driver.session.corpus.events)
    view = panel(ledger_driver)
    QTest.mouseClick(view.take_out, Qt.MouseButton.LeftButton)
    passage(ledger_driver, "b.txt").chosen.click()
    assert "1 passage will be an event of its own" in view.parting.text()
    view.parting._button.click()
    ledger_driver.until(lambda: len(ledger_driver.session.corpus.events) == before + 1)
    raids = [e for e in ledger_driver.session.corpus.events if any(p.place.name.startswith("Kafr Zayt") for p in e.places)]
    assert sorted(e.articles for e in raids) == [("a.txt",), ("b.txt",)]
    assert ledger_driver.window.actions_["undo"].text() == "Undo: split event"
    ledger_driver.trigger("undo")
    ledger_driver.until(lambda: len(ledger_driver.session.corpus.events) == before)


def test_not_all_passages_can_be_taken_out(ledger_driver: Driver) -> None:
    before = len(ledger_driver.session.corpus.events)
    view = panel(ledger_driver)
    QTest.mouseClick(view.take_out, Qt.MouseButton.LeftButton)
    for each in view.passages():
        each.chosen.click()
    assert "must stay" in view.parting.text()
    view.parting._button.click()
    ledger_driver.settle()
    assert len(ledger_driver.session.corpus.events) == before
    assert not view.parting.isVisible()


def test_two_events_are_joined_by_the_dialog_and_say_so(ledger_driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    def join(dialog: JoinDialog) -> int:
        dialog.show()
        QTest.keyClicks(dialog.search, "Saraqib Rebels")
        assert dialog.view.count() == 1
        QTest.mouseClick(dialog.join, Qt.MouseButton.LeftButton)
        return dialog.result()

    monkeypatch.setattr(JoinDialog, "exec", join)
    before = len(ledger_driver.session.corpus.events)
    QTest.mouseClick(panel(ledger_driver).join, Qt.MouseButton.LeftButton)
    ledger_driver.until(lambda: len(ledger_driver.session.corpus.events) == before - 1)
    assert ledger_driver.session.selection.event is not None, "what is looked at stays in sight"
    assert any("by hand" in text for text in words(panel(ledger_driver)))
    ledger_driver.trigger("undo")
    ledger_driver.until(lambda: len(ledger_driver.session.corpus.events) == before)


def test_events_are_joined_from_the_list(ledger_driver: Driver) -> None:
    session = ledger_driver.session
    before = len(session.corpus.events)
    session.judging.join_events([e.id for e in session.corpus.events[:2]])
    ledger_driver.until(lambda: len(session.corpus.events) == before - 1)


# --- one correction everywhere ------------------------------------------------------------------------------------------------


def test_a_place_is_chosen_for_every_mention_of_its_name_with_a_preview(open_driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    previews: list[str] = []

    def choose_for_all(dialog: PlaceChooser) -> int:
        dialog.show()
        choices = dialog.scope.choices
        choices.setCurrentIndex(choices.findText("For all 2 of this name in 2 articles", Qt.MatchFlag.MatchStartsWith))
        previews.append(dialog.scope.preview.text())
        dialog.search.clear()
        QTest.keyClicks(dialog.search, "Morek")
        open_driver.until(lambda: dialog.choose.isEnabled(), 10_000)
        QTest.mouseClick(dialog.choose, Qt.MouseButton.LeftButton)
        return dialog.result()

    monkeypatch.setattr(PlaceChooser, "exec", choose_for_all)
    analysis = open_driver.session.corpus.analyses["observatory.txt"]
    index = next(i for i, m in enumerate(analysis.mentions) if m.text == "Kafr Zita")
    open_driver.window.placing.choose("observatory.txt", index)

    def chosen() -> list[str]:
        return [
            analysis.article
            for analysis in open_driver.session.corpus.analyses.values()
            for mention, resolution in zip(analysis.mentions, analysis.resolutions, strict=True)
            if mention.text == "Kafr Zita" and resolution.by_person and resolution.place and resolution.place.id == "geonames:166640"
        ]

    open_driver.until(lambda: chosen() == ["observatory.txt", "second.txt"])
    assert "towns of Kafr Zita and Khan" in previews[0]
    assert "Jets bombed the town of Kafr Zita" in previews[0]
    open_driver.trigger("undo")
    open_driver.until(lambda: not chosen())


Make = Callable[..., Driver]


def test_grades_and_splits_are_found_again_in_a_saved_project(make_driver: Make, ledger_driver: Driver, tmp_path: Path) -> None:
    session = ledger_driver.session
    session.judging.grade_source(source(SourceKind.OUTLET, "Second Wire"), Reliability.C)
    row = session.row(session.selection.event)
    assert row is not None
    session.judging.split_event(row.id, [m.id for m in row.mentions if m.article == "b.txt"])
    ledger_driver.settle()
    events = len(session.corpus.events)
    session.files.save_as(tmp_path / "kept.gpkg")
    ledger_driver.settle()
    other = make_driver(tmp_path / "elsewhere")
    other.session.files.open_project(tmp_path / "kept.gpkg")
    other.until(lambda: other.session.corpus.articles)
    assert len(other.session.corpus.events) == events
    assert other.session.corpus.grades.sources[source(SourceKind.OUTLET, "Second Wire")].grade is Reliability.C
    assert isinstance(other.session.digest.book, Book)


def test_a_speaker_left_out_of_the_map_is_nowhere_in_it(open_driver: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "map.html"

    def export(dialog: ExportMapDialog) -> int:
        dialog.show()
        listed = [dialog.speakers.topLevelItem(i) for i in range(dialog.speakers.topLevelItemCount())]
        observatory = next(item for item in listed if item is not None and "bservatory" in item.text(0))
        observatory.setCheckState(0, Qt.CheckState.Unchecked)
        assert "1 speaker left without a name" in dialog.summary.text()
        dialog.file.setText(str(out))
        QTest.mouseClick(dialog.export, Qt.MouseButton.LeftButton)
        return dialog.result()

    monkeypatch.setattr(ExportMapDialog, "exec", export)
    open_driver.trigger("export_map")
    open_driver.until(out.exists)
    text = out.read_text(encoding="utf-8")
    open_driver.settle()
    assert "Observatory" not in text
    assert "Kafr Zita" in text
