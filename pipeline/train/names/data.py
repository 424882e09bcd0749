"""AnnotatedText text for training: public sets and our own articles, brought to one shape and one set of labels."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from ...lang.script import from_traditional
from ...lang.tables import table
from ...recognise.taggers import features
from ...recognise.taggers.decoding import tags
from .network import Batch, batch_of

LABELS = ("PERSON", "ORG", "GPE", "LOC", "FAC", "PRODUCT", "EVENT", "LAW", "WORK_OF_ART")


class Marked(NamedTuple):
    """A name in a training text: half-open range, and the labels that may be meant."""

    start: int
    end: int
    labels: tuple[str, ...]


class AnnotatedText(NamedTuple):
    """A training text with all its names; what is not marked is no name."""

    id: str
    text: str
    names: tuple[Marked, ...]


def public(path: Path, source: str, native: Sequence[str] = ()) -> list[AnnotatedText]:
    """Return the sentences of a public set: JSONL with `text` and `ents` of [start, end, label].

    `source` names the set in the table label_map.tsv, which says what its labels stand for; others are no names.
    With `native` labels those are kept as they are instead.
    """
    meant = {label: (label,) for label in native} if native else _meanings(source)
    rows = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for number, row in enumerate(map(json.loads, lines)):
            names = [Marked(a, b, meant[label]) for a, b, label in row["ents"] if label in meant]
            rows.append(AnnotatedText(f"{source}-{number}", simplified(row["text"]), flat(names)))
    return rows


def gold(annotations: Path, raw: Path) -> list[AnnotatedText]:
    """Return the articles of a folder of gold files, with the folder of their raw files, by id."""
    rows = []
    for path in sorted(annotations.glob("*.json")):
        content = json.loads(path.read_text(encoding="utf-8"))
        text = (raw / content["file"]).read_bytes().decode("utf-8")
        for article in content["articles"]:
            begin, end = article["start"], article["end"]
            names = [Marked(m["start"] - begin, m["end"] - begin, (m["label"],)) for m in article["mentions"]]
            rows.append(AnnotatedText(article["id"], simplified(text[begin:end]), flat(names)))
    return rows


def simplified(text: str) -> str:
    """Return a text in simplified script, character by character, so that places stay the same."""
    return "".join(map(_simple, text))


@cache
def _simple(character: str) -> str:
    simple = from_traditional(character)
    return simple if len(simple) == 1 else character


@cache
def _meanings(source: str) -> Mapping[str, tuple[str, ...]]:
    """Return what a source's labels stand for: each one, or the several of which one is meant."""
    rows = table("label_map.tsv")
    return {r["theirs"]: tuple(r["ours"].split("|")) for r in rows if r["source"] == source and r["ours"]}


def flat(names: Iterable[Marked]) -> tuple[Marked, ...]:
    """Return names in text order, of overlapping ones the first and longest."""
    kept: list[Marked] = []
    for name in sorted(names, key=lambda x: (x.start, -x.end)):
        if name.end > name.start and (not kept or name.start >= kept[-1].end):
            kept.append(name)
    return tuple(kept)


class Example(NamedTuple):
    """A piece of text as the network sees it, and which tags are right at each place."""

    features: features.Features
    allowed: npt.NDArray[np.bool_]


def examples(
    rows: Iterable[AnnotatedText], numbers: features.Ints, labels: Sequence[str] = LABELS
) -> Iterator[Example]:
    """Yield the pieces of training texts; a name that a piece's end cuts in two is learned in its two parts."""
    for row in rows:
        found = features.extract(row.text)
        found = found._replace(chars=features.numbered(found.chars, numbers))
        for a, b in features.pieces(row.text):
            inside = [
                Marked(max(x.start, a) - a, min(x.end, b) - a, x.labels) for x in row.names if x.start < b and x.end > a
            ]
            yield Example(found.piece(a, b), allowed_tags(b - a, inside, labels))


def allowed_tags(length: int, names: Iterable[Marked], known: Sequence[str] = LABELS) -> npt.NDArray[np.bool_]:
    """Return which tags are right at each of `length` places: O outside names, one label's own inside."""
    index = {tag: n for n, tag in enumerate(tags(known))}
    allowed = np.zeros((length, len(index)), bool)
    allowed[:, 0] = True
    for start, end, labels in names:
        allowed[start:end] = False
        for label in labels:
            if end - start == 1:
                allowed[start, index[f"S-{label}"]] = True
                continue
            allowed[start, index[f"B-{label}"]] = True
            allowed[start + 1 : end - 1, index[f"I-{label}"]] = True
            allowed[end - 1, index[f"E-{label}"]] = True
    return allowed


def batches(items: list[Example], size: int, chance: random.Random, blind: float) -> Iterator[tuple[Batch, Tensor]]:
    """Yield one round of batches of about `size` characters, pieces of like length together, in random order.

    A share `blind` of the pieces loses its lexicon features, so that the network learns to do without.
    """
    order = sorted(range(len(items)), key=lambda i: len(items[i].allowed) + chance.random() * 8)
    groups: list[list[int]] = [[]]
    for i in order:
        if groups[-1] and len(items[i].allowed) * (len(groups[-1]) + 1) > size:
            groups.append([])
        groups[-1].append(i)
    chance.shuffle(groups)
    for group in groups:
        shown = [_blinded(items[i].features) if chance.random() < blind else items[i].features for i in group]
        batch = batch_of(shown)
        allowed = np.ones((len(group), batch.chars.shape[1], items[group[0]].allowed.shape[1]), bool)
        for row, i in enumerate(group):
            allowed[row, : len(items[i].allowed)] = items[i].allowed
        yield batch, torch.from_numpy(allowed)


def _blinded(x: features.Features) -> features.Features:
    return x._replace(flags=x.flags * 0, begins=x.begins * 0, ends=x.ends * 0)


def exchanged(
    row: AnnotatedText, pool: Mapping[str, Sequence[str]], share: float, chance: random.Random
) -> AnnotatedText:
    """Return a text in which some names stand for others of the same label (Dai and Adel 2020, mention replacement).

    The same name is replaced by the same other one throughout the text.
    """
    text, names, last, shift = [], [], 0, 0
    others: dict[str, str] = {}
    for start, end, labels in row.names:
        name = row.text[start:end]
        if name not in others:
            swap = len(labels) == 1 and chance.random() < share and pool.get(labels[0])
            others[name] = chance.choice(pool[labels[0]]) if swap else name
        text += [row.text[last:start], others[name]]
        begin = start + shift
        shift += len(others[name]) - (end - start)
        names.append(Marked(begin, end + shift, labels))
        last = end
    return AnnotatedText(row.id, "".join(text) + row.text[last:], tuple(names))


def name_pool(rows: Iterable[AnnotatedText]) -> dict[str, list[str]]:
    """Return the distinct names of training texts by label."""
    pool: dict[str, set[str]] = {}
    for row in rows:
        for start, end, labels in row.names:
            name = row.text[start:end]
            if len(labels) == 1 and "\n" not in name:
                pool.setdefault(labels[0], set()).add(name)
    return {label: sorted(names) for label, names in pool.items()}
