"""Pages of news sites: title, date, source and author stand in many places; a page without an article is a failure."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from zhfacts.errors import InputError
from zhfacts.model import Document
from zhfacts.read import Source, documents, pieces

from ..rows import cases

BODY = (
    "<p>记者从江滨港集团获悉，上半年货物吞吐量达1.3亿吨，同比增长约6.5%，其中集装箱吞吐量320万标箱。</p>"
    "<p>董事长王明表示，全年力争完成2.7亿吨，新开航线12条，总投资超过30亿元，带动就业2000人。</p>"
)
TITLE = "江滨港上半年吞吐量创新高"
DAY = dt.date(2024, 7, 9)


def page(head: str = "", before: str = f"<h1>{TITLE}</h1>", body: str = BODY, after: str = "") -> Document:
    raw = (
        f'<!DOCTYPE html><html><head><meta charset="utf-8">{head}</head><body>{before}'
        f'<div class="article">{body}</div>{after}</body></html>'
    )
    (document,) = documents(Source("page.html", "page", raw, "utf-8"))
    return document


@pytest.mark.parametrize(
    ("head", "before"),
    [
        ('<script type="application/ld+json">{"@graph": [{"datePublished": "2024-07-09T08:00"}]}</script>', ""),
        ('<meta property="og:time" content="2024-07-09 08:00">', ""),
        ('<meta property="article:published_time" content="2024-07-09T08:00:00+08:00">', ""),
        ("", '<span itemprop="datePublished" content="2024-07-09">昨天</span>'),
        ("", '<div class="info"><span>2024年07月09日 08:00</span> <a href="/x">来源：江滨日报</a></div>'),
        ("", '<div class="info">发布时间：2024-07-09</div>'),
    ],
)
def test_the_date_of_a_page(head: str, before: str) -> None:
    assert page(head, f"<h1>{TITLE}</h1>{before}").date == DAY


def test_a_date_that_only_htmldate_finds_stands_in_the_page() -> None:
    foot = '<div class="foot"><p>编辑：王明</p><p>2024-07-09 08:00</p></div>'
    assert page(after=foot).date == DAY
    assert page().date is None


@pytest.mark.parametrize("box", ["<h1>财经频道</h1>", "<h1>图集</h1>", "<div><h1>登录超时</h1></div>"])
def test_the_title_is_the_one_that_the_page_states(box: str) -> None:
    head = f"<title>{TITLE}_江滨新闻网</title>"
    found = page(head, f"{box}<div>{TITLE}</div>")
    assert found.title == TITLE and found.text.split("\n")[0] == TITLE


def test_source_and_author_of_a_page() -> None:
    line = "<div>2024-07-09 08:00 来源：江滨日报 作者：张明</div>"
    assert page(before=f"<h1>{TITLE}</h1>{line}").meta == {"source": "江滨日报", "author": "张明"}
    said = '{"@type": "NewsArticle", "headline": "x", "author": {"name": "李华"}, "publisher": {"name": "江滨网"}}'
    head = f'<script type="application/ld+json">{said}</script>'
    assert page(head).meta == {"source": "江滨网", "author": "李华"}


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ('<div id="app"></div><script src="a.js"></script>', "only by scripts"),
        ("<ul><li><a href='1'>江滨港</a></li></ul>", "the page holds no article"),
    ],
)
def test_a_page_without_an_article_is_told(body: str, reason: str) -> None:
    raw = f"<!DOCTYPE html><html><head><title>江滨</title></head><body>{body}</body></html>"
    with pytest.raises(InputError, match=reason):
        list(pieces(Source("page.html", "page", raw, "utf-8")))


@pytest.mark.parametrize("row", cases("pages.jsonl"))
def test_a_page_in_the_layout_of_a_site(row: dict[str, Any]) -> None:
    (found,) = documents(Source("page.html", "page", row["html"], "utf-8"))
    stated = {key: found.meta.get(key) for key in ("source", "author")}
    stated |= {"title": found.title, "date": found.date.isoformat() if found.date else None}
    assert stated == {key: row[key] for key in stated}
    body = "".join("".join(map(found.raw.__getitem__, found.offsets)).split())
    assert all("".join(part.split()) in body for part in row["has"])
    assert not any("".join(part.split()) in body for part in row["lacks"])
