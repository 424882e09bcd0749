"""One question with lettered answers: what is sent, which answers are taken, and what is kept of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from zhfacts.relate.decide.chat import KEY, NONE, Ask, Chat, NoAnswer

from .server import letters, running, saying

QUESTION = ("choose", "who?", ["A", "B"])


def chosen(reply: Any, cache: Path) -> str:
    """Return what a new chat with a server makes of its reply."""
    with running(reply) as server:
        return Chat(Ask(server.url, "toy", cache=cache)).choose(*QUESTION)


def test_the_answers_are_the_letters_or_none(tmp_path: Path) -> None:
    asked: list[Any] = []
    assert chosen(lambda body: asked.append(body) or saying('{"choice": "B"}'), tmp_path) == "B"
    (body,) = asked
    assert letters(body) == ["A", "B", NONE]
    assert (body["model"], body["temperature"]) == ("toy", 0)
    assert [m["content"] for m in body["messages"]] == ["choose", "who?"]
    assert chosen(lambda body: saying('{"choice": "none"}'), tmp_path / "other") == NONE


REFUSED = {
    "no JSON as asked for": ['{"choices": []}', "[]", "", '{"choices": [{"message": {"content": "A"}}]}'],
    "refused": ['{"choices": [{"message": {"content": null}}]}', '{"choices": [{"message": {"refusal": "no"}}]}'],
    "chose what is no candidate": ['{"choices": [{"message": {"content": "{\\"choice\\": 7}"}}]}'],
}


@pytest.mark.parametrize(("why", "content"), [(why, content) for why, of in REFUSED.items() for content in of])
def test_what_is_no_answer_is_not_kept(why: str, content: str, tmp_path: Path) -> None:
    with pytest.raises(NoAnswer, match=why):
        chosen(lambda body: (200, content.encode()), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_kept_answer_needs_no_server(tmp_path: Path) -> None:
    with running(lambda body: saying('{"choice": "A"}')) as server:
        ask = Ask(server.url, "toy", cache=tmp_path)
        assert Chat(ask).choose(*QUESTION) == "A"
    (kept,) = tmp_path.iterdir()
    assert json.loads(kept.read_text(encoding="utf-8")) == {"model": "toy", "choice": "A"}
    assert Chat(ask).choose(*QUESTION) == "A"
    with pytest.raises(NoAnswer, match=f"cannot be reached at {ask.url}"):
        Chat(ask).choose("choose", "whom?", ["A", "B"])


def test_the_key_goes_into_the_head(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY, "secret")
    with running(lambda body: saying('{"choice": "A"}')) as server:
        handler = server.RequestHandlerClass
        heads: list[Any] = []
        monkeypatch.setattr(handler, "parse_request", _noting(handler.parse_request, heads))
        Chat(Ask(server.url, "toy", cache=tmp_path)).choose(*QUESTION)
    assert heads == ["Bearer secret"]


def _noting(parse: Any, heads: list[Any]) -> Any:
    def parsed(self: Any) -> Any:
        done = parse(self)
        heads.append(self.headers["Authorization"])
        return done

    return parsed
