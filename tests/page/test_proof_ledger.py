"""The ledger in the exported file, in a real browser from disk: by mouse, by keys, and with nothing of what is left out."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import carried
import contradictions
import pytest
import synthetic
from chromium import Page

from geo.export import proof_map
from geo.grades import Credibility, Graded, Grades, Reliability, SourceKind, Statement, source
from geo.leaving_out import leave_out_of
from geo.model import Corpus
from geo.views import scene

Open = Callable[..., Page]


@pytest.fixture
def opened(browser: Page, tmp_path: Path) -> Iterator[Open]:
    """`opened(corpus)` → the page with its proof map and the first event's ledger. A request or a console line fails the test."""
    browser.size(1360, 860)
    browser.scheme("light")

    def open_(corpus: Corpus, mode: str = "ledger", **left: list[str]) -> Page:
        out = tmp_path / "map.html"
        proof_map(scene(corpus, synthetic.rough_outline, leave_out=leave_out_of(corpus, **left)), out)
        browser.open_proof(out)
        browser.evaluate("home.panel.open(0)")
        browser.evaluate(f"home.panel.turn({mode!r})")
        time.sleep(0.2)
        return browser

    yield open_
    assert browser.requests == []
    assert browser.console == []


def click(page: Page, selector: str, number: int = 0) -> None:
    """A real click in the middle of an element, scrolled into view."""
    x, y = page.evaluate(
        f"(() => {{ const e = document.querySelectorAll({selector!r})[{number}]; e.scrollIntoView({{block: 'center'}});"
        " const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; })()"
    )
    page.click(x, y)
    time.sleep(0.1)


def press(page: Page, key: str) -> None:
    """A key with its text, as a keyboard sends it."""
    text = "\r" if key == "Enter" else key if len(key) == 1 else ""
    code = {"Enter": 13, "Tab": 9}.get(key, ord(key[0].upper()))
    page.send("Input.dispatchKeyEvent", type="keyDown", key=key, text=text, windowsVirtualKeyCode=code)
    page.send("Input.dispatchKeyEvent", type="keyUp", key=key, windowsVirtualKeyCode=code)
    time.sleep(0.1)


def test_values_that_contradict_stand_side_by_side_with_their_speakers(opened: Open) -> None:
    page = opened(contradictions.corpus())
    assert page.texts(".dispute h3") == ["Peoplecontradiction", "Whatdifference"]
    assert page.texts(".dispute .why")[0] == "Three counts of the dead are given"
    assert page.texts(".dispute:first-of-type .side-value") == ["26", "20", "9"]
    assert page.texts(".dispute:first-of-type .voice")[2].startswith("Syrian Observatory")
    sides = "document.querySelector('.dispute').querySelectorAll('.side')"
    tops = page.evaluate(f"[...{sides}].map((side) => side.getBoundingClientRect().top)")
    assert tops[0] == tops[1], "side by side"


def test_each_line_opens_its_passage_with_its_own_words_and_closes_it(opened: Open) -> None:
    page = opened(contradictions.corpus())
    assert page.texts(".opened blockquote") == []
    click(page, ".dispute .voice", 2)
    assert page.texts(".opened blockquote") == [contradictions.OTHER]
    assert page.texts(".mark-claim") == ["9 people"]
    click(page, ".dispute .voice", 2)
    assert page.texts(".opened:not([hidden]) blockquote") == []


def test_what_is_carried_says_so_and_its_words_are_a_click_away(opened: Open) -> None:
    page = opened(carried.corpus(), mode="passages")
    notes = page.texts(".card-carried")
    assert notes[0].startswith("Where: Kafr Zita, carried from “Kafr Zita”, two sentences before, same incident")
    assert notes[1].startswith("When: 6 October 2015, carried from “on Tuesday”")
    assert page.texts(".quotation blockquote") == [carried.SENTENCES[2]]
    click(page, ".card-carried .voice")
    assert page.texts(".opened:not([hidden]) blockquote") == [carried.SENTENCES[0]]
    assert page.texts(".mark-claim") == ["Kafr Zita"]
    assert "inferred: told in another sentence" in page.texts(".legend-row")
    page.evaluate("home.panel.turn('ledger')")
    assert page.texts(".line-value .carried")[0].startswith("carried from")


def test_it_is_worked_by_keys_alone(opened: Open) -> None:
    page = opened(contradictions.corpus(), mode="passages")
    press(page, "l")
    assert page.evaluate("home.panel.mode") == "ledger"
    page.evaluate("document.querySelector('.line .voice').focus()")
    press(page, "Enter")
    assert page.evaluate("document.activeElement.getAttribute('aria-expanded')") == "true"
    assert page.texts(".opened:not([hidden]) blockquote")
    page.evaluate("document.querySelector('.badge-of summary').focus()")
    press(page, "Enter")
    assert page.evaluate("document.querySelector('.badge-of').open")
    focusable = "[...document.querySelectorAll('.card button, .card summary')].every((e) => e.tabIndex >= 0)"
    assert page.evaluate(focusable)


def test_a_denial_of_another_event_opens_though_that_event_is_not_drawn(opened: Open) -> None:
    page = opened(contradictions.corpus())
    names = page.texts(".dispute .voice")
    click(page, ".dispute .voice", names.index("the ministry"))
    assert page.texts(".opened:not([hidden]) blockquote") == [contradictions.DENIAL]
    assert "denied" in page.texts(".opened:not([hidden]) figcaption")[0]
    page.evaluate("home.panel.turn('passages')")
    assert contradictions.DENIAL not in page.texts(".quotation blockquote"), "it is no passage of this event"


def test_badges_open_what_they_count_and_say_how(opened: Open) -> None:
    page = opened(contradictions.corpus())
    assert page.texts(".badge-of summary") == ["3 articles", "2 independent origins", "2 speakers", "2 parties"]
    click(page, ".badge-of summary", 1)
    assert page.texts(".badge-of[open] li") == ["First Wire = Second Wire", "Third Wire"]
    assert "Reprints" in page.texts(".badge-of[open] p")[0]


def test_reprints_are_folded_below_the_first_print_with_their_edits(opened: Open) -> None:
    page = opened(contradictions.corpus(), mode="passages")
    assert page.texts(".card > .quotation blockquote") == [contradictions.FIRST, contradictions.OTHER]
    assert page.texts(".reprints summary")[0] == "1 reprint, 3 edits"
    click(page, ".reprints summary")
    assert page.texts(".copy del") == ["on ", "26"]
    assert page.texts(".copy ins.number") == ["20"]


def test_what_is_agreed_is_told_from_what_one_origin_says(opened: Open) -> None:
    page = opened(contradictions.corpus())
    assert page.texts(".standing h3")[0].startswith("Agreed")
    assert "Kafr Zita" in page.texts(".standing:nth-of-type(2) .line-value")
    assert page.texts(".check.fails") == ["! 20 stands where the first print has 26"]
    assert page.texts(".reasons li") == ["the same passage, reprinted", "the same place: Kafr Zita"]


def test_grades_are_shown_in_words_and_only_where_given(opened: Open) -> None:
    corpus = contradictions.corpus()
    now = datetime(2026, 1, 1, tzinfo=UTC)
    wire = source(SourceKind.OUTLET, "Third Wire")
    statement = Statement("c.txt", 0, len(contradictions.OTHER))
    given = Grades({wire: Graded(Reliability.B, "A", now)}, {statement: Graded(Credibility.TWO, "A", now)})
    page = opened(replace(corpus, grades=given), mode="passages")
    assert page.texts("figcaption > .grade") == ["B2"]
    assert page.evaluate("document.querySelector('.grade').title").endswith("source usually reliable; statement probably true")
    page.evaluate("home.panel.turn('ledger')")
    assert set(page.texts(".voice .grade")) == {"B2"}


@pytest.mark.parametrize(
    ("left", "gone", "kept"),
    [
        ({"speakers": [contradictions.PROTECTED]}, ["Darwish"], ["26", "Third Wire"]),
        ({"articles": ["a.txt"]}, ["First Wire", contradictions.FIRST, "reprinted"], ["20", "9"]),
        ({"articles": ["d.txt"]}, ["the ministry", "Fourth Wire"], ["26"]),
    ],
)
def test_what_is_left_out_is_nowhere_in_the_ledger(opened: Open, left: dict[str, list[str]], gone: list[str], kept: list[str]) -> None:
    page = opened(contradictions.corpus(), **left)
    shown = page.evaluate("document.querySelector('.panel').textContent + document.getElementById('dateline-scene').textContent")
    for words in gone:
        assert words not in shown, words
    for words in kept:
        assert words in shown, words


@pytest.mark.parametrize("number", range(len(synthetic.HOSTILE)))
def test_hostile_text_stays_text_in_the_ledger(opened: Open, number: int) -> None:
    page = opened(synthetic.hostile())
    page.evaluate(f"home.panel.open({number})")
    text = synthetic.HOSTILE[number]
    assert f"Mr {text}" in page.texts(".voice bdi")
    click(page, ".line .voice")
    assert page.evaluate("typeof window.hacked") == "undefined"
    assert page.evaluate("document.querySelectorAll('.panel script, .panel img, .panel svg').length") == 0
