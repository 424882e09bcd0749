"""Names of sentences written for this project; the user's lexicon; what find promises whatever the text."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from zhfacts.errors import ZhfactsError
from zhfacts.model import Span
from zhfacts.recognise.names import namer
from zhfacts.recognise.names.fusion import best_set
from zhfacts.recognise.names.lexicon import Lexicon
from zhfacts.recognise.names.proposal import Proposal

from ...rows import cases, read


@pytest.mark.parametrize("case", cases("names.jsonl"))
def test_names(case: dict[str, object]) -> None:
    """The names of a text with their labels, in order."""
    found = namer.find(str(case["text"]))
    assert [[m.text, m.label] for m in found] == case["names"]


@pytest.mark.parametrize("text", [str(case["text"]) for case in read("names.jsonl")])
def test_mentions_are_flat_and_true(text: str) -> None:
    """Mentions repeat what stands there, do not overlap, and are numbered in text order."""
    found = namer.find(text)
    assert all(text[m.start : m.end] == m.text for m in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert [m.id for m in found] == [f"m{n}" for n in range(1, len(found) + 1)]
    assert found == namer.find(text)


def test_a_users_name_wins() -> None:
    """A name of the user's lexicon is found with the user's label, inside what the rules would take whole."""
    lexicon = Lexicon({"青禾": "ORG", "云帆计划": "EVENT"})
    found = namer.find("青禾在广州市启动云帆计划。", lexicon)
    assert [(m.text, m.label, m.rule) for m in found] == [
        ("青禾", "ORG", "lexicon"),
        ("广州市", "GPE", "place:place"),
        ("云帆计划", "EVENT", "lexicon"),
    ]


def test_lexicon_file(tmp_path: Path) -> None:
    """Lines of name and label are read; a wrong label is refused with file and line."""
    path = tmp_path / "own.tsv"
    path.write_text("# ours\n青禾\tORG\n\n", encoding="utf-8")
    assert Lexicon.read(path).names == {"青禾": "ORG"}
    path.write_text("青禾\tFIRM\n", encoding="utf-8")
    with pytest.raises(ZhfactsError, match="line 1"):
        Lexicon.read(path)
    with pytest.raises(ZhfactsError, match="No such file"):
        Lexicon.read(tmp_path / "absent.tsv")


def test_no_name_cuts_through_a_quantity() -> None:
    """A span that is blocked stays whole: no name begins or ends inside it."""
    text = "广州市投资100亿元。"
    start = text.index("100")
    found = namer.find(text, blocked=[Span(start, start + 5)])
    assert [m.text for m in found] == ["广州市"]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "。", "1234", "A" * 50, "（" * 50, "“" * 50 + "”" * 50, "公司" * 40])
def test_odd_texts(text: str) -> None:
    """Empty, blank and broken texts give no error."""
    assert isinstance(namer.find(text), list)


class Stub:
    """A tagger that proposes one span with one score wherever its words stand."""

    def __init__(self, name: str, label: str, score: float) -> None:
        self.name, self.label, self.score = name, label, score

    def candidates(self, text: str, least: float) -> list[Proposal]:
        """Return the span at every place of the name."""
        size, found, start = len(self.name), [], text.find(self.name)
        while start >= 0 and self.score >= least:
            found.append(Proposal(start, start + size, self.label, score=self.score))
            start = text.find(self.name, start + 1)
        return found


def test_a_tagger_adds_what_the_rules_miss() -> None:
    """A sure proposal is taken, a doubtful one is not, and a name of the user's lexicon stays whole."""
    text = "埃纳珂与广州市签约。"
    assert [m.text for m in namer.Namer(None, Stub("埃纳珂", "ORG", 0.99))(text)] == ["埃纳珂", "广州市"]
    assert [m.text for m in namer.Namer(None, Stub("埃纳珂", "ORG", 0.15))(text)] == ["广州市"]
    own = Lexicon({"埃纳": "ORG"})
    found = namer.Namer(own, Stub("埃纳珂", "PERSON", 0.99))(text)
    assert [(m.text, m.label) for m in found] == [("埃纳", "ORG"), ("广州市", "GPE")]


def test_best_set() -> None:
    """Of overlapping spans the set with the greatest sum of gains is kept."""
    spans = [(Proposal(0, 4, "ORG", "a"), 0.5), (Proposal(0, 2, "GPE", "b"), 0.3), (Proposal(2, 4, "GPE", "b"), 0.3)]
    assert [(c.start, c.end) for c in best_set(spans)] == [(0, 2), (2, 4)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("昨日，中大在云谷设厂。", ["中大", "云谷"]),
        ("应集中大量资源，扶持中大型企业。", []),
        ("云谷科技有限公司成立。", ["云谷科技有限公司"]),
        ("云谷新城动工。", ["云谷新城"]),
        ("ZDX发布公告，ZD没有回应。", ["ZD"]),
    ],
)
def test_names_of_a_knowledge_base(text: str, names: list[str]) -> None:
    """They are taken where a name can begin and end, the longest first."""
    own = Lexicon({}, {"中大": "ORG", "云谷": "GPE", "云谷新城": "GPE", "ZD": "ORG"})
    assert [m.text for m in namer.find(text, own)] == names
