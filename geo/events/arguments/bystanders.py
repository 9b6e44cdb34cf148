"""Towns that a passage names though nothing happened there, as the tagger sees it: "the ambassador in Moscow says that …"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from geo.lexicon.locating import locating_words
from geo.lexicon.speech import speech
from geo.model import EventMention, EventPlace, Mention, Part, Resolution
from geo.syntax import Sentence, Token

_BYSTANDER = 0.05  # probability that something happens there; of 330 places of events on four sets, two lay below, one of them wrong


def without_bystanders(
    event: EventMention,
    sentence: Sentence | None,
    anchors: Sequence[Token],
    mentions: Sequence[Mention],
    resolutions: Sequence[Resolution],
) -> EventMention:
    """The event without towns where the tagger sees nothing happen, unless the grammar ties them to the trigger itself."""

    def kept(place: EventPlace) -> bool:
        mention, where = mentions[place.mention], resolutions[place.mention].place
        if place.part is not Part.LOCATION or mention.clues.between is not None:  # what is struck, or lies between, the grammar tells
            return True
        if sentence is not None and _spoken_there(sentence, mention, anchors):
            return False
        if mention.event is None or mention.event >= _BYSTANDER or where is None or not where.feature.startswith("PPL"):
            return True
        return sentence is not None and _tied(sentence, mention, anchors)

    if not event.modality.happened:
        return event
    return replace(event, places=tuple(p for p in event.places if kept(p)), containers=tuple(p for p in event.containers if kept(p)))


def _spoken_there(sentence: Sentence, mention: Mention, anchors: Sequence[Token]) -> bool:
    """ "Told reporters in A that reinforcements were on their way": A is where it was said."""
    here = next(iter(sentence.at(mention.span)), None)
    prep = sentence.head(here) if here is not None else None
    if prep is None or prep.lower not in locating_words().spoken_in or prep.dep != "prep":
        return False
    verb = sentence.head(prep)
    if verb.lemma not in speech().verbs or not verb.is_verb or verb in anchors:
        return False
    return any(up is verb and below.dep == "ccomp" for a in anchors for below, up in pairwise(sentence.chain(a)))


def _tied(sentence: Sentence, mention: Mention, anchors: Sequence[Token]) -> bool:
    """Whether only prepositions and objects stand between the name and the trigger: "fighting in A", "struck a depot near A"."""
    own = sentence.at(mention.span)
    here = next((i for i in own if sentence.head(i) not in own), None)  # of "Gaza City" the second word
    if here is None:
        return False
    for up in sentence.ancestors(here):
        if here.dep in {"nsubj", "appos", "relcl", "ccomp", "advcl", "parataxis", "poss", "compound", "conj"}:
            return False
        if up in anchors:
            return True
        if up.is_verb:
            return False
        here = up
    return False
