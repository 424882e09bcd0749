"""Numbers, times and statements as real files hold them: the cases of tests/cases/variants.jsonl, by kind."""

from __future__ import annotations

from typing import Any

import pytest
import zhfacts
from zhfacts import load

from .fast import FAST
from .rows import cases


def quantity(found: zhfacts.Quantity) -> dict[str, Any]:
    """Return a quantity as cases write it."""
    amounts = {k: v for k in ("value", "low", "high") if (v := getattr(found, k)) is not None}
    return {"text": found.text, **{k: format(v, "f") for k, v in amounts.items()}, "unit": found.unit}


def time(found: zhfacts.Time) -> dict[str, Any]:
    """Return a time as cases write it."""
    days = {k: v and v.isoformat() for k in ("start_date", "end_date") for v in [getattr(found, k)]}
    return {"text": found.text, **days, "start_time": found.start_time}


def statements(article: zhfacts.Article) -> list[dict[str, Any]]:
    """Return the facts of an article as cases write them."""
    quantities, times = {q.id: q for q in article.quantities}, {t.id: t for t in article.times}
    told = []
    for fact in article.facts:
        own = quantities[fact.quantity]
        value = own.value if own.value is not None else own.low
        told.append({
            "value": format(value, "f") if value is not None else None,
            "subject": (fact.subject or "").partition(":")[2] or fact.subject_text,
            "subject_kind": "person" if (fact.subject or "").startswith("PERSON") else "no person",
            "indicator": fact.indicator, "aspect": fact.aspect, "direction": fact.direction,
            "comparison": fact.comparison, "status": fact.status,
            "time": times[fact.time].text if fact.time else None,
        })  # fmt: skip
    return told


def holds(wanted: dict[str, Any], found: list[dict[str, Any]]) -> bool:
    """Tell whether something found says all that a case states."""
    return any(wanted.items() <= item.items() for item in found)


@pytest.mark.parametrize("case", cases("variants.jsonl"))
def test_case(case: dict[str, Any]) -> None:
    article = load(FAST)(case["text"], date=case["date"])
    found = {
        "quantities": [quantity(q) for q in article.quantities],
        "times": [time(t) for t in article.times],
        "facts": statements(article),
    }
    missing = [want for part, items in found.items() for want in case.get(part, ()) if not holds(want, items)]
    assert missing == [], found
    labels = {t.label for t in article.times} | ({"times"} if article.times else set())
    assert not labels & set(case.get("without", ()))
