"""Finds and interprets written Chinese numbers: digits, Chinese numerals, and every mixture of both.

One reader serves to find and to interpret: `scan` lists the numerals of a text with their values, `parse` gives the
value of a string that is wholly one numeral. Reading goes once from left to right. The grammar is that of the
additive-multiplicative Chinese system (units 十百千 inside sections, sections scaled by 万亿) with its spoken short
forms (一百五 = 150), juxtaposed approximations (十七八万 = 170000 to 180000), vague heads (数十, 几百) and tails (多).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple, cast

from ...lang.tables import table
from ...model import Modifier
from .digits import DIGITS, digits_at
from .units import unit_at

ONE, TEN, HUNDRED = Decimal(1), Decimal(10), Decimal(100)
MAX_DIGITS = 20
"""A longer string of digits is a code, and its arithmetic would leave the 28 digits that Decimal keeps."""

_ROWS = {kind: {r["char"]: r["value"] for r in table("numerals.tsv") if r["kind"] == kind}
         for kind in ("digit", "money", "ten", "sum", "big", "zero", "vague", "more", "point", "sign")}
_FORMAL = frozenset([*_ROWS["money"], *"拾佰仟"])
_PLAIN = {c: Decimal(v) for kind in ("digit", "money") for c, v in _ROWS[kind].items()}
_ZERO = frozenset(_ROWS["zero"])
_FIGURE = {**{c: v for kind in ("digit", "money") for c, v in _ROWS[kind].items()}, **dict.fromkeys(_ZERO, "0")}
_TEN = {c: Decimal(v) for c, v in _ROWS["ten"].items()}
_SUM = {c: Decimal(v) for c, v in _ROWS["sum"].items()}
_BIG = {c: Decimal(v) for c, v in _ROWS["big"].items()}
_VAGUE = frozenset(_ROWS["vague"])
_MORE = _ROWS["more"]
_MORE_NOT_BEFORE = {r["char"]: frozenset(r["not_before"]) for r in table("numerals.tsv") if r["kind"] == "more"}
_POINT = frozenset(_ROWS["point"])
_SIGN = frozenset(_ROWS["sign"])
_MORE_APART = re.compile(" [多余餘](?![少样年])")
"""多 and 余 with a blank after digits: 8 000 余名."""
_DATED = frozenset("月日年号")
"""What a last digit without a unit is not followed by: 被罚90万|8月14日."""
_LARGE = frozenset(("万", "萬", "亿", "億"))
"""Before them also less than ten has 余: 8余万元."""
_LIANG = frozenset("两兩")
_UNITS = frozenset([*_TEN, *_BIG])
_UNIT_STARTS = frozenset(_TEN) | frozenset(_BIG) | _LIANG
_UNIT_WORDS: dict[str, tuple[str, ...]] = {}
for _row in table("units.tsv"):
    if _row["written"][0] in _UNIT_STARTS and len(_row["written"]) > 1:
        _UNIT_WORDS[_row["written"][0]] = (*_UNIT_WORDS.get(_row["written"][0], ()), _row["written"])

_HANZI_START = "".join([*_PLAIN, *_ZERO, *_TEN, *_SUM, *_BIG])
_LONG = re.compile(f"[0-9{_HANZI_START}{''.join([*_VAGUE, *_MORE, *_POINT])}]{{65,}}")
_START = re.compile(
    f"{_LONG.pattern}|(?<![^\\s$￥¥€£+\\-(（=<>≥≤])\\.(?=[0-9])|[0-9{_HANZI_START}]"
    f"|[{''.join(_VAGUE)}](?=[{''.join([*_TEN, *_BIG])}])"
)
_PLAIN_FIGURES = re.compile(
    f"[0-9]{{1,{MAX_DIGITS - 8}}}(?:\\.[0-9]{{1,8}})?"
    f"(?![0-9.分份又{_HANZI_START}{''.join([*_MORE, *_POINT, *_VAGUE])}])"
    f"(?![,，][0-9]{{3}})(?! [1-9][0-9]?/[0-9])(?! [0-9]{{3}}(?![0-9]))(?! {{1,3}}[分份又多余/{''.join(_BIG)}])(?! ?/)"
    f"(?! ?[×xX*·] ?10[\\^⁰¹²³⁴-⁹])"
)
"""Figures that nothing can follow in the same number, which is the usual case and quickly read."""
_STEPS = [Decimal(1).scaleb(-n) for n in range(9)]
_AFTER_TRILLION = re.compile(f"[多余]?[元十{''.join(_FIGURE)}]|[0-9][0-9,]{{0,5}}(?:\\.[0-9]+)?亿")
"""What follows 兆 as a number, beside currencies; elsewhere it is a unit prefix or a name."""


class WrittenNumber(NamedTuple):
    """One written number: where it stands and what it says."""

    start: int
    end: int
    value: Decimal | None
    """The number, or None where only `low` and `high` are known."""
    low: Decimal | None
    high: Decimal | None
    step: Decimal
    """Worth of the last digit as written: 4.2万 -> 1000."""
    more: Modifier | None = None
    """'over' after 多 or 余, 'about' after 来, else None."""
    form: str = "hanzi"
    """'digits' where it begins with a digit 0-9, else 'hanzi'."""
    bare: bool = False
    """True where it begins with a scale that has no coefficient: 百, 千万, 万亿."""
    whole: Decimal | None = None
    """Denominator of a fraction: 三分之二 -> 3."""


class _Coefficient(NamedTuple):
    """A coefficient: its bounds (equal where it is exact), where it ends, how it was written."""

    low: Decimal
    high: Decimal
    end: int
    form: str
    """'digit', 'pair', 'string' (several figures), 'ascii', 'vague'."""
    step: Decimal = ONE


class _Total:
    """A number under construction: sections closed by 万 or 亿, the open section, and the last unit seen."""

    __slots__ = ("bare", "begun", "closed", "form", "high", "last", "low", "more", "step", "vague")

    def __init__(self) -> None:
        self.closed: list[tuple[Decimal, Decimal, Decimal]] = []
        self.low = self.high = Decimal(0)
        self.last: Decimal | None = None
        self.step = ONE
        self.more: Modifier | None = None
        self.form = "hanzi"
        self.bare = self.begun = self.vague = False

    def add(self, part: _Coefficient, unit: Decimal) -> None:
        """Add a coefficient times 十, 百, 千 or 1 to the open section."""
        self.low += part.low * unit
        self.high += part.high * unit
        self.step = part.step * unit
        self.last = unit
        self.begun = True
        self.vague = self.vague or part.form == "vague"

    def close(self, unit: Decimal) -> None:
        """Multiply what stands open below `unit` by it: 一万五千 + 亿."""
        low, high = self.low, self.high
        while self.closed and self.closed[-1][2] < unit:
            below = self.closed.pop()
            low += below[0]
            high += below[1]
        if not self.begun:
            low = high = ONE
            self.bare = True
        self.closed.append((low * unit, high * unit, unit))
        self.low = self.high = Decimal(0)
        self.step *= unit
        self.last = unit
        self.begun = True

    def may_close(self, unit: Decimal, coefficient: bool) -> bool:
        """Tell whether 万 or 亿 may follow: the sections of a number come in falling order."""
        above = [u for _, _, u in self.closed if u >= unit]
        if not above:
            return True
        return above[-1] > unit and (coefficient or self.low != 0)

    def bounds(self) -> tuple[Decimal, Decimal]:
        """Return the least and the greatest number meant."""
        low = sum((c[0] for c in self.closed), self.low)
        high = sum((c[1] for c in self.closed), self.high)
        return low, high


_POWER = re.compile(r" ?[×xX*·] ?10(?:\^\{?([-−]?[0-9]|1[0-9])\}?|([⁻]?[⁰¹²³⁴-⁹]|¹[⁰¹²³⁴-⁹]))(?![0-9⁰¹²³⁴-⁹])")
"""A power of ten behind a number: 1.8×10^4, 8.5×10⁴."""
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻−", "0123456789--")


def _ascii(text: str, i: int) -> _Coefficient | None:
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
        return _Coefficient(number, number, digits.end(), form, step)
    scale = Decimal(1).scaleb(int((power[1] or power[2]).translate(_SUPERSCRIPT)))
    return _Coefficient(number * scale, number * scale, power.end(), "ascii", step * scale)


def _figures(text: str, i: int) -> int:
    """Return the end of the run of Chinese digits at i, not looking further than a number can be long."""
    j = i
    stop = min(len(text), i + MAX_DIGITS + 1)
    while j < stop and text[j] in _FIGURE and (text[j] not in _LIANG or j == i or (j == i + 1 and text[i] == "一")):
        j += 1
    return j


def _approximate(a: Decimal, b: Decimal) -> bool:
    """Tell whether two digits side by side mean "a or b": 七八, 三五; not 九十 or 五三."""
    return a > 0 and (b - a == 1 or (a == 3 and b == 5))


def _coefficient(text: str, i: int, first: bool) -> _Coefficient | None:
    """Read what can stand before a unit: a digit, a pair of digits, a string of digits, or a vague 几 or 数."""
    if i >= len(text):
        return None
    c = text[i]
    if c in f".{DIGITS}":
        return _ascii(text, i)
    if c in _VAGUE:
        return _Coefficient(Decimal(2) if first else ONE, Decimal(9), i + 1, "vague")
    if c not in _FIGURE:
        return None
    if c in _LIANG and not first and text[i + 1 : i + 2] not in _UNITS:
        return None
    j = _figures(text, i)
    if j - i > MAX_DIGITS:
        return None
    if j - i == 2 and c in _PLAIN and text[j - 1] in _PLAIN and _approximate(_PLAIN[c], _PLAIN[text[j - 1]]):
        return _Coefficient(_PLAIN[c], _PLAIN[text[j - 1]], j, "pair")
    if c in _ZERO and j - i == 1 and text[j : j + 1].isdigit():
        return None
    if j - i > 1 and first and not (j < len(text) and text[j] in _TEN and not _unit_word(text, j)):
        number = Decimal("".join(_FIGURE[x] for x in text[i:j]))
        return _Coefficient(number, number, j, "string")
    number = Decimal(_FIGURE[c])
    return _Coefficient(number, number, i + 1, "digit")


def _unit_word(text: str, i: int) -> bool:
    """Tell whether a unit that begins with a numeral character stands at i: 千克, 兆瓦, 千瓦时."""
    return any(text.startswith(w, i) for w in _UNIT_WORDS.get(text[i], ()))


def _more(text: str, i: int, total: _Total) -> int:
    """Read 多, 余, 来 or 几 after a number; return where the number goes on."""
    at = i + 1 if total.form == "digits" and _MORE_APART.match(text, i) else i
    more = text[at : at + 1]
    if more not in _MORE:
        return i
    following = text[at + 1 : at + 2]
    low, _ = total.bounds()
    if (low < TEN and following not in _LARGE) or (following and following in _MORE_NOT_BEFORE[more]) or total.more:
        return i
    if _MORE[more] == "about" and low % TEN:
        return i
    total.more = cast(Modifier, _MORE[more])
    return at + 1


def _tail(text: str, part: _Coefficient, total: _Total, zero: bool) -> bool:
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


def _small(text: str, i: int, total: _Total) -> Decimal | None:
    """Return the unit 十, 百 or 千 at i if the open section may go on with it."""
    if i >= len(text) or text[i] not in _TEN or _unit_word(text, i):
        return None
    unit = _TEN[text[i]]
    if total.low != 0 and total.last is not None and unit >= total.last:
        return None
    return unit


def _big(text: str, i: int, total: _Total, coefficient: bool) -> Decimal | None:
    """Return the unit 万, 亿 or 兆 at i if the number may go on with it."""
    if i >= len(text) or text[i] not in _BIG or _unit_word(text, i):
        return None
    unit = _BIG[text[i]]
    if text[i] == "兆" and not ((total.begun or coefficient) and _trillion(text, i + 1)):
        return None
    return unit if total.may_close(unit, coefficient) else None


def _trillion(text: str, i: int) -> bool:
    """Tell whether 兆 before i is 10^12: more of the number or a currency follows (2兆258亿, 1.2兆日元)."""
    if _AFTER_TRILLION.match(text, i):
        return True
    unit = unit_at(text, i + (text[i : i + 1] in ("多", "余")))
    return unit is not None and unit.label == "MONEY"


def _bigs(text: str, j: int, total: _Total) -> int:
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


def _step(text: str, j: int, total: _Total) -> int | None:
    """Read the next coefficient with its unit; return where it ends, or None where the number is over."""
    k = j
    while total.begun and k < len(text) and text[k] in _ZERO:
        k += 1
    zero = k > j
    if k < len(text) and text[k] in _SUM:
        total.add(_Coefficient(_SUM[text[k]], _SUM[text[k]], k + 1, "digit"), ONE)
        total.last = TEN
        return k + 1
    if total.form == "digits" and text[k : k + 1] in _FORMAL:
        return None
    part = _coefficient(text, k, not total.begun)
    if part is not None and total.begun and part.low == 0:
        return None
    if part is None:
        unit = _small(text, k, total)
        if unit is None or (unit != TEN and (total.begun or zero)) or (total.bare and total.last != HUNDRED):
            return None
        total.bare = total.bare or (not total.begun and unit != TEN)
        total.add(_Coefficient(ONE, ONE, k, "digit"), unit)
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
    if text[part.end : part.end + 1] and text[part.end] in _POINT and part.form == "digit":
        total.add(part, ONE)
        return part.end
    return part.end if _tail(text, part, total, zero) else None


def _integer(text: str, i: int) -> tuple[_Total, int] | None:
    """Read the number that begins at i, up to its decimal point."""
    total = _Total()
    total.form = "digits" if text[i] in f".{DIGITS}" else "hanzi"
    if text[i] in _BIG and _big(text, i, total, False) is None:
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


def _decimals(text: str, i: int, total: _Total) -> int:
    """Read 点 and the digits after it, and the big units after these: 六点四二万."""
    if i >= len(text) or text[i] not in _POINT or total.more or total.vague:
        return i
    if total.form == "digits" and text[i + 1 : i + 2].isascii():
        return i
    j = i + 1
    while j < len(text) and j - i <= MAX_DIGITS and (text[j] in _FIGURE or text[j] in DIGITS):
        j += 1
    figures = text[i + 1 : j]
    if not figures or (j < len(text) and (text[j] in "十拾分刻半钟多" and not text.startswith("分之", j))):
        return i
    step = Decimal((0, (1,), 1 - (j - i)))
    part = Decimal("".join(_FIGURE.get(c, c) for c in figures)) * step
    total.low += part
    total.high += part
    total.step = step
    return _bigs(text, _more(text, j, total), total)


def _settle(total: _Total) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """Return value, low and high: a vague head reaches to the end of its order (数十 = 20 to 99)."""
    low, high = total.bounds()
    if total.vague and total.step > 1:
        high += total.step - 1
    if low == high:
        return low, None, None
    return None, low, high


def _read(text: str, i: int) -> tuple[WrittenNumber | None, int]:
    """Read the numeral that begins at i; return it, or None, and where to go on."""
    read = _integer(text, i)
    if read is None:
        return None, _skip(text, i)
    total, j = read
    j = _decimals(text, j, total)
    value, low, high = _settle(total)
    return WrittenNumber(i, j, value, low, high, total.step, total.more, total.form, total.bare), j


_OVER = re.compile(r" {0,2}[分份] {0,2}之 {0,2}")
_OVER_ONE = re.compile(r"[分份](?=[一壹](?![0-9一二三四五六七八九十百千万]))")
_PER_CENT = re.compile(r"分(?=[二三四五六七八九]?十)")
_SLASH = re.compile(r" ?/ ?(?=[0-9]{1,3}(?![0-9./万]))")


def _fraction(text: str, whole: WrittenNumber | None, end: int) -> tuple[WrittenNumber | None, int]:
    """Read the rest of a fraction whose denominator or, before a slash, numerator has been read: 三分之|二, 3/|4."""
    if whole is None or whole.value is None or whole.more:
        return whole, end
    over = _OVER.match(text, end) or (_PER_CENT if whole.bare else _OVER_ONE).match(text, end)
    slash = None if over or whole.form != "digits" or whole.value >= 1000 else _SLASH.match(text, end)
    sign = over or slash
    if sign is None:
        return whole, end
    start = sign.end()
    if over and text[start : start + 1] == "半":
        return whole, end
    part, stop = _read(text, start) if _START.match(text, start) else (None, end)
    if part is None or (slash and text[whole.start - 1 : whole.start] in ("/", ".")):
        return whole, end
    top, bottom = (part, whole) if over else (whole, part)
    if not bottom.value:
        return whole, end
    value, low, high = (None if x is None else x / bottom.value for x in (top.value, top.low, top.high))
    step = top.step / bottom.value
    return whole._replace(end=stop, value=value, low=low, high=high, step=step, more=top.more, whole=bottom.value), stop


_AND = re.compile(r" ?又 ?| (?=([1-9])/([2-9]|16|32|64)(?![0-9/.])(?! ?[月年日]))")


def _mixed(text: str, whole: WrittenNumber | None, end: int) -> tuple[WrittenNumber | None, int]:
    """Read the fraction that follows a whole number: 一又|二分之一, 4 |1/2美分, of the last digit: 6.76 |1/2."""
    sign = _AND.match(text, end) if whole is not None and whole.whole is None else None
    if whole is None or whole.value is None or sign is None or not _START.match(text, sign.end()):
        return whole, end
    part, stop = _fraction(text, *_read(text, sign.end()))
    if part is None or part.value is None or part.whole is None:
        return whole, end
    if sign[1] is None:
        return whole._replace(end=stop, value=whole.value + part.value, step=part.step, whole=part.whole), stop
    unit = unit_at(text, stop + text.startswith(" ", stop))
    if part.value >= ONE or unit is None or unit.label not in ("MONEY", "QUANTITY"):
        return whole, end
    return whole._replace(end=stop, value=whole.value + part.value * whole.step, step=part.step * whole.step), stop


def _skip(text: str, i: int) -> int:
    """Return the end of what cannot be a number at i: a run of figures that is too long, or one character."""
    if text[i] in f".{DIGITS}":
        digits = digits_at(text, i)
        return digits.end() if digits else i + 1
    j = i
    while j < len(text) and text[j] in _FIGURE:
        j += 1
    return max(j, i + 1)


def _cheque(text: str, start: int, end: int) -> bool:
    """Tell whether long digits stand as a number: beside other numeral characters, or alone."""
    if end - start > 1 or text[start] not in _FORMAL:
        return True
    before, after = text[start - 1 : start], text[end : end + 1]
    return (not before.isalpha() and not after.isalpha()) or after in tuple("元圆角分整")


def numerals_in(text: str) -> Iterator[WrittenNumber]:
    """Yield the numerals of a text in order, as `scan` lists them."""
    i = 0
    while found := _START.search(text, i):
        if found.end() - found.start() > 1:
            i = found.end()
            continue
        plain = _PLAIN_FIGURES.match(text, found.start())
        if plain:
            i = plain.end()
            number = Decimal(plain.group())
            step = _STEPS[-number.as_tuple().exponent]  # type: ignore[operator]
            yield WrittenNumber(found.start(), i, number, None, None, step, None, "digits")
            continue
        numeral, i = _mixed(text, *_fraction(text, *_read(text, found.start())))
        if numeral is not None and _cheque(text, numeral.start, numeral.end):
            yield numeral


def scan(text: str) -> list[WrittenNumber]:
    """Return every number that is written in a text, in order, none overlapping. Linear in the length of the text."""
    return list(numerals_in(text))


def parse(text: str) -> Decimal | None:
    """Return the value of a string that is wholly one exact numeral, with or without a sign; else None.

    parse("二〇一一") -> 2011, parse("两千三百") -> 2300, parse("1,100.9亿") -> 110090000000, parse("十几") -> None.
    """
    text = text.strip()
    negative = text[:1] in _SIGN and len(text) > 1
    start = 1 if negative else 0
    while start < len(text) and text[start] == " ":
        start += 1
    if start >= len(text) or len(text) > 100 or not _START.match(text, start):
        return None
    numeral, end = _mixed(text, *_fraction(text, *_read(text, start)))
    if numeral is None or end != len(text) or numeral.value is None:
        return None
    return -numeral.value if negative else numeral.value
