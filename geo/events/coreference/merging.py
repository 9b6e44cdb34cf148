"""Which mentions are one event, each join with its reason: first those of one article, then articles are brought together.

In an article the mentions of one incident are one. Those of which nobody told the incident are clustered greedily, the most telling
first: each joins the cluster of its article (or of its very wording) that it has most in common with, if nothing in any
member speaks against it. Over articles a model of pairs tells which incidents are one story.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from geo.events.coreference.blocking import Geography, Key, own_blocks
from geo.events.coreference.by_hand import Decided, parted
from geo.events.coreference.candidates import candidates
from geo.events.coreference.evidence import (
    LOOSE,
    OTHER_VOICE,
    Evidence,
    common,
    contradict,
    counted_apart,
    counts_agree,
    far_apart,
    same_day,
    times_agree,
)
from geo.events.coreference.incidents import by_incident, incident, pooled
from geo.events.coreference.likeness import Likeness, likeliest
from geo.events.coreference.nodes import Node, Profile
from geo.events.coreference.stories import model, told_together
from geo.events.reuse.reprints import Reprints
from geo.model import Article, EventType, Join, Modality, Place

BY_HAND = "joined by hand"
_IN_A_BLOCK = 300  # clusters of a block that a mention is compared with, the newest first
_PASSAGES_ON = 3  # how far "the strikes" take up what was told before; swept: story F1 .729 at 2 and 3, .736 at 5
_STORY = 8  # passages over which an article goes on with the one event of its kind; swept 4 to 12: story F1 the same


@dataclass(eq=False, slots=True)
class Cluster:
    """Mentions that are one event, and why."""

    nodes: list[Node] = field(default_factory=list[Node])
    joins: list[Join] = field(default_factory=list[Join])
    profiles: dict[Profile, Node] = field(default_factory=dict[Profile, Node])
    by_article: dict[str, list[Node]] = field(default_factory=dict[str, list[Node]])
    words: set[str] = field(default_factory=set[str])
    sides: list[tuple[int, ...]] = field(default_factory=list[tuple[int, ...]])

    @property
    def singled_out(self) -> bool:
        """Whether anything tells this happening from a campaign as a whole."""
        return any(p.spots or p.origins or _dated(p) for p in self.profiles)

    def add(self, node: Node, to: Node | None, reason: str) -> None:
        if to is not None:
            self.joins.append(Join(node.mentions[0].id, to.mentions[0].id, reason))
        self.joins += node.inside
        self.nodes.append(node)
        self.profiles.setdefault(node.profile, node)
        for article in sorted(node.articles):
            self.by_article.setdefault(article, []).append(node)
        self.words.add(node.words)
        if node.sides not in self.sides:
            self.sides.append(node.sides)

    @property
    def first_told(self) -> str:
        """The mention that all others were joined to, by id."""
        joined = {j.mention for j in self.joins}
        return next(m.id for node in self.nodes for m in node.mentions if m.id not in joined)

    def take_in(self, other: Cluster) -> None:
        """What another cluster holds, too."""
        self.nodes += other.nodes
        self.joins += other.joins
        self.profiles |= other.profiles
        self.words |= other.words
        self.sides += other.sides
        for article, nodes in other.by_article.items():
            self.by_article.setdefault(article, []).extend(nodes)


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two clusters that may be one event, and why: for a person to say."""

    a: Cluster
    b: Cluster
    score: float
    reason: str


def clusters(
    given: Sequence[Node], places: Mapping[str, Place], decided: Decided, articles: Mapping[str, Article], found: Reprints
) -> tuple[list[Cluster], list[Doubt]]:
    """The mentions as events, and which of these may be one. What people joined starts as one cluster; what they parted never meets."""
    geography = Geography(places)
    nodes = [pooled(group) for group in by_incident(given)]
    made = _joined_by_hand(nodes, decided)
    held = {id(node) for cluster in made for node in cluster.nodes}
    blocks: dict[tuple[EventType, bool, Modality | None], tuple[list[Cluster], list[Node]]] = defaultdict(lambda: ([], []))
    for cluster in made:
        blocks[_block_of(cluster.nodes[0])][0].append(cluster)
    for node in nodes:
        if id(node) not in held:
            blocks[_block_of(node)][1].append(node)
    told = [cluster for started, block in blocks.values() for cluster in _cluster_block(started, block, geography)]
    return _over_articles(told, geography, articles, found)


def _over_articles(
    told: Sequence[Cluster], geography: Geography, articles: Mapping[str, Article], found: Reprints
) -> tuple[list[Cluster], list[Doubt]]:
    learnt = model()
    likeness = Likeness(geography, learnt.words, learnt.rarest, found, articles)
    incidents = [incident(cluster.nodes, articles) for cluster in told]
    pairs = candidates(incidents, geography, likeness)
    best = likeliest(incidents, pairs, likeness)

    def probability(i: int, j: int) -> float:
        return learnt.probability(likeness.of(incidents[i], incidents[j], likeliest=(i, j) in best))

    def apart(i: int, j: int) -> bool:
        return any(parted(x, y) for x in told[i].sides for y in told[j].sides)

    scored = {(i, j): probability(i, j) for i, j in pairs if not incidents[i].articles & incidents[j].articles}
    groups, joined, doubtful = told_together(incidents, scored, probability, apart, learnt.join, learnt.suggest)
    story = {k: n for n, group in enumerate(groups) for k in group}
    first_told = [cluster.first_told for cluster in told]
    out = [told[group[0]] for group in groups]
    for n, group in enumerate(groups):
        for k in group[1:]:
            out[n].take_in(told[k])
    for j in joined:
        one, other = incidents[j.one], incidents[j.other]
        reason = likeness.reason(one, other)
        out[story[j.one]].joins.append(Join(first_told[j.began], one.node.mentions[0].id, reason))
    doubts = [Doubt(out[story[d.a]], out[story[d.b]], d.score, likeness.reason(incidents[d.a], incidents[d.b])) for d in doubtful]
    return out, doubts


def _block_of(node: Node) -> tuple[EventType, bool, Modality | None]:
    return node.kind, node.happened, None if node.happened else node.modality


def _joined_by_hand(given: Sequence[Node], decided: Decided) -> list[Cluster]:
    made: list[Cluster] = []
    by_mention = {m.id: node for node in given for m in node.mentions}
    for together in decided.together:
        joined = sorted({id(n): n for n in (by_mention.get(m) for m in together) if n is not None}.values(), key=lambda n: n.order)
        if not joined:
            continue
        # A reprint that stands in two groups ties them together.
        known = [c for c in made if any(n in c.nodes for n in joined)]
        cluster = known[0] if known else Cluster()
        for other in known[1:]:
            made.remove(other)
            joined += other.nodes
        for node in joined:
            if node not in cluster.nodes:
                cluster.add(node, cluster.nodes[0] if cluster.nodes else None, BY_HAND)
        if cluster not in made:
            made.append(cluster)
    return made


def _cluster_block(started: list[Cluster], block: Sequence[Node], geography: Geography) -> list[Cluster]:
    made = list(started)
    stories = _single_stories(block, geography)
    by_key: dict[Key, list[Cluster]] = defaultdict(list)

    def file(cluster: Cluster, node: Node) -> None:
        for key in own_blocks(node):
            if not any(known is cluster for known in by_key[key][-8:]):
                by_key[key].append(cluster)

    for cluster in started:
        for node in cluster.nodes:
            file(cluster, node)
    for node in sorted(block, key=lambda n: (-n.telling, n.order)):
        best: tuple[Evidence, Node, Cluster] | None = None
        seen: set[int] = set()
        for key in own_blocks(node):
            for cluster in reversed(by_key[key][-_IN_A_BLOCK:] if key in by_key else ()):
                if id(cluster) in seen:
                    continue
                seen.add(id(cluster))
                found = _fits(cluster, node, geography, stories)
                if found is not None and (best is None or found[0].strength > best[0].strength):
                    best = (*found, cluster)
        if best is None:
            cluster = Cluster()
            cluster.add(node, None, "")
            made.append(cluster)
        else:
            cluster = best[2]
            cluster.add(node, best[1], best[0].reason)
        file(cluster, node)
    return made


def _fits(cluster: Cluster, node: Node, geography: Geography, stories: frozenset[str]) -> tuple[Evidence, Node] | None:
    """How strongly a mention belongs to a cluster, and to which of its mentions; None where anything speaks against it."""
    if any(parted(sides, node.sides) for sides in cluster.sides):
        return None
    verbatim = node.words in cluster.words and (node.singled_out or not node.articles.isdisjoint(cluster.by_article))
    found: list[tuple[Evidence, Node]] = []
    if verbatim:
        found.append((Evidence(5.0, "the same wording"), next(n for n in cluster.nodes if n.words == node.words)))
    origins = node.profile.origins.union(*(p.origins for p in cluster.profiles))
    own = _from(node.profile, origins)
    taken_up = {other.profile: other for a in sorted(node.articles) for other in cluster.by_article.get(a, ()) if _same_move(other, node)}
    for given, other in cluster.profiles.items():
        profile = _from(given, origins)
        if contradict(profile, own, geography, verbatim=other.words == node.words or given in taken_up):
            return None
        if given in taken_up:
            found.append((Evidence(2.0, "the same speaker goes on about the same doer"), taken_up[given]))
        evidence = common(profile, own, geography)
        if evidence is not None:
            found.append((evidence, other))
    for article in sorted(node.articles):
        for other in cluster.by_article.get(article, ()):
            if (other.speaker is None or other.speaker == node.speaker) and counted_apart(other.profile, node.profile):
                return None  # two speakers may count one thing differently, one speaker counts two things
            evidence = _told_on(other, node, geography)
            if evidence is None and article in stories:
                evidence = _of_the_story(other, node, article)
            if evidence is not None and (evidence.strength > LOOSE or not cluster.singled_out):
                found.append((evidence, other))
    return max(found, key=lambda f: f[0].strength) if found else None


def _from(profile: Profile, origins: frozenset[str]) -> Profile:
    """ "Ships in the Cold Sea" where others have them fire from it: the sea is where it came from."""
    sea = profile.spots & origins
    return replace(profile, spots=profile.spots - sea, origins=profile.origins | sea) if sea else profile


def _single_stories(block: Sequence[Node], geography: Geography) -> frozenset[str]:
    """The articles that tell of one happening of a kind: all places that they give for it lie in one another, and all days are one."""
    placed: dict[str, list[Profile]] = defaultdict(list)
    for node in block:
        if node.profile.spots or node.profile.origins:
            for article in sorted(node.articles):
                placed[article].append(node.profile)

    def one(profiles: Sequence[Profile]) -> bool:
        first = profiles[0]
        return all(
            (not p.spots or not first.spots or geography.meet(p.spots, first.spots))
            and (not p.origins or not first.origins or bool(p.origins & first.origins))
            and times_agree(first, p, 0)
            for p in profiles[1:]
        )

    return frozenset(article for article, profiles in placed.items() if one(profiles))


def _of_the_story(told: Node, later: Node, article: str) -> Evidence | None:
    """Whether a mention without place or day goes on with the only happening of its kind that the article places."""
    there, here = (told, later) if told.profile.spots or told.profile.origins else (later, told)
    p = here.profile
    if not (there.profile.spots or there.profile.origins) or p.spots or p.origins or p.wide or p.campaign or here.anew:
        return None
    if any(far_apart(there.profile, p, unit, OTHER_VOICE) for unit in there.profile.units & p.units):
        return None
    steps = [m.passage - n.passage for m in here.mentions for n in there.mentions if m.article == n.article == article]
    on = min((step for step in steps if step >= 0), default=_STORY + 1)
    return Evidence(1.1 - 0.01 * on, "the article tells of one such event") if on <= _STORY else None


def _told_on(a: Node, b: Node, geography: Geography) -> Evidence | None:
    """Whether one mention takes up the other in the same article, where one of them tells no place of its own or a wider one."""
    if a.anew or b.anew:
        return None
    apart = min(abs(m.passage - n.passage) for m in a.mentions for n in b.mentions if m.article == n.article)
    if a.profile.spots and b.profile.spots:
        inside = apart <= _PASSAGES_ON and not a.profile.spots & b.profile.spots and geography.meet(a.profile.spots, b.profile.spots)
        inside = inside and counts_agree(a.profile, b.profile) is not False
        return Evidence(1.3, "places that lie in one another, told one after the other") if inside else None
    placed = bool(a.profile.spots or b.profile.spots)
    for later, told in ((a, b), (b, a)):
        steps = [m.passage - n.passage for m in later.mentions for n in told.mentions if m.article == n.article]
        on = min((step for step in steps if step >= 0), default=_PASSAGES_ON + 1)
        if later.definite and on <= _PASSAGES_ON and not placed:
            return Evidence(1.2 - 0.01 * on, "taken up again in the same article")
        if later.vague and 0 < on < _PASSAGES_ON and not later.profile.spots:
            return Evidence(1.15 - 0.05 * on, "goes on with what the sentence before tells")
    same_word = a.trigger == b.trigger
    same_party = a.profile.party is not None and a.profile.party == b.profile.party
    if same_day(a.profile, b.profile) and (same_party or same_word):
        return Evidence(
            1.05, "the same doer and day in the same article" if same_party else "the same words for it and day in the same article"
        )
    if 0 < apart <= 2 and not placed and (same_word or (a.speaker is not None and a.speaker == b.speaker)):
        return Evidence(0.95, "the next sentence in the same words" if same_word else "the same speaker goes on")
    if not placed and not _dated(a.profile) and not _dated(b.profile):
        if same_party:
            return Evidence(LOOSE, "the same doer in the same article, of no other place or day")
        if a.profile.wide & b.profile.wide:
            return Evidence(LOOSE, "the same country in the same article, of no other day")
    return None


def _dated(profile: Profile) -> bool:
    return profile.weekday is not None or (profile.period is not None and profile.period.sure and not (profile.campaign and profile.party))


def _same_move(told: Node, later: Node) -> bool:
    """Whether a speaker goes on in the next sentence about the same doer, with a wider word for the place.

    "X moved tanks to the east of Y, two officials said. X is stepping up its presence in Y, one of the officials said."
    """
    a, b = told.profile, later.profile
    if a.party is None or a.party != b.party or not _same_voice(told.speaker, later.speaker) or later.anew or b.spots or b.origins:
        return False
    return any(m.article == n.article and 0 < n.passage - m.passage <= 1 for m in told.mentions for n in later.mentions)


_ONE_OF = re.compile(r"(?:one|both|two|another|some) of (?:the|these|those|them)\b\s*(\w*)|the (?:same )?(\w+)$", re.IGNORECASE)


def _same_voice(before: str | None, now: str | None) -> bool:
    """Whether the second speaker is the first, or one of them: "two defence officials", "one of the officials"."""
    if before is None or now is None:
        return False
    part = _ONE_OF.match(now)
    if part is None:
        return before == now
    head = (part[1] or part[2] or "").lower().rstrip("s")
    return not head or any(w.lower().rstrip("s") == head for w in before.split())
