import pytest
from zhfacts.write import export, read_extract
from zhfacts.write.tables import TABLES


@pytest.fixture(scope="module")
def metadata(tmp_path_factory, few):
    """The metadata beside the tables of a small extract, which are only read."""
    return export(few, "csvw", tmp_path_factory.mktemp("made") / "csvw") / "csv-metadata.json"


def test_csvw_validates_every_table(metadata):
    from csvw.metadata import CSVW

    found = CSVW(str(metadata), validate=True)
    assert found.is_valid
    assert found.warnings == []


def test_cells_have_their_types(metadata, few):
    from csvw.metadata import TableGroup

    group = TableGroup.from_file(metadata)
    tables = {str(t.url): t for t in group.tables}
    assert set(tables) == {t.path for t in TABLES}
    facts = read_extract(few).facts
    rows = list(tables["facts.csv"])
    assert [r["value"] for r in rows] == list(facts["value"])
    assert [r["start"] for r in rows] == list(facts["start"])
    days = [None if str(d) == "NaT" else d.date() for d in facts["start_date"]]
    assert [r["start_date"] and r["start_date"].date() for r in rows] == days
    assert tables["facts.csv"].tableSchema.columndict["value"].titles.get("zh") == ["数值"]
