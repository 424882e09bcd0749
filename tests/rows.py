"""Cases as data: a file of `tests/cases`, one case a line, as parameters of a test."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parent / "cases"
NAMES = ("id", "name", "note", "topic", "text")
"""Fields by the first of which a case is called in reports."""


def read(name: str) -> list[Any]:
    """Return the cases of a file as they are."""
    return [json.loads(line) for line in (FOLDER / name).read_text(encoding="utf-8").splitlines() if line]


def cases(name: str) -> list[Any]:
    """Return the cases of a file as parameters; one with `xfail` is a known gap, and must fail."""
    return [pytest.param(row, id=_called(row), marks=_gap(row)) for row in read(name)]


def _called(row: Any) -> str:
    return str(next((row[name] for name in NAMES if row.get(name)), next(iter(row.values()))))[:40]


def _gap(row: Any) -> list[pytest.MarkDecorator]:
    return [pytest.mark.xfail(reason=row["xfail"], strict=True)] if row.get("xfail") else []
