"""What the workers of a run in parts do: annotate a part, spread it into shares, link a share, write a part, compare.

Each task gets and returns little; what is much lies in the folder that all machines see. A task that is done again,
because its worker died, writes the same.
"""

from __future__ import annotations

import hashlib
from abc import abstractmethod
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from .. import link, read, write
from ..errors import ZhfactsError
from ..link.sharding import Keys
from ..model import Article, Cluster, Failure
from ..run import Annotation, load
from ..settings import Settings
from ..streaming import Admitted, Brief, Outcome, WorkItem, relabel, units, uses_or_error
from .shelf import Segments, Shelf, segment

KILLS = "the worker process died"
Place = tuple[int, int, int]
"""A segment: the number of the file, where it starts and ends."""


@dataclass(frozen=True)
class Trouble:
    """Stands for the result of a task that could not be done: why."""

    reason: str
    articles: tuple[int, ...] = ()
    """The rows of the articles that it is laid to, if it is."""


@dataclass(frozen=True)
class PartTask:
    """A task on parts in a folder, with the settings of the run."""

    folder: Path
    settings: Settings
    parquet: bool = False
    ahead = 3
    """Items a worker that may be under way: they are large."""

    def prepare(self) -> None:
        """Load what is needed at once."""

    def __call__(self, item: Any, /) -> Any:
        """Return the result for an item, or Trouble."""
        try:
            return self.do(item)
        except write.InvalidExtract as error:
            return Trouble(str(error), tuple(filter(None, [error.problem.row])))
        except OSError as error:
            return Trouble(f"cannot write {self.folder}: {error.strerror or error}")
        except ZhfactsError as error:
            return Trouble(str(error))

    @abstractmethod
    def do(self, item: Any) -> Any:
        """Return the result for an item."""

    @property
    def shelf(self) -> Shelf:
        """The outcomes of the parts."""
        return Shelf(self.folder)

    def file(self, kind: str, number: int) -> Path:
        """Return the file of segments of a kind and a number."""
        return self.folder / kind / f"{number:06}.jsonl"


class InputPart(NamedTuple):
    """A part of the input: its articles, or a file that the worker reads."""

    number: int
    units: tuple[WorkItem, ...] = ()
    partition: read.Partition | None = None


class Told(NamedTuple):
    """What is told of one unit of a part: itself without its work, its key, its failure or its brief, its row's id.

    `source` is the id that its text has in its part, `named` the one that its row gives.
    """

    unit: WorkItem
    key: str
    failure: Failure | None
    brief: Brief | None
    source: str = ""
    named: str = ""


class AnnotatedPart(NamedTuple):
    """A part that is annotated: what is told of its units, and which names belong together."""

    told: list[Told]
    pairs: Keys


class AnnotatePart(PartTask):
    """Annotate the articles of a part."""

    def prepare(self) -> None:
        """Load the pipeline."""
        Annotation(self.settings).prepare()

    def do(self, item: InputPart) -> AnnotatedPart:
        """Return what is told of a part."""
        found = list(self._units(item))
        keys = [_key(unit) for unit, *_ in found]
        annotate = Annotation(self.settings)

        def do(n: int) -> bytes:
            unit = found[n][0]
            return annotate(unit.work) or Outcome(failure=unit.failure).to_json()

        def fatal(n: int) -> bytes:
            return Outcome(failure=Failure(file=found[n][0].file, reason=KILLS)).to_json()

        lines = self.shelf.outcomes(item.number, keys, do, fatal)
        components = link.Components()
        told = [
            Told(replace(unit, work=None), key, *self._brief(line, components), source, named)
            for (unit, source, named), key, line in zip(found, keys, lines, strict=True)
        ]
        return AnnotatedPart(told, components.pairs())

    def _units(self, item: InputPart) -> Iterator[tuple[WorkItem, str, str]]:
        """Yield each unit with the id of its text and the one that its row gives."""
        if item.partition is None:
            yield from ((unit, "", "") for unit in item.units)
            return
        digest = ""
        for source in read.partition_sources(item.partition, self.settings.columns):
            digest = digest or _digest(item.partition.place)
            ids = ("", "") if isinstance(source, Failure) else (source.id, source.named)
            for unit in units([source]):
                yield replace(unit, digest=digest), *ids

    def _brief(self, line: bytes, components: link.Components) -> tuple[Failure | None, Brief | None]:
        """Return the failure of an outcome or the brief of its article, and note which of its names belong together."""
        outcome = Outcome.from_json(line)
        if outcome.article is None:
            return outcome.failure, None
        uses, error = uses_or_error(outcome.article, outcome.clusters, _kb(self.settings))
        for use in uses:
            components.join(link.keys_of(use.cluster))
        return None, Brief.of(outcome.article, outcome.asked, error)


class Taken(NamedTuple):
    """A part whose articles are taken: row and id of each unit's article, None where it has none."""

    number: int
    rows: list[tuple[int, Admitted] | None]


class Spread(NamedTuple):
    """What is to be spread: a taken part, into so many shares, and the pairs of its keys."""

    taken: Taken
    shares: int
    pairs: Keys


class SpreadPart(PartTask):
    """Spread what the articles of a part use over the shares."""

    def do(self, item: Spread) -> list[int]:
        """Write the segments of a part; return where they start."""
        shares = link.Shares(item.shares, item.pairs)
        segments = Segments(self.file("used", item.taken.number), item.shares)
        for row, admitted, outcome in _articles(self.shelf, item.taken):
            assert outcome.article is not None
            uses, _ = uses_or_error(outcome.article, outcome.clusters, _kb(self.settings))
            for k, use in enumerate(uses):
                share = shares.of(link.keys_of(use.cluster)[0])
                segments.add(share, [row, k, admitted.id, asdict(use.cluster), dict(use.forms), dict(use.labels)])
        return segments.write()


class Share(NamedTuple):
    """A share: its number, the segments that it is made of, in order, and how many parts there are."""

    number: int
    places: list[Place]


class Linked(NamedTuple):
    """A share that is linked: where the answers for each part start, rows by table, its ids and where they lie.

    `inside` are the ids of places that hold others, with the row of the article that first meant one in them.
    """

    starts: list[int]
    counts: Counter[str]
    ids: Keys
    inside: dict[str, int]


class LinkShare(PartTask):
    """Link the articles as far as a share goes."""

    def do(self, item: Share) -> Linked:
        """Write the entities of a share and the answers for each part."""
        registry = link.EntityRegistry(_kb(self.settings))
        first: dict[str, tuple[int, int]] = {}
        answers: list[dict[int, dict[str, str]]] = []
        for place in item.places:
            answers.append({})
            for row, lines in _grouped(segment(self.file("used", place[0]), *place[1:])):
                uses = [link.Use(_cluster(c), forms, labels) for *_, c, forms, labels in lines]
                final = registry.take(lines[0][2], uses)
                answers[-1][row] = final
                for (_, k, *_), use in zip(lines, uses, strict=True):
                    first.setdefault(final[use.cluster.id], (row, k))
        entities = {entity.id: entity for entity in registry.close().entities}
        segments = Segments(self.file("answers", item.number), len(item.places))
        for n, answer in enumerate(answers):
            names = {i: entities[i].name for final in answer.values() for i in final.values()}
            segments.add(n, [list(answer.items()), names])
        made = ((*first[entity.id], entity) for entity in entities.values())
        counts = write.write_entities_part(self.folder, item.number, made, self.parquet)
        inside = {entity.parent: first[entity.id][0] for entity in reversed(entities.values()) if entity.parent}
        return Linked(segments.write(), counts, np.array([number_of(i) for i in entities], np.uint64), inside)


class Written(NamedTuple):
    """A part that is written: where the shares of its comparable facts start, rows by table."""

    starts: list[int]
    counts: Counter[str]


class ToWrite(NamedTuple):
    """A taken part that is to be written, and the segments of its answers."""

    taken: Taken
    places: list[Place]
    shares: int


class WritePart(PartTask):
    """Write the articles of a part with their final ids."""

    def do(self, item: ToWrite) -> Written:
        """Write a part; return what is told of it."""
        ids: dict[int, dict[str, str]] = {}
        names: dict[str, str] = {}
        for place in item.places:
            for answers, named in segment(self.file("answers", place[0]), *place[1:]):
                names |= named
                for row, final in answers:
                    ids.setdefault(row, {}).update(final)
        segments = Segments(self.file("facts", item.taken.number), item.shares)

        def tell(fact: Sequence[Any]) -> None:
            segments.add(number_of(f"{fact[0]}\0{fact[1]}") % item.shares, fact)

        articles = self._final(item.taken, ids)
        number = item.taken.number
        counts = write.write_articles_part(self.folder, number, articles, names, self.parquet, tell)
        return Written(segments.write(), counts)

    def _final(self, taken: Taken, ids: Mapping[int, Mapping[str, str]]) -> Iterator[tuple[int, Article]]:
        """Yield the articles of a part as the extract holds them, with their rows."""
        for row, admitted, outcome in _articles(self.shelf, taken):
            assert outcome.article is not None
            yield row, relabel(outcome.article.model_copy(update=admitted._asdict()), ids.get(row, {}))


class CompareShare(PartTask):
    """Compare the facts of a share."""

    def do(self, item: Share) -> Counter[str]:
        """Write series and conflicts of a share; return rows by table."""
        facts = (fact for place in item.places for fact in segment(self.file("facts", place[0]), *place[1:]))
        return write.write_together_part(self.folder, item.number, facts, self.parquet)


def _key(unit: WorkItem) -> str:
    """Return the key of what becomes of a unit: of its work, or of why there is none."""
    return f"{number_of(repr(unit.failure)):016x}" if unit.failure else unit.key


def number_of(key: str) -> int:
    """Return a number of eight bytes for a text."""
    return int.from_bytes(hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def _articles(shelf: Shelf, taken: Taken) -> Iterator[tuple[int, Admitted, Outcome]]:
    """Yield row, id and outcome of each article of a part that is taken."""
    for entry, line in zip(taken.rows, shelf.read(taken.number), strict=True):
        if entry is not None:
            yield *entry, Outcome.from_json(line)


def _grouped(lines: Iterable[list[Any]]) -> Iterator[tuple[int, list[list[Any]]]]:
    """Yield the lines of each article: those of one row, which stand together."""
    group: list[list[Any]] = []
    for line in lines:
        if group and group[0][0] != line[0]:
            yield group[0][0], group
            group = []
        group.append(line)
    if group:
        yield group[0][0], group


def _cluster(fields: dict[str, Any]) -> Cluster:
    return Cluster(**{**fields, "context": tuple(fields["context"])})


def _kb(settings: Settings) -> link.KnowledgeBase:
    return load(settings).kb


def _digest(path: str) -> str:
    with open(path, "rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
