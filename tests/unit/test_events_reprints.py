"""Reprinted passages: found whatever a scrape did to them, told apart from what two reporters both wrote, with their edits."""

from __future__ import annotations

import hashlib
import re
import time
from datetime import date

import pytest

from geo.events.reuse.reprints import Reprints, reprints
from geo.events.reuse.wording import Letters, edits
from geo.model import Analysis, Article, EditKind, Reprint, Span

REPORT = (
    "The harbour of Port Ellen was shelled for two hours on Friday, the coast guard said.",
    "Its duty officer, Marta Lindqvist, counted 14 impacts between the fish market and the mole.",
    "About 3.5% of the boats, or 7 of 200, were damaged beyond repair.",
    "No one was hurt.",
    "The shells came from a long-range battery 40 kilometres inland, she said.",
    "Repairs to the north pier will take until spring, according to the port authority.",
)
OTHER = (
    "A regatta off Port Ellen was put off for a week because of fog.",
    "The organisers expect sixty yachts, most of them from the mainland.",
    "The harbour café will stay open, the port authority said.",
)


def damaged(text: str) -> str:
    """What a careless scrape leaves: no points, no hyphens, paragraphs glued."""
    return re.sub(r"[.,%’'\"-]", "", re.sub(r"\.\s+(?=[A-Z])", "", text))


def told(*articles: tuple[str, str], published: dict[str, date] | None = None, whole: frozenset[str] = frozenset()) -> Reprints:
    """The reprints of articles given as (id, text); passages are their sentences, or the whole text for ids in `whole`."""
    made: list[Article] = []
    analyses: dict[str, Analysis] = {}
    for name, text in articles:
        made.append(Article(name, text, hashlib.sha256(text.encode()).hexdigest(), published=(published or {}).get(name)))
        ends = [len(text)] if name in whole else [m.end() for m in re.finditer(r"[.](?=\s|$)", text)] or [len(text)]
        starts = [0, *(len(text[:e]) + len(text[e:]) - len(text[e:].lstrip()) for e in ends[:-1])]
        analyses[name] = Analysis(name, tuple(Span(a, b) for a, b in zip(starts, ends, strict=True)), (), (), ())
    return reprints(made, analyses)


def shown(found: Reprints, texts: dict[str, str]) -> list[set[tuple[str, str]]]:
    return [{(p.article, p.span.of(texts[p.article])) for p in group.passages} for group in found.groups]


def test_each_sentence_of_a_damaged_scrape_is_found_though_it_was_read_as_one_passage() -> None:
    texts = {"source": " ".join(REPORT), "scrape": damaged(" ".join(REPORT))}
    found = told(*texts.items(), whole=frozenset({"scrape"}))
    assert [len(g.passages) for g in found.groups] == [2] * len(REPORT)
    for group, sentence in zip(found.groups, REPORT, strict=True):
        copy = next(p for p in group.passages if p.article == "scrape")
        assert copy.span.of(texts["scrape"]) == damaged(sentence)
    assert found.families == (("source", "scrape"),)


def test_the_most_intact_article_leads_its_group_even_if_it_came_later() -> None:
    found = told(("scrape", damaged(" ".join(REPORT))), ("source", " ".join(REPORT)))
    assert {g.passages[0].article for g in found.groups} == {"source"}


def test_of_intact_articles_the_earliest_leads() -> None:
    text = " ".join(REPORT)
    found = told(("late", text + " More soon."), ("early", text), published={"late": date(2021, 3, 9), "early": date(2021, 3, 8)})
    assert {g.passages[0].article for g in found.groups} == {"early"}


def test_articles_on_one_place_in_other_words_share_nothing() -> None:
    found = told(("report", " ".join(REPORT)), ("regatta", " ".join(OTHER)))
    assert found.groups == ()
    assert found.families == ()


def test_one_stock_phrase_makes_no_reprint() -> None:
    stock = "The ministry could not be reached."
    found = told(("a", f"{REPORT[0]} {stock}"), ("b", f"{OTHER[0]} {stock}"))
    assert found.groups == ()


def test_a_quoted_paragraph_makes_a_group_but_no_common_origin() -> None:
    found = told(("report", " ".join(REPORT)), ("other", " ".join((*OTHER, REPORT[1]))))
    assert [len(g.passages) for g in found.groups] == [2]
    assert found.families == ()


def test_moved_paragraphs_are_found_where_they_are_now() -> None:
    moved = (*REPORT[3:], *OTHER[:1], *REPORT[:3])
    found = told(("a", " ".join(REPORT)), ("b", " ".join(moved)))
    assert len(found.groups) == len(REPORT)


def test_a_copy_of_a_copy_is_of_the_same_group() -> None:
    first = " ".join(REPORT)
    second = first.replace("duty officer", "officer on duty that night").replace("two hours", "nearly three hours")
    third = second.replace("the coast guard said", "the coast guard told reporters")
    found = told(("a", first), ("b", second), ("c", third))
    assert [len(g.passages) for g in found.groups] == [3] * len(REPORT)
    assert found.families == (("a", "b", "c"),)


def test_the_groups_of_a_span_are_those_of_the_passages_it_touches() -> None:
    text = " ".join(REPORT)
    found = told(("a", text), ("b", " ".join(REPORT[:2])))
    start = text.index("duty officer")
    [group] = found.of("a", Span(start, start + 4))
    assert group.passages[1].article == "b"
    assert found.of("a", Span(text.index("Repairs"), len(text))) == ()


@pytest.mark.parametrize(
    ("first", "here", "expected"),
    [
        ("They had to divert one aircraft over the bay.", "They had to divert an aircraft over the bay", [("replaced", "one", "an")]),
        ("She said there were no boats.", "She said that there were no boats.", [("added", "", "that")]),
        ("It is 20 miles away, he said.", "It is 20 miles 32 kilometres away he said", [("added", "", "32 kilometres")]),
        ("troops went to areas of the north", "troops went to the north", [("left out", "areas of", "")]),
        ("whether SIS was hit", "whether ISIS was hit", [("replaced", "SIS", "ISIS")]),
        ("About 3.5% of the boats sank.", "About 35 of the boats sank", [("number", "3.5%", "35")]),
        ("Some 40% of them sank", "Some 40 of them sank", [("number", "40%", "40")]),
        ("The long-range guns fired 1,500 shells.", "The longrange guns fired 1500 shells", []),
        ("Al-Ḥabbūr's café was hit.", "AL HABBURS CAFE WAS HIT", []),
        (
            "They lost 14 men and 3.5% of the fuel.",
            "They lost 16 men and 35 of the fuel",
            [("replaced", "14", "16"), ("number", "3.5%", "35")],
        ),
    ],
)
def test_edits_are_whole_words_in_both_articles(first: str, here: str, expected: list[tuple[str, str, str]]) -> None:
    a, b = Letters.of(first), Letters.of(here)
    found = edits(a, (0, len(a)), b, (0, len(b)))
    assert [(e.kind.value, e.first.of(first), e.here.of(here)) for e in found] == expected


def test_a_reprint_carries_its_edits() -> None:
    text = " ".join(REPORT)
    found = told(("a", text), ("b", damaged(text).replace("14 impacts", "40 impacts")))
    kinds = {e.kind for g in found.groups for p in g.passages for e in p.edits}
    assert kinds == {EditKind.REPLACED, EditKind.NUMBER}


def test_a_thousand_copies_of_one_text_are_no_thousand_squared_comparisons() -> None:
    text = " ".join(REPORT)

    def seconds(number: int) -> float:
        articles = [(f"{number}-{i}", f"{text} Copy number {i} of {number}.") for i in range(number)]
        start = time.process_time()
        groups: tuple[Reprint, ...] = told(*articles).groups
        assert len(groups[0].passages) == number
        return time.process_time() - start

    seconds(50)
    few, many = seconds(150), seconds(900)
    assert many < 15 * few, f"150 copies took {few:.2f} s, 900 took {many:.2f} s"
