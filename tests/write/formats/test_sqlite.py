import asyncio
import sqlite3

import pytest
from zhfacts.write import export, read_extract
from zhfacts.write.formats.sqlite import pieces
from zhfacts.write.tables import TABLES, cell


def test_sqlite_has_keys_and_exact_values(extract, articles):
    path = export(extract, "sqlite")
    database = sqlite3.connect(path)
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    for table in TABLES:
        info = database.execute(f"PRAGMA table_info({table.name})").fetchall()
        assert [row[1] for row in info if row[5]] == ["id"]
        keys = database.execute(f"PRAGMA foreign_key_list({table.name})").fetchall()
        assert {(k[3], k[2], k[4]) for k in keys} == {(r.column, r.target, "id") for r in table.references}
        rows = database.execute(f"SELECT {', '.join(c.name for c in table.columns)} FROM {table.name}").fetchall()
        frame = read_extract(extract).table(table.name)
        assert len(rows) == len(frame)
    values = [row[0] for row in database.execute("SELECT value FROM quantities ORDER BY rowid")]
    assert values == [q.value and cell(q.value) for a in articles for q in a.quantities]
    joins = "facts f JOIN entities e ON e.id = f.subject_id JOIN times t ON t.id = f.time"
    value, name, text = database.execute(f"SELECT f.value_real, e.name, t.text FROM {joins}").fetchone()
    assert isinstance(value, float) and name and text
    with pytest.raises(sqlite3.IntegrityError):
        database.execute("UPDATE mentions SET label = 'ANIMAL'")
    database.close()


@pytest.fixture(scope="module")
def told(tmp_path_factory, written):
    """The database of an extract of the gold, which is only read."""
    return export(written, "sqlite", tmp_path_factory.mktemp("told") / "told.sqlite")


@pytest.mark.parametrize("word", ["新能源汽车", "人工智能", "广州", "5G", "产业", "广州市", "新能源 汽车"])
def test_a_word_is_found_wherever_it_stands(word, told):
    database = sqlite3.connect(told)
    search = "SELECT rowid FROM facts_search WHERE facts_search MATCH ?"
    found = [row[0] for row in database.execute(f"SELECT id FROM facts WHERE rowid IN ({search}) ORDER BY id", (word,))]
    holds = " AND ".join("(subject LIKE ? OR indicator LIKE ? OR sentence LIKE ?)" for _ in word.split())
    likes = [f"%{w}%" for w in word.split() for _ in range(3)]
    assert found == [row[0] for row in database.execute(f"SELECT id FROM facts WHERE {holds} ORDER BY id", likes)]
    assert found
    database.close()


def test_pieces_are_runs_of_characters_words_and_numbers():
    assert list(pieces("人均GDP")) == ["人", "人均", "人均GDP", "均", "均GDP", "GDP"]
    assert "人均可支配收入" in list(pieces("城镇居民人均可支配收入，增长"))
    assert not any("入增" in p for p in pieces("收入，增长"))
    assert list(pieces("")) == list(pieces("，。")) == []


def test_datasette_serves_the_database_as_it_is(told):
    from datasette.app import Datasette

    async def asked():
        served = Datasette([str(told)])
        await served.invoke_startup()
        page = await served.client.get("/told/facts")
        rows = await served.client.get("/told/facts.json?_search=新能源汽车&_shape=array")
        return page, rows

    page, rows = asyncio.run(asked())
    assert page.status_code == 200 and 'name="_search"' in page.text
    assert rows.json() and all("新能源汽车" in r["subject"] + r["indicator"] + r["sentence"] for r in rows.json())
