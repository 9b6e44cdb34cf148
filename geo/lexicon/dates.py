"""Words of days: the head of a report, how sentences go on about a day, and the calendar."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from geo.lexicon.tables import read_table


@dataclass(frozen=True, slots=True)
class HeadWords:
    """What stands beside the day in the head of a report."""

    labels: tuple[str, ...]
    periodicals: tuple[str, ...]
    changed: tuple[str, ...]
    agencies: tuple[str, ...]
    governing: tuple[str, ...]
    captions: tuple[str, ...]
    behind: tuple[str, ...]


@lru_cache(maxsize=1)
def head_words() -> HeadWords:
    return HeadWords(**{name: tuple(section["words"]) for name, section in read_table("heads.toml").items()})


@dataclass(frozen=True, slots=True)
class DateWords:
    """How sentences go on about one day."""

    occasions: frozenset[str]
    turning: frozenset[str]
    pointing: frozenset[str]
    present: frozenset[str]
    lives: frozenset[str]


@lru_cache(maxsize=1)
def date_words() -> DateWords:
    return DateWords(**{name: frozenset(section["words"]) for name, section in read_table("dates.toml").items()})


@dataclass(frozen=True, slots=True)
class CalendarWords:
    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    short_months: frozenset[str]  # beside a number they make a day of it: "sept" as "september"
    counts: dict[str, int]
    other_words: tuple[str, ...]  # in small letters these are no months
    vague: tuple[str, ...]  # "several days ago": no day is told
    since: tuple[str, ...]  # of what they open only the beginning is told
    until: tuple[str, ...]  # and of these only the end
    next: tuple[str, ...]
    coming: tuple[str, ...]
    clauses: tuple[str, ...]
    elsewhere: dict[str, int]  # months in other languages than English, by their names


@lru_cache(maxsize=1)
def calendar_words() -> CalendarWords:
    table = read_table("calendar.toml")
    elsewhere = {name: int(number) for number, names in table["elsewhere"].items() for name in names}
    return CalendarWords(
        counts=table["counts"],
        short_months=frozenset({*table["months"], *(month[:3] for month in table["months"]), "sept"}),
        elsewhere=elsewhere,
        **{
            name: tuple(table[name])
            for name in ("weekdays", "months", "other_words", "vague", "since", "until", "next", "coming", "clauses")
        },
    )
