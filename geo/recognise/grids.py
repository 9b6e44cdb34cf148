"""Military grid references and UTM coordinates → positions on WGS 84.

The lettering of squares is that of NGA.STND.0037 (Universal Grids and Grid Reference Systems, 2014); the projection is PROJ's.
"""

from __future__ import annotations

from functools import lru_cache

from pyproj import Proj

from geo.model import LonLat

BANDS = "CDEFGHJKLMNPQRSTUVWX"  # eight degrees of latitude each, from 80° south; the last has twelve
_COLUMNS = ("ABCDEFGH", "JKLMNPQR", "STUVWXYZ")  # of a zone's 100 km squares, by zones in threes
_ROWS = "ABCDEFGHJKLMNPQRSTUV"
_SQUARE_M = 100_000  # side of the squares that two letters name (NGA.STND.0037)
_ROWS_REPEAT_M = len(_ROWS) * _SQUARE_M  # of northing
_EVEN_ZONES_START = 5  # squares of even zones begin at F
_DEGREES_BEYOND = 1.0  # of a band: squares at its edge reach over it, by 0.926 as measured over all bands and squares of zones 31 to 33
_EASTING_M = (100_000.0, 900_000.0)


def of_mgrs(zone: int, band: str, square: str, digits: str) -> LonLat | None:
    """The middle of the square that a grid reference names; None where there is no such square."""
    half = len(digits) // 2
    size = _SQUARE_M / 10**half
    columns = _COLUMNS[(zone - 1) % 3]
    if not 1 <= zone <= 60 or band not in BANDS or square[0] not in columns or square[1] not in _ROWS or len(digits) % 2:
        return None
    easting = (columns.index(square[0]) + 1) * _SQUARE_M + int(digits[:half] or 0) * size + size / 2
    row = (_ROWS.index(square[1]) - (0 if zone % 2 else _EVEN_ZONES_START)) % len(_ROWS)
    northing = row * _SQUARE_M + int(digits[half:] or 0) * size + size / 2
    south = band < "N"
    for repeat in range(6):
        at = _unprojected(zone, south, easting, northing + repeat * _ROWS_REPEAT_M)
        if at is not None and _in_band(at.lat, band):
            return at
    return None


def of_utm(zone: int, letter: str, easting: float, northing: float) -> LonLat | None:
    """`letter` is a band, or N and S for the hemispheres, as many write it; None where nothing lies there."""
    if not 1 <= zone <= 60 or not _EASTING_M[0] <= easting <= _EASTING_M[1] or not 0 <= northing <= 10_000_000:
        return None
    if letter == "N":
        return _unprojected(zone, False, easting, northing)
    if letter not in BANDS:
        return None
    at = _unprojected(zone, letter < "N", easting, northing)
    if at is not None and _in_band(at.lat, letter):
        return at
    return _unprojected(zone, True, easting, northing) if letter == "S" else None


def _in_band(lat: float, band: str) -> bool:
    low = -80.0 + 8.0 * BANDS.index(band)
    high = 84.0 if band == "X" else low + 8.0
    return low - _DEGREES_BEYOND <= lat <= high + _DEGREES_BEYOND


def _unprojected(zone: int, south: bool, easting: float, northing: float) -> LonLat | None:
    lon, lat = _projection(zone, south)(easting, northing, inverse=True)
    return LonLat(round(lon, 6), round(lat, 6)) if abs(lat) <= 84 and abs(lon) <= 180 else None


@lru_cache(maxsize=16)
def _projection(zone: int, south: bool) -> Proj:
    return Proj(proj="utm", zone=zone, south=south, ellps="WGS84")
