"""Settings: what a user may write, what run.json tells of it, and what a journal depends on."""

from __future__ import annotations

import datetime as dt
import pickle
from pathlib import Path

import pytest
from zhfacts.errors import ArgumentError, ZhfactsError
from zhfacts.relate import Ask
from zhfacts.settings import Settings, as_date


def test_paths_and_dates_may_be_text() -> None:
    settings = Settings(lexicon="mine/names.tsv", date="2024-03-05")  # type: ignore[arg-type]
    assert (settings.lexicon, settings.date) == (Path("mine/names.tsv"), dt.date(2024, 3, 5))
    assert pickle.loads(pickle.dumps(settings)) == settings


def test_a_time_of_day_is_left_out() -> None:
    assert as_date(dt.datetime(2024, 3, 5, 12)) == dt.date(2024, 3, 5) and as_date(None) is None


@pytest.mark.parametrize("given", [{"names": None}, {"text_column": 3}, {"ask": "http://h"}, {"kb": 1}])
def test_another_type_is_named(given: dict[str, object]) -> None:
    with pytest.raises(ArgumentError, match=next(iter(given))):
        Settings(**given)  # type: ignore[arg-type]


def test_a_date_of_another_form() -> None:
    with pytest.raises(ZhfactsError, match="YYYY-MM-DD is meant"):
        Settings(date="March")  # type: ignore[arg-type]


def test_run_json_names_files_without_their_folders(tmp_path: Path) -> None:
    ask = Ask("http://localhost/v1", "toy", cache=tmp_path)
    told = Settings(names="zhfacts:some/where/model", kb=Path("a/b.csv"), ask=ask).described()
    assert (told["names"], told["kb"], told["ask_model"], told["lexicon"]) == ("zhfacts:model", "b.csv", "toy", None)


def test_a_journal_depends_on_what_the_files_hold(tmp_path: Path) -> None:
    names = tmp_path / "names.tsv"
    names.write_text("云翰\tORG\n", encoding="utf-8")
    before = Settings(lexicon=names).fingerprint()
    assert Settings(lexicon=names).fingerprint() == before != Settings().fingerprint()
    names.write_text("云翰\tGPE\n", encoding="utf-8")
    assert Settings(lexicon=names).fingerprint() != before
