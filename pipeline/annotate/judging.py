"""What a person has typed, held against the rules of gold: an article that validates, or what is wrong and where."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any, get_args

from pydantic import ValidationError

from ..errors import InputError
from ..model import Article, Fact, Located, Mention, NameLabel, Quantity, Record, Role, Time
from ..write.rules import article_findings

RECORDS: dict[str, type[Record]] = {
    "mentions": Mention, "quantities": Quantity, "times": Time, "facts": Fact, "roles": Role,
}  # fmt: skip
"""The layers of a document and the records that they hold."""
NOT_GOLD = {"rule", "score", "indicator_key", "precision", "value_si", "unit_si", "text"}
"""Fields that a page need not give back: they say how a program came to something, or follow from others."""
_LABELS = frozenset(get_args(NameLabel))
_DECIMAL = re.compile(r"[+-]?[0-9]{1,40}(\.[0-9]{1,40})?")
_CLOCK = re.compile(r"([01][0-9]|2[0-4]):[0-5][0-9](:[0-5][0-9])?")
_UNIT = re.compile(r"\S{1,40}")
_LINE_BREAK = re.compile(r"\s*[\r\n]+\s*")


@dataclass(frozen=True, slots=True)
class Flaw:
    """What keeps an article from being gold: an item (facts/f1; empty: the article), its field, what is wrong.

    `code` is a key of the page's words: number, date, clock, order, entity, unit, choice, missing, value_and_range,
    value, reference, duplicate, span, overlap, rule; `detail` is what the words leave out.
    """

    item: str
    field: str
    code: str
    detail: str = ""

    def to_json(self) -> dict[str, str]:
        """Return the flaw for the page."""
        return asdict(self)


Layers = Mapping[str, list[tuple[str, Any]]]
"""The records of each layer, each with its key: the layer and its id."""


def document_of(article: Article) -> dict[str, Any]:
    """Return the document of an article, as `judge` takes it: its layers as JSON values; roles get ids."""
    hidden = {layer: {"__all__": NOT_GOLD - {"score", "rule"}} for layer in RECORDS if layer != "roles"}
    found = article.model_dump(mode="json", include={*RECORDS, "title", "date"}, exclude=hidden, exclude_none=True)
    for n, role in enumerate(found["roles"], 1):
        role["id"] = f"r{n}"
    return {"title": found.get("title"), "date": found.get("date"), **{layer: found[layer] for layer in RECORDS}}


def judge(
    document: Mapping[str, Any], source: Article, name: Callable[[str], str]
) -> tuple[Article | None, list[Flaw]]:
    """Return the gold article that a document makes of an article, or None and all that is wrong.

    `source` gives what no page may change: id, file, place and text. `name` gives the canonical name of an entity, for
    a subject that has none in words. Raises InputError where it is no document: layers that are no lists of objects.
    """
    flaws: list[Flaw] = []
    layers: dict[str, list[tuple[str, Any]]] = {layer: [] for layer in RECORDS}
    for layer, record in RECORDS.items():
        for item in _items(document, layer):
            fields = _fields(item, record, source)
            if layer == "facts" and _is_entity(fields.get("subject")) and not fields.get("subject_text"):
                fields["subject_text"] = name(fields["subject"])
            key = f"{layer}/{item['id']}"
            found = list(_field_flaws(key, fields, record))
            made = None if found else _made(record, key, fields, found)
            flaws += found
            if made is not None:
                layers[layer].append((key, made))
    head = _head(document, source, flaws)
    flaws += _between(layers, {layer: {i["id"] for i in _items(document, layer)} for layer in ("quantities", "times")})
    if flaws:
        return None, flaws
    article = source.model_copy(update={**head, **_ordered(layers), "numerals": ()})
    rest = [Flaw("", field, "rule", message) for field, message in article_findings(article)]
    return (None, rest) if rest else (article, [])


def _items(document: Mapping[str, Any], layer: str) -> list[dict[str, Any]]:
    items = document.get(layer, [])
    if not isinstance(items, list) or not all(isinstance(i, dict) and isinstance(i.get("id"), str) for i in items):
        raise InputError(f"{layer}: a list of objects with ids is meant")
    return items


def _fields(item: Mapping[str, Any], record: type[Record], source: Article) -> dict[str, Any]:
    """Return what an item says of the fields that gold has: trimmed, on one line, nothing for what is empty."""
    fields: dict[str, Any] = {}
    for key in record.model_fields:
        value = item.get(key)
        if isinstance(value, str):
            value = _LINE_BREAK.sub("", value.strip())
        if key not in NOT_GOLD and value not in (None, "", [], ()):
            fields[key] = value
    if issubclass(record, Located):
        start, end = fields.get("start"), fields.get("end")
        if isinstance(start, int) and isinstance(end, int) and source.start <= start < end <= source.end:
            fields["text"] = source.text[start - source.start : end - source.start]
    if record is Fact:
        fields["also"] = [a for a in map(str, _listed(fields.get("also"))) if a.strip()]
        fields["evidence"] = [e for e in _listed(fields.get("evidence")) if _stands(e, source)]
    return fields


def _listed(value: Any) -> list[Any]:
    """Return a list, and of anything else none."""
    return value if isinstance(value, list) else []


def _stands(evidence: Any, source: Article) -> bool:
    """Tell whether a piece of evidence is a span of the article for a field of a fact."""
    if not isinstance(evidence, dict) or evidence.get("field") not in Fact.model_fields:
        return False
    start, end = evidence.get("start"), evidence.get("end")
    return isinstance(start, int) and isinstance(end, int) and source.start <= start < end <= source.end


def _field_flaws(key: str, fields: Mapping[str, Any], record: type[Record]) -> Iterator[Flaw]:
    """Yield what is wrong with single fields as they are typed."""
    for field, fits, code in _FORMS[record]:
        value = fields.get(field)
        if value is not None and not fits(value):
            yield Flaw(key, field, code)
    for field in _NEEDED[record]:
        if field not in fields:
            yield Flaw(key, field, "missing")
    if issubclass(record, Located) and "text" not in fields:
        yield Flaw(key, "start", "span")


def _is_number(value: Any) -> bool:
    return isinstance(value, str) and _DECIMAL.fullmatch(value) is not None


def _is_date(value: Any) -> bool:
    try:
        return isinstance(value, str) and dt.date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_clock(value: Any) -> bool:
    return isinstance(value, str) and _CLOCK.fullmatch(value) is not None


def _is_unit(value: Any) -> bool:
    return isinstance(value, str) and _UNIT.fullmatch(value) is not None


def _is_entity(value: Any) -> bool:
    if not isinstance(value, str):
        return False
    label, _, name = value.partition(":")
    return label in _LABELS and bool(name.strip())


_FORMS: dict[type[Record], tuple[tuple[str, Callable[[Any], bool], str], ...]] = {
    Mention: (("entity", _is_entity, "entity"),),
    Quantity: (
        ("value", _is_number, "number"), ("low", _is_number, "number"), ("high", _is_number, "number"),
        ("unit", _is_unit, "unit"),
    ),
    Time: (
        ("start_date", _is_date, "date"), ("end_date", _is_date, "date"),
        ("start_time", _is_clock, "clock"), ("end_time", _is_clock, "clock"),
    ),
    Fact: (
        ("subject", _is_entity, "entity"), ("scope", _is_entity, "entity"), ("speaker", _is_entity, "entity"),
        ("base_value", _is_number, "number"),
    ),
    Role: (("person", _is_entity, "entity"), ("organization", _is_entity, "entity")),
}  # fmt: skip
"""The fields that have a form, what tells it, and the word for a break of it."""
_NEEDED: dict[type[Record], tuple[str, ...]] = {
    Mention: ("label",), Quantity: ("label",), Time: ("label",), Fact: ("quantity", "aspect", "status"),
    Role: ("person", "title"),
}  # fmt: skip


def _made(record: type[Record], key: str, fields: dict[str, Any], flaws: list[Flaw]) -> Record | None:
    """Return the record of an item, or add what keeps it from being one."""
    try:
        made = record.model_validate(fields)
    except ValidationError as error:
        for found in error.errors(include_url=False):
            field = str(found["loc"][0]) if found["loc"] else ""
            flaws.append(Flaw(key, field, "choice" if "literal" in found["type"] else "rule", found["msg"]))
        return None
    more = list(_record_flaws(key, made))
    flaws += more
    return None if more else made


def _record_flaws(key: str, record: Record) -> Iterator[Flaw]:
    """Yield what is wrong between the fields of one record."""
    if isinstance(record, Quantity):
        ranged = record.low is not None or record.high is not None
        if record.value is not None and ranged:
            yield Flaw(key, "value", "value_and_range")
        if record.value is None and not ranged:
            yield Flaw(key, "value", "value")
        if _reversed(record.low, record.high):
            yield Flaw(key, "low", "order")
    if isinstance(record, Time):
        if _reversed(record.start_date, record.end_date):
            yield Flaw(key, "start_date", "order")
        elif record.start_date == record.end_date and _reversed(record.start_time, record.end_time):
            yield Flaw(key, "start_time", "order")


def _reversed(first: Decimal | dt.date | str | None, last: Any) -> bool:
    return first is not None and last is not None and bool(first > last)


def _head(document: Mapping[str, Any], source: Article, flaws: list[Flaw]) -> dict[str, Any]:
    """Return title and date of the article as a person left them."""
    title, date = document.get("title", source.title), document.get("date", source.date)
    if isinstance(date, str) and date.strip():
        if not _is_date(date.strip()):
            flaws.append(Flaw("", "date", "date"))
            return {}
        date = dt.date.fromisoformat(date.strip())
    if not isinstance(title, str | None) or not isinstance(date, dt.date | str | None):
        raise InputError("title and date: words are meant")
    return {"title": _LINE_BREAK.sub("", title.strip()) if title and title.strip() else None, "date": date or None}


def _between(layers: Layers, known: Mapping[str, set[str]]) -> Iterator[Flaw]:
    """Yield what is wrong between records: ids and places that are there twice, references to none of the `known`."""
    for items in layers.values():
        seen: set[Any] = set()
        for key, record in items:
            told: list[tuple[str, Any]] = [("id", key)]
            if isinstance(record, Located):
                told.append(("start", (record.start, record.end)))
            elif isinstance(record, Role):
                told.append(("title", (record.person, record.title, record.organization)))
            for once in told:
                if once in seen:
                    yield Flaw(key, once[0], "duplicate")
                seen.add(once)
    for key, fact in layers["facts"]:
        for field, layer in (("quantity", "quantities"), ("time", "times"), ("base_time", "times")):
            if (there := getattr(fact, field)) is not None and there not in known[layer]:
                yield Flaw(key, field, "reference")


def _ordered(layers: Layers) -> dict[str, tuple[Any, ...]]:
    """Return the layers as gold holds them: marks in text order, facts in the order of their quantities."""
    found = {layer: [record for _, record in items] for layer, items in layers.items()}
    for layer in ("mentions", "quantities", "times"):
        found[layer].sort(key=lambda r: (r.start, r.end))
    places = {q.id: n for n, q in enumerate(found["quantities"])}
    found["facts"].sort(key=lambda f: places[f.quantity])
    return {layer: tuple(records) for layer, records in found.items()}
