"""Agreement with stored figures of the scorer that the project's bars are set with, and the measures on small cases.

tests/cases/evaluate.jsonl holds the figures for predictions that `damaged` makes of the gold, by how much it damages.
"""

import itertools
import json
from pathlib import Path

import pytest
from zhfacts.errors import ZhfactsError
from zhfacts.evaluate import evaluate
from zhfacts.evaluate.measures import alignment, overlap, same_time, same_value

ROOT = Path(__file__).parents[2]
GOLD = ROOT / "annotations"
CASES = [json.loads(line) for line in (ROOT / "tests/cases/evaluate.jsonl").read_text(encoding="utf-8").splitlines()]


def damaged(every):
    """Return the articles of the gold with every so many-th item damaged, each time in the next of several ways."""
    articles = [a for p in sorted(GOLD.glob("*.json")) for a in json.loads(p.read_text(encoding="utf-8"))["articles"]]
    turn = itertools.count(1)
    ways = itertools.count()

    def hit():
        return next(turn) % every == 0

    for a in articles:
        a["title"] = None if hit() else a["title"]
        for layer, change in (("mentions", damage_mention), ("quantities", damage_quantity), ("times", damage_time)):
            a[layer] = [y for x in a[layer] for y in (change(x, next(ways) % 5) if hit() else [x])]
        a["facts"] = [y for x in a["facts"] for y in (damage_fact(x, next(ways) % 7, a) if hit() else [x])]
        for r in a["roles"]:
            r["organization"] = None if hit() else r["organization"]
    return articles[:: 1 if every > 2 else 2]


def damage_mention(x, way):
    ways = [
        [],
        [{**x, "end": x["end"] + 1}],
        [{**x, "label": "ORG"}],
        [{**x, "entity": "GPE:广州市"}],
        [x, {**x, "id": "x", "start": x["start"] + 1}],
    ]
    return ways[way]


def damage_quantity(x, way):
    ways = [{**x, "end": x["end"] + 1}, {**x, "label": "MONEY"}, {**x, "value": "1"}, {**x, "unit": None}]
    return [ways[way] if way < 4 else {**x, "modifier": "about"}]


def damage_time(x, way):
    ways = [[], [{**x, "start": x["start"] - 1}], [{**x, "label": "TIME"}], [{**x, "end_date": None}], [x, x]]
    return ways[way]


def damage_fact(x, way, a):
    ways = [
        [],
        [{**x, "subject": "ORG:华为"}, {**x, "aspect": "rate"}],
        [{**x, "indicator": (x["indicator"] or "")[:2]}],
        [{**x, "status": "planned"}],
        [{**x, "time": a["times"][0]["id"]}],
        [{**x, "speaker": "PERSON:张硕辅"}],
        [{**x, "quantity": a["quantities"][-1]["id"]}],
    ]
    return ways[way]


def written(folder, articles):
    folder.mkdir(exist_ok=True)
    lines = "".join(json.dumps(a, ensure_ascii=False) + "\n" for a in articles)
    (folder / "articles.jsonl").write_text(lines, encoding="utf-8")
    return folder


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"every {c['every']}")
def test_figures_are_those_of_the_reference_scorer(case, tmp_path):
    found = evaluate(GOLD, written(tmp_path / "out", damaged(case["every"])), resamples=0).to_json()
    for name, figures in case["measures"].items():
        assert {k: found["measures"][name][k] for k in figures} == pytest.approx(figures), name
    for layer, labels in case["labels"].items():
        for label, figures in labels.items():
            assert {k: found["labels"][layer][label][k] for k in figures} == pytest.approx(figures), label
    assert {k: found["fact_slots"][k] for k in case["fact_slots"]} == pytest.approx(case["fact_slots"])
    assert {k: found["articles"][k] for k in case["articles"]} == case["articles"]


def test_gold_against_itself_is_perfect():
    report = evaluate(GOLD, GOLD, resamples=20)
    assert {s.f for s in report.scores.values()} == {1.0}
    assert report.errors == {}
    assert all((s.low, s.high) == (1.0, 1.0) for s in report.scores.values())


def test_flat_gold_gives_the_same_figures(tmp_path):
    """Gold in the flat shape: entities with links, facts with property, ids unique in the file."""
    for path in GOLD.glob("*.json"):
        gold = json.loads(path.read_text(encoding="utf-8"))
        layers = ("articles", "entities", "quantities", "times", "facts", "roles")
        flat = {"file": gold["file"], **{layer: [] for layer in layers}}
        for a in gold["articles"]:
            add_flat(flat, a)
        (tmp_path / path.name).write_text(json.dumps(flat, ensure_ascii=False), encoding="utf-8")
    report = evaluate(tmp_path, written(tmp_path / "out", damaged(3)), resamples=0)
    expected = evaluate(GOLD, tmp_path / "out", resamples=0)
    assert report.scores == expected.scores


def add_flat(flat, a):
    def name(entity):
        return entity and entity.split(":", 1)[1]

    def own(x, *keys):
        return {**x, **{k: f"{a['id']}-{x[k]}" for k in keys if x[k]}}

    flat["articles"].append({k: a[k] for k in ("start", "end", "title", "date")})
    flat["entities"] += [{**m, "link": name(m["entity"])} for m in a["mentions"]]
    flat["quantities"] += [own(q, "id") for q in a["quantities"]]
    flat["times"] += [own(t, "id") for t in a["times"]]
    for f in a["facts"]:
        subject = name(f["subject"]) or f["subject_text"]
        fact = {**own(f, "quantity", "time"), "subject": subject, "speaker": name(f["speaker"])}
        fact["property"] = fact.pop("indicator")
        flat["facts"].append(fact)
    flat["roles"] += [{**r, "person": name(r["person"]), "organization": name(r["organization"])} for r in a["roles"]]


def test_intervals_hold_the_figure_and_are_the_same_each_time(tmp_path):
    out = written(tmp_path / "out", damaged(4))
    first, second = evaluate(GOLD, out, resamples=200), evaluate(GOLD, out, resamples=200)
    assert first == second
    for name, s in first.scores.items():
        assert s.low <= s.f <= s.high, name
    assert first.scores["fact_core"].low < first.scores["fact_core"].high


def test_two_extracts_are_compared(tmp_path):
    worse, better = written(tmp_path / "a", damaged(3)), written(tmp_path / "b", damaged(9))
    report = evaluate(GOLD, worse, compare=better, resamples=200)
    core = report.differences["fact_core"]
    assert core.difference == pytest.approx(core.second - core.first)
    assert core.low > 0 and core.better == 1.0
    assert report.to_json()["differences"]["fact_core"]["second"] == core.second
    assert evaluate(GOLD, worse, compare=worse, resamples=50).differences["role"][2:] == (0.0, 0.0, 0.0, 0.0)


def test_errors_are_grouped_and_name_their_place(tmp_path):
    report = evaluate(GOLD, written(tmp_path / "out", damaged(3)), resamples=0)
    kinds = set(report.errors)
    assert {"mentions: missed", "mentions: border", "mentions: label", "mentions: link", "times: dates"} <= kinds
    assert {"quantities: value", "quantities: modifier", "facts: missed", "roles: missed", "roles: spurious"} <= kinds
    assert any(k.startswith("facts: wrong subject") for k in kinds)
    lines = list(report.error_lines(2))
    assert f"--- mentions: missed: {len(report.errors['mentions: missed'])}" in lines
    assert len(lines) <= 3 * len(kinds)
    for error in report.errors["quantities: value"]:
        raw = (ROOT / "corpus" / error.file).read_bytes().decode()
        assert raw.startswith(error.text, error.start)


def test_tables_are_plain_and_as_wide_as_their_heads(tmp_path):
    report = evaluate(GOLD, written(tmp_path / "out", damaged(3)), compare=GOLD, resamples=20)
    for table in report.tables():
        assert all(len(row) == len(table.columns) for row in table.rows), table.title
    json.dumps(report.to_json())


def test_files_without_gold_do_not_count(tmp_path):
    articles = damaged(5)
    other = {**articles[0], "file": "other.txt", "id": "other"}
    one, two = written(tmp_path / "a", articles), written(tmp_path / "b", [*articles, other])
    assert evaluate(GOLD, one, resamples=0) == evaluate(GOLD, two, resamples=0)


@pytest.mark.parametrize(
    "content, problem",
    [
        (None, "no gold"),
        ("{", "is no JSON"),
        ("[]", "not in the shape"),
        ('{"articles": [{"id": "a", "file": "a.txt"}]}', "a record has no 'start'"),
        ('{"articles": [{"id": "a", "file": "a.txt", "start": 0, "end": 1, "mentions": [{"end": 0}]}]}', "'start'"),
    ],
)
def test_gold_that_is_none_is_one_clear_error(content, problem, tmp_path):
    if content is not None:
        (tmp_path / "a.json").write_text(content)
    with pytest.raises(ZhfactsError, match=problem):
        evaluate(tmp_path, GOLD)


def test_an_extract_that_is_none_is_one_clear_error(tmp_path):
    with pytest.raises(ZhfactsError, match="cannot read"):
        evaluate(GOLD, tmp_path / "none")
    (tmp_path / "articles.jsonl").write_text("{}\n{")
    with pytest.raises(ZhfactsError, match=r"articles\.jsonl, row 1: a record has no 'file'"):
        evaluate(GOLD, tmp_path)


@pytest.mark.parametrize("weights", [{}, {("a", 1): 3}, {("a", 1): 3, ("a", 2): 2, ("b", 1): 2}])
def test_small_alignments(weights):
    total = sum(weights.get((a, b), 0) for a, (b,) in alignment(weights).items())
    assert total == {0: 0, 1: 3, 3: 4}[len(weights)]


@pytest.mark.parametrize("rows, cols", [(1, 5), (3, 3), (4, 6), (6, 4), (5, 5)])
def test_alignment_is_the_best_of_all(rows, cols):
    """Against every one-to-one alignment of a dense small case."""
    weights = {(a, -b): (a * 7 + b * 5 + a * b * 3) % 11 for a in range(rows) for b in range(cols)}
    short, long = sorted((range(rows), range(cols)), key=len)
    best = max(
        sum(weights[(a, -b) if rows <= cols else (b, -a)] for a, b in zip(short, chosen, strict=True))
        for chosen in itertools.permutations(long, len(short))
    )
    found = alignment(weights)
    assert sum(weights[a, b] for a, (b,) in found.items()) == best
    assert len({b for (b,) in found.values()}) == len(found)


def q(value=None, unit=None, label="CARDINAL", low=None, high=None):
    return {"value": value, "unit": unit, "label": label, "low": low, "high": high}


@pytest.mark.parametrize(
    "gold, predicted, same",
    [
        (q("5"), q("5.0"), True),
        (q("5", "家"), q("5"), True),
        (q("5", "CNY", "MONEY"), q("5"), False),
        (q("5", "家"), q("5", "个"), False),
        (q("5", "m2", "QUANTITY"), q("5", "m²"), True),
        (q(low="3", high="5"), q(low="3", high="5"), True),
        (q(low="3", high="5"), q("4"), False),
        (q(low="3", high="5"), q("4", low="3", high="5"), True),
    ],
)
def test_same_value(gold, predicted, same):
    assert same_value(gold, predicted) is same


def t(start, end, first=None, last=None):
    return {"start": start, "end": end, "start_date": first, "end_date": last}


@pytest.mark.parametrize(
    "gold, predicted, same",
    [
        (None, None, True),
        (None, t(0, 1), False),
        (t(0, 1), t(0, 1, "2020-01-01"), True),
        (t(0, 1, "2020-01-01"), t(5, 9, "2020-01-01"), True),
        (t(0, 1), t(5, 9), False),
    ],
)
def test_same_time(gold, predicted, same):
    assert same_time(gold, predicted) is same


def test_overlap():
    assert overlap("“新增”的面积", "新增面积") == 1.0
    assert overlap("投资项目", "项目") == pytest.approx(2 / 3)
    assert overlap(None, "") == 1.0
    assert overlap("面积", None) == 0.0


def test_resamples_without_anything_to_count_do_not_widen_an_interval(tmp_path):
    """All roles of the gold stand in few articles: half of the resamples of one of them have none."""
    articles = damaged(10**6)
    only = next(a["id"] for a in articles if a["roles"])
    for a in articles:
        a["roles"] = a["roles"] if a["id"] == only else []
    gold, out = tmp_path / "gold", tmp_path / "out"
    gold.mkdir()
    (gold / "gold.json").write_text(json.dumps({"articles": articles}, ensure_ascii=False), encoding="utf-8")
    found = evaluate(gold, written(out, articles), resamples=200).scores["role"]
    assert (found.f, found.low, found.high) == (1.0, 1.0, 1.0)
