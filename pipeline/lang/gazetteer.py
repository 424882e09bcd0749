"""The divisions of China and the countries of the world: their names, short forms, ranks and what holds them.

Every room asks here what a place is called; no other module reads `places.tsv` or `countries.tsv`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal, NamedTuple, cast

from .tables import table

Level = Literal["country", "province", "city", "county", "zone", "town"]
"""Rank of a place: city is a prefecture, whatever it is called; zone one with an administration but no division."""


class Division(NamedTuple):
    """A division of China; `forms` are its short forms, the usual one first, empty where it has none (忠县)."""

    code: str
    """GB/T 2260 code; nine digits for a town."""
    name: str
    """Official name."""
    level: Level
    parent: str
    """Code of the division that holds it, "" for a province."""
    forms: tuple[str, ...]

    @property
    def short(self) -> str:
        """The usual short form, "" where there is none."""
        return self.forms[0] if self.forms else ""


class Country(NamedTuple):
    """A country: its usual name, its official one and its abbreviations (阿尔巴尼亚, 阿尔巴尼亚共和国, 阿)."""

    iso: str
    """ISO 3166-1 alpha-3 code."""
    name: str
    full: str
    """Official name, "" where it is the usual one."""
    shorts: tuple[str, ...]


PEOPLE = "族"
"""Ends the names of peoples, which the names of autonomous places may leave out."""
_OWN = {row["word"]: row["own"] for row in table("division_kinds.tsv") if row["own"]}


class _NameEnding(NamedTuple):
    """A word that ends official names: said without it, said with `kept` in its place, in the name of `only` alone."""

    bare: bool
    kept: str
    only: str


@cache
def divisions() -> tuple[Division, ...]:
    """Return every division of China by its code, from the province to the town."""
    rows = table("places.tsv")
    levels = [cast(Level, row["level"]) for row in rows]
    return tuple(
        Division(row["code"], row["name"], level, row["parent"], short_forms(row["name"], level))
        for row, level in zip(rows, levels, strict=True)
    )


@cache
def by_code() -> dict[str, Division]:
    """Return the divisions by their code."""
    return {division.code: division for division in divisions()}


@cache
def by_name() -> dict[str, tuple[Division, ...]]:
    """Return the divisions that an official name or a short form can mean; more than one where it is ambiguous."""
    found: dict[str, list[Division]] = {}
    for division in divisions():
        for name in (division.name, *division.forms):
            found.setdefault(name, []).append(division)
    return {name: tuple(meant) for name, meant in found.items()}


def named(name: str) -> tuple[Division, ...]:
    """Return the divisions that a name, official or short, can mean, in the order of their codes."""
    return by_name().get(name, ())


def chain(division: Division) -> Iterator[Division]:
    """Yield a division and those that hold it, the nearest first."""
    at: Division | None = division
    while at:
        yield at
        at = by_code().get(at.parent)


def officially(name: str) -> Division | None:
    """Return the division down to the county whose official name this is, the first of namesakes."""
    return next((d for d in named(name) if d.name == name and d.level != "town"), None)


@cache
def divisions_of(name: str) -> tuple[Division, ...]:
    """Return the province or city that a name begins with, or county by its official name, and what holds it.

    The nearest first, empty for others. A county only by its official name: 海南州 and 鼓楼 begin too much.
    """
    for size in (len(name), 5, 4, 3, 2):
        short = (d for d in named(name[:size]) if d.level in ("province", "city"))
        if size <= len(name) and (found := officially(name[:size]) or next(short, None)):
            return tuple(chain(found))
    return ()


def province_of(name: str) -> str:
    """Return the official name of the province that a name begins with, or whose city or county, "" for others."""
    found = divisions_of(name)
    return found[-1].name if found else ""


def own_level(name: str, level: Level | None = None) -> str:
    """Return how a place calls its own whole (全省, 全市, 全区): province, city, district, or "" where it has no word.

    `level` is its rank where that is known. A county-level city is a city here, and so is 重庆市, as 全市 says.
    """
    known = officially(name)
    rank = level or (known.level if known else None)
    said = next((own for end, own in _OWN.items() if name.endswith(end)), "")
    if rank is None:
        return said
    own = {"province": "province", "city": "city", "county": "district"}.get(rank, "")
    return "city" if own and said == "city" else own


@cache
def countries() -> tuple[Country, ...]:
    """Return the countries of the world by their code."""
    return tuple(
        Country(row["iso"], row["name"], row["full"], tuple(x for x in row["short"].split("/") if x))
        for row in table("countries.tsv")
    )


@cache
def china() -> str:
    """Return the name of our own country."""
    return next(country.name for country in countries() if country.iso == "CHN")


def level_of(code: str) -> Level | None:
    """Return the rank of a place by its GB/T 2260 code: 440000 province, 440100 city, 440113 county, else town."""
    if not code:
        return None
    if len(code) > 6:
        return "town"
    return "province" if code.endswith("0000") else "city" if code.endswith("00") else "county"


def short_forms(name: str, level: Level) -> tuple[str, ...]:
    """Return the short forms of an official name: 广州市 -> 广州; 恩施土家族苗族自治州 -> 恩施, 恩施州; 碑林区 -> 碑林.

    They are what is left without the kind and the peoples, and with everyday speech's word for the kind where peoples
    were taken out (管城回族区 -> 管城, 管城区). One character is none (忠县), nor is what several banners would share
    (阿拉善左旗), nor the name of the city to which a zone belongs (兰州新区).
    """
    scope = level if level in ("zone", "town") else "division"
    match = _ending(scope).fullmatch(name)
    if not match:
        return ()
    stem, word = match.groups()
    kind, autonomous = _kinds(scope)[word], word.startswith("自治")
    core = without_peoples(stem, autonomous) if autonomous or stem.endswith(PEOPLE) else stem
    kept = kind.kept if autonomous or core == stem else word
    forms = (core if kind.bare else "", core + kept if kept else "")
    return tuple(form for form in forms if len(form) > 1)


def without_peoples(stem: str, autonomous: bool = True) -> str:
    """Return a name without the peoples at its end: 恩施土家族苗族 -> 恩施, 管城回族 -> 管城.

    In the names of `autonomous` places a people may stand without 族 (内蒙古, 伊犁哈萨克), or be the name itself
    (鄂温克族 -> 鄂温克).
    """
    ends = [people for people in _peoples() if autonomous or people.endswith(PEOPLE)]
    while end := next((p for p in ends if stem.endswith(p) and len(stem) > len(p) + 1), None):
        stem = stem.removesuffix(end)
    return stem.removesuffix(PEOPLE) if autonomous else stem


@cache
def _peoples() -> tuple[str, ...]:
    """Return the names of China's peoples as they stand in names of autonomous places, longest first."""
    return tuple(sorted((row["name"] for row in table("peoples.tsv")), key=lambda name: (-len(name), name)))


@cache
def _kinds(scope: str) -> dict[str, _NameEnding]:
    """Return the words that end the names of divisions, zones or towns."""
    rows = (row for row in table("division_kinds.tsv") if row["level"] == scope)
    return {row["word"]: _NameEnding(row["bare"] == "yes", row["kept"], row["only"]) for row in rows}


@cache
def _ending(scope: str) -> re.Pattern[str]:
    """Return the pattern of a name: the longest word for its kind that leaves two characters at least, and the rest."""
    words = (f"(?<={kind.only}){word}" if kind.only else word for word, kind in _kinds(scope).items())
    return re.compile(f"(.{{2,}}?)({'|'.join(words)})")
