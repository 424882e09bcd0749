"""WARC: pages that servers answered with are read as pages that are saved; what gives none is told."""

from __future__ import annotations

import datetime as dt
import gzip
import importlib.util
import zlib
from pathlib import Path

import brotli
import pytest
from zhfacts.model import Failure
from zhfacts.read import Source, documents, sources

_spec = importlib.util.spec_from_file_location("samples", Path(__file__).with_name("samples.py"))
assert _spec and _spec.loader
samples = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(samples)
answer, record = samples.answer, samples.record

BODY = "江滨市统计局昨日公布，一季度全市地区生产总值达320亿元，同比增长6.5%。"
PAGE = f"""<html><head><title>江滨市一季度经济平稳运行_江滨日报</title></head><body><h1>江滨市一季度经济平稳运行</h1>
<p>2024-05-06 08:00 来源：江滨日报</p><article>{f"<p>{BODY}</p>" * 3}</article></body></html>"""
DATA = PAGE.encode()
GOOD = record(answer(DATA))


def read(path: Path) -> tuple[list[Source], dict[str, str]]:
    found = list(sources([path]))
    return [s for s in found if isinstance(s, Source)], {f.file: f.reason for f in found if isinstance(f, Failure)}


def held(tmp_path: Path, data: bytes) -> tuple[list[str], dict[str, str]]:
    (tmp_path / "news.warc").write_bytes(data)
    good, bad = read(tmp_path / "news.warc")
    return [source.raw for source in good], {file.removeprefix("news.warc"): reason for file, reason in bad.items()}


@pytest.mark.parametrize("each", [True, False])
def test_a_sample(tmp_path: Path, each: bool) -> None:
    parts = [record(b"software: test", kind="warcinfo", holds="application/warc-fields"), GOOD]
    parts.append(record(b"GET / HTTP/1.1\r\n\r\n", kind="request"))
    packed = b"".join(map(gzip.compress, parts)) if each else gzip.compress(b"".join(parts))
    (tmp_path / "news.warc.gz").write_bytes(packed)
    (source,), bad = read(tmp_path)
    assert (source.file, source.id, source.raw, bad) == ("news.warc.gz#2", "news#2", PAGE, {})
    (document,) = documents(source)
    assert (document.title, document.date) == ("江滨市一季度经济平稳运行", dt.date(2024, 5, 6))
    assert document.meta["url"] == "http://example.com/1" and document.meta["crawled"] == "2024-05-07T01:00:00Z"
    assert BODY in document.text


GBK = PAGE.encode("gb18030")
_raw_deflate = zlib.compressobj(wbits=-15)


@pytest.mark.parametrize(
    "block",
    [
        answer(GBK, kind="text/html; charset=gb2312"),
        answer(gzip.compress(DATA), "Content-Encoding: gzip"),
        answer(zlib.compress(DATA), "content-encoding: DEFLATE"),
        answer(_raw_deflate.compress(DATA) + _raw_deflate.flush(), "Content-Encoding: deflate"),
        answer(brotli.compress(DATA), "Content-Encoding: br"),
        answer(b"%x;a=b\r\n%b\r\n%x\r\n%b\r\n0\r\n\r\n" % (9, DATA[:9], len(DATA) - 9, DATA[9:]),
               "Transfer-Encoding: chunked"),
        answer(DATA, "Transfer-Encoding: chunked", "Content-Encoding: gzip"),
        answer(DATA).replace(b"\r\n", b"\n"),
    ],
)  # fmt: skip
def test_a_page_as_servers_send_it(tmp_path: Path, block: bytes) -> None:
    assert held(tmp_path, record(block)) == ([PAGE], {})


def test_a_page_that_is_no_answer(tmp_path: Path) -> None:
    assert held(tmp_path, record(DATA, kind="resource", holds="text/html")) == ([PAGE], {})
    without = GOOD.replace(b"WARC-Target-URI: http://example.com/1\r\n", b"")
    assert held(tmp_path, without) == ([PAGE], {})


@pytest.mark.parametrize(
    ("block", "reason"),
    [
        (answer(b"\x89PNG", kind="image/png"), "image/png, no HTML"),
        (answer(DATA, status="404 Not Found"), "HTTP status 404"),
        (b"", "HTTP status none"),
        (answer(b""), "an empty page"),
        (answer(b"\x28\xb5\x2f\xfd", "Content-Encoding: zstd"), "packed as zstd, which is not read"),
        (answer(b"\x1f\x8bnothing", "Content-Encoding: gzip"), "cannot be unpacked"),
        (answer(b"nothing", "Content-Encoding: br"), "cannot be unpacked"),
        (answer(bytes(range(256)) * 9), "binary file"),
    ],
)
def test_what_is_no_page_is_told_and_the_rest_read(tmp_path: Path, block: bytes, reason: str) -> None:
    good, bad = held(tmp_path, GOOD + record(block) + GOOD)
    assert good == [PAGE, PAGE] and list(bad) == ["#2"] and bad["#2"].startswith(reason)


def test_the_first_of_a_kind_is_listed_and_the_others_are_counted(tmp_path: Path) -> None:
    images = b"".join(record(answer(b"GIF8", kind=f"image/{n}")) for n in range(5))
    visits = record(b"", kind="revisit") * 3
    assert held(tmp_path, images + visits) == (
        [],
        {
            "#1": "image/0, no HTML",
            "#6": "a repeated visit, whose page another record holds",
            "": "2 more records: a repeated visit (#7, #8)",
        },
    )


@pytest.mark.parametrize(
    ("data", "number"),
    [
        (GOOD + GOOD[:-60], "#2"),
        (GOOD + b"nonsense\r\n\r\n" + GOOD, ""),
        (GOOD + GOOD.replace(b"Content-Length: ", b"Content-Length: 99"), "#2"),
    ],
)
def test_a_broken_file_keeps_what_comes_before(
    tmp_path: Path, data: bytes, number: str, capfd: pytest.CaptureFixture[str]
) -> None:
    good, bad = held(tmp_path, data)
    assert good == [PAGE] and list(bad) == [number]
    assert "cut off" in bad[number] or "the rest is not read" in bad[number]
    assert capfd.readouterr() == ("", "")


def test_a_packed_file_that_is_cut_off(tmp_path: Path) -> None:
    (tmp_path / "news.warc.gz").write_bytes(gzip.compress(GOOD) + gzip.compress(GOOD)[:-90])
    good, bad = read(tmp_path)
    assert len(good) == 1 and "the rest is not read" in bad["news.warc.gz"]


@pytest.mark.parametrize("data", [b"", b"nothing of the kind\n" * 9])
def test_what_is_no_warc(tmp_path: Path, data: bytes) -> None:
    good, bad = held(tmp_path, data)
    assert not good and bad
