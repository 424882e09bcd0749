"""The program `zhfacts`: its commands by name, and errors as one line on stderr with exit code 2."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException

from ..errors import OptionError, ZhfactsError
from . import annotate, check, evaluate, export, front, import_, run, show, train, view
from .completion import SHELLS, script
from .config import Command, configurable
from .terminal import fail, told

COMMANDS: dict[str, Callable[..., Any]] = {
    "run": run.command,
    "train": train.command,
    "evaluate": evaluate.command,
    "check": check.command,
    "show": show.command,
    "view": view.command,
    "export": export.command,
    "import": import_.command,
    "annotate": annotate.command,
}
"""The commands in the order in which the help lists them; each is a module here with a function `command`."""

app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    help=front.HELP,
)


def main() -> None:
    """Run the command line; the entry point of `zhfacts`."""
    try:
        code = app(standalone_mode=False)
        sys.stdout.flush()
    except TyperException as error:
        code = fail(told(error))
    except OptionError as error:
        code = fail(_as_option(str(error), sys.argv[1:2]))
    except ZhfactsError as error:
        code = fail(str(error))
    except BrokenPipeError:  # the reader of a pipe has gone: not an error of ours
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except (KeyboardInterrupt, typer.Abort):
        code = fail("interrupted; nothing was written", 130)
    except typer.Exit as stop:
        code = stop.exit_code
    sys.exit(code if isinstance(code, int) else 0)


def _as_option(message: str, command: list[str]) -> str:
    """Return a message that begins with the name of a setting with the command's option in its place: `--ask: ...`."""
    name, colon, rest = message.partition(":")
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    found = group.commands.get(*command) if command else None
    options = {option.name: option.opts for option in found.params} if found else {}
    long = [written for written in options.get(name, ()) if written.startswith("--")]
    return f"{long[0]}:{rest}" if colon and long else message


def _version(wanted: bool) -> None:
    if wanted:
        from .. import __version__

        print(f"zhfacts {__version__}")
        raise typer.Exit


def _completion(shell: str | None) -> None:
    if shell is not None:
        group = typer.main.get_command(app)
        assert isinstance(group, TyperGroup)
        print(script(group, shell))
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[bool, typer.Option("--version", callback=_version, help=front.VERSION)] = False,
    completion: Annotated[
        str | None,
        typer.Option(
            metavar="|".join(SHELLS),
            callback=_completion,
            help=front.COMPLETION,
        ),
    ] = None,
) -> None: ...


for name, function in COMMANDS.items():
    app.command(name, cls=Command)(configurable(function))
