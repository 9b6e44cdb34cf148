"""What date expressions are made of, and how a form of them is written down with its reading."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from geo.events.timex.reckoning import MONTHS, WEEKDAYS, Meant

Read = Callable[["re.Match[str]", date | None], Meant | None]
"""What the words of a match mean for an article of that date; None where they are no date at all."""
Form = tuple[re.Pattern[str], Read]

WEEKDAY = rf"(?:{'|'.join(WEEKDAYS)})"
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
LONG_MONTH = rf"(?:{'|'.join(MONTHS)})"
NUMBER = r"(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:a\s+)?couple\s+of|\d{1,3})"
YEAR = r"(?:,?\s+(?:of\s+)?(?P<y{k}>(?:19|20)\d\d)\b(?!\s*(?:people|[-–]\d)))?"
TO = r"\s*(?:to|until|till|through|and|-|–|—)\s*"
ORDINAL = r"(?:st|nd|rd|th)?"
NO_COUNT = (
    r"(?![\d%]|[:.,]\d|\s+(?:people|persons|civilians|soldiers|fighters|militants|others|men|women|children|houses|homes|times|km|miles)\b)"
)


def form(forms: list[Form]) -> Callable[[str], Callable[[Read], Read]]:
    """A decorator that puts a pattern with the function that reads it into a list."""

    def of(pattern: str) -> Callable[[Read], Read]:
        def take(read: Read) -> Read:
            forms.append((re.compile(pattern, re.IGNORECASE), read))
            return read

        return take

    return of
