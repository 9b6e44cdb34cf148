"""Texts that repeat, nest or never end cost what their size allows; the long form, with a table, is tests/fuzz/bombs.py (make bombs)."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date

import numpy as np
import pytest

from geo.model import Analysis, Article, Clues, Kind, Mention, Role, Span
from geo.recognise.clues import _CONTAINED  # pyright: ignore[reportPrivateUsage]
from geo.recognise.pieces import CLOSE, OPEN, PAD, UNKNOWN, Vocabulary
from geo.resolve.blocks import MOST_SENSES, blocks_of
from geo.resolve.layout import layout_of
from geo.resolve.senses import Sense

Tell = Callable[..., tuple[Article, Analysis]]


def mention(start: int, name: str, *containers: int) -> Mention:
    clues = Clues(containers=containers)
    return Mention("a", Span(start, start + len(name)), name, 0, Kind.LITERAL, Role.CONTEXT, 0.9, clues)


@pytest.mark.parametrize(
    ("text", "most_cpu_s"),
    [
        pytest.param("The army said that " + "1234567890" * 300 + " was shelled.", 3.0, id="digits"),  # 5.2 before they were bounded
        pytest.param("The army said that " + "said " * 600 + " it was shelled.", 4.0, id="said"),  # 12
    ],
)
def test_a_run_costs_no_more_than_an_article(tell: Tell, text: str, most_cpu_s: float) -> None:
    tell("Rockets hit Hama on Monday.", published=date(2019, 3, 5))  # loads the models
    begun = time.process_time()
    tell(text, published=date(2019, 3, 5))
    assert time.process_time() - begun < most_cpu_s


def test_directions_run_together_are_read_in_one_way() -> None:
    begun = time.process_time()
    assert _CONTAINED.match(" in the " + "northwest" * 60 + " x") is None  # two to the power of 60 ways
    assert _CONTAINED.match(" in northwestern ") is not None
    assert time.process_time() - begun < 1


def test_one_name_said_thirty_thousand_times_is_laid_out_in_little_room() -> None:
    """Each with each, these were 14 GB."""
    mentions = [mention(6 * k, "Hama") for k in range(30_000)] + [mention(180_000, "Homs")]
    one, two = (Sense(name, Kind.LITERAL, None, False, numbers, ()) for name, numbers in (("Hama", range(30_000)), ("Homs", (30_000,))))
    begun = time.process_time()
    layout = layout_of((one, two), mentions)
    assert time.process_time() - begun < 2
    assert layout.near[0, 1] == pytest.approx(np.exp(-2 / 400))


def test_the_gap_between_two_names_is_that_of_their_nearest_mentions() -> None:
    mentions = [mention(0, "Hama"), mention(50, "Homs"), mention(70, "Hama"), mention(300, "Homs"), mention(400, "Idlib")]
    names = (("Hama", (0, 2)), ("Homs", (1, 3)), ("Idlib", (4,)))
    senses = tuple(Sense(name, Kind.LITERAL, None, False, numbers, ()) for name, numbers in names)
    gaps = -400.0 * np.log(layout_of(senses, mentions).near)
    assert gaps == pytest.approx(np.array([[0.0, 16.0, 326.0], [16.0, 0.0, 96.0], [326.0, 96.0, 0.0]]))


def test_more_names_than_a_block_holds_are_settled_block_by_block() -> None:
    count = 2 * MOST_SENSES + 10
    mentions = [mention(10 * k, f"N{k}", *([k + 1] if k + 1 < count else [])) for k in range(count)]
    senses = [Sense(f"N{k}", Kind.LITERAL, None, False, (k,), ()) for k in range(count)]
    blocks = list(blocks_of(senses, mentions))
    assert [len(b.senses) for b in blocks] == [MOST_SENSES, MOST_SENSES, 10]
    assert [k for b in blocks for k in b.numbers] == list(range(count))
    for block in blocks:
        assert all(block.mentions[s.mentions[0]].text == s.name for s in block.senses)
        assert all(block.mentions[c].text == f"N{int(m.text[1:]) + 1}" for m in block.mentions for c in m.clues.containers)
    assert blocks[0].mentions[-1].clues.containers == ()  # what it lies in is in the next block
    assert next(blocks_of(senses[:3], mentions[:3])).mentions == tuple(mentions[:3])


def test_a_long_word_is_cut_into_the_same_pieces_in_time_that_grows_with_it() -> None:
    vocabulary = Vocabulary([PAD, UNKNOWN, OPEN, CLOSE, "ab", "##c", "##ab", "##abc"])
    assert vocabulary.of("abcab") == (4, 5, 6)
    assert vocabulary.of("ababc") == (4, 7)
    assert vocabulary.of("abx") == (1,)
    begun = time.process_time()
    assert vocabulary.of("ab" * 20_000)[:2] == (4, 6)
    assert time.process_time() - begun < 2
