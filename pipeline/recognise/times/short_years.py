"""Tells whether two figures before 年 name a year (05年, 98年4月, 由16年的3%增至20年的8%) or count years (从教31年).

A part of a year after them decides (23年一季度); so does another such number of the sentence that stands like a year
too. Else two figures count years.
"""

from __future__ import annotations

import re

from .calendars import FESTIVALS
from .vocabulary import CUES, NUMBER, cue, figure

QUARTER = "第?[一二三四1-4]季度|[一二三]季报"
"""What tells a quarter after a year."""
_PART = re.compile(
    rf"{NUMBER}月|[0-9]{{1,2}}[-—~至到]{{1,2}}[0-9]{{1,2}}月|[前后]{NUMBER}个?(?:月|季度)|{QUARTER}|Q[1-4]|H[12]|{cue('year_part')}"
)
_WINDOW = 60
"""So far around a number another year of its sentence is looked for."""
_YEAR = re.compile(r"(?<![0-9.,/~-])(?<![0-9][年至到])([0-9]{2})年")
_BEFORE = re.compile(rf"(?:^|[，。；：、！？（(“\n ]|{cue('before_year')})$")
_AFTER = re.compile(rf"{cue('after_year')}|的(?!{cue('counted_years')})|-[0-9]")
_STOP = re.compile("[。！？；\n]")
_OLD = 50
"""From here on two figures before 以后 are a year of the last century."""
_COUNTED = 80
"""Below this two figures alone count years: nothing is told of 80年 that lasts so long."""
_APART = 15
"""So many years at most lie between two years that one sentence compares."""
_RANGE = re.compile(r"(?:([0-9]{2})年?|((?:19|20)[0-9]{2}))(?:-|至|到|~|—{1,2})([0-9]{2})年(?![多余])")
"""20-23年, 18年至23年, 1904-05年."""
_AFTER_RANGE = re.compile(cue("after_years"))


def names_year(text: str, end: int, written: str, value: int) -> bool:
    """Tell whether two figures, `written` with their `value`, before the 年 that ends at `end` name a year."""
    if written.isascii() and text[max(0, end - 5) : end - 3] in CUES["up_to"]:
        return True
    if figure(written[0]) == 0 or _PART.match(text, end) or any(text[end : end + n] in FESTIVALS for n in (2, 3, 4)):
        return True
    if written.isascii() and value >= _OLD and text.startswith(CUES["since_year"], end):
        return True
    if written.isascii() and value < _COUNTED:
        return _compared(text, end, value)
    if text.startswith(CUES["no_year"], end) or (written.isascii() and text.startswith("的", end)):
        return False
    return written.isascii() or (value % 10 - value // 10 != 1 and value != 35)


def _compared(text: str, end: int, value: int) -> bool:
    """Tell whether the sentence holds two numbers of two figures that both stand like years, not far apart."""
    start = end - 3
    if not _stands(text, start, end):
        return False
    a, b = max(0, start - _WINDOW), min(len(text), end + _WINDOW)
    a += max((m.end() for m in _STOP.finditer(text[a:start])), default=0)
    stop = _STOP.search(text, end, b)
    for match in _YEAR.finditer(text, a, stop.start() if stop else b):
        other = int(match[1])
        if match.start() != start and 0 < abs(other - value) <= _APART and _stands(text, match.start(), match.end()):
            return True
    return False


def _stands(text: str, start: int, end: int) -> bool:
    """Tell whether a number with 年 stands as a year does: at the head of a clause or after 由, before 的 or 达到."""
    return bool(_BEFORE.search(text[max(0, start - 3) : start]) and _AFTER.match(text, end))


def range_of_years(text: str, i: int) -> tuple[int, int, int] | None:
    """Read 1904-05年, and 20-23年 where it stands like a stretch of years: first and last year as written, and the end.

    10-15年 counts years; a stretch begins a clause, is followed by 复合增速 and the like, and is not round.
    """
    match = _RANGE.match(text, i)
    if match is None:
        return None
    first, last = int(match[1] or match[2]), int(match[3])
    if match[2]:
        full = first // 100 * 100 + last
        return (first, full, match.end()) if 0 < full - first <= _APART else None
    stands = _BEFORE.search(text[max(0, i - 3) : i]) and _AFTER_RANGE.match(text, match.end())
    round_numbers = first % 5 == 0 and last % 5 == 0
    if not stands or round_numbers or not 0 < last - first < _APART:
        return None
    return first, last, match.end()
