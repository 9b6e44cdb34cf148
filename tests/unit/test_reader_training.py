"""The document reader as it is trained and as it is exported say the same; a training that was stopped goes on to the same weights."""

from __future__ import annotations

import math
import random
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from geo.assets import asset
from geo.recognise.pieces import Vocabulary
from geo.recognise.runtime import OpenNetwork, softmax
from geo.recognise.words import split_words
from geo.training.reader_data import ROLES, Candidate, Document, Trigger

torch: Any = pytest.importorskip("torch", reason="needs the packages of training: make setup-train")
pytest.importorskip("transformers", reason="needs the packages of training: make setup-train")
pytest.importorskip("onnx", reason="needs the packages of training: make setup-train")

TEXT = "Shells hit the port of Lumo on Monday. Two dockers died in the attack. Varna was quiet, its mayor said, and no planes came."


def network(seed: int = 1) -> Any:
    """A small network with weights of the size of trained ones."""
    from transformers import BertConfig, BertModel

    from geo.training.reader_network import ReaderNetwork

    torch.manual_seed(seed)
    size = len(asset("models", "vocabulary.txt").read_text(encoding="utf-8").split("\n"))
    config = BertConfig(vocab_size=size, hidden_size=48, num_hidden_layers=2, num_attention_heads=12, intermediate_size=96)
    made = ReaderNetwork(BertModel(config, add_pooling_layer=False))
    for name, weights in made.named_parameters():
        if not name.startswith("bert."):
            torch.nn.init.normal_(weights, std=0.3)
    return made.eval()


def vocabulary() -> Vocabulary:
    return Vocabulary.read(asset("models", "vocabulary.txt"))


def document(id: str = "own", text: str = TEXT) -> Document:
    words = split_words(text)
    sentences = list(np.cumsum([0, *(w.text == "." for w in words[:-1])]))
    types = [0] * len(words)
    types[1], types[14] = 2, 2
    return Document(
        id,
        words,
        [int(s) for s in sentences],
        types,
        [Trigger(1, "a", 0, 0), Trigger(14, "a", 0, 0)],
        {"place": [Candidate(5, 6, "Lumo"), Candidate(16, 17, "Varna")], "time": [Candidate(7, 8, ("2020-03-02", "2020-03-02"))]},
        {"place": {"a": [1, 0]}, "time": {"a": [1]}, "by": {"a": [0] * len(words)}},
    )


# --- what is exported ----------------------------------------------------------------------------------------------------


class Exported:
    """The pairs' scores made of the exported rows with numpy alone, in whole steps: how the program is to make them."""

    def __init__(self, model: Path) -> None:
        self.open = OpenNetwork(model, asset("models", "vocabulary.txt"))
        self.facts = self.open.facts
        self.pairs_of = {name: values.astype(np.float64) for name, values in np.load(model.with_suffix(".npz")).items()}

    def rows(self, pieces: list[int], shapes: list[int], heads: list[int]) -> dict[str, NDArray[np.float64]]:
        own = self.open.run("words", [{"pieces": pieces, "shapes": shapes}])[0][heads].astype(np.float64)
        layers = self.facts["layers"]
        return dict(zip(layers, np.split(own, np.cumsum(list(layers.values()))[:-1], axis=1), strict=True))

    def pairs(
        self, role: str, left: dict[str, NDArray[np.float64]], right: dict[str, NDArray[np.float64]], where: list[NDArray[np.int64]]
    ) -> NDArray[np.float64]:
        k, hidden, dot = list(self.facts["roles"]).index(role), self.facts["hidden"], self.facts["dot"]
        furthest, near = self.facts["furthest"], self.facts["near"]
        gap = np.clip(where[1][None] - where[0][:, None], -furthest, furthest) + furthest
        apart = where[3][None] - where[2][:, None]
        far = np.searchsorted(near, np.abs(apart), side="right") + np.where(apart < 0, 0, len(near) + 1)
        joint = whole(left["left"][:, None, k * hidden : (k + 1) * hidden] + right["right"][None, :, k * hidden : (k + 1) * hidden])
        joint = np.maximum(joint + self.pairs_of["gap"][k][gap] + self.pairs_of["far"][k][far], 0.0)
        part = 2 * k * dot
        asking, asked = whole(left["dot"][:, part : part + dot]), whole(right["dot"][:, part + dot : part + 2 * dot])
        product = whole(asking @ asked.T / math.sqrt(dot))
        return np.concatenate([joint, product[..., None]], -1) @ self.pairs_of[f"out.{k}"].T + self.pairs_of[f"bias.{k}"]


def whole(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """On the steps of the exported weights, so that sums of products are exact and the same on every processor."""
    return np.rint(values * 2.0**12) / 2.0**12


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Exported]:
    from geo.training.reader import release

    folder, made = tmp_path_factory.mktemp("reader"), network()
    release(made.state_dict(), folder)
    return made, Exported(folder / "reader.onnx")


def test_scores_of_words_and_pairs_are_those_of_the_trained_network(exported: tuple[Any, Exported]) -> None:
    from geo.training.reader_network import pooled, read_window, windows

    made, own = exported
    told = document()
    (window,) = windows(told, vocabulary())
    with torch.no_grad():
        states = read_window(made, window)
        trained = made.word(states).numpy()
    rows = own.rows(window.pieces, window.shapes, window.heads)
    np.testing.assert_allclose(rows["word"], trained, atol=0.3)
    assert (rows["word"].argmax(1) == trained.argmax(1)).mean() > 0.9

    at = torch.tensor([t.word for t in told.triggers])
    ranges = [(0, 1), (5, 6), (15, 18), (20, 22)]
    firsts, numbers = torch.tensor([first for first, _ in ranges]), torch.tensor(told.sentences)
    left = {name: values[at.numpy()] for name, values in rows.items()}
    right = {name: np.array([(values[a] + values[b - 1]) / 2 for a, b in ranges]) for name, values in rows.items()}
    where = [numbers[at].numpy(), numbers[firsts].numpy(), at.numpy(), firsts.numpy()]
    for role in ROLES:
        with torch.no_grad():
            wanted = made.pairs(role, states[at], pooled(states, ranges), (numbers[at], numbers[firsts]), (at, firsts)).numpy()
        found = own.pairs(role, left, right, where)
        assert found.shape == wanted.shape
        np.testing.assert_allclose(softmax(found), softmax(wanted), atol=0.15, err_msg=role)


def test_weights_of_pairs_stand_on_whole_steps_and_are_read_without_pickle(exported: tuple[Any, Exported]) -> None:
    made, own = exported
    assert set(own.pairs_of) == {"gap", "far", *(f"{name}.{k}" for name in ("out", "bias") for k in range(len(ROLES)))}
    for name, values in own.pairs_of.items():
        assert (whole(values) == values).all(), name
        np.testing.assert_allclose(values, made.state_dict()[name].numpy(), atol=2.0**-13)


# --- windows -------------------------------------------------------------------------------------------------------------


def test_a_long_document_is_read_in_windows_that_overlap_and_every_word_from_the_one_that_shows_most_around_it() -> None:
    from geo.training.reader_network import OVERLAP, WINDOW, read_document, windows

    told, made = document(text=" ".join([TEXT] * 40)), network()
    found = windows(told, vocabulary())
    assert found[0].first == 0
    assert found[-1].end == len(told.words)
    assert all(len(w.pieces) <= WINDOW + 2 for w in found)
    assert all(a.end - b.first >= OVERLAP // 2 for a, b in pairwise(found))
    with torch.no_grad():
        states = read_document(made, told, vocabulary())
        first = made.states(torch.tensor([found[0].pieces]), torch.tensor([found[0].shapes]), torch.ones(1, len(found[0].pieces)))[0]
    assert len(states) == len(told.words)
    assert torch.allclose(states[3], first[found[0].heads[3]], atol=1e-4)
    edge = found[0].end - 1
    assert not torch.allclose(states[edge], first[found[0].heads[edge]], atol=1e-4)


# --- training ------------------------------------------------------------------------------------------------------------


def test_a_training_that_was_stopped_goes_on_to_the_weights_of_one_that_was_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from geo.training import reader

    monkeypatch.setattr(reader, "SAVE_EVERY", 2)
    plan = reader.plan_of([document(str(k)) for k in range(6)], [], [], 2)
    assert len(plan) == 4
    straight, stopped = network(), network()
    reader.train(straight, plan, vocabulary(), tmp_path / "straight.pt")

    def killed(*_: object) -> Any:
        raise KeyboardInterrupt

    again = reader.windows
    calls = iter(range(100))
    monkeypatch.setattr(reader, "windows", lambda *given: killed() if next(calls) == 8 else again(*given))
    with pytest.raises(KeyboardInterrupt):
        reader.train(stopped, plan, vocabulary(), tmp_path / "stopped.pt")
    resumed = network(seed=2)
    monkeypatch.setattr(reader, "windows", again)
    reader.train(resumed, plan, vocabulary(), tmp_path / "stopped.pt")
    for name, weights in straight.state_dict().items():
        if "word_embeddings" not in name:
            assert torch.equal(weights, resumed.state_dict()[name]), name


def test_a_checkpoint_of_other_articles_is_not_gone_on_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from geo.errors import GeoError
    from geo.training import reader

    monkeypatch.setattr(reader, "SAVE_EVERY", 1)
    reader.train(network(), reader.plan_of([document(str(k)) for k in range(3)], [], [], 1), vocabulary(), tmp_path / "c.pt")
    with pytest.raises(GeoError, match="Remove it"):
        reader.train(network(), reader.plan_of([document(f"x{k}") for k in range(3)], [], [], 1), vocabulary(), tmp_path / "c.pt")


def test_training_makes_the_loss_of_what_it_sees_small() -> None:
    from geo.training.reader_loss import loss_of
    from geo.training.reader_network import windows

    torch.manual_seed(3)
    made, told = network(), document()
    (window,) = windows(told, vocabulary(), random.Random(2))
    optimiser = torch.optim.AdamW(made.parameters(), lr=3e-3)
    sums: list[float] = []
    for _ in range(40):
        loss = torch.stack(list(loss_of(made, told, window).values())).sum()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        sums.append(loss.item())
    assert sums[-1] < sums[0] / 4
    assert set(loss_of(made, told, window)) == {"type", "kind", "mood", "place", "time", "by", "pair"}


def test_precision_is_averaged_over_the_right_answers() -> None:
    from geo.training.reader_scores import average_precision

    assert average_precision(np.array([0.9, 0.8, 0.7, 0.1]), np.array([True, False, True, False])) == pytest.approx(0.833)
    assert average_precision(np.array([0.5, 0.5, 0.5, 0.5]), np.array([True, False, False, False])) == 0.25


def test_a_head_is_scored_by_what_the_likeliest_of_an_incidents_triggers_says() -> None:
    from geo.training.reader_scores import Scores

    scores = Scores()
    told = document()
    scores._of_incident("place", told, np.array([[0.1, 0.9, 0, 0], [0.8, 0.1, 0.1, 0]]), np.array([1, 0]))
    scores._of_incident("time", told, np.array([[0.9, 0.1]]), np.array([1]))
    scores._of_incident("time", told, np.array([[0.9, 0.1]]), np.array([0]))
    scores._pairs(told, np.array([[0.9, 0.4], [0.4, 0.9]]))
    scores._sentences(
        told, np.array([[1.0] + [0.0] * 20] * 14 + [[0.3] + [0.7] + [0.0] * 19] + [[1.0] + [0.0] * 20] * 16)[: len(told.words)]
    )
    figures = scores.figures()
    assert figures["place P, R, F1"]["0.5"] == (1.0, 1.0, 1.0)
    assert figures["place P, R, F1"]["0.2"] == (0.5, 1.0, 0.667)
    assert figures["time, first"] == {"right": 0.0, "of": 1}
    assert figures["time, none"] == {"right": 1.0, "of": 1}
    assert figures["pair, average precision"] == {"of": 1, "right": 1, "ap": 1.0}
    assert figures["sentences P, R, F1"]["0.7"] == (1.0, 0.5, 0.667)
