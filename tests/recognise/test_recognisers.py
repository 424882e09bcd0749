"""The registry of recognisers: ours, those of entry points, and what is refused."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import EntryPoint

import pytest
from zhfacts.errors import OptionError
from zhfacts.recognise import recognisers
from zhfacts.recognise.names import Proposal


class Oracle:
    """A recogniser of another package, which knows one name."""

    def candidates(self, text: str, least: float) -> Sequence[Proposal]:
        """Return the name where it stands."""
        at = text.find("埃纳珂")
        return [Proposal(at, at + 3, "ORG", score=0.99)] if at >= 0 else []


def made(which: str) -> Oracle:
    """Return the recogniser, as an entry point does."""
    assert which == "any"
    return Oracle()


def test_an_entry_point_is_a_recogniser(monkeypatch: pytest.MonkeyPatch) -> None:
    point = EntryPoint("oracle", f"{__name__}:made", recognisers.GROUP)
    monkeypatch.setattr(EntryPoint, "load", lambda self: made)
    monkeypatch.setattr(recognisers, "entry_points", lambda group: [point])
    assert recognisers.known()[-1] == "oracle"
    assert [m.text for m in recognisers.load("oracle:any")("埃纳珂与广州市签约。")] == ["埃纳珂", "广州市"]


@pytest.mark.parametrize("choice", ["crystal-ball", "", "spacy:", "hanlp:", "lexicon:x"])
def test_a_wrong_choice_is_one_line(choice: str) -> None:
    with pytest.raises(OptionError, match=r"^names: [^\n]*$"):
        recognisers.load(choice)


def test_the_error_lists_what_is_registered() -> None:
    with pytest.raises(OptionError, match="zhfacts, fast, lexicon, spacy, hanlp"):
        recognisers.load("crystal-ball")
