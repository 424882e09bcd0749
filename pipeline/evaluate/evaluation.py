"""The evaluation itself: one pass over the raw files of the gold, then what needs all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .catalogue import CATALOGUE
from .clusters import Clusterings
from .comparison import comparison_rows
from .facts import Claims, Entities, FactMatch, count_facts, count_roles, distinct_roles
from .mistakes import MistakeBook, fact_mistakes, role_mistakes, span_mistakes
from .reading import AnnotationFolder, common_files
from .reliability import Key, core_verdicts, scored
from .report import Report
from .resampling import Resamples
from .sheets import Sheet
from .spans import Pair, count_spans
from .tallies import Tallies, Tally, Units

LABEL_LAYERS = ("mentions", "coarse", "quantities", "times")


@dataclass
class Counted:
    """What one pass over the gold and one extract counts."""

    tallies: Tallies = field(default_factory=lambda: defaultdict(Tally))
    mistakes: MistakeBook = field(default_factory=MistakeBook)
    claims: Claims = field(default_factory=Claims)
    matches: list[FactMatch] = field(default_factory=list)
    articles: dict[str, int] = field(default_factory=dict)

    def counts(self, name: str, units: int) -> Any:
        """Return the counts of a measure, of shape (units, 4)."""
        return self.tallies[name].matrix(units)


def measure(
    gold: str | Path,
    out: str | Path,
    *,
    compare: str | Path | None = None,
    resamples: int = 1000,
    seed: int = 0,
    kept: int | None = None,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Report:
    """Measure an extract, or another annotator's gold, against a folder of gold files.

    Raw files are matched by name; only those that the gold covers count. Intervals come from resampling the gold's
    articles (percentile bootstrap, fixed seed). `compare` is a second extract, compared on the same resamples. Of each
    kind of mistake the first `kept` are kept, all where it is None. `progress` is called with the raw files done and
    their number. Raises InputError where a folder or file is missing or is not what it should be, or where the two
    sides share no raw file.
    """
    ours = AnnotationFolder(gold)
    units = Units()
    first = _count(ours, AnnotationFolder(out), units, kept, progress)
    drawn = Resamples(len(units.names), resamples, seed)
    report = _report(first, drawn, units.names)
    if compare is not None:
        second = _count(ours, AnnotationFolder(compare), Units(), 0, progress)
        for name, found in report.counts.items():
            report.differences[name] = drawn.difference(found, second.counts(name, drawn.units))
    return report


def _report(counted: Counted, drawn: Resamples, names: list[str]) -> Report:
    """Return the figures of what was counted, `names` being the articles."""
    size = drawn.units
    counts = {d.name: counted.counts(d.name, size) for d in CATALOGUE}
    slots = [name for name in counted.tallies if name.startswith("slot ")]
    return Report(
        scores={name: drawn.score(found) for name, found in counts.items()},
        labels=_by_label(counted, drawn, size),
        slots={name.removeprefix("slot "): drawn.score(counted.counts(name, size)) for name in slots},
        articles=counted.articles,
        mistakes=counted.mistakes,
        names=names,
        counts=counts,
        reliability=scored(counted.matches, counted.claims.predicted),
    )


def verdicts(gold: str | Path, out: str | Path) -> dict[Key, bool]:
    """Return of every fact of an extract on the gold's files whether its core is right, by raw file and ARTICLE/q1."""
    found = _count(AnnotationFolder(gold), AnnotationFolder(out), Units(), 0)
    return core_verdicts(found.matches, found.claims.predicted)


def compared_facts(gold: str | Path, out: str | Path) -> list[dict[str, Any]]:
    """Return the facts of an extract beside those of gold, as plain rows in the order of the texts (see `comparison`).

    Raises InputError as `measure` does.
    """
    found = _count(AnnotationFolder(gold), AnnotationFolder(out), Units(), 0)
    return comparison_rows(found.matches, found.claims.predicted)


def _count(
    gold: AnnotationFolder,
    predicted: AnnotationFolder,
    units: Units,
    kept: int | None,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Counted:
    """Count everything, raw file by raw file; only spans' counts, links and compact facts are kept of them."""
    counted, links, heads = Counted(mistakes=MistakeBook(kept)), Clusterings(), _Heads()
    if gold.is_gold:
        gold.names = predicted.names  # an entity that gold names by the extract's own id is the extract's
    for done, file in enumerate(common_files(gold, predicted), 1):
        pair = Pair(*(Sheet(file, folder.articles(file), folder) for folder in (gold, predicted)))
        units.enter(file, pair.gold.articles)
        count_spans(pair, units, counted.tallies)
        links.enter(pair, units)
        counted.claims.enter(pair, with_sentences=kept != 0)
        heads.enter(pair)
        for mistake in span_mistakes(pair):
            counted.mistakes.enter(mistake, pair)
        progress(done, len(gold.files))
    links.count(counted.tallies)
    entities = Entities(links.alignment(), links.gold_names())
    counted.matches = counted.claims.matches(entities)
    count_facts(counted.matches, counted.claims.predicted, units, counted.tallies)
    roles = [distinct_roles(side, entities) for side in counted.claims.roles]
    count_roles(roles[0], roles[1], units, counted.tallies)
    for mistake in (*fact_mistakes(counted.matches, counted.claims.predicted), *role_mistakes(*roles)):
        counted.mistakes.enter(mistake)
    counted.articles = heads.counts
    return counted


def _by_label(counted: Counted, drawn: Resamples, size: int) -> dict[str, dict[str, Any]]:
    """Return the figures of each label that the gold has, by layer."""
    found: dict[str, dict[str, Any]] = {}
    for layer in LABEL_LAYERS:
        names = sorted(name for name in counted.tallies if name.startswith(f"{layer} "))
        scores = {name.partition(" ")[2]: drawn.score(counted.counts(name, size)) for name in names}
        if there := {label: s for label, s in scores.items() if s.gold}:
            found[layer] = there
    return found


class _Heads:
    """How many files and articles there are, and how many articles have the title and date of the gold."""

    def __init__(self) -> None:
        self.counts = dict.fromkeys(("files", "files_found", "gold", "pred", "title_date_ok"), 0)

    def enter(self, pair: Pair) -> None:
        """Count the articles of a raw file."""
        ours, theirs = ({(a.title, a.date) for a in sheet.articles} for sheet in (pair.gold, pair.predicted))
        more = (1, bool(theirs), len({(a.start, a.end) for a in pair.gold.articles}), len(pair.predicted.articles))
        for name, number in zip(self.counts, (*more, len(ours & theirs)), strict=True):
            self.counts[name] += number
