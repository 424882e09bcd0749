"""Which time expression dates a statement: candidates from the clause, the sentence and the text before."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections import Counter
from functools import lru_cache
from typing import NamedTuple

from ...model import Time
from ..scene.clauses import Frame, Scene, once
from ..scene.sections import Sections
from ..scene.word_tables import beside, either, last_class, words
from .options import SPELLED, Question, TimeOption

Days = tuple[dt.date | None, dt.date | None]
"""First and last day of a time, None where they are not known."""
SINCE = tuple(words("since").values)
COMPARED_REACH = 3
"""How far before a time a word may stand that compares with it, in characters."""
EVENT_WORDS = 3
"""So many different words of matches and markets make an article the report of a day."""
SIZES = (400, 1000, 3000)
"""Lengths of articles, in characters."""
EVENT_READ = 4000
"""How much of an article is read for it, in characters."""
LENGTHS = ((1, "day"), (32, "month"), (93, "quarter"), (367, "year"))
LENGTH = re.compile(
    rf"(?:{either('length-opens')}|[一二两三四五六七八九十\d])+个?{either('length-unit')}{either('length-rough')}?"
)
BREAKDOWN = re.compile(
    rf"[ \u3000]*(?:{either('breakdown')}|{either('breakdown-opens')}[^，。；：\n]{{1,12}}{either('breakdown-ends')})"
)
"""What opens a breakdown of what was said before (其中, 从行业看): it is dated as that is."""
AVERAGED = re.compile(rf"[两二三四五六七八九十\d]+年(?:的)?{either('averaged')}")
"""Growth over some years (两年平均增长): the kind of a rate, and no time that dates it."""


def candidates(
    scene: Scene, frame: Frame, before: list[TimeOption], spoken: Periods, parts: Sections | None = None
) -> list[TimeOption]:
    """Return the times that may date a frame's statement, and none; `before` are those of the frame before.

    `spoken` are the periods of the article. `parts` are its sections: what stands under another heading dates less,
    and what stands before a list of plans dates nothing of it.
    """
    opened = (parts and parts.announced[frame.sentence]) or 0
    sentence = scene.sentences[frame.sentence]
    clause = scene.clauses[frame.clause]
    start, end = frame.quantity.start, frame.quantity.end
    found: dict[str | None, TimeOption] = {}

    def add(time: Time | None, where: str) -> None:
        if not time or not (undating(scene, time) or _of_plan(scene, frame, time) or _is_base(scene, frame, time)):
            found.setdefault(time.id if time else None, TimeOption(time, [])).features.append(where)

    for rank, time in enumerate(reversed(scene.dates(clause.start, start))):
        add(time, f"clause{min(rank, 1)}")
    for rank, time in enumerate(reversed(scene.dates(sentence.start, clause.start))):
        add(time, f"sentence{min(rank, 2)}")
    for time in _announced(scene, frame, parts) if not found else ():
        add(time, "sentence0")
    for time in scene.dates(end, clause.end)[:1]:
        add(time, "after")
    for time in (t for t in spoken.heading if opened <= t.start and t.end <= sentence.start):
        add(time, "title")
    older = [t for t in scene.dates(max(opened, sentence.start - 1500), sentence.start) if not against(scene, t)][-6:]
    for rank, time in enumerate(reversed(older)):
        add(time, f"older{rank if rank < 3 else '+'}-{_nearness(scene, frame, time, parts)}")
    for time in (t for t in spoken.first if t.start >= opened):
        add(time, "first")
    for dated in before:
        carried = dated.time if dated.features[0] != "first" and len(found) < 10 else None
        if carried and carried.start >= opened and carried.id not in found:
            add(carried, "carried")
    add(None, "none")
    _feature(scene, frame, found, spoken, older)
    return list(found.values())


def _feature(
    scene: Scene, frame: Frame, found: dict[str | None, TimeOption], spoken: Periods, older: list[Time]
) -> None:
    """Add what speaks for each of a frame's options to its features; `older` are the times before its sentence."""
    verb = last_class(scene.text, scene.clauses[frame.clause].start, frame.quantity.start)
    near = "clause" if "clause0" in _all(found) else "sentence" if "sentence0" in _all(found) else "no"
    topic, far = _topic(scene, older, scene.sentences[frame.sentence].start)
    for dated in found.values():
        _describe(scene, frame, dated, near)
        days = scene.days(dated.time) if dated.time else None
        dated.features += _standing(days, spoken, near, dated.features[0])
        dated.features += _said("none" if days is None else _length(days), verb, near)
        if dated.time is None:
            dated.features += [f"none:topic={far}", f"none:topic={far}:{near}"]
        elif dated.time is topic:
            dated.features += [f"last-topic={far}", f"last-topic={far}:{near}"]


def _nearness(scene: Scene, frame: Frame, time: Time, parts: Sections | None) -> str:
    """Return how near an older time stands to a frame: its paragraph, the one before, far, another heading.

    One that opens the introduction of a list dates its sections as a paragraph: 一年来，重点做了以下工作：
    """
    sentence = _sentence(scene, time)
    if parts and parts.numbers[sentence] < parts.numbers[frame.sentence]:
        return "paragraph" if _introduces(scene, time, scene.sentences[sentence].end) else "apart"
    breaks = scene.text.count("\n", time.end, scene.sentences[frame.sentence].start)
    return "paragraph" if breaks == 0 else "near" if breaks < 2 else "far"


def compared(scene: Scene, time: Time) -> bool:
    """Tell whether a time is one that something is compared with (比|2020年, 较|上年)."""
    return words("compared").first(scene.text, max(0, time.start - COMPARED_REACH), time.start)[0] >= 0


def against(scene: Scene, time: Time) -> bool:
    """Tell whether a time is governed by a word that only compares (比|上年|增长, 较|年初|下降)."""
    known = words("against-time")
    return known.values.get(known.before(scene.text, 0, time.start)) == "against"


def _is_base(scene: Scene, frame: Frame, time: Time) -> bool:
    """Tell whether a time is what a change is measured against: it dates a value behind it, nothing further on."""
    if not against(scene, time):
        return False
    here, number = scene.clauses[frame.clause].start, frame.quantity.start
    return not here <= time.start < number or words("up", "down").first(scene.text, time.end, number)[0] >= 0


def undating(scene: Scene, time: Time) -> bool:
    """Tell whether a time tells the kind of a rate, or since when something is a record, or is part of 上年结余."""
    return _undating(scene, time.start)


@once
def _undating(scene: Scene, start: int) -> bool:
    """Tell the same of the time that begins at a place."""
    time = scene.time_at[start]
    if AVERAGED.match(scene.text, start):
        return True
    behind = scene.text[time.end : time.end + 4].lstrip("的")
    since = scene.days(time)[1] is None and time.text.endswith(SINCE)
    noun = words("year-noun").at(behind, 0, len(behind))
    return bool(since and words("record").at(behind, 0, len(behind))) or bool(noun)


def _announced(scene: Scene, frame: Frame, parts: Sections | None) -> list[Time]:
    """Return the times of the heading or introduction that announces a frame as a plan, the last first."""
    opened = parts.announced[frame.sentence] if parts else None
    if opened is None or opened >= scene.sentences[frame.sentence].start:
        return []
    head = scene.sentences[max(0, bisect_right(scene.sentences, opened, key=lambda s: s.start) - 1)]
    return [time for time in reversed(scene.dates(opened, head.end)) if any(scene.days(time))]


def _of_plan(scene: Scene, frame: Frame, time: Time) -> bool:
    """Tell whether a time says of which plan a share is done (完成|全年|任务52.1%), not when."""
    text = scene.text
    behind = words("plan-noun").at(text, time.end, len(text)) if frame.quantity.label == "PERCENT" else ""
    return bool(behind and words("plan-done").before(text, 0, time.start))


def told(scene: Scene) -> dt.date | None:
    """Return the date from which an article speaks: its own, else the latest day that it names (not 年底), or None."""
    stretches = (scene.days(t) for t in scene.times if t.text[-1:] not in words("end-of").values)
    return scene.document.date or max((start for start, end in stretches if start and start == end), default=None)


def statistical(scene: Scene) -> bool:
    """Tell by its title whether an article is a report of figures (统计公报), which one period dates as a whole."""
    title = scene.document.title or ""
    return words("statistics").first(title, 0, len(title))[0] >= 0


class Periods(NamedTuple):
    """The periods that an article speaks of, by rank, most often named first, those of its title, its kind, its day.

    `event` is 1 where it reports one day's match or trade, else 0; `size` is how many of `SIZES` it reaches; `first` is
    its first time, `heading` are those that stand in its title.
    """

    ranks: dict[Days, int]
    titled: set[Days]
    statistical: bool
    told: dt.date | None
    event: int
    size: int
    first: list[Time]
    heading: list[Time]


def periods(scene: Scene) -> Periods:
    """Return the periods of an article; days and times that something is compared with are none."""
    counts: Counter[Days] = Counter()
    for time in scene.times:
        days = scene.days(time)
        if any(days) and _length(days) != "day" and not (compared(scene, time) or undating(scene, time)):
            counts[days] += 1
    title = scene.document.title or ""
    titled = {scene.days(t) for t in scene.times if t.text in title}
    ranks = {dates: rank for rank, (dates, _) in enumerate(counts.most_common())}
    first = [t for t in scene.times[:5] if not undating(scene, t)][:1]
    size = bisect_right(SIZES, len(scene.text))
    at = scene.text.find(title) if title else -1
    heading = [t for t in scene.times[:5] if at >= 0 and t.end <= at + len(title)]
    whole = statistical(scene), told(scene), _event(scene), size
    return Periods(ranks, titled & counts.keys(), *whole, first, heading)


def _event(scene: Scene) -> int:
    """Return 1 for an article that by its words reports a match or a market's day, else 0."""
    known, at, end = words("of-a-day"), 0, min(len(scene.text), EVENT_READ)
    found: set[str] = set()
    while len(found) < EVENT_WORDS:
        at, word = known.first(scene.text, at, end)
        if at < 0:
            return 0
        found.add(word)
        at += len(word)
    return 1


def _length(days: Days) -> str:
    """Return how long a time lasts: day, month, quarter, year, years, or since or until for an open range."""
    start, end = days
    if start is None or end is None:
        return "until" if end else "since" if start else "vague"
    return next((name for most, name in LENGTHS if (end - start).days < most), "years")


def _standing(dates: Days | None, spoken: Periods, near: str, where: str) -> tuple[str, ...]:
    """Return how a time stands in the article: whether it is its main period, its grain, and whether it is over."""
    many = min(3, len(spoken.ranks))
    if dates is None:
        return _undated(many, bool(spoken.titled), spoken.statistical, spoken.event, spoken.size, near)
    date = spoken.told
    rank = str(min(spoken.ranks[dates], 2)) if dates in spoken.ranks else "-"
    tense = "no" if not date else "past" if dates[1] and dates[1] < date else "open"
    titled, size = dates in spoken.titled, _length(dates)
    return _dated(titled, rank, many, size, tense, spoken.statistical, spoken.event, spoken.size, near, where)


@lru_cache(maxsize=SPELLED)
def _said(kind: str, verb: str, near: str) -> tuple[str, ...]:
    """Spell out a kind of time, or none, beside the class of the last word before the number."""
    return (f"{kind}:verb={verb}", f"{kind}:verb={verb}:{near}")


@lru_cache(maxsize=SPELLED)
def _undated(many: int, titled: bool, statistics: bool, event: int, whole: int, near: str) -> tuple[str, ...]:
    """Spell out the article in which a statement has no time."""
    return (
        f"none:periods={many}",
        f"none:periods={many}:{near}",
        f"none:titled={titled}:{near}",
        f"none:statistics={statistics}:{near}",
        f"none:statistics={statistics}:{titled}",
        f"none:event={event}:{near}",
        f"none:event={event}",
        f"none:whole={whole}:{near}",
    )


@lru_cache(maxsize=SPELLED)
def _dated(
    titled: bool,
    rank: str,
    many: int,
    size: str,
    tense: str,
    statistics: bool,
    event: int,
    whole: int,
    near: str,
    where: str,
) -> tuple[str, ...]:
    """Spell out how a time stands in its article."""
    return (
        f"titled={titled}:{near}",
        f"titled={titled}:statistics={statistics}",
        f"titled={titled}:{tense}:{near}",
        f"titled={titled}:{tense}:statistics={statistics}",
        f"period={rank}:statistics={statistics}:{near}",
        f"{where}:statistics={statistics}",
        f"period={rank}",
        f"period={rank}:{near}",
        f"period={rank}:{many}",
        f"{where}:period={rank}",
        f"length={size}",
        f"length={size}:{near}",
        f"{where}:length={size}",
        f"length={size}:{tense}:{near}",
        f"length={size}:event={event}:{near}",
        f"{where}:length={size}:event={event}",
        f"{where}:length={size}:whole={whole}",
    )


def question(scene: Scene, frame: Frame, found: list[TimeOption]) -> Question:
    """Return the candidate times of a frame as a question of the chain of times."""
    same = frame.previous >= 0
    clause = same and frame.clause == scene.frames[frame.previous].clause
    if clause:
        where = "clause"
    elif same:
        where = "sentence"
    else:
        before = scene.sentences[scene.frames[frame.position - 1].sentence] if frame.position else None
        where = "paragraph" if before and before.paragraph == scene.sentences[frame.sentence].paragraph else "new"
    part = _breakdown(scene, frame)
    fresh = "own" if any(d.features[0] in ("clause0", "sentence0") for d in found) else "no"
    stays = []
    for dated in found:
        kind = "none" if dated.time is None else dated.features[0]
        fixed = "none" if dated.time is None else str(any(scene.days(dated.time)))
        stays.append(_stays(where, fresh, kind, fixed, frame.quantity.label, part))
    keys = [d.time.id if d.time else "" for d in found]
    return Question(frame, found, [d.features for d in found], keys, stays)


@lru_cache(maxsize=SPELLED)
def _stays(where: str, fresh: str, kind: str, fixed: str, label: str, part: bool) -> tuple[str, ...]:
    """Spell out how a time stays that of the next statement."""
    return (
        "stay",
        f"stay|{where}",
        f"stay|{where}|{fresh}",
        f"stay|{where}|{kind}",
        f"stay|{where}|{fixed}|{fresh}",
        f"stay|{where}|{label}|{fixed}",
        f"stay|{where}|part={part}",
        f"stay|{where}|part={part}|{fixed}|{fresh}",
    )


def _breakdown(scene: Scene, frame: Frame) -> bool:
    """Tell whether the clause or the sentence of a frame opens a breakdown."""
    starts = scene.sentences[frame.sentence].start, scene.clauses[frame.clause].start
    return any(BREAKDOWN.match(scene.text, start) for start in starts)


def _sentence(scene: Scene, time: Time) -> int:
    """Return the number of the sentence in which a time stands."""
    return max(0, bisect_right(scene.sentences, time.start, key=lambda s: s.start) - 1)


def _opens(scene: Scene, time: Time) -> bool:
    """Tell whether a time opens its sentence and stands apart: what follows is about that time."""
    lead = scene.text[max(0, time.start - 4) : time.start].rstrip("—“‘ \u3000·（(")[-1:]
    return (not lead or lead in "\n。！？") and scene.text[time.end : time.end + 1] in words("topic-end").values


def _introduces(scene: Scene, time: Time, end: int) -> bool:
    """Tell whether a time opens a sentence that ends with a colon, at `end`."""
    return scene.text[end - 1 : end] in ("：", ":") and _opens(scene, time)


def _topic(scene: Scene, older: list[Time], start: int) -> tuple[Time | None, str]:
    """Return the last time before a sentence that opens one, and how far away it is."""
    for time in reversed(older):
        if _opens(scene, time):
            breaks = scene.text.count("\n", time.end, start)
            return time, "paragraph" if breaks == 0 else "near" if breaks < 3 else "far"
    return None, "no"


def _all(found: dict[str | None, TimeOption]) -> set[str]:
    """Return all features that candidates have so far."""
    return {f for d in found.values() for f in d.features}


def _describe(scene: Scene, frame: Frame, dated: TimeOption, nearest: str) -> None:
    """Add what the time looks like and what stands around it to its features; `nearest`: where a time is nearest."""
    time, quantity = dated.time, frame.quantity
    where = dated.features[0]
    features = [where, "&".join(dated.features[:2]), f"{where}:{quantity.label}", f"{where}:near={nearest}"]
    kind = scene.sentences[frame.sentence].kind
    features.append(f"{where}:{kind}")
    if time is None:
        dates = sum(any(scene.days(t)) for t in scene.times[:30])
        rich = "many" if 4 * dates >= len(scene.quantities[:60]) else "some" if dates else "no"
        early = scene.times[0].end <= 80 if scene.times else False
        features += [f"none:{rich}", f"none:{rich}:{nearest}", f"none:early={early}", f"none:early={early}:{nearest}"]
    if time is not None:
        features += _looks(scene, time, where, nearest)
    dated.features = features


def _looks(scene: Scene, time: Time, where: str, nearest: str) -> tuple[str, ...]:
    """Return what a time looks like and what stands around it as features; `where`: where it stands itself."""
    key = (_look, time.id)
    if key not in scene.worked_out:
        scene.worked_out[key] = _look(scene, time)
    return _spelled(scene.worked_out[key], where, nearest)


class _Look(NamedTuple):
    """What a time looks like: whether it is a base, a length, one of the article's opening; what stands around it."""

    base: bool
    length: bool
    opening: bool
    fixed: str
    before: str
    topic: bool
    then: str
    ends: str
    base_time: bool
    head: str
    alone: bool


def _look(scene: Scene, time: Time) -> _Look:
    """Return what a time looks like."""
    text, title = scene.text, scene.document.title
    before, then = text[time.start - 1 : time.start], text[time.end : time.end + 1]
    opened = before in words("beside-base").values
    return _Look(
        base=compared(scene, time) or bool(words("base-goes-on").at(text, time.end, len(text))),
        length=bool(LENGTH.fullmatch(time.text)),
        opening=time.end <= 60 or bool(title and time.text in title),
        fixed="fixed" if any(scene.days(time)) else "open",
        before=before if opened else "-",
        topic=_opens(scene, time),
        then=beside("behind-time", then),
        ends=time.text[-1:],
        base_time=opened and bool(words("base-opens").at(time.text, 0, len(time.text))),
        head=time.text[:2],
        alone="\n" in text[max(0, time.start - 1) : time.start] and then in ("\n", ""),
    )


@lru_cache(maxsize=SPELLED)
def _spelled(look: _Look, where: str, nearest: str) -> tuple[str, ...]:
    """Spell out what a time looks like that stands somewhere."""
    return (
        *(("base", f"{where}:base") if look.base else ()),
        *(("length", f"{where[:5]}:length") if look.length else ()),
        *(("opening", f"opening:{nearest == 'no'}", f"opening:{where}") if look.opening else ()),
        f"{where}:{look.fixed}",
        f"{where}:{look.fixed}:near={nearest}",
        f"{where}:before={look.before}",
        f"topic={look.topic}",
        f"{where}:topic={look.topic}",
        f"{where}:topic={look.topic}:near={nearest}",
        f"{where}:then={look.then}",
        f"ends={look.ends}",
        f"{where}:ends={look.ends}",
        *(("base-time",) if look.base_time else ()),
        f"{where[:5]}:head={look.head[:1]}",
        f"head={look.head}",
        f"alone={look.alone}",
    )
