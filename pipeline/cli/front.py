"""What `zhfacts --help` and `zhfacts --version` print, known without loading the commands: in a tenth of a second."""

from __future__ import annotations

import os
import sys
import textwrap
from collections.abc import Mapping, Sequence
from shutil import get_terminal_size

HELP = "Chinese news articles into a validated table of statistical facts."
COMMANDS = {
    "run": "Turn articles into an extract: a folder of CSV and JSON tables.",
    "train": "Train names and facts on your own annotations; use the model with `run --model MODEL`.",
    "evaluate": "Measure an extract against gold: precision, recall, F1 with intervals.",
    "check": "Validate an extract or gold: types, keys, foreign keys, every span against its text.",
    "show": "Show an article, an entity, a fact or an indicator: what is told of it in time order, series as bars.",
    "view": "Write the page to look at: one HTML file that needs no network and no server.",
    "export": "Write an extract in another format: all of it, the facts that fit a condition, or its parts.",
    "import": "Turn annotations from another tool into gold, one JSON file a raw file.",
    "annotate": "Correct an extract on a local page, one article at a time; what is finished becomes gold.",
}
"""The commands in the order in which the help lists them, with the first line of what each says of itself."""
VERSION = "Print the version."
COMPLETION = (
    "Print what completes commands and options in a shell; bash and zsh: "
    'eval "$(zhfacts --completion bash)", fish: zhfacts --completion fish | source.'
)
SHELLS = ("bash", "zsh", "fish")
_OPTIONS = {
    "--version": VERSION,
    f"--completion {'|'.join(SHELLS)}": COMPLETION,
    "--help": "Print this; zhfacts COMMAND --help prints the options of a command.",
}
_WIDEST = 120


def answer(arguments: Sequence[str]) -> bool:
    """Print the help or the version where nothing else is asked for; return whether it is done."""
    if list(arguments) == ["--help"]:
        _print(_help())
    elif list(arguments) == ["--version"]:
        from .. import __version__

        _print(f"zhfacts {__version__}")
    else:
        return False
    return True


def _help() -> str:
    width = min(_WIDEST, get_terminal_size().columns)
    parts = ("Usage: zhfacts [OPTIONS] COMMAND [ARGS]...", HELP, _listed("Options", _OPTIONS, width))
    return "\n\n".join((*parts, _listed("Commands", COMMANDS, width)))


def _listed(head: str, told: Mapping[str, str], width: int) -> str:
    """Return names with what is told of them as two columns under a head."""
    column = max(map(len, told)) + 4
    lines = [f"{head}:"]
    for name, text in told.items():
        folded = textwrap.wrap(text, max(20, width - column), break_on_hyphens=False, break_long_words=False)
        lines += [f"{'  ' + name if n == 0 else '':{column}}{line}" for n, line in enumerate(folded)]
    return "\n".join(lines)


def _print(text: str) -> None:
    try:
        print(text, flush=True)
    except BrokenPipeError:  # the reader of a pipe has gone: not an error of ours
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
