"""The questions of grammar that rules ask of a sentence, each with the sentence that it is asked of."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from geo.model import Article
from geo.reading import read
from geo.syntax import Sentence, Token, lemmas, parse


def sentence(text: str) -> Sentence:
    [only] = parse(read(Article("a", text, "0" * 64)))
    return only


def at(tree: Sentence, word: str) -> Token:
    return next(t for t in tree.tokens if t.text == word)


def told(found: Token | Sequence[Token] | str | bool | None) -> str:
    """What was found, by its words: "" for nothing."""
    if isinstance(found, Token):
        return found.text
    return " ".join(t.text for t in found) if isinstance(found, list | tuple) else str(found or "")


@pytest.mark.parametrize(
    ("text", "ask", "answer"),
    [
        ("The army shelled the town.", lambda s: s.subject(at(s, "shelled")), "army"),
        ("The town was shelled by the army.", lambda s: s.subject(at(s, "shelled")), "town"),
        ("The town was shelled by the army.", lambda s: s.subject(at(s, "shelled"), passive=False), ""),
        ("The army shelled the town.", lambda s: s.objects(at(s, "shelled")), "town"),
        ("The town was shelled by the army.", lambda s: s.objects(at(s, "shelled")), "town"),
        ("The town was shelled by the army.", lambda s: s.objects(at(s, "shelled"), passive=False), ""),
        ("The town was shelled by the army.", lambda s: s.object(at(s, "shelled")), "town"),
        ("The town was shelled by the army.", lambda s: s.agent(at(s, "shelled")), "army"),
        ("A raid by gunmen killed two.", lambda s: s.agent(at(s, "raid")), "gunmen"),
        ("The army shelled the town.", lambda s: s.agent(at(s, "shelled")), ""),
        ("Jets carried out strikes on the harbour.", lambda s: s.preposition(at(s, "strikes"), "on"), "harbour"),
        ("Jets carried out strikes on the harbour.", lambda s: s.preposition(at(s, "strikes"), "against"), ""),
        ("Troops moved from the river to the hill.", lambda s: s.governed(at(s, "moved"), "from", "to"), "river hill"),
        ("Rebels shot down a drone.", lambda s: s.particle(at(s, "shot")), "down"),
        ("The ship was hit off Odesa.", lambda s: s.particle(at(s, "hit")), ""),
        ("Rebels shot a goat.", lambda s: s.particle(at(s, "shot")), ""),
        ("They left after rebels attacked the post.", lambda s: s.mark(at(s, "attacked")), "after"),
        ("Residents fled because of the shelling.", lambda s: s.mark(at(s, "fled")), ""),
        ("The town was shelled by the army.", lambda s: s.is_passive(at(s, "shelled")), "True"),
        ("The army shelled the town.", lambda s: s.is_passive(at(s, "shelled")), ""),
        ("The army will storm the town.", lambda s: s.has_auxiliary(at(s, "storm"), {"will"}), "True"),
        ("The army fired on the edge of the town.", lambda s: s.verb_over(at(s, "town")), "fired"),
        ("A rail strike began.", lambda s: s.modifiers(at(s, "strike")), "rail"),
        ("The army shelled the town.", lambda s: s.head(at(s, "army")), "shelled"),
        ("The army shelled the town.", lambda s: s.root, "shelled"),
        ("The army shelled the town.", lambda s: s.head(at(s, "shelled")), "shelled"),
        ("The army shelled the town.", lambda s: s.chain(at(s, "the")), "the town shelled"),
        ("The army shelled the town.", lambda s: s.has_word(at(s, "town"), {"the"}), "True"),
        ("The army shelled the town.", lambda s: s.has_word(at(s, "shelled"), {"the"}), ""),
        ("The army shelled the town.", lambda s: s.before(at(s, "The")), ""),
        ("The army shelled the town.", lambda s: s.before(at(s, "army")), "The"),
        ("The army shelled the town.", lambda s: s.after(at(s, "army")), "shelled"),
        ("The army shelled the town.", lambda s: s.after(at(s, ".")), ""),
        ("The army shelled the town.", lambda s: s.lower_before(at(s, "The")), ""),
        ("The army shelled the town.", lambda s: s.lower_before(at(s, "army")), "the"),
        ("The army shelled the town.", lambda s: s.lower_before(at(s, "army"), 2), ""),
        ("The army shelled the town.", lambda s: s.lower_before(at(s, "shelled"), 2), "the"),
        ("The army shelled the town.", lambda s: s.lower_after(at(s, "army")), "shelled"),
        ("The army shelled the town.", lambda s: s.lower_after(at(s, "town"), 2), ""),
        ("The army shelled the town.", lambda s: s.preceding(at(s, "shelled")), "The army"),
        ("The army shelled the town.", lambda s: s.preceding(at(s, "shelled"), 1), "army"),
        ("The army shelled the town.", lambda s: s.preceding(at(s, "army"), 5), "The"),
        ("The army shelled the town.", lambda s: s.following(at(s, "shelled")), "the town ."),
        ("The army shelled the town.", lambda s: s.following(at(s, "shelled"), 2), "the town"),
        ("The army shelled the town.", lambda s: s.between(at(s, "town"), at(s, "army")), "shelled the"),
        ("The army shelled the town.", lambda s: s.stretch(at(s, "army"), at(s, "the")), "army shelled the"),
        ("The army shelled the town.", lambda s: sorted([at(s, "town"), at(s, "army")]), "army town"),
        ("The army shelled the town.", lambda s: s.words([at(s, "."), at(s, "the"), at(s, "town")]), "the town."),
        ("Shells hit schools.", lambda s: " ".join(lemmas([at(s, "Shells"), at(s, "schools")])), "shell school"),
    ],
)
def test_grammar_is_asked_of_the_sentence(
    text: str, ask: Callable[[Sentence], Token | Sequence[Token] | str | bool | None], answer: str
) -> None:
    assert told(ask(sentence(text))) == answer


def test_words_of_two_sentences_are_never_the_same() -> None:
    one, other = sentence("Rebels fled."), sentence("Rebels fled.")
    assert at(one, "fled") in {*one.tokens}
    assert at(one, "fled") not in {*other.tokens}


def test_words_below_are_in_order_and_by_their_edges() -> None:
    tree = sentence("On Monday the army shelled the town with mortars.")
    verb = at(tree, "shelled")
    assert [t.text for t in tree.below(verb, "nsubj", "dobj")] == ["army", "town"]
    assert [t.text for t in tree.prepositions(verb)] == ["On", "with"]
    assert tree.has(verb, "dobj")
    assert not tree.has(verb, "nsubjpass")
    assert [t.text for t in tree.tokens if t.is_verb] == ["shelled"]
    assert {"army", "town", "mortars"} <= {t.text for t in tree.tokens if t.is_noun}
