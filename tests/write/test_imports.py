import json
from pathlib import Path

import pytest
from zhfacts.errors import InputError, OptionError, OutputError
from zhfacts.write import export, import_gold, read_articles
from zhfacts.write.gold import gold_article

ROOT = Path(__file__).parents[2]


def test_the_gold_of_the_repository_comes_back_as_it_is(extract, tmp_path):
    report = import_gold(export(extract, "brat"), "brat", tmp_path / "gold")
    assert sorted(p.name for p in report.files) == sorted(p.name for p in (ROOT / "annotations").glob("*.json"))
    for path in report.files:
        both = (ROOT / "annotations" / path.name, path)
        ours, theirs = (json.loads(p.read_text(encoding="utf-8")) for p in both)
        assert ours["file"] == theirs["file"]
        for a, b in zip(ours["articles"], theirs["articles"], strict=True):
            for layer in ("mentions", "quantities", "times"):
                assert sorted(map(str, a[layer])) == sorted(map(str, b[layer]))
            assert [{k: v for k, v in f.items() if v is not None} for f in a["facts"]] == [
                {k: v for k, v in f.items() if v is not None} for f in b["facts"]
            ]
            assert titles(a) == titles(b)


def titles(article):
    return sorted((r["person"], r["title"], r["organization"] or "") for r in article["roles"])


def test_gold_says_nothing_of_the_program(extract):
    for article in read_articles(extract):
        told = gold_article(article)
        assert not {"text", "hash", "sentences", "words", "markup", "numerals"} & set(told)
        assert not any({"score", "rule", "indicator_key"} & set(f) for f in told["facts"])


def test_texts_are_checked_against_the_raw_files(extract, tmp_path):
    folder = export(extract, "brat")
    raw = {p.name: p.read_bytes().decode() for p in (ROOT / "corpus").glob("*.txt")}
    assert import_gold(folder, "brat", tmp_path / "gold", raw_text=raw.get).articles == 14
    with pytest.raises(InputError, match="there is no raw file '000_"):
        import_gold(folder, "brat", tmp_path / "gold", raw_text=lambda name: None)
    with pytest.raises(InputError, match="its text does not stand at 0 in 000_"):
        import_gold(folder, "brat", tmp_path / "gold", raw_text=lambda name: "other")


def test_only_gold_of_the_same_file_is_replaced(extract, tmp_path):
    folder = export(extract, "doccano")
    report = import_gold(folder, "doccano", tmp_path / "gold")
    assert import_gold(folder, "doccano", tmp_path / "gold").files == report.files
    report.files[0].write_text('{"mine": 1}')
    with pytest.raises(OutputError, match="name another file"):
        import_gold(folder, "doccano", tmp_path / "gold")
    assert report.files[0].read_text() == '{"mine": 1}'


def test_other_errors(extract, tmp_path):
    with pytest.raises(OptionError, match="--from: 'word' is unknown; known are brat, conll, doccano, labelstudio"):
        import_gold(extract, "word", tmp_path / "gold")
    with pytest.raises(InputError, match="does not exist"):
        import_gold(tmp_path / "none", "brat", tmp_path / "gold")
    path = export(extract, "doccano")
    path.write_text(path.read_text(encoding="utf-8") * 2, encoding="utf-8")
    with pytest.raises(InputError, match="two articles are called"):
        import_gold(path, "doccano", tmp_path / "gold")


def test_what_an_import_replaces_is_kept(extract, tmp_path):
    folder = export(extract, "doccano")
    first = import_gold(folder, "doccano", tmp_path / "gold")
    path = first.files[0]
    ours = path.read_text(encoding="utf-8").replace("planned", "actual").replace('"ORG"', '"FAC"')
    path.write_text(ours, encoding="utf-8")
    again = import_gold(folder, "doccano", tmp_path / "gold")
    assert first.replaced == [] and [p.read_text(encoding="utf-8") for p in again.replaced] == [ours]
    assert ".replaced" in again.lines(tmp_path / "gold")[1]
