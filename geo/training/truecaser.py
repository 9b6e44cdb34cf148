# pyright: basic, reportMissingImports=false
"""Train the model that restores the case of text in capitals, on the mixed-case texts of the development corpora.

    python -m geo.training.truecaser [--out FILE]

Multinomial regression over hashed features, by Adagrad. Places of the texts are partly exchanged for others, and words of few texts
count as strange, so that names that nobody has seen are told by their company. A twentieth of the texts is left out, to say how many
of their words get their case back. The model is hashes and weights; no text can be read from it.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from geo.assets import asset
from geo.gazetteer.sources import city_entries
from geo.reading.letter_case import (
    BUCKETS,
    LOWER,
    MET,
    NAMED,
    START,
    STRANGE,
    TITLE,
    UPPER,
    CasedWord,
    bucket_after,
    features,
    likelihoods,
    marks,
    plain,
    sort_of,
    words_of,
)
from geo.training import protocol
from geo.training.synthesis import census

SEED = 20151007
HELD_OUT = 20  # each text of that number is kept to measure on
EPOCHS = 3
BATCH = 512
RATE = 0.25
EXCHANGED = 0.3  # share of the known toponyms that are exchanged
LEAST_TEXTS = 3  # a word of fewer is strange
LEAST_PEOPLE = 5000  # inhabitants of a town whose name is known as one
CENSUS, MOST_NAMES = ("male.first", "female.first", "all.last"), 8000  # lists of people's names, and how many of each are known
LEAST_SEEN = 2  # a feature met less often stays without weight
DECAY = 1e-6
CORPORA = (
    "lgl", "geovirus", "humset", "re3d", "case2021", "event_location", "events/fakes.free", "events/isaf.dev", "events/wikievents.dev",
    "events/ecbplus.dev", "events/geneva",
)  # fmt: skip


class Example(NamedTuple):
    """A line of running text."""

    text: int
    words: list[CasedWord]
    cases: list[int | None]


_LATIN = re.compile(r"[A-Z][A-Za-z'-]+(?: [A-Za-z'-]+){0,4}")
_WORDS = re.compile(r"[^\W\d_]{3,}")


def texts(folder: Path, chance: random.Random) -> Iterator[tuple[str, int]]:
    """The corpora's texts with their number, their places partly exchanged."""
    towns = sorted({n for n in (_ascii(e.name) for e in city_entries()) if _LATIN.fullmatch(n)})
    number = 0
    for corpus in CORPORA:
        for line in (folder / f"{corpus}.jsonl").read_text(encoding="utf-8").split("\n"):
            if not line.strip():
                continue
            record = json.loads(line)
            number += 1
            text = record["text"] if "text" in record else " ".join(record["tokens"])
            yield text, number
            if names := [t for t in record.get("toponyms", ()) if t["text"][:1].isupper()]:
                yield _exchanged(text, names, towns, chance), number


def _ascii(name: str) -> str:
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()


def _exchanged(text: str, names, towns: Sequence[str], chance: random.Random) -> str:
    pieces, done = [], 0
    for name in sorted(names, key=lambda t: t["start"]):
        if name["start"] >= done and chance.random() < EXCHANGED:
            pieces += [text[done : name["start"]], chance.choice(towns)]
            done = name["end"]
    return "".join([*pieces, text[done:]])


def lines(text: str) -> Iterator[str]:
    """The lines of running text: no headline, nothing in capitals, nothing without capitals."""
    for line in re.split(r"\n{2,}|(?<=[.!?])\n", text):
        long = [w for w in _WORDS.findall(line) if len(w) > 3]
        if len(long) >= 4 and sum(w.islower() for w in long) >= 0.5 * len(long):
            yield line


def case_of(written: str) -> int | None:
    """The case of a word as it is written; none of a mixed one."""
    if written.islower():
        return LOWER
    if written.isupper():
        return UPPER
    return TITLE if written[1:].islower() or re.fullmatch("Mc[A-Z][a-z]+", written) else None


def example(line: str, text: int) -> Example:
    words = words_of(line, 0, len(line))
    return Example(text, words, [case_of(line[w.start : w.end]) for w in words])


def vocabulary(examples: Sequence[Example]) -> set[str]:
    """The words of at least so many texts; the others stand for the strange ones to come."""
    texts = Counter(word for word, _ in {(w.lower, e.text) for e in examples for w in e.words})
    return {word for word, n in texts.items() if n >= LEAST_TEXTS}


def marked(met: set[str]) -> np.ndarray:
    """A model without weights that knows the sorts of words: those met, and those of names of towns and of people."""
    towns = {plain(w) for e in city_entries() if e.population >= LEAST_PEOPLE for w in _WORDS.findall(_ascii(e.name))}
    made = np.zeros((BUCKETS, 4), dtype=np.int8)
    for word in met:
        made[marks(word, "w"), 3] |= 1
    for word in towns.union(name.lower() for kind in CENSUS for name in census(kind)[:MOST_NAMES]) - met:
        made[marks(word, "g"), 3] |= 2
    print(f"{(made[:, 3] & 1 > 0).mean():.2f} and {(made[:, 3] & 2 > 0).mean():.2f} of the rows are marked", flush=True)
    return made


def table(examples: Sequence[Example], model: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Features and case of each word whose case says something."""
    rows, labels = [], []
    sort = {word: sort_of(model, word) for word in {w.lower for e in examples for w in e.words}}
    for _, words, cases in examples:
        sorts = [sort[w.lower] for w in words]
        case = case_before = START
        for k, (word, own) in enumerate(zip(words, cases, strict=True)):
            if own is not None and not word.opens:
                fixed, later = features(words, sorts, k)
                rows.append(np.array([*fixed, *(bucket_after(f, case, case_before) for f in later)], dtype=np.int32))
                labels.append(own)
            case_before, case = case, START if word.opens or own is None else own
    return np.stack(rows), np.array(labels, dtype=np.int8)


def fit(rows: np.ndarray, labels: np.ndarray) -> np.ndarray:
    counts = np.bincount(rows.ravel(), minlength=BUCKETS + 1)
    rows = np.where(counts[rows] >= LEAST_SEEN, rows, BUCKETS)
    weights = np.zeros((BUCKETS + 1, 3), dtype=np.float32)
    squares = np.full((BUCKETS + 1, 3), 1e-2, dtype=np.float32)
    order = np.random.default_rng(SEED)
    for epoch in range(EPOCHS):
        started, loss = time.monotonic(), 0.0
        shuffled = order.permutation(len(rows))
        for at in range(0, len(rows), BATCH):
            chosen = shuffled[at : at + BATCH]
            which = rows[chosen]
            scores = weights[which].sum(axis=1)
            scores -= scores.max(axis=1, keepdims=True)
            likely = np.exp(scores)
            likely /= likely.sum(axis=1, keepdims=True)
            own = labels[chosen].astype(np.intp)
            loss -= float(np.log(likely[np.arange(len(own)), own] + 1e-9).sum())
            likely[np.arange(len(own)), own] -= 1.0
            flat = which.ravel()
            slope = np.repeat(likely, which.shape[1], axis=0)
            touched, inverse = np.unique(flat, return_inverse=True)
            summed = np.stack([np.bincount(inverse, slope[:, c], len(touched)) for c in range(3)], axis=1).astype(np.float32)
            summed += DECAY * weights[touched] * BATCH
            squares[touched] += summed**2
            weights[touched] -= RATE * summed / np.sqrt(squares[touched])
            weights[BUCKETS] = 0.0
        print(f"epoch {epoch + 1}: loss {loss / len(rows):.4f}, {time.monotonic() - started:.0f} s", flush=True)
    return weights[:BUCKETS]


def rounded(weights: np.ndarray) -> np.ndarray:
    """As whole numbers of eight bits."""
    most = np.quantile(np.abs(weights[weights != 0]), 0.9999)
    return np.clip(np.round(weights * (127 / most)), -127, 127).astype(np.int8)


def measure(weights: np.ndarray, examples: Sequence[Example]) -> Counter[tuple[int, int, str]]:
    """How often words of a case were taken for one, by sort of word."""
    counts: Counter[tuple[int, int, str]] = Counter()
    for _, words, cases in examples:
        for word, own, sort, scores in zip(words, cases, *likelihoods(weights, words), strict=True):
            if own is not None and not word.opens:
                counts[own, int(scores.argmax()), sort] += 1
    return counts


def main(argv: Sequence[str] | None = None) -> int:
    options = argparse.ArgumentParser(prog="geo.training.truecaser")
    options.add_argument("--out", type=Path, default=asset("models") / "truecaser.npy")
    chosen = options.parse_args(argv)
    every = [example(line, number) for text, number in texts(protocol.corpora_folder(), random.Random(SEED)) for line in lines(text)]
    seen = [e for e in every if e.text % HELD_OUT]
    met = vocabulary(seen)
    model = marked(met)
    rows, labels = table(seen, model)
    print(f"{len(seen)} lines, {len(met)} words met, {len(labels)} words to learn from", flush=True)
    model[:, :3] = rounded(fit(rows, labels))
    np.save(chosen.out, model)
    counts = measure(model, [e for e in every if e.text % HELD_OUT == 0])
    for sort, sort_name in ((MET, "met"), (NAMED, "of names"), (STRANGE, "strange")):
        for case, name in enumerate(("lower", "title", "upper")):
            got = [counts[case, other, sort] for other in range(3)]
            print(sort_name, name, "taken for lower, title, upper:", *got, f"right {got[case] / max(1, sum(got)):.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
