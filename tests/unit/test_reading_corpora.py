"""Reading on the shared articles and corpora: the damaged ones are mended, the healthy ones left alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from geo.model import Article
from geo.reading import read

SHARED = Path(__file__).resolve().parents[3] / "shared"

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared articles and corpora are not beside this checkout")


def article(text: str) -> Article:
    return Article(id="a", text=text, text_sha256="", language="en")


@pytest.mark.parametrize("number", ["001", "003", "004"])
def test_healthy_articles_are_unchanged(number: str) -> None:
    text = next((SHARED / "seeds").glob(f"{number}_*")).read_text(encoding="utf-8")
    # Article 001 opens with a dateline to which its first sentence is glued, and has no other damage.
    assert read(article(text)).repaired == text.replace("(CNN)Russia", "(CNN) Russia")


@pytest.mark.parametrize(("number", "least", "run_ons"), [("000", 36, 26), ("002", 27, 22)])
def test_damaged_articles_fall_into_sentences(number: str, least: int, run_ons: int) -> None:
    text = next((SHARED / "seeds").glob(f"{number}_*")).read_text(encoding="utf-8")
    reading = read(article(text))
    assert len(reading.passages) >= least
    assert reading.repaired.count(". ") >= run_ons
    for broken in ("alAssad", "UKbased", "longrange", "Qaedaaffiliated", "antiregime", "Russias "):
        assert broken not in reading.repaired
    assert "1500 kilometers (930 miles)" in reading.repaired
    assert all(len(passage.span.of(text)) < 300 for passage in reading.passages)


# Insertions per corpus, counted by hand as true (glued sentences of its own): a change of a rule must not add false ones.
TRUE_REPAIRS = {"lgl": 8, "geovirus": 0, "humset": 3, "re3d": 4, "ucdp_syria": 0, "case2021": 0}


@pytest.mark.parametrize("corpus", TRUE_REPAIRS)
def test_healthy_corpora_get_no_false_repairs(corpus: str) -> None:
    inserted = 0
    for line in (SHARED / "corpora" / f"{corpus}.jsonl").read_text(encoding="utf-8").removesuffix("\n").split("\n"):
        reading = read(article(json.loads(line)["text"]))
        inserted += sum(
            1
            for i, stop in enumerate(reading.ends)
            if stop == reading.starts[i] and (i == 0 or reading.ends[i - 1] > reading.starts[i - 1])
        )
    assert inserted <= TRUE_REPAIRS[corpus]
