"""Which share of a corpus's gold places the gazetteer could give at all, and which names it misses.

    python tests/support/gold_coverage.py ../shared/corpora/lgl.jsonl     prints the share and the names missed, commonest first

A gold place is covered where one of the candidates of its name lies within 161 km, or in whose box it lies: what no
resolver can do better than.
"""

from __future__ import annotations

import json
import math
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from geo.gazetteer import Gazetteer, open_default
from geo.model import Bbox, Place

NEAR_KM = 161.0
EARTH_KM = 6371.0088


@dataclass(frozen=True, slots=True)
class Coverage:
    places: int
    exact: int  # covered by the names as written
    any: int  # covered by other spellings too
    missed: tuple[tuple[str, int], ...]

    def __str__(self) -> str:
        return f"{self.exact / self.places:.1%} exact, {self.any / self.places:.1%} with other spellings, of {self.places}"


def gold(corpus: Path) -> Iterator[tuple[str, float, float]]:
    """(name as written, latitude, longitude) of the gold places that have coordinates."""
    for line in corpus.read_text(encoding="utf-8").split("\n"):
        if not line:
            continue
        for toponym in json.loads(line)["toponyms"]:
            if toponym.get("lat") is not None:
                yield toponym["text"], float(toponym["lat"]), float(toponym["lon"])


def coverage(gazetteer: Gazetteer, corpus: Path) -> Coverage:
    exact = every = total = 0
    missed: Counter[str] = Counter()
    for name, lat, lon in gold(corpus):
        total += 1
        if any(_right(c.place, lat, lon) for c in gazetteer.exact(name)):
            exact += 1
            every += 1
        elif any(_right(c.place, lat, lon) for c in gazetteer.find(name, limit=60)):
            every += 1
        else:
            missed[name] += 1
    return Coverage(total, exact, every, tuple(missed.most_common()))


def _right(place: Place, lat: float, lon: float) -> bool:
    return _km(place.position.lat, place.position.lon, lat, lon) <= NEAR_KM or (place.bbox is not None and _inside(place.bbox, lat, lon))


def _inside(box: Bbox, lat: float, lon: float) -> bool:
    across = box.west > box.east
    return box.south <= lat <= box.north and (lon >= box.west or lon <= box.east if across else box.west <= lon <= box.east)


def _km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    a, b = math.radians(lat1), math.radians(lat2)
    h = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(h)))


if __name__ == "__main__":
    opened = open_default(added=False)
    for argument in sys.argv[1:]:
        found = coverage(opened, Path(argument))
        print(f"{Path(argument).name}: {found}")
        for name, count in found.missed:
            print(f"{count:4d}  {name}")
