"""Measured figures and the least that is accepted: reading and writing floors.toml.

    python tests/eval/floors.py          measure again and show it beside the floors
    python tests/eval/floors.py --write  also record what was measured; floors stay as they are, but new ones are set below it
    python tests/eval/floors.py --only blind3  only one section

A key is "section / form: figure". A floor is raised by hand, or by removing its line and measuring again.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import score_blind3
import score_places
from scoring import SHARED, table

from geo.training import protocol
from geo.training.measures import Measure, measures_of, measures_of_corpus, measures_of_headlines
from geo.training.predictions import Models, predict
from geo.training.store import read

FILE = Path(__file__).with_name("floors.toml")
SLACK = 0.01  # a new floor lies so much below what was measured, for what other rules trade; processors and batches change nothing
SLACK_OF = {"blind3": 0.04}  # few mentions each, and the share right of those found falls when harder ones are found
SAMPLE, HEADLINES = 8, 30  # documents of each corpus, and headlines, that CI reads again
HELD = {  # of the figures of a run those that are held
    "reports": ("strict", "lenient", "end_to_end_161", "end_to_end_20"),
    "sample": ("recognition strict F1", "end-to-end F1 @161, areas by containment", "given spans Acc@161, areas by containment"),
    "headlines": ("any@10", "event@10"),
    "blind3": (
        "events P", "events R", "type", "date", "modality", "places", "links P", "links R", "pins", "role event P", "role event R",
        "quantities P", "quantities R", "actor", "target", "speakers", "merging P", "merging R", "quiet",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Floor:
    measured: float
    least: float


def floors() -> dict[str, Floor]:
    sections = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {
        f"{section} / {name}": Floor(float(entry["measured"]), float(entry["floor"]))
        for section, entries in sections.items()
        for name, entry in entries.items()
    }


def measured_reports() -> dict[str, float]:
    """The short reports of `places`, in all forms."""
    records = score_places.run()
    scores = {form: score_places.score_form(form, records[form]) for form in score_places.FORMS}
    return {f"reports / {form}: {name}": float(getattr(s, name)) for form, s in scores.items() for name in HELD["reports"]}


def measured_blind3() -> dict[str, float]:
    """Events, and who, where and when, in reports that the program had never read; both halves."""
    return {f"blind3 / {half}: {name}": score.value(name) for half, score in score_blind3.scores().items() for name in HELD["blind3"]}


def measured_sample() -> dict[str, float]:
    """A sample of each development corpus by the shipped models, which have seen them: no measure, but it would show a fault."""
    found: list[Measure] = []
    with tempfile.TemporaryDirectory() as folder:
        for corpus in protocol.CORPORA:
            out = Path(folder) / f"{corpus}.jsonl"
            predict(corpus, out, Models(), sample=SAMPLE)
            found += [m for m in measures_of_corpus(corpus, read(out)) if m.what in HELD["sample"]]
        out = Path(folder) / f"{protocol.HEADLINES}.jsonl"
        predict(protocol.HEADLINES, out, Models(), sample=HEADLINES)
        found += [m for m in measures_of_headlines(protocol.HEADLINES, read(out)) if m.what in HELD["headlines"]]
    return {f"sample / {m.key}": m.value for m in found}


def measured_folds() -> dict[str, float]:
    """What `make eval` stored: each corpus read by the models that have not seen it; nothing where nothing is stored."""
    held = (*HELD["sample"], *HELD["headlines"])
    return {f"folds / {m.key}": m.value for m in measures_of("folds") if m.what in held}


def measure(only: str | None = None) -> dict[str, float]:
    """What there is to measure, or one section of it."""
    if only == "blind3":
        return measured_blind3()
    if only == "reports":
        return measured_reports()
    found = measured_reports() | measured_blind3()
    if (SHARED / "corpora").is_dir():
        found |= measured_sample()
    return found | measured_folds()


def write(found: Mapping[str, float]) -> None:
    """Record what was measured; a floor that is there stays."""
    known = floors()
    lines = [
        "# What Dateline was measured to reach, and the least that the tests accept. Made by: python tests/eval/floors.py --write",
        "# A floor may be raised at any time. To lower one, lower it here and in NEVER_BELOW of test_floors.py, and say why in the commit.",
    ]
    section = None
    for key in sorted({*known, *found}, key=lambda k: (k.split(" / ")[0], k)):
        of, name = key.split(" / ", 1)
        if of != section:
            lines += ["", f"[{of}]"]
            section = of
        value = found.get(key, known[key].measured if key in known else 0.0)
        least = known[key].least if key in known else max(0.0, value - SLACK_OF.get(of, SLACK))
        lines.append(f'"{name}" = {{ measured = {value:.3f}, floor = {least:.3f} }}')
    FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main(arguments: list[str] | None = None) -> int:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--write", action="store_true", help="record what was measured in floors.toml")
    options.add_argument("--only", choices=("reports", "blind3"), help="measure one section")
    chosen = options.parse_args(arguments)
    found, known = measure(chosen.only), floors()
    if chosen.write:
        write(found)
    rows = [(k, f"{v:.3f}", f"{known[k].least:.3f}" if k in known else "new") for k, v in found.items()]
    print(table(rows, ("figure", "measured", "floor")))
    return 0


if __name__ == "__main__":
    sys.exit(main())
