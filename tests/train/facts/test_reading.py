"""Training of the reader: sheets of a lesson, batches in a fixed order, and that network and shipped judges agree."""

from __future__ import annotations

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="torch is not installed")

from zhfacts.errors import InputError  # noqa: E402
from zhfacts.relate.decide.passages import Clerk  # noqa: E402
from zhfacts.relate.decide.reader import Judges, shipped  # noqa: E402
from zhfacts.train.facts.encoder import freeze, start_from, take_over  # noqa: E402
from zhfacts.train.facts.lessons import lessons_of  # noqa: E402
from zhfacts.train.facts.network import WIDTH, ReaderNetwork, loss  # noqa: E402
from zhfacts.train.facts.plan import Hyperparameters, held_back  # noqa: E402
from zhfacts.train.facts.reading import batches  # noqa: E402
from zhfacts.train.facts.sheets import examples  # noqa: E402

from .test_lessons import gold  # noqa: E402, F401


class Embedding(torch.nn.Module):
    """Stands for the encoder: each piece a vector of its own."""

    def __init__(self):
        super().__init__()
        self.pieces = torch.nn.Embedding(22_000, WIDTH)

    def forward(self, input_ids, attention_mask=None):
        class Found:
            last_hidden_state = self.pieces(input_ids)

        return Found


@pytest.fixture
def sheets(gold):  # noqa: F811
    clerk: Clerk = shipped()._clerk
    return list(examples(lessons_of(gold, gold), clerk))


def test_sheets_hold_what_the_gold_says(sheets):
    (example,) = sheets
    (target,) = (t for t in example.targets if t.options)
    assert max(target.options["subject"][1]) == 1
    assert max(target.phrases[1]) == 1
    assert target.classes["stated"] == 0
    held = [p for p, mark in zip(example.sheet.pieces, target.words["ind"], strict=True) if mark]
    assert held


def test_a_network_learns_a_sheet(sheets):
    torch.manual_seed(0)
    network = ReaderNetwork(Embedding())
    rates = torch.optim.Adam(network.parameters(), 1e-3)
    before = float(loss(network, sheets).detach())
    for _ in range(30):
        rates.zero_grad()
        loss(network, sheets).backward()
        rates.step()
    assert float(loss(network, sheets).detach()) < before / 2


def test_the_judges_in_numpy_say_what_the_network_says(sheets):
    torch.manual_seed(0)
    network = ReaderNetwork(Embedding()).eval()
    example = sheets[0]
    target = next(t for t in example.targets if t.options)
    with torch.no_grad():
        states, found = network.states([example])[0].numpy(), network([example])
    judges = Judges({n: p.detach().numpy() for n, p in network.named_parameters() if not n.startswith("enc.")})
    vector = judges.quantity(states, example.sheet.quantities[target.position])
    at = example.targets.index(target)
    for slot, kind in (("subject", "S"), ("time", "T")):
        scores = judges.options(kind, states, vector, target.options[slot][0])
        assert np.allclose(scores, found[slot][at].numpy(), atol=2e-2)
    assert np.allclose(judges.phrases(states, vector, target.phrases[0]), found["indicator"][at].numpy(), atol=2e-2)
    classes = judges.classes("aspect", vector)
    assert np.allclose(classes, found["aspect"][at].log_softmax(0).numpy(), atol=2e-2)


def test_a_training_starts_from_a_shipped_reader(tmp_path):
    onnx = pytest.importorskip("onnx", reason="onnx is not installed")
    matrix, scale = np.array([[3, -127], [5, 0]], np.int8), np.array([0.5, 0.25], np.float32)
    held = {"onnx::MatMul_1_quantized": matrix, "onnx::MatMul_1_scale": scale, "encoder.layer.bias": scale}
    node = onnx.helper.make_node(
        "MatMulInteger", ["x", "onnx::MatMul_1_quantized"], ["y"], "/encoder/layer/MatMul_quant"
    )
    graph = onnx.helper.make_graph([node], "g", [], [], [onnx.numpy_helper.from_array(v, n) for n, v in held.items()])
    onnx.save(onnx.helper.make_model(graph), tmp_path / "reader.onnx")
    network = ReaderNetwork(torch.nn.ModuleDict({"layer": torch.nn.Linear(2, 2)}))
    np.savez(tmp_path / "reader.npz", none=np.full((2, WIDTH), 7, np.float16))
    start_from(network, tmp_path)
    assert np.array_equal(network.enc["layer"].weight.detach().numpy(), (matrix * scale).T)
    assert np.array_equal(network.enc["layer"].bias.detach().numpy(), scale)
    assert float(network.none.detach().mean()) == 7


def test_batches_are_the_same_for_the_same_seed(sheets):
    plan = Hyperparameters(rounds=1.5, seed=3)
    many = sheets * 40
    assert [len(b) for b in batches(many, many, plan)] == [len(b) for b in batches(many, many, plan)]


def test_no_more_than_half_of_a_round_is_new(sheets):
    found = batches(sheets * 10, [], Hyperparameters(rounds=1.0), sheets * 40)
    assert sum(len(b) for b in found) == 20
    assert sum(len(b) for b in batches(sheets * 10, [], Hyperparameters(rounds=1.0), sheets * 3)) == 13


def test_the_lowest_layers_may_stay():
    layers = torch.nn.ModuleDict({"layer": torch.nn.ModuleList([torch.nn.Linear(1, 1), torch.nn.Linear(1, 1)])})
    network = ReaderNetwork(torch.nn.ModuleDict({"encoder": layers}))
    freeze(network.enc, 1)
    assert [p.requires_grad for p in network.enc.parameters()] == [False, False, True, True]


def test_a_reader_without_weights_of_a_layer_is_told(tmp_path):
    network = torch.nn.ModuleDict({"layer": torch.nn.ModuleList([torch.nn.Linear(1, 1)])})
    holder = torch.nn.ModuleDict({"enc": network})
    with pytest.raises(InputError, match=r"reader.onnx has no weights enc.layer.0.weight"):
        take_over(holder, {}, tmp_path / "reader.onnx")


def test_files_are_held_back_by_their_names():
    share = sum(held_back(f"{n}.txt", 0.2) for n in range(2000)) / 2000
    assert share == pytest.approx(0.2, abs=0.03)
    assert not any(held_back(f"{n}.txt", 0.0) for n in range(100))
