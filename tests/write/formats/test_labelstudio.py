import json
from xml.etree import ElementTree

import jsonschema
import pytest
from zhfacts.errors import InputError
from zhfacts.write import IMPORTERS, export, import_gold, read_articles, write_extract


def tasks(folder):
    return json.loads((folder / "tasks.json").read_text(encoding="utf-8"))


def submitted(task):
    """Return a task as Label Studio exports it when its prediction was submitted as it is."""
    (prediction,) = task["predictions"]
    return {**task, "id": 1, "annotations": [{"id": 1, "was_cancelled": False, "result": prediction["result"]}]}


PLACE = {"start": {"type": "integer", "minimum": 0}, "end": {"type": "integer", "minimum": 1}}
STRINGS = {"type": "array", "minItems": 1, "maxItems": 1, "items": {"type": "string", "minLength": 1}}
SCHEMA = {
    "type": "object",
    "required": ["data", "predictions"],
    "properties": {
        "data": {"type": "object", "required": ["text"], "properties": {"text": {"type": "string"}}},
        "predictions": {"items": {"$ref": "#/$defs/prediction"}, "minItems": 1},
    },
    "$defs": {
        "prediction": {
            "required": ["model_version", "score", "result"],
            "properties": {"score": {"minimum": 0, "maximum": 1}, "result": {"items": {"oneOf": [
                {"$ref": f"#/$defs/{kind}"} for kind in ("labels", "textarea", "choices", "relation")
            ]}}},
        },
        **{
            kind: {
                "required": ["id", "from_name", "to_name", "type", "value"],
                "properties": {
                    "type": {"const": kind}, "to_name": {"const": "text"},
                    "value": {"required": ["start", "end", key], "properties": {**PLACE, key: STRINGS}},
                },
            }
            for kind, key in (("labels", "labels"), ("textarea", "text"), ("choices", "choices"))
        },
        "relation": {
            "required": ["from_id", "to_id", "type", "direction", "labels"],
            "properties": {"type": {"const": "relation"}, "labels": STRINGS},
        },
    },
}  # fmt: skip
"""What Label Studio documents of tasks with predictions (labelstud.io/guide/predictions and /tags)."""


def test_tasks_are_as_label_studio_documents_them(small):
    folder = export(small, "labelstudio")
    controls = {c.get("name"): c for c in ElementTree.parse(folder / "config.xml").iter() if c.get("toName")}
    for task in tasks(folder):
        jsonschema.validate(task, SCHEMA)
        for part in task["predictions"][0]["result"]:
            if part["type"] in ("labels", "choices"):
                known = {v.get("value") for v in controls[part["from_name"]]}
                assert set(part["value"][part["type"]]) <= known
            elif part["type"] == "textarea":
                assert controls[part["from_name"]].tag == "TextArea"


def test_the_sdk_finds_configuration_tasks_and_predictions_valid(small):
    LabelInterface = pytest.importorskip("label_studio_sdk.label_interface").LabelInterface  # noqa: N806
    folder = export(small, "labelstudio")
    interface = LabelInterface((folder / "config.xml").read_text(encoding="utf-8"))
    interface.validate()
    for task in tasks(folder):
        assert interface.validate_task({"data": task["data"]})
        (prediction,) = task["predictions"]
        assert interface.validate_prediction(prediction, return_errors=True) == []


def test_the_least_sure_comes_first(tmp_path, chosen, entities_of):
    scored = [
        a.model_copy(update={"facts": tuple(f.model_copy(update={"score": (7 * n % 10) / 10}) for f in a.facts)})
        for n, a in enumerate(chosen)
    ]
    write_extract(tmp_path / "out", scored, entities_of(scored))
    scores = [t["predictions"][0]["score"] for t in tasks(export(tmp_path / "out", "labelstudio"))]
    assert scores == sorted(scores) and scores[0] < scores[-1]


def test_a_changed_label_is_all_that_changes(small, articles, tmp_path):
    done = [submitted(t) for t in tasks(export(small, "labelstudio"))]
    (changed,) = (t for t in done if t["data"]["id"] == articles[0].id)
    region = next(r for r in changed["annotations"][0]["result"] if r["id"] == "m1" and r["type"] == "labels")
    region["value"]["labels"] = ["LOC"]
    (tmp_path / "export.json").write_text(json.dumps(done), encoding="utf-8")
    found = {f.article.id: f.article for f in IMPORTERS["labelstudio"].read(tmp_path / "export.json")}
    for article in read_articles(small):
        ours, theirs = article.mentions, found[article.id].mentions
        different = [(a.id, a.label, b.label) for a, b in zip(ours, theirs, strict=True) if a.label != b.label]
        assert different == ([("m1", "GPE", "LOC")] if article.id == articles[0].id else [])
        assert found[article.id].facts == article.facts


def test_of_two_annotations_the_last_is_taken_and_that_is_told(small, tmp_path):
    done = [submitted(t) for t in tasks(export(small, "labelstudio"))]
    (first,) = done[0]["annotations"]
    done[0]["annotations"].append({"id": 2, "was_cancelled": False, "result": []})
    assert first["result"]
    (tmp_path / "export.json").write_text(json.dumps(done), encoding="utf-8")
    report = import_gold(tmp_path / "export.json", "labelstudio", tmp_path / "gold")
    told = "1 article with more than one annotation; the last one is taken"
    assert report.disputed == 1 and told in report.lines(tmp_path / "gold")


def test_fields_links_and_new_regions_of_a_person(small, articles, tmp_path):
    done = [submitted(t) for t in tasks(export(small, "labelstudio"))]
    (changed,) = (t for t in done if t["data"]["id"] == articles[0].id)
    result = changed["annotations"][0]["result"]
    next(r for r in result if r["id"] == "q1" and r["from_name"] == "value")["value"]["text"] = ["27"]
    next(r for r in result if r.get("id") == "f1" and r["from_name"] == "status")["value"]["choices"] = ["planned"]
    subjects = {r["from_id"]: r for r in result if r["type"] == "relation" and r["labels"] == ["subject"]}
    subjects["f1"]["to_id"] = "m3"
    result.remove(subjects["f2"])
    new = {"start": 0, "end": 2, "labels": ["ORG"]}
    result.append({"id": "x7", "from_name": "label", "to_name": "text", "type": "labels", "value": new})
    (tmp_path / "export.json").write_text(json.dumps(done), encoding="utf-8")
    read = {f.article.id: f.article for f in IMPORTERS["labelstudio"].read(tmp_path / "export.json")}
    found = read[articles[0].id]
    assert str(found.quantities[0].value) == "27"
    f1, f2 = found.facts[:2]
    assert (f1.status, f1.subject, f1.subject_text) == ("planned", "LOC:粤港澳大湾区", "粤港澳大湾区")
    assert (f2.subject, f2.subject_text) == (None, None)
    assert found.mentions[0].label == "ORG" and found.mentions[0].id not in {m.id for m in articles[0].mentions}


def test_what_nobody_has_submitted_is_left_out_and_counted(small, tmp_path):
    folder = export(small, "labelstudio")
    with pytest.raises(InputError, match="no article to import; --unchecked takes"):
        import_gold(folder, "labelstudio", tmp_path / "gold")
    assert not (tmp_path / "gold").exists()
    given = tasks(folder)
    (tmp_path / "export.json").write_text(json.dumps([submitted(given[0]), *given[1:]]), encoding="utf-8")
    report = import_gold(tmp_path / "export.json", "labelstudio", tmp_path / "gold")
    assert (report.articles, report.unchecked) == (1, len(given) - 1)
    assert "--unchecked" in report.lines(tmp_path)[1]


@pytest.mark.parametrize("content", ["{}", "[1]", "no json", '[{"data": {}}]'])
def test_errors_name_the_file(content, tmp_path):
    (tmp_path / "a.json").write_text(content)
    with pytest.raises(InputError, match=r"a\.json"):
        list(IMPORTERS["labelstudio"].read(tmp_path / "a.json"))
