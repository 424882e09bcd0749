"""Training on a user's own annotations: how they are read, what is refused, and that a little model learns."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from zhfacts import cli, read_articles, run_corpus
from zhfacts.errors import ZhfactsError
from zhfacts.recognise import recognisers

from ...fast import FAST
from ...toy import article

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")

from zhfacts.train.names import learning, loop, pretrain, user  # noqa: E402
from zhfacts.train.names.annotations import annotated  # noqa: E402
from zhfacts.train.names.data import LABELS, Marked  # noqa: E402
from zhfacts.train.names.export import export_model  # noqa: E402
from zhfacts.train.names.network import TaggerNetwork  # noqa: E402
from zhfacts.train.names.restore import restored_network  # noqa: E402

RECIPE = learning.Recipe(
    width=32, hidden=24, dropout=0.0, exchange=0.0, blind=0.0, tune_size=600,
    tune=loop.Schedule(steps=1, rate=2e-2, warmup=5, decay=0.7, log_every=10),
)  # fmt: skip
PLAN = user.TrainingPlan(epochs=12, threads=1, recipe=RECIPE)


def gold(folder: Path, articles: int = 40, seed: int = 1) -> Path:
    """Write gold files and raw files into one folder."""
    chance = random.Random(seed)
    folder.mkdir()
    for n in range(articles):
        text, marked = article(chance)
        text = f"\ufeff第{n}篇\r\n" + text
        marked = [(a + text.index("\n"), b + text.index("\n"), label) for a, b, label in marked]
        (folder / f"{n}.txt").write_bytes(text.encode())
        mentions = [{"start": a, "end": b, "text": text[1:][a:b], "label": label} for a, b, label in marked]
        content = {"file": f"{n}.txt", "articles": [{"id": str(n), "start": 0, "end": len(text), "mentions": mentions}]}
        (folder / f"{n}.json").write_text(json.dumps(content), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model folder of a little network that has learned nothing."""
    chance = random.Random(1)
    characters = pretrain.characters(article(chance)[0] for _ in range(60))
    folder = tmp_path_factory.mktemp("start")
    export_model(
        TaggerNetwork(learning.encoder(characters, RECIPE, 1), 1 + 4 * len(LABELS)), characters, LABELS, 0.5, folder
    )
    return folder


def test_learns_and_is_used(start: Path, tmp_path: Path) -> None:
    report = user.train([gold(tmp_path / "gold")], tmp_path / "model", PLAN, start=start)
    assert report.scores is not None and (report.learned, report.held_out) == (36, 4)
    before, after = (scores["all"]["f"] for scores in report.scores.alone)
    assert before < 0.1 and after > 0.9 and not report.worse
    assert "| all |" in report.card() and "36 articles" in report.line()
    assert report.described()["f1_before_after"][1] > 0.9
    text = "埃纳珂在海州市开业，林晓云出席。"
    assert "埃纳珂" in {m.text for m in recognisers.load(f"zhfacts:{tmp_path / 'model'}")(text)}


def test_a_broken_off_training_ends_the_same(start: Path, tmp_path: Path) -> None:
    plan = replace(PLAN, epochs=18, held_out=0.0, recipe=replace(RECIPE, tune_size=200))
    folders = [gold(tmp_path / "gold", 12)]
    whole = user.train(folders, tmp_path / "whole", plan, start=start)
    assert whole.scores is None and "nothing was measured" in whole.line()

    def stop(done: int, steps: int) -> None:
        if done == 53:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        user.train(folders, tmp_path / "parts", plan, start=start, work=tmp_path / "work", progress=stop)
    assert not (tmp_path / "parts/names.onnx").exists()
    seen: list[int] = []
    work = tmp_path / "work"
    parts = user.train(folders, tmp_path / "parts", plan, start=start, work=work, progress=lambda n, _: seen.append(n))
    assert len(seen) == whole.steps - 50 and parts.steps == whole.steps
    weights = [(tmp_path / part / "names.onnx").read_bytes() for part in ("whole", "parts")]
    assert weights[0] == weights[1]


def test_a_training_that_no_longer_gains_stops_with_the_best_weights() -> None:
    module = torch.nn.Linear(1, 1, bias=False)
    losses = iter([3.0, 1.0, 2.0, 2.0, 2.0, 2.0])
    seen: list[float] = []

    def loss_of(model: Any) -> float:
        seen.append(float(model.weight.detach()))
        return next(losses)

    watch = loop.Watch(loss_of, patience=3)
    looks = [watch.enough(module, {"weight": torch.tensor([[float(n)]])}) for n in range(5)]
    assert looks == [False] * 4 + [True] and seen == [0.0, 1.0, 2.0, 3.0, 4.0]
    assert float(watch.state["weights"]["weight"]) == 1.0 and module.training


def test_a_restored_model_is_the_same(tmp_path: Path) -> None:
    shipped = Path(str(files("zhfacts") / "models"))
    model = restored_network(shipped)
    export_model(model.network, model.characters, LABELS, model.threshold, tmp_path)
    assert all((tmp_path / n).read_bytes() == (shipped / n).read_bytes() for n in ("names.onnx", "names.json"))


def test_texts_are_as_the_recogniser_reads_them(tmp_path: Path) -> None:
    text = "<html><body><p>臺北市的&#24924;明珂說，遠帆<b>集團</b>\r\n開業。</p></body></html>"
    wanted = {"臺北市": "GPE", "&#24924;明珂": "PERSON", "遠帆<b>集團": "ORG"}
    mentions = [
        {"start": text.index(name), "end": text.index(name) + len(name), "text": name, "label": label}
        for name, label in wanted.items()
    ]
    (tmp_path / "a.html").write_bytes(text.encode())
    articles = [{"id": "a", "start": 0, "end": len(text), "mentions": mentions}]
    (tmp_path / "a.json").write_text(json.dumps({"file": "a.html", "articles": articles}), encoding="utf-8")
    (row,) = annotated([tmp_path])
    assert [row.text[x.start : x.end] for x in row.names] == ["台北市", "慜明珂", "远帆集团"]


def test_an_extract_teaches_what_it_holds(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("广州市副市长王明珂\n说，埃纳集团将在白云区投资3亿元。", encoding="utf-8")
    run_corpus([tmp_path / "a.txt"], tmp_path / "out", FAST)
    (found,) = read_articles(tmp_path / "out")
    (row,) = annotated([tmp_path / "out"])
    assert [(row.text[x.start : x.end], *x.labels) for x in row.names] == [(m.text, m.label) for m in found.mentions]
    assert annotated([tmp_path / "out", tmp_path / "out"]) == [row]


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda c: c.pop("file"), "0.json, file"),
        (lambda c: c.update(file="none.txt"), "none.txt"),
        (lambda c: c["articles"][0].pop("mentions"), "0.json, articles.0.mentions"),
        (lambda c: c["articles"][0]["mentions"][1].update(label="FIRM"), "articles.0.mentions.1.label"),
        (lambda c: c["articles"][0]["mentions"][1].update(start=3), "articles.0.mentions.1.text"),
        (lambda c: c["articles"][0].update(mentions=[]), "no names"),
    ],
)
def test_broken_annotations_are_named(
    change: Any, named: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = gold(tmp_path / "gold", 1) / "0.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    change(content)
    path.write_text(json.dumps(content), encoding="utf-8")
    argv = ["zhfacts", "train", str(path.parent), "-o", str(tmp_path / "model"), "--what", "names"]
    monkeypatch.setattr("sys.argv", argv)
    with pytest.raises(SystemExit) as stop:
        cli.main()
    error = capsys.readouterr().err
    assert stop.value.code == 2 and error.count("\n") == 1 and named in error
    assert not (tmp_path / "model").exists()


def test_what_is_no_data_is_refused(start: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for folder in (tmp_path / "empty", tmp_path / "none"):
        with pytest.raises(ZhfactsError, match=folder.name):
            annotated([folder])
    with pytest.raises(ZhfactsError, match="no usable name model"):
        user.train([gold(tmp_path / "gold", 2)], tmp_path / "model", PLAN, start=tmp_path / "empty")


def test_marks_are_those_of_the_raw_text(tmp_path: Path) -> None:
    """A name that a line's end breaks is whole in the reading text."""
    text = "市长林晓\n云说，海州的订单增长了，今年的收入也增长了不少，明年还要继续增长，大家都很高兴。\n"
    mention = {"start": 2, "end": 6, "text": "林晓\n云", "label": "PERSON"}
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    content = {"file": "a.txt", "articles": [{"id": "a", "start": 0, "end": len(text), "mentions": [mention]}]}
    (tmp_path / "a.json").write_text(json.dumps(content), encoding="utf-8")
    (row,) = annotated([tmp_path])
    assert row.names == (Marked(2, row.text.index("说"), ("PERSON",)),)
