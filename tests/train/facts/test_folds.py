"""Folds: files are dealt out whole, whatever the order of their articles."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

pytest.importorskip("scipy")

from zhfacts.train.facts.folds import fold_of


def test_files_are_dealt_out_by_name() -> None:
    lessons = [SimpleNamespace(file=name) for name in ("c", "a", "b", "a", "d")]
    assert fold_of(lessons, 2) == fold_of(lessons[::-1], 2) == {"a": 0, "b": 1, "c": 0, "d": 1}
