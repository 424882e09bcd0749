"""Read an extract back: its records one by one, or its tables in pandas with declared dtypes."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import ValidationError

from ..compare import Pool
from ..errors import PATH, InputError, MissingExtra, ZhfactsError, expect
from ..model import Article, Entity, Record, plain
from .query import fitting
from .tables import BY_NAME, Names, Row, Table, article_rows

if TYPE_CHECKING:
    import pandas as pd

R = TypeVar("R", bound=Record)
Cells = dict[str, Any]
"""A row of a table by the names of its columns, as plain values."""
Keep = Callable[[Mapping[str, str]], bool]
"""Whether a row is kept, by its cells as they are written."""


def records(path: Path, model: type[R]) -> Iterator[R]:
    """Yield the records of a JSONL file, one at a time; ZhfactsError names file and row where one is not valid."""
    try:
        with path.open(encoding="utf-8", newline="\n") as handle:
            for row, line in enumerate(handle, 1):
                try:
                    yield model.model_validate_json(line, strict=True)
                except ValidationError as error:
                    first = error.errors(include_url=False)[0]
                    where = ".".join(map(str, first["loc"]))
                    raise ZhfactsError(f"{path}, row {row}, {where}: {first['msg']}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise ZhfactsError(f"cannot read {path}: {getattr(error, 'strerror', None) or error}") from error


def read_articles(folder: str | Path) -> Iterator[Article]:
    """Yield the articles of an extract, with their texts and all that was found in them, one at a time."""
    return records(extract_folder(folder) / "articles.jsonl", Article)


def read_entities(folder: str | Path) -> Iterator[Entity]:
    """Yield the entities of an extract, one at a time."""
    return records(extract_folder(folder) / "entities.jsonl", Entity)


def read_extract(folder: str | Path) -> Extract:
    """Open an extract for pandas; raises ZhfactsError where the folder is none."""
    return Extract(extract_folder(folder))


def extract_folder(folder: str | Path) -> Path:
    """Return the path of an extract; ZhfactsError where the folder is none."""
    expect(PATH, folder=folder)
    path = Path(folder)
    if not (path / "articles.jsonl").is_file():
        there = "is no extract (it has no articles.jsonl)" if path.is_dir() else "is no folder"
        raise ZhfactsError(f"{folder} {there}")
    return path


@dataclass(frozen=True)
class EntityPage:
    """All that an extract says of one entity, in time order: by a fact's dates, else by its article's date."""

    entity: Entity
    mentions: pd.DataFrame
    facts: pd.DataFrame
    roles: pd.DataFrame

    def to_json(self) -> dict[str, Any]:
        """Return the page as plain values: numbers exact as strings, days as YYYY-MM-DD, null for what is not there."""
        tables = {"facts": self.facts, "roles": self.roles, "mentions": self.mentions}
        return {
            "entity": self.entity.model_dump(mode="json"),
            **{name: [_plain(row) for row in table.to_dict("records")] for name, table in tables.items()},
        }


@dataclass(frozen=True)
class Extract:
    """An extract as pandas tables, each read from its CSV file when it is first asked for.

    Dtypes: `string`, `Int64`, `Float64`, `datetime64[s]`; numbers are exact and stay `decimal.Decimal` in an object
    column (`facts["value"].astype(float)` where floats will do); lists and mappings are Python objects.
    """

    folder: Path

    @cached_property
    def articles(self) -> pd.DataFrame:
        """The articles, without their texts (see `read_articles`)."""
        return self.table("articles")

    @cached_property
    def entities(self) -> pd.DataFrame:
        """The entities over all articles."""
        return self.table("entities")

    @cached_property
    def mentions(self) -> pd.DataFrame:
        """Every mention of a named entity."""
        return self.table("mentions")

    @cached_property
    def quantities(self) -> pd.DataFrame:
        """Every quantity."""
        return self.table("quantities")

    @cached_property
    def times(self) -> pd.DataFrame:
        """Every time expression."""
        return self.table("times")

    @cached_property
    def facts(self) -> pd.DataFrame:
        """The facts, each row with its quantity, time and sentence."""
        return self.table("facts")

    @cached_property
    def roles(self) -> pd.DataFrame:
        """Titles of persons in organisations."""
        return self.table("roles")

    @cached_property
    def numerals(self) -> pd.DataFrame:
        """Every number that is written in an article, and what became of it."""
        return self.table("numerals")

    @cached_property
    def series(self) -> pd.DataFrame:
        """Facts of one entity and indicator in time, over all articles; a row is one number at one time."""
        return self.table("series")

    @cached_property
    def conflicts(self) -> pd.DataFrame:
        """Pairs of facts of two articles that contradict each other."""
        return self.table("conflicts")

    @cached_property
    def run(self) -> dict[str, Any]:
        """What run.json says: version, settings, inputs, counts."""
        try:
            content: dict[str, Any] = json.loads((self.folder / "run.json").read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise ZhfactsError(f"cannot read {self.folder / 'run.json'}: {error}") from error
        return content

    def table(self, name: str) -> pd.DataFrame:
        """Return a table by its name with its declared dtypes; ZhfactsError where its file is missing or unfit."""
        return read_table(self.folder, BY_NAME[name])

    def find(self, name: str) -> list[Entity]:
        """Return the entities with this id, else with this name, else with this alias; [] where there is none."""
        known = list(read_entities(self.folder))
        for fits in (lambda e: e.id == name, lambda e: e.name == name, lambda e: name in e.aliases):
            if found := [e for e in known if fits(e)]:
                return found
        return []

    def entity(self, entity: str, where: str | None = None) -> EntityPage:
        """Return everything about the entity with this id, name or alias; ZhfactsError where there is not just one.

        `where` is a condition on the columns of facts (see `query`): only facts for which it holds are on the page.
        """
        facts = self.facts if where is None else fitting(self.facts, where)
        among = self.find(entity)
        if not among:
            raise ZhfactsError(f"no entity {entity!r} in {self.folder}")
        if len(among) > 1:
            raise ZhfactsError(f"{entity!r} may be {', '.join(e.id for e in among)}: give one of these ids")
        (found,) = among
        entity = found.id
        dates = self.articles[["id", "date"]].rename(columns={"id": "article"})
        mentions = self.mentions.merge(dates, on="article", how="left")
        return EntityPage(
            found,
            _of(entity, mentions, "entity"),
            _of(entity, facts, "subject_id", "speaker_id"),
            _of(entity, self.roles, "person_id", "organization_id"),
        )


def _plain(row: Mapping[Any, Any]) -> dict[str, Any]:
    """Return the cells of a row as plain values."""
    import pandas as pd

    def value(cell: Any) -> Any:
        if isinstance(cell, Decimal):
            return plain(cell)
        if isinstance(cell, pd.Timestamp):
            return cell.date().isoformat()
        return None if cell is None or cell is pd.NA or cell is pd.NaT else cell

    return {str(name): value(cell) for name, cell in row.items()}


def _of(entity: str, rows: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """Return the rows that have an entity in one of the columns, in time order."""
    return _in_time_order(rows[(rows[list(columns)] == entity).fillna(False).any(axis=1)])


def _in_time_order(rows: pd.DataFrame) -> pd.DataFrame:
    when = rows["date"]
    for column in ("end_date", "start_date"):
        if column in rows:
            when = rows[column].fillna(when)
    place = [c for c in ("article", "start") if c in rows]
    order = rows.assign(_when=when).sort_values(["_when", *place], na_position="last", kind="stable").index
    return rows.loc[order].reset_index(drop=True)


def read_table(folder: Path, table: Table) -> pd.DataFrame:
    """Return a table of an extract as a data frame with the dtypes of its declaration; MissingExtra without pandas."""
    try:
        import pandas as pd
    except ImportError:
        raise MissingExtra(f"{table.name} as a data frame, and conditions on facts", "pandas", "pandas") from None

    path = folder / table.path
    try:
        frame = pd.read_csv(path, dtype="string", keep_default_na=False, na_values=[""], encoding="utf-8")
    except (OSError, ValueError) as error:
        raise ZhfactsError(f"cannot read {path}: {error}") from error
    for column in table.columns:
        if column.name not in frame:
            raise ZhfactsError(f"{path}: no column {column.name}")
        try:
            frame[column.name] = _typed(frame[column.name], column.type)
        except (ValueError, ArithmeticError) as error:
            raise ZhfactsError(f"{path}, {column.name}: {error}") from error
    return frame


def table_rows(folder: Path, table: Table, keep: Keep = lambda row: True) -> Iterator[Cells]:
    """Yield the rows of a table that are kept, by the names of columns: numbers as text, lists and mappings as such,
    None for what is not there. Raises InputError where the file is missing or unfit."""
    path = folder / table.path
    try:
        with path.open(encoding="utf-8", newline="") as handle, long_cells():
            reader = csv.DictReader(handle, strict=True)
            if missing := [c.name for c in table.columns if c.name not in (reader.fieldnames or ())]:
                raise InputError(f"{path}: no column {missing[0]}")
            for row in reader:
                if keep(row):
                    yield {c.name: _cell(row[c.name], c.type) for c in table.columns}
    except (OSError, ValueError, csv.Error) as error:
        raise InputError(f"cannot read {path}: {getattr(error, 'strerror', None) or error}") from None


def _cell(text: str | None, kind: str) -> Any:
    """Return a cell as a plain value, as JSON has it; exact numbers stay text."""
    if not text:
        return None
    if kind in ("array", "object", "integer", "float"):
        return json.loads(text)
    return plain(Decimal(text)) if kind == "number" else text


@contextmanager
def long_cells() -> Iterator[None]:
    """Let the csv module read cells of any length within the block."""
    before = csv.field_size_limit(2**31 - 1)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _typed(values: pd.Series[str], kind: str) -> Any:
    """Return a column of cells with the dtype that its type has in pandas."""
    import numpy as np
    import pandas as pd

    if kind in ("integer", "float"):
        return values.astype("Int64" if kind == "integer" else "Float64")
    if kind == "date":
        days = [np.datetime64("NaT") if pd.isna(v) else np.datetime64(dt.date.fromisoformat(v)) for v in values]
        return pd.Series(np.array(days, dtype="datetime64[s]"), index=values.index)
    if kind in ("number", "array", "object"):
        parse: Any = Decimal if kind == "number" else json.loads
        return pd.Series([None if pd.isna(v) else parse(v) for v in values], index=values.index, dtype=object)
    return values


def rows_of(
    articles: Iterable[Article], names: Names, kept: Callable[[Article], Article] | None = None
) -> Iterator[tuple[str, Row]]:
    """Yield (table name, row) for all tables but entities: the rows of each article, then what articles say together.

    `kept` gives what is kept of an article; the ledger of numerals is of the whole article. Raises KeyError where
    `names` lacks an entity, or an article what it refers to.
    """
    with Pool([c.name for c in BY_NAME["facts"].columns]) as pool:
        for article in articles:
            for name, row in article_rows(article, names, kept(article) if kept else article):
                yield name, row
                if name == "facts":
                    pool.add(row)
        yield from pool.rows()
