"""Launch areas of events: from what the sources say, and flagged as a what-if where they do not say it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from geo import pipeline
from geo.errors import RangeError
from geo.gazetteer import Gazetteer
from geo.model import Analysis, Article, Corpus, Event, EventType, Part

Tell = Callable[..., tuple[Article, Analysis]]
DAY = date(2019, 3, 5)

LAUNCH = "On Monday gunboats on Lake Victoria fired nine cruise missiles at {target}, the ministry said. The missiles flew 700 kilometers."
RAIDS = "Jets bombed the towns of Mombasa and Malindi on Monday, residents said."


def told(tell: Tell, *texts: str) -> Corpus:
    pairs = [tell(text, published=DAY, id=f"a{k}", publisher=f"Paper {k}") for k, text in enumerate(texts)]
    return pipeline.corpus([a for a, _ in pairs], [b for _, b in pairs])


def launch_of(corpus: Corpus) -> Event:
    found = [e for e in corpus.events if e.type is EventType.MISSILE_ATTACK and any(p.part is Part.ORIGIN for p in e.places)]
    assert found, [e.label for e in corpus.events]
    return found[0]


def test_named_targets_and_a_claimed_distance_are_no_what_if(tell: Tell, gazetteer: Gazetteer) -> None:
    corpus = told(tell, LAUNCH.format(target="Mombasa"))
    report = pipeline.launch_area_of_event(launch_of(corpus), corpus, gazetteer)
    assert report.what_if is None
    assert [t.place.name for t in report.targets] == ["Mombasa"]
    assert report.distance_m == 700_000
    assert 0 < report.sure_share <= report.share < 1
    assert report.event == launch_of(corpus).id


def test_towns_that_others_report_struck_stand_in_and_are_flagged(tell: Tell, gazetteer: Gazetteer) -> None:
    corpus = told(tell, LAUNCH.format(target="Kenya"), RAIDS)
    report = pipeline.launch_area_of_event(launch_of(corpus), corpus, gazetteer)
    assert {t.place.name for t in report.targets} == {"Mombasa", "Malindi"}
    assert report.what_if == "no source names the targets of this event"
    assert "a what-if" in report.caption


def test_a_distance_that_nobody_claims_is_flagged(tell: Tell, gazetteer: Gazetteer) -> None:
    corpus = told(tell, LAUNCH.format(target="Mombasa"))
    report = pipeline.launch_area_of_event(launch_of(corpus), corpus, gazetteer, distance="900 km")
    assert report.what_if == "no source claims 900 km for this event"
    assert report.share > pipeline.launch_area_of_event(launch_of(corpus), corpus, gazetteer).share


def test_an_event_without_origin_or_without_any_target_is_refused(tell: Tell, gazetteer: Gazetteer) -> None:
    corpus = told(tell, LAUNCH.format(target="Kenya"))
    with pytest.raises(RangeError, match="Choose targets"):
        pipeline.launch_area_of_event(launch_of(corpus), corpus, gazetteer)
    raids = told(tell, RAIDS)
    with pytest.raises(RangeError, match="origin"):
        pipeline.launch_area_of_event(raids.events[0], raids, gazetteer)
