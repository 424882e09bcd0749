"""An article as annotation tools see it: a text with labelled spans, their fields, and links between them.

Every tool knows spans and links, few know values. So a fact is a span of its own at its quantity, labelled FACT, with
links to its quantity, times and names; a role is one at its person, labelled ROLE. What an article holds goes into
marks and comes back from them without loss; what a person changed in the tool (a border, a label, a link, a field)
comes back changed, and what is new gets the ids and defaults that it lacks.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import accumulate, count
from typing import Any, Literal, TypeVar, get_args, get_origin

from pydantic import ValidationError

from ..errors import InputError
from ..model import Article, Fact, Located, Mention, NameLabel, Quantity, QuantityLabel, Record, Role, Time, TimeLabel
from ..model import entity_id as name_id

X = TypeVar("X", bound=Record)
FACT, ROLE = "FACT", "ROLE"
LABELS: dict[str, type[Record]] = {
    **dict.fromkeys(get_args(NameLabel), Mention),
    **dict.fromkeys(get_args(QuantityLabel), Quantity),
    **dict.fromkeys(get_args(TimeLabel), Time),
    FACT: Fact,
    ROLE: Role,
}
"""Every label of a mark, with the record that it stands for."""
LAYERS: dict[str, type[Located]] = {"mentions": Mention, "quantities": Quantity, "times": Time}
LINKS: dict[type[Record], dict[str, type[Record]]] = {
    Fact: {"quantity": Quantity, "time": Time, "base_time": Time, "subject": Mention, "scope": Mention,
           "speaker": Mention},
    Role: {"person": Mention, "organization": Mention},
}  # fmt: skip
"""The fields that are links: of which record, and to which. One to a name means the entity of that name."""
_PLACE = {"start", "end", "text", "label"}
_HEAD = {"id", "file", "start", "title", "date", "meta", "duplicate_of"}
_PREFIX = {Mention: "m", Quantity: "q", Time: "t", Fact: "f", Role: "r"}


@dataclass(frozen=True, slots=True)
class Mark:
    """A labelled span of a text: offsets count its code points, ends are exclusive.

    `id` is unique in the text. `fields` are those of the record, without place and label, as JSON values; None where
    the mark was made in a tool. `links` lead from a field to the id of another mark.
    """

    id: str
    label: str
    start: int
    end: int
    fields: Mapping[str, Any] | None = None
    links: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A text with its marks, and with `head`, what its article holds beside them, as JSON values."""

    text: str
    head: Mapping[str, Any]
    marks: tuple[Mark, ...]


def enumerations(record: type[Record]) -> dict[str, tuple[str, ...]]:
    """Return the fields of a record that have a closed set of values, but for its label."""
    found = {}
    for name, info in record.model_fields.items():
        options: tuple[Any, ...] = (info.annotation, *get_args(info.annotation))
        values = next((get_args(o) for o in options if get_origin(o) is Literal), ())
        if values and name != "label":
            found[name] = values
    return found


def marked(article: Article) -> MarkedText:
    """Return an article as a marked text."""
    return _Marker(article).result()


class _Marker:
    """Makes the marks of one article; `_mentions` are the marks of the names of each entity."""

    def __init__(self, article: Article) -> None:
        self._article = article
        self._marks: list[Mark] = []
        self._ids: dict[tuple[type[Record], str], str] = {}
        self._mentions: dict[str, list[Mark]] = defaultdict(list)

    def result(self) -> MarkedText:
        """Return the marked text."""
        article = self._article
        head = article.model_dump(mode="json", include=_HEAD, exclude_defaults=True)
        for layer, record in LAYERS.items():
            for number, item in enumerate(getattr(article, layer), 1):
                self._add(item, record, number)
        quantities = {q.id: q for q in article.quantities}
        for number, fact in enumerate(article.facts, 1):
            quantity = quantities[fact.quantity]
            self._bind(fact, number, quantity.start - article.start, quantity.end - article.start)
        homeless = [self._role(role, number) for number, role in enumerate(article.roles, 1)]
        if roles := [r.model_dump(mode="json", exclude_defaults=True) for r in homeless if r]:
            head["roles"] = roles
        return MarkedText(article.text, head, tuple(self._marks))

    def _add(self, item: Located, record: type[Located], number: int) -> None:
        shift = self._article.start
        fields = item.model_dump(mode="json", exclude=_PLACE, exclude_defaults=True)
        label: str = getattr(item, "label")  # noqa: B009
        mark = Mark(f"{_PREFIX[record]}{number}", label, item.start - shift, item.end - shift, fields)
        self._marks.append(mark)
        self._ids[record, item.id] = mark.id
        if isinstance(item, Mention) and item.entity is not None:
            self._mentions[item.entity].append(mark)

    def _bind(self, item: Fact | Role, number: int, start: int, end: int) -> None:
        """Add the mark of a fact or role with the links that the marks before it allow."""
        links = {}
        for name, record in LINKS[type(item)].items():
            target = getattr(item, name)
            if record is Mention and target in self._mentions:
                links[name] = min(self._mentions[target], key=lambda m: abs(m.start - start)).id
            elif (record, target) in self._ids and record is not Mention:
                links[name] = self._ids[record, target]
        label, prefix = (FACT, "f") if isinstance(item, Fact) else (ROLE, "r")
        fields = item.model_dump(mode="json", exclude_defaults=True)
        self._marks.append(Mark(f"{prefix}{number}", label, start, end, fields, links))

    def _role(self, role: Role, number: int) -> Role | None:
        """Add the mark of a role at its person or organisation; return it where neither is named in the article."""
        for entity in (role.person, role.organization):
            if entity in self._mentions:
                place = self._mentions[entity][0]
                self._bind(role, number, place.start, place.end)
                return None
        return role


def restored(found: MarkedText, where: str) -> Article:
    """Return the article of a marked text; InputError that begins with `where` and names the mark that is wrong."""
    try:
        return _Restorer(found, where).result()
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        # JSON of another shape than ours: a list for an offset, a number for the fields of a mark
        raise InputError(f"{where}: a mark is not as it should be ({type(error).__name__}: {error})") from error


class _Restorer:
    """Makes the records of one marked text."""

    def __init__(self, found: MarkedText, where: str) -> None:
        self._found = found
        self._where = where
        self._start = int(found.head.get("start", 0))
        self._marks = {m.id: m for m in found.marks}
        self._by_record: dict[type[Record], list[Mark]] = defaultdict(list)
        for mark in found.marks:
            if mark.label not in LABELS:
                known = ", ".join(LABELS)
                raise InputError(f"{where}, {mark.id}: label {mark.label!r} is unknown; known are {known}")
            if not 0 <= mark.start < mark.end <= len(found.text):
                raise InputError(f"{where}, {mark.id}: {mark.start}-{mark.end} is no span of the text")
            self._by_record[LABELS[mark.label]].append(mark)
        self._own_ids = dict(self._numbered())
        self._entities: dict[str, str | None] = {}

    def _numbered(self) -> Iterator[tuple[str, str]]:
        """Yield for each mark its id in the article: its own, or the next that is free."""
        for record, marks in self._by_record.items():
            taken = {m.fields["id"] for m in marks if m.fields and "id" in m.fields}
            free = (f"{_PREFIX[record]}{n}" for n in count(1))
            for mark in marks:
                own = (mark.fields or {}).get("id")
                yield mark.id, own if own is not None else next(i for i in free if i not in taken)

    def result(self) -> Article:
        """Return the article."""
        head, text = dict(self._found.head), self._found.text
        homeless = tuple(self._checked(Role, r, "roles") for r in head.pop("roles", ()))
        layers: dict[str, Any] = {}
        for layer, record in LAYERS.items():
            marks = sorted(self._by_record[record], key=lambda m: (m.start, m.end))
            layers[layer] = tuple(self._located(record, m) for m in marks)
            if record is Mention:
                self._entities = {m.id: x.entity for m, x in zip(marks, layers[layer], strict=True)}
        layers["facts"] = tuple(self._bound(Fact, m) for m in self._by_record[Fact])
        layers["roles"] = (*(self._bound(Role, m) for m in self._by_record[Role]), *homeless)
        content = {**head, "start": self._start, "end": self._start + len(text), "text": text}
        return self._checked(Article, content, "article").model_copy(update=layers)

    def _located(self, record: type[X], mark: Mark) -> X:
        """Return the name, quantity or time of a mark; a name that is new is that of an entity of its own."""
        text = self._found.text[mark.start : mark.end]
        place = {"start": self._start + mark.start, "end": self._start + mark.end, "text": text, "label": mark.label}
        fields = _of(record, mark)
        if mark.fields is None and record is Mention:
            fields["entity"] = self._same_name(mark, text) or name_id(mark.label, _joined(text))
        return self._checked(record, {**fields, "id": self._own_ids[mark.id], **place}, mark.id)

    def _same_name(self, mark: Mark, text: str) -> str | None:
        """Return the entity of another name with the same label and words."""
        for other in self._by_record[Mention]:
            known = (other.fields or {}).get("entity")
            if known and other.label == mark.label and self._found.text[other.start : other.end] == text:
                return str(known)
        return None

    def _bound(self, record: type[X], mark: Mark) -> X:
        """Return the fact or role of a mark, what it refers to taken from its links."""
        fields = _of(record, mark)
        for name, target in LINKS[record].items():
            before = fields.pop(name, None)
            if now := self._target(mark, name, target, before):
                fields[name] = now
            if now != before and mark.fields is not None:
                fields["evidence"] = [e for e in fields.get("evidence", ()) if e["field"] != name]
                if name == "subject":
                    fields["subject_text"] = self._named(mark) if now is None else now.partition(":")[2] or now
        if record is Fact:
            fields = {"id": self._own_ids[mark.id], "aspect": "level", "status": "actual", **fields}
            fields["quantity"] = fields.get("quantity") or self._quantity_at(mark)
            if mark.fields is None and "subject" in fields:
                fields["subject_text"] = fields["subject"].partition(":")[2]
        return self._checked(record, fields, mark.id)

    def _target(self, mark: Mark, name: str, record: type[Record], before: str | None) -> str | None:
        """Return what a field refers to now: by its link; without one what it referred to, if no link could say it."""
        link = mark.links.get(name)
        if link is not None:
            if link not in self._marks or LABELS[self._marks[link].label] is not record:
                raise InputError(f"{self._where}, {mark.id}: {name} leads to no {record.__name__.lower()}")
            return self._entities[link] if record is Mention else self._own_ids[link]
        if record is Mention and before not in self._entities.values():
            return before
        return None

    def _named(self, mark: Mark) -> str | None:
        """Return the words of the name that a mark's subject leads to."""
        link = self._marks.get(mark.links.get("subject", ""))
        return _joined(self._found.text[link.start : link.end]) if link else None

    def _quantity_at(self, mark: Mark) -> str:
        """Return the id of the quantity in whose place a fact was marked."""
        for other in self._by_record[Quantity]:
            if (other.start, other.end) == (mark.start, mark.end):
                return self._own_ids[other.id]
        raise InputError(f"{self._where}, {mark.id}: the fact at {mark.start} has no quantity")

    def _checked(self, record: type[X], content: Mapping[str, Any], mark: str) -> X:
        """Return a record of JSON values."""
        try:
            return record.model_validate(content)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            field = ".".join(map(str, first["loc"]))
            raise InputError(f"{self._where}, {mark}, {field}: {first['msg']} ({first['input']!r:.60})") from error


def _of(record: type[Record], mark: Mark) -> dict[str, Any]:
    """Return the fields of a mark that its record has: another label may have made it another record."""
    return {name: value for name, value in (mark.fields or {}).items() if name in record.model_fields}


def _joined(text: str) -> str:
    """Return words on one line."""
    return re.sub(r"\s*[\r\n]+\s*", "", text)


def utf16(text: str) -> list[int]:
    """Return for each code point of a text, and its end, where it stands in UTF-16 units, as JavaScript counts."""
    return list(accumulate((1 + (ord(c) > 0xFFFF) for c in text), initial=0))
