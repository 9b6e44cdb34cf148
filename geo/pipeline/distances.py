"""Distances that articles state, judged: the table that a person reads, and its records."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from geo.events.claims.distance_judging import JudgedDistance, judge_distances
from geo.gazetteer import Gazetteer
from geo.model import Corpus
from geo.resolve import outline_of


def distances(corpus: Corpus, gazetteer: Gazetteer) -> tuple[JudgedDistance, ...]:
    """Every distance that the corpus's articles state, tied to its event's places and judged."""
    return judge_distances(corpus, partial(outline_of, gazetteer=gazetteer))


def distance_record(judged: JudgedDistance) -> dict[str, Any]:
    """One distance of `dateline distances --json`, and of `distances` in `dateline events --json`."""
    return {
        "article": judged.article,
        "start": judged.span.start,
        "end": judged.span.end,
        "said": judged.said,
        "metres": round(judged.metres, 1),
        "comparator": judged.comparator.value,
        "kind": judged.kind.value,
        "speaker": judged.speaker,
        "event": judged.event,
        "origin": judged.origin.name if judged.origin is not None else None,
        "targets": [place.name for place in judged.targets],
        "verdict": judged.verdict.value,
        "least_m": round(judged.least_m, 1) if judged.least_m is not None else None,
        "greatest_m": round(judged.greatest_m, 1) if judged.greatest_m is not None else None,
        "share_least": round(judged.share[0], 4) if judged.share is not None else None,
        "share_greatest": round(judged.share[1], 4) if judged.share is not None else None,
        "conversion": judged.conversion,
        "reasons": list(judged.reasons),
    }


def distances_words(found: Sequence[JudgedDistance]) -> list[str]:
    """The distances for a person: what was said where, the verdict, and why."""
    lines: list[str] = []
    for d in found:
        by = f", {d.speaker}" if d.speaker else ""
        lines.append(f"{d.article}: “{d.said}” ({d.kind.value}{by}): {d.verdict.value}")
        lines += [f"    {reason}" for reason in d.reasons]
    return lines or ["No distance is stated."]
