"""The work itself: articles to correct, what is kept of each after every change, and when it becomes gold."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from threading import RLock
from typing import Any

from ..errors import InputError, ZhfactsError
from ..model import Article, Located, Quantity, Time
from ..write.rules import article_findings
from .drafts import Draft, Drafts
from .extract_index import ExtractIndex
from .gold_folder import DRAFTS, GoldFolder
from .judging import NOT_GOLD, RECORDS, Flaw, document_of, judge

LONGEST = 200
"""Characters of a mark beyond which nobody asks how it reads."""
Measures = Callable[[str, dt.date | None], tuple[Sequence[Quantity], Sequence[Time]]]
"""Reads quantities and times in some words, relative times against a date."""
_ENTITIES = {"mentions": ("entity",), "facts": ("subject", "scope", "speaker"), "roles": ("person", "organization")}
"""The fields that hold ids of entities."""


class Stale(ZhfactsError):  # noqa: N818
    """The article was changed elsewhere since the page read it: in another window, or because the extract is new."""


@dataclass(frozen=True, slots=True)
class _State:
    """What is known of an article: its text in the extract, and where its document comes from.

    `origin` is extract, draft or gold; `misfit` says that a draft or gold of another text of the article is there.
    """

    source: Article
    document: dict[str, Any]
    origin: str
    reviewed: list[str]
    finished: bool
    misfit: str | None = None

    @property
    def revision(self) -> str:
        """Return a digest that changes with anything that a page was shown."""
        told = [self.source.hash, self.document, self.origin, self.reviewed, self.finished, self.misfit]
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:24]


@dataclass
class Session:
    """One person's corrections of the extract `index` into the folder `gold`, from any number of windows.

    `measures` reads the words of new marks. All methods may be called from several threads; what they raise is a
    ZhfactsError with a line for the user.
    """

    index: ExtractIndex
    gold: GoldFolder
    measures: Measures
    _lock: RLock = field(default_factory=RLock)

    def __post_init__(self) -> None:
        self._drafts = Drafts(self.gold.path / DRAFTS)

    def listing(self) -> list[dict[str, Any]]:
        """Return the articles in the extract's order, each with its state: new, draft or gold."""
        with self._lock:
            done = {a.id for a in self.gold.articles()} | {(a.file, a.start, a.end) for a in self.gold.articles()}
            begun = self._drafts.ids()
            found = []
            for entry in self.index.entries().values():
                is_gold = entry.id in done or (entry.file, entry.start, entry.end) in done
                state = "draft" if entry.id in begun else "gold" if is_gold else "new"
                found.append(entry.to_json() | {"state": state, "reviewed": begun.get(entry.id, 0)})
            return found

    def open(self, id: str) -> dict[str, Any]:
        """Return an article as the page shows it, with what it lacks to be gold; InputError where there is none."""
        with self._lock:
            state = self._state(self.index.article(id))
            return self._told(state, self._judged(state)[1])

    def save(self, id: str, sent: Mapping[str, Any]) -> dict[str, Any]:
        """Keep a page's state of an article: as gold where it is finished and valid, else as a draft.

        `sent` holds revision, hash, document, reviewed and finished. Returns revision, state and flaws. Raises Stale
        where the article is no longer as the page read it, InputError where what was sent is no document.
        """
        with self._lock:
            before = self._state(self.index.article(id))
            if sent.get("revision") != before.revision or sent.get("hash") != before.source.hash:
                raise Stale(f"{id} was changed elsewhere")
            source = before.source
            document, reviewed = _sent_parts(sent)
            finished = bool(sent.get("finished"))
            article, flaws = judge(document, source, self.index.name)
            if article is not None and finished:
                old = self.gold.article(source)
                clashes = self.gold.save(article, aside=old is not None and not _fits(old, source))
                flaws = [Flaw("", "start", "overlap", other) for other in clashes]
            if before.misfit == "draft":
                self._drafts.set_aside(id)
            if finished and not flaws:
                self._drafts.drop(id)
            else:
                self._drafts.put(Draft(id, source.hash, document, reviewed, finished))
            state = self._state(source)
            return {"revision": state.revision, "state": _word(state), "flaws": [f.to_json() for f in flaws]}

    def withdraw(self, id: str, revision: str) -> dict[str, Any]:
        """Take an article out of the gold again; it stays as a draft. Raises Stale as `save` does."""
        with self._lock:
            state = self._state(self.index.article(id))
            if revision != state.revision:
                raise Stale(f"{id} was changed elsewhere")
            self._drafts.put(Draft(id, state.source.hash, state.document, state.reviewed, False))
            self.gold.withdraw(state.source)
            return self.open(id)

    def read_words(self, words: str, label: str, date: str | None) -> dict[str, Any]:
        """Return how a new mark reads: the fields of a quantity or a time, the entity of a name; null where unknown."""
        day = None
        with suppress(ValueError):  # a date that is still being typed
            day = dt.date.fromisoformat(date) if date else None
        with self._lock:
            quantities, times = self.measures(words, day) if len(words) <= LONGEST else ((), ())
            return {
                "quantity": _widest(quantities, words),
                "time": _widest(times, words),
                "entity": self.index.entity_called(words, label),
            }

    def entities(self, words: str) -> list[dict[str, Any]]:
        """Return the entities of the extract that some words may mean, as the page offers them."""
        with self._lock:
            found = self.index.entities(words)
            return [{"id": e.id, "name": e.name, "mentions": e.mentions} for e in found]

    def _state(self, source: Article) -> _State:
        """Return what is known of an article: its draft, else its gold, else what the extract says."""
        gold, draft = self.gold.article(source), self._drafts.get(source.id)
        misfit = "gold" if gold is not None and not _fits(gold, source) else None
        if draft is not None and draft.hash == source.hash:
            return _State(source, draft.document, "draft", draft.reviewed, draft.finished and gold is not None, misfit)
        misfit = "draft" if draft is not None else misfit
        if gold is not None and _fits(gold, source):
            return _State(source, document_of(gold), "gold", _keys(gold), True, misfit)
        return _State(source, document_of(source), "extract", [], False, misfit)

    def _judged(self, state: _State) -> tuple[Article | None, list[Flaw]]:
        return judge(state.document, state.source, self.index.name)

    def _told(self, state: _State, flaws: list[Flaw]) -> dict[str, Any]:
        source = state.source
        head = source.model_dump(mode="json", include={"id", "file", "start", "end", "text", "hash", "markup", "meta"})
        return head | {
            "document": state.document,
            "names": self._names(state.document),
            "reviewed": state.reviewed,
            "finished": state.finished,
            "state": _word(state),
            "misfit": state.misfit,
            "revision": state.revision,
            "flaws": [f.to_json() for f in flaws],
        }

    def _names(self, document: Mapping[str, Any]) -> dict[str, str]:
        """Return the canonical name of each entity that a document refers to."""
        found = {item.get(f) for layer, names in _ENTITIES.items() for item in document.get(layer, ()) for f in names}
        return {e: self.index.name(e) for e in sorted(x for x in found if isinstance(x, str))}


def _sent_parts(sent: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Return the document that a page sent, every layer in it, and the keys of what is accepted."""
    given, reviewed = sent.get("document"), sent.get("reviewed", [])
    if not isinstance(given, dict) or not isinstance(reviewed, list):
        raise InputError("a document and a list of what is accepted are meant")
    document = {
        "title": given.get("title"),
        "date": given.get("date"),
        **{layer: given.get(layer, []) for layer in RECORDS},
    }
    return document, [str(key) for key in reviewed]


def _word(state: _State) -> str:
    """Return the state of an article in a word: new, draft or gold."""
    return "new" if state.origin == "extract" else state.origin


def _fits(gold: Article, source: Article) -> bool:
    """Tell whether gold, which holds no text of the whole, belongs to the text of an article."""
    if (gold.start, gold.end) != (source.start, source.end):
        return False
    held = gold.model_copy(update={"text": source.text, "hash": source.hash})
    return not any(field.endswith((".text", ".start")) for field, _ in article_findings(held))


def _keys(article: Article) -> list[str]:
    """Return the keys of all items of an article, as the page names them: facts/f1."""
    document = document_of(article)
    return [f"{layer}/{item['id']}" for layer in RECORDS for item in document[layer]]


def _widest(found: Sequence[Located], words: str) -> dict[str, Any] | None:
    """Return the fields of the one that takes up most of the words, if that is more than half of them."""
    best = max(found, key=lambda x: x.end - x.start, default=None)
    if best is None or (best.end - best.start) * 2 <= len(words):
        return None
    return best.model_dump(mode="json", exclude={"id", "start", "end", *NOT_GOLD}, exclude_none=True)
