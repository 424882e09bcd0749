"""Training of the tagger itself: first on public sets and our own articles, then on our own scheme above all."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ...recognise.names.proposal import Proposal
from ...recognise.taggers import features
from ...recognise.taggers.decoding import RandomField
from . import data
from .data import LABELS, AnnotatedText, Example
from .loop import Schedule, Watch, fit
from .network import Batch, Encoder, TaggerNetwork, batch_of

_PRETRAIN = Schedule(steps=4600, rate=3e-3)
_BASE = Schedule(steps=1300, rate=2.5e-3, decay=0.995)
_TUNE = Schedule(steps=360, rate=1.6e-3, warmup=30, decay=0.985)


@dataclass(frozen=True)
class Recipe:
    """Every choice of the training; the defaults made the shipped model.

    base, tune: the two stages' schedules. ours: how often our own articles come in a round of the first stage.
    public: share of public characters in a round of the second. exchange: share of names that stand for others there.
    """

    width: int = 192
    hidden: int = 128
    dropout: float = 0.3
    pretrain: Schedule = _PRETRAIN
    base: Schedule = _BASE
    tune: Schedule = _TUNE
    base_size: int = 4800
    tune_size: int = 3600
    ours: int = 3
    public: float = 0.3
    exchange: float = 0.3
    blind: float = 0.1
    threshold: float = 0.5


def encoder(vocabulary: str, recipe: Recipe, seed: int) -> Encoder:
    """Return a fresh encoder for a vocabulary."""
    torch.manual_seed(seed)
    return Encoder(len(vocabulary) + features.MASKED + 1, recipe.width, recipe.hidden, recipe.dropout)


def train_base(
    network: TaggerNetwork,
    vocabulary: str,
    sets: Sequence[AnnotatedText],
    ours: Sequence[AnnotatedText],
    recipe: Recipe,
    state: Path,
    labels: Sequence[str] = LABELS,
) -> None:
    """Train a network with a pretrained encoder in place, on public sets with some articles of ours."""
    numbers = features.vocabulary(vocabulary)
    seed = 1
    public = list(data.examples(sets, numbers, labels))
    own = list(data.examples(ours, numbers, labels)) * recipe.ours

    def rounds() -> Iterator[tuple[Batch, Tensor]]:
        chance = random.Random(seed)
        while True:
            yield from data.batches(public + own, recipe.base_size, chance, recipe.blind)

    _fit(network, rounds(), recipe.base, state, seed)


def tune(
    network: TaggerNetwork,
    vocabulary: str,
    ours: Sequence[AnnotatedText],
    sets: Sequence[AnnotatedText],
    recipe: Recipe,
    state: Path,
    seed: int,
    watched: Sequence[AnnotatedText] = (),
) -> int:
    """Go on training a network in place on our own articles, names in them exchanged, beside some public text.

    Where there are articles to be watched, which it does not learn from, it stops when it no longer gains on them.
    Returns the number of steps.
    """
    numbers = features.vocabulary(vocabulary)
    pool = data.name_pool(ours)
    wanted = recipe.public * sum(len(row.text) for row in ours)

    def rounds() -> Iterator[tuple[Batch, Tensor]]:
        chance = random.Random(seed)
        while True:
            rows = [data.exchanged(row, pool, recipe.exchange, chance) for row in ours]
            rows += _sample(sets, wanted, chance)
            items = list(data.examples(rows, numbers))
            yield from data.batches(items, recipe.tune_size, chance, recipe.blind)

    watch = Watch(lambda model: _loss(model, watched, numbers, recipe)) if watched else None
    return _fit(network, rounds(), recipe.tune, state, seed, watch)


@torch.no_grad()  # type: ignore[untyped-decorator]
def _loss(model: Any, rows: Sequence[AnnotatedText], numbers: NDArray[np.int32], recipe: Recipe) -> float:
    """Return the loss of a network on articles."""
    items = list(data.examples(rows, numbers))
    batches = data.batches(items, recipe.tune_size, random.Random(0), 0.0)
    return sum(float(model.loss(batch, allowed)) for batch, allowed in batches)


def _sample(rows: Sequence[AnnotatedText], wanted: float, chance: random.Random) -> list[AnnotatedText]:
    """Return random texts of about `wanted` characters in all."""
    taken: list[AnnotatedText] = []
    size = 0
    while rows and size < wanted:
        taken.append(rows[chance.randrange(len(rows))])
        size += len(taken[-1].text)
    return taken


def _fit(
    network: TaggerNetwork,
    rounds: Iterator[tuple[Batch, Tensor]],
    schedule: Schedule,
    state: Path,
    seed: int,
    watch: Watch | None = None,
) -> int:
    def step(item: tuple[Batch, Tensor]) -> tuple[Tensor, float]:
        batch, allowed = item
        loss = network.loss(batch, allowed) / batch.lengths.sum() * 20
        return loss, float(loss.detach())

    return fit(network, rounds, step, schedule, state, seed, watch)


def averaged(networks: Sequence[TaggerNetwork]) -> TaggerNetwork:
    """Return the first network with the mean weights of all (Wortsman et al. 2022, model soups); changes it."""
    states = [n.state_dict() for n in networks]
    networks[0].load_state_dict({k: torch.stack([s[k] for s in states]).mean(0) for k in states[0]})
    return networks[0]


@torch.no_grad()  # type: ignore[untyped-decorator]
def names(
    network: TaggerNetwork, vocabulary: str, texts: Sequence[str], least: float, labels: Sequence[str] = LABELS
) -> list[list[Proposal]]:
    """Return every name that a network finds in texts, overlapping ones too, as the exported model would."""
    network.eval()
    numbers = features.vocabulary(vocabulary)
    parts = (getattr(network, k).detach().numpy() for k in ("transitions", "first", "last"))
    field = RandomField(labels, *parts)
    found: list[list[Proposal]] = [[] for _ in texts]
    cuts: list[tuple[int, int, Example]] = []
    for n, text in enumerate(texts):
        pieces = features.pieces(text)
        items = data.examples([AnnotatedText("", text, ())], numbers, labels)
        cuts += [(n, start, item) for (start, _), item in zip(pieces, items, strict=True)]
    cuts.sort(key=lambda x: len(x[2].allowed))
    for begin in range(0, len(cuts), 32):
        group = cuts[begin : begin + 32]
        scores = network(batch_of([item.features for _, _, item in group])).numpy().astype(np.float32)
        lengths = [len(item.allowed) for _, _, item in group]
        for (n, start, _), row in zip(group, field.names(scores, lengths, least), strict=True):
            found[n] += [x._replace(start=x.start + start, end=x.end + start) for x in row]
    return [sorted(x) for x in found]
