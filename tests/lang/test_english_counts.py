import pytest
from zhfacts.lang.english_counts import counted


@pytest.mark.parametrize(
    ("number", "things", "told"),
    [(1, "articles", "1 article"), (0, "articles", "0 articles"), (2, "facts", "2 facts"),
     (1, "quantities", "1 quantity"), (1, "series", "1 series"), (1, "gold files", "1 gold file"),
     (1, "times", "1 time")],
)  # fmt: skip
def test_counts(number: int, things: str, told: str) -> None:
    assert counted(number, things) == told
