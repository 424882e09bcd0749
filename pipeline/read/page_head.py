"""What a page of HTML says of its article beside the article's text: title, date, source and author.

It is told by JSON-LD, meta tags and itemprop, else by the lines between the headline and the body.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from ..lang.folding import CJK, fold_text
from ..lang.tables import table
from .dates import is_date_line, parse_date
from .records import day_of

_JSON_LD = re.compile(r"<script[^<>]*application/ld\+json[^<>]*>(.*?)</script", re.IGNORECASE | re.DOTALL)
_ITEM = re.compile(r"<[a-z]+\b[^<>]*itemprop=[\"']?datePublished\b[^<>]*>", re.IGNORECASE)
_MOMENT = re.compile(r"(?:content|datetime)\s*=\s*[\"']([^\"']+)", re.IGNORECASE)
_STATED = re.compile(
    r"(?<![a-z])(?P<key>[a-z_-]{5,40})[\"']?\s{0,4}[:=]\s{0,4}[\"']?(?P<value>\d[\dT:/. -]{7,30})", re.IGNORECASE
)
_TAG = re.compile("<[^<>]*>")
_SITE = re.compile(r"[_|｜]| - | – |--")
_CLOCK = re.compile(r"\d[ T]*\d{1,2}[:：]\d\d")
_SHORT = 120
_MORE = 8
"""So many characters a headline may have beyond the title that the page states: （图）, (组图)."""
_TITLE = 6
"""A title has at least so many characters; less is the name of a site or of a section."""
_PERSON = rf"[{CJK}] [{CJK}](?![{CJK}])|[{CJK}·]{{2,4}}(?![{CJK}])"
_NAMED = r"[^ |｜，。：:（）()\d][^ |｜，。：:（）()]{1,19}"
_EMPTY = re.compile(r"[\W\d_]*")
"""What is no name: numbers that stand for one."""


@cache
def _places(kind: str, field: str) -> list[str]:
    """Return the names in data/page_places.tsv of what states a field, the surer first."""
    return [r["name"] for r in table("page_places.tsv") if (r["kind"], r["field"]) == (kind, field)]


@cache
def _any(*kinds: str) -> str:
    """Return the words of some kinds of data/date_cues.tsv as alternatives of a regular expression."""
    words = {r["word"] for r in table("date_cues.tsv") if r["kind"] in kinds} - {
        r["word"] for r in table("date_cues.tsv") if r["kind"] == "updated" and "updated" not in kinds
    }
    return "|".join(sorted(words, key=len, reverse=True))


_WRITER = _any("writer")
_SOURCE = re.compile(
    rf"(?:{_any('source')})(?<!{'|'.join(_WRITER.split('|'))})： *({_NAMED})|(?:{_any('source from')}) *({_NAMED})"
)
_AUTHOR = re.compile(rf"(?:{_WRITER})(?:： *({_PERSON}|{_NAMED})|[ |/]+({_PERSON})(?! ?摄))")
_MEDIUM = re.compile(rf"(?:^|[ |])([{CJK}A-Za-z·]{{1,12}}(?:{_any('medium')}))(?=[ |]|$)")
_OWN_NAME = re.compile(rf"(?<=.{{{_TITLE}}})[-–—·]+[^-–—·]{{0,12}}(?:{_any('medium')})$")
"""The name of the site at the end of a title, behind a dash."""
_PUBLISHED = re.compile(rf"(?:{_any('label')})(?:{_any('label_end')})?[： ]+(?=[（(]?\d)")
_UPDATED = re.compile(rf"(?:{_any('updated')})(?:{_any('label_end')})?[： ]+[-\d/.年月日 :：]+")


@dataclass(slots=True)
class PageHead:
    """What a page says of its article; `titles` are the forms in which it names it, the surest first."""

    titles: list[str] = field(default_factory=list)
    date: str | None = None
    meta: dict[str, str] = field(default_factory=dict)

    def names(self, words: str) -> bool:
        """Return whether a line, without its blanks, is the title that the page states."""
        return len(words) >= _TITLE and any("".join(title.split()) == words for title in self.titles)

    def nearly_names(self, words: str, headline: bool) -> bool:
        """Return whether a line is that title but for some characters at its end, or begins it, if marked or long."""
        if len(words) < _TITLE:
            return False
        titles = ["".join(title.split()) for title in self.titles]
        longer = any(len(t) > _TITLE and words.startswith(t) and len(words) <= len(t) + _MORE for t in titles)
        return longer or any(t.startswith(words) and (headline or 2 * len(words) > len(t)) for t in titles[:1])


def head_of_page(raw: str, tags: Mapping[str, str], title: str | None, lines: Sequence[str]) -> PageHead:
    """Return what a page says of its article.

    `tags` are its meta tags by name in small letters, `title` is that of its head, `lines` are those that a reader
    sees before the body.
    """
    shown = [" ".join(line.split()) for line in lines]
    objects = [found for written in _JSON_LD.findall(raw) for found in _articles(written)]
    told = [(_named(o.get("headline")), _named(o.get("datePublished"))) for o in objects]
    written = [tags[t] for t in _places("meta", "title") if t in tags] + [h for h, _ in told if h]
    written += [title] if title else []
    forms = ((_OWN_NAME.sub("", _SITE.split(w)[0].strip()), _SITE.split(w)[0].strip(), w) for w in written)
    head = PageHead([form for several in forms for form in dict.fromkeys(several) if form])
    dates = [d for _, d in told if d] + [tags[t] for t in _places("meta", "date") if t in tags] + list(_items(raw))
    stated = next((d for d in (*dates, *_elements(raw, "date")) if parse_date(d)), None)
    head.date = _nearer(stated, _line_of_date(shown))
    for name, key, seen in (("source", "publisher", _sources(shown)), ("author", "author", _authors(shown))):
        said = [s for o in objects if (s := _named(o.get(key)))]
        said += [tags[k] for k in _places("meta", name) if k in tags]
        found = (_label(s) for s in (*_elements(raw, name), *seen, *said))
        if first := next((s for s in found if not _EMPTY.fullmatch(s)), None):
            head.meta[name] = first
    return head


def _nearer(stated: str | None, line: str | None) -> str | None:
    """Return the date that a page states; where its clock may be another's, that of the line that is shown."""
    days = [parse_date(written) if written else None for written in (stated, line)]
    apart = abs((days[0] - days[1]).days) if days[0] and days[1] else 0
    return line if apart == 1 else stated or line


def _sources(lines: Sequence[str]) -> list[str]:
    """Return the sources that lines state: behind a label, else a medium beside the date."""
    named = [name for line in lines if (name := _stated(_SOURCE, line))]
    dated = [line for line in lines if _CLOCK.search(line)]
    return named or [name for line in dated[-1:] if (name := _stated(_MEDIUM, line))]


def _authors(lines: Sequence[str]) -> list[str]:
    """Return the authors that lines state."""
    found = [name for line in lines if (name := _stated(_AUTHOR, line))]
    return [name.replace(" ", "") if len(name) == 3 else name for name in found]


def _stated(pattern: re.Pattern[str], line: str) -> str | None:
    """Return what the first group of a pattern that holds finds in a short line, as it is written there."""
    match = pattern.search(fold_text(line)) if len(line) <= _SHORT else None
    return line[slice(*match.span(match.lastindex or 0))] if match else None


def _label(said: str) -> str:
    """Return a name without the label before it."""
    named = re.sub(rf"^(?:{_any('source', 'writer')})[：:]\s*", "", said.strip())
    return named.partition(f" {_any('own work')}")[0].strip()


def _elements(raw: str, field: str) -> Iterator[str]:
    """Yield what the elements hold whose ids say that they state a field."""
    for name in _places("id", field):
        found = re.search(rf"<([a-z]+)\b[^<>]*\bid=[\"']?{name}\b[^<>]*>(.{{0,200}}?)</\1", raw, re.I | re.S)
        if found and (text := html.unescape(_TAG.sub(" ", found[2])).strip()):
            yield text


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
    """Return what states the day in the lines before the body: behind a label of publication, else the nearest.

    That is a date line, or a short one with a time of day; a day behind 更新 counts where there is no other.
    """
    short = [fold_text(line) for line in lines if len(line) <= _SHORT]
    for line in short:
        if (label := _PUBLISHED.search(line)) and parse_date(line[label.end() : label.end() + 40]):
            return line[label.end() :]
    for own in ([_UPDATED.sub(" ", line).strip() for line in short], short):
        for line in reversed(own):
            if parse_date(line) and (is_date_line(line) or _CLOCK.search(line)):
                return line
    return None


def _key(written: str) -> str:
    return written.lower().removeprefix("data-").replace("-", "").replace("_", "")


def found_date(raw: str) -> str | None:
    """Return the day of publication that a script of a page states, or htmldate finds, in its own form with the year.

    What scripts state counts where they state one day. htmldate is the last resort: version 1.11 dated all of sixty
    pages of Chinese news sites, one with day and month changed for each other, which the form with the year first rules
    out.
    """
    keys = {name.replace("-", "").replace("_", "") for name in _places("script", "date")}
    stated = {day_of(m["value"]) for m in _STATED.finditer(raw) if _key(m["key"]) in keys} - {None}
    if len(stated) == 1:
        return str(stated.pop())
    from htmldate import find_date

    found = find_date(raw, original_date=True)
    if not found:
        return None
    year, month, day = found.split("-")
    stands = rf"(?<!\d){year}(?:[-/.年] ?0?{int(month)}[-/.月] ?0?{int(day)}|{month}{day})(?!\d)"
    return found if re.search(stands, raw) else None
