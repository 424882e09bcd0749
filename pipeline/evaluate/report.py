"""The report of an evaluation: as tables for a terminal, as JSON, as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from .catalogue import CATALOGUE
from .mistakes import Mistake, MistakeBook
from .reliability import Scored, calibration_error, reliability_rows
from .resampling import Difference, Score, figures


class ReportTable(NamedTuple):
    """A table of a report as plain data."""

    title: str
    columns: list[str]
    rows: list[list[Any]]


CSV_COLUMNS = (
    "part", "of", "name", "p", "r", "f", "low", "high", "macro_p", "macro_r", "macro_f", "tp", "pred", "gold",
    "second_f", "difference", "p_value",
)  # fmt: skip
COLUMNS = ["measure", "P", "R", "F1", "95 %", "macro F1", "hits", "predicted", "gold"]


@dataclass(frozen=True)
class Report:
    """What an evaluation found.

    `scores` by measure; `labels` by layer ("mentions", "coarse", "quantities", "times") and label; `slots` of facts;
    counts of files and articles; mistakes by kind; differences from a second extract by measure; `counts` by measure,
    of shape (articles, 4) in the order of `names`, see `Tally`; `reliability`: score of each predicted fact that has
    one, and whether it is right in all core fields.
    """

    scores: dict[str, Score]
    labels: dict[str, dict[str, Score]]
    slots: dict[str, Score]
    articles: dict[str, int]
    mistakes: MistakeBook
    names: list[str]
    counts: Mapping[str, Any]
    differences: dict[str, Difference] = field(default_factory=dict)
    reliability: list[Scored] = field(default_factory=list)

    @property
    def errors(self) -> dict[str, list[Mistake]]:
        """The mistakes that were kept, by kind."""
        return self.mistakes.by_kind()

    def label_means(self) -> dict[str, tuple[float, float, float]]:
        """Return precision, recall and F1 as means over the labels of each layer (seqeval's macro average)."""
        return {
            layer: tuple(sum(s[n] for s in found.values()) / len(found) for n in range(3))  # type: ignore[misc]
            for layer, found in self.labels.items()
        }

    def by_article(self) -> Iterator[tuple[str, str, float, float, float, float, int, int]]:
        """Yield article, measure, precision, recall, F1, hits, predicted and gold where there is something to count."""
        for measure in self.scores:
            p, r, f = figures(self.counts[measure])
            for n, name in enumerate(self.names):
                _, hits, predicted, gold = self.counts[measure][n]
                if predicted or gold:
                    yield name, measure, float(p[n]), float(r[n]), float(f[n]), float(hits), int(predicted), int(gold)

    def to_json(self, by_article: bool = False) -> dict[str, Any]:
        """Return the report as JSON data, mistakes as their numbers."""
        content: dict[str, Any] = {
            "measures": {k: v._asdict() for k, v in self.scores.items()},
            "labels": {layer: {k: v._asdict() for k, v in s.items()} for layer, s in self.labels.items()},
            "label_means": {k: dict(zip("prf", v, strict=True)) for k, v in self.label_means().items()},
            "fact_slots": {k: v.f for k, v in self.slots.items()},
            "articles": self.articles,
            "errors": {kind: self.mistakes.counts[kind] for kind in self.errors},
        }
        if self.reliability:
            content["reliability"] = self.reliability_table().rows
        if self.differences:
            content["differences"] = {k: v._asdict() for k, v in self.differences.items()}
        if by_article:
            found: dict[str, dict[str, Any]] = {name: {} for name in self.names}
            for name, measure, *values in self.by_article():
                found[name][measure] = dict(zip(("p", "r", "f", "tp", "pred", "gold"), values, strict=True))
            content["by_article"] = found
        return content

    def to_csv(self, by_article: bool = False) -> str:
        """Return all figures as one table in CSV.

        Columns: part (measure, label, slot, article, difference), layer (of a label) or article, name, and the figures.
        """
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(CSV_COLUMNS)
        for part, of, name, s in self._scores():
            d = self.differences.get(name) if part == "measure" else None
            moved = [d.second, d.difference, d.p_value] if d else ["", "", ""]
            writer.writerow([part, of, name, s.p, s.r, s.f, s.low, s.high, s.macro_p, s.macro_r, s.macro_f,
                             s.tp, s.pred, s.gold, *moved])  # fmt: skip
        for article, measure, p, r, f, *counts in self.by_article() if by_article else ():
            writer.writerow(["article", article, measure, p, r, f, "", "", "", "", "", *counts, "", "", ""])
        return out.getvalue()

    def _scores(self) -> Iterator[tuple[str, str, str, Score]]:
        yield from (("measure", "", k, s) for k, s in self.scores.items())
        for layer, found in self.labels.items():
            yield from (("label", layer, k, s) for k, s in found.items())
        yield from (("slot", "", k, s) for k, s in self.slots.items())

    def tables(self) -> list[ReportTable]:
        """Return the report as tables of plain values."""
        by_label = [_line(f"{layer} {k}", s) for layer, scores in self.labels.items() for k, s in scores.items()]
        by_label += [[f"{k}, mean of labels", *v, "", "", "", "", ""] for k, v in self.label_means().items()]
        found = [
            ReportTable("Measures", COLUMNS, [_line(k, s) for k, s in self.scores.items()]),
            ReportTable("By label", COLUMNS, by_label),
            ReportTable("Fact slots (where a fact was found)", COLUMNS, [_line(k, s) for k, s in self.slots.items()]),
            ReportTable("Articles", ["", "number"], [[k, v] for k, v in self.articles.items()]),
        ]
        if self.reliability:
            found.append(self.reliability_table())
        if self.differences:
            columns = ["F1", "first", "second", "difference", "95 %", "better in", "p"]
            rows = [
                [k, d.first, d.second, d.difference, _interval(d.low, d.high), f"{d.better:.0%}", d.p_value]
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
        """Yield the mistakes as lines, by kind, at most `limit` of a kind, each with its sentence if known."""
        for kind, found in self.errors.items():
            yield f"--- {kind}: {self.mistakes.counts[kind]}"
            for mistake in found[:limit]:
                yield f"    {mistake}"
                if mistake.sentence:
                    yield f"        {mistake.sentence}"


def catalogue_table() -> ReportTable:
    """Return the measures with what they count and whose definitions they are."""
    return ReportTable("Measures", ["measure", "counts as right", "defined by"], [list(d) for d in CATALOGUE])


def _line(name: str, s: Score) -> list[Any]:
    """Return the row of a measure; dashes where the gold has none of what it counts, as CoNLL has no facts."""
    if not s.gold:
        return [name, "-", "-", "-", "", "-", "-", s.pred, s.gold]
    tp = int(s.tp) if s.tp == int(s.tp) else round(s.tp, 1)
    return [name, s.p, s.r, s.f, _interval(s.low, s.high), s.macro_f, tp, s.pred, s.gold]


def _interval(low: float | None, high: float | None) -> str:
    return "" if low is None or high is None else f"{low:.3f}-{high:.3f}"
