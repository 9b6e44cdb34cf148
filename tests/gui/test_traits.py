"""Filters by actor, source, corroboration, place and disagreement, as a person chooses them from the menu and takes them back."""

from __future__ import annotations

from dataclasses import replace

import contradictions
import pytest
import synthetic
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from desktop.session.digest import digest
from desktop.session.traits import Corroboration, Placed, Traits, actor_counts, actors_of, placed, source_counts
from geo.model import Corpus

from .conftest import Driver


def passing(corpus: Corpus, traits: Traits) -> set[str]:
    told = digest(corpus)
    return {row.id for row, passes in zip(told.rows, traits.passes(told), strict=True) if passes}


def test_what_several_origins_tell_and_what_one_tells_are_apart_and_together_all() -> None:
    corpus = synthetic.syria()
    several = passing(corpus, Traits(corroboration=Corroboration.SEVERAL))
    one = passing(corpus, Traits(corroboration=Corroboration.ONE))
    assert several == {e.id for e in corpus.events if e.sources.origins >= 2}
    assert several
    assert one
    assert one | several == {e.id for e in corpus.events}
    assert not one & several


def test_every_event_is_placed_in_exactly_one_way() -> None:
    corpus = synthetic.syria()
    by_way = {way: passing(corpus, Traits(placed=way)) for way in Placed}
    assert sum(map(len, by_way.values())) == len(corpus.events)
    raids = next(e for e in corpus.events if any(p.place.name.startswith("Kafr Z") for p in e.places))
    assert raids.id in by_way[Placed.SPOT]
    launch = next(e for e in corpus.events if {p.place.feature for p in e.places} == {"SEA", "PCLI"})
    assert launch.id in by_way[Placed.AREA]


def test_a_spot_counts_as_in_doubt_where_all_spots_are_and_an_event_may_have_none() -> None:
    row = next(r for r in digest(synthetic.syria()).rows if placed(r) is Placed.SPOT)
    assert row.event is not None
    doubtful = replace(row.event, places=tuple(replace(p, uncertain=True) for p in row.event.places))
    assert placed(replace(row, event=doubtful)) is Placed.DOUBTFUL
    assert placed(replace(row, event=replace(row.event, places=()))) is Placed.NOWHERE


def test_disagreement_is_that_of_the_ledger() -> None:
    corpus = contradictions.corpus()
    disagreeing = {e.id for e in corpus.events if e.disagreements}
    assert disagreeing
    assert passing(corpus, Traits(disagreeing=True)) == disagreeing


def test_an_actor_that_a_changed_corpus_no_longer_has_hides_nothing() -> None:
    told = digest(synthetic.syria())
    assert "Russia" in actor_counts(told)
    assert Traits(actors=frozenset({"Russia", "Nobody"})).within(told) == Traits(actors=frozenset({"Russia"}))
    assert not Traits(sources=frozenset({"No wire"})).within(told)


def entry(menu: QMenu, *path: str) -> QAction:
    """The entry whose words begin so, down the menus."""
    action = next(a for a in menu.actions() if a.text().startswith(path[0]))
    inner = action.menu()
    return entry(inner, *path[1:]) if isinstance(inner, QMenu) and len(path) > 1 else action


def choose(driver: Driver, *path: str) -> None:
    """Opens the menu by its key's command, and chooses."""
    driver.trigger("more_filters")
    menu = driver.window.views.events.traits.more.menu()
    driver.until(menu.isVisible, 3000)
    entry(menu, *path).trigger()
    menu.close()


def test_filters_combine_in_list_and_map_and_a_click_on_a_chip_takes_one_back(open_driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    visible: list[list[str] | None] = []
    monkeypatch.setattr(open_driver.window.views.map, "set_visible_events", visible.append)
    listed, told = open_driver.window.views.events, open_driver.session.digest
    publisher = {a.id: a.publisher for a in open_driver.session.corpus.articles}
    by_second = {row.id for row in told.rows if any(publisher[m.article] == "Second Wire" for m in row.mentions)}
    assert 0 < len(by_second) < len(told.rows)
    choose(open_driver, "Source", "Second Wire")
    assert set(visible[-1] or []) == by_second
    assert listed.model.rowCount() == len(by_second) == source_counts(told)["Second Wire"]
    several = {row.id for row in told.rows if row.sources.origins > 1}
    assert 0 < len(by_second & several) < len(by_second)
    choose(open_driver, "Corroboration", Corroboration.SEVERAL)
    assert set(visible[-1] or []) == by_second & several
    chips = listed.traits.chosen
    assert [chip.text() for chip in chips.values() if chip.isVisible()] == ["Second Wire", Corroboration.SEVERAL]
    QTest.mouseClick(chips["sources"], Qt.MouseButton.LeftButton)
    assert set(visible[-1] or []) == several
    assert not chips["sources"].isVisible()
    choose(open_driver, "Take these filters back")
    assert visible[-1] is None
    assert not any(chip.isVisible() for chip in chips.values())


def test_of_several_actors_one_is_enough(open_driver: Driver) -> None:
    listed, told = open_driver.window.views.events, open_driver.session.digest
    first, second = list(actor_counts(told))[:2]
    choose(open_driver, "Actor", first)
    choose(open_driver, "Actor", second)
    assert listed.model.rowCount() == sum(bool(actors_of(row) & {first, second}) for row in told.rows)
    assert listed.traits.chosen["actors"].text() == "2 actors"
    choose(open_driver, "Actor", second)
    assert listed.model.rowCount() == actor_counts(told)[first]


def test_what_is_chosen_goes_where_the_next_project_has_it_not(open_driver: Driver) -> None:
    choose(open_driver, "Source", "Second Wire")
    session = open_driver.session
    gone = [a.id for a in session.corpus.articles if a.publisher == "Second Wire"]
    session.judging.set_articles({gone[0]: {"publisher": "Renamed Wire"}})
    open_driver.settle()
    listed = open_driver.window.views.events
    assert listed.model.visible_ids() is None
    assert not listed.traits.chosen["sources"].isVisible()
