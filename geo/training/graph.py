# pyright: basic, reportMissingImports=false
"""A trained network as an ONNX graph whose results are the same, bit by bit, on every processor and in every batch.

Sums of rounded numbers depend on their order, which differs between processors and sizes; so does what libraries make of `exp` and
`erf`. Here nothing is summed but whole numbers that fit what holds them, and everything else is made of the operations that IEEE 754
defines exactly, each a node of its own so that none are fused:

- the large products are of 8-bit numbers (MatMulInteger), each row of activations with a scale of its own, each column of weights too.
  Processors without VNNI add pairs of products in 16 bits: weights are scaled so that no pair can overflow (`_whole`);
- the small ones (attention, heads) and the sums of the normalisation are of multiples of a power of two, in 64 bits, which holds them;
- `exp` and the curve of GELU are polynomials. Padding adds exact zeros.

`geo.recognise.runtime.OpenNetwork` runs it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

HEADS = 12
EPSILON = 1e-12
_MS = "com.microsoft"
_WHOLE = ["batch", "pieces"]
_FINE = 2.0**-12  # steps to which values are rounded before they are summed in 64 bits; they stay under 2^10, so products under 2^44
_PAIR = 128  # two neighbouring weights: 255 · 128 < 2^15
# What stands for 0 in rows that have both signs alike, and in those of GELU, which hardly goes below it.
_MIDDLE, _LOW = 128, 32
# Attention is summed in 32 bits, which hold whole numbers up to 2^24: 32 · 724² of queries and keys, and 724 · 2^13 of values and shares.
_COARSE, _MOST = (2.0**-5, 2.0**-5, 2.0**-6), 724.0  # steps of queries, keys and values, and how many are told apart
_SHARES = 2.0**13
# x Φ(x) = max(x, 0) − a u (1 − u / c)⁴ with u = |x|, up to u = c: 0.004 off at most, less than half of a step in 8 bits.
_GELU, _GELU_END, _GELU_LEAST = 0.54932847, 3.69651721, 0.171
_SQUARINGS, _EXP_LEAST = 5, -22.0  # exp(x) = (1 + y + y²/2)^32 with y = x/32; below the least, shares round to none

Array = NDArray[Any]
State = Mapping[str, Array]  # weights by their names in torch, 32-bit


class Graph:
    """Nodes and weights as they are added. A value is named by the node that makes it."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.weights: dict[str, onnx.TensorProto] = {}

    def weight(self, name: str, values: Array, kind: type = np.float32) -> str:
        if name not in self.weights:
            self.weights[name] = numpy_helper.from_array(np.array(values, dtype=kind, order="C"), name)
        return name

    def number(self, value: float) -> str:
        return self.weight(f"={value!r}", np.array(value))

    def sizes(self, *values: int) -> str:
        return self.weight(f"#{','.join(map(str, values))}", np.array(values), np.int64)

    def node(self, op: str, inputs: Sequence[str], output: str, domain: str = "", **attributes: Any) -> str:
        self.nodes.append(helper.make_node(op, list(inputs), [output], name=output, domain=domain, **attributes))
        return output

    def chain(self, x: str, name: str, *steps: tuple[str, float | str]) -> str:
        """x through operations, each with a number or another value."""
        for n, (op, other) in enumerate(steps):
            given = other if isinstance(other, str) else self.number(other)
            x = self.node(op, [x, given], f"{name}.{n}")
        return x

    def wide(self, x: str, name: str) -> str:
        return self.node("Cast", [x], name, to=TensorProto.DOUBLE)

    def narrow(self, x: str, name: str) -> str:
        return self.node("Cast", [x], name, to=TensorProto.FLOAT)

    def rounded(self, x: str, name: str, step: float) -> str:
        """x (32-bit) to the nearest multiples of a step: what is added leaves no room for finer ones, and goes again."""
        return self.chain(x, name, ("Add", 1.5 * 2.0**23 * step), ("Sub", 1.5 * 2.0**23 * step))

    def eighths(self, name: str, x: str, *, low: bool = False) -> tuple[str, str]:
        """Rows in 8 bits, and the step of each; `low` where what is below 0 is no more than GELU leaves."""
        zero = _LOW if low else _MIDDLE
        most = self.node("ReduceMax", [x if low else self.node("Abs", [x], f"{name}.abs")], f"{name}.most", axes=[-1], keepdims=0)
        least = gelu_scale() * _GELU_LEAST / _LOW if low else 1e-9
        step = self.chain(most, f"{name}.step", ("Mul", 1.0 / (255 - zero if low else 127)), ("Max", least))
        value = helper.make_tensor("value", TensorProto.UINT8, [1], [zero])
        self.node("ConstantOfShape", [self.node("Shape", [step], f"{name}.rows")], f"{name}.zero", value=value)
        return self.node("QuantizeLinear", [x, step, f"{name}.zero"], f"{name}.q", axis=0), step

    def product(self, name: str, x: str, weight: Array, *, low: bool = False) -> str:
        """x W in 8 bits, x being rows (rows, in), W (out, in)."""
        whole, scale = _whole(weight)
        rows, step = self.eighths(name, x, low=low)
        zero = _LOW if low else _MIDDLE
        inputs = [rows, self.weight(f"{name}.w", whole.T, np.int8), self.number(1.0), self.weight(f"{name}.s", scale)]
        out = self.node("MatMulIntegerToFloat", [*inputs, self.weight(f"zero={zero}", np.array(zero), np.uint8)], f"{name}.out", _MS)
        return self.chain(out, f"{name}.scaled", ("Mul", self.node("Unsqueeze", [step, self.sizes(1)], f"{name}.column")))

    def head(self, name: str, x: str, weight: Array, bias: Array) -> str:
        """x W + b for a small W, exactly as x and W stand on the finer steps."""
        rows = self.wide(self.rounded(x, f"{name}.fine", _FINE), f"{name}.wide")
        out = self.node("MatMul", [rows, self.weight(f"{name}.w", np.rint(weight.T / _FINE) * _FINE, np.float64)], f"{name}.out")
        return self.chain(self.narrow(out, f"{name}.narrow"), f"{name}.all", ("Add", self.weight(f"{name}.b", bias)))

    def normalised(self, name: str, x: str, weight: Array, bias: Array) -> str:
        """Layer normalisation of rows."""
        fine = self.wide(self.rounded(x, f"{name}.fine", _FINE), f"{name}.wide")
        total = self.node("ReduceSum", [fine, self.sizes(-1)], f"{name}.sum", keepdims=1)
        square = self.node("ReduceSumSquare", [fine], f"{name}.squares", axes=[-1], keepdims=1)
        part, least, one = (self.weight(f"wide={v!r}", np.array(v), np.float64) for v in (1 / len(weight), EPSILON, 1.0))
        mean = self.chain(total, f"{name}.mean", ("Mul", part))
        variance = self.chain(square, f"{name}.variance", ("Mul", part), ("Sub", self.node("Mul", [mean, mean], f"{name}.mean2")))
        root = self.node("Sqrt", [self.chain(variance, f"{name}.least", ("Max", least))], f"{name}.root")
        scale = self.narrow(self.node("Div", [one, root], f"{name}.by"), f"{name}.scale")
        x = self.chain(x, f"{name}.centred", ("Sub", self.narrow(mean, f"{name}.middle")), ("Mul", scale))
        return self.chain(x, f"{name}.all", ("Mul", self.weight(f"{name}.g", weight)), ("Add", self.weight(f"{name}.n", bias)))

    def gelu(self, name: str, x: str) -> str:
        """GELU of x, where x and the result are `gelu_scale()` times what they mean: a is one then, and so is 1 / c."""
        u = self.node("Abs", [x], f"{name}.u")
        p = self.node("Relu", [self.node("Sub", [self.number(_GELU**0.25), u], f"{name}.left")], f"{name}.p")
        for n in range(2):
            p = self.node("Mul", [p, p], f"{name}.p{n}")
        return self.chain(self.node("Relu", [x], f"{name}.relu"), f"{name}.all", ("Sub", self.node("Mul", [p, u], f"{name}.bump")))

    def exp(self, name: str, x: str) -> str:
        """exp of what x stands for, which is not above 0; x is `exp_scale()` times that."""
        y = self.chain(x, f"{name}.y", ("Max", _EXP_LEAST * exp_scale()), ("Add", 0.5**0.5))
        y = self.chain(self.node("Mul", [y, y], f"{name}.square"), f"{name}.p", ("Add", 0.5))
        for n in range(_SQUARINGS):
            y = self.node("Mul", [y, y], f"{name}.s{n}")
        return y

    def save(self, name: str, path: Path, inputs: Mapping[str, list[Any]], outputs: Mapping[str, list[Any]]) -> None:
        """Write the graph; inputs are int32, outputs float32."""
        given = [helper.make_tensor_value_info(n, TensorProto.INT32, shape) for n, shape in inputs.items()]
        told = [helper.make_tensor_value_info(n, TensorProto.FLOAT, shape) for n, shape in outputs.items()]
        graph = helper.make_graph(self.nodes, name, given, told, list(self.weights.values()))
        onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid(_MS, 1)], ir_version=9), path)


def gelu_scale() -> float:
    return _GELU**0.25 / _GELU_END


def exp_scale() -> float:
    return 2.0**-_SQUARINGS * 0.5**0.5


def _whole(weight: Array) -> tuple[Array, NDArray[np.float32]]:
    """Weights (out, in) as whole numbers with a scale for each output: as fine as no two neighbours overflow 16 bits when each is
    multiplied by up to 255 and the two are added, which is what processors without VNNI do.
    """
    sizes = np.abs(weight.astype(np.float64))
    pairs = (sizes[:, 1:] + sizes[:, :-1]).max(axis=1)
    scale = np.maximum(np.maximum(pairs / (_PAIR - 1), sizes.max(axis=1) / 127), 1e-12).astype(np.float32)  # both may round up
    whole = np.rint(weight / scale[:, None].astype(np.float64))
    assert np.abs(whole).max() <= 127
    assert (np.abs(whole[:, 1:]) + np.abs(whole[:, :-1])).max() <= _PAIR
    return whole, scale


def encoder(g: Graph, state: State, added: Mapping[str, str]) -> str:
    """Nodes of a BERT encoder: rows (batch · pieces, width). `added` are embeddings (their names in `state`) that are summed to the
    pieces' own, by the input that indexes them.
    """
    table = "bert.embeddings."
    words = state[table + "word_embeddings.weight"]
    width = words.shape[1]
    scale = np.float32(np.abs(words).max() / 127)
    whole = g.node("Gather", [g.weight("e.table", np.rint(words / scale), np.int8), "pieces"], "e.whole")
    summed = g.chain(g.narrow(whole, "e.words"), "e.scaled", ("Mul", float(scale)))
    for name, of in added.items():
        summed = g.chain(
            summed, f"e.{name}.sum", ("Add", g.node("Gather", [g.weight(f"{name}.w", state[f"{of}.weight"]), name], f"e.{name}"))
        )
    positions = state[table + "position_embeddings.weight"] + state[table + "token_type_embeddings.weight"][0]
    length = g.node("Shape", ["pieces"], "e.size", start=1, end=2)
    at = g.node("Slice", [g.weight("positions", positions), g.sizes(0), length, g.sizes(0), g.sizes(1)], "e.at")
    x = g.node("Reshape", [g.chain(summed, "e.sum", ("Add", at)), g.sizes(-1, width)], "e.rows")
    of = [f"bert.encoder.layer.{n}." for n in range(1 + max(int(k.split(".")[3]) for k in state if k.startswith("bert.encoder.layer.")))]
    # The bias of each sublayer's last product is added with that of the normalisation before it; what reads those rows takes it off.
    closing = [state[f"{o}{part}output.dense.bias"] for o in of for part in ("attention.", "")]
    closing.append(np.zeros_like(closing[0]))
    x = g.normalised("e.norm", x, state[table + "LayerNorm.weight"], state[table + "LayerNorm.bias"] + closing[0])
    # Pieces that pad get no attention: so far below the others that their share rounds to none.
    shown = g.chain(g.narrow("mask", "m.float"), "m.far", ("Sub", 1.0), ("Mul", 65536.0))
    shown = g.node("Unsqueeze", [shown, g.sizes(1, 2)], "m.all")
    for n, layer in enumerate(of):
        first, second, third = closing[2 * n : 2 * n + 3]
        x = g.chain(_attended(g, f"{n}.a", x, state, layer + "attention.", shown, first), f"{n}.a.sum", ("Add", x))
        norm = layer + "attention.output.LayerNorm."
        x = g.normalised(f"{n}.a.norm", x, state[norm + "weight"], state[norm + "bias"] + second)
        weight, bias = state[layer + "intermediate.dense.weight"], state[layer + "intermediate.dense.bias"]
        inner = g.product(f"{n}.i", x, weight * gelu_scale())
        inner = g.chain(inner, f"{n}.i.all", ("Add", g.weight(f"{n}.i.b", (bias - weight @ second) * gelu_scale())))
        inner = g.product(f"{n}.d", g.gelu(f"{n}.gelu", inner), state[layer + "output.dense.weight"] / gelu_scale(), low=True)
        x = g.chain(inner, f"{n}.f.sum", ("Add", x))
        norm = layer + "output.LayerNorm."
        x = g.normalised(f"{n}.f.norm", x, state[norm + "weight"], state[norm + "bias"] + third)
    return x


def _attended(g: Graph, name: str, x: str, state: State, of: str, shown: str, added: Array) -> str:
    """Attention of rows that hold `added` too much, without its last bias."""
    width = len(added)
    weights, biases = ([state[f"{of}self.{p}.{what}"] for p in ("query", "key", "value")] for what in ("weight", "bias"))
    weight = np.concatenate([w / step for w, step in zip(weights, _COARSE, strict=True)])
    bias = np.concatenate([(b - w @ added) / step for w, b, step in zip(weights, biases, _COARSE, strict=True)])
    rounding = 1.5 * 2.0**23
    parts = g.chain(
        g.product(f"{name}.qkv", x, weight), f"{name}.steps", ("Add", g.weight(f"{name}.b", np.rint(bias) + rounding)), ("Sub", rounding)
    )
    parts = g.node("Clip", [parts, g.number(-_MOST), g.number(_MOST)], f"{name}.clip")
    size = g.node("Concat", [g.node("Shape", ["pieces"], f"{name}.shape"), g.sizes(3, HEADS, width // HEADS)], f"{name}.size", axis=0)
    parts = g.node("Transpose", [g.node("Reshape", [parts, size], f"{name}.parted")], f"{name}.heads", perm=[2, 0, 3, 1, 4])
    query, key, value = (g.node("Gather", [parts, g.weight(f"index={k}", np.array(k), np.int64)], f"{name}.{k}", axis=0) for k in range(3))
    scores = g.node("FusedMatMul", [query, key], f"{name}.scores", _MS, transB=1)
    scale = _COARSE[0] * _COARSE[1] / math.sqrt(width // HEADS) * exp_scale()
    scores = g.chain(scores, f"{name}.shown", ("Mul", scale), ("Add", shown))
    most = g.node("ReduceMax", [scores], f"{name}.most", axes=[-1], keepdims=1)
    shares = g.exp(f"{name}.exp", g.chain(scores, f"{name}.below", ("Sub", most)))
    shares = g.rounded(shares, f"{name}.shares", _FINE)
    total = g.node("ReduceSum", [shares, g.sizes(-1)], f"{name}.total", keepdims=1)
    part = g.node("Div", [g.number(1.0), total], f"{name}.part")
    shares = g.rounded(g.node("Mul", [shares, part], f"{name}.parts"), f"{name}.whole", 1 / _SHARES)
    seen = g.node("Transpose", [g.node("MatMul", [shares, value], f"{name}.seen")], f"{name}.back", perm=[0, 2, 1, 3])
    rows = g.node("Reshape", [seen, g.sizes(-1, width)], f"{name}.rows")
    return g.product(f"{name}.o", rows, state[f"{of}output.dense.weight"] * _COARSE[2])


def write(
    path: Path, state: State, added: Mapping[str, str], heads: Callable[[Graph, str], Mapping[str, list[Any]]], single: Sequence[str] = ()
) -> None:
    """A float network as the file that ships: a BERT encoder with `added` embeddings, and what `heads` puts on its rows.

    `heads` adds nodes and tells the outputs with their shapes. Inputs are pieces, those of `added` and mask (batch, pieces), and
    those of `single` (batch,), all int32.
    """
    g = Graph()
    outputs = heads(g, encoder(g, state, added))
    inputs: dict[str, list[Any]] = dict.fromkeys(("pieces", *added, "mask"), _WHOLE) | dict.fromkeys(single, _WHOLE[:1])
    g.save(path.stem, path, inputs, outputs)


def by_piece(g: Graph, rows: str, output: str) -> str:
    """Rows (batch · pieces, …) as (batch, pieces, …), named as an output."""
    size = g.node("Concat", [g.node("Shape", ["pieces"], f"{output}.shape"), g.sizes(-1)], f"{output}.size", axis=0)
    return g.node("Reshape", [rows, size], output)


def write_tagger(state: State, path: Path) -> None:
    """The tagger: inputs pieces, shapes, known, mask; output scores (batch, pieces, 11)."""

    def heads(g: Graph, x: str) -> dict[str, list[Any]]:
        by_piece(g, g.head("head", x, state["head.weight"], state["head.bias"]), "scores")
        return {"scores": [*_WHOLE, len(state["head.bias"])]}

    write(path, state, {"shapes": "shape", "known": "known"}, heads)


def write_linker(state: State, path: Path) -> None:
    """The linker: inputs pieces, shapes, marks, near, mask and trigger (batch,).

    Outputs: tags (batch, pieces, 5), of the word whose first piece stands at `trigger`; kinds (batch, kinds).
    """
    width = len(state["bert.embeddings.LayerNorm.bias"])

    def heads(g: Graph, x: str) -> dict[str, list[Any]]:
        whole = by_piece(g, x, "t.whole")
        at = g.node("Unsqueeze", [g.node("Cast", ["trigger"], "t.wide", to=TensorProto.INT64), g.sizes(1)], "t.at")
        own = g.node("Unsqueeze", [g.node("GatherND", [whole, at], "t.own", batch_dims=1), g.sizes(1)], "t.one")
        beside = g.node("Expand", [own, g.node("Shape", [whole], "t.size")], "t.beside")
        seen = g.node("Concat", [whole, beside, g.node("Mul", [whole, beside], "t.product")], "t.seen", axis=-1)
        rows = g.node("Reshape", [seen, g.sizes(-1, 3 * width)], "t.rows")
        joint = g.product("joint", rows, state["joint.weight"] * gelu_scale())
        joint = g.gelu("joint.gelu", g.chain(joint, "joint.all", ("Add", g.weight("joint.b", state["joint.bias"] * gelu_scale()))))
        by_piece(g, g.head("tag", joint, state["tags.weight"] / gelu_scale(), state["tags.bias"]), "tags")
        shown = g.node("Unsqueeze", [g.node("Cast", ["mask"], "k.mask", to=TensorProto.DOUBLE), g.sizes(2)], "k.shown")
        fine = g.node("Mul", [g.wide(g.rounded(whole, "k.fine", _FINE), "k.wide"), shown], "k.own")
        count = g.node("ReduceSum", [shown, g.sizes(1)], "k.count", keepdims=0)
        mean = g.node("Div", [g.node("ReduceSum", [fine, g.sizes(1)], "k.sum", keepdims=0), count], "k.mean")
        g.node("Identity", [g.head("kind", g.narrow(mean, "k.narrow"), state["kind.weight"], state["kind.bias"])], "kinds")
        return {"tags": [*_WHOLE, len(state["tags.bias"])], "kinds": ["batch", len(state["kind.bias"])]}

    write(path, state, {"shapes": "shape", "marks": "mark", "near": "near"}, heads, ("trigger",))


READER_LAYERS = ("word", "left", "right", "dot")  # the reader's linear layers, in the order of their rows in `words`


def write_reader(state: State, path: Path) -> None:
    """The reader of documents: inputs pieces, shapes, mask; output words (batch, pieces, K), what READER_LAYERS make of each piece.

    Beside it, in `path` with .npz, what the scores of pairs are made of from two of these rows: every weight that is not in the
    graph, under its name in torch, as 32-bit multiples of the finer step. Read with numpy, without pickle.
    """
    sides = READER_LAYERS[1:]  # a thousand rows: in 64 bits they cost as much as the encoder
    weight, bias = (np.concatenate([state[f"{layer}.{what}"] for layer in sides]) for what in ("weight", "bias"))

    def heads(g: Graph, x: str) -> dict[str, list[Any]]:
        told = g.head("told", x, state["word.weight"], state["word.bias"])
        pairs = g.chain(g.product("sides", x, weight), "sides.all", ("Add", g.weight("sides.b", bias)))
        by_piece(g, g.node("Concat", [told, pairs], "rows", axis=-1), "words")
        return {"words": [*_WHOLE, len(state["word.bias"]) + len(bias)]}

    write(path, state, {"shapes": "shape"}, heads)
    inside = tuple(f"{name}." for name in ("bert", "shape", *READER_LAYERS))
    pairs: dict[str, Any] = {
        name: (np.rint(v / _FINE) * _FINE).astype(np.float32) for name, v in state.items() if not name.startswith(inside)
    }
    np.savez(path.with_suffix(".npz"), **pairs)
