"""The knowledge base: what is shipped, and the user's own table."""

from __future__ import annotations

from pathlib import Path

import pytest
from zhfacts import link
from zhfacts.errors import ZhfactsError
from zhfacts.read import whole

from .build import document


def test_every_parent_is_known(kb: link.KnowledgeBase) -> None:
    assert [r.id for r in kb.by_id.values() if r.parent and r.parent not in kb.by_id] == []


def test_codes_are_unique(kb: link.KnowledgeBase) -> None:
    codes = [r.external_ids["gb2260"] for r in kb.by_id.values() if "gb2260" in r.external_ids]
    assert len(codes) == len(set(codes))


def test_chain_ends_at_the_country(kb: link.KnowledgeBase) -> None:
    assert [r.name for r in kb.chain("GPE:花都区")] == ["花都区", "广州市", "广东省", "中国"]


def test_a_users_csv_wins(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(
        "id,name,label,aliases,external_ids,parent\n"
        ",中大集团,ORG,中大|ZD,credit=91440101X,\n"
        "GPE:云谷,云谷新城,GPE,云谷,,GPE:广州市\n",
        encoding="utf-8",
    )
    kb = link.KnowledgeBase.load(path)
    doc = document("中大在云谷设厂。", {"中大": "ORG", "云谷": "GPE"})
    link.resolve(doc, kb)
    clusters = {c.id: c for c in doc.clusters}
    first, second = (clusters[m.entity or ""] for m in doc.mentions)
    assert (first.id, first.name, first.external_ids) == ("ORG:中大集团", "中大集团", {"credit": "91440101X"})
    assert (second.id, second.name, second.parent) == ("GPE:云谷", "云谷新城", "GPE:广州市")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16", "big5hkscs"])
def test_a_users_table_in_another_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "mine.csv"
    path.write_bytes("name,label,aliases\n中山大學附屬第一醫院,ORG,中山一院\n".encode(encoding))
    kb = link.KnowledgeBase.load(path, whole)
    assert kb.own_names() == {"中山大學附屬第一醫院": "ORG", "中山一院": "ORG"}


def test_a_damaged_table_loses_no_character_in_silence(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_bytes("name,label\n中山大学附属第一医院,ORG\n".encode() * 20 + b"\xe4\xb8,ORG\n")
    with pytest.raises(ZhfactsError, match=r"mine.csv: cannot be read: 1 character not valid utf-8"):
        link.KnowledgeBase.load(path, whole)


def test_a_users_jsonl(tmp_path: Path) -> None:
    path = tmp_path / "mine.jsonl"
    path.write_text('{"name": "云帆睿", "label": "ORG", "aliases": ["帆睿"], "external_ids": {"a": "1"}}\n\n', "utf-8")
    kb = link.KnowledgeBase.load(path)
    assert [r.name for r in kb.named("帆睿")] == ["云帆睿"]


@pytest.mark.parametrize(
    ("file", "content", "message"),
    [
        ("kb.jsonl", '{"name": "甲", "label": "ORG"}\n{"name": ', "row 2: not JSON"),
        ("kb.jsonl", "[1]", "row 1: not an object"),
        ("kb.jsonl", '{"label": "ORG"}', "row 1: 'name' is missing"),
        ("kb.jsonl", '{"name": "甲", "label": "CITY"}', "row 1: 'label' is 'CITY'"),
        ("kb.jsonl", '{"name": "甲", "label": "ORG", "aliases": "乙"}', "row 1: 'aliases'"),
        ("kb.jsonl", '{"name": "甲", "label": "ORG", "external_ids": {"a": 1}}', "row 1: 'external_ids'"),
        ("kb.jsonl", '{"name": "甲", "label": "ORG", "colour": "red"}', "row 1: unknown column 'colour'"),
        ("kb.csv", "name,label,parent\n甲,GPE,GPE:无此地\n", "row 2: 'parent' is 'GPE:无此地'"),
        ("kb.csv", "nom,label\n甲,ORG\n", "row 1: no column 'name'"),
        ("kb.csv", "name,label\n甲,ORG\n乙,\n", "row 3: 'label' is None"),
    ],
)
def test_errors_name_file_and_row(tmp_path: Path, file: str, content: str, message: str) -> None:
    path = tmp_path / file
    path.write_text(content, encoding="utf-8")
    with pytest.raises(link.KnowledgeError) as error:
        link.KnowledgeBase.load(path)
    assert str(path) in str(error.value)
    assert message in str(error.value)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(link.KnowledgeError, match="No such file"):
        link.KnowledgeBase.load(tmp_path / "none.csv")
