"""Traditional and simplified script, by OpenCC."""

from __future__ import annotations

from functools import cache

import opencc


@cache
def _converter(name: str) -> opencc.OpenCC:
    return opencc.OpenCC(name)


def from_traditional(text: str) -> str:
    """Return Traditional text in simplified script."""
    return str(_converter("t2s").convert(text))


def from_taiwan(text: str) -> str:
    """Return text in the written forms of Taiwan in simplified script: 意味著 -> 意味着."""
    return str(_converter("tw2s").convert(text))


def from_hong_kong(text: str) -> str:
    """Return text in the written forms of Hong Kong in simplified script: 衞生 -> 卫生."""
    return str(_converter("hk2s").convert(text))


def only_simplified(characters: str) -> frozenset[str]:
    """Return those of some characters that Traditional script writes otherwise."""
    back = _converter("s2t").convert("\n".join(characters)).split("\n")
    return frozenset(a for a, b in zip(characters, back, strict=True) if a != b)
