"""Roles by cases."""

from __future__ import annotations

import pytest
from zhfacts.relate.roles import roles

from .markup import document
from .test_facts import cases


@pytest.mark.parametrize("case", cases("roles.jsonl"))
def test_roles(case):
    given = document(case["text"])
    names = {}
    found = roles(given)
    names = {c.id: c.name for c in given.clusters}
    assert [[names[r.person], r.title, r.organization and names[r.organization]] for r in found] == case["roles"]
    assert [r.standing for r in found] == case.get("standing", [None] * len(found))
