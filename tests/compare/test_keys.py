"""The key of an indicator: what must meet, what must not, and that a key is its own key."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from zhfacts.compare.keys import key
from zhfacts.lang.tables import table

from ..rows import cases
from ..sizes import examples

WORDS = sorted({w for r in table("indicator_keys.tsv") for w in (r["key"], r["form"]) if w})


@pytest.mark.parametrize("case", cases("indicator_keys.jsonl"))
def test_what_meets_and_what_does_not(case):
    keys = {key(i) for i in case.get("meet", ())}
    assert len(keys) <= 1
    assert "key" not in case or keys == {case["key"]}
    for one, other in combinations(case.get("part", ()), 2):
        assert key(one) != key(other), (one, other)


@settings(max_examples=examples(40), deadline=None)
@given(st.lists(st.one_of(st.sampled_from(WORDS), st.text("的（）工业产值新增GDP2年 比“”·", max_size=4)), max_size=5))
def test_the_key_of_a_key_is_the_key(pieces):
    made = key("".join(pieces))
    assert made is None or key(made) == made


def test_what_says_nothing_has_no_key():
    assert key("") is None
    assert key("“”、") is None


def test_no_form_stands_for_two_names():
    seen: dict[str, str] = {}
    for row in table("indicator_keys.tsv"):
        if row["kind"] == "name":
            assert seen.setdefault(row["form"], row["key"]) == row["key"], row["form"]
