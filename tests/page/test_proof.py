"""The exported file in a real browser, from disk: it shows its evidence, asks for nothing and runs nothing but its own."""

from __future__ import annotations

import base64
import gzip
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import synthetic
from chromium import Page
from shapely.geometry.base import BaseGeometry

from geo.errors import ExportError
from geo.export import proof_map
from geo.leaving_out import LeaveOut
from geo.model import Corpus, Place
from geo.views import scene

Open = Callable[..., Page]

BOXES = """[...document.querySelectorAll('.badge')].map((b) => {
  const r = b.getBoundingClientRect(); return [b.querySelector('.badge-name').textContent, r.x + r.width / 2, r.y + r.height / 2]; })"""


def outline(where: Place) -> BaseGeometry | None:
    return synthetic.rough_outline(where)


@pytest.fixture
def opened(browser: Page, tmp_path: Path) -> Iterator[Open]:
    """`opened(corpus)` → the page with its proof map. A request or a console line fails the test."""
    browser.size(1360, 860)
    browser.scheme("light")

    def open_(corpus: Corpus, **options: object) -> Page:
        out = tmp_path / "map.html"
        proof_map(scene(corpus, outline, **options), out)  # type: ignore[arg-type]
        browser.open_proof(out)
        return browser

    yield open_
    assert browser.requests == []
    assert browser.console == []


def center(page: Page, selector: str) -> tuple[float, float]:
    box = page.evaluate(
        f"(({{x, y, width, height}}) => [x + width / 2, y + height / 2])(document.querySelector({selector!r}).getBoundingClientRect())"
    )
    return box[0], box[1]


def test_a_click_on_a_marker_opens_its_passages(opened: Open) -> None:
    page = opened(synthetic.syria())
    page.evaluate("void home.view.map.setView([35.4, 36.6], 12, {animate: false})")
    time.sleep(0.3)
    x, y = page.evaluate(
        f"(() => {{ const p = home.view.containerPixel({synthetic.KHAN_SHAYKHUN.position.lon}, {synthetic.KHAN_SHAYKHUN.position.lat}),"
        " r = home.view.map.getContainer().getBoundingClientRect(); return [p.x + r.x, p.y + r.y]; })()"
    )
    page.click(x, y)
    page.wait("!document.querySelector('.reading').hidden")
    assert page.texts(".reading-heading h1") == ["Khan Shaykhun"]
    quoted = page.texts(".quotation blockquote")
    assert len(quoted) == 1
    assert quoted[0].startswith("Raids on Wednesday targeted Kafr Zita")
    assert page.texts(".mark-trigger") == ["targeted"]
    assert page.texts(".mark-place") == ["Kafr Zita", "Kafr Nabudah", "al-Sayyad", "al-Latamneh", "Khan Shaykhun", "Alhbit"]
    assert page.texts(".speaker") == ["Said by the Observatory"]
    assert page.texts(".source") == ["Test wire, “Heaviest fighting in months”, 8 October 2015"]


def test_every_badge_opens_the_passages_of_its_area(opened: Open) -> None:
    page = opened(synthetic.syria())
    badges = page.evaluate(BOXES)
    assert {name for name, _, _ in badges} == {
        "Hama province",
        "Idlib province",
        "Syria",
        "western Syria",
        "Turkish airspace",
        "Caspian Sea",
    }
    for name, x, y in badges:
        page.click(x, y)
        page.wait(f"document.querySelector('.reading-heading h1')?.textContent === {name!r}")
        assert page.texts(".quotation blockquote"), name
        page.key("Escape")


def test_passages_of_several_articles_stand_together_with_their_hashes(opened: Open) -> None:
    corpus = synthetic.syria()
    page = opened(corpus)
    page.evaluate("home.panel.open(0)")
    assert len(page.texts(".quotation")) == 2
    assert page.texts(".source")[1] == "Test wire, untitled, date not given; said: Wednesday"
    assert page.texts(".hash") == [corpus.articles[0].text_sha256, corpus.articles[2].text_sha256]
    assert page.texts(".top .sample") == ["Sample"]


def test_arrow_keys_step_through_events_and_escape_closes(opened: Open) -> None:
    page = opened(synthetic.syria())
    page.key("ArrowDown")
    assert page.evaluate("home.panel.current") == 0
    page.key("ArrowRight")
    assert page.evaluate("home.panel.current") == 1
    page.key("ArrowUp")
    assert page.evaluate("home.panel.current") == 0
    page.key("Escape")
    assert page.evaluate("document.querySelector('.reading').hidden")


def test_events_without_a_place_are_in_the_list(opened: Open) -> None:
    page = opened(synthetic.syria())
    rows = page.texts(".row")
    assert len(rows) == 8
    assert any("no place given" in row and "Interception" in row for row in rows)


def test_search_narrows_list_and_map(opened: Open) -> None:
    page = opened(synthetic.syria())
    page.evaluate("(home.panel.search.value = 'nato airspace', home.panel.search.dispatchEvent(new Event('input')), 1)")
    time.sleep(0.2)
    assert page.texts(".row-label") == ["Airspace violation: Turkish airspace"]
    assert [name for name, _, _ in page.evaluate(BOXES)] == ["Turkish airspace"]


def test_the_time_filter_hides_what_is_outside_and_counts_the_undated(opened: Open) -> None:
    page = opened(synthetic.many(400))
    assert "58 undated" in page.texts(".timeline-undated")[0]
    page.evaluate(
        "(() => { const [from, to] = document.querySelectorAll('.sliders input'); to.value = Number(from.min) + 200;"
        " to.dispatchEvent(new Event('input')); })()"
    )
    shown = page.evaluate("home.panel.shown.length")
    days = page.evaluate("home.panel.shown.map((n) => home.record.firstDay[n]).filter((d) => d > 0)")
    assert 58 < shown < 400
    assert max(days) <= min(days) + 201
    page.evaluate("document.querySelector('.timeline-undated input').click()")
    assert page.evaluate("home.panel.shown.length") == shown - 58


def test_a_place_in_a_passage_is_shown_on_the_map(opened: Open) -> None:
    page = opened(synthetic.syria())
    page.evaluate("home.panel.open(4)")
    page.click(*center(page, ".mark-place"))
    time.sleep(1)
    middle = page.evaluate("(() => { const c = home.view.map.getCenter(); return [c.lng, c.lat]; })()")
    assert abs(middle[0] - synthetic.KAFR_ZITA.position.lon) < 0.05
    assert abs(middle[1] - synthetic.KAFR_ZITA.position.lat) < 0.05


def test_layers_can_be_switched_off(opened: Open) -> None:
    page = opened(synthetic.syria())
    assert page.texts(".leaflet-control-layers-overlays label") == [" Places", " Areas", " Schematic lines", " Ranges", " Names"]
    page.evaluate("document.querySelectorAll('.leaflet-control-layers-overlays input')[1].click()")
    time.sleep(0.3)
    assert page.evaluate("document.querySelectorAll('.badge').length") == 0


@pytest.mark.parametrize("number", range(len(synthetic.HOSTILE)))
def test_hostile_text_stays_text(opened: Open, number: int) -> None:
    corpus = synthetic.hostile()
    page = opened(corpus, title=synthetic.HOSTILE[number])
    text = synthetic.HOSTILE[number]
    page.evaluate(f"home.panel.open({number})")
    assert page.texts(".quotation blockquote") == [corpus.articles[number].text.rsplit("\nNothing else", 1)[0]]
    assert page.texts(".speaker") == [f"Said by Mr {text}"]
    assert page.texts(".source-publisher") == [f"Publisher {text}"]
    assert f"“Title {text}”" in page.texts(".source")[0]
    assert page.evaluate("typeof window.hacked") == "undefined"
    assert page.evaluate("document.querySelectorAll('.panel script, .panel img, .panel svg, .top script').length") == 0


def test_a_right_to_left_override_does_not_turn_what_follows(opened: Open) -> None:
    page = opened(synthetic.hostile())
    page.evaluate("home.panel.open(7)")
    # The word after the foreign text stands to its right, as it would without it.
    order = page.evaluate("""(() => {
      const source = document.querySelector('.source'), range = document.createRange(), last = source.lastElementChild;
      range.selectNodeContents(source.firstElementChild); const first = range.getClientRects()[0];
      range.selectNodeContents(last); const end = range.getClientRects()[0];
      return end.top > first.top || end.left > first.left; })()""")
    assert order
    assert page.evaluate(
        "[...document.querySelectorAll('.panel bdi, .panel blockquote')].every((e) => getComputedStyle(e).unicodeBidi === 'isolate')"
    )


def test_highlights_count_as_javascript_counts(opened: Open) -> None:
    report = synthetic.Report(
        "😀😀 Shelling hit Kafr Zita 😀, witnesses said.",
        synthetic.EventType.MISSILE_ATTACK,
        "Shelling",
        [("Kafr Zita", synthetic.KAFR_ZITA, synthetic.Part.TARGET)],
    )
    build = synthetic.Builder()
    build.article("emoji.txt", [report])
    page = opened(build.corpus())
    page.evaluate("home.panel.open(0)")
    assert page.texts(".mark-trigger") == ["Shelling"]
    assert page.texts(".mark-place") == ["Kafr Zita"]


def test_on_a_phone_map_and_panel_stand_above_each_other(opened: Open, browser: Page) -> None:
    browser.size(390, 780, mobile=True)
    page = opened(synthetic.syria())
    tall, panel_top, overflow = page.evaluate(
        "[document.querySelector('.folium-map').getBoundingClientRect().bottom,"
        " document.querySelector('.panel').getBoundingClientRect().top,"
        " document.documentElement.scrollWidth - innerWidth]"
    )
    assert panel_top >= tall - 1
    assert overflow <= 0


def test_it_prints_the_map_and_every_passage(opened: Open, tmp_path: Path) -> None:
    page = opened(synthetic.syria())
    page.evaluate("home._print()")
    assert len(page.texts(".print-list .card")) == 8
    assert page.evaluate("document.querySelector('.folium-map').getBoundingClientRect().width") == pytest.approx(695, abs=3)
    page.evaluate("home._printed()")
    page.pdf(tmp_path / "map.pdf")
    assert (tmp_path / "map.pdf").stat().st_size > 50_000
    assert page.evaluate("document.querySelector('.print-list')") is None


# --- the file itself ---------------------------------------------------------------------------------------------------


def written(corpus: Corpus, tmp_path: Path, **options: object) -> str:
    out = tmp_path / "map.html"
    proof_map(scene(corpus, outline, **options), out)  # type: ignore[arg-type]
    return out.read_text(encoding="utf-8")


def test_the_same_corpus_gives_the_same_file(tmp_path: Path) -> None:
    assert written(synthetic.syria(), tmp_path) == written(synthetic.syria(), tmp_path)


def test_it_names_no_host_to_load_from(tmp_path: Path) -> None:
    text = written(synthetic.syria(), tmp_path)
    assert not re.findall(r"<(?:script|link|img|iframe)[^>]+(?:src|href)=", text)
    assert "url(http" not in text
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', text)
    assert policy is not None
    assert "default-src 'none'" in policy.group(1)
    assert "unsafe" not in policy.group(1)


def test_it_holds_passages_and_not_whole_articles(tmp_path: Path) -> None:
    text = written(synthetic.syria(), tmp_path)
    assert "Shelling hit Kafr Zita again after dark." in text
    assert "Nothing else of note" not in text
    assert "/somewhere/" not in text  # where an article lay on the analyst's machine


def test_a_left_out_article_is_nowhere_in_the_file(tmp_path: Path) -> None:
    corpus = synthetic.syria()
    text = written(corpus, tmp_path, leave_out=LeaveOut(articles=frozenset({"observers.txt"})))
    gone = corpus.articles[1]
    assert gone.title not in text
    assert gone.text_sha256 not in text
    for words in ("Khan Shaykhun", "al-Sayyad", "targeted", "Clashes with militants", "observers.txt"):
        assert words not in text, words
    assert "Four ships fired 26 cruise missiles" in text


def test_a_left_out_place_is_nowhere_in_the_file(tmp_path: Path) -> None:
    corpus = synthetic.syria()
    page = scene(corpus, outline, leave_out=LeaveOut(places=frozenset({synthetic.KAFR_ZITA.id})))
    out = tmp_path / "map.html"
    proof_map(page, out)
    content = out.read_bytes()
    assert b"Kafr Zita" not in content
    assert b"Khan Shaykhun" in content
    assert "[left out]" in out.read_text(encoding="utf-8")
    basemap = re.search(r'id="dateline-basemap">([^<]+)<', out.read_text(encoding="utf-8"))
    assert basemap is not None
    assert b'"Kafr Zita"' not in gzip.decompress(base64.b64decode(basemap.group(1)))
    assert not [m for m in page.markers if m.place.id == synthetic.KAFR_ZITA.id]
    assert len(page.events) == 7  # the shelling of Kafr Zita alone is gone, the strikes on six towns are not


def test_ten_thousand_events_stay_under_three_megabytes(tmp_path: Path) -> None:
    corpus = synthetic.many(10_000)
    out = tmp_path / "map.html"
    proof_map(scene(corpus, outline), out)
    assert out.stat().st_size < 3_000_000


def test_a_folder_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="missing"):
        proof_map(scene(synthetic.syria(), outline), tmp_path / "missing" / "map.html")


def test_a_scene_without_its_record_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="record"):
        proof_map(scene(synthetic.syria(), outline, record=False), tmp_path / "map.html")
    assert not (tmp_path / "map.html").exists()
