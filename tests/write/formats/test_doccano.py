import json

import pytest
from zhfacts.errors import InputError
from zhfacts.write import IMPORTERS, export


def read(path):
    return [f.article for f in IMPORTERS["doccano"].read(path)]


def write(path, *rows):
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), encoding="utf-8")
    return path


def test_a_line_has_what_doccano_imports(extract):
    for line in export(extract, "doccano").read_text(encoding="utf-8").strip().split("\n"):
        row = json.loads(line)
        ids = [e["id"] for e in row["entities"]]
        assert all(isinstance(i, int) for i in ids) and len(set(ids)) == len(ids)
        units = row["text"].encode("utf-16-le")
        assert all(0 <= e["start_offset"] < e["end_offset"] <= len(units) // 2 and e["label"] for e in row["entities"])
        assert all({r["from_id"], r["to_id"]} <= set(ids) and r["type"] for r in row["relations"])


def test_offsets_are_those_of_javascript(tmp_path):
    entity = {"id": 7, "label": "GPE", "start_offset": 2, "end_offset": 5}
    (found,) = read(write(tmp_path / "a.jsonl", {"text": "😀广州市", "entities": [entity], "relations": []}))
    assert (found.mentions[0].start, found.mentions[0].text) == (1, "广州市")


def test_new_ids_of_doccano_change_nothing(extract, articles, tmp_path):
    rows = [json.loads(x) for x in export(extract, "doccano").read_text(encoding="utf-8").split("\n") if x]
    for number, row in enumerate(rows):
        row["id"] = number + 1000
        for e in row["entities"]:
            e["id"] += 5000
        for r in row["relations"]:
            r |= {"from_id": r["from_id"] + 5000, "to_id": r["to_id"] + 5000}
        row["entities"][0]["label"] = "LOC"
    found = read(write(tmp_path / "back.jsonl", *rows))
    assert [f.facts for f in found] == [a.facts for a in articles]
    first = found[0].mentions[0]
    assert (first.label, first.entity) == ("LOC", articles[0].mentions[0].entity)


def test_a_project_without_relations(tmp_path):
    (found,) = read(write(tmp_path / "mine.jsonl", {"text": "广州市", "label": [[0, 3, "GPE"]], "id": 3}))
    assert (found.id, found.file, found.mentions[0].entity) == ("mine#01", "mine.jsonl#1", "GPE:广州市")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"label": []}, "line 1: no line of doccano"),
        ({"text": "😀a", "label": [[1, 2, "GPE"]]}, "1 is no border of a character"),
        ({"text": "a", "label": [[0, 1, "CITY"]]}, "label 'CITY' is unknown"),
        ({"text": "a", "label": [[0, 1, "GPE"]], "zhfacts": {"marks": [[0, 1, "GPE", 7]]}}, "is not as it should be"),
        ({"text": "a", "entities": [], "relations": [{"from_id": 1, "to_id": 2, "type": "time"}]}, "no line of"),
    ],
)
def test_errors_name_the_line(row, said, tmp_path):
    with pytest.raises(InputError, match=said):
        read(write(tmp_path / "a.jsonl", row))
