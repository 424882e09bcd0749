"""Classifiers as the raw text writes them: a count in Traditional script keeps its classifier (檔, 張, 席, 間)."""

from __future__ import annotations

from ...model import Document, Quantity
from .cues import words
from .numeral_characters import EACH

_NAMED = frozenset(words("written alike"))
_REACH = 40
"""Characters before a price in which 每 and what it is per stand."""


def as_classified(document: Document, quantity: Quantity) -> Quantity:
    """Return a quantity of a document with the classifier of its unit as written in the raw text."""
    head, slash, last = (quantity.unit or "").rpartition("/")
    if not last or last.isascii() or last in _NAMED:
        return quantity
    at = document.text.rfind(last, quantity.start, quantity.end)
    if at < 0 and slash:
        per = document.text.rfind(f"{EACH}{last}", max(0, quantity.start - _REACH), quantity.start)
        at = per + 1 if per >= 0 else -1
    written = document.written(at, at + len(last)) if at >= 0 else last
    if written == last or len(written) != len(last):
        return quantity
    return quantity.model_copy(update={"unit": f"{head}{slash}{written}"})
