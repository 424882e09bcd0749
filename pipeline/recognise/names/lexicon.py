"""The names that are known beforehand: places of China and the world, well-known bodies and things, the user's own.

All of them are found in one pass over the text with an Aho-Corasick automaton.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import chain
from pathlib import Path
from typing import NamedTuple, get_args

import ahocorasick

from ...errors import ZhfactsError
from ...lang import gazetteer
from ...lang.tables import table
from ...model import NameLabel

LABELS = frozenset(get_args(NameLabel))


class KnownName(NamedTuple):
    """What is known of a name: its label, where it is from, and how far down in the divisions it stands.

    `source` is user, kb, place, short, town, country, world, known or listed; `level` is 0 for countries and provinces,
    1 for cities, 2 for counties and zones, 3 for towns.
    """

    label: str
    source: str
    level: int = 0


class Hit(NamedTuple):
    """An entry found in a text."""

    start: int
    end: int
    entry: KnownName


@dataclass(frozen=True)
class Lexicon:
    """A user's own names: name -> label.

    `names` win over everything else; `entities`, the names in the user's knowledge base, are taken where a name can
    begin and end.
    """

    names: Mapping[str, NameLabel]
    entities: Mapping[str, NameLabel] = field(default_factory=dict)

    @cached_property
    def automaton(self) -> ahocorasick.Automaton:
        """The automaton of all of them."""
        own = ((name, KnownName(label, "user")) for name, label in self.names.items())
        known = ((name, KnownName(label, "kb")) for name, label in self.entities.items() if len(name) > 1)
        return _automaton(chain(own, known))

    @classmethod
    def read(cls, path: Path) -> Lexicon:
        """Return the lexicon in a UTF-8 file of lines "name<TAB>label"; blank lines and lines from "#" on are skipped.

        Raises ZhfactsError naming file and line where a line has no label or an unknown one, or the file is unreadable.
        """
        try:
            lines = path.read_text(encoding="utf-8-sig").splitlines()
        except OSError as error:
            raise ZhfactsError(f"{path}: {error.strerror or error}") from None
        except UnicodeDecodeError as error:
            raise ZhfactsError(f"{path}: the lexicon cannot be read: {error}") from None
        names: dict[str, NameLabel] = {}
        for number, line in enumerate(lines, 1):
            if not line.strip() or line.startswith("#"):
                continue
            name, _, label = (part.strip() for part in line.partition("\t"))
            found = [known for known in get_args(NameLabel) if known == label]
            if not name or not found:
                raise ZhfactsError(f"{path}, line {number}: expected name<TAB>label with a label of {sorted(LABELS)}")
            names[name] = found[0]
        return cls(names)


def _places() -> Iterator[tuple[str, KnownName]]:
    """Yield the divisions of China with their short forms, countries and foreign places."""
    levels = {"province": 0, "city": 1, "county": 2, "zone": 2, "town": 3}
    for division in gazetteer.divisions():
        name, level = division.name, levels[division.level]
        if name.endswith(ordered("name_grammar.tsv", "no_place_end")) or len(name) > 14:
            continue
        yield name, KnownName("GPE", "town" if level == 3 else "place", level)
        for form in division.forms if level < 3 else ():
            yield form, KnownName("GPE", "short", level)
    for country in gazetteer.countries():
        for name in (country.name, country.full, *country.shorts):
            if len(name) > 1:
                yield name, KnownName("GPE", "country", 0)


@cache
def codes() -> dict[str, tuple[str, ...]]:
    """Return the codes of the divisions that a name, full or short, can mean; streets have no short name here."""
    towns = ordered("name_grammar.tsv", "town_end")
    return {
        name: tuple(d.code for d in meant)
        for name, found in gazetteer.by_name().items()
        if (meant := [d for d in found if name == d.name or d.level != "town" or d.name.endswith(towns)])
    }


def _listed(name: str, source: str) -> Iterator[tuple[str, KnownName]]:
    """Yield the names of a table whose rows hold name, label and group."""
    for row in table(name):
        yield row["name"], KnownName(row["label"], source, 0)


def _automaton(entries: Iterable[tuple[str, KnownName]]) -> ahocorasick.Automaton:
    """Return the automaton of names; of several entries for a name the first stays."""
    automaton = ahocorasick.Automaton()
    seen: set[str] = set()
    for name, entry in entries:
        if name and name not in seen:
            seen.add(name)
            automaton.add_word(name, (len(name), entry))
    if seen:
        automaton.make_automaton()
    return automaton


@cache
def builtin() -> ahocorasick.Automaton:
    """Return the automaton of all names that come with the package."""

    def entries() -> Iterator[tuple[str, KnownName]]:
        yield from _listed("well_known.tsv", "known")
        yield from _listed("world_places.tsv", "world")
        yield from _places()
        for row in table("listed_companies.tsv"):
            yield row["name"], KnownName("ORG", "listed")

    return _automaton(entries())


def _scan(automaton: ahocorasick.Automaton, text: str) -> list[Hit]:
    """Return every hit, shorter ones inside longer ones too."""
    if not len(automaton):
        return []
    return [Hit(last + 1 - length, last + 1, entry) for last, (length, entry) in automaton.iter(text)]


def hits(text: str, lexicon: Lexicon | None = None) -> list[Hit]:
    """Return every occurrence of a known name in text order, the user's first where two are equal."""
    found = _scan(builtin(), text)
    if lexicon is not None:
        found = _scan(lexicon.automaton, text) + found
    return sorted(found, key=lambda hit: (hit.start, -hit.end, hit.entry.source != "user"))


@cache
def listed(name: str) -> dict[str, frozenset[str]]:
    """Return the words of a cue table by kind: listed("org_suffixes.tsv")["company"]."""
    words: dict[str, set[str]] = {}
    for row in table(name):
        words.setdefault(row["kind"], set()).add(row["word"])
    return {kind: frozenset(found) for kind, found in words.items()}


@cache
def ordered(name: str, kind: str) -> tuple[str, ...]:
    """Return the words of one kind of a cue table, longest first."""
    return tuple(sorted(listed(name)[kind], key=lambda word: (-len(word), word)))
