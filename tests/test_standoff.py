"""Annotations without text: packed and laid over the raw news again they are the gold that they were."""

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SPANS = ("start", "end", "text", "label", "entity", "value", "unit", "modifier", "start_date", "end_date")


def script(name: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / f"scripts/{name}_standoff.py"), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True)


@pytest.fixture
def folders(tmp_path: Path) -> Path:
    for name in ("gold", "raw", "bulk"):
        (tmp_path / name).mkdir()
    path = next(p for p in sorted((ROOT / "annotations").glob("*.json")) if "file" in json.loads(p.read_text("utf-8")))
    gold = json.loads(path.read_text(encoding="utf-8"))
    (tmp_path / "gold" / path.name).write_text(json.dumps(gold), encoding="utf-8")
    text = (ROOT / "corpus" / gold["file"]).read_text(encoding="utf-8")
    (tmp_path / "raw" / gold["file"]).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("around", ["", "前文。\n"])
def test_what_is_packed_is_unpacked(folders: Path, around: str) -> None:
    (raw,) = (folders / "raw").iterdir()
    with gzip.open(folders / "bulk/news_2023.jsonl.gz", "wt", encoding="utf-8") as bulk:
        bulk.write(json.dumps({"text": around + raw.read_text(encoding="utf-8") + around}) + "\n")
    packed = script("pack", folders / "gold", folders / "raw", folders / "bulk")
    (folders / "standoff.jsonl").write_text(packed.stdout, encoding="utf-8")
    assert script("unpack", folders / "standoff.jsonl", folders / "bulk", folders / "again").returncode == 0
    (before,), (after,) = (
        [json.loads(p.read_text("utf-8")) for p in f.iterdir()] for f in (folders / "gold", folders / "again/gold")
    )
    for old, new in zip(before["articles"], after["articles"], strict=True):
        for layer in ("mentions", "quantities", "times"):
            assert [[x.get(k) for k in SPANS] for x in new[layer]] == [[x.get(k) for k in SPANS] for x in old[layer]]
        facts = [
            [{**f, "id": None, "subject_text": f["subject"] or f["subject_text"]} for f in a["facts"]]
            for a in (old, new)
        ]
        assert facts[0] == facts[1]
        assert new["roles"] == old["roles"]


def test_a_text_that_is_nowhere_is_told(folders: Path) -> None:
    found = script("pack", folders / "gold", folders / "raw", folders / "bulk")
    assert found.returncode == 2 and "its text is in no file" in found.stderr
