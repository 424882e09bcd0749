"""What the page offers to choose from: labels, closed sets of values, units."""

from __future__ import annotations

from typing import Any, get_args

from ..lang.tables import table
from ..model import Fact, NameLabel, Quantity, QuantityLabel, Role, Time, TimeLabel
from ..write.marks import enumerations


def page_vocabulary() -> dict[str, Any]:
    """Return labels by layer, values by field, and units, each with a word for it, as plain values."""
    labels = {"mentions": get_args(NameLabel), "quantities": get_args(QuantityLabel), "times": get_args(TimeLabel)}
    choices: dict[str, tuple[str, ...]] = {}
    for record in (Quantity, Time, Fact, Role):
        choices |= enumerations(record)
    return {"labels": labels, "choices": choices, "units": units()}


def units() -> list[tuple[str, str]]:
    """Return (code, word) of every unit that the tables know, a code with the first word for it."""
    found: dict[str, str] = {}
    for row in (*table("currencies.tsv"), *table("units.tsv")):
        if row["code"] and row.get("label") != "NONE":
            found.setdefault(row["code"], row["written"])
    for row in table("classifiers.tsv"):
        if not row["rank"]:
            found.setdefault(row["code"] or row["written"], row["written"])
    return list(found.items())
