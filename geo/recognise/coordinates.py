"""Coordinates written in a text: decimal degrees, degrees with minutes and seconds, military grid references, UTM.

Dates, scores, prices, versions and telephone numbers are none: two bare numbers count only with four decimals, or behind a word
that announces coordinates, or in brackets behind the name of a place.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from geo.lexicon.dates import calendar_words
from geo.lexicon.places import coordinate_words
from geo.model import LonLat
from geo.recognise import grids

_KM_PER_DEGREE = math.radians(6378.137)  # at the equator of WGS 84
_LEAST_KM = 0.01  # more digits than tell ten metres tell no more of where something happened
_BARE_DECIMALS, _ANNOUNCED_DECIMALS = 4, 3
_BEFORE = (
    40  # characters in which a word may announce coordinates or say that they are none; swept: 10 miss some of the tests', 20 to 60 none
)
_CENTRE_TO_CORNER = math.sqrt(0.5)  # of a square, in its sides

_WORTH_READING = re.compile(r"[°º˚]|\d\d")
_NUMBER = r"[-−]?\d{1,3}\.\d{2,9}"
_BARE = re.compile(
    rf"(?<![\w.,:$€£¥#@/+=&-])(?P<lat>{_NUMBER})(?:\s*[,;/]\s*|\s+)(?P<lon>{_NUMBER})(?![\w%°º˚]|[.,:/-]\d|\s*(?:[NSEW]\b|[°º˚%]))"
)
_LABELLED = re.compile(
    r"\blat(?:itude)?\.?\s*[:=]?\s*(?P<lat>[-−]?\d{1,2}\.\d{1,9})\s*[,;/]?\s*(?:and\s+)?"
    r"lon(?:g(?:itude)?)?\.?\s*[:=]?\s*(?P<lon>[-−]?\d{1,3}\.\d{1,9})(?!\w)",
    re.IGNORECASE,
)


def _angle(n: int) -> str:
    return (
        rf"(?:(?P<before{n}>[NSEW])\s?)?(?P<deg{n}>\d{{1,3}}(?:[.,]\d{{1,9}})?)\s*(?P<sign{n}>[°º˚]|\bdeg(?:rees?)?\b)?\s*"
        rf"(?:(?P<min{n}>\d{{1,2}}(?:[.,]\d{{1,6}})?)\s*(?:['’′‘´`](?!['’′])|\bmin(?:utes?)?\b)\s*"
        rf"(?:(?P<sec{n}>\d{{1,2}}(?:[.,]\d{{1,4}})?)\s*(?:[\"”″“]|''|’’|′′|\bsec(?:onds?)?\b))?)?\s*(?P<after{n}>(?:[NSEW]|[Nn]orth|[Ss]outh|[Ee]ast|[Ww]est)\b)?"
    )


_ANGLES = re.compile(rf"(?<![\w.,:$€£¥#@/+=&-]){_angle(1)}\s*(?:[,;/]|and|by)?\s*{_angle(2)}(?![\w%]|[.,]\d)")
_MGRS = re.compile(
    r"(?<![\w.-])(?P<zone>\d{1,2})\s?(?P<band>[C-HJ-NP-X])\s?(?P<square>[A-HJ-NP-Z][A-HJ-NP-V])\s?"
    r"(?P<digits>\d{2,5}\s?\d{2,5})(?![\w-])"
)
_UTM = re.compile(
    r"(?<![\w.-])(?P<zone>\d{1,2})\s?(?P<band>[C-HJ-NP-X])[\s,:]+(?:E\s?)?(?P<east>\d{6}(?:\.\d+)?)\s?(?:m\s?E?|E)?"
    r"[\s,;/]+(?:N\s?)?(?P<north>\d{6,8}(?:\.\d+)?)(?:\s?(?:m\s?N?|N))?(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Given:
    """Coordinates in a text. `weak`: two numbers that are coordinates only in brackets behind the name of a place."""

    start: int
    end: int
    position: LonLat
    precision_km: float
    weak: bool = False


def coordinates(text: str) -> list[Given]:
    """All coordinates of a text, in its order.

    >>> [g.position for g in coordinates("It fell at 48.5862, 38.0007 and not at 12.50, 13.75.")]
    [LonLat(lon=38.0007, lat=48.5862)]
    """
    if not _WORTH_READING.search(text):
        return []
    found: list[Given] = []
    for given in (*_of_grids(text), *_of_angles(text), *_of_numbers(text)):
        if not any(g.start < given.end and given.start < g.end for g in found):
            found.append(given)
    return sorted(found, key=lambda g: g.start)


def _of_grids(text: str) -> Iterator[Given]:
    for m in _MGRS.finditer(text):
        digits = re.sub(r"\s", "", m["digits"])
        at = grids.of_mgrs(int(m["zone"]), m["band"], m["square"], digits) if len(digits) % 2 == 0 else None
        if at is not None and _halves(m["digits"]) and not _is_date(m):
            size_km = 100.0 / 10 ** (len(digits) // 2)
            yield Given(m.start(), m.end(), at, max(size_km * _CENTRE_TO_CORNER, _LEAST_KM))
    for m in _UTM.finditer(text):
        at = grids.of_utm(int(m["zone"]), m["band"], float(m["east"]), float(m["north"]))
        if at is not None:
            yield Given(m.start(), m.end(), at, _LEAST_KM)


def _is_date(m: re.Match[str]) -> bool:
    """Whether what looks like a grid reference is a day of a year: "07 MAR 2021"."""
    return m["band"] + m["square"] in _months() and re.fullmatch(r"(?:19|20)\d\d", m["digits"]) is not None


@lru_cache(maxsize=1)
def _months() -> frozenset[str]:
    return frozenset(month.upper() for month in calendar_words().short_months)


def _halves(digits: str) -> bool:
    """Whether both numbers of "123 456" are as long; written as one they are."""
    parts = digits.split()
    return len(parts) == 1 or len(parts[0]) == len(parts[1])


def _of_angles(text: str) -> Iterator[Given]:
    for m in _ANGLES.finditer(text):
        first, second = _side(m["before1"] or m["after1"]), _side(m["before2"] or m["after2"])
        if bool(first) != bool(second) or (first and (first in "NS") == (second in "NS")):
            continue
        # A hemisphere makes a number an angle where it is no whole one; without it, a sign and three decimals, or minutes.
        plain = [_decimals(m[f"deg{n}"]) for n in (1, 2)]
        signed = all(m[f"sign{n}"] for n in (1, 2))
        minutes = all(m[f"min{n}"] and m[f"sign{n}"] for n in (1, 2))
        if any(m[f"min{n}"] for n in (1, 2)) and not minutes:
            continue
        if not (minutes or (first and (signed or min(plain) >= 2)) or (signed and min(plain) >= _ANNOUNCED_DECIMALS)):
            continue
        values = [_degrees(m, n) for n in (1, 2)]
        if None in values:
            continue
        a, b = (value or 0.0 for value in values)
        a, b = (-a if first in ("S", "W") else a), (-b if second in ("S", "W") else b)
        lat, lon = (b, a) if first in ("E", "W") else (a, b)
        at = _position(lat, lon)
        if at is not None:
            yield Given(m.start(), m.end(), at, max(_precision(m, 1), _precision(m, 2)))


def _side(written: str | None) -> str:
    return written[0].upper() if written else ""


def _number(written: str) -> float:
    return float(written.replace(",", ".").replace("−", "-"))


def _decimals(written: str) -> int:
    return len(re.split(r"[.,]", written)[1]) if re.search(r"[.,]", written) else 0


def _degrees(m: re.Match[str], n: int) -> float | None:
    minutes, seconds = (_number(m[f"{unit}{n}"]) if m[f"{unit}{n}"] else 0.0 for unit in ("min", "sec"))
    if minutes >= 60 or seconds >= 60:
        return None
    return _number(m[f"deg{n}"]) + minutes / 60 + seconds / 3600


def _precision(m: re.Match[str], n: int) -> float:
    """Half of the last digit's worth, in kilometres of latitude."""
    for unit, part in (("sec", 3600), ("min", 60), ("deg", 1)):
        if m[f"{unit}{n}"]:
            return max(_half_digit_km(m[f"{unit}{n}"]) / part, _LEAST_KM)
    return _KM_PER_DEGREE


def _half_digit_km(written: str) -> float:
    return _KM_PER_DEGREE / 2 / 10 ** _decimals(written)


def _of_numbers(text: str) -> Iterator[Given]:
    for m in (*_LABELLED.finditer(text), *_BARE.finditer(text)):
        decimals = min(_decimals(m["lat"]), _decimals(m["lon"]))
        before = text[max(0, m.start() - _BEFORE) : m.start()]
        labelled = m.re is _LABELLED
        if not labelled and _words().other.search(before):
            continue
        announced = labelled or _words().announcing.search(before) is not None
        weak = not labelled and decimals < (_ANNOUNCED_DECIMALS if announced else _BARE_DECIMALS)
        at = _position(_number(m["lat"]), _number(m["lon"]))
        if at is None or (weak and (_day(m["lat"]) and _day(m["lon"]))):
            continue
        precision = max(_half_digit_km(m["lat"]), _half_digit_km(m["lon"]), _LEAST_KM)
        yield Given(m.start(), m.end(), at, precision, weak)


def _day(written: str) -> bool:
    """Whether a number may be a day and a month: "12.03"."""
    day, _, month = written.partition(".")
    return len(month) == 2 and 1 <= int(month) <= 12 and day.isdigit() and 1 <= int(day) <= 31


def _position(lat: float, lon: float) -> LonLat | None:
    return LonLat(lon, lat) if abs(lat) <= 90 and abs(lon) <= 180 and (lat, lon) != (0.0, 0.0) else None


class _Words:
    def __init__(self) -> None:
        announcing, other = coordinate_words()
        self.announcing = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(announcing)))})\b[^.!?]*$", re.IGNORECASE)
        self.other = re.compile(rf"(?:\b(?:{'|'.join(map(re.escape, sorted(other)))})\b|[$€£¥%])[^.!?]*$", re.IGNORECASE)


@lru_cache(maxsize=1)
def _words() -> _Words:
    return _Words()
