import csv
import hashlib
import json
import resource
import signal
import time
from pathlib import Path

import jsonschema
import pytest
from zhfacts.errors import ZhfactsError
from zhfacts.model import Entity, Evidence, Failure, Mention
from zhfacts.write import InvalidExtract, Writer, check, read_articles, read_entities, write_extract
from zhfacts.write.extract import FILES
from zhfacts.write.tables import TABLES

from ..forked import Forked

ROOT = Path(__file__).parents[2]


def contents(folder):
    return {p.name: p.read_bytes() for p in folder.iterdir()}


def test_an_extract_has_all_files_and_is_valid(extract, articles, entities):
    assert {p.name for p in extract.iterdir()} == set(FILES)
    assert check(extract) == []
    assert list(read_articles(extract)) == articles
    assert list(read_entities(extract)) == entities


def test_frictionless_finds_it_valid(small, monkeypatch):
    import frictionless

    monkeypatch.chdir(small)
    report = frictionless.Package("datapackage.json").validate()
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "message"])[:5]
    assert len(report.tasks) == len(TABLES)


def test_lines_of_articles_and_gold_follow_the_schema(extract):
    schema = jsonschema.Draft202012Validator(json.loads((extract / "schema.json").read_text(encoding="utf-8")))
    for line in (extract / "articles.jsonl").read_text(encoding="utf-8").splitlines():
        schema.validate(json.loads(line))
    for path in (ROOT / "annotations").glob("*.json"):
        for article in json.loads(path.read_text(encoding="utf-8"))["articles"]:
            schema.validate(article)


def test_a_row_of_facts_reads_on_its_own(extract):
    with (extract / "facts.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    row = next(r for r in rows if r["quantity_text"] == "26个")
    wanted = {"article": "000_135348687a66d6a2", "subject": "广州市", "subject_id": "GPE:广州市", "value": "26"}
    assert wanted.items() <= row.items()
    assert row["indicator"] == "人工智能产业区块"
    assert row["time_text"] == "目前"
    assert "共26个" in row["sentence"]
    assert all("\n" not in r["sentence"] for r in rows)


def test_equal_runs_are_equal_to_the_byte(tmp_path, extract, articles, entities):
    before = contents(extract)
    run = json.loads(before["run.json"])
    failures = [Failure(file="empty.txt", reason="is empty")]
    write_extract(tmp_path / "again", iter(articles), iter(entities), failures, run["settings"], run["inputs"])
    assert contents(tmp_path / "again") == before
    assert not any(b"\r\n" in content for content in before.values())


def test_other_files_in_an_extract_are_kept(extract, articles, entities_of):
    (extract / "notes.txt").write_text("mine")
    (extract / "figures").mkdir()
    (extract / "figures" / "a.png").write_text("png")
    write_extract(extract, articles[:3], entities_of(articles[:3]))
    assert check(extract) == []
    assert (extract / "notes.txt").read_text() == "mine"
    assert (extract / "figures" / "a.png").read_text() == "png"
    assert sum(1 for _ in read_articles(extract)) == 3
    assert [p.name for p in extract.parent.iterdir()] == ["extract"]


def changed(article, layer, number, **fields):
    items = list(getattr(article, layer))
    items[number] = items[number].model_copy(update=fields)
    return article.model_copy(update={layer: tuple(items)})


def evidence(article, *given):
    """Return evidence of one character each, so far behind the article's beginning."""
    return tuple(Evidence(field=f, start=article.start + n, end=article.start + n + 1) for f, n in given)


BREAKS = {
    "mentions[1].text": lambda a: changed(a, "mentions", 1, text="别的"),
    "mentions[0].id": lambda a: changed(a, "mentions", 0, id=""),
    "mentions[2].id": lambda a: changed(a, "mentions", 2, id="m1"),
    "mentions[0].start": lambda a: changed(a, "mentions", 0, start=a.end + 1, end=a.end + 3),
    "mentions[0].label": lambda a: changed(a, "mentions", 0, label="ANIMAL"),
    "quantities[0].value": lambda a: changed(a, "quantities", 0, value="many"),
    "times[0].start_date": lambda a: changed(a, "times", 0, start_date="2020"),
    "facts[0].quantity": lambda a: changed(a, "facts", 0, quantity="q999"),
    "facts[0].time": lambda a: changed(a, "facts", 0, time="t999"),
    "facts[0].status": lambda a: changed(a, "facts", 0, status="perhaps"),
    "facts[0].base_time": lambda a: changed(a, "facts", 0, base_time="t999"),
    "facts[0].modality": lambda a: changed(a, "facts", 0, modality="perhaps"),
    "facts[0].evidence[1].start": lambda a: changed(a, "facts", 0, evidence=evidence(a, ("time", 0), ("time", 10**6))),
    "facts[0].evidence[0].field": lambda a: changed(a, "facts", 0, evidence=evidence(a, ("colour", 0))),
    "duplicate_of": lambda a: a.model_copy(update={"duplicate_of": a.id}),
    "roles[0].title": lambda a: changed(a, "roles", 0, title=""),
    "text": lambda a: a.model_copy(update={"end": a.end + 1}),
    "hash": lambda a: a.model_copy(update={"hash": "0"}),
    "words": lambda a: a.model_copy(update={"words": (1, 2)}),
    "sentences[1]": lambda a: a.model_copy(update={"sentences": ((a.start, a.end), (a.start, a.end))}),
}


@pytest.mark.parametrize("field", BREAKS)
def test_what_breaks_a_rule_is_not_written_and_is_named(field, tmp_path, articles, entities):
    broken = BREAKS[field](articles[0])
    with pytest.raises(InvalidExtract) as raised, Writer(tmp_path / "out") as writer:
        writer.add(articles[1])
        writer.add(broken)
    assert raised.value.problem.file == "articles.jsonl"
    assert raised.value.problem.row == 2
    assert raised.value.problem.field == field
    assert str(raised.value).startswith(f"articles.jsonl, row 2, {field}: ")
    assert list(tmp_path.iterdir()) == []


def test_a_scope_without_entity_is_refused(tmp_path, articles, entities):
    broken = changed(articles[0], "facts", 0, scope="GPE:月球")
    with pytest.raises(InvalidExtract, match=r"facts\[0\]\.scope: no entity 'GPE:月球'"):
        write_extract(tmp_path / "out", [broken, *articles[1:]], entities)


def test_an_original_comes_before_its_reprint(tmp_path, articles, entities):
    reprint = articles[0].model_copy(update={"id": "again", "duplicate_of": articles[0].id})
    first = [articles[0].model_copy(update={"duplicate_of": "again"}), reprint]
    with pytest.raises(InvalidExtract, match="row 1, duplicate_of: no article 'again' before this one"):
        write_extract(tmp_path / "out", first, entities)


def test_a_broken_article_can_be_left_out(tmp_path, articles, entities_of):
    with Writer(tmp_path / "out") as writer:
        with pytest.raises(InvalidExtract):
            writer.add(BREAKS["hash"](articles[0]))
        writer.add(articles[1])
        writer.fail(Failure(file=articles[0].file, reason="invalid"))
        assert writer.finish(entities_of(articles[1:2]))["articles"] == 1
    assert check(tmp_path / "out") == []


def test_an_article_twice_is_refused(tmp_path, articles):
    with pytest.raises(InvalidExtract, match=r"row 2, id: .* is also row 1"), Writer(tmp_path / "out") as writer:
        writer.add(articles[0])
        writer.add(articles[0])


@pytest.mark.parametrize(
    "change, problem",
    [
        (lambda e: e[1:], "articles.jsonl, row 1, .*: no entity"),
        (lambda e: [*e, e[0]], "entities.jsonl, row .*, id: .*not unique"),
        (lambda e: [e[0].model_copy(update={"parent": "GPE:月球"}), *e[1:]], "row 1, parent: no entity 'GPE:月球'"),
        (lambda e: [e[0].model_copy(update={"mentions": 999}), *e[1:]], "row 1, mentions: is 999"),
        (lambda e: [e[0].model_copy(update={"label": "X"}), *e[1:]], "entities.jsonl, row 1, label"),
    ],
)
def test_entities_must_agree_with_the_articles(change, problem, extract, articles, entities):
    before = contents(extract)
    with pytest.raises(InvalidExtract, match=problem):
        write_extract(extract, articles, change(entities))
    assert contents(extract) == before
    assert [p.name for p in extract.parent.iterdir()] == ["extract"]


def test_an_empty_extract_is_valid(tmp_path):
    write_extract(tmp_path / "a" / "b" / "out", [], [])
    assert check(tmp_path / "a" / "b" / "out") == []


def test_texts_that_are_hard_on_csv_survive(tmp_path, articles):
    text = '=1+1,"引号"\r\n"广\r州"，NA\t2个\r\n完'
    base = {"start": 5, "end": 5 + len(text), "text": text, "hash": hashlib.sha256(text.encode()).hexdigest()}
    at = text.index("广") + 5
    name = Mention(id="m1", start=at, end=at + 3, text="广\r州", label="GPE", entity="GPE:广州市")
    layers = {"quantities": (), "times": (), "facts": (), "roles": (), "mentions": (name,)}
    article = articles[0].model_copy(update={**base, **layers, "id": 'NA,"x"', "title": "=1+1"})
    entity = Entity(id="GPE:广州市", name="广州市", label="GPE", aliases=("广\r州",), mentions=1, articles=1)
    write_extract(tmp_path / "out", [article], [entity])
    assert check(tmp_path / "out") == []
    with (tmp_path / "out" / "mentions.csv").open(encoding="utf-8", newline="") as handle:
        assert [(r["article"], r["text"]) for r in csv.DictReader(handle)] == [('NA,"x"', "广\r州")]


@pytest.mark.parametrize("place", ["file/out", "file", "/proc/zhfacts/out"])
def test_an_output_that_cannot_be_written_is_one_clear_error(place, tmp_path, articles, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("file").write_text("")
    with pytest.raises(ZhfactsError) as raised:
        write_extract(place, articles, [])
    assert "\n" not in str(raised.value)
    assert place in str(raised.value)


def test_a_folder_of_other_things_is_not_replaced(tmp_path, articles, entities):
    (tmp_path / "thesis.docx").write_text("mine")
    with pytest.raises(ZhfactsError, match="holds other files"):
        write_extract(tmp_path, articles, entities)
    assert (tmp_path / "thesis.docx").read_text() == "mine"


def test_a_folder_with_articles_of_the_user_is_no_extract(tmp_path, articles, entities):
    (tmp_path / "articles.jsonl").write_text('{"text": "mine"}')
    with pytest.raises(ZhfactsError, match="holds other files"):
        write_extract(tmp_path, articles, entities)
    assert (tmp_path / "articles.jsonl").read_text() == '{"text": "mine"}'


def test_the_working_folder_and_the_root_are_refused(extract, monkeypatch):
    before = contents(extract)
    monkeypatch.chdir(extract)
    with pytest.raises(ZhfactsError, match=r"\. is the working folder"):
        write_extract(".", [], [])
    with pytest.raises(ZhfactsError, match="/ is a mount point"):
        write_extract("/", [], [])
    assert contents(extract) == before


def test_a_second_writer_is_refused(tmp_path):
    with Writer(tmp_path / "out"), pytest.raises(ZhfactsError, match="another process is writing"):
        Writer(tmp_path / "out").__enter__()


def test_a_link_to_a_folder_is_followed(tmp_path, extract, articles, entities_of):
    (tmp_path / "link").symlink_to(extract)
    write_extract(tmp_path / "link", articles[:1], entities_of(articles[:1]))
    assert (tmp_path / "link").is_symlink()
    assert sum(1 for _ in read_articles(extract)) == 1


def test_the_old_extract_comes_back_after_a_death_between_the_two_renames(extract, articles):
    before = contents(extract)
    extract.rename(extract.with_name(".extract.zhfacts-old"))
    with Writer(extract):
        assert contents(extract) == before


def rewrite(source, out, times):
    """Write an extract again and again, saying so each time."""
    for version in range(times):
        with Writer(out) as writer:
            print(version, flush=True)
            for article in read_articles(source):
                writer.add(article)
            writer.finish(read_entities(source), {"version": version})


@pytest.mark.parametrize("wait", [0.0, 0.02, 0.05, 0.1, 0.2])
def test_a_killed_run_leaves_the_old_extract_or_a_new_one(wait, tmp_path, small):
    out = tmp_path / "out"
    child = Forked(rewrite, small, out, 1000)
    while child.running and not (out.exists() or list(tmp_path.glob(".out*"))):
        time.sleep(0.002)
    time.sleep(wait)
    child.send(signal.SIGKILL)
    assert child.ended()[0] == -signal.SIGKILL
    old = tmp_path / ".out.zhfacts-old"
    kept = out if out.exists() else old
    assert not kept.exists() or check(kept) == []
    rewrite(small, out, 1)
    assert check(out) == []
    assert {p.name for p in tmp_path.iterdir()} == {"extract", "out"}


def write_in(room, source, out):
    """Write an extract where no file may be larger than `room`."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, -1))
    try:
        write_extract(out, read_articles(source), read_entities(source))
    except ZhfactsError as error:
        print(error)


@pytest.mark.parametrize("room", [1000, 200_000])
def test_a_full_disk_is_one_clear_error_and_leaves_nothing(room, tmp_path, extract):
    _, printed, _ = Forked(write_in, room, extract, tmp_path / "out").ended()
    assert printed.startswith(f"cannot write {tmp_path / 'out'}: "), printed
    assert printed.count("\n") == 1
    assert [p.name for p in tmp_path.iterdir()] == ["extract"]
