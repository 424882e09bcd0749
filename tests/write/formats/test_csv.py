import csv
import io
from decimal import Decimal

import pandas as pd
import pytest
from zhfacts.model import Fact
from zhfacts.write import export, read_extract, write_extract
from zhfacts.write.formats.csv import harmless
from zhfacts.write.tables import BY_NAME, TABLES, Column

TEXT = Column("indicator", "string", "")


def test_it_is_the_table_of_facts(extract):
    path = export(extract, "csv")
    assert path.read_bytes() == (extract / "facts.csv").read_bytes()


def test_a_spreadsheet_gets_a_bom_and_heads_in_chinese(extract):
    content = export(extract, "csv", heads="zh", spreadsheet=True).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    found = pd.read_csv(io.BytesIO(content), dtype="string", keep_default_na=False, encoding="utf-8-sig")
    assert list(found.columns) == [c.head for c in BY_NAME["facts"].columns]
    assert len(found) == len(read_extract(extract).facts)
    assert found["主体"].iloc[0] and found["原文"].iloc[0]


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＠"])
def test_a_text_that_begins_like_a_formula_is_none(begin):
    assert harmless(TEXT, f'{begin}HYPERLINK("http://a")') == f'\'{begin}HYPERLINK("http://a")'


def test_numbers_and_other_texts_stay():
    assert harmless(Column("value", "number", ""), Decimal("-5.0")) == "-5"
    assert [harmless(TEXT, t) for t in ("常住人口", "5=5", "", "'a'")] == ["常住人口", "5=5", "", "'a'"]


def test_every_cell_of_an_awkward_extract_is_harmless(tmp_path, articles, entities):
    def awkward(fact: Fact) -> Fact:
        return fact.model_copy(update={"indicator": '=cmd|" /C calc"!A0', "subject_text": "@SUM(1)", "subject": None})

    changed = [a.model_copy(update={"facts": tuple(map(awkward, a.facts))}) for a in articles]
    write_extract(tmp_path / "out", changed, entities)
    text = export(tmp_path / "out", "csv", spreadsheet=True).read_text(encoding="utf-8-sig")
    for row in csv.DictReader(io.StringIO(text)):
        assert row["indicator"].startswith("'=") and row["subject"].startswith("'@")


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.name)
def test_every_column_has_a_head_of_its_own(table):
    heads = [c.head for c in table.columns]
    assert all(heads) and len(set(heads)) == len(heads)
