"""Merging 2,000 articles made from templates with known duplicates: time, memory, and pairs right.

The analyses are made with the articles, as a reader without faults would make them, so that the ledger alone is measured;
the last measurement reads a smaller share of the same articles with the real pipeline.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from retold import pairwise, retell
from retold_harder import retell_harder

from geo import pipeline
from geo.events import merge, reprints
from geo.gazetteer import Gazetteer

pytestmark = pytest.mark.bench

SUPPORT = Path(__file__).parent.parent / "support"
ARTICLES = 2000
READ = 60

# A process of its own, so that its peak is the merging's; what the articles themselves take is in it.
_ALONE = """
import json, resource, sys, time
sys.path.insert(0, sys.argv[1])
from retold import pairwise, retell
from geo.events import merge
told = retell(int(sys.argv[2]), seed=int(sys.argv[3]))
wall, cpu = time.perf_counter(), time.process_time()
events = merge(told.articles, told.analyses)
wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024)
precision, recall, f1 = pairwise([[m.id for m in e.mentions] for e in events], told.happening_of)
print(json.dumps({"wall": wall, "cpu": cpu, "mb": peak, "precision": precision, "recall": recall, "f1": f1, "events": len(events)}))
"""


@pytest.mark.parametrize("seed", [11, 5])
def test_two_thousand_articles_are_merged_in_a_minute(seed: int) -> None:
    command = [sys.executable, "-c", _ALONE, str(SUPPORT), str(ARTICLES), str(seed)]
    found = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    print(
        f"\n{ARTICLES} articles, seed {seed}: {found['cpu']:.1f} s CPU, {found['wall']:.1f} s wall, peak {found['mb']:.0f} MB, "
        f"{found['events']} events, pairs P {found['precision']:.3f} R {found['recall']:.3f} F1 {found['f1']:.3f}"
    )
    assert found["cpu"] <= 60
    assert found["mb"] <= 1024
    assert found["f1"] >= 0.90


@pytest.mark.parametrize("seed", [7, 3])
def test_two_thousand_articles_on_happenings_that_differ_in_little(seed: int) -> None:
    told = retell_harder(ARTICLES, seed=seed)
    start = time.process_time()
    events = merge(told.articles, told.analyses)
    seconds = time.process_time() - start
    precision, recall, f1 = pairwise([[m.id for m in e.mentions] for e in events], told.happening_of)
    print(f"\nharder, seed {seed}: {seconds:.1f} s CPU, {len(events)} events, pairs P {precision:.3f} R {recall:.3f} F1 {f1:.3f}")
    assert f1 >= 0.80


def test_reprints_of_two_thousand_articles() -> None:
    told = retell(ARTICLES)
    start = time.process_time()
    found = reprints(told.articles, told.analyses)
    seconds = time.process_time() - start
    pairs = {(a.article, b.article) for g in found.groups for a in g.passages for b in g.passages if a.article != b.article}
    met = sum((again, source) in pairs for again, source in told.copied.items())
    print(f"\nreprints of {ARTICLES} articles: {seconds:.1f} s CPU, {met} of {len(told.copied)} reprints share passages with their source")
    assert met >= 0.95 * len(told.copied)


def test_a_share_of_them_read_by_the_real_pipeline(gazetteer: Gazetteer) -> None:
    told = retell(READ)
    analyses = {a.id: pipeline.analyse(a, gazetteer) for a in told.articles}
    truth: dict[str, int] = {}
    for (article, start), happening in told.passages.items():
        passage = next(p for p in told.analyses[article].passages if p.start == start)
        truth |= {e.id: happening for e in analyses[article].events if passage.contains(e.trigger)}
    events = merge(told.articles, analyses)
    precision, recall, f1 = pairwise([[m.id for m in e.mentions] for e in events], truth)
    print(f"\n{READ} of them read: {len(truth)} mentions, {len(events)} events, pairs P {precision:.3f} R {recall:.3f} F1 {f1:.3f}")
    assert f1 >= 0.75
