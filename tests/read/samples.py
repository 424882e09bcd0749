"""A small sample file of each format, written by the test that reads it."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path


def archive(path: Path, files: Mapping[str, bytes]) -> Path:
    """Write an archive, zip or tar.gz by its name."""
    if path.suffix == ".zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as handle:
            for name, data in files.items():
                handle.writestr(name, data)
        return path
    with tarfile.open(path, "w:gz") as tape:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tape.addfile(info, io.BytesIO(data))
    return path


def sheet(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    """Write an Excel file of one sheet."""
    import xlsxwriter

    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        page = book.add_worksheet()
        for r, row in enumerate(rows):
            for c, cell in enumerate(row):
                page.write(r, c, cell)
    return path


def pdf(path: Path, pages: Sequence[Sequence[str]]) -> Path:
    """Write a PDF whose text is in a Chinese font that every reader knows; a page is its lines."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{' '.join(f'{6 + 2 * n} 0 R' for n in range(len(pages)))}] >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /FontDescriptor 5 0 R /DW 1000"
        " /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>",
        "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0"
        " /Ascent 752 /Descent -271 /CapHeight 737 /StemV 58 >>",
    ]
    for n, lines in enumerate(pages):
        shown = "".join(f"<{line.encode('utf-16-be').hex()}> Tj 0 -24 Td\n" for line in lines)
        stream = f"BT /F1 12 Tf 50 780 Td\n{shown}ET"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {7 + 2 * n} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    written, starts = "%PDF-1.4\n", []
    for n, content in enumerate(objects, 1):
        starts.append(len(written))
        written += f"{n} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{start:010} 00000 n \n" for start in starts)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    end += f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(written)}\n%%EOF\n"
    path.write_bytes((written + end).encode("ascii"))
    return path


def answer(body: bytes, *headers: str, kind: str = "text/html", status: str = "200 OK") -> bytes:
    """Return what a server sends: a page under its headers."""
    head = "\r\n".join((f"HTTP/1.1 {status}", f"Content-Type: {kind}", *headers))
    return f"{head}\r\n\r\n".encode() + body


def record(
    block: bytes, url: str = "http://example.com/1", kind: str = "response", holds: str = "application/http"
) -> bytes:
    """Return a record of a WARC file."""
    heads = ["WARC/1.0", f"WARC-Type: {kind}", f"WARC-Target-URI: {url}", "WARC-Date: 2024-05-07T01:00:00Z"]
    heads += ["WARC-Record-ID: <urn:uuid:1>", f"Content-Type: {holds}", f"Content-Length: {len(block)}"]
    return "\r\n".join(heads).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


FEED = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>江滨日报</title><link>http://example.com/</link>
<item><title>江滨市一季度经济平稳运行</title><link>http://example.com/1</link>
<pubDate>Mon, 06 May 2024 23:30:00 +0800</pubDate><author>张明</author>
<description>&lt;p&gt;江滨市统计局昨日公布，一季度全市地区生产总值达320亿元，同比增长6.5%。&lt;/p&gt;</description></item>
<item><title>无正文</title><link>http://example.com/2</link></item>
</channel></rss>
"""

FRONT = """---
title: "江滨市一季度经济平稳运行"
date: 2024/5/6
author: 张明
---

江滨市统计局昨日公布，一季度全市地区生产总值达**320亿元**，同比增长6.5%。
"""
