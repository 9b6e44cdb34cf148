"""Sentences as trees of words, and the questions of grammar that are asked of them: whose subject, what object, under which preposition.

Labels are ClearNLP's, as spaCy gives them. What a rule asks of the tree is asked through these methods, so that a label stands here and
not in every rule.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
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


@dataclass(frozen=True, slots=True, eq=False)
class Token:
    """A word. `start` and `end` count in `Reading.repaired`; `span` is the stretch of the untouched article.

    Tokens of a sentence are in the order of its words: the first is the least.
    """

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

    def __hash__(self) -> int:
        return self.i

    def __lt__(self, other: Token) -> bool:
        return self.i < other.i

    def __le__(self, other: Token) -> bool:
        return self.i <= other.i

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

    @property
    def is_root(self) -> bool:
        return self.head == self.i


def lemmas(tokens: Iterable[Token]) -> list[str]:
    return [t.lemma for t in tokens]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A passage's words and the tree over them. A passage left unparsed has none."""

    passage: Passage
    tokens: tuple[Token, ...]
    children: tuple[tuple[int, ...], ...] = field(repr=False)  # of each token, by position

    @property
    def root(self) -> Token | None:
        """The word that hangs on none."""
        return next((t for t in self.tokens if t.is_root), None)

    def ancestors(self, token: Token) -> Iterator[Token]:
        """Heads of a token, nearest first, up to the root or as far as a sentence can be nested."""
        seen = {token}
        while (head := self.tokens[token.head]) not in seen and len(seen) <= DEEPEST:
            yield head
            seen.add(head)
            token = head

    def chain(self, token: Token) -> list[Token]:
        """A token with the heads over it, nearest first."""
        return [token, *self.ancestors(token)]

    def subtree(self, token: Token, *, without: frozenset[str] = frozenset()) -> list[Token]:
        """A token with all below it, in order; branches with a label of `without` are left out."""
        found: list[int] = []
        stack = [token.i]
        while stack:
            here = stack.pop()
            found.append(here)
            stack.extend(c for c in self.children[here] if self.tokens[c].dep not in without)
        return [self.tokens[k] for k in sorted(found)]

    def child(self, token: Token, *deps: str) -> Token | None:
        return next((t for c in self.children[token.i] if (t := self.tokens[c]).dep in deps), None)

    def conjuncts(self, token: Token) -> list[Token]:
        """A token and what is coordinated with it to the right."""
        found, stack = [token], [token]
        while stack:
            joined = self.below(stack.pop(), "conj")
            found += joined
            stack += joined
        return sorted(found)

    def first_conjunct(self, token: Token) -> Token:
        """The word that opens the coordination in which a token stands."""
        while token.dep == "conj" and not token.is_root:
            token = self.head(token)
        return token

    # --- by the order of words ------------------------------------------------------------------------------------------------

    def at(self, span: Span) -> list[Token]:
        """Tokens that overlap a span of the article."""
        return [t for t in self.tokens if t.span.start < span.end and span.start < t.span.end]

    def before(self, token: Token) -> Token | None:
        return self.tokens[token.i - 1] if token.i else None

    def after(self, token: Token) -> Token | None:
        return self.tokens[token.i + 1] if token.i + 1 < len(self.tokens) else None

    def lower_before(self, token: Token, back: int = 1) -> str:
        """The word so many before a token in small letters; "" before the first."""
        return self.tokens[token.i - back].lower if token.i >= back else ""

    def lower_after(self, token: Token, on: int = 1) -> str:
        """The word so many behind a token in small letters; "" behind the last."""
        return self.tokens[token.i + on].lower if token.i + on < len(self.tokens) else ""

    def preceding(self, token: Token, most: int | None = None) -> Sequence[Token]:
        """The words before a token, or as many as `most` of them, in order."""
        return self.tokens[0 if most is None else max(0, token.i - most) : token.i]

    def following(self, token: Token, most: int | None = None) -> Sequence[Token]:
        """The words behind a token, or as many as `most` of them."""
        return self.tokens[token.i + 1 : None if most is None else token.i + 1 + most]

    def between(self, one: Token, other: Token) -> Sequence[Token]:
        """The words between two tokens, whichever stands first."""
        return self.tokens[min(one, other).i + 1 : max(one.i, other.i)]

    def stretch(self, first: Token, last: Token) -> Sequence[Token]:
        """The words from one token to another, both of them included."""
        return self.tokens[first.i : last.i + 1]

    def original(self, tokens: Iterable[Token]) -> Span:
        """The stretch of the article from the first to the last of the tokens."""
        run = sorted(tokens)
        return Span(run[0].span.start, run[-1].span.end)

    def words(self, tokens: Iterable[Token]) -> str:
        """The tokens as one string, spaced as in the repaired text."""
        out: list[str] = []
        last: Token | None = None
        for token in sorted(tokens):
            if last is not None and token.start > last.end:
                out.append(" ")
            out.append(token.text)
            last = token
        return "".join(out)

    # --- what stands beside a word --------------------------------------------------------------------------------------------

    def head(self, token: Token) -> Token:
        """The word that a token hangs on; itself at the root."""
        return self.tokens[token.head]

    def below(self, token: Token, *deps: str) -> list[Token]:
        """The words that hang on a token, in order; with `deps` only those by these edges."""
        hanging = [self.tokens[c] for c in self.children[token.i]]
        return [t for t in hanging if t.dep in deps] if deps else hanging

    def has(self, token: Token, *deps: str) -> bool:
        return self.child(token, *deps) is not None

    def has_word(self, token: Token, words: Collection[str]) -> bool:
        """Whether one of the words hangs on a token: "the" of "the strikes"."""
        return any(self.tokens[c].lower in words for c in self.children[token.i])

    # --- a verb with what it takes ---------------------------------------------------------------------------------------------

    def subject(self, verb: Token, *, passive: bool = True) -> Token | None:
        """The subject of a verb itself, not of what it hangs on; `passive=False` leaves out the subject that suffers."""
        return self.child(verb, "nsubj", "nsubjpass") if passive else self.child(verb, "nsubj")

    def objects(self, verb: Token, *, passive: bool = True) -> list[Token]:
        """What a verb is done to: its direct objects and, in the passive, its subject ("a town was shelled")."""
        return self.below(verb, *(UNDERGOING if passive else OBJECTS))

    def object(self, verb: Token, *, passive: bool = True) -> Token | None:
        """The first of its objects."""
        return next(iter(self.objects(verb, passive=passive)), None)

    def agent(self, token: Token) -> Token | None:
        """Who does it in the passive, and of a noun whose it is by "by": "shelled by the army", "strikes by jets"."""
        by = next((t for t in self.below(token, "agent", "prep") if t.dep == "agent" or t.lower == "by"), None)
        return self.child(by, "pobj") if by is not None else None

    def is_passive(self, verb: Token) -> bool:
        return self.has(verb, "nsubjpass", "auxpass")

    def prepositions(self, token: Token, *words: str) -> list[Token]:
        """The prepositions under a token, in order; with `words` only these."""
        return [t for t in self.below(token, "prep") if not words or t.lower in words]

    def preposition(self, token: Token, *words: str) -> Token | None:
        """The first noun that one of the prepositions brings under a token: A of "strikes on A"; without `words` any of them."""
        return next(iter(self.governed(token, *words)), None)

    def governed(self, token: Token, *words: str) -> list[Token]:
        """The nouns that prepositions bring under a token, in order."""
        nouns = (self.child(p, "pobj") for p in self.prepositions(token, *words))
        return [n for n in nouns if n is not None]

    def particle(self, verb: Token) -> str:
        """ "down" of "shot down"; "" where the verb has none. What governs a noun is a preposition: "hit off the coast"."""
        return next((t.lower for t in self.below(verb, "prt") if not self.has(t, "pobj")), "")

    def mark(self, verb: Token) -> str:
        """The word that opens the clause of a verb: "that", "if", "after"; "" where none does."""
        return next((t.lower for t in self.below(verb, "mark")), "")

    def has_auxiliary(self, verb: Token, words: Collection[str]) -> bool:
        return any(t.lower in words for t in self.below(verb, "aux"))

    def verb_over(self, token: Token) -> Token:
        """The verb in whose clause a token stands, itself where it is one; the root where there is none."""
        while not (token.is_verb or token.is_root):
            token = self.head(token)
        return token

    # --- a noun with what stands before it --------------------------------------------------------------------------------------

    def modifiers(self, noun: Token) -> list[Token]:
        """The words before a noun that tell its kind or its owner: "rail" of "rail strike", "Monday" of "Monday's raid"."""
        return self.below(noun, *MODIFIERS)
