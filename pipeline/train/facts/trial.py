"""How right facts are that given weights bind, on annotated articles."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from ...evaluate import measure
from ...relate.decide.deciders import Adviser
from ...relate.decide.ranking import Weights
from .folds import bound
from .own import OwnLesson

MEASURES = ("fact_core", "fact_full")
"""What is measured, by the names of `zhfacts evaluate`."""
Scores = dict[str, float]
"""F1 by measure."""


def bound_each(
    own: Sequence[OwnLesson], weights_of: Callable[[int], Weights], adviser: Adviser | None = None
) -> Iterable[dict[str, Any]]:
    """Yield the article of each lesson with the facts that the weights of its number give it."""
    for number, item in enumerate(own):
        yield bound(item.lesson, weights_of(number), 0, adviser).article


def scores(own: Sequence[OwnLesson], found: Iterable[dict[str, Any]]) -> Scores:
    """Return F1 of the facts found in the articles of lessons, all together."""
    with tempfile.TemporaryDirectory() as folder:
        gold, out = Path(folder) / "gold", Path(folder) / "out"
        gold.mkdir()
        out.mkdir()
        with (out / "articles.jsonl").open("w", encoding="utf-8") as lines:
            for number, (item, article) in enumerate(zip(own, found, strict=True)):
                name = {"file": f"{number:06}", "id": f"{number:06}"}
                content = {"file": name["file"], "articles": [{**item.annotated, **name}]}
                (gold / f"{number:06}.json").write_text(json.dumps(content), encoding="utf-8")
                lines.write(json.dumps({**article, **name}) + "\n")
        measured = measure(gold, out, resamples=0).scores
        return {name: float(measured[name].f) for name in MEASURES}
