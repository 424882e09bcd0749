"""How much of a plan is done: 完成年度计划的82.3%, 占全年目标; a plan is no indicator, what was planned is."""

from __future__ import annotations

import re

from .word_tables import either

_WHOSE = f"{either('plan-of')}|[三五]年"
_DONE = f"(?:{either('plan-done')})?了?"
PLAN = re.compile(f"(?:{_WHOSE}){either('plan-noun')}$")
"""The plan at the end of a text: its last word is no light verb."""
PLAN_DONE = re.compile(
    rf"(?:已|共|累计)*{_DONE}(?:{_WHOSE}|预期|全?[市省县区])*(?:投资|建设)?{either('plan-noun')}(?:任务|目标|进度|数|值)?的?"
)
"""The words for how much of it is done."""
