"""Quotations over several sentences, and speakers that a sentence without an event brings in."""

from __future__ import annotations

from collections.abc import Sequence

from geo.events.attribution.attributed import attribution, remember
from geo.events.attribution.cast import Cast
from geo.events.attribution.speakers import speaker_of
from geo.lexicon.speech import speech
from geo.model import Attribution, Reading
from geo.syntax import Sentence

_QUOTES = frozenset({'"', "“", "”", "''", "``"})
_OPENING = frozenset({'"', "“", "``"})
_SUBJECTS = ("nsubj", "nsubjpass")
_SPOKEN = ("ccomp", "dobj", "parataxis")


def speakers_of_quotes(sentences: Sequence[Sentence], cast: Cast, reading: Reading) -> dict[int, Attribution]:
    """By position, the speaker of quoted sentences that name none: he is given at the quotation's beginning or end."""
    found: dict[int, Attribution] = {}
    pending: list[int] = []
    inside = False
    last: Attribution | None = None
    here = False  # whether he spoke in this paragraph
    starts = True  # a paragraph
    for position, sentence in enumerate(sentences):
        marks = sum(t.text in _QUOTES for t in sentence.tokens)
        if starts and inside and marks and sentence.tokens[0].text in _OPENING:
            marks -= 1  # a quotation that goes on opens each paragraph anew, and closes only the last
        was_inside = inside
        here = here and not starts
        if marks % 2:
            inside = not inside
        said = _own_speaker(sentence, cast)
        if said is not None:
            if marks or was_inside:
                for p in pending:
                    found[p] = said
            pending = []
            last, here = said, True
            if marks:
                found.setdefault(position, said)
        elif was_inside or inside or (marks >= 2 and (here or sentence.tokens[0].text in _QUOTES)):
            if was_inside and not pending and last is not None and marks == 0:
                found[position] = last
            else:
                pending.append(position)
        else:
            pending = []
        remember_person(sentence, cast)
        after = sentences[position + 1].passage.span.start if position + 1 < len(sentences) else len(reading.text)
        starts = position + 1 == len(sentences) or "\n" in reading.text[sentence.passage.span.end : after]
        if starts and (not inside or position + 1 == len(sentences)):
            for p in pending:
                if last is not None:
                    found.setdefault(p, last)
            pending = []
    return found


def remember_speaker(sentence: Sentence, cast: Cast) -> None:
    """Take down who speaks in a sentence without an event: a later "he said" means him."""
    for token in sentence.tokens:
        if token.pos == "VERB" and token.lemma in speech().verbs and (subject := sentence.child(token, "nsubj")) is not None:
            if subject.lower in {"he", "she"}:
                continue
            carried = [c for c in sentence.below(token) if c.dep in {"ccomp", "dobj", "prep"}]
            attribution(sentence, carried[:1] or [token], cast)


def remember_person(sentence: Sentence, cast: Cast) -> None:
    """Take down the person of whom a sentence tells, who is no speaker yet: "Petrov visited the base. He said …"."""
    root = sentence.root
    subject = sentence.child(root, *_SUBJECTS) if root is not None else None
    if root is None or subject is None:
        return
    if root.lemma in speech().verbs and sentence.child(root, "ccomp", "dobj") is not None:
        return
    if subject.tag == "NNS" and subject.lemma in speech().telling:
        told = speaker_of(sentence, subject, cast)  # "Three witnesses gave like accounts. They said …"
        if told is not None:
            cast.last_speaker = Attribution(told.name, sentence.original([subject]), None, told.party, told.role, told.organisation)
        return
    if subject.entity != "PERSON" and subject.text not in cast.full_names:
        return
    speaker = speaker_of(sentence, subject, cast)
    if speaker is None or not speaker.person or (len(speaker.name.split()) < 2 and speaker.role is None):
        return
    before = cast.last_speaker
    remember(
        cast,
        Attribution(speaker.name, sentence.original([subject]), None, speaker.party, speaker.role, speaker.organisation),
        person=True,
    )
    cast.last_speaker = before


def _own_speaker(sentence: Sentence, cast: Cast) -> Attribution | None:
    for token in sentence.tokens:
        if token.pos == "VERB" and token.lemma in speech().verbs:
            if sentence.child(token, "nsubj") is None and token.lemma not in speech().closing:
                continue
            inside = [c for c in sentence.below(token) if c.dep in _SPOKEN]
            if inside:
                return attribution(sentence, inside[:1], cast)
    return None
