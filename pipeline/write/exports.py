"""An extract in other formats, each found by its name in the registry of exporters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import get_args

from ..errors import PATH, OptionError, expect, unknown_choice
from .folder import new_folder
from .load import extract_folder
from .registry import EXPORTERS, Exporter
from .selection import Heads, Selection, shares


def export(
    out: str | Path,
    format: str,
    target: str | Path | None = None,
    *,
    where: str | None = None,
    split: str | None = None,
    heads: Heads = "names",
    spreadsheet: bool = False,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Path:
    """Write the extract in the folder `out` in a format of EXPORTERS; return where: `target`, or a path beside `out`.

    where: a condition on the columns of facts.csv ("score >= 0.7 and status == 'actual'"): only facts for which it
    holds are written, and the articles that tell them. split: shares of train, validation and test in percent
    ("80/10/10"): articles are dealt out by the hash of their text, each part becomes a file or folder in `target`.
    heads: "zh" for Chinese column heads. spreadsheet: CSV with a BOM, in which no cell is a formula. What an earlier
    export left at `target` is replaced, anything else is not touched. progress: called with the articles gone through
    and their number, once a pass over them. Raises OptionError for an unknown format or option, InputError for a folder
    that is no extract, OutputError for a target that cannot be written.
    """
    expect(PATH, out=out)
    expect(PATH, optional=True, target=target)
    expect((str,), format=format, heads=heads)
    expect((str,), optional=True, where=where, split=split)
    if heads not in get_args(Heads):
        raise unknown_choice("heads", heads, get_args(Heads))
    exporter = EXPORTERS[format]
    folder = extract_folder(out)
    _check_options(format, exporter, {"heads": heads != "names", "spreadsheet": spreadsheet})
    selection = Selection(folder, heads=heads, spreadsheet=spreadsheet, progress=progress)
    if where is not None:
        selection = selection.where(where)
    place = Path(target) if target else _beside(folder, exporter.suffix, split is not None)
    if split is None:
        exporter.write(selection, place)
    elif "shares" in exporter.options:
        exporter.write(replace(selection, shares=shares(split)), place)
    else:
        _write_parts(exporter, selection, place, shares(split))
    return place


def _beside(folder: Path, suffix: str, parted: bool) -> Path:
    """Return where the export of an extract lies if nobody says: beside it, EXTRACT.sqlite, parted EXTRACT-sqlite."""
    real = folder.resolve()
    return real.with_name(real.name + ("-" + suffix.lstrip(".-") if parted else suffix))


OPTION_NAMES = {"heads": "--heads", "spreadsheet": "--excel"}


def _check_options(format: str, exporter: Exporter, asked: dict[str, bool]) -> None:
    """Refuse options that a format does not follow."""
    for option, wanted in asked.items():
        if wanted and option not in exporter.options:
            raise OptionError(f"{OPTION_NAMES[option]}: --to {format} does not follow it")


def _write_parts(exporter: Exporter, selection: Selection, place: Path, shares: Mapping[str, int]) -> None:
    """Write each part of a split into the folder `place`."""
    parts = selection.parts(shares)
    with new_folder(place) as folder:
        for name, part in parts.items():
            plain = exporter.suffix if exporter.suffix.startswith(".") else ""
            exporter.write(part, folder / f"{name}{plain}")
