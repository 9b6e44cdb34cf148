"""Datelines: where and when a report was filed, and by which agency. They are passages of their own, for they report nothing."""

from __future__ import annotations

import re

_MONTH = r"(?i:(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?)"
_DATE = rf"(?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH})(?:,? ?\d{{4}}|,? \d{{2}})?"
_BRACKETED_DATE = rf"\({_DATE}\)"
# What a monitoring service puts behind it: "[TEXT]", "[REPORT] [ARMED FORCES PRESS COMMITTEE]"
_LABELS = r"(?:\[[^\]\n]{2,60}(?:\n[^\]\n]{0,60})?\]\s*)*"
_AGENCY = r"\([A-Z][\w ./&'’-]{1,45}\)"
_CAPITALS = r"[A-ZÀ-Þ][A-ZÀ-Þ'’.-]{2,}(?:[ /]+[A-ZÀ-Þ][A-ZÀ-Þ'’.-]+){0,3}"
_NAMES = r"[A-ZÀ-Þ][\w'’.-]+(?:[ /]+[A-ZÀ-Þ][\w'’.-]+){0,3}"
_REGION = r"(?:, [A-ZÀ-Þ][\w.]+(?: [A-ZÀ-Þ][\w.]+)?| \([A-Z][\w .]{1,25}\)(?=, ))?"  # "HAVANA (CUBA), 22 AUG 89"
_DASH = rf"\s*(?:[–—]|--?)\s+{_LABELS}"

# A name alone before a dash is no dateline ("Kafr Zita – a town in Hama – was hit"): capitals, a date or an agency must say so.
_DATELINE = re.compile(
    rf"(?:{_CAPITALS}{_REGION}(?:,? (?:{_DATE}|NO DATE))?(?: ?{_AGENCY})?{_DASH}"
    rf"|(?:{_CAPITALS}|{_NAMES}){_REGION} ?{_BRACKETED_DATE}(?:{_DASH}|\s+)"
    rf"|{_NAMES}{_REGION},? {_DATE}(?: ?{_AGENCY})?{_DASH}"
    rf"|{_NAMES}{_REGION}(?:,? {_DATE})? ?{_AGENCY}(?:{_DASH}|\s+)"
    # of a dash that a bad scrape lost, two blanks are left
    rf"|{_NAMES} {{2,}}"
    r")(?=[\"“‘'A-ZÀ-Þ0-9])"
)


def dateline_end(text: str, start: int, end: int) -> int:
    """Where the dateline at the beginning of text[start:end] ends, blanks included; `start` where there is none."""
    match = _DATELINE.match(text, start, end)
    return match.end() if match is not None and match.end() < end else start
