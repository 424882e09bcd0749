"""How much is tried: enough to see what a change breaks by default, a great deal with HYPOTHESIS_PROFILE=hour."""

from __future__ import annotations

import os

HOUR = os.environ.get("HYPOTHESIS_PROFILE") == "hour"


def many(number: int) -> int:
    """Return how often a piece of a long text is repeated: `number` times in the long run, a tenth of it by default.

    Where work grows with the square of the length, the long run stands still.
    """
    return number if HOUR else number // 10


def examples(number: int) -> int:
    """Return how many examples are tried where the forty of the suite are too many, or time is no question."""
    return 100_000 if HOUR else number
