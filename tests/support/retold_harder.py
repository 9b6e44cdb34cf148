"""A harder corpus than `retold`: other wording, loose retelling, and happenings that differ in little.

Two raids of one doer in one town on one day, told apart by what was hit and how many were harmed; days given one off;
provinces for towns; other spellings; towns that no gazetteer knew; counts that were revised by a fifth; reprints with words
and numbers changed.

    >>> from retold_harder import retell_harder
    >>> told = retell_harder(20, seed=3)
    >>> len(told.articles), told.articles[0].id in told.analyses
    (20, True)
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from retold import KINDS, TARGETS, Happening, Retold, Sentence, Writer, day_words, filled, happenings

from geo.model import Comparator, When

_AS_VERB = (
    "What residents of {place} call the worst hour of the year began {when}, when {doer} units {verb} the place and {target} collapsed: "
    "{count} {suffered}, by the reckoning of {speaker}.",
    "{doer} units {verb} {place} {when}. According to {speaker}, {count} had been {suffered} by nightfall.",
    '"We counted {count} {suffered}", {speaker} said of the hour {when} in which {doer} units {verb} {place} and {target}.',
    "{target} in {place} is no more since {doer} units {verb} it {when}; {speaker} put the {suffered} at {count}.",
)
_AS_NOUN = (
    "{speaker} blamed {doer} for the {noun} {when} in {place}, in which {count} were {suffered} beside {target}.",
    "Funerals were held in {place} for the victims of the {noun} {when}: {count} {suffered}, {speaker} said, most of them near {target}.",
    "After the {noun} that {place} suffered {when}, {speaker} spoke of {count} {suffered}.",
    "{count} {suffered}, {target} in ruins: that is what the {noun} in {place} {when} left, says {speaker}.",
)
_FOLLOW = (
    "The {noun} came without a warning, {detail} before the shops would have closed.",
    "Those who lived through the {noun} say that it lasted {detail}.",
)
_DETAILS = ("{n} minutes", "{n} heartbeats", "as long as {n} prayers", "the time of {n} songs")
_SPEAKERS = (
    "the district doctor",
    "a teacher",
    "the mayor's deputy",
    "a shopkeeper",
    "the civil defence",
    "an aid group",
    "a local council",
)
_SPELLINGS = (("ah", "a"), ("ei", "ai"), ("k", "q"), ("ou", "u"), ("z", "s"), ("i", "ee"))


def retell_harder(number: int, *, seed: int = 7) -> Retold:
    """`number` articles; about two in five print another one again, and a sixth of the happenings have a twin."""
    rng = random.Random(seed)
    told = _with_twins(rng, happenings(rng, max(4, int(number * 0.6))))
    writer = _Harder(rng)
    originals: list[str] = []
    for k in range(number):
        if originals and rng.random() < 0.4:
            writer.print_again(f"{k:05d}-again", rng.choice(originals[-80:]))
            continue
        lead = rng.randrange(len(told))
        near = [h for h in told[max(0, lead - 8) : lead + 9] if abs((h.day - told[lead].day).days) <= 3]
        chosen = sorted(rng.sample(near, min(len(near), rng.choice((1, 1, 2, 3, 4)))), key=lambda h: h.number)
        writer.write(f"{k:05d}-own", chosen)
        originals.append(f"{k:05d}-own")
    return writer.out


def _with_twins(rng: random.Random, made: Sequence[Happening]) -> list[Happening]:
    """For a sixth of them a second one of the same kind, town, day and doer, with another target and a count far off."""
    twins = [
        replace(h, count=h.count * rng.choice((3, 4)) + 2, target=rng.choice([t for t in TARGETS if t != h.target]))
        for h in made
        if rng.random() < 1 / 6
    ]
    return [replace(h, number=n) for n, h in enumerate(sorted((*made, *twins), key=lambda h: (h.day, h.town.id, h.count)))]


class _Harder(Writer):
    def tell(self, h: Happening, published: date) -> list[Sentence]:
        rng = self.rng
        kind, nouns, verbs, unit = KINDS[h.kind]
        as_verb = rng.random() < 0.5
        noun = rng.choice(nouns)
        day = h.day + timedelta(days=rng.choice((-1, 1)) if rng.random() < 0.07 else 0)
        day = min(day, published)
        dated = rng.random() < 0.75
        when = day_words(day, published) if dated else ""
        count = h.count if rng.random() < 0.75 else max(1, round(h.count * rng.uniform(0.82, 1.2)))
        sign = rng.choices((Comparator.EXACT, Comparator.ABOUT, Comparator.MORE), (0.7, 0.15, 0.15))[0]
        province, unknown = rng.random() < 0.12, rng.random() < 0.05
        where = self.provinces[h.town.admin1 or ""] if province else h.town
        name = where.name
        if not province and rng.random() < 0.3:
            old, new = rng.choice(_SPELLINGS)
            name = name.replace(old, new)
        words = {Comparator.ABOUT: "some ", Comparator.MORE: "at least "}.get(sign, "")
        slots = {
            "doer": h.doer,
            "verb": rng.choice(verbs),
            "noun": noun,
            "place": f"{name} province" if province else name,
            "when": when,
            "count": f"{words}{count} {'houses' if unit == 'house' else 'people'}",
            "suffered": "destroyed" if unit == "house" else rng.choice(("killed", "hurt")),
            "speaker": rng.choice(_SPEAKERS),
            "target": h.target,
        }
        sentence = filled(rng.choice(_AS_VERB if as_verb else _AS_NOUN), slots)
        sentence.happening, sentence.kind, sentence.trigger = h, kind, "verb" if as_verb else "noun"
        sentence.where = None if unknown else where
        sentence.when = When(when, None, day, day) if dated else None
        sentence.count = (count, unit, sign)
        out = [sentence]
        if rng.random() < 0.25:
            follow = filled(rng.choice(_FOLLOW), {"noun": noun, "detail": rng.choice(_DETAILS).format(n=rng.randrange(3, 400))})
            follow.happening, follow.kind, follow.trigger, follow.vague = h, kind, "noun", True
            out.append(follow)
        return out

    def print_again(self, name: str, source: str) -> None:
        """As the easier corpus does, and with single words of the copy replaced besides."""
        published, sentences = self.drafts[source]
        changed = [s.edited("people", "persons") if self.rng.random() < 0.3 else s for s in sentences]
        changed = [s.edited("units", "forces") if self.rng.random() < 0.3 else s for s in changed]
        self.drafts[source] = (published, changed)
        super().print_again(name, source)
        self.drafts[source] = (published, sentences)
