"""Validate a folder of gold files as an extract is validated: types, keys, references, every span against its text."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import get_args

from pydantic import ValidationError

from ..errors import InputError, ZhfactsError
from ..model import Article, GoldFile, NameLabel
from .rules import Finding, Problem, article_findings, references, type_findings

LABELS = frozenset(get_args(NameLabel))
Decoder = Callable[[bytes], str]
"""Gives the text of a raw file's bytes; raises ValueError or a ZhfactsError where they are no text."""


def is_gold(folder: Path) -> bool:
    """Tell whether a folder holds gold files and no extract."""
    extract = any((folder / name).exists() for name in ("articles.jsonl", "entities.jsonl", "run.json"))
    return folder.is_dir() and not extract and any(folder.glob("*.json"))


def check_gold(folder: Path, raw: Sequence[Path], decode: Decoder, limit: int) -> list[Problem]:
    """Return what is wrong in a folder of gold files (*.json), at most `limit` problems.

    Each is a `model.GoldFile`. The raw files that they name are looked for in the folders `raw`; where none is
    given spans are only held against each other. Raises InputError where one of these is no folder.
    """
    for place in raw:
        if not place.is_dir():
            raise InputError(f"{place} is no folder")
    found: list[Problem] = []
    ids: dict[str, str] = {}
    for path in sorted(folder.glob("*.json")):
        for field, message in _file_findings(path, raw, decode, ids):
            found.append(Problem(path.name, None, field, message))
            if len(found) >= limit:
                return found
    return found


def _file_findings(path: Path, raw: Sequence[Path], decode: Decoder, ids: dict[str, str]) -> Iterator[Finding]:
    try:
        gold = GoldFile.model_validate_json(path.read_bytes())
    except ValidationError as error:
        yield from type_findings(error)
        return
    except OSError as error:
        yield "", f"cannot be read: {error.strerror}"
        return
    text, last = None, 0
    if raw:
        try:
            text = _raw_text(gold.file, raw, decode)
        except (OSError, ValueError, ZhfactsError) as error:
            yield "file", f"{gold.file!r} cannot be read: {error}"
    for n, article in enumerate(gold.articles):
        where = f"articles[{n}]"
        for field, message in (*_gold_findings(gold, article, last, ids, path.name), *_findings(article, text)):
            yield f"{where}.{field}", message
        last = max(last, article.end)


def _raw_text(name: str, folders: Sequence[Path], decode: Decoder) -> str:
    for folder in folders:
        if (folder / name).is_file():
            return decode((folder / name).read_bytes())
    raise InputError(f"is in none of {', '.join(map(str, folders))}")


def _gold_findings(gold: GoldFile, article: Article, last: int, ids: dict[str, str], name: str) -> Iterator[Finding]:
    """Yield what is wrong with an article in its file: names, place, ids of entities.

    The organisation of a role may be a bare name where the article only implies it (石门县中心医院党委书记、院长).
    """
    if article.file != gold.file:
        yield "file", f"is {article.file!r}, the gold file names {gold.file!r}"
    if article.start < last or article.end < article.start:
        yield "start", f"{article.start}-{article.end} overlaps the article before or ends before it begins"
    if article.id in ids:
        yield "id", f"{article.id!r} is also in {ids[article.id]}"
    ids.setdefault(article.id, name)
    named = {m.entity.partition(":")[2]: m.entity for m in article.mentions if m.entity}
    for field, entity in references(article):
        label, colon, canonical = entity.partition(":")
        if label in LABELS and canonical:
            continue
        if not field.endswith(".organization") or colon or not entity:
            yield field, f"{entity!r} is no LABEL:name"
        elif entity in named:
            yield field, f"{entity!r} is named in the article: {named[entity]!r} is meant"


def _findings(article: Article, raw: str | None) -> Iterator[Finding]:
    """Yield what is wrong in an article by itself, against the raw text, or against the texts of its own spans."""
    if raw is not None and article.end > len(raw):
        yield "end", f"is {article.end}, the raw file has {len(raw)} characters"
        return
    text = raw[article.start : article.end] if raw is not None else _told(article)
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    yield from article_findings(article.model_copy(update={"text": text, "hash": digest, "words": ()}))


def _told(article: Article) -> str:
    """Return what the spans say of the text, blank where none is: two that disagree are found by holding both to it."""
    characters = [" "] * (article.end - article.start)
    for item in (*article.mentions, *article.quantities, *article.times):
        if article.start <= item.start < item.end <= article.end and len(item.text) == item.end - item.start:
            characters[item.start - article.start : item.end - article.start] = item.text
    return "".join(characters)
