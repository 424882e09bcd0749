"""Which subjects are offered and why, and what is said of where they stand: cases as data."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from zhfacts.relate.scene.clauses import Scene
from zhfacts.relate.scene.discourse import discourses
from zhfacts.relate.scene.surroundings import read_left
from zhfacts.relate.slots import subjects
from zhfacts.relate.slots.subject_features import standing_near

from .markup import document

CASES = Path(__file__).parent.parent / "cases" / "subjects.jsonl"


def offered(text, title=None):
    """Return the options of the last quantity of a text by name, its frame and its scene."""
    scene = Scene(document(text, title))
    (discourse,) = discourses(scene)
    found = {}
    for frame in scene.frames:
        left = read_left(scene, frame.lead.start, frame.lead.end)
        found = subjects.candidates(scene, discourse, frame, left, found)
    return {option.name: option for option in found.values()}, frame, scene


@pytest.mark.parametrize(
    "case",
    [pytest.param(r, id=r["note"]) for r in map(json.loads, CASES.read_text(encoding="utf-8").splitlines())],
)
def test_offered(case):
    found, _, _ = offered(case["text"], case.get("title"))
    assert {n: n in found and why in found[n].nominations for n, why in case["offered"].items()} == dict.fromkeys(
        case["offered"], True
    ), {n: o.nominations for n, o in found.items()}
    assert not found.keys() & set(case.get("not", ()))


def test_options_say_where_they_stand():
    found, _, scene = offered("[绵阳市|GPE]向好。[绵阳市|GPE]产值达{3亿元|MONEY|CNY}，[云山厂|ORG]开工。")
    assert [scene.text[slice(*s)] for s in found["绵阳市"].spans] == ["绵阳市", "绵阳市"]
    assert all(scene.text[slice(*s)] == option.name for option in found.values() for s in option.spans)


@pytest.mark.parametrize(
    ("text", "name", "feature"),
    [
        ("[绵阳市|GPE]产值达{3亿元|MONEY|CNY}。", "绵阳市", "near=clause0|opens=True"),
        ("[绵阳市|GPE]向好，产值达{3亿元|MONEY|CNY}。", "绵阳市", "near=clause1|opens=True"),
        ("昨天[绵阳市|GPE]向好。产值达{3亿元|MONEY|CNY}。", "绵阳市", "near=paragraph1|opens=False"),
        ("[绵阳市|GPE]向好。\n产值达{3亿元|MONEY|CNY}。", "绵阳市", "near=far1|opens=True"),
        ("产值达{3亿元|MONEY|CNY}，[绵阳市|GPE]向好。", "绵阳市", "near=ahead|GPE"),
        ("[绵阳市|GPE]、[江油市|GPE]产值达{3亿元|MONEY|CNY}。", "绵阳市", "near=clause0|rivals=1"),
        ("我国产值达{3亿元|MONEY|CNY}。", "中国", "near=never|GPE"),
    ],
)
def test_where_an_option_is_said_last(text, name, feature):
    found, frame, scene = offered(text)
    assert feature in standing_near(scene, frame, found[name])
