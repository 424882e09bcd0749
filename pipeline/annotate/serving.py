"""Start and end of the page: the folders, the port, the browser."""

from __future__ import annotations

import errno
import secrets
import socket
import webbrowser
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from threading import Timer

from ..errors import MissingExtra, OptionError
from .extract_index import ExtractIndex
from .gold_folder import GoldFolder, default_gold
from .session import Measures, Session


def serve(
    out: str | Path,
    measures: Measures,
    *,
    gold: str | Path | None = None,
    port: int = 0,
    browser: bool = True,
    say: Callable[[str], None] = print,
) -> None:
    """Serve the page that corrects the extract `out` into the folder `gold` (default: beside it) until Ctrl-C.

    `measures` reads quantities and times in words; `port` 0 takes one that is free; `browser` opens the page; `say` is
    told the address. Raises MissingExtra where starlette or uvicorn are not installed, OptionError where the port is
    taken, and what ExtractIndex and GoldFolder raise.
    """
    try:
        import uvicorn

        from .server import application
    except ModuleNotFoundError as error:
        raise MissingExtra("annotate", "annotate", error.name or "") from None
    index = ExtractIndex(Path(out))
    token = secrets.token_urlsafe(24)
    with GoldFolder(Path(gold) if gold else default_gold(Path(out))) as folder, closing(_bound(port)) as listener:
        port = listener.getsockname()[1]
        app = application(Session(index, folder, measures), token, port)
        address = f"http://127.0.0.1:{port}/{token}/"
        say(f"{address}\ncorrections go to {folder.path}; Ctrl-C ends")
        if browser:
            opening = Timer(0.5, webbrowser.open, (address,))
            opening.daemon = True
            opening.start()
        config = uvicorn.Config(app, log_level="warning", server_header=False, timeout_graceful_shutdown=2)
        with suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listener])


def _bound(port: int) -> socket.socket:
    """Return a socket on a port of this machine that nobody else can reach; OptionError where it is taken."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
    except (OSError, OverflowError) as error:
        listener.close()
        taken = isinstance(error, OSError) and error.errno == errno.EADDRINUSE
        why = "is taken" if taken else f"cannot be used ({getattr(error, 'strerror', None) or error})"
        raise OptionError(f"--port {port} {why}; name another one, or none") from None
    return listener
