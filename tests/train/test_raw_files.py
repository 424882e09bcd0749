"""The raw file that a gold file names: the first folder that has it."""

from __future__ import annotations

from pathlib import Path

import pytest
from zhfacts.errors import InputError
from zhfacts.train.raw_files import raw_text


def test_the_first_folder_that_has_it(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("none", "first", "second")]
    for number, folder in enumerate(folders):
        folder.mkdir()
        if number:
            (folder / "a.txt").write_bytes(f"第{number}篇".encode("gb18030" if number == 1 else "utf-8"))
    assert raw_text(tmp_path / "a.json", "a.txt", folders) == "第1篇"
    assert raw_text(tmp_path / "a.json", "a.txt", folders[::-1]) == "第2篇"


def test_a_file_that_no_folder_has(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"a\.json, file: 'a\.txt' is in none of"):
        raw_text(tmp_path / "a.json", "a.txt", [tmp_path])
