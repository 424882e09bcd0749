"""Carries what a text has mentioned to the times that follow: the day, the period and the year under discussion."""

from __future__ import annotations

import datetime as dt

from .resolution import resolve
from .stretches import Context, Stretch
from .vocabulary import CUES, Expression, role_before
from .writing_year import announced

_CURRENT = 2
"""Statistics under discussion are at most so many years old."""
_TOPICS = frozenset(("year", "half", "quarter", "months", "month", "plan", "day", "xun"))


def remember(text: str, expression: Expression, stretch: Stretch, context: Context) -> None:
    """Carry what was mentioned to the times that follow; what a comparison or a date line names is no topic."""
    if stretch.start is None and stretch.end is None:
        return
    if expression.length is not None:
        context.day = stretch if stretch.grain == "day" else context.day
        return
    if stretch.grain == "plan":
        context.plan = Stretch(stretch.start, resolve(expression.first, context).end, "plan")
    as_of = expression.bound == "until" and expression.prefix == "until" and len(expression.first) < 4
    if as_of and stretch.end and stretch.grain == "day":
        context.upto = Stretch(dt.date(stretch.end.year, 1, 1), stretch.end, "range")
    if _is_passing(text, expression, context):
        return
    beside = stretch.grain == "day" and expression.first[-1:] != () and expression.first[-1].kind == "weekday"
    plain = resolve(expression.first, context) if expression.kind == "chain" and not beside else stretch
    if not plain.known or not plain.end or (expression.bound == "until" and text[expression.start] == "到"):
        return
    edges = [s.name for s in expression.first if s.kind == "edge"]
    context.last = context.said = plain
    context.here = context.here if expression.bound == "since" else plain
    context.week = plain if plain.grain == "week" else context.week
    context.day = plain if plain.start == plain.end and not edges else context.day
    context.period = plain if plain.grain in ("month", "months", "quarter", "half") else context.period
    if _is_topic(text, expression, plain, context):
        context.topic = plain
        current = context.year is None or plain.end.year >= context.year - _CURRENT
        context.discussed = (
            plain.end.year if current and (edges or plain.grain not in ("month", "xun")) else context.discussed
        )


def _is_passing(text: str, expression: Expression, context: Context) -> bool:
    """Tell whether a time is mentioned in passing: in a comparison, a date line, the name of a contract, as a base."""
    if is_compared(text, expression) or is_line(text, expression) or text.startswith(CUES["maturity"], expression.end):
        return True
    if any(step.kind in ("same", "workday") for step in expression.first):
        return True
    if context.today is None and context.year is None and announced(text, expression):
        return True
    last, before = expression.first[-1], text[max(0, expression.start - 1) : expression.start]
    return last.base == "focus" and (last.value < 0 or role_before(before) == "by")


def _is_topic(text: str, expression: Expression, stretch: Stretch, context: Context) -> bool:
    """Tell whether a stretch becomes the period under discussion: a period that is over, not only begun."""
    edges = [s.name for s in expression.first if s.kind == "edge"]
    year = stretch.end.year if stretch.end else 0
    if stretch.grain not in _TOPICS or expression.bound == "since" or "start" in edges:
        return False
    if (context.year is not None and year > context.year) or (stretch.grain == "day" and not edges):
        return False
    later = context.reported is not None and year > context.reported
    return not (later and text.find("\n", 0, expression.start) < 0)


def is_line(text: str, expression: Expression) -> bool:
    """Tell whether a date is written in figures, as a date line is."""
    return text[expression.start : expression.start + 4].isdigit() and text[
        expression.start + 4 : expression.start + 5
    ] in tuple("-/.")


def is_compared(text: str, expression: Expression) -> bool:
    """Tell whether a time is what something is compared with: 比2019年, 与去年持平, 较“十三五”末."""
    start = expression.start - text.endswith(("“", "‘"), 0, expression.start)
    return text.endswith(CUES["compared"], max(0, start - 3), start)
