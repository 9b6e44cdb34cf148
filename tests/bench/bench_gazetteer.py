"""How long the gazetteer takes, and how many spellings it has never seen it finds. Prints; asserts no time.

make bench        or        pytest tests/bench/bench_gazetteer.py -m bench -s
"""

from __future__ import annotations

import random
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from data_home import make_data_home
from gold_coverage import coverage
from rapidfuzz.distance import JaroWinkler

from geo import gazetteer as library
from geo.gazetteer import Gazetteer, dumps, names, sources
from geo.gazetteer.build import compile_builtin
from geo.gazetteer.skeletons import light, skeleton
from geo.gazetteer.spellings import alike

pytestmark = pytest.mark.bench

TOWNS = (
    "Kafr Zita", "Khan Shaykhun", "Aleppo", "Idlib", "Homs", "Mosul", "Raqqa", "Sanaa", "Kharkiv", "Kherson", "Bakhmut", "Gaza", "Tripoli",
    "Benghazi", "Khartoum", "Kabul", "Kandahar", "London", "Paris", "Springfield", "Middle East", "Caspian Sea", "Syria",
    "Turkish", "Deir ez-Zor",
)  # fmt: skip
WORDS = (
    "said",
    "However",
    "Wednesday",
    "Shoigu",
    "Ministry",
    "Observatory",
    "But",
    "Putin",
    "Strikes",
    "Officials",
    "Nusra Front",
    "Mr Carter",
)
MISSPELT = (
    "Kfar Nabouda",
    "Khan Seykhoun",
    "al-Sayyad",
    "Latamna",
    "Alhbit",
    "Saraqueb",
    "Talbisseh",
    "Maarat Nouman",
    "Qamishly",
    "Mossul",
)
SAMPLE = 700


def median_us(look_up: Callable[[str], object], queries: Sequence[str], rounds: int) -> tuple[float, float]:
    """Median and slowest of the medians, in microseconds; each round with queries that no cache has seen."""
    by_query: list[float] = []
    for query in queries:
        taken: list[float] = []
        for n in range(rounds):
            asked = query + " " * n  # another key for the cache, the same name
            start = time.perf_counter()
            look_up(asked)
            taken.append(time.perf_counter() - start)
        by_query.append(statistics.median(taken) * 1e6)
    return statistics.median(by_query), max(by_query)


def test_compiling_and_opening(tmp_path: Path) -> None:
    start, cpu = time.perf_counter(), time.process_time()
    compile_builtin(tmp_path / "builtin.sqlite")
    print(f"\ncompile the built-in gazetteer: {time.perf_counter() - start:.1f} s ({time.process_time() - cpu:.1f} s of CPU)")
    print(f"size: {(tmp_path / 'builtin.sqlite').stat().st_size / 1e6:.0f} MB")
    opened: list[float] = []
    for _ in range(20):
        start = time.perf_counter()
        Gazetteer.open([tmp_path / "builtin.sqlite"]).close()
        opened.append(time.perf_counter() - start)
    print(f"open: {statistics.median(opened) * 1e3:.2f} ms")


def test_looking_up(gazetteer: Gazetteer) -> None:
    print()
    for what, look_up, queries in (
        ("exact, towns", gazetteer.exact, TOWNS),
        ("exact, words", gazetteer.exact, WORDS),
        ("starts, towns", gazetteer.starts, TOWNS),
        ("find, towns", gazetteer.find, TOWNS),
        ("find, misspelt", gazetteer.find, MISSPELT),
        ("complete", gazetteer.complete, [t[:4] for t in TOWNS]),
    ):
        middle, slowest = median_us(look_up, queries, 9)
        print(f"{what}: median {middle:.0f} µs, slowest {slowest:.0f} µs")


def test_all_the_dumps_added(shared: Path, gazetteer: Gazetteer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_data_home(tmp_path / "data", monkeypatch)
    taken = 0.0
    for dump in sorted((shared / "gazetteer").glob("*.zip")):
        start = time.process_time()
        library.add(dump)
        taken += time.process_time() - start
    start = time.perf_counter()
    opened = library.open_default()
    print(f"\n{len(opened.gazetteers) - 1} dumps: import {taken:.1f} s of CPU, open {(time.perf_counter() - start) * 1e3:.1f} ms")
    for what, look_up, queries in (
        ("exact, towns", opened.exact, TOWNS),
        ("exact, words", opened.exact, WORDS),
        ("find, towns", opened.find, TOWNS),
        ("find, misspelt", opened.find, MISSPELT),
    ):
        middle, slowest = median_us(look_up, queries, 9)
        print(f"{what}: median {middle:.0f} µs, slowest {slowest:.0f} µs")
    opened.close()


@pytest.mark.parametrize("name", ["lgl", "geovirus"])
def test_gold_places_that_can_be_found_at_all(shared: Path, gazetteer: Gazetteer, name: str) -> None:
    """The share of gold places with a candidate within 161 km, or in whose box they lie."""
    print(f"\n{name}: {coverage(gazetteer, shared / 'corpora' / f'{name}.jsonl')}")


def test_areas(gazetteer: Gazetteer) -> None:
    print()
    for code in ("SY", "TR", "NO"):
        place = gazetteer.country(code)
        assert place is not None
        for what, shape in (("coast", gazetteer.coast), ("border", gazetteer.border)):
            start = time.perf_counter()
            shape(place)
            print(f"{what} of {place.name}: {(time.perf_counter() - start) * 1e3:.0f} ms")


@pytest.mark.parametrize("code", ["SY", "LB", "JO", "SD", "UA"])
def test_spellings_never_seen(shared: Path, code: str) -> None:
    """One name of a place is taken away and looked up among the names of its country: is a remaining name first, in the first five?

    In Arabic and Cyrillic letters the names in Latin letters are searched. Of names in Latin letters only those that are
    spellings of another one count: Halab is no spelling of Aleppo.
    """
    places = [_keys(entry) for entry in dumps.dump_entries(shared / "gazetteer" / f"{code}.zip")]
    index: dict[str, set[str]] = defaultdict(set)
    bearers: dict[str, set[int]] = defaultdict(set)
    for n, keys in enumerate(places):
        for key in keys:
            bearers[key].add(n)
            if key.isascii():
                index[skeleton(key)].add(key)
    for script in ("Latin", "Arabic", "Cyrillic"):
        queries = sorted((n, key) for n, keys in enumerate(places) for key in keys if _script(key) == script and _fair(key, keys, bearers))
        random.Random(1).shuffle(queries)
        first = five = 0
        for n, query in queries[:SAMPLE]:
            mine = places[n] - {query}
            ranked = _ranked(query, index, bearers, hidden=query if len(bearers[query]) == 1 else None)
            first += bool(set(ranked[:1]) & mine)
            five += bool(set(ranked[:5]) & mine)
        asked = min(len(queries), SAMPLE)
        print(f"{code} {script}: {first / asked:.0%} first, {five / asked:.0%} in five, of {asked}")


def _keys(entry: sources.Entry) -> set[str]:
    return {key for key in (names.fold(w) for w in (entry.name, *(n for n, _ in entry.names))) if key}


def _script(key: str) -> str:
    return "Arabic" if names.is_arabic(key) else "Cyrillic" if names.is_cyrillic(key) else "Latin"


def _fair(query: str, keys: set[str], bearers: dict[str, set[int]]) -> bool:
    others = [k for k in keys if k != query and k.isascii()]
    if len(query) < 4 or not others:
        return False
    if not query.isascii():
        return True
    return len(bearers[query]) == 1 and max(JaroWinkler.similarity(light(query), light(k)) for k in others) > 0.65


def _ranked(query: str, index: dict[str, set[str]], bearers: dict[str, set[int]], hidden: str | None) -> list[str]:
    def spellings(bones: Sequence[str]) -> dict[str, str]:
        return {key: light(key) for b in bones for key in index.get(b, ()) if key != hidden}

    scored: dict[str, float] = {}
    for form in dict.fromkeys((query, names.unglued(query) or query)):
        for other, score in alike(form, spellings).items():
            scored[other] = max(score, scored.get(other, 0.0))
    for variant in names.article_variants(query):
        if variant in bearers and variant.isascii():
            scored[variant] = max(scored.get(variant, 0.0), 0.99)
    return sorted(scored, key=lambda k: -scored[k])
