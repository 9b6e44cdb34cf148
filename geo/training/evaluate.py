"""Dateline against its peers on the development corpora: makes what is missing, then prints one table.

    python -m geo.training.evaluate [--shipped] [--stored] [--corpus NAME]… [--sample N] [--no-peers]

Each corpus is read by the fold of models that has not seen it (make crossval). With `--shipped` it is read by the models in
resources/models, which have seen all of them: that shows whether they work, and is no measure. Predictions are kept under
build/eval and made anew where models or code have changed; `--stored` prints what is there.
"""

from __future__ import annotations

import argparse
import sys

from geo.errors import GeoError
from geo.training import protocol, store
from geo.training.measures import HEADLINE_RUNS, Measure, dumps_of, measure_seeds, measures_of
from geo.training.peers import PEERS
from geo.training.peers import main as run_peers
from geo.training.predictions import Models, fold_of, predict
from geo.training.table import markdown

RUNS = (*protocol.CORPORA, *HEADLINE_RUNS)


def main(arguments: list[str] | None = None) -> int:
    chosen = _options(arguments)
    system = "shipped" if chosen.shipped else "folds"
    try:
        if not chosen.stored:
            for run in chosen.corpus or RUNS:
                print(_made(system, run, chosen.shipped, chosen.sample), file=sys.stderr, flush=True)
            if not chosen.corpus:
                measure_seeds(system)
            if not chosen.no_peers:
                run_peers([])
    except GeoError as error:
        print(error, file=sys.stderr)
        return 1
    columns: dict[str, list[Measure]] = {f"Dateline, {system}": measures_of(system)}
    notes: list[str] = []
    if not chosen.no_peers:
        for peer in PEERS:
            found = measures_of(f"peers/{peer.name}")
            if found:
                columns[peer.name] = found
            else:
                notes.append(f"{peer.name}: {store.why_not(f'peers/{peer.name}') or 'nothing is stored'}")
    print(markdown(columns))
    for line in notes:
        print(f"\nNot in the table: {line}.")
    return 0


def _made(system: str, run: str, shipped: bool, sample: int | None) -> str:
    """Make the predictions of a run where they are missing; says what was done."""
    corpus = protocol.HEADLINES if run in HEADLINE_RUNS else run
    models = Models() if shipped else Models.of_fold(fold_of(corpus))
    if models.missing:
        return f"{run}: left out, for {models.missing[0]} is missing. Run: make crossval"
    made = predict(corpus, store.predictions_file(system, run), models, dumps=dumps_of(run), sample=sample)
    return f"{run}: {made} documents read anew"


def _options(arguments: list[str] | None) -> argparse.Namespace:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--shipped", action="store_true", help="the models in resources/models instead of the folds'")
    options.add_argument("--stored", action="store_true", help="print what is stored, make nothing")
    options.add_argument("--corpus", action="append", choices=RUNS, help="only this one (may be repeated)")
    options.add_argument("--sample", type=int, help="only so many documents of each corpus, spread evenly")
    options.add_argument("--no-peers", action="store_true", help="Dateline alone")
    return options.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
