# pyright: basic
"""Fit and measure the model of `geo.events.certainty`: how likely a pin, an event at one of its places, is right.

    python -m geo.training.certainty [--out FILE]     as shipped (`make certainty`)

The articles are those whose incidents were annotated: the shared gold and both files of tests/eval/incidents. A pin is right where an
incident of its sentence (of the article, where the sentence tells of none) names the place, or lies in it or within 25 km. All else is
wrong: another incident's place, a name that is no place of what happened, an event that never was. Pins at incidents without a resolved
place teach nothing. Articles are parted into two halves by the hash of their text: each is measured by the model of the other, what
ships is of both. Beside the weights stands the reliability of the halves, as figures and as a diagram (pins.svg).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from geo import pipeline
from geo.assets import asset
from geo.errors import GeoError
from geo.events.certainty import CERTAIN, FEATURES, FILE, SUGGESTED, features
from geo.gazetteer import open_default
from geo.model import Analysis, EventClass, Mention, Place
from geo.resolve.containment import contains, km_between
from geo.training import protocol, regression
from geo.training.incident_notes import Incident, Noted, of_gold, of_notes, same_name
from geo.training.incidents import NOTES, area_under_curve

RIDGE = 5.0  # L2 on standardised features
NEAR_KM = 25.0  # so near a place of the incident a pin is right, as the measure has it
_SYRIA = "SY.zip"
_EDGES = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 1.0)
_STEPS = (0.5, 0.7, 0.8, 0.9, 0.95, 0.98)


@dataclass(frozen=True, slots=True)
class Pin:
    row: list[float]
    right: bool
    half: int


def pins_of(noted: Noted, analysis: Analysis) -> Iterator[Pin]:
    """The pins of an article of which it is known whether they are right."""
    half = hashlib.sha256(noted.article.text.encode()).digest()[0] % 2
    for event in analysis.events:
        if event.type.event_class is not EventClass.PHYSICAL or not event.modality.happened:
            continue
        told = [incident for incident, _ in noted.told_at(event.trigger.start)] or noted.incidents
        for place in event.places:
            resolution = analysis.resolutions[place.mention]
            if resolution.place is not None:
                right = _right(analysis.mentions[place.mention], resolution.drawn or resolution.place, told, analysis)
                if right is not None:
                    yield Pin(features(noted.article, analysis, event, place), right, half)


def _right(mention: Mention, pin: Place, told: Sequence[Incident], analysis: Analysis) -> bool | None:
    named = [text for incident in told for text in (*incident.places, *incident.within)]
    if any(same_name(mention.text, text) for text in named):
        return True
    spots = [
        r.place
        for m, r in zip(analysis.mentions, analysis.resolutions, strict=True)
        if r.place is not None and any(same_name(m.text, text) for incident in told for text in incident.places)
    ]
    if any(contains(pin, spot) or km_between(pin.position, spot.position) <= NEAR_KM for spot in spots):
        return True
    return None if told and not spots else False


def fitted(pins: Sequence[Pin]) -> regression.Regression:
    rows = np.array([p.row for p in pins])
    return regression.fitted(rows, np.array([float(p.right) for p in pins]), RIDGE)


def probability(model: regression.Regression, pins: Sequence[Pin]) -> np.ndarray:
    rows = np.array([p.row for p in pins])
    return 1 / (1 + np.exp(-((rows - model.mean) / model.scale @ model.weight + model.bias)))


def fit(pins: Sequence[Pin]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The model of all pins, and what the models of the halves reach on the halves that they have not seen."""
    halves = [[p for p in pins if p.half == half] for half in (0, 1)]
    if not all(halves):
        raise GeoError("No article teaches anything about pins. Check the annotated articles.")
    scores = np.concatenate([probability(fitted(halves[1 - k]), halves[k]) for k in (0, 1)])
    right = np.array([p.right for half in halves for p in half], dtype=float)
    made = fitted(pins)
    model = {
        "features": list(FEATURES), "mean": np.round(made.mean, 6).tolist(), "scale": np.round(made.scale, 6).tolist(),
        "weight": np.round(made.weight, 6).tolist(), "bias": round(made.bias, 6), "threshold": CERTAIN,
    }  # fmt: skip
    figures = {
        "pins": len(right),
        "right": round(float(right.mean()), 3),
        "auc": round(area_under_curve(scores, right), 3),
        "reliability": [_bin(scores, right, low, high) for low, high in pairwise(_EDGES)],
        "from": {str(least): _from(scores, right, least) for least in _STEPS},
    }
    return model, figures


def _bin(scores: np.ndarray, right: np.ndarray, low: float, high: float) -> dict[str, Any]:
    here = (scores >= low) & ((scores < high) | (high == _EDGES[-1]))
    n = int(here.sum())
    return {"from": low, "to": high, "pins": n} | (
        {"told": round(float(scores[here].mean()), 3), "right": round(float(right[here].mean()), 3)} if n else {}
    )


def _from(scores: np.ndarray, right: np.ndarray, least: float) -> dict[str, float]:
    here = scores >= least
    return {"share": round(float(here.mean()), 3), "right": round(float(right[here].mean()), 3)}


def diagram(bins: Iterable[dict[str, Any]]) -> str:
    """The reliability diagram: told against right, a dot as large as the pins of a bin are many, and the diagonal of a perfect model."""
    side, edge = 320, 40
    far, middle = edge + side, edge + side // 2
    style = (
        "text{font:11px sans-serif;text-anchor:middle;fill:#444}.frame,.even{fill:none;stroke:#999}"
        ".limit{stroke:#b4492d;stroke-dasharray:4}circle{fill:#2b6cb0}"
    )
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {far + edge} {far + edge}">',
        f"<title>Reliability of pins</title><style>{style}</style>",
        '<rect width="100%" height="100%" fill="#fff"/>',
        f'<rect class="frame" x="{edge}" y="{edge}" width="{side}" height="{side}"/>',
        f'<line class="even" x1="{edge}" y1="{far}" x2="{far}" y2="{edge}"/>',
    ]
    for share in (SUGGESTED, CERTAIN):
        x = edge + side * share
        parts.append(f'<line class="limit" x1="{x:.0f}" y1="{edge}" x2="{x:.0f}" y2="{far}"/>')
    for b in bins:
        if b["pins"]:
            x, y = edge + side * b["told"], far - side * b["right"]
            words = f"{b['pins']} pins, told {b['told']}, right {b['right']}"
            parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{3 + b["pins"] ** 0.5 / 4:.1f}"><title>{words}</title></circle>')
    for k in range(6):
        at = side * k // 5
        parts.append(f'<text x="{edge + at}" y="{far + 16}">{k / 5:g}</text><text x="{edge - 16}" y="{far - at + 4}">{k / 5:g}</text>')
    parts.append(f'<text x="{middle}" y="{far + 34}">probability told</text>')
    parts.append(f'<text x="{middle}" y="24">share that is right; dashed: suggestions, certain pins</text></svg>')
    return "\n".join(parts) + "\n"


def write(model: dict[str, Any], figures: dict[str, Any], path: Path) -> None:
    for target, content in (
        (path, json.dumps({"pins": model | {"figures": figures}}, indent=1) + "\n"),
        (path.with_suffix(".svg"), diagram(figures["reliability"])),
    ):
        beside = target.with_suffix(".part")
        beside.write_text(content, encoding="utf-8")
        beside.replace(target)


def read_again() -> Iterator[Pin]:
    """The pins of all annotated articles, as the program puts them today."""
    shared = protocol.corpora_folder().parent
    sets = (
        (of_gold(shared / "gold" / "incidents"), [shared / "gazetteer" / _SYRIA]),
        (of_notes(NOTES), []),
        (of_notes(NOTES.with_name("training.jsonl")), []),
    )
    done = 0
    for noted, extra in sets:
        gazetteer = open_default(extra=extra, added=False)
        for article in noted:
            if article.article.analysed:
                yield from pins_of(article, pipeline.analyse(article.article, gazetteer))
                done += 1
                print(f"\r{done} articles read", end="", file=sys.stderr, flush=True)
        gazetteer.close()
    print(file=sys.stderr)


def main(arguments: Sequence[str] | None = None) -> int:
    options = argparse.ArgumentParser(prog="geo.training.certainty", description=(__doc__ or "").splitlines()[0])
    options.add_argument("--out", type=Path, default=asset("models", FILE), help="where the model goes (default: the one that ships)")
    given = options.parse_args(arguments)
    try:
        model, figures = fit(list(read_again()))
    except GeoError as error:
        print(error, file=sys.stderr)
        return 1
    write(model, figures, given.out)
    print(json.dumps(figures, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
