import pytest
from bioc import brat
from zhfacts.errors import InputError
from zhfacts.write import IMPORTERS, export


def read(folder):
    return {f.article.id: f.article for f in IMPORTERS["brat"].read(folder)}


def write(folder, text, lines):
    (folder / "a.txt").write_bytes(text.encode())
    (folder / "a.ann").write_bytes(lines.encode())
    return folder


def test_another_reader_of_brat_finds_the_same(extract, articles):
    folder = export(extract, "brat")
    for article in articles:
        name = article.id.replace("#", "_")
        with (folder / f"{name}.txt").open(newline="") as text, (folder / f"{name}.ann").open(newline="\n") as ann:
            found = brat.load(text, ann)
        assert found.text == article.text
        names = [e for e in found.entities if e.type in ("GPE", "ORG", "PERSON")]
        there = [m for m in article.mentions if m.label in ("GPE", "ORG", "PERSON")]
        assert sorted(e.text for e in names) == sorted(m.text.replace("\n", " ") for m in there)
        assert len(list(found.events)) == len(article.facts) + len(article.roles)


def test_labels_arguments_and_attributes_are_configured(extract):
    folder = export(extract, "brat")
    lines = (folder / "annotation.conf").read_text(encoding="utf-8").split("\n")
    assert "MONEY" in lines and any(x.startswith("FACT\tQuantity:MONEY|PERCENT") for x in lines)
    noted = [x for f in folder.glob("*.ann") for x in f.read_text(encoding="utf-8").split("\n")]
    assert {x.split("\t")[1].split(" ")[0] for x in noted if x[:1] == "A"} <= {x.split("\t")[0] for x in lines}


def test_what_a_person_changes_comes_back_changed(extract, articles):
    folder = export(extract, "brat")
    path = folder / f"{articles[0].id}.ann"
    content = path.read_text(encoding="utf-8")
    moved = content.replace("T1\tGPE 2 5\t广东省", "T1\tLOC 2 4\t广东", 1)
    assert moved != content
    path.write_text(moved + f"T999\tORG 0 2\t{articles[0].text[:2]}\n", encoding="utf-8")
    found = read(folder)[articles[0].id]
    first, second = found.mentions[:2]
    assert (first.label, first.text, first.entity) == ("ORG", articles[0].text[:2], f"ORG:{articles[0].text[:2]}")
    assert (second.id, second.label, second.text, second.entity) == ("m1", "LOC", "广东", "GPE:广东省")


def test_a_folder_of_a_stranger_becomes_articles(tmp_path):
    lines = "T1\tGPE 0 3\t广州市\nT2\tPERCENT 5 9\t5.2%\nT3\tFACT 5 9\t5.2%\nE1\tFACT:T3 Subject:T1\n"
    (found,) = read(write(tmp_path, "广州市增长5.2%", lines)).values()
    assert (found.id, found.file, found.start, found.end) == ("a", "a.txt", 0, 9)
    (fact,) = found.facts
    assert (fact.quantity, fact.subject, fact.subject_text) == ("q1", "GPE:广州市", "广州市")


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("T1\tGPE 0 3\t广东省\n", r"a\.ann, line 1: T1 is '广东省', the text has '广州市' there"),
        ("T1\tCITY 0 3\t广州市\n", "label 'CITY' is unknown; known are PERSON"),
        ("T1\tGPE 0 1;2 3\t广 市\n", "line 1: T1 is in pieces"),
        ("T1 GPE\n", "line 1: cannot be read as a line of a standoff file"),
        ("T1\tGPE 0 3\t广州市\nA1\tStatus T9 planned\n", "line 2: cannot be read: there is no T9 before it"),
        ("T1\tGPE 0 3\t广州市\nR1\tLives Arg1:T1 Arg2:T1\n", "line 2: R1 is of a kind"),
        ("T1\tFACT 0 3\t广州市\nE1\tFACT:T1\n", "the fact at 0 has no quantity"),
        ("T1\tGPE 0 3\t广州市\n#1\tAnnotatorNotes T1\tsee me\n", "line 2: cannot be read"),
        ("T1\tGPE 0 99\t广州市增长5.2%\n", "0-99 is no span of the text"),
    ],
)
def test_errors_name_file_and_line(lines, said, tmp_path):
    with pytest.raises(InputError, match=said):
        read(write(tmp_path, "广州市增长5.2%", lines))


def test_missing_files_are_named(tmp_path):
    with pytest.raises(InputError, match=r"holds no \.ann file"):
        read(tmp_path)
    (tmp_path / "a.ann").write_text("")
    with pytest.raises(InputError, match=r"a\.txt: No such file"):
        read(tmp_path)
