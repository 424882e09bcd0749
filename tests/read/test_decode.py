"""Decoding: each encoding of Chinese news gives the same text, and what is no text is refused."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st
from zhfacts.read import UndecodableError, decode
from zhfacts.read.encodings import lost

SIMPLE = "江滨市统计局昨日公布，一季度全市地区生产总值达320亿元，同比增长6.5%，其中工业增加值120亿元。\n"
TRADITIONAL = "財政部昨日公布，上月出口總額達350億美元，較去年同期成長12.5%，連續三個月正成長。\n"


@pytest.mark.parametrize("text", [SIMPLE, TRADITIONAL, SIMPLE * 3000])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le", "utf-16-be"])
def test_without_mark(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == (text, encoding)


def test_big5() -> None:
    assert decode(TRADITIONAL.encode("big5")) == (TRADITIONAL, "big5hkscs")


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (b"\x84\x31\x95\x33", "gb18030"),
    ],
)
def test_a_byte_order_mark_decides_and_is_left_out(mark: bytes, encoding: str) -> None:
    assert decode(mark + SIMPLE.encode(encoding)) == (SIMPLE, encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_few_words_are_enough(encoding: str) -> None:
    assert decode("江滨市产值".encode(encoding)) == ("江滨市产值", encoding)


@pytest.mark.parametrize("data", [bytes(range(256)) * 10, b"\x00" * 500, b"\x7fELF\x02\x01", b"\xff\xfe\x00\xd8"])
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(UndecodableError):
        decode(data)


def test_a_damaged_file_is_told_from_another_encoding() -> None:
    with pytest.raises(UndecodableError, match="damaged UTF-8: byte 60 "):
        decode(SIMPLE.encode()[:60] + b"\xff" * 9 + SIMPLE.encode()[60:])


@pytest.mark.parametrize(("encoding", "bad"), [("utf-8", b"\xff"), ("gb18030", b"\xff"), ("utf-8", b"\xe6\xb1")])
def test_a_few_bad_bytes_cost_those_characters(encoding: str, bad: bytes) -> None:
    before, after = (SIMPLE * 2000).encode(encoding), SIMPLE.encode(encoding)
    decoded = decode(before + bad + after)
    assert decoded == (SIMPLE * 2000 + "\ufffd" + SIMPLE, encoding)
    assert lost(decoded, before + bad + after) == 1


@given(st.text(min_size=1))
def test_utf8_is_always_read_as_such(text: str) -> None:
    data = text.encode("utf-8")
    try:
        decoded, encoding = decode(data)
    except UndecodableError:
        return
    assert encoding != "utf-8" or decoded == text.removeprefix("\ufeff")


@given(st.binary(max_size=300))
def test_any_bytes_are_decoded_or_refused(data: bytes) -> None:
    try:
        text, encoding = decode(data)
    except UndecodableError:
        return
    assert "\ufffd" in text or data.endswith(text.encode(encoding))
