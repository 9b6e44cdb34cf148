"""One article, one reading: whatever is read beside it, and on every processor."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
import same_reading

from geo.assets import asset
from geo.cli.records import article_record
from geo.gazetteer import open_default
from geo.pipeline.articles import take_in
from geo.recognise import runtime
from geo.recognise.words import split_words


def _read(folder: Path, texts: tuple[str, ...]) -> dict[str, str]:
    """What `parse` would write of each text, read in this process."""
    file = folder / "texts.jsonl"
    file.write_text(same_reading.records(texts), encoding="utf-8")
    taken = take_in([file], open_default(added=False))
    assert not taken.failures
    return {a.id: json.dumps(article_record(a, n)) for a, n in zip(taken.articles, taken.analyses, strict=True)}


def test_what_is_found_does_not_depend_on_what_is_read_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = same_reading.TEXTS
    together = _read(tmp_path, texts)
    assert len(together) == len(texts)
    assert sum(len(json.loads(line)["mentions"]) for line in together.values()) > 25
    assert sum(len(json.loads(line)["events"]) for line in together.values()) > 12
    for text in texts:
        assert _read(tmp_path, (text,)).items() <= together.items()
    shuffled = list(texts)
    random.Random(5).shuffle(shuffled)
    for most in (32, 700, 5000):
        monkeypatch.setattr(runtime, "BATCH_PIECES", most)
        assert _read(tmp_path, tuple(shuffled)) == together


def test_sentences_of_one_article_do_not_change_one_another() -> None:
    """The networks' scores, bit by bit, in batches of every size with every padding."""
    network = runtime.OpenNetwork(asset("models", "recogniser.onnx"), asset("models", "vocabulary.txt"))
    spelt = [[p for w in split_words(t) for p in network.vocabulary.of(w.text)] for t in same_reading.TEXTS]
    texts = [{"pieces": p, "shapes": [1] * len(p), "known": [n] * len(p)} for n, p in enumerate(spelt)]
    alone = [network.run("scores", [t])[0] for t in texts]
    feed = network.run("scores", texts)
    assert all((a == b).all() for a, b in zip(alone, feed, strict=True))


def test_old_instructions_read_the_same() -> None:
    """numpy, OpenBLAS and BLIS held to what every processor has; onnxruntime takes no such setting."""
    held = {**same_reading.plain_numpy(), **same_reading.WITHOUT_VECTORS}
    assert same_reading.told("parse", held) == same_reading.told("parse", {})


def test_the_networks_give_the_same_numbers_on_a_processor_without_vnni() -> None:
    if same_reading.emulator("Haswell") is None:
        pytest.skip("needs qemu-x86_64 (package qemu-user) to stand for another processor")
    assert same_reading.told("networks", {}, "Haswell") == same_reading.told("networks", {})
