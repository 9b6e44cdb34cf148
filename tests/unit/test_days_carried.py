"""A day told once for several sentences, and the day of a dateline where nothing else tells one: carried, and marked as such."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from geo.model import Analysis, Article, EventMention, Judgement, JudgementKind
from geo.pipeline.articles import corpus

Tell = Callable[..., tuple[Article, Analysis]]

THURSDAY = date(2021, 9, 16)
MONDAY = date(2021, 9, 13)
DATELINE = "KABUL, Afghanistan (Oct. 5, 2011)\n"


def event(told: tuple[Article, Analysis], word: str) -> EventMention:
    article, analysis = told
    return next(e for e in analysis.events if e.trigger.of(article.text).lower().startswith(word))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Soldiers raided a farm near Homs on Monday. During the raid two men were arrested.", "arrested"),
        ("A patrol searched two farms near Homs on Monday. The patrol arrested two men.", "arrested"),
        (
            "A patrol conducted an operation near Homs on Monday. The farmer is rich. Two men were arrested during the operation.",
            "arrested",
        ),
        ("The army said that soldiers raided a farm near Homs on Monday. Two men were arrested in the raid.", "arrested"),
    ],
)
def test_a_sentence_goes_on_with_the_day_of_what_it_takes_up(tell: Tell, text: str, word: str) -> None:
    told = tell(text, published=THURSDAY)
    found = event(told, word)
    assert found.when is not None
    assert (found.when.start, found.when.end, found.when.inferred) == (MONDAY, MONDAY, True)
    assert found.when.carried is not None
    assert "Monday" in found.when.carried.of(text)
    assert any("goes on from" in reason for reason in found.reasons)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("A patrol searched two farms near Homs on Monday. In a separate operation the patrol arrested two men.", "arrested"),
        ("A patrol searched two farms near Homs on Monday. The patrol has arrested two men.", "arrested"),
        ("A patrol searched two farms near Homs on Monday. Gunmen kidnapped a nurse near Hama.", "kidnapped"),
        ("A patrol searched two farms near Homs on Monday. The patrol had arrested two men two days before.", "arrested"),
        ("The minister was in Homs on Monday. The army bombed a depot near Hama.", "bombed"),
        ("The meeting of the army is due on Monday. The army bombed a depot near Hama.", "bombed"),
    ],
)
def test_what_turns_to_something_else_does_not_go_on(tell: Tell, text: str, word: str) -> None:
    assert not any("goes on from" in reason for reason in event(tell(text, published=THURSDAY), word).reasons)


def test_a_day_of_its_own_is_never_replaced(tell: Tell) -> None:
    told = tell("A patrol searched two farms near Homs on Monday. The patrol arrested two men on Tuesday.", published=THURSDAY)
    when = event(told, "arrested").when
    assert when is not None
    assert (when.start, when.carried) == (date(2021, 9, 14), None)


def test_a_report_that_tells_no_time_is_of_the_day_of_its_dateline(tell: Tell) -> None:
    text = DATELINE + "Soldiers arrested two men in Kandahar."
    found = event(tell(text, published=None), "arrested")
    assert found.when is not None
    assert (found.when.start, found.when.inferred) == (date(2011, 10, 5), True)
    assert found.when.carried is not None
    assert "Oct. 5, 2011" in found.when.carried.of(text)
    assert any("no time is told" in reason for reason in found.reasons)


@pytest.mark.parametrize(
    "text",
    [
        DATELINE + "Soldiers arrested two men in Kandahar yesterday.",
        DATELINE + "Soldiers arrested two men in Kandahar. Gunmen shelled a post in Herat yesterday.",
        DATELINE + "Soldiers have arrested two men in Kandahar.",
        "9 July 2014 Soldiers arrested two men in Kandahar.",
        "Soldiers arrested two men in Kandahar.",
    ],
)
def test_a_datelines_day_yields_to_every_other_time(tell: Tell, text: str) -> None:
    found = event(tell(text, published=THURSDAY if "KABUL" not in text else None), "arrested")
    assert not any("no time is told" in reason for reason in found.reasons)
    assert found.when is None or found.when.start == date(2011, 10, 4)


def test_a_day_of_a_dateline_moves_with_the_day_that_a_person_gives(tell: Tell) -> None:
    told, analysis = tell(DATELINE + "Soldiers arrested two men in Kandahar.", published=None, id="a0")
    made = Judgement(1, JudgementKind.SET_ARTICLE, {"article": "a0"}, {"published": "2011-10-07"}, "A Person", datetime.now(UTC))
    seen = corpus([told], [analysis], [made])
    assert [e.when.start for e in seen.analyses["a0"].events if e.when is not None] == [date(2011, 10, 7)]
