"""The network's means of stretches, its loss, and the scores that it gives each quantity of a batch."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch", reason="torch is not installed")

from zhfacts.relate.decide.passages import EncodedPassage, PhrasePlace, Place  # noqa: E402
from zhfacts.train.facts.network import WIDTH, Board, ReaderNetwork, loss, share  # noqa: E402
from zhfacts.train.facts.sheets import ALL_CLASSES, WORD_KINDS, LabelledPassage, Target  # noqa: E402


class Encoder(torch.nn.Module):
    """Stands for the encoder: each piece a vector of its own."""

    def __init__(self):
        super().__init__()
        self.pieces = torch.nn.Embedding(40, WIDTH)

    def forward(self, input_ids, attention_mask):
        class Found:
            last_hidden_state = self.pieces(input_ids)

        return Found


def example(size, quantities, **given):
    """Return a sheet of some numbers with the text behind the first two, and a target for each quantity."""
    sheet = EncodedPassage(list(range(3, 3 + size)), 2, [None] * (size - 2), quantities)
    return LabelledPassage(sheet, [Target(position, **given) for position in quantities])


@pytest.fixture(scope="module")
def network():
    torch.manual_seed(0)
    return ReaderNetwork(Encoder()).eval()


@pytest.fixture
def batch():
    places = [Place((0, 1), (2, 4), 1), Place(None, (3, 4), 2), Place((1, 2), None, 0)]
    options = {"subject": (places, [0.0, 1.0, 0.0])}
    phrases = ([PhrasePlace([(2, 3), (4, 5)], 1), PhrasePlace([], 0)], [1.0, 0.0])
    asked = example(8, {0: (5, 7)}, options=options, phrases=phrases, classes={"aspect": 1})
    return [asked, example(5, {0: (2, 3), 1: (3, 5)})]


def test_means_and_edges_of_stretches():
    states = torch.randn(2, 5, 4)
    board = Board(states)
    assert torch.allclose(board.means([(1, (1, 4))])[0], states[1, 1:4].mean(0), atol=1e-6)
    assert torch.allclose(board.edges([(1, (1, 4))])[0], (states[1, 1] + states[1, 3]) / 2, atol=1e-6)
    without = torch.ones(4)
    assert torch.equal(board.means([(0, None)], without)[0], without)


def test_scores_come_in_the_order_of_the_quantities(network, batch):
    with torch.no_grad():
        found = network(batch)
    assert [s if s is None else len(s) for s in found["subject"]] == [3, None, None]
    assert [s if s is None else len(s) for s in found["indicator"]] == [2, None, None]
    assert found["time"] == [None] * 3
    for kind in WORD_KINDS:
        assert [len(scores) for scores in found[kind]] == [6, 3, 3]
    for slot, names in ALL_CLASSES.items():
        assert found[slot].shape == (3, len(names))


def test_what_fills_a_batch_changes_nothing(network, batch):
    with torch.no_grad():
        alone, together = network(batch[1:]), network(batch)
    assert torch.allclose(alone["aspect"], together["aspect"][1:], atol=1e-5)


def test_the_loss_falls_as_the_right_options_gain(network, batch):
    before = loss(network, batch)
    before.backward()
    assert network.pair["S"][0].weight.grad.abs().sum() > 0 and network.cls["aspect"][0].weight.grad.abs().sum() > 0
    assert network.pair["T"][0].weight.grad is None
    assert float(loss(network, batch[1:])) == 0


def test_of_nearly_right_indicators_each_has_its_share():
    assert share([1.0, 0.5, 0.0]).tolist() == pytest.approx([0.8, 0.2, 0.0])


def test_the_judges_are_all_but_the_encoder(network):
    assert len(network.judges()) == sum(1 for _ in network.parameters()) - 1
