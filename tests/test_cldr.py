"""Countries and currencies: built from the Unicode CLDR as Babel ships it, and from nothing of pycountry (LGPL)."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / f"scripts/{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("name", "made"), [("build_countries", "countries.tsv"), ("build_currencies", "currencies_world.tsv")]
)
def test_a_table_is_what_its_script_makes_of_cldr(
    name: str, made: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("babel")
    module = script(name)
    monkeypatch.setattr(module, "TARGET", tmp_path / made)
    module.main()
    assert (tmp_path / made).read_bytes() == (ROOT / "pipeline/data" / made).read_bytes()


def test_nothing_of_pycountry_remains() -> None:
    files = [p for folder in ("scripts", "pipeline") for p in (ROOT / folder).rglob("*") if p.suffix in (".py", ".tsv")]
    named = [p.name for p in [*files, ROOT / "pyproject.toml"] if "pycountry" in p.read_text(encoding="utf-8").lower()]
    assert named == []
