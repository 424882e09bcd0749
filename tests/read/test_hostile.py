"""Inputs made to break what reads them: each is read, or refused in one line, in a bounded time; the rest is done."""

from __future__ import annotations

import io
import os
import struct
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from zhfacts.errors import InputError
from zhfacts.model import Document, Failure
from zhfacts.read import Source, archives, inputs, pieces, registry, sources
from zhfacts.read.html import without_crowds

from ..rows import cases

SENTENCE = "江滨市统计局昨日公布，一季度全市地区生产总值达320亿元，同比增长6.5%。"


def read(path: Path) -> tuple[list[Source], dict[str, list[str]]]:
    """Return the texts of an input, and what is told of each of its files, by the part of the name behind its own."""
    good, bad = [], {}
    for found in sources([path]):
        if isinstance(found, Failure):
            bad.setdefault(found.file.removeprefix(path.name), []).append(found.reason)
        else:
            good.append(found)
    return good, bad


def content(row: dict[str, Any]) -> bytes:
    """Return the bytes of a case: its parts, each so many times; @ stands for the sentence."""
    text = "".join(part * times for part, times in row["parts"])
    return text.replace("@", SENTENCE).encode(row.get("encoding", "utf-8"), "surrogatepass")


@pytest.mark.parametrize("row", cases("hostile.jsonl"))
def test_case(row: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / row["file"]
    path.write_bytes(content(row))
    good, bad = read(path)
    assert len(good) == row["texts"] and set(bad) == set(row["told"])
    for part, reasons in bad.items():
        told = row["told"][part]
        for reason, expected in zip(reasons, [told] if isinstance(told, str) else told, strict=True):
            assert reason.startswith(expected) and "\n" not in reason and len(reason) < 400
    for source in good:
        articles = list(pieces(source))
        assert any(SENTENCE in article.text for article in articles)
        assert all(map(is_true, articles))


def is_true(article: Document) -> bool:
    """Tell whether each character that is read has a place in the raw text."""
    return len(article.offsets) == len(article.text) and all(0 <= at < len(article.raw) for at in article.offsets)


def test_attributes_are_kept_from_other_programs_only_where_there_are_a_thousand() -> None:
    few, many = '<p class="a b" id=1>甲</p>', f"<p {'a ' * 2000}>乙</p>"
    assert without_crowds(few + many) == few + "<p>乙</p>"


def lying(size: int, told: int) -> bytes:
    """Return a zip archive of a text and of zeros that are said to be fewer than they are."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", bytes(size))
        archive.writestr("b.txt", SENTENCE)
    packed = bytearray(data.getvalue())
    for head, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        place = packed.find(head) + at
        packed[place : place + 4] = struct.pack("<I", told)
    return bytes(packed)


def test_an_archive_that_lies_about_a_size_swells_no_further(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import tracemalloc

    (tmp_path / "news.zip").write_bytes(lying(1 << 25, 1000))
    tracemalloc.start()
    good, bad = read(tmp_path / "news.zip")
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [source.raw for source in good] == [SENTENCE] and list(bad) == ["/a.txt"] and "CRC" in bad["/a.txt"][0]
    assert most < 1 << 23
    with pytest.raises(InputError, match=r"a\.txt: cannot be read"):
        archives.check_bounds(lying(1 << 25, 1000))


def test_what_lies_in_a_folder_and_is_no_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(SENTENCE, encoding="utf-8")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "loop").symlink_to("..")
    (tmp_path / "self.txt").symlink_to("self.txt")
    (tmp_path / "nowhere.txt").symlink_to("nothing.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    good, bad = read(tmp_path)
    assert [source.file for source in good] == ["a.txt"]
    assert bad == {
        "nowhere.txt": ["a link that leads to no file"],
        "pipe.txt": ["a pipe or a device, no file"],
        "self.txt": ["a link that leads to no file"],
        "sub/loop": ["a link to a folder is not followed"],
    }


def test_a_folder_without_permission_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scan = os.scandir

    def scandir(path: Any) -> Any:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    (tmp_path / "closed").mkdir()
    (tmp_path / "a.txt").write_text(SENTENCE, encoding="utf-8")
    monkeypatch.setattr(os, "scandir", scandir)
    good, bad = read(tmp_path)
    assert len(good) == 1 and bad == {"closed": ["cannot be read: Permission denied"]}


@pytest.mark.parametrize("name", ["新闻".encode("gbk"), b"new\nline", "长".encode() * 80, b"\xff\xfe"])
def test_the_name_of_a_file_may_be_any_bytes(tmp_path: Path, name: bytes) -> None:
    path = os.path.join(os.fsencode(tmp_path), name + b".txt")
    with open(path, "w", encoding="utf-8") as handle:
        handle.write(SENTENCE)
    (source,), bad = read(tmp_path)
    assert not bad and source.raw == SENTENCE
    (source.file + source.id).encode("utf-8")
    assert "\n" not in source.file + source.id


@settings(deadline=None)
@given(st.sampled_from(sorted(registry.FORMATS)), st.binary(max_size=300) | st.text(max_size=100).map(str.encode))
def test_any_bytes_as_any_format_are_read_or_told(ending: str, data: bytes) -> None:
    found = list(inputs._read(inputs._File("", f"a.{ending}", data), "a", inputs.ANY, set()))
    assert found and all(isinstance(item, Source | Failure) for item in found)
