"""Sentences as trees of words, and the questions of grammar that are asked of them: whose subject, what object, under which preposition.

Labels are ClearNLP's, as spaCy gives them. What a rule asks of the tree is asked through these methods, so that a label stands here and
not in every rule.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from geo.model import Passage, Span

SUBJECTS = frozenset({"nsubj", "nsubjpass"})
OBJECTS = frozenset({"dobj", "obj"})
UNDERGOING = OBJECTS | {"nsubjpass"}  # what a verb is done to, active or passive
MODIFIERS = frozenset({"compound", "amod", "nmod", "poss"})  # before a noun
CLAUSES = frozenset({"ccomp", "advcl", "relcl", "conj", "parataxis", "csubj"})  # edges to a clause of its own
_VERBS = frozenset({"VERB", "AUX"})
_NOUNS = frozenset({"NOUN", "PROPN"})

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

    @property
    def is_verb(self) -> bool:
        return self.pos in _VERBS

    @property
    def is_noun(self) -> bool:
        return self.pos in _NOUNS


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

    # --- what stands beside a word --------------------------------------------------------------------------------------------

    def head(self, i: int) -> Token:
        """The word that token `i` hangs on; itself at the root."""
        return self.tokens[self.tokens[i].head]

    def below(self, i: int, *deps: str) -> list[Token]:
        """The words that hang on token `i`, in order; with `deps` only those by these edges."""
        return [self.tokens[c] for c in self.children[i] if not deps or self.tokens[c].dep in deps]

    def has(self, i: int, *deps: str) -> bool:
        return self.child(i, *deps) is not None

    def lower(self, i: int) -> str:
        """The word at a position in small letters; "" before the first and behind the last."""
        return self.tokens[i].lower if 0 <= i < len(self.tokens) else ""

    def lemmas(self, indices: Collection[int]) -> list[str]:
        return [self.tokens[i].lemma for i in indices]

    # --- a verb with what it takes ---------------------------------------------------------------------------------------------

    def subject(self, i: int, *, passive: bool = True) -> int | None:
        """The subject of verb `i` itself, not of what it hangs on; `passive=False` leaves out the subject that suffers."""
        return self.child(i, "nsubj", "nsubjpass") if passive else self.child(i, "nsubj")

    def objects(self, i: int, *, passive: bool = True) -> list[int]:
        """What verb `i` is done to: its direct objects and, in the passive, its subject ("a town was shelled")."""
        return [t.i for t in self.below(i, *(UNDERGOING if passive else OBJECTS))]

    def object(self, i: int, *, passive: bool = True) -> int | None:
        """The first of its objects."""
        return next(iter(self.objects(i, passive=passive)), None)

    def agent(self, i: int) -> int | None:
        """Who does it in the passive, and of a noun whose it is by "by": "shelled by the army", "strikes by jets"."""
        by = next((t.i for t in self.below(i, "agent", "prep") if t.dep == "agent" or t.lower == "by"), None)
        return self.child(by, "pobj") if by is not None else None

    def is_passive(self, i: int) -> bool:
        return self.has(i, "nsubjpass", "auxpass")

    def prepositions(self, i: int, *words: str) -> list[Token]:
        """The prepositions under token `i`, in order; with `words` only these."""
        return [t for t in self.below(i, "prep") if not words or t.lower in words]

    def preposition(self, i: int, *words: str) -> int | None:
        """The first noun that one of the prepositions brings under token `i`: A of "strikes on A"; without `words` any of them."""
        return next(iter(self.governed(i, *words)), None)

    def governed(self, i: int, *words: str) -> list[int]:
        """The nouns that prepositions bring under token `i`, in order."""
        nouns = (self.child(p.i, "pobj") for p in self.prepositions(i, *words))
        return [n for n in nouns if n is not None]

    def particle(self, i: int) -> str:
        """ "down" of "shot down"; "" where the verb has none. What governs a noun is a preposition: "hit off the coast"."""
        return next((t.lower for t in self.below(i, "prt") if not self.has(t.i, "pobj")), "")

    def mark(self, i: int) -> str:
        """The word that opens the clause of verb `i`: "that", "if", "after"; "" where none does."""
        return next((t.lower for t in self.below(i, "mark")), "")

    def has_auxiliary(self, i: int, words: Collection[str]) -> bool:
        return any(t.lower in words for t in self.below(i, "aux"))

    def verb_over(self, i: int) -> int:
        """The verb in whose clause token `i` stands, itself where it is one; the root where there is none."""
        while not self.tokens[i].is_verb and self.tokens[i].head != i:
            i = self.tokens[i].head
        return i

    # --- a noun with what stands before it --------------------------------------------------------------------------------------

    def modifiers(self, i: int) -> list[Token]:
        """The words before noun `i` that tell its kind or its owner: "rail" of "rail strike", "Monday" of "Monday's raid"."""
        return self.below(i, *MODIFIERS)
