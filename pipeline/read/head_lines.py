"""Heads of several lines: which columns each head of each line stands over, where only their order is known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from ..lang.table_words import ends_with, has_word
from .boxes import states_unit

_PERIOD = re.compile(r"(?:19|20)\d\d|\d{1,2}[-—~至月]|[上下]半年|[一二三四前第]+季度")

_NUMERALS = re.compile(r"\d+|第?[一二三四五六七八九十]+(?=季度|月|产业)")


class Over(NamedTuple):
    """A head by its number in its line, the first column that it stands over and how many."""

    head: int
    column: int
    columns: int


def one_line(count: int, width: int) -> list[Over] | None:
    """Return the columns of `count` heads over `width` columns, each over as many; None where that leaves a rest."""
    if not count or count > width or width % count:
        return None
    size = width // count
    return [Over(n, n * size, size) for n in range(count)]


def two_lines(tops: Sequence[str], subs: Sequence[str], width: int) -> tuple[list[Over], list[Over]] | None:
    """Return the columns of two lines of heads over `width` columns, or None where they do not fit.

    The second line may fill all columns; or each head has a column of its own and further ones under the second line
    (地区生产总值（亿元）, below its second column 比上年增长（%）); or some heads have no second line.
    """
    a, b = len(tops), len(subs)
    if b == width:
        over = _restarts(subs, a) or one_line(a, width)
        return (over, [Over(n, n, 1) for n in range(b)]) if over else None
    if a + b == width and b % a == 0:
        size = 1 + b // a
        own = [Over(n, n * size, size) for n in range(a)]
        return own, [Over(n, n // (size - 1) * size + 1 + n % (size - 1), 1) for n in range(b)]
    parted = a + b - width
    if parted < 1 or parted > a or b % parted or b < 2 * parted:
        return None
    return _some_parted(tops, b, parted)


def _restarts(subs: Sequence[str], count: int) -> list[Over] | None:
    """Return the stretches at whose beginning the second line begins anew (绝对额, 增长 | 绝对额, 增长)."""
    starts = [n for n, sub in enumerate(subs) if sub == subs[0]]
    if len(starts) != count or count < 2:
        return None
    return [Over(n, a, b - a) for n, (a, b) in enumerate(zip(starts, [*starts[1:], len(subs)], strict=True))]


def _some_parted(tops: Sequence[str], count: int, parted: int) -> tuple[list[Over], list[Over]]:
    """Return the columns where `parted` of the heads share `count` heads of a second line."""
    told = [states_unit(top) or has_word(top, "rate") or ends_with(top, "measure") for top in tops]
    wide = [n for n, tells in enumerate(told) if not tells]
    chosen = set(wide if len(wide) == parted else range(len(tops) - parted, len(tops)))
    first: list[Over] = []
    second: list[Over] = []
    column, size = 0, count // parted
    for n in range(len(tops)):
        first.append(Over(n, column, size if n in chosen else 1))
        if n in chosen:
            second += [Over(len(second) + i, column + i, 1) for i in range(size)]
        column += first[-1].columns
    return first, second


def parted_lines(heads: Sequence[str], width: int) -> int | None:
    """Return how many of `heads`, read one after the other, are the first of two lines over `width` columns.

    0 where they are one line; None where they fit in no way.
    """
    count = len(heads)
    half = count // 2
    if count == width:
        alike = half > 1 and count % 2 == 0 and len(set(heads[half:])) == 1 and heads[0] != heads[-1]
        return half if alike and has_word(heads[-1], "rate") else 0
    if count < width:
        return None
    fitting = [a for a in range(1, count) if two_lines(heads[:a], heads[a:], width)]
    return min(fitting, key=lambda a: (_unlike(heads, a), a)) if fitting else None


def _shape(head: str) -> str:
    """Return a head with its numbers all alike: 1月 and 2月 are of one line, 2024年 and 1月 are not."""
    return _NUMERALS.sub("#", head)


def _unlike(heads: Sequence[str], count: int) -> int:
    """Return how little the heads look parted after `count`: heads of units above, below heads that do not repeat."""
    tops, subs = heads[:count], heads[count:]
    dated = sum(_PERIOD.match(sub) is not None for sub in subs)
    if 0 < dated < len(subs) or _shape(tops[-1]) == _shape(subs[0]):
        return len(heads) * 2
    if count == 1 and states_unit(tops[0]) and not any(states_unit(sub) or has_word(sub, "rate") for sub in subs):
        return 0
    return sum(map(states_unit, tops)) + len(set(subs)) - (len(subs) - len(set(subs)))
