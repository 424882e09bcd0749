"""doccano: JSONL for a project of sequence labelling with relations, and back.

Offsets count UTF-16 units, as doccano's page does (its issue 2290; switch "Count grapheme clusters as one character"
off). doccano knows labels and relations; what else a mark holds travels under the key `zhfacts`, which doccano keeps
with the text, and is found again by the mark's place and label, because doccano gives new ids.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ...errors import InputError, unreadable
from ...model import Article
from ..folder import holds, new_file
from ..marks import LABELS, Mark, MarkedText, marked, restored, utf16
from ..registry import Exporter, Imported, Importer
from ..selection import Selection

KEY = "zhfacts"


def to_doccano(selection: Selection, target: Path) -> None:
    """Write the articles of a selection into the file `target`, one a line."""
    ours = holds(f'{{"{KEY}": {{"head"'.encode())
    with new_file(target, ours) as path, path.open("w", encoding="utf-8", newline="\n") as handle:
        for article in selection.articles():
            handle.write(json.dumps(line_of(article), ensure_ascii=False) + "\n")


def line_of(article: Article) -> dict[str, Any]:
    """Return an article as an object of doccano's JSONL."""
    found = marked(article)
    places, numbers = utf16(found.text), {mark.id: n for n, mark in enumerate(found.marks)}
    entities: list[dict[str, Any]] = []
    relations: list[dict[str, Any]] = []
    for mark in found.marks:
        place = {"start_offset": places[mark.start], "end_offset": places[mark.end]}
        entities.append({"id": numbers[mark.id], "label": mark.label, **place})
        for name, to in mark.links.items():
            ends = {"from_id": numbers[mark.id], "to_id": numbers[to]}
            relations.append({"id": len(relations), **ends, "type": name})
    kept = [[e["start_offset"], e["end_offset"], m.label, m.fields] for e, m in zip(entities, found.marks, strict=True)]
    rest = {KEY: {"head": found.head, "marks": kept}}
    return {**rest, "text": found.text, "entities": entities, "relations": relations}


def from_doccano(path: Path) -> Iterator[Imported]:
    """Yield the articles of a JSONL file that doccano exported; InputError names file and line."""
    try:
        lines = path.read_bytes().decode("utf-8").split("\n")
    except OSError as error:
        raise unreadable(path, error) from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is no UTF-8 ({error})") from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            where = f"{path}, line {number}"
            try:
                found = _read(json.loads(line), f"{path.stem}#{number:02d}", path.name)
            except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
                raise InputError(f"{where}: no line of doccano ({type(error).__name__}: {error})") from error
            yield Imported(restored(found, where))


def _read(row: dict[str, Any], name: str, file: str) -> MarkedText:
    """Return the marked text of a line: with relations, or of a project without them ("label": [[0, 2, "GPE"]])."""
    text = row["text"]
    given = row.get("entities")
    if given is None:
        pairs = enumerate(row.get("label", row.get("labels", [])))
        given = [{"id": n, "start_offset": a, "end_offset": b, "label": c} for n, (a, b, c) in pairs]
    kept = row.get(KEY) or {}
    points = _CodePoints(text)
    fields = _matched([(e["start_offset"], e["end_offset"], e["label"]) for e in given], kept.get("marks", []))
    links: dict[Any, dict[str, str]] = {e["id"]: {} for e in given}
    for relation in row.get("relations", []):
        links[relation["from_id"]][relation["type"]] = str(relation["to_id"])
    marks = (
        Mark(str(e["id"]), e["label"], points(e["start_offset"]), points(e["end_offset"]), known, links[e["id"]])
        for e, known in zip(given, fields, strict=True)
    )
    head = kept.get("head") or {"id": name, "file": f"{file}#{name.rpartition('#')[2].lstrip('0')}"}
    return MarkedText(text, head, tuple(marks))


class _CodePoints:
    """Gives for an offset in UTF-16 units of a text the one in code points; InputError inside a character."""

    def __init__(self, text: str) -> None:
        self._places = utf16(text)

    def __call__(self, offset: int) -> int:
        n = bisect_left(self._places, offset)
        if n == len(self._places) or self._places[n] != offset:
            raise ValueError(f"{offset} is no border of a character, in UTF-16 units")
        return n


def _matched(given: list[tuple[int, int, str]], kept: list[Any]) -> list[dict[str, Any] | None]:
    """Return for each place and label the fields kept for it; where the label was changed, those kept for the place."""
    found: list[dict[str, Any] | None] = [None] * len(given)
    left = list(kept)
    for exact in (True, False):
        for n, (start, end, label) in enumerate(given):
            for mark in left if found[n] is None else ():
                same = mark[2] == label if exact else LABELS.get(mark[2]) is LABELS.get(label)
                if [start, end] == mark[:2] and same:
                    found[n] = mark[3]
                    left.remove(mark)
                    break
    return found


EXPORTER = Exporter("JSONL for doccano, with relations", ".doccano.jsonl", to_doccano)
IMPORTER = Importer("JSONL that doccano exported", from_doccano)
