"""The whole loop: run, correct in a tool, import as gold, measure, train on it, run with what was trained."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from zhfacts import Settings, cli, load, read_extract

from ..fast import OPTIONS

pytest.importorskip("scipy")

PLACES = ("绵阳市", "德阳市", "广元市", "遂宁市", "内江市", "乐山市")
TEXT = "{place}统计快报\n\n2023年，{place}新增企业{n}200家，投入资金{n}亿元，吸引游客{n}00万人次。\n"


def call(monkeypatch: pytest.MonkeyPatch, *args: object) -> None:
    monkeypatch.setattr("sys.argv", ["zhfacts", *map(str, args)])
    with pytest.raises(SystemExit) as stop:
        cli.main()
    assert not stop.value.code


def corrected(folder: Path) -> None:
    """Correct gold: what this user's articles tell is planned."""
    for path in folder.glob("*.json"):
        content = json.loads(path.read_text(encoding="utf-8"))
        for article in content["articles"]:
            article["facts"] = [{**fact, "status": "planned"} for fact in article["facts"]]
        path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def relabelled(task: dict[str, Any]) -> dict[str, Any]:
    """Return a task as a person submits it who takes 绵阳市 for another kind of name."""
    result = task["predictions"][0]["result"]
    for region in result:
        if region["type"] == "labels" and region["value"]["text"] == PLACES[0]:
            region["value"]["labels"] = ["LOC"]
    return {**task, "annotations": [{"id": 1, "result": result}]}


def test_the_loop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    raw, out, gold, model = (tmp_path / name for name in ("raw", "out", "gold", "model"))
    raw.mkdir()
    for n, place in enumerate(PLACES, 1):
        (raw / f"{n}.txt").write_text(TEXT.format(place=place, n=n), encoding="utf-8")
    call(monkeypatch, "run", raw, "-o", out, *OPTIONS)
    assert set(read_extract(out).facts["status"]) == {"actual"}
    call(monkeypatch, "export", out, "--to", "labelstudio", "--target", tmp_path / "tasks")
    tasks = json.loads((tmp_path / "tasks/tasks.json").read_text(encoding="utf-8"))
    (tmp_path / "done.json").write_text(json.dumps([relabelled(task) for task in tasks]), encoding="utf-8")
    call(monkeypatch, "import", tmp_path / "done.json", "--from", "labelstudio", "-o", gold, "--raw", raw)
    capsys.readouterr()
    call(monkeypatch, "evaluate", gold, out, "--json")
    found = json.loads(capsys.readouterr().out)["measures"]
    same = ("strong_mention_match", "quantity", "period", "fact_core", "fact_full", "fact_joint")
    assert {name: found[name]["f"] for name in same} == dict.fromkeys(same, 1)
    assert 0.8 < found["strong_typed_mention_match"]["f"] < 1
    corrected(gold)
    call(monkeypatch, "check", gold, "--raw", raw)
    call(monkeypatch, "train", gold, "--raw", raw, "-o", model, "--what", "facts", "--fast")
    told = re.search(r"fact_full (\S+) -> (\S+)\n", capsys.readouterr().out)
    assert told and float(told[1]) == 0 and float(told[2]) > 0.5
    call(monkeypatch, "run", raw, "-o", tmp_path / "new", *OPTIONS, "--model", model)
    assert set(read_extract(tmp_path / "new").facts["status"]) == {"planned"}
    settings = json.loads((tmp_path / "new/run.json").read_text(encoding="utf-8"))["settings"]
    assert settings["model"] == "model"
    article = load(Settings(facts="fast", names="lexicon"), model=model)(TEXT.format(place="自贡市", n=7))
    assert {f.status for f in article.facts} == {"planned"}
