"""How the reader is trained, and which files it never learns from."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Hyperparameters:
    """How to train: rounds over the articles, learning rates of encoder and judges, minutes at most, and a seed.

    The rates are those of the first trial of this encoder (docs/decisions.md); they fall in a straight line.
    """

    rounds: float = 3.4
    encoder_rate: float = 8e-5
    judges_rate: float = 1e-3
    minutes: float = math.inf
    seed: int = 1
    held_out: float = 0.2


def held_back(file: str, share: float) -> bool:
    """Tell whether a file is kept back from learning, by the hash of its name."""
    return int(hashlib.md5(file.encode(), usedforsecurity=False).hexdigest(), 16) % 1000 < share * 1000
