"""How the suite runs: on every core, the tests of a file on one of them; what files share is made once.

Hypothesis tries forty examples; HYPOTHESIS_PROFILE=hour tries a hundred thousand of what is short by default.
"""

from __future__ import annotations

import contextlib
import os
import sys

import pytest

from .pages import Workbench

LONG = ("tests/test_readme.py", "tests/test_broken_off.py", "tests/parts", "tests/engines", "tests/cli", "tests/write")
"""What begins first, so that no core waits for another at the end."""

sys.dont_write_bytecode = False  # what one process has compiled, the others and those that tests start need not
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

with contextlib.suppress(ImportError):  # some environments run tests that need no hypothesis
    from hypothesis import settings

    settings.register_profile("hour", max_examples=100_000, deadline=None)
    settings.register_profile("short", max_examples=40, deadline=None)  # a busy machine is no failure
    settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or "short")  # in CI the same examples each time


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> None:
    """Run the whole suite on every core, where pytest-xdist is installed and no number was given."""
    whole = config.args_source is not pytest.Config.ArgsSource.ARGS
    if whole and getattr(config.option, "numprocesses", 0) is None and "PYTEST_XDIST_WORKER" not in os.environ:
        config.option.numprocesses = "auto"


def pytest_configure(config: pytest.Config) -> None:
    """Keep the tests of a group on one core, in their order."""
    config.addinivalue_line("markers", "xdist_group(name): tests that share what is dear to make, across files")
    if getattr(config.option, "dist", "no") == "load":
        config.option.dist, config.option.loadscopereorder = "loadgroup", False


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the tests of a file, or of files with a group of their own, be a group; what is long goes first."""
    for item in items:
        if item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(item.nodeid.partition("::")[0]))
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))


@pytest.fixture(scope="session")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Workbench:
    """A clone's folder in which each command of the pages runs once; tests that use it are of the group `pages`."""
    return Workbench(tmp_path_factory.mktemp("clone"))
