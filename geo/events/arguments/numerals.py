"""Numbers as a text writes them: digits, words, "dozens", ranges; and the signs that a scrape has damaged one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from geo.lexicon.quantities import quantity_words
from geo.model import Comparator, Reading

# No number is longer than thirty figures; of a run of thousands every start would be tried with every end.
DIGITS = r"\d{1,3}(?:,\d{3}){1,10}(?:\.\d{1,30})?|\d{1,30}(?:\.\d{1,30})?"
_VAGUE = {
    "tens": 20.0,
    "half a dozen": 6.0,
    "dozens": 24.0,
    "several dozen": 36.0,
    "scores": 40.0,
    "several hundred": 300.0,
    "several thousand": 3000.0,
    "hundreds": 200.0,
    "thousands": 2000.0,
    "tens of thousands": 20000.0,
    "hundreds of thousands": 200000.0,
}


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in a stretch of text; `start` and `end` count in that text. `upper` is the other end of a range."""

    start: int
    end: int
    value: float
    upper: float | None
    comparator: Comparator | None  # that the words themselves give: "dozens" are at least two dozen


def no_counts(text: str) -> list[tuple[int, int]]:
    """Stretches whose numbers count nothing: times of day, money, calibres, scores."""
    return [m.span() for m in _no_count().finditer(text)]


def numerals(text: str) -> list[Numeral]:
    """All numbers of a text in order; times of day, calibres, money and scores are left out."""
    skipped = no_counts(text)
    found: list[Numeral] = []
    for m in _number().finditer(text):
        if any(a < m.end() and m.start() < b for a, b in skipped):
            continue
        found += _read(text, m)
    return found


def _read(text: str, m: re.Match[str]) -> list[Numeral]:
    if m["vague"]:
        return [Numeral(m.start(), m.end(), _VAGUE[" ".join(m["vague"].lower().split())], None, Comparator.MORE)]
    low, high = value_of(m["low"]), value_of(m["high"]) if m["high"] else None
    if low is None:
        return []
    first = Numeral(m.start(), m.end("low"), low, None, None)
    if high is None:
        return [first]
    if m["joint"].strip().lower() == "and" and not text[: m.start()].lower().rstrip().endswith("between"):
        return [first, Numeral(m.start("high"), m.end("high"), high, None, None)]  # "killed 12 and 30 were hurt"
    return [Numeral(m.start(), m.end(), low, high, None)] if low < high else []  # none in "a 1-1 draw"


def value_of(text: str) -> float | None:
    """ "1,500", "2.5 million", "two hundred and twelve", "a dozen"; None where it is no number."""
    words = re.split(r"[\s-]+", text.lower().strip())
    digits = "".join(words[: next((k for k, w in enumerate(words) if not re.fullmatch(r"[\d.,]+", w)), len(words))])
    if digits:
        number = float(re.sub(r",(?=\d)", "", digits).rstrip(".,") or 0)
        rest = words[-1] if words[-1] in quantity_words().numbers else ""
        return number * quantity_words().numbers[rest] if rest else number
    return in_words(["one" if w in {"a", "an"} else w for w in words if w])


def in_words(words: list[str]) -> float | None:
    """ "fifty five" → 55, "two dozen" → 24; None where a word is no number."""
    numbers = quantity_words().numbers
    total, current = 0, 0
    for word in words:
        if word == "and":
            continue
        if word not in numbers:
            return None
        value = numbers[word]
        if word == "dozen" and current:
            current *= value
        elif value >= 100:
            current = max(current, 1) * value
            if value >= 1000:
                total, current = total + current, 0
        else:
            current += value
    return float(total + current)


def doubt_of(reading: Reading, start: int, end: int) -> str:
    """Why a number at [start, end) of the article's text may be damaged, as a person would say it; empty where nothing speaks for it."""
    text = reading.text
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    said = text[start:end]
    if re.search(r"\d\s\d", said):
        return f"“{said}” is written with a blank inside"
    if before == "  " and after == "  ":
        return f"“{said}” stands between double blanks, where this text has lost characters"
    if before[-1:].isalpha() or (after[:1].isalpha() and not re.match(r"(?i)(st|nd|rd|th|s|km|m|mm|kg|am|pm|p|k|bn|mn)\b", text[end:])):
        return f"“{said}” is joined to a word, where this text has lost characters"
    return ""


@lru_cache(maxsize=1)
def _number() -> re.Pattern[str]:
    words = quantity_words()
    small = "|".join(sorted(words.numbers.keys() - {*words.multiples}, key=len, reverse=True))
    large = "|".join(words.multiples)
    one_word = rf"(?:(?:{small})(?:-(?:{small}))?)"
    worded = (
        rf"(?:(?:{one_word}|an?)\s+(?:{large})(?:\s+(?:{large}))*(?:\s+and\s+{one_word}|\s+{one_word})?|{one_word}|(?<=\ba\s)(?:{large}))"
    )
    damaged = r"\d{1,3}\s\d{3}(?![\d,])|\d{1,3},\d{1,2}\s\d{1,2}(?!\d)"
    digits = rf"(?:{damaged}|{DIGITS})(?:\s+(?:{large}))?"
    number = rf"(?:{digits}|{worded})"
    vague = "|".join(v.replace(" ", r"\s+") for v in sorted(_VAGUE, key=len, reverse=True))
    joint = r"(?:\s*[-–]\s*|\s+(?:to|or|and)\s+)"
    return re.compile(
        rf"(?<![\w.,-])(?<!\bno )(?:(?P<vague>{vague})|"
        rf"(?P<low>{number})(?:(?P<joint>{joint})(?P<high>{number}))?)(?:(?!\w)|(?<=\d)(?=[a-z]{{4}}))",
        re.IGNORECASE,
    )


@lru_cache(maxsize=1)
def _no_count() -> re.Pattern[str]:
    return re.compile(
        r"\b\d{1,2}[:.h]\d{2}\b|\b\d{1,4}\s*(?:a\.?m\.?|p\.?m\.?|GMT|UTC|o'clock|hrs)\b|[$£€¥]\s*[\d.,]{1,40}(?:\s+(?:million|billion|thousand))?"
        r"|\b[\d.,]{1,40}\s*(?:million|billion|thousand)?\s*(?:dollars|euros|pounds|roubles|rubles|rupees|yen|pesos|lira)\b"
        r"|\b\d{1,3}(?:\.\d+)?\s*-?\s*(?:mm|cm|millimetres?|millimeters?|calibre|caliber)\b|\b\d{1,5}-\d{1,5}(?=\s+(?:draw|win|victory|defeat|lead|vote))",
        re.IGNORECASE,
    )
