"""Gold becomes lessons: on an article made by hand."""

from __future__ import annotations

import json

import pytest

pytest.importorskip("scipy")
from zhfacts.errors import InputError
from zhfacts.train.facts.lessons import lessons_of

TEXT = "2023年，绵阳市新增企业3.2万家。\n"


@pytest.fixture
def gold(tmp_path):
    """Return a folder of one gold file and its raw file."""
    mention = {"id": "m1", "start": 6, "end": 9, "text": "绵阳市", "label": "GPE", "entity": "GPE:绵阳市"}
    quantity = {
        "id": "q1",
        "start": 13,
        "end": 18,
        "text": "3.2万家",
        "label": "CARDINAL",
        "value": "32000",
        "unit": "家",
    }
    time = {"id": "t1", "start": 0, "end": 5, "text": "2023年", "label": "DATE",
            "start_date": "2023-01-01", "end_date": "2023-12-31"}  # fmt: skip
    fact = {"id": "f1", "quantity": "q1", "subject": "GPE:绵阳市", "subject_text": "绵阳市", "indicator": "新增企业",
            "aspect": "level", "direction": None, "comparison": None, "time": "t1", "status": "actual"}  # fmt: skip
    article = {"id": "a", "start": 0, "end": len(TEXT), "title": None, "date": None, "mentions": [mention],
               "quantities": [quantity], "times": [time], "facts": [fact], "roles": []}  # fmt: skip
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "a.json").write_text(json.dumps({"file": "a.txt", "articles": [article]}), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("given", [False, True])
def test_the_gold_is_laid_over_the_document(gold, given):
    (lesson,) = lessons_of(gold, gold, given=given)
    (facts,) = lesson.facts.values()
    assert lesson.facts.keys() == {q.id for q in lesson.document.quantities}
    assert [f["time"] for f in facts] == [t.id for t in lesson.document.times]
    assert set(lesson.alias.values()) == lesson.names == {"GPE:绵阳市"}


def test_a_folder_without_gold(tmp_path):
    with pytest.raises(InputError, match="holds no gold files"):
        list(lessons_of(tmp_path, tmp_path))


def test_a_raw_file_that_is_missing(gold):
    (gold / "a.txt").unlink()
    with pytest.raises(InputError, match=r"a\.txt"):
        list(lessons_of(gold, gold))
