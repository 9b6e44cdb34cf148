"""What the program tells the map's tools, as the JSON that the page reads: shapes coded like a scene's, words drawn as text."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np

from geo.export.drawing import QUANTUM_DEG, coded_lines, unit_square
from geo.model import LonLat
from geo.pipeline.measuring import Measurement, in_units, measured_words, middle


def measured_json(measurement: Measurement) -> str:
    """A measured line: its paths, each leg's length at its middle, and the lines of the box beside the mouse."""
    legs = [leg for leg in measurement.legs if leg.length_m > 0]
    return _json(
        {
            "quantum": QUANTUM_DEG,
            "paths": [path for leg in legs for path in coded_lines(leg.line)],
            "legs": [{"text": in_units(leg.length_m).split(" · ")[0], "at": _square(middle(leg))} for leg in legs],
            "readout": measured_words(measurement) if legs else [],
        }
    )


def points_of(numbers: str) -> list[LonLat]:
    """Points as the page tells them: longitude and latitude by turns, divided by spaces. What is no number ends the list."""
    values: list[float] = []
    for part in numbers.split()[:2000]:
        try:
            value = float(part)
        except ValueError:
            break
        if not np.isfinite(value):
            break
        values.append(value)
    return [LonLat(lon, lat) for lon, lat in zip(values[0::2], values[1::2], strict=False)]


def _square(point: LonLat) -> Sequence[float]:
    x, y = unit_square(np.array([point]))[0]
    return [float(x), float(y)]


def _json(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
