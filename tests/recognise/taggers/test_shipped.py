"""The shipped tagger: real names in sentences written for this test, and what a model folder must be like."""

import itertools
import json
import shutil
import subprocess
import sys
from importlib.resources import files

import pytest
from zhfacts.errors import ZhfactsError
from zhfacts.recognise.taggers.shipped import Tagger

MODEL = files("zhfacts") / "models"
SENTENCES = [
    ("昨天，浙江省杭州市市长李建国在会上说，阿里巴巴将在当地投资。", {"浙江省", "杭州市", "李建国", "阿里巴巴"}),
    ("中国人民银行和财政部发布通知。", {"中国人民银行", "财政部"}),
    ("记者从国家统计局获悉，一季度四川省和重庆市的出口增长较快。", {"国家统计局", "四川省", "重庆市"}),
    ("会议在北京举行，外交部发言人王强出席。", {"北京", "外交部", "王强"}),
]


@pytest.fixture(scope="module")
def tagger():
    return Tagger.load()


def names(tagger, text):
    return {text[a:b] for a, b, _, _ in tagger.spans(text)}


@pytest.mark.parametrize(("text", "wanted"), SENTENCES)
def test_finds_plain_names(tagger, text, wanted):
    assert wanted <= names(tagger, text)


def test_needs_no_torch():
    load = "from zhfacts.recognise.taggers.shipped import Tagger; Tagger.load()"
    code = f"import sys; {load}; sys.exit('torch' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_spans_are_ordered_and_apart(tagger):
    text = "\n".join(s for s, _ in SENTENCES)
    found = tagger.spans(text)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(found))
    assert all(0 < score <= 1.0001 and text[a:b].strip() == text[a:b] for a, b, _, score in found)


def test_neighbours_do_not_matter(tagger):
    together = tagger.spans("\n".join(s for s, _ in SENTENCES))
    alone, shift = [], 0
    for text, _ in SENTENCES:
        alone += [(a + shift, b + shift, label) for a, b, label, _ in tagger.spans(text)]
        shift += len(text) + 1
    assert [x[:3] for x in together] == alone


def test_a_lower_bar_finds_no_fewer(tagger):
    text = SENTENCES[0][0]
    assert len(tagger.candidates(text, 0.05)) >= len(tagger.spans(text))


@pytest.mark.parametrize("text", ["", "\n", " ", "。", "龘" * 700, "a\nb", "😀海州"])
def test_odd_texts(tagger, text):
    assert all(0 <= a < b <= len(text) for a, b, _, _ in tagger.spans(text))


def copied(tmp_path):
    folder = tmp_path / "model"
    folder.mkdir()
    for name in ("names.onnx", "names.json"):
        shutil.copy(MODEL / name, folder / name)
    return folder


def test_loads_from_a_folder(tagger, tmp_path):
    assert Tagger.load(copied(tmp_path)).spans(SENTENCES[1][0]) == tagger.spans(SENTENCES[1][0])


def test_spoiled_weights_are_refused(tmp_path):
    folder = copied(tmp_path)
    with (folder / "names.onnx").open("ab") as out:
        out.write(b"x")
    with pytest.raises(ZhfactsError, match="checksum"):
        Tagger.load(folder)


@pytest.mark.parametrize("change", [{"format": 99}, {"transitions": "x"}, {"labels": None}])
def test_broken_description_is_refused(tmp_path, change):
    folder = copied(tmp_path)
    path = folder / "names.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | change), "utf-8")
    with pytest.raises(ZhfactsError):
        Tagger.load(folder)


def test_no_model(tmp_path):
    with pytest.raises(ZhfactsError, match="no usable name model"):
        Tagger.load(tmp_path)
