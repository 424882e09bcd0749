"""Reads a model folder back into a network, so that training can go on from it: the inverse of `export`.

The folder's weights are whole numbers with a scale for each output; what comes back differs from what was exported by
half a step of them at most, and not at all from what the tagger computes with.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from ...errors import ZhfactsError
from ...recognise.taggers.decoding import tags
from ...recognise.taggers.shipped import Tagger
from .data import LABELS
from .export import GATES
from .network import Encoder, TaggerNetwork


class Restored(NamedTuple):
    """A network with the characters that it knows and the probability from which on it takes a name."""

    network: TaggerNetwork
    characters: str
    threshold: float


def restored_network(folder: Path) -> Restored:
    """Return the network of a model folder, ready to be trained.

    Raises ZhfactsError where the folder holds no model that `Tagger.load` takes, or one with other labels than ours.
    """
    Tagger.load(folder)
    about = json.loads((folder / "names.json").read_text(encoding="utf-8"))
    if tuple(about["labels"]) != LABELS:
        raise ZhfactsError(f"{folder}: a model with the labels {' '.join(about['labels'])} cannot be trained further")
    graph = onnx.load(str(folder / "names.onnx")).graph
    stored = {x.name: numpy_helper.to_array(x) for x in graph.initializer}
    weights = {k: torch.tensor(v, dtype=torch.float32) for k, v in _weights(stored).items()}
    field = {k: torch.tensor(about[k]) for k in ("transitions", "first", "last")}
    width, hidden = weights["encoder.outputs.weight"].shape[0], weights["encoder.forwards.weight_hh_l0"].shape[1]
    network = TaggerNetwork(Encoder(len(weights["encoder.char.weight"]), width, hidden, 0.0), len(tags(LABELS)))
    network.load_state_dict(weights | field)
    return Restored(network, about["characters"], about["threshold"])


def _weights(stored: dict[str, Any]) -> dict[str, Any]:
    """Return the weights of `TaggerNetwork` by name, from the constants of `export.graph_of`."""

    def unpacked(name: str, axis: int) -> Any:
        return stored[f"{name}.whole"] * np.expand_dims(stored[f"{name}.scale"], 1 - axis)

    found = {f"encoder.{name}.weight": unpacked(name, 1) for name in ("char", "bigram", "word")}
    for name in ("encoder.inputs", "encoder.outputs", "scores"):
        found |= {f"{name}.weight": unpacked(f"{name}.weight", 1).T, f"{name}.bias": stored[f"{name}.bias"]}
    found |= {f"encoder.norm.{part}": stored[f"norm.{part}"] for part in ("weight", "bias")}
    both = {f"weight_{part}": np.split(unpacked(f"weight_{part}.flat", 0), 2) for part in ("ih", "hh")}
    inner, outer = np.split(stored["lstm.bias"], 2, axis=1)
    both |= {"bias_ih": list(inner), "bias_hh": list(outer)}
    for part, sides in both.items():
        for side, value in zip(("forwards", "backwards"), sides, strict=True):
            found[f"encoder.{side}.{part}_l0"] = _torch_gates(value)
    return found


def _torch_gates(value: Any) -> Any:
    """Return an LSTM's weights with the gates in torch's order."""
    parts = np.split(value, 4)
    return np.concatenate([parts[GATES.index(i)] for i in range(4)])
