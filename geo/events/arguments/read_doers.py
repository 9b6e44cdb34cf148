"""The doers of a trigger by the reader of whole articles, where the grammar gives none."""

from __future__ import annotations

from geo.events.arguments.doers import Doer, can_act, named_in
from geo.events.attribution.cast import Cast
from geo.events.incidents.reader import Sheet
from geo.syntax import Sentence, Token

LEAST = 0.6  # with it doers right rose from .832 to .888 of the development articles' incidents
_BY = 1
_INSIDE = frozenset({"compound", "amod", "nmod", "det", "punct", "poss", "nummod"})  # what stands under the head of a noun phrase


def read_doers(sheet: Sheet, sentence: Sentence, trigger: Token, cast: Cast) -> tuple[Doer, ...]:
    """The doers of a token: those of the phrase of its passage that the reader takes for it; none where it takes none."""
    at = sheet.run(trigger.span)
    runs = [(t, run) for t in sentence.tokens if t is not trigger and (run := sheet.run(t.span)) is not None]
    if at is None or not runs:
        return ()
    scores = sheet.scores("by", [at[0]], [run for _, run in runs])[0, :, _BY]
    best = int(scores.argmax())
    if scores[best] < LEAST:
        return ()
    head = runs[best][0]
    while head.dep in _INSIDE and not head.is_root:
        head = sentence.head(head)
    return tuple(named_in(sentence, head, cast)) if head is not trigger and can_act(sentence, head) else ()
