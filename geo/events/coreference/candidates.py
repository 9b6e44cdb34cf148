"""Pairs of incidents that may be one: those that share a block, so that not every one is compared with every other."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Sequence
from datetime import date

from geo.events.coreference.blocking import Geography
from geo.events.coreference.incidents import Incident
from geo.events.coreference.likeness import Likeness, related

_IN_A_BLOCK = 100  # incidents of a block that one meets, those told last before it; swept: story F1 .729 at 50 and 100, .740 at 200
# incidents that one is compared with, those of the most blocks in common first; swept: story F1 .745 at 15, .729 at 30 and 60
_COMPARED = 30
# rarest words of an incident by which it is found where places and days are wanting; swept: story F1 .729 at 8 and 16, .735 at 32
_WORDS = 16
_MONTH = 30  # days; reports of one incident that share only words are told within two; swept: story F1 .732 at 15, .729 at 30, .735 at 60
_NEVER = date.min


def candidates(incidents: Sequence[Incident], geography: Geography, likeness: Likeness) -> list[tuple[int, int]]:
    """Pairs of indices, the smaller first. What is reported is compared with what is reported, what is planned with what is planned;
    types that no two sources would give one incident do not meet."""
    order = sorted(range(len(incidents)), key=lambda k: (incidents[k].node.profile.told or _NEVER, incidents[k].node.order))
    filed: dict[Hashable, list[int]] = defaultdict(list)
    pairs: list[tuple[int, int]] = []
    for k in order:
        new = incidents[k]
        world = new.node.happened or new.node.modality
        words = list(_by_words(new, likeness))
        met: Counter[int] = Counter()
        for key in dict.fromkeys((*geography.meets(new.node), *words)):
            met.update(filed.get((world, key), ())[-_IN_A_BLOCK:])
        near = [other for other, _ in sorted(met.items(), key=lambda m: (-m[1], -m[0])) if _may_meet(new, incidents[other])]
        pairs += [(min(k, other), max(k, other)) for other in near[:_COMPARED]]
        for key in dict.fromkeys((*geography.keys(new.node), *words)):
            filed[world, key].append(k)
    return sorted(pairs)


def _may_meet(a: Incident, b: Incident) -> bool:
    return related(a.kinds, b.kinds)


def _by_words(incident: Incident, likeness: Likeness) -> Iterator[Hashable]:
    told = incident.node.profile.told
    months = ("any",) if told is None else (told.toordinal() // _MONTH, told.toordinal() // _MONTH + 1)
    for word in likeness.rare_words(incident, _WORDS):
        for month in months:
            yield ("word", word, month)
