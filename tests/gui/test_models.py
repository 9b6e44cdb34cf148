"""What lists and timeline make of a corpus: order, filters, counts, and dates in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
import synthetic

from desktop.kit.words import country_name, when_in_words
from desktop.session.digest import EMPTY, digest
from desktop.views.events.model import EventFilter, EventModel, Order
from desktop.views.timeline.days import LONGEST_BAR_DAYS, DayCounts, count_days
from desktop.views.words import sources_in_words
from geo.model import EventType, Sources, When


def model_of(corpus: object) -> EventModel:
    model = EventModel()
    model.show(digest(corpus))  # type: ignore[arg-type]
    return model


def days_of(*spans: tuple[date, date]) -> DayCounts:
    """What the timeline counts of events on these days."""
    first, last = (np.array([day.toordinal() for day in days], np.int32) for days in zip(*spans, strict=True))
    return count_days(replace(EMPTY, first_day=first, last_day=last, rejected=np.zeros(len(first), np.bool_)))


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (None, "No date"),
        (When("Wednesday", None), "“Wednesday”, no date"),
        (When("7 October", None, date(2015, 10, 7), date(2015, 10, 7)), "7 Oct 2015"),
        (When("this week", None, date(2015, 10, 5), date(2015, 10, 11), "week"), "5 to 11 Oct 2015"),
        (When("since", None, date(2015, 9, 30), date(2015, 10, 7)), "30 Sep to 7 Oct 2015"),
        (When("winter", None, date(2015, 12, 1), date(2016, 2, 28)), "1 Dec 2015 to 28 Feb 2016"),
        (When("October", None, date(2015, 10, 1), date(2015, 10, 31), "month"), "Oct 2015"),
        (When("2014", None, date(2014, 1, 1), date(2014, 12, 31), "year"), "2014"),
    ],
)
def test_dates_are_said_as_exactly_as_they_are_known(when: When | None, words: str) -> None:
    assert when_in_words(when) == words


def test_sources_are_counted_in_words() -> None:
    row = digest(synthetic.syria()).rows[0]
    assert "independent origin" in sources_in_words(row)
    assert row.sources != Sources(0, 0, 0, 0)


def test_every_word_of_a_filter_must_be_met_and_case_does_not_matter() -> None:
    model = model_of(synthetic.syria())
    every = model.rowCount()
    model.set_filter(EventFilter(text="IDLIB"))
    some = model.rowCount()
    assert 0 < some < every
    model.set_filter(EventFilter(text="idlib xyzzy"))
    assert model.rowCount() == 0
    assert model.visible_ids() == []


def test_no_filter_shows_all_without_listing_them() -> None:
    model = model_of(synthetic.syria())
    assert model.visible_ids() is None
    model.set_filter(EventFilter(types=frozenset({EventType.AIR_STRIKE})))
    shown = model.visible_ids()
    assert shown is not None
    assert len(shown) == model.rowCount()


def test_days_choose_events_that_touch_them_and_the_undated_stay_until_hidden() -> None:
    corpus = synthetic.many(400)
    summary = digest(corpus)
    model = model_of(corpus)
    day = int(summary.first_day[summary.first_day > 0].min())
    model.set_filter(EventFilter(days=(day, day)))
    touching = int(((summary.first_day > 0) & (summary.first_day <= day) & (summary.last_day >= day)).sum())
    undated = int((summary.first_day == 0).sum())
    assert model.rowCount() == touching + undated
    model.set_filter(EventFilter(days=(day, day), undated=False))
    assert model.rowCount() == touching


def test_by_date_puts_the_undated_last() -> None:
    corpus = synthetic.many(300)
    model = model_of(corpus)
    model.set_order(Order.DATE)
    days = [row.when.start if row and row.when else None for row in (model.event_row(model.index(i)) for i in range(model.rowCount()))]
    dated = [day for day in days if day is not None]
    assert dated == sorted(dated)
    assert None not in days[: len(dated)]


def test_an_event_knows_where_it_stands_in_the_list() -> None:
    model = model_of(synthetic.many(50))
    row = model.event_row(model.index(17))
    assert row is not None
    assert model.row_of(row.id) == 17
    assert model.row_of("nothing") is None


def test_the_timeline_counts_an_event_on_each_of_its_days_and_the_undated_apart() -> None:
    summary = digest(synthetic.many(500))
    counts = count_days(summary)
    length = (summary.last_day - summary.first_day + 1)[summary.first_day > 0]
    short = length <= LONGEST_BAR_DAYS
    assert sum(counts.between(day, day) for day in range(counts.first, counts.last + 1)) == int(length[short].sum())
    assert sum(number for _, _, number in counts.long) == int((~short).sum())
    assert counts.undated == int((summary.first_day == 0).sum())


def test_an_event_of_several_days_is_one_event_of_their_week() -> None:
    counts = days_of((date(2015, 10, 5), date(2015, 10, 8)), (date(2015, 10, 7), date(2015, 10, 7)))
    assert counts.between(date(2015, 10, 5).toordinal(), date(2015, 10, 11).toordinal()) == 2


OCTOBER = [(date(2015, 10, day), date(2015, 10, day)) for day in range(1, 9)]


@pytest.mark.parametrize(
    ("others", "main"),
    [
        ([], (1, 8)),
        ([(date(2011, 3, 15), date(2011, 3, 15))], (1, 8)),  # far off: it must not squeeze the others
        ([(date(1999, 1, 1), date(1999, 1, 1)), (date(2040, 1, 1), date(2040, 1, 2))], (1, 8)),
        ([(date(2011, 1, 1), date(2011, 12, 31))], (1, 8)),  # a year is no day
        ([(date(2015, 10, 20), date(2015, 10, 20))], (1, 20)),  # not far off
    ],
)
def test_the_timeline_shows_where_most_events_stand(others: list[tuple[date, date]], main: tuple[int, int]) -> None:
    counts = days_of(*OCTOBER, *others)
    assert counts.main == tuple(date(2015, 10, day).toordinal() for day in main)


def test_a_year_is_no_bar_on_each_of_its_days() -> None:
    counts = days_of((date(2011, 1, 1), date(2011, 12, 31)))
    assert counts.dated == 0
    assert counts.long == ((date(2011, 1, 1).toordinal(), date(2011, 12, 31).toordinal(), 1),)
    assert counts.main is None


def test_two_halves_far_from_each_other_are_both_shown() -> None:
    earlier = [(date(2011, 3, day), date(2011, 3, day)) for day in range(1, 9)]
    assert days_of(*OCTOBER, *earlier).main == (date(2011, 3, 1).toordinal(), date(2015, 10, 8).toordinal())


def test_countries_have_names() -> None:
    assert country_name("SY") == "Syria"
    assert country_name(None) == ""
    assert country_name("??") == "??"
