"""The divisions and their short forms: the same ones for every room."""

from __future__ import annotations

import pytest
from zhfacts.lang import gazetteer
from zhfacts.lang.gazetteer import Division, Level, divisions, level_of, named, province_of, short_forms
from zhfacts.link.knowledge import shipped
from zhfacts.recognise.names.lexicon import builtin, codes

FORMS: list[tuple[str, Level, tuple[str, ...]]] = [
    ("广州市", "city", ("广州",)),
    ("浦东新区", "county", ("浦东",)),
    ("清新区", "county", ("清新",)),
    ("碑林区", "county", ("碑林",)),
    ("万柏林区", "county", ("万柏林",)),
    ("神农架林区", "county", ("神农架",)),
    ("六枝特区", "county", ("六枝",)),
    ("恩施土家族苗族自治州", "city", ("恩施", "恩施州")),
    ("鄂温克族自治旗", "county", ("鄂温克", "鄂温克旗")),
    ("管城回族区", "county", ("管城", "管城区")),
    ("于家务回族乡", "town", ("于家务", "于家务乡")),
    ("内蒙古自治区", "province", ("内蒙古",)),
    ("香港特别行政区", "province", ("香港",)),
    ("阿拉善左旗", "county", ()),
    ("忠县", "county", ()),
    ("石家庄高新技术产业开发区", "zone", ()),
    ("兰州新区", "zone", ()),
    ("苏州工业园区", "zone", ("苏州工业园",)),
    ("狮岭镇", "town", ("狮岭",)),
]


@pytest.mark.parametrize(("name", "level", "forms"), FORMS)
def test_short_forms(name: str, level: Level, forms: tuple[str, ...]) -> None:
    assert short_forms(name, level) == forms


@pytest.mark.parametrize(
    ("code", "level"),
    [("440000", "province"), ("440100", "city"), ("440113", "county"), ("440114101", "town"), ("", None)],
)
def test_level_of(code: str, level: str | None) -> None:
    assert level_of(code) == level


def agreed(division: Division) -> bool:
    """Tell whether linking, the recogniser of names and relating know a division by the same names."""
    names = (division.name, *division.forms)
    linked = {r.external_ids["gb2260"]: r for r in shipped().named(division.name) if "gb2260" in r.external_ids}
    alike = linked[division.code].aliases[: len(division.forms)] == division.forms
    if division.level != "town":
        alike = alike and all(division.code in codes()[name] for name in names)
    if division.level in ("province", "city"):
        alike = alike and all(name in builtin() and province_of(name) for name in names)
    return alike and all(division in named(name) for name in names)


def test_a_division_has_the_same_short_forms_whoever_asks() -> None:
    assert [d for d in divisions() if not agreed(d)] == []


def test_what_holds_a_division_is_a_division() -> None:
    assert [d for d in divisions() if [*gazetteer.chain(d)][-1].level != "province"] == []
