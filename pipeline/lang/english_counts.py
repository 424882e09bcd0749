"""Counts in English messages: 1 article, 2 articles."""

from __future__ import annotations

_SAME = ("series",)


def one(things: str) -> str:
    """Return the singular of an English plural: entities -> entity, articles -> article, series -> series."""
    if things in _SAME:
        return things
    return things[:-3] + "y" if things.endswith("ies") else things.removesuffix("s")


def counted(number: int, things: str) -> str:
    """Return a number with what it counts, given as plural: counted(1, "entities") is `1 entity`."""
    return f"{number} {one(things) if number == 1 else things}"
