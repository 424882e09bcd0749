"""What a change starts from: the number before 增至, the number of 去年同期, the time that 比 and 较 compare with."""

from __future__ import annotations

from typing import NamedTuple

from ...model import Number, Quantity, Span, Time
from ..scene.clauses import Frame, Scene
from ..scene.surroundings import Left
from ..scene.word_tables import words
from .times import compared

NEAR = 12
"""How far before a number 由 or 从 may stand to make it what a change starts from, in characters."""


class Base(NamedTuple):
    """The number and the time that a statement starts from; either may be missing."""

    value: Number | None = None
    time: Time | None = None


def risen_from(scene: Scene, frame: Frame) -> Base:
    """Return what a number was reached from (由18万吨|增至20万吨), if its clause says so.

    The number before must have the same unit, stand behind 由, 从 or 自, and a verb of arrival must part the two.
    """
    if frame.previous < 0 or frame.gap is None:
        return Base()
    before = scene.frames[frame.previous]
    text = scene.text
    lead = Span(max(before.lead.start, before.quantity.start - NEAR), before.quantity.start)
    arrives = any(words("reach").at(frame.gap, i, len(frame.gap)) for i in range(len(frame.gap)))
    arrives = arrives or frame.gap.strip("，、 ").startswith(tuple(words("arrives").values))
    if not (arrives and words("from").first(text, *lead)[0] >= 0 and _alike(before.quantity, frame.quantity)):
        return Base()
    dated = scene.dates(before.lead.start, before.quantity.start)
    return Base(before.quantity.value, dated[-1] if dated else None)


def compared_with(scene: Scene, frame: Frame) -> Time | None:
    """Return the time that a change or rate is measured against (比|2020年|增长11%), None where none is named."""
    start = max(scene.clauses[frame.clause].start, frame.lead.start)
    for time in reversed(scene.dates(start, frame.quantity.start)):
        if compared(scene, time):
            return time
    return None


def told_beside(scene: Scene, frame: Frame, left: Left) -> Time | None:
    """Return the earlier period whose number a frame tells beside another one (去年同期|为980.56亿元), or None.

    Its words before the number are nothing but that time, so that it measures what the number before it measures.
    """
    if left.bare.end > left.bare.start or left.names or not left.times or left.moved:
        return None
    time = left.times[-1]
    known, text = words("same-period"), scene.text
    earlier = known.before(text, time.start, time.end) or known.at(text, time.end, time.end + known.longest)
    return time if earlier else None


def number_beside(scene: Scene, frame: Frame) -> Frame | None:
    """Return the frame whose number an earlier period's number stands beside: the last of its unit in the sentence."""
    at = frame.previous
    while at >= 0:
        before = scene.frames[at]
        if _alike(before.quantity, frame.quantity):
            return before
        at = before.previous
    return None


def _alike(one: Quantity, other: Quantity) -> bool:
    """Tell whether two numbers can be compared: one unit, and each a single value."""
    return one.unit == other.unit and one.label == other.label and one.value is not None and other.value is not None
