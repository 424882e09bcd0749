from csvw.metadata import CSVW, TableGroup
from zhfacts.write import export, read_extract
from zhfacts.write.tables import TABLES


def test_csvw_validates_every_table(extract):
    found = CSVW(str(export(extract, "csvw") / "csv-metadata.json"), validate=True)
    assert found.is_valid
    assert found.warnings == []


def test_cells_have_their_types(extract):
    group = TableGroup.from_file(export(extract, "csvw") / "csv-metadata.json")
    tables = {str(t.url): t for t in group.tables}
    assert set(tables) == {t.path for t in TABLES}
    facts = read_extract(extract).facts
    rows = list(tables["facts.csv"])
    assert [r["value"] for r in rows] == list(facts["value"])
    assert [r["start"] for r in rows] == list(facts["start"])
    days = [None if str(d) == "NaT" else d.date() for d in facts["start_date"]]
    assert [r["start_date"] and r["start_date"].date() for r in rows] == days
    assert tables["facts.csv"].tableSchema.columndict["value"].titles.get("zh") == ["数值"]
