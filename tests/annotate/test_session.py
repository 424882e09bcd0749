import hashlib
import json
import os
import stat
import subprocess
import sys

import pytest
from zhfacts.annotate.extract_index import ExtractIndex
from zhfacts.annotate.gold_folder import GoldFolder, default_gold
from zhfacts.annotate.session import Session, Stale
from zhfacts.errors import InputError, OutputError
from zhfacts.write import check

from .made import emoji_article, no_measures, two_in_one_file, write


def sent(got, finished=False, reviewed=(), **document):
    """Return what a page sends for an article as it was opened, with changes to its document."""
    given = {"revision": got["revision"], "hash": got["hash"], "reviewed": list(reviewed), "finished": finished}
    return given | {"document": got["document"] | document}


def gold_of(session, name="news.json"):
    return json.loads((session.gold.path / name).read_text(encoding="utf-8"))


def test_a_whole_article_becomes_gold_that_check_accepts(session, raw):
    got = session.open("news")
    quantities = [q | {"value": "33000"} if q["id"] == "q1" else q for q in got["document"]["quantities"]]
    kept = session.save("news", sent(got, finished=True, quantities=quantities))
    assert kept["state"] == "gold" and kept["flaws"] == []
    assert check(session.gold.path, raw=[raw]) == []
    (article,) = gold_of(session)["articles"]
    assert article["quantities"][0]["value"] == "33000" and article["quantities"][0]["text"] == "3.2万家"
    assert article["roles"] == [{"person": "PERSON:林晓云", "title": "市长", "organization": "GPE:海州市"}]
    assert not any({"score", "rule"} & set(f) for f in article["facts"])


def test_what_is_not_finished_is_a_draft_and_no_gold(session):
    got = session.open("news")
    kept = session.save("news", sent(got, reviewed=["facts/f1"]))
    assert kept["state"] == "draft"
    assert not list(session.gold.path.glob("*.json"))
    again = session.open("news")
    assert again["reviewed"] == ["facts/f1"] and again["document"] == got["document"]
    assert {a["id"]: a["state"] for a in session.listing()}["news"] == "draft"


def test_what_is_invalid_stays_a_draft_and_the_gold_as_it_was(session, raw):
    first = session.save("news", sent(session.open("news"), finished=True))
    got = session.open("news")
    assert got["revision"] == first["revision"]
    before = gold_of(session)
    wrong = [q | {"value": "many"} if q["id"] == "q1" else q for q in got["document"]["quantities"]]
    kept = session.save("news", sent(got, finished=True, quantities=wrong))
    assert kept["state"] == "draft"
    assert kept["flaws"] == [{"item": "quantities/q1", "field": "value", "code": "number", "detail": ""}]
    assert gold_of(session) == before and check(session.gold.path, raw=[raw]) == []
    again = session.open("news")
    assert (
        again["finished"] and again["document"]["quantities"][0]["value"] == "many" and again["flaws"] == kept["flaws"]
    )
    mended = [q | {"value": "1"} if q["id"] == "q1" else q for q in again["document"]["quantities"]]
    assert session.save("news", sent(again, finished=True, quantities=mended))["state"] == "gold"
    assert gold_of(session)["articles"][0]["quantities"][0]["value"] == "1"
    assert not list((session.gold.path / ".drafts").glob("*.draft.json"))


def test_two_windows_do_not_overwrite_each_other(session):
    here, there = session.open("news"), session.open("news")
    session.save("news", sent(here, title="海州"))
    with pytest.raises(Stale):
        session.save("news", sent(there, title="云山"))
    assert session.open("news")["document"]["title"] == "海州"


def test_articles_of_one_file_share_a_gold_file(session, raw):
    for id in ("pair#02", "pair#01"):
        assert session.save(id, sent(session.open(id), finished=True))["state"] == "gold"
    assert [a["id"] for a in gold_of(session, "pair.json")["articles"]] == ["pair#01", "pair#02"]
    assert check(session.gold.path, raw=[raw]) == []
    session.withdraw("pair#01", session.open("pair#01")["revision"])
    assert [a["id"] for a in gold_of(session, "pair.json")["articles"]] == ["pair#02"]
    session.withdraw("pair#02", session.open("pair#02")["revision"])
    assert not (session.gold.path / "pair.json").exists()
    assert session.open("pair#01")["state"] == "draft"


def test_gold_of_before_is_loaded_and_kept(session, out, tmp_path):
    session.save("news", sent(session.open("news"), finished=True, title="改过的标题"))
    path = session.gold.path / "news.json"
    mine = json.loads(path.read_text(encoding="utf-8"))
    (session.gold.path / "mine.json").write_text(
        json.dumps(mine | {"file": "mine.txt", "articles": []}), encoding="utf-8"
    )
    session.gold.__exit__(None, None, None)
    with GoldFolder(session.gold.path) as gold:
        again = Session(ExtractIndex(out), gold, no_measures)
        got = again.open("news")
        assert got["state"] == "gold" and got["document"]["title"] == "改过的标题"
        assert "facts/f1" in got["reviewed"] and "roles/r1" in got["reviewed"]
    assert (session.gold.path / "mine.json").exists()


def test_a_new_extract_with_the_same_text_keeps_the_draft(session, out):
    session.save("news", sent(session.open("news"), title="我的"))
    changed = emoji_article().model_copy(update={"facts": ()})
    write(out, [changed, *two_in_one_file()])
    got = session.open("news")
    assert got["document"]["title"] == "我的" and len(got["document"]["facts"]) == 3 and got["misfit"] is None
    assert [a["id"] for a in session.listing()] == ["news", "pair#01", "pair#02"]


def test_a_new_extract_tells_a_page_that_is_open(session, out):
    got = session.open("news")
    write(out, [emoji_article().model_copy(update={"facts": ()})])
    with pytest.raises(Stale):
        session.save("news", sent(got, finished=True))


def test_gold_and_drafts_of_another_text_are_set_aside(session, out, raw):
    session.save("news", sent(session.open("news"), finished=True))
    session.save("pair#01", sent(session.open("pair#01")))
    short = emoji_article()
    text = short.text[:-1]
    cut = {"text": text, "end": short.start + len(text), "hash": hashlib.sha256(text.encode()).hexdigest()}
    first, second = two_in_one_file()
    other = first.text.replace("12", "13")
    renamed = first.model_copy(
        update={"text": other, "hash": hashlib.sha256(other.encode()).hexdigest(), "quantities": (), "facts": ()}
    )
    write(out, [short.model_copy(update=cut), renamed, second])
    got = session.open("news")
    assert got["misfit"] == "gold" and got["state"] == "new"
    assert session.save("news", sent(got, finished=True))["state"] == "gold"
    assert [p.name for p in (session.gold.path / ".drafts").glob("news.replaced-*")] == ["news.replaced-1.json"]
    got = session.open("pair#01")
    assert got["misfit"] == "draft" and got["document"]["quantities"] == []
    session.save("pair#01", sent(got))
    assert session.open("pair#01")["misfit"] is None
    assert len(list((session.gold.path / ".drafts").glob("pair#01*replaced-1.json"))) == 1


def test_articles_that_overlap_gold_are_not_saved_as_gold(session, out):
    session.save("news", sent(session.open("news"), finished=True))
    before = gold_of(session)
    twin = emoji_article()
    write(out, [twin.model_copy(update={"id": "twin", "start": 5, "end": twin.end, **_later(twin)})])
    kept = session.save("twin", sent(session.open("twin"), finished=True))
    assert [(f["code"], f["detail"]) for f in kept["flaws"]] == [("overlap", "news")]
    assert gold_of(session) == before


def _later(article):
    """Return what makes an article begin five characters later."""
    text = article.text[5:]
    return {"text": text, "hash": hashlib.sha256(text.encode()).hexdigest()}


def test_new_marks_are_read(session):
    assert session.read_words("海" * 5000, "GPE", "2024-13")["quantity"] is None
    assert session.read_words("海州市", "GPE", None) == {"quantity": None, "time": None, "entity": "GPE:海州市"}
    assert session.read_words("海州市", "ORG", None)["entity"] is None
    assert [e["id"] for e in session.entities("海州")] == ["GPE:海州市"]


@pytest.mark.parametrize("sub", ["", "inside", "inside/deeper"])
def test_gold_goes_into_no_folder_that_a_run_replaces(out, sub):
    with pytest.raises(OutputError, match="which a run replaces"), GoldFolder(out / sub):
        pass


def test_gold_goes_into_no_export(tmp_path):
    (tmp_path / ".zhfacts-export.json").write_text("{}")
    with pytest.raises(OutputError, match="lies in an export"), GoldFolder(tmp_path / "gold"):
        pass


def test_the_default_is_beside_the_extract(out):
    assert default_gold(out) == out.with_name("extract-gold")


def test_one_page_at_a_time_writes_into_a_folder(session):
    code = (
        "import sys; from zhfacts.annotate.gold_folder import GoldFolder; from pathlib import Path\n"
        "try:\n    GoldFolder(Path(sys.argv[1])).__enter__()\nexcept Exception as e: print(e)"
    )
    told = subprocess.run([sys.executable, "-c", code, str(session.gold.path)], capture_output=True, text=True)
    assert "another zhfacts annotate writes into" in told.stdout


def test_a_damaged_draft_is_named(session):
    session.save("news", sent(session.open("news")))
    (path,) = (session.gold.path / ".drafts").glob("*.draft.json")
    for content in ("{", "[]", '{"article": "news", "hash": "x", "document": 3}'):
        path.write_text(content)
        with pytest.raises(InputError, match=r"is no draft.*move it away"):
            session.open("news")


def test_damage_is_named(out, tmp_path):
    folder = tmp_path / "gold"
    folder.mkdir()
    (folder / "bad.json").write_text('{"file": 1}')
    with pytest.raises(InputError, match=r"bad\.json is no gold"), GoldFolder(folder):
        pass
    (folder / "bad.json").unlink()
    (out / "articles.jsonl").write_text("{}\n")
    with pytest.raises(InputError, match=r"articles\.jsonl, row 1: is no article"):
        ExtractIndex(out)


def test_a_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "file").write_text("mine")
    for place, told in ((tmp_path / "file", "is a file"), (tmp_path / "file" / "gold", "cannot write")):
        with pytest.raises(OutputError, match=told), GoldFolder(place):
            pass


@pytest.mark.skipif(os.geteuid() == 0, reason="the system lets its administrator write anywhere")
def test_a_folder_that_cannot_be_written(tmp_path):
    folder = tmp_path / "gold"
    folder.mkdir()
    folder.chmod(stat.S_IRUSR | stat.S_IXUSR)
    with pytest.raises(OutputError, match="cannot write"), GoldFolder(folder):
        pass


def test_a_disk_that_fails_leaves_what_was_there(session, monkeypatch):
    session.save("news", sent(session.open("news"), finished=True))
    before = gold_of(session)

    def full(source, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("zhfacts.write.folder.os.replace", full)
    with pytest.raises(OutputError, match="No space left"):
        session.save("news", sent(session.open("news"), finished=True, title="neu"))
    assert gold_of(session) == before
