"""The network of the tagger that reads: a pretrained encoder over pieces, a small convolution over characters on top.

Made for `zhfacts.recognise.taggers.encoder`; it is trained by cross-entropy of tags and exported as one ONNX model.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from ...lang.pieces import EMBEDDINGS, PIECES, write_pieces
from ...recognise.taggers.decoding import tags
from ...recognise.taggers.encoder import ABOUT, WEIGHTS
from ...recognise.taggers.features import FLAGS
from ...recognise.taggers.windows import DEEPEST, UNKNOWN_CHARACTER, Window
from ..facts.encoder import EncoderFiles, pretrained, save_in_eight_bits, take_over, weights_in
from ..facts.network import PAD, WIDTH
from .data import LABELS

LAYERS = 8
"""Layers of the pretrained encoder that are kept, from below."""
HIDDEN, CHARACTER, PLACE, LAST = 256, 64, 16, 8
REACH = 3
"""Characters that a convolution sees."""


class Sheaf(NamedTuple):
    """Windows side by side, padded at the end; `shown` says which characters count."""

    pieces: Tensor
    piece: Tensor
    place: Tensor
    last: Tensor
    characters: Tensor
    flags: Tensor
    shown: Tensor


def sheaf(windows: Sequence[Window]) -> Sheaf:
    """Return windows as one batch."""
    wide = max(len(w.pieces) for w in windows)
    pieces = torch.tensor([[*w.pieces, *[PAD] * (wide - len(w.pieces))] for w in windows])
    length = max(len(w.piece) for w in windows)

    def side_by_side(name: str) -> Tensor:
        rows = [getattr(w, name) for w in windows]
        found = np.zeros((len(rows), length, *rows[0].shape[1:]), rows[0].dtype)
        for row, values in zip(found, rows, strict=True):
            row[: len(values)] = values
        return torch.from_numpy(found)

    shown = torch.tensor([[n < len(w.piece) for n in range(length)] for w in windows])
    return Sheaf(
        pieces,
        piece=side_by_side("piece"),
        place=side_by_side("place"),
        last=side_by_side("last"),
        characters=side_by_side("characters"),
        flags=side_by_side("flags"),
        shown=shown,
    )


def lower_layers(files: EncoderFiles) -> nn.Module:
    """Return the pretrained encoder without the layers above LAYERS."""
    found = pretrained(files)
    encoder: Any = found.encoder
    encoder.layer = encoder.layer[:LAYERS]
    return found


class EncoderNetwork(nn.Module):  # type: ignore[misc]
    """Pieces and characters in, a score for each character and tag out."""

    def __init__(self, encoder: nn.Module, characters: int, dropout: float = 0.15) -> None:
        super().__init__()
        self.encoder = encoder
        self.character = nn.Embedding(characters + UNKNOWN_CHARACTER + 1, CHARACTER)
        self.place, self.last = nn.Embedding(DEEPEST + 1, PLACE), nn.Embedding(2, LAST)
        width = WIDTH + CHARACTER + PLACE + LAST + FLAGS
        self.mix = nn.Conv1d(width, HIDDEN, REACH, padding=REACH // 2)
        self.scores = nn.Conv1d(HIDDEN, len(tags(LABELS)), REACH, padding=REACH // 2)
        self.drop = nn.Dropout(dropout)

    def forward(
        self, pieces: Tensor, piece: Tensor, place: Tensor, last: Tensor, characters: Tensor, flags: Tensor,
        shown: Tensor | None = None,
    ) -> Tensor:  # fmt: skip
        """Return the scores: (rows, characters, tags)."""
        mask = (pieces != PAD).long() if shown is not None else None
        states = self.encoder(input_ids=pieces, attention_mask=mask).last_hidden_state
        own = torch.gather(states, 1, piece[:, :, None].expand(-1, -1, WIDTH))
        seen = torch.cat([own, self.character(characters), self.place(place), self.last(last), flags], -1)
        counts = 1.0 if shown is None else shown[:, None].float()
        hidden = functional.gelu(self.mix(self.drop(seen).transpose(1, 2) * counts)) * counts
        found: Tensor = self.scores(self.drop(hidden)).transpose(1, 2)
        return found

    def loss(self, batch: Sheaf, goals: Tensor) -> Tensor:
        """Return the mean cross-entropy of the tags; a goal below 0 does not count."""
        found = self(*batch)
        return functional.cross_entropy(found.flatten(0, 1), goals.flatten(), ignore_index=-1)


class _Alone(nn.Module):  # type: ignore[misc]
    """The network as it runs: one window at a time, nothing padded."""

    def __init__(self, network: EncoderNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(
        self, pieces: Tensor, piece: Tensor, place: Tensor, last: Tensor, characters: Tensor, flags: Tensor
    ) -> Tensor:
        """Return the scores of one window."""
        found: Tensor = self.network(pieces, piece, place, last, characters, flags)
        return found


def start_from(network: EncoderNetwork, folder: Path) -> None:
    """Give a network the weights of the tagger of a folder; it knows the same characters (`characters_of`).

    Raises OSError where a file is missing, InputError where it lacks weights of a layer.
    """
    state = {name.removeprefix("network."): values for name, values in weights_in(folder / WEIGHTS).items()}
    take_over(network, state, folder / WEIGHTS)


def characters_of(folder: Path) -> str:
    """Return the characters that the tagger of a folder knows. Raises OSError where there is none."""
    found: str = json.loads((folder / ABOUT).read_text(encoding="utf-8"))["characters"]
    return found


def write(
    network: EncoderNetwork, vocabulary: Sequence[tuple[str, float]], characters: str, out: Path, work: Path
) -> None:
    """Write encoder_names.onnx (eight-bit weights), encoder_names.json (labels, characters, checksums), the pieces."""
    out.mkdir(parents=True, exist_ok=True)
    network.eval()
    some, long = 12, 20
    pieces = torch.randint(PAD + 3, len(vocabulary), (1, some))
    whole = torch.zeros((1, long), dtype=torch.long)
    example = (pieces, whole, whole, whole, whole + 1, torch.zeros((1, long, FLAGS)))
    names = ["pieces", "piece", "place", "last", "characters", "flags"]
    axes = {name: {1: "all pieces" if name == "pieces" else "all characters"} for name in [*names, "scores"]}
    torch.onnx.export(
        _Alone(network).eval(), example, str(work / "names.onnx"), input_names=names, output_names=["scores"],
        opset_version=17, dynamo=False, dynamic_axes=axes,
    )  # fmt: skip
    save_in_eight_bits(work / "names.onnx", out / WEIGHTS, activations=False)
    write_pieces(vocabulary, out)
    files = [name for name in (WEIGHTS, PIECES, EMBEDDINGS) if (out / name).exists()]
    checksums = {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in files}
    about = {"sha256": checksums, "labels": list(LABELS), "characters": characters}
    (out / ABOUT).write_text(json.dumps(about, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
