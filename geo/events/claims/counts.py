"""Counts that disagree: of people by what befell them and who they are, and of what was fired, flown and destroyed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from geo.events.arguments.casualties import befell_of, is_update
from geo.events.claims.said import Said, against, by_value, likewise, meet, same_scope, value_of
from geo.lexicon.claims import claim_words
from geo.lexicon.quantities import quantity_words
from geo.model import Article, Check, Comparator, Disagreement, Span
from geo.units import metres

DIRECT, SOFT = "direct", "soft"
_LENGTHS = 0.02  # two lengths within 2 % are one, said in other units
_ABOUT = 0.1  # what "about" leaves open
_GROWN = 1.5  # a toll this much above an earlier "at least" is told as having risen
_BESIDE = 34  # characters round a number in which words for a part or a sum stand; swept 20 to 50 on 114 articles, no difference
_REVISED_WITHIN = 3  # passages between a toll and the one that it revises; without it 1 of 22 shown in 114 articles was false by it
_NO_COUNTS = frozenset({"%", "time", "of them"})
_PERSON = "person"


@dataclass(frozen=True, slots=True)
class Count:
    """A count as it is compared."""

    of: str  # unit; "person" for whatever counts people as such
    befell: str | None
    low: float
    high: float


def counts(said: Sequence[Said], articles: Mapping[str, Article], reckoned: Sequence[Check]) -> Iterator[Disagreement]:
    """What the claims of one event count differently. Parts of a whole and the rest beside them are compared with nothing."""
    parts = {value_of(said[i].claim) for c in reckoned if c.kind == "sum" for i in c.claims}
    known = {s: count for s in said if (count := counted(s, articles[s.claim.article].text)) is not None}
    by_kind: dict[tuple[str, str | None], list[Said]] = defaultdict(list)
    for s, count in known.items():
        by_kind[_PERSON if count.befell is not None else count.of, count.befell].append(s)

    def differ(a: Said, b: Said) -> bool:
        if value_of(a.claim) in parts and value_of(b.claim) in parts:  # 57, of which 55 and two
            return False
        if a.claim.article == b.claim.article and Comparator.ABOUT in (a.claim.comparator, b.claim.comparator):
            return False  # rounded counts of one article are of its parts
        return count_differs(known[a], known[b]) or _bounds_differ(a, b, known) or _grown(a, b, articles)

    for these in by_kind.values():
        found = against(these, differ, alike=meet) or [*_revised(these, differ, articles)]
        if found:
            a, b = (known[s].of for s in found[0])
            yield _disagreement(a if a == b else _PERSON, these, found, articles)


def _revised(these: Sequence[Said], differ: Callable[[Said, Said], bool], articles: Mapping[str, Article]) -> Iterator[tuple[Said, Said]]:
    """Two counts of one article, of which it says itself that one was before the other: "first spoke of 32", "has climbed to 41"."""
    for a, b in combinations(these, 2):
        near = abs(a.mention.passage - b.mention.passage) <= _REVISED_WITHIN
        if a.claim.article == b.claim.article and near and meet(a, b) and differ(b, a) and _update(b, a, articles) is not None:
            yield b, a


def counted(said: Said, text: str) -> Count | None:
    """A claim as a count that can be compared with others; None for what is no whole, or counts nothing that the event did."""
    claim, unit = said.claim, said.claim.unit
    if unit is None or unit in _NO_COUNTS or isinstance(claim.value, str) or not claim.modality.happened:
        return None
    low, high = _open_range(claim.value, claim.comparator, claim.span.of(text))
    length = metres(1.0, unit)
    if length is not None:
        return Count("km", None, low * length / 1000 * (1 - _LENGTHS), high * length / 1000 * (1 + _LENGTHS))
    quantity = next((q for q in said.mention.quantities if (q.span, q.unit) == (claim.span, unit)), None)
    happened = befell_of(text, quantity, said.mention.span) if quantity is not None else None
    if unit not in quantity_words().people:
        things = quantity_words()
        known = happened == "destroyed" or unit in things.fired | things.strikes | frozenset(things.same.values())
        return Count(unit, None, low, high) if known else None
    if happened is None or is_part(text, claim.span, said.mention.span):
        return None
    words = claim_words()
    return Count(_PERSON if unit in words.anybody else unit, happened, low, high)


def is_part(text: str, number: Span, passage: Span) -> bool:
    """Whether a number counts a part of what another counts ("including 3 children"), the rest of it, or more than the event."""
    words = claim_words()
    before = " ".join(re.findall(r"[\w']+", text[max(passage.start, number.start - _BESIDE) : number.start].lower()))
    behind = " ".join(re.findall(r"[\w']+", text[number.start : min(passage.end, number.end + _BESIDE)].lower()))
    if words.rest & set(behind.split()[:4]) or words.rest & set(before.split()[-1:]):
        return True
    if any(f" {w} " in f" {before} " for w in (*words.part_before, *words.sum_before)):
        return True
    return any(f" {w} " in f" {behind} " for w in words.part_after)


def _open_range(value: float, comparator: Comparator | None, said: str) -> tuple[float, float]:
    rough = [r for w, r in claim_words().rough.items() if w in said.lower().split()]
    if rough:
        least, most = rough[0]
        return min(least, value), max(most, value)
    if comparator is Comparator.ABOUT:
        return value * (1 - _ABOUT), value * (1 + _ABOUT)
    if comparator is Comparator.MORE:
        return value, float("inf")
    if comparator is Comparator.LESS:
        return 0.0, value
    return value, value


def count_differs(a: Count, b: Count) -> bool:
    """Whether two counts of one thing cannot both be so."""
    if a.of != b.of:  # civilians, or fighters, are no more than all people
        some, people = (a, b) if b.of == _PERSON else (b, a)
        return people.of == _PERSON and some.low > people.high
    return a.low > b.high or b.low > a.high


def _bounds_differ(a: Said, b: Said, known: Mapping[Said, Count]) -> bool:
    """ "At least 31" of the one and "at least 43" of the other: both may be so, and still the sources do not tell the same."""
    one, other = known[a], known[b]
    both = a.claim.comparator is Comparator.MORE and b.claim.comparator is Comparator.MORE
    return both and one.of == other.of and one.high == other.high == float("inf") and one.low != other.low and one.befell is not None


def _grown(a: Said, b: Said, articles: Mapping[str, Article]) -> bool:
    """ "At least 54" on Monday and 117 on Wednesday agree, but the toll has risen, which is worth to be told."""
    if a.claim.unit not in quantity_words().people or isinstance(a.claim.value, str) or isinstance(b.claim.value, str):
        return False
    values = {a: a.claim.value, b: b.claim.value}
    days = [articles[s.claim.article].published for s in (a, b)]
    if days[0] is None or days[1] is None or days[0] == days[1]:
        return False
    earlier, later = (a, b) if days[0] < days[1] else (b, a)
    return earlier.claim.comparator is Comparator.MORE and values[later] >= _GROWN * values[earlier] > 0


# --- what is said of it ---------------------------------------------------------------------------------------------------


def _disagreement(unit: str, these: Sequence[Said], found: Sequence[tuple[Said, Said]], articles: Mapping[str, Article]) -> Disagreement:
    updates = {k: why for k, (a, b) in enumerate(found) if (why := _update(a, b, articles)) is not None}
    rest = [pair for k, pair in enumerate(found) if k not in updates]
    why = _direct(rest)
    soft = None if why is not None else _soft(rest[0], unit) if rest else next(iter(updates.values()))
    values = by_value(likewise(these, found))
    return Disagreement(unit, values, DIRECT if why else SOFT, why or soft or "", update=not rest and bool(updates))


def _update(a: Said, b: Said, articles: Mapping[str, Article]) -> str | None:
    """Why one of two counts of people only goes on from the other; None where it need not."""
    if a.claim.unit not in quantity_words().people:
        return None
    days = {s: articles[s.claim.article].published for s in (a, b)}
    first, last = days[a], days[b]
    earlier, later = (b, a) if first is not None and last is not None and first > last else (a, b)
    for told, after in ((earlier, later), (later, earlier)):
        text = articles[after.claim.article].text
        why = is_update(told.claim, after.claim, (days[told], days[after]), text, after.mention.span)
        if why is not None:
            return why
    return None


def _direct(found: Sequence[tuple[Said, Said]]) -> str | None:
    """Why a pair of counts cannot both be so; None where each pair leaves a way out."""
    for a, b in found:
        exact = a.claim.comparator is Comparator.EXACT and b.claim.comparator is Comparator.EXACT
        if not exact or metres(1.0, a.claim.unit or "") is not None or not same_scope(a, b):
            continue
        if a.party and b.party and a.party != b.party:
            return f"{a.party} and {b.party} count differently what happened at one place and time"
        if a.speaker and b.speaker and a.speaker != b.speaker and not (a.party and a.party == b.party):
            return f"{b.speaker} and {a.speaker} count differently what happened at one place and time"
    return None


def _soft(pair: tuple[Said, Said], unit: str) -> str:
    a, b = pair
    if metres(1.0, a.claim.unit or "") is not None:
        return "the lengths differ, but need not be of the same thing"
    if a.party and a.party == b.party:
        return f"both counts are {a.party}'s: one may correct the other, or count something else"
    if a.claim.comparator is Comparator.MORE and b.claim.comparator is Comparator.MORE:
        return "both are least numbers, and they differ"
    if Comparator.EXACT not in (a.claim.comparator, b.claim.comparator) or a.claim.comparator is not b.claim.comparator:
        return "one of the counts is rough or a bound"
    if not same_scope(a, b):
        return "the counts are of different times or places, as far as they are told"
    return f"different counts of {unit} are given for one event"
