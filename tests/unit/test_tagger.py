"""Words, pieces and the way from probabilities to names."""

from __future__ import annotations

import numpy as np
import pytest

from geo.recognise.pieces import CLOSE, OPEN, PAD, UNKNOWN, Vocabulary
from geo.recognise.tagger import TAGS, decode
from geo.recognise.words import shape, split_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("U.S. jets hit al-Bab.", ["U.S.", "jets", "hit", "al", "-", "Bab", "."]),
        ("Dar’a (Syria)", ["Dar", "’", "a", "(", "Syria", ")"]),
        ("كفر زيتا, Херсон", ["كفر", "زيتا", ",", "Херсон"]),
        ("", []),
    ],
)
def test_words_and_signs_are_parted(text: str, words: list[str]) -> None:
    assert [w.text for w in split_words(text)] == words


def test_words_know_where_they_stand() -> None:
    text = "Near  Khan Shaykhun"
    assert [text[w.start : w.end] for w in split_words(text, 6)] == ["Khan", "Shaykhun"]


@pytest.mark.parametrize(("word", "kind"), [("idlib", 1), ("Idlib", 2), ("IDLIB", 3), ("McKay", 4), ("2015", 5), (",", 6), ("A", 7)])
def test_the_shape_tells_how_a_word_is_written(word: str, kind: int) -> None:
    assert shape(word) == kind


def test_a_word_is_cut_into_the_longest_pieces() -> None:
    vocabulary = Vocabulary([PAD, UNKNOWN, OPEN, CLOSE, "kaf", "##r", "##ra", "zita"])
    assert vocabulary.of("Kafra") == (4, 6)
    assert vocabulary.of("Zîta") == (7,)  # accents and case are lost
    assert vocabulary.of("Homs") == (vocabulary.unknown,)


def _tags(*likely: str, sure: float = 0.9) -> np.ndarray:
    rows = np.full((len(likely), len(TAGS)), (1 - sure) / (len(TAGS) - 1), np.float32)
    for k, tag in enumerate(likely):
        rows[k, TAGS.index(tag)] = sure
    return rows


@pytest.mark.parametrize(
    ("likely", "names"),
    [
        (("O", "S", "O"), [(1, 2)]),
        (("B", "E", "S"), [(0, 2), (2, 3)]),
        (("B", "I", "E", "O"), [(0, 3)]),
        (("O", "O"), []),
    ],
)
def test_names_are_cut_out_where_tags_say(likely: tuple[str, ...], names: list[tuple[int, int]]) -> None:
    assert [(start, end) for start, end, _ in decode(_tags(*likely))] == names


def test_a_name_that_opens_is_closed() -> None:
    """ "B" before "O" is no name of any tagging; the likeliest whole reading wins, here a single word."""
    tags = _tags("B", "O", "O")
    tags[0, TAGS.index("S")] = 0.08
    assert [(start, end) for start, end, _ in decode(tags)] == [(0, 1)]


def test_favour_finds_fainter_names() -> None:
    tags = np.array([[0.6, 0.02, 0.02, 0.02, 0.34]], np.float32)
    assert decode(tags) == []
    ((start, end, probability),) = decode(tags, favour=1.0)
    assert (start, end) == (0, 1)
    assert probability == pytest.approx(0.40, abs=0.01)  # the favour finds it, its probability stays what it was
