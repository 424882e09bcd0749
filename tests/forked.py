"""A process of its own, forked from that of the tests: it can be killed, and need not load what is loaded here."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import tempfile
from collections.abc import Callable

from zhfacts import cli


class Forked:
    """A call in a process of its own."""

    def __init__(self, call: Callable[..., object], *given: object) -> None:
        self._shown = [tempfile.TemporaryFile("w+", encoding="utf-8") for _ in range(2)]  # noqa: SIM115 (read at the end)
        self._alive, held = os.pipe()
        self._process = multiprocessing.get_context("fork").Process(target=self._run, args=(call, *given))
        self._process.start()
        os.close(held)  # now the process and those that it forks hold it alone

    def _run(self, call: Callable[..., object], *given: object) -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell starts what is in the background without
        for number, (name, shown) in enumerate(zip(("stdout", "stderr"), self._shown, strict=True), 1):
            os.dup2(shown.fileno(), number)
            setattr(sys, name, os.fdopen(number, "w", encoding="utf-8", closefd=False))
        call(*given)

    @property
    def running(self) -> bool:
        return self._process.is_alive()

    def send(self, number: int) -> None:
        """Send a signal; none where the process has ended."""
        if self._process.pid and self.running:
            os.kill(self._process.pid, number)

    def ended(self) -> tuple[int | None, str, str]:
        """Wait for the end, also of its children; return the exit code and what was written on stdout and stderr."""
        self._process.join()
        os.read(self._alive, 1)
        os.close(self._alive)
        for shown in self._shown:
            shown.seek(0)
        out, err = (shown.read() for shown in self._shown)
        return self._process.exitcode, out, err


def program(*arguments: object) -> None:
    """Run the command line as `zhfacts` does."""
    sys.argv = ["zhfacts", *map(str, arguments)]
    cli.main()
