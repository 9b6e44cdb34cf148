"""Places that people chose: for one mention, or for every mention of a name in an article or in the whole project."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import NamedTuple, cast

from geo.lexicon.places import place_words
from geo.model import Analysis, Judgement, JudgementKind, Mention, Place, Resolution, ReviewState, Span
from geo.project.additions import words_of
from geo.project.records import place_from
from geo.project.reviewing import UNIDENTIFIED, state_of
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
    """The chosen places in force; where several bear on a mention, the one chosen last holds, also if that is none."""

    _single: dict[tuple[str, Span], tuple[int, Place]] = field(default_factory=dict[tuple[str, Span], tuple[int, Place]])
    _alike: dict[tuple[Likeness, str | None], tuple[int, Place]] = field(
        default_factory=dict[tuple[Likeness, str | None], tuple[int, Place]]
    )

    _unknown: dict[tuple[str, Span], int] = field(default_factory=dict[tuple[str, Span], int])  # the judgement that says so

    @property
    def places(self) -> tuple[Place, ...]:
        return tuple(place for _, place in (*self._single.values(), *self._alike.values()))

    def apply(self, analysis: Analysis) -> Analysis:
        article = analysis.article
        if not self._alike and not any(a == article for a, _ in (*self._single, *self._unknown)):
            return analysis
        resolutions = list(analysis.resolutions)
        for i, mention in enumerate(analysis.mentions):
            chosen, place = self._of(article, mention)
            if self._unknown.get((article, mention.span), 0) > chosen:
                resolutions[i] = _unidentified(resolutions[i])
            elif place is not None:
                resolutions[i] = _chosen(resolutions[i], mention, place)
        return replace(analysis, resolutions=with_vicinity(analysis.mentions, resolutions))

    def review(self, judgement: Judgement) -> None:
        """That it cannot be told which place a name is, until somebody says otherwise."""
        key = (str(judgement.subject["article"]), words_of(judgement.subject))
        if state_of(judgement) is ReviewState.UNIDENTIFIED:
            self._unknown[key] = judgement.id
        else:
            self._unknown.pop(key, None)

    def add(self, judgement: Judgement) -> None:
        subject, place = judgement.subject, place_from(judgement.value)
        like = subject.get("like")
        if like is None:
            self._single[(str(subject["article"]), words_of(subject))] = (judgement.id, place)
        else:
            article = str(subject["article"]) if "article" in subject else None
            self._alike[(Likeness(**cast(Mapping[str, str], like)), article)] = (judgement.id, place)

    def _of(self, article: str, mention: Mention) -> tuple[int, Place | None]:
        """The place chosen for a mention, with the number of the judgement; 0 and None where there is none."""
        found = [self._single.get((article, mention.span))]
        if self._alike:
            like = likeness(mention)
            found += [self._alike.get((like, article)), self._alike.get((like, None))]
        return max((f for f in found if f is not None), key=lambda f: f[0], default=(0, None))


def placings(judgements: Iterable[Judgement]) -> Placings:
    """A mention's correction is found again by article and span, or by its name, so that it outlives a new analysis."""
    made = Placings()
    for judgement in judgements:
        if judgement.undone:
            continue
        if judgement.kind is JudgementKind.PLACE_MENTION:
            made.add(judgement)
        elif judgement.kind is JudgementKind.REVIEW_MENTION:
            made.review(judgement)
    return made


def _unidentified(resolution: Resolution) -> Resolution:
    return replace(resolution, place=None, drawn=None, score=0.0, precision_km=0.0, reasons=UNIDENTIFIED, by_person=True)


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
