"""How many articles of local news a CPU-second recognises and resolves, spaCy and events apart. Run by: make bench"""

from __future__ import annotations

import hashlib
import time
from pathlib import Path

import pytest

from geo.gazetteer import Gazetteer
from geo.model import Article
from geo.reading import read
from geo.recognise import Recogniser
from geo.resolve import resolve

ARTICLES = 60
LEAST_A_CPU_SECOND = 15.0

pytestmark = pytest.mark.bench


def test_recognising_and_resolving(shared: Path, gazetteer: Gazetteer) -> None:
    from geo.training import protocol

    records = list(protocol.corpus("lgl"))
    texts = [str(records[k * len(records) // ARTICLES]["text"]) for k in range(ARTICLES)]
    recogniser = Recogniser()
    _read(recogniser, texts[0], gazetteer)  # loading is not counted
    begun = time.process_time()
    names = sum(_read(recogniser, text, gazetteer) for text in texts)
    spent_s = time.process_time() - begun
    print(f"{ARTICLES / spent_s:.1f} articles a CPU-second ({names} names in {ARTICLES} articles, {spent_s:.2f} s)")
    assert ARTICLES / spent_s >= LEAST_A_CPU_SECOND


def _read(recogniser: Recogniser, text: str, gazetteer: Gazetteer) -> int:
    article = Article("a", text, hashlib.sha256(text.encode()).hexdigest(), language="en")
    mentions = recogniser.recognise(read(article), gazetteer)
    return len(resolve(mentions, gazetteer))
