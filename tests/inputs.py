"""Inputs that several tests of whole runs share, and what a run has written."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any


def write_inputs(folder: Path, rows: Iterable[dict[str, Any]], text: str) -> Path:
    """Write rows, an empty file and a text with a date line into a folder; return it."""
    lines = (json.dumps(row, ensure_ascii=False) for row in rows)
    (folder / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "z.txt").write_text("今年\n2024-05-06\n" + text, encoding="utf-8")
    return folder


def files(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder, by name."""
    return {p.name: p.read_bytes() for p in sorted(folder.iterdir())}
