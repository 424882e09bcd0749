"""The name tagger that the package ships: reading text in, names of nine labels with their probabilities out.

Runs on numpy and onnxruntime. A model is a folder with `names.onnx` (weights, eight bits each) and `names.json`
(labels, characters, the field's scores, checksum of the weights); `pipeline/train` makes it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime  # type: ignore[import-untyped]

from ...errors import ZhfactsError
from ..names.proposal import Proposal
from . import features
from .decoding import Floats, RandomField, settled, tags

_ROWS = 24
_FILL = 0.85
_FORMAT = 1


def recogniser(which: str) -> Tagger:
    """Return the tagger of a model folder that `zhfacts train` made, for "" the small shipped one."""
    return Tagger.load(Path(which) if which else None)


class Tagger:
    """Finds names in reading texts. Made by `Tagger.load`; safe to use for any number of texts, one at a time."""

    def __init__(self, session: Any, field: RandomField, characters: str, threshold: float) -> None:
        self._session = session
        self._field = field
        self._numbers = features.vocabulary(characters)
        self.threshold = threshold

    @classmethod
    def load(cls, path: Path | None = None) -> Tagger:
        """Return the tagger of a model folder, the shipped one by default.

        Raises ZhfactsError where the folder holds no model, one of another format, or weights that don't match their
        checksum.
        """
        if path is None:
            with as_file(files(__package__.split(".")[0]) / "models") as shipped:
                return cls.load(shipped)
        try:
            weights = (path / "names.onnx").read_bytes()
            about = json.loads((path / "names.json").read_text(encoding="utf-8"))
            if about["format"] != _FORMAT:
                raise ZhfactsError(f"{path}: model format {about['format']}, this version reads {_FORMAT}")
            if hashlib.sha256(weights).hexdigest() != about["sha256"]:
                raise ZhfactsError(f"{path / 'names.onnx'}: checksum differs from the one in names.json")
            parts = (np.array(about[k], np.float32) for k in ("transitions", "first", "last"))
            return cls(session(weights), RandomField(about["labels"], *parts), about["characters"], about["threshold"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ZhfactsError(f"{path}: no usable name model ({error})") from None

    def spans(self, text: str, least: float | None = None) -> list[tuple[int, int, str, float]]:
        """Return the names of a text as (start, end, label, probability), in order and without overlaps.

        `text` is a reading text, blocks parted by "\\n". `least` is the smallest probability, by default the
        model's own threshold. Each line is tagged on its own, a long one in pieces cut at sentence ends.
        """
        found = self.candidates(text, self.threshold if least is None else least)
        return [(x.start, x.end, x.label, x.score) for x in settled(found)]

    def candidates(self, text: str, least: float) -> list[Proposal]:
        """Return every name with at least that probability, overlapping ones too, in text order."""
        whole = features.extract(text)
        whole = whole._replace(chars=features.numbered(whole.chars, self._numbers))
        cuts = sorted(features.pieces(text), key=lambda x: (x[0] - x[1], x[0]))
        found = []
        for begin in range(0, len(cuts), _ROWS):
            rows = cuts[begin : begin + _ROWS]
            lengths = [b - a for a, b in rows]
            scores = self._scores([whole.piece(a, b) for a, b in rows], lengths)
            for (start, _), names in zip(rows, self._field.names(scores, lengths, least), strict=True):
                found += [x._replace(start=x.start + start, end=x.end + start) for x in names]
        return sorted(found)

    def _scores(self, rows: Sequence[features.Features], lengths: Sequence[int]) -> Floats:
        """Return the network's tag scores of pieces, longest first: (pieces, places, tags), zero beyond their ends."""
        scores = np.zeros((len(rows), lengths[0], len(tags(self._field.labels))), np.float32)
        for a, b in _alike(lengths):
            scores[a:b, : lengths[a]] = self._run(rows[a:b], lengths[a:b])
        return scores

    def _run(self, rows: Sequence[features.Features], lengths: Sequence[int]) -> Floats:
        """Return the network's tag scores of pieces of like length, longest first."""
        names = ("chars", "bigrams", "flags", "begins", "ends")
        inputs: dict[str, Any] = {"lengths": np.array(lengths, np.int32)}
        for name, columns in zip(names, zip(*rows, strict=True), strict=True):
            padded = np.zeros((len(rows), lengths[0], *columns[0].shape[1:]), columns[0].dtype)
            for i, column in enumerate(columns):
                padded[i, : len(column)] = column
            inputs[name] = padded
        scores: Floats = self._session.run(["scores"], inputs)[0]
        return scores


def _alike(lengths: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield ranges of falling lengths that differ so little that padding them to the first costs little."""
    begin = 0
    for n, length in enumerate(lengths):
        if length < _FILL * lengths[begin]:
            yield begin, n
            begin = n
    yield begin, len(lengths)


def session(weights: bytes | Path) -> Any:
    """Return a session that uses one thread and unpacks the weights once."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.add_session_config_entry("session.disable_quant_qdq", "1")
    found = weights if isinstance(weights, bytes) else str(weights)
    return onnxruntime.InferenceSession(found, options, providers=["CPUExecutionProvider"])
