"""The journal of a run: what became of each article is kept as soon as it is known, so that a run can go on later.

A file beside the extract. Its first line says which run it belongs to; every other line is a key, a blank and what is
kept under it. Only a line that ends counts, so a process that is killed loses at most the line that it was writing.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from ..errors import OptionError
from .folder import writing

_HEXADECIMAL = re.compile(rb"(?:[0-9a-f]{2})+")


class Journal:
    """Context manager around the journal of the run that writes the extract `out`; `run` says what run it is.

    With `resume` what an earlier run of the same kind kept is there again; OptionError where it was of another kind.
    Without, it begins anew. Leaving the block without `remove` keeps the file, unless nothing is in it.
    """

    def __init__(self, out: Path, run: str, resume: bool = False) -> None:
        real = Path(os.path.realpath(out))
        self.path = real.parent / f".{real.name}.zhfacts-journal"
        self._out = out
        self._head = run.encode() + b"\n"
        self._resume = resume
        self._places: dict[bytes, tuple[int, int]] = {}

    def __enter__(self) -> Journal:
        with writing(self._out):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self.path.open("r+b" if self._resume and self.path.exists() else "w+b", buffering=0)
            try:
                self._begin()
            except BaseException:
                self._file.close()
                raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
        if not self._places:
            self.path.unlink(missing_ok=True)

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, key: str) -> bool:
        return bytes.fromhex(key) in self._places

    def __getitem__(self, key: str) -> bytes:
        """Return what is kept under a key."""
        start, length = self._places[bytes.fromhex(key)]
        self._file.seek(start)
        return self._file.read(length)

    def keep(self, key: str, value: bytes) -> None:
        """Keep a value, which holds no line break, under a key of hexadecimal digits."""
        line = memoryview(key.encode() + b" " + value + b"\n")
        length = len(line)
        with writing(self._out):
            self._file.seek(self._end)
            while line:
                line = line[self._file.write(line) or 0 :]
        self._places[bytes.fromhex(key)] = (self._end + len(key) + 1, len(value))
        self._end += length

    def remove(self) -> None:
        """Remove the journal: the extract is in place."""
        self._places.clear()

    def _begin(self) -> None:
        """Read what is there, and cut off a line that was not finished."""
        head = self._file.readline()
        if head.endswith(b"\n") and head != self._head:
            raise OptionError(f"resume: the run that was broken off at {self._out} was another one: {head.decode()}")
        self._end = len(self._head)
        if head != self._head:
            self._file.truncate(0)
            self._file.seek(0)
            self._file.write(self._head)
            return
        for key, start, length in self._lines():
            self._places[key] = (start, length)
            self._end = start + length + 1
        self._file.truncate(self._end)

    def _lines(self) -> Iterator[tuple[bytes, int, int]]:
        """Yield key, start and length of each line that ends."""
        at = self._end
        with self.path.open("rb") as handle:
            handle.seek(at)
            for line in handle:
                key, _, value = line.partition(b" ")
                if not (value.endswith(b"\n") and _HEXADECIMAL.fullmatch(key)):
                    return
                yield bytes.fromhex(key.decode()), at + len(key) + 1, len(value) - 1
                at += len(line)
