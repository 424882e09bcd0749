"""An extract in other formats: a table of exporters, one entry a format."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ..errors import ZhfactsError
from . import docbin, parquet, sqlite
from .load import extract_folder


@dataclass(frozen=True, slots=True)
class Exporter:
    """A format: what it is, what is added to the name of the extract where no target is given, and what writes it.

    `write(extract, target)` takes the folder of the extract and the file or folder to write, whole or not at all.
    """

    description: str
    suffix: str
    write: Callable[[Path, Path], None]


EXPORTERS = {
    "parquet": Exporter("a folder with a Parquet file a table", "-parquet", parquet.to_parquet),
    "sqlite": Exporter("an SQLite database with keys", ".sqlite", sqlite.to_sqlite),
    "huggingface": Exporter("a folder that datasets.load_dataset opens", "-huggingface", parquet.to_huggingface),
    "docbin": Exporter("a spaCy DocBin", ".spacy", docbin.to_docbin),
}


def export(out: str | Path, format: str, target: str | Path | None = None) -> Path:
    """Write the extract in the folder `out` in a format of EXPORTERS; return where: `target`, or a path beside `out`.

    What lies at `target` is replaced, but not a folder of other things. Raises ZhfactsError for an unknown format, a
    folder that is no extract and a target that cannot be written.
    """
    if format not in EXPORTERS:
        raise ZhfactsError(f"no format {format!r}; there are {', '.join(EXPORTERS)}")
    folder = extract_folder(out)
    exporter = EXPORTERS[format]
    place = Path(target) if target else folder.resolve().with_name(folder.resolve().name + exporter.suffix)
    exporter.write(folder, place)
    return place
