"""The one training loop: seeded, resumable, logged, with a running average of the weights."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
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


class Watch:
    """Stops a training that no longer gains: looks at the averaged weights now and then, and keeps the best.

    `loss_of` gives the loss of a model on texts that it does not learn from. After `patience` looks without a lower one
    it is enough.
    """

    def __init__(self, loss_of: Callable[[nn.Module], float], every: int = 10, patience: int = 5) -> None:
        self.every, self._loss_of, self._patience = every, loss_of, patience
        self.state: dict[str, Any] = {"least": float("inf"), "weights": None, "waited": 0}

    def enough(self, model: nn.Module, average: dict[str, Tensor]) -> bool:
        """Look at a model with the averaged weights; tell whether the training may stop."""
        own = {name: value.detach().clone() for name, value in model.state_dict().items()}
        model.load_state_dict(average)
        model.eval()
        loss = self._loss_of(model)
        model.load_state_dict(own)
        model.train()
        if loss < self.state["least"]:
            kept = {name: value.clone() for name, value in average.items()}
            self.state = {"least": loss, "weights": kept, "waited": 0}
        else:
            self.state["waited"] += 1
        return bool(self.state["waited"] >= self._patience)


@dataclass(frozen=True)
class Part:
    """Parameters of a model that learn at a share of the rate."""

    parameters: Iterable[nn.Parameter]
    share: float = 1.0


def fit(
    model: nn.Module,
    batches: Iterator[Any],
    step_of: Step,
    schedule: Schedule,
    state: Path,
    seed: int,
    watch: Watch | None = None,
    parts: Sequence[Part] = (),
) -> int:
    """Train a model in place and leave it with the averaged weights, or those that `watch` found best.

    `parts` learn at shares of the rate.

    `batches` must give the same batches for the same seed; a run that finds the checkpoint `state` skips those that
    it has seen and goes on. Logs one JSON line every `log_every` steps beside the checkpoint. Returns the number of
    steps, those of a run that was broken off among them.
    """
    torch.manual_seed(seed)
    random.seed(seed)
    learned = [{"params": list(part.parameters), "share": part.share} for part in parts]
    optimiser = torch.optim.AdamW(learned or model.parameters(), betas=(0.9, 0.98), weight_decay=0.01, fused=True)
    average, seen = _taken_up(state, model, optimiser, watch)
    model.train()
    done = seen
    begun, losses, figures = time.monotonic(), [0.0], [0.0]
    for step, batch in enumerate(batches):
        if step < seen:
            continue
        if step >= schedule.steps:
            break
        done = step + 1
        for group in optimiser.param_groups:
            group["lr"] = schedule.rate_at(step) * group.get("share", 1.0)
        loss, figure = step_of(batch)
        _follow_slope(model, optimiser, loss)
        if (step + 1) % _FOLLOW_EVERY == 0:
            _follow(average, model, min(schedule.decay, (1 + step) / (10 + step)) ** _FOLLOW_EVERY)
        losses.append(float(loss.detach()))
        figures.append(figure)
        if (step + 1) % schedule.log_every == 0:
            _log(state.with_suffix(".log"), step + 1, losses, figures, time.monotonic() - begun)
            losses, figures = [], []
        if watch and (step + 1) % watch.every == 0 and watch.enough(model, average):
            break
        if (step + 1) % schedule.save_every == 0:
            _save(state, model, optimiser, average, step + 1, watch)
    model.load_state_dict((watch and watch.state["weights"]) or average)
    model.eval()
    return done


def _taken_up(state: Path, model: nn.Module, optimiser: Any, watch: Watch | None) -> tuple[dict[str, Tensor], int]:
    """Bring model, optimiser and watch to where a run was broken off; return the averaged weights and its steps."""
    if not state.exists():
        return {k: v.detach().clone() for k, v in model.state_dict().items()}, 0
    saved = torch.load(state, weights_only=True)
    model.load_state_dict(saved["model"])
    optimiser.load_state_dict(saved["optimiser"])
    torch.set_rng_state(saved["random"])
    if watch:
        watch.state = saved["watch"]
    return saved["average"], saved["step"]


def _follow_slope(model: nn.Module, optimiser: Any, loss: Tensor) -> None:
    """Take one step down the slope of a loss."""
    optimiser.zero_grad(set_to_none=True)
    loss.backward()  # type: ignore[no-untyped-call,unused-ignore]
    nn.utils.clip_grad_norm_(model.parameters(), 2.0)
    optimiser.step()


@torch.no_grad()  # type: ignore[untyped-decorator]
def _follow(average: dict[str, Tensor], model: nn.Module, decay: float) -> None:
    """Move the averaged weights towards the model's."""
    for name, value in model.state_dict().items():
        average[name].lerp_(value, 1 - decay)


def _save(
    path: Path, model: nn.Module, optimiser: Any, average: dict[str, Tensor], step: int, watch: Watch | None
) -> None:
    kept = {
        "watch": watch and watch.state,
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
