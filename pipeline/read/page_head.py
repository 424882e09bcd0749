"""What a page of HTML says of its article beside the article's text: title, date, source and author.

It is told by JSON-LD, meta tags and itemprop, else by the lines between the headline and the body.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..lang.tables import table
from .dates import is_date_line, parse_date

_JSON_LD = re.compile(r"<script[^<>]*application/ld\+json[^<>]*>(.*?)</script", re.IGNORECASE | re.DOTALL)
_ITEM = re.compile(r"<[a-z]+\b[^<>]*itemprop=[\"']?datePublished\b[^<>]*>", re.IGNORECASE)
_MOMENT = re.compile(r"(?:content|datetime)\s*=\s*[\"']([^\"']+)", re.IGNORECASE)
_DATES = (
    *("article:published_time", "og:published_time", "datepublished", "pubdate", "publishdate", "publish_date"),
    *("publishtime", "dc.date", "dcterms.issued", "og:release_date", "firstpublishedtime", "og:time", "publish_time"),
    *("apub:time", "weibo: article:create_at", "article:create_at"),
)
_TITLES = ("og:title", "articletitle")
_SOURCES = ("contentsource", "source", "og:site_name")
_AUTHORS = ("author", "article:author", "og:article:author")
_SITE = re.compile(r"[_|｜]| - | – ")
_CLOCK = re.compile(r"\d[ T]*\d{1,2}[:：]\d\d")
_SHORT = 120
_TITLE = 6
"""A title has at least so many characters; less is the name of a site or of a section."""
_WRITERS = ("作者", "记者")


def _labelled(words: Iterable[str]) -> re.Pattern[str]:
    """Return the pattern of a name after one of some words and a colon."""
    return re.compile(rf"(?:{'|'.join(sorted(words, key=len, reverse=True))})[：:]\s*([^\s|｜，。：:]{{2,20}})")


_SOURCE = _labelled(r["word"] for r in table("date_cues.tsv") if r["kind"] == "source" and r["word"] not in _WRITERS)
_AUTHOR = _labelled(_WRITERS)


@dataclass(slots=True)
class PageHead:
    """What a page says of its article; `titles` are the forms in which it names it, the surest first."""

    titles: list[str] = field(default_factory=list)
    date: str | None = None
    meta: dict[str, str] = field(default_factory=dict)

    def names(self, words: str) -> bool:
        """Return whether a line, without its blanks, is the title that the page states."""
        return len(words) >= _TITLE and any("".join(title.split()) == words for title in self.titles)


def page_head(raw: str, tags: Mapping[str, str], title: str | None, lines: Sequence[str]) -> PageHead:
    """Return what a page says of its article.

    `tags` are its meta tags by name in small letters, `title` is that of its head, `lines` are those that a reader
    sees before the body.
    """
    objects = [found for written in _JSON_LD.findall(raw) for found in _articles(written)]
    told = [(_named(o.get("headline")), _named(o.get("datePublished"))) for o in objects]
    written = [tags[t] for t in _TITLES if t in tags] + [h for h, _ in told if h] + ([title] if title else [])
    head = PageHead([form for w in written for form in dict.fromkeys((_SITE.split(w)[0].strip(), w)) if form])
    dates = [d for _, d in told if d] + [tags[t] for t in _DATES if t in tags] + list(_items(raw))
    head.date = next((d for d in dates if parse_date(d)), None) or _line_of_date(lines)
    for name, keys, key, pattern in (
        ("source", _SOURCES, "publisher", _SOURCE),
        ("author", _AUTHORS, "author", _AUTHOR),
    ):
        said = [s for o in objects if (s := _named(o.get(key)))]
        seen = [m[1] for line in lines if len(line) <= _SHORT and (m := pattern.search(line))]
        if found := [*seen, *said, *(tags[k] for k in keys if tags.get(k))]:
            head.meta[name] = found[0]
    return head


def _articles(written: str) -> Iterator[dict[str, Any]]:
    """Yield the objects of a piece of JSON-LD that have a headline or a date of publication."""
    try:
        waiting: list[Any] = [json.loads(html.unescape(written.strip()), strict=False)]
    except (ValueError, RecursionError):
        return
    while waiting:
        value = waiting.pop(0)
        if isinstance(value, dict):
            if "headline" in value or "datePublished" in value:
                yield value
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value


def _named(value: Any) -> str | None:
    """Return the name of a thing of JSON-LD: a string, an object with a name, the first of several."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("name")
    return value.strip() or None if isinstance(value, str) else None


def _items(raw: str) -> Iterator[str]:
    for tag in _ITEM.finditer(raw):
        if moment := _MOMENT.search(tag[0]):
            yield moment[1]


def _line_of_date(lines: Sequence[str]) -> str | None:
    """Return the line nearest to the body that states a day: a date line, or a short one with a time of day."""
    for line in reversed(lines):
        shown = " ".join(line.split())
        if len(shown) <= _SHORT and parse_date(shown) and (is_date_line(shown) or _CLOCK.search(shown)):
            return shown
    return None


def found_date(raw: str) -> str | None:
    """Return the day of publication that htmldate finds in a page, if it stands in the page with its year.

    The last resort: htmldate 1.11 dated all of sixty pages of Chinese news sites, one of them with day and month
    changed for each other, which the form with the year first rules out.
    """
    from htmldate import find_date

    found = find_date(raw, original_date=True)
    if not found:
        return None
    year, month, day = found.split("-")
    stands = rf"(?<!\d){year}(?:[-/.年] ?0?{int(month)}[-/.月] ?0?{int(day)}|{month}{day})(?!\d)"
    return found if re.search(stands, raw) else None
