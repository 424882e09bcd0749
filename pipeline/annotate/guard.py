"""Who may ask: only a browser on this machine that was given the address with its token, and only for its own page."""

from __future__ import annotations

import secrets

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""The content security policy: nothing but the page's own files runs, loads or is asked."""
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Guard:
    """Middleware that lets a request pass if its Host is this server, its path begins with the token, and no other site
    sent it; takes the token off the path and adds HEADERS to every answer.

    A name that an attacker points at 127.0.0.1 (DNS rebinding) fails by its Host, a guess by the token, a form or a
    script of another site by its Origin. No header ever allows another site to read an answer.
    """

    def __init__(self, app: ASGIApp, token: str, port: int) -> None:
        self._app = app
        self._token = token.encode()
        self._hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request pass, or answer it with a refusal."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        headers = Headers(scope=scope)
        origin = headers.get("origin")
        _, _, rest = scope["path"].partition("/")
        token, slash, path = rest.partition("/")
        if headers.get("host") not in self._hosts:
            refusal = PlainTextResponse("this server answers to 127.0.0.1 only", 403)
        elif not secrets.compare_digest(token.encode("utf-8", "surrogatepass"), self._token):
            refusal = PlainTextResponse("not found: use the address that zhfacts annotate printed", 404)
        elif origin is not None and origin not in {f"http://{host}" for host in self._hosts}:
            refusal = PlainTextResponse("asked by another site", 403)
        elif not slash:
            refusal = PlainTextResponse("moved", 307, {"Location": f"/{token}/"})
        else:
            scope = {**scope, "path": f"/{path}", "raw_path": f"/{path}".encode()}
            await self._app(scope, receive, sent)
            return
        await refusal(scope, receive, sent)
