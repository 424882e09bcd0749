"""Inputs to raw texts: files, folders, archives, tables of texts; what cannot be read becomes a Failure, never silence.

Where files are found; what they hold is told by the reader of their format (`registry`), what is in a row by `records`.
"""

from __future__ import annotations

import datetime as dt
import glob
import hashlib
import io
import os
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple

from ..errors import InputError, ZhfactsError
from ..model import Failure
from . import archives, registry
from .encodings import UndecodableError
from .records import ANY, Columns, day_of, text_of
from .registry import Fault, Row, Text
from .sniffing import ending_of, read_as
from .view import View

_PAPERS = {"README", "SOURCES", "LICENSE", "LICENCE", "CHANGELOG", "CONTRIBUTING", "NOTICE"}
_PASSED = {
    *("png", "jpg", "jpeg", "gif", "svg", "ico", "webp", "bmp", "tif", "tiff", "avif", "heic", "psd", "mp3", "mp4"),
    *("m4a", "wav", "ogg", "flac", "avi", "mov", "mkv", "webm", "flv", "swf", "css", "less", "scss", "js", "mjs", "ts"),
    *("map", "woff", "woff2", "ttf", "otf", "eot", "py", "pyc", "ipynb", "sh", "bat", "ps1", "r", "java", "c", "h"),
    *("cpp", "go", "rs", "php", "toml", "ini", "cfg", "lock"),
}
"""Endings of pictures, sounds and films, of what belongs to a page or is a program's own: in a folder passed by, but
counted."""
_EDITORS = re.compile(r"~\$.*|#.*#|.*~|(?i:thumbs\.db|desktop\.ini)", re.DOTALL)
"""Names of what an editor keeps beside a file that is open, or Windows in a folder."""
_OURS = re.compile(r"\..*\.zhfacts-[a-z]+", re.DOTALL)
"""Names of what a run keeps beside its extract while it is made."""
_ENDED = re.compile(r"(?=.*[a-z])[a-z0-9]{1,8}")
"""What the ending of a file looks like; anything else behind a dot is a part of its name."""
_STDIN = "-"
_UNSHOWN = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
"""Characters that break a line or turn its direction."""
_LONGEST_REASON = 300
_ONCE = 1
"""So many faults of one kind of a file are listed each, the others are counted."""
_NAMED = 10
"""So many of those that are counted are named."""


@dataclass(frozen=True, slots=True)
class Source:
    """One raw text: a file, or a part or a row of one, with what its file states beside it."""

    file: str
    """Name, relative to the folder that was given; with #N for a part (a line, a row, an entry)."""
    id: str
    """Readable identifier, unique in a run."""
    raw: str
    """The decoded or extracted text; all offsets count in it."""
    encoding: str
    """What it was decoded from."""
    single: bool = False
    """Whether the text is known to be one article (a row of a table)."""
    title: str | None = None
    date: dt.date | None = None
    path: str = ""
    """The file as it was found, "" for a string."""
    meta: Mapping[str, str] = field(default_factory=dict)
    """What the file says of the article beyond title and date."""
    view: View | None = None
    """What a reader sees of `raw`, where the format tells it."""
    digest: str = ""
    """SHA-256 of an input that is no file (standard input)."""
    named: str = ""
    """The id that its row gives it, before it was made unlike all others."""


class _File(NamedTuple):
    """A file that was found: where it is, its name in the run, its bytes where they are at hand, why it is not read."""

    path: str
    name: str
    data: bytes | None = None
    fault: str = ""


def sources(
    inputs: Iterable[Path | str], columns: Columns = ANY, passed: Counter[str] | None = None
) -> Iterator[Source | Failure]:
    """Return the raw texts of files, folders, archives and tables, in the order given (a folder's sorted), one by one.

    An input is a path, a pattern (news/*.txt), or - for standard input. `columns` are those of tables of texts that the
    user names. Raises InputError at once where an input does not exist. A file that is empty, binary or undecodable, a
    broken row or a missing column yields a Failure, and the others go on; so does what is read with a loss. In
    `passed` the files of folders and archives that are passed by are counted, by their endings or what they are.
    """
    return _unique(_files(_all_given(inputs), Counter() if passed is None else passed), columns)


class Partition(NamedTuple):
    """A file of a partitioned table: its path as given and from the root, its name in the run, the stem of its ids."""

    path: str
    place: str
    name: str
    stem: str


def partitions(inputs: Iterable[Path | str], passed: Counter[str] | None = None) -> list[Partition] | None:
    """Return the files of inputs where all of them are Parquet, which workers can read each by itself; else None.

    In `passed`, where they are returned, the files that are passed by are counted. Raises InputError where an input
    does not exist.
    """
    names: set[str] = set()
    beside: Counter[str] = Counter()
    files = list(_files(_all_given(inputs), beside))
    if not files or any(file.fault or file.data is not None or _ending(file.name) != "parquet" for file in files):
        return None
    if passed is not None:
        passed.update(beside)
    return [
        Partition(file.path, os.path.abspath(file.path), _fresh(file.name, names), _stem(file.name)) for file in files
    ]


def partition_sources(part: Partition, columns: Columns = ANY) -> Iterator[Source | Failure]:
    """Yield what a file of a partitioned table holds, as `sources` does, ids unlike each other in this file only."""
    for found in _read(_File(part.place, part.name), part.stem, columns, {part.stem}):
        yield replace(found, path=part.path) if isinstance(found, Source) else found


class Identifiers:
    """Makes the ids of the rows of partitions unlike each other, partitions and rows coming in order."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._stem = ""

    def begin(self, part: Partition) -> None:
        """Go on with the rows of a partition."""
        self._stem = _fresh(part.stem, self._taken)

    def final(self, named: str, file: str) -> str:
        """Return the id of a row by the id that it gives and its place (a.parquet#3), as `sources` would."""
        return _fresh(named or f"{self._stem}#{file.rpartition('#')[2]}", self._taken)


def table_sources(name: str, rows: Iterable[Row], digest: str, columns: Columns = ANY) -> Iterator[Source | Failure]:
    """Yield the texts of a table that is no file, named `name` and known by `digest`, and what is wrong with it."""
    faults, ids, none = _Faults(name), {name}, True
    for row in rows:
        none = False
        for found in _made(row, name, name, columns, faults, ids):
            yield replace(found, path=name, digest=digest) if isinstance(found, Source) else found
    if none:
        yield Failure(file=name, reason="no rows")
    yield from faults.rest()


def _all_given(inputs: Iterable[Path | str]) -> list[str]:
    return [found for given in inputs for found in _given(str(given))]


def _given(path: str) -> list[str]:
    """Return the paths that an input means: itself, or what a pattern matches."""
    if path == _STDIN or os.path.exists(path):
        return [path]
    if found := sorted(glob.glob(path, recursive=True)) if glob.has_magic(path) else []:
        return found
    raise InputError(f"{path}: no such file or folder")


def _files(paths: list[str], passed: Counter[str]) -> Iterator[_File]:
    """Yield each file once with its name relative to the folder that was given, those of archives in place of these.

    Files that are passed by are counted in `passed`.
    """
    seen = set()
    for path in paths:
        if path == _STDIN:
            given = _standard_input()
            yield from _members(given, passed) if given.name.endswith(archives.ENDINGS) else (given,)
            continue
        if _extract(Path(path)):
            yield _File(path, path, fault="an extract of zhfacts, no news")
            continue
        found = list(_folder(Path(path), passed)) if os.path.isdir(path) else [_File(path, os.path.basename(path))]
        if not found:
            yield _File(path, path, fault="no text or table files in this folder")
        for file in found:
            real = os.path.realpath(file.path)
            if real not in seen:
                seen.add(real)
                yield from _members(file, passed) if file.name.lower().endswith(archives.ENDINGS) else (file,)


@cache
def _stdin_bytes() -> bytes:
    """Return all of standard input; it can be read only once, a run may have to read its inputs again."""
    return sys.stdin.buffer.read()


def _standard_input() -> _File:
    data = _stdin_bytes()
    return _File(_STDIN, f"stdin.{ending_of(data)}", data)


def _folder(folder: Path, passed: Counter[str]) -> Iterator[_File]:
    """Yield the readable files of a folder and its folders, sorted by name, and what in it cannot be looked into."""
    found: list[_File] = []

    def closed(error: OSError) -> None:
        place = Path(error.filename or folder)
        found.append(_File(str(place), place.relative_to(folder).as_posix(), fault=f"cannot be read: {error.strerror}"))

    for root, folders, names in os.walk(folder, onerror=closed):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and not _extract(Path(root, name)))
        linked = [name for name in folders if os.path.islink(Path(root, name))]
        for name in (*(name for name in names if _is_input(name, passed)), *linked):
            file = Path(root, name)
            fault = "a link to a folder is not followed" if name in linked else _irregular(file)
            found.append(_listed(_File(str(file), file.relative_to(folder).as_posix(), fault=fault)))
    yield from sorted(found, key=lambda file: file.name)


def _irregular(file: Path) -> str:
    """Return why what lies in a folder is no file to be read; "" where it is one."""
    if file.is_file():
        return ""
    return "a link that leads to no file" if file.is_symlink() else "a pipe or a device, no file"


def _is_input(name: str, passed: Counter[str]) -> bool:
    """Return whether a file of a folder or an archive is for us, by its name; one that is passed by is counted.

    Not counted is what this run itself may have put there.
    """
    parts, ending = name.split("/"), _ending(name)
    stem = parts[-1].split(".")[0]
    if _OURS.fullmatch(parts[-1]):
        return False
    if _EDITORS.fullmatch(parts[-1]) or any(part.startswith(".") and part.strip(".") for part in parts):
        passed["hidden"] += 1
    elif stem in _PAPERS:
        passed[stem] += 1
    elif ending in _PASSED - registry.endings():
        passed[f".{ending}"] += 1
    else:
        return True
    return False


def _listed(file: _File) -> _File:
    """Return a file of a folder; with a fault where no reader of ours reads its format."""
    ending = _ending(file.name)
    read = ending in registry.endings() or file.name.lower().endswith(archives.ENDINGS)
    unread = not read and _ENDED.fullmatch(ending) is not None
    return file._replace(fault=f"files of the format .{ending} are not read") if unread and not file.fault else file


def _members(file: _File, passed: Counter[str]) -> Iterator[_File]:
    """Yield the files of an archive, sorted by nothing but its own order; their names begin with its name."""
    try:
        data = Path(file.path).read_bytes() if file.data is None else file.data
        none = True
        for member in archives.members(data, file.name):
            name = member.name.replace("\\", "/")
            if member.fault or _is_input(name, passed):
                none = False
                nested = name.lower().endswith(archives.ENDINGS)
                fault = member.fault or ("an archive within an archive is not read" if nested else "")
                yield _listed(_File(file.path, f"{file.name}/{member.name}", member.data, fault))
        if none:
            yield file._replace(fault="no text or table files in this archive")
    except (OSError, InputError) as error:
        yield file._replace(fault=_reason(error))


def _extract(folder: Path) -> bool:
    """Return whether a folder is an extract that lies among the inputs: what zhfacts wrote is no news."""
    return all((folder / name).is_file() for name in ("articles.jsonl", "datapackage.json", "run.json"))


def _ending(name: str) -> str:
    """Return the ending of a file's name without .gz, in small letters, without a dot."""
    last = name.rpartition("/")[2].lower().removesuffix(".gz")
    return last.rpartition(".")[2] if "." in last else ""


def _stem(name: str) -> str:
    """Return a file's name without the endings of formats, its own and those of the archive that holds it."""
    parts = name.split("/")
    parts[-1] = parts[-1][:-3] if parts[-1].lower().endswith(".gz") else parts[-1]
    stem, dot, ending = parts[-1].rpartition(".")
    parts[-1] = stem if dot and stem and ending.lower() in registry.endings() else parts[-1]
    for n, part in enumerate(parts[:-1]):
        ending = next((e for e in archives.ENDINGS if part.lower().endswith(e)), "")
        parts[n] = part[: len(part) - len(ending)] or part
    return "/".join(parts)


def _unique(files: Iterable[_File], columns: Columns) -> Iterator[Source | Failure]:
    """Yield what the files hold under names and ids that no other file of the run has."""
    names: set[str] = set()
    stems: set[str] = set()
    for file in files:
        if file.fault:
            yield Failure(file=shown(file.name), reason=file.fault)
            continue
        stem = _fresh(_stem(file.name), stems)
        digest = hashlib.sha256(file.data or b"").hexdigest() if file.path == _STDIN else ""
        for found in _read(file._replace(name=_fresh(file.name, names)), stem, columns, stems):
            yield replace(found, path=file.path, digest=digest) if isinstance(found, Source) else found


def shown(name: str) -> str:
    """Return a name as text of one line: bytes of a file's name that are no UTF-8 are mostly GB18030."""
    try:
        name.encode()
    except UnicodeEncodeError:
        name = "/".join(map(_decoded, name.split("/")))
    return _UNSHOWN.sub("\ufffd", name)


def _decoded(name: str) -> str:
    written = os.fsencode(name)
    for encoding in ("utf-8", "gb18030"):
        try:
            return written.decode(encoding)
        except UnicodeDecodeError:
            continue
    return written.decode("utf-8", "replace")


def _fresh(name: str, taken: set[str]) -> str:
    """Return a name as it is shown, made unlike those that are taken."""
    name = candidate = shown(name)
    n = 1
    while candidate in taken:
        n += 1
        candidate = f"{name}~{n}"
    taken.add(candidate)
    return candidate


def _read(file: _File, stem: str, columns: Columns, ids: set[str]) -> Iterator[Source | Failure]:
    """Yield the raw texts of a file, and what is wrong with it."""
    faults = _Faults(file.name)
    ending = _ending(file.name)
    try:
        none = True
        for item in _held(file, ending if ending in registry.endings() else "txt"):
            none = False
            yield from _made(item, file.name, stem, columns, faults, ids)
        if none:
            yield Failure(file=file.name, reason="no rows")
    except (OSError, ZhfactsError, UndecodableError) as error:
        yield Failure(file=file.name, reason=_reason(error))
    except Exception as error:  # what a library raises over a damaged file must not end the run
        yield Failure(file=file.name, reason=_line(f"cannot be read: {type(error).__name__}: {error}"))
    yield from faults.rest()


def _held(file: _File, ending: str) -> Iterator[registry.Found]:
    """Yield what a file holds that is named with an ending."""
    packed = file.name.lower().endswith(".gz")
    reader = registry.reader(ending)
    if reader.stream:
        with open(file.path, "rb") if file.data is None else io.BytesIO(file.data) as handle:
            yield from reader.stream(archives.Unpacking(fileobj=handle) if packed else handle)  # type: ignore[arg-type]
        return
    data = Path(file.path).read_bytes() if file.data is None else file.data
    data = archives.unpacked(data) if packed else data
    if not data or data.isspace():
        raise InputError("empty file")
    found = registry.reader(read_as(ending, data)).read(data)
    del data  # the reader lets go of what it has decoded
    yield from found


def _reason(error: Exception) -> str:
    system = error.strerror if isinstance(error, OSError) else None
    return _line(f"cannot be read: {system or error}" if isinstance(error, OSError) else str(error))


def _line(reason: str) -> str:
    """Return a reason as one line of bounded length."""
    line = " ".join(reason.split())
    return line if len(line) <= _LONGEST_REASON else line[:_LONGEST_REASON] + "..."


class _Faults:
    """The faults of one file: the first of a kind is listed as it is, how many more there are is told at the end."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.seen: Counter[str] = Counter()
        self.numbers: defaultdict[str, list[str]] = defaultdict(list)

    def listed(self, fault: Fault) -> Iterator[Failure]:
        """Yield the failure of a fault; nothing where one of its kind has been listed. No kind: it is the only one."""
        self.seen[fault.kind] += 1
        if not fault.kind or self.seen[fault.kind] <= _ONCE:
            file = f"{self.file}#{fault.number}" if fault.number else self.file
            yield Failure(file=file, reason=_line(fault.reason))
        elif len(self.numbers[fault.kind]) <= _NAMED:
            self.numbers[fault.kind].append(f"#{fault.number}")

    def rest(self) -> Iterator[Failure]:
        """Yield, for each kind that had more faults than were listed, how many more and where the first of them are."""
        for kind, n in self.seen.items():
            if kind and n > _ONCE:
                named = self.numbers[kind][:_NAMED] + ["..."] * (len(self.numbers[kind]) > _NAMED)
                yield Failure(file=self.file, reason=f"{n - _ONCE} more {kind} ({', '.join(named)})")


def _made(
    item: Text | Row | Fault, file: str, stem: str, columns: Columns, faults: _Faults, ids: set[str]
) -> Iterator[Source | Failure]:
    """Yield the source of a text or a row under an id of its own, and what is wrong with it."""
    ident: str | None = None
    if isinstance(item, Row):
        found = text_of(item, columns)
        if isinstance(found, Fault):
            yield from faults.listed(replace(found, number=item.number))
            return
        item, ident, lone = found
        if lone:
            yield from faults.listed(Fault(f"{lone} lone surrogates, read as U+FFFD; the rest is kept", item.number))
    if isinstance(item, Fault):
        yield from faults.listed(item)
        return
    if not item.raw or item.raw.isspace():
        yield from faults.listed(Fault("no text in this file", item.number))
        return
    day = day_of(item.date)
    if item.date is not None and day is None:
        reason = f"the date {str(item.date)[:60]!r} is not understood; the article is read without it"
        kind = "rows: the date is not understood; the articles are read without it"
        yield from faults.listed(Fault(reason, item.number, kind))
    part = f"#{item.number}" if item.number else ""
    named = ident if part else None
    if part:
        ident = _fresh(ident or f"{stem}{part}", ids)
    made = partial(Source, f"{file}{part}", ident or stem, item.raw, item.encoding, item.single, item.title, day)
    yield made(meta=dict(item.meta), view=item.view, named=named or "")
