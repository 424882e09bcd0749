"""Annotations from other tools back into gold, by the registry of importers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from ..errors import PATH, InputError, expect
from ..lang.english_counts import counted
from ..model import Article, Quantity
from .folder import writing
from .gold import write_gold
from .registry import IMPORTERS


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of an import: gold files, articles in them, articles left out because nobody has checked them.

    `replaced` are copies of gold files that were there before with other content, `disputed` counts the articles with
    more than one annotation, of which the last is taken.
    """

    files: list[Path]
    articles: int
    unchecked: int
    replaced: list[Path]
    disputed: int = 0

    def lines(self, out: Path) -> list[str]:
        """Return the report for a user."""
        told = [f"{out}: {counted(self.articles, 'articles')} in {counted(len(self.files), 'gold files')}"]
        if self.replaced:
            others = counted(len(self.replaced), "gold files")
            told.append(f"{others} held something else; it is kept in {self.replaced[0].parent}")
        if self.unchecked:
            left = counted(self.unchecked, "articles")
            told.append(f"left out {left} that nobody has submitted; --unchecked takes them too")
        if self.disputed:
            told.append(f"{counted(self.disputed, 'articles')} with more than one annotation; the last one is taken")
        return told


def import_gold(
    source: str | Path,
    format: str,
    out: str | Path,
    *,
    unchecked: bool = False,
    raw_text: Callable[[str], str | None] | None = None,
    measured: Callable[[str], Quantity | None] | None = None,
) -> ImportReport:
    """Read annotations of a format of IMPORTERS from a file or folder and write them as gold into the folder `out`.

    unchecked: also what nobody has submitted in the tool. raw_text: gives the text of a raw file by its name, None
    where there is none; each article must stand there as in the annotations. measured: reads the words of a quantity
    that has no value, as one that a person only marked. A gold file of the same raw file is replaced; what it held,
    where that was something else, is kept in .replaced beside it. Raises OptionError for an unknown format, InputError
    that names file, place and field for what is missing or wrong.
    """
    expect(PATH, source=source, out=out)
    expect((str,), format=format)
    importer = IMPORTERS[format]
    path = Path(source)
    if not path.exists():
        raise InputError(f"{source} does not exist")
    kept, left_out, disputed = [], 0, 0
    for found in importer.read(path):
        if not (found.checked or unchecked):
            left_out += 1
            continue
        if raw_text is not None:
            _check_raw(found.article, raw_text)
        disputed += found.others > 0
        kept.append(_filled(found.article, measured) if measured else found.article)
    if not kept:
        hint = "; --unchecked takes what nobody has submitted" if left_out else ""
        raise InputError(f"{source}: no article to import{hint}")
    replaced: list[Path] = []
    written = write_gold(_unique(kept, source), Path(out), lambda file: replaced.append(_kept(file)))
    return ImportReport(written, len(kept), left_out, replaced, disputed)


def _kept(file: Path) -> Path:
    """Keep a gold file that is about to be replaced: .replaced/STEM-1.json beside it, or the next that is free."""
    folder = file.parent / ".replaced"
    with writing(folder):
        folder.mkdir(exist_ok=True)
        path = next(p for n in count(1) if not (p := folder / f"{file.stem}-{n}.json").exists())
        path.write_bytes(file.read_bytes())
    return path


def _filled(article: Article, measured: Callable[[str], Quantity | None]) -> Article:
    """Return an article with the value and unit of each quantity for which a person only marked the place."""
    quantities = []
    for q in article.quantities:
        found = measured(q.text) if q.value is None and q.low is None and q.high is None else None
        fields = ("value", "low", "high", "modifier", "unit")
        quantities.append(q.model_copy(update={f: getattr(found, f) for f in fields}) if found else q)
    return article.model_copy(update={"quantities": tuple(quantities)})


def _check_raw(article: Article, raw_text: Callable[[str], str | None]) -> None:
    text = raw_text(article.file)
    if text is None:
        raise InputError(f"{article.id}: there is no raw file {article.file!r}; see --raw")
    if text[article.start : article.end] != article.text:
        raise InputError(f"{article.id}: its text does not stand at {article.start} in {article.file}")


def _unique(articles: list[Article], source: str | Path) -> Iterator[Article]:
    seen: set[str] = set()
    for article in articles:
        if article.id in seen:
            raise InputError(f"{source}: two articles are called {article.id!r}")
        seen.add(article.id)
        yield article
