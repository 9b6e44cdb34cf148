"""What speaks for two mentions being one event, and what against: places, days, origins, doers and numbers compared."""

from __future__ import annotations

from dataclasses import dataclass

from geo.events.coreference.blocking import Geography
from geo.events.coreference.nodes import CAMPAIGN_DAYS, Profile, names, weekday_of
from geo.lexicon.quantities import quantity_words

_TELLING_COUNT = 3  # a count above it is hardly met by chance where doer, day or place are the same too; swept 1 to 6: story F1 the same
_RARE_COUNT = 20  # and above this by itself; swept 10 to 40: story F1 the same
_TOO_DIFFERENT = 3  # counts of one thing that differ by this factor are of two events; swept 2 to 5: story F1 the same
_REVISED = 1.5  # a toll may be revised by as much, where nobody names the doer; swept 1.2 to 2: story F1 the same
_NEARLY = 0.2  # counts that differ by no more may be two of one event; swept .1 to .3: story F1 the same
OTHER_VOICE = 2.5  # factor by which another speaker's or a later count of the same people may differ; swept 1.8 to 3.5: story F1 the same
LOOSE = 0.9  # strength of what holds a campaign together and would fuse single acts; swept .5 to .9: story F1 the same


@dataclass(frozen=True, slots=True)
class Evidence:
    strength: float
    reason: str


# --- what speaks against -----------------------------------------------------------------------------------------------


def contradict(a: Profile, b: Profile, geography: Geography, *, verbatim: bool = False) -> bool:
    """Whether two mentions cannot be one event: another place, origin, time, doer, or number altogether."""
    if a.origins and b.origins and not a.origins & b.origins:
        return True
    if not _places_agree(a, b, geography, verbatim):
        return True
    # Two sources may be a day or a doer apart on one event, if what else they say of it can hardly be chance.
    singled_out = _singled_out(a, b)
    # Who did it is what sources differ on: of one place and day they tell a dispute, not two events.
    if a.party and b.party and a.party != b.party and not singled_out and not (a.spots & b.spots and same_day(a, b)):
        return True
    if not times_agree(a, b, 1 if singled_out else 0):
        return True
    if a.campaign and b.campaign and not a.campaign & b.campaign:
        return True
    return any(far_apart(a, b, unit) and not _parts(a, b, unit) for unit in a.units & b.units)


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


def times_agree(a: Profile, b: Profile, leeway: int) -> bool:
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


def far_apart(a: Profile, b: Profile, unit: str, factor: float = _TOO_DIFFERENT) -> bool:
    ours, theirs = (sorted(v for v, u in p.counts if u == unit and v > 0) for p in (a, b))
    if not ours or not theirs or _bounded(a, b, unit) or _bounded(b, a, unit):
        return False
    return ours[0] > factor * theirs[-1] + 1 or theirs[0] > factor * ours[-1] + 1


def _bounded(a: Profile, b: Profile, unit: str) -> bool:
    """Whether what one counts at least is no more than the other counts."""
    return any(w <= v <= OTHER_VOICE * w for v, u in a.counts for w, x in b.bounds if u == x == unit)


def _risen(a: Profile, b: Profile) -> bool:
    """Whether the later report counts more people, but not many times as many: a toll that has risen."""
    if a.told is None or b.told is None or a.told == b.told:
        return False
    earlier, later = (a, b) if a.told < b.told else (b, a)
    return all(
        1 <= max(v for v, u in later.counts if u == unit) / max(1, *(v for v, u in earlier.counts if u == unit)) <= OTHER_VOICE
        for unit in a.units & b.units
        if unit in quantity_words().people
    )


def counted_apart(a: Profile, b: Profile) -> bool:
    """In one article two counts of one thing are of two events, unless one is the other's parts: 57 raids, 55 and two of them."""
    return bool(a.units & b.units) and not a.counts & b.counts and not any(_parts(a, b, unit) for unit in a.units & b.units)


def _parts(a: Profile, b: Profile, unit: str) -> bool:
    ours, theirs = ([v for v, u in p.counts if u == unit] for p in (a, b))
    return (len(ours) > 1 and sum(ours) in theirs) or (len(theirs) > 1 and sum(theirs) in ours)


# --- what speaks for ---------------------------------------------------------------------------------------------------


def common(a: Profile, b: Profile, geography: Geography) -> Evidence | None:
    """What singles the event out in both mentions, the strongest of it; None where they have nothing telling in common."""
    same_party = a.party is not None and a.party == b.party
    one_day = same_day(a, b)
    counts = counts_agree(a, b)
    added = 0.3 * same_party + 0.3 * one_day + (0.3 if counts else -0.3 if counts is False else 0)
    if shared := a.origins & b.origins:
        return Evidence(4.0 + added, f"the same origin: {names(shared, geography.places)}")
    if shared_counts := frozenset(c for c in a.counts & b.counts if c[1] in a.units):
        value, unit = max(shared_counts)
        if len(shared_counts) > 1 or value > _RARE_COUNT or ((same_party or one_day) and value > _TELLING_COUNT):
            return Evidence(3.5 + added, f"the same count: {value:g} {unit}")
    if shared := a.spots & b.spots:
        # Another count may be an earlier one of the same event, but not where the day is open or the place is a province.
        precise = one_day and any(geography.places[s].feature.startswith("PPL") for s in shared)
        near = same_party or _risen(a, b) or not any(far_apart(a, b, u, _REVISED) for u in a.units & b.units)
        if counts is not False or (precise and near):
            return Evidence(3.0 + added, f"the same place: {names(shared, geography.places)}")
    if counts is False:
        return None
    if a.spots and b.spots and geography.meet(a.spots, b.spots) and (same_party or one_day):
        return Evidence(2.5 + added, "places that lie in one another")
    if a.wide & b.wide and same_party and not a.spots and not b.spots:
        return Evidence(1.5 + added, f"the same doer in {names(a.wide & b.wide, geography.places)}")
    if same_party and one_day and not (a.spots or b.spots):
        return Evidence(1.0, "the same doer on the same day")
    if same_party and a.campaign & b.campaign:
        return Evidence(LOOSE - 0.05, "the same doer's attacks as a whole: neither tells a place or day")
    return None


def counts_agree(a: Profile, b: Profile) -> bool | None:
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


def same_day(a: Profile, b: Profile) -> bool:
    if a.period is not None and b.period is not None and a.period.sure and b.period.sure:
        return a.period.gap(b.period) == 0 and max(a.period.days, b.period.days) < CAMPAIGN_DAYS
    if a.weekday and b.weekday:
        return a.weekday == b.weekday
    return bool(_day_is(a, b) or _day_is(b, a))


def _day_is(a: Profile, b: Profile) -> bool:
    return a.weekday is not None and b.period is not None and b.period.sure and weekday_of(b.period.start) == a.weekday
