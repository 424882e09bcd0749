"""CoNLL: a character a line with BIO tags of quantity, time, entity and name, as taggers are trained on; and back.

Columns, parted by tabs: character, its place in the article, BIO tag of quantities, of times, the entity of the name,
BIO tag of names; spaCy, flair and seqeval take the first and the last. Blanks are no lines, as the format has it, and
an empty line ends a sentence. Comments hold what tags cannot: text, article, fields. Facts and roles have no place.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any

from ...errors import InputError, unreadable
from ...model import Article, Mention, Quantity, Record, Time
from ..folder import holds, new_file
from ..marks import LABELS, Mark, MarkedText, marked, restored
from ..registry import Exporter, Imported, Importer
from ..selection import Selection

START = "# newdoc = "
_KINDS: tuple[type[Record], ...] = (Quantity, Time, Mention)


def to_conll(selection: Selection, target: Path) -> None:
    """Write the articles of a selection into the file `target`.

    Raises InputError where names (or quantities, or times) of an article overlap: BIO has no way to say it.
    """
    with new_file(target, holds(START.encode())) as path, path.open("w", encoding="utf-8", newline="\n") as handle:
        for article in selection.articles():
            handle.writelines(line + "\n" for line in lines_of(article))


def lines_of(article: Article) -> Iterator[str]:
    """Yield the lines of an article, an empty one last."""
    found = marked(article.model_copy(update={"facts": (), "roles": ()}))
    tags = {kind: _tags(found, kind, article.id) for kind in _KINDS}
    entities = {n: str((m.fields or {}).get("entity", "_")) for m in found.marks for n in range(m.start, m.end)
                if LABELS[m.label] is Mention}  # fmt: skip
    yield START + json.dumps(found.head, ensure_ascii=False)
    yield "# text = " + json.dumps(found.text, ensure_ascii=False)
    for mark in found.marks:
        yield "# mark = " + json.dumps([mark.start, mark.end, mark.label, mark.fields], ensure_ascii=False)
    breaks = _breaks(article, found)
    pending = False
    for n, character in enumerate(found.text):
        if n in breaks and pending:
            yield ""
            pending = False
        if not character.isspace():
            entity = json.dumps(entities.get(n, "_"), ensure_ascii=False)[1:-1].replace("\\t", "\\\\t")
            yield "\t".join((character, str(n), tags[Quantity][n], tags[Time][n], entity or "_", tags[Mention][n]))
            pending = True
    yield ""


def _tags(found: MarkedText, kind: type[Record], article: str) -> list[str]:
    """Return the BIO tag of each character for the marks of one kind; blanks inside a mark are passed over."""
    tags = ["O"] * len(found.text)
    for mark in found.marks:
        if LABELS[mark.label] is kind:
            if any(tag != "O" for tag in tags[mark.start : mark.end]):
                raise InputError(f"{article}: {kind.__name__.lower()}s overlap at {mark.start}; CoNLL cannot hold that")
            tags[mark.start : mark.end] = [f"I-{mark.label}"] * (mark.end - mark.start)
            tags[mark.start] = f"B-{mark.label}"
    return tags


def _breaks(article: Article, found: MarkedText) -> set[int]:
    """Return where sentences begin, at lines where an article has none; none inside a mark."""
    breaks = {start - article.start for start, _ in article.sentences}
    breaks |= {end - article.start for _, end in article.sentences}
    if not article.sentences:
        breaks = {n + 1 for n, character in enumerate(found.text) if character == "\n"}
    return breaks.difference(*(range(m.start + 1, m.end) for m in found.marks))


def from_conll(path: Path) -> Iterator[Imported]:
    """Yield the articles of a file; without our comments every empty line is a sentence of one article.

    The last column is taken for names where there are fewer columns than ours. InputError names file and line.
    """
    try:
        lines = path.read_bytes().decode("utf-8").split("\n")
    except OSError as error:
        raise unreadable(path, error) from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is no UTF-8 ({error})") from error
    for first, part in _documents(lines):
        reader = _ConllReader(path, first)
        yield Imported(restored(reader.read(part), f"{path}, line {first}"))


def _documents(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield (number of the first line, lines) of each document."""
    starts = [n for n, line in enumerate(lines) if line.startswith(START)]
    if not starts or any(line.strip() for line in lines[: starts[0]]):
        starts = [0, *starts]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        if any(line.strip() for line in lines[start:end]):
            yield start + 1, lines[start:end]


class _ConllReader:
    """Reads the lines of one document."""

    def __init__(self, path: Path, first: int) -> None:
        self._path = path
        self._first = first
        self._head: dict[str, Any] = {"id": f"{path.stem}#{first}", "file": f"{path.name}#{first}"}
        self._text: str | None = None
        self._kept: list[Any] = []
        self._rows: list[list[str]] = []

    def read(self, lines: Iterable[str]) -> MarkedText:
        """Return the marked text of the lines."""
        for number, line in enumerate(lines, self._first):
            try:
                self._line(line.rstrip("\r"))
            except (ValueError, IndexError) as error:
                raise InputError(f"{self._path}, line {number}: cannot be read ({error})") from error
        columns = (2, 3, -1) if self._text is not None else (-1,)
        if self._text is None:
            self._text = "".join(row[0] for row in self._rows)
            places = accumulate((len(row[0]) for row in self._rows), initial=0)
            self._rows = [[row[0], str(place), row[-1]] for row, place in zip(self._rows, places, strict=False)]
        spans = [span for column in columns for span in self._spans(column)]
        return MarkedText(self._text, self._head, tuple(self._marks(spans)))

    def _line(self, line: str) -> None:
        if line.startswith(START):
            self._head = json.loads(line.removeprefix(START))
        elif line.startswith("# text = "):
            self._text = json.loads(line.removeprefix("# text = "))
        elif line.startswith("# mark = "):
            self._kept.append(json.loads(line.removeprefix("# mark = ")))
        elif line.strip() and not line.startswith(("-DOCSTART-", "# ")):
            row = line.split("\t") if "\t" in line else line.split(" ")
            if len(row) < 2:
                raise ValueError("a character and its tag are meant")
            self._rows.append(row)

    def _spans(self, column: int) -> Iterator[tuple[int, int, str]]:
        """Yield the spans of a column of BIO tags (BIOES and BIOLU alike)."""
        span: tuple[int, int, str] | None = None
        for row in self._rows:
            prefix, _, label = row[column].partition("-")
            start = int(row[1])
            goes_on = span is not None and prefix in "IEL" and label == span[2]
            if span is not None and not goes_on:
                yield span
                span = None
            if label:
                span = (span[0] if span else start, start + len(row[0]), label)
        if span is not None:
            yield span

    def _marks(self, spans: list[tuple[int, int, str]]) -> Iterator[Mark]:
        """Yield the marks of spans, each with the fields that are kept for it."""
        kept = {tuple(k[:3]): k[3] for k in self._kept}
        for number, (start, end, label) in enumerate(spans, 1):
            yield Mark(f"s{number}", label, start, end, kept.get((start, end, label)))


EXPORTER = Exporter("characters with BIO tags of names, quantities and times (CoNLL)", ".conll", to_conll)
IMPORTER = Importer("characters or words with BIO tags (CoNLL)", from_conll)
