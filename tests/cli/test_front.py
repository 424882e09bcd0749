"""The help of `zhfacts` itself: true, and printed without loading what the commands need."""

import subprocess
import sys

import typer
from zhfacts import __version__
from zhfacts.cli import front
from zhfacts.cli.app import COMMANDS, app
from zhfacts.cli.completion import SHELLS

QUICK = "import sys; from zhfacts.cli.front import answer; answer({}); print({{'typer', 'rich'}} & {{*sys.modules}})"


def test_the_help_says_of_each_command_what_it_says_of_itself() -> None:
    said = {name: (command.__doc__ or "").partition("\n\n")[0] for name, command in COMMANDS.items()}
    assert {name: " ".join(text.split()) for name, text in said.items()} == front.COMMANDS
    assert list(COMMANDS) == list(front.COMMANDS)
    assert set(front.SHELLS) == set(SHELLS)


def test_the_help_has_the_options_of_the_program(call) -> None:
    code, out, err = call("--help")
    assert (code, err) == (0, "")
    options = {option for p in typer.main.get_command(app).params for option in p.opts}
    assert all(option in out for option in {*options, "--help"}) and front.HELP in out
    assert call("--version") == (0, f"zhfacts {__version__}\n", "")


def test_help_and_version_load_no_command() -> None:
    for argument in ("--help", "--version"):
        ran = [sys.executable, "-c", QUICK.format([argument])]
        done = subprocess.run(ran, capture_output=True, text=True, check=True)
        assert done.stdout.endswith("set()\n")
