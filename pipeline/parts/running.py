"""The process that starts a run in parts: gives out work, takes the articles in order, puts the parts together."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import numpy as np

from .. import link, read, write
from ..engines import Engine, Lost, staying
from ..errors import OptionError, OutputError
from ..lang.english_counts import counted
from ..link.sharding import Keys
from ..model import Failure
from ..run import Run, load
from ..settings import Settings
from ..streaming import Corpus, RunReport, WorkItem, units
from .shelf import Shelf, folder_of
from .tasks import (
    KILLS,
    AnnotatedPart,
    AnnotatePart,
    CompareShare,
    InputPart,
    Linked,
    LinkShare,
    PartTask,
    Share,
    Spread,
    SpreadPart,
    Taken,
    Told,
    ToWrite,
    Trouble,
    WritePart,
    Written,
    number_of,
)

LOGGER = logging.getLogger(__name__)
MOST_SHARES = 256
ROUNDS = 8
"""So often a part whose worker died is given out again: each time one article more may be found to kill it."""


class PartedRun(Run):
    """A run in parts of so many articles; `parquet`, if given, is the folder for partitioned Parquet files."""

    def __init__(
        self,
        inputs: list[Path | str],
        out: Path,
        settings: Settings,
        engine: Engine,
        append: bool,
        progress: Callable[[int], None],
        size: int,
        parquet: Path | None = None,
    ) -> None:
        """Refuse what does not go in parts."""
        if size < 1:
            raise OptionError(f"parts: {size} articles a part is nothing; give more")
        if getattr(getattr(engine, "plan", None), "timeout", None) is not None:
            raise OptionError("timeout: it is for single articles and goes without --parts")
        if append:
            raise OptionError("append: an extract grows without --parts")
        super().__init__(inputs, out, settings, engine, progress=progress)
        self.size, self.parquet = size, parquet
        self.shelf = Shelf(folder_of(out))

    @property
    def kept(self) -> str:
        """Say what a run that was broken off leaves, and how to go on; "" where it leaves nothing."""
        articles = len(self.shelf)
        return f"{counted(articles, 'articles')} kept; the same command with --resume goes on" if articles else ""

    def once(self, resume: bool) -> RunReport:
        """Annotate, link and write; InvalidExtract where an article would break the rules of the extract."""
        passed: Counter[str] = Counter()
        parts = list(read.partitions(self.inputs, passed) or ()) if isinstance(self.inputs, list) else []
        found = read.sources(self.inputs, self.settings.columns, passed) if isinstance(self.inputs, list) else ()
        given = (InputPart(n, partition=p) for n, p in enumerate(parts)) if parts else _cut(units(found), self.size)
        kb = load(self.settings).kb
        with ExitStack() as stack:
            writer = stack.enter_context(write.Assembly(self.out))
            tables = stack.enter_context(write.new_folder(self.parquet)) if self.parquet else None
            stack.enter_context(staying(self.engine))
            with write.writing(self.out):
                self.shelf.begin(self.settings.fingerprint(), resume, self.out)
            corpus = self.corpus = Corpus(link.EntityRegistry(kb), [])
            components, taken, undated = self._taken(given, parts, corpus)
            number = min(MOST_SHARES, max(1, len(taken)))
            counts = self._linked(taken, components, number)
            for row in corpus.failures:
                LOGGER.warning("failed %s: %s", row.file, row.reason)
            sizes = {"articles": len(taken), "entities": number, "together": number}
            with write.writing(self.out):
                if tables:
                    write.write_partitioned(self.shelf.folder, sizes, tables)
                made = self.shelf.folder, sizes, counts, corpus.failures
                total = writer.assemble(*made, self.settings.described(), corpus.inputs)
                self.shelf.remove()
        of_corpus = corpus.failures, corpus.skipped, undated, corpus.asked, corpus.scores
        return RunReport(self.out, total, *of_corpus, passed)

    def _taken(
        self, given: Iterable[InputPart], partitions: list[read.Partition], corpus: Corpus
    ) -> tuple[list[Keys], list[Taken], int]:
        """Annotate the parts and take their articles in order; return each part's pairs of keys, and its articles."""
        pairs: list[Keys] = []
        taken: list[Taken] = []
        ids = read.Identifiers()
        undated = settled = 0
        for number, annotated in enumerate(self._annotated(given)):
            if partitions:
                ids.begin(partitions[number])
            rows: list[tuple[int, Any] | None] = []
            for told in _renamed(annotated.told, ids if partitions else None):
                admitted = None
                if told.brief is None:
                    corpus.failures.append(told.failure or Failure(file=told.unit.file, reason=KILLS))
                else:
                    admitted = corpus.admit(told.unit, told.key, told.brief, self.refused.get(told.key))
                    undated += told.brief.undated and admitted is not None
                rows.append((len(corpus.keys), admitted) if admitted else None)
                settled += told.unit.failure is None
            pairs.append(annotated.pairs)
            taken.append(Taken(number, rows))
            self.progress(settled)
        return pairs, taken, undated

    def _annotated(self, given: Iterable[InputPart]) -> Iterator[AnnotatedPart]:
        """Yield the parts as they are annotated, in order."""
        task = AnnotatePart(self.shelf.folder, self.settings)
        waiting: list[InputPart] = []

        def noted() -> Iterator[InputPart]:
            for part in given:
                waiting.append(part)
                yield part

        with closing(self.engine.map(task, noted())) as results:
            for result in results:
                part = waiting.pop(0)
                if isinstance(result, Lost):
                    result = self._again(task, part, result)
                yield _untroubled(result)

    def _again(self, task: PartTask, item: Any, lost: Lost) -> Any:
        """Do an item again whose worker died, and again, because each time it may get further."""
        for _ in range(ROUNDS):
            LOGGER.warning("once more: %s", lost.reason)
            (result,) = self.engine.map(task, [item])
            if not isinstance(result, Lost):
                return result
            lost = result
        raise OutputError(f"a part of the run cannot be done: {lost.reason}")

    def _linked(self, taken: list[Taken], pairs: list[Keys], number: int) -> Counter[str]:
        """Link, write and compare in so many shares; return the rows of all tables."""
        counts: Counter[str] = Counter()
        told = self.shelf.folder, self.settings, self.parquet is not None
        together = link.Components()
        for some in pairs:
            together.take(some)
        spread = (Spread(t, number, _own(p, together)) for t, p in zip(taken, pairs, strict=True))
        used: list[list[int]] = list(self._done(SpreadPart(*told), spread))
        linked: list[Linked] = list(self._done(LinkShare(*told), _shares(used, number)))
        self._refuse_unheld(linked)
        answers = [share.starts for share in linked]
        writes = (
            ToWrite(t, places, number) for t, (_, places) in zip(taken, _shares(answers, len(taken)), strict=True)
        )
        written: list[Written] = list(self._done(WritePart(*told), writes))
        facts = [part.starts for part in written]
        compared: list[Counter[str]] = list(self._done(CompareShare(*told), _shares(facts, number)))
        for more in (*(x.counts for x in linked), *(x.counts for x in written), *compared):
            counts.update(more)
        return counts

    def _done(self, task: PartTask, items: Iterable[Any]) -> Iterator[Any]:
        """Yield the result of a task for each item, in order."""
        given = list(items)
        with closing(self.engine.map(task, given)) as results:
            for item, result in zip(given, results, strict=True):
                yield self._untroubled(self._again(task, item, result) if isinstance(result, Lost) else result)

    def _untroubled(self, result: Any) -> Any:
        """Return a result; raises what the trouble is that stands for one."""
        if isinstance(result, Trouble) and result.articles:
            ids = list(self.corpus.keys)
            problem = write.Problem("articles.jsonl", result.articles[0], None, result.reason)
            raise write.InvalidExtract(problem, [ids[row - 1] for row in result.articles])
        return _untroubled(result)

    def _refuse_unheld(self, linked: list[Linked]) -> None:
        """Raise InvalidExtract over the articles that mean something in a place that is no entity."""
        known = np.concatenate([share.ids for share in linked]) if linked else np.empty(0, np.uint64)
        inside = [(parent, row) for share in linked for parent, row in share.inside.items()]
        there = np.isin(np.array([number_of(parent) for parent, _ in inside], np.uint64), known)
        unheld = [entry for entry, held in zip(inside, there.tolist(), strict=True) if not held]
        if unheld:
            ids = list(self.corpus.keys)
            problem = write.Problem("entities.jsonl", None, "parent", f"no entity {unheld[0][0]!r}")
            raise write.InvalidExtract(problem, [ids[row - 1] for _, row in unheld])


def _untroubled(result: Any) -> Any:
    if isinstance(result, Trouble):
        raise OutputError(result.reason)
    return result


def _cut(found: Iterable[WorkItem], size: int) -> Iterator[InputPart]:
    """Yield units in parts of a size."""
    some: list[WorkItem] = []
    number = 0
    for unit in found:
        some.append(unit)
        if len(some) == size:
            yield InputPart(number, tuple(some))
            some, number = [], number + 1
    if some:
        yield InputPart(number, tuple(some))


def _renamed(told: Iterable[Told], ids: read.Identifiers | None) -> Iterator[Told]:
    """Yield what is told with the ids that a run in one process gives to rows of partitions."""
    last, final = "", ""
    for one in told:
        if ids and one.source:
            if one.source != last:
                last, final = one.source, ids.final(one.named, one.unit.file)
            if one.brief:
                wanted = final + one.brief.id.removeprefix(one.source)
                one = one._replace(brief=one.brief.named(wanted))
        yield one


def _own(pairs: Keys, together: link.Components) -> Keys:
    """Return the keys of a part with the least of their components over all parts."""
    keys = np.unique(pairs).tolist()
    return np.array([(key, together.least(key)) for key in keys], np.uint64).reshape(-1, 2)


def _shares(starts: list[list[int]], number: int) -> Iterator[Share]:
    """Yield for each segment of files, whose starts are given, where it lies in each of them."""
    for n in range(number):
        yield Share(n, [(file, at[n], at[n + 1]) for file, at in enumerate(starts)])
