"""Reprinted passages of the seed articles against our own annotation of them: 000 and 002 are damaged scrapes that copy 001."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from pathlib import Path

import pytest
from scoring import SEEDS, json_lines

from geo.articles import gather
from geo.events.reuse.reprints import Reprints, reprints
from geo.model import Analysis
from geo.reading import read

GOLD = Path(__file__).parent / "gold" / "reprints.jsonl"

Passage = tuple[str, int, int]

pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason=f"the seed articles are not here ({SEEDS})")


@pytest.fixture(scope="module")
def found() -> Reprints:
    articles = gather([SEEDS]).articles
    analyses = {a.id: Analysis(a.id, tuple(p.span for p in read(a).passages), (), (), ()) for a in articles}
    return reprints(articles, analyses)


def pairs(groups: Iterable[Sequence[Passage]]) -> list[tuple[Passage, Passage]]:
    return [(a, b) for group in groups for a, b in combinations(sorted(group), 2)]


def same(a: tuple[Passage, Passage], b: tuple[Passage, Passage]) -> bool:
    """Whether both passages of two pairs share at least half of what they cover together."""
    return all(
        p[0] == q[0] and (min(p[2], q[2]) - max(p[1], q[1])) * 2 >= max(p[2], q[2]) - min(p[1], q[1]) for p, q in zip(a, b, strict=True)
    )


def test_pairs_of_reprinted_passages_are_found_and_no_others(found: Reprints) -> None:
    gold = pairs([(p["file"], p["start"], p["end"]) for p in record["passages"]] for record in json_lines(GOLD))
    pred = pairs([(p.article, *p.span) for p in group.passages] for group in found.groups)
    right = [p for p in pred if any(same(p, g) for g in gold)]
    met = [g for g in gold if any(same(p, g) for p in pred)]
    print(f"reprinted passages of the seeds: precision {len(right)}/{len(pred)}, recall {len(met)}/{len(gold)}")
    assert len(right) >= 0.98 * len(pred), [p for p in pred if p not in right]
    assert len(met) >= 0.95 * len(gold), [g for g in gold if g not in met]


def test_the_three_versions_are_one_origin_and_the_other_two_articles_are_none_of_it(found: Reprints) -> None:
    assert [[a[:3] for a in family] for family in found.families] == [["000", "001", "002"]]


@pytest.mark.parametrize(
    ("article", "first", "here"),
    [("002", "one", "an"), ("002", "", "37 kilometers"), ("002", "areas of", ""), ("000", "3.5%", "35"), ("002", "3.5%", "35")],
)
def test_the_edits_are_named(found: Reprints, article: str, first: str, here: str) -> None:
    texts = {p.name: p.read_text(encoding="utf-8-sig") for p in SEEDS.iterdir()}
    named = [
        (e.first.of(texts[group.passages[0].article]), e.here.of(texts[p.article]))
        for group in found.groups
        for p in group.passages
        if p.article.startswith(article)
        for e in p.edits
    ]
    assert (first, here) in named, named
