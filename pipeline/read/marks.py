"""Marks of Markdown and LaTeX in plain text that a reader does not see: emphasis, links, code, formulas of numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_SIGNS = ("**", "](", "# ", "#\t", "{{}}", "`", "*", "$", "\\", "__", "~~", "</",
          "\u200b", "\u200c", "\u2060", "\u00ad")  # fmt: skip
"""What a text without any of holds no marks."""

_MARKDOWN = re.compile(
    r"(?P<image>!\[[^\[\]\n]*\]\([^()\n]*\))|\[(?P<link>[^\[\]\n]+)\]\([^()\n]*\)|\*\*|\{\{\}\}"
    r"|(?<=\S)[\u200b\u200c\u2060\u00ad]+(?=\S)|^[ \t]*#{1,6}[ \t]+"
    r"|(?P<ticks>`{1,3})(?P<code>[^`\n]{1,120})(?P=ticks)"
    r"|(?<![A-Za-z0-9*])\*(?P<italic>[^*\s，。；：、][^*\n]{0,60}(?<![\s，。；：、]))\*(?![A-Za-z0-9*])"
    r"|</?(?:b|strong|i|em|u|span|font|sup|sub|mark|small)(?: [^<>\n]{0,100})?>"
    r"|\\(?:textbf|textit|text|emph|underline|textrm|textsf|mathrm)\{(?P<face>[^{}\n]{1,60})\}"
    r"|\\\$(?P<escaped>[-+]?[0-9][0-9.,]{0,20}(?:\\?%)?)\\\$"
    r"|~~(?P<struck>[^~\s，。；：、][^~\n]{0,60})~~|(?P<escape>\\)(?=[.*_#+~>|`%$&-])"
    r"|(?<![A-Za-z0-9_])__(?P<strong>[^_\s，。；：、][^_\n]{0,60})__(?![A-Za-z0-9_])"
    r"|\$\$(?P<display>[^$\n]{1,200})\$\$|\\\((?P<round>[^$\n]{1,200}?)\\\)|\\\[(?P<square>[^$\n]{1,200}?)\\\]"
    r"|(?<![A-Za-z$\\])\$(?P<dollar>[^$\n]{1,200})\$(?![0-9$])",
    re.MULTILINE,
)
_FORMULA = re.compile(
    r"(?P<text>[^\\{}^_~\s]+|(?<=\\)[%&#_$]|(?<=10)\^(?=\{?[-−]?[0-9]))|\\(?P<command>[A-Za-z]+)|\\[,;:! ]|[{}^_~\s\\]"
)
_NUMBER = re.compile(r"[-+−±]?[0-9](?: ?(?:[0-9.,]|\{,\}))*(?:[-~–—][0-9](?: ?[0-9.,])*)?%?")
_SHOWN = ("italic", "strong", "face", "struck", "escaped")
_COMMANDS = {
    "times": "×", "cdot": "·", "sim": "~", "pm": "±", "approx": "≈",
    "le": "≤", "leq": "≤", "leqslant": "≤", "ge": "≥", "geq": "≥", "geqslant": "≥", "lt": "<", "gt": ">", "circ": "°",
    "mu": "μ", "Omega": "Ω", "rightarrow": "→", "to": "→", "uparrow": "↑", "downarrow": "↓", "permil": "‰",
    "yen": "¥", "pounds": "£", "euro": "€", "degree": "°", "Delta": "Δ",
}  # fmt: skip
"""Commands of LaTeX that stand for one character; others (\\mathrm, \\text, \\bf) only say how it looks."""


class Markup(NamedTuple):
    """A piece of the raw text that is markup: what a reader sees of it (None: nothing) stands at `shown`."""

    start: int
    end: int
    shown: tuple[int, int] | None = None
    """The part that is text: of a link, of emphasis."""
    character: str = ""
    """The one character that a command of LaTeX stands for."""
    level: int = 0
    """The level of a heading that the mark opens, else 0."""


def marks_in(raw: str) -> Iterator[Markup]:
    """Yield the marks of a plain text in order, none overlapping; linear in its length."""
    if not any(sign in raw for sign in _SIGNS):
        return
    end = 0
    for found in _MARKDOWN.finditer(raw):
        if found.start() < end:
            continue
        kind = found.lastgroup
        end = found.end()
        if kind in ("display", "round", "square", "dollar"):
            if kind == "dollar" and not _is_formula(found["dollar"]):
                continue
            yield from _formula(raw, found, kind)
        elif kind == "link" or found["code"] or any(found[name] for name in _SHOWN):
            shown = next(name for name in ("link", "code", *_SHOWN) if found[name])
            yield Markup(found.start(), end, found.span(shown))
        else:
            written = found[0].strip()
            yield Markup(found.start(), end, level=len(written) if written.strip("#") == "" else 0)


def _is_formula(written: str) -> bool:
    """Tell whether what two signs of the dollar enclose is a formula, not the words between two prices."""
    if "\\" in written or "^" in written:
        return re.search(r"[，。；：！？]", written) is None
    return _NUMBER.fullmatch(written) is not None


def _formula(raw: str, found: re.Match[str], kind: str) -> Iterator[Markup]:
    """Yield the marks of a formula: its delimiters, braces, blanks and commands."""
    start, end = found.span(kind)
    yield Markup(found.start(), start)
    for piece in _FORMULA.finditer(raw, start, end):
        if piece["text"]:
            continue
        yield Markup(*piece.span(), character=_COMMANDS.get(piece["command"], ""))
    yield Markup(end, found.end())
