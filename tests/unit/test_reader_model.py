"""The document reader that ships: its file, what tells of it, and that a text's rows are its own whatever is read beside it."""

from __future__ import annotations

import numpy as np
import pytest

from geo.assets import asset
from geo.model import EventClass, EventType
from geo.recognise.runtime import OpenNetwork, softmax
from geo.recognise.words import shape, split_words

TEXTS = (
    "Artillery shelled the village of Lumo on Monday, killing three people, a doctor said.",
    "The orchestra plays in the town hall on Monday, and three singers will join it.",
    "Army helicopters bombed Varna. Protesters marched through Lumo and burnt tyres. " * 3,
)


@pytest.fixture(scope="module")
def reader() -> OpenNetwork:
    return OpenNetwork(asset("models", "reader.onnx"), asset("models", "vocabulary.txt"))


def columns(text: str, reader: OpenNetwork) -> tuple[dict[str, list[int]], list[str]]:
    """Pieces and shapes of a text, and the word that each stands in."""
    pieces, shapes, of = [reader.vocabulary.open], [0], [""]
    for word in split_words(text):
        spelt = reader.vocabulary.of(word.text)
        pieces += spelt
        shapes += [shape(word.text)] * len(spelt)
        of += [word.text] * len(spelt)
    return {"pieces": [*pieces, reader.vocabulary.close], "shapes": [*shapes, 0]}, [*of, ""]


def test_rows_of_a_text_do_not_depend_on_what_is_read_beside_it(reader: OpenNetwork) -> None:
    texts = [columns(text, reader)[0] for text in TEXTS]
    for text, together in zip(texts, reader.run("words", texts), strict=True):
        (alone,) = reader.run("words", [text])
        assert alone.shape == (len(text["pieces"]), sum(reader.facts["layers"].values()))
        assert np.array_equal(alone, together)


def test_words_that_tell_of_an_incident_are_told_from_those_that_do_not(reader: OpenNetwork) -> None:
    types = reader.facts["types"]
    likely: dict[str, float] = {}
    kinds: dict[str, str] = {}
    for text in TEXTS:
        column, words = columns(text, reader)
        scores = softmax(reader.run("words", [column])[0][:, : 1 + len(types)])
        for word, row in zip(words, scores, strict=True):
            likely[word] = max(likely.get(word, 0.0), 1.0 - float(row[0]))
            kinds.setdefault(word, types[int(row[1:].argmax())])  # the first piece speaks for a word
    assert min(likely[w] for w in ("shelled", "bombed", "marched")) > 0.5
    assert max(likely[w] for w in ("orchestra", "plays", "join", "village", "doctor")) < 0.2
    assert kinds["shelled"] == "Missile or artillery attack"


def test_what_tells_of_the_file_fits_it(reader: OpenNetwork) -> None:
    facts = reader.facts
    assert facts["types"] == [t.value for t in EventType if t.event_class is EventClass.PHYSICAL]
    roles, hidden, dot = facts["roles"], facts["hidden"], facts["dot"]
    words = 1 + len(facts["types"]) + len(facts["kinds"]) + len(facts["moods"])
    assert list(facts["layers"].values()) == [words, len(roles) * hidden, len(roles) * hidden, len(roles) * 2 * dot]
    with np.load(asset("models", "reader.npz")) as pairs:
        assert pairs["gap"].shape == (len(roles), 2 * facts["furthest"] + 1, hidden)
        assert pairs["far"].shape == (len(roles), 2 * (len(facts["near"]) + 1), hidden)
        for k, classes in enumerate(roles.values()):
            assert pairs[f"out.{k}"].shape == (classes, hidden + 1)
            assert pairs[f"bias.{k}"].shape == (classes,)
