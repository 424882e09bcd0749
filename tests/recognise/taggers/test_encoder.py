"""The tagger that reads: real names, what a model folder must be like, and two taggers together."""

import shutil
from importlib.resources import files
from pathlib import Path

import pytest
from zhfacts.errors import ZhfactsError
from zhfacts.recognise.names.proposal import Proposal
from zhfacts.recognise.taggers.encoder import ABOUT, WEIGHTS, EncoderTagger, TwoTaggers

from .test_shipped import SENTENCES

MODELS = Path(str(files("zhfacts") / "models"))


class Made:
    """A tagger that proposes what it was made with."""

    def __init__(self, *names):
        self.names = names

    def candidates(self, text, least):
        return [name for name in self.names if name.score >= least]


@pytest.fixture(scope="module")
def tagger():
    return EncoderTagger.load(MODELS)


@pytest.mark.parametrize(("text", "wanted"), SENTENCES)
def test_finds_plain_names(tagger, text, wanted):
    assert wanted <= {text[x.start : x.end] for x in tagger.candidates(text, 0.5)}


def test_neighbours_do_not_matter(tagger):
    lines = [text for text, _ in SENTENCES]
    together = {(x.start, x.end, x.label) for x in tagger.candidates("\n".join(lines), 0.5)}
    alone, shift = set(), 0
    for line in lines:
        alone |= {(x.start + shift, x.end + shift, x.label) for x in tagger.candidates(line, 0.5)}
        shift += len(line) + 1
    assert together == alone


def test_two_taggers_are_surer_together():
    one = Made(Proposal(0, 2, "ORG", score=0.8), Proposal(3, 5, "GPE", score=0.3))
    other = Made(Proposal(0, 2, "ORG", score=0.8), Proposal(6, 8, "LOC", score=0.9))
    first, second = TwoTaggers(one, other).candidates("x", 0.2)
    assert first.key == (0, 2, "ORG") and first.score > 0.8
    assert second.key == (6, 8, "LOC") and second.score < 0.5


def test_the_order_of_two_taggers_does_not_matter():
    one, other = Made(Proposal(0, 2, "ORG", score=0.7)), Made(Proposal(0, 2, "ORG", score=0.4))
    assert TwoTaggers(one, other).candidates("x", 0.1) == TwoTaggers(other, one).candidates("x", 0.1)


def test_a_file_that_was_changed(tmp_path):
    for name in (WEIGHTS, ABOUT, "embeddings.bin", "pieces.json"):
        shutil.copy(MODELS / name, tmp_path / name)
    (tmp_path / WEIGHTS).write_bytes((tmp_path / WEIGHTS).read_bytes() + b"x")
    with pytest.raises(ZhfactsError, match="not the file"):
        EncoderTagger.load(tmp_path)


def test_a_folder_without_a_model(tmp_path):
    with pytest.raises(ZhfactsError, match="no usable encoder of names"):
        EncoderTagger.load(tmp_path)
