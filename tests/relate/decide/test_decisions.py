"""A decision names what was chosen, and how probable it is."""

from zhfacts.relate.decide.decisions import Decision


def test_a_decision() -> None:
    decision = Decision(["level", "rate"], 1, [0.2, 0.8])
    assert (decision.chosen, decision.probability) == ("rate", 0.8)
    assert (decision.by, decision.why) == ("model", None)


def test_no_option_may_be_chosen() -> None:
    assert Decision([None, "GPE:绵阳市"], 0, [1.0, 0.0]).chosen is None
