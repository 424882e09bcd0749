"""Names as strings: legal forms, trade words, short words of bodies written out."""

from __future__ import annotations

import pytest
from zhfacts.link import names


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("云翰集团股份有限公司", "云翰集团"),
        ("云翰股份有限责任公司", "云翰"),
        ("云翰控股有限合伙公司", "云翰控股"),
        ("云翰集团公司", "云翰集团"),
        ("云林银行股份公司", "云林银行"),
        ("云翰公司", "云翰"),
        ("云翰分公司", "云翰分公司"),
        ("云翰", "云翰"),
    ],
)
def test_a_brand_is_a_name_without_its_legal_form(name: str, short: str) -> None:
    assert names.brand(name) == short


@pytest.mark.parametrize(
    ("rest", "tail"), [("科技股份有限公司", True), ("集团", True), ("云翰科技", False), ("", True)]
)
def test_trade_words_are_no_name(rest: str, tail: bool) -> None:
    assert names.is_tail(rest) == tail


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("云 翰 集团", "云翰集团"),
        ("《云林日报》", "云林日报"),
        ('"云翰"号', "“云翰”号"),
        ("IBM China", "IBM China"),
        ("®云翰", "云翰"),
    ],
)
def test_written_names_are_cleaned(text: str, name: str) -> None:
    assert names.clean(text) == name


@pytest.mark.parametrize(
    ("label", "name", "local"),
    [
        ("PERSON", "张先生", True),
        ("PERSON", "小王", True),
        ("PERSON", "老舍", False),
        ("PERSON", "张三丰", False),
        ("LAW", "《意见》", False),
    ],
)
def test_names_that_mean_somebody_in_one_article(label: str, name: str, local: bool) -> None:
    assert names.local_to_article(label, name) == local


def test_lines_of_the_metro_have_one_spelling() -> None:
    assert {names.metro_line(n) for n in ("云林地铁3号线", "云林市轨道交通3号线")} == {"云林地铁3号线"}
    assert names.local_name("地铁3号线") == ("FAC", "city")
