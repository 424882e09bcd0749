"""What a long command tells while it works and when it is done: a bar, lines of what is done, a log file, a summary."""

from __future__ import annotations

import logging
import re
import shlex
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from ..errors import OptionError, OutputError

if TYPE_CHECKING:
    from rich.progress import Progress

    from ..streaming import RunReport

Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Say on stderr what is done, one step a line.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print the result alone: no progress, no summary.")]
Log = Annotated[Path | None, typer.Option("--log", help="File to which what is done is added, with times.")]

LOGGER = logging.getLogger("zhfacts")
STDERR = Console(stderr=True, soft_wrap=True)
"""Lines that are printed while a bar is drawn must go by the bar's own console."""
_KINDS_OF_FAILURES = 5
_OWN_WORDS = re.compile(r"^article \S+: |'[^']*'|\d+")


class _BarHandler(logging.Handler):
    """Prints what is logged on stderr, above the bar."""

    def emit(self, record: logging.LogRecord) -> None:
        """Print a record as a line."""
        STDERR.print(self.format(record), markup=False, highlight=False)


@contextmanager
def show_log(verbose: bool, quiet: bool, log: Path | None) -> Iterator[Progress]:
    """Tell what is logged inside the block as the options wish; the value is the bar, drawn on a terminal only.

    Raises OptionError for options that exclude each other, OutputError for a log file that cannot be written.
    """
    if verbose and quiet:
        raise OptionError("--verbose and --quiet exclude each other")
    handlers: list[logging.Handler] = [_BarHandler()] if verbose else []
    if log is not None:
        handlers.append(_log_file(log))
    before = LOGGER.level
    LOGGER.setLevel(logging.INFO if handlers else before)
    for handler in handlers:
        LOGGER.addHandler(handler)
    try:
        with _bar(quiet) as progress:
            yield progress
    except typer.Exit:
        raise
    except BaseException as error:
        if log is not None:
            handlers[-1].handle(_record(error))
        raise
    finally:
        LOGGER.setLevel(before)
        for handler in handlers:
            LOGGER.removeHandler(handler)
            handler.close()


def _bar(quiet: bool) -> Progress:
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    disable = quiet or not STDERR.is_terminal
    return Progress(*columns, TimeRemainingColumn(), console=STDERR, transient=True, disable=disable)


def _log_file(path: Path) -> logging.Handler:
    try:
        handler = logging.FileHandler(path, encoding="utf-8")
    except OSError as error:
        raise OutputError(f"{path}: {error.strerror or error}") from None
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    return handler


def _record(error: BaseException) -> logging.LogRecord:
    """Return the record of what ended a command."""
    told = str(error) or type(error).__name__
    return LOGGER.makeRecord(LOGGER.name, logging.ERROR, __file__, 0, told, (), None)


def sum_up(report: RunReport, verbose: bool, quiet: bool) -> None:
    """Log a summary of a run, and print it on stderr where somebody sits at it or has asked."""
    lines = list(summary(report))
    for line in lines:
        LOGGER.info(line)
    if STDERR.is_terminal and not verbose and not quiet:
        for line in lines:
            STDERR.print(line, markup=False, highlight=False)


def summary(report: RunReport) -> Iterator[str]:
    """Yield what a run brought and where to look next, as plain lines."""
    yield f"articles: {report.counts['articles']}"
    if report.undated:
        yield f"undated: {report.undated}; what they call 今年 or 昨天 has no dates (--date gives them one)"
    facts = ", ".join(f"{number} {band}" for band, number in report.scores.items())
    yield f"facts by score: {facts or 'none'}"
    if conflicts := report.counts.get("conflicts"):
        yield f"conflicts: {conflicts}, in {report.out / 'conflicts.csv'}"
    if report.failures:
        yield f"failures: {len(report.failures)}, each with its reason in {report.out / 'failures.jsonl'}"
        kinds = Counter(_kind(failure.reason) for failure in report.failures)
        for kind, number in kinds.most_common(_KINDS_OF_FAILURES):
            yield f"  {number} {kind}"
        if rest := sum(kinds.values()) - sum(n for _, n in kinds.most_common(_KINDS_OF_FAILURES)):
            yield f"  {rest} others"
    out = shlex.quote(str(report.out))
    yield f"next: zhfacts view {out} (a page to look at), zhfacts show {out} NAME, zhfacts export {out} --to excel"


def _kind(reason: str) -> str:
    """Return a reason without what only one input has: its name, its numbers."""
    return _OWN_WORDS.sub(lambda found: "" if found[0].startswith("article ") else "...", reason)
