"""Predictions on disk: build/eval/NAME/CORPUS.jsonl, one document a line, and beside it what they were made by.

A line: {"id", "toponyms": [{start, end, text, kind, role, score, lat, lon, bbox, place, name}], "gold": [the same, on the
annotated spans], "cpu_s": {step: seconds}}. lat and lon are null where a name was left without a place.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from geo.model import Place

Record = dict[str, Any]


def build_folder() -> Path:
    """The folder of what can be made again, beside the checkout's other folders; it is not committed."""
    return Path(__file__).resolve().parents[2] / "build"


def predictions_file(name: str, corpus: str) -> Path:
    """Where the predictions of a system (a fold's models, a peer) for a corpus are kept."""
    return build_folder() / "eval" / name / f"{corpus}.jsonl"


def read(path: Path) -> list[Record]:
    """The stored documents; none where nothing is stored. A line that was cut off when a run was ended is left out."""
    if not path.exists():
        return []
    found: list[Record] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            found.append(json.loads(line))
        except json.JSONDecodeError:
            continue
    return found


def write(path: Path, records: Iterable[Record]) -> None:
    """Put predictions at `path` in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".part")
    beside.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), encoding="utf-8")
    beside.replace(path)


def made_by(path: Path) -> str | None:
    """The fingerprint of models and code that made the predictions of a file."""
    beside = path.with_suffix(".made_by")
    return beside.read_text(encoding="utf-8") if beside.exists() else None


def begin(path: Path, fingerprint: str) -> set[str]:
    """The documents that are stored for this fingerprint; what another one made is removed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if made_by(path) != fingerprint:
        path.unlink(missing_ok=True)
        path.with_suffix(".made_by").write_text(fingerprint, encoding="utf-8")
    whole = read(path)
    write(path, whole)
    return {str(r["id"]) for r in whole}


def note(name: str, why: str) -> None:
    """Keep why a system has no predictions."""
    path = build_folder() / "eval" / name / "why_not.txt"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(why, encoding="utf-8")


def why_not(name: str) -> str | None:
    path = build_folder() / "eval" / name / "why_not.txt"
    return path.read_text(encoding="utf-8") if path.exists() else None


def toponym(start: int, end: int, text: str, place: Place | None, **more: Any) -> Record:
    """One prediction; `more` are kind, role and score where the system gives them."""
    at = place.position if place is not None else None
    return {
        "start": start,
        "end": end,
        "text": text,
        **more,
        "lat": at.lat if at else None,
        "lon": at.lon if at else None,
        "bbox": list(place.bbox) if place is not None and place.bbox else None,
        "place": place.id if place is not None else None,
        "name": place.name if place is not None else None,
    }
