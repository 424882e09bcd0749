"""The classes of words."""

from __future__ import annotations

from zhfacts.relate.scene.word_tables import classes, first_class, last_class


def test_a_class_is_called_by_its_commonest_word():
    known = classes().values
    assert all(known[name] == name for name in set(known.values()))
    assert known["经销商"] == known["厂商"]


def test_the_longest_word_at_the_edge_of_a_stretch_counts():
    text = "中小企业经销商"
    assert last_class(text, 0, len(text)) == classes().values["经销商"]
    assert first_class(text, 0, len(text)) == classes().values["中小企业"]
    assert last_class("", 0, 0) == ""
