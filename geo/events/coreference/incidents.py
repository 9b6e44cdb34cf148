"""What one article tells of one incident, pooled from all its mentions: the unit that is compared over articles."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from geo.events.arguments.casualties import befell_of
from geo.events.coreference.nodes import Count, Node, Profile
from geo.lexicon.quantities import quantity_words
from geo.model import Article, EventClass, EventType, Join

ONE_INCIDENT = "the article tells of one incident"
OUTCOMES = frozenset({EventType.LOSSES, EventType.ATTACK_ON_CIVILIANS})
_WORD = re.compile(r"[^\W\d_]{3,}")
_STEM = 6  # letters that a word is known by: "evacuated" and "evacuation" are one
_SENTENCE_START = re.compile(r"(?:^|[.!?:\"“”]\s*)$")


@dataclass(eq=False, slots=True)
class Incident:
    """Nodes that are one thing in the article that tells them (or in several, where its words were reprinted)."""

    node: Node  # what its mentions say, taken together
    kinds: frozenset[EventType]
    parties: frozenset[str]
    tolls: frozenset[tuple[str, float]]  # what befell how many people
    words: Counter[str]
    names: frozenset[str]

    @property
    def articles(self) -> frozenset[str]:
        return self.node.articles


def pooled(group: Sequence[Node]) -> Node:
    """One node for mentions of one incident: all places, counts and doers that any of them tells, the surest time."""
    lead = max(
        group,
        key=lambda n: (n.happened, n.kind.event_class is EventClass.PHYSICAL, n.kind not in OUTCOMES, not n.vague, n.telling, -n.order),
    )
    if len(group) == 1:
        return lead
    profiles = [lead.profile, *(n.profile for n in group if n is not lead)]
    dated = [p.period for p in profiles if p.period is not None and p.period.sure]
    shortest = min(dated, key=lambda p: p.days) if dated else next((p.period for p in profiles if p.period is not None), None)
    parties = Counter(p.party for p in profiles if p.party)
    profile = Profile(
        _union(p.spots for p in profiles),
        _union(p.wide for p in profiles),
        _union(p.origins for p in profiles),
        parties.most_common(1)[0][0] if parties else None,
        frozenset[Count]().union(*(p.counts for p in profiles)),
        shortest,
        next((p.weekday for p in profiles if p.weekday), None) if not dated else None,
        min((p.told for p in profiles if p.told is not None), default=None),
        frozenset[Count]().union(*(p.bounds for p in profiles)),
        # What tells a place or a day besides is no campaign as a whole.
        frozenset[str]() if dated or any(p.spots or p.origins for p in profiles) else _union(p.campaign for p in profiles),
    )
    joined = [Join(n.mentions[0].id, lead.mentions[0].id, ONE_INCIDENT) for n in group if n is not lead]
    return replace(
        lead,
        happened=any(n.happened for n in group),
        mentions=[m for n in sorted(group, key=lambda n: n.order) for m in n.mentions],
        profile=profile,
        articles=_union(n.articles for n in group),
        inside=[*(j for n in group for j in n.inside), *joined],
        order=min(n.order for n in group),
    )


def incident(group: Sequence[Node], articles: Mapping[str, Article]) -> Incident:
    """What the nodes say together, with the words of their sentences."""
    node = pooled(group)
    words: Counter[str] = Counter()
    names: set[str] = set()
    tolls: set[tuple[str, float]] = set()
    for mention in node.mentions:
        text = articles[mention.article].text
        for quantity in mention.quantities:
            if quantity.unit in quantity_words().people and (fate := befell_of(text, quantity, mention.span)) is not None:
                tolls.add((fate, quantity.value))
    spans = {(m.article, m.span) for m in node.mentions}
    for article, span in sorted(spans, key=lambda s: (s[0], s[1].start)):
        sentence = span.of(articles[article].text)
        for match in _WORD.finditer(sentence):
            stem = match[0].casefold()[:_STEM]
            words[stem] += 1
            if match[0][0].isupper() and not _SENTENCE_START.search(sentence[: match.start()]):
                names.add(stem)
    return Incident(
        node,
        frozenset(m.type for m in node.mentions if m.type.event_class is EventClass.PHYSICAL) or frozenset({node.kind}),
        frozenset(m.actor_party for m in node.mentions if m.actor_party) | ({node.profile.party} if node.profile.party else set[str]()),
        frozenset(tolls),
        words,
        frozenset(names),
    )


def words_of(text: str) -> Counter[str]:
    """The words of a text by their stems."""
    return Counter(m[0].casefold()[:_STEM] for m in _WORD.finditer(text))


def by_incident(given: Sequence[Node]) -> list[list[Node]]:
    """The nodes that an article, or one whose words it reprints, was found to tell as one incident; people's partings are kept."""
    root = list(range(len(given)))

    def find(k: int) -> int:
        while root[k] != k:
            root[k] = root[root[k]]
            k = root[k]
        return k

    met: dict[tuple[str, str, tuple[int, ...], object], list[int]] = {}
    for k, node in enumerate(given):
        for mention in node.mentions:
            if mention.incident is not None:
                met.setdefault((mention.article, mention.incident, node.sides, node.happened or node.modality), []).append(k)
    for group in met.values():
        for one, other in pairwise(group):
            a, b = sorted((find(one), find(other)))
            root[b] = a
    together: dict[int, list[Node]] = {}
    for k, node in enumerate(given):
        together.setdefault(find(k), []).append(node)
    return list(together.values())


def _union(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset[str]().union(*sets)
