"""The pages of the documentation as data: their blocks of code, what the commands and examples in them print.

A page is true if each of its `console` blocks prints what it shows, and each of its `python` blocks. A block with a
title (title="news.txt") is a file that the reader makes; `bash` blocks are not run. All pages share one folder, and
each distinct command runs once, in this process; translations have the blocks of their originals.
`python -m tests.pages` puts what is printed today into the pages.
"""

from __future__ import annotations

import contextlib
import doctest
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGES = [*sorted(ROOT.glob("README*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
CHINESE = re.compile(r"\.zh(-CN)?\.md$")
BLOCK = re.compile(r"^```(\w+)(?: title=\"([^\"]+)\")?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
STEP = re.compile(r"^\$ (.*(?:\\\n.*)*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Block:
    """A block of code: its language, the file that it is where it is one, its text."""

    kind: str
    title: str
    text: str


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def original(page: Path) -> Path:
    """Return the page of which a Chinese page is the translation; any other page itself."""
    return page.with_name(CHINESE.sub(".md", page.name))


def blocks(page: Path) -> list[Block]:
    return [Block(*found) for found in BLOCK.findall(page.read_text(encoding="utf-8"))]


def steps(block: Block) -> list[tuple[str, str]]:
    """Return the commands of a console block with what they are said to print."""
    return STEP.findall(block.text)


def tidy(text: str) -> str:
    return "".join(line.rstrip() + "\n" for line in text.splitlines())


@dataclass
class Workbench:
    """A folder with what a clone has, where commands and examples run; `printed` holds what each command printed."""

    folder: Path
    printed: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in ("corpus", "annotations"):
            shutil.copytree(ROOT / name, self.folder / name)
        for sample in (ROOT / "docs/how-to").glob("*.pdf"):
            shutil.copy(sample, self.folder)

    def make(self, block: Block) -> None:
        """Write the file that a block is."""
        path = self.folder / block.title
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.text, encoding="utf-8")

    def shown(self, command: str) -> str:
        """Return what a command prints; where it was run before, what it printed then."""
        if command not in self.printed:
            self.printed[command] = tidy(self._run(command))
        return self.printed[command]

    def _run(self, command: str) -> str:
        own, bar, rest = command.replace("\\\n", " ").partition(" | ")
        text = _zhfacts(shlex.split(own)[1:]) if own.startswith("zhfacts ") else _shell(own)
        return _shell(rest, text) if bar else text

    def examples(self, block: Block, names: dict[str, object]) -> Iterator[tuple[doctest.Example, str]]:
        """Yield the examples of a Python block with what each prints."""
        for example in doctest.DocTestParser().get_examples(block.text):
            out = io.StringIO()
            with contextlib.redirect_stdout(out):
                exec(compile(example.source, "<example>", "single"), names)
            yield example, out.getvalue()


def _zhfacts(arguments: list[str]) -> str:
    from zhfacts.cli import main

    out, before = io.StringIO(), sys.argv
    sys.argv = ["zhfacts", *arguments]
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out), contextlib.suppress(SystemExit):
            main()
    finally:
        sys.argv = before
    return out.getvalue()


def _shell(command: str, text: str = "") -> str:
    done = subprocess.run(["bash", "-c", command], input=text, capture_output=True, text=True)
    return done.stdout + done.stderr


def rewritten(page: Path, bench: Workbench) -> str:
    """Return a page with what its commands and examples print today; a translation with the blocks of its original."""
    if page != original(page):
        theirs = (m[0] for m in BLOCK.finditer(original(page).read_text(encoding="utf-8")))
        return BLOCK.sub(lambda m: next(theirs, m[0]), page.read_text(encoding="utf-8"))
    names: dict[str, object] = {}

    def anew(match: re.Match[str]) -> str:
        block = Block(*match.groups(default=""))
        text = block.text
        if block.title:
            bench.make(block)
        elif block.kind == "console":
            text = STEP.sub(lambda m: f"$ {m[1]}\n{bench.shown(m[1])}", text)
        elif block.kind == "python" and ">>>" in text:
            text = "".join(f"{_prompted(e.source)}{got}" for e, got in bench.examples(block, names)) + "\n"
        return match[0].replace(block.text, text) if text != block.text else match[0]

    return BLOCK.sub(anew, page.read_text(encoding="utf-8"))


def _prompted(source: str) -> str:
    first, *others = source.splitlines()
    return f">>> {first}\n" + "".join(f"... {line}\n" for line in others)


def main() -> None:
    """Rewrite the pages that are named, or all."""
    chosen = sorted([Path(a).resolve() for a in sys.argv[1:]] or PAGES, key=lambda p: p != original(p))
    os.environ["COLUMNS"] = "120"
    with tempfile.TemporaryDirectory() as folder:
        bench = Workbench(Path(folder))
        os.chdir(folder)
        for page in chosen:
            new = rewritten(page, bench)
            if new != page.read_text(encoding="utf-8"):
                page.write_text(new, encoding="utf-8", newline="\n")
                print("rewritten:", name_of(page))
        os.chdir(ROOT)


if __name__ == "__main__":
    main()
