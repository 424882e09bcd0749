"""Figures against those of other scorers on damaged gold, and the evaluation as a whole.

tests/cases/evaluate.jsonl holds, by how much the gold is damaged, the figures of the scorer that the project's bars are
set with (`measures`, `labels`, `fact_slots`) and those of neleval 3.1.1 (`neleval`), the scorer of TAC KBP.
"""

import json

import pytest
from zhfacts.errors import InputError
from zhfacts.evaluate import measure, verdicts
from zhfacts.evaluate.catalogue import CATALOGUE

from .damage import GOLD, ROOT, damaged, written

CASES = [json.loads(line) for line in (ROOT / "tests/cases/evaluate.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"every {c['every']}")
def test_figures_are_those_of_the_reference_scorers(case, tmp_path):
    found = measure(GOLD, written(tmp_path / "out", damaged(case["every"])), resamples=0).to_json()
    for name, figures in (*case["measures"].items(), *case["neleval"].items()):
        assert {k: found["measures"][name][k] for k in figures} == pytest.approx(figures), name
    for layer, labels in case["labels"].items():
        for label, figures in labels.items():
            assert {k: found["labels"][layer][label][k] for k in figures} == pytest.approx(figures), label
    assert {k: found["fact_slots"][k] for k in case["fact_slots"]} == pytest.approx(case["fact_slots"])


@pytest.fixture(scope="module")
def third(tmp_path_factory):
    """An extract in which every third item is damaged, which is only read."""
    return written(tmp_path_factory.mktemp("third") / "out", damaged(3))


@pytest.fixture(scope="module")
def report(third):
    return measure(GOLD, third, resamples=0)


def test_gold_against_itself_is_perfect():
    report = measure(GOLD, GOLD, resamples=20)
    assert list(report.scores) == [d.name for d in CATALOGUE]
    assert {(s.f, s.macro_f) for s in report.scores.values()} == {(1.0, 1.0)}
    assert report.errors == {}
    assert all((s.low, s.high) == (1.0, 1.0) for s in report.scores.values())


def test_intervals_hold_the_figure_and_are_the_same_each_time(tmp_path):
    out = written(tmp_path / "out", damaged(4))
    first, second = measure(GOLD, out, resamples=200), measure(GOLD, out, resamples=200)
    assert first.to_json(by_article=True) == second.to_json(by_article=True)
    for name, s in first.scores.items():
        assert s.low <= s.f <= s.high, name
    assert first.scores["fact_core"].low < first.scores["fact_core"].high


def test_two_extracts_are_compared(tmp_path):
    worse, better = written(tmp_path / "a", damaged(3)), written(tmp_path / "b", damaged(9))
    report = measure(GOLD, worse, compare=better, resamples=200)
    core = report.differences["fact_core"]
    assert core.difference == pytest.approx(core.second - core.first)
    assert core.low > 0 and core.better == 1.0 and core.p_value < 0.05
    assert report.to_json()["differences"]["fact_core"]["second"] == core.second
    same = measure(GOLD, worse, compare=worse, resamples=50).differences["role"]
    assert same[2:] == (0.0, 0.0, 0.0, 0.0, 1.0)


def test_mistakes_are_grouped_and_name_their_place(report):
    kinds = set(report.errors)
    assert {"mentions: missed", "mentions: border", "mentions: label", "mentions: link", "times: dates"} <= kinds
    assert {"quantities: value", "quantities: modifier", "facts: missed", "roles: missed", "roles: spurious"} <= kinds
    assert any(k.startswith("facts: wrong subject") for k in kinds)
    lines = list(report.error_lines(2))
    assert f"--- mentions: missed: {len(report.errors['mentions: missed'])}" in lines
    assert len(lines) <= 3 * len(kinds)
    for mistake in report.errors["quantities: value"]:
        raw = (ROOT / "corpus" / mistake.file).read_bytes().decode()
        assert raw.startswith(mistake.text, mistake.start)


def test_only_so_many_mistakes_are_kept_and_all_are_counted(third, report):
    few = measure(GOLD, third, resamples=0, kept=1)
    assert few.to_json()["errors"] == report.to_json()["errors"]
    assert max(len(found) for found in few.errors.values()) == 1


def test_mistakes_show_their_sentence(tmp_path):
    articles = damaged(3)
    for a in articles:
        a["text"] = (ROOT / "corpus" / a["file"]).read_bytes().decode()[a["start"] : a["end"]]
    report = measure(GOLD, written(tmp_path / "out", articles), resamples=0)
    for kind in ("facts: missed", "quantities: value", "mentions: missed"):
        assert all(m.sentence for m in report.errors[kind]), kind
    assert all("".join(m.text.split()) in m.sentence for m in report.errors["quantities: value"])


def test_tables_are_plain_and_as_wide_as_their_heads(third):
    report = measure(GOLD, third, compare=GOLD, resamples=20)
    for table in report.tables():
        assert all(len(row) == len(table.columns) for row in table.rows), table.title
    json.dumps(report.to_json(by_article=True))
    lines = report.to_csv(by_article=True).splitlines()
    assert {line.count(",") for line in lines} == {lines[0].count(",")}


def test_figures_by_article_add_up(report):
    articles = report.to_json(by_article=True)["by_article"]
    assert len(articles) == 14
    for name, score in report.scores.items():
        told = [a[name] for a in articles.values() if name in a]
        assert sum(a["gold"] for a in told) == score.gold
        assert sum(a["tp"] for a in told) == pytest.approx(score.tp)
        assert sum(a["f"] for a in told) / len(told) == pytest.approx(score.macro_f)


def test_files_without_gold_do_not_count(tmp_path):
    articles = damaged(5)
    other = {**articles[0], "file": "other.txt", "id": "other"}
    one, two = written(tmp_path / "a", articles), written(tmp_path / "b", [*articles, other])
    assert measure(GOLD, one, resamples=0).to_json() == measure(GOLD, two, resamples=0).to_json()


def test_another_subject_of_the_gold_is_right(tmp_path):
    """What stands in `also` satisfies as well as the subject."""
    articles = damaged(10**6)
    gold = tmp_path / "gold"
    gold.mkdir()
    for a in articles:
        for f in a["facts"]:
            f |= {"also": [f["subject_text"] or ""], "subject": None, "subject_text": "另外一个叫法"}
    content = {"file": articles[0]["file"], "articles": [a for a in articles if a["file"] == articles[0]["file"]]}
    (gold / "a.json").write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    scores = measure(gold, GOLD, resamples=0).scores
    assert scores["fact_core"].f == scores["fact_joint"].f == 1.0


def test_gold_may_name_an_entity_by_the_extracts_own_id(tmp_path):
    """What was exported and imported again has such ids: 白云区(440111)."""
    first = damaged(10**6)[0]
    for m in first["mentions"]:
        m["entity"] = m["entity"] and f"{m['entity']}(440111)"
    gold, out = tmp_path / "gold", written(tmp_path / "out", [first])
    gold.mkdir()
    (gold / "a.json").write_text(json.dumps({"file": first["file"], "articles": [first]}), encoding="utf-8")
    ids = sorted({m["entity"] for m in first["mentions"] if m["entity"]})
    entities = [{"id": i, "label": i.partition(":")[0], "name": i.partition(":")[2].partition("(")[0]} for i in ids]
    lines = "".join(json.dumps(e) + "\n" for e in entities)
    (out / "entities.jsonl").write_text(lines, encoding="utf-8")
    assert measure(gold, out, resamples=0).scores["link_accuracy"].f == 1.0


def test_a_span_out_of_its_article_is_one_clear_error(tmp_path):
    first = damaged(10**6)[0]
    first["mentions"][0]["end"] = 99_999
    content = {"file": first["file"], "articles": [first]}
    (tmp_path / "a.json").write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.json, articles\[0\]\.mentions, m1: .*99999 does not lie in"):
        measure(tmp_path, GOLD, resamples=0)


def test_verdicts_name_each_predicted_fact(tmp_path):
    found = verdicts(GOLD, written(tmp_path / "out", damaged(4)))
    core = measure(GOLD, tmp_path / "out", resamples=0).scores["fact_core"]
    assert 0 < sum(found.values()) <= core.tp < len(found) <= core.pred


def test_resamples_without_anything_to_count_do_not_widen_an_interval(tmp_path):
    """All roles of the gold stand in few articles: half of the resamples of one of them have none."""
    articles = damaged(10**6)
    only = next(a["id"] for a in articles if a["roles"])
    for a in articles:
        a["roles"] = a["roles"] if a["id"] == only else []
    gold, out = tmp_path / "gold", tmp_path / "out"
    gold.mkdir()
    for file in {a["file"] for a in articles}:
        content = {"file": file, "articles": [a for a in articles if a["file"] == file]}
        (gold / f"{file}.json").write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    found = measure(gold, written(out, articles), resamples=200).scores["role"]
    assert (found.f, found.low, found.high) == (1.0, 1.0, 1.0)


@pytest.mark.parametrize(
    "content, problem",
    [
        (None, "no gold"),
        ("{", "is no JSON"),
        ("[]", "no raw file is named"),
        ('{"file": "000_135348687a66d6a2.txt"}', "articles: Field required"),
        (
            '{"file": "000_135348687a66d6a2.txt", "articles": [{"id": "a", "file": "a.txt"}]}',
            r"a\.json, articles\.0\.start: Field required",
        ),
        ('{"file": "other.txt", "articles": []}', "has none of the raw files"),
    ],
)
def test_gold_that_is_none_is_one_clear_error(content, problem, tmp_path):
    if content is not None:
        (tmp_path / "a.json").write_text(content)
    with pytest.raises(InputError, match=problem) as raised:
        measure(tmp_path, GOLD)
    assert "\n" not in str(raised.value)


def test_an_extract_that_is_none_is_one_clear_error(tmp_path):
    with pytest.raises(InputError, match="none"):
        measure(GOLD, tmp_path / "none")
    (tmp_path / "articles.jsonl").write_text("{}\n{")
    with pytest.raises(InputError, match=r"articles\.jsonl, row 1, file: no raw file"):
        measure(GOLD, tmp_path)
    (tmp_path / "articles.jsonl").write_text('{"file": "000_135348687a66d6a2.txt"}\n')
    with pytest.raises(InputError, match=r"articles\.jsonl, row 1, id: Field required"):
        measure(GOLD, tmp_path)
