"""Tells which of the expressions that the grammar reads the annotation of news marks as times.

Left out are lengths counted in hours, parts of the day that only tell kinds apart (夜间经济), points of a match
(19：25) and numbers with 日 or 号 that are no date (第14日, 5日均线).
"""

from __future__ import annotations

import re

from .vocabulary import BOUNDS, CUES, HOURS, UNITS, Expression, cue

_COLON = re.compile("[0-9][:：][0-9]")
_TENS = re.compile(f"{HOURS}[二三四五]?十[一二三四五六七八九]?$")
"""十点二十: minutes that no decimals are."""
_HELD = re.compile(cue("held"))
_RATE = re.compile("(每(?:月|季度?))(?:约|近|逾|超过?|仅)?[0-9][0-9.,]*[百千万亿]*[美港欧日]?元")
"""每月4520元 tells how much a month, and is no time."""
_LASTED = tuple(f"{word}{more}" for word in CUES["lasting"] for more in ("", *CUES["lasting_more"]))
_SET = r"[0-9]{1,3}[:：∶][0-9]{1,3}"
_SETS = "[、，,和及 ]{1,2}"
_SCORES = re.compile(f"(?:{_SET}{_SETS})+$")
"""Points of the sets of a match before those that are read: 21：18、|19：21."""
_MORE_SCORES = re.compile(f"(?:{_SETS}{_SET})+")
_STOP = re.compile("[。！？；，\n]")
_LIST = 40
"""So many characters around the points of a set are looked at for those of the other sets."""
_CLAUSE = 20
"""So many characters beside a time are looked at for what its clause says."""


def is_marked(text: str, expression: Expression) -> bool:
    """Tell whether news annotation marks such a time: not times of day alone, bare days with 号, seasons in names."""
    if expression.kind == "set":
        rate = _RATE.match(text, expression.start)
        return not text.endswith(CUES["per_head"], 0, expression.start) and not (rate and rate.end(1) == expression.end)
    if expression.kind == "length":
        if expression.bound in ("later", "after", "past") and text.endswith(_LASTED, 0, expression.start):
            return False
        counted = expression.bound in ("past", "next")
        length = expression.length
        return length is not None and (not UNITS[length.unit].seconds or (counted and length.unit != "分"))
    kinds = [s.kind for s in expression.first if s.kind != "mark"]
    first = expression.first[0]
    if kinds == ["part"] and expression.kind == "chain":
        return expression.prefix == "to" or _part_stands(text, expression)
    if kinds == ["clock"]:
        told = first.name[0].isascii() or expression.kind == "range" or any(c in first.name for c in "半分刻整钟秒")
        told = told or _TENS.search(first.name) is not None or _HELD.match(text, expression.end) is not None
        return told and not _is_score(text, expression)
    if kinds == ["day"] and not first.base:
        return not (expression.last or expression.first)[0].name.endswith("号") and _day_stands(text, expression)
    if kinds == ["weekend"]:
        return False
    if kinds == ["century"]:
        return not text.startswith(CUES["of_century"], expression.end)
    if kinds == ["season"] and not first.base:
        return bool(expression.bound) or _season_stands(text, expression)
    return True


def _season_stands(text: str, expression: Expression) -> bool:
    """Tell whether a season alone places something: 利用夏季…, 在冬季; not 夏季运动会, “夏季行动”."""
    before = text[expression.start - 1 : expression.start]
    listed = before in tuple("“《、和与") or before in BOUNDS["season"]
    return text[expression.end - 1] == "季" and not listed and not text.startswith(CUES["not_season"], expression.end)


def _part_stands(text: str, expression: Expression) -> bool:
    """Tell whether a part of the day stands alone as a time: 下午又发射了1枚, 在深夜。 not 夜间经济, 晚餐."""
    name = expression.first[0].name
    if name in CUES["night"] and (expression.start == 0 or text[expression.start - 1] in "，。；：、于到 \n"):
        return not text.startswith(CUES["of_night"], expression.end)
    if name in CUES["kind_of_day"]:
        return text[expression.start - 1 : expression.start] in tuple("在于") and text[
            expression.end : expression.end + 1
        ] in tuple("，。；、")
    return len(name) > 1


def _is_score(text: str, expression: Expression) -> bool:
    """Tell whether two numbers with a colon are the points of a match: 以19：25丢掉第一局, 比分是19：25、21：25."""
    if not _COLON.search(text, expression.start, expression.end):
        return False
    start, end = expression.start, expression.end
    if _STOP.split(text[max(0, start - _CLAUSE) : start])[-1].endswith(CUES["ratio"]):
        return True
    if _HELD.match(text, end):
        return False
    if scores := _SCORES.search(text, max(0, start - _LIST), start):
        start = scores.start()
    if scores := _MORE_SCORES.match(text, end, end + _LIST):
        end = scores.end()
    before = _STOP.split(text[max(0, start - _CLAUSE) : start])[-1]
    after = _STOP.split(text[end : end + _CLAUSE])[0]
    return any(cue in before for cue in CUES["score"]) or any(cue in after for cue in CUES["score_after"])


def _day_stands(text: str, expression: Expression) -> bool:
    """Tell whether a day of the month stands alone as a date: 14日在沪指出, not 第14日, 5日均线, 3日内."""
    if len(expression.first[-1].name) == 2 and not expression.first[-1].name[0].isascii():
        return False
    if text.startswith(CUES["acts"], expression.end) and not text.endswith(CUES["numbered"], 0, expression.start):
        return True
    return not (
        text.endswith(CUES["counted_day"], 0, expression.start) or text.startswith(CUES["of_day"], expression.end)
    )
