"""Temperatures: the words before them (零下, 摄氏), and what 度 measures."""

from __future__ import annotations

from .cues import stands_before, stands_near, words
from .measured import MeasuredNumber
from .signs import BELOW_ZERO
from .units import unit_written

CODES = frozenset(("Cel", "deg", "[degF]", "K"))
_SCALES = (*((scale, unit_written(f"{scale}度").code) for scale in words("thermometer")), (BELOW_ZERO, None))


def settle(text: str, number: MeasuredNumber) -> None:
    """Take in 零下, 摄氏 and 华氏 before a temperature, and settle what 度 means."""
    number.start, below, scale = _before(text, number.start)
    number.code = scale or number.code
    if below and not number.signed:
        number.negate()
    number.difference = stands_before("warmth changes", text, number.start)
    if number.code == "deg":
        number.code = _degrees(text, number)


def _before(text: str, start: int) -> tuple[int, bool, str | None]:
    """Read 零下, 摄氏 and 华氏 before a temperature: where it then begins, whether below zero, on which scale."""
    scale, below = None, False
    for written, code in _SCALES:
        if text.endswith(written, 0, start):
            start -= len(written)
            scale, below = code or scale, below or code is None
    return start, below, scale


def _degrees(text: str, number: MeasuredNumber) -> str:
    """Return what 度 measures: kilowatt-hours of electricity, degrees Celsius (-5度 too), or an angle."""
    if stands_near("electric", text, number.number_start, number.end):
        return "kW.h"
    low = number.low if number.value is None else number.value
    below = low is not None and low < 0 and not stands_near("angle", text, number.number_start, number.end)
    if below or number.written.bare or stands_near("warm", text, number.number_start, number.end):
        return "Cel"
    return "deg"
