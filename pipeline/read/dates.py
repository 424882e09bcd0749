"""When an article was published, where its text says so: date lines, datelines of agencies, 今天（6月7日）."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

_DATE = r"(?P<y>(?:19|20)\d\d) ?(?P<sep>[-/.年]) ?(?P<m>\d{1,2}) ?(?:(?P=sep)|月) ?(?P<d>\d{1,2})(?!\d) ?[日号]?"
_CLOCK = r"(?:[ T]*(?:\d{1,2}[:：]\d\d(?:[:：]\d\d)?|\d{1,2}[时點点]\d{1,2}分?)(?:[.]\d+)?(?:Z|[+-]\d\d:?\d\d)?)?"
_LABEL = (
    r"(?:(?:发布|发表|刊发|更新|发稿|上传|公布|撰稿|采访|出版|新闻)?(?:时间|日期|于)[：:]? ?|发布[：:] ?|日期[：:] ?)?"
)
_WEEKDAY = r"(?: ?[（(]?(?:星期|周|週)[一二三四五六日天][）)]?)?"
_REST = r"(?:[ |/·,，]+[^。！？；]{0,60})?"
_BEFORE = (
    r"(?:[^ ，。：:\d]{2,16}[ |]+|第?[A-Z]?\d{1,3}版[：: ]?[^ ，。\d]{0,12}[ |]+"
    r"|(?:来源|稿源|作者|文章来源|信息来源)[：:] ?[^ ，。|\d]{1,20}[ |]+)?"
)
_DATE_LINE = re.compile(rf"[（(\[【]?{_BEFORE}{_LABEL}{_DATE}{_WEEKDAY}{_CLOCK}[）)\]】]?{_REST}")
_LABELLED = re.compile(rf"(?:发布|发表|刊发|更新|发稿|公布)(?:时间|日期|于)[：: ]+{_DATE}")
_NUMERALS = dict(zip("〇零○Ｏ一二三四五六七八九", "0000123456789", strict=True))
_CHINESE_DATE = re.compile(
    r"[（(]?([〇零○一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日[）)]?"
)
_STAMP = re.compile(r"(?:时间戳|timestamp)[：: ]*(\d{13}|\d{10})(?!\d)")
_WIRE = re.compile(
    r"(?:(?P<y>20\d\d)年)?(?P<m>\d{1,2})月(?P<d>\d{1,2})日[^，。；\d]{0,6}"
    r"(?:(?:电|讯|消息)(?:[ （(：:]|$)|讯(?![问号息]))"
)
_TODAY = re.compile(r"(?:今天|今日|今晚|今晨|今早)[（(](?:(?P<y>20\d\d)年)?(?P<m>\d{1,2})月(?P<d>\d{1,2})日[）)]")
_YESTERDAY = re.compile(r"(?:昨天|昨日|昨晚)[（(](?:(?P<y>20\d\d)年)?(?P<m>\d{1,2})月(?P<d>\d{1,2})日[）)]")
_YEAR = re.compile(r"(?<!\d)(?P<y>20[0-3]\d)年")
_FULL = re.compile(r"(?<![\d至到])(?P<y>20[0-3]\d)年(?P<m>\d{1,2})月(?P<d>\d{1,2})日")
_EVENT_TODAY = re.compile(r"(?<!\d)(20[0-3]\d)年?[^，。、\d\n]{0,20}(?:今天|今晚|今日|昨天|昨晚)[（(]")
_HEADLINE_YEAR = re.compile(r"^[“《]?(20[0-3]\d)年[^，。\n]{0,36}\n[^\n]{0,400}今年", re.MULTILINE)
_UNTIL_MONTH = re.compile(r"截至(20[0-3]\d)年(\d{1,2})月(?:底|末|份|，)")


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
            month, day = int(match["m"]), int(match["d"])
            year = int(match["y"]) if match["y"] else _year(text, month, day)
            found = _date(year, month, day) if year else None
            return found + dt.timedelta(days=later) if found else None
    return None


def _year(text: str, month: int, day: int) -> int | None:
    """Return the year in which an article of a known day was published, where its words give it away, else None.

    The first of these that speaks: a name with its year in the clause of 今天 (2025年全国高考今天, until September, for
    later in the year names run ahead); a headline with a year over a text with 今年; a 截至2024年5月 of the last two
    months; an agency's report that names a day of that time; in January and February, figures of one year before.
    """
    for clue in (_year_of_event, _year_of_headline, _year_of_figures, _year_of_days, _year_of_review):
        if year := clue(text, month, day):
            return year
    return None


def _year_of_event(text: str, month: int, day: int) -> int | None:
    match = _EVENT_TODAY.search(text) if month <= 9 else None
    return int(match[1]) if match else None


def _year_of_headline(text: str, month: int, day: int) -> int | None:
    years = {int(m[1]) for m in _HEADLINE_YEAR.finditer(text)} if month >= 3 else set()
    return years.pop() if len(years) == 1 else None


def _year_of_figures(text: str, month: int, day: int) -> int | None:
    months = [(int(m[1]), int(m[2])) for m in _UNTIL_MONTH.finditer(text)]
    years = {year + (ended > month) for year, ended in months if (month - ended) % 12 <= 2}
    return years.pop() if len(years) == 1 else None


def _year_of_days(text: str, month: int, day: int) -> int | None:
    if not _WIRE.search(text):
        return None
    named = [_date(int(m["y"]), int(m["m"]), int(m["d"])) for m in _FULL.finditer(text)]
    latest = max((date for date in named if date), default=None)
    if latest is None:
        return None
    years = [year for year in (latest.year - 1, latest.year, latest.year + 1) if _date(year, month, day)]
    return min(years, key=lambda year: abs((dt.date(year, month, day) - latest).days), default=None)


def _year_of_review(text: str, month: int, day: int) -> int | None:
    years = {int(m["y"]) for m in _YEAR.finditer(text)} if month <= 2 else set()
    if len(years) != 1:
        return None
    year = years.pop()
    return year + 1 if re.search(rf"{year}年[^。\n]{{0,80}}(?:国民经济|全年|增长)", text) else None
