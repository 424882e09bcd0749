"""The folder of gold that grows while a person corrects: what it holds of an article, saving one article into it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

from pydantic import ValidationError

from ..errors import InputError, OutputError, unreadable
from ..model import Article, GoldFile
from ..write.folder import MANIFEST, writing
from ..write.gold import gold_article, gold_name, safe_name, write_gold_file
from .drafts import free_place

try:
    import fcntl
except ImportError:  # pragma: no cover
    fcntl = None  # type: ignore[assignment]

DRAFTS = ".drafts"
"""The folder inside the gold folder that holds what is not finished."""


@dataclass(frozen=True, slots=True)
class _HeldFile:
    """A gold file as it was last read."""

    stamp: tuple[int, ...]
    gold: GoldFile
    lines: list[dict[str, Any]]
    """Its articles as they stand in the file."""


@dataclass(slots=True)
class GoldFolder:
    """Context manager around the folder `path` of gold files, made where it is missing and kept from a second writer.

    Raises OutputError where it cannot be written, where it lies inside something that zhfacts writes anew, or where
    another process corrects into it; InputError where a file in it is no gold.
    """

    path: Path
    _held: dict[Path, _HeldFile] = field(default_factory=dict)
    _lock: int | None = None

    def __enter__(self) -> GoldFolder:
        self.path = Path(os.path.realpath(self.path))
        _refuse_ours(self.path)
        with writing(self.path):
            (self.path / DRAFTS).mkdir(parents=True, exist_ok=True)
            self._acquire()
        list(self._files())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def articles(self) -> Iterator[Article]:
        """Yield the articles that are gold, without their texts."""
        for _, held in self._files():
            yield from held.gold.articles

    def article(self, source: Article) -> Article | None:
        """Return the gold of an article of the extract, by its id or its place in the raw file."""
        found = self._found(source)
        return found[1].gold.articles[found[2]] if found else None

    def save(self, article: Article, aside: bool = False) -> list[str]:
        """Write an article into the gold file of its raw file, the other articles there kept as they are.

        Returns why it cannot be: articles that it overlaps, or that have its id elsewhere. With `aside` what was there
        of the article, being of another text, is kept among the drafts.
        """
        found = self._found(article)
        path = found[0] if found else self._path(article.file)
        held = self._held.get(path)
        kept = [] if held is None else list(zip(held.gold.articles, held.lines, strict=True))
        if found:
            _, line = kept.pop(found[2])
        if clashes := [a.id for a, _ in kept if a.start < article.end and article.start < a.end]:
            return clashes
        if any(a.id == article.id for p, h in self._held.items() if p != path for a in h.gold.articles):
            return [article.id]
        if found and aside:
            self._set_aside(line)
        lines = [*((a.start, a.end, line) for a, line in kept), (article.start, article.end, gold_article(article))]
        write_gold_file(path, article.file, [line for *_, line in sorted(lines, key=lambda x: x[:2])])
        return []

    def withdraw(self, source: Article) -> None:
        """Take an article out of its gold file; a file that would hold none is removed."""
        found = self._found(source)
        if not found:
            return
        path, held, n = found
        lines = [line for k, line in enumerate(held.lines) if k != n]
        if lines:
            write_gold_file(path, held.gold.file, lines)
        else:
            with writing(path):
                path.unlink()

    def _found(self, source: Article) -> tuple[Path, _HeldFile, int] | None:
        """Return the gold file of an article and its number there."""
        for fits in (lambda a: a.id == source.id, lambda a: (a.start, a.end) == (source.start, source.end)):
            for path, held in self._files():
                if held.gold.file == source.file:
                    for n, article in enumerate(held.gold.articles):
                        if fits(article):
                            return path, held, n
        return None

    def _files(self) -> Iterator[tuple[Path, _HeldFile]]:
        """Yield every gold file, read anew where it has changed."""
        try:
            paths = sorted(self.path.glob("*.json"))
            self._held = {path: self._held.get(path) or _read(path) for path in paths}
            for path in paths:
                if _stamp(path) != self._held[path].stamp:
                    self._held[path] = _read(path)
        except OSError as error:
            raise unreadable(error.filename or self.path, error) from error
        yield from self._held.items()

    def _path(self, file: str) -> Path:
        """Return where the gold of a raw file goes: its own file, else a new one by its stem or its whole name."""
        for path, held in self._files():
            if held.gold.file == file:
                return path
        by_stem = self.path / gold_name(file)
        return self.path / gold_name(file, whole=True) if by_stem in self._held else by_stem

    def _set_aside(self, line: dict[str, Any]) -> None:
        content = json.dumps(line, ensure_ascii=False, indent=1) + "\n"
        path = free_place(self.path / DRAFTS, safe_name(line["id"]))
        with writing(path):
            path.write_text(content, encoding="utf-8", newline="\n")

    def _acquire(self) -> None:
        """Lock the folder against another page that would write the same files."""
        if fcntl is None:  # pragma: no cover
            return
        lock = os.open(self.path / DRAFTS, os.O_RDONLY)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            raise OutputError(f"another zhfacts annotate writes into {self.path}") from None
        self._lock = lock


def default_gold(out: Path) -> Path:
    """Return where corrections of an extract go if nothing else is said: beside it, extract -> extract-gold."""
    real = Path(os.path.realpath(out))
    return real.with_name(f"{real.name}-gold")


def _refuse_ours(path: Path) -> None:
    """Raise OutputError where a folder is, or lies in, an extract or an export: a later run would replace it."""
    if path.exists() and not path.is_dir():
        raise OutputError(f"{path} is a file; a folder for gold is meant")
    for folder in (path, *path.parents):
        if (folder / "articles.jsonl").exists() and (folder / "run.json").exists():
            raise OutputError(f"{path} is or lies in an extract ({folder}), which a run replaces; name another --gold")
        if (folder / MANIFEST).exists():
            raise OutputError(f"{path} is or lies in an export ({folder}), which is replaced; name another --gold")


def _stamp(path: Path) -> tuple[int, ...]:
    status = path.stat()
    return status.st_mtime_ns, status.st_size, status.st_ino


def _read(path: Path) -> _HeldFile:
    stamp, content = _stamp(path), path.read_bytes()
    try:
        gold = GoldFile.model_validate_json(content)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise InputError(f"{path} is no gold: {'.'.join(map(str, first['loc']))}: {first['msg']}") from error
    return _HeldFile(stamp, gold, json.loads(content)["articles"])
