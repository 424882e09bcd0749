"""When an article was published, where its text says so: date lines, datelines of agencies, 今天（6月7日）."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable

_DATE = r"(?P<y>(?:19|20)\d\d) ?(?P<sep>[-/.年]) ?(?P<m>\d{1,2}) ?(?:(?P=sep)|月) ?(?P<d>\d{1,2})(?!\d) ?[日号]?"
_CLOCK = r"(?:[ T]*(?:\d{1,2}[:：]\d\d(?:[:：]\d\d)?|\d{1,2}[时點点]\d{1,2}分?)(?:[.]\d+)?(?:Z|[+-]\d\d:?\d\d)?)?"
_LABEL = (
    r"(?:(?:发布|发表|刊发|更新|发稿|上传|公布|撰稿|采访|出版|新闻)?(?:时间|日期|于)[：:]? ?|发布[：:] ?|日期[：:] ?)?"
)
_WEEKDAY = r"(?: ?[（(]?(?:星期|周|週)[一二三四五六日天][）)]?)?"
_REST = r"(?:[ |/·,，]+[^。！？；]{0,60})?"
_BEFORE = r"(?:[^ ，。：:\d]{2,16}[ |]+|(?:来源|稿源|作者|文章来源|信息来源)[：:] ?[^ ，。|\d]{1,20}[ |]+)?"
_DATE_LINE = re.compile(rf"[（(\[【]?{_BEFORE}{_LABEL}{_DATE}{_WEEKDAY}{_CLOCK}[）)\]】]?{_REST}")
_LABELLED = re.compile(rf"(?:发布|发表|刊发|更新|发稿|公布)(?:时间|日期|于)[：: ]+{_DATE}")
_NUMERALS = dict(zip("〇零○Ｏ一二三四五六七八九", "0000123456789", strict=True))
_CHINESE_DATE = re.compile(
    r"[（(]?([〇零○一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日[）)]?"
)
_STAMP = re.compile(r"(?:时间戳|timestamp)[：: ]*(\d{13}|\d{10})(?!\d)")
_WIRE = re.compile(
    r"(?:(?P<y>20\d\d)年)?(?P<m>\d{1,2})月(?P<d>\d{1,2})日(?:[^，。；\d]{0,6})?(?:电|讯|消息)(?:[ （(：:]|$)"
)
_TODAY = re.compile(r"(?:今天|今日|今晚|今晨|今早)[（(](?:(?P<y>20\d\d)年)?(?P<m>\d{1,2})月(?P<d>\d{1,2})日[）)]")
_YESTERDAY = re.compile(r"(?:昨天|昨日|昨晚)[（(](?:(?P<y>20\d\d)年)?(?P<m>\d{1,2})月(?P<d>\d{1,2})日[）)]")
_YEAR = re.compile(r"(?<!\d)(?P<y>20[0-3]\d)(?:年|(?=[-/.]\d{1,2}[-/.]))")


def is_date_line(text: str) -> bool:
    """Return whether a line only states a date (with a label, a time of day, a source beside it)."""
    return len(text) <= 100 and (_DATE_LINE.fullmatch(text) is not None or _CHINESE_DATE.fullmatch(text) is not None)


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def parse_date(text: str) -> dt.date | None:
    """Return the first full date in a text or metadata: 2018-07-09, 2013年3月20日, 20240117, 二〇二六年一月二日."""
    if match := re.search(_DATE, text):
        return _date(int(match["y"]), int(match["m"]), int(match["d"]))
    if match := re.search(r"(?<!\d)((?:19|20)\d\d)(\d\d)(\d\d)(?!\d)", text):
        return _date(int(match[1]), int(match[2]), int(match[3]))
    if match := _CHINESE_DATE.search(text):
        year = int("".join(_NUMERALS[c] for c in match[1]))
        return _date(year, _small(match[2]), _small(match[3]))
    return None


def _small(numeral: str) -> int:
    """Return the value of a Chinese numeral below 100."""
    tens, ten, ones = numeral.rpartition("十")
    value = int(_NUMERALS[ones]) if ones else 0
    return value + (10 * (int(_NUMERALS[tens]) if tens else 1) if ten else 0)


def stated_date(edges: Iterable[str], text: str) -> dt.date | None:
    """Return the date of publication, or None where the text does not state it.

    `edges` are the lines before and after the body; `text` is the whole article. A date line decides, then a label or
    a time stamp anywhere, then the day in an agency's dateline or in 今天（6月7日） with the year of the article.
    """
    for line in edges:
        if is_date_line(line) and (found := parse_date(line)):
            return found
    if match := _LABELLED.search(text):
        return _date(int(match["y"]), int(match["m"]), int(match["d"]))
    if match := _STAMP.search(text):
        seconds = int(match[1][:10])
        return (dt.datetime(1970, 1, 1) + dt.timedelta(seconds=seconds, hours=8)).date()
    for pattern, later in ((_WIRE, 0), (_TODAY, 0), (_YESTERDAY, 1)):
        if match := pattern.search(text):
            year = int(match["y"]) if match["y"] else _year(text, int(match["m"]))
            found = _date(year, int(match["m"]), int(match["d"])) if year else None
            return found + dt.timedelta(days=later) if found else None
    return None


def _year(text: str, month: int) -> int | None:
    """Return the year that an article was written in, judged by the years that it names; None where it names none.

    The latest year named is taken, goals and plans left out; in the first months of a year, an article about the
    whole of a year is about the one before.
    """
    years = Counter(
        int(match["y"])
        for match in _YEAR.finditer(text)
        if not text[max(0, match.start() - 3) : match.start()].endswith(("到", "至", "力争", "面向", "在"))
    )
    if not years:
        return None
    latest = max(years)
    if month <= 3 and ("全年" in text or f"{latest}年末" in text) and "今年" not in text:
        return latest + 1
    return latest
