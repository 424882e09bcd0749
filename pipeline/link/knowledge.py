"""What linking knows beforehand: places, countries, well-known bodies, and the user's own table, which wins.

A knowledge base is a set of records (id, name, label, aliases, external ids, parent) found by any of their names.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any, cast, get_args

from ..errors import ZhfactsError
from ..lang import gazetteer
from ..lang.gazetteer import Level, level_of
from ..lang.tables import table
from ..model import NameLabel, entity_id

Decoder = Callable[[bytes], str]
COLUMNS = ("id", "name", "label", "aliases", "external_ids", "parent")


class KnowledgeError(ZhfactsError):
    """A row of a knowledge base cannot be used; the message names file and row."""


@dataclass(frozen=True, slots=True)
class Known:
    """One known thing.

    `aliases` are its other names, `level` the rank of a place; `where` restricts the record to articles about the
    place with that name (财政部 in an article about 台湾); `rank` is higher for the user's own records.
    """

    id: str
    name: str
    label: NameLabel
    aliases: tuple[str, ...] = ()
    external_ids: dict[str, str] = field(default_factory=dict)
    parent: str | None = None
    level: Level | None = None
    where: str | None = None
    rank: int = 0


class KnowledgeBase:
    """Records by id and by every name.

    `country` is the id of the country that 我国 and 全国 mean.
    """

    country = entity_id("GPE", gazetteer.china())

    def __init__(self, records: Iterable[Known]) -> None:
        """Index the records; a later one with the same id replaces an earlier one, unless it is bound to a place."""
        self.by_id: dict[str, Known] = {}
        self.bound: list[Known] = []
        for record in records:
            if record.where and record.id in self.by_id:
                self.bound.append(record)
            else:
                self.by_id[record.id] = record
        self.by_name: dict[str, tuple[Known, ...]] = {}
        for record in (*self.by_id.values(), *self.bound):
            for name in dict.fromkeys((record.name, *record.aliases)):
                self.by_name[name] = (*self.by_name.get(name, ()), record)

    @classmethod
    def load(cls, path: str | Path | None = None, decode: Decoder = bytes.decode) -> KnowledgeBase:
        """Return the shipped knowledge base, with the user's table of `path` (JSONL or CSV) where one is given.

        `decode` turns the table's bytes into text, UTF-8 by default. Raises KnowledgeError naming file and row where
        the table cannot be used.
        """
        return shipped() if path is None else shipped().with_records(read_table(Path(path), shipped().by_id, decode))

    def own_names(self) -> dict[str, NameLabel]:
        """Return all names of the user's own records with their labels."""
        own = [record for record in (*self.by_id.values(), *self.bound) if record.rank]
        return {name: record.label for record in own for name in (*record.aliases, record.name)}

    def named(self, name: str) -> tuple[Known, ...]:
        """Return the records with this name or alias; the user's own alone where there are any."""
        found = self.by_name.get(name, ())
        best = max((record.rank for record in found), default=0)
        return tuple(record for record in found if record.rank == best) if best else found

    def chain(self, identifier: str | None) -> Iterator[Known]:
        """Yield the record with this id and its parents, nearest first."""
        seen: set[str] = set()
        while identifier and identifier not in seen and (record := self.by_id.get(identifier)):
            seen.add(identifier)
            yield record
            identifier = record.parent

    def with_records(self, records: Iterable[Known]) -> KnowledgeBase:
        """Return a knowledge base that holds these records too; they win."""
        return KnowledgeBase((*self.by_id.values(), *self.bound, *records))


def places() -> list[Known]:
    """Return the administrative divisions of China; namesakes carry their code in the id."""
    found = gazetteer.divisions()
    count = Counter(division.name for division in found)
    ids = {d.code: entity_id("GPE", d.name if count[d.name] == 1 else f"{d.name}({d.code})") for d in found}
    return [
        Known(
            id=ids[division.code],
            name=division.name,
            label="GPE",
            aliases=division.forms,
            external_ids={"gb2260": division.code},
            parent=ids[division.parent] if division.parent else KnowledgeBase.country,
            level=division.level,
        )
        for division in found
    ]


def countries() -> list[Known]:
    """Return the countries of the world."""
    return [
        Known(
            id=entity_id("GPE", country.name),
            name=country.name,
            label="GPE",
            aliases=tuple(x for x in (country.full, *country.shorts) if x),
            external_ids={"iso3166": country.iso},
            level="country",
        )
        for country in gazetteer.countries()
    ]


def well_known(known: dict[str, Known]) -> list[Known]:
    """Return the rows of aliases.tsv; a row about a known place adds its aliases to that place."""
    records = []
    for row in table("aliases.tsv"):
        identifier = entity_id(row["label"], row["name"])
        aliases = tuple(x for x in row["aliases"].split("/") if x)
        if place := known.get(identifier):
            records.append(replace(place, aliases=tuple(dict.fromkeys((*place.aliases, *aliases)))))
            continue
        parent = entity_id("GPE", row["parent"]) if row["parent"] else None
        label = cast(NameLabel, row["label"])
        records.append(Known(identifier, row["name"], label, aliases, parent=parent, where=row["where"] or None))
    return records


@cache
def shipped() -> KnowledgeBase:
    """Return the knowledge base that zhfacts ships."""
    base = [*countries(), *places()]
    return KnowledgeBase([*base, *well_known({record.id: record for record in base})])


def read_table(path: Path, known: Container[str] = (), decode: Decoder = bytes.decode) -> list[Known]:
    """Return the records of a user's table: .jsonl with one object a line, else CSV with a header line.

    A parent is the id of another row or one of those `known`.
    """
    try:
        text = decode(path.read_bytes()).removeprefix("\ufeff")
    except OSError as error:
        raise KnowledgeError(f"{path}: {error.strerror or error}") from error
    except ValueError as error:
        raise KnowledgeError(f"{path}: cannot be read: {error}") from error
    rows = json_rows(path, text) if path.suffix in (".jsonl", ".json") else csv_rows(path, text)
    records = {f"{path}, row {number}": row for number, row in rows}
    found = {place: record(row, place) for place, row in records.items()}
    own = {r.id for r in found.values()}
    for place, item in found.items():
        if item.parent and item.parent not in own and item.parent not in known:
            raise KnowledgeError(f"{place}: 'parent' is {item.parent!r}, which is no known id")
    return list(found.values())


def json_rows(path: Path, text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield line number and object of each line that is not empty."""
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise KnowledgeError(f"{path}, row {number}: not JSON: {error}") from error
        if not isinstance(row, dict):
            raise KnowledgeError(f"{path}, row {number}: not an object")
        yield number, row


def csv_rows(path: Path, text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield row number and cells by column; aliases are parted by "|", external ids written as key=value|key=value."""
    reader = csv.DictReader(text.splitlines())
    if "name" not in (reader.fieldnames or ()):
        raise KnowledgeError(f"{path}, row 1: no column 'name'")
    for row in reader:
        cells: dict[str, Any] = {k: v for k, v in row.items() if k and v}
        cells["aliases"] = [x for x in cells.get("aliases", "").split("|") if x]
        pairs = [x.partition("=") for x in cells.get("external_ids", "").split("|") if x]
        cells["external_ids"] = {key: value for key, _, value in pairs}
        yield reader.line_num, cells


def record(row: dict[str, Any], place: str) -> Known:
    """Return a user's row as a record; raises KnowledgeError that begins with `place`."""
    if unknown := sorted(set(row) - set(COLUMNS)):
        raise KnowledgeError(f"{place}: unknown column {unknown[0]!r}; known are {', '.join(COLUMNS)}")
    name, label = row.get("name"), row.get("label")
    if not isinstance(name, str) or not name.strip():
        raise KnowledgeError(f"{place}: 'name' is missing")
    if not isinstance(label, str) or label not in get_args(NameLabel):
        raise KnowledgeError(f"{place}: 'label' is {label!r}, not one of {', '.join(get_args(NameLabel))}")
    aliases, external = row.get("aliases") or [], row.get("external_ids") or {}
    if not isinstance(aliases, list) or not all(isinstance(x, str) for x in aliases):
        raise KnowledgeError(f"{place}: 'aliases' is no list of strings")
    if not isinstance(external, dict) or not all(isinstance(x, str) for x in external.values()):
        raise KnowledgeError(f"{place}: 'external_ids' are no pairs of strings")
    return Known(
        id=row.get("id") or entity_id(label, name),
        name=name,
        label=cast(NameLabel, label),
        aliases=tuple(aliases),
        external_ids=external,
        parent=row.get("parent"),
        level=level_of(external.get("gb2260", "")),
        rank=1,
    )
