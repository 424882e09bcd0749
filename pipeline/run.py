"""The one place that knows the order of the stages: read -> segment -> recognise -> link -> relate -> write."""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast

from . import compare, link, read, recognise, relate, segment, write
from .engines import Engine, LocalEngine, Plan
from .errors import PATH, ArgumentError, Interrupted, OptionError, OutputError, ZhfactsError, expect
from .lang.english_counts import counted
from .model import Article, Document, Failure, Located, Quantity, Time
from .placing import finish
from .settings import Settings as Settings
from .settings import as_date as as_date
from .streaming import NO_ARTICLE, Corpus, Outcome, RunReport, Work, failure, inputs_of, outcomes, units
from .trained import open_model

if TYPE_CHECKING:
    import pandas as pd

LOGGER = logging.getLogger(__name__)
L = TypeVar("L", bound=Located)

PART = 100
"""Articles a part, where parts are wanted and nothing is said of their size."""
SAMPLE = "3月5日，广州市市长李明介绍，全市新增企业3200家，同比增长5.2%。"
"""What a worker annotates before the first article, so that every table is loaded."""


class Pipeline:
    """All stages in order, for one article at a time. Build it once with `zhfacts.load()`; building loads the tables.

    Calling it with a text gives an `Article` whose offsets count in that text.
    """

    def __init__(self, settings: Settings = Settings()) -> None:
        self.settings = settings
        expect((Settings,), settings=settings)
        model = open_model(settings.model) if settings.model else None
        names = model.recogniser(settings.names) if model else settings.names
        self.kb = link.KnowledgeBase.load(settings.kb, read.whole)
        self.namer = recognise.recognisers.load(names, settings.lexicon, self.kb.own_names())
        self.decider = relate.named(settings.facts, model.facts if model else None)
        self.asking = relate.Asking(self.decider, settings.ask) if settings.ask else None

    def __call__(self, text: str, date: dt.date | str | None = None, title: str | None = None) -> Article:
        """Return the article of a text with its mentions, quantities, times, facts and roles.

        `date` is the publication date (a date or YYYY-MM-DD) against which times are resolved.
        """
        expect((str,), text=text)
        expect((str,), optional=True, title=title)
        document = read.from_text(text, as_date(date), title)
        return finish(self.annotate(document)).article

    def pipe(self, texts: Iterable[str]) -> Iterator[Article]:
        """Yield the article of each text, in order."""
        if isinstance(texts, str) or not isinstance(texts, Iterable):
            raise ArgumentError(f"texts: expected texts in a list or another iterable, got {type(texts).__name__}")
        return map(self, texts)

    def frame(
        self,
        frame: pd.DataFrame,
        *,
        text: str | None = None,
        title: str | None = None,
        date: str | None = None,
        id: str | None = None,
        workers: int = 1,
    ) -> pd.DataFrame:
        """Return the facts of a frame's articles, a row each: the columns of facts.csv under the index of the article.

        The columns of text, title, date and id are found by their usual names, or named. The articles are linked with
        each other as in a run. What gave no article is listed in `attrs["failures"]`. Raises OptionError where `frame`
        is no DataFrame, InputError where a column is not there.
        """
        columns = read.Columns(text, title, date, id)
        given = read.checked_frame(frame, columns)
        with TemporaryDirectory() as folder:
            engine = LocalEngine(Plan(workers))
            report = Run(given, Path(folder, "extract"), self.settings, engine, columns=columns).whole()
            extract = write.read_extract(report.out)
            numbers = {
                a: int(f.rpartition("#")[2]) for a, f in extract.articles[["id", "file"]].itertuples(index=False)
            }
            facts = extract.facts.copy()
        facts.index = given.index[[numbers[article] - 1 for article in facts["article"]]]
        facts.attrs["failures"] = [failure.model_dump() for failure in report.failures]
        return facts

    def asked(self) -> dict[str, int]:
        """Return what became of the questions put to the user's server since this was last called, as counts."""
        counts: dict[str, int] = {}
        if self.asking:
            counts, self.asking.tally = dict(self.asking.tally), Counter()
        return counts

    def annotate(self, document: Document, ask: bool = True) -> Document:
        """Run every stage after reading on a document and return it; spans count in its reading text.

        Without `ask` nothing is asked, even where the settings name a server.
        """
        document.sentences = segment.sentences(document.text)
        recognise.annotate(document, self.namer)
        link.resolve(document, self.kb)
        decider = self.asking if ask and self.asking else self.decider
        facts, document.roles = relate.bind(document, decider)
        document.facts = compare.keyed(facts)
        return document


class Parsed(NamedTuple):
    """The quantities and times of a bare string; offsets count in it."""

    quantities: list[Quantity]
    times: list[Time]


def parse(text: str, date: dt.date | str | None = None) -> Parsed:
    """Return the quantities and times of a string, times resolved against `date` (a date or YYYY-MM-DD).

    The string is folded in width and script, one character to one, and nothing else is done to it.
    """
    expect((str,), text=text)
    quantities, times = recognise.measures(read.fold_text(text), as_date(date))
    return Parsed(_as_written(quantities, text), _as_written(times, text))


def _as_written(items: Iterable[L], text: str) -> list[L]:
    return [x.model_copy(update={"text": text[x.start : x.end]}) for x in items]


def load(settings: Settings = Settings(), *, model: Path | str | None = None) -> Pipeline:
    """Return the pipeline with these settings; a second call with equal settings returns the same one.

    `model` is short for the settings' own: a folder that `zhfacts train` made.
    """
    expect((Settings,), settings=settings)
    expect(PATH, optional=True, model=model)
    return _pipeline(replace(settings, model=Path(model)) if model else settings)


@cache
def _pipeline(settings: Settings) -> Pipeline:
    return Pipeline(settings)


@dataclass(frozen=True)
class Annotation:
    """The task of annotating one article; picklable, so that a worker can do it."""

    settings: Settings

    def prepare(self) -> None:
        """Load the pipeline, and what its stages load when they are first used."""
        load(self.settings).annotate(read.from_text(SAMPLE, dt.date(2024, 3, 5)), ask=False)

    def __call__(self, work: Work | None) -> bytes:
        """Return the outcome for a page or a document as JSON; an error in one article never reaches the others."""
        if work is None:
            return b""
        try:
            document = work if isinstance(work, Document) else next(read.pieces(work), None)
            if document is None:
                raise ZhfactsError(NO_ARTICLE)
            if document.date is None:
                document.date = read.date_of_name(document.file) or self.settings.date
            annotated = finish(load(self.settings).annotate(document))
            write.validate(annotated.article)
            outcome = Outcome(annotated.article, annotated.clusters, asked=load(self.settings).asked())
        except Exception as error:  # an unforeseen error becomes a row of failures.jsonl
            outcome = Outcome(failure=failure(work.file, error, work.id))
        return outcome.to_json()


def run_corpus(
    inputs: Iterable[Path | str] | Path | str | pd.DataFrame,
    out: Path | str,
    settings: Settings = Settings(),
    *,
    append: bool = False,
    resume: bool = False,
    workers: int = 1,
    engine: Engine | None = None,
    progress: Callable[[int], None] = lambda done: None,
    parts: int | None = None,
    parquet: Path | str | None = None,
) -> RunReport:
    """Turn inputs into the extract `out`: all articles annotated, linked with each other, validated and written.

    `inputs` are paths, or a pandas frame whose rows are articles (columns as in tables of texts, `Settings`).
    With `append` the articles that `out` already holds stay as they are, entity ids included, and inputs with the same
    content are skipped. With `resume` what a run that was broken off had done is taken from its journal; the result is
    the same as if it had never been broken off. `progress` is called with the number of articles done,
    failed ones too. With `parts` linking and tables are left to the workers too, so many articles a part (a file of
    Parquet is a part of its own); they must see the folder of `out`. `parquet` is a folder that they then also fill
    with partitioned Parquet files, a folder a table. Raises
    ZhfactsError for a missing input, a broken table of the user's or a folder that cannot be written, Interrupted for
    Ctrl-C; an input that gives no article is a failure in the report.
    """
    expect(PATH, out=out)
    expect((Settings,), settings=settings)
    expect((bool,), append=append, resume=resume)
    expect((int,), workers=workers)
    given, place = _inputs(inputs), Path(out)
    chosen = engine or LocalEngine(Plan(workers))
    from .parts import PartedRun, Shelf, folder_of  # they are made of the run

    if parts is None and parquet is None:
        left = Shelf(folder_of(place))
        if resume and len(left):
            raise OptionError(f"resume: the run that was broken off at {out} went in parts; add --parts")
        left.remove()
        return Run(given, place, settings, chosen, append, progress).whole(resume)
    if not isinstance(given, list):
        raise OptionError("parts: a frame goes in one piece")
    target = Path(parquet) if parquet is not None else None
    size = PART if parts is None else parts
    return PartedRun(given, place, settings, chosen, append, progress, size, target).whole(resume)


def count_articles(
    inputs: Iterable[Path | str] | Path | str | pd.DataFrame,
    settings: Settings = Settings(),
    seconds: float = float("inf"),
) -> int | None:
    """Return how many articles inputs hold, by reading and dividing them; None where that takes longer than `seconds`.

    A page counts as one. Raises InputError for a missing input.
    """
    end, number = time.monotonic() + seconds, 0
    for unit in units(_found(_inputs(inputs), settings.columns)):
        number += unit.failure is None
        if time.monotonic() > end:
            return None
    return number


def _found(
    inputs: list[Path | str] | pd.DataFrame, columns: read.Columns, passed: Counter[str] | None = None
) -> Iterator[read.Source | Failure]:
    """Return the raw texts of inputs, and what cannot be read; files that are passed by are counted in `passed`."""
    if isinstance(inputs, list):
        return read.sources(inputs, columns, passed)
    return read.frame_sources(inputs, columns)


def _inputs(given: object) -> list[Path | str] | pd.DataFrame:
    """Return what a run is to read; OptionError where it is neither paths nor a frame."""
    if read.is_frame(given):
        return cast("pd.DataFrame", given)
    paths: list[Any] = [given] if isinstance(given, str | Path) or not isinstance(given, Iterable) else [*given]
    for path in paths:
        if not isinstance(path, str | Path):
            raise ArgumentError(f"inputs: expected paths or a pandas DataFrame, got {type(path).__name__}")
    return paths


class Run:
    """A run over given inputs: once, and again without the articles with which the extract would break its rules."""

    def __init__(
        self,
        inputs: list[Path | str] | pd.DataFrame,
        out: Path,
        settings: Settings,
        engine: Engine,
        append: bool = False,
        progress: Callable[[int], None] = lambda done: None,
        columns: read.Columns | None = None,
    ) -> None:
        self.inputs, self.out, self.settings, self.engine, self.progress = inputs, out, settings, engine, progress
        self.columns = columns or settings.columns
        self.growing = append and out.exists()
        self.refused: dict[str, str] = {}
        self.corpus: Corpus
        self.journal: write.Journal | None = None

    @property
    def kept(self) -> str:
        """Say what a run that was broken off leaves, and how to go on; "" where it leaves nothing."""
        articles = len(self.journal) if self.journal else 0
        return f"{counted(articles, 'articles')} kept; the same command with --resume goes on" if articles else ""

    def whole(self, resume: bool = False) -> RunReport:
        """Run, as often as an article has to be left out; errors say what is kept and how to go on."""
        while True:
            try:
                return self.once(resume)
            except write.InvalidExtract as error:
                if not self.refuse(error):
                    raise
                resume = True
            except KeyboardInterrupt:
                raise Interrupted(f"interrupted; {self.kept or 'nothing was written'}") from None
            except ZhfactsError as error:
                raise (OutputError(f"{error}; {self.kept}") if self.kept else error) from None

    def once(self, resume: bool) -> RunReport:
        """Annotate, link and write; InvalidExtract where the last check before writing finds something."""
        passed: Counter[str] = Counter()
        found = _found(self.inputs, self.columns, passed)
        kb = load(self.settings).kb
        with write.Writer(self.out) as writer:
            registry = link.EntityRegistry(kb, write.read_entities(self.out) if self.growing else ())
            corpus = self.corpus = Corpus(registry, inputs_of(self.out) if self.growing else [])
            for article in write.read_articles(self.out) if self.growing else ():
                corpus.keep(article)
                writer.add(article)
            undated = settled = 0
            with write.Journal(self.out, self.settings.fingerprint(), resume) as journal:
                self.journal = journal
                told = self.out, len(journal), self.settings.described()
                LOGGER.info("into %s; articles in the journal: %d; settings: %s", *told)
                for unit, key, outcome in outcomes(found, self.engine, Annotation(self.settings), journal):
                    if new := corpus.take(unit, key, outcome, self.refused.get(key)):
                        writer.add(new)
                        undated += new.date is None
                        LOGGER.info(
                            "%s: %s, %s",
                            new.id,
                            counted(len(new.quantities), "quantities"),
                            counted(len(new.facts), "facts"),
                        )
                    settled += unit.failure is None
                    self.progress(settled)
                for row in corpus.failures:
                    LOGGER.warning("failed %s: %s", row.file, row.reason)
                    writer.fail(row)
                LOGGER.info("writing the tables of %s", counted(len(corpus.keys), "articles"))
                counts = writer.finish(registry.close().entities, self.settings.described(), corpus.inputs)
                journal.remove()
        of_corpus = corpus.failures, corpus.skipped, undated, corpus.asked, corpus.scores
        return RunReport(self.out, counts, *of_corpus, passed)

    def refuse(self, error: write.InvalidExtract) -> bool:
        """Leave out, from now on, the articles that an error is laid to; return whether there are any new ones."""
        found = {self.corpus.keys[i]: str(error) for i in error.articles if i in self.corpus.keys}
        self.refused |= found
        return bool(found)
