"""The one training loop: seeded, resumable, logged, with a running average of the weights."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

Step = Callable[[Any], tuple[Tensor, float]]
"""Batch -> loss to minimise, and a figure to log."""
_FOLLOW_EVERY = 4


@dataclass(frozen=True)
class Schedule:
    """How long and how fast to learn; the rate rises over `warmup` steps and then falls in a line to a fiftieth."""

    steps: int
    rate: float
    warmup: int = 200
    decay: float = 0.998
    save_every: int = 500
    log_every: int = 100

    def rate_at(self, step: int) -> float:
        """Return the learning rate of a step."""
        return self.rate * min(1.0, (step + 1) / self.warmup) * max(0.02, 1 - step / self.steps)


def fit(model: nn.Module, batches: Iterator[Any], step_of: Step, schedule: Schedule, state: Path, seed: int) -> None:
    """Train a model in place and leave it with the averaged weights.

    `batches` must give the same batches for the same seed; a run that finds the checkpoint `state` skips those that
    it has seen and goes on. Logs one JSON line every `log_every` steps beside the checkpoint.
    """
    torch.manual_seed(seed)
    random.seed(seed)
    optimiser = torch.optim.AdamW(model.parameters(), betas=(0.9, 0.98), weight_decay=0.01, fused=True)
    average = {k: v.detach().clone() for k, v in model.state_dict().items()}
    done = 0
    if state.exists():
        saved = torch.load(state, weights_only=True)
        model.load_state_dict(saved["model"])
        optimiser.load_state_dict(saved["optimiser"])
        average, done = saved["average"], saved["step"]
        torch.set_rng_state(saved["random"])
    model.train()
    begun, losses, figures = time.monotonic(), [0.0], [0.0]
    for step, batch in enumerate(batches):
        if step < done:
            continue
        if step >= schedule.steps:
            break
        for group in optimiser.param_groups:
            group["lr"] = schedule.rate_at(step)
        loss, figure = step_of(batch)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call,unused-ignore]
        nn.utils.clip_grad_norm_(model.parameters(), 2.0)
        optimiser.step()
        if (step + 1) % _FOLLOW_EVERY == 0:
            _follow(average, model, min(schedule.decay, (1 + step) / (10 + step)) ** _FOLLOW_EVERY)
        losses.append(float(loss.detach()))
        figures.append(figure)
        if (step + 1) % schedule.log_every == 0:
            _log(state.with_suffix(".log"), step + 1, losses, figures, time.monotonic() - begun)
            losses, figures = [], []
        if (step + 1) % schedule.save_every == 0:
            _save(state, model, optimiser, average, step + 1)
    model.load_state_dict(average)
    model.eval()


@torch.no_grad()  # type: ignore[untyped-decorator]
def _follow(average: dict[str, Tensor], model: nn.Module, decay: float) -> None:
    """Move the averaged weights towards the model's."""
    for name, value in model.state_dict().items():
        average[name].lerp_(value, 1 - decay)


def _save(path: Path, model: nn.Module, optimiser: Any, average: dict[str, Tensor], step: int) -> None:
    kept = {
        "model": model.state_dict(),
        "optimiser": optimiser.state_dict(),
        "average": average,
        "step": step,
        "random": torch.get_rng_state(),
    }
    new = path.with_suffix(".new")
    torch.save(kept, new)
    new.replace(path)


def _log(path: Path, step: int, losses: list[float], figures: list[float], seconds: float) -> None:
    line = {
        "step": step,
        "loss": round(sum(losses) / len(losses), 4),
        "figure": round(sum(figures) / len(figures), 4),
        "seconds": round(seconds),
    }
    with path.open("a", encoding="utf-8") as out:
        out.write(json.dumps(line) + "\n")
