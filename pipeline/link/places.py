"""Places: the short forms of their official names, and which of several namesakes an article means."""

from __future__ import annotations

import re
from functools import cache

from ..lang.tables import table

AUTONOMOUS = re.compile(r"^(.+?)(自治区|自治州|自治县|自治旗)$")
ENDING = re.compile(r"(特别行政区|林区|特区|新区|地区|街道|苏木|省|市|区|县|[左右前后中]?旗|盟|镇|乡)$")
EVERYDAY = {"自治区": "", "自治州": "州", "自治县": "县", "自治旗": "旗"}


@cache
def peoples() -> tuple[str, ...]:
    """Return the names of China's peoples as they stand in names of autonomous places, longest first."""
    names = [row["name"] for row in table("peoples.tsv")]
    return tuple(sorted(names, key=len, reverse=True))


def without_peoples(name: str) -> str:
    """Return a name without the peoples at its end: 恩施土家族苗族 -> 恩施."""
    while ending := next((p for p in peoples() if name.endswith(p) and len(name) > len(p) + 1), None):
        name = name.removesuffix(ending)
    return name.removesuffix("族")


def short_forms(name: str, level: str) -> tuple[str, ...]:
    """Return the short forms of an official name: 广州市 -> 广州; 恩施土家族苗族自治州 -> 恩施, 恩施州.

    A form of one character is none (忠县); a township's is found too, and its reader must ask for the context.
    """
    if match := AUTONOMOUS.match(name):
        core, word = without_peoples(match[1]), EVERYDAY[match[2]]
        forms = [core, core + word] if word else [core]
    else:
        match = ENDING.search(name)
        forms = [name[: match.start()]] if match and level != "zone" else []
    return tuple(form for form in forms if len(form) > 1 and form != name)
