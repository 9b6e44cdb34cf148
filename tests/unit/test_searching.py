"""Full-text search: what is found in which script and spelling, where it stands, and that nothing of what was removed is kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from geo.cli import main
from geo.model import Article, Span
from geo.project import ArticleIndex, Project, around

TEXTS = {
    "mill": "Shells fell on the old mill at Ḩamāh. The mill burned; millers fled.",
    "bridge": "Jets bombed the bridge. The old bridge near the mill still stands.",
    "arabic": "سقطت قذائف على مدينة حَلَب في ٨ أكتوبر ٢٠١٥ وقال مصدر إن المدرسة أصيبت",
    "russian": "Удар пришёлся по Ёлкино вечером 8 октября.",
    "sharp": "Die Straße nach Łódź war gesperrt, ﬁnally.",
}


def article(name: str, text: str, title: str | None = None) -> Article:
    return Article(name, text, f"{hash(text):064x}"[-64:], title=title, language="en")


@pytest.fixture
def index() -> ArticleIndex:
    return ArticleIndex(article(name, text) for name, text in TEXTS.items())


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("mill", {"mill": ["mill", "mill"], "bridge": ["mill"]}),
        ("mill*", {"mill": ["mill", "mill", "millers"], "bridge": ["mill"]}),
        ("hamah", {"mill": ["Ḩamāh"]}),
        ("HAMĀH", {"mill": ["Ḩamāh"]}),
        ("old mill", {"mill": ["old", "mill", "mill"], "bridge": ["old", "mill"]}),
        ('"old mill"', {"mill": ["old mill"]}),
        ('"OLD  bridge" jets', {"bridge": ["Jets", "old bridge"]}),
        ("mill stands", {"bridge": ["mill", "stands"]}),
        ("حلب", {"arabic": ["حَلَب"]}),
        ("المدرسه", {"arabic": ["المدرسة"]}),
        ("2015", {"arabic": ["٢٠١٥"]}),
        ("اكتوبر", {"arabic": ["أكتوبر"]}),
        ("елкино", {"russian": ["Ёлкино"]}),
        ("пришелся", {"russian": ["пришёлся"]}),
        ("strasse lodz", {"sharp": ["Straße", "Łódź"]}),
        ("finally", {"sharp": ["ﬁnally"]}),
        ("nothing", {}),
        ("mil", {}),
        ("...", {}),
        ('" OR (', {}),
        ("NEAR AND", {}),
    ],
)
def test_words_are_found_where_they_stand(index: ArticleIndex, query: str, found: dict[str, list[str]]) -> None:
    answer = index.search(query)
    assert set(answer.articles) == set(found)
    assert {f.article: [m.of(TEXTS[f.article]) for m in f.matches] for f in answer.found} == found


def test_the_last_word_may_still_be_typed(index: ArticleIndex) -> None:
    assert set(index.search("old mil", beginning=True).articles) == {"mill", "bridge"}
    assert index.search('"old mi', beginning=True).articles == ("mill",)
    assert index.search('"old mi"', beginning=True).articles == ()
    assert index.search("mil old", beginning=True).articles == ()


def test_a_title_is_searched_too_and_comes_first() -> None:
    index = ArticleIndex([article("a", "The mill and the mill."), article("b", "Nothing more.", title="A mill burns")])
    answer = index.search("mill")
    assert answer.articles == ("b", "a")
    assert answer.found[0].matches == ()


def test_the_index_follows_the_articles() -> None:
    one, two = article("a", "The mill burned."), article("b", "The bridge fell.")
    index = ArticleIndex([one])
    index.show([one, two])
    assert index.search("bridge").articles == ("b",)
    index.show([two])
    assert index.search("mill").articles == ()
    index.show([article("b", "The dam held.")])
    assert (index.search("bridge").articles, index.search("dam").articles) == ((), ("b",))


def test_a_match_is_shown_among_its_words() -> None:
    text = "word " * 40 + "the mill burned " + "word " * 40
    start = text.index("mill")
    before, words, behind = around(text, Span(start, start + 4))
    assert (before[:6], before[-4:], words, behind[:7], behind[-1]) == ("…word ", "the ", "mill", " burned", "…")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "case.gpkg"
    made = Project.create(path)
    made.add([article(name, text) for name, text in TEXTS.items()], [])
    made.close()
    return path


def test_the_command_lists_articles_with_their_passages(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", str(project), "old", "mill*", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["articles"] == 2
    assert {f["id"]: f["count"] for f in told["found"]} == {"mill": 4, "bridge": 2}
    assert all(TEXTS[f["id"]][m["start"] : m["end"]] == m["text"] for f in told["found"] for m in f["matches"])
    assert main(["search", str(project), '"old mill"']) == 0
    assert "the [old mill] at" in capsys.readouterr().out
    assert main(["search", str(project), "nowhere"]) == 1


def test_searching_leaves_nothing_in_the_file_and_purging_nothing_to_find(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = project.read_bytes()
    assert main(["search", str(project), "bridge"]) == 0
    assert project.read_bytes() == before
    assert main(["purge", str(project), "--article", "bridge"]) == 0
    assert main(["search", str(project), "bridge"]) == 1
    assert b"bombed" not in project.read_bytes()
    assert b"bombed" not in b"".join(p.read_bytes() for p in project.parent.iterdir())
