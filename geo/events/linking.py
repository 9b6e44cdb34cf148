"""Which place names of a sentence belong to one of its triggers: a small trained model over grammar, order and prepositions.

Candidates are runs of capitalised words. Each gets a row of numbers that say how it stands to the trigger, and boosted trees
(trained by `geo.training.linker`, run by numpy) turn the row into a probability. Words round a name enter through tables of how
often they mark a place of the event; the name itself does not enter.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from geo.assets import asset
from geo.lexicon import place_words, speech
from geo.syntax import Sentence, Token

Run = range  # token positions of a candidate
_Floats = npt.NDArray[np.float32]
_Ints = npt.NDArray[np.int16]

_PLACES = frozenset({"GPE", "LOC", "FAC"})
_JOINTS = frozenset({"-", "–", "'", "’", "‘", "`"})
_PREFIXES = frozenset(
    {"al", "el", "ad", "an", "ar", "as", "ash", "at", "az", "ed", "ul", "de", "da", "do", "dos", "del", "la", "bin", "ibn"}
)
_CALENDAR = frozenset(
    {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march", "april", "june", "july"}
    | {"august", "september", "october", "november", "december"}
)
_FAR = 30.0
ROW_WORDS = ("entity", "tag", "dep", "over", "before", "after", "path", "verb", "verb_dep", "governor", "bridge", "next_bridge", "meet")
ROW_NUMBERS = (
    "up", "down", "verbs_on_path", "offset", "distance", "commas", "verbs_between", "ands", "words", "headed", "located", "position",
    "verb_is_above", "named_place", "named_body", "named_person", "candidates", "rank", "spoken_between", "passive", "object",
    "closer_located", "first", "relative", "verb_past", "list_before",
)  # fmt: skip
WIDTH = len(ROW_WORDS) + len(ROW_NUMBERS)
USUAL = "*"  # the entry of a table for words it does not hold


@dataclass(frozen=True, slots=True)
class Link:
    """A candidate with the probability that it is a place of the trigger."""

    run: Run
    score: float


@dataclass(frozen=True, slots=True)
class Row:
    """How a candidate stands to a trigger: words, looked up in the tables, and numbers."""

    words: tuple[str, ...]  # in the order of ROW_WORDS
    numbers: tuple[float, ...]  # in the order of ROW_NUMBERS


def candidates(sentence: Sentence) -> list[Run]:
    """Runs of capitalised words that may name a place: "Deir ez-Zor", "Mazar-e-Sharif", "Handarat Refugee Camp"."""
    tokens = sentence.tokens
    found: list[Run] = []
    i = 0
    while i < len(tokens):
        if not _opens(tokens, i):
            i += 1
            continue
        end = i + 1
        while end < len(tokens) and _goes_on(tokens, end):
            end += 1
        while end > i + 1 and not any(c.isalnum() for c in tokens[end - 1].text):
            end -= 1
        if any(tokens[k].entity in _PLACES or tokens[k].tag in {"NNP", "NNPS"} or tokens[k].pos == "PROPN" for k in range(i, end)):
            found.append(range(i, end))
        i = end
    return found


def _opens(tokens: Sequence[Token], i: int) -> bool:
    token = tokens[i]
    if token.lower in _CALENDAR or token.pos in {"PRON", "DET", "ADP", "AUX", "CCONJ", "SCONJ", "PUNCT"}:
        return False
    if token.text.islower():
        return token.text in _PREFIXES and i + 2 < len(tokens) and tokens[i + 1].text in _JOINTS and tokens[i + 2].capitalised
    return token.capitalised and (i > 0 or token.tag in {"NNP", "NNPS"} or token.entity in _PLACES)


def _goes_on(tokens: Sequence[Token], i: int) -> bool:
    before, token = tokens[i - 1], tokens[i]
    glued = before.end == token.start
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    if token.text in _JOINTS:
        return glued and after is not None and after.start == token.end and after.text not in {"s", "S"} and token.tag != "POS"
    if before.text in _JOINTS and glued:
        return True
    if token.lower in _CALENDAR or token.tag == "POS":
        return False
    if token.text.islower():
        named = after is not None and (after.capitalised or (after.text in _JOINTS and i + 2 < len(tokens) and tokens[i + 2].capitalised))
        return token.text in _PREFIXES and named
    return token.capitalised and token.pos not in {"ADP", "CCONJ", "AUX", "PRON", "SCONJ"}


def rows(sentence: Sentence, trigger: int, runs: Sequence[Run]) -> list[Row]:
    """One row for each candidate. `trigger` is the token that heads the event."""
    tokens = sentence.tokens
    above = [trigger, *sentence.ancestors(trigger)]
    height = {a: k for k, a in enumerate(above)}
    located = [_before(tokens, run.start) in place_words().locative for run in runs]
    named = sum(any(tokens[k].entity in _PLACES for k in run) for run in runs)
    return [_row(sentence, trigger, above, height, runs, located, named, k) for k in range(len(runs))]


def _row(
    sentence: Sentence,
    trigger: int,
    above: Sequence[int],
    height: Mapping[int, int],
    runs: Sequence[Run],
    located: Sequence[bool],
    named: int,
    k: int,
) -> Row:
    tokens, run, words = sentence.tokens, runs[k], place_words()
    head = next((i for i in run if tokens[i].head not in run or tokens[i].head == i), run[-1])
    chain = [head, *sentence.ancestors(head)]
    meeting = next((a for a in chain if a in height), None)
    up = chain.index(meeting) if meeting is not None else -1
    path = "none"
    if meeting is not None:
        steps = [tokens[a].dep + (":" + tokens[a].lower if tokens[a].pos == "ADP" else "") for a in chain[:up]]
        path = "<".join(steps) + "|" + ">".join(tokens[a].dep for a in above[: height[meeting]])
    first, last = min(head, trigger), max(head, trigger)
    between = tokens[first + 1 : last]
    over = next((tokens[a] for a in chain[1:] if tokens[a].pos in {"ADP", "VERB", "AUX"}), None)
    after = tokens[run[-1] + 1] if run[-1] + 1 < len(tokens) else None
    entities = {tokens[i].entity for i in run}
    right = run.start > trigger
    nearer = [j for j in range(len(runs)) if (trigger < runs[j].start < run.start if right else run.start < runs[j].start < trigger)]
    meet = tokens[meeting] if meeting is not None else None
    values = (
        "+".join(sorted(e for e in entities if e)) or "-",
        tokens[head].tag,
        tokens[head].dep,
        ("-" if over is None else over.lower if over.pos == "ADP" else "verb"),
        _before(tokens, run.start),
        after.lower if after is not None else "$",
        path,
        tokens[trigger].lemma,
        f"{tokens[trigger].dep}/{tokens[trigger].tag}",
        tokens[tokens[head].head].lemma,
        _bridge(tokens, runs[k - 1], run) if k else "^",
        _bridge(tokens, run, runs[k + 1]) if k + 1 < len(runs) else "$",
        "-" if meet is None else f"{meet.dep}/{meet.pos}" if meeting != trigger else "=",
    )
    numbers = (
        float(up),
        float(height[meeting]) if meeting is not None else -1.0,
        float(sum(tokens[a].pos in {"VERB", "AUX"} for a in chain[1 : max(up, 1)])),
        float(head - trigger),
        float(min(abs(head - trigger), _FAR)),
        float(sum(t.text == "," for t in between)),
        float(sum(t.pos == "VERB" for t in between)),
        float(sum(t.tag == "CC" for t in between)),
        float(len(run)),
        float(after is not None and (after.lower in words.heads or after.lower in words.areas)),
        float(located[k]),
        run.start / max(1, len(tokens)),
        float(meeting == trigger),
        float(bool(entities & _PLACES)),
        float("ORG" in entities or "NORP" in entities),
        float("PERSON" in entities),
        float(named),
        float(len(nearer)),
        float(any(t.lemma in speech().verbs for t in between)),
        float(sentence.child(trigger, "nsubjpass") is not None),
        float(sentence.child(trigger, "dobj", "obj") is not None),
        float(sum(located[j] for j in nearer)),
        float(run.start == 0),
        float(tokens[trigger].dep in {"relcl", "acl"}),
        float(tokens[trigger].tag in {"VBD", "VBN"}),
        float(k > 0 and _bridge(tokens, runs[k - 1], run) in {",", "and", ", and", "or"}),
    )
    return Row(values, numbers)


def _before(tokens: Sequence[Token], start: int) -> str:
    """The word before a name, its article, sort and modifiers passed over: "in" of "in the northern town of A"."""
    words = place_words()
    i = start - 1
    while i > 0 and start - i < 8:
        lower = tokens[i].lower
        if not (lower in {"the", "a", "an", "of", "'s", "’s"} or lower in words.heads or lower in words.modifiers or lower in words.areas):
            break
        i -= 1
    return tokens[i].lower if i >= 0 else "^"


def _bridge(tokens: Sequence[Token], left: Run, right: Run) -> str:
    """The words between two neighbouring names, where they are few."""
    between = tokens[left[-1] + 1 : right.start]
    return " ".join(t.lower for t in between) if len(between) <= 2 else f"{len(between) // 4 * 4}+"


def encode(found: Sequence[Row], tables: Mapping[str, Mapping[str, float]]) -> _Floats:
    """Rows as numbers, (rows, WIDTH): words by the tables of ROW_WORDS, in order, then the numbers."""
    out = np.zeros((len(found), WIDTH), np.float32)
    for r, row in enumerate(found):
        for c, (name, word) in enumerate(zip(ROW_WORDS, row.words, strict=True)):
            out[r, c] = tables[name].get(word, tables[name][USUAL])
        out[r, len(ROW_WORDS) :] = row.numbers
    return out


def link(sentence: Sentence, trigger: int, runs: Sequence[Run] | None = None) -> list[Link]:
    """The candidates of a sentence with their probability, in order; `runs` gives others than the capitalised ones."""
    given = candidates(sentence) if runs is None else list(runs)
    if not given:
        return []
    model = _model()
    scores = model.score(encode(rows(sentence, trigger, given), model.tables))
    return [Link(run, float(score)) for run, score in zip(given, scores, strict=True)]


def threshold() -> float:
    """The probability from which a candidate counts as a place of the trigger, as chosen in training."""
    return _model().threshold


class Trees:
    """Boosted trees as arrays, one row a tree: which feature a node asks, its threshold, where it goes, what a leaf gives."""

    def __init__(self, feature: _Ints, threshold: _Floats, left: _Ints, right: _Ints, value: _Floats) -> None:
        self.feature, self.threshold, self.left, self.right, self.value = feature, threshold, left, right, value

    def score(self, encoded: _Floats) -> _Floats:
        """Probabilities, (rows,), of rows as `encode` gives them."""
        trees = np.arange(len(self.feature))
        at = np.zeros((len(encoded), len(trees)), np.int64)
        rows_ = np.arange(len(encoded))[:, None]
        while True:
            asked = self.feature[trees, at]
            if (asked < 0).all():
                break
            below = encoded[rows_, np.maximum(asked, 0)] <= self.threshold[trees, at]
            at = np.where(asked < 0, at, np.where(below, self.left[trees, at], self.right[trees, at]))
        raw = self.value[trees, at].sum(axis=1)
        return np.asarray(1.0 / (1.0 + np.exp(-raw)), np.float32)


class _Model:
    """The trees and the tables that stand beside them."""

    def __init__(self) -> None:
        settings = json.loads(asset("models", "linker.json").read_text(encoding="utf-8"))
        self.tables: dict[str, dict[str, float]] = settings["tables"]
        self.threshold: float = settings["threshold"]
        with np.load(io.BytesIO(asset("models", "linker.npz").read_bytes())) as arrays:
            self.score = Trees(*(arrays[name] for name in ("feature", "threshold", "left", "right", "value"))).score


@lru_cache(maxsize=1)
def _model() -> _Model:
    return _Model()
