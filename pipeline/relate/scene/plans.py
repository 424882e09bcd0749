"""How much of a plan is done: 完成年度计划的82.3%, 占全年目标; a plan is no indicator, what was planned is."""

from __future__ import annotations

import re

from .word_tables import either

_WHOSE = either("plan-of")
_DONE = f"(?:{either('plan-done')})?了?"
PLAN = re.compile(f"(?:{_WHOSE}){either('plan-noun')}$")
"""The plan at the end of a text: its last word is no light verb."""
PLAN_DONE = re.compile(
    rf"{either('plan-adverb')}*{_DONE}(?:{_WHOSE}|{either('plan-scope')})*{either('plan-kind')}?{either('plan-noun')}"
    rf"{either('plan-measure')}?的?"
)
"""The words for how much of it is done."""
