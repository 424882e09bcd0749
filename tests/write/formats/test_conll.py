import pytest
from zhfacts.errors import InputError
from zhfacts.write import IMPORTERS, export, write_extract


def read(path):
    return [f.article for f in IMPORTERS["conll"].read(path)]


def test_the_first_and_the_last_column_are_what_taggers_read(extract, articles):
    from seqeval.metrics.sequence_labeling import get_entities  # dear to import

    lines = export(extract, "conll").read_text(encoding="utf-8").split("\n")
    rows = [x.split("\t") for x in lines if x and x[0] != "#"]
    assert {len(r) for r in rows} == {6}
    spans = get_entities([r[-1] for r in rows])
    names = sorted((m for a in articles for m in a.mentions), key=lambda m: (m.text, m.label))
    found = ("".join(r[0] for r in rows[a : b + 1]) for _, a, b in spans)
    assert sorted(found) == sorted("".join(m.text.split()) for m in names)


@pytest.mark.parametrize(
    "lines",
    [
        "广 B-GPE\n州 I-GPE\n市 I-GPE\n增 O\n\n长 O\n",
        "广州市\tS-GPE\n增长\tO\n",
        "-DOCSTART- -X- O O\n\n广 n B-GPE\n州 n I-GPE\n市 n E-GPE\n增 v O\n长 v O\n",
    ],
)
def test_a_file_of_a_stranger(lines, tmp_path):
    (tmp_path / "mine.conll").write_text(lines, encoding="utf-8")
    (found,) = read(tmp_path / "mine.conll")
    assert (found.text, [(m.text, m.label, m.entity) for m in found.mentions]) == (
        "广州市增长",
        [("广州市", "GPE", "GPE:广州市")],
    )


def test_names_that_overlap_are_an_error(tmp_path, articles, entities):
    first = articles[0].mentions[0]
    twice = (first, first.model_copy(update={"id": "m0"}))
    article = articles[0].model_copy(update={"mentions": twice, "facts": (), "roles": ()})
    known = [e.model_copy(update={"mentions": 2, "articles": 1}) for e in entities if e.id == first.entity]
    write_extract(tmp_path / "out", [article], known)
    with pytest.raises(InputError, match=r"mentions overlap at 2; CoNLL cannot hold that"):
        export(tmp_path / "out", "conll")
    assert not (tmp_path / "out.conll").exists()


def test_errors_name_the_line(tmp_path):
    (tmp_path / "a.conll").write_text("广 B-GPE\n州\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.conll, line 2: .*a character and its tag are meant"):
        read(tmp_path / "a.conll")
