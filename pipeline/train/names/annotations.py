"""A user's own annotations as training texts: folders of gold files with their raw files, and extracts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from pydantic import BaseModel, ValidationError

from ... import read
from ...errors import ZhfactsError
from ...model import NameLabel
from ...write import read_articles
from ..raw_files import raw_text
from .data import AnnotatedText, Marked, flat


class _Name(BaseModel):
    start: int
    end: int
    text: str
    label: NameLabel


class _AnnotatedArticle(BaseModel):
    id: str
    start: int
    end: int
    mentions: list[_Name]


class _AnnotatedFile(BaseModel):
    file: str
    articles: list[_AnnotatedArticle]


def annotated(folders: Iterable[Path], raw: Sequence[Path] = ()) -> list[AnnotatedText]:
    """Return the articles of folders with their names, as the texts that the recogniser reads, in order.

    A folder is an extract, or holds gold files (`*.json`) that name raw files; those are looked for in the folders
    `raw` and beside the gold file. An article that comes again counts once, as it came first. Raises ZhfactsError
    naming file and field where something is missing, of the wrong kind or not what stands in the text.
    """
    found: dict[str, AnnotatedText] = {}
    for folder in folders:
        rows = _extract(folder) if (folder / "articles.jsonl").is_file() else _gold(folder, raw)
        for row in rows:
            found.setdefault(row.text, row)
    return list(found.values())


def _extract(folder: Path) -> Iterator[AnnotatedText]:
    for number, article in enumerate(read_articles(folder), 1):
        names = [_Name(start=m.start, end=m.end, text=m.text, label=m.label) for m in article.mentions]
        marked = _AnnotatedArticle(id=article.id, start=article.start, end=article.end, mentions=names)
        yield _reading(marked, article.text, f"{folder / 'articles.jsonl'}, row {number}, ")


def _gold(folder: Path, raw: Sequence[Path]) -> Iterator[AnnotatedText]:
    if not folder.is_dir():
        raise ZhfactsError(f"{folder} is no folder")
    paths = sorted(folder.glob("*.json"))
    if not paths:
        raise ZhfactsError(f"{folder} is no extract and holds no gold files (*.json)")
    for path in paths:
        try:
            content = _AnnotatedFile.model_validate(json.loads(path.read_text(encoding="utf-8")))
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            raise ZhfactsError(f"{path}, {'.'.join(map(str, first['loc'])) or 'file'}: {first['msg']}") from None
        except (OSError, ValueError) as error:
            raise ZhfactsError(f"{path} is no JSON: {error}") from None
        text = raw_text(path, content.file, (*raw, folder))
        for number, article in enumerate(content.articles):
            yield _reading(article, text[article.start : article.end], f"{path}, articles.{number}.")


def _reading(article: _AnnotatedArticle, text: str, where: str) -> AnnotatedText:
    """Return an article as its reading text, names in place; one that the reading text lacks or parts is left out."""
    document = read.from_text(text)
    positions = np.asarray(document.offsets)
    names = []
    for number, name in enumerate(article.mentions):
        start, end = name.start - article.start, name.end - article.start
        if start < 0 or not name.text or text[start:end] != name.text:
            raise ZhfactsError(f"{where}mentions.{number}.text: {name.text!r} does not stand at {name.start}")
        places = np.flatnonzero((positions >= start) & (positions < end)).tolist()
        if places and places[-1] - places[0] < len(places):
            names.append(Marked(places[0], places[-1] + 1, (name.label,)))
    return AnnotatedText(article.id, document.text, flat(names))
