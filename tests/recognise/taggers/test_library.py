"""Recognisers of other libraries: what their labels stand for, and a spaCy pipeline that is trained here."""

from __future__ import annotations

import random
import socket
from itertools import pairwise
from pathlib import Path

import pytest
import spacy
from spacy.training import Example
from zhfacts import Settings, read_articles, run_corpus
from zhfacts.errors import ZhfactsError
from zhfacts.recognise import recognisers
from zhfacts.recognise.taggers.library import LibraryNames, meanings, meant

from ...toy import article, sentence

PLACE = ("GPE", "LOC", "FAC")
TEXT = "林晓云在海州市开业，布瑞洛出席。\n\n　布瑞洛的订单增长了。"


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (["PERSON", "GPE", "ORG", "WORK_OF_ART", "DATE"], {"GPE": ("GPE",), "WORK_OF_ART": ("WORK_OF_ART",)}),
        (["PERSON", "LOCATION", "ORGANIZATION", "DATE"], {"PERSON": ("PERSON",), "LOCATION": PLACE}),
        (["PERSON", "LOCATION", "ORGANIZATION", "GPE", "WORK OF ART"], {"LOCATION": ("LOC",), "GPE": ("GPE",)}),
        (["PER", "LOC", "ORG", "MISC"], {"PER": ("PERSON",), "LOC": PLACE}),
        (["NR", "NS", "NT"], {"NR": ("PERSON",), "NS": PLACE, "NT": ("ORG",)}),
        (["nr", "ns", "nt", "nx"], {"nr": ("PERSON",), "ns": PLACE, "nt": ("ORG",)}),
        (["address", "company", "position", "scene"], {"address": PLACE, "scene": ("LOC", "FAC")}),
    ],
)
def test_labels_are_mapped_by_their_scheme(labels: list[str], expected: dict[str, tuple[str, ...]]) -> None:
    found = meanings(labels, "x")
    assert expected.items() <= found.items()
    assert not {"DATE", "MISC", "nx", "position"} & found.keys()


@pytest.mark.parametrize(
    ("name", "label"), [("广州", "GPE"), ("亚洲", "LOC"), ("青禾山", "LOC"), ("青禾大桥", "FAC"), ("青禾", "GPE")]
)
def test_a_place_is_named_by_tables_and_last_word(name: str, label: str) -> None:
    assert meant(name, PLACE) == label


def test_names_stand_where_they_were_found() -> None:
    names = LibraryNames({"X": ("ORG",)}, lambda texts: [[(0, 3, "X"), (1, 2, "DATE")] for _ in texts])
    found = names.candidates("　布瑞洛\n\n布瑞洛", 0.1)
    assert [(*x.key, x.score) for x in found] == [(1, 3, "ORG", 0.9), (6, 9, "ORG", 0.9)]
    assert names.candidates("布瑞洛", 0.95) == names.candidates(" \n", 0.1) == []


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A spaCy pipeline that knows the names of the toy articles."""
    nlp = spacy.blank("zh")
    nlp.add_pipe("ner")
    chance = random.Random(1)
    rows = [sentence(chance) for _ in range(120)]
    examples = [Example.from_dict(nlp.make_doc(text), {"entities": names}) for text, names in rows]
    spacy.util.fix_random_seed(1)
    optimiser = nlp.initialize(lambda: examples)
    for _ in range(6):
        for begin in range(0, len(examples), 12):
            nlp.update(examples[begin : begin + 12], sgd=optimiser)
    path = tmp_path_factory.mktemp("spacy") / "model"
    nlp.to_disk(path)
    return path


def test_a_pipeline_proposes_names(model: Path) -> None:
    namer = recognisers.load(f"spacy:{model}")
    assert namer.tagger is not None
    found = namer.tagger.candidates(TEXT, 0.1)
    assert {(TEXT[a:b], label) for a, b, label in (x.key for x in found)} >= {("林晓云", "PERSON"), ("布瑞洛", "ORG")}
    assert all(a < b for a, b in pairwise(found))
    assert sum(m.text == "布瑞洛" for m in namer(TEXT)) == 2
    assert not any(m.text == "布瑞洛" for m in recognisers.load("lexicon")(TEXT))


def test_runs_are_alike_without_network(model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(2)
    (tmp_path / "in").mkdir()
    for n in range(10):
        (tmp_path / "in" / f"{n}.txt").write_text(article(chance)[0], encoding="utf-8")
    monkeypatch.setattr(socket.socket, "connect", None)
    settings = Settings(names=f"spacy:{model}", facts="fast")
    for workers in (1, 2):
        assert not run_corpus([tmp_path / "in"], tmp_path / str(workers), settings, workers=workers).failures
    first, second = (tmp_path / n for n in "12")
    assert [(first / f.name).read_bytes() for f in sorted(first.iterdir())] == [
        f.read_bytes() for f in sorted(second.iterdir())
    ]
    assert '"names": "spacy:model"' in (first / "run.json").read_text(encoding="utf-8")
    found = {m.text for a in read_articles(first) for m in a.mentions}
    assert {"埃纳珂", "布瑞洛"} <= found


@pytest.mark.parametrize(
    ("choice", "message"),
    [("spacy:", "wants"), ("spacy:zz_no", "zz_no"), ("spacy:{bare}", "finds no names"), ("spacy:{odd}", "X")],
)
def test_a_wrong_choice_is_one_line(choice: str, message: str, tmp_path: Path) -> None:
    spacy.blank("zh").to_disk(tmp_path / "bare")
    nlp = spacy.blank("zh")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "X", "pattern": "海州"}])
    nlp.to_disk(tmp_path / "odd")
    with pytest.raises(ZhfactsError, match=message) as error:
        recognisers.load(choice.format(bare=tmp_path / "bare", odd=tmp_path / "odd"))
    assert "\n" not in str(error.value)
