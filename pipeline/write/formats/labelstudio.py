"""Label Studio: tasks with predictions and the labelling configuration that they need, and annotations back.

A mark is a region; its fields are controls of the region (values to type, closed sets to choose from), its links are
relations. Label Studio's offsets count code points since its version 1.5 (pull request 1559). Predictions carry the
mean score of their facts, by which the Data Manager sorts, and the least sure task comes first in the file. What no
control holds is kept in the task's data, which Label Studio never changes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from ...errors import InputError, unreadable
from ...model import Article, Fact, Mention, Quantity, Record, Role, Time
from ..folder import new_folder
from ..marks import LABELS, LINKS, Mark, MarkedText, enumerations, marked, restored
from ..registry import Exporter, Imported, Importer
from ..selection import Selection

TASKS, CONFIGURATION = "tasks.json", "config.xml"
KEY = "zhfacts"
_TYPED: dict[type[Record], tuple[str, ...]] = {
    Mention: ("entity",),
    Quantity: ("value", "low", "high", "unit"),
    Time: ("start_date", "end_date"),
    Fact: ("subject_text", "indicator"),
    Role: ("title",),
}
"""The fields of a record that a person types."""


def to_labelstudio(selection: Selection, target: Path) -> None:
    """Write tasks.json, least sure first, and config.xml into the folder `target`."""
    scores = sorted((_sureness(a), n) for n, a in enumerate(selection.articles()))
    order = {n: place for place, (_, n) in enumerate(scores)}
    with new_folder(target) as folder:
        (folder / CONFIGURATION).write_text(configuration(), encoding="utf-8", newline="\n")
        tasks = sorted((order[n], json.dumps(task(a), ensure_ascii=False)) for n, a in enumerate(selection.articles()))
        content = "[" + ",".join(f"\n{text}" for _, text in tasks) + "\n]\n"
        (folder / TASKS).write_text(content, encoding="utf-8", newline="\n")


def _sureness(article: Article) -> float:
    """Return the mean score of an article's facts; 1 where there are none to be unsure of."""
    scores = [f.score for f in article.facts if f.score is not None]
    return sum(scores) / len(scores) if scores else 1.0


def configuration() -> str:
    """Return the labelling configuration: labels, relations, and the controls of a region by its label."""
    labels = "".join(f"\n    <Label value={quoteattr(label)}/>" for label in LABELS)
    links = dict.fromkeys(name for record in LINKS for name in LINKS[record])
    relations = "".join(f"\n    <Relation value={quoteattr(name)}/>" for name in links)
    controls = [_control(c, labels) for c, labels in _controls().items()]
    return (
        f'<View>\n  <Labels name="label" toName="text">{labels}\n  </Labels>\n'
        f'  <Text name="text" value="$text" granularity="symbol"/>\n'
        f"  <Relations>{relations}\n  </Relations>\n{''.join(controls)}</View>\n"
    )


def _controls() -> dict[tuple[str, tuple[str, ...]], list[str]]:
    """Return the labels that each control is for; a control is a name, and the values to choose from, () to type."""
    found: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for label, record in LABELS.items():
        for name in _TYPED[record]:
            found.setdefault((name, ()), []).append(label)
        for name, values in enumerations(record).items():
            found.setdefault((name, values), []).append(label)
    return found


def _control(control: tuple[str, tuple[str, ...]], labels: list[str]) -> str:
    name, values = control
    where = f'perRegion="true" whenTagName="label" whenLabelValue={quoteattr(",".join(labels))}'
    if not values:
        return f'  <TextArea name="{name}" toName="text" {where} maxSubmissions="1" editable="true" rows="1"/>\n'
    choices = "".join(f"<Choice value={quoteattr(v)}/>" for v in values)
    return f'  <Choices name="{name}" toName="text" {where} choice="single-radio">{choices}</Choices>\n'


def task(article: Article) -> dict[str, Any]:
    """Return an article as a task with one prediction."""
    found = marked(article)
    kept: dict[str, dict[str, Any]] = {}
    result: list[dict[str, Any]] = []
    for mark in found.marks:
        result += _region(mark, found.text)
        shown = {r["from_name"] for r in result if r.get("id") == mark.id}
        kept[mark.id] = {k: v for k, v in (mark.fields or {}).items() if k not in shown}
    for mark in found.marks:
        for name, to in mark.links.items():
            ends = {"from_id": mark.id, "to_id": to, "direction": "right", "labels": [name]}
            result.append({"type": "relation", **ends})
    rest = {KEY: {"head": found.head, "marks": kept}}
    data = {"text": found.text, "id": article.id, "title": article.title or "", **rest}
    prediction = {"model_version": KEY, "score": round(_sureness(article), 6), "result": result}
    return {"data": data, "predictions": [prediction]}


def _region(mark: Mark, text: str) -> list[dict[str, Any]]:
    """Return the region of a mark and what its controls hold."""
    place = {"start": mark.start, "end": mark.end}
    common = {"id": mark.id, "to_name": "text"}
    words = {"text": text[mark.start : mark.end], "labels": [mark.label]}
    region: dict[str, Any] = {**common, "from_name": "label", "type": "labels", "value": {**place, **words}}
    fields, record = mark.fields or {}, LABELS[mark.label]
    if fields.get("score") is not None:
        region["score"] = fields["score"]
    parts = [region]
    for name in _TYPED[record]:
        value = fields.get(name)
        if isinstance(value, str) and value.strip() == value != "":
            parts.append({**common, "from_name": name, "type": "textarea", "value": {**place, "text": [value]}})
    for name in enumerations(record):
        if name in fields:
            choice = {**place, "choices": [fields[name]]}
            parts.append({**common, "from_name": name, "type": "choices", "value": choice})
    return parts


def from_labelstudio(path: Path) -> Iterator[Imported]:
    """Yield the articles of a JSON export of Label Studio (or of an exported folder), of each task its last annotation.

    A task without an annotation gives its prediction, not checked. InputError names the task and what is wrong.
    """
    file = path / TASKS if path.is_dir() else path
    try:
        tasks = json.loads(file.read_bytes())
    except OSError as error:
        raise unreadable(file, error) from error
    except ValueError as error:
        raise InputError(f"{file} is no JSON ({error})") from error
    if not isinstance(tasks, list):
        raise InputError(f"{file}: a list of tasks is meant, as Label Studio's export JSON (not JSON_MIN) gives it")
    for number, one in enumerate(tasks, 1):
        where = f"{file}, task {number}"
        try:
            found, submitted = _read(one, number, file)
        except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
            raise InputError(f"{where}: no task with a text and regions as Label Studio exports them") from error
        yield Imported(restored(found, where), submitted > 0, max(0, submitted - 1))


def _read(one: dict[str, Any], number: int, file: Path) -> tuple[MarkedText, int]:
    """Return the marked text of a task, and how many annotations of it were submitted."""
    data = one["data"]
    done = [a for a in one.get("annotations", []) if not a.get("was_cancelled")]
    last = max(done, key=lambda a: (a.get("updated_at") or "", a.get("id") or 0), default=None)
    guesses = one.get("predictions") or [{"result": []}]
    result = (last if last is not None else guesses[-1])["result"]
    kept = data.get(KEY) or {}
    regions: dict[str, dict[str, Any]] = {}
    typed: dict[str, dict[str, Any]] = {}
    links: dict[str, dict[str, str]] = {}
    for part in result:
        if part["type"] == "relation":
            start, end = ("from_id", "to_id") if part.get("direction") != "left" else ("to_id", "from_id")
            for name in part.get("labels") or []:
                links.setdefault(part[start], {})[name] = part[end]
        elif part["type"] == "labels":
            regions[part["id"]] = part["value"]
        else:
            values = part["value"].get("text") or part["value"].get("choices") or [None]
            typed.setdefault(part["id"], {})[part["from_name"]] = values[0] if isinstance(values, list) else values
    marks = []
    for name, value in regions.items():
        known = {**kept.get("marks", {}).get(name, {}), **typed.get(name, {})}
        fields = known if known or name in kept.get("marks", {}) else None
        marks.append(Mark(name, value["labels"][0], value["start"], value["end"], fields, links.get(name, {})))
    head = kept.get("head") or {"id": f"{file.stem}#{number:02d}", "file": f"{file.name}#{number}"}
    return MarkedText(data["text"], head, tuple(marks)), len(done)


EXPORTER = Exporter("tasks with predictions for Label Studio and their configuration", "-labelstudio", to_labelstudio)
IMPORTER = Importer("a JSON export of Label Studio", from_labelstudio)
