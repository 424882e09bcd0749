"""The tables of language knowledge: no row twice, no list crowded into a row, none that nothing reads."""

from __future__ import annotations

import ast
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest
from zhfacts.lang.tables import table

FOLDER = Path(str(files("zhfacts"))) / "data"
TABLES = sorted(path.name for path in FOLDER.glob("*.tsv"))
LONGEST = 220
"""Characters of a row: a regular expression may be that long, a list of words is longer."""


def rows(name: str) -> list[str]:
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")][1:]


@pytest.mark.parametrize("name", TABLES)
def test_each_row_says_something_once(name: str) -> None:
    found = rows(name)
    assert sorted(set(found)) == sorted(found)
    assert max(map(len, found)) <= LONGEST
    assert len(table(name)) == len(found)


def test_every_table_is_read() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in FOLDER.parent.rglob("*.py"))
    suffixes = [name for name in TABLES if name.endswith("_suffixes.tsv")]
    assert [name for name in TABLES if name not in code and name not in suffixes] == []


KINDS = {"quantity_cues.tsv": ("written",), "time_words.tsv": ("=",)}
"""Kinds that code makes of another word and one of these."""


@cache
def said() -> frozenset[str]:
    """Return the texts that stand in the code."""
    return frozenset(
        node.value
        for path in FOLDER.parent.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


@pytest.mark.parametrize("name", [name for name in TABLES if table(name) and "kind" in table(name)[0]])
def test_every_kind_is_read(name: str) -> None:
    made = KINDS.get(name.replace("cue_kinds", "cues"), ())
    kinds = {row["kind"] for row in table(name)}
    assert {kind for kind in kinds - said() if not any(part in kind for part in made)} == set()
