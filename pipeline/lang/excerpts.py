"""What a reader sees of an article around a span: its sentence on one line, without tags."""

from __future__ import annotations

import re
from bisect import bisect_right
from html import unescape

from ..model import Article

SENTENCE_LIMIT = 600
"""Longest context in facts.csv, in characters, so that a text without sentence ends does not repeat itself whole."""


def sentence_around(article: Article, start: int, end: int) -> str:
    """Return the sentence around a span of the raw file on one line, or the line where sentences are not given.

    Of a sentence beyond SENTENCE_LIMIT the part around the span is returned, with … where it is cut.
    """
    at = bisect_right(article.sentences, start, key=lambda s: s[0]) - 1
    if at >= 0 and start < article.sentences[at][1]:
        left, right = article.sentences[at]
    else:
        left = article.start + article.text.rfind("\n", 0, start - article.start) + 1
        right = article.text.find("\n", end - article.start)
        right = article.end if right < 0 else article.start + right
    cut_left = max(left, start - SENTENCE_LIMIT // 2)
    cut_right = max(end, min(right, cut_left + SENTENCE_LIMIT))
    text = _one_line(_visible(article, cut_left, cut_right))
    return ("…" if cut_left > left else "") + text + ("…" if cut_right < right else "")


def _visible(article: Article, start: int, end: int) -> str:
    """Return what a reader sees of a stretch of the raw file: no tags, and characters for their references."""
    if not article.markup:
        return article.text[start - article.start : end - article.start]
    pieces, at = [], start
    for left, right in article.markup[bisect_right(article.markup, start, key=lambda m: m[1]) :]:
        if left >= end:
            break
        pieces.append(article.text[at - article.start : max(at, left) - article.start])
        at = max(at, right)
    return unescape("".join([*pieces, article.text[at - article.start : max(at, end) - article.start]]))


def _one_line(text: str) -> str:
    """Join broken lines: with a blank between Latin words or digits, else with nothing."""
    pieces = [p.strip() for p in re.split(r"[\r\n]+", text)]
    joined = ""
    for piece in filter(None, pieces):
        apart = joined[-1:].isascii() and joined[-1:].isalnum() and piece[0].isascii() and piece[0].isalnum()
        joined += (" " if apart else "") + piece
    return joined
