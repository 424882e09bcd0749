"""Roles by cases."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from zhfacts.relate.roles.triples import find_roles

from ...rows import cases
from ...sizes import examples
from ..markup import document


@pytest.mark.parametrize("case", cases("roles.jsonl"))
def test_roles(case):
    given = document(case["text"])
    names = {}
    found = find_roles(given)
    names = {c.id: c.name for c in given.clusters}
    assert [[names[r.person], r.title, r.organization and names[r.organization]] for r in found] == case["roles"]
    assert [r.standing for r in found] == case.get("standing", [None] * len(found))


@settings(max_examples=examples(40), deadline=None)
@given(
    st.lists(
        st.sampled_from([*"，（）、。和为是任原前长 ", "[王芳|PERSON]", "[云林市|GPE]", "主席", "公司", "曾任"]),
        max_size=14,
    )
)
def test_any_text_is_read(pieces):
    given_document = document("".join(pieces))
    known = {c.id for c in given_document.clusters}
    for role in find_roles(given_document):
        assert role.person in known
        assert role.title
        assert role.organization is None or role.organization in {c.id for c in given_document.clusters}
