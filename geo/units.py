"""Units of measure: what each measures, how much of it, and the words for lengths. International values, exact where they are defined."""

from __future__ import annotations

KM, MILE, NAUTICAL_MILE, FOOT, YARD = 1000.0, 1609.344, 1852.0, 0.3048, 0.9144  # in metres
# unit → (what it measures, how much of its base unit). A ton may be short, long or metric: see `convert`.
_UNITS = {
    "m": ("length", 1.0), "km": ("length", KM), "centimetre": ("length", 0.01), "cm": ("length", 0.01), "mi": ("length", MILE),
    "nautical mile": ("length", NAUTICAL_MILE), "foot": ("length", FOOT), "yard": ("length", YARD), "inch": ("length", 0.0254),
    "square metre": ("area", 1.0), "hectare": ("area", 1e4), "acre": ("area", 4046.8564224), "square kilometre": ("area", 1e6),
    "square kilometer": ("area", 1e6), "square mile": ("area", 2589988.110336), "square foot": ("area", 0.09290304),
    "kilogram": ("mass", 1.0), "kg": ("mass", 1.0), "kilo": ("mass", 1.0), "gram": ("mass", 1e-3), "pound": ("mass", 0.45359237),
    "lb": ("mass", 0.45359237), "ounce": ("mass", 0.028349523125), "tonne": ("mass", 1000.0), "metric ton": ("mass", 1000.0),
    "ton": ("mass", 1000.0),
    "litre": ("volume", 1.0), "liter": ("volume", 1.0), "gallon": ("volume", 3.785411784), "barrel": ("volume", 158.987294928),
    "knot": ("speed", 1.852), "mph": ("speed", 1.609344), "km/h": ("speed", 1.0), "kph": ("speed", 1.0),
}  # fmt: skip
_TONS = (1000.0, 907.18474, 1016.0469088)  # metric, short (United States), long
_GALLONS = (3.785411784, 4.54609)  # United States, imperial
_DEGREES = frozenset({"°C", "°F", "celsius", "fahrenheit", "degree celsius", "degree fahrenheit"})

LENGTH_M: dict[str, float] = {
    **dict.fromkeys(("km", "kms", "kilometer", "kilometers", "kilometre", "kilometres", "klicks", "км"), KM),
    **dict.fromkeys(("mi", "mile", "miles", "statute mile", "statute miles"), MILE),
    **dict.fromkeys(("nmi", "nm", "nautical mile", "nautical miles", "naut mi"), NAUTICAL_MILE),
    **dict.fromkeys(("m", "metre", "metres", "meter", "meters"), 1.0),
    **dict.fromkeys(("ft", "foot", "feet"), FOOT),
    **dict.fromkeys(("yd", "yds", "yard", "yards"), YARD),
}
"""The units in which distances are said and typed, as they are written, in metres."""

SHORT_NAMES = ("km", "mi", "nmi", "m", "ft", "yd")
"""How each of them is shown where a person typed it, the likeliest first."""


def metres(value: float, unit: str) -> float | None:
    """A length in metres; None where the unit is none of length."""
    measured = _UNITS.get(unit)
    return value * measured[1] if measured is not None and measured[0] == "length" else None


def convert(value: float, unit: str, into: str) -> tuple[float, ...]:
    """What a value may be in another unit: several where a word means several units ("ton"), none where they do not measure alike."""
    if unit.lower() in _DEGREES | {"°c", "°f"} and into.lower() in _DEGREES | {"°c", "°f"}:
        if unit.lower()[-1] == into.lower()[-1]:
            return (value,)
        from_celsius = "c" in unit.lower().replace("degree", "").strip()[:2]
        return (value * 9 / 5 + 32,) if from_celsius else ((value - 32) * 5 / 9,)
    ours, theirs = _UNITS.get(unit), _UNITS.get(into)
    if ours is None or theirs is None or ours[0] != theirs[0]:
        return ()
    return tuple(dict.fromkeys(value * a / b for a in _meanings(unit) for b in _meanings(into)))


def _meanings(unit: str) -> tuple[float, ...]:
    return _TONS if unit == "ton" else _GALLONS if unit == "gallon" else (_UNITS[unit][1],)
