"""The one place that knows the order of the stages: read -> segment -> recognise -> link -> relate -> write."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from . import link, read, recognise, relate, segment, write
from .engines import Engine, LocalEngine
from .errors import ZhfactsError
from .model import Article, Cluster, Document, Fact, Failure, Located, Numeral, Quantity, Span, Time

L = TypeVar("L", bound=Located)

REASON = 500
"""Characters of an error that a row of failures.jsonl quotes."""


@dataclass(frozen=True)
class Settings:
    """What a user can choose for a run; picklable, equal settings give equal results.

    names: the recogniser of names, one of those of `Namer.load`: "zhfacts" (rules and the shipped model), "lexicon"
    (rules alone), "zhfacts:FOLDER", "spacy:...", "hanlp:...". lexicon: a file with the user's own names.
    kb: a file with the user's own knowledge base (CSV or JSONL). text_column: where tables of texts hold the text.
    """

    names: str = "zhfacts"
    lexicon: Path | None = None
    kb: Path | None = None
    text_column: str = "text"

    def described(self) -> dict[str, str | None]:
        """Return the settings for run.json: files by name, so that equal runs in two places are equal."""
        kind, colon, model = self.names.partition(":")
        return {
            "names": kind + colon + Path(model).name,
            "lexicon": self.lexicon.name if self.lexicon else None,
            "kb": self.kb.name if self.kb else None,
            "text_column": self.text_column,
        }


@dataclass(frozen=True, slots=True)
class Annotated:
    """An article with provisional entity ids, and the clusters that they stand for."""

    article: Article
    clusters: list[Cluster] = field(default_factory=list)


class Pipeline:
    """All stages in order, for one article at a time. Build it once with `zhfacts.load()`; building loads the tables.

    Calling it with a text gives an `Article` whose offsets count in that text.
    """

    def __init__(self, settings: Settings = Settings()) -> None:
        self.settings = settings
        self.namer = recognise.names.Namer.load(settings.names, settings.lexicon)
        self.kb = link.KnowledgeBase.load(settings.kb)

    def __call__(self, text: str, date: dt.date | str | None = None, title: str | None = None) -> Article:
        """Return the article of a text with its mentions, quantities, times, facts and roles.

        `date` is the publication date (a date or YYYY-MM-DD) against which times are resolved.
        """
        document = read.from_text(text, as_date(date), title)
        return finish(self.annotate(document)).article

    def pipe(self, texts: Iterable[str]) -> Iterator[Article]:
        """Yield the article of each text, in order."""
        return map(self, texts)

    def annotate(self, document: Document) -> Document:
        """Run every stage after reading on a document and return it; spans count in its reading text."""
        document.sentences = segment.sentences(document.text)
        recognise.annotate(document, self.namer)
        link.resolve(document, self.kb)
        document.facts, document.roles = relate.bind(document)
        return document


class Parsed(NamedTuple):
    """The quantities and times of a bare string; offsets count in it."""

    quantities: list[Quantity]
    times: list[Time]


def parse(text: str, date: dt.date | str | None = None) -> Parsed:
    """Return the quantities and times of a string, times resolved against `date` (a date or YYYY-MM-DD).

    The string is folded in width and script, one character to one, and nothing else is done to it.
    """
    quantities, times = recognise.measures(read.fold_text(text), as_date(date))
    return Parsed(_as_written(quantities, text), _as_written(times, text))


def _as_written(items: Iterable[L], text: str) -> list[L]:
    return [x.model_copy(update={"text": text[x.start : x.end]}) for x in items]


def as_date(value: dt.date | str | None) -> dt.date | None:
    """Return a date given as such or as YYYY-MM-DD; raises ZhfactsError for another form."""
    if value is None or isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        raise ZhfactsError(f"{value!r} is no date: YYYY-MM-DD is meant") from None


def finish(document: Document) -> Annotated:
    """Turn a document into an article: every span into the raw file, `text` as it stands there.

    What cannot be one span of the raw file, because a caption parts it, is left out together with the facts on it.
    """
    mentions = _placed(document, document.mentions)
    quantities = _placed(document, document.quantities)
    times = _placed(document, document.times)
    kept, dated = {q.id for q in quantities}, {t.id for t in times}
    facts = [_placed_fact(document, f, dated) for f in document.facts if f.quantity in kept]
    text = document.raw[document.start : document.end]
    spans = [Span(x.start - document.start, x.end - document.start) for x in (*mentions, *quantities, *times)]
    article = Article(
        id=document.id,
        file=document.file,
        start=document.start,
        end=document.end,
        title=document.title,
        date=document.date,
        text=text,
        hash=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        sentences=tuple(_sentences(document)),
        markup=tuple(_markup(document)),
        words=tuple(segment.words(text, sorted(spans))),
        mentions=tuple(mentions),
        quantities=tuple(quantities),
        times=tuple(times),
        numerals=tuple(_numerals(document)),
        facts=tuple(facts),
        roles=tuple(document.roles),
    )
    return Annotated(article, document.clusters)


def _placed(document: Document, items: Iterable[L]) -> list[L]:
    placed = []
    for item in items:
        span = document.raw_span(item.start, item.end)
        if span:
            text = document.raw[span.start : span.end]
            placed.append(item.model_copy(update={"start": span.start, "end": span.end, "text": text}))
    return placed


def _placed_fact(document: Document, fact: Fact, dated: set[str]) -> Fact:
    """Return a fact with its evidence in the raw file, without the times that are not `dated`."""
    spans = ((e, document.raw_span(e.start, e.end)) for e in fact.evidence)
    evidence = tuple(e.model_copy(update={"start": s.start, "end": s.end}) for e, s in spans if s)
    lost = {x: None for x in ("time", "base_time") if getattr(fact, x) not in dated}
    return fact.model_copy(update={**lost, "evidence": evidence})


def _numerals(document: Document) -> Iterator[Numeral]:
    """Yield the numerals that are no quantities, in the raw file."""
    for numeral in document.numerals:
        if span := document.raw_span(numeral.start, numeral.end):
            yield numeral.model_copy(update={"start": span.start, "end": span.end})


def _markup(document: Document) -> Iterator[tuple[int, int]]:
    """Yield the marks of the article that stand for nothing that is read (a character reference stands for one)."""
    for start, length in sorted(document.markup.items()):
        if document.start <= start < document.end and document.raw[start] != "&":
            yield start, start + length


def _sentences(document: Document) -> Iterator[tuple[int, int]]:
    """Yield the sentences in the raw file: from the first to the last character of each, never overlapping."""
    spans = sorted(
        (min(document.offsets[s.start : s.end]), max(document.offsets[s.start : s.end]) + 1)
        for s in document.sentences
        if s.end > s.start
    )
    last = 0
    for start, end in spans:
        if start >= last:
            yield start, end
            last = end


@dataclass(frozen=True)
class Report:
    """What a run did: counts by table, inputs that failed, articles that were skipped because they were there."""

    out: Path
    counts: dict[str, int]
    failures: list[Failure]
    skipped: int = 0

    def lines(self) -> Iterator[str]:
        """Yield the report as plain lines."""
        tables = ("articles", "mentions", "entities", "quantities", "times", "facts", "roles")
        yield f"{self.out}: " + ", ".join(f"{self.counts[t]} {t}" for t in tables)
        if self.skipped:
            yield f"skipped {self.skipped} articles that the extract already holds"
        for failure in self.failures:
            yield f"failed {failure.file}: {failure.reason}"


@dataclass(frozen=True)
class Outcome:
    """What became of one source: its articles, or why there are none."""

    path: str = ""
    encoding: str = ""
    articles: list[Annotated] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)


@cache
def load(settings: Settings = Settings()) -> Pipeline:
    """Return the pipeline with these settings; a second call with equal settings returns the same one."""
    return Pipeline(settings)


@dataclass(frozen=True)
class Task:
    """Annotate one source; picklable, so that a worker process can do it."""

    settings: Settings

    def __call__(self, source: read.Source | Failure) -> Outcome:
        """Return the annotated articles of a source; an error in one source never reaches the others."""
        if isinstance(source, Failure):
            return Outcome(failures=[source])
        outcome = Outcome(source.path, source.encoding)
        try:
            documents = read.documents(source)
            if not documents:
                raise ZhfactsError("no article in it")
            pipeline = load(self.settings)
        except Exception as error:  # an unforeseen error becomes a row of failures.jsonl, here and below
            outcome.failures.append(failure(source.file, error))
            return outcome
        for document in documents:
            try:
                annotated = finish(pipeline.annotate(document))
                write.validate(annotated.article)
                outcome.articles.append(annotated)
            except Exception as error:
                part = f"article {document.id}" if len(documents) > 1 else ""
                outcome.failures.append(failure(source.file, error, part))
        return outcome


def failure(file: str, error: Exception, part: str = "") -> Failure:
    """Return an error over a file, or over a part of it, as a row of failures.jsonl: one line of bounded length."""
    kind = "" if isinstance(error, ZhfactsError) else type(error).__name__
    reason = " ".join(": ".join(filter(None, (part, kind, str(error)))).split())
    return Failure(file=file, reason=reason if len(reason) <= REASON else reason[:REASON] + "...")


def run_corpus(
    inputs: Iterable[Path],
    out: Path,
    settings: Settings = Settings(),
    *,
    append: bool = False,
    workers: int = 1,
    engine: Engine | None = None,
    progress: Callable[[int], None] = lambda done: None,
) -> Report:
    """Turn inputs into the extract `out`: all articles annotated, linked with each other, validated and written.

    With `append` the articles that `out` already holds stay as they are, entity ids included, and inputs with the same
    content are skipped. `progress` is called with the number of articles done. Raises ZhfactsError for a missing
    input, a broken table of the user's or a folder that cannot be written; an input that cannot be read is a failure
    in the report.
    """
    growing = append and out.exists()
    registry = link.Registry(load(settings).kb, write.read_entities(out) if growing else ())
    corpus = _Corpus(registry, _inputs_of(out) if growing else [])
    found = read.sources(inputs, settings.text_column)
    with write.Writer(out) as writer:
        for article in write.read_articles(out) if growing else ():
            corpus.keep(article)
            writer.add(article)
        for outcome in (engine or LocalEngine(workers)).map(Task(settings), found):
            for article in corpus.take(outcome):
                writer.add(article)
            progress(corpus.done)
        for failure in corpus.failures:
            writer.fail(failure)
        counts = writer.finish(registry.close().entities, settings.described(), corpus.inputs)
    return Report(out, counts, corpus.failures, corpus.skipped)


class _Corpus:
    """What a run keeps in mind while articles stream through it: their ids and hashes, entities, failures, inputs."""

    def __init__(self, registry: link.Registry, inputs: list[dict[str, Any]]) -> None:
        self.registry = registry
        self.inputs = inputs
        self.failures: list[Failure] = []
        self.skipped = self.done = 0
        self._ids: set[str] = set()
        self._hashes: set[str] = set()
        self._paths: set[str] = set()

    def keep(self, article: Article) -> None:
        """Take note of an article that the growing extract already holds."""
        self._ids.add(article.id)
        self._hashes.add(article.hash)

    def take(self, outcome: Outcome) -> Iterator[Article]:
        """Yield the new articles of a source with final ids; take note of its failures."""
        self.failures += outcome.failures
        new = [a for a in outcome.articles if a.article.hash not in self._hashes]
        self.skipped += len(outcome.articles) - len(new)
        self.done += len(outcome.articles)
        if new:
            self._read_from(outcome.path, outcome.encoding)
        for annotated in new:
            article = annotated.article.model_copy(update={"id": self._free(annotated.article.id)})
            try:
                final = self.registry.add(article, annotated.clusters)
            except ZhfactsError as error:
                self.failures.append(failure(article.file, error, f"article {article.id}"))
                continue
            self._ids.add(article.id)
            yield relabel(article, final)

    def _read_from(self, path: str, encoding: str) -> None:
        """Take note of a file that gave new articles, once."""
        if path in self._paths:
            return
        self._paths.add(path)
        with open(path, "rb") as handle:
            digest = hashlib.file_digest(handle, "sha256").hexdigest()
        self.inputs.append({"path": path, "encoding": encoding, "file_sha256": digest})

    def _free(self, wanted: str) -> str:
        """Return an id that no article has yet: the wanted one, or it with ~2, ~3, ... behind it."""
        name, number = wanted, 2
        while name in self._ids:
            name, number = f"{wanted}~{number}", number + 1
        return name


def _inputs_of(out: Path) -> list[dict[str, Any]]:
    return list(write.read_extract(out).run.get("inputs", []))


def relabel(article: Article, ids: Mapping[str, str]) -> Article:
    """Return an article with the final ids of its entities in place of the provisional ones."""

    def final(provisional: str | None) -> str | None:
        return ids[provisional] if provisional else None

    return article.model_copy(
        update={
            "mentions": tuple(m.model_copy(update={"entity": final(m.entity)}) for m in article.mentions),
            "facts": tuple(
                f.model_copy(update={x: final(getattr(f, x)) for x in ("subject", "scope", "speaker")})
                for f in article.facts
            ),
            "roles": tuple(
                r.model_copy(update={"person": final(r.person), "organization": final(r.organization)})
                for r in article.roles
            ),
        }
    )
