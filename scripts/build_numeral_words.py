"""Builds pipeline/data/numeral_words.tsv: ordinary words that hold a numeral character, from jieba's dictionary (MIT).

    python scripts/build_numeral_words.py

Kept are words of two to four characters that are not themselves a numeral with a unit, a classifier or a bounding
word: 统一, 四川, 百姓, 千方百计, 九牛一毛; not 三天, 数百, 近百.
"""

from __future__ import annotations

import logging
import re
from pathlib import Path

import jieba
from zhfacts.lang.tables import table

NUMERALS = "零〇一二两三四五六七八九十百千万亿半"
BEFORE = "近上超逾约数几好前头每第首过整足成这那各有达仅共大满"
COUNTS = frozenset(("名列第一", "跃居第一", "并列第一", "小组第一", "三大部"))
"""Words of the dictionary that state a rank, or begin like a count."""
TARGET = Path(__file__).parent.parent / "pipeline" / "data" / "numeral_words.tsv"


def measures() -> re.Pattern[str]:
    """Return the pattern of what counts or measures rather than names."""
    names = ("units.tsv", "classifiers.tsv", "currencies.tsv")
    written = {row["written"] for name in names for row in table(name)} | {"大", "倍", "人数"}
    units = sorted(written, key=len, reverse=True)
    unit = "|".join(map(re.escape, units))
    counted = f"[{NUMERALS}几数多余来点]+(?:{unit})?[多余半内外后前里中间]?"
    return re.compile(f"[{BEFORE}]?(?:{counted})+(?:以[上下内来前后]|左右|级)?")


def main() -> None:
    """Write the table."""
    jieba.setLogLevel(logging.ERROR)
    jieba.initialize()
    measure, several = measures(), re.compile(f"[{NUMERALS}]{{2,}}[^{NUMERALS}]")
    idiom = re.compile(f"(?:[{NUMERALS}][^{NUMERALS}个余多]){{2}}")
    words = sorted(
        word
        for word, count in jieba.dt.FREQ.items()
        if 2 <= len(word) <= 4
        and any(c in NUMERALS for c in word)
        and word not in COUNTS
        and count >= (20 if len(word) == 2 and word[0] in NUMERALS else 3)
        and not (len(word) == 2 and word[1] in "百千万亿十半")
        and (idiom.fullmatch(word) or not measure.fullmatch(word))
        and not several.fullmatch(word)
    )
    head = "# Ordinary words that hold a numeral character: scripts/build_numeral_words.py, jieba's dictionary (MIT).\n"
    TARGET.write_text(head + "word\n" + "\n".join(words) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
