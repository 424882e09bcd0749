"""GOLD:RAW on a command line: a folder of gold files and the folder of the raw files that they name."""

from __future__ import annotations

from pathlib import Path

from ...errors import OptionError


def pair(text: str) -> tuple[Path, Path]:
    """Return the folders of GOLD:RAW; raises OptionError for another form."""
    gold, colon, raw = text.partition(":")
    if not (gold and colon and raw):
        raise OptionError(f"{text!r}: GOLD:RAW is meant")
    return Path(gold), Path(raw)
