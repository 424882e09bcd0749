"""A folder or file that is written beside its place and swapped in when complete: a killed run leaves the old or none.

What a user has at the place of an export is never replaced: a folder counts as an earlier export where it holds the
MANIFEST and every file listed there is as it was written, a file where its format knows it again (`ours`).
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType

from ..errors import OutputError

try:
    import fcntl
except ImportError:  # pragma: no cover
    fcntl = None  # type: ignore[assignment]


@contextmanager
def writing(what: Path) -> Iterator[None]:
    """Turn an OSError of the block into an OutputError that says what could not be written and why."""
    try:
        yield
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        raise OutputError(f"cannot write {what}: {error.strerror or error}{where}") from error


class Folder:
    """Context manager around a folder `out` that is written anew.

    Files are written into `path`, a hidden folder beside `out`; `commit` puts it in place of `out`; leaving the block
    without it removes what was written. `own` are the names that a folder of this kind holds: any other file in an
    older `out` is kept. An `out` that has files, but not all of `marks`, is of another kind and is not touched. Raises
    OutputError where `out` cannot be written or another process is writing it.
    """

    def __init__(self, out: Path, own: tuple[str, ...], marks: tuple[str, ...]) -> None:
        self.out = Path(os.path.realpath(out))
        self.own = own
        self.marks = marks
        self.path = self.out.parent / f".{self.out.name}.zhfacts-new"
        self._old = self.out.parent / f".{self.out.name}.zhfacts-old"
        self._lock: int | None = None
        self._given = out

    def __enter__(self) -> Folder:
        with writing(self._given):
            self._restore()
            self._refuse_foreign()
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.path.mkdir(exist_ok=True)
            self._acquire()
            for leftover in self.path.iterdir():
                _remove(leftover)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._lock is not None:
            shutil.rmtree(self.path, ignore_errors=True)
            self._release()

    def commit(self) -> None:
        """Put the written folder in place of `out`."""
        with writing(self._given):
            for file in self.path.iterdir():
                _sync(file)
            self._keep_foreign()
            if self.out.exists():
                os.rename(self.out, self._old)
            os.rename(self.path, self.out)
            self._release()
        shutil.rmtree(self._old, ignore_errors=True)

    def _restore(self) -> None:
        """Bring back the old folder where a process was killed between the two renames."""
        if self._old.exists() and not self.out.exists():
            os.rename(self._old, self.out)
        elif self._old.exists():
            shutil.rmtree(self._old)

    def _refuse_foreign(self) -> None:
        if not self.out.exists():
            return
        if not self.out.is_dir():
            raise OutputError(f"{self._given} is a file; a folder is meant")
        if os.path.ismount(self.out):
            raise OutputError(f"{self._given} is a mount point and cannot be replaced; name a folder in it")
        if Path.cwd().is_relative_to(self.out):
            raise OutputError(f"{self._given} is the working folder and cannot be replaced; start from another one")
        held = {entry.name for entry in self.out.iterdir()}
        if held and not all((self.out / mark).is_file() for mark in self.marks):
            raise OutputError(f"{self._given} holds other files ({min(held)}, ...); name a new or an empty folder")

    def _keep_foreign(self) -> None:
        if self.out.exists():
            for entry in self.out.iterdir():
                if entry.name in self.own:
                    continue
                if entry.is_dir() and not entry.is_symlink():
                    shutil.copytree(entry, self.path / entry.name, symlinks=True, copy_function=_link)
                else:
                    _link(entry, self.path / entry.name)

    def _acquire(self) -> None:
        """Lock the new folder, so that a second writer is refused and what a dead one left is taken over."""
        if fcntl is None:
            self._lock = -1
            return
        lock = os.open(self.path, os.O_RDONLY)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if not os.path.samestat(os.fstat(lock), os.stat(self.path)):
                raise BlockingIOError
        except (BlockingIOError, FileNotFoundError):
            os.close(lock)
            raise OutputError(f"another process is writing {self._given}") from None
        self._lock = lock

    def _release(self) -> None:
        if self._lock is not None and self._lock >= 0:
            os.close(self._lock)
        self._lock = None


def _link(source: str | Path, target: str | Path) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, target, follow_symlinks=False)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()


def _sync(path: Path) -> None:
    if path.is_file():
        with path.open("rb") as handle:
            os.fsync(handle.fileno())


MANIFEST = ".zhfacts-export.json"
"""The file of an exported folder that lists its other files with their SHA-256."""


@contextmanager
def new_folder(target: Path) -> Iterator[Path]:
    """Give a hidden folder to write an export into; at the end it takes the place of the folder `target`.

    An error leaves what was there before. Raises OutputError where the folder cannot be written, or holds anything but
    an earlier export and files beside it.
    """
    with writing(target):
        owned = _owned(target)
    with Folder(target, (*owned, MANIFEST), (MANIFEST,)) as folder:
        with writing(target):
            yield folder.path
            files = (f for f in folder.path.rglob("*") if f.is_file())
            content = {f.relative_to(folder.path).as_posix(): _sha256(f) for f in sorted(files)}
            text = json.dumps({"files": content}, ensure_ascii=False, indent=1) + "\n"
            (folder.path / MANIFEST).write_text(text, encoding="utf-8", newline="\n")
        folder.commit()


def _owned(target: Path) -> set[str]:
    """Return the entries of an earlier export; OutputError where one of its files is no longer as it was written."""
    if not (target / MANIFEST).is_file():
        return set()
    try:
        listed: dict[str, str] = json.loads((target / MANIFEST).read_bytes())["files"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise OutputError(f"{target} is no earlier export ({MANIFEST} cannot be read): name another folder") from error
    owned = {name.partition("/")[0] for name in listed}
    for entry in sorted(owned):
        inside = [target / entry] if (target / entry).is_file() else (target / entry).rglob("*")
        for file in inside:
            name = file.relative_to(target).as_posix()
            if file.is_file() and listed.get(name) != _sha256(file):
                raise OutputError(f"{target} was changed since it was exported ({name}): name another folder")
    return owned


def _sha256(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


@contextmanager
def new_file(target: Path, ours: Callable[[Path], bool] = lambda file: False) -> Iterator[Path]:
    """Give a hidden path beside `target` to write a file at; at the end it takes the place of `target`.

    An error leaves what was there before. A file that has content is replaced only where `ours` tells that an earlier
    export of the same kind made it. Raises OutputError where the file cannot be written.
    """
    if target.is_dir():
        raise OutputError(f"{target} is a folder; a file is meant")
    with writing(target):
        foreign = target.exists() and (not target.is_file() or (target.stat().st_size > 0 and not ours(target)))
    if foreign:
        raise OutputError(f"{target} is there and was not written by this export; name another file")
    real = Path(os.path.realpath(target))
    path = real.with_name(f".{real.name}.zhfacts-new")
    try:
        with writing(target):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.unlink(missing_ok=True)
            yield path
            _sync(path)
            os.replace(path, real)
    finally:
        with suppress(OSError):
            path.unlink(missing_ok=True)


def holds(*marks: bytes) -> Callable[[Path], bool]:
    """Return a function that tells whether a file has one of some marks within its first 4096 bytes."""

    def found(path: Path) -> bool:
        with path.open("rb") as handle:
            head = handle.read(4096)
        return any(mark in head for mark in marks)

    return found
