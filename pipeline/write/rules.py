"""What must hold in an extract beyond the types of its fields: keys, foreign keys, and every span against its text."""

from __future__ import annotations

import hashlib
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from pydantic import ValidationError

from ..errors import ZhfactsError
from ..model import Article, Entity, Fact, Located


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in an extract: the file, the row (line) and the field where it shows, and what it is."""

    file: str
    row: int | None
    field: str | None
    message: str

    def __str__(self) -> str:
        place = [self.file]
        if self.row is not None:
            place.append(f"row {self.row}")
        if self.field:
            place.append(self.field)
        return f"{', '.join(place)}: {' '.join(self.message.split())}"


class InvalidExtract(ZhfactsError):  # noqa: N818
    """An extract that breaks its own rules was about to be written.

    `problem` says where; `articles` are the ids of the articles that it would keep the rules without, where known.
    """

    def __init__(self, problem: Problem, articles: Iterable[str] = ()) -> None:
        super().__init__(str(problem))
        self.problem = problem
        self.articles = tuple(articles)


Finding = tuple[str, str]
"""Field and message."""


def type_findings(error: ValidationError) -> Iterator[Finding]:
    """Yield field and message of each error of a pydantic validation: ("quantities[2].value", "...")."""
    for item in error.errors(include_url=False, include_context=False):
        path = "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in item["loc"]).lstrip(".")
        shown = "" if item["type"] in ("missing", "json_invalid") else f": {item['input']!r:.60}"
        yield path, item["msg"] + shown


def article_findings(article: Article) -> Iterator[Finding]:
    """Yield what is wrong in an article by itself: keys, references inside it, spans, hash, sentences, words."""
    if len(article.text) != article.end - article.start:
        yield "text", f"is {len(article.text)} characters long, start and end say {article.end - article.start}"
        return
    if hashlib.sha256(article.text.encode()).hexdigest() != article.hash:
        yield "hash", "is not the SHA-256 of text"
    for layer in ("mentions", "quantities", "times"):
        yield from _span_findings(article, layer, getattr(article, layer))
    for layer in ("mentions", "quantities", "times", "facts"):
        yield from _key_findings(layer, [x.id for x in getattr(article, layer)])
    yield from _fact_findings(article)
    yield from _unstated_findings(article)
    for n, numeral in enumerate(article.numerals):
        if not article.start <= numeral.start < numeral.end <= article.end:
            yield f"numerals[{n}].start", f"{numeral.start}-{numeral.end} is no span in the article"
    for n, role in enumerate(article.roles):
        if not role.title:
            yield f"roles[{n}].title", "is empty"
    yield from _division_findings(article)


def _span_findings(article: Article, layer: str, items: Iterable[Located]) -> Iterator[Finding]:
    for n, x in enumerate(items):
        if not article.start <= x.start < x.end <= article.end:
            yield f"{layer}[{n}].start", f"{x.start}-{x.end} is no span in the article ({article.start}-{article.end})"
        elif (there := article.text[x.start - article.start : x.end - article.start]) != x.text:
            yield f"{layer}[{n}].text", f"is {x.text!r:.60}, the source has {there!r:.60} at {x.start}-{x.end}"


def _unstated_findings(article: Article) -> Iterator[Finding]:
    """Yield where what states nothing is no quantity, or states a fact."""
    silent = {q.id for q in article.quantities} - {f.quantity for f in article.facts}
    for n, unstated in enumerate(article.unstated):
        if unstated.quantity not in silent:
            yield f"unstated[{n}].quantity", f"{unstated.quantity!r} is no quantity without a fact"


def _fact_findings(article: Article) -> Iterator[Finding]:
    quantities, times = {q.id for q in article.quantities}, {t.id for t in article.times}
    for n, fact in enumerate(article.facts):
        if fact.quantity not in quantities:
            yield f"facts[{n}].quantity", f"no quantity {fact.quantity!r} in the article"
        for name in ("time", "base_time"):
            if (time := getattr(fact, name)) is not None and time not in times:
                yield f"facts[{n}].{name}", f"no time {time!r} in the article"
        for k, e in enumerate(fact.evidence):
            if e.field not in Fact.model_fields:
                yield f"facts[{n}].evidence[{k}].field", f"a fact has no field {e.field!r}"
            if not article.start <= e.start < e.end <= article.end:
                yield f"facts[{n}].evidence[{k}].start", f"{e.start}-{e.end} is no span in the article"


def _key_findings(layer: str, ids: list[str]) -> Iterator[Finding]:
    seen: set[str] = set()
    for n, key in enumerate(ids):
        if not key or key in seen:
            yield f"{layer}[{n}].id", f"{key!r} is not unique" if key else "is empty"
        seen.add(key)


def _division_findings(article: Article) -> Iterator[Finding]:
    last = article.start
    for n, (start, end) in enumerate(article.sentences):
        if not last <= start < end <= article.end:
            yield f"sentences[{n}]", f"{start}-{end} is empty, outside the article or overlaps the one before"
            return
        last = end
    if article.words and (sum(article.words) != len(article.text) or min(article.words) < 1):
        yield "words", f"lengths add up to {sum(article.words)}, text has {len(article.text)} characters"


def references(article: Article) -> Iterator[tuple[str, str]]:
    """Yield (field, entity id) for every reference of an article to an entity."""
    for n, mention in enumerate(article.mentions):
        if mention.entity is not None:
            yield f"mentions[{n}].entity", mention.entity
    for n, fact in enumerate(article.facts):
        for name in ("subject", "scope", "speaker"):
            if (entity := getattr(fact, name)) is not None:
                yield f"facts[{n}].{name}", entity
    for n, role in enumerate(article.roles):
        yield f"roles[{n}].person", role.person
        if role.organization is not None:
            yield f"roles[{n}].organization", role.organization


class Referral(NamedTuple):
    """How the articles refer to an entity: the row and the field of the first that does, mentions, articles."""

    row: int
    field: str
    mentions: int = 0
    articles: int = 0


@dataclass(slots=True)
class Ledger:
    """What must be remembered of the articles that have gone by: their ids and how they refer to entities.

    Grows with the number of articles and of entities, not with their text.
    """

    articles: dict[str, int] = field(default_factory=dict)
    referred: dict[str, Referral] = field(default_factory=dict)

    def enter(self, article: Article) -> Iterator[Finding]:
        """Remember an article as the next row of articles.jsonl; yields a finding where its id was there before."""
        row = len(self.articles) + 1
        if article.id in self.articles or not article.id:
            yield "id", f"{article.id!r} is also row {self.articles[article.id]}" if article.id else "is empty"
        self.articles.setdefault(article.id, row)
        original = article.duplicate_of
        if original is not None and self.articles.get(original, row) == row:
            yield "duplicate_of", f"no article {original!r} before this one"
        for where, entity in references(article):
            if entity not in self.referred:
                self.referred[entity] = Referral(row, sys.intern(where))
        for mentioned, count in Counter(m.entity for m in article.mentions if m.entity is not None).items():
            known = self.referred[mentioned]
            self.referred[mentioned] = known._replace(mentions=known.mentions + count, articles=known.articles + 1)

    def culprits(self, problems: Iterable[Problem], entities: list[Entity]) -> list[str]:
        """Return the ids of the articles that first mean what is wrong, or something in a place that is."""
        held: dict[str, list[str]] = {}
        for entity in entities:
            if entity.parent is not None:
                held.setdefault(entity.parent, []).append(entity.id)
        ids, rows = list(self.articles), set()
        for problem in problems:
            if problem.file == "articles.jsonl" and problem.row:
                rows.add(problem.row)
            elif problem.row:
                rows.update(self._rows(entities[problem.row - 1].id, held))
        return [ids[row - 1] for row in sorted(rows)]

    def _rows(self, entity: str, held: Mapping[str, list[str]]) -> Iterator[int]:
        """Yield the row of the first article that means an entity, or else of those that mean what it holds."""
        waiting, seen = [entity], {entity}
        while waiting:
            one = waiting.pop()
            if one in self.referred:
                yield self.referred[one].row
                continue
            inside = [x for x in held.get(one, ()) if x not in seen]
            waiting += inside
            seen.update(inside)

    def problems(self, entities: Iterable[Entity]) -> Iterator[Problem]:
        """Yield what is wrong between the articles entered and all entities."""
        known: set[str] = set()
        held: list[tuple[int, str]] = []
        for row, entity in enumerate(entities, 1):
            if entity.id in known or not entity.id:
                yield Problem("entities.jsonl", row, "id", f"{entity.id!r} is not unique" if entity.id else "is empty")
            known.add(entity.id)
            if entity.parent is not None and entity.parent not in known:
                held.append((row, entity.parent))
            yield from self._entity_problems(row, entity)
        for row, parent in held:
            if parent not in known:
                yield Problem("entities.jsonl", row, "parent", f"no entity {parent!r}")
        for entity_id, reference in self.referred.items():
            if entity_id not in known:
                message = f"no entity {entity_id!r} in entities.jsonl"
                yield Problem("articles.jsonl", reference.row, reference.field, message)

    def _entity_problems(self, row: int, entity: Entity) -> Iterator[Problem]:
        """Yield what is wrong with an entity by itself and by how the articles mention it."""
        if not entity.name:
            yield Problem("entities.jsonl", row, "name", "is empty")
        if entity.alias_counts and len(entity.alias_counts) != len(entity.aliases):
            yield Problem("entities.jsonl", row, "alias_counts", "is not as long as aliases")
        found = self.referred.get(entity.id)
        for name in ("mentions", "articles"):
            counted = getattr(found, name) if found else 0
            if getattr(entity, name) != counted:
                message = f"is {getattr(entity, name)}, the articles have {counted}"
                yield Problem("entities.jsonl", row, name, message)
