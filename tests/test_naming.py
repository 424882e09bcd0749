"""A class name means one thing in the whole house, and no function is named like the module that holds it."""

from __future__ import annotations

import ast
from collections import defaultdict
from importlib.resources import files
from pathlib import Path

FOLDER = Path(str(files("zhfacts")))


def test_a_class_name_means_one_thing() -> None:
    homes = defaultdict(list)
    for path in sorted(FOLDER.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                homes[node.name.lstrip("_")].append(f"{path.relative_to(FOLDER).as_posix()}:{node.lineno}")
    assert {name: places for name, places in homes.items() if len(places) > 1} == {}


def test_no_function_hides_its_module() -> None:
    hiding = [
        path.relative_to(FOLDER).as_posix()
        for path in sorted(FOLDER.rglob("*.py"))
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and node.name == (path.parent.name if path.stem == "__init__" else path.stem)
    ]
    assert hiding == []


def test_no_package_hides_its_module() -> None:
    hiding = []
    for package in sorted(FOLDER.rglob("__init__.py")):
        modules = {path.stem for path in package.parent.glob("*.py")}
        modules |= {path.parent.name for path in package.parent.glob("*/__init__.py")}
        for node in ast.parse(package.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ImportFrom) and node.module:
                hiding += [f"{package.parent.name}: {a.name}" for a in node.names if (a.asname or a.name) in modules]
    assert hiding == []
