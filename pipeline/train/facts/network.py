"""The reader as a torch network: a pretrained encoder and the judges on top of it, over many sheets at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor, nn

from ...relate.decide.passages import Range
from .sheets import ALL_CLASSES, WORD_KINDS, LabelledPassage, Target

WIDTH, HIDDEN, NARROW, DISTANCES, NEAR = 384, 256, 128, 11, 32
HALF = bool(torch.ops.mkldnn._is_mkldnn_bf16_supported())
"""Whether the processor multiplies 16-bit floats itself; one that does not takes eight times as long with them."""
PAD = 1
"""Number of the piece that fills a batch, by the encoder's vocabulary."""
PHRASES = "I"
"""The name of the judges of indicators in the model file."""
KINDS = {"subject": "S", "time": "T"}
"""The slots whose options stand on the sheet, and the names of their judges in the model file."""


class ReaderNetwork(nn.Module):  # type: ignore[misc]
    """Encoder and judges; the names of its parameters are those of the model file (`relate.decide.reader`)."""

    def __init__(self, encoder: nn.Module) -> None:
        super().__init__()
        self.enc = encoder
        self.q = nn.Linear(2 * WIDTH, WIDTH)
        self.dist = nn.Embedding(DISTANCES, NEAR)
        self.none = nn.Parameter(torch.zeros(2, WIDTH))
        pair = 5 * WIDTH + NEAR
        self.pair = nn.ModuleDict({k: _perceptron(pair, HIDDEN, 1) for k in (*KINDS.values(), PHRASES)})
        self.mq = nn.ModuleDict({k: nn.Linear(WIDTH, NARROW) for k in WORD_KINDS})
        self.mt = nn.ModuleDict({k: nn.Linear(WIDTH, NARROW) for k in WORD_KINDS})
        self.mb = nn.ParameterDict({k: nn.Parameter(torch.tensor(-2.0)) for k in WORD_KINDS})
        self.cls = nn.ModuleDict({k: _perceptron(WIDTH, NARROW, len(v)) for k, v in ALL_CLASSES.items()})

    def judges(self) -> list[nn.Parameter]:
        """Return the parameters that are not the encoder's."""
        return [p for name, p in self.named_parameters() if not name.startswith("enc.")]

    def states(self, batch: Sequence[LabelledPassage]) -> Tensor:
        """Return the encoder's states, (sheets, pieces, WIDTH)."""
        longest = max(len(e.sheet.numbers) for e in batch)
        numbers = torch.full((len(batch), longest), PAD)
        seen = torch.zeros(len(batch), longest)
        for row, example in enumerate(batch):
            size = len(example.sheet.numbers)
            numbers[row, :size] = torch.tensor(example.sheet.numbers)
            seen[row, :size] = 1
        with torch.autocast("cpu", torch.bfloat16, enabled=HALF):
            found: Tensor = self.enc(input_ids=numbers, attention_mask=seen).last_hidden_state
        return found.float()

    def forward(self, batch: Sequence[LabelledPassage]) -> dict[str, Any]:
        """Return for all quantities of a batch, in order: option scores, word scores and class scores by name."""
        board = Board(self.states(batch))
        quantities = [(row, e.sheet.quantities[t.position]) for row, e in enumerate(batch) for t in e.targets]
        vectors = torch.tanh(self.q(torch.cat([board.means(quantities), board.edges(quantities)], 1)))
        targets = [(row, t) for row, e in enumerate(batch) for t in e.targets]
        found: dict[str, Any] = {k: judge(vectors) for k, judge in self.cls.items()}
        found |= {slot: self._options(board, slot, vectors, targets) for slot in KINDS}
        found["indicator"] = self._phrases(board, vectors, targets)
        found |= {kind: self._words(board, kind, vectors, batch) for kind in WORD_KINDS}
        return found

    def _options(
        self, board: Board, slot: str, vectors: Tensor, targets: Sequence[tuple[int, Target]]
    ) -> list[Tensor | None]:
        """Return the scores of the options of each quantity, None where there are none."""
        listed = [(n, row, p) for n, (row, t) in enumerate(targets) for p in t.options.get(slot, ([], []))[0]]
        if not listed:
            return [None] * len(targets)
        names = board.means([(row, p.name) for _, row, p in listed], self.none[0])
        texts = board.means([(row, p.text) for _, row, p in listed], self.none[1])
        owners = [n for n, _, _ in listed]
        scores = self._pairs(KINDS[slot], vectors, owners, names, texts, [p.distance for _, _, p in listed])
        sizes = [len(t.options.get(slot, ([], []))[0]) for _, t in targets]
        return [part if len(part) else None for part in torch.split(scores, sizes)]

    def _phrases(self, board: Board, vectors: Tensor, targets: Sequence[tuple[int, Target]]) -> list[Tensor | None]:
        """Return the scores of the indicators of each quantity, None where there are none."""
        listed = [(n, row, p) for n, (row, t) in enumerate(targets) for p in t.phrases[0]]
        if not listed:
            return [None] * len(targets)
        pieces = [(at, row, r) for at, (_, row, p) in enumerate(listed) for r in p.ranges]
        owners = torch.tensor([at for at, _, _ in pieces], dtype=torch.long)
        lengths = torch.tensor([float(r[1] - r[0]) for _, _, r in pieces])
        total = torch.zeros(len(listed)).index_add(0, owners, lengths).clamp_min(1)
        sums = board.means([(row, r) for _, row, r in pieces]) * lengths[:, None]
        means = torch.zeros(len(listed), WIDTH).index_add(0, owners, sums) / total[:, None]
        there = torch.tensor([[float(bool(p.ranges))] for _, _, p in listed])
        whole = [(row, (p.ranges[0][0], p.ranges[-1][1]) if p.ranges else (0, 1)) for _, row, p in listed]
        near = [p.distance for _, _, p in listed]
        scores = self._pairs(PHRASES, vectors, [n for n, _, _ in listed], board.edges(whole) * there, means, near)
        return [part if len(part) else None for part in torch.split(scores, [len(t.phrases[0]) for _, t in targets])]

    def _pairs(
        self, kind: str, vectors: Tensor, owners: Sequence[int], one: Tensor, other: Tensor, near: Sequence[int]
    ) -> Tensor:
        """Return the score of each option, seen in two ways, beside the quantity that owns it."""
        own = vectors.index_select(0, torch.tensor(owners))
        pairs = torch.cat([own, one, other, own * one, own * other, self.dist(torch.tensor(near))], 1)
        scores: Tensor = self.pair[kind](pairs)[:, 0]
        return scores

    def _words(self, board: Board, kind: str, vectors: Tensor, batch: Sequence[LabelledPassage]) -> list[Tensor]:
        """Return the scores of the text's pieces for each quantity."""
        wanted, given = self.mq[kind](vectors), self.mt[kind](board.states)
        found: list[Tensor] = []
        at = 0
        for row, example in enumerate(batch):
            first, size = example.sheet.first, len(example.sheet.pieces)
            count = len(example.targets)
            scores = wanted[at : at + count] @ given[row, first : first + size].T / 8 + self.mb[kind]
            found += list(scores)
            at += count
        return found


class Board:
    """The states of a batch, and the means of stretches of them, all in a few operations."""

    def __init__(self, states: Tensor) -> None:
        self.states = states
        rows, self._size, width = states.shape
        sums = torch.cat([torch.zeros(rows, 1, width), states.cumsum(1)], 1)
        self._sums = sums.reshape(rows * (self._size + 1), width)
        self._flat = states.reshape(rows * self._size, width)

    def means(self, places: Sequence[tuple[int, Range | None]], without: Tensor | None = None) -> Tensor:
        """Return the mean state of each stretch, given with its row; `without` stands for one that is missing."""
        step = self._size + 1
        starts = torch.tensor([row * step + (p[0] if p else 0) for row, p in places])
        ends = torch.tensor([row * step + (p[1] if p else 0) for row, p in places])
        lengths = torch.tensor([float(p[1] - p[0]) if p else 1.0 for _, p in places])
        found = (self._sums.index_select(0, ends) - self._sums.index_select(0, starts)) / lengths[:, None]
        if without is None:
            return found
        there = torch.tensor([p is not None for _, p in places])
        return torch.where(there[:, None], found, without[None])

    def edges(self, places: Sequence[tuple[int, Range]]) -> Tensor:
        """Return the mean of the first and the last state of each stretch."""
        first = torch.tensor([row * self._size + p[0] for row, p in places])
        last = torch.tensor([row * self._size + p[1] - 1 for row, p in places])
        return (self._flat.index_select(0, first) + self._flat.index_select(0, last)) / 2


def _perceptron(width: int, hidden: int, out: int) -> nn.Sequential:
    return nn.Sequential(nn.Linear(width, hidden), nn.GELU(), nn.Linear(hidden, out))


WEIGHTS = {"subject": 1.0, "time": 0.5, "indicator": 1.0, "ind": 0.5, "sub": 0.7, "spk": 0.2,
           "aspect": 0.3, "direction": 0.2, "comparison": 0.2, "status": 0.3, "stated": 0.3}  # fmt: skip
"""How much each task counts; what is learned besides counts less."""


def loss(network: ReaderNetwork, batch: Sequence[LabelledPassage]) -> Tensor:
    """Return the loss of a batch: log-likelihoods of options and classes, cross-entropy of marked words."""
    found = network(batch)
    targets = [t for e in batch for t in e.targets]
    total = torch.zeros(())
    for slot in KINDS:
        parts = [
            _option_loss(scores, t.options[slot][1], slot)
            for scores, t in zip(found[slot], targets, strict=True)
            if scores is not None and max(t.options[slot][1]) > 0
        ]
        total = total + WEIGHTS[slot] * torch.stack(parts).mean() if parts else total
    asked = [
        -(share(t.phrases[1]) * scores.log_softmax(0)).sum()
        for scores, t in zip(found["indicator"], targets, strict=True)
        if scores is not None and max(t.phrases[1]) > 0
    ]
    total = total + WEIGHTS["indicator"] * torch.stack(asked).mean() if asked else total
    for kind in WORD_KINDS:
        marks = [(scores, t.words[kind]) for scores, t in zip(found[kind], targets, strict=True) if kind in t.words]
        parts = [
            nn.functional.binary_cross_entropy_with_logits(scores, torch.from_numpy(m), reduction="sum")
            / (4 + float(m.sum()))
            for scores, m in marks
        ]
        total = total + WEIGHTS[kind] * torch.stack(parts).mean() if parts else total
    for slot in ALL_CLASSES:
        goal = torch.tensor([t.classes.get(slot, -1) for t in targets])
        if bool((goal >= 0).any()):
            total = total + WEIGHTS[slot] * nn.functional.cross_entropy(found[slot], goal, ignore_index=-1)
    return total


def share(goals: Sequence[float]) -> Tensor:
    """Return how much of the whole each indicator should have: the better it is, the more, by its square."""
    squares = torch.tensor(goals) ** 2
    return squares / squares.sum()


def _option_loss(scores: Tensor, goals: Sequence[float], slot: str) -> Tensor:
    """Return the negative log-probability of the right options; of nearly right subjects each by its share."""
    goal = torch.tensor(goals)
    logs = scores.log_softmax(0)
    if slot == "subject" and float(goal.max()) < 1:
        return -(goal / goal.sum() * logs).sum()
    return -logs[goal >= goal.max() * 0.99].logsumexp(0)
