"""What streams through a run: articles to be annotated go in, outcomes come out, entities meet over all articles."""

from __future__ import annotations

import hashlib
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import TypeAdapter

from . import compare, link, read, write
from .engines import Engine, Lost, Task
from .errors import ZhfactsError
from .lang.english_counts import counted
from .model import Article, Cluster, Document, Failure

Work = read.Source | Document
"""What a worker gets: a page to be read, or an article that has been."""
REASON = 500
"""Characters of an error that a row of failures.jsonl quotes."""
KEY_BYTES = 16
NO_ARTICLE = "no article in it"
SCORE_BANDS = {"of 0.9 and above": 0.9, "of 0.7 to 0.9": 0.7, "of 0.5 to 0.7": 0.5, "below 0.5": 0.0, "without": -1.0}
"""Bands of the scores of facts, surest first: their names and the least score of each."""


@dataclass(frozen=True)
class RunReport:
    """What a run did: counts by table, inputs that failed, articles that were skipped because they were there."""

    out: Path
    counts: dict[str, int]
    failures: list[Failure]
    skipped: int = 0
    undated: int = 0
    """New articles whose date of publication nothing tells: what they say relative to it (今年, 昨天) has no dates."""
    asked: Mapping[str, int] = field(default_factory=dict)
    """What became of the questions put to the user's server, as counts."""
    scores: Mapping[str, int] = field(default_factory=dict)
    """How many facts of new articles have a score in each of SCORE_BANDS, those of none left out."""
    passed: Mapping[str, int] = field(default_factory=dict)
    """How many files of folders and archives were passed by, by ending or kind: .png, README, hidden, ..."""

    def lines(self) -> Iterator[str]:
        """Yield the report as plain lines."""
        tables = ("articles", "mentions", "entities", "quantities", "times", "facts", "roles")
        counts = {t: counted(self.counts[t], t) for t in tables}
        if self.undated:
            counts["articles"] += f" ({self.undated} undated)"
        yield f"{self.out}: " + ", ".join(counts.values())
        if self.skipped:
            yield f"skipped {counted(self.skipped, 'articles')} that the extract already holds"
        if self.passed:
            kinds = ", ".join(f"{number} {kind}" for kind, number in sorted(self.passed.items()))
            yield f"passed by {counted(sum(self.passed.values()), 'files')} (pictures, scripts and the like): {kinds}"
        if self.asked:
            yield f"asked: {', '.join(f'{number} {what}' for what, number in sorted(self.asked.items()))}"
        for failure in self.failures:
            yield f"failed {failure.file}: {failure.reason}"


@dataclass(frozen=True)
class Outcome:
    """What became of one article: itself and its clusters, or why there is none; what the user's server was asked."""

    article: Article | None = None
    clusters: list[Cluster] = field(default_factory=list)
    failure: Failure | None = None
    asked: dict[str, int] = field(default_factory=dict)

    def to_json(self) -> bytes:
        """Return it as a line of JSON: what workers answer and the journal keeps."""
        return _OUTCOME.dump_json(self)

    @staticmethod
    def from_json(line: bytes) -> Outcome:
        """Return the outcome that a line holds."""
        return _OUTCOME.validate_json(line)


_OUTCOME = TypeAdapter(Outcome)


@dataclass(frozen=True)
class Brief:
    """What a run has to know of an article in order to take it among the others: a kilobyte, whatever its length."""

    id: str
    file: str
    hash: str
    duplicate_of: str | None
    undated: bool
    asked: Mapping[str, int]
    scores: Mapping[str, int]
    signature: compare.Signature | None
    error: str = ""
    """Why the article cannot be linked."""

    @staticmethod
    def of(article: Article, asked: Mapping[str, int], error: str = "") -> Brief:
        """Return the brief of an article."""
        bands = Counter(score_band(fact.score) for fact in article.facts)
        told = article.id, article.file, article.hash, article.duplicate_of, article.date is None
        return Brief(*told, asked, bands, compare.signature(article), error)

    def named(self, wanted: str) -> Brief:
        """Return the brief with another id."""
        return replace(self, id=wanted)


class Admitted(NamedTuple):
    """Under which id an article is taken, and which one it reprints."""

    id: str
    duplicate_of: str | None


@dataclass(frozen=True)
class WorkItem:
    """One article to be annotated, or an input that gives none: what a worker gets, and what the run knows of it.

    `path` and `encoding` are those of the file that holds it, `digest` its SHA-256 where it is no file.
    """

    file: str
    work: Work | None = None
    failure: Failure | None = None
    path: str = ""
    encoding: str = ""
    digest: str = ""

    @property
    def key(self) -> str:
        """Return its name in the journal: a digest of all that its outcome depends on, but for the settings."""
        return hashlib.blake2b(repr(self.work).encode("utf-8", "surrogatepass"), digest_size=KEY_BYTES).hexdigest()


def failure(file: str, error: Exception, article: str = "") -> Failure:
    """Return an error over a file, or over an article in it, as a row of failures.jsonl: one line of bounded length."""
    kind = "" if isinstance(error, ZhfactsError) else type(error).__name__
    part = f"article {article}" if "#" in article.removeprefix(file) else ""
    reason = " ".join(": ".join(filter(None, (part, kind, str(error)))).split())
    return Failure(file=file, reason=reason if len(reason) <= REASON else reason[:REASON] + "...")


def units(found: Iterable[read.Source | Failure]) -> Iterator[WorkItem]:
    """Yield what there is to do, an article at a time; pages are read by the workers, because that takes long."""
    for source in found:
        if isinstance(source, Failure):
            yield WorkItem(source.file, failure=source)
            continue
        none = True
        try:
            for work in [source] if read.is_page(source) else read.pieces(source):
                none = False
                yield WorkItem(source.file, work, None, source.path, source.encoding, source.digest)
            if none:
                raise ZhfactsError(NO_ARTICLE)
        except Exception as error:  # an unforeseen error becomes a row of failures.jsonl
            yield WorkItem(source.file, failure=failure(source.file, error))


def outcomes(
    found: Iterable[read.Source | Failure], engine: Engine, task: Task[Work | None, bytes], journal: write.Journal
) -> Iterator[tuple[WorkItem, str, Outcome]]:
    """Yield each unit without its work, its key and its outcome, in order, each as soon as the journal holds it.

    What the journal holds from an earlier run is not done again. That a worker died or took too long is not kept:
    another run tries again.
    """
    waiting: deque[tuple[WorkItem, str]] = deque()

    def to_do() -> Iterator[Work | None]:
        for unit in units(found):
            key = "" if unit.failure else unit.key
            waiting.append((replace(unit, work=None), key))
            yield None if unit.failure or key in journal else unit.work

    with closing(engine.map(task, to_do())) as results:
        for result in results:
            unit, key = waiting.popleft()
            if unit.failure:
                yield unit, key, Outcome(failure=unit.failure)
            elif isinstance(result, Lost):
                yield unit, key, Outcome(failure=Failure(file=unit.file, reason=result.reason))
            else:
                if result:
                    journal.keep(key, result)
                yield unit, key, Outcome.from_json(result or journal[key])


class Corpus:
    """What a run keeps in mind while articles stream through it: their ids and hashes, entities, failures, inputs.

    `keys` are the names in the journal of the articles that it has taken, by their ids.
    """

    def __init__(self, registry: link.EntityRegistry, inputs: list[dict[str, Any]]) -> None:
        self.registry = registry
        self.inputs = inputs
        self.failures: list[Failure] = []
        self.reprints = compare.Reprints()
        self.skipped = self.done = 0
        self.asked: Counter[str] = Counter()
        self._scores: Counter[str] = Counter()
        self.keys: dict[str, str] = {}
        self._kept: set[str] = set()
        self._hashes: set[str] = set()
        self._paths: set[str] = set()

    @property
    def scores(self) -> dict[str, int]:
        """How many facts of new articles have a score in each band, surest first."""
        return {band: self._scores[band] for band in SCORE_BANDS if self._scores[band]}

    def keep(self, article: Article) -> None:
        """Take note of an article that the growing extract already holds."""
        self._kept.add(article.id)
        self._hashes.add(article.hash)
        self.reprints.enter(article)

    def take(self, unit: WorkItem, key: str, outcome: Outcome, refused: str | None) -> Article | None:
        """Return a new article with final ids, or None, with a failure where it is not one that the extract holds."""
        found = outcome.article
        if found is None:
            self.failures.append(outcome.failure or failure(unit.file, ZhfactsError(NO_ARTICLE)))
            return None
        uses, error = uses_or_error(found, outcome.clusters, self.registry.kb)
        admitted = self.admit(unit, key, Brief.of(found, outcome.asked, error), refused)
        if admitted is None:
            return None
        final = self.registry.take(admitted.id, uses)
        return relabel(found.model_copy(update=admitted._asdict()), final)

    def admit(self, unit: WorkItem, key: str, brief: Brief, refused: str | None) -> Admitted | None:
        """Take an article among the others by its brief, or None, with a failure where it cannot be one of them."""
        if refused:
            self.failures.append(failure(unit.file, ZhfactsError(refused)))
            return None
        self.done += 1
        if brief.hash in self._hashes:
            self.skipped += 1
            return None
        self.asked.update(brief.asked)
        article = self._free(brief.id)
        if brief.error:
            self.failures.append(failure(brief.file, ZhfactsError(brief.error), article))
            return None
        self.keys[article] = key
        self._read_from(unit)
        self._scores.update(brief.scores)
        return Admitted(article, self.reprints.enter_signed(article, brief.duplicate_of, brief.signature))

    def _read_from(self, unit: WorkItem) -> None:
        """Take note of a file that gave new articles, once."""
        if unit.path in self._paths:
            return
        self._paths.add(unit.path)
        digest = unit.digest
        if not digest:
            with open(unit.path, "rb") as handle:
                digest = hashlib.file_digest(handle, "sha256").hexdigest()
        self.inputs.append({"path": read.shown(unit.path), "encoding": unit.encoding, "file_sha256": digest})

    def _free(self, wanted: str) -> str:
        """Return an id that no article has yet: the wanted one, or it with ~2, ~3, ... behind it."""
        name, number = wanted, 2
        while name in self.keys or name in self._kept:
            name, number = f"{wanted}~{number}", number + 1
        return name


def uses_or_error(article: Article, clusters: list[Cluster], kb: link.KnowledgeBase) -> tuple[list[link.Use], str]:
    """Return what an article uses of its clusters, or nothing and why it cannot be linked."""
    try:
        return link.uses_of(article, kb, clusters), ""
    except ZhfactsError as error:
        return [], str(error)


def score_band(score: float | None) -> str:
    """Return the name of the band that a score is in."""
    return next(name for name, least in SCORE_BANDS.items() if (-1.0 if score is None else score) >= least)


def inputs_of(out: Path) -> list[dict[str, Any]]:
    """Return the inputs that an extract names."""
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
