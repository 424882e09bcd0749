"""A tiny network on a tiny set, made here: it learns, survives export, and goes on where it was broken off."""

import gzip
import json
import random
from dataclasses import replace
from itertools import islice

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")

from zhfacts.recognise.taggers import features  # noqa: E402
from zhfacts.recognise.taggers.decoding import settled  # noqa: E402
from zhfacts.recognise.taggers.shipped import Tagger  # noqa: E402
from zhfacts.train.names import data, learning, loop, pretrain, scores  # noqa: E402
from zhfacts.train.names.export import export_model  # noqa: E402
from zhfacts.train.names.network import TaggerNetwork  # noqa: E402
from zhfacts.train.names.stages import Workshop  # noqa: E402

from ...toy import article  # noqa: E402

RECIPE = learning.Recipe(
    width=32, hidden=24, dropout=0.0, exchange=0.5, public=0.2, blind=0.0, base_size=600, tune_size=600,
    pretrain=loop.Schedule(steps=4, rate=1e-3),
    base=loop.Schedule(steps=60, rate=2e-2, warmup=5, decay=0.7, log_every=10),
    tune=loop.Schedule(steps=20, rate=1e-2, warmup=5, decay=0.7),
)  # fmt: skip


def annotated(chance, n):
    text, marked = article(chance)
    return data.AnnotatedText(f"a{n}", text, tuple(data.Marked(a, b, (label,)) for a, b, label in marked))


@pytest.fixture(scope="module")
def rows():
    chance = random.Random(4)
    return [annotated(chance, n) for n in range(60)]


@pytest.fixture(scope="module")
def bulk(rows, tmp_path_factory):
    folder = tmp_path_factory.mktemp("bulk")
    with gzip.open(folder / "news.jsonl.gz", "wt", encoding="utf-8") as out:
        for row in rows:
            out.write(json.dumps({"text": row.text}) + "\n")
    return folder


def test_learns_exports_and_tags_alike(rows, bulk, tmp_path):
    shop = Workshop(tmp_path / "work", RECIPE)
    network = shop.tuned(bulk, rows[:10], rows[:10], rows[:50], "all", seed=1)
    vocabulary, held = shop.vocabulary(bulk), rows[50:]
    found = learning.names(network, vocabulary, [r.text for r in held], 0.4)
    assert scores.score(held, [settled(x) for x in found])["all"]["f"] > 0.9
    export_model(network, vocabulary, data.LABELS, 0.4, tmp_path / "model")
    tagger = Tagger.load(tmp_path / "model")
    assert scores.score(held, [tagger.candidates(r.text, 0.5) for r in held])["all"]["f"] > 0.9
    again = Workshop(tmp_path / "work", RECIPE).tuned(bulk, [], [], [], "all", seed=1)
    assert all(torch.equal(a, b) for a, b in zip(network.parameters(), again.parameters(), strict=True))


def test_a_broken_off_run_ends_the_same(rows, tmp_path):
    vocabulary = pretrain.characters(r.text for r in rows)
    items = list(data.examples(rows, features.vocabulary(vocabulary)))
    schedule = loop.Schedule(steps=9, rate=1e-2, save_every=3)

    def run(stop, state):
        network = TaggerNetwork(learning.encoder(vocabulary, RECIPE, 1), 37)
        chance = random.Random(1)
        rounds = (b for _ in range(99) for b in data.batches(items, 600, chance, 0.0))
        seen = []

        def step(batch):
            seen.append(1)
            return network.loss(*batch), 0.0

        loop.fit(network, islice(rounds, stop), step, schedule, state, 1)
        return network, len(seen)

    whole, _ = run(99, tmp_path / "whole")
    run(6, tmp_path / "parts")
    rest, steps = run(99, tmp_path / "parts")
    assert steps == 3
    assert all(torch.allclose(a, b, atol=1e-6) for a, b in zip(whole.parameters(), rest.parameters(), strict=True))


def test_open_labels_allow_each(rows):
    allowed = data.allowed_tags(4, [data.Marked(1, 3, ("GPE", "LOC"))])
    assert allowed[[0, 3], 0].all() and allowed[[0, 3]].sum() == 2
    assert allowed[1:3].sum() == 4 and not allowed[1:3, 0].any()


def test_exchange_keeps_names_in_place(rows):
    chance = random.Random(2)
    pool = data.name_pool(rows)
    for row in rows:
        other = data.exchanged(row, pool, 0.9, chance)
        for mark in other.names:
            assert other.text[mark.start : mark.end] in pool[mark.labels[0]]


def test_public_labels_are_mapped(tmp_path):
    path = tmp_path / "x.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as out:
        out.write(json.dumps({"text": "臺北市長王明", "ents": [[0, 2, "address"], [2, 4, "position"]]}) + "\n")
    (row,) = data.public(path, "cluener2020")
    assert row.text == "台北市长王明" and row.names == (data.Marked(0, 2, ("GPE", "LOC", "FAC")),)


def test_recipe_can_be_varied():
    assert replace(RECIPE, hidden=8).hidden == 8
