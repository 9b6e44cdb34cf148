"""Incidents and the days that their article tells, side by side: what speaks for a day being that on which it happened."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from geo.events.incidents.logistic import Doubles, odds
from geo.events.incidents.reader import Sheet
from geo.model import EventMention, When

FEATURES = (
    "reader_surest", "reader_mean", "ruled", "ruled_share", "same_passage", "passages_apart", "before", "rank", "behind_best",
    "before_other_incidents", "ruled_elsewhere", "a_day", "resolved", "only_day", "said_again", "incidents", "ruled_other", "mentions",
)  # fmt: skip


def ask(
    sheet: Sheet,
    events: Sequence[EventMention],
    triggers: Sequence[int],
    groups: Sequence[Sequence[int]],
    said: Sequence[tuple[When, int]],
) -> Doubles:
    """(incidents, expressions, FEATURES). `said` are the date expressions of the article, each with its passage."""
    rows = np.zeros((len(groups), len(said), len(FEATURES)))
    if not groups or not said:
        return rows
    runs = [(sheet.run(when.span) if when.span is not None else None) for when, _ in said]
    scores = np.zeros((len(events), len(said)))
    known = [k for k, run in enumerate(runs) if run is not None]
    if known:
        scores[:, known] = sheet.scores("time", triggers, [run for run in runs if run is not None])[..., 1]
    surest = np.array([[odds(float(scores[list(g), k].max())) for k in range(len(said))] for g in groups])
    mean = np.array([[odds(float(scores[list(g), k].mean())) for k in range(len(said))] for g in groups])
    ruled = [{i for i, e in enumerate(events) if _same(e.when, when)} for when, _ in said]
    for g, group in enumerate(groups):
        own = surest[g]
        rank = np.argsort(np.argsort(-own, kind="stable"), kind="stable") + 1
        passages = [events[i].passage for i in group]
        dated = any(events[i].when is not None for i in group)
        for k, (when, passage) in enumerate(said):
            others = [surest[h, k] for h in range(len(groups)) if h != g]
            apart = min(abs(passage - p) for p in passages)
            rows[g, k] = (
                own[k], mean[g, k], bool(ruled[k] & set(group)), len(ruled[k] & set(group)) / len(group), apart == 0, min(apart, 8),
                passage < min(passages), 1 / rank[k], own.max() - own[k], own[k] - max(others, default=-9.0), bool(ruled[k] - set(group)),
                when.precision == "day", when.start is not None, len(said) == 1,
                sum(w.start == when.start and w.start is not None for w, _ in said) > 1, min(len(groups), 10),
                dated and not ruled[k] & set(group), min(len(group), 6),
            )  # fmt: skip
    return rows


def _same(one: When | None, other: When) -> bool:
    return one is not None and one.span is not None and other.span is not None and one.span.overlaps(other.span)
