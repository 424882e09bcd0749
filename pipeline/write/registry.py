"""Formats by name: exporters and importers are entry points, our own as well as those of a user's package.

A package adds a format by naming an `Exporter` (or an `Importer`) in its metadata, as ours does in pyproject.toml:

    [project.entry-points."zhfacts.exporters"]
    spss = "my_package.spss:EXPORTER"

Names are looked up in the metadata of installed packages; a module is imported only when its format is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Generic, TypeVar

from ..errors import MissingExtra, OptionError, unknown_choice
from ..model import Article
from .selection import Selection

Write = Callable[[Selection, Path], None]
"""What writes a selection of an extract to a file or folder, whole or not at all."""


@dataclass(frozen=True, slots=True)
class Exporter:
    """A format to write: what it is, the ending of its targets, and the function that writes it.

    `suffix` is added to the name of the extract where no target is given, and to the names of parts. `options` are the
    fields of `Selection` beyond articles and facts that it follows: "heads", "spreadsheet", "shares"; a split that it
    does not follow is written as several targets in a folder.
    """

    description: str
    suffix: str
    write: Write
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Imported:
    """An article that came back from a tool; `checked` says whether somebody has submitted it there.

    `others` is how many more annotations of it were submitted, earlier ones that it wins over.
    """

    article: Article
    checked: bool = True
    others: int = 0


@dataclass(frozen=True, slots=True)
class Importer:
    """A format to read annotations from: what it is, and the function that yields the articles of a file or folder."""

    description: str
    read: Callable[[Path], Iterator[Imported]]


F = TypeVar("F", Exporter, Importer)


class Registry(Generic[F]):
    """The formats of one entry point group, by name."""

    def __init__(self, group: str, option: str, kind: type[F]) -> None:
        self.group = group
        self._option = option
        self._kind: type[F] = kind

    def _points(self) -> dict[str, EntryPoint]:
        return {point.name: point for point in entry_points(group=self.group)}

    def names(self) -> list[str]:
        """Return the names of all formats, sorted."""
        return sorted(self._points())

    def __getitem__(self, name: str) -> F:
        """Return a format; OptionError where there is none of this name or its package cannot be used."""
        points = self._points()
        if name not in points:
            raise unknown_choice(self._option, name, self.names())
        try:
            found: object = points[name].load()
        except (ImportError, AttributeError) as error:
            raise OptionError(f"{self._option} {name}: {points[name].value} cannot be loaded: {error}") from error
        if not isinstance(found, self._kind):
            raise OptionError(f"{self._option} {name}: {points[name].value} is no zhfacts.write.{self._kind.__name__}")
        return found


EXPORTERS = Registry("zhfacts.exporters", "--to", Exporter)
IMPORTERS = Registry("zhfacts.importers", "--from", Importer)


def missing(format: str, extra: str, error: ImportError) -> MissingExtra:
    """Return the error of a format whose package is not installed: it names the extra that brings the package."""
    return MissingExtra(f"--to {format}", extra, error.name or "")
