"""The loop that users live in: run, export to a tool, correct, import as gold, measure what was corrected."""

import json
from pathlib import Path

import pytest
from zhfacts import cli

from .fast import OPTIONS

TEXT = "2024年，深圳市新增企业3200家，同比增长5.2%。广州市常住人口达1887万人。\n"


def call(monkeypatch: pytest.MonkeyPatch, *args: object) -> None:
    monkeypatch.setattr("sys.argv", ["zhfacts", *map(str, args)])
    with pytest.raises(SystemExit) as stop:
        cli.main()
    assert not stop.value.code


def test_one_changed_label_is_all_that_evaluate_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    raw, out = tmp_path / "raw", tmp_path / "out"
    raw.mkdir()
    (raw / "a.txt").write_text(TEXT, encoding="utf-8")
    call(monkeypatch, "run", raw, "-o", out, *OPTIONS)
    call(monkeypatch, "export", out, "--to", "labelstudio", "--target", tmp_path / "tasks")
    (task,) = json.loads((tmp_path / "tasks" / "tasks.json").read_text(encoding="utf-8"))
    result = task["predictions"][0]["result"]
    label = next(r for r in result if r["type"] == "labels" and r["value"]["text"] == "深圳市")
    label["value"]["labels"] = ["LOC"]
    done = [{**task, "annotations": [{"id": 1, "result": result}]}]
    (tmp_path / "export.json").write_text(json.dumps(done), encoding="utf-8")
    gold = tmp_path / "gold"
    call(monkeypatch, "import", tmp_path / "export.json", "--from", "labelstudio", "-o", gold, "--raw", raw)
    capsys.readouterr()
    call(monkeypatch, "evaluate", gold, out, "--json")
    found = json.loads(capsys.readouterr().out)["measures"]
    assert found["strong_mention_match"]["f"] == 1
    assert found["strong_typed_mention_match"]["f"] == 0.5
    for name in ("quantity", "period", "fact_core", "fact_full", "fact_joint"):
        assert found[name]["f"] == 1, name


def test_a_quantity_that_a_person_only_marks_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    row = {"text": "就业人数达120万人", "label": [[5, 10, "CARDINAL"], [0, 2, "CARDINAL"]]}
    (tmp_path / "a.jsonl").write_text(json.dumps(row), encoding="utf-8")
    call(monkeypatch, "import", tmp_path / "a.jsonl", "--from", "doccano", "-o", tmp_path / "gold")
    (path,) = (tmp_path / "gold").glob("*.json")
    work, people = json.loads(path.read_text(encoding="utf-8"))["articles"][0]["quantities"]
    assert (people["value"], people["unit"]) == ("1200000", "人")
    assert (work["value"], work["unit"]) == (None, None)
