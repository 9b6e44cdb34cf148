# pyright: basic, reportMissingImports=false
"""From trained weights to what the program runs:

python -m geo.training.release --fold all --weights MODEL_FOLDER --out resources/models
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import torch

from geo.training import tagger
from geo.training.graph import write_tagger
from geo.training.network import TAGS


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="geo.training.release")
    parser.add_argument("--fold", required=True)
    parser.add_argument("--weights", required=True, type=Path)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args(argv)
    trained = Path("build/models") / options.fold
    release(trained / "recogniser.pt", options.weights, options.out or trained, options.fold)
    return 0


def release(state: Path, weights: Path, out: Path, fold: str) -> None:
    """Write recogniser.onnx (8-bit), recogniser.json and vocabulary.txt to `out`."""
    trained = torch.load(state, weights_only=True)
    out.mkdir(parents=True, exist_ok=True)
    write_tagger({name: values.float().numpy() for name, values in trained.items()}, out / "recogniser.onnx")
    shutil.copyfile(weights / "vocab.txt", out / "vocabulary.txt")
    facts = {
        "fold": fold,
        "tags": TAGS,
        "base": "MiniLM-L6-H384-uncased as in all-MiniLM-L6-v2",
        "seed": tagger.SEED,
        "epochs": tagger.EPOCHS,
        "weights_sha256": hashlib.sha256(state.read_bytes()).hexdigest(),
    }
    (out / "recogniser.json").write_text(json.dumps(facts, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
