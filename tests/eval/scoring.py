"""What the scorers of this folder share: running the command line, and saying when a place, a number or a name is right.

Everything goes through the arguments and the output of the command line, as a user's own program would; nothing else of the library is
imported, so that the scores hold for the documented formats and not for what the code happens to do.
"""

from __future__ import annotations

import contextlib
import io
import json
import math
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

Record = dict[str, Any]

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:  # of a scorer that runs as a script
    sys.path.insert(0, str(ROOT))
SHARED = Path(os.environ.get("DATELINE_SHARED", ROOT.parent / "shared"))
SEEDS = SHARED / "seeds"
SAMPLE = ROOT / "seeds"
ASIDE = {name: Path(__file__).parent / name for name in ("held_out", "blind", "blind2")}  # sets of articles kept aside
HELD_OUT = ASIDE["held_out"] / "articles"
HELD_OUT_GOLD = ASIDE["held_out"] / "gold.json"
SEED_GOLDS = (SHARED / "gold", Path(__file__).parent / "gold")

REPORTED = ("reported", "ended")
# GeoNames' classes of things that are a spot on a map rather than an area: populated places, buildings, airfields.
SPOT = re.compile(r"^(PPL|AIR|MNMT|BLDG|HSP|SCH|PRT|MIL|INS|FRM|CMP|HTL|OIL|PS|STM|HLL|MT)")


# --- running ---------------------------------------------------------------------------------------------------------


class CommandFailedError(AssertionError):
    """The command line ended with another status than was asked for; the message carries what it said."""


def dateline(*arguments: str | Path, status: int = 0) -> str:
    """Standard output of the command line; raises CommandFailedError where it ends with another status.

    It runs in this process, which has loaded its models and its gazetteer by then, as a program of its own would have to each time.
    """
    from geo.cli import main

    given, out, err = [*map(str, arguments)], io.StringIO(), io.StringIO()
    with contextlib.chdir(ROOT), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            ended = main(given)
        except SystemExit as exit:  # of arguments that are none
            ended = exit.code
    if ended != status:
        raise CommandFailedError(f"dateline {' '.join(given)} ended with {ended}, not {status}:\n{err.getvalue()[-3000:]}")
    return out.getvalue()


def parse(*inputs: str | Path) -> dict[str, Record]:
    """`dateline parse`, by article id."""
    return parsed(dateline("parse", *inputs))


def parsed(lines: str) -> dict[str, Record]:
    return {record["id"]: record for record in map(json.loads, filter(None, map(str.strip, lines.split("\n"))))}


def complain_of_missing(records: Mapping[str, Record], wanted: Iterable[str]) -> None:
    """An article that is not in the output would score like one in which nothing was found: say so, and end."""
    missing = sorted(set(wanted) - set(records))
    if missing:
        sys.exit(f"The output lacks {', '.join(missing)}. Run: python -m geo.cli parse FOLDER, and look at what it says.")


def merged(*inputs: str | Path) -> list[Record]:
    """`dateline events --json`."""
    events: list[Record] = json.loads(dateline("events", *inputs, "--json"))["events"]
    return events


def json_lines(path: Path) -> list[Record]:
    # Not splitlines(): it also breaks at U+2028, U+0085 and their like, which stand in the texts of corpora.
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]


# --- places ----------------------------------------------------------------------------------------------------------


def distance_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Great-circle distance; good to half a per cent, which is enough to say which town is meant."""
    p, q = math.radians(lat), math.radians(other_lat)
    h = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    return 2 * 6371.0088 * math.asin(min(1.0, math.sqrt(h)))


def within(place: Mapping[str, Any] | None, lat: float, lon: float, km: float) -> bool:
    return place is not None and place.get("lat") is not None and distance_km(place["lat"], place["lon"], lat, lon) <= km


def in_box(place: Mapping[str, Any] | None, lat: float, lon: float) -> bool:
    box = place and place.get("bbox")
    if not box:
        return False
    west, south, east, north = box
    return south <= lat <= north and (west <= lon <= east if west <= east else lon >= west or lon <= east)


def is_spot(place: Mapping[str, Any]) -> bool:
    return bool(SPOT.match(place.get("feature") or ""))


def drawn(record: Record) -> list[Record]:
    """The mentions of an article that the map draws: role event, and a place."""
    return [m for m in record["mentions"] if m["role"] == "event" and m.get("place")]


def shown(mention: Record) -> str:
    """A mention with its place, for a message."""
    place = mention.get("place")
    where = f"{place['name']} {place.get('feature')} {place['lat']:.3f},{place['lon']:.3f}" if place else "no place"
    return f"{mention['text']!r} at {mention['start']} ({mention['role']}) -> {where}"


# --- events ----------------------------------------------------------------------------------------------------------


def physical(record: Record) -> list[Record]:
    return [e for e in record["events"] if e["class"] == "physical" and e["modality"] in REPORTED]


def mentions_of(record: Record, event: Record) -> Iterator[tuple[Record, str]]:
    """The mentions that an event lists, with their part."""
    for place in event["places"]:
        yield record["mentions"][place["mention"]], place["part"]


def overlaps(a_start: int, a_end: int, b_start: int, b_end: int) -> bool:
    return a_start < b_end and b_start < a_end


# --- numbers and names -------------------------------------------------------------------------------------------------

_UNITS = {
    "missile": ("missile", "cruise missile", "missile strike", "cruise missile strike", "launch", "strike", "rocket"),
    "target": ("target", "facility", "object", "site", "position"),
    "ship": ("ship", "warship", "vessel", "boat", "rocket ship"),
    "raid": ("raid", "air raid", "air strike", "airstrike", "strike", "sortie", "air or drone strike"),
    "aircraft": ("aircraft", "plane", "warplane", "jet"),
    "person": ("person", "people", "civilian", "man", "soldier", "death", "dead"),
    "km": ("km", "kilometer", "kilometre"),
    "mi": ("mi", "mile"),
    "nautical mile": ("nautical mile", "nmi", "nm"),
    "%": ("%", "percent", "per cent"),
    "incursion": ("incursion", "time", "violation", "intrusion"),
}


def same_unit(one: str | None, other: str | None) -> bool:
    """Whether two units are the same thing counted: "warship" is a ship, "air raid" a raid."""
    a, b = (_singular(u) for u in (one, other))
    return a == b or any(a in group and b in group for group in _UNITS.values())


def _singular(unit: str | None) -> str:
    text = (unit or "").strip().lower()
    irregular = {"people": "person", "men": "man", "aircraft": "aircraft", "facilities": "facility"}
    return irregular.get(text) or (text[:-1] if text.endswith("s") and len(text) > 2 else text)


def same_value(one: float | str | None, other: float | str | None) -> bool:
    try:
        return abs(float(one) - float(other)) < 1e-6  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return False


_WORD = re.compile(r"[^\W\d_]{3,}")
# Words that tell nobody apart: titles, and what half of the speakers of these texts have in their names.
_IDLE = frozenset(
    {"the", "and", "for", "from", "via", "head", "director", "representative", "senior", "said", "official", "officials"}
    | {"human", "rights", "group", "syrian"}
)


def same_speaker(found: str | None, accepted: Iterable[str]) -> bool:
    """Whether a speaker's name shares a telling word with one of the accepted ones ("Defence Minister Sergei Shoigu", "Shoigu")."""
    if not found:
        return False
    mine = {w.casefold() for w in _WORD.findall(found)}
    for name in accepted:
        theirs = {w.casefold() for w in _WORD.findall(name)}
        telling = theirs - _IDLE or theirs
        if mine & telling or (not telling and found.casefold() == name.casefold()):
            return True
    return False


# --- tables ------------------------------------------------------------------------------------------------------------


def ratio(part: int, whole: int) -> str:
    return f"{part}/{whole}" + (f" = {part / whole:.2f}" if whole else "")


def table(rows: Sequence[Sequence[object]], head: Sequence[str]) -> str:
    """A plain table, columns as wide as they need to be."""
    cells = [list(map(str, head)), *(list(map(str, row)) for row in rows)]
    widths = [max(len(row[i]) for row in cells) for i in range(len(head))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells]
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(lines)
