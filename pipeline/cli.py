"""The commands: `zhfacts run`, `train`, `evaluate`, `check`, `export`. Errors: one line on stderr, exit code 2."""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
from collections.abc import Callable
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from typer.exceptions import TyperException

from . import __version__
from .errors import Interrupted, OptionError, ZhfactsError

if TYPE_CHECKING:
    from .model import Quantity, Time

app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    help="Chinese news articles into a validated table of statistical facts.",
)


PAGE = {
    "facts": ("end_date", "subject", "indicator", "aspect", "direction", "value", "low", "high", "unit", "article"),
    "roles": ("date", "person", "title", "organization", "article"),
    "mentions": ("date", "text", "article", "start", "end"),
}
"""What `zhfacts show` prints of an entity: tables and their columns."""


def _registered(group: str) -> str:
    """Return the names that installed packages register in a group, without importing one."""
    return ", ".join(sorted({point.name for point in entry_points(group=group)}))


def main() -> None:
    """Run the command line; the entry point of `zhfacts`."""
    try:
        code = app(standalone_mode=False)
        sys.stdout.flush()
    except TyperException as error:
        code = _fail(error.format_message())
    except ZhfactsError as error:
        code = _fail(str(error))
    except BrokenPipeError:  # the reader of a pipe has gone: not an error of ours
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except (KeyboardInterrupt, typer.Abort):
        code = _fail("interrupted; nothing was written", 130)
    except typer.Exit as stop:
        code = stop.exit_code
    sys.exit(code if isinstance(code, int) else 0)


def _fail(message: str, code: int = 2) -> int:
    print("zhfacts:", " ".join(message.split()), file=sys.stderr)
    return code


def _version(wanted: bool) -> None:
    if wanted:
        print(f"zhfacts {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[bool, typer.Option("--version", callback=_version, help="Print the version.")] = False,
) -> None: ...


@app.command()
def run(
    inputs: Annotated[
        list[Path], typer.Argument(help="Files, folders, archives, tables of texts, patterns; - is standard input.")
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the extract.")],
    append: Annotated[bool, typer.Option("--append", help="Add to the extract in OUT; skip what it holds.")] = False,
    resume: Annotated[bool, typer.Option("--resume", help="Go on where a run into OUT was broken off.")] = False,
    workers: Annotated[int, typer.Option(min=1, max=256, help="Worker processes.")] = 1,
    timeout: Annotated[float | None, typer.Option(help="Give an article up after so many seconds.")] = None,
    engine: Annotated[str, typer.Option(help="Where to run: local, or dask (needs zhfacts[dask]).")] = "local",
    scheduler: Annotated[str | None, typer.Option(help="Address of a running Dask scheduler.")] = None,
    names: Annotated[
        str,
        typer.Option(
            help="Finds names: zhfacts[:MODEL], spacy:PACKAGE_OR_PATH, hanlp:PATH_OR_NAME, lexicon; and, of other "
            f"packages: {_registered('zhfacts.recognisers') or 'none is installed'}."
        ),
    ] = "zhfacts",
    facts: Annotated[str, typer.Option(help="Decides on facts: default, fast, or another one.")] = "default",
    fast: Annotated[bool, typer.Option("--fast", help="Leave the reader out: --facts fast.")] = False,
    lexicon: Annotated[Path | None, typer.Option(help="Your own names, one a line: name, tab, label.")] = None,
    kb: Annotated[Path | None, typer.Option(help="Your own knowledge base, CSV or JSONL.")] = None,
    text_column: Annotated[str, typer.Option(help="Column of the text in tables of texts.")] = "text",
    title_column: Annotated[str | None, typer.Option(help="Column of the title.")] = None,
    date_column: Annotated[str | None, typer.Option(help="Column of the publication date.")] = None,
    id_column: Annotated[str | None, typer.Option(help="Column of the id.")] = None,
    date: Annotated[str | None, typer.Option(help="Publication date of articles that state none: YYYY-MM-DD.")] = None,
) -> None:
    """Turn articles into an extract: a folder of CSV and JSON tables."""
    from .engines import Plan
    from .engines import engine as engine_named
    from .run import Settings, as_date, run_corpus

    chosen_facts = "fast" if fast else facts
    settings = Settings(
        names, chosen_facts, lexicon, kb, text_column, as_date(date), title_column, date_column, id_column
    )
    chosen = engine_named(engine, Plan(workers, timeout, scheduler))
    try:
        with _progress() as progress:
            task = progress.add_task("articles", total=None)

            def show(done: int) -> None:
                progress.update(task, completed=done)

            report = run_corpus(inputs, out, settings, append=append, resume=resume, engine=chosen, progress=show)
    except Interrupted as stop:
        raise typer.Exit(_fail(str(stop), 130)) from None
    for line in report.lines():
        print(line)
    raise typer.Exit(1 if report.failures else 0)


def _progress() -> Progress:
    """Return a progress bar on stderr: drawn on a terminal, silent elsewhere."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


@app.command()
def train(
    data: Annotated[list[Path], typer.Argument(help="Folders of gold annotations, or extracts.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the model.")],
    raw: Annotated[list[Path] | None, typer.Option(help="Folders of the raw files that gold annotations name.")] = None,
    start: Annotated[Path | None, typer.Option("--from", help="Model to start from; default: the shipped one.")] = None,
    epochs: Annotated[int, typer.Option(min=1, help="Rounds over the articles.")] = 15,
    held_out: Annotated[float, typer.Option(min=0, max=0.9, help="Share of articles kept back to measure on.")] = 0.1,
    seed: Annotated[int, typer.Option(help="Seed of all chances.")] = 1,
    work: Annotated[Path | None, typer.Option(help="Folder from which a broken-off training goes on.")] = None,
    threads: Annotated[int, typer.Option(min=1, help="Threads.")] = os.cpu_count() or 1,
) -> None:
    """Train the recogniser of names on your own annotations; use the model with `run --names zhfacts:MODEL`."""
    try:
        from .train.names import user
    except ModuleNotFoundError as error:
        raise ZhfactsError(f"train: {error.name} is not installed; pip install 'zhfacts[train]'") from None
    plan = user.TrainingPlan(epochs, held_out, seed, threads)
    with _progress() as progress:
        task = progress.add_task("steps", total=None)

        def show(done: int, steps: int) -> None:
            progress.update(task, completed=done, total=steps)

        report = user.train(data, out, plan, raw=raw or (), start=start, work=work, progress=show)
    for line in report.lines():
        print(line)


def _json(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1)


def _list_measures(wanted: bool) -> None:
    if wanted:
        from .evaluate import FACT_FIELDS, catalogue_table

        table = catalogue_table()
        Console(width=None if sys.stdout.isatty() else 160).print(
            _table(table.title, table.columns, table.rows, numbers=False)
        )
        print(FACT_FIELDS)
        raise typer.Exit


@app.command()
def evaluate(
    gold: Annotated[Path, typer.Argument(help="Folder of gold annotations.")],
    out: Annotated[Path, typer.Argument(help="Folder of an extract, or of another annotator's gold.")],
    errors: Annotated[int, typer.Option(min=0, help="List N mistakes of each kind, with their sentences.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False,
    by_article: Annotated[bool, typer.Option(help="With --json or --csv: also each article's figures.")] = False,
    compare: Annotated[Path | None, typer.Option(help="A second extract to compare with, by a paired test.")] = None,
    list_measures: Annotated[
        bool, typer.Option("--list-measures", callback=_list_measures, is_eager=True, help="Say what is measured.")
    ] = False,
) -> None:
    """Measure an extract against gold: precision, recall, F1 with intervals."""
    if as_json and as_csv:
        raise OptionError("--json and --csv exclude each other")
    from .evaluate import measure

    with _progress() as progress:
        task = progress.add_task("raw files", total=None)
        report = measure(
            gold, out, compare=compare, kept=errors,
            progress=lambda done, of: progress.update(task, completed=done, total=of),
        )  # fmt: skip
    if as_json or as_csv:
        told = report.to_csv(by_article) if as_csv else _json(report.to_json(by_article))
        print(told.rstrip("\n"))
        return
    console = Console(width=None if sys.stdout.isatty() else 120)
    for table in report.tables():
        console.print(_table(table.title, table.columns, table.rows))
    if errors:
        for line in report.error_lines(errors):
            print(line)


def _table(title: str, columns: list[str], rows: list[list[Any]], numbers: bool = True) -> Table:
    table = Table(title=title, title_justify="left", box=SIMPLE_HEAD)
    for n, column in enumerate(columns):
        table.add_column(column, justify="right" if n and numbers else "left")
    for row in rows:
        table.add_row(*(f"{x:.3f}" if isinstance(x, float) else str(x) for x in row))
    return table


@app.command()
def check(
    out: Annotated[Path, typer.Argument(help="Folder of an extract, or of gold annotations.")],
    raw: Annotated[list[Path] | None, typer.Option(help="Folders of the raw files that gold names.")] = None,
) -> None:
    """Validate an extract or gold: types, keys, foreign keys, every span against its text."""
    from .read import decode
    from .write import check as problems_of
    from .write import is_gold, read_extract

    if not is_gold(out):
        read_extract(out)
    problems = problems_of(out, raw=raw or (), decode=lambda content: decode(content).text)
    for problem in problems:
        print(problem, file=sys.stderr)
    if problems:
        raise ZhfactsError(f"{out}: {len(problems)} problem{'s' if len(problems) > 1 else ''}")
    print(f"{out}: valid")


@app.command()
def show(
    out: Annotated[Path, typer.Argument(help="Folder of an extract.")],
    entity: Annotated[str, typer.Argument(help="Id, name or alias of an entity.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    where: Annotated[str | None, typer.Option(help="Only facts for which it holds: \"score >= 0.7\".")] = None,
) -> None:
    """Show an entity: its facts, roles and mentions over all articles, in time order."""
    from .write import read_extract

    page = read_extract(out).entity(entity, where=where)
    if as_json:
        print(json.dumps(page.to_json(), ensure_ascii=False, indent=1))
        return
    entity_, parts = page.entity, []
    parts.append(" ".join(f"{form} ({n})" for form, n in zip(entity_.aliases, entity_.alias_counts, strict=True)))
    parts += [f"{key} {value}" for key, value in entity_.external_ids.items()]
    parts += [f"in {entity_.parent}"] if entity_.parent else []
    print(f"{entity_.id}: " + ", ".join(p for p in parts if p))
    console = Console(width=None if sys.stdout.isatty() else 160)
    for title, columns in PAGE.items():
        rows = [[row.get(c) or "" for c in columns] for row in page.to_json()[title]]
        console.print(_table(f"{title}: {len(rows)}", list(columns), rows, numbers=False))


@app.command()
def export(
    out: Annotated[Path, typer.Argument(help="Folder of an extract.")],
    to: Annotated[str, typer.Option("--to", help=f"Format: {_registered('zhfacts.exporters')}.")],
    target: Annotated[Path | None, typer.Option("--target", help="Where to write; default: beside OUT.")] = None,
    where: Annotated[
        str | None, typer.Option(help="Only facts for which it holds: \"score >= 0.7 and status == 'actual'\".")
    ] = None,
    split: Annotated[
        str | None, typer.Option(help="Percent for train, validation and test, by article: 80/10/10, or 80/20.")
    ] = None,
    heads: Annotated[Literal["names", "zh"], typer.Option(help="Column heads of csv and excel.")] = "names",
    excel: Annotated[bool, typer.Option("--excel", help="CSV that Excel opens well: BOM, no formulas.")] = False,
) -> None:
    """Write an extract in another format: all of it, the facts that fit a condition, or its parts."""
    from .write import export as write_as

    print(write_as(out, to, target, where=where, split=split, heads=heads, spreadsheet=excel))


@app.command("import")
def import_(
    source: Annotated[Path, typer.Argument(metavar="FILE", help="What the tool exported: a file or a folder.")],
    kind: Annotated[str, typer.Option("--from", help=f"Format: {_registered('zhfacts.importers')}.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the gold files.")],
    raw: Annotated[list[Path] | None, typer.Option(help="Folders of raw files to check the texts against.")] = None,
    unchecked: Annotated[bool, typer.Option("--unchecked", help="Also articles that nobody has submitted.")] = False,
) -> None:
    """Turn annotations from another tool into gold, one JSON file a raw file."""
    from .run import parse
    from .write import import_gold

    def measured(words: str) -> Quantity | None:
        found = parse(words).quantities
        return found[0] if len(found) == 1 and found[0].text == words else None

    texts = _raw_texts(raw) if raw else None
    report = import_gold(source, kind, out, unchecked=unchecked, raw_text=texts, measured=measured)
    for line in report.lines(out):
        print(line)


@app.command()
def annotate(
    out: Annotated[Path, typer.Argument(help="Folder of an extract.")],
    gold: Annotated[Path | None, typer.Option(help="Folder for the corrected articles; default: OUT-gold.")] = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port on this machine; 0: any that is free.")] = 0,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page in the browser.")] = True,
) -> None:
    """Correct an extract on a local page, one article at a time; what is finished becomes gold."""
    from .annotate import serve
    from .run import parse

    def measures(words: str, date: dt.date | None) -> tuple[list[Quantity], list[Time]]:
        found = parse(words, date)
        return found.quantities, found.times

    serve(out, measures, gold=gold, port=port, browser=browser, say=lambda line: print(line, flush=True))


def _raw_texts(folders: list[Path]) -> Callable[[str], str | None]:
    """Return what gives the decoded text of a raw file in some folders by its name, None where there is none."""
    from . import read

    @cache
    def text(name: str) -> str | None:
        for folder in folders:
            if (folder / name).is_file():
                try:
                    return read.decode((folder / name).read_bytes()).text
                except (OSError, read.UndecodableError) as error:
                    raise ZhfactsError(f"cannot read {folder / name}: {error}") from None
        return None

    return text
