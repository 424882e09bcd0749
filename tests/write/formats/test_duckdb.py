from decimal import Decimal

import duckdb
import pytest
from zhfacts.write import export, read_extract
from zhfacts.write.tables import BY_NAME, TABLES


@pytest.fixture(scope="module")
def made(tmp_path_factory, written):
    """The database of an extract of the gold, which is only read."""
    return export(written, "duckdb", tmp_path_factory.mktemp("made") / "made.duckdb")


@pytest.fixture
def database(made):
    with duckdb.connect(str(made), read_only=True) as found:
        yield found


def test_values_are_exact_decimals(database, written):
    kinds = database.execute("SELECT DISTINCT typeof(value) FROM facts").fetchall()
    assert kinds == [("DECIMAL(38,12)",)]
    values = [row[0] for row in database.execute("SELECT value FROM facts ORDER BY rowid").fetchall()]
    assert values == list(read_extract(written).facts["value"])
    (total,) = database.execute("SELECT sum(value) FROM facts WHERE unit = 'CNY'").fetchone()
    facts = read_extract(written).facts
    assert total == sum(facts[facts["unit"] == "CNY"]["value"].dropna(), Decimal(0))


def test_tables_have_keys_descriptions_and_lists(database):
    primary = "SELECT table_name FROM duckdb_constraints() WHERE constraint_type = 'PRIMARY KEY'"
    assert {k[0] for k in database.execute(primary).fetchall()} == {t.name for t in TABLES}
    foreign = database.execute("SELECT count(*) FROM duckdb_constraints() WHERE constraint_type = 'FOREIGN KEY'")
    assert foreign.fetchone()[0] == sum(r.target != t.name for t in TABLES for r in t.references)
    notes = "SELECT column_name, comment FROM duckdb_columns() WHERE table_name = 'facts'"
    described = {c.name: c.description for c in BY_NAME["facts"].columns}
    assert dict(database.execute(notes).fetchall()) == described
    assert database.execute("SELECT typeof(aliases) FROM entities LIMIT 1").fetchone() == ("VARCHAR[]",)
    joined = "SELECT count(*) FROM facts JOIN entities ON entities.id = facts.subject_id"
    assert database.execute(joined).fetchone()[0] > 0


def test_closed_sets_are_checked(small):
    with duckdb.connect(str(export(small, "duckdb"))) as found, pytest.raises(duckdb.ConstraintException):
        found.execute("UPDATE roles SET standing = 'retired'")


def test_a_small_extract_makes_a_small_file(made):
    assert made.stat().st_size < 2_000_000
