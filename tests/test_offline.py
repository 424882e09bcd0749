"""No network call but to a server that the user names: every command with every way out of the machine closed."""

import datetime as dt
import socket
from pathlib import Path
from typing import Any, NoReturn

import pytest
from zhfacts import Settings, run_corpus


def closed(*args: Any, **kwargs: Any) -> NoReturn:
    raise AssertionError("a socket was opened")


class Closed(socket.socket):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        closed()


def test_no_socket_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "socket", Closed)
    for name in ("create_connection", "getaddrinfo", "gethostbyname"):
        monkeypatch.setattr(socket, name, closed)
    body = "2024年，广州市新增企业3200家，同比增长5.2%。市长王伟介绍，深圳市出口额达35亿元。"
    (tmp_path / "a.txt").write_text(body, encoding="utf-8")
    page = f"<html><head><title>新增企业</title></head><body><article>{f'<p>{body}</p>' * 4}</article></body></html>"
    (tmp_path / "b.html").write_text(page, encoding="utf-8")
    fresh = Settings(date=dt.date(2025, 1, 1))  # no test before has loaded a pipeline with these
    report = run_corpus([tmp_path], tmp_path / "out", fresh)
    assert (report.counts["articles"], report.failures) == (2, [])
