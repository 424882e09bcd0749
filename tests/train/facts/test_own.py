"""A user's gold and corrected extracts become the same lessons; what is broken is named."""

from __future__ import annotations

import json

import pytest

pytest.importorskip("scipy")
from zhfacts import read_articles, run_corpus
from zhfacts.errors import InputError
from zhfacts.run import Settings
from zhfacts.train.facts.own import own_lessons

from ...gold_of import write_gold

TEXT = "绵阳市统计公报\n\n2023年，绵阳市新增企业3.2万家，同比增长5%。\n"


@pytest.fixture
def extract(tmp_path):
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw/a.txt").write_text(TEXT, encoding="utf-8")
    run_corpus([tmp_path / "raw/a.txt"], tmp_path / "out", Settings(facts="fast", names="lexicon"))
    return tmp_path / "out"


def test_gold_and_extract_give_the_same_lessons(extract, tmp_path):
    write_gold(extract, tmp_path / "gold")
    (first,), (second,) = own_lessons([extract]), own_lessons([tmp_path / "gold"], [tmp_path / "raw"])
    assert len(own_lessons([extract, tmp_path / "gold"], [tmp_path / "raw"])) == 1
    (article,) = read_articles(extract)
    for own in (first, second):
        assert len(own.lesson.facts) == len(article.facts) == 2
        assert [f["time"] for facts in own.lesson.facts.values() for f in facts] != []
        mention = own.annotated["mentions"][0]
        assert article.text[mention["start"] : mention["end"]] == mention["text"]
    assert first.lesson.facts == second.lesson.facts


BREAKS = {
    "articles.0.mentions.0.text": lambda c: c["articles"][0]["mentions"][0].update(start=1),
    "articles.0.facts.0.quantity": lambda c: c["articles"][0]["facts"][0].update(quantity="q9"),
    "articles.0.facts.0.aspect": lambda c: c["articles"][0]["facts"][0].update(aspect="best"),
    "file": lambda c: c.update(file="none.txt"),
}


@pytest.mark.parametrize("field", BREAKS)
def test_what_is_broken_is_named(field, extract, tmp_path):
    path = write_gold(extract, tmp_path / "gold")
    content = json.loads(path.read_text(encoding="utf-8"))
    BREAKS[field](content)
    path.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(InputError, match=field):
        own_lessons([tmp_path / "gold"], [tmp_path / "raw"])


def test_what_is_no_data_is_refused(tmp_path):
    (tmp_path / "empty").mkdir()
    for folder in (tmp_path / "empty", tmp_path / "none"):
        with pytest.raises(InputError, match=folder.name):
            own_lessons([folder])
