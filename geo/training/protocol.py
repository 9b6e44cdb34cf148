"""The development corpora and by which rules each is scored. They are no part of the project: `corpora_folder()` says where they are.

Annotations differ, and so do the rules: LGL marks demonyms ("Russian") as toponyms, the others do not; HumSet marks names
inside other things ("Borno State Ministry of Health") apart; re3d marks "the city" and "here" beside names.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geo.errors import GeoError
from geo.training.scores import Documents, HeadlinePlaces, Toponym

Record = Mapping[str, Any]

HEADLINES = "ucdp_syria"
CORPORA = ("lgl", "geovirus", "humset", "re3d")


def _nothing(_: Record) -> bool:
    return False


def _associated(toponym: Record) -> bool:
    return toponym.get("type") == "AST"


def _no_name(toponym: Record) -> bool:
    """ "the city", "here": a place that is not named."""
    return not any(c.isupper() for c in toponym["text"])


@dataclass(frozen=True, slots=True)
class Rules:
    """How one corpus is scored: which kinds of mention are no answer to it, and which annotations count neither way."""

    corpus: str
    without_kinds: frozenset[str] = frozenset({"demonym"})
    neutral: Callable[[Record], bool] = _nothing
    has_coordinates: bool = False

    def gold(self) -> Documents:
        return {str(r["id"]): tuple(_toponym(t, neutral=self.neutral(t)) for t in r["toponyms"]) for r in corpus(self.corpus)}

    def answers(self, toponyms: list[Record]) -> tuple[Toponym, ...]:
        """Stored predictions as toponyms, less the kinds that are no answer."""
        return tuple(_toponym(t) for t in toponyms if t.get("kind", "literal") not in self.without_kinds)


RULES = {
    "lgl": Rules("lgl", without_kinds=frozenset(), has_coordinates=True),
    "geovirus": Rules("geovirus", has_coordinates=True),
    "humset": Rules("humset", neutral=_associated),
    "re3d": Rules("re3d"),
    "re3d, names": Rules("re3d", neutral=_no_name),
}


def corpora_folder() -> Path:
    """The folder of the development corpora: DATELINE_SHARED of the environment, else `shared` beside the checkout."""
    given = os.environ.get("DATELINE_SHARED")
    shared = Path(given) if given else Path(__file__).resolve().parents[3] / "shared"
    return shared / "corpora"


def corpus(name: str) -> Iterator[Record]:
    """The records of a corpus, in file order. Raises GeoError where the file is absent."""
    path = corpora_folder() / f"{name}.jsonl"
    if not path.is_file():
        raise GeoError(f"{path} is missing. Put the development corpora there, or name their parent folder in DATELINE_SHARED.")
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def coded_headlines() -> dict[str, tuple[float, float]]:
    """Latitude and longitude that the coders gave each headline, by its id."""
    return {str(r["id"]): (float(r["lat"]), float(r["lon"])) for r in corpus(HEADLINES)}


def headline_places(toponyms: list[Record]) -> HeadlinePlaces:
    """Every resolved place of a headline once, and those of events once."""
    placed = [t for t in toponyms if t["lat"] is not None]
    places = dict.fromkeys((float(t["lat"]), float(t["lon"])) for t in placed)
    events = dict.fromkeys((float(t["lat"]), float(t["lon"])) for t in placed if t["role"] == "event")
    return HeadlinePlaces(tuple(places), tuple(events))


def _toponym(record: Record, *, neutral: bool = False) -> Toponym:
    box = record.get("bbox")
    lat, lon = record.get("lat"), record.get("lon")
    return Toponym(
        int(record["start"]),
        int(record["end"]),
        None if lat is None else float(lat),
        None if lon is None else float(lon),
        (float(box[0]), float(box[1]), float(box[2]), float(box[3])) if box else None,
        str(record.get("kind", "literal")),
        neutral,
    )
