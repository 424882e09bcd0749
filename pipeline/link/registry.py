"""Linking over articles: one entity for one thing, articles coming in one by one.

Every article is matched against the entities so far, so that a run over one half of a corpus and an appended run over
the other end as one run over the whole does, and an id once given never changes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar

from ..errors import ZhfactsError
from ..lang.script import from_traditional
from ..model import Article, Cluster, Document, Entity, NameLabel
from .knowledge import KnowledgeBase, Known
from .names import common_person, is_tail, local_to_article, metro_line

CONTEXT = 12
FOLDED = 1 << 13
"""Names whose folded form is kept in mind: those of the articles of an hour, not all that a run meets."""
NONE: Mapping[str, str] = MappingProxyType({})
NONE_COUNTED: Mapping[Any, int] = MappingProxyType({})
K = TypeVar("K")
Counts = tuple[tuple[K, int], ...]
"""How often each of a few things was seen."""


@dataclass(slots=True)
class EntityProfile:
    """An entity as it grows: how often it was written and labelled how, and what tells it from its namesakes.

    A run holds one for each entity: counts are tuples, which take half the memory of dictionaries.
    """

    id: str
    name: str
    label: NameLabel
    forms: Counts[str] = ()
    labels: Counts[NameLabel] = ()
    external_ids: Mapping[str, str] = field(default_factory=lambda: NONE)
    parent: str | None = None
    context: tuple[str, ...] = ()
    articles: int = 0
    fixed: bool = False

    @property
    def person(self) -> bool:
        """Tell whether it was first met as a person, whatever label most mentions have by now."""
        return self.id.startswith("PERSON:")

    def entity(self) -> Entity:
        """Return it as a line of entities.jsonl."""
        ranked = sorted(self.forms, key=lambda pair: (-pair[1], pair[0]))
        name = self.name
        if len(ranked) > 1 and not self.fixed:
            name = next((f for f, _ in ranked if len(f) == len(name) and folded(f) == folded(name)), name)
        label = self.label
        if self.labels and not self.fixed:
            label = max(self.labels, key=lambda pair: (pair[1], pair[0]))[0]
        return Entity(
            id=self.id,
            name=name,
            label=label,
            aliases=tuple(form for form, _ in ranked),
            alias_counts=tuple(count for _, count in ranked),
            label_counts=dict(sorted(self.labels)),
            external_ids=dict(sorted(self.external_ids.items())),
            parent=self.parent,
            context=self.context,
            mentions=sum(count for _, count in self.forms),
            articles=self.articles,
        )


@dataclass(frozen=True, slots=True)
class Use:
    """What an article uses of one cluster: the cluster, how its mentions are written and labelled, with counts."""

    cluster: Cluster
    forms: Mapping[str, int] = field(default_factory=lambda: NONE_COUNTED)
    labels: Mapping[NameLabel, int] = field(default_factory=lambda: NONE_COUNTED)


class Links(NamedTuple):
    """What a registry ends with: final ids where they differ from the provisional ones, and all entities."""

    ids: dict[tuple[str, str], str]
    entities: Collection[Entity]


class LinkedEntities(Collection[Entity]):
    """The entities of a registry, the oldest first, each made when it is asked for."""

    def __init__(self, records: Mapping[str, EntityProfile]) -> None:
        self._records = records

    def __len__(self) -> int:
        return len(self._records)

    def __iter__(self) -> Iterator[Entity]:
        return (record.entity() for record in self._records.values())

    def __contains__(self, entity: object) -> bool:
        return isinstance(entity, Entity) and entity.id in self._records


class EntityRegistry:
    """Entities over articles, in memory that grows with their number, in time linear in the mentions."""

    def __init__(self, kb: KnowledgeBase, existing: Iterable[Entity] = ()) -> None:
        """Begin with the entities of an extract that is to grow; their ids stay."""
        self.kb = kb
        self.records: dict[str, EntityProfile] = {}
        self.named: dict[bool, dict[str, tuple[str, ...]]] = {True: {}, False: {}}
        self.coded: dict[tuple[str, str], str] = {}
        self.ids: dict[tuple[str, str], str] = {}
        for entity in existing:
            self.enter(from_entity(entity, entity.id in kb.by_id))

    def add(self, article: Article | Document, clusters: Iterable[Cluster] | None = None) -> dict[str, str]:
        """Take in an article with its clusters (a document has its own); return its final ids by provisional id.

        Raises ZhfactsError, and takes nothing in, where the article means something that no cluster describes.
        """
        return self.take(article.id, uses_of(article, self.kb, clusters))

    def take(self, article: str, uses: Iterable[Use]) -> dict[str, str]:
        """Take in what an article (its id) uses, or a part of that; return the final ids by provisional id."""
        final: dict[str, str] = {}
        mentioned: set[str] = set()
        for use in uses:
            record = self.find(use.cluster, article)
            final[use.cluster.id] = record.id
            record.forms = added(record.forms, use.forms)
            record.labels = added(record.labels, use.labels)
            if use.forms:
                mentioned.add(record.id)
        for identifier in mentioned:
            self.records[identifier].articles += 1
        self.ids.update({(article, a): b for a, b in final.items() if a != b})
        return final

    def close(self) -> Links:
        """Return the final ids by article and provisional id where they differ, and the entities, the oldest first."""
        return Links(self.ids, LinkedEntities(self.records))

    def find(self, cluster: Cluster, article: str) -> EntityProfile:
        """Return the entity that a cluster means, a new one where there is none."""
        record = self.match(cluster, article)
        if record is None:
            record = self.new(cluster, article)
        if self.fuller(cluster, record):
            record.name = cluster.name
            self.index(record, cluster.name)
        for form in cluster.forms:
            if short_name(form, cluster):
                self.index(record, form)
        if cluster.external_ids:
            record.external_ids = {**cluster.external_ids, **record.external_ids}
        for key, value in cluster.external_ids.items():
            self.coded.setdefault((key, value), record.id)
        if cluster.context:
            record.context = tuple(dict.fromkeys((*record.context, *cluster.context)))[:CONTEXT]
        return record

    def match(self, cluster: Cluster, article: str) -> EntityProfile | None:
        """Return the entity with the cluster's known id, an external id of it or its name, None where there is none."""
        person = cluster.label == "PERSON"
        if cluster.id in self.kb.by_id or (cluster.context and not person):
            return self.records.get(cluster.id)
        for pair in cluster.external_ids.items():
            if pair in self.coded:
                return self.records[self.coded[pair]]
        if local_to_article(cluster.label, cluster.name):
            return self.records.get(f"{cluster.id}({article})")
        found = self.called(cluster.name, person)
        if person and common_person(cluster.name):
            return next((r for r in found if compatible(r.context, cluster.context)), None)
        if found or person:
            return found[0] if found else None
        shorter = (self.called(form, False) for form in cluster.forms if short_name(form, cluster))
        return next((records[0] for records in shorter if len(records) == 1), None)

    def called(self, name: str, person: bool) -> list[EntityProfile]:
        """Return the entities with a name or a sure short name, but no place whose namesakes are known."""
        found = [self.records[i] for i in self.named[person].get(folded(name), ())]
        return [r for r in found if not r.fixed] if len(self.kb.named(name)) > 1 else found

    def fuller(self, cluster: Cluster, record: EntityProfile) -> bool:
        """Tell whether a cluster has a fuller name for its entity, whose own name is a short one of the cluster's."""
        if record.fixed or len(cluster.name) <= len(record.name):
            return False
        name = folded(record.name)
        return name == folded(cluster.name) or any(
            name == folded(form) for form in cluster.forms if short_name(form, cluster)
        )

    def new(self, cluster: Cluster, article: str) -> EntityProfile:
        """Return a new entity for a cluster."""
        record = EntityProfile(
            self.own_id(cluster, article),
            cluster.name,
            cluster.label,
            parent=cluster.parent,
            context=cluster.context,
            fixed=cluster.id in self.kb.by_id,
        )
        self.enter(record)
        return record

    def own_id(self, cluster: Cluster, article: str) -> str:
        """Return an id that no entity has; a known thing has the one by which others name it."""
        if cluster.id in self.kb.by_id:
            return cluster.id
        if local_to_article(cluster.label, cluster.name):
            return f"{cluster.id}({article})"
        if cluster.id not in self.records:
            return cluster.id
        first = cluster.context[0].partition(":")[2] if cluster.context else article
        identifier, number = f"{cluster.id}({first})", 2
        while identifier in self.records:
            identifier, number = f"{cluster.id}({first} {number})", number + 1
        return identifier

    def enter(self, record: EntityProfile) -> None:
        """Index an entity by its name and its external ids."""
        self.records[record.id] = record
        if record.context and not record.person:
            return
        self.index(record, record.name)
        if not record.fixed and not record.person:
            for form, _ in record.forms:
                if prefix_of(form, record.name):
                    self.index(record, form)
        for pair in record.external_ids.items():
            self.coded.setdefault(pair, record.id)

    def index(self, record: EntityProfile, name: str) -> None:
        """Let an entity be found by a name."""
        known, key = self.named[record.person], folded(name)
        ids = known.get(key, ())
        if record.id not in ids:
            known[name if key == name else key] = (*ids, record.id)


def uses_of(article: Article | Document, kb: KnowledgeBase, clusters: Iterable[Cluster] | None = None) -> list[Use]:
    """Return what an article uses of its clusters (a document has its own), in the order in which they are linked.

    Raises ZhfactsError where the article means something that no cluster describes.
    """
    own = article.clusters if isinstance(article, Document) else ()
    by_id = {c.id: c for c in (own if clusters is None else clusters)}
    mentions: dict[str, Counter[str]] = {}
    labels: dict[str, Counter[NameLabel]] = {}
    for mention in article.mentions:
        if mention.entity:
            mentions.setdefault(mention.entity, Counter())[shown(article, mention.start, mention.end)] += 1
            labels.setdefault(mention.entity, Counter())[mention.label] += 1
    used = [*mentions, *referenced(article)]
    needed = _needed(kb, by_id, used)
    if unknown := sorted({*used, *(c.parent for c in needed if c.parent)} - {c.id for c in needed}):
        raise ZhfactsError(f"no entity {unknown[0]!r} among those of the article")
    return [Use(c, mentions.get(c.id, {}), labels.get(c.id, {})) for c in needed]


def _needed(kb: KnowledgeBase, clusters: Mapping[str, Cluster], used: Iterable[str]) -> list[Cluster]:
    """Return the clusters that are used, each once, named ones first, and then the places that hold them.

    What is known comes from the knowledge base, whether the article names it or a fact only means it.
    """
    found: dict[str, Cluster] = {}
    for identifier in dict.fromkeys(used):
        known = kb.by_id.get(identifier)
        if cluster := clusters.get(identifier) or (unnamed(known) if known else None):
            found[identifier] = replace(unnamed(known), forms=cluster.forms) if known else cluster
            found[identifier].external_ids |= cluster.external_ids
    for cluster in list(found.values()):
        for place in kb.chain(cluster.parent):
            found.setdefault(place.id, unnamed(place))
    return sorted(found.values(), key=lambda c: not c.forms)


def added(tally: Counts[K], counts: Mapping[K, int]) -> Counts[K]:
    """Return a tally with some counts added to it."""
    if not counts:
        return tally
    total = dict(tally)
    for key, count in counts.items():
        total[key] = total.get(key, 0) + count
    return tuple(total.items())


def unnamed(known: Known) -> Cluster:
    """Return a known thing that an article does not name as a cluster."""
    return Cluster(known.id, known.name, known.label, {}, dict(known.external_ids), known.parent)


def short_name(form: str, cluster: Cluster) -> bool:
    """Tell whether a form of a cluster is a short name that holds in other articles too."""
    return cluster.label not in ("PERSON", "GPE") and prefix_of(form, cluster.name)


def prefix_of(form: str, name: str) -> bool:
    """Tell whether a form is a name without the trade words at its end: 台塑 for 台塑集团."""
    form, name = folded(form), folded(name)
    return len(form) < len(name) and name.startswith(form) and is_tail(name[len(form) :])


def from_entity(entity: Entity, fixed: bool) -> EntityProfile:
    """Return an entity of an earlier run as a record that can grow."""
    return EntityProfile(
        entity.id,
        entity.name,
        entity.label,
        tuple(zip(entity.aliases, entity.alias_counts, strict=True)),
        tuple(entity.label_counts.items()),
        dict(entity.external_ids),
        entity.parent,
        entity.context,
        entity.articles,
        fixed,
    )


def referenced(article: Article | Document) -> Iterator[str]:
    """Yield the entity ids that an article's facts and roles name."""
    for fact in article.facts:
        yield from (x for x in (fact.subject, fact.scope, fact.speaker) if x)
    for role in article.roles:
        yield from (x for x in (role.person, role.organization) if x)


def shown(article: Article | Document, start: int, end: int) -> str:
    """Return a mention as written, without line breaks and blanks around them."""
    if isinstance(article, Document):
        text = article.written(start, end)
    else:
        text = article.text[start - article.start : end - article.start]
    return "".join(text.split()) if not text.isascii() else " ".join(text.split())


def compatible(first: Iterable[str], second: Iterable[str]) -> bool:
    """Tell whether two contexts can be one person's: one says nothing, or they have a body or place in common."""
    a, b = set(first), set(second)
    return not a or not b or bool(a & b)


@lru_cache(maxsize=FOLDED)
def folded(name: str) -> str:
    """Return what two spellings of a name have in common: simplified script, lower case, one name for a metro line."""
    if name.isascii():
        return name.lower()
    return metro_line(from_traditional(name).lower())
