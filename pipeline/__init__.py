"""zhfacts: Chinese news articles into a validated table of statistical facts."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    __version__: str
    from .errors import ZhfactsError
    from .model import Article, Entity, Fact, Mention, Quantity, Role, Time
    from .run import Pipeline, load, parse, run_corpus
    from .settings import Settings
    from .write import Extract, check, export, import_gold, read_articles, read_extract

logging.getLogger(__name__).addHandler(logging.NullHandler())
__all__ = [
    "Article",
    "Entity",
    "Extract",
    "Fact",
    "Mention",
    "Pipeline",
    "Quantity",
    "Role",
    "Settings",
    "Time",
    "ZhfactsError",
    "check",
    "export",
    "import_gold",
    "load",
    "parse",
    "read_articles",
    "read_extract",
    "run_corpus",
]

_HOMES = dict.fromkeys(__all__, "model") | dict.fromkeys(("Pipeline", "load", "parse", "run_corpus"), "run")
_HOMES |= dict.fromkeys(("Extract", "check", "export", "import_gold", "read_articles", "read_extract"), "write")
_HOMES |= {"ZhfactsError": "errors", "Settings": "settings"}


def __dir__() -> list[str]:
    """Return the public names, whether they have been used yet or not."""
    return [*__all__, "__version__"]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that `import zhfacts` is quick; look up the version then."""
    if name == "__version__":
        from importlib.metadata import version

        return version("zhfacts")
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
