"""Questions: options and their features in one order."""

from __future__ import annotations

from zhfacts.relate.slots.options import Question, SubjectOption, of_classes

from ..markup import last_frame


def test_features_speak_for_each_class_in_its_own_way() -> None:
    _, frame, _ = last_frame("[绵阳市|GPE]新增企业{3万家|CARDINAL|家}。")
    question = of_classes(frame, (True, False), ["unit=家", "head"], reasons=["classifier", ""])
    assert question.frame is frame and question.options == (True, False)
    assert question.features == [["True>unit=家", "True>head"], ["False>unit=家", "False>head"]]
    assert question.reasons == ["classifier", ""]
    assert not question.keys and not question.stays


def test_questions_and_options_share_no_lists() -> None:
    _, frame, _ = last_frame("新增企业{3万家|CARDINAL|家}。")
    first, second = (Question(frame, [], []) for _ in range(2))
    first.keys.append("a")
    one, other = (SubjectOption(None, None, "GPE") for _ in range(2))
    one.nominations.append("title")
    assert second.keys == [] and other.nominations == []
