"""The options that name a server to ask about unsure facts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import OptionError

if TYPE_CHECKING:
    from ..relate import Ask

Url = Annotated[
    str | None, typer.Option(metavar="URL", help="Ask a server of yours about unsure facts: http://HOST:PORT/v1.")
]
Model = Annotated[str | None, typer.Option(metavar="NAME", help="Model of that server.")]
Below = Annotated[float | None, typer.Option(help="Ask about facts with a lower score; default 0.5.")]
Cache = Annotated[Path | None, typer.Option(help="Folder that keeps the server's answers.")]


def asked(url: str | None, **given: Any) -> Ask | None:
    """Return the server to ask, None where the user names none; the other options of it need its address."""
    from ..relate import Ask

    told = {name: value for name, value in given.items() if value is not None}
    if url is None:
        if told:
            raise OptionError(f"--ask-{min(told)} needs the server's address: --ask URL")
        return None
    return Ask(url, told.pop("model", ""), **told)
