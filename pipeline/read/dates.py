"""When an article was published, where its text says so: date lines, datelines of agencies, 今天（6月7日）."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from ..lang import english_dates
from ..lang.tables import table
from ..lang.word_set import either


def _words(*kinds: str) -> str:
    """Return a regular expression, in a group, for any word of some kinds of data/date_cues.tsv."""
    return either({r["word"] for r in table("date_cues.tsv") if r["kind"] in kinds})


_HEAD = 300
"""So many characters into a text the place and day of a speech are looked for."""
_DATE = (
    r"(?P<y>(?:19|20)\d\d) ?(?P<sep>[-/.年]) ?(?P<m>\d{1,2}) ?(?:(?P=sep)|月) ?"
    r"(?P<d>3[01]|[12]\d|0?[1-9])(?!\d(?!\d[:：])) ?[日号]?"
)
_DAY = re.compile(_DATE)
_CLOCK = r"(?:[ T]*(?:\d{1,2}[:：]\d\d(?:[:：]\d\d)?|\d{1,2}[時點点]\d{1,2}分?)(?:[.]\d+)?(?:Z|[+-]\d\d:?\d\d)?)?"
_UNIVERSAL = re.compile(
    r"(?P<hour>[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?:\.\d+)? ?(?:Z|GMT|UTC|[+-]00:?00)(?![A-Za-z\d])"
)
_CLOCK_WIDTH = 60
_AHEAD = 8
"""So many hours Beijing is ahead of universal time."""
_LABEL = rf"(?:{_words('label')}?{_words('label_end')}[：:]? ?|{_words('named')}[：:] ?)?"
_WEEKDAY = rf"(?: ?[（(]?{_words('weekday')}[一二三四五六日天][）)]?)?"
_REST = r"(?:[ |/·,，]+[^。！？；]{0,60})?"
_BEFORE = (
    r"(?:[^ ，。：:\d]{2,16}[ |]+|第?[A-Z]?\d{1,3}版[：: ]?[^ ，。\d]{0,12}[ |]+"
    rf"|{_words('source')}[：:] ?[^ ，。|\d]{{1,20}}[ |]+)?"
)
_DATE_LINE = re.compile(rf"[（(\[【]?{_BEFORE}{_LABEL}{_DATE}{_WEEKDAY}{_CLOCK}[）)\]】]?{_REST}")
_PAPERS = (
    re.compile(rf"《[^《》\n]{{2,12}}》 ?[（(] ?{_DATE}[^（）()\n]{{0,16}}[）)]"),
    re.compile(rf"[（(]《[^《》\n]{{2,12}}》 ?{_DATE}[^（）()\n]{{0,16}}[）)]"),
)
_SPEECH = re.compile(rf"^[-—－ ]*{_DATE} ?在[^，。]{{0,40}}{_words('gathering')}", re.MULTILINE)
_LABELLED = re.compile(rf"{_words('label')}{_words('label_end')}[：: ]+{_DATE}")
_BYLINED = re.compile(
    rf"(?<!\d){_DATE} ?\d{{1,2}}:\d\d(?::\d\d)? {{0,4}}{_words('source', 'writer')}[：: ]"
)
"""The date and clock of a page that stand between its title and its writer: …股份2023-08-08 14:05:58 作者：林青."""
_COMPACT = re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?!\d)")
_NUMBERED = re.compile(r"(?<!\d)((?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))\d{1,6}(?!\d)")
_NUMERALS = {r["char"]: r["value"] for r in table("numerals.tsv") if r["kind"] in ("zero", "digit")}
_CHINESE_DATE = re.compile(
    r"[（(]?([〇零○一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日[）)]?"
)
_REPUBLIC = re.compile(
    rf"[（(]?{_words('republic')} ?"
    r"(?P<y>1\d\d|[1-9]\d) ?[年/.-] ?(?P<m>\d{1,2}) ?[月/.-] ?(?P<d>\d{1,2}) ?日?[）)]?"
)
_BEFORE_REPUBLIC = 1911
_STAMP = re.compile(rf"{_words('stamp')}[：: ]*(\d{{13}}|\d{{10}})(?!\d)")
_MONTH_AND_DAY = r"(?P<m>\d{1,2})月(?P<d>\d{1,2})日"
_OURS = "(?P<y>20[0-3][0-9])年"
_SENT = rf"(?:{_OURS})?{_MONTH_AND_DAY}"
_WIRE = re.compile(rf"{_SENT}[^，。；\d]{{0,6}}(?:{_words('wire')}(?:[ （(）)：:]|$)|讯(?![问号息]))")
_BRACKETED = rf"[（(]{_SENT}[）)]"
_TODAY = re.compile(_words("today") + _BRACKETED)
_YESTERDAY = re.compile(_words("yesterday") + _BRACKETED)
_YEAR = re.compile(rf"(?<!\d){_OURS}")
_FULL = re.compile(rf"(?<![\d至到]){_OURS}{_MONTH_AND_DAY}")
_EVENT_TODAY = re.compile(rf"(?<!\d){_OURS}?[^，。、\d\n]{{0,20}}{_words('today', 'yesterday')}[（(]")
_HEADLINE_YEAR = re.compile(r"^[“《]?(20[0-3]\d)年[^，。\n]{0,36}\n[^\n]{0,400}今年", re.MULTILINE)
_TOLD_YEAR = rf"(?<![自从较比至到\d]){_OURS}"
_NO_END = rf"(?!(?:\d{{1,2}}日)?{_words('no_end')})"
"""What tells of a day or month only counts from it or ends with it: 自2021年7月, 2013年8月以来."""
_UNTIL_MONTH = re.compile(rf"截至{_OURS}(?P<m>\d{{1,2}})月{_words('month_end')}")
_MONTH = re.compile(rf"{_TOLD_YEAR}(?:\d{{1,2}}月?[-—至~])?(?P<m>\d{{1,2}})月{_NO_END}")
_QUARTER = re.compile(rf"{_TOLD_YEAR}(?:(?P<half>上半年)|[前第]?(?P<quarter>[一二三])个?季度){_NO_END}")
_RECENT = 3
"""So many months may lie between the quarter that an agency's report tells of and the day that it was sent."""
_BACK, _AHEAD_DAYS = 15, 60
"""A day with its year lies so many days at most before or after the day of an agency's report whose year it tells:
what happened earlier in the same year is told without it (2月23日), what is to come has it (2023年10月1日起施行)."""


def is_date_line(text: str) -> bool:
    """Return whether a line only states a date (with a label, a time of day, a source or a paper beside it)."""
    if len(text) > 100:
        return False
    patterns = (_DATE_LINE, _CHINESE_DATE, _COMPACT, *_PAPERS, _REPUBLIC)
    english = english_dates.PATTERN.fullmatch(text)
    return english is not None or any(pattern.fullmatch(text) for pattern in patterns)


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _named(match: re.Match[str]) -> dt.date | None:
    return _date(int(match["y"]), int(match["m"]), int(match["d"]))


def parse_date(text: str) -> dt.date | None:
    """Return the first full date in a text or metadata, None where there is none.

    Read are 2018-07-09, 2013年3月20日, 20240117, Oct 5, 2024, Wed, 16 Apr 2025, 民国113年7月9日 and 二〇二六年一月二日.
    A moment that is told in universal time (2024-07-09T18:30:00Z) has the day that Beijing then has.
    """
    for pattern in (_DAY, _COMPACT):
        if match := pattern.search(text):
            return _beijing(_named(match), text, match.end())
    if match := english_dates.PATTERN.search(text):
        return _beijing(english_dates.date_of(match), match[0], 0)
    if match := _REPUBLIC.search(text):
        return _date(int(match["y"]) + _BEFORE_REPUBLIC, int(match["m"]), int(match["d"]))
    if match := _CHINESE_DATE.search(text):
        year = int("".join(_NUMERALS[c] for c in match[1]))
        return _date(year, _small(match[2]), _small(match[3]))
    return None


def _beijing(day: dt.date | None, text: str, at: int) -> dt.date | None:
    """Return the day in Beijing where a clock of universal time follows a day in a text, else the day itself."""
    clock = _UNIVERSAL.search(text, at, at + _CLOCK_WIDTH) if day else None
    late = clock is not None and int(clock["hour"]) >= 24 - _AHEAD and (at == 0 or clock.start() <= at + 2)
    return day + dt.timedelta(days=1) if late and day and day < dt.date.max else day


def date_of_name(file: str) -> dt.date | None:
    """Return the date in the name of a file, None where there is none or it is a table's row.

    Read are 2024-07-15_news.txt and 20240715003.txt (a number of that day's); the names of folders are not looked at.
    """
    name = file.replace("\\", "/").rpartition("/")[2]
    if "#" in name:
        return None
    numbered = _NUMBERED.search(name)
    return parse_date(name) or (parse_date(numbered[1]) if numbered else None)


def _small(numeral: str) -> int:
    """Return the value of a Chinese numeral below 100."""
    tens, ten, ones = numeral.rpartition("十")
    value = int(_NUMERALS[ones]) if ones else 0
    return value + (10 * (int(_NUMERALS[tens]) if tens else 1) if ten else 0)


def stated_date(edges: Iterable[str], text: str) -> dt.date | None:
    """Return the date of publication, or None where the text does not state it.

    `edges` are the lines before and after the body; `text` is the whole article. A date line decides, then a label, a
    paper with its date in brackets or a time stamp anywhere, the day under the title of a speech, then the day in an
    agency's dateline or in 今天（6月7日） with the year of the article.
    """
    for line in edges:
        if is_date_line(line) and (found := parse_date(line)):
            return found
    for pattern in (_LABELLED, _BYLINED, *_PAPERS):
        if match := pattern.search(text):
            return _named(match)
    if match := _SPEECH.search(text[:_HEAD]):
        return _named(match)
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
    months; an agency's report that names a day of that time, or that tells of a month at most three months back; in
    January and February, figures of the year before.
    """
    for clue in (_year_of_event, _year_of_headline, _year_of_figures, _year_of_days, _year_of_month, _year_of_review):
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
    months = [(int(m["y"]), int(m["m"])) for m in _UNTIL_MONTH.finditer(text)]
    years = {year + (ended > month) for year, ended in months if (month - ended) % 12 <= 2}
    return years.pop() if len(years) == 1 else None


def _year_of_days(text: str, month: int, day: int) -> int | None:
    """Return the year in which the latest day that an agency's report names lies near the day that it was sent."""
    if not _WIRE.search(text):
        return None
    named = [_date(int(m["y"]), int(m["m"]), int(m["d"])) for m in _FULL.finditer(text)]
    latest = max((date for date in named if date), default=None)
    if latest is None:
        return None
    sent = (_date(year, month, day) for year in (latest.year - 1, latest.year, latest.year + 1))
    near = (date.year for date in sent if date and -_AHEAD_DAYS <= (date - latest).days <= _BACK)
    return next(near, None)


def _year_of_month(text: str, month: int, day: int) -> int | None:
    """Return the year of the month before that a text names, or of a quarter at most `_RECENT` months back."""
    months = [(int(m["y"]), int(m["m"])) for m in _MONTH.finditer(text)]
    years = {year + (told > month) for year, told in months if (month - told) % 12 == 1}
    ends = [(int(m["y"]), 6 if m["half"] else 3 * _small(m["quarter"])) for m in _QUARTER.finditer(text)]
    years |= {year + (end > month) for year, end in ends if 0 <= (month - end) % 12 <= _RECENT}
    return max(years, default=None)


def _year_of_review(text: str, month: int, day: int) -> int | None:
    """Return the year after the last whole year that a text of January or February tells figures of."""
    named = {int(m["y"]) for m in _YEAR.finditer(text)} if month <= 2 else set()
    whole = [y for y in named if re.search(rf"{y}年(?!\d|{_words('opening')})[^。\n]{{0,80}}{_words('review')}", text)]
    return max(whole) + 1 if whole and max(named) <= max(whole) + 1 else None
