"""Figures, intervals and tests from counts."""

import numpy as np
import pytest
from zhfacts.evaluate.resampling import Resamples, figures


def counts(*hits, of=10):
    return np.array([[h, h, of, of] for h in hits], dtype=float)


def test_figures():
    p, r, f = figures(np.array([[1.0, 1.0, 2.0, 4.0], [0.0, 0.0, 0.0, 0.0]]))
    assert (list(p), list(r)) == ([0.5, 0.0], [0.25, 0.0])
    assert list(f) == pytest.approx([1 / 3, 0.0])


def test_micro_and_macro():
    uneven = np.array([[1.0, 1.0, 1.0, 1.0], [10.0, 10.0, 100.0, 100.0], [0.0, 0.0, 0.0, 0.0]])
    score = Resamples(3, 100, 0).score(uneven)
    assert score.f == pytest.approx(11 / 101)
    assert score.macro_f == pytest.approx((1 + 0.1) / 2)


def test_a_difference_in_every_article_is_no_chance():
    drawn = Resamples(12, 1000, 0)
    found = drawn.difference(counts(*[5] * 12), counts(*[7] * 12))
    assert found.p_value < 0.01 and found.low == pytest.approx(found.high) == pytest.approx(0.2)


def test_a_difference_in_one_article_may_be_chance():
    found = Resamples(12, 1000, 0).difference(counts(*[5] * 12), counts(9, *[5] * 11))
    assert found.p_value == 1.0 and found.low == 0.0


def test_p_values_agree_with_enumeration():
    """All 2 ** 8 exchanges against the drawn ones."""
    first, second = counts(5, 6, 4, 7, 5, 3, 8, 5), counts(6, 8, 4, 8, 4, 6, 8, 7)
    apart = (second - first)[:, 0]
    signs = np.array([[1 if n >> k & 1 else -1 for k in range(8)] for n in range(256)])
    exact = float((abs(signs @ apart) >= abs(apart.sum()) - 1e-9).mean())
    assert Resamples(8, 20_000, 0).difference(first, second).p_value == pytest.approx(exact, abs=0.01)


def test_one_article_has_no_interval():
    assert Resamples(1, 100, 0).score(counts(5))[6:8] == (None, None)
