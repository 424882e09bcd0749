"""The command that trains the rankers: its arguments, what it refuses, and how far it trusts a reader."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

pytest.importorskip("scipy")
from zhfacts.relate.decide.deciders import Rankers
from zhfacts.train.facts import __main__ as command
from zhfacts.train.facts.plan import Hyperparameters

from .made import Adviser, lesson


def test_arguments() -> None:
    options = command.parser().parse_args(["g:r", "h:s", "--also", "a:b", "-o", "model.json"])
    assert (options.data, options.also, options.output) == (["g:r", "h:s"], ["a:b"], Path("model.json"))
    assert (options.folds, options.also_weight, options.held_out) == (5, 1.0, Hyperparameters.held_out)


@pytest.mark.parametrize(("data", "why"), [("gold", "GOLD:RAW is meant"), ("none:none", "holds no gold files")])
def test_what_cannot_be_learned_from(
    data: str, why: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["facts", data])
    assert command.main() == 2
    error = capsys.readouterr().err
    assert why in error and error.count("\n") == 1


def test_the_model_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(command, "lessons_of", lambda gold, raw, **how: [lesson()])
    model = tmp_path / "model.json"
    monkeypatch.setattr(sys, "argv", ["facts", "gold:raw", "--folds", "0", "-o", str(model)])
    assert command.main() == 0
    assert "subject: the gold is an option in 1.000 of 2" in capsys.readouterr().out
    weights = json.loads(model.read_text(encoding="utf-8"))
    assert {"subject", "time", "indicator", "score"} <= weights.keys() and Rankers(weights)


def test_a_reader_is_trusted_by_what_is_held_out(capsys: pytest.CaptureFixture[str]) -> None:
    taught = lesson()
    held, pairs = command.with_reader([taught], [0], {}, Adviser(taught, 3.0))
    assert pairs["subject"][1] > 0 and "subject: own" in capsys.readouterr().out
    (article,) = held
    assert [f["subject"] for f in article.article["facts"]][:2] == ["GPE:绵阳市", "GPE:德阳市"]
