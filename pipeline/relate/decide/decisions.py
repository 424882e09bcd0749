"""What was decided about one slot of a fact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(slots=True)
class Decision:
    """The options of a question, the position of the chosen one, the probability of each, and what decided.

    `why` is the one of the question's reasons that spoke most for the chosen option, where it gives reasons.
    """

    options: Sequence[Any]
    at: int
    odds: Sequence[float]
    by: str = "model"
    why: str | None = None

    @property
    def chosen(self) -> Any:
        """The option that was chosen."""
        return self.options[self.at]

    @property
    def probability(self) -> float:
        """The probability of the chosen option."""
        return self.odds[self.at]
