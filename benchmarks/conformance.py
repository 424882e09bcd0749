"""Writes what the recogniser finds in the cases of the conformance suite, for the suite's own score.py.

    python benchmarks/conformance.py SUITE_DIR --out PRED.jsonl
    python SUITE_DIR/score.py PRED.jsonl --suite SUITE_DIR --news

Every kind is written for every case: numbers as bare numerals, quantities with value and unit, times with dates.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from zhfacts.model import Quantity, Span, Time, plain
from zhfacts.read import fold_text
from zhfacts.recognise import times
from zhfacts.recognise.numbers import quantities

Item = dict[str, Any]

UNITS = {
    "[in_i]": "inch", "[mi_i]": "mile", "[ft_i]": "foot", "[yd_i]": "yard", "[nmi_i]": "nmi",
    "Cel": "°C", "[degF]": "°F", "deg": "degree", "By": "byte", "kBy": "KB", "MBy": "MB", "GBy": "GB",
    "[gal_us]": "gallon", "[lb_av]": "lb",
    "[oz_tr]": "oz", "kW.h": "kWh", "um": "um",
}  # fmt: skip
SCALED = {"tsp": (Decimal(5), "mL"), "tbsp": (Decimal(15), "mL")}
SPANS = {
    "a": "year", "mo": "month", "wk": "week", "d": "day", "h": "hour", "min": "minute", "s": "second",
    "ms": "millisecond", "quarter": "quarter", "100.a": "century", "10.a": "decade", "工作日": "workday",
    "交易日": "workday",
}  # fmt: skip
FLOORS, CEILINGS = ("over", "at_least"), ("under", "at_most")


def figures(q: Quantity, factor: Decimal = Decimal(1)) -> dict[str, str | None]:
    """Return value, low and high as strings; a bounded value also as the side that it bounds."""
    value, low, high = (None if x is None else x * factor for x in (q.value, q.low, q.high))
    if value is not None and q.modifier in FLOORS:
        low = value
    if value is not None and q.modifier in CEILINGS:
        high = value
    return {k: None if v is None else plain(v) for k, v in (("value", value), ("low", low), ("high", high))}


def quantity_item(text: str, q: Quantity) -> Item | None:
    """Return a quantity in the suite's terms, or None for a plain count."""
    item: Item = {"start": q.start, "end": q.end, "unit": q.unit, **figures(q)}
    if q.label == "PERCENT":
        if q.rule == "fraction" and not re.search("[百千万佰仟]分", q.text):
            return None
        return {**item, "kind": "percent"}
    if q.label == "MONEY":
        unit = (q.unit or "").split("/")[0] if not re.search("[/每]", q.text) else q.unit
        return {**item, "kind": "money", "unit": unit or None}
    if q.label == "DURATION":
        if text.startswith("大", q.end):
            return {**item, "kind": "age", "end": q.end + 1, "unit": SPANS.get(q.unit or "", q.unit)}
        return {**item, "kind": "duration", "unit": SPANS.get(q.unit or "", q.unit)}
    if q.label == "QUANTITY":
        if q.unit == "a":
            return {**item, "kind": "age", "unit": "year"}
        if q.unit == "km/h" and text.endswith("每小时", 0, q.start):
            item["start"] -= len("每小时")
        factor, unit = SCALED.get(q.unit or "", (Decimal(1), UNITS.get(q.unit or "", q.unit)))
        kind = "temperature" if unit in ("°C", "°F", "degree") else "dimension"
        return {**item, **figures(q, factor), "kind": kind, "unit": unit}
    return None


def cents(q: Quantity) -> Quantity:
    """Read a number of 分 as money, where the suite asks for the money that a whole string says."""
    if q.unit != "分" or q.value is None:
        return q
    return q.model_copy(update={"label": "MONEY", "unit": "CNY", "value": q.value / 100})


def number_items(text: str) -> Iterator[Item]:
    """Yield every numeral of a text as a number, those of quantities, dates and ordinals too."""
    for n in quantities.bare_numbers(text):
        kind = "ordinal" if n.label == "ORDINAL" else "number"
        yield {"start": n.start, "end": n.end, "kind": kind, "unit": None, **figures(n)}


def time_item(t: Time) -> Item:
    """Return a time in the suite's terms."""
    start, end = (d.isoformat() if d else None for d in (t.start_date, t.end_date))
    if t.start_time:
        start = f"{start or ''}T{t.start_time}"
    if t.end_time:
        end = f"{end or ''}T{t.end_time}"
    if t.rule == "repeated":
        return {"start": t.start, "end": t.end, "kind": "set", "unit": None, "start_date": None, "end_date": None}
    kind = "date" if t.label == "DATE" else "time"
    if (start, t.start_time) != (end, t.end_time):
        kind += "range"
    return {"start": t.start, "end": t.end, "kind": kind, "unit": None, "start_date": start, "end_date": end}


def within(t: Time, m: Quantity) -> bool:
    """Tell whether a time is only a part of what a measure spans: 八点五|折."""
    return m.start <= t.start and t.end <= m.end and t.end - t.start < m.end - m.start


def found(case: dict[str, Any]) -> list[Item]:
    """Return all that is found in the text of a case."""
    text = fold_text(case["text"])
    now = dt.datetime.fromisoformat(case["reference_date"]) if case.get("reference_date") else None
    moments = times.find(text, now, everything=True)
    longer = [m for m in quantities.find(text, everything=True) if m.label != "CARDINAL"]
    moments = [t for t in moments if not any(within(t, m) for m in longer)]
    measures = quantities.find(text, [Span(t.start, t.end) for t in moments], everything=True)
    if case.get("layer") == "parser" and case["tested_kinds"] == ["money"]:
        measures = [cents(q) for q in measures]
    items = [i for q in measures if (i := quantity_item(text, q)) is not None]
    numbers = number_items(text)
    if case.get("is_range"):
        numbers = (n for n in numbers if n["low"] or n["high"])
    return [*items, *numbers, *map(time_item, moments)]


def main() -> None:
    """Read the suite, write the predictions."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("suite", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    with options.out.open("w", encoding="utf-8") as out:
        for path in sorted(options.suite.glob("*.jsonl")):
            for line in path.read_text(encoding="utf-8").splitlines():
                case = json.loads(line)
                out.write(json.dumps({"id": case["id"], "found": found(case)}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
