# pyright: basic, reportMissingImports=false
"""Trains the resolver's ranker: `python -m geo.training.ranker [--fold lgl|geovirus|humset|re3d|all] …`.

A fold leaves one corpus out; `all` leaves none out and makes the model that is shipped. Corpora without coordinates teach the
ranker nothing, so that the folds which leave one of them out are the same as `all`. What was
made is kept under `build/`: examples by part, models by fold; a second run goes on where the first one ended. The same seed and
the same inputs give the same trees.

Boosted trees with a softmax over the candidates of each name, NULL among them: the tree's scores are log-odds between candidates,
so that what is left to NULL is a probability. The second pass is trained on what models of the first made of articles that they
had not seen.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import pickle
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, cast

import lightgbm
import numpy as np
from numpy.typing import NDArray

from geo.gazetteer import Gazetteer, library, open_default
from geo.model import Place
from geo.resolve.features import FEATURES, matrix
from geo.resolve.ranker import VERSION, Ranker, Thresholds, Weighed, likeliest_first, mass, weighed
from geo.resolve.rows import CAPITAL, Floats, Ints
from geo.training import invented, protocol, store
from geo.training.answers import NEARLY, RIGHT, WRONG, Example, example
from geo.training.spans import gold_article
from geo.training.trees import features_used, write_pair

SEED = 20261122
CORPORA = ("lgl", "geovirus")
FOLDS = (*protocol.CORPORA, "all")
# The dumps of ../shared but for Syria, of which no place is seen in training: the Syrian headlines measure villages.
DUMPS = ("IL", "IQ", "JO", "LB", "LY", "PS", "SD", "TR", "UA", "YE")
_WORLD = (  # places that any article may name
    *("Moscow", "Washington", "London", "Paris", "Tehran", "Ankara", "Geneva", "Brussels", "Beijing", "Riyadh", "Cairo", "Berlin", "Kyiv"),
    *(
        "Baghdad",
        "Sanaa",
        "Khartoum",
        "Tripoli",
        "Beirut",
        "Amman",
        "Jerusalem",
        "Damascus",
        "Russia",
        "Iran",
        "Turkey",
        "France",
        "Britain",
    ),
    *("China", "Germany", "Canada", "Australia", "Syria", "Israel", "Lebanon", "Iraq"),
)
_ENGLISH = frozenset(("US", "GB", "CA", "AU", "IN", "NG", "PH", "ZA", "NZ", "IE"))  # countries whose towns share most names
_VILLAGE, _TOWN = 1_000, 20_000  # people that an uncounted village is taken to have; and from which a town counts in full
_ROUNDS, _LEAVES, _RATE = 150, 24, 0.08  # more rounds or leaves gained nothing on the corpus left out
_ALIKE, _MISSPELT = 2, 4.0  # names that meet no name but by likeness are few in made-up articles and many in real ones
_NEARLY_WEIGHT = 0.8  # of a wrong candidate that lies within 161 km of the right one
THRESHOLDS = Thresholds(null=0.2, doubt=0.5, tie=0.85)
_KNOTS = 24

Mark = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of many articles, those of a sense together; `answers` as in Example, `weights` by sense."""

    rows: NDArray[np.float32]
    sense: Ints
    answers: Floats
    weights: Floats


# --- examples ---------------------------------------------------------------------------------------------------------


def examples(fold: str, gazetteers: Path, say: Mark) -> list[Example]:
    """What a fold trains on: the corpora but the one left out, with and without dumps open, and made-up articles."""
    found: list[Example] = []
    for part, make in _parts(fold, gazetteers).items():
        found += [_as_often_as_named(e) for e in _kept(part, make, say)]
    return found


def _parts(fold: str, gazetteers: Path) -> dict[str, Callable[[], list[Example]]]:
    dumps = [gazetteers / f"{code}.zip" for code in DUMPS]
    parts: dict[str, Callable[[], list[Example]]] = {}
    for name in CORPORA:
        if name != fold:
            parts[name] = lambda name=name: _of_corpus(name, (), 1, 1.0)
            parts[f"{name}-dumps"] = lambda name=name: _of_corpus(name, dumps, 3, 0.4)
    parts["villages"] = lambda: [e for f in dumps for e in _of_country(f, (f,), 50, 1)]
    parts["villages-all"] = lambda: [e for f in dumps for e in _of_country(f, dumps, 15, 2)]
    parts["villages-unknown"] = lambda: [e for f in dumps for e in _of_country(f, (), 20, 3)]
    parts["towns"] = _of_towns
    parts["briefs"] = _of_briefs
    return parts


def _kept(part: str, make: Callable[[], list[Example]], say: Mark) -> list[Example]:
    """A part as an earlier run left it, else made."""
    path = store.build_folder() / "ranker" / _made_with() / f"{part}.pickle"
    if path.exists():
        with open(path, "rb") as file:
            return cast("list[Example]", pickle.load(file))
    say(f"Making examples: {part}")
    made = make()
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.part")
    with open(beside, "wb") as file:
        pickle.dump(made, file)
    beside.replace(path)
    return made


@cache
def _made_with() -> str:
    """A digest of what examples depend on: the built-in gazetteer and the code that makes them."""
    digest = hashlib.sha256(library.builtin().name.encode())
    library_folder = Path(__file__).parents[1]
    for name in (
        "model/places.py",
        "model/texts.py",
        "resolve/senses.py",
        "resolve/rows.py",
        "resolve/layout.py",
        "training/answers.py",
        "training/spans.py",
        "training/invented.py",
    ):
        digest.update((library_folder / name).read_bytes())
    return digest.hexdigest()[:12]


def _of_corpus(name: str, dumps: Sequence[Path], every: int, weight: float) -> list[Example]:
    with closing(open_default(extra=dumps, added=False)) as gazetteer:
        found: list[Example] = []
        for number, record in enumerate(protocol.corpus(name)):
            if number % every == 0:
                article = gold_article(record, gazetteer)
                found.append(example(name, article.mentions, article.places, gazetteer, weight))
        return found


def _of_country(file: Path, dumps: Sequence[Path], count: int, seed: int) -> list[Example]:
    (country,) = invented.countries_of_dumps([file])
    with closing(open_default(extra=dumps, added=False)) as gazetteer:
        return _made_up(country, gazetteer, count, seed)


def _of_towns() -> list[Example]:
    with closing(open_default(added=False)) as gazetteer:
        countries = invented.countries_of_cities(60)
        return [e for c in countries for e in _made_up(c, gazetteer, 30 if c.code in _ENGLISH else 3, 4)]


def _of_briefs() -> list[Example]:
    with closing(open_default(added=False)) as gazetteer:
        return [example("invented briefs", a.mentions, a.places, gazetteer, 1.0) for a in invented.briefs(gazetteer, 2500, 5)]


def _made_up(country: invented.Country, gazetteer: Gazetteer, count: int, seed: int) -> list[Example]:
    world = list(_world(gazetteer))
    articles = invented.invent(country, gazetteer, world, count, seed)
    return [example(f"invented {country.code}", a.mentions, a.places, gazetteer, 0.5) for a in articles]


def _as_often_as_named(article: Example) -> Example:
    """A made-up article whose names weigh as often as news names such places: hamlets are many, but towns are in the news."""
    if article.corpus in CORPORA:
        return article
    rows, weights = article.rows, article.weights.copy()
    for number in range(len(rows.senses)):
        here = slice(int(rows.starts[number]), int(rows.starts[number + 1]))
        right = article.answers[here] == RIGHT
        spot = rows.sort[here][right] >= CAPITAL
        if not len(spot) or spot.any():
            people = 10.0 ** rows.people[here][right].max(initial=0.0)
            weights[number] *= min(1.0, ((people + _VILLAGE) / _TOWN) ** 0.5)
            alike = rows.own[here, 0][right] >= _ALIKE
            weights[number] *= _MISSPELT if len(alike) and alike.all() else 1.0
    return replace(article, weights=weights)


def _world(gazetteer: Gazetteer) -> Iterator[Place]:
    for name in _WORLD:
        found = [c.place for c in gazetteer.exact(name) if c.name_kind == "name"]
        if found:
            yield found[0]


# --- trees ------------------------------------------------------------------------------------------------------------


def table(articles: Sequence[Example], matrices: Sequence[NDArray[np.float32]]) -> Table:
    """The rows of articles whose right answers are known."""
    rows: list[NDArray[np.float32]] = []
    sense: list[Ints] = []
    answers: list[Floats] = []
    kept: list[Floats] = []
    base = 0
    for article, given in zip(articles, matrices, strict=True):
        senses = len(article.rows.senses)
        owner = np.concatenate((article.rows.sense, np.arange(senses, dtype=np.int64)))
        known = article.weights[owner] > 0
        order = np.flatnonzero(known)[np.argsort(owner[known], kind="stable")]
        rows.append(given[order])
        sense.append(owner[order] + base)
        answers.append(article.answers[order])
        kept.append(article.weights)
        base += senses
    _, numbered = np.unique(np.concatenate(sense), return_inverse=True)
    weight = np.concatenate(kept)
    return Table(np.concatenate(rows), numbered.astype(np.int64), np.concatenate(answers), weight[weight > 0])


def fit(data: Table, seed: int = SEED) -> lightgbm.Booster:
    """Boosted trees whose scores, by softmax within a sense, give the right candidate (or NULL) its share."""
    senses = len(data.weights)
    weight = data.weights[data.sense] * np.where(data.answers == NEARLY, _NEARLY_WEIGHT, 1.0)
    right = data.answers == RIGHT

    def objective(scores: Floats, _: lightgbm.Dataset) -> tuple[Floats, Floats]:
        top = np.full(senses, -np.inf)
        np.maximum.at(top, data.sense, scores)
        shares = np.exp(scores - top[data.sense])
        shares /= np.bincount(data.sense, shares, minlength=senses)[data.sense]
        wanted = shares * right
        wanted /= np.maximum(np.bincount(data.sense, wanted, minlength=senses), 1e-12)[data.sense]
        return (shares - wanted) * weight, np.maximum(shares * (1 - shares), 1e-4) * weight

    settings: dict[str, Any] = {
        "objective": objective,
        "num_leaves": _LEAVES,
        "learning_rate": _RATE,
        "min_data_in_leaf": 30,
        "min_sum_hessian_in_leaf": 1.0,
        "lambda_l2": 1.0,
        "feature_fraction": 0.7,
        "bagging_fraction": 0.8,
        "bagging_freq": 1,
        "max_bin": 127,
        "use_missing": False,
        "num_threads": 1,
        "deterministic": True,
        "force_row_wise": True,
        "seed": seed,
        "verbose": -1,
    }
    boost = cast("Callable[..., lightgbm.Booster]", lightgbm.train)  # pyright: ignore[reportUnknownMemberType]
    return boost(settings, lightgbm.Dataset(data.rows), num_boost_round=_ROUNDS)


def weigh(booster: lightgbm.Booster, article: Example, given: NDArray[np.float32]) -> Weighed:
    """One pass over an article with a booster."""
    senses = len(article.rows.senses)
    if not senses:
        return Weighed(np.zeros(0), np.zeros(0))
    predict = cast("Callable[..., Floats]", booster.predict)  # pyright: ignore[reportUnknownMemberType]
    return weighed(predict(given, num_threads=1), article.rows.sense, senses)


@dataclass(frozen=True, slots=True)
class Trained:
    first: lightgbm.Booster
    second: lightgbm.Booster
    held_out: tuple[tuple[Example, Weighed], ...]  # each article by models that had not seen it


def train(articles: Sequence[Example], say: Mark) -> Trained:
    """Both passes; every article is also weighed by models trained on the other half of the articles."""
    half = [_half(a.article) for a in articles]
    begun = [matrix(a.rows, a.layout, a.rows.prior) for a in articles]
    settled = list(begun)

    def fitted(matrices: Sequence[NDArray[np.float32]], without: int | None = None) -> lightgbm.Booster:
        kept = [k for k, side in enumerate(half) if side != without]
        return fit(table([articles[k] for k in kept], [matrices[k] for k in kept]))

    for side in (0, 1):
        say(f"Training: first pass, without half {side + 1} of 2")
        model = fitted(begun, side)
        for k, article in enumerate(articles):
            if half[k] == side:
                settled[k] = matrix(article.rows, article.layout, weigh(model, article, begun[k]).shares)
    held_out: list[tuple[Example, Weighed]] = []
    for side in (0, 1):
        say(f"Training: second pass, without half {side + 1} of 2")
        model = fitted(settled, side)
        mine = [k for k, article in enumerate(articles) if half[k] == side and article.corpus in CORPORA]
        held_out += [(articles[k], weigh(model, articles[k], settled[k])) for k in mine]
    say("Training: both passes on all")
    return Trained(fitted(begun), fitted(settled), tuple(held_out))


def _half(article: str) -> int:
    """By the article's id alone, so that an article and its twin with dumps open fall into the same half."""
    return hashlib.sha256(article.encode()).digest()[0] % 2


# --- calibration ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Answer:
    """The likeliest candidate of a name on an article held out: its share, whether it is right, for how many mentions."""

    share: float
    right: bool
    mentions: int


def answers(held_out: Sequence[tuple[Example, Weighed]]) -> list[Answer]:
    """What would be answered, for all names with a gold place and a candidate."""
    found: list[Answer] = []
    for article, result in held_out:
        for number, sense in enumerate(article.rows.senses):
            order = likeliest_first(article.rows, result, number)
            if order and article.weights[number] > 0:
                found.append(Answer(mass(article.rows, result, order), article.answers[order[0]] > WRONG, len(sense.mentions)))
    return found


def isotonic(given: Sequence[Answer]) -> tuple[list[float], list[float]]:
    """Knots of a rising curve from shares to how often they are right: pooled adjacent violators, then thinned."""
    ordered = sorted(given, key=lambda a: a.share)
    size = max(1, len(ordered) // (4 * _KNOTS))
    pools: list[list[float]] = []  # right, all, sum of shares
    for k in range(0, len(ordered), size):
        part = ordered[k : k + size]
        pools.append([sum(a.right for a in part), len(part), sum(a.share for a in part)])
        while len(pools) > 1 and pools[-2][0] / pools[-2][1] >= pools[-1][0] / pools[-1][1]:
            last = pools.pop()
            pools[-1] = [a + b for a, b in zip(pools[-1], last, strict=True)]
    raw = [round(p[2] / p[1], 4) for p in pools]
    right = [round(p[0] / p[1], 4) for p in pools]
    return raw, right


# --- the command ------------------------------------------------------------------------------------------------------


def make(fold: str, gazetteers: Path, target: Path, say: Mark) -> Mapping[str, object]:
    """Train a fold and write its two files; returns what the .json says."""
    articles = examples(fold, gazetteers, say)
    trained = train(articles, say)
    given = answers(trained.held_out)
    raw, right = isotonic(given)
    mentions = sum(a.mentions for a in given)
    first, second = trained.first.dump_model(), trained.second.dump_model()
    counts = {c: sum(a.corpus == c for a in articles) for c in sorted({a.corpus for a in articles})}
    card: dict[str, object] = {
        "version": VERSION,
        "fold": fold,
        "features": list(FEATURES),
        "features_used": features_used(second, FEATURES),
        "calibration": {"raw": raw, "right": right},
        "thresholds": asdict(THRESHOLDS),
        "seed": SEED,
        "trees": {"rounds": _ROUNDS, "leaves": _LEAVES, "rate": _RATE},
        "articles": counts,
        "held_out": {
            "names": len(given),
            "right": round(sum(a.right * a.mentions for a in given) / max(1, mentions), 4),
            "what": "share of mentions with candidates whose likeliest is within 161 km or in whose area the gold point lies; by halves",
        },
        "command": f"python -m geo.training.ranker --fold {fold}",
    }
    target.parent.mkdir(parents=True, exist_ok=True)
    write_pair(first, second, len(FEATURES), target)
    target.with_suffix(".json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
    _check(target, trained, articles[:: max(1, len(articles) // 50)])
    return card


def _check(target: Path, trained: Trained, some: Sequence[Example]) -> None:
    """That the graph says what the trees say."""
    ranker = Ranker.load(target)
    for article in some:
        if article.rows.senses:
            told = ranker.weigh(article.rows, article.layout).shares
            first = weigh(trained.first, article, matrix(article.rows, article.layout, article.rows.prior))
            meant = weigh(trained.second, article, matrix(article.rows, article.layout, first.shares)).shares
            if float(np.abs(told - meant).max(initial=0.0)) > 1e-3:
                raise AssertionError(f"{target} differs from the trees that it was made from, on {article.article}.")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m geo.training.ranker", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--fold", choices=FOLDS, action="append", help="which fold (default: all of them); may be repeated")
    parser.add_argument("--shared", type=Path, help="the folder of corpora and gazetteers (default: as for the other trainings)")
    parser.add_argument("--ship", action="store_true", help="write the fold `all` into resources/models too")
    parser.add_argument("--again", action="store_true", help="train folds that are there already")
    chosen = parser.parse_args(arguments)
    if chosen.shared is not None:
        os.environ["DATELINE_SHARED"] = str(chosen.shared)
    gazetteers = protocol.corpora_folder().parent / "gazetteer"

    def say(what: str) -> None:
        print(what, file=sys.stderr, flush=True)

    for fold in chosen.fold or FOLDS:
        target = store.build_folder() / "models" / fold / "resolver.onnx"
        if target.exists() and not chosen.again:
            say(f"{fold}: made already ({target}); --again makes it anew")
        elif fold not in (*CORPORA, "all") and (same := target.parents[1] / "all" / target.name).exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            for ending in (".onnx", ".json"):
                target.with_suffix(ending).write_bytes(same.with_suffix(ending).read_bytes())
            say(f"{fold}: has no coordinates, so the same as all")
        else:
            card = make(fold, gazetteers, target, say)
            say(f"{fold}: {card['held_out']}")
        if fold == "all" and chosen.ship:
            shipped = Path(__file__).resolve().parents[2] / "resources" / "models" / "resolver.onnx"
            shipped.parent.mkdir(parents=True, exist_ok=True)
            for ending in (".onnx", ".json"):
                shipped.with_suffix(ending).write_bytes(target.with_suffix(ending).read_bytes())
    return 0


if __name__ == "__main__":
    sys.exit(main())
