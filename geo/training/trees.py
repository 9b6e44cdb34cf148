# pyright: basic, reportMissingImports=false
"""Boosted trees of LightGBM → an ONNX graph, so that the running program needs onnxruntime alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper


def write_pair(first: dict[str, Any], second: dict[str, Any], width: int, path: Path) -> None:
    """Two boosters (as `Booster.dump_model()` gives them) as one graph: inputs `rows` and `settled`, output `scores`.

    `settled` chooses the second. Written beside its place and renamed.
    """
    branches = [_branch(dump, name) for dump, name in ((first, "first"), (second, "second"))]
    choose = helper.make_node("If", ["settled"], ["scores"], then_branch=branches[1], else_branch=branches[0])
    graph = helper.make_graph(
        [choose],
        "resolver",
        [
            helper.make_tensor_value_info("rows", TensorProto.FLOAT, [None, width]),
            helper.make_tensor_value_info("settled", TensorProto.BOOL, []),
        ],
        [helper.make_tensor_value_info("scores", TensorProto.FLOAT, [None, 1])],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid("ai.onnx.ml", 3)])
    model.ir_version = 8
    onnx.checker.check_model(model)  # pyright: ignore[reportUnknownMemberType]
    beside = path.with_name(f".{path.name}.part")
    beside.write_bytes(model.SerializeToString())
    beside.replace(path)


def _branch(dump: dict[str, Any], name: str) -> onnx.GraphProto:
    result = f"{name}_scores"
    node = helper.make_node("TreeEnsembleRegressor", ["rows"], [result], domain="ai.onnx.ml", **_ensemble(dump))
    return helper.make_graph([node], name, [], [helper.make_tensor_value_info(result, TensorProto.FLOAT, [None, 1])])


def _ensemble(dump: dict[str, Any]) -> dict[str, Any]:
    nodes: dict[str, list[Any]] = {
        key: []
        for key in ("treeids", "nodeids", "featureids", "values", "modes", "truenodeids", "falsenodeids", "missing_value_tracks_true")
    }
    targets: dict[str, list[Any]] = {key: [] for key in ("treeids", "nodeids", "ids", "weights")}
    for tree, info in enumerate(dump["tree_info"]):
        counted = 0

        def place(node: dict[str, Any], tree: int = tree) -> int:
            nonlocal counted
            number = counted
            counted += 1
            split = "split_feature" in node
            at = len(nodes["nodeids"])
            row = (
                tree,
                number,
                node.get("split_feature", 0),
                _below(node["threshold"]) if split else 0.0,
                "BRANCH_LEQ" if split else "LEAF",
                0,
                0,
                0,
            )
            for key, value in zip(nodes, row, strict=True):
                nodes[key].append(value)
            if split:
                nodes["truenodeids"][at] = place(node["left_child"])
                nodes["falsenodeids"][at] = place(node["right_child"])
            else:
                for key, value in zip(targets, (tree, number, 0, float(node["leaf_value"])), strict=True):
                    targets[key].append(value)
            return number

        place(info["tree_structure"])
    return {
        "n_targets": 1,
        "aggregate_function": "SUM",
        **{f"nodes_{key}": values for key, values in nodes.items()},
        **{f"target_{key}": values for key, values in targets.items()},
    }


def _below(threshold: float) -> float:
    """The greatest 32-bit number not above a threshold: rows hold such numbers, so that they fall on the same side."""
    nearest = np.float32(threshold)
    return float(nearest if float(nearest) <= threshold else np.nextafter(nearest, np.float32(-np.inf)))


def features_used(dump: dict[str, Any], names: Sequence[str]) -> list[str]:
    """Names of the features that some tree asks for."""
    asked: set[int] = set()

    def walk(node: dict[str, Any]) -> None:
        if "split_feature" in node:
            asked.add(node["split_feature"])
            walk(node["left_child"])
            walk(node["right_child"])

    for info in dump["tree_info"]:
        walk(info["tree_structure"])
    return [name for k, name in enumerate(names) if k in asked]
