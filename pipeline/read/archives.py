"""Archives to their files, in memory: zip and tar in its compressions; what leads out or swells is refused.

Nothing is ever unpacked to disk, so that no name in an archive can write anywhere.
"""

from __future__ import annotations

import gzip
import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from typing import NamedTuple

from ..errors import InputError

ENDINGS = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz")
MOST = 1 << 30
"""Bytes that one file may have when unpacked, and four times as many all those of an archive."""
_SWOLLEN = 200
"""So many times its packed size a file may have; Chinese news packs to a third, pages to a tenth."""
_SMALL = 1 << 24
"""Below so many bytes no file is held to be a bomb."""
BROKEN = (
    *(OSError, EOFError, RuntimeError, NotImplementedError, ValueError),
    *(zlib.error, lzma.LZMAError, zipfile.BadZipFile, tarfile.TarError),
)
"""What reading a packed file that is broken may raise."""
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1


class Member(NamedTuple):
    """A file in an archive: its name, and its bytes or why there are none."""

    name: str
    data: bytes
    fault: str = ""


class Unpacking(gzip.GzipFile):
    """A gzip file to read from that gives all that can be unpacked before it raises what is wrong with the rest."""

    def read(self, size: int | None = -1) -> bytes:
        """Return at most so many bytes, often fewer."""
        return self.read1(-1 if size is None else size)


def unpacked(data: bytes) -> bytes:
    """Return the content of a gzip file; InputError where it is broken or a bomb."""
    most = max(_SMALL, min(MOST, len(data) * _SWOLLEN))
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as handle:
            content = handle.read(most + 1)
    except BROKEN as error:
        raise InputError(f"cannot be read: {error}") from error
    if len(content) > most:
        raise InputError(f"cannot be read: it swells to more than {most} bytes")
    return content


def check_bounds(data: bytes) -> None:
    """Raise InputError where a file that is a zip archive (Word, Excel) would swell beyond all bounds or is broken."""
    try:
        if not zipfile.is_zipfile(io.BytesIO(data)):
            return
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(info.file_size for info in archive.infolist())
        if size > max(_SMALL, min(MOST, len(data) * _SWOLLEN)):
            raise InputError(f"cannot be read: it swells to {size} bytes")
        if faults := [f"{member.name}: {member.fault}" for member in _zipped(data) if member.fault]:
            raise InputError(faults[0])
    except BROKEN as error:
        raise InputError(f"broken archive: {error}") from error


def members(data: bytes, name: str) -> Iterator[Member]:
    """Yield the files of an archive in its order; InputError where the archive itself is broken.

    A file whose name leads out of the archive, a link, one that is encrypted or swells has a fault.
    """
    total = 0
    try:
        for member in _zipped(data) if name.lower().endswith(".zip") else _taped(data):
            total += len(member.data)
            if total > 4 * MOST:
                raise InputError(f"the rest is not read: it swells to more than {4 * MOST} bytes")
            yield member
    except BROKEN as error:
        raise InputError(f"broken archive: {error}") from error


def _leads_out(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return name.startswith(("/", "\\")) or ".." in parts or parts[0].endswith(":")


def _swells(size: int, packed: int) -> bool:
    return size > MOST or size > max(_SMALL, packed * _SWOLLEN)


def _zipped(data: bytes) -> Iterator[Member]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for info in archive.infolist():
            if info.is_dir():
                continue
            name = _zip_name(info)
            if fault := _zip_fault(info, name):
                yield Member(name, b"", fault)
                continue
            try:
                with archive.open(info) as handle:  # asked for its size, a file that lies about it swells no further
                    yield Member(name, handle.read(info.file_size + 1))
            except BROKEN as error:
                yield Member(name, b"", f"cannot be read: {error}")


def _zip_fault(info: zipfile.ZipInfo, name: str) -> str:
    if _leads_out(name):
        return "its path leads out of the archive"
    if info.flag_bits & _ENCRYPTED:
        return "locked with a password"
    return f"cannot be read: it swells to {info.file_size} bytes" if _swells(info.file_size, info.compress_size) else ""


def _zip_name(info: zipfile.ZipInfo) -> str:
    """Return a file's name; where it is not marked as UTF-8 it is often UTF-8 or GB18030 all the same."""
    if info.flag_bits & _UTF8_NAME:
        return info.filename
    try:
        written = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return written.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def _taped(data: bytes) -> Iterator[Member]:
    with tarfile.open(fileobj=io.BytesIO(data), mode="r|*") as archive:
        for info in archive:
            if info.isdir():
                continue
            if _leads_out(info.name):
                yield Member(info.name, b"", "its path leads out of the archive")
            elif not info.isreg():
                yield Member(info.name, b"", "a link or a device, no file")
            elif _swells(info.size, len(data)):
                raise InputError(f"the rest is not read: {info.name} swells to {info.size} bytes")
            else:
                handle = archive.extractfile(info)
                yield Member(info.name, handle.read() if handle else b"")
