"""Reads what a numeral says: digits, units 十百千, sections of 万 and 亿, vague heads and tails, and its decimals."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import cast

from ...lang.tables import table
from ...model import Modifier
from .cues import words
from .digits import DIGITS, digits_at
from .numeral_characters import (
    BIG,
    FIGURE,
    FORMAL,
    HUNDRED,
    LIANG,
    MAX_DIGITS,
    MORE,
    MORE_NOT_BEFORE,
    ONE,
    OVER,
    PLAIN,
    POINT,
    SUM,
    TEN,
    TENS,
    UNITS,
    VAGUE,
    ZERO,
)
from .totals import Coefficient, Total
from .units import unit_at

_MORE_APART = re.compile(f" [{OVER}](?![少样年])")
"""多 and 余 with a blank after digits: 8 000 余名."""
_DATED = frozenset(words("date part"))
"""What a last digit without a unit is not followed by: 被罚90万|8月14日."""
_LARGE = frozenset(BIG) - {"兆"}
"""Before them also less than ten has 余: 8余万元."""
_UNIT_STARTS = frozenset(TENS) | frozenset(BIG) | LIANG
_UNIT_WORDS: dict[str, tuple[str, ...]] = {}
for _row in table("units.tsv"):
    if _row["written"][0] in _UNIT_STARTS and len(_row["written"]) > 1:
        _UNIT_WORDS[_row["written"][0]] = (*_UNIT_WORDS.get(_row["written"][0], ()), _row["written"])

_AFTER_TRILLION = re.compile(f"[{OVER}]?[元十{''.join(FIGURE)}]|[0-9][0-9,]{{0,5}}(?:\\.[0-9]+)?亿")
"""What follows 兆 as a number, beside currencies; elsewhere it is a unit prefix or a name."""
_POWER = re.compile(r" ?[×xX*·] ?10(?:\^\{?([-−]?[0-9]|1[0-9])\}?|([⁻]?[⁰¹²³⁴-⁹]|¹[⁰¹²³⁴-⁹]))(?![0-9⁰¹²³⁴-⁹])")
"""A power of ten behind a number: 1.8×10^4, 8.5×10⁴."""
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻−", "0123456789--")


def _ascii(text: str, i: int) -> Coefficient | None:
    digits = digits_at(text, i)
    if digits is None:
        return None
    written = digits.group().replace(",", "").replace("，", "").replace(" ", "")
    if len(written) > MAX_DIGITS:
        return None
    number = Decimal(written)
    form = "digit" if len(written) == 1 else "ascii"
    step = Decimal((0, (1,), number.as_tuple().exponent))  # type: ignore[arg-type]
    power = _POWER.match(text, digits.end())
    if power is None:
        return Coefficient(number, number, digits.end(), form, step)
    scale = Decimal(1).scaleb(int((power[1] or power[2]).translate(_SUPERSCRIPT)))
    return Coefficient(number * scale, number * scale, power.end(), "ascii", step * scale)


def _figures(text: str, i: int) -> int:
    """Return the end of the run of Chinese digits at i, not looking further than a number can be long."""
    j = i
    stop = min(len(text), i + MAX_DIGITS + 1)
    while j < stop and text[j] in FIGURE and (text[j] not in LIANG or j == i or (j == i + 1 and text[i] == "一")):
        j += 1
    return j


def _approximate(a: Decimal, b: Decimal) -> bool:
    """Tell whether two digits side by side mean "a or b": 七八, 三五; not 九十 or 五三."""
    return a > 0 and (b - a == 1 or (a == 3 and b == 5))


def _coefficient(text: str, i: int, first: bool) -> Coefficient | None:
    """Read what can stand before a unit: a digit, a pair of digits, a string of digits, or a vague 几 or 数."""
    if i >= len(text):
        return None
    c = text[i]
    if c in f".{DIGITS}":
        return _ascii(text, i)
    if c in VAGUE:
        return Coefficient(Decimal(2) if first else ONE, Decimal(9), i + 1, "vague")
    if c not in FIGURE:
        return None
    if c in LIANG and not first and text[i + 1 : i + 2] not in UNITS:
        return None
    j = _figures(text, i)
    if j - i > MAX_DIGITS:
        return None
    if j - i == 2 and c in PLAIN and text[j - 1] in PLAIN and _approximate(PLAIN[c], PLAIN[text[j - 1]]):
        return Coefficient(PLAIN[c], PLAIN[text[j - 1]], j, "pair")
    if c in ZERO and j - i == 1 and text[j : j + 1].isdigit():
        return None
    if j - i > 1 and first and not (j < len(text) and text[j] in TENS and not _unit_word(text, j)):
        number = Decimal("".join(FIGURE[x] for x in text[i:j]))
        return Coefficient(number, number, j, "string")
    number = Decimal(FIGURE[c])
    return Coefficient(number, number, i + 1, "digit")


def _unit_word(text: str, i: int) -> bool:
    """Tell whether a unit that begins with a numeral character stands at i: 千克, 兆瓦, 千瓦时."""
    return any(text.startswith(w, i) for w in _UNIT_WORDS.get(text[i], ()))


def _more(text: str, i: int, total: Total) -> int:
    """Read 多, 余, 来 or 几 after a number; return where the number goes on."""
    at = i + 1 if total.form == "digits" and _MORE_APART.match(text, i) else i
    more = text[at : at + 1]
    if more not in MORE:
        return i
    following = text[at + 1 : at + 2]
    low, _ = total.bounds()
    if (low < TEN and following not in _LARGE) or (following and following in MORE_NOT_BEFORE[more]) or total.more:
        return i
    if MORE[more] == "about" and low % TEN:
        return i
    total.more = cast(Modifier, MORE[more])
    return at + 1


def _tail(text: str, part: Coefficient, total: Total, zero: bool) -> bool:
    """Add a last coefficient that has no unit: 一百零五, 一百五, 三万4000. False where it does not belong."""
    last = total.last or ONE
    if total.form == "digits" and text[part.end : part.end + 1] in _DATED:
        return False
    if part.step != ONE or last == ONE or (part.form == "vague" and last != TEN):
        return False
    if part.form in ("digit", "pair", "vague"):
        unit = ONE if zero or last == TEN else last / TEN
    elif part.high < last:
        unit = ONE
    else:
        return False
    total.add(part, unit)
    return True


def _small(text: str, i: int, total: Total) -> Decimal | None:
    """Return the unit 十, 百 or 千 at i if the open section may go on with it."""
    if i >= len(text) or text[i] not in TENS or _unit_word(text, i):
        return None
    unit = TENS[text[i]]
    if total.low != 0 and total.last is not None and unit >= total.last:
        return None
    return unit


def _big(text: str, i: int, total: Total, coefficient: bool) -> Decimal | None:
    """Return the unit 万, 亿 or 兆 at i if the number may go on with it."""
    if i >= len(text) or text[i] not in BIG or _unit_word(text, i):
        return None
    unit = BIG[text[i]]
    if text[i] == "兆" and not ((total.begun or coefficient) and _trillion(text, i + 1)):
        return None
    return unit if total.may_close(unit, coefficient) else None


def _trillion(text: str, i: int) -> bool:
    """Tell whether 兆 before i is 10^12: more of the number or a currency follows (2兆258亿, 1.2兆日元)."""
    if _AFTER_TRILLION.match(text, i):
        return True
    unit = unit_at(text, i + (text[i : i + 1] in tuple(OVER)))
    return unit is not None and unit.label == "MONEY"


def _bigs(text: str, j: int, total: Total) -> int:
    """Read the big units at j, with what may stand between them: 多万, 万亿, ` 万` after digits."""
    while True:
        k = j
        while k < len(text) and text[k] == " " and k - j < (3 if total.form == "digits" else 1):
            k += 1
        if text.startswith("个亿", k) and not total.closed and total.low < 10000:
            k += 1
        unit = _big(text, k, total, False)
        if unit is None:
            return j
        total.close(unit)
        j = _more(text, k + 1, total)


def _step(text: str, j: int, total: Total) -> int | None:
    """Read the next coefficient with its unit; return where it ends, or None where the number is over."""
    k = j
    while total.begun and k < len(text) and text[k] in ZERO:
        k += 1
    zero = k > j
    if k < len(text) and text[k] in SUM:
        total.add(Coefficient(SUM[text[k]], SUM[text[k]], k + 1, "digit"), ONE)
        total.last = TEN
        return k + 1
    if total.form == "digits" and text[k : k + 1] in FORMAL:
        return None
    part = _coefficient(text, k, not total.begun)
    if part is not None and total.begun and part.low == 0:
        return None
    if part is None:
        unit = _small(text, k, total)
        if unit is None or (unit != TEN and (total.begun or zero)) or (total.bare and total.last != HUNDRED):
            return None
        total.bare = total.bare or (not total.begun and unit != TEN)
        total.add(Coefficient(ONE, ONE, k, "digit"), unit)
        return k + 1
    unit = _small(text, part.end, total)
    if unit is not None and part.form != "string":
        total.add(part, unit)
        return part.end + 1
    if not total.begun:
        total.add(part, ONE)
        return part.end
    if _big(text, part.end, total, True) is not None:
        total.add(part, ONE)
        return part.end
    if text[part.end : part.end + 1] and text[part.end] in POINT and part.form == "digit":
        total.add(part, ONE)
        return part.end
    return part.end if _tail(text, part, total, zero) else None


def integer(text: str, i: int) -> tuple[Total, int] | None:
    """Read the number that begins at i, up to its decimal point."""
    total = Total()
    total.form = "digits" if text[i] in f".{DIGITS}" else "hanzi"
    if text[i] in BIG and _big(text, i, total, False) is None:
        return None
    j = i
    while not total.more:
        before = total.last, total.begun
        k = _step(text, j, total)
        if k is None:
            break
        j = _bigs(text, _more(text, k, total), total)
        if before[1] and total.last == ONE:
            break
    j = _bigs(text, j, total)
    if not total.begun:
        return None
    return total, j


def decimals(text: str, i: int, total: Total) -> int:
    """Read 点 and the digits after it, and the big units after these: 六点四二万."""
    if i >= len(text) or text[i] not in POINT or total.more or total.vague:
        return i
    if total.form == "digits" and text[i + 1 : i + 2].isascii():
        return i
    j = i + 1
    while j < len(text) and j - i <= MAX_DIGITS and (text[j] in FIGURE or text[j] in DIGITS):
        j += 1
    figures = text[i + 1 : j]
    if not figures or (j < len(text) and (text[j] in words("no decimals") and not text.startswith("分之", j))):
        return i
    step = Decimal((0, (1,), 1 - (j - i)))
    part = Decimal("".join(FIGURE.get(c, c) for c in figures)) * step
    total.low += part
    total.high += part
    total.step = step
    return _bigs(text, _more(text, j, total), total)
