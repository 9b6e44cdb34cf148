"""A position that a person types or pastes: decimal degrees, degrees with minutes and seconds, MGRS, UTM or a full Plus Code.

In a text only what is certainly a position counts (see `coordinates`); here somebody says that it is one, so "35.4 36.6" will do.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from geo.model import LonLat
from geo.recognise.coordinates import coordinates

_PLAIN = re.compile(r"([-+]?\d{1,3}(?:\.\d+)?)\s*(?:[,;/]\s*|\s)\s*([-+]?\d{1,3}(?:\.\d+)?)")
_DECIMAL_COMMAS = re.compile(r"([-+]?\d{1,3},\d+)\s*(?:;\s*|\s)\s*([-+]?\d{1,3},\d+)")
_GEO_URI = re.compile(r"geo:([-+]?\d+(?:\.\d+)?),([-+]?\d+(?:\.\d+)?)(?:[;?].*)?", re.IGNORECASE)

_CODE_LETTERS = "23456789CFGHJMPQRVWX"  # of Open Location Code: base 20, without letters that make words
# Five pairs of letters tell latitude and longitude by turns; each letter behind them parts a cell into five rows of four. Codes with
# fewer than eight letters before the plus sign need a town to start from.
_L = f"[{_CODE_LETTERS}]"
_CODE = re.compile(rf"(?P<pairs>{_L}{{8}})\+(?:(?P<last>{_L}{{2}})(?P<grid>{_L}{{0,5}}))?|(?P<wide>(?:{_L}{{2}}){{1,3}})(?:00){{1,3}}\+")


@dataclass(frozen=True, slots=True)
class TypedPosition:
    position: LonLat
    form: str  # "Decimal degrees", "Plus Code", …


def typed_position(text: str) -> TypedPosition | None:
    """The position that `text`, taken whole, says; None where it is none.

    >>> typed_position("8FVC9G8F+6X")
    TypedPosition(position=LonLat(lon=8.524938, lat=47.365562), form='Plus Code')
    """
    said = _plain(text)
    if not re.search(r"\d", said):
        return None
    if m := _PLAIN.fullmatch(said) or _GEO_URI.fullmatch(said):
        return _of(m[1], m[2])
    if m := _DECIMAL_COMMAS.fullmatch(said):
        return _of(m[1].replace(",", "."), m[2].replace(",", "."))
    upper = said.upper()
    if m := _CODE.fullmatch(upper):
        return _of_code(m["wide"] or m["pairs"] + (m["last"] or ""), m["grid"] or "") if len(upper.partition("+")[0]) == 8 else None
    for written in (said, upper):
        found = coordinates(written)
        if len(found) == 1 and found[0].start == 0 and found[0].end == len(written):
            return TypedPosition(found[0].position, _form(upper))
    return None


def _plain(text: str) -> str:
    """With the figures 0 to 9, one kind of minus, and without brackets and what announces the numbers."""
    kept = "".join(c for c in text if unicodedata.category(c) != "Cf")
    figures = "".join(str(unicodedata.digit(c)) if c.isdigit() and c not in "²³¹" else c for c in kept)
    figures = re.sub(r"[−–—]", "-", figures).replace("،", ",").replace("٫", ".")
    return re.sub(r"^(?:mgrs|utm)\s*:?\s*", "", " ".join(figures.split()).strip("()[] .,;"), flags=re.IGNORECASE)


def _of(lat: str, lon: str) -> TypedPosition | None:
    if abs(float(lat)) > 90 or abs(float(lon)) > 180:
        return None
    return TypedPosition(LonLat(float(lon), float(lat)), "Decimal degrees")


def _of_code(pairs: str, grid: str) -> TypedPosition | None:
    """The middle of the cell that a full Plus Code names."""
    lat, lon, height, width = -90.0, -180.0, 400.0, 400.0
    for k, letter in enumerate(pairs):
        value = _CODE_LETTERS.index(letter)
        if k % 2 == 0:
            height /= 20
            lat += value * height
        else:
            width /= 20
            lon += value * width
    for letter in grid:
        row, column = divmod(_CODE_LETTERS.index(letter), 4)
        height, width = height / 5, width / 4
        lat, lon = lat + row * height, lon + column * width
    lat, lon = lat + height / 2, lon + width / 2
    if lat > 90 or lon > 180:
        return None
    return TypedPosition(LonLat(round(lon, 6), round(lat, 6)), "Plus Code")


def _form(upper: str) -> str:
    if re.search(r"[°º˚'\"’″′]|\bLAT", upper):
        return "Degrees"
    return (
        "UTM" if re.match(r"\d{1,2}\s?[A-Z][\s,:]+(?:E\s?)?\d{6}", upper) else "MGRS" if re.match(r"\d{1,2}\s?[A-Z]", upper) else "Degrees"
    )
