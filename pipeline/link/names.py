"""Names as strings: the written form cleaned, legal suffixes taken off, short words of bodies and zones written out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from ..lang.tables import table
from .words import either, words_of

if TYPE_CHECKING:
    from .knowledge import Known

BLANK = re.compile(r"(?<![A-Za-z0-9.,&])\s+|\s+(?![A-Za-z0-9&(])")
QUOTED = re.compile(r"“[^“”]+”$|《[^《》]+》$")
STRAIGHT = re.compile(r'"([^"]*)"')
_BEFORE_STOCK = "|".join(f"(?<={word})" for word in sorted(words_of("joint-stock")))
LEGAL = re.compile(rf"(?:{_BEFORE_STOCK})股份公司$|(?<=集团)公司$|(集团)?{either('legal-form')}$")
PARTY = re.compile(rf"^{either('party')}(.+{either('level')}委(?:员会)?)(?=$|.{{2,6}}部$|办公室$)")
BARE_COMPANY = re.compile(rf"^(.{{2,4}})(?<!{either('part-of-firm')})公司$")
DEPARTMENT = re.compile(f"{either('department')}$")
BODY = re.compile(f"{either('body')}$")
CENTRAL = re.compile(either("central"))
METRO = re.compile(
    rf"^(?P<city>.{{2,4}}?)??市?{either('metro')}?"
    rf"(?P<line>[0-9一二三四五六七八九十]+号线(?:[一二三四五六]期|[东南西北]延.{{0,3}}|{either('line-part')})?)$"
)
ABROAD = re.compile(f"^(.)({either('of-a-state')})$")
OWN_BODY = re.compile(
    rf"^(?P<level>[省市区县])(?:第[一二三四五六七八九十]+[次届]|[一二三四五六七八九十]+届|{either('own-body')})"
)
NOTICE = re.compile(f"(?<={either('law-end')})的{either('notice')}$")
SHIP = re.compile(r"^“([^”]+)”(号)$")
LOCAL_PERSON = re.compile(
    rf"^.{{1,2}}{either('by-surname')}$"
    rf"|^(?!{either('no-nickname')}){either('nickname')}.$"
)


def clean(text: str) -> str:
    """Return a written name without blanks between Chinese characters, ® and marks around it, with curly quotes."""
    if text.isalnum():
        return text
    cleaned = STRAIGHT.sub(r"“\1”", BLANK.sub("", text.strip()))
    cleaned = cleaned.strip("®™ —–-·、")
    if QUOTED.match(cleaned):
        cleaned = cleaned[1:-1]
    return cleaned or text


def local_person(name: str) -> bool:
    """Tell whether a person's name means somebody in its own article only: 张先生, 罗阿姨, 小王."""
    return bool(LOCAL_PERSON.match(name))


def has_legal_form(name: str) -> bool:
    """Tell whether a company's name ends in its legal form (有限公司)."""
    return bool(LEGAL.search(name))


def brand(name: str) -> str:
    """Return a company's name without its legal form: 阿里巴巴集团控股有限公司 -> 阿里巴巴集团控股; 集团 stays."""
    match = LEGAL.search(name)
    if not match or match.start() < 2:
        bare = BARE_COMPANY.match(name)
        return bare[1] if bare and not any(bare[1].endswith(word) for word in tails()) else name
    return name[: match.start()] + (match[1] or "")


@cache
def tails() -> tuple[str, ...]:
    """Return the words for a trade or a kind of body that end names and that short names leave out, longest first."""
    return tuple(sorted((row["word"] for row in table("name_tails.tsv")), key=len, reverse=True))


@cache
def expansions(label: str, at: str, last: str = "") -> tuple[tuple[str, str], ...]:
    """Return pairs of short word, ending in `last`, and full word at the end of or within names with a label."""
    rows = [(r["short"], r["full"]) for r in table("expansions.tsv") if (r["label"], r["at"]) == (label, at)]
    return tuple(sorted((row for row in rows if row[0].endswith(last)), key=lambda pair: -len(pair[0])))


def is_tail(rest: str) -> bool:
    """Tell whether a string is made of trade words and legal forms only: 科技, 生物医药集团, 科技股份有限公司."""
    rest = LEGAL.sub(lambda m: m[1] or "", rest)
    while rest:
        word = next((w for w in tails() if rest.startswith(w)), None)
        if word is None:
            return False
        rest = rest[len(word) :]
    return True


@cache
def patterns(label: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return the patterns of short forms of names with a label, and their full forms as templates."""
    return tuple((re.compile(r["pattern"]), r["full"]) for r in table("name_patterns.tsv") if r["label"] == label)


@cache
def bare_names() -> frozenset[str]:
    """Return the names of documents that mean something in their own article only."""
    return frozenset(row["name"] for row in table("bare_names.tsv"))


def local_to_article(label: str, name: str) -> bool:
    """Tell whether a name means something in its own article only: 张先生, 《意见》."""
    return local_person(name) if label == "PERSON" else label in ("LAW", "WORK_OF_ART") and name in bare_names()


def full_name(name: str, label: str, places: Mapping[str, Known]) -> str:
    """Return a name with its short words written out: 合肥高新区, 湖北省环保厅; unchanged where none is known.

    `places` tells which place a form means in the article.
    """
    if label == "ORG":
        name = PARTY.sub(r"\1", name)
    elif label == "LAW":
        name = NOTICE.sub("", name)
    elif label in ("PRODUCT", "FAC"):
        name = SHIP.sub(r"\1\2", name)
    for pattern, template in patterns(label):
        if match := pattern.fullmatch(name):
            return match.expand(template)
    for short, full in expansions(label, "within"):
        name = name.replace(short, full)
    for short, full in expansions(label, "end", name[-1:]):
        if name.endswith(short) and len(name) > len(short):
            return _with_head(name[: -len(short)], full, label, places) or name
    return name


def _with_head(head: str, tail: str, label: str, places: Mapping[str, Known]) -> str | None:
    """Return the head of a name with its written-out tail; the place that begins a body's name gets its full name."""
    place = places.get(head)
    if "{place}" in tail:
        return tail.replace("{place}", head) if place or len(head) < 5 else None
    if label == "ORG" and place and place.label == "GPE" and place.level != "country":
        head = place.name
    return head + tail


@cache
def local_names() -> dict[str, tuple[str, str]]:
    """Return label and what is written before it (city, country, no) for each name that every place has: 大学城."""
    return {row["name"]: (row["label"], row["written"]) for row in table("local_names.tsv")}


def local_name(name: str) -> tuple[str, str]:
    """Return label and what is written before it for a name that every place has, two empty strings for others."""
    metro = METRO.match(name)
    return ("FAC", "city") if metro and not metro["city"] else local_names().get(name, ("", ""))


def metro_line(name: str) -> str:
    """Return a city's metro line in one spelling (广州地铁18号线, 广州市轨道交通18号线), other names unchanged."""
    metro = METRO.match(name)
    return f"{metro['city']}地铁{metro['line']}" if metro and metro["city"] else name


@cache
def given_names() -> tuple[frozenset[str], frozenset[str]]:
    """Return the commonest surnames and given names of Chinese persons."""
    rows = table("common_persons.tsv")
    return (
        frozenset(row["name"] for row in rows if row["part"] == "surname"),
        frozenset(row["name"] for row in rows if row["part"] == "given"),
    )


def common_person(name: str) -> bool:
    """Tell whether a name is so common that two articles may mean two persons: 王伟, 张建国."""
    surnames, given = given_names()
    return name[:1] in surnames and name[1:] in given
