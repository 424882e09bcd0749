"""Which articles are reprints of which."""

import subprocess
import sys

import pytest
from zhfacts.compare import Reprints
from zhfacts.model import Article
from zhfacts.run import run_corpus
from zhfacts.write import check, read_articles, read_extract

from ..fast import FAST

PLACES = "东南西北中"
STORY = [f"{p}区今年前{n}个月新开工项目{n * 7 + 3}个，完成投资{n * 11}亿元。" for n, p in enumerate(PLACES * 2, 2)]


def article(name, sentences, start=0, **more):
    text, spans, at = "", [], start
    for sentence in sentences:
        spans.append((at, at + len(sentence)))
        text += sentence + "\n"
        at += len(sentence) + 1
    return Article(id=name, file=name, start=start, end=start + len(text), text=text, sentences=spans, **more)


def originals(*given):
    reprints = Reprints()
    return [reprints.enter(a) for a in given]


@pytest.mark.parametrize(
    "sentences, original",
    [
        (STORY, "a"),
        (STORY[:7], "a"),
        (["本报讯记者从有关方面获悉。", *STORY, "责任编辑：某某某。"], "a"),
        (STORY[::-1], "a"),
        ([s.replace("，", ", ") for s in STORY], "a"),
        (STORY[:2] + [s.replace("区", "县") for s in STORY[2:]], None),
        ([s.replace("项目", "工程") for s in STORY], None),
        ([], None),
    ],
    ids=["equal", "cut", "head and foot", "reordered", "punctuation", "two shared", "to one pattern", "empty"],
)
def test_a_reprint_shares_sentences(sentences, original):
    assert originals(article("a", STORY), article("b", sentences, start=50))[1] == original


def test_short_texts_are_reprints_where_they_are_equal():
    assert originals(article("a", ["好。"]), article("b", ["好！"]), article("c", ["不好。"])) == [None, "a", None]


def test_the_original_is_the_first_of_all():
    assert originals(article("a", STORY), article("b", STORY[:8]), article("c", STORY[1:8])) == [None, "a", "a"]


def test_an_article_that_names_its_original_is_believed():
    given = article("b", ["别的事情在别的地方。"], duplicate_of="a"), article("c", ["别的事情在别的地方。"])
    assert originals(article("a", STORY), *given) == [None, "a", "a"]


def test_signatures_are_the_same_in_another_process():
    program = (
        "from rensa import RMinHash; s = RMinHash(128, 42); s.update(['一句话', '另一句话']); print(s.digest()[:4])"
    )
    told = {subprocess.run([sys.executable, "-c", program], capture_output=True, text=True).stdout for _ in range(2)}
    assert len(told) == 1 and "[" in told.pop()


RATE = "2024年，绵阳市实现地区生产总值1200亿元，同比增长{}%。"
TEXTS = {
    "a": "\n".join(["绵阳市统计公报", "2025-03-01", RATE.format("5.2"), *STORY]),
    "b": "\n".join(["绵阳公布经济数据", "2025-03-02", RATE.format("5.2"), *STORY]),
    "c": "\n".join(["绵阳市发布会", "2025-03-03", RATE.format("5.8")]),
}


def test_a_reprint_is_no_source_of_its_own(tmp_path):
    """Within a run, and where an extract grows."""
    news, out = tmp_path / "news", tmp_path / "out"
    news.mkdir()
    for name, text in TEXTS.items():
        (news / f"{name}.txt").write_text(text, encoding="utf-8")
    run_corpus([news], out, FAST)
    run_corpus([news / "a.txt"], tmp_path / "grown", FAST)
    run_corpus([news], tmp_path / "grown", FAST, append=True)
    for folder in (out, tmp_path / "grown"):
        assert check(folder) == []
        assert {a.id: a.duplicate_of for a in read_articles(folder)} == {"a": None, "b": "a", "c": None}
        series = read_extract(folder).series
        level = series[(series["indicator_key"] == "地区生产总值") & (series["aspect"] == "level")]
        assert list(level["sources"]) == [2]
        assert len(level["facts"].iloc[0]) == 3
