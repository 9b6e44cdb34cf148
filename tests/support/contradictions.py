"""A corpus in which sources contradict, reprint and deny: three outlets on one raid, two of them one report."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from synthetic import KAFR_ZITA, Builder, Report

from geo.model import (
    Check,
    Claim,
    Comparator,
    Corpus,
    Disagreement,
    Edit,
    EditKind,
    Elsewhere,
    EventType,
    Join,
    Modality,
    Part,
    Reprint,
    Reprinted,
    Sources,
    Span,
    When,
)

FIRST = "Jets bombed Kafr Zita on Wednesday and killed 26 people, Colonel Anna Darwish said."
COPY = "Jets bombed Kafr Zita Wednesday and killed 20 people, Colonel Anna Darwish said."
OTHER = "The raid on Kafr Zita killed 9 people, the Observatory said."
DENIAL = "There was no raid on Kafr Zita, the ministry said."
PROTECTED = "Colonel Anna Darwish"
_AT = [("Kafr Zita", KAFR_ZITA, Part.TARGET)]
_DAY = When("Wednesday", None, date(2015, 10, 7), date(2015, 10, 7), inferred=True)


def corpus() -> Corpus:
    """One raid of four passages (two of one origin), a contradiction of three counts, and a denial told apart."""
    strike = EventType.AIR_STRIKE
    build = Builder()
    build.article(
        "a.txt",
        [Report(FIRST, strike, "bombed", _AT, [("26 people", 26, "person")], PROTECTED, _DAY, event="raid")],
        publisher="First Wire",
    )
    build.article(
        "b.txt",
        [Report(COPY, strike, "bombed", _AT, [("20 people", 20, "person")], PROTECTED, _DAY, event="raid")],
        publisher="Second Wire",
    )
    build.article(
        "c.txt", [Report(OTHER, strike, "raid", _AT, [("9 people", 9, "person")], "the Observatory", event="raid")], publisher="Third Wire"
    )
    denied = Report(DENIAL, strike, "raid", _AT, speaker="the ministry", modality=Modality.DENIED, event="denial")
    build.article("d.txt", [denied], publisher="Fourth Wire")
    made = build.corpus()
    raid, denial = made.events
    claims: list[Claim] = []
    for m in raid.mentions:
        speaker = m.attribution.speaker if m.attribution else None
        claims.append(Claim(m.article, m.trigger, "type", strike.value, None, None, speaker, m.modality, m.id))
        named = made.analyses[m.article].mentions[m.places[0].mention].span
        claims.append(Claim(m.article, named, "target", KAFR_ZITA.name, None, None, speaker, m.modality, m.id))
        quantity = m.quantities[0]
        claims.append(Claim(m.article, quantity.span, "person", quantity.value, "person", Comparator.EXACT, speaker, m.modality, m.id))
    deny = denial.mentions[0]
    raid = replace(
        raid,
        claims=tuple(claims),
        sources=Sources(3, 2, 2, 2, (("a.txt", "b.txt"), ("c.txt",)), (PROTECTED, "the Observatory"), ("Rebels", "Observatory")),
        disagreements=(
            Disagreement("person", (("26", (2,)), ("20", (5,)), ("9", (8,))), "direct", "three counts of the dead are given"),
            Disagreement("type", ((strike.value, (0, 3, 6)),), "soft", "the ministry denies it", (Elsewhere("denied", denial.id, 0),)),
        ),
        joins=(Join("b.txt#0", "a.txt#0", "the same passage, reprinted"), Join("c.txt#0", "a.txt#0", "the same place: Kafr Zita")),
        reasons=("the same passage, reprinted", "the same place: Kafr Zita"),
        checks=(Check("number", (5,), False, "20 stands where the first print has 26"),),
        reprints=("r1",),
    )
    denial = replace(
        denial, claims=(Claim("d.txt", deny.trigger, "type", strike.value, None, None, "the ministry", deny.modality, deny.id),)
    )
    edits = (
        Edit(EditKind.LEFT_OUT, _span(FIRST, "on "), Span(COPY.index("Wednesday"), COPY.index("Wednesday"))),
        Edit(EditKind.NUMBER, _span(FIRST, "26"), _span(COPY, "20")),
    )
    first, copy = Reprinted("a.txt", Span(0, len(FIRST))), Reprinted("b.txt", Span(0, len(COPY)), edits)
    return replace(made, events=(raid, denial), reprints=(Reprint("r1", (first, copy)),), families=(("a.txt", "b.txt"),))


def _span(text: str, words: str) -> Span:
    at = text.index(words)
    return Span(at, at + len(words))
