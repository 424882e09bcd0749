"""Which names in one article mean the same thing: definitions in the text, and short names that fit a full one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..model import NameLabel
from .names import is_tail, tails
from .senses import Form
from .words import either

DEFINED = re.compile(
    rf"[》”]?\s*[（(]{either('defines-from')}?{either('defines')}{either('defines-as')}?[：:]?[“\"《]?$"
)
APPOSED = re.compile(r"\s*[（(](?:即)?[“\"]?$")
CLOSED = re.compile(r"[”\"》]?\s*[）)]")
LATIN = re.compile(r"^[A-Za-z0-9&.\- ]+$")
STOCK = re.compile(
    rf"\s*[（(](?:{either('stock-code')}|[A-Z]股)?[：:]?\s*(?:(?P<code>\d{{6}}|\d{{4,5}}(?=[.．]HK))(?:[.．](?P<market>SH|SZ|BJ|SS|HK))?)\s*[）)]"
)
DISTINCT = re.compile(f"[0-9]|{either('distinct')}")
COMPANY = re.compile(f"(?:{either('company')}|银行.{{2,4}}行)$")
ORDINAL = re.compile(r"^(第[0-9一二三四五六七八九十百]+[届次]|[0-9]{4}年?(度)?|首届|本届)+")


def defined(forms: dict[str, Form], text: str) -> Iterator[tuple[str, str]]:
    """Yield pairs of names that the text itself equates: 全称（以下简称“X”）, 名称（NAME in Latin letters)."""
    starts = {span.start: form for form in forms.values() for span in form.spans}
    for name, form in forms.items():
        for span in form.spans:
            start = next((p for p in range(span.end + 1, span.end + 13) if p in starts), None)
            if start is None or starts[start].text == name:
                continue
            other = starts[start]
            end = next(s.end for s in other.spans if s.start == start)
            gap, after = text[span.end : start], text[end : end + 2]
            if CLOSED.match(after) and (DEFINED.match(gap) or (APPOSED.match(gap) and apposed(form, other))):
                yield name, other.text


def apposed(first: Form, second: Form) -> bool:
    """Tell whether a name in brackets after another one names the same thing: one is Latin, or short for the other."""
    if bool(LATIN.match(first.text)) != bool(LATIN.match(second.text)):
        return True
    return any(fits(a.text, b.text, a.label) for a, b in ((first, second), (second, first)))


def stock_code(form: Form, text: str) -> str | None:
    """Return the stock code that stands in brackets after a company's name: 688368.SH; None where there is none."""
    for span in form.spans:
        if match := STOCK.match(text[span.end : span.end + 24]):
            market = (match["market"] or exchange(match["code"])).replace("SS", "SH")
            return f"{match['code']}.{market}" if market else match["code"]
    return None


def exchange(code: str) -> str:
    """Return the exchange that a Chinese stock code of six digits belongs to by its first digits, "" for others."""
    first = {"6": "SH", "9": "SH", "0": "SZ", "2": "SZ", "3": "SZ", "4": "BJ", "8": "BJ"}
    return "BJ" if code.startswith("92") else first.get(code[0], "") if len(code) == 6 else ""


def subsequence(short: str, full: str) -> bool:
    """Tell whether the characters of `short` stand in `full` in the same order."""
    rest = iter(full)
    return all(c in rest for c in short)


def left_out(short: str, full: str) -> str:
    """Return the characters of `full` that `short`, a subsequence, leaves out (matched from the left)."""
    out, position = [], 0
    for c in full:
        if position < len(short) and c == short[position]:
            position += 1
        else:
            out.append(c)
    return "".join(out)


def headless(name: str, heads: Sequence[str]) -> list[str]:
    """Return a name without each place or ordinal that begins it: 广州市高质量发展大会 -> 高质量发展大会."""
    found = []
    for head in heads:
        if name.startswith(head) and len(name) > len(head) + 1:
            found.append(name[len(head) :])
    if match := ORDINAL.match(name):
        found.append(name[match.end() :])
    return [x for x in found if len(x) > 1]


def fits(short: str, full: str, label: NameLabel, heads: Sequence[str] = ()) -> bool:
    """Tell whether `short` can be a short form of `full` within one article.

    `heads` are the names of places that may begin a full name and are left out in the short one.
    """
    if len(short) >= len(full) or len(short) < 2:
        return False
    if label == "PERSON":
        return "·" in full and full.split("·")[-1] == short
    if label == "GPE":
        return False
    if full.startswith(short):
        return is_tail(full[len(short) :])
    bare = headless(full, heads)
    if label == "LOC" and len(short) < 3:
        return False
    if short in bare and not (label == "ORG" and COMPANY.search(short)):
        return True
    if label == "ORG":
        return any(_company(short, x) for x in (full, *bare))
    if full.endswith(short) and (label == "LAW" or (label in ("EVENT", "FAC") and len(short) >= 3)):
        return True
    return _contracted(short, full)


def _company(short: str, full: str) -> bool:
    """Tell whether `short` is a brand within a company's or body's name, or made of its first and last characters."""
    if full.startswith(short) and is_tail(full[len(short) :]):
        return True
    if len(short) > 3 or short[0] != full[0] or not subsequence(short, full):
        return False
    ends = {w[-1] for w in tails() if full.endswith(w)} | {full[-1]}
    return short[-1] in ends or (len(short) == 2 and short[1] in full[2:4])


def _contracted(short: str, full: str) -> bool:
    """Tell whether `short` leaves out a word in the middle of a long name: 三峡枢纽 for 三峡水利枢纽."""
    if len(short) < 4 or len(short) < 0.55 * len(full) or short[:2] != full[:2] or short[-2:] != full[-2:]:
        return False
    return subsequence(short, full) and not DISTINCT.search(left_out(short, full))
