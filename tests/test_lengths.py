"""Modules and functions stay short: DESIGN's lengths, counted in lines without signature and docstring."""

from __future__ import annotations

import ast
from importlib.resources import files
from pathlib import Path

FOLDER = Path(str(files("zhfacts")))
FUNCTION, MODULE = 40, 510


def lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return the lines of a function's body."""
    body = function.body[1:] if ast.get_docstring(function, clean=False) is not None else function.body
    return (function.end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_functions_are_short() -> None:
    found = {
        (path.relative_to(FOLDER).as_posix(), node.name)
        for path in FOLDER.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and lines(node) > FUNCTION
    }
    assert found == set()


def test_modules_are_short() -> None:
    lengths = {
        p.relative_to(FOLDER).as_posix(): p.read_text(encoding="utf-8").count("\n") for p in FOLDER.rglob("*.py")
    }
    assert {name: length for name, length in lengths.items() if length > MODULE} == {}
