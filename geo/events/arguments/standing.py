"""How a name stands in its sentence where it is no place of what happens there: it acts, speaks, owns, qualifies or dates."""

from __future__ import annotations

from collections.abc import Sequence

from geo.events.triggers.coded import Coded
from geo.lexicon.locating import locating_words
from geo.lexicon.places import place_words
from geo.lexicon.speech import speech
from geo.model import Kind, Mention
from geo.syntax import OBJECTS, Sentence, Token


def stands_aside(sentence: Sentence, mention: Mention) -> bool:
    """Whether a name tells who did it, whose something is, or where somebody spoke: "told reporters in A"."""
    if not sentence.tokens:  # unread: nothing is known of it
        return False
    head = head_of_name(sentence, mention)
    if head is None or opens_report(sentence, mention) or by_whom(sentence, head) or only_qualifies(sentence, mention):
        return True
    above = next((up for up in sentence.ancestors(head) if up.is_verb), None)
    return spoken_from(sentence, head) or (above is not None and above.lemma in {*speech().verbs, *speech().judging})


def head_of_name(sentence: Sentence, mention: Mention) -> Token | None:
    """The token of a mention whose own head lies outside it."""
    tokens = sentence.at(mention.span)
    return next((t for t in tokens if t.is_root or sentence.head(t) not in tokens), None)


def by_whom(sentence: Sentence, head: Token) -> bool:
    """ "A build-up by Russia", "cooperation between A and B": the preposition over the name places nothing there."""
    above = sentence.head(sentence.first_conjunct(head))
    if above.lower == "between" and sentence.head(above).lemma in locating_words().roads:
        return False
    return above.pos == "ADP" and above.lower in locating_words().not_locating


def opens_report(sentence: Sentence, mention: Mention) -> bool:
    """ "Dubai: Jets pounded …": where it was written."""
    here = sentence.at(mention.span)
    return bool(here) and here[0].i == 0 and sentence.lower_after(here[-1]) in {":", "–", "—", "--"}


def spoken_from(sentence: Sentence, head: Token) -> bool:
    """ "X condemned the bombing from A": after a judgement, "from" says where it was spoken."""
    prep = sentence.head(sentence.first_conjunct(head))
    if prep.lower != "from":
        return False
    above = sentence.head(prep)
    verb = above if above.pos == "VERB" else sentence.head(above)
    return verb.lemma in speech().judging and (verb is above or above.dep in OBJECTS)


def only_qualifies(sentence: Sentence, mention: Mention) -> bool:
    """ "UK-based", "U.S.-led": the name qualifies a word."""
    named = sentence.at(mention.span)
    rest = sentence.following(named[-1], 2) if named else ()
    return len(rest) == 2 and rest[0].text == "-" and rest[1].text.islower() and rest[1].tag in {"VBN", "VBD", "JJ", "VBG"}


def owned_by(sentence: Sentence, head: Token, coded: Sequence[Coded]) -> bool:
    """ "The navy of Russia", "the ambassador of Syria": after "of" a name is a place only where a place word or an attack governs it."""
    prep = sentence.head(sentence.first_conjunct(head))
    if prep.lower != "of" or prep.pos != "ADP":
        return False
    words, governor = place_words(), sentence.head(prep)
    if any(governor in c.anchors for c in coded):
        return False
    placing = {*words.heads, *words.areas, *words.modifiers, *words.urban, *locating_words().parts}
    return governor.lemma not in placing and governor.lower not in placing and governor.is_noun


def acts(sentence: Sentence, head: Token, mention: Mention, *, country: bool) -> bool:
    """Whether the name does something rather than having something done in it; a country before a noun ("U.S. pilots") acts."""
    token = sentence.first_conjunct(head)
    above = sentence.head(token)
    if mention.kind is Kind.DEMONYM:
        return False
    named = sentence.at(mention.span)
    after = sentence.after(named[-1])
    if after is not None and after.tag in {"VBZ", "VBD"} and after.lemma in locating_words().saying:
        return True  # "… at targets in Syria Moscow says that …": where a scrape lost the full stop, the tree is no guide
    if token.dep == "nsubj":
        return above.lemma not in locating_words().suffering
    if token.dep == "poss":
        words = place_words()
        return above.lemma not in words.heads and above.lemma not in words.areas and above.entity not in {"GPE", "LOC", "FAC"}
    if token.dep == "pobj" and above.dep == "agent":
        return True
    if token.dep in {"compound", "amod", "nmod"}:
        words = place_words()
        personal = above.entity == "PERSON" or (above.capitalised and above.lower in words.titles)
        if sentence.lower_before(named[0]) in words.strong and personal:
            return False  # "57 raids in Syria Prime Minister Davutoglu said": a scrape lost the comma between the two
        placing = above.lemma in words.heads or above.lower in words.areas
        return above.tag[:2] == "NN" and not placing and (country or above.lemma in locating_words().doers)
    return False


def speaks(sentence: Sentence, mention: Mention) -> bool:
    """ "… in Idlib, the Pentagon said": a speaker that a comma makes look like one of a list."""
    head = head_of_name(sentence, mention)
    return head is not None and head.dep == "nsubj" and sentence.head(head).lemma in speech().verbs
