"""The characters of numerals and what each is worth, read from `numerals.tsv`; where a numeral may begin."""

from __future__ import annotations

import re
from decimal import Decimal

from ...lang.tables import table

ONE, TEN, HUNDRED = Decimal(1), Decimal(10), Decimal(100)
MAX_DIGITS = 20
"""A longer string of digits is a code, and its arithmetic would leave the 28 digits that Decimal keeps."""

_ROWS = {
    kind: {r["char"]: r["value"] for r in table("numerals.tsv") if r["kind"] == kind}
    for kind in ("digit", "money", "ten", "sum", "big", "zero", "vague", "more", "point", "sign")
}
FORMAL = frozenset([*_ROWS["money"], *"拾佰仟"])
PLAIN = {c: Decimal(v) for kind in ("digit", "money") for c, v in _ROWS[kind].items()}
ZERO = frozenset(_ROWS["zero"])
FIGURE = {**{c: v for kind in ("digit", "money") for c, v in _ROWS[kind].items()}, **dict.fromkeys(ZERO, "0")}
TENS = {c: Decimal(v) for c, v in _ROWS["ten"].items()}
SUM = {c: Decimal(v) for c, v in _ROWS["sum"].items()}
BIG = {c: Decimal(v) for c, v in _ROWS["big"].items()}
VAGUE = frozenset(_ROWS["vague"])
MORE = _ROWS["more"]
MORE_NOT_BEFORE = {r["char"]: frozenset(r["not_before"]) for r in table("numerals.tsv") if r["kind"] == "more"}
POINT = frozenset(_ROWS["point"])
SIGN = frozenset(_ROWS["sign"])
LIANG = frozenset("两兩")
UNITS = {**TENS, **BIG}
OVER = "".join(c for c, modifier in MORE.items() if modifier == "over")
ORDINAL = "第"
"""What makes an ordinal of the number behind it."""
HALF_SIGN = "半"
EACH = "每"
FIGURES = "一二三四五六七八九"
COUNTS = f"{FIGURES}两十"
"""What small counts are written with."""
SCALES = "百千万亿"
GREAT_SCALES = "万亿"
HANZI_START = "".join([*PLAIN, *ZERO, *TENS, *SUM, *BIG])
_LONG = re.compile(f"[0-9{HANZI_START}{''.join([*VAGUE, *MORE, *POINT])}]{{65,}}")
START = re.compile(
    f"{_LONG.pattern}|(?<![^\\s$￥¥€£+\\-(（=<>≥≤])\\.(?=[0-9])|[0-9{HANZI_START}]"
    f"|[{''.join(VAGUE)}](?=[{''.join([*TENS, *BIG])}])"
)
