"""The stages of the training, each kept in a work folder so that a broken-off run goes on where it stopped.

characters and encoder (pretraining on raw news) -> base (public sets and our articles) -> tuned (our own scheme).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import nn

from . import data, learning
from .data import LABELS, AnnotatedText
from .learning import Recipe
from .network import Encoder, TaggerNetwork
from .pretrain import characters, pretrain_encoder, raw_texts

_SHIPPED = Recipe()


@dataclass(frozen=True)
class Workshop:
    """Where a training keeps its state, and by which recipe it works."""

    folder: Path
    recipe: Recipe = _SHIPPED

    def vocabulary(self, bulk: Path) -> str:
        """Return the characters that the model knows: those of the raw news."""
        kept = self.folder / "characters.txt"
        if not kept.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            kept.write_text(characters(raw_texts(sorted(bulk.glob("*.jsonl.gz")))), encoding="utf-8")
        return kept.read_text(encoding="utf-8")

    def encoder(self, bulk: Path) -> Encoder:
        """Return the encoder pretrained on the raw news in a folder of gzipped JSONL files."""
        vocabulary = self.vocabulary(bulk)
        fresh = learning.encoder(vocabulary, self.recipe, seed=1)
        fresh.dropout.p = 0.1

        def learn() -> None:
            texts = list(raw_texts(sorted(bulk.glob("*.jsonl.gz"))))
            pretrain_encoder(fresh, texts, vocabulary, self.recipe.pretrain, self.folder / "pretrain.state", seed=1)

        self._kept(fresh, "encoder.pt", learn)
        fresh.dropout.p = self.recipe.dropout
        return fresh

    def base(self, bulk: Path, sets: Sequence[AnnotatedText], ours: Sequence[AnnotatedText]) -> TaggerNetwork:
        """Return the network trained on the public sets and those articles of ours that are in every fold."""
        vocabulary = self.vocabulary(bulk)
        network = TaggerNetwork(self.encoder(bulk), 1 + 4 * len(LABELS))

        def learn() -> None:
            learning.train_base(network, vocabulary, sets, ours, self.recipe, self.folder / "base.state")

        self._kept(network, "base.pt", learn)
        return network

    def tuned(
        self, bulk: Path, sets: Sequence[AnnotatedText], base: Sequence[AnnotatedText], ours: Sequence[AnnotatedText],
        name: str, seed: int,
    ) -> TaggerNetwork:  # fmt: skip
        """Return the base network tuned on articles of ours, under a name for the work folder."""
        network = self.base(bulk, sets, base)

        def learn() -> None:
            state = self.folder / f"{name}-{seed}.state"
            learning.tune(network, self.vocabulary(bulk), ours, sets, self.recipe, state, seed)

        self._kept(network, f"{name}-{seed}.pt", learn)
        return network

    def _kept(self, module: nn.Module, name: str, learn: Callable[[], None]) -> None:
        """Load the module's weights from the work folder, or learn them and keep them there."""
        path = self.folder / name
        if path.exists():
            module.load_state_dict(torch.load(path, weights_only=True))
        else:
            learn()
            torch.save(module.state_dict(), path)
        module.eval()


def public_sets(folder: Path) -> list[AnnotatedText]:
    """Return the public training sentences: MSRA, CLUENER, Resume, and of People's Daily what MSRA doesn't hold."""
    msra = data.public(folder / "msra/train.jsonl.gz", "msra")
    held = {row.text for row in (*msra, *data.public(folder / "msra/test.jsonl.gz", "msra"))}
    daily = [
        row
        for part in ("people_daily_zjy/dev", "people_daily_zjy/test", "people_daily_cao/devtest")
        for row in data.public(folder / f"{part}.jsonl.gz", "people_daily")
    ]
    rest = {row.text: row for row in daily if row.text not in held}
    parts = [folder / f"resume_ner/{part}.jsonl.gz" for part in ("train", "dev", "test")]
    resume = [row for part in parts for row in data.public(part, "resume")]
    cluener = data.public(folder / "cluener2020/train.jsonl.gz", "cluener2020")
    return [*msra, *cluener, *resume, *rest.values()]
