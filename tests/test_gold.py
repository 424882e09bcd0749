"""The measured quality on our own gold, as floors: no change may lose it unseen, and the floors only rise.

The rules were developed, and the models trained, with these fourteen articles in view, so the figures are no estimate
for unseen text; README says what is. `tests/cases/floors.jsonl` holds a measure and its floor a line.
"""

import contextlib
import json
from pathlib import Path

import pytest
from zhfacts.evaluate import measure

from .pages import Workbench

ROOT = Path(__file__).parent.parent
FLOORS = [json.loads(line) for line in (ROOT / "tests/cases/floors.jsonl").read_text(encoding="utf-8").splitlines()]
pytestmark = pytest.mark.xdist_group("pages")


@pytest.fixture(scope="module")
def measured(bench: Workbench) -> dict:
    with contextlib.chdir(bench.folder):
        bench.shown("zhfacts run corpus -o extract")
    return measure(ROOT / "annotations", bench.folder / "extract").to_json()


@pytest.mark.parametrize("case", FLOORS, ids=lambda c: c["measure"])
def test_floor(case: dict, measured: dict) -> None:
    assert measured["measures"][case["measure"]]["f"] >= case["f1"]


def test_every_article_is_found_titled_and_dated(measured: dict) -> None:
    assert measured["articles"]["gold"] == measured["articles"]["pred"] == measured["articles"]["title_date_ok"] == 14
