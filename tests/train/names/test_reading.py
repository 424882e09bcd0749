"""Training of the tagger that reads: windows with their tags, batches, and a made encoder that learns a text."""

from __future__ import annotations

import random

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="torch is not installed")

from zhfacts.lang.pieces import UNKNOWN, Vocabulary  # noqa: E402
from zhfacts.recognise.taggers.decoding import settled, tags  # noqa: E402
from zhfacts.recognise.taggers.encoder import EncoderTagger  # noqa: E402
from zhfacts.recognise.taggers.windows import character_numbers  # noqa: E402
from zhfacts.train.facts.network import WIDTH  # noqa: E402
from zhfacts.train.names.data import LABELS, AnnotatedText, Marked  # noqa: E402
from zhfacts.train.names.encoder_network import EncoderNetwork, characters_of, start_from, write  # noqa: E402
from zhfacts.train.names.reading import Course, Taught, batches, examples, train  # noqa: E402

TEXT = "广州市增长。企业在广州市。"
ROW = AnnotatedText("one", TEXT, (Marked(0, 3, ("GPE",)), Marked(9, 12, ("GPE",))))
WORDS = ("广州", "市", "增长", "。", "企业", "在")
PIECES = [("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0), *((word, -5.0) for word in WORDS)]
VOCABULARY = Vocabulary(PIECES, UNKNOWN)


class Embedding(torch.nn.Module):
    """Stands for the encoder: each piece a vector of its own."""

    def __init__(self):
        super().__init__()
        self.pieces = torch.nn.Embedding(len(PIECES), WIDTH)

    def forward(self, input_ids, attention_mask=None):
        class Found:
            last_hidden_state = self.pieces(input_ids)

        return Found


def test_windows_carry_the_tags_of_names():
    (example,) = examples(ROW, VOCABULARY, character_numbers(TEXT))
    names = [tags(LABELS)[n] for n in example.goals]
    assert names[:4] == ["B-GPE", "I-GPE", "E-GPE", "O"]


def test_batches_hold_every_window_once():
    found = list(examples(ROW, VOCABULARY, {})) * 50
    groups = batches(found, random.Random(1))
    assert sum(len(group) for group in groups) == 50
    assert all(groups)
    assert len(batches(found, random.Random(1), len(found[0].window.pieces))) == 50


def test_a_network_learns_a_text_and_runs_as_a_model(tmp_path):
    pytest.importorskip("onnx", reason="onnx is not installed")
    torch.manual_seed(0)
    taught = Taught([ROW], [], "".join(sorted(set(ROW.text))))
    network = EncoderNetwork(Embedding(), len(taught.characters), dropout=0.0)
    train(network, VOCABULARY, taught, tmp_path, Course(60))
    write(network, PIECES, taught.characters, tmp_path / "model", tmp_path)
    found = settled(EncoderTagger.load(tmp_path / "model").candidates(TEXT, 0.5))
    assert [x.key for x in found] == [(0, 3, "GPE"), (9, 12, "GPE")]
    assert np.isfinite([x.score for x in found]).all()
    again = EncoderNetwork(Embedding(), len(characters_of(tmp_path / "model")))
    start_from(again, tmp_path / "model")
    for name, values in again.state_dict().items():
        assert name.startswith("encoder.") or torch.allclose(values, network.state_dict()[name], atol=0.03), name
