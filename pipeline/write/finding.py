"""What an extract says of one thing: an article, an entity, a fact or an indicator, in time order, as plain rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal, get_args

from ..errors import InputError, unknown_choice
from ..model import Entity
from .load import Cells, Keep, read_entities, read_table, table_rows
from .query import fitting
from .tables import BY_NAME

Kind = Literal["article", "entity", "fact", "indicator"]
KINDS: tuple[Kind, ...] = get_args(Kind)
_NEAR = 5


@dataclass(frozen=True)
class Found:
    """One thing of an extract: what it is, its own fields, and the rows of tables that tell of it, in time order."""

    kind: Kind
    name: str
    record: Cells
    facts: list[Cells]
    series: list[Cells]
    roles: list[Cells] = field(default_factory=list)
    mentions: list[Cells] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """Return it as plain values: numbers exact as strings, days as YYYY-MM-DD, null for what is not there."""
        head = {"kind": self.kind, "name": self.name, self.kind: self.record}
        return head | {name: getattr(self, name) for name in ("facts", "series", "roles", "mentions")}


def find(
    folder: Path,
    thing: str,
    key: Callable[[str], str | None],
    *,
    kind: str | None = None,
    indicator: str | None = None,
    where: str | None = None,
) -> Found:
    """Return what an extract says of a thing: an entity by id, name or alias, an article by id, title or the begin of
    its id, a fact by its id, or an indicator by any word for it; the first that fits, or the `kind` that is wanted.

    `key` gives the normal form of an indicator as a person writes it. With `indicator` only facts of it are told, with
    `where` only facts for which the condition holds (see `query`). Raises InputError where nothing fits or several do.
    """
    if kind is not None and kind not in KINDS:
        raise unknown_choice("kind", kind, KINDS)
    finder = _Finder(folder, key, indicator, where)
    for name in KINDS if kind is None else (kind,):
        if found := getattr(finder, name)(thing):
            return found  # type: ignore[no-any-return]
    raise InputError(f"{folder}: no {kind or 'article, entity, fact or indicator'} {thing!r}{finder.near(thing)}")


class _Finder:
    """Looks a thing up in the tables of an extract; every method returns None where it is no such thing."""

    def __init__(
        self, folder: Path, key: Callable[[str], str | None], indicator: str | None, where: str | None
    ) -> None:
        self.folder, self.key = folder, key
        self.kept = None if where is None else frozenset(fitting(read_table(folder, BY_NAME["facts"]), where)["id"])
        self.wanted = None if indicator is None else self._of_indicator(indicator)

    def entity(self, thing: str) -> Found | None:
        """Return an entity with this id, else name, else alias."""
        entity = _one(self.folder, thing, read_entities(self.folder))
        if entity is None:
            return None
        facts = self._facts(lambda row: entity.id in (row["subject_id"], row["speaker_id"], row["scope_id"]))
        dates = {row["id"]: row["date"] for row in table_rows(self.folder, BY_NAME["articles"])}
        mentions = [row | {"date": dates.get(row["article"])} for row in self._rows("mentions", entity=entity.id)]
        roles = self._rows("roles", person_id=entity.id, organization_id=entity.id)
        record = entity.model_dump(mode="json")
        return Found("entity", entity.id, record, facts, self._series(facts), roles, _in_time_order(mentions))

    def article(self, thing: str) -> Found | None:
        """Return an article with this id, else title, else an id that begins so."""
        articles = list(table_rows(self.folder, BY_NAME["articles"]))
        ways: tuple[Callable[[Cells], bool], ...] = (
            lambda a: a["id"] == thing, lambda a: a["title"] == thing, lambda a: a["id"].startswith(thing),
        )  # fmt: skip
        among = next((found for way in ways if (found := [a for a in articles if way(a)])), [])
        if len(among) > 1:
            raise InputError(f"{thing!r} may be {_listed(a['id'] for a in among)}: give one of these ids")
        if not among:
            return None
        name = among[0]["id"]
        facts = self._facts(lambda row: row["article"] == name)
        return Found("article", name, among[0], facts, [], self._rows("roles", article=name))

    def fact(self, thing: str) -> Found | None:
        """Return a fact with this id."""
        facts = self._facts(lambda row: row["id"] == thing)
        return Found("fact", thing, facts[0], facts, self._series(facts)) if facts else None

    def indicator(self, thing: str) -> Found | None:
        """Return an indicator with the normal form of these words, else those that hold it."""
        facts = self._facts(self._of_indicator(thing))
        name = self.key(thing) or thing
        record = {"key": name, "written": sorted({f["indicator"] for f in facts if f["indicator"]})}
        return Found("indicator", name, record, facts, self._series(facts)) if facts else None

    def near(self, thing: str) -> str:
        """Say what is written like a thing, "" where nothing is."""
        names = [form for e in read_entities(self.folder) for form in (e.name, *e.aliases)]
        facts = table_rows(self.folder, BY_NAME["facts"])
        close = get_close_matches(thing, [*names, *(f["indicator"] or "" for f in facts)], 3 * _NEAR)
        return f"; near: {', '.join(list(dict.fromkeys(close))[:_NEAR])}" if close else ""

    def _of_indicator(self, thing: str) -> Keep:
        """Return what holds for the facts of an indicator."""
        wanted = self.key(thing) or thing

        def exactly(row: Mapping[str, str]) -> bool:
            return wanted in (row["indicator_key"], row["indicator"], _joined(row))

        if any(True for _ in table_rows(self.folder, BY_NAME["facts"], exactly)):
            return exactly
        return lambda row: wanted in _joined(row)

    def _facts(self, holds: Keep) -> list[Cells]:
        def keep(row: Mapping[str, str]) -> bool:
            wanted = self.wanted is None or self.wanted(row)
            return wanted and (self.kept is None or row["id"] in self.kept) and holds(row)

        return _in_time_order(table_rows(self.folder, BY_NAME["facts"], keep))

    def _rows(self, table: str, **columns: str) -> list[Cells]:
        """Return the rows of a table in which one of the columns has its value."""
        keep: Keep = lambda row: any(row[name] == value for name, value in columns.items())  # noqa: E731
        return _in_time_order(table_rows(self.folder, BY_NAME[table], keep))

    def _series(self, facts: list[Cells]) -> list[Cells]:
        """Return the observations that some facts tell, series by series."""
        told = {f["id"] for f in facts}
        rows = [r for r in table_rows(self.folder, BY_NAME["series"]) if told.intersection(r["facts"])]
        return sorted(rows, key=lambda row: row["series"])


def _joined(row: Mapping[str, str]) -> str:
    """Return what a fact measures as series have it: a noun as subject stands before the indicator."""
    noun = "" if row["subject_id"] else "".join(row["subject"].split())
    return noun + row["indicator_key"]


def _one(folder: Path, thing: str, known: Iterable[Entity]) -> Entity | None:
    """Return the entity with this id, else name, else alias; InputError where there are several."""
    entities = list(known)
    for fits in (lambda e: e.id == thing, lambda e: e.name == thing, lambda e: thing in e.aliases):
        if among := [e for e in entities if fits(e)]:
            if len(among) > 1:
                raise InputError(f"{thing!r} may be {_listed(e.id for e in among)}: give one of these ids")
            return among[0]
    return None


def _listed(ids: Iterable[str]) -> str:
    """Return some ids in one line, the first ones where they are many."""
    known = list(ids)
    return ", ".join(known[:_NEAR]) + (f" and {len(known) - _NEAR} more" if len(known) > _NEAR else "")


def _in_time_order(rows: Iterable[Cells]) -> list[Cells]:
    """Return rows by the time that they tell of, else by the date of their article, what has neither last."""

    def place(row: Cells) -> tuple[bool, str, str, int]:
        when = row.get("start_date") or row.get("end_date") or row.get("date")
        return when is None, when or "", row.get("article") or "", row.get("start") or 0

    return sorted(rows, key=place)
