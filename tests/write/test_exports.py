import os
from importlib.metadata import EntryPoint

import pytest
from zhfacts.errors import OptionError, OutputError, ZhfactsError
from zhfacts.write import EXPORTERS, Exporter, export, read_extract, registry, write_extract
from zhfacts.write.folder import MANIFEST


@pytest.fixture
def extract(small):
    return small


@pytest.mark.parametrize("name", EXPORTERS.names())
def test_an_empty_extract_can_be_exported(name, tmp_path):
    write_extract(tmp_path / "empty", [], [])
    assert export(tmp_path / "empty", name, tmp_path / "to" / "target").exists()


@pytest.mark.parametrize("name", EXPORTERS.names())
def test_an_export_replaces_the_one_before(name, extract, tmp_path):
    first = export(extract, name, tmp_path / "target")
    assert export(extract, name, tmp_path / "target") == first
    assert sorted(os.listdir(tmp_path)) == ["extract", "target"]


@pytest.mark.parametrize("name", EXPORTERS.names())
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
    with pytest.raises(ZhfactsError, match=r"--to: 'sdmx' is unknown; known are .*parquet.*sqlite"):
        export(extract, "sdmx")
    with pytest.raises(ZhfactsError, match="is no folder"):
        export(tmp_path / "none", "parquet")
    with pytest.raises(ZhfactsError, match="is no extract"):
        export(tmp_path, "parquet")


def test_a_package_of_the_user_adds_a_format(extract, tmp_path, monkeypatch):
    points = [
        EntryPoint("lines", f"{__name__}:LINES", "zhfacts.exporters"),
        EntryPoint("gone", "no_such_package:X", "zhfacts.exporters"),
        EntryPoint("wrong", f"{__name__}:os", "zhfacts.exporters"),
    ]
    monkeypatch.setattr(registry, "entry_points", lambda group: [p for p in points if p.group == group])
    monkeypatch.setitem(__import__("sys").modules, __name__, __import__("types").SimpleNamespace(LINES=LINES, os=os))
    assert EXPORTERS.names() == ["gone", "lines", "wrong"]
    facts = export(extract, "lines").read_text(encoding="utf-8").splitlines()
    assert len(facts) == len(read_extract(extract).facts)
    with pytest.raises(OptionError, match="--to gone: no_such_package:X cannot be loaded"):
        export(extract, "gone")
    with pytest.raises(OptionError, match=r"is no zhfacts\.write\.Exporter"):
        export(extract, "wrong")


def _lines(selection, target):
    indicators = (f.indicator or "" for a in selection.articles() for f in a.facts)
    target.write_text("".join(f"{i}\n" for i in indicators), encoding="utf-8")


LINES = Exporter("a line a fact", ".txt", _lines)


@pytest.mark.parametrize("name", EXPORTERS.names())
def test_every_format_says_what_it_is(name):
    assert EXPORTERS[name].description and EXPORTERS[name].suffix


@pytest.mark.parametrize("name", EXPORTERS.names())
def test_every_format_takes_a_condition_and_a_split(name, extract, tmp_path):
    target = export(extract, name, tmp_path / "to" / "target", where="unit == 'CNY'", split="60/20/20")
    assert target.is_dir() and any(target.rglob("*"))
    whole = export(extract, name, tmp_path / "whole", where="unit == 'no unit'")
    assert whole.exists()


@pytest.mark.parametrize("name", EXPORTERS.names())
def test_what_a_user_has_at_the_place_of_a_target_is_kept(name, extract, tmp_path):
    (tmp_path / "file").write_text("mine,1\n")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "notes.txt").write_text("mine")
    for target in ("file", "folder"):
        with pytest.raises(OutputError, match=target):
            export(extract, name, tmp_path / target)
    assert (tmp_path / "file").read_text() == "mine,1\n"
    assert [p.name for p in (tmp_path / "folder").iterdir()] == ["notes.txt"]
    assert {p.name for p in tmp_path.iterdir()} >= {"file", "folder"}
    assert not [p.name for p in tmp_path.iterdir() if "zhfacts-new" in p.name]


def test_a_folder_that_was_changed_is_kept(extract):
    folder = export(extract, "parquet")
    (folder / "notes.txt").write_text("mine")
    assert export(extract, "parquet") == folder
    assert (folder / "notes.txt").read_text() == "mine"
    (folder / "facts.parquet").write_bytes(b"changed")
    with pytest.raises(OutputError, match=r"was changed since it was exported \(facts\.parquet\)"):
        export(extract, "parquet")
    (folder / MANIFEST).write_text("[]")
    with pytest.raises(OutputError, match="no earlier export"):
        export(extract, "parquet")


def test_options_that_a_format_does_not_follow_are_refused(extract):
    with pytest.raises(OptionError, match=r"^heads: 'fr' is unknown; known are names, zh$"):
        export(extract, "csv", heads="fr")
    with pytest.raises(OptionError, match="--heads: --to parquet does not follow it"):
        export(extract, "parquet", heads="zh")
    with pytest.raises(OptionError, match="--excel"):
        export(extract, "sqlite", spreadsheet=True)
