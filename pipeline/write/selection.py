"""What of an extract is exported: all of it, the facts that fit a condition, or one part of a split by article."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Literal

from ..errors import OptionError, ZhfactsError
from ..model import Article, Entity, Fact
from .load import read_articles, read_entities, read_extract, read_table, rows_of
from .query import fitting
from .rules import references
from .tables import BY_NAME, Row, entity_row

PARTS = ("train", "validation", "test")
"""Names of the parts of a split, as Hugging Face's datasets has them."""
Heads = Literal["names", "zh"]


@dataclass(frozen=True)
class Selection:
    """What an exporter reads: articles, entities and table rows of an extract, streamed and always in the same order.

    `folder` is the extract. `kept_facts` are ids of facts (facts.id), `kept_articles` ids of articles; None means all.
    `heads` are the heads of columns: their names, or Chinese. `spreadsheet` asks for a CSV that Excel opens well.
    `shares` are those of a split, for an exporter that writes the parts into one target by itself. `progress` is told
    the articles gone through and their number.
    """

    folder: Path
    kept_facts: frozenset[str] | None = None
    kept_articles: frozenset[str] | None = None
    heads: Heads = "names"
    spreadsheet: bool = False
    shares: Mapping[str, int] | None = None
    progress: Callable[[int, int], None] = lambda done, of: None

    @property
    def whole(self) -> bool:
        """Whether it is all of the extract."""
        return self.kept_facts is None and self.kept_articles is None

    def where(self, condition: str) -> Selection:
        """Return the facts for which a condition holds and the articles that tell one; see `query` for errors."""
        facts = frozenset(fitting(read_table(self.folder, BY_NAME["facts"]), condition)["id"])
        known = read_articles(self.folder)
        articles = frozenset(a.id for a in known if any(f"{a.id}/{f.id}" in facts for f in a.facts))
        return replace(self, kept_facts=facts, kept_articles=articles)

    def parts(self, shares: Mapping[str, int]) -> dict[str, Selection]:
        """Return the parts of a split, by name; an article and its reprints are in the same part."""
        held: dict[str, set[str]] = {name: set() for name in shares}
        hashes: dict[str, str] = {}
        for article in read_articles(self.folder):
            hashes[article.id] = hashes.get(article.duplicate_of or "", article.hash)
            if self.kept_articles is None or article.id in self.kept_articles:
                held[part_of(hashes[article.id], shares)].add(article.id)
        return {name: replace(self, kept_articles=frozenset(ids)) for name, ids in held.items()}

    def articles(self) -> Iterator[Article]:
        """Yield the articles, each with the facts that are kept."""
        return map(self._kept, self._chosen())

    def entities(self) -> Iterator[Entity]:
        """Yield the entities that the articles refer to, with the places that hold them; counts are of the extract."""
        wanted = self._referred
        return (e for e in read_entities(self.folder) if wanted is None or e.id in wanted)

    def rows(self) -> Iterator[tuple[str, Row]]:
        """Yield (table name, row) for all tables, no row before one that it refers to but among entities.

        What became of a numeral is told as it is in the extract: a fact that is left out is still a fact.
        """
        names: dict[str, str] = {}
        for entity in self.entities():
            names[entity.id] = entity.name
            yield "entities", entity_row(entity)
        try:
            yield from rows_of(self._chosen(), names, self._kept)
        except KeyError as error:
            raise ZhfactsError(f"{self.folder}: no {error}; see zhfacts check") from error

    def _chosen(self) -> Iterator[Article]:
        """Yield the articles as the extract has them."""
        chosen = self.kept_articles
        articles = (a for a in read_articles(self.folder) if chosen is None or a.id in chosen)
        for done, article in enumerate(articles, 1):
            yield article
            self.progress(done, self._number)

    @cached_property
    def _number(self) -> int:
        """How many articles are gone through."""
        if self.kept_articles is not None:
            return len(self.kept_articles)
        return int(read_extract(self.folder).run.get("counts", {}).get("articles", 0))

    def _kept(self, article: Article) -> Article:
        if self.whole:
            return article
        original = article.duplicate_of if article.duplicate_of in (self.kept_articles or ()) else None
        return article.model_copy(
            update={"facts": tuple(f for f in article.facts if self._keeps(article, f)), "duplicate_of": original}
        )

    def _keeps(self, article: Article, fact: Fact) -> bool:
        return self.kept_facts is None or f"{article.id}/{fact.id}" in self.kept_facts

    @cached_property
    def _referred(self) -> frozenset[str] | None:
        """Ids of the entities that the articles refer to, with those that hold them; None for all."""
        if self.whole:
            return None
        found = {entity for article in self.articles() for _, entity in references(article)}
        parents = {e.id: e.parent for e in read_entities(self.folder)}
        for entity in tuple(found):
            above = parents.get(entity)
            while above is not None and above not in found:
                found.add(above)
                above = parents.get(above)
        return frozenset(found)


def part_of(hash: str, shares: Mapping[str, int]) -> str:
    """Return the part of the article whose text has a hash (hex digits); shares are percent and make 100."""
    place = int(hashlib.sha256(hash.encode()).hexdigest()[:8], 16) % 10_000
    edge = 0
    for name, share in shares.items():
        edge += share * 100
        if place < edge:
            return name
    raise ValueError(f"{shares} does not make 100 percent")


def shares(split: str) -> dict[str, int]:
    """Return the shares of a split as written: 80/10/10 (train, validation, test) or 80/20 (train, test).

    Raises OptionError where they are no percentages that make 100.
    """
    given = split.split("/")
    names = PARTS if len(given) == 3 else (PARTS[0], PARTS[2])
    if len(given) not in (2, 3) or not all(s.isascii() and s.isdigit() for s in given) or sum(map(int, given)) != 100:
        raise OptionError(f"--split {split!r}: percentages that make 100 are meant, 80/10/10 or 80/20")
    return dict(zip(names, map(int, given), strict=True))
