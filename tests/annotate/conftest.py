"""An extract of the made-up articles, and a session on it."""

import pytest
from zhfacts.annotate.extract_index import ExtractIndex
from zhfacts.annotate.gold_folder import GoldFolder
from zhfacts.annotate.session import Session

from .made import emoji_article, hostile_article, no_measures, two_in_one_file, write


@pytest.fixture
def articles():
    return [emoji_article(), *two_in_one_file(), hostile_article()]


@pytest.fixture
def out(tmp_path, articles):
    return write(tmp_path / "extract", articles)


@pytest.fixture
def session(out, tmp_path):
    with GoldFolder(tmp_path / "gold") as gold:
        yield Session(ExtractIndex(out), gold, no_measures)


@pytest.fixture
def raw(tmp_path, articles):
    """The folder of the raw files that the articles stand in."""
    folder = tmp_path / "raw"
    folder.mkdir()
    for name in {a.file for a in articles}:
        text = ""
        for a in articles:
            if a.file == name:
                text = text.ljust(a.start) + a.text
        (folder / name).write_text(text, encoding="utf-8", newline="")
    return folder
