"""Gold: annotations that a person has checked, one JSON file a raw file, as `annotations/` holds them.

A gold file says what an extract says, without the texts and without how a program came to it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath
from typing import Any

from ..errors import InputError, OutputError
from ..model import Article, Fact, Mention, Quantity, Record, Role, Time
from .folder import new_file, writing
from .rules import article_findings

_OF_THE_PROGRAM = {"rule", "score", "indicator_key", "precision", "value_si", "unit_si"}
"""Fields by which a program says how it came to something, or that follow from others."""
_ALWAYS: dict[type[Record], tuple[str, ...]] = {
    Mention: ("id", "start", "end", "text", "label", "entity"),
    Quantity: ("id", "start", "end", "text", "label", "value", "low", "high", "modifier", "unit"),
    Time: ("id", "start", "end", "text", "label", "start_date", "end_date"),
    Fact: ("id", "quantity", "subject", "subject_text", "indicator", "aspect", "direction", "comparison", "time",
           "status", "speaker"),
    Role: ("person", "title", "organization"),
}  # fmt: skip
"""Fields that a record of gold has even where they are null; others only where they say something."""
_LAYERS = ("mentions", "quantities", "times", "facts", "roles")


def gold_article(article: Article) -> dict[str, Any]:
    """Return an article as a gold file holds it."""
    head = article.model_dump(mode="json", include={"id", "file", "start", "end", "title", "date"})
    head |= article.model_dump(mode="json", include={"meta", "duplicate_of"}, exclude_defaults=True)
    return head | {layer: [_record(r) for r in getattr(article, layer)] for layer in _LAYERS}


def _record(record: Record) -> dict[str, Any]:
    content = record.model_dump(mode="json", exclude=_OF_THE_PROGRAM)
    always = _ALWAYS[type(record)]
    rest = record.model_dump(mode="json", exclude={*_OF_THE_PROGRAM, *always}, exclude_defaults=True)
    return {name: content[name] for name in always} | rest


def write_gold(articles: Iterable[Article], out: Path, keep: Callable[[Path], None] = lambda file: None) -> list[Path]:
    """Write articles into gold files in the folder `out`, one a raw file, and return their paths.

    A gold file of the same raw file is replaced, after `keep` was given it where it holds something else; any other
    file of that name is not. Raises InputError where an article breaks the rules of gold, OutputError where a file
    cannot be written.
    """
    files: dict[str, list[Article]] = {}
    for article in articles:
        digest = hashlib.sha256(article.text.encode()).hexdigest()
        for name, message in article_findings(article.model_copy(update={"hash": digest})):
            raise InputError(f"{article.id}, {name}: {message}")
        files.setdefault(article.file, []).append(article)
    with writing(out):
        out.mkdir(parents=True, exist_ok=True)
    written = []
    for file, path in _paths(files, out).items():
        ordered = sorted(files[file], key=lambda a: (a.start, a.end))
        lines = [gold_article(a) for a in ordered]
        if path.is_file() and _is_gold_of(path, file) and json.loads(path.read_bytes())["articles"] != lines:
            keep(path)
        write_gold_file(path, file, lines)
        written.append(path)
    return written


def write_gold_file(path: Path, file: str, articles: list[dict[str, Any]]) -> None:
    """Write the gold of one raw file, its articles as `gold_article` gives them, in text order.

    An older gold of that raw file is replaced; raises OutputError where another file lies there or none can be written.
    """
    content = {"file": file, "articles": articles}
    with new_file(path, lambda there: _is_gold_of(there, file)) as new:
        new.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")


def _paths(files: Iterable[str], out: Path) -> dict[str, Path]:
    """Return the path of the gold file of each raw file: its stem, its whole name where two have the same stem."""
    names = list(files)
    stems = [gold_name(n) for n in names]
    chosen = (s if stems.count(s) == 1 else gold_name(n, whole=True) for n, s in zip(names, stems, strict=True))
    found = {n: out / c for n, c in zip(names, chosen, strict=True)}
    if len(set(found.values())) < len(found):
        raise OutputError(f"{out}: two raw files would have the same gold file; rename one of {', '.join(names)}")
    return found


def gold_name(file: str, whole: bool = False) -> str:
    """Return what the gold file of a raw file is called: after its stem, or after its whole name."""
    return f"{safe_name(file if whole or '#' in file else PurePosixPath(file).stem)}.json"


def safe_name(name: str) -> str:
    """Return a name as a file may be called."""
    return "".join(c if c.isalnum() or c in "._-#" else "_" for c in name)[:120].lstrip(".") or "_"


def _is_gold_of(path: Path, file: str) -> bool:
    """Tell whether a file is the gold of a raw file."""
    try:
        content = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return False
    return isinstance(content, dict) and content.get("file") == file and "articles" in content
