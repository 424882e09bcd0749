"""Inputs: files, folders and tables; bad ones become failures and leave the others unharmed."""

from __future__ import annotations

import datetime as dt
import gzip
import json
from pathlib import Path

import pytest
from zhfacts.errors import ZhfactsError
from zhfacts.model import Failure
from zhfacts.read import Columns, Source, documents, sources

TEXT = "江滨市一季度经济平稳运行\n江滨市统计局昨日公布，一季度全市地区生产总值达320亿元，同比增长6.5%。\n"


def read(*inputs: Path, column: str | None = None) -> tuple[dict[str, Source], dict[str, str]]:
    found = list(sources(inputs, Columns(column)))
    good = {s.file: s for s in found if isinstance(s, Source)}
    return good, {f.file: f.reason for f in found if isinstance(f, Failure)}


def test_a_missing_path_is_told_before_anything_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    with pytest.raises(ZhfactsError, match=r"nothing\.txt: no such file"):
        sources([tmp_path / "a.txt", tmp_path / "nothing.txt"])


def test_bad_files_leave_the_others_unharmed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "blank.txt").write_bytes(b" \n\n")
    (tmp_path / "page.txt").write_bytes(b"%PDF-1.7 ...")
    (tmp_path / "noise.txt").write_bytes(bytes(range(256)) * 20)
    (tmp_path / "torn.jsonl.gz").write_bytes(gzip.compress(TEXT.encode())[:30])
    good, bad = read(tmp_path)
    assert list(good) == ["a.txt"]
    assert bad["empty.txt"] == bad["blank.txt"] == "empty file"
    assert bad["page.txt"] == "binary file (PDF)" and bad["noise.txt"].startswith("binary file")
    assert bad["torn.jsonl.gz"].startswith("cannot be read")


def test_folders_are_read_in_order_with_their_subfolders_and_without_papers(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "sub/c.txt", "README.md", "SOURCES.md", ".hidden.txt", "image.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    good, bad = read(tmp_path)
    assert [(s.file, s.id) for s in good.values()] == [("a.md", "a"), ("b.txt", "b"), ("sub/c.txt", "sub/c")]
    assert not bad


def test_names_and_ids_are_unique_and_a_file_is_read_once(tmp_path: Path) -> None:
    for name in ("x/a.txt", "y/a.txt", "y/a.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    good, _ = read(tmp_path / "x/a.txt", tmp_path / "x", tmp_path / "y")
    assert [(s.file, s.id) for s in good.values()] == [("a.txt", "a"), ("a.md", "a~2"), ("a.txt~2", "a~3")]


def test_an_empty_folder_is_a_failure(tmp_path: Path) -> None:
    assert list(read(tmp_path)[1].values()) == ["no text or table files in this folder"]


def test_rows_of_a_jsonl_file(tmp_path: Path) -> None:
    rows = [
        json.dumps({"text": TEXT, "title": "快讯", "date": "2024-05-06T08:00:00", "id": "n1"}),
        "{broken",
        "",
        json.dumps({"text": TEXT}),
        json.dumps({"text": " "}),
        json.dumps({"words": TEXT}),
        json.dumps([1]),
    ]
    path = tmp_path / "news.jsonl"
    path.write_text("\n".join(rows), encoding="utf-8")
    good, bad = read(path)
    assert [(s.file, s.id, s.title, s.date) for s in good.values()] == [
        ("news.jsonl#1", "n1", "快讯", dt.date(2024, 5, 6)),
        ("news.jsonl#4", "news#4", None, None),
    ]
    assert set(bad) == {"news.jsonl#2", "news.jsonl#5", "news.jsonl#6", "news.jsonl#7"}
    assert bad["news.jsonl#6"] == "no column 'text'; there are: words"
    (document,) = documents(good["news.jsonl#1"])
    assert (document.title, document.date, document.raw) == ("快讯", dt.date(2024, 5, 6), TEXT)


@pytest.mark.parametrize(("name", "mark"), [("t.csv", ","), ("t.tsv", "\t"), ("t.csv.gz", ",")])
def test_rows_of_csv_and_tsv(tmp_path: Path, name: str, mark: str) -> None:
    data = f'编号{mark}正文{mark}日期\n7{mark}"第一段，\n第二段。"{mark}2024年5月6日\n'.encode("gb18030")
    (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    good, bad = read(tmp_path / name)
    assert [(s.file, s.id, s.raw, s.date) for s in good.values()] == [
        (f"{name}#1", "7", "第一段，\n第二段。", dt.date(2024, 5, 6))
    ]
    assert not bad


def test_the_text_column_can_be_named(tmp_path: Path) -> None:
    (tmp_path / "t.json").write_text(json.dumps([{"报道": TEXT}, {"报道": TEXT}]), encoding="utf-8")
    good, bad = read(tmp_path / "t.json", column="报道")
    assert list(good) == ["t.json#1", "t.json#2"] and not bad
