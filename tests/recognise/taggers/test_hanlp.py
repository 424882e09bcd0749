"""HanLP models trained here by HanLP's own API, loaded from their folder without network."""

from __future__ import annotations

import random
import socket
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from zhfacts import Settings, read_articles, run_corpus
from zhfacts.errors import ZhfactsError
from zhfacts.recognise import recognisers

from ...toy import BODIES, FRAMES, PEOPLE, PLACES, sentence

torch = pytest.importorskip("torch")
hanlp = pytest.importorskip("hanlp", reason="hanlp is not installed")

from zhfacts.recognise.taggers import hanlp_model  # noqa: E402

torch.set_num_threads(1)

MSRA = {"GPE": "LOCATION", "PERSON": "PERSON", "ORG": "ORGANIZATION"}
TEXT = "林晓云在海州市开业， 布瑞洛出席。\n\n　" + "布瑞洛的订单增长了。" * 30
WORDS = "林晓云 在 海州市 开业 ， 布瑞洛 出席 。"


@pytest.fixture(autouse=True)
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError("no network in tests")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def corpus(folder: Path, characters: bool) -> str:
    """Write a file of tokens with tags and return its path."""
    chance = random.Random(1)
    lines = []
    for text, names in (sentence(chance) for _ in range(120)):
        begun = set()
        for start, end in hanlp_model.tokens(text, characters):
            name = next(((a, MSRA[label]) for a, b, label in names if a < end and b > start), None)
            lines.append(f"{text[start:end]}\t" + (f"{'I' if name in begun else 'B'}-{name[1]}" if name else "O"))
            begun.add(name)
        lines.append("")
    path = folder / "train.tsv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


@pytest.fixture(scope="module")
def rnn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A BiLSTM-CRF on characters, its CRF mended as our loader mends it."""
    from hanlp.components.ner.rnn_ner import RNNNamedEntityRecognizer
    from hanlp.components.taggers.rnn import rnntaggingmodel
    from hanlp.layers.crf.crf import CRF

    folder = tmp_path_factory.mktemp("rnn")
    data = corpus(folder, True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rnntaggingmodel, "CRF", lambda size, _=None: CRF(size, batch_first=True))
        RNNNamedEntityRecognizer().fit(
            data, data, str(folder / "model"), embed=30, rnn_hidden=32, epochs=8, lr=0.02, batch_size=20,
            tagging_scheme="BIO", devices=-1, seed=1, verbose=False,
        )  # fmt: skip
    return folder / "model"


@pytest.fixture(scope="module")
def joint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A joint model for words and names on a random little BERT."""
    from hanlp.common.dataset import SortingSamplerBuilder
    from hanlp.components.mtl.multi_task_learning import MultiTaskLearning
    from hanlp.components.mtl.tasks.ner.tag_ner import TaggingNamedEntityRecognition
    from hanlp.components.mtl.tasks.tok.tag_tok import TaggingTokenization
    from hanlp.layers.embeddings.contextual_word_embedding import ContextualWordEmbedding
    from transformers import BertConfig, BertModel, BertTokenizer, optimization

    folder = tmp_path_factory.mktemp("joint")
    data, words, bert = corpus(folder, False), folder / "words.txt", folder / "bert"
    words.write_text(f"{WORDS}\n" * 20, encoding="utf-8")
    bert.mkdir()
    known = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *sorted(set("".join([*PLACES, *PEOPLE, *BODIES, *FRAMES])))]
    (bert / "vocab.txt").write_text("\n".join(known), encoding="utf-8")
    BertTokenizer(str(bert / "vocab.txt")).save_pretrained(bert)
    sizes = {"hidden_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 32}
    BertModel(BertConfig(vocab_size=len(known), max_position_embeddings=128, **sizes)).save_pretrained(bert)
    batches = SortingSamplerBuilder(batch_size=10)
    tasks = {
        "tok": TaggingTokenization(*[str(words)] * 3, batches, max_seq_len=100),
        "ner/msra": TaggingNamedEntityRecognition(*[data] * 3, batches, dependencies="tok", max_seq_len=100),
    }
    encoder = ContextualWordEmbedding("token", str(bert), average_subwords=True, max_sequence_length=120)
    with pytest.MonkeyPatch.context() as patch:  # HanLP 2.1.5 trains with a class that transformers 5 has not
        patch.setattr(optimization, "AdamW", lambda p, **_: torch.optim.AdamW(p), raising=False)
        MultiTaskLearning().fit(
            encoder, tasks, str(folder / "model"), 8, lr=1e-2, encoder_lr=5e-3, devices=-1, seed=1, eval_trn=False
        )
    return folder / "model"


@pytest.mark.parametrize("kind", ["rnn", "joint"])
def test_names_stand_where_they_are(kind: str, request: pytest.FixtureRequest) -> None:
    namer = recognisers.load(f"hanlp:{request.getfixturevalue(kind)}")
    assert namer.tagger is not None
    found = namer.tagger.candidates(TEXT, 0.1)
    names = {(TEXT[p.start : p.end], p.label) for p in found}
    assert names >= {("林晓云", "PERSON"), ("布瑞洛", "ORG"), ("海州市", "GPE")}
    assert all(a < b for a, b in pairwise(found))
    assert sum(TEXT[p.start : p.end] == "布瑞洛" for p in found) > 20


def test_runs_are_alike(rnn: Path, tmp_path: Path) -> None:
    chance = random.Random(2)
    (tmp_path / "in").mkdir()
    for n in range(9):
        (tmp_path / "in" / f"{n}.txt").write_text(sentence(chance)[0] * 3, encoding="utf-8")
    settings = Settings(names=f"hanlp:{rnn}", facts="fast")
    for workers in (1, 2):
        run_corpus([tmp_path / "in"], tmp_path / str(workers), settings, workers=workers)
    first, second = ((tmp_path / n / "mentions.csv").read_bytes() for n in "12")
    assert first == second
    assert {m.text for a in read_articles(tmp_path / "1") for m in a.mentions} >= {"埃纳珂", "布瑞洛"}


def test_the_command_says_nothing_else(rnn: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    command = ["run", str(tmp_path / "a.txt"), "-o", str(tmp_path / "out"), "--fast", "--names", f"hanlp:{rnn}"]
    program = [sys.executable, "-c", "from zhfacts.cli import main; main()", *command]
    done = subprocess.run(program, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "") and len(done.stdout.splitlines()) == 1


def test_tokens_are_characters_or_words() -> None:
    assert hanlp_model.tokens("海州 市", True) == [(0, 1), (1, 2), (3, 4)]
    assert hanlp_model.tokens("北京 天气", False) == [(0, 2), (3, 5)]


def test_a_wrong_choice_is_one_line(rnn: Path, tmp_path: Path) -> None:
    from hanlp.components.tokenizers.transformer import TransformerTaggingTokenizer

    (tmp_path / "empty").mkdir()
    for choice, message in (("nowhere", "nowhere"), (str(tmp_path / "empty"), "cannot load")):
        with pytest.raises(ZhfactsError, match=message) as error:
            recognisers.load(f"hanlp:{choice}")
        assert "\n" not in str(error.value)
    with pytest.raises(ZhfactsError, match="finds no names"):
        hanlp_model._recogniser(TransformerTaggingTokenizer(), "x")
