"""The command line: a module for each command, the table of them in `app`."""

from __future__ import annotations

from .app import main

__all__ = ["main"]
