"""GOLD:RAW on the command line."""

from pathlib import Path

import pytest
from zhfacts.errors import OptionError
from zhfacts.train.facts.pairs import pair


def test_two_folders() -> None:
    assert pair("gold:raw/a") == (Path("gold"), Path("raw/a"))


@pytest.mark.parametrize("text", ["", "gold", "gold:", ":raw"])
def test_another_form_is_told(text: str) -> None:
    with pytest.raises(OptionError, match="GOLD:RAW is meant"):
        pair(text)
