"""A server of the user's own chooses among candidates, and whatever else it does changes nothing."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from zhfacts import Settings, cli, load, read_extract, run_corpus
from zhfacts.errors import OptionError
from zhfacts.relate import Ask
from zhfacts.relate.decide import chat

from .server import Server, letters, running, saying

TEXT = (
    "远东公司与云山集团去年在绵阳市建成充电站26个，投入资金3亿元，同比增长5.2%。公司还新增员工1200人。"
    "成都市和德阳市的产量分别达到300万吨，销量比上年多12万吨。"
)
FACT = ("subject", "subject_text", "indicator", "aspect", "time")


def second(body: Any) -> tuple[int, bytes]:
    """Choose the second candidate, or the last one where there is no second."""
    return saying(json.dumps({"choice": letters(body)[:-1][:2][-1]}))


@pytest.fixture
def server() -> Iterator[Any]:
    with ExitStack() as stack:
        yield lambda reply: stack.enter_context(running(reply))


def settings(server: Server, cache: Path, **more: Any) -> Settings:
    return Settings(facts="fast", names="lexicon", ask=Ask(server.url, "toy", 1.0, cache, **more))


def plain() -> Any:
    return load(Settings(facts="fast", names="lexicon"))(TEXT, date="2024-03-05")


def core(fact: Any) -> tuple[Any, ...]:
    return tuple(getattr(fact, name) for name in FACT)


def test_an_answer_chooses_among_the_candidates(server: Any, tmp_path: Path) -> None:
    one = server(second)
    before, after = plain(), load(settings(one, tmp_path))(TEXT, date="2024-03-05")
    assert [core(f) for f in before.facts] != [core(f) for f in after.facts]
    for fact in after.facts:
        assert "subject=asked:toy" in fact.rule or "indicator=asked:toy" in fact.rule
        assert fact.score is None
        assert all(TEXT[e.start : e.end] for e in fact.evidence)
    entities = {m.entity for m in after.mentions}
    assert all(f.subject in entities for f in after.facts if f.subject)
    path, body = one.asked[0]
    assert path == "/v1/chat/completions" and body["model"] == "toy" and letters(body)[-1] == "none"
    assert "【26个】" in body["messages"][1]["content"]


def test_the_best_option_confirms_what_was_chosen(server: Any, tmp_path: Path) -> None:
    after = load(settings(server(lambda body: saying('{"choice": "A"}')), tmp_path))(TEXT, date="2024-03-05")
    assert [core(f) for f in plain().facts] == [core(f) for f in after.facts]
    assert any("asked:toy" in f.rule and f.score is None for f in after.facts)


def late(body: Any) -> tuple[int, bytes]:
    time.sleep(0.5)
    return second(body)


BAD = {
    "none of them right": lambda body: saying('{"choice": "none"}'),
    "without an answer (no JSON as asked for)": lambda body: saying("我选择 A"),
    "without an answer (chose what is no candidate)": lambda body: saying('{"choice": "Z"}'),
    "without an answer (refused)": lambda body: saying(None, refusal="no"),
    "without an answer (status 500)": lambda body: (500, b"broken"),
    "without an answer (status 302)": lambda body: (302, b""),
    "without an answer (answered too much)": lambda body: (200, b" " * (chat.LARGEST + 1)),
    "without an answer (timed out)": late,
}


@pytest.mark.parametrize("what", BAD)
def test_without_an_answer_all_stays_and_is_counted(what: str, server: Any, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    given = settings(server(BAD[what]), tmp_path / "cache", timeout=0.1 if BAD[what] is late else 10)
    report = run_corpus([tmp_path / "a.txt"], tmp_path / "out", given)
    run_corpus([tmp_path / "a.txt"], tmp_path / "plain", Settings(facts="fast", names="lexicon"))
    assert set(report.asked) == {what} and report.asked[what] > 3 and report.failures == []
    assert f"asked: {report.asked[what]} {what}" in list(report.lines())
    found = [read_extract(tmp_path / x).facts.to_csv() for x in ("out", "plain")]
    assert found[0] == found[1]


def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    ask = Ask("http://127.0.0.1:1/v1", "toy", 1.0, tmp_path / "cache")
    report = run_corpus([tmp_path / "a.txt"], tmp_path / "out", Settings(facts="fast", names="lexicon", ask=ask))
    assert set(report.asked) == {"without an answer (cannot be reached at http://127.0.0.1:1/v1)"}


def test_an_answer_is_asked_for_once(server: Any, tmp_path: Path) -> None:
    one = server(second)
    first = load(settings(one, tmp_path))(TEXT, date="2024-03-05")
    number = len(one.asked)
    again = load(settings(one, tmp_path, timeout=61))(TEXT, date="2024-03-05")
    assert first.facts == again.facts and len(one.asked) == number > 3
    for kept in tmp_path.glob("*.json"):
        kept.write_text("{")
    assert load(settings(one, tmp_path, timeout=62))(TEXT, date="2024-03-05").facts == first.facts
    assert len(one.asked) == 2 * number


def test_workers_change_nothing(server: Any, tmp_path: Path) -> None:
    one = server(second)
    for n in range(4):
        (tmp_path / f"{n}.txt").write_text(TEXT.replace("26", f"2{n}"), encoding="utf-8")
    inputs = sorted(tmp_path.glob("*.txt"))
    reports = [
        run_corpus(inputs, tmp_path / f"out{n}", settings(one, tmp_path / f"cache{n}"), workers=n) for n in (1, 2)
    ]
    assert reports[0].asked == reports[1].asked and reports[0].asked["chosen"] > 10
    for name in ("articles.jsonl", "facts.csv", "run.json"):
        assert (tmp_path / "out1" / name).read_bytes() == (tmp_path / "out2" / name).read_bytes()
    told = json.loads((tmp_path / "out1" / "run.json").read_text(encoding="utf-8"))["settings"]
    assert (told["ask"], told["ask_model"], told["ask_below"]) == (one.url, "toy", "1")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--ask", "localhost", "--ask-model", "toy"], "no address of a server"),
        (["--ask", "file:///etc/passwd", "--ask-model", "toy"], "no address of a server"),
        (["--ask", "http://me:secret@localhost/v1", "--ask-model", "toy"], "a key does not belong"),
        (["--ask", "http://localhost/v1"], "name the server's model"),
        (["--ask", "http://localhost/v1", "--ask-model", "toy", "--ask-below", "2"], "below 2 is no score"),
        (["--ask-model", "toy"], "--ask-model needs the server's address"),
    ],
)
def test_options_that_cannot_be_followed(
    options: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    argv = ["zhfacts", "run", str(tmp_path / "a.txt"), "-o", str(tmp_path / "out"), *options]
    monkeypatch.setattr("sys.argv", argv)
    with pytest.raises(SystemExit) as stop:
        cli.main()
    error = capsys.readouterr().err
    assert stop.value.code == 2 and error.count("\n") == 1 and said in error


def test_an_address_may_be_whole() -> None:
    assert Ask("http://h:1/v1/", "m").address == Ask("http://h:1/v1/chat/completions", "m").address
    with pytest.raises(OptionError, match="seconds is nothing"):
        Ask("http://h:1/v1", "m", timeout=0)
