"""The folder in which a run in parts keeps what was done: files that are whole or not there, and readable segments.

An attempt at a part has a file of its own, to which each outcome is added when it is known, and which becomes the
part's when it is complete. The next attempt takes over what others left; an article at which two attempts ended is
left out, because it seems to kill its worker.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from ..errors import OptionError

TRIES = 2
"""A worker may die of something else than its article; twice at the same one is that one's doing."""
_LINE = re.compile(rb"([0-9a-f]*) (.*)\n")


def folder_of(out: Path) -> Path:
    """Return the folder of the run in parts into an extract: hidden, beside it."""
    real = Path(os.path.realpath(out))
    return real.parent / f".{real.name}.zhfacts-parts"


class Shelf:
    """The outcomes of the parts of a run, in a folder: `begin` it once, then any process can use it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.done = folder / "done"

    def begin(self, run: str, resume: bool, out: Path) -> None:
        """Make the folder ready for a run (what its outcomes depend on), anew or to go on with it.

        Raises OptionError where what is to be gone on with was another run.
        """
        head = self.folder / "run"
        if resume and head.is_file():
            if (before := head.read_text(encoding="utf-8")) != run:
                raise OptionError(f"resume: the run that was broken off at {out} was another one: {before}")
            for n, left in enumerate(self.done.glob("*.trying")):  # what a user ended says nothing of the article
                left.rename(left.with_name(f"{left.name.partition('.')[0]}.{n}-{uuid.uuid4().hex}.kept"))
        else:
            shutil.rmtree(self.folder, ignore_errors=True)
            self.done.mkdir(parents=True)
            head.write_text(run, encoding="utf-8")
        self.clear()

    def clear(self) -> None:
        """Remove all but the outcomes."""
        for entry in self.folder.iterdir():
            if entry.is_dir() and entry != self.done:
                shutil.rmtree(entry)

    def remove(self) -> None:
        """Remove the folder: the extract is in place."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def __len__(self) -> int:
        """Return how many outcomes are kept."""
        return sum(len(_lines(file)) for file in self.done.glob("*"))

    def outcomes(
        self, number: int, keys: Sequence[str], do: Callable[[int], bytes], fatal: Callable[[int], bytes]
    ) -> list[bytes]:
        """Return the outcomes of a part by the keys of its articles; `do` makes one that is not there yet.

        `fatal` makes the outcome of an article that seems to kill its worker.
        """
        final = self.done / f"{number:06}.jsonl"
        if final.exists():
            lines = _lines(final)
            if [key for key, _ in lines] == list(keys):
                return [value for _, value in lines]
        held, ends = self._left(number, final)
        own = self.done / f"{number:06}.{uuid.uuid4().hex}.trying"
        values = []
        with own.open("wb", buffering=0) as file:
            for n, key in enumerate(keys):
                value = held.get(key) or (fatal(n) if ends[n] >= TRIES else do(n))
                _write(file, f"{key} ".encode() + value + b"\n")
                values.append(value)
        os.replace(own, final)
        for left in self.done.glob(f"{number:06}.*"):
            if left != final:
                left.unlink(missing_ok=True)
        return values

    def read(self, number: int) -> Iterator[bytes]:
        """Yield the outcomes of a part that is done, in order."""
        for _, value in _lines(self.done / f"{number:06}.jsonl"):
            yield value

    def _left(self, number: int, final: Path) -> tuple[dict[str, bytes], Counter[int]]:
        """Return the outcomes that other attempts at a part left, and how many of them ended at which article."""
        held: dict[str, bytes] = {}
        ends: Counter[int] = Counter()
        for left in self.done.glob(f"{number:06}.*"):
            lines = _lines(left)
            held |= dict(lines)
            ends[len(lines)] += left.suffix == ".trying"
        return held, ends


def _lines(file: Path) -> list[tuple[str, bytes]]:
    """Return the keys and values of the lines that end."""
    try:
        with file.open("rb") as handle:
            found = (_LINE.fullmatch(line) for line in handle)
            return [(m[1].decode(), m[2]) for m in found if m]
    except FileNotFoundError:  # another attempt was quicker
        return []


def _write(file: Any, line: bytes) -> None:
    rest = memoryview(line)
    while rest:
        rest = rest[file.write(rest) or 0 :]


class Segments:
    """Lines of JSON sorted into so many segments of one file; `place` is whole or not there."""

    def __init__(self, place: Path, number: int) -> None:
        self._place = place
        self._lines: list[list[str]] = [[] for _ in range(number)]

    def add(self, segment: int, line: Any) -> None:
        """Add a line to a segment."""
        self._lines[segment].append(json.dumps(line))

    def write(self) -> list[int]:
        """Write the file; return where each segment starts, and the end."""
        self._place.parent.mkdir(parents=True, exist_ok=True)
        trying = self._place.with_name(f".{self._place.name}.{uuid.uuid4().hex}")
        starts = [0]
        with trying.open("wb") as file:
            for lines in self._lines:
                starts.append(starts[-1] + file.write("".join(f"{line}\n" for line in lines).encode()))
        os.replace(trying, self._place)
        return starts


def segment(place: Path, start: int, end: int) -> Iterator[Any]:
    """Yield the lines of a segment."""
    if start == end:
        return
    with place.open("rb") as file:
        file.seek(start)
        for line in file.read(end - start).splitlines():
            yield json.loads(line)
