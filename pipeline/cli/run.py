"""`zhfacts run`: articles in, an extract out."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import Interrupted
from . import asking
from .telling import Log, Quiet, Verbose, show_log, sum_up
from .terminal import fail, registered

if TYPE_CHECKING:
    from rich.progress import Progress

    from ..streaming import RunReport

COUNTING_SECONDS = 10.0
"""So long articles are counted before a run that somebody watches; where that is too short the bar has no end."""


def command(
    inputs: Annotated[
        list[Path], typer.Argument(help="Files, folders, archives, tables of texts, patterns; - is standard input.")
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the extract.")],
    append: Annotated[bool, typer.Option("--append", help="Add to the extract in OUT; skip what it holds.")] = False,
    resume: Annotated[bool, typer.Option("--resume", help="Go on where a run into OUT was broken off.")] = False,
    workers: Annotated[int, typer.Option(min=1, max=256, help="Worker processes.")] = 1,
    timeout: Annotated[float | None, typer.Option(help="Give an article up after so many seconds.")] = None,
    engine: Annotated[str, typer.Option(help="Where to run: local, or dask (needs zhfacts\\[dask]).")] = "local",
    scheduler: Annotated[str | None, typer.Option(help="Address of a running Dask scheduler.")] = None,
    parts: Annotated[
        int | None,
        typer.Option(
            min=1, help="Leave linking and tables to the workers too, N articles a part; all of them see OUT."
        ),
    ] = None,
    parquet: Annotated[
        Path | None, typer.Option(help="With --parts: a folder for partitioned Parquet, a folder a table.")
    ] = None,
    names: Annotated[
        str,
        typer.Option(
            help="Finds names: zhfacts[:MODEL], fast, spacy:PACKAGE_OR_PATH, hanlp:PATH_OR_NAME, lexicon; and, of "
            f"other packages: {registered('zhfacts.recognisers') or 'none is installed'}."
        ),
    ] = "zhfacts",
    model: Annotated[Path | None, typer.Option(help="A model that `zhfacts train` made: names, facts or both.")] = None,
    facts: Annotated[str, typer.Option(help="Decides on facts: default, fast, or another one.")] = "default",
    fast: Annotated[bool, typer.Option("--fast", help="Leave the encoder out: --names fast --facts fast.")] = False,
    ask: asking.Url = None,
    ask_model: asking.Model = None,
    ask_below: asking.Below = None,
    ask_cache: asking.Cache = None,
    lexicon: Annotated[Path | None, typer.Option(help="Your own names, one a line: name, tab, label.")] = None,
    kb: Annotated[Path | None, typer.Option(help="Your own knowledge base, CSV or JSONL.")] = None,
    text_column: Annotated[str, typer.Option(help="Column of the text in tables of texts.")] = "text",
    title_column: Annotated[str | None, typer.Option(help="Column of the title.")] = None,
    date_column: Annotated[str | None, typer.Option(help="Column of the publication date.")] = None,
    id_column: Annotated[str | None, typer.Option(help="Column of the id.")] = None,
    date: Annotated[str | None, typer.Option(help="Publication date of articles that state none: YYYY-MM-DD.")] = None,
    verbose: Verbose = False,
    quiet: Quiet = False,
    log: Log = None,
) -> None:
    """Turn articles into an extract: a folder of CSV and JSON tables."""
    from ..engines import Plan
    from ..engines import engine as engine_named
    from ..run import count_articles, run_corpus
    from ..settings import Settings, as_date

    if fast:
        names, facts = ("fast" if names == "zhfacts" else names), "fast"
    settings = Settings(
        names, facts, lexicon, kb, text_column, as_date(date), title_column, date_column, id_column,
        asking.asked(ask, model=ask_model, below=ask_below, cache=ask_cache), model,
    )  # fmt: skip
    chosen = engine_named(engine, Plan(workers, timeout, scheduler))
    try:
        with show_log(verbose, quiet, log) as progress:
            report = _watched(
                progress,
                partial(count_articles, inputs, settings, COUNTING_SECONDS),
                partial(
                    run_corpus, inputs, out, settings, append=append, resume=resume, engine=chosen, parts=parts,
                    parquet=parquet,
                ),
            )  # fmt: skip
            for line in report.lines():
                print(line)
            sum_up(report, verbose, quiet)
    except Interrupted as stop:
        raise typer.Exit(fail(str(stop), 130)) from None
    raise typer.Exit(1 if report.failures else 0)


def _watched(progress: Progress, count: Callable[[], int | None], run: Callable[..., RunReport]) -> RunReport:
    """Run, and let somebody who watches see how many of all articles are done."""
    task = progress.add_task("articles", total=None)
    if not progress.disable:
        progress.update(task, total=count())

    def show(done: int) -> None:
        progress.update(task, completed=done)

    report = run(progress=show)
    progress.stop()
    return report
