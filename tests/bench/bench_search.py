"""Full-text search over 5,000 articles: time of each question."""

from __future__ import annotations

import random
import time

import pytest

from geo.model import Article
from geo.project import ArticleIndex

pytestmark = pytest.mark.bench

ARTICLES, WORDS = 5_000, 600
MOST_MS = 100


@pytest.fixture(scope="module")
def index() -> ArticleIndex:
    chance = random.Random(7)
    known = ["".join(chance.choices("abcdefghijklmnoprstuvwz", k=chance.randint(3, 9))) for _ in range(20_000)]
    weights = [1 / (k + 1) for k in range(len(known))]  # as words of a language are spread
    known[0], known[50], known[3000] = "the", "mill", "bridge"
    texts = (" ".join(chance.choices(known, weights, k=WORDS)) for _ in range(ARTICLES))
    began = time.perf_counter()
    made = ArticleIndex(Article(f"{k}.txt", text, f"{k:064x}") for k, text in enumerate(texts))
    print(f"\nindex of {ARTICLES:,} articles: {time.perf_counter() - began:.1f} s with making them")
    return made


@pytest.mark.parametrize("query", ["the", "mill", "bridge", "mill bridge", '"the mill"', "mil", "t", "the mill bridge", "nowhere"])
def test_a_question_is_answered_at_once(index: ArticleIndex, query: str) -> None:
    spent: list[float] = []
    for _ in range(5):
        began = time.perf_counter()
        answer = index.search(query, beginning=True, listed=7)
        spent.append(1000 * (time.perf_counter() - began))
    print(f"{query!r}: {len(answer.articles):,} articles, {sorted(spent)[2]:.1f} ms")
    assert sorted(spent)[2] <= MOST_MS
