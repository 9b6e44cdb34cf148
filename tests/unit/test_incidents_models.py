"""What brings mentions together: grouping, the logistic models and their file, and the reader's windows over long articles."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from itertools import pairwise, permutations
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from geo.errors import ModelError
from geo.events.incidents import days, logistic, pairs, places
from geo.events.incidents.assembly import grouped
from geo.events.incidents.logistic import Doubles, Logistic, odds
from geo.events.incidents.reader import LONGEST, MOST_PIECES, OVERLAP, Reader, Sheet, _windows
from geo.events.triggers import spotted
from geo.model import Article, Span
from geo.reading import read

FEATURES = {"triggers": spotted.FEATURES, "pairs": pairs.FEATURES, "places": places.FEATURES, "days": days.FEATURES}
SHIPPED = logistic.asset("models", "incidents.json")


def gains(n: int, likely: dict[tuple[int, int], float], otherwise: float = -1.0) -> Doubles:
    found = np.full((n, n), otherwise)
    for (i, j), gain in likely.items():
        found[i, j] = found[j, i] = gain
    return found


# --- grouping --------------------------------------------------------------------------------------------------------------


def test_of_nothing_there_are_no_groups_and_of_one_there_is_one() -> None:
    assert grouped(np.zeros((0, 0))) == []
    assert grouped(np.ones((1, 1))) == [[0]]


def test_all_pairs_of_a_group_count_and_a_chain_does_not_string_strangers_together() -> None:
    chain = gains(3, {(0, 1): 2.0, (1, 2): 1.0}, otherwise=-4.0)
    assert grouped(chain) == [[0, 1], [2]]
    assert grouped(gains(3, {(0, 1): 2.0, (1, 2): 1.0}, otherwise=-0.5)) == [[0, 1, 2]]


def test_what_is_as_likely_one_as_not_stays_apart() -> None:
    assert grouped(gains(2, {(0, 1): 0.0})) == [[0], [1]]
    assert grouped(gains(2, {(0, 1): 0.01})) == [[0, 1]]


def test_groups_do_not_depend_on_the_order_of_the_mentions() -> None:
    gain = gains(5, {(0, 3): 3.0, (1, 4): 2.5, (0, 1): 0.2, (3, 4): 0.1, (2, 3): 0.7})
    wanted = {frozenset(g) for g in grouped(gain)}
    assert len(wanted) > 1
    for order in permutations(range(5)):
        at = np.ix_(order, order)
        assert {frozenset(order[i] for i in g) for g in grouped(gain[at])} == wanted


def test_of_equal_joins_the_first_in_the_text_is_made() -> None:
    gain = gains(4, {(0, 1): 1.0, (1, 2): 1.0, (2, 3): 1.0}, otherwise=-9.0)
    assert grouped(gain) == [[0, 1], [2, 3]]
    noise = 1e-9 * np.arange(16).reshape(4, 4)
    assert grouped(gain + noise + noise.T) == [[0, 1], [2, 3]]


def test_what_stands_apart_never_meets_not_even_through_others() -> None:
    gain = gains(4, {}, otherwise=9.0)
    apart = np.zeros((4, 4), dtype=bool)
    apart[0, 3] = apart[3, 0] = True
    for group in (found := grouped(gain, apart)):
        assert not {0, 3} <= set(group)
    assert sorted(i for g in found for i in g) == [0, 1, 2, 3]
    assert len(found) == 2


def test_the_caller_keeps_what_it_gave() -> None:
    gain, apart = gains(3, {(0, 1): 1.0}), np.eye(3, dtype=bool)
    before = gain.copy()
    grouped(gain, apart)
    assert np.array_equal(gain, before)


# --- logistic models -------------------------------------------------------------------------------------------------------


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the models' file that a test may damage."""
    copy = tmp_path / SHIPPED.name
    copy.write_bytes(SHIPPED.read_bytes())
    monkeypatch.setattr(logistic, "asset", lambda *_: copy)
    Logistic.load.cache_clear()
    yield copy
    Logistic.load.cache_clear()


def test_a_model_is_told_by_its_weights() -> None:
    model = Logistic(("one", "two"), np.array([1.0, 0.0]), np.array([2.0, 1.0]), np.array([4.0, -1.0]), 0.5, 0.5)
    rows = np.array([[1.0, 0.0], [3.0, 1.0]])
    assert model.odds(rows).tolist() == [0.5, 3.5]
    assert model.probability(rows).tolist() == pytest.approx([0.622459, 0.970688])
    assert model.odds(np.zeros((0, 2))).shape == (0,)
    assert model.odds(np.zeros((3, 0, 2))).shape == (3, 0)


def test_no_probability_is_taken_for_a_certainty() -> None:
    assert odds(0.5) == 0.0
    assert odds(1.0) == odds(0.99999) == pytest.approx(-odds(0.0))
    assert 9 < odds(1.0) < 10


@pytest.mark.parametrize("name", FEATURES)
def test_each_shipped_model_is_whole(name: str) -> None:
    model = Logistic.load(name, FEATURES[name])
    for numbers in (model.mean, model.scale, model.weight):
        assert numbers.shape == (len(FEATURES[name]),)
        assert np.isfinite(numbers).all()
    assert (model.scale > 0).all()
    assert 0.5 <= model.threshold < 1


def test_a_missing_file_is_named(models: Path) -> None:
    models.unlink()
    with pytest.raises(ModelError, match=models.name):
        Logistic.load("pairs", pairs.FEATURES)


@pytest.mark.parametrize("content", ["", "{", "[]", "null", '{"pairs": 3}', '{"pairs": {}}', "\x00"])
def test_a_damaged_file_is_named(models: Path, content: str) -> None:
    models.write_text(content, encoding="utf-8")
    with pytest.raises(ModelError, match=models.name):
        Logistic.load("pairs", pairs.FEATURES)


@pytest.mark.parametrize(
    ("key", "value"),
    [("weight", ["heavy"]), ("mean", None), ("bias", "much"), ("threshold", None), ("features", ["other"]), ("features", None)],
)
def test_a_damaged_model_is_named(models: Path, key: str, value: Any) -> None:
    told = json.loads(models.read_text(encoding="utf-8"))
    told["days"][key] = value
    models.write_text(json.dumps(told), encoding="utf-8")
    with pytest.raises(ModelError, match=models.name):
        Logistic.load("days", days.FEATURES)
    assert Logistic.load("pairs", pairs.FEATURES).features == pairs.FEATURES


# --- the reader's sheet ----------------------------------------------------------------------------------------------------


def sheet(text: str) -> Sheet:
    return Reader.load().read(read(Article("told", text, hashlib.sha256(text.encode()).hexdigest(), language="en")))


def test_a_span_is_the_words_that_it_touches() -> None:
    text = "Shells hit Taiz. Four died."
    told = sheet(text)
    assert [w.text for w in told.words] == ["Shells", "hit", "Taiz", ".", "Four", "died", "."]
    assert told.run(Span(11, 15)) == (2, 3)
    assert told.run(Span(7, 15)) == (1, 3)
    assert told.run(Span(8, 12)) == (1, 3)  # from the middle of a word to that of another
    assert told.run(Span(6, 7)) is None  # a space
    assert told.run(Span(0, len(text))) == (0, 7)
    assert told.run(Span(len(text), len(text))) is None


CALM = "The harvest of dates was good this year, and prices fell. "
WAR = "Shells hit Taiz on Monday, killing four people. "


def test_a_long_article_is_read_whole_and_each_word_of_it_once() -> None:
    text = CALM * 60 + WAR * 3
    told = sheet(text)
    assert len(told.words) > MOST_PIECES
    assert "".join(w.text for w in told.words) == text.replace(" ", "")
    assert len(told.types) == len(told.passages) == len(told.left) == len(told.words)
    assert np.abs(told.left).sum(axis=1).min() > 0  # no word is left without a window


def test_the_beginning_of_a_long_article_does_not_depend_on_what_is_beyond_its_window() -> None:
    longer, longest = sheet(WAR * 60), sheet(WAR * 80)
    assert len(longest.words) > len(longer.words) > MOST_PIECES
    assert np.array_equal(longer.types[:100], longest.types[:100])


@pytest.mark.parametrize(
    "sizes", [[1] * 1200, [3] * 700, [1, 4, 2] * 400, [LONGEST, 1, LONGEST, 1, LONGEST]], ids=["short", "long", "mixed", "vast"]
)
def test_windows_hold_every_word_and_share_what_stands_at_their_edges(sizes: list[int]) -> None:
    found = list(_windows(sizes))
    assert found[0][0] == 0
    assert found[-1][1] == len(sizes)
    for first, end in found:
        assert 0 < sum(sizes[first:end]) <= MOST_PIECES
    for (first, end), (then, beyond) in pairwise(found):
        assert first < then <= end <= beyond
        assert sum(sizes[then:end]) >= OVERLAP or then == first + 1


def test_a_word_that_no_window_holds_has_one_of_its_own() -> None:
    assert list(_windows([1, MOST_PIECES + 1, 1])) == [(0, 1), (1, 2), (2, 3)]


def test_an_article_that_fits_has_one_window() -> None:
    assert list(_windows([1] * MOST_PIECES)) == [(0, MOST_PIECES)]
    assert list(_windows([])) == []


def test_pairs_of_triggers_are_alike_both_ways() -> None:
    told = sheet("Shells hit Taiz on Monday. The shelling killed four people. Jets bombed Aden.")
    at = [k for k, w in enumerate(told.words) if w.text in {"hit", "shelling", "bombed"}]
    likely = told.pairs(at)
    assert likely.shape == (3, 3)
    assert np.array_equal(likely, likely.T)
    assert likely[0, 1] > likely[0, 2]
    assert told.pairs([]).shape == (0, 0)


def test_a_text_without_words_is_no_stumbling_block() -> None:
    told = sheet("")
    assert told.words == ()
    assert told.run(Span(0, 0)) is None
    assert told.pairs([]).shape == (0, 0)
