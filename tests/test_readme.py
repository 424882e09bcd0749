"""What README and the pages of the documentation show is true: their commands and their Python print it here."""

import doctest
from pathlib import Path

import pytest

from .pages import PAGES, Workbench, blocks, name_of, original, steps, tidy

RUN = [p for p in PAGES if p == original(p) and any(b.kind in ("console", "python") for b in blocks(p))]
CHECKER = doctest.OutputChecker()
pytestmark = pytest.mark.xdist_group("pages")


@pytest.mark.parametrize("page", RUN, ids=name_of)
def test_what_a_page_shows_is_printed(page: Path, bench: Workbench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(bench.folder)
    monkeypatch.setenv("COLUMNS", "120")
    names: dict[str, object] = {}
    for block in blocks(page):
        if block.title:
            bench.make(block)
        elif block.kind == "console":
            for command, expected in steps(block):
                assert bench.shown(command) == tidy(expected), command
        elif block.kind == "python":
            for example, got in bench.examples(block, names):
                assert CHECKER.check_output(example.want, got, doctest.NORMALIZE_WHITESPACE), f"{example.source}{got}"
