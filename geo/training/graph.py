# pyright: basic, reportMissingImports=false
"""The trained network as an ONNX graph of fused operators (com.microsoft), then in 8-bit integers: faster, a quarter of the size.

Written node by node: exporters give graphs that the run time fuses only in part.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

from geo.training.link_network import LinkNetwork
from geo.training.network import Network

HEADS = 12
EPSILON = 1e-12
_MS = "com.microsoft"
Array = NDArray[np.float32]
_WHOLE = ["batch", "pieces"]


class _Graph:
    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []

    def weight(self, name: str, values: Any) -> str:  # a torch tensor
        array: Array = values.detach().float().numpy()
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def node(self, op: str, inputs: list[str], output: str, domain: str = "", **attributes: Any) -> str:
        self.nodes.append(helper.make_node(op, inputs, [output], name=output, domain=domain, **attributes))
        return output

    def linear(self, name: str, x: str, layer: Any) -> str:
        """x W without the bias, which the next node adds."""
        return self.node("MatMul", [x, self.weight(f"{name}.w", layer.weight.T)], f"{name}.out")


def export(network: Network, path: Path) -> None:
    """Write the tagger to `path`: inputs pieces, shapes, known, mask (batch, pieces) int32; output scores (batch, pieces, 11) float32."""
    network.eval()
    g = _Graph()
    x = _encoded(g, network.bert, {"shapes": network.shape, "known": network.known})
    scores = g.linear("head", x, network.head)
    g.node("Add", [scores, g.weight("head.b", network.head.bias)], "scores")
    _save(g, "tagger", path, ("pieces", "shapes", "known", "mask"), {"scores": [*_WHOLE, network.head.out_features]})


def export_linker(network: LinkNetwork, path: Path) -> None:
    """Write the linker to `path`: inputs pieces, shapes, marks, near, mask (batch, pieces) and trigger (batch,) int32.

    Outputs: tags (batch, pieces, 5) float32, of the word whose first piece stands at `trigger`; kinds (batch, kinds) float32.
    """
    network.eval()
    g = _Graph()
    x = _encoded(g, network.bert, {"shapes": network.shape, "marks": network.mark, "near": network.near})
    at = g.node("Unsqueeze", [g.node("Cast", ["trigger"], "t.wide", to=TensorProto.INT64), "one"], "t.at")
    own = g.node("GatherND", [x, at], "t.own", batch_dims=1)
    beside = g.node("Expand", [g.node("Unsqueeze", [own, "one"], "t.one"), g.node("Shape", [x], "t.size")], "t.beside")
    seen = g.node("Concat", [x, beside, g.node("Mul", [x, beside], "t.product")], "t.seen", axis=-1)
    joint = g.linear("joint", seen, network.joint)
    joint = g.node("BiasGelu", [joint, g.weight("joint.b", network.joint.bias)], "joint.gelu", _MS)
    scores = g.linear("head", joint, network.tags)
    g.node("Add", [scores, g.weight("head.b", network.tags.bias)], "tags")
    shown = g.node("Unsqueeze", [g.node("Cast", ["mask"], "k.float", to=TensorProto.FLOAT), "two"], "k.mask")
    g.weights.append(numpy_helper.from_array(np.array([2], dtype=np.int64), "two"))
    summed = g.node("ReduceSum", [g.node("Mul", [x, shown], "k.shown"), "one"], "k.sum", keepdims=0)
    mean = g.node("Div", [summed, g.node("ReduceSum", [shown, "one"], "k.count", keepdims=0)], "k.mean")
    kinds = g.linear("kind", mean, network.kind)
    g.node("Add", [kinds, g.weight("kind.b", network.kind.bias)], "kinds")
    outputs = {"tags": [*_WHOLE, network.tags.out_features], "kinds": ["batch", network.kind.out_features]}
    _save(g, "linker", path, ("pieces", "shapes", "marks", "near", "mask"), outputs, single=("trigger",))


def _encoded(g: _Graph, bert: Any, added: dict[str, Any]) -> str:
    """Nodes of the encoder; `added` are embeddings that are summed to the pieces' own, by the input that indexes them."""
    table = bert.embeddings
    positions = table.position_embeddings.weight + table.token_type_embeddings.weight[0]
    summed = g.node("Gather", [g.weight("words", table.word_embeddings.weight), "pieces"], "e.words")
    for name, embedding in added.items():
        more = g.node("Gather", [g.weight(f"{name}.w", embedding.weight), name], f"e.{name}")
        summed = g.node("Add", [summed, more], f"e.{name}.sum")
    g.node("Shape", ["pieces"], "e.size", start=1, end=2)
    zero, one = np.array([0], dtype=np.int64), np.array([1], dtype=np.int64)
    for name, value in (("zero", zero), ("one", one)):
        g.weights.append(numpy_helper.from_array(value, name))
    at = g.node("Slice", [g.weight("positions", positions), "zero", "e.size", "zero", "one"], "e.at")
    summed = g.node("Add", [summed, at], "e.sum")
    norm = table.LayerNorm
    x = g.node("LayerNormalization", [summed, g.weight("e.g", norm.weight), g.weight("e.n", norm.bias)], "e.out", axis=-1, epsilon=EPSILON)
    # The mask as the length of each row, which the fused attention reads directly.
    lengths = g.node("ReduceSum", ["mask", "one"], "lengths", keepdims=0)
    for n, layer in enumerate(bert.encoder.layer):
        own = layer.attention.self
        weight = torch.cat([own.query.weight, own.key.weight, own.value.weight]).T
        bias = torch.cat([own.query.bias, own.key.bias, own.value.bias])
        inputs = [x, g.weight(f"{n}.qkv", weight), g.weight(f"{n}.qkv.b", bias), lengths]
        attended = g.node("Attention", inputs, f"{n}.attention", _MS, num_heads=HEADS)
        out = layer.attention.output
        x = _added(g, f"{n}.a", g.linear(f"{n}.o", attended, out.dense), x, out)
        wide = g.linear(f"{n}.i", x, layer.intermediate.dense)
        wide = g.node("BiasGelu", [wide, g.weight(f"{n}.i.b", layer.intermediate.dense.bias)], f"{n}.gelu", _MS)
        x = _added(g, f"{n}.f", g.linear(f"{n}.d", wide, layer.output.dense), x, layer.output)
    return x


def _save(g: _Graph, name: str, path: Path, inputs: Sequence[str], outputs: dict[str, list[Any]], single: Sequence[str] = ()) -> None:
    given = [helper.make_tensor_value_info(n, TensorProto.INT32, _WHOLE) for n in inputs]
    given += [helper.make_tensor_value_info(n, TensorProto.INT32, _WHOLE[:1]) for n in single]
    told = [helper.make_tensor_value_info(n, TensorProto.FLOAT, shape) for n, shape in outputs.items()]
    graph = helper.make_graph(g.nodes, name, given, told, g.weights)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid(_MS, 1)], ir_version=9)
    onnx.save(model, path)


def _added(g: _Graph, name: str, x: str, before: str, layer: Any) -> str:
    """The residual sum and its normalisation in one node."""
    norm, dense = layer.LayerNorm, layer.dense
    inputs = [x, before, g.weight(f"{name}.g", norm.weight), g.weight(f"{name}.n", norm.bias), g.weight(f"{name}.b", dense.bias)]
    return g.node("SkipLayerNormalization", inputs, f"{name}.out", _MS, epsilon=EPSILON)


def quantise(full: Path, path: Path) -> None:
    """The graph with weights of 8 bits, each column with a scale of its own, and activations scaled as they come."""
    quantize_dynamic(
        full,
        path,
        per_channel=True,
        weight_type=QuantType.QInt8,
        op_types_to_quantize=["MatMul", "Attention", "Gather"],
        extra_options={"MatMulConstBOnly": True, "DefaultTensorType": TensorProto.FLOAT},
        nodes_to_exclude=["head.out", "kind.out", "e.shapes", "e.known", "e.marks", "e.near"],
    )
