"""The tables of an extract, declared once: columns with types and descriptions, keys, foreign keys, and their rows.

The CSV files, datapackage.json, `check`, `read_extract` and the exporters all follow this declaration; what a column
is comes from the fields of `model`. Ids that are unique in an article there are unique in the whole table here
(ARTICLE/q1), so that every key is one column, which may be null, and joins by it in any tool.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import types
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from ..lang.excerpts import sentence_around
from ..model import Article, Entity, Fact, Head, Mention, Quantity, Record, Role, Time, UnstatedReason, plain
from .numerals import BECAME, ledger

ColumnType = Literal["string", "integer", "number", "float", "date", "array", "object"]
Cell = str | int | float | Decimal | dt.date | tuple[Any, ...] | dict[str, Any] | None
Row = tuple[Cell, ...]
Names = Mapping[str, str]
"""Entity id -> canonical name."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: name, type (Frictionless's, or float), description, whether it is never null, closed set of values.

    `items` is the type of the items of an array, `head` the name in Chinese.
    """

    name: str
    type: ColumnType
    description: str
    required: bool = False
    enum: tuple[str, ...] = ()
    items: Literal["string", "integer"] = "string"
    head: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """A foreign key: `column` of this table, where it is not null, is the id of a row of the table `target`."""

    column: str
    target: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table of an extract, stored as NAME.csv; its key is the column `id`."""

    name: str
    description: str
    columns: tuple[Column, ...]
    references: tuple[Reference, ...] = ()

    @property
    def path(self) -> str:
        """Name of its CSV file."""
        return f"{self.name}.csv"


def column_type(annotation: Any) -> tuple[ColumnType, bool, tuple[str, ...]]:
    """Return type, nullability and closed values of a model field's annotation; TypeError where a table has no such."""
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return column_type(args[0])
    if origin in (Union, types.UnionType):
        inner = next(a for a in args if a is not type(None))
        kind, _, enum = column_type(inner)
        return kind, True, enum
    if origin is Literal:
        return "string", False, args
    plain_types: dict[Any, ColumnType] = {
        str: "string",
        int: "integer",
        float: "float",
        Decimal: "number",
        dt.date: "date",
    }
    nested_types: dict[Any, ColumnType] = {tuple: "array", dict: "object"}
    if annotation in plain_types:
        return plain_types[annotation], False, ()
    if origin in nested_types:
        return nested_types[origin], False, ()
    raise TypeError(f"no column type for {annotation!r}")


def column(model: type[Record], field: str, name: str | None = None) -> Column:
    """Return the column of a model's field, under its own or another name."""
    info = model.model_fields[field]
    kind, nullable, enum = column_type(info.annotation)
    integers = kind == "array" and int in get_args(info.annotation)
    items: Literal["string", "integer"] = "integer" if integers else "string"
    head = next((m.zh for m in info.metadata if isinstance(m, Head)), "")
    return Column(name or field, kind, info.description or "", not nullable, enum, items, head)


def columns(model: type[Record], *fields: str) -> tuple[Column, ...]:
    """Return the columns of the named fields of a model, of all of them where none is named."""
    return tuple(column(model, f) for f in fields or model.model_fields)


ID = Column("id", "string", "Unique in the table: the article's id, a slash, that in the article.", True, head="编号")
ARTICLE = Column("article", "string", "Id of the article (articles.id).", required=True, head="文章编号")
IN_ARTICLE = Reference("article", "articles")


def _counted(layers: Mapping[str, str]) -> tuple[Column, ...]:
    return tuple(
        Column(x, "integer", f"How many {x} the article has.", required=True, head=head) for x, head in layers.items()
    )


LAYERS = {"mentions": "名称数", "quantities": "数量数", "times": "时间数", "facts": "事实数", "roles": "职务数"}
"""What an article holds, with the heads of the columns that count it."""

ARTICLES = Table(
    "articles",
    "The articles; their texts are in articles.jsonl.",
    (
        *columns(Article, "id", "file", "start", "end", "title", "date", "meta", "duplicate_of", "hash"),
        *_counted(LAYERS),
    ),
    (Reference("duplicate_of", "articles"),),
)
ENTITIES = Table(
    "entities",
    "Persons, places, organisations and other named things, over all articles.",
    columns(Entity),
    (Reference("parent", "entities"),),
)
MENTIONS = Table(
    "mentions",
    "Every mention of a named entity.",
    (ARTICLE, ID, *columns(Mention)[1:]),
    (IN_ARTICLE, Reference("entity", "entities")),
)
QUANTITIES = Table(
    "quantities",
    "Every number that measures, counts, orders or rates something.",
    (ARTICLE, ID, *columns(Quantity)[1:]),
    (IN_ARTICLE,),
)
TIMES = Table(
    "times",
    "Every expression that places something in time.",
    (ARTICLE, ID, *columns(Time)[1:]),
    (IN_ARTICLE,),
)
FACTS = Table(
    "facts",
    "Statistical facts; a row reads on its own. Texts stand as in the source: one that begins with = is no formula.",
    (
        ARTICLE,
        *columns(Article, "title", "date"),
        column(Fact, "subject_text", "subject"),
        column(Fact, "subject", "subject_id"),
        Column("scope", "string", "Canonical name of the entity within which a noun as subject holds.", head="范围"),
        column(Fact, "scope", "scope_id"),
        *columns(Fact, "indicator", "indicator_key"),
        *columns(Quantity, "value", "low", "high", "modifier", "unit", "precision"),
        *columns(Fact, "direction", "aspect", "comparison", "base_value", "status", "modality", "score"),
        *columns(Time, "start_date", "end_date"),
        Column("time_text", "string", "The time as written.", head="时间"),
        Column("speaker", "string", "Canonical name of the entity that is quoted as the source.", head="说话人"),
        column(Fact, "speaker", "speaker_id"),
        Column("sentence", "string", "The sentence around it, without line breaks, … where it is cut.", head="原文"),
        Column("start", "integer", "First character of the quantity in the decoded raw file.", True, head="起点"),
        Column("end", "integer", "Position after the last character of the quantity.", True, head="终点"),
        Column("quantity_text", "string", "The quantity as written.", required=True, head="数量原文"),
        ID,
        Column("quantity", "string", "Id of the quantity (quantities.id).", required=True, head="数量编号"),
        Column("time", "string", "Id of the time that dates the statement (times.id).", head="时间编号"),
        Column("base_time", "string", "Id of the time of what it is measured against (times.id).", head="基期编号"),
        column(Fact, "rule"),
        *columns(Article, "meta", "duplicate_of"),
    ),
    (
        IN_ARTICLE,
        Reference("quantity", "quantities"),
        Reference("time", "times"),
        Reference("base_time", "times"),
        Reference("duplicate_of", "articles"),
        Reference("subject_id", "entities"),
        Reference("scope_id", "entities"),
        Reference("speaker_id", "entities"),
    ),
)
ROLES = Table(
    "roles",
    "Titles of persons in organisations, each once an article.",
    (
        ARTICLE,
        column(Article, "date"),
        ID,
        Column("person", "string", "Canonical name of the person.", required=True, head="人物"),
        column(Role, "person", "person_id"),
        column(Role, "title"),
        Column("organization", "string", "Canonical name of the organisation or place, null if unknown.", head="机构"),
        column(Role, "organization", "organization_id"),
        column(Role, "standing"),
    ),
    (
        IN_ARTICLE,
        Reference("person_id", "entities"),
        Reference("organization_id", "entities"),
    ),
)

SERIES = Table(
    "series",
    "Facts of one entity, indicator, aspect, comparison and unit in time; a row is one number at one time.",
    (
        Column("series", "string", "Entity, indicator key, aspect, comparison and unit.", True, head="序列"),
        Column("subject", "string", "Canonical name of the entity.", True, head="主体"),
        Column("subject_id", "string", "Entity (entities.id): subject, or scope of a noun.", True, head="主体编号"),
        Column("indicator_key", "string", "Normal form; a noun as subject stands before it.", True, head="统一指标"),
        *columns(Fact, "aspect", "comparison"),
        *columns(Quantity, "unit"),
        *columns(Time, "start_date", "end_date"),
        *columns(Quantity, "value", "low", "high", "modifier"),
        *columns(Fact, "direction", "status"),
        Column("sources", "integer", "How many articles tell it, reprints counted once.", True, head="来源数"),
        Column("observations", "integer", "At how many times the series has a number.", True, head="观测数"),
        Column("rivals", "integer", "How many other numbers it has for the same time and status.", True, head="异值数"),
        Column("facts", "array", "The facts that tell it (facts.id), the most exact one first.", True, head="事实"),
        Column("id", "string", "Identifier: the series, @, the time, ~2 ... where it has several.", True, head="编号"),
    ),
    (Reference("subject_id", "entities"),),
)


def _side(which: str, prefix: str) -> tuple[Column, ...]:
    """Return the columns of one of two facts."""
    zh = "另一" if prefix else ""
    told = (
        Column("article", "string", f"Id of the article of the {which} fact (articles.id).", True, head="文章编号"),
        Column("quantity_text", "string", f"Quantity of the {which} fact as written.", True, head="数量原文"),
        column(Fact, "direction"),
        Column("sentence", "string", f"The sentence around the {which} quantity.", head="原文"),
        Column("fact", "string", f"Id of the {which} fact (facts.id).", True, head="事实编号"),
        Column("observation", "string", f"Row of the {which} fact in the series (series.id).", True, head="观测编号"),
    )
    return tuple(replace(c, name=prefix + c.name, head=zh + c.head) for c in told)


CONFLICTS = Table(
    "conflicts",
    "Pairs of facts of two articles that contradict each other: same entity, indicator, time and status, other number.",
    (
        *SERIES.columns[1:9],
        column(Fact, "status"),
        *_side("first", ""),
        *_side("second", "other_"),
        Column("id", "string", "Identifier: the ids of the two facts, | between them.", True, head="编号"),
    ),
    (
        Reference("subject_id", "entities"),
        *(Reference(f"{x}{c}", t) for x in ("", "other_") for c, t in (("article", "articles"), ("fact", "facts"))),
        *(Reference(f"{x}observation", "series") for x in ("", "other_")),
    ),
)

NUMERALS = Table(
    "numerals",
    "Every number that is written in an article, and what became of it.",
    (
        ARTICLE,
        ID,
        Column("start", "integer", "First character, in code points of the decoded raw file.", True, head="起点"),
        Column("end", "integer", "Position after the last character (half-open).", True, head="终点"),
        Column("text", "string", "Exactly what stands there in the raw file.", True, head="原文"),
        Column("became", "string", "What it is or is part of; why it is none of these.", True, BECAME, head="归为"),
        Column("item", "string", "Id of the fact, quantity, time or name that it is part of.", head="所属"),
        Column("why", "string", "Why a quantity states nothing.", enum=get_args(UnstatedReason), head="无事实的原因"),
    ),
    (IN_ARTICLE,),
)

TABLES = (ARTICLES, ENTITIES, MENTIONS, QUANTITIES, TIMES, FACTS, ROLES, NUMERALS, SERIES, CONFLICTS)
BY_NAME = {table.name: table for table in TABLES}
"""Every table by its name, in an order in which each comes after those that it refers to."""


def entity_row(entity: Entity) -> Row:
    """Return an entity's row of entities.csv."""
    return tuple(getattr(entity, c.name) for c in ENTITIES.columns)


def article_rows(article: Article, names: Names, kept: Article | None = None) -> Iterator[tuple[str, Row]]:
    """Yield (table name, row) for all tables that an article has rows in.

    `names` must hold every entity that the article refers to. `kept` is the article with what is to be told of it;
    the ledger of numerals follows the whole article, in which a number that is left out is still a fact.
    """
    whole, article = article, kept or article
    head = {c.name: getattr(article, c.name) for c in ARTICLES.columns}
    head |= {layer: len(getattr(article, layer)) for layer in LAYERS}
    yield "articles", tuple(head.values())
    for table in (MENTIONS, QUANTITIES, TIMES):
        fields = [c.name for c in table.columns[2:]]
        for item in getattr(article, table.name):
            yield table.name, (article.id, f"{article.id}/{item.id}", *(getattr(item, f) for f in fields))
    for row in _fact_rows(article, names):
        yield "facts", row
    for number, role in enumerate(article.roles, 1):
        organization = names[role.organization] if role.organization else None
        named = (names[role.person], role.person, role.title, organization, role.organization, role.standing)
        yield "roles", (article.id, article.date, f"{article.id}/r{number}", *named)
    for number, n in enumerate(ledger(whole), 1):
        written = whole.text[n.start - whole.start : n.end - whole.start]
        item = f"{article.id}/{n.item}" if n.item else None
        yield "numerals", (article.id, f"{article.id}/n{number}", n.start, n.end, written, n.became, item, n.why)


_FROM_FACT = (
    "indicator", "indicator_key", "direction", "aspect", "comparison", "base_value", "status", "modality", "score",
    "rule",
)  # fmt: skip
_FROM_QUANTITY = ("value", "low", "high", "modifier", "unit", "precision", "start", "end")


def _fact_rows(article: Article, names: Names) -> Iterator[Row]:
    quantities = {q.id: q for q in article.quantities}
    times = {t.id: t for t in article.times}
    for fact in article.facts:
        quantity = quantities[fact.quantity]
        time = times[fact.time] if fact.time else None
        values: dict[str, Cell] = dict.fromkeys(c.name for c in FACTS.columns)
        values |= {c: getattr(fact, c) for c in _FROM_FACT}
        values |= {c: getattr(quantity, c) for c in _FROM_QUANTITY}
        if time is not None:
            values |= {"start_date": time.start_date, "end_date": time.end_date, "time_text": time.text}
        values |= {
            "article": article.id,
            "id": f"{article.id}/{fact.id}",
            "quantity": f"{article.id}/{fact.quantity}",
            "time": f"{article.id}/{fact.time}" if fact.time else None,
            "base_time": f"{article.id}/{fact.base_time}" if fact.base_time else None,
            "title": article.title,
            "date": article.date,
            "meta": article.meta,
            "duplicate_of": article.duplicate_of,
            "subject": names[fact.subject] if fact.subject else fact.subject_text,
            "subject_id": fact.subject,
            "scope": names[fact.scope] if fact.scope else None,
            "scope_id": fact.scope,
            "speaker": names[fact.speaker] if fact.speaker else None,
            "speaker_id": fact.speaker,
            "sentence": sentence_around(article, quantity.start, quantity.end),
            "quantity_text": quantity.text,
        }
        yield tuple(values.values())


def cell(value: Cell) -> str:
    """Return a value as a CSV cell holds it: null is empty, decimals are plain, lists and objects are JSON."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, (tuple, dict)):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


_SPECIAL = re.compile(r'["\r\n]')


def csv_line(cells: Iterable[str]) -> str:
    """Return cells as a line of CSV (RFC 4180, but for the line end), quoted only where they must be.

    The csv module of Python 3.11 leaves a lone carriage return unquoted.
    """
    written = list(cells)
    line = ",".join(written)
    if line.count(",") >= len(written) or _SPECIAL.search(line):
        line = ",".join('"' + c.replace('"', '""') + '"' if "," in c or _SPECIAL.search(c) else c for c in written)
    return line + "\n"


def descriptor(table: Table) -> dict[str, Any]:
    """Return the Frictionless schema of a table."""
    schema: dict[str, Any] = {
        "fields": [_field(c) for c in table.columns],
        "missingValues": [""],
        "primaryKey": ["id"],
    }
    if table.references:
        schema["foreignKeys"] = [
            {
                "fields": [r.column],
                "reference": {"resource": "" if r.target == table.name else r.target, "fields": ["id"]},
            }
            for r in table.references
        ]
    return schema


def _field(column: Column) -> dict[str, Any]:
    kind = "number" if column.type == "float" else column.type
    field: dict[str, Any] = {"name": column.name, "type": kind, "description": column.description}
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    if column.enum:
        constraints["enum"] = list(column.enum)
    if constraints:
        field["constraints"] = constraints
    return field
