"""Places that people chose: for one mention, or for every mention of a name in an article or in the whole project."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import NamedTuple, cast

from geo.lexicon.places import place_words
from geo.model import Analysis, Judgement, JudgementKind, Mention, Place, Resolution, Span
from geo.project.records import place_from
from geo.resolve import with_vicinity


class Scope(StrEnum):
    """How far a chosen place holds."""

    MENTION = "mention"
    ARTICLE = "article"
    PROJECT = "project"


class Likeness(NamedTuple):
    """What makes two mentions the same name: "Hama" and "the town of Hama" are, "Hama province" and "northern Hama" are others."""

    name: str  # folded
    kind: str
    sort: str  # of thing that the text calls it: division, water, airspace …; empty for towns and for a bare name
    modifier: str


def likeness(mention: Mention) -> Likeness:
    words, head = place_words(), mention.clues.head or ""
    sort = words.heads.get(head) or words.areas.get(head) or ""
    name = " ".join(unicodedata.normalize("NFKC", mention.text).casefold().split())
    return Likeness(name, mention.kind.value, "" if sort == "settlement" else sort, mention.clues.modifier or "")


def place_subject(article: str, mention: Mention, scope: Scope) -> dict[str, object]:
    """The subject of a judgement that places a mention, or all that are like it; those of articles to come too."""
    if scope is Scope.MENTION:
        return {"article": article, "start": mention.span.start, "end": mention.span.end}
    like: dict[str, object] = {"like": likeness(mention)._asdict()}
    return like | {"article": article} if scope is Scope.ARTICLE else like


@dataclass(slots=True)
class Placings:
    """The chosen places in force; where several bear on a mention, the one chosen last holds."""

    _single: dict[tuple[str, Span], tuple[int, Place]] = field(default_factory=dict[tuple[str, Span], tuple[int, Place]])
    _alike: dict[tuple[Likeness, str | None], tuple[int, Place]] = field(
        default_factory=dict[tuple[Likeness, str | None], tuple[int, Place]]
    )

    @property
    def places(self) -> tuple[Place, ...]:
        return tuple(place for _, place in (*self._single.values(), *self._alike.values()))

    def apply(self, analysis: Analysis) -> Analysis:
        article = analysis.article
        if not self._alike and not any(a == article for a, _ in self._single):
            return analysis
        resolutions = list(analysis.resolutions)
        for i, mention in enumerate(analysis.mentions):
            place = self._of(article, mention)
            if place is not None:
                resolutions[i] = _chosen(resolutions[i], mention, place)
        return replace(analysis, resolutions=with_vicinity(analysis.mentions, resolutions))

    def add(self, judgement: Judgement) -> None:
        subject, place = judgement.subject, place_from(judgement.value)
        like = subject.get("like")
        if like is None:
            self._single[(str(subject["article"]), _span(subject))] = (judgement.id, place)
        else:
            article = str(subject["article"]) if "article" in subject else None
            self._alike[(Likeness(**cast(Mapping[str, str], like)), article)] = (judgement.id, place)

    def _of(self, article: str, mention: Mention) -> Place | None:
        found = [self._single.get((article, mention.span))]
        if self._alike:
            like = likeness(mention)
            found += [self._alike.get((like, article)), self._alike.get((like, None))]
        return max((f for f in found if f is not None), key=lambda f: f[0], default=(0, None))[1]


def placings(judgements: Iterable[Judgement]) -> Placings:
    """A mention's correction is found again by article and span, or by its name, so that it outlives a new analysis."""
    made = Placings()
    for judgement in judgements:
        if judgement.kind is JudgementKind.PLACE_MENTION and not judgement.undone:
            made.add(judgement)
    return made


def _span(subject: Mapping[str, object]) -> Span:
    return Span(int(cast(int, subject["start"])), int(cast(int, subject["end"])))


def _chosen(resolution: Resolution, mention: Mention, place: Place) -> Resolution:
    reach = mention.clues.displacement.reach_km if mention.clues.displacement is not None else 0.0
    return replace(
        resolution,
        place=place,
        score=1.0,
        precision_km=round(place.extent_km + reach, 2),
        uncertain=False,
        reasons=("chosen by a person",),
        by_person=True,
    )
