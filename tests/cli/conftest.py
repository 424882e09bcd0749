"""What tests of the commands share: the program as a user types it."""

import sys

import pytest
from zhfacts import cli


def zhfacts(*args: object, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    monkeypatch.setattr(sys, "argv", ["zhfacts", *map(str, args)])
    with pytest.raises(SystemExit) as stop:
        cli.main()
    shown = capsys.readouterr()
    return int(stop.value.code or 0), shown.out, shown.err


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    return lambda *args: zhfacts(*args, monkeypatch=monkeypatch, capsys=capsys)
