"""Articles and entities made from the gold of the repository, and an extract of them."""

import hashlib
import json
import shutil
from collections import Counter
from pathlib import Path

import pytest
from zhfacts.model import Article, Entity, Failure
from zhfacts.write import write_extract

ROOT = Path(__file__).parents[2]


def as_article(line, raw):
    """Return a gold article as a line of articles.jsonl would give it; an indicator is its own key."""
    line = {**line, "facts": [{**f, "indicator_key": f["indicator"]} for f in line["facts"]]}
    text = raw[line["start"] : line["end"]]
    rest = {"text": text, "hash": hashlib.sha256(text.encode()).hexdigest()}
    return Article.model_validate_json(json.dumps({**line, **rest}))


def counted(articles):
    """Return the entities that articles refer to, counted."""
    mentions, held, ids = Counter(), Counter(), {}
    for a in articles:
        ids |= dict.fromkeys(m.entity for m in a.mentions)
        ids |= dict.fromkeys(e for f in a.facts for e in (f.subject, f.speaker) if e)
        ids |= dict.fromkeys(e for r in a.roles for e in (r.person, r.organization) if e)
        mentions.update(m.entity for m in a.mentions)
        held.update({m.entity for m in a.mentions})
    parts = ((i, *i.split(":", 1)) for i in ids)
    return [
        Entity(id=i, name=name, label=label, aliases=(name,), mentions=mentions[i], articles=held[i])
        for i, label, name in parts
    ]


def extract_in(folder, articles, entities):
    """Write an extract with inputs and a failure; return its folder."""
    raw = sorted((ROOT / "corpus").glob("*.txt"))
    inputs = [{"path": str(p), "file_sha256": hashlib.sha256(p.read_bytes()).hexdigest()} for p in raw]
    failures = [Failure(file="empty.txt", reason="is empty")]
    write_extract(folder / "extract", articles, entities, failures, {"names": "lexicon"}, inputs)
    return folder / "extract"


@pytest.fixture(scope="session")
def articles():
    found = []
    for path in sorted((ROOT / "annotations").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        raw = (ROOT / "corpus" / gold["file"]).read_bytes().decode()
        found += [as_article(a, raw) for a in gold["articles"]]
    return found


@pytest.fixture(scope="session")
def entities_of():
    """The function that gives the entities of articles."""
    return counted


@pytest.fixture(scope="session")
def entities(articles):
    return counted(articles)


@pytest.fixture(scope="session")
def written(tmp_path_factory, articles, entities):
    """An extract of the gold that no test touches."""
    return extract_in(tmp_path_factory.mktemp("written"), articles, entities)


@pytest.fixture(scope="session")
def chosen(articles):
    """Three articles of the gold, where their number is not the point."""
    return [articles[0], *articles[4:6]]


@pytest.fixture(scope="session")
def few(tmp_path_factory, chosen):
    """An extract of the three that no test touches."""
    return extract_in(tmp_path_factory.mktemp("few"), chosen, counted(chosen))


@pytest.fixture
def small(tmp_path, few):
    """The folder of an extract of three articles, the test's own."""
    return Path(shutil.copytree(few, tmp_path / "extract"))


@pytest.fixture
def extract(tmp_path, written):
    """The folder of an extract of the gold, the test's own."""
    return Path(shutil.copytree(written, tmp_path / "extract"))
