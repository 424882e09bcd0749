import datetime as dt
import os
import sqlite3
from decimal import Decimal

import pandas as pd
import pyarrow.parquet as pq
import pytest
import spacy
from spacy.tokens import DocBin
from zhfacts.errors import ZhfactsError
from zhfacts.model import Article
from zhfacts.write import EXPORTERS, export, read_articles, read_extract, write_extract
from zhfacts.write.parquet import arrow_schema, decimal128
from zhfacts.write.tables import TABLES, cell


@pytest.fixture
def with_words(tmp_path, articles, entities):
    """An extract whose articles are divided into words of two characters and sentences of a line."""
    divided = []
    for a in articles:
        words = [2] * (len(a.text) // 2) + [1] * (len(a.text) % 2)
        lines, at = [], a.start
        for line in a.text.split("\n"):
            if line:
                lines.append((at, at + len(line)))
            at += len(line) + 1
        divided.append(a.model_copy(update={"words": tuple(words), "sentences": tuple(lines)}))
    write_extract(tmp_path / "words", divided, entities)
    return tmp_path / "words"


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.name)
def test_parquet_has_types_and_exact_values(table, extract):
    folder = export(extract, "parquet")
    assert folder == extract.with_name("extract-parquet")
    found = pq.read_table(folder / f"{table.name}.parquet")
    assert found.schema.equals(arrow_schema(table), check_metadata=True)
    frame = read_extract(extract).table(table.name)
    for column in table.columns:
        ours = [None if not isinstance(v, (list, dict)) and pd.isna(v) else v for v in frame[column.name]]
        theirs = found[column.name].to_pylist()
        if column.type == "date":
            ours = [v and v.date() for v in ours]
        elif column.type == "object":
            ours = [cell(v) for v in ours]
        assert theirs == ours, column.name


def test_pandas_reads_parquet_with_dtypes(extract):
    facts = pd.read_parquet(export(extract, "parquet") / "facts.parquet")
    assert isinstance(facts["value"].dropna().iloc[0], Decimal)
    assert facts["start"].dtype == "int64"
    assert isinstance(facts["start_date"].dropna().iloc[0], dt.date)
    assert facts.groupby("subject")["value"].count().max() > 1


def test_numbers_keep_their_value_in_parquet():
    assert decimal128(Decimal("12345678901234567890.123456789012"), "x") == Decimal("12345678901234567890.123456789012")
    assert decimal128(Decimal(2000) / Decimal(3), "x") == Decimal("666.666666666667")
    with pytest.raises(ZhfactsError, match=r"facts, a/f1, value: .* does not fit"):
        decimal128(Decimal(10) ** 30, "facts, a/f1, value")


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


def test_huggingface_opens_every_configuration_offline(extract, articles, tmp_path, monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    import datasets

    monkeypatch.setattr(datasets.config, "HF_HUB_OFFLINE", True)
    folder = str(export(extract, "huggingface"))
    names = [t.name for t in TABLES if len(read_extract(extract).table(t.name))]
    assert set(datasets.get_dataset_config_names(folder)) == {*names, "documents"}
    cache = str(tmp_path / "cache")
    facts = datasets.load_dataset(folder, split="train", cache_dir=cache)
    assert facts.num_rows == sum(len(a.facts) for a in articles)
    assert "indicator" in facts.column_names
    for name in names:
        found = datasets.load_dataset(folder, name, split="train", cache_dir=cache)
        assert found.num_rows == len(read_extract(extract).table(name))
    documents = datasets.load_dataset(folder, "documents", split="train", cache_dir=cache)
    for row, article in zip(documents, articles, strict=True):
        assert row["text"] == article.text
        assert [m["text"] for m in row["mentions"]] == [m.text for m in article.mentions]
        assert [q["value"] for q in row["quantities"]] == [q.value for q in article.quantities]


def test_docbin_holds_words_sentences_entities_and_spans(with_words):
    path = export(with_words, "docbin")
    assert path.name == "words.spacy"
    nlp = spacy.blank("zh")
    docs = list(DocBin().from_disk(path).get_docs(nlp.vocab))
    stored = list(read_articles(with_words))
    assert [d.text for d in docs] == [a.text for a in stored]
    for doc, a in zip(docs, stored, strict=True):
        assert tuple(len(t) for t in doc) == a.words
        assert len(doc.spans["zhfacts"]) == len(a.mentions) + len(a.quantities) + len(a.times)
        assert {s.kb_id_ for s in doc.ents} <= {m.entity for m in a.mentions}
        assert doc.has_annotation("SENT_START")
        assert 0 < len(list(doc.sents)) <= len(a.sentences)
        kept = Article.model_validate_json(doc.user_data["zhfacts"])
        for m in (*kept.mentions, *kept.quantities, *kept.times):
            assert doc.text[m.start : m.end] == m.text
        assert doc.user_data["zhfacts_start"] == a.start


def test_docbin_without_words_is_exact_on_characters(extract, articles):
    nlp = spacy.blank("zh")
    docs = list(DocBin().from_disk(export(extract, "docbin")).get_docs(nlp.vocab))
    for doc, a in zip(docs, articles, strict=True):
        spans = [(e.start_char + a.start, e.end_char + a.start, e.label_, e.kb_id_) for e in doc.ents]
        assert spans == [(m.start, m.end, m.label, m.entity) for m in a.mentions]
        assert {s.id_ for s in doc.spans["zhfacts"]} >= {q.id for q in a.quantities}


@pytest.mark.parametrize("name", EXPORTERS)
def test_an_empty_extract_can_be_exported(name, tmp_path):
    write_extract(tmp_path / "empty", [], [])
    assert export(tmp_path / "empty", name, tmp_path / "to" / "target").exists()


@pytest.mark.parametrize("name", EXPORTERS)
def test_an_export_replaces_the_one_before(name, extract, tmp_path):
    first = export(extract, name, tmp_path / "target")
    assert export(extract, name, tmp_path / "target") == first
    assert sorted(os.listdir(tmp_path)) == ["extract", "target"]


@pytest.mark.parametrize("name", EXPORTERS)
def test_what_cannot_be_written_is_one_clear_error(name, extract, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ZhfactsError, match="file") as raised:
        export(extract, name, tmp_path / "file" / "target")
    assert "\n" not in str(raised.value)
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "README.md").write_text("mine")
    with pytest.raises(ZhfactsError, match="thesis"):
        export(extract, name, tmp_path / "thesis")
    assert os.listdir(tmp_path / "thesis") == ["README.md"]
    for content in (b"a,b\n1,2\n", b"SQLite format 3\0" + bytes(84)):
        (tmp_path / "mine.csv").write_bytes(content)
        with pytest.raises(ZhfactsError, match=r"mine\.csv"):
            export(extract, name, tmp_path / "mine.csv")
        assert (tmp_path / "mine.csv").read_bytes() == content
    os.remove(tmp_path / "mine.csv")
    with pytest.raises(ZhfactsError):
        export(extract, name, extract)
    assert sorted(os.listdir(tmp_path)) == ["extract", "file", "thesis"]


def test_other_errors_are_clear(extract, tmp_path):
    with pytest.raises(ZhfactsError, match="no format 'excel'; there are parquet, "):
        export(extract, "excel")
    with pytest.raises(ZhfactsError, match="is no folder"):
        export(tmp_path / "none", "parquet")
    with pytest.raises(ZhfactsError, match="is no extract"):
        export(tmp_path, "parquet")
