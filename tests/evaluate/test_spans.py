"""Measures of spans, against seqeval and nervaluate where they are installed."""

import json

import pytest
from zhfacts.evaluate import measure
from zhfacts.evaluate.sheets import Amount, same_amount
from zhfacts.evaluate.spans import overlapping

from .damage import GOLD, damaged, written


@pytest.mark.parametrize(
    "gold, predicted, matched",
    [
        ([(0, 2)], [(0, 2)], {(0, 2): (0, 2)}),
        ([(0, 2)], [(2, 3)], {}),
        ([(0, 4)], [(0, 2), (2, 4)], {(0, 4): (0, 2)}),
        ([(0, 2), (2, 4)], [(0, 4)], {(0, 2): (0, 4)}),
        ([(0, 2), (2, 4)], [(1, 3), (2, 4)], {(0, 2): (1, 3), (2, 4): (2, 4)}),
        ([(0, 2), (5, 9)], [(1, 6)], {(0, 2): (1, 6)}),
        ([(0, 9)], [(1, 2), (10, 11)], {(0, 9): (1, 2)}),
    ],
)
def test_overlapping(gold, predicted, matched):
    assert overlapping(gold, predicted) == matched


def amount(value=None, unit=None, counted=True, low=None, high=None):
    return Amount(value, low, high, unit, counted)


@pytest.mark.parametrize(
    "gold, predicted, same",
    [
        (amount(5), amount(5), True),
        (amount(5, "家"), amount(5), True),
        (amount(5, "CNY", counted=False), amount(5), False),
        (amount(5, "家"), amount(5, "个"), False),
        (amount(5, "m2", counted=False), amount(5, "m²", counted=False), True),
        (amount(low=3, high=5), amount(low=3, high=5), True),
        (amount(low=3, high=5), amount(4), False),
        (amount(low=3, high=5), amount(4, low=3, high=5), True),
    ],
)
def test_same_amount(gold, predicted, same):
    assert same_amount(gold, predicted) is same


def by_article(articles):
    """Return the mentions by article, those that overlap an earlier one left out, as BIO tags know no others."""
    found = {}
    for a in articles:
        kept, last = [], a["start"]
        for m in sorted(a["mentions"], key=lambda m: (m["start"], m["end"])):
            if m["start"] >= last:
                kept.append(m)
                last = m["end"]
        found[a["id"]] = kept
    return found


def bio(mentions, start, end):
    tags = ["O"] * (end - start)
    for m in mentions:
        tags[m["start"] - start] = f"B-{m['label']}"
        tags[m["start"] - start + 1 : m["end"] - start] = [f"I-{m['label']}"] * (m["end"] - m["start"] - 1)
    return tags


@pytest.fixture(scope="module", params=[3, 9])
def sides(request, tmp_path_factory):
    """Mentions of gold and damaged gold, both free of overlaps, with the report that we give of them."""
    gold, other = damaged(10**6), damaged(request.param)
    both = [by_article(side) for side in (gold, other)]
    for a in other:
        a["mentions"] = both[1][a["id"]]
    report = measure(GOLD, written(tmp_path_factory.mktemp("sides") / "out", other), resamples=0)
    return gold, *both, report


def test_strict_figures_are_those_of_seqeval(sides):
    metrics = pytest.importorskip("seqeval.metrics")
    from seqeval.scheme import IOB2

    gold, ours, theirs, report = sides
    tags = [[bio(side.get(a["id"], []), a["start"], a["end"] + 1) for a in gold] for side in (ours, theirs)]
    micro = [m(*tags, mode="strict", scheme=IOB2) for m in (metrics.precision_score, metrics.recall_score)]
    score = report.scores["strong_typed_mention_match"]
    assert (score.p, score.r) == pytest.approx(micro)
    told = metrics.classification_report(*tags, mode="strict", scheme=IOB2, output_dict=True)
    for label, s in report.labels["mentions"].items():
        assert (s.p, s.r, s.f) == pytest.approx([told[label][k] for k in ("precision", "recall", "f1-score")]), label
    means = [told["macro avg"][k] for k in ("precision", "recall", "f1-score")]
    assert report.label_means()["mentions"] == pytest.approx(means)


def test_figures_are_those_of_nervaluate(sides):
    nervaluate = pytest.importorskip("nervaluate")
    gold, ours, theirs, report = sides
    lists = [
        [[{"label": m["label"], "start": m["start"], "end": m["end"] - 1} for m in side.get(a["id"], [])] for a in gold]
        for side in (ours, theirs)
    ]
    labels = sorted({m["label"] for side in lists for article in side for m in article})
    results = nervaluate.Evaluator(*lists, tags=labels, loader="default").evaluate()["overall"]
    for ours_, theirs_ in (
        ("strong_typed_mention_match", "strict"),
        ("strong_mention_match", "exact"),
        ("overlap_typed_mention_match", "ent_type"),
    ):
        score, told = report.scores[ours_], results[theirs_]
        assert (score.p, score.r, score.f) == pytest.approx((told.precision, told.recall, told.f1)), ours_


def test_json_holds_strict_and_overlap_variants(tmp_path):
    measures = measure(GOLD, written(tmp_path / "out", damaged(3)), resamples=0).to_json()["measures"]
    for strict, loose in (
        ("strong_mention_match", "overlap_mention_match"),
        ("strong_typed_mention_match", "overlap_typed_mention_match"),
        ("quantity", "quantity_overlap"),
        ("period", "period_overlap"),
        ("fact_core", "fact_core_overlap"),
    ):
        assert measures[strict]["f"] < measures[loose]["f"] < 1, loose
    json.dumps(measures)
