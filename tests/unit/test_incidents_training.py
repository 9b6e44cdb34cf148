"""What the incident models learn from: annotated articles in folds, their labels, the fit and its figures."""

from __future__ import annotations

import hashlib
from datetime import date

import numpy as np
import pytest

from geo.errors import GeoError
from geo.events.incidents import days
from geo.events.incidents.logistic import Logistic
from geo.model import Article, EventMention, EventType, Span, When
from geo.training.incident_notes import Incident, Noted, folds, like_types, same_name
from geo.training.incidents import FEATURES, Lesson, area_under_curve, fitted, lesson_of_days, of_incidents

TEXT = "Shells hit Taiz and wounded ten. Later the shelling went on for hours, and jets bombed Aden. The harvest was good."
SENTENCES = ((0, 32), (33, 92), (93, 114))


def incident(key: str, story: str, *mentions: tuple[int, str]) -> Incident:
    return Incident(key, story, "Air or drone strike", mentions, (), (), None)


def noted(id: str, *incidents: Incident) -> Noted:
    return Noted(id, Article(id, TEXT, hashlib.sha256(TEXT.encode()).hexdigest()), SENTENCES, incidents)


def mention(words: str) -> EventMention:
    start = TEXT.index(words)
    return EventMention("m", "a", EventType.AIR_STRIKE, Span(start, start + len(words)), Span(0, len(TEXT)), 0)


def test_articles_that_share_a_story_through_others_too_are_in_one_fold() -> None:
    lots = [("one", "x"), ("two", "y"), ("three", "z"), ("four", "w")]
    articles = [noted(id, incident("a", story)) for id, story in lots]
    articles.append(noted("both", incident("a", "x"), incident("b", "z")))
    found = folds(articles, 3)
    assert found["one"] == found["three"] == found["both"]
    assert len({found["one"], found["two"], found["four"]}) == 3
    assert folds(articles, 3) == found


def test_a_mention_tells_of_the_incident_whose_words_it_meets() -> None:
    article = noted("a", incident("a", "x", (1, "hit"), (2, "the shelling")), incident("b", "y", (2, "bombed")))
    assert article.told_by(mention("hit")) == "a"
    assert article.told_by(mention("wounded")) == "a"  # the only incident of its sentence
    assert article.told_by(mention("shelling")) == "a"
    assert article.told_by(mention("bombed")) == "b"
    assert article.told_by(mention("for hours")) is None  # either could be meant
    assert article.told_by(mention("harvest")) is None


def test_types_and_names_are_compared_as_careful_readers_differ() -> None:
    assert like_types("Air or drone strike", "Destruction of property")
    assert like_types("Other", "Arrest")
    assert not like_types("Arrest", "Air or drone strike")
    assert same_name("Deir al-Zour", "Deir ez-Zor")
    assert same_name("Hama province", "Hama")
    assert not same_name("Taiz", "Aden")
    assert not same_name("the city", "Aden")


@pytest.mark.parametrize(
    ("when", "right"),
    [
        (When("on Monday", None, date(2023, 3, 13)), True),
        (When("13 March", None, date(2023, 3, 13), date(2023, 3, 13)), True),
        (When("Monday", None), True),  # the annotator's words
        (When("on Tuesday", None, date(2023, 3, 14)), False),
        (When("March", None, date(2023, 3, 1), date(2023, 3, 31)), False),
    ],
)
def test_a_day_is_right_by_its_date_or_its_words(when: When, right: bool) -> None:
    annotated = {"start": "2023-03-13", "end": "2023-03-13", "said": "on Monday"}
    assert lesson_of_days(np.zeros((1, len(days.FEATURES))), [when], annotated).answers.tolist() == [float(right)]
    assert lesson_of_days(np.zeros((1, len(days.FEATURES))), [when], None).answers.tolist() == [0.0]


def test_the_fit_finds_what_speaks_for_and_against_and_leaves_the_rest() -> None:
    chance = np.random.default_rng(3)
    rows = chance.normal(size=(4000, len(FEATURES["days"])))
    log_odds = 2.0 * rows[:, 0] - 1.0 * rows[:, 1] - 0.5
    answers = (chance.random(4000) < 1 / (1 + np.exp(-log_odds))).astype(float)
    model = fitted("days", [Lesson.of(rows[:1500], answers[:1500]), Lesson.of(rows[1500:], answers[1500:])])
    assert model.weight[:2] == pytest.approx([2.0, -1.0], abs=0.15)
    assert np.abs(model.weight[2:]).max() < 0.15
    assert model.odds(np.zeros(len(FEATURES["days"]))) == pytest.approx(-0.5, abs=0.15)


def test_what_is_not_known_teaches_nothing_and_without_lessons_there_is_no_model() -> None:
    rows = np.eye(3, len(FEATURES["days"]))
    assert Lesson.of(rows, np.array([1.0, -1.0, 0.0])).answers.tolist() == [1.0, 0.0]
    with pytest.raises(GeoError, match="days"):
        fitted("days", [Lesson.of(rows, np.full(3, -1.0))])


def test_area_under_curve_is_the_share_of_pairs_in_order() -> None:
    right = np.array([0.0, 1.0, 0.0, 1.0])
    assert area_under_curve(np.array([0.1, 0.9, 0.2, 0.8]), right) == 1.0
    assert area_under_curve(np.array([0.1, 0.9, 0.85, 0.8]), right) == 0.75
    assert area_under_curve(np.full(4, 0.5), right) == 0.5


def test_of_days_the_likeliest_alone_is_taken() -> None:
    model = Logistic(("one",), np.zeros(1), np.ones(1), np.ones(1), 0.0, 0.6)
    lessons = [Lesson.of(np.array([[1.0], [2.0]]), np.array([1.0, 0.0])), Lesson.of(np.array([[3.0]]), np.array([1.0]))]
    told = of_incidents(((model, x) for x in lessons), likeliest_only=True)
    assert (told["incidents"], told["of"], told["precision"], told["recall"]) == (2, 2, 0.5, 0.5)
