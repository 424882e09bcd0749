"""Inputs of many forms to articles: the cases of tests/cases/inputs.jsonl, and what lies in folders and documents."""

from __future__ import annotations

import gzip
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from zhfacts.model import Failure
from zhfacts.read import Columns, Source, inputs, pieces, sources
from zhfacts.read.sniffing import ending_of

from ..rows import cases
from .samples import FEED, FRONT, archive, pdf, sheet

SENTENCES = {
    "@": "江滨市统计局昨日公布，一季度全市地区生产总值达320亿元，同比增长6.5%。",
    "%": "董事长王明表示，全年力争完成2.7亿吨，新开航线12条，总投资超过30亿元。",
}


def filled(text: str) -> str:
    """Return a text of a case with its sentences."""
    return text.replace("%", "\x00").replace("@", SENTENCES["@"]).replace("\x00", SENTENCES["%"])


def read(path: Path, columns: Columns = Columns()) -> tuple[list[dict[str, Any]], dict[str, str]]:  # noqa: B008
    """Return the articles of an input, and what is told of each part of it."""
    articles, told = [], {}
    for found in sources([path], columns):
        if isinstance(found, Failure):
            told[found.file.removeprefix(path.name)] = found.reason
            continue
        for piece in pieces(found):
            date = piece.date.isoformat() if piece.date else None
            articles.append({"text": piece.text, "title": piece.title, "date": date, "meta": dict(piece.meta)})
    return articles, told


@pytest.mark.parametrize("row", cases("inputs.jsonl"))
def test_case(row: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / row["file"]
    path.write_bytes(filled(row["content"]).encode(row.get("encoding", "utf-8")))
    articles, told = read(path, Columns(**row.get("columns", {})))
    for article in row["articles"]:
        article["text"] = filled(article["text"])
        article["meta"] = {key: filled(value) for key, value in article["meta"].items()}
    assert articles == row["articles"]
    assert told == row["told"]


def test_a_sheet_with_a_title_above_its_header(tmp_path: Path) -> None:
    rows = [["江滨日报新闻汇总"], ["标题", "正文", "日期"], ["甲", SENTENCES["@"], 45453]]
    articles, told = read(sheet(tmp_path / "a.xlsx", rows))
    assert [(a["title"], a["date"], a["text"]) for a in articles] == [("甲", "2024-06-10", SENTENCES["@"])] and not told


def test_every_file_of_a_folder_is_read_or_told_or_no_text_by_its_name(tmp_path: Path) -> None:
    named = ("news", "第1期.第2版", "a.sqlite", "b.eml", "d.log", "e.txt.bak", "f.yaml", "h.PNG", "i.js", "j.js")
    for name in (*named, "c.txt~", "~$a.docx", "#a.txt#", ".a.txt.swp", "Thumbs.db", "README.txt", "LICENSE"):
        (tmp_path / name).write_text(SENTENCES["@"], encoding="utf-8")
    (tmp_path / "table").write_bytes(b"SQLite format 3\x00" + bytes(90))
    passed: Counter[str] = Counter()
    found = list(sources([tmp_path], passed=passed))
    assert [source.raw for source in found if isinstance(source, Source)] == [SENTENCES["@"]] * 2
    unread = {n: "files of the format . are not read".replace(".", n[n.rindex(".") :]) for n in named[2:7]}
    assert {f.file: f.reason for f in found if isinstance(f, Failure)} == unread | {"table": "binary file (SQLite)"}
    assert passed == {".png": 1, ".js": 2, "hidden": 5, "README": 1, "LICENSE": 1}


def test_what_is_passed_by_in_an_archive_is_counted(tmp_path: Path) -> None:
    names = ("a.txt", "./b.txt", "__MACOSX/._a.txt", ".git/config", "LICENSE", "c.png")
    path = archive(tmp_path / "a.tar.gz", dict.fromkeys(names, SENTENCES["@"].encode()))
    passed: Counter[str] = Counter()
    assert [found.file for found in sources([path], passed=passed)] == ["a.tar.gz/a.txt", "a.tar.gz/./b.txt"]
    assert passed == {".png": 1, "hidden": 2, "LICENSE": 1}


def test_a_file_is_what_its_bytes_are_whatever_it_is_called(tmp_path: Path) -> None:
    from docx import Document

    document = Document()
    document.add_paragraph(SENTENCES["@"])
    document.save(str(tmp_path / "a.txt"))
    sheet(tmp_path / "b.xlsx", [["正文", "日期"], [SENTENCES["%"], 45453]]).rename(tmp_path / "b.csv")
    archive(tmp_path / "c.zip", {"x.txt": b"x"}).rename(tmp_path / "c.txt")
    articles, told = read(tmp_path)
    assert [article["text"] for article in articles] == [SENTENCES["@"], SENTENCES["%"]]
    assert told == {"c.txt": "binary file (ZIP or Office)"}


def test_a_word_file_under_review(tmp_path: Path) -> None:
    from docx import Document
    from docx.oxml import parse_xml

    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    run = "<w:r><w:t>{}</w:t></w:r>"
    link = f"<w:hyperlink>{run.format('市统计局')}</w:hyperlink>"
    gone = "<w:del><w:r><w:delText>投资3亿元。</w:delText></w:r></w:del>"
    box = f"<w:r><w:pict><w:txbxContent><w:p>{run.format('框中：出口5亿元。')}</w:p></w:txbxContent></w:pict></w:r>"
    document = Document()
    for written in (
        f"<w:p {space}>{link}{run.format('公布，')}<w:ins>{run.format('增长6.5%。')}</w:ins>{gone}{box}</w:p>",
        f"<w:sdt {space}><w:sdtContent><w:p>{run.format('控件中：投资4亿元。')}</w:p></w:sdtContent></w:sdt>",
    ):
        document.element.body.insert(-1, parse_xml(written))
    document.save(tmp_path / "a.docx")
    (article,), told = read(tmp_path / "a.docx")
    assert article["text"] == "市统计局公布，增长6.5%。\n框中：出口5亿元。\n控件中：投资4亿元。" and not told


def test_standard_input_is_what_its_bytes_are(tmp_path: Path) -> None:
    sentence = SENTENCES["@"]
    table = f"标题,正文\n甲,{sentence}\n".encode("gb18030")
    named = {
        "txt": sentence.encode(),
        "json": f'[{{"text": "{sentence}"}}]'.encode(),
        "jsonl": f'{{"text": "{sentence}"}}\n{{"text": "{sentence}"}}\n'.encode(),
        "csv": table,
        "md": FRONT.encode(),
        "xml": FEED.encode(),
        "pdf": pdf(tmp_path / "a", [[sentence]]).read_bytes(),
        "xlsx": sheet(tmp_path / "b", [["text"], [sentence]]).read_bytes(),
        "zip": archive(tmp_path / "c.zip", {"a.csv": table}).read_bytes(),
        "tar.gz": archive(tmp_path / "c.tar.gz", {"a.csv": table}).read_bytes(),
        "csv.gz": gzip.compress(table),
        "gz": gzip.compress(gzip.compress(table)),
    }
    assert {ending_of(data) for data in named.values()} == set(named)
    for ending, data in named.items():
        assert ending_of(data) == ending
        assert all(ending_of(data[:size]) for size in range(0, min(600, len(data)), 7))


def test_an_archive_on_standard_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = archive(tmp_path / "a.zip", {"a.txt": SENTENCES["@"].encode(), "old.doc": b"x"}).read_bytes()
    monkeypatch.setattr(inputs, "_stdin_bytes", lambda: data)
    text, told = sources(["-"])
    assert isinstance(text, Source) and (text.file, text.raw) == ("stdin.zip/a.txt", SENTENCES["@"])
    assert told == Failure(file="stdin.zip/old.doc", reason="files of the format .doc are not read")
