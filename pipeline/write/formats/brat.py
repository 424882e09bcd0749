"""brat: a folder of standoff files (https://brat.nlplab.org/standoff.html) with its configuration, and back.

Names, quantities and times are text-bound annotations, facts and roles events whose arguments are their links; an
entity's id is a normalisation, what has a closed set of values an attribute, everything else JSON in a note. brat's
offsets count Unicode code points; a span over a line break is written in pieces, as brat has it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from ...errors import InputError, unreadable
from ...model import Mention, Quantity, Record
from ..folder import new_folder
from ..marks import FACT, LABELS, LINKS, ROLE, Mark, MarkedText, enumerations, marked, restored
from ..registry import Exporter, Imported, Importer
from ..selection import Selection

HEADS = "articles.jsonl"
"""What articles hold beside text and annotations, a line an article."""
_DATABASE = "zhfacts"
_PIECE = re.compile(r"[^\r\n]+")
_BLANK = re.compile(r"[\s%]")
_UNSAFE = re.compile(r"[^\w.-]")


def to_brat(selection: Selection, target: Path) -> None:
    """Write the articles of a selection into the folder `target`: text, annotations, configuration."""
    with new_folder(target) as folder, (folder / HEADS).open("w", encoding="utf-8", newline="\n") as heads:
        for name, content in configuration().items():
            (folder / name).write_text(content, encoding="utf-8", newline="\n")
        taken: set[str] = set()
        for article in selection.articles():
            found = marked(article)
            name = _document(article.id, taken)
            heads.write(json.dumps({"document": name, **found.head}, ensure_ascii=False) + "\n")
            (folder / f"{name}.txt").write_text(found.text, encoding="utf-8", newline="")
            lines = "".join(line + "\n" for line in standoff(found))
            (folder / f"{name}.ann").write_text(lines, encoding="utf-8", newline="")


def _document(article: str, taken: set[str]) -> str:
    """Return a name for the files of an article that no other has, upper and lower case alike."""
    stem = _UNSAFE.sub("_", article)[:60].lstrip(".") or "_"
    name, number = stem, 1
    while name.lower() in taken:
        number += 1
        name = f"{stem}~{number}"
    taken.add(name.lower())
    return name


def configuration() -> dict[str, str]:
    """Return brat's configuration files by name: labels, arguments of events, attributes with their values."""
    plain = [label for label in LABELS if label not in (FACT, ROLE)]
    attributes: dict[str, tuple[list[str], tuple[str, ...]]] = {}
    for label, record in LABELS.items():
        for name, values in enumerations(record).items():
            attributes.setdefault(name.capitalize(), ([], values))[0].append(label)
    lines = ["[entities]", *plain, "", "[relations]", "", "[events]"]
    lines += [f"{label}\t{', '.join(_arguments(LABELS[label]))}" for label in (FACT, ROLE)]
    lines += ["", "[attributes]"]
    lines += [f"{n}\tArg:{'|'.join(labels)}, Value:{'|'.join(v)}" for n, (labels, v) in attributes.items()]
    tools = f"[options]\nTokens\ttokenizer:whitespace\n[normalization]\n{_DATABASE}\tDB:{_DATABASE}\n"
    return {"annotation.conf": "\n".join(lines) + "\n", "tools.conf": tools}


def _arguments(record: type[Record]) -> Iterator[str]:
    """Yield the arguments of an event: Quantity:MONEY|..., Time?:DATE|TIME."""
    for name, target in LINKS[record].items():
        labels = "|".join(label for label, kind in LABELS.items() if kind is target)
        yield f"{name.capitalize()}{'' if target is Quantity or name == 'person' else '?'}:{labels}"


def standoff(found: MarkedText) -> Iterator[str]:
    """Yield the lines of an .ann file."""
    names = {mark.id: f"T{n}" for n, mark in enumerate(found.marks, 1)}
    attributes = 0
    for number, mark in enumerate(found.marks, 1):
        name, record = names[mark.id], LABELS[mark.label]
        pieces = _PIECE.finditer(found.text, mark.start, mark.end)
        spans = [p.span() for p in pieces] or [(mark.start, mark.end)]
        words = " ".join(found.text[a:b] for a, b in spans)
        yield f"{name}\t{mark.label} {';'.join(f'{a} {b}' for a, b in spans)}\t{_one_line(words)}"
        if record in LINKS:
            links = (f"{key.capitalize()}:{names[to]}" for key, to in mark.links.items())
            name = f"E{number}"
            yield f"{name}\t{' '.join((f'{mark.label}:T{number}', *links))}"
        fields = dict(mark.fields or {})
        for key in enumerations(record):
            if key in fields:
                attributes += 1
                yield f"A{attributes}\t{key.capitalize()} {name} {fields.pop(key)}"
        if record is Mention and fields.get("entity"):
            entity = str(fields.pop("entity"))
            code = _BLANK.sub(lambda m: "".join(f"%{b:02X}" for b in m[0].encode()), entity)
            yield f"N{number}\tReference {name} {_DATABASE}:{code}\t{_one_line(entity.partition(':')[2] or entity)}"
        yield f"#{number}\tAnnotatorNotes {name}\t{json.dumps(fields, ensure_ascii=False)}"


def _one_line(text: str) -> str:
    return re.sub(r"[\r\n\t]", " ", text)


def from_brat(path: Path) -> Iterator[Imported]:
    """Yield the articles of a folder of standoff files, or of one .ann file; InputError names file and line."""
    files = [path] if path.is_file() else sorted(path.rglob("*.ann"))
    if not files:
        raise InputError(f"{path} holds no .ann file")
    heads = _heads((path.parent if path.is_file() else path) / HEADS)
    files.sort(key=lambda f: (list(heads).index(f.stem) if f.stem in heads else len(heads), f))
    for file in files:
        yield Imported(restored(_read(file, heads), str(file)))


def _heads(path: Path) -> dict[str, dict[str, Any]]:
    """Return what articles hold beside their annotations, by the name of their documents."""
    if not path.is_file():
        return {}
    try:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
        return {row.pop("document"): row for row in rows}
    except (OSError, ValueError, KeyError, AttributeError) as error:
        raise InputError(f"{path}: no list of articles ({error})") from error


def _read(file: Path, heads: dict[str, dict[str, Any]]) -> MarkedText:
    source = file.with_suffix(".txt")
    try:
        text = source.read_bytes().decode("utf-8")
        lines = file.read_bytes().decode("utf-8").split("\n")
    except OSError as error:
        raise unreadable(error.filename, error) from error
    except UnicodeDecodeError as error:
        raise InputError(f"{file}: text and annotations must be UTF-8 ({error})") from error
    head = heads.get(file.stem, {"id": file.stem, "file": source.name})
    return MarkedText(text, head, tuple(_Standoff(file, text).marks(lines)))


@dataclass(slots=True)
class _TextBound:
    """A text-bound annotation or an event on its way to a mark; `fields` are None where nothing was noted."""

    label: str
    start: int
    end: int
    fields: dict[str, Any] | None = None
    links: dict[str, str] = field(default_factory=dict)


class _Standoff:
    """Reads the lines of one .ann file."""

    def __init__(self, file: Path, text: str) -> None:
        self._file = file
        self._text = text
        self._spans: dict[str, _TextBound] = {}
        self._triggers: set[str] = set()

    def marks(self, lines: Iterable[str]) -> Iterator[Mark]:
        """Yield the marks; events stand for their triggers."""
        numbered = [(n, line.rstrip("\r")) for n, line in enumerate(lines, 1) if line.strip()]
        for kinds in ("T", "E", "ANM#"):
            for number, line in numbered:
                if line[0] in kinds:
                    self._line(number, line)
                elif line[0] not in "TEANM#":
                    raise self._wrong(number, f"{line.split()[0]} is of a kind that gold does not hold")
        for name, span in self._spans.items():
            if name not in self._triggers:
                yield Mark(name, span.label, span.start, span.end, span.fields, span.links)

    def _wrong(self, number: int, message: str) -> InputError:
        return InputError(f"{self._file}, line {number}: {message}")

    def _line(self, number: int, line: str) -> None:
        name, _, rest = line.partition("\t")
        what, _, said = rest.partition("\t")
        try:
            {"T": self._bound, "E": self._event, "A": self._attribute, "M": self._attribute, "N": self._reference,
             "#": self._note}[name[0]](name, what.split(" "), said)  # fmt: skip
        except InputError as error:
            raise self._wrong(number, str(error)) from None
        except KeyError as error:
            raise self._wrong(number, f"cannot be read: there is no {error.args[0]} before it") from error
        except (ValueError, IndexError) as error:
            raise self._wrong(number, "cannot be read as a line of a standoff file") from error

    def _bound(self, name: str, what: list[str], said: str) -> None:
        label, places = what[0], [p.split(" ") for p in " ".join(what[1:]).split(";")]
        spans = [(int(a), int(b)) for a, b in places]
        for (_, before), (after, _) in pairwise(spans):
            if self._text[before:after].strip("\r\n"):
                raise InputError(f"{name} is in pieces; a name, quantity or time is one span")
        start, end = spans[0][0], spans[-1][1]
        words = " ".join(self._text[a:b] for a, b in spans)
        if _one_line(words) != said:
            raise InputError(f"{name} is {said!r:.60}, the text has {words!r:.60} there")
        self._spans[name] = _TextBound(label, start, end)

    def _event(self, name: str, what: list[str], said: str) -> None:
        (label, trigger), *arguments = (part.split(":", 1) for part in what if part)
        span = self._spans[trigger]
        self._triggers.add(trigger)
        links = {key.rstrip("0123456789").lower(): to for key, to in arguments}
        self._spans[name] = _TextBound(label, span.start, span.end, links=links)

    def _fields(self, target: str) -> dict[str, Any]:
        span = self._spans[target]
        if span.fields is None:
            span.fields = {}
        return span.fields

    def _attribute(self, name: str, what: list[str], said: str) -> None:
        self._fields(what[1])[what[0].lower()] = what[2]

    def _reference(self, name: str, what: list[str], said: str) -> None:
        self._fields(what[1])["entity"] = unquote(what[2].partition(":")[2])

    def _note(self, name: str, what: list[str], said: str) -> None:
        if what[0] == "AnnotatorNotes":
            if not isinstance(noted := json.loads(said), dict):
                raise InputError("a note holds a JSON object")
            self._fields(what[1]).update(noted)


EXPORTER = Exporter("a folder of brat standoff files with its configuration", "-brat", to_brat)
IMPORTER = Importer("a folder of brat standoff files", from_brat)
