"""Data Commons: statistical observations as CSV with a template (TMCF), and the nodes that they name (MCF).

A fact is an observation there if it has an entity, an indicator, one number, and a time with a first day or a last one.
`left_out.csv` lists every other fact with the reason. The fields are those of
https://docs.datacommons.org/import_dataset/mcf_format.html and of the schema's StatVarObservation.
"""

from __future__ import annotations

import calendar
import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from ...model import Article, Entity, Fact, Quantity, Time, plain
from ..folder import new_folder
from ..registry import Exporter
from ..selection import Selection
from ..standards import currency, ucum
from ..tables import csv_line

NAME = "observations"
COLUMNS = (
    "observationAbout", "variableMeasured", "observationDate", "observationPeriod", "value", "unit",
    "measurementMethod", "fact",
)  # fmt: skip
_KINDS = {
    "PERSON": "Person", "ORG": "Organization", "GPE": "AdministrativeArea", "LOC": "Place", "FAC": "Place",
    "PRODUCT": "Product", "EVENT": "Event", "LAW": "Thing", "WORK_OF_ART": "CreativeWork",
}  # fmt: skip


class Variable(NamedTuple):
    """A statistical variable: what facts have in common that may be compared."""

    key: str
    aspect: str
    comparison: str | None
    unit: str | None
    planned: bool

    @property
    def dcid(self) -> str:
        """Its identifier: ASCII, the same in every export."""
        return _dcid("var", *map(str, self))


def to_datacommons(selection: Selection, target: Path) -> None:
    """Write observations, their template, the nodes that they name and what was left out into the folder `target`."""
    entities = {e.id: e for e in selection.entities()}
    variables: dict[str, Variable] = {}
    used: set[str] = set()
    with (
        new_folder(target) as folder,
        (folder / f"{NAME}.csv").open("w", encoding="utf-8", newline="") as rows,
        (folder / "left_out.csv").open("w", encoding="utf-8", newline="") as left,
    ):
        rows.write(csv_line(COLUMNS))
        left.write(csv_line(("fact", "reason")))
        for article in selection.articles():
            for fact, quantity, time in _bound(article):
                fact_id = f"{article.id}/{fact.id}"
                if reason := unfit(fact, quantity, time):
                    left.write(csv_line((fact_id, reason)))
                    continue
                variable = variable_of(fact, quantity)
                variables[variable.dcid] = variable
                used.add(fact.subject or "")
                rows.write(csv_line(_row(entities[fact.subject or ""], variable, quantity, time, fact_id)))
        (folder / f"{NAME}.tmcf").write_text(template(), encoding="utf-8", newline="\n")
        nodes = [_variable_node(v) for v in variables.values()] + [_entity_node(e, entities) for e in entities.values()]
        (folder / "nodes.mcf").write_text("\n".join(nodes), encoding="utf-8", newline="\n")


def _bound(article: Article) -> list[tuple[Fact, Quantity, Time | None]]:
    quantities, times = {q.id: q for q in article.quantities}, {t.id: t for t in article.times}
    return [(f, quantities[f.quantity], times.get(f.time or "")) for f in article.facts]


def unfit(fact: Fact, quantity: Quantity, time: Time | None) -> str | None:
    """Return why a fact is no observation of Data Commons, None where it is one."""
    if fact.subject is None:
        return "no entity"
    if not fact.indicator_key:
        return "no indicator"
    if quantity.value is None:
        return "a range, no number"
    if fact.modality in ("denied", "hypothetical"):
        return fact.modality
    return None if time and (time.start_date or time.end_date) else "no time"


def variable_of(fact: Fact, quantity: Quantity) -> Variable:
    """Return the variable that a fact measures."""
    return Variable(fact.indicator_key or "", fact.aspect, fact.comparison, quantity.unit, fact.status == "planned")


def _row(entity: Entity, variable: Variable, quantity: Quantity, time: Time | None, fact: str) -> tuple[str, ...]:
    assert time is not None and quantity.value is not None  # see `unfit`
    day, period = period_of(time.start_date, time.end_date)
    about = entity_dcid(entity)
    method = f"ZhFacts_{quantity.modifier}" if quantity.modifier else "ZhFacts"
    return about, variable.dcid, day, period, plain(quantity.value), _unit(quantity.unit), method, fact


def period_of(start: dt.date | None, end: dt.date | None) -> tuple[str, str]:
    """Return observation date and period (ISO 8601): 2023-01-01 to 2023-06-30 is 2023-01 and P6M, open ends a day."""
    if start is None or end is None:
        return f"{end or start}", ""
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    if start.day != 1 or end.day != calendar.monthrange(end.year, end.month)[1]:
        return f"{start}", f"P{(end - start).days + 1}D"
    if months % 12 == 0 and start.month == 1:
        return f"{start:%Y}".zfill(4), f"P{months // 12}Y"
    return start.isoformat()[:7], f"P{months}M"


def entity_dcid(entity: Entity) -> str:
    """Return the identifier of an entity: the country's in Data Commons, else one of ours."""
    code = entity.external_ids.get("iso3166")
    return f"country/{code}" if code else _dcid("entity", entity.id)


def _dcid(kind: str, *parts: str) -> str:
    digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()
    return f"zhfacts/{kind}_{digest[:16]}"


def _unit(unit: str | None) -> str:
    """Return the unit: Percent as in Data Commons, else one of ours by its ISO 4217 or UCUM code, none for a count."""
    if unit == "%":
        return "Percent"
    code = currency(unit) or ucum(unit)
    return "" if code == "1" else f"ZhFacts_{_ascii(code or unit or '')}"


def _ascii(text: str) -> str:
    return "".join(c if c.isascii() and c.isalnum() else f"_{ord(c):x}_" for c in text)


def template() -> str:
    """Return the template that makes an observation of each row."""
    lines = [f"Node: E:{NAME}->E1", "typeOf: dcs:StatVarObservation"]
    lines += [f"{c}: C:{NAME}->{c}" for c in COLUMNS if c != "fact"]
    return "\n".join(lines) + "\n"


def _node(dcid: str, fields: Mapping[str, str | None]) -> str:
    return "\n".join([f"Node: dcid:{dcid}", *(f"{k}: {v}" for k, v in fields.items() if v)]) + "\n"


def _quoted(text: str | None) -> str | None:
    return json.dumps(" ".join(text.split()), ensure_ascii=False) if text else None


def _variable_node(variable: Variable) -> str:
    said = [variable.key, variable.aspect, variable.comparison, variable.unit, "planned" if variable.planned else None]
    fields = {
        "typeOf": "dcs:StatisticalVariable",
        "name": _quoted(", ".join(s for s in said if s)),
        "populationType": "dcs:Thing",
        "measuredProperty": f"dcs:{_dcid('property', variable.key)}",
        "statType": "dcs:measuredValue",
        "measurementQualifier": "dcs:Planned" if variable.planned else None,
    }
    measured = {"typeOf": "schema:Property", "name": _quoted(variable.key), "domainIncludes": "dcs:Thing"}
    return _node(variable.dcid, fields) + "\n" + _node(_dcid("property", variable.key), measured)


def _entity_node(entity: Entity, entities: Mapping[str, Entity]) -> str:
    above = entities.get(entity.parent or "")
    fields = {
        "typeOf": f"dcs:{_KINDS[entity.label]}",
        "name": _quoted(entity.name),
        "containedInPlace": f"dcid:{entity_dcid(above)}" if above else None,
    }
    return _node(entity_dcid(entity), fields)


EXPORTER = Exporter("observations for Data Commons with their template (TMCF)", "-datacommons", to_datacommons)
