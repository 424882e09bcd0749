"""The whole way on small corpora: streaming, appending, failures, workers, determinism."""

import json
from pathlib import Path

import pytest
from zhfacts import ZhfactsError, check, load, parse, read_extract
from zhfacts.model import Document
from zhfacts.run import Pipeline, Settings, run_corpus

from .fast import FAST
from .inputs import files

FIRST = (
    "绿城市上半年经济运行平稳\n2024-07-20\n上半年，绿城市实现地区生产总值1200亿元，同比增长5.2%。全市新增企业3200家。\n"
)
SECOND = (
    "绿城市召开发布会\n2024-08-02\n绿城市统计局局长李明远介绍，7月份，绿城市出口额达35.6亿元，同比下降1.1个百分点。\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "a.txt").write_text(FIRST, encoding="utf-8")
    (texts / "b.txt").write_text(SECOND, encoding="utf-8")
    return texts


def lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_spans_are_of_the_raw_file(folder: Path, tmp_path: Path) -> None:
    run_corpus([folder], tmp_path / "out", FAST)
    for article in lines(tmp_path / "out" / "articles.jsonl"):
        raw = (folder / article["file"]).read_text(encoding="utf-8")
        located = article["mentions"] + article["quantities"] + article["times"]
        assert located
        for x in located:
            assert raw[x["start"] : x["end"]] == x["text"]
        assert "".join(word for word, _ in words(article)) == article["text"]


def words(article: dict) -> list[tuple[str, int]]:
    found, at = [], 0
    for length in article["words"]:
        found.append((article["text"][at : at + length], at))
        at += length
    return found


def test_words_never_cut_what_was_recognised(folder: Path, tmp_path: Path) -> None:
    run_corpus([folder], tmp_path / "out", FAST)
    for article in lines(tmp_path / "out" / "articles.jsonl"):
        borders = {article["start"] + at for _, at in words(article)} | {article["end"]}
        for x in article["mentions"] + article["quantities"] + article["times"]:
            assert {x["start"], x["end"]} <= borders
            assert not any(x["start"] < b < x["end"] for b in borders)


def test_workers_give_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    run_corpus([folder], tmp_path / "one")
    run_corpus([folder], tmp_path / "two", workers=2)
    assert files(tmp_path / "one") == files(tmp_path / "two")


def test_append_keeps_articles_and_ids_and_skips_known_content(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run_corpus([folder / "a.txt"], out, FAST)
    before = lines(out / "articles.jsonl")
    report = run_corpus([folder], out, FAST, append=True)
    assert report.skipped == 1
    assert lines(out / "articles.jsonl")[:1] == before
    run_corpus([folder], tmp_path / "whole", FAST)
    whole, grown = (sorted(lines(x / "entities.jsonl"), key=lambda e: e["id"]) for x in (tmp_path / "whole", out))
    assert whole == grown
    assert {a["id"] for a in lines(out / "articles.jsonl")} == {"a", "b"}


def test_append_to_nothing_is_a_run(folder: Path, tmp_path: Path) -> None:
    run_corpus([folder], tmp_path / "out", FAST, append=True)
    run_corpus([folder], tmp_path / "same", FAST)
    assert files(tmp_path / "out") == files(tmp_path / "same")


def test_one_stem_twice_gives_two_ids(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "a.txt").write_text(SECOND.replace("7月", "6月"), encoding="utf-8")
    run_corpus([folder], tmp_path / "out", FAST)
    run_corpus([other], tmp_path / "out", FAST, append=True)
    assert [a["id"] for a in lines(tmp_path / "out" / "articles.jsonl")] == ["a", "b", "a~2"]


def test_bad_inputs_leave_the_others(folder: Path, tmp_path: Path) -> None:
    (folder / "empty.txt").write_bytes(b"")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 40)
    report = run_corpus([folder], tmp_path / "out", FAST)
    assert {f["file"] for f in lines(tmp_path / "out" / "failures.jsonl")} == {"empty.txt", "binary.txt"}
    assert report.counts["articles"] == 2
    assert all(f.reason for f in report.failures)


def test_an_extract_among_the_inputs_is_no_news(folder: Path, tmp_path: Path) -> None:
    run_corpus([folder], folder / "extract", FAST)
    report = run_corpus([folder], folder / "extract", FAST)
    assert (report.counts["articles"], report.failures) == (2, [])


def test_check_knows_when_a_raw_file_has_changed(folder: Path, tmp_path: Path) -> None:
    run_corpus([folder], tmp_path / "out", FAST)
    assert check(tmp_path / "out") == []
    (folder / "a.txt").write_text(SECOND, encoding="utf-8")
    (problem,) = check(tmp_path / "out")
    assert "a.txt has changed" in str(problem)


def test_missing_input_leaves_the_old_extract(folder: Path, tmp_path: Path) -> None:
    run_corpus([folder], tmp_path / "out", FAST)
    before = files(tmp_path / "out")
    with pytest.raises(ZhfactsError, match="nowhere"):
        run_corpus([folder, tmp_path / "nowhere.txt"], tmp_path / "out", FAST)
    assert files(tmp_path / "out") == before


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings_give_one_answer(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_bytes((FIRST + SECOND).encode(encoding))
    run_corpus([tmp_path / "x.txt"], tmp_path / "out", FAST)
    first, second = (a["text"] for a in lines(tmp_path / "out" / "articles.jsonl"))
    assert (first.strip(), second.strip()) == (FIRST.strip(), SECOND.strip())


def test_big5(tmp_path: Path) -> None:
    text = "台北市今年上半年觀光收入達三百五十億元，較去年同期成長百分之十二。市長陳大同表示，全年目標為八百億元。" * 4
    (tmp_path / "x.txt").write_bytes(text.encode("big5"))
    run_corpus([tmp_path / "x.txt"], tmp_path / "out", FAST)
    (article,) = lines(tmp_path / "out" / "articles.jsonl")
    assert article["text"] == text
    assert {q["value"] for q in article["quantities"]} >= {"35000000000", "12"}


def test_a_text_in_python() -> None:
    article = load()("上半年，广州市实现地区生产总值1.46万亿元，同比增长2.5%。", date="2024-07-20")
    (level, rate) = article.facts
    assert level.subject == rate.subject == "GPE:广州市"
    assert (level.indicator, rate.aspect, rate.direction, rate.comparison) == ("地区生产总值", "rate", "up", "yoy")
    assert [str(t.start_date) for t in article.times] == ["2024-01-01"]


def test_pipe_keeps_order() -> None:
    texts = [f"广州市有{n}家企业。" for n in (3, 1, 2)]
    assert [a.quantities[0].text for a in load(FAST).pipe(texts)] == ["3家", "1家", "2家"]


def test_parse_keeps_offsets_and_characters() -> None:
    found = parse("截至２０２４年6月，營收約３．５億元", date="2024-07-01")
    assert [(q.text, str(q.value), q.modifier, q.unit) for q in found.quantities] == [
        ("約３．５億元", "350000000", "about", "CNY")
    ]
    assert [(t.text, str(t.end_date)) for t in found.times] == [("截至２０２４年6月", "2024-06-30")]


def test_a_wrong_date_is_named() -> None:
    with pytest.raises(ZhfactsError, match="July"):
        parse("3家", date="July")


def test_tables_load_into_pandas(folder: Path, tmp_path: Path) -> None:
    run_corpus([folder], tmp_path / "out", FAST)
    facts = read_extract(tmp_path / "out").facts
    assert len(facts) == 5 and str(facts["value"].iloc[0]) == "120000000000"


def test_a_page_of_html_reads_without_its_tags(tmp_path: Path) -> None:
    body = "<p>2024年，广州市新增<b>企业</b>3200<i>家</i>，同比增长5.2&#37;，就业形势总体稳定，外贸进出口稳中向好。</p>"
    page = f"<html><head><title>广州市新增企业</title></head><body><article>{body * 3}</article></body></html>"
    (tmp_path / "x.html").write_text(page, encoding="utf-8")
    run_corpus([tmp_path / "x.html"], tmp_path / "out", FAST)
    facts = read_extract(tmp_path / "out").facts
    assert not facts["sentence"].str.contains("[<>&]").any() and facts["sentence"].str.contains("企业3200家").any()
    (article,) = lines(tmp_path / "out" / "articles.jsonl")
    assert {page[q["start"] : q["end"]] for q in article["quantities"]} == {"3200<i>家", "5.2&#37;"}


def test_two_places_of_one_name(tmp_path: Path) -> None:
    text = "3日，记者从铁西区获悉，铁西区妇联在平西乡举办活动，评选30户。鞍山市铁西区永乐街道评选20户。"
    (tmp_path / "x.txt").write_text(text, encoding="utf-8")
    report = run_corpus([tmp_path / "x.txt"], tmp_path / "out", FAST)
    assert (report.counts["articles"], report.failures, check(tmp_path / "out")) == (1, [], [])


@pytest.mark.parametrize("stage", ["relate", "link"])
def test_an_article_that_breaks_the_rules_costs_itself_only(
    folder: Path, tmp_path: Path, stage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Pipeline.annotate

    def broken(self: Pipeline, document: Document, ask: bool = True) -> Document:
        whole(self, document)
        if document.id == "a" and stage == "relate":
            document.facts = [f.model_copy(update={"time": "t99", "quantity": "q1"}) for f in document.facts] * 2
        elif document.id == "a":
            document.facts = [f.model_copy(update={"subject": "GPE:无"}) for f in document.facts]
        return document

    monkeypatch.setattr(Pipeline, "annotate", broken)
    report = run_corpus([folder], tmp_path / "out", FAST)
    assert [a["id"] for a in lines(tmp_path / "out" / "articles.jsonl")] == ["b"]
    assert [f.file for f in report.failures] == ["a.txt"] and check(tmp_path / "out") == []


def test_a_knowledge_base_names_what_the_recogniser_does_not_know(tmp_path: Path) -> None:
    kb = tmp_path / "kb.csv"
    kb.write_bytes("id,name,label,aliases\nORG:云翰集团,云翰集团,ORG,云翰\n".encode("gb18030"))
    article = Pipeline(Settings(names="lexicon", facts="fast", kb=kb))("去年，云翰营收达3亿元。")
    assert [(m.text, m.entity) for m in article.mentions] == [("云翰", "ORG:云翰集团")]
