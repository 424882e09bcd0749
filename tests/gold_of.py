"""Gold made of an extract, as a person would leave it who corrects nothing."""

from __future__ import annotations

import json
from pathlib import Path

from zhfacts import read_articles

OWN = ("text", "hash", "sentences", "markup", "words", "numerals", "unstated", "meta", "duplicate_of")
"""What an extract says of an article and gold does not."""


def write_gold(extract: Path, folder: Path) -> Path:
    """Write the articles of an extract as gold files; return the path of the last."""
    folder.mkdir(exist_ok=True)
    files: dict[str, list[object]] = {}
    for article in read_articles(extract):
        files.setdefault(article.file, []).append(json.loads(article.model_dump_json(exclude=set(OWN))))
    for file, articles in files.items():
        path = folder / f"{Path(file).stem}.json"
        path.write_text(json.dumps({"file": file, "articles": articles}, ensure_ascii=False), encoding="utf-8")
    return path
