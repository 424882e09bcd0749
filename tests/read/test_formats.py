"""Formats of inputs: a sample of each is read as the article that it holds, what is wrong with it is one line."""

from __future__ import annotations

import datetime as dt
import importlib.util
import sys
from pathlib import Path

import pytest
from zhfacts.errors import ZhfactsError
from zhfacts.model import Document, Failure
from zhfacts.read import Source, archives, documents, registry, sources

_spec = importlib.util.spec_from_file_location("samples", Path(__file__).with_name("samples.py"))
assert _spec and _spec.loader
samples = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(samples)

TITLE = "江滨市一季度经济平稳运行"
BODY = "江滨市统计局昨日公布，一季度全市地区生产总值达320亿元，同比增长6.5%。"
TEXT = f"{TITLE}\n{BODY}\n"
DAY = dt.date(2024, 5, 6)


def read(*inputs: Path | str) -> tuple[dict[str, Source], dict[str, str]]:
    found = list(sources(inputs))
    good = {s.file: s for s in found if isinstance(s, Source)}
    return good, {f.file: f.reason for f in found if isinstance(f, Failure)}


def article(*inputs: Path) -> tuple[Source, Document]:
    """Return the one article of inputs, after its offsets are held against its raw text."""
    good, bad = read(*inputs)
    assert len(good) == 1 and not bad
    source = next(iter(good.values()))
    (document,) = documents(source)
    for at, character in zip(document.offsets, document.text, strict=True):
        assert character == "\n" or source.raw[at] == character or at in document.markup
    return source, document


@pytest.mark.parametrize("name", ["news.zip", "news.tar.gz", "news.tgz"])
def test_an_archive(tmp_path: Path, name: str) -> None:
    files = {"a.txt": TEXT.encode(), "财经/b.txt": TEXT.encode("gb18030"), "../out.txt": b"x", "/abs.txt": b"x"}
    files |= {"logo.png": b"x", "in.zip": b"PK", "old.doc": b"x"}
    good, bad = read(samples.archive(tmp_path / name, files))
    assert [(s.file, s.id, s.raw) for s in good.values()] == [
        (f"{name}/a.txt", "news/a", TEXT),
        (f"{name}/财经/b.txt", "news/财经/b", TEXT),
    ]
    leads = "its path leads out of the archive"
    assert bad == {
        f"{name}/../out.txt": leads,
        f"{name}//abs.txt": leads,
        f"{name}/in.zip": "an archive within an archive is not read",
        f"{name}/old.doc": "files of the format .doc are not read",
    }


@pytest.mark.parametrize("name", ["bomb.zip", "bomb.tar.gz", "bomb.txt.gz"])
def test_a_bomb_is_not_unpacked(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import gzip

    monkeypatch.setattr(archives, "_SMALL", 1 << 10)
    content = bytes(1 << 20)
    path = tmp_path / name
    if name.endswith("txt.gz"):
        path.write_bytes(gzip.compress(content))
    else:
        samples.archive(path, {"a.txt": content})
    good, bad = read(path)
    assert not good and all("swells to" in reason for reason in bad.values()) and bad


@pytest.mark.parametrize("name", ["torn.zip", "torn.tar.gz", "torn.docx", "torn.xlsx", "torn.pdf", "torn.xml"])
def test_a_broken_file_is_one_line(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"PK\x03\x04 broken")
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    good, bad = read(tmp_path)
    assert list(good) == ["a.txt"] and list(bad) == [name]
    assert "\n" not in bad[name] and len(bad[name]) < 300


def test_a_pattern(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "c.md"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    assert list(read(str(tmp_path / "*.txt"))[0]) == ["a.txt", "b.txt"]
    with pytest.raises(ZhfactsError, match="no such file"):
        read(str(tmp_path / "*.html"))


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    from zhfacts.read import inputs

    for data, name in ((TEXT.encode(), "stdin.txt"), (f'[{{"text": "{BODY}"}}]'.encode(), "stdin.json#1")):
        monkeypatch.setattr(inputs, "_stdin_bytes", lambda data=data: data)
        good, bad = read("-")
        assert list(good) == [name] and not bad
        assert good[name].path == "-" and len(good[name].digest) == 64


ROWS = [["标题", "PubDate", "正文", "来源"], [TITLE, dt.date(2024, 5, 6), BODY, "江滨日报"]]


def test_excel(tmp_path: Path) -> None:
    source, document = article(samples.sheet(tmp_path / "news.xlsx", ROWS))
    assert (source.file, source.encoding) == ("news.xlsx#2", "excel")
    assert (document.title, document.date, document.raw) == (TITLE, DAY, BODY)
    assert document.meta == {"来源": "江滨日报"}


def test_parquet(tmp_path: Path) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    columns = {str(head): [cell] for head, cell in zip(*ROWS, strict=True)}
    parquet.write_table(pa.table(columns), tmp_path / "news.parquet")
    source, document = article(tmp_path / "news.parquet")
    assert source.file == "news.parquet#1"
    assert (document.title, document.date, document.raw) == (TITLE, DAY, BODY)
    assert document.meta == {"来源": "江滨日报"}


def test_word(tmp_path: Path) -> None:
    from docx import Document as Word

    word = Word()
    word.add_heading(TITLE, 0)
    word.add_paragraph("2024年5月6日")
    word.add_paragraph(BODY)
    table = word.add_table(3, 3)
    for r, row in enumerate((("指标", "总量（亿元）", "增长（%）"), ("工业", "120", "5.5"), ("农业", "80", "3.1"))):
        for c, cell in enumerate(row):
            table.cell(r, c).text = cell
    word.save(str(tmp_path / "news.docx"))
    source, document = article(tmp_path / "news.docx")
    assert (document.title, document.date) == (TITLE, DAY)
    assert source.raw.startswith(TEXT.replace("\n", "\n2024年5月6日\n", 1)) and "工业\t120\t5.5\n" in source.raw
    (found,) = document.tables
    assert [document.text[c.start : c.end] for c in found.cells if c.role == "datum"] == ["120", "5.5", "80", "3.1"]


def test_pdf(tmp_path: Path) -> None:
    body = BODY + "其中，工业增加值120亿元，农业增加值80亿元，服务业增加值120亿元，居民收入增长5%，粮食总产量达12万吨。"
    lines = [body[n : n + 20] for n in range(0, len(body), 20)]
    head = "江滨统计 2024年第{}期"
    pages = [
        [head.format(1), TITLE, "2024年5月6日", *lines[:3], "- 1 -"],
        [head.format(2), *lines[3:], "- 2 -"],
        [head.format(3), "居民消费价格上涨1%。", "3"],
    ]
    source, document = article(samples.pdf(tmp_path / "news.pdf", pages))
    assert source.raw.splitlines() == [TITLE, "2024年5月6日", *lines, "居民消费价格上涨1%。"]
    assert (document.title, document.date) == (TITLE, DAY)
    assert body in document.text


def test_a_pdf_without_text(tmp_path: Path) -> None:
    _, bad = read(samples.pdf(tmp_path / "scan.pdf", [[]]))
    assert bad == {"scan.pdf": "no text layer: its pages are pictures"}


def test_a_feed(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text(samples.FEED, encoding="utf-8")
    good, bad = read(tmp_path / "feed.xml")
    assert bad == {"feed.xml#2": "an entry without text"}
    (document,) = documents(good["feed.xml#1"])
    assert (document.title, document.date, document.text) == (TITLE, DAY, BODY)
    assert document.meta == {"url": "http://example.com/1", "author": "张明", "source": "江滨日报"}


def test_markdown_with_front_matter(tmp_path: Path) -> None:
    (tmp_path / "news.md").write_text(samples.FRONT, encoding="utf-8")
    source, document = article(tmp_path / "news.md")
    assert source.raw == samples.FRONT and document.text == BODY
    assert (document.title, document.date, document.meta) == (TITLE, DAY, {"author": "张明"})


@pytest.mark.parametrize(
    ("name", "package", "extra"),
    [("a.docx", "docx", "word"), ("a.pdf", "pypdfium2", "pdf"), ("a.xlsx", "python_calamine", "excel"),
     ("a.parquet", "pyarrow", "parquet"), ("a.xml", "feedparser", "feeds"), ("a.warc", "warcio", "warc")],
)  # fmt: skip
def test_a_missing_extra_is_named(
    tmp_path: Path, name: str, package: str, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    for part in [module for module in sys.modules if module.startswith(f"{package}.")]:
        monkeypatch.delitem(sys.modules, part)
    (tmp_path / name).write_bytes(b"something")
    _, bad = read(tmp_path)
    assert f"pip install 'zhfacts[{extra}]'" in bad[name] and package in bad[name]


def test_every_reader_of_ours_loads() -> None:
    for ending in registry.FORMATS:
        assert registry.reader(ending).description


def test_a_reader_of_another_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(registry._targets(), "note", "zhfacts.read.formats.text:READER")
    monkeypatch.setitem(registry._targets(), "bad", "no_such_package:READER")
    for name in ("a.note", "a.bad"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    good, bad = read(tmp_path)
    assert good["a.note"].raw == TEXT and good["a.note"].id == "a~2"
    assert bad["a.bad"].startswith("the reader of .bad, no_such_package:READER, cannot be loaded")
