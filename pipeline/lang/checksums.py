"""Whether the files of a model folder are those that it was made with."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from ..errors import ZhfactsError


def unchanged(folder: Path, checksums: Mapping[str, str], named_by: str) -> None:
    """Raise ZhfactsError for a file of a folder whose SHA-256 is not the one given, OSError for one that is missing.

    `named_by` is the file that holds the checksums, for the message.
    """
    for name, checksum in checksums.items():
        if hashlib.sha256((folder / name).read_bytes()).hexdigest() != checksum:
            raise ZhfactsError(f"{folder / name}: not the file that {named_by} names (SHA-256 differs)")
