"""The journal of a run: what it keeps through kills, torn lines and other runs."""

from pathlib import Path

import pytest
from zhfacts.errors import OptionError
from zhfacts.write import Journal

KEYS = ["00" * 16, "0a" * 16, "ff" * 16]


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    with Journal(tmp_path / "out", "run 1") as journal:
        for key in KEYS:
            journal.keep(key, b"value " + key.encode())
    return tmp_path / ".out.zhfacts-journal"


def test_what_was_kept_is_there_again(kept: Path, tmp_path: Path) -> None:
    with Journal(tmp_path / "out", "run 1", resume=True) as journal:
        assert len(journal) == 3 and "01" * 16 not in journal
        assert [journal[key] for key in KEYS] == [b"value " + key.encode() for key in KEYS]
        journal.keep("01" * 16, b"more")
    with Journal(tmp_path / "out", "run 1", resume=True) as journal:
        assert (len(journal), journal["01" * 16]) == (4, b"more")


@pytest.mark.parametrize("torn", [1, 5, 40, 80])
def test_a_torn_line_is_cut_off(kept: Path, tmp_path: Path, torn: int) -> None:
    whole = kept.read_bytes()
    kept.write_bytes(whole[:-torn])
    with Journal(tmp_path / "out", "run 1", resume=True) as journal:
        assert [key in journal for key in KEYS] == [True, torn < 72, False]
        for key in KEYS:
            if key not in journal:
                journal.keep(key, b"value " + key.encode())
    assert kept.read_bytes() == whole


def test_zeros_that_a_lost_disk_leaves_are_cut_off(kept: Path, tmp_path: Path) -> None:
    kept.write_bytes(kept.read_bytes() + bytes(100) + b"\n")
    with Journal(tmp_path / "out", "run 1", resume=True) as journal:
        assert len(journal) == 3


def test_another_run_is_refused_and_leaves_the_journal(kept: Path, tmp_path: Path) -> None:
    before = kept.read_bytes()
    with pytest.raises(OptionError, match="another"):
        Journal(tmp_path / "out", "run 2", resume=True).__enter__()
    assert kept.read_bytes() == before


def test_without_resume_it_begins_anew_and_an_empty_one_is_removed(kept: Path, tmp_path: Path) -> None:
    with Journal(tmp_path / "out", "run 2") as journal:
        assert len(journal) == 0
    assert not kept.exists()


def test_a_run_that_is_done_removes_it(kept: Path, tmp_path: Path) -> None:
    with Journal(tmp_path / "out", "run 1", resume=True) as journal:
        journal.remove()
    assert not kept.exists()
