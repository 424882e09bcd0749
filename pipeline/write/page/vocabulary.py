"""Strings that recur, each kept once: the page holds their numbers."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from ...model import plain

NOTHING = -1
"""The number of what is not there."""


class StringTable:
    """Numbers words from 0 in the order in which they come."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def __call__(self, value: str | Decimal | dt.date | None) -> int:
        """Return the number of a text, of a decimal or a date as written in an extract; NOTHING for None."""
        if value is None:
            return NOTHING
        if isinstance(value, Decimal):
            value = plain(value)
        return self._numbers.setdefault(str(value), len(self._numbers))

    @property
    def words(self) -> list[str]:
        """The words, each at its number."""
        return list(self._numbers)
