"""Measure an extract against gold: figures with bootstrap intervals, errors grouped by kind, two extracts compared."""

from __future__ import annotations

import json
import random
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from ..errors import ZhfactsError
from .measures import (
    AGREE,
    FACT_MEASURES,
    MEASURES,
    SPAN,
    FactMatch,
    Item,
    Measure,
    Sheet,
    Sheets,
    Tally,
    Units,
    count,
    count_facts,
    count_roles,
    entity_alignment,
    keyed,
    label_measures,
    match_facts,
    role_triples,
)
from .reliability import Scored, calibration_error, scored
from .reliability import rows as reliability_rows

LAYERS = ("articles", "mentions", "quantities", "times", "facts", "roles")


class Score(NamedTuple):
    """A figure: precision, recall, F1, the counts behind them and the 95 % interval of F1.

    Of an accuracy all three are the same. `tp` counts hits over the gold; B-cubed adds up fractions of hits.
    """

    p: float
    r: float
    f: float
    tp: float
    pred: int
    gold: int
    low: float | None = None
    high: float | None = None


class Error(NamedTuple):
    """One error: of which kind, where, what stands there, and what gold and prediction say of it."""

    kind: str
    file: str
    start: int
    text: str
    gold: str
    predicted: str

    def __str__(self) -> str:
        return f"{self.file}:{self.start} {self.text!r} gold: {self.gold or '-'} | predicted: {self.predicted or '-'}"


class ReportTable(NamedTuple):
    """A table of a report as plain data."""

    title: str
    columns: list[str]
    rows: list[list[Any]]


class Difference(NamedTuple):
    """F1 of two extracts, second minus first with its 95 % interval, share of resamples where the second is better."""

    first: float
    second: float
    difference: float
    low: float | None
    high: float | None
    better: float


@dataclass(frozen=True)
class Report:
    """What `evaluate` found: scores by measure, label and fact slot, article counts, errors, differences."""

    scores: dict[str, Score]
    labels: dict[str, dict[str, Score]]
    slots: dict[str, Score]
    articles: dict[str, int]
    errors: dict[str, list[Error]]
    differences: dict[str, Difference] = field(default_factory=dict)
    reliability: list[Scored] = field(default_factory=list)
    """Score of each predicted fact that has one, and whether the fact is right in all core fields."""

    def to_json(self) -> dict[str, Any]:
        """Return the report as JSON data, errors as their numbers."""
        return {
            "measures": {k: v._asdict() for k, v in self.scores.items()},
            "labels": {layer: {k: v._asdict() for k, v in s.items()} for layer, s in self.labels.items()},
            "fact_slots": {k: v.f for k, v in self.slots.items()},
            "articles": self.articles,
            "errors": {kind: len(found) for kind, found in self.errors.items()},
            **({"reliability": self.reliability_table().rows} if self.reliability else {}),
            **({"differences": {k: v._asdict() for k, v in self.differences.items()}} if self.differences else {}),
        }

    def tables(self) -> list[ReportTable]:
        """Return the report as tables of plain values."""
        columns = ["measure", "P", "R", "F1", "95 %", "hits", "predicted", "gold"]
        by_label = [_line(f"{layer} {k}", s) for layer, scores in self.labels.items() for k, s in scores.items()]
        found = [
            ReportTable("Measures", columns, [_line(k, s) for k, s in self.scores.items()]),
            ReportTable("By label", columns, by_label),
            ReportTable("Fact slots (where a fact was found)", columns, [_line(k, s) for k, s in self.slots.items()]),
            ReportTable("Articles", ["", "number"], [[k, v] for k, v in self.articles.items()]),
        ]
        if self.reliability:
            found.append(self.reliability_table())
        if self.differences:
            columns = ["F1", "first", "second", "difference", "95 %", "better in"]
            rows = [
                [k, d.first, d.second, d.difference, _interval(d.low, d.high), f"{d.better:.0%}"]
                for k, d in self.differences.items()
            ]
            found.append(ReportTable("Second extract compared with the first", columns, rows))
        return found

    def reliability_table(self) -> ReportTable:
        """Return how many of the facts with at least a score are right."""
        title = f"Facts by score (expected calibration error {calibration_error(self.reliability):.3f})"
        return ReportTable(
            title, ["facts", "number", "right", "share", "mean score"], reliability_rows(self.reliability)
        )

    def error_lines(self, limit: int) -> Iterator[str]:
        """Yield the errors as lines, by kind, at most `limit` of a kind."""
        for kind, found in self.errors.items():
            yield f"--- {kind}: {len(found)}"
            yield from (f"    {error}" for error in found[:limit])


def _line(name: str, s: Score) -> list[Any]:
    tp = int(s.tp) if s.tp == int(s.tp) else round(s.tp, 1)
    return [name, s.p, s.r, s.f, _interval(s.low, s.high), tp, s.pred, s.gold]


def _interval(low: float | None, high: float | None) -> str:
    return "" if low is None or high is None else f"{low:.3f}-{high:.3f}"


def evaluate(
    gold: str | Path, out: str | Path, *, compare: str | Path | None = None, resamples: int = 1000, seed: int = 0
) -> Report:
    """Measure an extract, or a folder of gold-shaped files, against a folder of gold files.

    Raw files are matched by name; only those that the gold covers count. Intervals come from resampling the gold's
    articles (percentile bootstrap, fixed seed). `compare` is a second extract, compared on the same resamples.
    Raises ZhfactsError where a folder or file is missing or is not what it should be.
    """
    ours = read_gold(gold)
    theirs = read_predicted(out, set(ours))
    with _clear(gold):
        units = Units(ours)
    draws = _draws(units.size, resamples, seed)
    counted = _count(gold, ours, theirs, units)
    with _clear(gold):
        found = errors(ours, theirs, counted.facts)
        reliable = scored(counted.facts, ours, theirs)
    report = Report(
        {name: score(tally, draws) for name, tally in counted.measures.items()},
        {layer: {k: score(t, draws) for k, t in tallies.items()} for layer, tallies in counted.labels.items()},
        {name: score(tally, draws) for name, tally in counted.slots.items()},
        article_counts(ours, theirs),
        found,
        reliability=reliable,
    )
    if compare is not None:
        other = _count(gold, ours, read_predicted(compare, set(ours)), units)
        for name, tally in counted.measures.items():
            report.differences[name] = difference(tally, other.measures[name], draws)
    return report


@dataclass(frozen=True)
class _Counted:
    """The counts of all measures."""

    measures: dict[str, Tally]
    labels: dict[str, dict[str, Tally]]
    slots: dict[str, Tally]
    facts: list[FactMatch]


def _count(place: str | Path, gold: Sheets, predicted: Sheets, units: Units) -> _Counted:
    with _clear(place):
        measures = {m.name: count(m, gold, predicted, units) for m in MEASURES}
        labels: dict[str, dict[str, Tally]] = defaultdict(dict)
        for m in label_measures(gold):
            labels[m.layer][m.name] = count(m, gold, predicted, units)
        matches = list(match_facts(gold, predicted))
        facts = count_facts(matches, predicted, units)
        measures |= {name: facts[name] for name in FACT_MEASURES}
        slots = {name.removeprefix("slot "): tally for name, tally in facts.items() if name.startswith("slot ")}
        measures["role"] = count_roles(*_roles(gold, predicted), units)
    return _Counted(measures, labels, slots, matches)


def _roles(gold: Sheets, predicted: Sheets) -> tuple[dict[Any, int], dict[Any, int]]:
    aligned, _ = entity_alignment(gold, predicted)
    return role_triples(gold, list(gold), aligned), role_triples(predicted, list(gold), aligned)


@contextmanager
def _clear(place: object) -> Iterator[None]:
    """Turn a missing or wrong field of annotations into one clear error."""
    try:
        yield
    except KeyError as error:
        raise ZhfactsError(f"{place}: a record has no {error.args[0]!r}") from error
    except (AttributeError, TypeError, ValueError) as error:
        raise ZhfactsError(f"{place}: not in the shape of annotations: {error}") from error


def read_gold(folder: str | Path) -> Sheets:
    """Read a folder of gold files (*.json), each {"file", "articles"} or flat with "entities"; raw file -> sheet."""
    paths = sorted(Path(folder).glob("*.json"))
    if not paths:
        raise ZhfactsError(f"no gold (*.json) in {folder}")
    sheets: Sheets = {}
    for path in paths:
        try:
            content = json.loads(path.read_bytes())
        except (OSError, ValueError) as error:
            raise ZhfactsError(f"{path}: is no JSON: {error}") from error
        with _clear(path):
            if "entities" in content:
                sheets[content["file"]] = _flat(content)
            else:
                for article in content["articles"]:
                    _enter(article, {}, sheets)
    return sheets


def read_predicted(out: str | Path, files: set[str]) -> Sheets:
    """Read what an extract (its folder, or its articles.jsonl) or a folder of gold-shaped files says of raw files."""
    path = Path(out)
    if path.is_dir():
        if not (path / "articles.jsonl").exists():
            return read_gold(path)
        path = path / "articles.jsonl"
    entities = path.with_name("entities.jsonl")
    names = {e["id"]: e["name"] for _, e in _lines(entities)} if entities.exists() else {}
    sheets: Sheets = {}
    for row, article in _lines(path):
        with _clear(f"{path}, row {row}"):
            if Path(article["file"]).name in files:
                _enter(article, names, sheets)
    return sheets


def _lines(path: Path) -> Iterator[tuple[int, Any]]:
    try:
        with path.open(encoding="utf-8", newline="\n") as handle:
            for row, line in enumerate(handle, 1):
                yield row, json.loads(line)
    except OSError as error:
        raise ZhfactsError(f"cannot read {path}: {error.strerror}") from error
    except ValueError as error:
        raise ZhfactsError(f"{path}: is not JSON lines: {error}") from error


def _enter(article: Mapping[str, Any], names: Mapping[str, str], sheets: Sheets) -> None:
    """Add an article to the sheet of its raw file, entity ids as canonical names, ids unique in the file."""
    sheet = sheets.setdefault(Path(article["file"]).name, Sheet())
    prefix = article["id"] + "/"

    def name(entity: str | None) -> str | None:
        return names.get(entity) or re.sub(r"^[A-Z_]+:", "", entity) if entity else entity

    place = {"start": article["start"], "end": article["end"]}
    sheet.articles.append({**place, "title": article.get("title"), "date": article.get("date")})
    sheet.mentions += [{**m, "link": name(m.get("entity"))} for m in article.get("mentions", [])]
    sheet.quantities += [{**q, "id": prefix + q["id"]} for q in article.get("quantities", [])]
    sheet.times += [{**t, "id": prefix + t["id"]} for t in article.get("times", [])]
    for fact in article.get("facts", []):
        subject = name(fact.get("subject")) or fact.get("subject_text")
        time = prefix + fact["time"] if fact.get("time") else None
        bound = {"quantity": prefix + fact["quantity"], "time": time, "subject": subject}
        sheet.facts.append({**fact, **bound, "speaker": name(fact.get("speaker"))})
    for role in article.get("roles", []):
        named = {"person": name(role["person"]), "organization": name(role.get("organization"))}
        sheet.roles.append({"title": role["title"], **named, "start": article["start"]})


def _flat(content: Mapping[str, Any]) -> Sheet:
    """Return the sheet of a flat gold file, whose ids are unique in the file and whose entities are names."""
    facts: list[Item] = [{"indicator": f.get("property"), **f} for f in content["facts"]]
    rest = {layer: list(content[layer]) for layer in LAYERS if layer not in ("mentions", "facts")}
    return Sheet(mentions=list(content["entities"]), facts=facts, **rest)


def article_counts(gold: Sheets, predicted: Sheets) -> dict[str, int]:
    """Return how many articles gold and prediction have, and how many have the title and date of the gold."""

    def heads(sheets: Sheets) -> set[Any]:
        return {(f, a.get("title"), a.get("date")) for f, s in sheets.items() if f in gold for a in s.articles}

    return {
        "files": len(gold),
        "files_found": sum(f in predicted for f in gold),
        "gold": len({(f, a["start"], a["end"]) for f, s in gold.items() for a in s.articles}),
        "pred": sum(len(s.articles) for f, s in predicted.items() if f in gold),
        "title_date_ok": len(heads(gold) & heads(predicted)),
    }


def _draws(units: int, resamples: int, seed: int) -> Any:
    """Return how often each unit is in each resample, as a matrix; without rows where one unit is all there is."""
    import numpy as np

    chance = random.Random(seed)
    drawn = np.zeros((resamples if units > 1 else 0, units))
    for row in drawn:
        for unit, times in Counter(chance.choices(range(units), k=units)).items():
            row[unit] = times
    return drawn


def _f1(counts: Any) -> tuple[Any, Any, Any]:
    """Return precision, recall and F1 of counts (hits over predicted, hits over gold, predicted, gold), 0 for 0/0."""
    import numpy as np

    hits, recalled, predicted, gold = counts.T
    p, r = (np.divide(a, b, out=np.zeros_like(a), where=b > 0) for a, b in ((hits, predicted), (recalled, gold)))
    return p, r, np.divide(2 * p * r, p + r, out=np.zeros_like(p), where=p + r > 0)


def score(tally: Tally, draws: Any) -> Score:
    """Return the figure of a tally with the interval of its F1 over the resamples that have something to count."""
    import numpy as np

    total = np.array(tally.cells).sum(axis=0)
    p, r, f = (float(x[0]) for x in _f1(total[None]))
    drawn = draws @ np.array(tally.cells)
    low, high = _percentiles(_f1(drawn[drawn[:, 2:].any(axis=1)])[2])
    return Score(p, r, f, float(total[1]), int(total[2]), int(total[3]), low, high)


def difference(first: Tally, second: Tally, draws: Any) -> Difference:
    """Return the difference of the F1 of two extracts over the same resamples (paired bootstrap)."""
    import numpy as np

    (a,), (b,) = (_f1(np.array(t.cells).sum(axis=0)[None])[2] for t in (first, second))
    one, other = (draws @ np.array(t.cells) for t in (first, second))
    counted = (one + other)[:, 2:].any(axis=1)
    apart = _f1(other[counted])[2] - _f1(one[counted])[2]
    better = float((apart > 0).mean()) if len(apart) else float(b > a)
    return Difference(float(a), float(b), float(b - a), *_percentiles(apart), better)


def _percentiles(values: Any) -> tuple[float | None, float | None]:
    import numpy as np

    if not len(values):
        return None, None
    low, high = np.percentile(values, (2.5, 97.5))
    return float(low), float(high)


def errors(gold: Sheets, predicted: Sheets, facts: Sequence[FactMatch]) -> dict[str, list[Error]]:
    """Return all errors by kind, each kind in the order of the text, the kinds of a layer from frequent to rare."""
    found: list[Error] = []
    for layer in ("mentions", "quantities", "times"):
        for file, sheet in gold.items():
            found += span_errors(layer, file, getattr(sheet, layer), getattr(predicted.get(file, Sheet()), layer))
    for layer, field_name, shown in (
        ("quantities", "value", ("value", "low", "high", "unit")),
        ("quantities", "modifier", ("modifier",)),
        ("times", "dates", ("start_date", "end_date")),
        ("mentions", "link", ("link",)),
    ):
        found += _field_errors(layer, field_name, shown, gold, predicted)
    found += _fact_errors(gold, predicted, facts)
    found += _role_errors(gold, predicted)
    grouped: dict[str, list[Error]] = defaultdict(list)
    for error in found:
        grouped[error.kind].append(error)
    layers = list(dict.fromkeys(kind.split(":")[0] for kind in grouped))
    return dict(sorted(grouped.items(), key=lambda g: (layers.index(g[0].split(":")[0]), -len(g[1]))))


def span_errors(layer: str, file: str, gold: Iterable[Item], predicted: Iterable[Item]) -> Iterator[Error]:
    """Yield the errors of spans in one file: missed, spurious, label (same span), border (they overlap)."""
    ours, theirs = ({(x["start"], x["end"]): x for x in sorted(s, key=_span)} for s in (gold, predicted))
    free = [k for k in theirs if k not in ours]
    ends, used = [end for _, end in free], set()
    for key, x in ours.items():
        other = theirs.get(key)
        if other is None:
            at = bisect_right(ends, key[0])
            touching = free[at] if at < len(free) and free[at][0] < key[1] else None
            used.add(touching)
            wrong = _labelled(theirs[touching]) if touching else ""
            yield Error(f"{layer}: {'border' if touching else 'missed'}", file, key[0], _text(x), _labelled(x), wrong)
        elif other["label"] != x["label"]:
            yield Error(f"{layer}: label", file, key[0], _text(x), x["label"], other["label"])
    for key in free:
        if key not in used:
            yield Error(f"{layer}: spurious", file, key[0], _text(theirs[key]), "", theirs[key]["label"])


def _span(item: Item) -> tuple[int, int]:
    return item["start"], item["end"]


def _text(item: Item) -> str:
    return str(item.get("text", ""))


def _labelled(item: Item) -> str:
    return f"{_text(item)} {item['label']}"


def _field_errors(
    layer: str, field_name: str, shown: Sequence[str], gold: Sheets, predicted: Sheets
) -> Iterator[Error]:
    """Yield where items that both sides have disagree in a field of AGREE."""
    measure = Measure(field_name, layer, SPAN)
    ours, theirs = keyed(measure, gold, list(gold)), keyed(measure, predicted, list(gold))
    for key, x in ours.items():
        if key in theirs and not AGREE[field_name](x, theirs[key]):
            sides = (" ".join(str(y.get(f)) for f in shown) for y in (x, theirs[key]))
            yield Error(f"{layer}: {field_name}", str(key[0]), x["start"], _text(x), *sides)


def _role_errors(gold: Sheets, predicted: Sheets) -> Iterator[Error]:
    ours, theirs = _roles(gold, predicted)
    for key in sorted(ours.keys() ^ theirs.keys(), key=str):
        triple = ", ".join(str(x) for x in key[1:])
        if key in ours:
            yield Error("roles: missed", str(key[0]), ours[key], "", triple, "")
        else:
            yield Error("roles: spurious", str(key[0]), theirs[key], "", "", triple)


def _fact_errors(gold: Sheets, predicted: Sheets, facts: Sequence[FactMatch]) -> Iterator[Error]:
    """Yield facts that are missed, that have wrong slots (the kind names them), or that the gold does not have."""
    known = set()
    for m in facts:
        known.add((m.file, m.quantity["start"], m.quantity["end"]))
        place = (m.file, m.quantity["start"], _text(m.quantity))
        if m.predicted is None:
            yield Error("facts: missed", *place, _fact(m.gold), "")
        elif wrong := [s for s in FACT_MEASURES["fact_full"] if s not in m.right]:
            yield Error(f"facts: wrong {' '.join(wrong)}", *place, _fact(m.gold), _fact(m.predicted))
    for file in gold:
        sheet = predicted.get(file, Sheet())
        quantities = {q["id"]: q for q in sheet.quantities}
        for fact in sheet.facts:
            q = quantities.get(fact["quantity"])
            if q is not None and (file, q["start"], q["end"]) not in known:
                yield Error("facts: spurious", file, q["start"], _text(q), "", _fact(fact))


def _fact(fact: Item) -> str:
    return " ".join(str(fact.get(k) or "-") for k in ("subject", "indicator", "aspect", "status"))
