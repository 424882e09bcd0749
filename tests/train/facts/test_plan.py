"""Files are kept back by the hash of their names: the same ones whatever else is there."""

import pytest
from zhfacts.train.facts.plan import Hyperparameters, held_back

FILES = [f"{n}.txt" for n in range(2000)]


@pytest.mark.parametrize("share", [0.0, 0.2, 0.5, 1.0])
def test_about_a_share_is_kept_back(share: float) -> None:
    assert sum(held_back(file, share) for file in FILES) / len(FILES) == pytest.approx(share, abs=0.03)


def test_a_larger_share_keeps_back_the_same_and_more() -> None:
    assert {f for f in FILES if held_back(f, 0.1)} < {f for f in FILES if held_back(f, Hyperparameters.held_out)}
