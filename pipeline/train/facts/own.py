"""A user's own annotated articles as lessons: folders of gold files with their raw files, and corrected extracts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from ... import link, read, recognise, run, segment
from ...errors import InputError, unreadable
from ...model import Article, GoldFile
from ...write import read_articles
from ..raw_files import raw_text
from .lessons import Lesson, laid_over

Told = Callable[[int, int], None]
"""Told the articles done and all articles."""


@dataclass(frozen=True)
class OwnLesson:
    """A lesson, and its article as it is annotated; spans of both count in the article's own text."""

    lesson: Lesson
    annotated: Mapping[str, Any]


class _OwnArticle(NamedTuple):
    """An annotated article whose spans count in its text, the text, and the raw file that holds it."""

    article: Article
    text: str
    file: str


def own_lessons(
    folders: Sequence[Path], raw: Sequence[Path] = (), progress: Told = lambda done, of: None
) -> list[OwnLesson]:
    """Return the articles of folders as lessons, in order; each once, by its text.

    A folder is an extract, or holds gold files (`*.json`) that name raw files; those are looked for in the folders
    `raw` and beside the gold file. Raises InputError naming file and field where something is missing or broken.
    """
    found: dict[str, _OwnArticle] = {}
    for folder in folders:
        for item in _in_folder(folder, raw):
            found.setdefault(item.text, item)
    ordered = sorted(found.values(), key=lambda f: (f.file, f.article.id))
    pipeline = run.load(run.Settings(facts="fast"))
    lessons = []
    for number, item in enumerate(ordered):
        progress(number, len(ordered))
        lessons.append(_lesson(item, pipeline))
    progress(len(ordered), len(ordered))
    return lessons


def _in_folder(folder: Path, raw: Sequence[Path]) -> Iterator[_OwnArticle]:
    if not folder.is_dir():
        raise InputError(f"{folder} is no folder")
    if (folder / "articles.jsonl").is_file():
        for article in read_articles(folder):
            yield _OwnArticle(_shifted(article), article.text, article.file)
        return
    paths = sorted(folder.glob("*.json"))
    if not paths:
        raise InputError(f"{folder} is no extract and holds no gold files (*.json)")
    for path in paths:
        gold = _gold(path)
        text = raw_text(path, gold.file, (*raw, folder))
        for number, article in enumerate(gold.articles):
            _compare(article, text, f"{path}, articles.{number}")
            yield _OwnArticle(_shifted(article), text[article.start : article.end], gold.file)


def _gold(path: Path) -> GoldFile:
    try:
        return GoldFile.model_validate_json(path.read_bytes())
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise InputError(f"{path}, {'.'.join(map(str, first['loc'])) or 'file'}: {first['msg']}") from None
    except OSError as error:
        raise unreadable(path, error) from error


def _compare(article: Article, text: str, where: str) -> None:
    """Refuse spans that do not hold what they say, and facts of quantities that are not there."""
    for layer in ("mentions", "quantities", "times"):
        for number, item in enumerate(getattr(article, layer)):
            if text[item.start : item.end] != item.text:
                raise InputError(f"{where}.{layer}.{number}.text: {item.text!r} does not stand at {item.start}")
    known = {q.id for q in article.quantities}
    for number, fact in enumerate(article.facts):
        if fact.quantity not in known:
            raise InputError(f"{where}.facts.{number}.quantity: there is no {fact.quantity!r}")


def _shifted(article: Article) -> Article:
    """Return an article of an extract with spans that count in its own text."""
    first = article.start

    def moved(items: Sequence[Any]) -> tuple[Any, ...]:
        return tuple(x.model_copy(update={"start": x.start - first, "end": x.end - first}) for x in items)

    layers = {name: moved(getattr(article, name)) for name in ("mentions", "quantities", "times")}
    return article.model_copy(update={**layers, "start": 0, "end": article.end - first})


def _lesson(found: _OwnArticle, pipeline: run.Pipeline) -> OwnLesson:
    """Return an article as the pipeline makes a document of it, with its annotations laid over."""
    article = found.article
    document = read.from_text(found.text, article.date, article.title)
    document.sentences = segment.sentences(document.text)
    recognise.annotate(document, pipeline.namer)
    link.resolve(document, pipeline.kb)
    annotated = json.loads(article.model_dump_json(exclude={"text", "hash", "sentences", "markup", "words"}))
    return OwnLesson(replace(laid_over(document, [annotated]), file=found.file), annotated)
