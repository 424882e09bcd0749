"""Builds pipeline/data/calendar.tsv, the Chinese lunar years and solar terms of 1900-2100, from lunar_python.

Usage: pip install lunar_python; python scripts/build_calendar.py pipeline/data/calendar.tsv

The table is committed: 201 rows of facts need no library at run time.
"""

from __future__ import annotations

import sys
from pathlib import Path

from lunar_python import Lunar, LunarYear, Solar  # type: ignore[import-not-found]

NAMES = (
    "小寒 大寒 立春 雨水 惊蛰 春分 清明 谷雨 立夏 小满 芒种 夏至 "
    "小暑 大暑 立秋 处暑 白露 秋分 寒露 霜降 立冬 小雪 大雪 冬至"
)
TERMS = NAMES.split()
LATIN = {"DA_XUE": "大雪", "DONG_ZHI": "冬至", "XIAO_HAN": "小寒", "DA_HAN": "大寒"}
"""Names that lunar_python gives to the terms of the neighbouring years."""


def row(year: int) -> str:
    """Return the line of one year."""
    lunar = LunarYear.fromYear(year)
    months = [m for m in lunar.getMonths() if m.getYear() == year]
    first = Lunar.fromYmd(year, 1, 1).getSolar()
    terms = {}
    for part in (Solar.fromYmd(year, 6, 1), Solar.fromYmd(year, 12, 31)):
        for name, day in part.getLunar().getJieQiTable().items():
            name = LATIN.get(name, name)
            if name in TERMS and day.getYear() == year:
                terms[name] = f"{day.getDay():02d}"
    lengths = "".join("1" if m.getDayCount() == 30 else "0" for m in months)
    return "\t".join(
        [
            str(year),
            f"{first.getMonth():02d}-{first.getDay():02d}",
            str(lunar.getLeapMonth()),
            lengths,
            " ".join(terms[name] for name in TERMS),
        ]
    )


def main() -> None:
    """Write the table to the path given."""
    head = [
        "# Chinese calendar, built by scripts/build_calendar.py from lunar_python 1.4 (MIT).",
        "# new_year: the Gregorian day of the first day of the lunar year; leap: the month a leap month follows, or 0;",
        "# months: one figure for each month in order, 1 = 30 days, 0 = 29; terms: days of the solar terms of",
        "# the Gregorian year, two a month from 小寒 in January to 冬至 in December.",
        "year\tnew_year\tleap\tmonths\tterms",
    ]
    Path(sys.argv[1]).write_text("\n".join([*head, *map(row, range(1900, 2101))]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
