"""Which mentions are one event: greedy clusters, the most telling mentions first, each join with its reason.

A mention is compared only with clusters that it shares a block with (a place and a week, a count, a country and a doer, its
wording, its article). It joins the cluster that it has most in common with, if nothing in any member speaks against it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from geo.events.arguments.casualties import PEOPLE
from geo.events.coreference.blocking import Geography, Key
from geo.events.coreference.by_hand import Decided, parted
from geo.events.coreference.nodes import CAMPAIGN_DAYS, Node, Profile, names, weekday_of
from geo.model import EventType, Join, Modality, Place

BY_HAND = "joined by hand"
_TELLING_COUNT = 3  # a count above it is hardly met by chance where doer, day or place are the same too
_RARE_COUNT = 20  # and above this by itself
_TOO_DIFFERENT = 3  # counts of one thing that differ by this factor are of two events
_REVISED = 1.5  # a toll may be revised by as much, where nobody names the doer
_NEARLY = 0.2  # counts that differ by no more may be two of one event
_IN_A_BLOCK = 300  # clusters of a block that a mention is compared with, the newest first
_PASSAGES_ON = 3  # how far "the strikes" take up what was told before
_OTHER_VOICE = 2.5  # factor by which another speaker's or a later count of the same people may differ
_STORY = 8  # passages over which an article goes on with the one event of its kind

_LOOSE = 0.9  # strength of what holds a campaign together and would fuse single acts


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
        for article in node.articles:
            self.by_article.setdefault(article, []).append(node)
        self.words.add(node.words)
        if node.sides not in self.sides:
            self.sides.append(node.sides)


@dataclass(frozen=True, slots=True)
class Evidence:
    strength: float
    reason: str


def clusters(given: Sequence[Node], places: Mapping[str, Place], decided: Decided) -> list[Cluster]:
    """The mentions as events. What people joined starts as one cluster; what they parted never meets."""
    geography = Geography(places)
    made = _joined_by_hand(given, decided)
    held = {id(node) for cluster in made for node in cluster.nodes}
    blocks: dict[tuple[EventType, bool, Modality | None], tuple[list[Cluster], list[Node]]] = defaultdict(lambda: ([], []))
    for cluster in made:
        blocks[_block_of(cluster.nodes[0])][0].append(cluster)
    for node in given:
        if id(node) not in held:
            blocks[_block_of(node)][1].append(node)
    return [cluster for started, block in blocks.values() for cluster in _cluster_block(started, block, geography)]


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
        for key in geography.keys(node):
            if not any(known is cluster for known in by_key[key][-8:]):
                by_key[key].append(cluster)

    for cluster in started:
        for node in cluster.nodes:
            file(cluster, node)
    for node in sorted(block, key=lambda n: (-n.telling, n.order)):
        best: tuple[Evidence, Node, Cluster] | None = None
        seen: set[int] = set()
        for key in geography.meets(node):
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
    taken_up = {other.profile: other for a in node.articles for other in cluster.by_article.get(a, ()) if _same_move(other, node)}
    for given, other in cluster.profiles.items():
        profile = _from(given, origins)
        if contradict(profile, own, geography, verbatim=other.words == node.words or given in taken_up):
            return None
        if given in taken_up:
            found.append((Evidence(2.0, "the same speaker goes on about the same doer"), taken_up[given]))
        evidence = common(profile, own, geography)
        if evidence is not None:
            found.append((evidence, other))
    for article in node.articles:
        for other in cluster.by_article.get(article, ()):
            if (other.speaker is None or other.speaker == node.speaker) and _counted_apart(other.profile, node.profile):
                return None  # two speakers may count one thing differently, one speaker counts two things
            evidence = _told_on(other, node, geography)
            if evidence is None and article in stories:
                evidence = _of_the_story(other, node, article)
            if evidence is not None and (evidence.strength > _LOOSE or not cluster.singled_out):
                found.append((evidence, other))
    return max(found, key=lambda f: f[0].strength) if found else None


def _from(profile: Profile, origins: frozenset[str]) -> Profile:
    """ "Ships in the Cold Sea" where others have them fire from it: the sea is where it came from."""
    sea = profile.spots & origins
    return replace(profile, spots=profile.spots - sea, origins=profile.origins | sea) if sea else profile


# --- what speaks against -----------------------------------------------------------------------------------------------


def contradict(a: Profile, b: Profile, geography: Geography, *, verbatim: bool = False) -> bool:
    """Whether two mentions cannot be one event: another place, origin, time, doer, or number altogether."""
    if a.origins and b.origins and not a.origins & b.origins:
        return True
    if not _places_agree(a, b, geography, verbatim):
        return True
    # Two sources may be a day or a doer apart on one event, if what else they say of it can hardly be chance.
    singled_out = _singled_out(a, b)
    if a.party and b.party and a.party != b.party and not singled_out:
        return True
    if not _times_agree(a, b, 1 if singled_out else 0):
        return True
    if a.campaign and b.campaign and not a.campaign & b.campaign:
        return True
    return any(_far_apart(a, b, unit) and not _parts(a, b, unit) for unit in a.units & b.units)


def _places_agree(a: Profile, b: Profile, geography: Geography, verbatim: bool) -> bool:
    if a.spots and b.spots:
        return geography.meet(a.spots, b.spots)
    if bool(a.spots) == bool(b.spots) or verbatim:
        return True
    # The country as a whole (a campaign) and one of its towns (a strike) are told apart.
    return not (b if a.spots else a).wide or bool(a.origins or b.origins)


def _singled_out(a: Profile, b: Profile) -> bool:
    same_place = bool(a.origins & b.origins or a.spots & b.spots)
    return same_place and any(value > _TELLING_COUNT for value, unit in a.counts & b.counts if unit in a.units)


def _times_agree(a: Profile, b: Profile, leeway: int) -> bool:
    if a.period is not None and b.period is not None and (a.period.sure or b.period.sure):
        if a.period.gap(b.period) > leeway:
            return False
        if a.period.sure and b.period.sure and not (a.counts & b.counts):
            short, long = sorted((a.period, b.period), key=lambda p: p.days)
            if short.days == 1 and long.days >= CAMPAIGN_DAYS and not long.vague:
                return False
    if a.weekday and b.weekday:
        return a.weekday == b.weekday
    for said, period in ((a.weekday, b.period), (b.weekday, a.period)):
        if said and period is not None and period.sure and period.days == 1 and weekday_of(period.start) != said:
            return False
    return a.period is None or b.period is None or a.period.sure or b.period.sure or a.period.gap(b.period) == 0


def _far_apart(a: Profile, b: Profile, unit: str, factor: float = _TOO_DIFFERENT) -> bool:
    ours, theirs = (sorted(v for v, u in p.counts if u == unit and v > 0) for p in (a, b))
    if not ours or not theirs or _bounded(a, b, unit) or _bounded(b, a, unit):
        return False
    return ours[0] > factor * theirs[-1] + 1 or theirs[0] > factor * ours[-1] + 1


def _bounded(a: Profile, b: Profile, unit: str) -> bool:
    """Whether what one counts at least is no more than the other counts."""
    return any(w <= v <= _OTHER_VOICE * w for v, u in a.counts for w, x in b.bounds if u == x == unit)


def _risen(a: Profile, b: Profile) -> bool:
    """Whether the later report counts more people, but not many times as many: a toll that has risen."""
    if a.told is None or b.told is None or a.told == b.told:
        return False
    earlier, later = (a, b) if a.told < b.told else (b, a)
    return all(
        1 <= max(v for v, u in later.counts if u == unit) / max(1, *(v for v, u in earlier.counts if u == unit)) <= _OTHER_VOICE
        for unit in a.units & b.units
        if unit in PEOPLE
    )


def _counted_apart(a: Profile, b: Profile) -> bool:
    """In one article two counts of one thing are of two events, unless one is the other's parts: 57 raids, 55 and two of them."""
    return bool(a.units & b.units) and not a.counts & b.counts and not any(_parts(a, b, unit) for unit in a.units & b.units)


def _parts(a: Profile, b: Profile, unit: str) -> bool:
    ours, theirs = ([v for v, u in p.counts if u == unit] for p in (a, b))
    return (len(ours) > 1 and sum(ours) in theirs) or (len(theirs) > 1 and sum(theirs) in ours)


# --- what speaks for ---------------------------------------------------------------------------------------------------


def common(a: Profile, b: Profile, geography: Geography) -> Evidence | None:
    """What singles the event out in both mentions, the strongest of it; None where they have nothing telling in common."""
    same_party = a.party is not None and a.party == b.party
    same_day = _same_day(a, b)
    counts = _counts_agree(a, b)
    added = 0.3 * same_party + 0.3 * same_day + (0.3 if counts else -0.3 if counts is False else 0)
    if shared := a.origins & b.origins:
        return Evidence(4.0 + added, f"the same origin: {names(shared, geography.places)}")
    if shared_counts := frozenset(c for c in a.counts & b.counts if c[1] in a.units):
        value, unit = max(shared_counts)
        if len(shared_counts) > 1 or value > _RARE_COUNT or ((same_party or same_day) and value > _TELLING_COUNT):
            return Evidence(3.5 + added, f"the same count: {value:g} {unit}")
    if shared := a.spots & b.spots:
        # Another count may be an earlier one of the same event, but not where the day is open or the place is a province.
        precise = same_day and any(geography.places[s].feature.startswith("PPL") for s in shared)
        near = same_party or _risen(a, b) or not any(_far_apart(a, b, u, _REVISED) for u in a.units & b.units)
        if counts is not False or (precise and near):
            return Evidence(3.0 + added, f"the same place: {names(shared, geography.places)}")
    if counts is False:
        return None
    if a.spots and b.spots and geography.meet(a.spots, b.spots) and (same_party or same_day):
        return Evidence(2.5 + added, "places that lie in one another")
    if a.wide & b.wide and same_party and not a.spots and not b.spots:
        return Evidence(1.5 + added, f"the same doer in {names(a.wide & b.wide, geography.places)}")
    if same_party and same_day and not (a.spots or b.spots):
        return Evidence(1.0, "the same doer on the same day")
    if same_party and a.campaign & b.campaign:
        return Evidence(_LOOSE - 0.05, "the same doer's attacks as a whole: neither tells a place or day")
    return None


def _counts_agree(a: Profile, b: Profile) -> bool | None:
    """Whether the counts of one thing are the same or nearly so; None where the two count nothing alike."""
    units = a.units & b.units
    if not units:
        return None
    return any(
        abs(x - y) <= max(_NEARLY * max(x, y), 3)
        for unit in units
        for x in (v for v, u in a.counts if u == unit)
        for y in (v for v, u in b.counts if u == unit)
    ) or any(_parts(a, b, unit) or _bounded(a, b, unit) or _bounded(b, a, unit) for unit in units)


def _same_day(a: Profile, b: Profile) -> bool:
    if a.period is not None and b.period is not None and a.period.sure and b.period.sure:
        return a.period.gap(b.period) == 0 and max(a.period.days, b.period.days) < CAMPAIGN_DAYS
    if a.weekday and b.weekday:
        return a.weekday == b.weekday
    return bool(_day_is(a, b) or _day_is(b, a))


def _day_is(a: Profile, b: Profile) -> bool:
    return a.weekday is not None and b.period is not None and b.period.sure and weekday_of(b.period.start) == a.weekday


def _single_stories(block: Sequence[Node], geography: Geography) -> frozenset[str]:
    """The articles that tell of one happening of a kind: all places that they give for it lie in one another, and all days are one."""
    placed: dict[str, list[Profile]] = defaultdict(list)
    for node in block:
        if node.profile.spots or node.profile.origins:
            for article in node.articles:
                placed[article].append(node.profile)

    def one(profiles: Sequence[Profile]) -> bool:
        first = profiles[0]
        return all(
            (not p.spots or not first.spots or geography.meet(p.spots, first.spots))
            and (not p.origins or not first.origins or bool(p.origins & first.origins))
            and _times_agree(first, p, 0)
            for p in profiles[1:]
        )

    return frozenset(article for article, profiles in placed.items() if one(profiles))


def _of_the_story(told: Node, later: Node, article: str) -> Evidence | None:
    """Whether a mention without place or day goes on with the only happening of its kind that the article places."""
    there, here = (told, later) if told.profile.spots or told.profile.origins else (later, told)
    p = here.profile
    if not (there.profile.spots or there.profile.origins) or p.spots or p.origins or p.wide or p.campaign or here.anew:
        return None
    if any(_far_apart(there.profile, p, unit, _OTHER_VOICE) for unit in there.profile.units & p.units):
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
        inside = inside and _counts_agree(a.profile, b.profile) is not False
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
    if _same_day(a.profile, b.profile) and (same_party or same_word):
        return Evidence(
            1.05, "the same doer and day in the same article" if same_party else "the same words for it and day in the same article"
        )
    if 0 < apart <= 2 and not placed and (same_word or (a.speaker is not None and a.speaker == b.speaker)):
        return Evidence(0.95, "the next sentence in the same words" if same_word else "the same speaker goes on")
    if not placed and not _dated(a.profile) and not _dated(b.profile):
        if same_party:
            return Evidence(_LOOSE, "the same doer in the same article, of no other place or day")
        if a.profile.wide & b.profile.wide:
            return Evidence(_LOOSE, "the same country in the same article, of no other day")
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
