"""The raw files that gold annotations name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from .. import read
from ..errors import InputError


def raw_text(gold: Path, name: str, folders: Sequence[Path]) -> str:
    """Return the text of the raw file `name` that a gold file names, from the first folder that has it.

    Raises InputError where none has it or it cannot be read.
    """
    for folder in folders:
        if (folder / name).is_file():
            try:
                return read.decode((folder / name).read_bytes()).text
            except (OSError, read.UndecodableError) as error:
                raise InputError(f"cannot read {folder / name}: {error}") from None
    raise InputError(f"{gold}, file: {name!r} is in none of {', '.join(map(str, folders))}; see --raw")
