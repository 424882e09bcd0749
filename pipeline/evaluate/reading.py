"""Reading of both sides: a folder of gold files or an extract, as the articles of each raw file, one file at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from ..errors import InputError, unreadable
from ..model import Article, Entity, GoldFile


class AnnotationFolder:
    """A folder of annotations that gives the articles of any raw file; only places of lines are kept in memory.

    `path` is a folder of gold files (*.json), an extract, or the articles.jsonl of one. `names` holds the canonical
    name of each entity of an extract; in gold the name is in the id (see `name`). Raises InputError where the folder or
    a file in it is missing or is not what it should be; the message names file, row and field.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self.names: dict[str, str] = {}
        self.is_gold = self.path.is_dir() and not (self.path / "articles.jsonl").exists()
        self._lines: dict[str, list[tuple[int, int]]] = {}
        self._gold: dict[str, list[Path]] = {}
        if self.is_gold:
            self._index_gold()
        else:
            self._articles = self.path / "articles.jsonl" if self.path.is_dir() else self.path
            self._index_extract()

    @property
    def files(self) -> list[str]:
        """Names of the raw files that it speaks of, in its order."""
        return list(self._gold or self._lines)

    def articles(self, file: str) -> tuple[Article, ...]:
        """Return the articles of a raw file, in order; none where it is not annotated here."""
        if self.is_gold:
            paths = self._gold.get(file, ())
            return tuple(inside(a, path, n) for path in paths for n, a in enumerate(read_gold_file(path).articles))
        return tuple(self._article(row, start) for row, start in self._lines.get(file, ()))

    def name(self, entity: str | None) -> str | None:
        """Return the canonical name of an entity: entities.jsonl's, else the id without its label."""
        if entity is None:
            return None
        return self.names.get(entity) or entity.partition(":")[2] or entity

    def _index_gold(self) -> None:
        paths = sorted(self.path.glob("*.json"))
        if not paths:
            raise InputError(f"no gold (*.json) in {self.path}")
        for path in paths:
            try:
                file = _file_of(path.read_bytes(), str(path))
            except OSError as error:
                raise unreadable(path, error) from error
            self._gold.setdefault(file, []).append(path)

    def _index_extract(self) -> None:
        try:
            with self._articles.open("rb") as handle:
                at = 0
                for row, line in enumerate(handle, 1):
                    file = _file_of(line, f"{self._articles}, row {row}")
                    self._lines.setdefault(file, []).append((row, at))
                    at += len(line)
            entities = self._articles.with_name("entities.jsonl")
            if entities.exists():
                self._read_names(entities)
        except OSError as error:
            raise unreadable(self._articles, error) from error

    def _read_names(self, path: Path) -> None:
        with path.open("rb") as handle:
            for row, line in enumerate(handle, 1):
                try:
                    entity = Entity.model_validate_json(line)
                except ValidationError as error:
                    raise InputError(f"{path}, row {row}, {first_finding(error)}") from error
                self.names[entity.id] = entity.name

    def _article(self, row: int, start: int) -> Article:
        with self._articles.open("rb") as handle:
            handle.seek(start)
            try:
                return Article.model_validate_json(handle.readline())
            except ValidationError as error:
                raise InputError(f"{self._articles}, row {row}, {first_finding(error)}") from error


def _file_of(content: bytes, place: str) -> str:
    """Return the name of the raw file that a JSON object names."""
    try:
        return Path(json.loads(content)["file"]).name
    except (KeyError, TypeError):
        raise InputError(f"{place}, file: no raw file is named") from None
    except ValueError as error:
        raise InputError(f"{place}: is no JSON ({error})") from error


def first_finding(error: ValidationError) -> str:
    """Return field and message of the first thing that is wrong in a record: mentions.0.start: Field required."""
    first = error.errors(include_url=False)[0]
    return f"{'.'.join(map(str, first['loc'])) or 'record'}: {first['msg']}"


def read_gold_file(path: Path) -> GoldFile:
    """Return a gold file; raises InputError naming file and field where it is none."""
    try:
        return GoldFile.model_validate_json(path.read_bytes())
    except OSError as error:
        raise unreadable(path, error) from error
    except ValidationError as error:
        raise InputError(f"{path}, {first_finding(error)}") from error


def inside(article: Article, path: Path, number: int) -> Article:
    """Return an article of gold; raises InputError naming the first span that does not lie in it."""
    for layer in ("mentions", "quantities", "times"):
        for item in getattr(article, layer):
            if not article.start <= item.start < item.end <= article.end:
                where = f"{path}, articles[{number}].{layer}, {item.id}"
                span, whole = f"{item.start}-{item.end}", f"{article.start}-{article.end}"
                raise InputError(f"{where}: {span} does not lie in the article, {whole}")
    return article


def common_files(gold: AnnotationFolder, predicted: AnnotationFolder) -> Iterator[str]:
    """Yield the raw files that the gold covers; InputError where the other side speaks of none of them."""
    if not set(gold.files) & set(predicted.files):
        few = ", ".join(gold.files[:3])
        raise InputError(f"{predicted.path} has none of the raw files that {gold.path} annotates ({few}, ...)")
    yield from gold.files
