"""What the reader of whole articles makes of the rules' triggers: some are none, some are of another type, and some stand where no
rule looks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from geo.events.incidents.logistic import Doubles, Logistic, odds
from geo.events.incidents.reader import KINDS, TYPES, Sheet
from geo.events.triggers.coded import Coded
from geo.events.triggers.fields import in_field
from geo.events.triggers.settling import FROM_ARTICLE
from geo.lexicon.triggers import triggers
from geo.model import EventClass, EventType
from geo.syntax import Sentence, Token

FEATURES = (
    "reader_word", "reader_near", "reader_passage", "own", "generic", "type_share", "family_share", "outcome", "said_to_have_happened",
    "campaign", "background", "own_word",
)  # fmt: skip
OWN = 0.45  # from which the reader's own words are weighed: below it more than half are nothing
RULED = 0.08  # of what the rules only guess at those less likely are none; the reader's own have the model's threshold
UNLIKE = 0.1  # share of the reader's types below which the rules' type gives way: .738 of types right, .684 by rules, .729 by the reader
# From which the reader's own word counts although the rules know it and passed it over: of 482 incidents on Syria .874 are found at .8,
# .869 at .9, .856 never, and at .8 our own sample gets strikes that an official only judges.
SURE = 0.9
HISTORY = 0.3  # of the reader's background from which its own word is none; swept .3 and .5: stories F1 .729 at both, .706 without
_BESIDE = 3  # tokens from a rule's trigger within which the reader means the same one; annotators differ as much
OUTCOMES = frozenset({EventType.LOSSES, EventType.ATTACK_ON_CIVILIANS, EventType.DESTRUCTION})
_AIMED = frozenset(
    {
        EventType.AIR_STRIKE,
        EventType.MISSILE_ATTACK,
        EventType.CHEMICAL,
        EventType.EXPLOSIVE,
        EventType.ATTACK_ON_CIVILIANS,
        EventType.DESTRUCTION,
    }
)
_FOUGHT = frozenset({EventType.ARMED_CLASH, EventType.GROUND_OFFENSIVE, EventType.TERRITORY, EventType.LOSSES})
_TAKEN = frozenset({EventType.ABDUCTION, EventType.ARREST})


_TAKES = "the reader takes"
_OWN = FEATURES.index("own")
_BACKGROUND = FEATURES.index("background")
_NEVER = 2.0  # no probability reaches it


def spotted(sheet: Sheet) -> frozenset[int]:
    """Indices of the passages in which the reader may see something reported."""
    return frozenset(int(k) for k in sheet.passages[sheet.reports >= OWN])


def with_spotted(
    sheet: Sheet, sentences: Sequence[Sentence], coded: Sequence[Sequence[Coded]], model: Logistic | None = None
) -> list[list[Coded]]:
    """For each sentence its triggers, in order: the rules' and the reader's own, as far as they are likely to report something.

    `model` tells how likely that is; the shipped one by default.
    """
    model = model or Logistic.load("triggers", FEATURES)
    out: list[list[Coded]] = []
    for sentence, found in zip(sentences, coded, strict=True):
        kept = [c for c in found if c.type.event_class is not EventClass.PHYSICAL]
        asked = candidates(sheet, sentence, found)
        likely = model.probability(np.array([row for _, row in asked]).reshape(len(asked), len(FEATURES)))
        kept += [c for (c, row), p in zip(asked, likely, strict=True) if p >= _least(c, row, model.threshold)]
        out.append(sorted(kept, key=lambda c: c.word))
    return in_field(sentences, out)  # the reader, too, may take sport and markets for a war


def _least(coded: Coded, row: Sequence[float], threshold: float) -> float:
    """The probability from which a trigger is kept: where the rules are sure of what a word tells, the reader has no say.

    What it takes for history is no trigger of its own: of the pairs of articles joined on the 114 on Syria .93 are right so, .86 without.
    """
    if row[_OWN]:
        return threshold if row[_BACKGROUND] < HISTORY else _NEVER
    return RULED if coded.generic else 0.0


def of_reader(reasons: Sequence[str]) -> bool:
    """Whether the reader alone takes it for a trigger, by its reasons."""
    return any(reason.startswith(_TAKES) for reason in reasons)


def candidates(sheet: Sheet, sentence: Sentence, found: Sequence[Coded]) -> list[tuple[Coded, list[float]]]:
    """The triggers of a sentence that may report something physical, each with its features."""
    asked: list[tuple[Coded, list[float]]] = []
    taken = {a for c in found for a in c.anchors}
    for c in found:
        at = _word(sheet, c.word)
        if c.type.event_class is not EventClass.PHYSICAL:
            continue
        if at is None:
            asked.append((c, [0.0] * len(FEATURES)))
            continue
        asked.append((_typed(sheet, at, c), _row(sheet, at, c, own=False)))
    words = [(t, at) for t in sentence.tokens if t.text[:1].isalpha() and (at := _word(sheet, t)) is not None and sheet.reports[at] >= OWN]
    for token, at in sorted(words, key=lambda w: (-float(sheet.reports[w[1]]), w[0].i)):
        if any(abs(token.i - a.i) <= _BESIDE for a in taken) or (_passed_over(token) and not _fighting(sheet, at)):
            continue
        kind = TYPES[int(sheet.types[_surest(sheet, at), 1:].argmax())]
        noun = token.pos in {"NOUN", "PROPN"}
        if kind is EventType.OTHER:
            continue
        c = Coded(token, (token,), kind, False, kind in OUTCOMES, noun, (f'{_TAKES} "{token.text}" for it',))
        asked.append((c, _row(sheet, at, c, own=True)))
        taken.add(token)
    return asked


def _passed_over(token: Token) -> bool:
    """Whether the rules know the word, and saw by its company that it tells of something else: a gas explosion, a fired minister."""
    return any(token.lemma in entry.nouns or token.lemma in entry.verbs for entry in triggers().entries)


def _fighting(sheet: Sheet, at: int) -> bool:
    """Whether the reader is sure that fighting is told: of arrests, orders and flights the company of a word tells more."""
    return bool(sheet.reports[at] >= SURE) and TYPES[int(sheet.types[_surest(sheet, at), 1:].argmax())] in _AIMED | _FOUGHT


def shares(sheet: Sheet, at: int) -> Doubles:
    """(TYPES,): how the reader divides itself between the types, at a word or its likeliest neighbour."""
    own = sheet.types[_surest(sheet, at), 1:]
    return own / max(float(own.sum()), 1e-9)


def alike(one: EventType, other: EventType) -> bool:
    """Whether two types are often given to one incident."""
    return one is other or any(one in group and other in group for group in (_AIMED, _FOUGHT, _TAKEN))


def _typed(sheet: Sheet, at: int, coded: Coded) -> Coded:
    own = shares(sheet, at)
    if not coded.generic or FROM_ARTICLE in coded.reasons or own[TYPES.index(coded.type)] >= UNLIKE:
        return coded
    kind = TYPES[int(own.argmax())]
    return replace(coded, type=kind, reasons=(*coded.reasons, f"by the reader: {kind.value} rather than {coded.type.value}"))


def _row(sheet: Sheet, at: int, coded: Coded, *, own: bool) -> list[float]:
    here = sheet.reports
    of = shares(sheet, at)
    family = sum(float(share) for kind, share in zip(TYPES, of, strict=True) if alike(kind, coded.type))
    word = odds(float(here[at]))
    return [
        word, odds(float(here[_surest(sheet, at)])), odds(float(here[sheet.passages == sheet.passages[at]].max())), own, coded.generic,
        float(of[TYPES.index(coded.type)]), family, coded.type in OUTCOMES, float(sheet.moods[at, 0]),
        float(sheet.kinds[at, KINDS.index("campaign")]), float(sheet.kinds[at, KINDS.index("background")]), word if own else 0.0,
    ]  # fmt: skip


def _word(sheet: Sheet, token: Token) -> int | None:
    """The word of the sheet that a token is, the likeliest where it is several."""
    run = sheet.run(token.span)
    return run[0] + int(sheet.reports[run[0] : run[1]].argmax()) if run is not None else None


def _surest(sheet: Sheet, at: int) -> int:
    """The word that reports most likely of those around one: in "carried out raids" any of the three may be annotated."""
    first = max(0, at - _BESIDE)
    return first + int(sheet.reports[first : at + _BESIDE + 1].argmax())
