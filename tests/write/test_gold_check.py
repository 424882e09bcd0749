"""Gold is validated as extracts are."""

import json
import shutil
from pathlib import Path

import pytest
from zhfacts.errors import ZhfactsError
from zhfacts.write import check

ROOT = Path(__file__).parents[2]
GOLD, RAW = ROOT / "annotations", ROOT / "corpus"
NAME = "000_135348687a66d6a2.json"


def changed(folder, change):
    """Return a copy of the gold in which one file is changed."""
    shutil.copytree(GOLD, folder)
    content = json.loads((folder / NAME).read_text(encoding="utf-8"))
    change(content, content["articles"][0])
    (folder / NAME).write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return folder


@pytest.mark.parametrize("raw", [(), (RAW,)], ids=["alone", "with its texts"])
def test_our_gold_is_valid(raw):
    assert check(GOLD, raw=raw) == []


BREAKS = {
    "articles[0].mentions[0].label": lambda c, a: a["mentions"][0].update(label="ANIMAL"),
    "articles[0].mentions[0].colour": lambda c, a: a["mentions"][0].update(colour="red"),
    "articles[0].mentions[1].id": lambda c, a: a["mentions"][1].update(id="m1"),
    "articles[0].mentions[0].start": lambda c, a: a["mentions"][0].update(end=10**6),
    "articles[0].mentions[0].text": lambda c, a: a["mentions"][0].update(text="广东"),
    "articles[0].mentions[0].entity": lambda c, a: a["mentions"][0].update(entity="广东省"),
    "articles[0].facts[0].quantity": lambda c, a: a["facts"][0].update(quantity="q999"),
    "articles[0].facts[0].time": lambda c, a: a["facts"][0].update(time="t999"),
    "articles[0].facts[0].subject": lambda c, a: a["facts"][0].update(subject="PLANET:火星"),
    "articles[0].file": lambda c, a: a.update(file="other.txt"),
    "articles[0].id": lambda c, a: a.update(id="001_c7edc609af1a7025"),
    "articles[1].start": lambda c, a: c["articles"].append({**a, "id": "again"}),
    "articles": lambda c, a: c.pop("articles"),
}


@pytest.mark.parametrize("field", BREAKS)
def test_what_is_wrong_in_gold_is_named(field, tmp_path):
    found = check(changed(tmp_path / "gold", BREAKS[field]))
    assert any(field == problem.field for problem in found), [str(p) for p in found]


def test_the_body_of_a_role_may_be_a_name_that_no_mention_has(tmp_path):
    def add(content, article):
        entity = next(m["entity"] for m in article["mentions"] if m["label"] == "ORG")
        role = {"person": "PERSON:李明", "title": "主任", "organization": "石门县中心医院"}
        article["roles"] += [role, {**role, "organization": entity.partition(":")[2]}, {**role, "person": "李明"}]

    bare, no_id = check(changed(tmp_path / "gold", add))
    assert bare.field.endswith("organization") and "is named in the article" in bare.message
    assert no_id.field.endswith("person") and "is no LABEL:name" in no_id.message


def test_spans_are_held_against_the_text(tmp_path):
    def move(content, article):
        article["mentions"][-1]["text"] = "别" * len(article["mentions"][-1]["text"])

    folder = changed(tmp_path / "gold", move)
    (problem,) = check(folder, raw=[RAW])
    assert str(problem).startswith(f"{NAME}, articles[0].mentions[") and "the source has" in str(problem)


def test_spans_that_disagree_are_found_without_the_text(tmp_path):
    def disagree(content, article):
        first = article["mentions"][0]
        article["mentions"].append({**first, "id": "m999", "text": "别" * len(first["text"])})

    assert check(changed(tmp_path / "gold", disagree))


def test_a_missing_raw_file_is_a_problem_and_a_missing_folder_an_error(tmp_path):
    found = check(GOLD, raw=[tmp_path])
    assert len(found) == 5 and all(p.field == "file" for p in found)
    with pytest.raises(ZhfactsError, match="is no folder"):
        check(GOLD, raw=[tmp_path / "none"])


def test_a_broken_file_is_a_problem(tmp_path):
    shutil.copytree(GOLD, tmp_path / "gold")
    (tmp_path / "gold" / NAME).write_text("{")
    (problem,) = check(tmp_path / "gold")
    assert str(problem).startswith(NAME)
