"""A server of chat completions for tests, and what such servers say."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Server(ThreadingHTTPServer):
    """Answers by `reply`, which gets a request's body and returns status and content; keeps what it was asked."""

    def __init__(self, reply: Any) -> None:
        self.reply, self.asked = reply, []
        super().__init__(("127.0.0.1", 0), Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: a client that does not wait for the answer is no error of the server."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"


class Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((self.path, body))
        status, content = self.server.reply(body)
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "http://127.0.0.1:1/elsewhere")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args: Any) -> None: ...


@contextmanager
def running(reply: Any) -> Iterator[Server]:
    """Start a server; end it behind the block."""
    one = Server(reply)
    threading.Thread(target=one.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield one
    finally:
        one.shutdown()
        one.server_close()


def letters(body: Any) -> list[str]:
    """Return what a request allows as answers."""
    return list(body["response_format"]["json_schema"]["schema"]["properties"]["choice"]["enum"])


def saying(content: str | None, **more: Any) -> tuple[int, bytes]:
    """Return the reply that says a content."""
    return 200, json.dumps({"choices": [{"message": {"content": content, **more}}]}).encode()
