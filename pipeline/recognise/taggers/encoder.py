"""The tagger that reads: a small pretrained encoder tuned to find names, and what it and the small tagger say together.

It runs on ONNX Runtime, one window at a time, so that an answer does not depend on its neighbours. A model is
`encoder_names.onnx` and `encoder_names.json` (labels, characters, checksum) beside the pieces of `reader.json`;
`zhfacts.train.names.reading` makes it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib.resources import as_file, files
from math import exp
from pathlib import Path
from typing import Any

import numpy as np

from ...errors import ZhfactsError
from ...lang.checksums import unchanged
from ...lang.pieces import Vocabulary, read_pieces
from ..names.fusion import logit
from ..names.namer import Proposer
from ..names.proposal import Proposal
from .decoding import Floats, RandomField, tags
from .shipped import Tagger, session
from .windows import Window, character_numbers, windows_of

EXTREME = 4 / 3
"""How much surer two taggers are together than one; docs/decisions.md has the figures."""
WEIGHTS, ABOUT = "encoder_names.onnx", "encoder_names.json"


class EncoderTagger:
    """Finds names in reading texts with an encoder. Made by `EncoderTagger.load`."""

    def __init__(self, session: Any, labels: Sequence[str], characters: str, vocabulary: Vocabulary) -> None:
        self._session, self._vocabulary = session, vocabulary
        self._numbers = character_numbers(characters)
        size = len(tags(labels))
        flat = np.zeros(size, np.float32)
        self._field = RandomField(labels, np.zeros((size, size), np.float32), flat, flat)

    @classmethod
    def load(cls, folder: Path) -> EncoderTagger:
        """Return the tagger of a model folder.

        Raises ZhfactsError where a file is missing, or is not the one whose SHA-256 the folder names.
        """
        try:
            about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
            unchanged(folder, about["sha256"], ABOUT)
            return cls(session(folder / WEIGHTS), about["labels"], about["characters"], read_pieces(folder))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ZhfactsError(f"{folder}: no usable encoder of names ({error})") from None

    def candidates(self, text: str, least: float) -> list[Proposal]:
        """Return every name with at least that probability, overlapping ones too, in text order."""
        found = []
        for window in windows_of(text, self._vocabulary, self._numbers):
            scores = self._scores(window)
            for name in self._field.names(scores, [scores.shape[1]], least)[0]:
                found.append(name._replace(start=name.start + window.start, end=name.end + window.start))
        return sorted(found)

    def _scores(self, window: Window) -> Floats:
        """Return the tag scores of a window's characters: (1, characters, tags)."""
        named = {name: getattr(window, name)[None] for name in Window._fields if name != "start"}
        scores: Floats = self._session.run(["scores"], named)[0]
        return scores


class TwoTaggers:
    """Two proposers of names as one: their log-odds are pooled and made more extreme (Satopää et al. 2014).

    A span that one of them does not propose counts there as the least probable one (`fusion.FLOOR`).
    """

    def __init__(self, first: Proposer, second: Proposer) -> None:
        self._both = first, second

    def candidates(self, text: str, least: float) -> list[Proposal]:
        """Return every name whose pooled probability is at least `least`, overlapping ones too, in text order."""
        found = [{name.key: name.score for name in tagger.candidates(text, least)} for tagger in self._both]
        pooled = {key: _pooled([scores.get(key, 0.0) for scores in found]) for key in {k for f in found for k in f}}
        return sorted(Proposal(*key, score=score) for key, score in pooled.items() if score >= least)


def _pooled(probabilities: Sequence[float]) -> float:
    """Return one probability for several: their mean log-odds times EXTREME."""
    return 1 / (1 + exp(-EXTREME * sum(map(logit, probabilities)) / len(probabilities)))


def recogniser(which: str) -> Proposer:
    """Return two taggers as one: that of a model folder that `zhfacts train` made, for "" the small shipped one, and
    the shipped one that reads."""
    with as_file(files(__package__.split(".")[0]) / "models") as shipped:
        return TwoTaggers(Tagger.load(Path(which) if which else shipped), EncoderTagger.load(shipped))
