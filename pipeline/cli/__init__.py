"""The command line: a module for each command, the table of them in `app`."""

from __future__ import annotations

import sys

from .front import answer

__all__ = ["main"]


def main() -> None:
    """Run the command line; the entry point of `zhfacts`."""
    if answer(sys.argv[1:]):
        sys.exit(0)
    from .app import main as run

    run()
