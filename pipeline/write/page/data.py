"""What the page knows: an index over all articles, which it reads first, and their bodies in parts of a few."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path
from typing import Any

from ...errors import ZhfactsError
from ...lang.tables import table
from ...model import Article, Entity, Failure
from ..load import Extract, read_articles, read_entities, records, table_rows
from ..tables import ARTICLES, CONFLICTS, ENTITIES, FACTS, QUANTITIES, ROLES, SERIES, TIMES, article_rows
from .bodies import BodyMaker
from .packing import packed
from .shown import ShownText
from .vocabulary import NOTHING, StringTable

PART = 50
"""So many articles are one part of the bodies: opened together, and small enough to open at once."""
FACT_WORDS = (
    "subject", "scope", "indicator", "indicator_key", "value", "low", "high", "modifier", "unit", "direction",
    "aspect", "comparison", "base_value", "status", "modality", "start_date", "end_date", "time_text", "speaker",
    "quantity_text",
)  # fmt: skip
FACT_ENTITIES = ("subject_id", "scope_id", "speaker_id")
ARTICLE_WORDS = ("id", "file", "title", "date")
ARTICLE_COUNTS = ("mentions", "quantities", "times", "facts", "roles")
HEADS = (FACTS, ARTICLES, ENTITIES, QUANTITIES, TIMES, ROLES, SERIES, CONFLICTS)
"""Tables whose Chinese heads name fields on the page; of a name that several have, the first counts."""


@dataclass(frozen=True)
class PageData:
    """The data of a page, packed: `index`, and `bodies`, each of PART articles (see `packing`)."""

    index: str
    bodies: list[str]


@dataclass
class _Gathered:
    """Columns that grow with the articles."""

    facts: dict[str, list[int]] = field(default_factory=dict)
    articles: dict[str, list[Any]] = field(default_factory=dict)
    fact_numbers: dict[str, int] = field(default_factory=dict)
    files: dict[str, list[tuple[int, int, int, ShownText]]] = field(default_factory=dict)
    """Of each raw file its articles: start, end, number, text as shown."""
    waiting: list[dict[str, Any]] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)


def page_data(folder: Path, compared: Sequence[Mapping[str, Any]] | None = None) -> PageData:
    """Return the data of a page about an extract; ZhfactsError where the extract cannot be read or refers to nothing.

    `compared` are facts of gold beside those of the extract, rows as `evaluate.compared_facts` gives them.
    """
    words, known = StringTable(), list(read_entities(folder))
    try:
        gathered = _gather(read_articles(folder), known, words, keep_texts=compared is not None)
        index = {
            "about": _about(folder),
            "heads": _heads(),
            "entities": _entities(known, words),
            "articles": gathered.articles,
            "facts": gathered.facts,
            "series": _series(folder, gathered.fact_numbers),
            "conflicts": _conflicts(folder, gathered.fact_numbers),
            "failures": [[f.file, f.reason] for f in _failures(folder)],
            "compared": None if compared is None else [_compared_row(row, gathered) for row in compared],
        }
    except KeyError as error:
        raise ZhfactsError(f"{folder}: no {error}; see zhfacts check") from error
    return PageData(packed(index | {"units": _units(words.words), "words": words.words}), gathered.bodies)


def _gather(articles: Iterable[Article], known: list[Entity], words: StringTable, keep_texts: bool) -> _Gathered:
    """Return the columns of articles and facts, and the bodies."""
    names = {e.id: e.name for e in known}
    entities = {e.id: n for n, e in enumerate(known)}
    gathered = _Gathered()
    gathered.facts = {c: [] for c in (*FACT_WORDS, *FACT_ENTITIES, "id", "article", "score", "start", "end")}
    gathered.articles = {c: [] for c in (*ARTICLE_WORDS, *ARTICLE_COUNTS, "duplicate_of", "meta", "start", "end")}
    make = BodyMaker(words, entities)
    originals: list[str | None] = []
    numbers: dict[str, int] = {}
    for number, article in enumerate(articles):
        numbers[article.id] = number
        originals.append(article.duplicate_of)
        for name, row in takewhile(lambda named: named[0] != "numerals", article_rows(article, names)):
            if name == "facts":
                told = dict(zip((c.name for c in FACTS.columns), row, strict=True))
                gathered.fact_numbers[str(told["id"])] = len(gathered.facts["article"])
                _enter_fact(gathered.facts, told, number, words, entities)
        _enter_article(gathered.articles, article, words)
        shown = ShownText(article)
        gathered.waiting.append(make(article, shown))
        if keep_texts:
            place = article.start, article.end, number, shown
            gathered.files.setdefault(Path(article.file).name, []).append(place)
        if len(gathered.waiting) == PART:
            _close_part(gathered)
    if gathered.waiting:
        _close_part(gathered)
    gathered.articles["duplicate_of"] = [NOTHING if o is None else numbers[o] for o in originals]
    return gathered


def _close_part(gathered: _Gathered) -> None:
    """Pack the waiting bodies, what is alike of all of them together."""
    gathered.bodies.append(packed({kind: [body[kind] for body in gathered.waiting] for kind in gathered.waiting[0]}))
    gathered.waiting = []


def _enter_fact(
    columns: dict[str, list[int]],
    told: Mapping[str, Any],
    article: int,
    words: StringTable,
    entities: Mapping[str, int],
) -> None:
    for name in FACT_WORDS:
        columns[name].append(words(told[name]))
    for name in FACT_ENTITIES:
        columns[name].append(NOTHING if told[name] is None else entities[told[name]])
    columns["id"].append(words(told["id"].removeprefix(f"{told['article']}/")))
    score = told["score"]
    columns["score"].append(NOTHING if score is None else round(score * 1000))
    columns["article"].append(article)
    columns["start"].append(told["start"])
    columns["end"].append(told["end"])


def _enter_article(columns: dict[str, list[Any]], article: Article, words: StringTable) -> None:
    for name in ARTICLE_WORDS:
        columns[name].append(words(getattr(article, name)))
    for name in ARTICLE_COUNTS:
        columns[name].append(len(getattr(article, name)))
    columns["meta"].append(article.meta)
    columns["start"].append(article.start)
    columns["end"].append(article.end)


def _about(folder: Path) -> dict[str, Any]:
    run = Extract(folder).run
    return {"name": folder.resolve().name, **{k: run.get(k) for k in ("zhfacts", "settings", "counts")}}


def _heads() -> dict[str, str]:
    return {c.name: c.head for known in reversed(HEADS) for c in known.columns if c.head}


def _units(words: Iterable[str]) -> dict[str, str]:
    """Return what the codes of units among some words are called in Chinese: as the tables write them first."""
    used, names = set(words), dict[str, str]()
    for row in (*table("units.tsv"), *(r for r in table("currencies.tsv") if r["worth"] == "1")):
        named = row["code"] in used and any(c.isalpha() for c in row["code"])  # every reader knows % and ‰
        if named and "一" <= row["written"][0] <= "鿿":
            names.setdefault(row["code"], row["written"])
    return names


def _entities(known: list[Entity], words: StringTable) -> dict[str, list[Any]]:
    numbers = {e.id: n for n, e in enumerate(known)}
    return {
        "id": [words(e.id) for e in known],
        "name": [words(e.name) for e in known],
        "label": [words(e.label) for e in known],
        "aliases": [[words(a) for a in e.aliases] for e in known],
        "alias_counts": [list(e.alias_counts) for e in known],
        "external_ids": [e.external_ids for e in known],
        "parent": [NOTHING if e.parent is None else numbers[e.parent] for e in known],
        "mentions": [e.mentions for e in known],
        "articles": [e.articles for e in known],
    }


def _series(folder: Path, facts: Mapping[str, int]) -> dict[str, list[Any]]:
    """Return the observations: number of the series, its facts (the first has the number that is told), rivals."""
    rows = list(table_rows(folder, SERIES))
    series: dict[str, int] = {}
    return {
        "series": [series.setdefault(row["series"], len(series)) for row in rows],
        "facts": [[facts[f] for f in row["facts"]] for row in rows],
        "rivals": [row["rivals"] for row in rows],
    }


def _conflicts(folder: Path, facts: Mapping[str, int]) -> list[list[int]]:
    return [[facts[row["fact"]], facts[row["other_fact"]]] for row in table_rows(folder, CONFLICTS)]


def _failures(folder: Path) -> Iterable[Failure]:
    path = folder / "failures.jsonl"
    return records(path, Failure) if path.is_file() else ()


def _compared_row(row: Mapping[str, Any], gathered: _Gathered) -> dict[str, Any]:
    """Return a row of the comparison with the number of its fact, and where it stands in which article as shown."""
    placed: dict[str, Any] = {"article": NOTHING, "start": 0, "length": 0}
    for start, end, number, shown in gathered.files.get(row["file"], ()):
        if start <= row["start"] < end:
            at = shown.place(row["start"])
            placed = {"article": number, "start": at, "length": shown.place(row["end"]) - at}
    fact = NOTHING if row["fact"] is None else gathered.fact_numbers.get(row["fact"], NOTHING)
    return {**{k: row[k] for k in ("file", "text", "outcome", "gold", "predicted", "right")}, **placed, "fact": fact}
