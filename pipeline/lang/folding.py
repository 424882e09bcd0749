"""One-to-one folding of characters: width and punctuation variants, and Traditional to simplified script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from . import script
from .tables import table

CJK = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff〇々"
LINE_ENDS = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
PORTION = 1 << 20
"""So many characters of a long text are folded at once."""
_KEPT = "，：；？！（）"
NARROW = {chr(i): chr(i - 0xFEE0) for i in range(0xFF01, 0xFF5F) if chr(i) not in _KEPT}
"""Each full-width form with its narrow one, but for the marks that Chinese writes wide."""
_FOLDS = {
    **NARROW,
    **dict(zip("﹐﹑﹒﹔﹕﹖﹗﹙﹚︰｡､｢｣﹪︿", "，、.；：？！（）：。、“”%^", strict=True)),
    **dict(zip("⋯‐‑‒–−〜•‧∙・･⋅「」『』〈〉〝〞﹁﹂﹃﹄﹏＂", "…-----~······“”‘’《》“”“”‘’_\"", strict=True)),
    **dict.fromkeys("\u3000\u00a0\u2002\u2003\u2007\u2009\u202f\u200a\u2008\u2000\u2001\u2004\u2005\u2006\u205f", " "),
    **dict.fromkeys(LINE_ENDS, "\n"),
    **dict.fromkeys("\t\u200b\u200c\u200d\u2060\ufeff\u00ad", " "),
}
_WIDTH = str.maketrans(_FOLDS)
_NEAR = f"{CJK}，。、；：？！“”‘’（）《》%"
_ASCII = dict(zip(",;:?!", "，；：？！", strict=True))
_ASCII_MARK = re.compile(
    rf"(?<=[{_NEAR}])[,;:?!](?!//)|[,;:?!](?=[{CJK}“‘（《])|(?<=[{CJK}”%])\.(?= *$)", re.MULTILINE
)
_PARENTHESES = re.compile(r"\(([^()\n]*)\)")
_NEAR_CHARACTER = re.compile(f"[{_NEAR}]")
_URL = re.compile(r"(?:https?://|www\.)[!-~]*[0-9A-Za-z/_#=&-]")


def _parenthesis(match: re.Match[str]) -> str:
    before, after = match.string[match.start() - 1 : match.start()], match.string[match.end() : match.end() + 1]
    near = before + match[1] + after
    return f"（{match[1]}）" if _NEAR_CHARACTER.search(near) else match[0]


def _quotes(line: str) -> str:
    """Turn straight quotation marks, where a line holds an even number of them, into opening and closing ones."""
    pieces = line.split('"')
    if len(pieces) % 2 == 0 or not _NEAR_CHARACTER.search(line):
        return line
    return "".join(piece + ("" if n == len(pieces) - 1 else "“”"[n % 2]) for n, piece in enumerate(pieces))


def fold_width(text: str) -> str:
    """Return `text`, as long as before, with width and punctuation variants folded.

    Full-width digits, letters and signs become ASCII; blanks of all kinds a space and all line ends a newline; ASCII
    comma, semicolon, colon, question and exclamation mark and brackets become Chinese ones where they stand next to
    Chinese; corner brackets and straight quotation marks become “ ” ‘ ’, the dots within foreign names ·.
    """
    folded = text.translate(_WIDTH)
    folded = _ASCII_MARK.sub(lambda m: _ASCII.get(m[0], "。"), folded)
    if "(" in folded:
        folded = _PARENTHESES.sub(_parenthesis, folded)
    if '"' in folded:
        folded = "\n".join(_quotes(line) if '"' in line else line for line in folded.split("\n"))
    if "http" in text or "www." in text:
        pieces, end = [], 0
        for url in _URL.finditer(text):
            pieces += [folded[end : url.start()], url[0]]
            end = url.end()
        folded = "".join([*pieces, folded[end:]])
    return folded


def _convert(text: str) -> str:
    return script.from_hong_kong(script.from_taiwan(text))


@cache
def _only() -> tuple[dict[int, str], frozenset[str]]:
    """Return the simplified form of each Traditional character, and the characters that only simplified text has."""
    every = [chr(i) for i in range(0x4E00, 0x9FA6)]
    simple = _convert("\n".join(every)).split("\n")
    traditional = {ord(a): b for a, b in zip(every, simple, strict=True) if a != b and len(b) == 1}
    return traditional, script.only_simplified("".join(every))


@cache
def _strays() -> dict[int, str]:
    """Return the simplified form of each Traditional character that is folded in simplified texts too."""
    return {ord(c): _only()[0][ord(c)] for c in (row["character"] for row in table("stray_characters.tsv"))}


def is_traditional(text: str) -> bool:
    """Return whether `text` is written in Traditional script: more of its characters are proper to it than not."""
    traditional, simplified = _only()
    sample = text[:20000]
    own = sum(map(traditional.__contains__, map(ord, sample)))
    return own > 0 and own > 0.6 * sum(map(simplified.__contains__, sample))


def simplify(text: str) -> str:
    """Return Traditional `text` in simplified script, as long as before: OpenCC line by line, else by character."""
    traditional, _ = _only()
    lines = []
    for line in text.split("\n"):
        converted = _convert(line)
        lines.append(converted if len(converted) == len(line) else line.translate(traditional))
    return "\n".join(lines)


def fold_text(text: str) -> str:
    """Return `text`, as long as before, folded in width and script.

    Of a simplified text only the Traditional characters of numbers, units and times are folded (最後 3 週).
    """
    return "".join(fold_portions(text))


def fold_portions(text: str) -> Iterator[str]:
    """Yield a text folded as `fold_text` does, in portions of whole lines: a long one need not be held as a whole."""
    traditional, start = is_traditional(text), 0
    while start < len(text):
        end = text.find("\n", start + PORTION) + 1 or len(text)
        folded = fold_width(text[start:end])
        yield simplify(folded) if traditional else folded.translate(_strays())
        start = end
