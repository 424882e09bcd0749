"""The web application: the page, its parts, and the requests by which it reads and saves; `guard` says who may ask."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.resources import files
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ..errors import ZhfactsError
from .guard import Guard
from .session import Session, Stale
from .vocabulary import page_vocabulary

LIMIT = 64 * 1024 * 1024
"""Longest request body, in bytes."""
_TYPES = {"html": "text/html", "js": "text/javascript", "css": "text/css", "txt": "text/plain"}


def application(session: Session, token: str, port: int) -> Starlette:
    """Return the application of a session that answers under /TOKEN/ to a browser on this machine."""
    pages = _Answers(session)
    routes = [
        Route("/", _asset_answer, methods=["GET"]),
        Route("/assets/{name}", _asset_answer, methods=["GET"]),
        Route("/api/start", pages.start, methods=["GET"]),
        Route("/api/articles", pages.articles, methods=["GET"]),
        Route("/api/article", pages.article, methods=["GET"]),
        Route("/api/article", pages.save, methods=["PUT"]),
        Route("/api/withdraw", pages.withdraw, methods=["POST"]),
        Route("/api/entities", pages.entities, methods=["GET"]),
        Route("/api/words", pages.words, methods=["GET"]),
    ]
    return Starlette(
        routes=routes,
        middleware=[Middleware(Guard, token=token, port=port)],
        exception_handlers={ZhfactsError: _refused, HTTPException: _missing},
    )


async def _asset_answer(request: Request) -> Response:
    """Answer with the page or one of its parts, by its bare name."""
    name = request.path_params.get("name", "index.html")
    kind = _TYPES.get(name.rpartition(".")[2])
    asset = files(__package__) / "assets" / name
    if kind is None or "/" in name or "\\" in name or name.startswith(".") or not asset.is_file():
        raise HTTPException(404)
    return Response(asset.read_bytes(), media_type=f"{kind}; charset=utf-8")


class _Answers:
    """The answers that come from a session, whose work is done in threads: no window waits for another."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def start(self, request: Request) -> Response:
        """Answer with what the page needs once: vocabulary, places, articles."""
        session = self._session
        places = {"extract": str(session.index.out), "gold": str(session.gold.path)}
        listing = await run_in_threadpool(session.listing)
        return JSONResponse(page_vocabulary() | places | {"articles": listing})

    async def articles(self, request: Request) -> Response:
        """Answer with the articles and their states."""
        return await _answer(self._session.listing)

    async def article(self, request: Request) -> Response:
        """Answer with one article."""
        return await _answer(self._session.open, _asked(request, "id"))

    async def save(self, request: Request) -> Response:
        """Keep what the page sends of one article."""
        return await _answer(self._session.save, _asked(request, "id"), await _sent(request))

    async def withdraw(self, request: Request) -> Response:
        """Take one article out of the gold."""
        sent = await _sent(request)
        return await _answer(self._session.withdraw, _asked(request, "id"), str(sent.get("revision")))

    async def entities(self, request: Request) -> Response:
        """Answer with the entities that some words may mean."""
        return await _answer(self._session.entities, _asked(request, "words"))

    async def words(self, request: Request) -> Response:
        """Answer with how the words of a new mark read."""
        asked = request.query_params
        return await _answer(
            self._session.read_words, _asked(request, "words"), asked.get("label", ""), asked.get("date")
        )


async def _answer(work: Callable[..., Any], *given: Any) -> Response:
    return JSONResponse(await run_in_threadpool(work, *given))


def _asked(request: Request, name: str) -> str:
    value = request.query_params.get(name)
    if value is None:
        raise HTTPException(400, f"{name} is missing")
    return value


async def _sent(request: Request) -> dict[str, Any]:
    """Return the JSON object in the body of a request."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise HTTPException(415, "JSON is meant")
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > LIMIT:
            raise HTTPException(413, "too long")
    try:
        content = json.loads(body)
        json.dumps(content, ensure_ascii=False, allow_nan=False).encode()  # no infinite number, no half of a character
    except ValueError:
        content = None
    if not isinstance(content, dict) or not isinstance(content.get("document", {}), dict):
        raise HTTPException(400, "a JSON object is meant")
    return content


async def _refused(request: Request, error: Exception) -> Response:
    """Answer with the line of an error of ours: 409 where the page is behind, else 400."""
    return JSONResponse({"error": str(error)}, status_code=409 if isinstance(error, Stale) else 400)


async def _missing(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    return JSONResponse({"error": getattr(error, "detail", "")}, status_code=status)
