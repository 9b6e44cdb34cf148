"""The exported file as it is read: by keys, on a small screen, in the dark, on paper, and with dates that stand far apart."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import contradictions
import pytest
import synthetic
from chromium import Page

from geo.export import proof_map
from geo.model import Corpus, When
from geo.views import scene

Open = Callable[..., Page]


@pytest.fixture
def opened(browser: Page, tmp_path: Path) -> Iterator[Open]:
    """`opened(corpus, …)` → the page with its proof map. A request or a console line fails the test."""

    def open_(corpus: Corpus, size: tuple[int, int] = (1360, 860), scheme: str = "light") -> Page:
        browser.size(*size, mobile=size[0] < 500)
        browser.scheme(scheme)
        out = tmp_path / "map.html"
        proof_map(scene(corpus, synthetic.rough_outline), out)
        browser.open_proof(out)
        return browser

    yield open_
    assert browser.requests == []
    assert browser.console == []


def press(page: Page, key: str) -> None:
    """A key with its text, as a keyboard sends it."""
    code = {"Enter": 13, "Tab": 9, "Escape": 27}[key]
    text = "\r" if key == "Enter" else ""
    page.send("Input.dispatchKeyEvent", type="keyDown", key=key, text=text, windowsVirtualKeyCode=code)
    page.send("Input.dispatchKeyEvent", type="keyUp", key=key, windowsVirtualKeyCode=code)
    time.sleep(0.1)


# --- time ----------------------------------------------------------------------------------------------------------------


def on(corpus: Corpus, *days: tuple[date, date] | None) -> Corpus:
    """The corpus with its events on these days, the last of them for all that are left."""
    spans = [*days, *[days[-1]] * (len(corpus.events) - len(days))]
    whens = [None if span is None else When("then", None, *span) for span in spans]
    return replace(corpus, events=tuple(replace(event, when=when) for event, when in zip(corpus.events, whens, strict=True)))


def day(year: int, month: int, number: int) -> tuple[date, date]:
    return date(year, month, number), date(year, month, number)


def words(page: Page) -> str:
    return page.texts(".timeline-words")[0]


def test_one_event_years_before_does_not_squeeze_the_timeline(opened: Open) -> None:
    page = opened(on(synthetic.syria(), day(2011, 3, 15), day(2015, 10, 1), day(2015, 10, 7)))
    every = page.evaluate("home.record.length")
    assert words(page) == "1 Oct 2015 to 7 Oct 2015"
    assert page.texts(".beside") == ["1 earlier"]
    assert page.evaluate("home.panel.shown.length") == every, "what is not in view is not left out"
    x, y = page.evaluate("(() => { const r = document.querySelector('.beside').getBoundingClientRect(); return [r.x + 9, r.y + 8]; })()")
    page.click(x, y)
    assert words(page) == "15 Mar 2011 to 7 Oct 2015"
    assert page.texts(".beside") == ["Most events"]


def test_moving_the_first_day_leaves_out_what_came_before(opened: Open) -> None:
    page = opened(on(synthetic.syria(), day(2011, 3, 15), day(2015, 10, 1), day(2015, 10, 7)))
    every = page.evaluate("home.record.length")
    page.evaluate(
        "(() => { const [from] = document.querySelectorAll('.sliders input'); from.value = Number(from.min) + 3;"
        " from.dispatchEvent(new Event('input')); })()"
    )
    assert words(page) == "4 Oct 2015 to 7 Oct 2015"
    assert page.evaluate("home.panel.shown.length") == every - 2
    assert page.evaluate("document.querySelector('.sliders input').getAttribute('aria-valuetext')") == "4 Oct 2015"


def test_a_year_makes_no_timeline_and_does_not_lead_the_list(opened: Open) -> None:
    year = (date(2011, 1, 1), date(2011, 12, 31))
    page = opened(on(synthetic.syria(), None, year, None))
    assert page.texts(".timeline") == []
    first = page.evaluate("Number(document.querySelector('.row').dataset.event)")
    assert page.evaluate(f"home.record.event({first}).dated") is False


# --- by keys ---------------------------------------------------------------------------------------------------------------


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement.className")


def test_who_goes_by_keys_is_led_into_an_event_and_back_to_its_row(opened: Open) -> None:
    page = opened(synthetic.syria())
    page.evaluate("document.querySelectorAll('.row')[2].focus()")
    chosen = page.evaluate("document.activeElement.dataset.event")
    press(page, "Enter")
    assert focused(page) == "back"
    press(page, "Escape")
    assert "row" in focused(page)
    assert page.evaluate("document.activeElement.dataset.event") == chosen


def test_where_the_keys_are_is_seen(opened: Open) -> None:
    page = opened(synthetic.syria())
    page.evaluate("document.querySelector('.search').focus()")
    seen = set()
    for _ in range(5):
        press(page, "Tab")
        seen.add(focused(page).split()[0])
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
        assert page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)") >= 2
    assert "row" in seen


def test_a_search_that_finds_nothing_says_so(opened: Open) -> None:
    page = opened(synthetic.syria())
    page.evaluate("(() => { const s = document.querySelector('.search'); s.value = 'xyzzy'; s.dispatchEvent(new Event('input')); })()")
    assert page.evaluate("document.querySelectorAll('.row').length") == 0
    assert page.evaluate("document.querySelector('.none').checkVisibility()")
    assert page.texts(".none")[0].startswith("No event passes")


def test_a_map_of_nothing_says_so(opened: Open) -> None:
    page = opened(replace(synthetic.syria(), events=()))
    assert page.texts(".none") == ["No article tells of an event that happened."]


# --- small, dark and on paper ------------------------------------------------------------------------------------------------

LUMINANCE = """(colour) => {
  const context = Object.assign(document.createElement('canvas'), {width: 1, height: 1}).getContext('2d');
  context.fillStyle = colour; context.fillRect(0, 0, 1, 1);
  const part = (v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const [r, g, b] = context.getImageData(0, 0, 1, 1).data;
  return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
}"""
FAINT = f"""(() => {{
  const luminance = {LUMINANCE};
  const ground = (e) => {{
    for (; e; e = e.parentElement) {{
      const colour = getComputedStyle(e).backgroundColor;
      if (!/, 0\\)$|transparent/.test(colour) && !/rgba\\(/.test(colour)) return colour;
    }}
    return 'white';
  }};
  const out = [];
  for (const e of document.querySelectorAll('.panel *, .top *, .timeline *')) {{
    const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
    if (!own || !e.checkVisibility()) continue;
    const [a, b] = [luminance(getComputedStyle(e).color), luminance(ground(e))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) out.push(`${{e.className || e.tagName}}: ${{ratio.toFixed(2)}}`);
  }}
  return [...new Set(out)];
}})()"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_of_the_panel_can_be_read(opened: Open, scheme: str) -> None:
    page = opened(contradictions.corpus(), scheme=scheme)
    assert page.evaluate(FAINT) == []
    for mode in ("passages", "ledger"):
        page.evaluate("home.panel.open(0)")
        page.evaluate(f"home.panel.turn({mode!r})")
        page.evaluate("document.querySelector('.voice').click()")
        page.evaluate("document.querySelectorAll('details').forEach((d) => (d.open = true))")
        assert page.evaluate(FAINT) == [], mode


@pytest.mark.parametrize("size", [(390, 844), (800, 700), (1024, 768), (1360, 860)])
def test_the_bar_over_an_event_stays_one_line_and_nothing_is_wider_than_the_screen(opened: Open, size: tuple[int, int]) -> None:
    page = opened(contradictions.corpus(), size)
    page.evaluate("home.panel.open(0)")
    page.evaluate("home.panel.turn('ledger')")
    assert page.evaluate("document.querySelector('.reading-bar').offsetHeight") < 60
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    wide = page.evaluate("(() => { const p = document.querySelector('.panel'); return p.scrollWidth - p.clientWidth; })()")
    assert wide <= 0


def test_on_a_small_map_badges_show_their_number_and_still_tell_what_it_counts(opened: Open) -> None:
    page = opened(synthetic.syria(), (390, 844))
    badge = "document.querySelector('.badge:not(.badge-origin)')"
    assert page.evaluate(f"{badge}.textContent").endswith((" event", " events"))
    assert page.evaluate(f"{badge}.querySelector('.badge-noun').offsetWidth") <= 1
    assert page.evaluate("document.querySelector('.legend').open") is False
    page = opened(synthetic.syria())
    assert page.evaluate(f"{badge}.querySelector('.badge-noun').offsetWidth") > 20
    assert page.evaluate("document.querySelector('.legend').open") is True


def test_signs_of_the_legend_stand_in_one_column(opened: Open) -> None:
    page = opened(synthetic.syria())
    lefts = page.evaluate(
        "[...document.querySelectorAll('.legend-row > :last-child')].map((e) => Math.round(e.getBoundingClientRect().left))"
    )
    assert len(lefts) > 4
    assert len(set(lefts)) == 1


def printed(page: Page) -> None:
    page.evaluate("home._print()")


def test_what_is_read_is_what_is_printed_with_its_ledger_its_passages_and_its_sources(opened: Open) -> None:
    page = opened(contradictions.corpus())
    page.evaluate("home.panel.open(0)")
    page.evaluate("home.panel.turn('ledger')")
    printed(page)
    assert len(page.texts(".print-list .card")) == 1
    assert page.texts(".print-list .line-value"), "the ledger"
    assert page.texts(".print-list .own-words") == ["In their own words"]
    quoted = page.texts(".print-list blockquote")
    assert quoted, "the passages"
    closed = page.evaluate("[...document.querySelectorAll('.print-list .reprints')].filter((d) => !d.open).length")
    assert closed == 0, "nothing can be unfolded on paper"
    cited = set(page.texts(".print-list figcaption .cited"))
    assert cited
    assert cited <= set(page.texts(".source-list .cited"))
    assert all(len(text.split()[-1]) == 64 for text in page.texts(".source-list .hash"))
    page.evaluate("home._printed()")


def test_from_the_list_every_event_is_printed_with_its_passages_alone(opened: Open) -> None:
    page = opened(contradictions.corpus())
    printed(page)
    assert len(page.texts(".print-list .card")) == page.evaluate("home.record.length")
    assert page.texts(".print-list .line-value") == []
    page.evaluate("home._printed()")


def test_articles_without_a_title_are_told_apart(opened: Open) -> None:
    corpus = contradictions.corpus()
    page = opened(replace(corpus, articles=tuple(replace(article, title=None, publisher=None) for article in corpus.articles)))
    page.evaluate("home.panel.open(0)")
    page.evaluate("document.querySelector('.badge-of summary').click()")
    names = page.texts(".badge-of[open] li")
    assert len(names) > 1
    assert len(set(names)) == len(names)
    assert names[0] == "Article 1, untitled"
