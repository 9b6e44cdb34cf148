"""How far two annotators of `incidents` agree on the articles that both have read.

    python tests/eval/agreement.py [--first A] [--second B] [--json] [--differences]

Incidents are the same where their mentions overlap: pairs are made one to one, those with most in common first. Of the pairs made:
type and status alike; the set of place names (F1); the first or last day, where either gives one; whether a doer is shared, by party
or by the words of the article, where either names one; the set of typed numbers (F1). A doer and a place are compared by what stands
in the article, not by where: the same name in two sentences is the same.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from incident_notes import NotedArticle, article_of, have_corpora, notes
from scoring import SHARED, Record, overlaps, table

FIGURES = ("incidents", "quiet", "type", "status", "places", "days", "doers", "numbers")


@dataclass
class Tally:
    """What both have, and what each has; a share where there is one question and two answers."""

    both: int = 0
    first: int = 0
    second: int = 0

    def add(self, one: Collection[object], other: Collection[object], both: int | None = None) -> None:
        self.both += len(set(one) & set(other)) if both is None else both
        self.first += len(one)
        self.second += len(other)

    def same(self, alike: bool) -> None:
        self.both += alike
        self.first += 1
        self.second += 1

    @property
    def f1(self) -> float | None:
        whole = self.first + self.second
        return 2 * self.both / whole if whole else None


@dataclass
class Agreement:
    """The tallies by figure, and a line for each difference."""

    tallies: dict[str, Tally] = field(default_factory=lambda: {name: Tally() for name in FIGURES})
    articles: int = 0
    differences: list[str] = field(default_factory=list)


def _spans(incident: Record) -> list[tuple[str, int, int]]:
    return [("title" if len(m) > 2 else "text", m[0], m[1]) for m in incident["mentions"]]


def _in_common(one: Record, other: Record) -> int:
    """Mentions of the first that overlap one of the second."""
    theirs = _spans(other)
    return sum(any(w == v and overlaps(s, e, t, f) for v, t, f in theirs) for w, s, e in _spans(one))


def pairs(first: Sequence[Record], second: Sequence[Record]) -> list[tuple[Record, Record]]:
    """Incidents that overlap, one to one; those with most mentions in common and the same type are taken first."""
    found = [
        (_in_common(a, b) + _in_common(b, a), a["type"] == b["type"], -i, -j) for i, a in enumerate(first) for j, b in enumerate(second)
    ]
    made: list[tuple[int, int]] = []
    for common, _, i, j in sorted(found, reverse=True):
        if common and all(-i != a and -j != b for a, b in made):
            made.append((-i, -j))
    return [(first[a], second[b]) for a, b in sorted(made)]


def _plain(said: str) -> str:
    return " ".join(re.findall(r"\w+", re.sub(r"\b(the|an?|of|district|province|governorate|city|town|village)\b", " ", said.casefold())))


def _names(incident: Record, article: NotedArticle, name: str) -> set[str]:
    def said(item: Record) -> str:
        text = (article.title or "") if item.get("in") == "title" else article.counted
        return _plain(text[item["start"] : item["end"]])

    return {said(item) for item in incident.get(name, ())}


def _doers(incident: Record, article: NotedArticle) -> set[str]:
    named = {_plain(b["party"]) for b in incident.get("by", ())} - {"unknown"}
    return named | _names(incident, article, "by")


def _numbers(incident: Record) -> set[tuple[str, float]]:
    return {(c["field"], float(c["value"])) for c in incident.get("counts", ())}


def _days(incident: Record) -> tuple[str, str] | None:
    when = incident["when"]
    return (when["start"] or "", when["end"] or when["start"] or "") if when and (when["start"] or when["end"]) else None


def compare(first: Record, second: Record, article: NotedArticle, into: Agreement) -> None:
    """Two notes of one article, added to an agreement."""
    tally = into.tallies
    into.articles += 1
    tally["quiet"].same(first["quiet"] == second["quiet"])
    made = pairs(first["incidents"], second["incidents"])
    tally["incidents"].add(range(len(first["incidents"])), range(len(second["incidents"])), both=len(made))
    for who, all_of, paired in (("first", first, [a for a, _ in made]), ("second", second, [b for _, b in made])):
        into.differences += [f"{article.key}: only the {who} has {i['story']}" for i in all_of["incidents"] if i not in paired]
    for a, b in made:
        for name in ("type", "status"):
            tally[name].same(a[name] == b[name])
        places = _names(a, article, "places"), _names(b, article, "places")
        tally["places"].add(*places)
        numbers = _numbers(a), _numbers(b)
        tally["numbers"].add(*numbers)
        days = _days(a), _days(b)
        if any(days):
            tally["days"].same(bool(set(days[0] or ()) & set(days[1] or ())))
        doers = _doers(a, article), _doers(b, article)
        if any(doers):
            tally["doers"].same(bool(doers[0] & doers[1]))
        told = {"type": (a["type"], b["type"]), "status": (a["status"], b["status"]), "places": places, "days": days, "numbers": numbers}
        told |= {"doers": doers} if not doers[0] & doers[1] else {}
        into.differences += [f"{article.key} {a['key']}/{b['key']}: {k}: {x} | {y}" for k, (x, y) in told.items() if x != y]


def agreement(first: Iterable[Record], second: Iterable[Record]) -> Agreement:
    found = Agreement()
    theirs = {(n["corpus"], n["id"]): n for n in second}
    for note in first:
        other = theirs.get((note["corpus"], note["id"]))
        if other is not None:
            compare(note, other, article_of(note), found)
    return found


def main(arguments: list[str] | None = None) -> int:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--first", default="A")
    options.add_argument("--second", default="B")
    options.add_argument("--json", action="store_true", help="the figures as one JSON object")
    options.add_argument("--differences", action="store_true", help="also a line for each difference")
    chosen = options.parse_args(arguments)
    if not have_corpora():
        sys.exit(f"The corpora are not in {SHARED}. Set DATELINE_SHARED to the folder that holds corpora and tools.")
    found = agreement(notes(chosen.first), notes(chosen.second))
    if not found.articles:
        sys.exit(f"No article is annotated by both {chosen.first} and {chosen.second}.")
    if chosen.json:
        figures = {name: {**vars(t), "agreement": t.f1} for name, t in found.tallies.items()}
        print(json.dumps({"articles": found.articles, **figures}))
    else:
        rows = [(k, "–" if t.f1 is None else f"{t.f1:.2f}", t.both, t.first, t.second) for k, t in found.tallies.items()]
        print(f"{found.articles} articles")
        print(table(rows, ("figure", "F1", "both", chosen.first, chosen.second)))
    if chosen.differences:
        print("\n".join(found.differences))
    return 0


if __name__ == "__main__":
    sys.exit(main())
