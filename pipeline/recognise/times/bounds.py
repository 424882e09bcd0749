"""Words before and after a time that say which side of it is open: 截至, 到, 自…以来, 起, 前, 后."""

from __future__ import annotations

import re
from decimal import Decimal

from .vocabulary import BOUNDS, CUES, NUMERALS, Expression, Length, bound_words, bounding, cue, figure

_SUFFIX = re.compile(bound_words("suffix"))
_SET_SUFFIX = re.compile(bound_words("set_suffix"))
_PREFIX = re.compile(f"({bounding('prefix')}) ?$")
_QUOTED = re.compile(f"[”’](?={cue('days_off')})")
_OPENED = re.compile("[^，。；：！？\n]{1,12}?以来")
_EVENT = re.compile("([^，。；：！？、的\n0-9年月日]{2,8}?)以来")
_CLOSED = re.compile(
    f"({NUMERALS}{{1,3}})个月(?:期间|度)?|[财会]?[政计]?年度"
    "|(?P<half>[上下]?半年度?)|(?P<quarter>[首第]?[一二三四]?季度?)"
)
_BEGUN = re.compile(f"{cue('beginning')}(?=[，。、；\n]|{cue('begun')})")
_VERB = re.compile("[^，。；：！？、）”的\n ]")
_DATED = frozenset(("year", "shortyear", "quarter", "month", "day"))
"""The kinds of steps that 自 alone counts from."""


def bounded(text: str, expression: Expression, floor: int, everything: bool) -> Expression | None:
    """Return a time with the words around it that bound it, None where it is no time (第 before what is no quarter).

    `floor` is where the time before ends; with `everything` 开始 is taken in whatever follows.
    """
    i = expression.start
    if i and text[i - 1] == "第":
        if not expression.first or expression.first[0].kind != "quarter":
            return None
        expression.start = i = i - 1
    if expression.kind == "set" and len(expression.first) > 1 and (suffix := _SET_SUFFIX.match(text, expression.end)):
        expression.end = suffix.end()
    if expression.kind in ("vague", "set"):
        return expression
    festive = bool(expression.first) and expression.first[-1].kind == "festival" and i > 0 and text[i - 1] in "“‘"
    if festive and _QUOTED.match(text, expression.end):
        expression.start, expression.end, i = i - 1, expression.end + 1, i - 1
    suffix = _SUFFIX.match(text, expression.end)
    begins = suffix is not None and not everything and _is_verb(text, expression, suffix)
    if suffix is not None and (not expression.bound or BOUNDS["suffix"][suffix[0]].value == "since"):
        expression.end = suffix.start() if begins else suffix.end()
        expression.bound = BOUNDS["suffix"][suffix[0]].value or expression.bound
        _closes(text, expression, suffix[0])
    for _ in range(2):
        prefix = _PREFIX.search(text, max(floor, expression.start - 7), expression.start)
        if prefix is None or not BOUNDS["prefix"][prefix[1]].allowed(text, prefix.start(), prefix.end()):
            break
        role = BOUNDS["prefix"][prefix[1]].value
        _prefixed(text, expression, role, prefix.start())
        expression.prefix = role if expression.start == prefix.start() else expression.prefix
        if role != "with":
            break
    if begins and expression.start == i:
        expression.bound = ""
    _since_event(text, expression)
    return expression


def _closes(text: str, expression: Expression, suffix: str) -> None:
    """Take in the length that ends with a day: 截至6月30日止|六个月, 截至3月31日止|财政年度."""
    closed = _CLOSED.match(text, expression.end) if suffix == "止" and expression.kind == "chain" else None
    if closed is not None:
        months = figure(closed[1]) if closed[1] else 6 if closed["half"] else 3 if closed["quarter"] else 12
        expression.end, expression.length = closed.end(), Length(Decimal(months or 12), "月", False, False)


def _since_event(text: str, expression: Expression) -> None:
    """Take in the event of a year, month or day that something is counted from: 2008年全球金融危机以来."""
    if expression.kind != "chain" or expression.bound or expression.first[-1].kind not in ("year", "month", "day"):
        return
    event = _EVENT.match(text, expression.end)
    if event is not None and event[1].endswith(CUES["event"]) and not event[1].startswith(CUES["no_event"]):
        expression.end, expression.bound = event.end(), "since"


def _is_verb(text: str, expression: Expression, suffix: re.Match[str]) -> bool:
    """Tell whether 开始 after a time is a verb of the clause: 5月1日开始施工, 会议十点半开始."""
    clock = bool(expression.first) and expression.first[-1].kind == "clock"
    return suffix[0] in CUES["beginning"] and (clock or _VERB.match(text, suffix.end()) is not None)


def _prefixed(text: str, expression: Expression, role: str, start: int) -> None:
    """Take the word before a time into it where it bounds it; `role` is what it is in data/time_bounds.tsv."""
    begun = _BEGUN.match(text, expression.end) if expression.kind == "chain" and not expression.bound else None
    if role in ("until", "to", "with"):
        expression.start = start
        expression.bound = expression.bound if role == "with" else "until"
    elif role == "following":
        expression.start = start if expression.bound == "after" else expression.start
    elif begun:
        expression.start, expression.end, expression.bound = start, begun.end(), "since"
    elif role != "by" or not text.startswith("的", expression.end):
        opened = _OPENED.match(text, expression.end)
        if expression.kind == "range" or expression.bound == "since" or role == "since":
            expression.start = start
            expression.bound = expression.bound or ("since" if role == "since" else "")
        elif opened:
            expression.start, expression.end, expression.bound = start, opened.end(), "since"
        elif role == "on" and not expression.bound and _counts_from(text, expression):
            expression.start, expression.bound = start, "since"


def _counts_from(text: str, expression: Expression) -> bool:
    """Tell whether 自 counts from a year, month or day on: 自2月3日出现发烧; not 自8月的10%降至4%."""
    dated = expression.kind == "chain" and expression.first[-1].kind in _DATED
    return dated and text[expression.end : expression.end + 1] not in tuple("的至到")
