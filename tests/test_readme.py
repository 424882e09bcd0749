"""README's examples are true: its console sessions and its Python run here, and print what it shows."""

import doctest
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from zhfacts.model import Article, Entity, Fact, Mention, Numeral, Quantity, Role, Time, Unstated
from zhfacts.write.tables import CONFLICTS, NUMERALS, SERIES, Table

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("clone")
    for name in ("corpus", "annotations"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


def shown(command: str, folder: Path) -> str:
    """Return what a command prints; `zhfacts` is the one under test."""
    program = f'{shlex.quote(sys.executable)} -c "from zhfacts.cli import main; main()"'
    environment = {**os.environ, "COLUMNS": "120", "PYTHONIOENCODING": "utf-8"}
    line = re.sub(r"^zhfacts ", f"{program} ", command)
    done = subprocess.run(["bash", "-c", line], cwd=folder, env=environment, capture_output=True, text=True)
    return done.stdout + done.stderr


def test_console_sessions(clone: Path) -> None:
    sessions = blocks("console")
    assert sessions
    for session in sessions:
        for step in re.split(r"^\$ ", session, flags=re.MULTILINE)[1:]:
            command, _, expected = step.partition("\n")
            printed = shown(command, clone)
            assert [x.rstrip() for x in printed.splitlines()] == [x.rstrip() for x in expected.splitlines()], command


def test_python(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(clone)
    parser, runner = doctest.DocTestParser(), doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    names: dict[str, object] = {}
    snippets = blocks("python")
    assert snippets
    for number, snippet in enumerate(snippets):
        test = parser.get_doctest(snippet, names, f"README {number}", "README.md", 0)
        runner.run(test, clear_globs=False)
        names.update(test.globs)
    assert runner.summarize(verbose=False).failed == 0


@pytest.mark.parametrize("record", [Article, Mention, Quantity, Time, Numeral, Unstated, Fact, Role, Entity])
def test_every_field_is_in_the_table(record: type) -> None:
    for field in record.model_fields:
        assert f"`{field}`" in README, f"{record.__name__}.{field}"


@pytest.mark.parametrize("table", [SERIES, CONFLICTS, NUMERALS], ids=lambda t: t.name)
def test_every_column_over_all_articles_is_in_a_table(table: Table) -> None:
    for column in table.columns:
        assert f"`{column.name}`" in README, f"{table.name}.{column.name}"
