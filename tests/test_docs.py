"""The documentation holds together: links resolve, commands exist, tables have every row, translations are in step."""

import importlib.util
import re
import shlex
from pathlib import Path

import pytest
import typer
from zhfacts.cli.app import app
from zhfacts.model import Article, Entity, Fact, Mention, Numeral, Quantity, Role, Time, Unstated
from zhfacts.read.registry import FORMATS
from zhfacts.write.registry import EXPORTERS
from zhfacts.write.tables import TABLES, Table

from .pages import BLOCK, PAGES, ROOT, blocks, name_of, original, steps

FIELDS = (ROOT / "docs/fields.md").read_text(encoding="utf-8")
TRANSLATED = [p for p in PAGES if p != original(p)]
HOW_TO = ("names", "units", "pdf-to-excel", "two-machines", "correct-and-train")
NEEDED = ["README.zh-CN.md", "docs/start.zh.md", *(f"docs/how-to/{x}.zh.md" for x in HOW_TO)]
COMMANDS = {
    name: {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
    for name, command in typer.main.get_command(app).commands.items()
}
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_resolve(page: Path) -> None:
    text = BLOCK.sub("", page.read_text(encoding="utf-8"))
    for target in LINK.findall(text):
        if not re.match(r"[a-z]+:", target):
            path, _, anchor = target.partition("#")
            assert (page.parent / path).exists() if path else f"#{anchor}", target
        else:
            assert target.startswith("https://") and ".example" not in target, target


def commands_of(page: Path) -> list[str]:
    """Return the zhfacts commands of a page: in its blocks, and in its running text between backticks."""
    text = page.read_text(encoding="utf-8")
    shown = [c for b in blocks(page) if b.kind == "console" for c, _ in steps(b)]
    shown += [line for b in blocks(page) if b.kind == "bash" for line in b.text.replace("\\\n", " ").splitlines()]
    shown += re.findall(r"`(zhfacts [^`]+)`", BLOCK.sub("", text).replace("\n", " "))
    parts = [part.strip() for line in shown for part in re.split(r" (?:\||&&|;|#) ?", line)]
    return [re.sub(r"^\S*\bzhfacts ", "", p) for p in parts if re.match(r"(\S*/)?zhfacts ", p)]


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_commands_exist_with_their_options(page: Path) -> None:
    for command in commands_of(page):
        name, *words = shlex.split(command)
        if name.startswith("--"):
            continue
        assert name in COMMANDS, command
        for word in words:
            if re.match(r"--?[a-z]", word):
                assert word.partition("=")[0] in COMMANDS[name], f"{command}: {word}"


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_options_named_exist(page: Path) -> None:
    known = {"--help"}.union(*COMMANDS.values(), *(p.opts for p in typer.main.get_command(app).params))
    for option in re.findall(r"`(--[a-z-]+)(?![A-Za-z-])", BLOCK.sub("", page.read_text(encoding="utf-8"))):
        assert option in known or option.replace("--no-", "--") in known, option


def test_what_newcomers_read_is_there_in_chinese() -> None:
    assert [n for n in NEEDED if not (ROOT / n).exists()] == []


@pytest.mark.parametrize("page", TRANSLATED, ids=name_of)
def test_a_translation_is_in_step(page: Path) -> None:
    assert blocks(page) == blocks(original(page))
    assert _outline(page) == _outline(original(page))


def _outline(page: Path) -> list[str]:
    """Return what a translation shares with its page beside code: levels of headings, columns of tables, links."""
    text = BLOCK.sub("", page.read_text(encoding="utf-8"))
    heads = [m[1] for m in re.finditer(r"^(#+) ", text, re.MULTILINE)]
    rows = [str(line.count("|")) for line in text.splitlines() if line.startswith("|")]
    links = sorted({re.sub(r"(\.zh(-CN)?)?\.md(#.*)?$", ".md", t) for t in LINK.findall(text)} - {"README.md"})
    return [*heads, *rows, *links]


@pytest.mark.parametrize("record", [Article, Mention, Quantity, Time, Numeral, Unstated, Fact, Role, Entity])
def test_every_field_is_in_the_table(record: type) -> None:
    for field in record.model_fields:
        assert f"`{field}`" in FIELDS, f"{record.__name__}.{field}"


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.name)
def test_every_column_is_in_a_table(table: Table) -> None:
    for column in table.columns:
        assert f"| `{column.name}` | {column.head} |" in FIELDS, f"{table.name}.{column.name}"


def test_fields_are_as_printed() -> None:
    spec = importlib.util.spec_from_file_location("print_fields", ROOT / "scripts/print_fields.py")
    assert spec and spec.loader
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    assert FIELDS.endswith(f"{script.BEGIN}\n{script.tables()}"), "python scripts/print_fields.py --write"


def test_every_format_is_in_a_table() -> None:
    formats = (ROOT / "docs/formats.md").read_text(encoding="utf-8")
    assert [n for n in EXPORTERS.names() if f"| `{n}` |" not in formats] == []


def test_every_ending_is_in_a_table() -> None:
    inputs = (ROOT / "docs/inputs.md").read_text(encoding="utf-8")
    assert [n for n in FORMATS if f"`.{n}`" not in inputs] == []


def test_the_unit_to_be_taught_is_not_known_yet() -> None:
    page = (ROOT / "docs/how-to/units.md").read_text(encoding="utf-8")
    taught = re.search(r"add a line `(\S+)` to `pipeline/(data/\S+)`", page)
    assert taught
    with (ROOT / "pipeline" / taught[2]).open(encoding="utf-8") as lines:
        assert taught[1] not in {line.split("\t")[0].strip() for line in lines}
