"""An extract in parts that are made far from each other and put together in the end: the same bytes as of one writer.

A part is a folder, which is there when it is whole. Parts of articles hold lines of articles.jsonl and of the tables
that have rows article by article; parts of entities and of what articles say together (series, conflicts) are sorted,
so that putting them together is merging lines. With `parquet` each part also has its tables as Parquet files.
"""

from __future__ import annotations

import heapq
import json
import os
import shutil
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Any

from ..compare import Pool
from ..model import Article, Entity, Failure
from .arrow import TableFiles
from .extract import Writer, entity_line, validate
from .folder import writing
from .tables import BY_NAME, TABLES, Row, article_rows, cell, csv_line, entity_row

KINDS = {
    "articles": ("articles", "mentions", "quantities", "times", "facts", "roles", "numerals"),
    "entities": ("entities",),
    "together": ("series", "conflicts"),
}
"""The kinds of parts and the tables that each has."""
SORTED = "sorted.jsonl"
"""The file of a part that is merged with others: lines of JSON that begin with what they are sorted by."""
CHUNK = 1 << 20
Kept = Sequence[Any]
"""What is kept of a fact that may be compared with others: plain values."""


def write_articles_part(
    folder: Path,
    number: int,
    articles: Iterable[tuple[int, Article]],
    names: Mapping[str, str],
    parquet: bool,
    tell: Callable[[Kept], None],
) -> Counter[str]:
    """Write articles, with final ids and the rows at which they stand, as the part `number`; return rows by table.

    `tell` gets what may be compared with facts of other articles (see `Pool.comparable`). Raises InvalidExtract where
    an article breaks the rules.
    """
    columns = [c.name for c in BY_NAME["facts"].columns]
    counts: Counter[str] = Counter()
    with _part(folder, "articles", number, parquet) as (files, tables), Pool(columns) as pool:
        for row, article in articles:
            files["articles.jsonl"].write(validate(article, row))
            rows = list(article_rows(article, names))
            for name, cells in rows:
                counts[name] += 1
                files[f"{name}.csv"].write(csv_line(map(cell, cells)))
                if name == "facts" and (kept := pool.comparable(cells)):
                    tell(kept)
            tables.take(rows)
    return counts


def write_entities_part(
    folder: Path, number: int, entities: Iterable[tuple[int, int, Entity]], parquet: bool
) -> Counter[str]:
    """Write entities as the part `number`, each with row and place of where it was first met; return rows by table."""
    counts: Counter[str] = Counter()
    with _part(folder, "entities", number, parquet) as (files, tables):
        for n, k, entity in entities:
            counts["entities"] += 1
            row = entity_row(entity)
            line = [n, k, entity_line(entity), csv_line(map(cell, row))]
            files[SORTED].write(json.dumps(line) + "\n")
            tables.take([("entities", row)])
    return counts


def write_together_part(folder: Path, number: int, facts: Iterable[Kept], parquet: bool) -> Counter[str]:
    """Write the series and conflicts of facts as the part `number`; return rows by table."""
    columns = [c.name for c in BY_NAME["facts"].columns]
    counts: Counter[str] = Counter()
    with _part(folder, "together", number, parquet) as (files, tables), Pool(columns) as pool:
        for fact in facts:
            pool.add_kept(tuple(fact))
        for entity, key, group in pool.groups():
            rows = list(group)
            counts.update(name for name, _ in rows)
            line = [entity, key, [(name, csv_line(map(cell, row))) for name, row in rows]]
            files[SORTED].write(json.dumps(line) + "\n")
            tables.take(rows)
    return counts


class _PartTables:
    """The Parquet files of a part, where there are to be any."""

    def __init__(self, files: TableFiles | None) -> None:
        self._files = files

    def take(self, rows: Iterable[tuple[str, Row]]) -> None:
        """Write rows."""
        if self._files:
            self._files.take(rows)

    def flush(self) -> None:
        """Write what waits."""
        if self._files:
            self._files.flush()


@contextmanager
def _part(folder: Path, kind: str, number: int, parquet: bool) -> Iterator[tuple[dict[str, IO[str]], _PartTables]]:
    """Give the files of a part and, with `parquet`, its tables; the part is in place at the end of the block."""
    place = folder / kind / f"{number:06}"
    trying = folder / f"{kind}-{number:06}-{uuid.uuid4().hex}"
    trying.mkdir(parents=True)
    names = [SORTED] if kind != "articles" else ["articles.jsonl", *(f"{t}.csv" for t in KINDS[kind])]
    with ExitStack() as stack:
        files: dict[str, IO[str]] = {
            name: stack.enter_context((trying / name).open("w", encoding="utf-8", newline="\n")) for name in names
        }
        tables = _PartTables(stack.enter_context(TableFiles(trying, KINDS[kind])) if parquet else None)
        yield files, tables
        tables.flush()
    place.parent.mkdir(exist_ok=True)
    if place.exists():  # a worker that was thought dead was quicker
        shutil.rmtree(trying)
    else:
        os.replace(trying, place)


class Assembly(Writer):
    """A writer that puts together an extract whose articles, entities and tables were written in parts."""

    def assemble(
        self,
        folder: Path,
        parts: Mapping[str, int],
        counts: Mapping[str, int],
        failures: Iterable[Failure],
        settings: Mapping[str, Any],
        inputs: Iterable[Mapping[str, Any]],
    ) -> dict[str, int]:
        """Write the extract of the parts in a folder, so many of each kind, put it in place and return its counts.

        `counts` are the rows of the tables in all parts.
        """
        with writing(self.out):
            for failure in failures:
                self.fail(failure)
            self._files.close()
            articles, entities, together = (part_places(folder, kind, parts[kind]) for kind in KINDS)
            self._join(articles, "articles.jsonl", "")
            for name in KINDS["articles"]:
                self._join(articles, f"{name}.csv", _head(name))
            self._merge_entities(entities)
            self._merge_together(together)
            rows = {table.name: counts.get(table.name, 0) for table in TABLES}
            described = self._describe(rows, settings, inputs)
        self._folder.commit()
        return described

    def _join(self, places: Sequence[Path], name: str, head: str) -> None:
        """Write a head and the files of all parts with a name, one behind the other."""
        with (self._folder.path / name).open("wb") as whole:
            whole.write(head.encode())
            for place in places:
                with (place / name).open("rb") as part:
                    shutil.copyfileobj(part, whole, CHUNK)

    def _merge_entities(self, places: Sequence[Path]) -> None:
        """Write entities, the first met first."""
        with self._open("entities.jsonl") as lines, self._open("entities.csv") as table:
            table.write(_head("entities"))
            for _, _, line, row in _merged(places, lambda entry: entry[:2]):
                lines.write(line)
                table.write(row)

    def _merge_together(self, places: Sequence[Path]) -> None:
        """Write series and conflicts, sorted by entity and key as bytes."""
        with ExitStack() as stack:
            files = {name: stack.enter_context(self._open(f"{name}.csv")) for name in KINDS["together"]}
            for name, file in files.items():
                file.write(_head(name))
            for _, _, rows in _merged(places, lambda entry: [part.encode() for part in entry[:2]]):
                for name, row in rows:
                    files[name].write(row)


def write_partitioned(folder: Path, parts: Mapping[str, int], target: Path) -> None:
    """Put the Parquet files of all parts into the folder `target`: TABLE/part-000000.parquet, ..."""
    for kind, names in KINDS.items():
        for name in names:
            (target / name).mkdir()
            for number, place in enumerate(part_places(folder, kind, parts[kind])):
                shutil.copyfile(place / f"{name}.parquet", target / name / f"part-{number:06}.parquet")


def part_places(folder: Path, kind: str, number: int) -> list[Path]:
    """Return where the parts of a kind lie."""
    return [folder / kind / f"{n:06}" for n in range(number)]


def _head(name: str) -> str:
    return csv_line(c.name for c in BY_NAME[name].columns)


def _merged(places: Sequence[Path], key: Callable[[Any], Any]) -> Iterator[Any]:
    """Yield the lines of the sorted files of parts, sorted."""
    with ExitStack() as stack:
        files = [stack.enter_context((place / SORTED).open(encoding="utf-8")) for place in places]
        yield from heapq.merge(*(map(json.loads, file) for file in files), key=key)
