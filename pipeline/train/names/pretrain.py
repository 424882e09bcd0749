"""Pretraining on raw news: the encoder learns to guess hidden characters (Devlin et al. 2019, on a BiLSTM)."""

from __future__ import annotations

import gzip
import json
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import torch
from torch import Tensor

from ...lang.script import from_traditional
from ...recognise.taggers import features
from .loop import Schedule, fit
from .network import Batch, Encoder, Guesser, batch_of

_SHORTEST = 16
_HIDE = 0.07
_RUNS = (1, 1, 2, 2, 3)


def raw_texts(files: Iterable[Path]) -> Iterator[str]:
    """Yield the texts of gzipped JSONL files in simplified script."""
    for file in files:
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            for line in lines:
                yield from_traditional(json.loads(line)["text"])


def characters(texts: Iterable[str], least: int = 3) -> str:
    """Return the characters seen at least so often, folded, most frequent first."""
    counts: Counter[int] = Counter()
    for text in texts:
        counts.update(features.classed(text).tolist())
    return "".join(chr(p) for p, n in sorted(counts.items(), key=lambda x: (-x[1], x[0])) if n >= least)


def masked_batches(texts: list[str], numbers: features.Ints, size: int, seed: int) -> Iterator[tuple[Batch, Tensor]]:
    """Yield batches without end: pieces with hidden characters, and the numbers of the hidden ones.

    Pieces of like length stand together; a batch holds about `size` characters.
    """
    chance = random.Random(seed)
    cut = [t[a:b] for t in texts for a, b in features.pieces(t) if b - a >= _SHORTEST]
    while True:
        chance.shuffle(cut)
        cut.sort(key=lambda x: len(x) // 8)
        groups, begin = [], 0
        while begin < len(cut):
            count = max(1, size // len(cut[begin]))
            groups.append((begin, begin + count))
            begin += count
        chance.shuffle(groups)
        for a, b in groups:
            yield _hidden(cut[a:b], numbers, chance)


def _hidden(group: list[str], numbers: features.Ints, chance: random.Random) -> tuple[Batch, Tensor]:
    """Return a batch in which about an eighth of the characters is hidden, in runs of one to three."""
    letters = list("\n".join(group))
    truth = features.numbered(features.classed("\n".join(group)), numbers)
    answers = torch.zeros(len(group), max(map(len, group)), dtype=torch.long)
    begin = 0
    for row, text in enumerate(group):
        for a, b in _runs(len(text), chance):
            answers[row, a:b] = torch.from_numpy(truth[begin + a : begin + b])
            letters[begin + a : begin + b] = features.MASK * (b - a)
        begin += len(text) + 1
    found = features.extract("".join(letters))
    found = found._replace(chars=features.numbered(found.chars, numbers))
    shown, begin = [], 0
    for text in group:
        shown.append(found.piece(begin, begin + len(text)))
        begin += len(text) + 1
    return batch_of(shown), answers


def _runs(length: int, chance: random.Random) -> Iterator[tuple[int, int]]:
    """Yield the ranges of a text that are hidden, at least one."""
    place, some = 0, False
    while place < length:
        if chance.random() < _HIDE or (place == length - 1 and not some):
            stop = min(length, place + chance.choice(_RUNS))
            yield place, stop
            place, some = stop, True
        place += 1


def pretrain_encoder(
    encoder: Encoder, texts: list[str], vocabulary: str, schedule: Schedule, state: Path, seed: int
) -> None:
    """Train an encoder in place on raw texts; see `loop.fit` for checkpoint and log."""
    model = Guesser(encoder)
    numbers = features.vocabulary(vocabulary)
    batches = masked_batches(texts, numbers, 4800, seed)
    fit(model, batches, lambda batch: model.loss(*batch), schedule, state, seed)
