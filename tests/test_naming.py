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
