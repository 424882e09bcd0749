import json

import pytest
from zhfacts.write import check
from zhfacts.write.extract import FILES


@pytest.fixture
def extract(small):
    return small


def edited(extract, file, change):
    """Change the bytes of a file of an extract and return the problems as lines."""
    path = extract / file
    path.write_bytes(change(path.read_bytes()))
    return [str(p) for p in check(extract)]


@pytest.mark.parametrize("file", FILES)
def test_a_missing_file_is_named(file, extract):
    (extract / file).unlink()
    assert str(check(extract)[0]) == f"{file}: is missing"


def test_a_missing_folder_is_one_problem(tmp_path):
    assert [str(p) for p in check(tmp_path / "none")] == [f"{tmp_path / 'none'}: is no folder"]


def nth_line(number, change):
    def edit(content):
        lines = content.split(b"\n")
        lines[number] = change(lines[number])
        return b"\n".join(line for line in lines if line is not None)

    return edit


def as_json(change):
    def edit(line):
        record = json.loads(line)
        change(record)
        return json.dumps(record, ensure_ascii=False).encode()

    return edit


def put(*path_and_value):
    *path, last, value = path_and_value

    def change(record):
        for step in path:
            record = record[step]
        record[last] = value

    return change


CASES = [
    ("articles.jsonl", 2, put("mentions", 1, "text", "别的"), "articles.jsonl, row 3, mentions[1].text: is '别的'"),
    ("articles.jsonl", 0, put("quantities", 0, "value", "多"), "articles.jsonl, row 1, quantities[0].value: "),
    ("articles.jsonl", 0, put("quantities", 0, "modifier", "ca"), "articles.jsonl, row 1, quantities[0].modifier: "),
    ("articles.jsonl", 0, put("times", 0, "start_date", "2020-13-01"), "articles.jsonl, row 1, times[0].start_date: "),
    ("articles.jsonl", 0, put("facts", 0, "quantity", "q999"), "articles.jsonl, row 1, facts[0].quantity: no quantity"),
    ("articles.jsonl", 0, put("unstated", [{"quantity": "q1"}]), "articles.jsonl, row 1, unstated[0].quantity: "),
    ("articles.jsonl", 0, put("mentions", 0, "entity", "GPE:月球"), "articles.jsonl, row 1, mentions[0].entity: no"),
    ("articles.jsonl", 0, put("more", 1), "articles.jsonl, row 1, more: Extra inputs"),
    ("articles.jsonl", 1, put("id", "000_135348687a66d6a2"), "articles.jsonl, row 2, id: '000_1353"),
    ("articles.jsonl", 0, put("title", "另一个"), "articles.csv, row 2, title: is '', the JSON files have '另一个'"),
    ("entities.jsonl", 0, put("name", "另一个"), "entities.csv, row 2, name: is '广东省'"),
    ("entities.jsonl", 0, put("mentions", 7), "entities.jsonl, row 1, mentions: is 7, the articles have"),
    ("failures.jsonl", 0, put("reason", None), "failures.jsonl, row 1, reason: "),
]


@pytest.mark.parametrize("file, row, change, problem", CASES)
def test_a_changed_record_is_named(file, row, change, problem, extract):
    found = edited(extract, file, nth_line(row, as_json(change)))
    assert any(f.startswith(problem) for f in found), found
    assert not any("\n" in f for f in found)


@pytest.mark.parametrize(
    "file, change, problem",
    [
        ("articles.jsonl", lambda b: b[:-40], "articles.jsonl, row 3: Invalid JSON"),
        ("articles.jsonl", lambda b: b"\xff\xfe" + b, "articles.jsonl, row 1: Invalid JSON"),
        ("facts.csv", lambda b: b.replace(b",26,", b",27,", 1), "facts.csv, row 2, value: is '27', the JSON files"),
        ("facts.csv", nth_line(3, lambda _: None), "facts.csv, row 4, id: the JSON files have 000_135348687a66d6a2/f3"),
        ("times.csv", lambda b: b + b"x" * 8, "times.csv, row 29: is a row that the JSON files do not have"),
        ("roles.csv", lambda b: b.replace(b"title", b"role", 1), "roles.csv, row 1: columns are article,date,id"),
        ("mentions.csv", lambda b: b.decode().encode("gb18030"), "mentions.csv, row 2, text: is"),
        ("datapackage.json", lambda b: b.replace(b'"integer"', b'"string"', 1), "datapackage.json, resources."),
        ("datapackage.json", lambda _: b"[]", "datapackage.json: is no JSON object"),
        ("schema.json", lambda b: b[:100], "schema.json: is no JSON: "),
        ("schema.json", lambda b: b.replace(b'"hash"', b'"hush"', 1), "schema.json, properties: are not the fields"),
        ("run.json", lambda b: b.replace(b'"articles": 3', b'"articles": 5'), "run.json, counts.articles: is 5"),
        ("run.json", lambda b: b.replace(b'sha256": "', b'sha256": "0', 1), "run.json, inputs[0].file_sha256: "),
    ],
)
def test_a_damaged_file_is_named(file, change, problem, extract):
    found = edited(extract, file, change)
    assert any(f.startswith(problem) for f in found), found


def test_descriptions_may_be_those_of_another_version(extract):
    edited(extract, "datapackage.json", lambda b: b.replace(b"Kind of name", b"Sort of name"))
    assert check(extract) == []


def test_a_file_that_cannot_be_read_is_named(extract, monkeypatch):
    def refuse(path, *args, **kwargs):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("pathlib.Path.open", refuse)
    assert [str(p) for p in check(extract)] == ["entities.jsonl: cannot be read: Permission denied"]


def test_at_most_so_many_problems(extract):
    path = extract / "articles.jsonl"
    path.write_bytes(b"{}\n" * 50)
    assert len(check(extract, limit=7)) == 7
