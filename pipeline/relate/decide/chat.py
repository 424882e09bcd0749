"""Asks a language model on a server of the user's own one question with lettered answers, and keeps what it answers.

The server speaks the protocol of OpenAI's chat completions, as ollama, llama.cpp and vLLM do. Standard library only; no
proxy is used, no redirect followed.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ...errors import OptionError, OutputError

NONE = "none"
"""The answer that no option is right."""
LARGEST = 1 << 20
"""Bytes of an answer that are read at most."""
PATIENCE = 3
"""After so many questions in a row that the server let wait, it is not asked again by this process."""
KEY = "ZHFACTS_ASK_KEY"
"""The variable of the environment that holds a key for the server, if it wants one."""


def _cache() -> Path:
    """Return where answers are kept if the user names no folder."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "zhfacts" / "asked"


@dataclass(frozen=True)
class Ask:
    """Which server to ask about unsure facts, by its URL (http://localhost:11434/v1), and for which of its models.

    Asked is about facts with a score less than `below`. `cache` is the folder that keeps the answers, `timeout` the
    seconds that one answer may take.
    """

    url: str
    model: str
    below: float = 0.5
    cache: Path = field(default_factory=_cache)
    timeout: float = 60.0

    def __post_init__(self) -> None:
        try:
            parts = urlsplit(self.url)
            known = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        except ValueError:
            known = False
        if not known or parts.query or parts.fragment:
            raise OptionError(f"ask: {self.url!r} is no address of a server: http://HOST:PORT/v1 is meant")
        if parts.username or parts.password:
            raise OptionError(f"ask: a key does not belong into the address; set {KEY}")
        if not self.model.strip():
            raise OptionError("ask: name the server's model (--ask-model)")
        if not 0 < self.below <= 1:
            raise OptionError(f"ask: below {self.below:g} is no score; give more than 0, at most 1")
        if not self.timeout > 0:
            raise OptionError(f"ask: {self.timeout:g} seconds is nothing; give more")

    def described(self) -> dict[str, str | None]:
        """Return what a run depends on of it, by names of settings."""
        return {"ask": self.url, "ask_model": self.model, "ask_below": f"{self.below:g}"}

    @property
    def address(self) -> str:
        """The address of the server's chat completions."""
        base = self.url.rstrip("/")
        return base if base.endswith("/chat/completions") else f"{base}/chat/completions"


class NoAnswer(Exception):  # noqa: N818
    """The server gave no answer that could be taken; the message says why in a word or two."""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Follows no redirect: what is asked goes to the user's own server and nowhere else."""

    def redirect_request(self, *args: Any, **given: Any) -> None:
        """Refuse."""


class Chat:
    """Asks a server, or answers from what it said before."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect())
        self._late = 0
        try:
            ask.cache.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(f"ask: cannot keep answers in {ask.cache}: {error.strerror or error}") from None

    def choose(self, instruction: str, question: str, letters: Sequence[str]) -> str:
        """Return the letter that the server chooses, or `NONE`; raises NoAnswer where it does not."""
        body = json.dumps(_request(self._ask.model, instruction, question, letters), ensure_ascii=False).encode()
        kept = self._ask.cache / f"{hashlib.sha256(body).hexdigest()}.json"
        allowed = (*letters, NONE)
        if (known := _kept(kept)) in allowed:
            return str(known)
        choice = _choice(self._answer(body))
        if choice not in allowed:
            raise NoAnswer("chose what is no candidate")
        self._keep(kept, choice)
        return choice

    def _answer(self, body: bytes) -> bytes:
        """Return what the server answers to a request."""
        if self._late >= PATIENCE:
            raise NoAnswer("timed out")
        headers = {"Content-Type": "application/json"}
        if key := os.environ.get(KEY):
            headers["Authorization"] = f"Bearer {key}"
        request = urllib.request.Request(self._ask.address, body, headers)
        try:
            with self._opener.open(request, timeout=self._ask.timeout) as response:
                content = self._content(response)
        except urllib.error.HTTPError as error:
            error.close()
            raise NoAnswer(f"status {error.code}") from None
        except TimeoutError:
            self._late += 1
            raise NoAnswer("timed out") from None
        except urllib.error.URLError as error:
            if isinstance(error.reason, TimeoutError):
                self._late += 1
                raise NoAnswer("timed out") from None
            raise NoAnswer(f"cannot be reached at {self._ask.url}") from None
        except (OSError, ValueError) as error:
            raise NoAnswer(f"broke off: {type(error).__name__}") from None
        self._late = 0
        return content

    def _content(self, response: Any) -> bytes:
        """Return the bytes of a response that is not too long and does not take too long."""
        end = time.monotonic() + self._ask.timeout
        content = b""
        while part := response.read1(1 << 16):
            content += part
            if len(content) > LARGEST:
                raise NoAnswer("answered too much")
            if time.monotonic() > end:
                raise TimeoutError
        return content

    def _keep(self, path: Path, choice: str) -> None:
        """Keep an answer; where the disk refuses it, it is asked for again another time."""
        new = path.with_suffix(f".{os.getpid()}")
        try:
            new.write_text(json.dumps({"model": self._ask.model, "choice": choice}), encoding="utf-8")
            new.replace(path)
        except OSError:
            new.unlink(missing_ok=True)


def _request(model: str, instruction: str, question: str, letters: Sequence[str]) -> Mapping[str, Any]:
    """Return the body of a request whose answer can only be one of the letters or `NONE`."""
    schema = {
        "type": "object",
        "properties": {"choice": {"type": "string", "enum": [*letters, NONE]}},
        "required": ["choice"],
        "additionalProperties": False,
    }
    return {
        "model": model,
        "messages": [{"role": "system", "content": instruction}, {"role": "user", "content": question}],
        "temperature": 0,
        "seed": 1,
        "response_format": {"type": "json_schema", "json_schema": {"name": "choice", "strict": True, "schema": schema}},
    }


def _choice(answer: bytes) -> str:
    """Return what a server's answer chooses."""
    try:
        message = json.loads(answer)["choices"][0]["message"]
        if message.get("refusal") or not message.get("content"):
            raise NoAnswer("refused")
        choice = json.loads(message["content"])["choice"]
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise NoAnswer("no JSON as asked for") from None
    return str(choice)


def _kept(path: Path) -> object:
    """Return the choice that is kept in a file, None where there is none or the file is damaged."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))["choice"]
    except (OSError, ValueError, LookupError, TypeError):
        return None
