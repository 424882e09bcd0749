"""Writes a trained network as the model that the package ships: an ONNX graph with eight-bit weights, and a JSON file.

Weights are stored as whole numbers from -127 to 127 with a scale for each output; the arithmetic stays in floats, so
that a text's names don't depend on its neighbours in a batch.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from ...recognise.taggers.features import FLAGS
from .network import TaggerNetwork

GATES = (0, 3, 1, 2)
"""Torch keeps an LSTM's gates as input, forget, cell, output; ONNX as input, output, forget, cell."""


class Graph:
    """An ONNX graph under construction."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def constant(self, name: str, value: npt.NDArray[Any]) -> str:
        """Add a constant and return its name."""
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def add(self, kind: str, inputs: Sequence[str], output: str, **options: Any) -> str:
        """Add a node with one output and return the output's name."""
        self.nodes.append(helper.make_node(kind, list(inputs), [output], **options))
        return output

    def packed(self, name: str, value: npt.NDArray[np.float32], axis: int) -> tuple[str, str]:
        """Add a matrix as eight-bit numbers with one scale for each entry of `axis`; return both names."""
        scale = np.maximum(np.abs(value).max(axis=1 - axis), 1e-8) / 127
        shaped = np.expand_dims(scale, 1 - axis)
        whole = np.clip(np.rint(value / shaped), -127, 127).astype(np.int8)
        return self.constant(f"{name}.whole", whole), self.constant(f"{name}.scale", scale.astype(np.float32))

    def matrix(self, name: str, value: npt.NDArray[np.float32], axis: int) -> str:
        """Add a matrix in eight bits that is unpacked when the model is loaded; return the unpacked name."""
        return self.add("DequantizeLinear", self.packed(name, value, axis), name, axis=axis)

    def lookup(self, name: str, value: npt.NDArray[np.float32], numbers: str) -> str:
        """Add a table of vectors in eight bits, and the vectors of `numbers` from it; return their name."""
        whole, scale = self.packed(name, value, 1)
        rows = self.add("Gather", [whole, numbers], f"{name}.{numbers}.rows")
        return self.add("DequantizeLinear", [rows, scale], f"{name}.{numbers}", axis=2)


def graph_of(network: TaggerNetwork) -> Any:
    """Return the ONNX model of a network: the same arithmetic as `network.Encoder` and `network.TaggerNetwork`."""
    w = {k: v.detach().numpy() for k, v in network.state_dict().items()}
    g = Graph()
    after = g.lookup("bigram", w["encoder.bigram.weight"], "bigrams")
    pads = g.constant("pads", np.array([0, 1, 0, 0, 0, 0], np.int64))
    padded = g.add("Pad", [after, pads], "bigram.padded")
    cut = [g.constant(n, np.array([v], np.int64)) for n, v in (("from", 0), ("to", -1), ("axis", 1))]
    before = g.add("Slice", [padded, *cut], "bigram.before")
    chars = g.lookup("char", w["encoder.char.weight"], "chars")
    word = w["encoder.word.weight"]
    begins, ends = g.lookup("word", word, "begins"), _second_lookup(g, "word", "ends")
    flags = g.add("Cast", ["flags"], "flags.float", to=TensorProto.FLOAT)
    x = g.add("Concat", [chars, after, before, begins, ends, flags], "features", axis=2)
    x = g.add("Gelu", [_linear(g, w, "encoder.inputs", x)], "inputs.gelu")
    norm = [g.constant(f"norm.{p}", w[f"encoder.norm.{p}"]) for p in ("weight", "bias")]
    x = g.add("LayerNormalization", [x, *norm], "inputs.norm", axis=-1, epsilon=1e-5)
    x = g.add("Gelu", [_linear(g, w, "encoder.outputs", _recurrent(g, w, x))], "outputs.gelu")
    g.add("Identity", [_linear(g, w, "scores", x)], "scores")
    return _model(g, w["scores.bias"].shape[0])


def _second_lookup(g: Graph, name: str, numbers: str) -> str:
    """Add another look-up in a table that is already there."""
    rows = g.add("Gather", [f"{name}.whole", numbers], f"{name}.{numbers}.rows")
    return g.add("DequantizeLinear", [rows, f"{name}.scale"], f"{name}.{numbers}", axis=2)


def _linear(g: Graph, w: dict[str, Any], name: str, x: str) -> str:
    """Add a linear layer."""
    weight = g.matrix(f"{name}.weight", w[f"{name}.weight"].T, 1)
    product = g.add("MatMul", [x, weight], f"{name}.product")
    return g.add("Add", [product, g.constant(f"{name}.bias", w[f"{name}.bias"])], f"{name}.sum")


def _recurrent(g: Graph, w: dict[str, Any], x: str) -> str:
    """Add the two LSTMs as one bidirectional node; takes and gives (rows, places, values)."""
    sides = ("forwards", "backwards")
    both = {
        part: np.concatenate([_gates(w[f"encoder.{side}.{part}_l0"]) for side in sides])
        for part in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
    }
    hidden = both["weight_hh"].shape[1]
    weights = []
    for part in ("weight_ih", "weight_hh"):
        shape = g.constant(f"{part}.shape", np.array([2, 4 * hidden, -1], np.int64))
        weights.append(g.add("Reshape", [g.matrix(f"{part}.flat", both[part], 0), shape], part))
    halves = [both[p].reshape(2, 4 * hidden) for p in ("bias_ih", "bias_hh")]
    bias = g.constant("lstm.bias", np.concatenate(halves, 1))
    turned = g.add("Transpose", [x], "lstm.in", perm=[1, 0, 2])
    inputs = [turned, *weights, bias, "lengths"]
    out = g.add("LSTM", inputs, "lstm", hidden_size=hidden, direction="bidirectional")
    rows = g.add("Transpose", [out], "lstm.rows", perm=[2, 0, 1, 3])
    flat = g.constant("lstm.flat.shape", np.array([0, 0, 2 * hidden], np.int64))
    return g.add("Reshape", [rows, flat], "lstm.flat")


def _gates(value: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Return an LSTM's weights with the gates in ONNX's order."""
    parts = np.split(value, 4)
    return np.concatenate([parts[i] for i in GATES])


def _model(g: Graph, tags: int) -> Any:
    """Return the checked ONNX model of a finished graph."""
    places = ["rows", "places"]
    inputs = [
        helper.make_tensor_value_info(n, TensorProto.INT32, places) for n in ("chars", "bigrams", "begins", "ends")
    ]
    inputs.append(helper.make_tensor_value_info("flags", TensorProto.UINT8, [*places, FLAGS]))
    inputs.append(helper.make_tensor_value_info("lengths", TensorProto.INT32, ["rows"]))
    output = helper.make_tensor_value_info("scores", TensorProto.FLOAT, [*places, tags])
    graph = helper.make_graph(g.nodes, "names", inputs, [output], g.constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=10)
    onnx.checker.check_model(model)
    return model


def export_model(
    network: TaggerNetwork, characters: str, labels: Sequence[str], threshold: float, folder: Path
) -> None:
    """Write names.onnx and names.json into a folder, which is made if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    weights = graph_of(network).SerializeToString()
    (folder / "names.onnx").write_bytes(weights)
    field = {k: getattr(network, k).detach().numpy().round(4).tolist() for k in ("transitions", "first", "last")}
    about = {
        "format": 1,
        "sha256": hashlib.sha256(weights).hexdigest(),
        "labels": list(labels),
        "threshold": threshold,
        "characters": characters,
        **field,
    }
    text = json.dumps(about, ensure_ascii=False, separators=(",", ":")).replace(',"', ',\n"')
    (folder / "names.json").write_text(text + "\n", encoding="utf-8")
