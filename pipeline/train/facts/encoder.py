"""The pretrained encoder: from its weights into torch, and out again as the eight-bit model that the package ships.

Its folder holds `weights.npz` (emb.word, emb.pos, emb.type, emb.ln.*, l0.q.w, ...) and `pieces.json` with the pieces of
its vocabulary; they are multilingual-e5-small (intfloat, MIT), cut to the pieces that Chinese news needs.
"""

from __future__ import annotations

import hashlib
import json
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from ...errors import InputError
from ...lang.pieces import EMBEDDINGS, PIECES, write_pieces
from ...relate.decide.passages import MOST_PIECES
from ...relate.decide.reader import CLASSES
from .network import PAD, WIDTH, ReaderNetwork

JUDGES = ("none", "q.", "dist.", "pair.", *(f"cls.{slot}." for slot in CLASSES))
"""The judges that are asked when the reader runs; those of marked words are learned for the sake of the states."""
FILES = ("reader.onnx", "reader.npz", PIECES, EMBEDDINGS)
"""What the reader's checksums are of."""
LAYERS, HEADS, INNER, POSITIONS = 12, 12, 1536, 512
PARTS = {
    "attention.self.query": "q", "attention.self.key": "k", "attention.self.value": "v",
    "attention.output.dense": "ao", "intermediate.dense": "fi", "output.dense": "fo",
    "attention.output.LayerNorm": "aln", "output.LayerNorm": "oln",
}  # fmt: skip
"""The parts of a layer by their names in transformers and in the folder."""


class EncoderFiles:
    """The files of an encoder; raises OSError where one is missing."""

    def __init__(self, folder: Path) -> None:
        self.about: dict[str, Any] = json.loads((folder / "pieces.json").read_text(encoding="utf-8"))
        self.pieces: list[tuple[str, float]] = [(piece, float(weight)) for piece, weight in self.about["pieces"]]
        self._file = folder / "weights.npz"

    @cached_property
    def weights(self) -> dict[str, Tensor]:
        """The weights by name, as floats."""
        with np.load(self._file, allow_pickle=False) as found:
            return {name: torch.tensor(found[name].astype(np.float32)) for name in found.files}


def pretrained(files: EncoderFiles) -> nn.Module:
    """Return the encoder as a torch module; its embeddings do not learn, its attention drops nothing out.

    Dropout of attention doubles the time of a step on a processor.
    """
    from transformers import BertConfig, BertModel

    config = BertConfig(
        vocab_size=len(files.pieces), hidden_size=WIDTH, num_hidden_layers=LAYERS, num_attention_heads=HEADS,
        intermediate_size=INNER, max_position_embeddings=POSITIONS, type_vocab_size=2, layer_norm_eps=1e-12,
        pad_token_id=PAD, attention_probs_dropout_prob=0.0,
    )  # fmt: skip
    encoder = BertModel(config, add_pooling_layer=False)
    weights = files.weights
    kinds = weights["emb.type"].reshape(-1, WIDTH)
    state = {
        "embeddings.word_embeddings.weight": weights["emb.word"],
        "embeddings.position_embeddings.weight": weights["emb.pos"].reshape(POSITIONS, WIDTH),
        "embeddings.token_type_embeddings.weight": kinds.expand(2, WIDTH).clone() if len(kinds) == 1 else kinds[:2],
        "embeddings.LayerNorm.weight": weights["emb.ln.w"],
        "embeddings.LayerNorm.bias": weights["emb.ln.b"],
    }
    for layer in range(LAYERS):
        for part, name in PARTS.items():
            state[f"encoder.layer.{layer}.{part}.weight"] = weights[f"l{layer}.{name}.w"]
            state[f"encoder.layer.{layer}.{part}.bias"] = weights[f"l{layer}.{name}.b"]
    missing = encoder.load_state_dict(state, strict=False)
    assert not missing.unexpected_keys and all("position_ids" in name for name in missing.missing_keys), missing
    for parameter in encoder.embeddings.parameters():
        parameter.requires_grad = False
    return encoder


class _States(nn.Module):  # type: ignore[misc]
    def __init__(self, encoder: nn.Module) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, ids: Tensor) -> Tensor:
        """Return the states of the pieces of one sheet."""
        found: Tensor = self.encoder(input_ids=ids).last_hidden_state
        return found


def save_in_eight_bits(whole: Path, out: Path, activations: bool = True) -> None:
    """Write an ONNX model with eight-bit weights; its pieces' vectors stand in EMBEDDINGS beside it.

    No training changes these vectors, so that all encoders of a folder share the file. With `activations` sums are
    taken in eight bits too, which is quicker; without, the weights are unpacked when the model is loaded.
    """
    import onnx
    from onnx.external_data_helper import set_external_data
    from onnxruntime.quantization import QuantType, quantize_dynamic

    operators = None if activations else ["Gather"]
    quantize_dynamic(
        str(whole), str(out), per_channel=True, weight_type=QuantType.QInt8, op_types_to_quantize=operators
    )
    model = onnx.load(str(out))
    for tensor in model.graph.initializer:
        if tensor.name.endswith("word_embeddings.weight_quantized"):
            (out.parent / EMBEDDINGS).write_bytes(tensor.raw_data)
            set_external_data(tensor, EMBEDDINGS, offset=0, length=len(tensor.raw_data))
            tensor.ClearField("raw_data")
            tensor.data_location = onnx.TensorProto.EXTERNAL
    if not activations:
        _pack_weights(model)
    out.write_bytes(model.SerializeToString())


def _pack_weights(model: Any) -> None:
    """Replace each matrix of a product by eight-bit numbers and a scale for each output."""
    from onnx import helper, numpy_helper

    matrices = {node.input[1] for node in model.graph.node if node.op_type == "MatMul"}
    packed = [t for t in model.graph.initializer if t.name in matrices and len(t.dims) == 2]
    nodes = []
    for tensor in packed:
        values = numpy_helper.to_array(tensor)
        scale = (np.abs(values).max(axis=0) / 127).astype(np.float32)
        numbers = np.round(values / np.where(scale > 0, scale, 1)).astype(np.int8)
        names = [f"{tensor.name}_{part}" for part in ("numbers", "scale")]
        model.graph.initializer.extend(map(numpy_helper.from_array, (numbers, scale), names))
        nodes.append(helper.make_node("DequantizeLinear", names, [tensor.name], axis=1))
        model.graph.initializer.remove(tensor)
    old = list(model.graph.node)
    del model.graph.node[:]
    model.graph.node.extend([*nodes, *old])


def freeze(encoder: nn.Module, layers: int) -> None:
    """Let so many of the lowest layers of an encoder learn nothing."""
    for name, parameter in encoder.named_parameters():
        if name.startswith(tuple(f"encoder.layer.{n}." for n in range(layers))):
            parameter.requires_grad = False


def start_from(network: ReaderNetwork, folder: Path) -> None:
    """Give a network the weights of the reader of a folder; what a reader does not ship stays as it is.

    Raises OSError where a file is missing, InputError where one lacks weights of a layer.
    """
    state = {f"enc.{n.removeprefix('encoder.')}": v for n, v in weights_in(folder / "reader.onnx").items()}
    with np.load(folder / "reader.npz", allow_pickle=False) as judges:
        state |= {name: torch.tensor(judges[name].astype(np.float32)) for name in judges.files}
    take_over(network, state, folder / "reader.onnx")


def take_over(network: nn.Module, state: dict[str, Tensor], path: Path) -> None:
    """Give a network the weights of a state that it has too; InputError names the file that lacks some of a layer."""
    own = network.state_dict()
    if lacking := [name for name in own if ".layer." in name and name not in state]:
        raise InputError(f"{path} has no weights {lacking[0]}")
    network.load_state_dict(own | {name: values for name, values in state.items() if name in own})


def weights_in(path: Path) -> dict[str, Tensor]:
    """Return the weights of a model of `save_in_eight_bits` by their names in torch, without the pieces' vectors.

    Its matrices are numbers of eight bits with a scale for each output, its tables with one for all.
    """
    import onnx
    from onnx import numpy_helper

    model = onnx.load(str(path), load_external_data=False)
    own = [t for t in model.graph.initializer if t.data_location != onnx.TensorProto.EXTERNAL]
    held = {tensor.name: numpy_helper.to_array(tensor) for tensor in own}
    found = {name: values for name, values in held.items() if values.dtype == np.float32 and name[-6:] != "_scale"}
    for name, zero in held.items():
        if name.endswith("weight_zero_point"):
            table = name.removesuffix("_zero_point")
            if (numbers := held.get(f"{table}_quantized")) is not None:
                found[table] = (numbers.astype(np.float32) - zero) * held[f"{table}_scale"]
    for node in model.graph.node:
        if node.op_type in ("MatMulInteger", "MatMul"):
            matrix = node.input[1].removesuffix("_quantized")
            for numbers in (held[n] for n in (f"{matrix}_quantized", f"{matrix}_numbers") if n in held):
                part = node.name.lstrip("/").removesuffix("_quant").removesuffix("/MatMul").replace("/", ".")
                found[f"{part}.weight"] = (numbers.astype(np.float32) * held[f"{matrix}_scale"]).T
    return {name: torch.tensor(values) for name, values in found.items()}


def write(network: ReaderNetwork, files: EncoderFiles, out: Path, work: Path) -> None:
    """Write reader.onnx (the encoder in eight bits), reader.npz (the judges), their checksums and the pieces."""
    out.mkdir(parents=True, exist_ok=True)
    states = _States(network.enc).eval()
    sheet = torch.randint(PAD + 3, len(files.pieces), (1, MOST_PIECES // 2))
    whole = work / "encoder.onnx"
    torch.onnx.export(
        states, (sheet,), str(whole), input_names=["ids"], output_names=["states"], opset_version=17, dynamo=False,
        dynamic_axes={"ids": {0: "sheets", 1: "pieces"}, "states": {0: "sheets", 1: "pieces"}},
    )  # fmt: skip
    save_in_eight_bits(whole, out / "reader.onnx")
    judges = {n: p.detach().numpy().astype(np.float16) for n, p in network.named_parameters() if n.startswith(JUDGES)}
    with (out / "reader.npz").open("wb") as file:
        np.savez_compressed(file, **judges)  # type: ignore[arg-type]
    write_pieces(files.pieces, out)
    sums = {n: hashlib.sha256((out / n).read_bytes()).hexdigest() for n in FILES}
    (out / "reader.json").write_text(json.dumps({"sha256": sums}, indent=0) + "\n", encoding="utf-8")
