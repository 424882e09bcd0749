"""The tagger's network in torch: character features -> BiLSTM -> tag scores -> conditional random field.

The field is trained on sets of allowed tags, so that a source may leave a label open (Tsuboi et al. 2008, training
conditional random fields using incomplete annotations).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from ...recognise.taggers.features import BIGRAMS, FLAGS, WORDS, Features


class Batch(NamedTuple):
    """Pieces of text side by side, padded at the end; `lengths` tells how much of each row counts."""

    chars: Tensor
    bigrams: Tensor
    flags: Tensor
    begins: Tensor
    ends: Tensor
    lengths: Tensor

    @property
    def mask(self) -> Tensor:
        """Which places hold text."""
        return torch.arange(self.chars.shape[1])[None] < self.lengths[:, None]


def batch_of(items: list[Features]) -> Batch:
    """Return features (with character numbers) padded to one batch."""
    lengths = [len(x.chars) for x in items]
    rows, width = len(items), max(lengths)
    columns = [np.zeros((rows, width), np.int64) for _ in range(4)]
    flags = np.zeros((rows, width, FLAGS), np.float32)
    for i, (x, n) in enumerate(zip(items, lengths, strict=True)):
        for column, values in zip(columns, (x.chars, x.bigrams, x.begins, x.ends), strict=True):
            column[i, :n] = values
        flags[i, :n] = x.flags
    chars, bigrams, begins, ends = (torch.from_numpy(x) for x in columns)
    return Batch(chars, bigrams, torch.from_numpy(flags), begins, ends, torch.tensor(lengths))


class Encoder(nn.Module):  # type: ignore[misc]
    """Features to one vector a character; padding never reaches a character that counts."""

    def __init__(self, characters: int, width: int, hidden: int, dropout: float) -> None:
        super().__init__()
        self.char = nn.Embedding(characters, 64)
        self.bigram = nn.Embedding(BIGRAMS, 32)
        self.word = nn.Embedding(WORDS, 32)
        for table in (self.char, self.bigram, self.word):
            nn.init.normal_(table.weight, 0, 0.1)
        self.inputs = nn.Linear(64 + 2 * 32 + 2 * 32 + FLAGS, width)
        self.norm = nn.LayerNorm(width)
        self.forwards = nn.LSTM(width, hidden, batch_first=True)
        self.backwards = nn.LSTM(width, hidden, batch_first=True)
        self.outputs = nn.Linear(2 * hidden, width)
        self.dropout = nn.Dropout(dropout)

    def forward(self, batch: Batch) -> Tensor:
        """Return vectors, (rows, places, width)."""
        after = self.bigram(batch.bigrams)
        before = functional.pad(after, (0, 0, 1, 0))[:, :-1]
        words = self.word(batch.begins), self.word(batch.ends)
        x = self.dropout(torch.cat([self.char(batch.chars), after, before, *words, batch.flags], -1))
        x = self.norm(functional.gelu(self.inputs(x)))
        ahead, _ = self.forwards(x)
        turned = reversal(batch.lengths, x.shape[1])[..., None]
        behind, _ = self.backwards(torch.take_along_dim(x, turned, 1))
        behind = torch.take_along_dim(behind, turned, 1)
        y: Tensor = functional.gelu(self.outputs(self.dropout(torch.cat([ahead, behind], -1))))
        return y


def reversal(lengths: Tensor, width: int) -> Tensor:
    """Return, for each row, the places in reverse order within its length; padding stays where it is."""
    places = torch.arange(width)[None].expand(len(lengths), width)
    return torch.where(places < lengths[:, None], lengths[:, None] - 1 - places, places)


class TaggerNetwork(nn.Module):  # type: ignore[misc]
    """Encoder, tag scores and the scores of tag transitions."""

    def __init__(self, encoder: Encoder, tags: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.scores = nn.Linear(encoder.outputs.out_features, tags)
        self.transitions = nn.Parameter(torch.zeros(tags, tags))
        self.first = nn.Parameter(torch.zeros(tags))
        self.last = nn.Parameter(torch.zeros(tags))

    def forward(self, batch: Batch) -> Tensor:
        """Return a score for each place and tag."""
        y: Tensor = self.scores(self.encoder(batch))
        return y

    def loss(self, batch: Batch, allowed: Tensor) -> Tensor:
        """Return the negative log probability, summed over rows, of all tag sequences within the allowed tags."""
        scores = self(batch)
        both = torch.cat([scores, scores.masked_fill(~allowed, -1e4)])
        total, kept = self._partition(both, batch.mask.repeat(2, 1)).chunk(2)
        return (total - kept).sum()

    def _partition(self, scores: Tensor, mask: Tensor) -> Tensor:
        """Return the log of the summed weights of all tag sequences: the forward algorithm."""
        moves = self.transitions.clamp(-8, 8).exp()
        reached = self.first + scores[:, 0]
        for t in range(1, scores.shape[1]):
            top = reached.max(-1, keepdim=True).values
            stepped = torch.log((reached - top).exp() @ moves + 1e-12) + top + scores[:, t]
            reached = torch.where(mask[:, t : t + 1], stepped, reached)
        return torch.logsumexp(reached + self.last, -1)


class Guesser(nn.Module):  # type: ignore[misc]
    """Encoder and a head that guesses hidden characters, for pretraining."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder
        self.head = nn.Linear(encoder.outputs.out_features, encoder.char.embedding_dim)
        self.bias = nn.Parameter(torch.zeros(encoder.char.num_embeddings))

    def loss(self, batch: Batch, hidden: Tensor) -> tuple[Tensor, float]:
        """Return cross entropy over the hidden characters (`hidden` holds their numbers, else 0) and the hit rate."""
        asked = hidden > 0
        guesses = self.head(self.encoder(batch)[asked]) @ self.encoder.char.weight.T + self.bias
        hits = float((guesses.argmax(-1) == hidden[asked]).float().mean())
        return functional.cross_entropy(guesses, hidden[asked]), hits
