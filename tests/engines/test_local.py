import os

import pytest
from zhfacts.engines import LocalEngine
from zhfacts.errors import ZhfactsError


def double(n: int) -> int:
    return 2 * n


def die(n: int) -> int:
    os._exit(3)


@pytest.mark.parametrize("workers", [1, 2])
def test_order_is_kept(workers: int) -> None:
    assert list(LocalEngine(workers, batch=3).map(double, range(100))) == [2 * n for n in range(100)]


def test_a_dead_worker_is_one_clear_error() -> None:
    with pytest.raises(ZhfactsError, match="worker"):
        list(LocalEngine(2).map(die, range(4)))
