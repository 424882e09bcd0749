"""Documents out of marked text: [name|LABEL|canonical], {quantity|LABEL|unit|value}, <time|start|end>; and cases."""

from __future__ import annotations

import json
import re
from array import array
from pathlib import Path
from typing import Any

import pytest
from zhfacts.model import Cluster, Document, Mention, Quantity, Time, entity_id, numbered

MARK = re.compile(
    r"\[([^\]|]+)\|([A-Z_]+)(?:\|([^\]]+))?\]|\{([^}|]+)\|([A-Z]+)(?:\|([^}|]*))?(?:\|([^}]*))?\}|<([^>|]+)(?:\|([^>|]*)\|([^>]*))?>"
)


def cases(name: str) -> list[Any]:
    """Return the rows of a file of cases as parameters; a row with `xfail` is a known gap, and must fail."""
    path = Path(__file__).parent.parent / "cases" / name
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    return [
        pytest.param(
            row,
            id=row.get("id") or row["text"][:24],
            marks=[pytest.mark.xfail(reason=row["xfail"], strict=True)] if "xfail" in row else [],
        )
        for row in rows
    ]


def document(marked: str, title: str | None = None, date: str | None = None) -> Document:
    """Return the document that a marked text describes."""
    text, mentions, quantities, times = "", [], [], []
    clusters: dict[str, Cluster] = {}
    at = 0
    for m in MARK.finditer(marked):
        text += marked[at : m.start()]
        at, start = m.end(), len(text)
        name, label, canonical, number, kind, unit, value, time, first, last = m.groups()
        text += name or number or time
        span = {"id": "x", "start": start, "end": len(text), "text": name or number or time}
        if name:
            key = entity_id(label, canonical or name)
            cluster = clusters.setdefault(key, Cluster(key, canonical or name, label))
            cluster.forms[name] = cluster.forms.get(name, 0) + 1
            mentions.append(Mention(**span, label=label, entity=key))
        elif number:
            quantities.append(Quantity(**span, label=kind, unit=unit or None, value=value or None))
        else:
            times.append(Time(**span, label="DATE", start_date=first or None, end_date=last or None))
    text += marked[at:]
    return Document(
        id="a",
        file="a.txt",
        raw=text,
        start=0,
        end=len(text),
        text=text,
        offsets=array("L", range(len(text))),
        title=title,
        date=date,
        mentions=numbered(mentions, "m"),
        quantities=numbered(quantities, "q"),
        times=numbered(times, "t"),
        clusters=list(clusters.values()),
    )
