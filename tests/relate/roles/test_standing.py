"""How a title stands, by the words before its body and at its head."""

from __future__ import annotations

import pytest
from zhfacts.relate.roles.standing import known, read_standing


@pytest.mark.parametrize(
    ("lead", "title", "read"),
    [
        ("", "局长", (None, "", "局长")),
        ("", "原局长", ("former", "原", "局长")),
        ("原", "司长", ("former", "", "司长")),
        ("", "代市长", ("acting", "代", "市长")),
        ("", "时任局长", ("former", "", "局长")),
        ("", "现任局长", (None, "", "局长")),
        ("", "代表", (None, "", "代表")),
    ],
)
def test_cues_of_standing(lead: str, title: str, read: tuple[str | None, str, str]) -> None:
    assert read_standing(lead, title) == read


def test_kinds_of_cues() -> None:
    assert (known("former-verb"), known("acting"), known("now"), known("lead")) == ("former", "acting", None, None)
