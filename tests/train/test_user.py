"""One model folder of names and facts: what is worse stays out, what is missing or damaged is named."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from zhfacts import Settings, cli
from zhfacts.errors import InputError, MissingExtra, OptionError, ZhfactsError
from zhfacts.relate.decide.ranking import MODEL, load
from zhfacts.run import Pipeline
from zhfacts.train import user
from zhfacts.train.user import TrainingOrder
from zhfacts.trained import MANIFEST, open_model

from ..toy import article

FACTS = TrainingOrder(("facts",), fast=True)


class Made:
    """What stands for the report of a training."""

    def __init__(self, worse: bool) -> None:
        self.worse = worse

    def line(self) -> str:
        return f"F1 0.500 -> {0.4 if self.worse else 0.6}"

    def described(self) -> dict[str, Any]:
        return {"worse": self.worse}

    def card(self) -> str:
        return "## made"


@pytest.fixture
def trainings(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return a function that says which parts become worse; the parts are copies of the shipped ones."""

    def become(**worse: bool) -> None:
        def made(part: str) -> Any:
            def train(folders: Any, out: Path, *rest: Any) -> Made:
                for name in user.PARTS[part]:
                    (out / name).write_bytes((MODEL.parent / name).read_bytes())
                return Made(worse[part])

            return train

        for part in ("names", "facts"):
            monkeypatch.setattr(user, f"_{part}", made(part))
        monkeypatch.setattr(user, "NEEDS", {"names": ("",), "facts": ("",)})

    return become


def test_both_parts_are_used(trainings: Any, tmp_path: Path) -> None:
    trainings(names=False, facts=False)
    report = user.train([tmp_path], tmp_path / "model")
    assert "names" in report.lines()[0] and "--model" in report.lines()[0]
    model = open_model(tmp_path / "model")
    assert model.parts == ("names", "facts") and model.facts == load()
    assert [model.recogniser(choice) for choice in ("zhfacts", "fast", "lexicon")] == [
        f"zhfacts:{tmp_path / 'model'}",
        f"fast:{tmp_path / 'model'}",
        "lexicon",
    ]
    assert "## made" in (tmp_path / "model/MODEL_CARD.md").read_text(encoding="utf-8")
    assert Pipeline(Settings(facts="fast", model=tmp_path / "model"))("绵阳市新增企业3万家。").facts


def test_what_is_worse_is_left_out(trainings: Any, tmp_path: Path) -> None:
    trainings(names=True, facts=False)
    report = user.train([tmp_path], tmp_path / "model")
    assert report.lines()[-1] == "left out, worse than before: F1 0.500 -> 0.4"
    assert open_model(tmp_path / "model").parts == ("facts",)
    assert not (tmp_path / "model/names.onnx").exists()


def test_a_model_that_is_worse_is_refused(
    trainings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    trainings(names=True, facts=True)
    argv = ["zhfacts", "train", str(tmp_path), "-o", str(tmp_path / "model")]
    monkeypatch.setattr("sys.argv", argv)
    with pytest.raises(SystemExit) as stop:
        cli.main()
    error = capsys.readouterr().err
    assert stop.value.code == 2 and error.count("\n") == 1 and "worse" in error and "--force" in error
    assert not (tmp_path / "model").exists()
    monkeypatch.setattr("sys.argv", [*argv, "--force"])
    with pytest.raises(SystemExit) as stop:
        cli.main()
    assert not stop.value.code and open_model(tmp_path / "model").parts == ("names", "facts")


def test_what_cannot_be_trained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(OptionError, match="'reader' is unknown; known are names, facts"):
        TrainingOrder(("reader",))
    with pytest.raises(OptionError, match="nothing to train"):
        TrainingOrder(())
    monkeypatch.setattr(user, "find_spec", lambda name: None)
    with pytest.raises(MissingExtra, match=r"facts: scipy is not installed; pip install 'zhfacts\[train-facts\]'"):
        user.train([tmp_path], tmp_path / "model", FACTS)


BREAKS = {
    "checksum|SHA-256 differs": lambda folder: (folder / "relate.json").write_text("{}"),
    "file|No such file": lambda folder: (folder / "names.onnx").unlink(),
    "manifest|is no model": lambda folder: (folder / MANIFEST).unlink(),
    "json|is broken": lambda folder: (folder / MANIFEST).write_text("{"),
    "other|another format": lambda folder: changed(folder, format=2),
    "outside|another format": lambda folder: changed(folder, sha256={"../../etc/passwd": "0"}),
    "older|train it again": lambda folder: changed(folder, basis="0" * 64),
}


def changed(folder: Path, **update: Any) -> None:
    about = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    (folder / MANIFEST).write_text(json.dumps({**about, **update}), encoding="utf-8")


@pytest.mark.parametrize("what", BREAKS)
def test_a_damaged_model_is_one_clear_line(
    what: str, trainings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    trainings(names=False, facts=False)
    user.train([tmp_path], tmp_path / "model")
    BREAKS[what](tmp_path / "model")
    (tmp_path / "a.txt").write_text("绵阳市新增企业3万家。", encoding="utf-8")
    argv = ["run", tmp_path / "a.txt", "-o", tmp_path / "out", "--model", tmp_path / "model"]
    monkeypatch.setattr("sys.argv", ["zhfacts", *map(str, argv)])
    with pytest.raises(SystemExit) as stop:
        cli.main()
    error = capsys.readouterr().err
    assert stop.value.code == 2 and error.count("\n") == 1 and what.partition("|")[2] in error
    assert not (tmp_path / "out").exists()


def test_a_folder_of_the_user_is_not_replaced(trainings: Any, tmp_path: Path) -> None:
    trainings(names=False, facts=False)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/thesis.txt").write_text("years of work")
    with pytest.raises(ZhfactsError, match="holds other files"):
        user.train([tmp_path], tmp_path / "mine")
    user.train([tmp_path], tmp_path / "model")
    user.train([tmp_path], tmp_path / "model", replace(TrainingOrder(), what=("facts",)))
    assert open_model(tmp_path / "model").parts == ("facts",)


def test_one_article_teaches_no_facts(tmp_path: Path) -> None:
    pytest.importorskip("scipy")
    from zhfacts import run_corpus

    (tmp_path / "a.txt").write_text("绵阳市新增企业3万家。", encoding="utf-8")
    run_corpus([tmp_path / "a.txt"], tmp_path / "out", Settings(facts="fast", names="lexicon"))
    with pytest.raises(InputError, match="single file"):
        user.train([tmp_path / "out"], tmp_path / "model", FACTS)
    assert not (tmp_path / "model").exists()


def test_names_go_on_from_a_model(tmp_path: Path) -> None:
    pytest.importorskip("torch")
    pytest.importorskip("onnx")
    from zhfacts.train.names import learning, pretrain
    from zhfacts.train.names.data import LABELS
    from zhfacts.train.names.export import export_model
    from zhfacts.train.names.network import TaggerNetwork
    from zhfacts.trained import write_manifest

    from .names.test_user import RECIPE, gold

    start, chance = tmp_path / "start", random.Random(1)
    characters = pretrain.characters(article(chance)[0] for _ in range(60))
    export_model(
        TaggerNetwork(learning.encoder(characters, RECIPE, 1), 1 + 4 * len(LABELS)), characters, LABELS, 0.5, start
    )
    write_manifest(start, {"names": {}}, "0")
    order = TrainingOrder(("names",), epochs=2, force=True)
    report = user.train([gold(tmp_path / "gold")], tmp_path / "model", order, start=start)
    assert open_model(tmp_path / "model").parts == ("names",)
    assert "40" not in report.lines()[0].replace(str(tmp_path), "")
    assert Pipeline(Settings(facts="fast", model=tmp_path / "model"))("海州市有3万家企业。").quantities
