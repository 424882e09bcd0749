"""Sort the words of raw news into classes by the words around them, for what `zhfacts.relate` has no table for.

    cluster_words.py BULK [-o pipeline/models/word_classes.txt] [--classes 200] [--least 15]

BULK is a folder of .jsonl.gz files with `text` (files in Traditional script, *_zh_hant*, are left out). Words are those
of jieba's dictionary; each is described by its positive pointwise mutual information with the 6,000 commonest words at
the two places before and after it (Church and Hanks 1990; Levy and Goldberg 2014), cut to 80 dimensions by a singular
value decomposition, and the words are grouped by k-means. Each line of the output is a class: its words, the commonest
first. The same input and seed give the same classes.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jieba
import numpy as np
from scipy.cluster.vq import kmeans2
from scipy.sparse import coo_matrix, csr_matrix
from scipy.sparse.linalg import svds

CONTEXT = 6000
PLACES = (-2, -1, 1, 2)
SIZE = 80
SHIFT = 0.5
SMOOTHED = 0.75
CHARACTERS = 4000
ARTICLES = 8000
SEED = 0


def sentences(folder: Path) -> Iterator[list[str]]:
    """Yield the words of each sentence; of a file at most ARTICLES articles, evenly spread, and their beginnings."""
    for path in sorted(folder.glob("*.jsonl.gz")):
        if "zh_hant" in path.name:
            continue
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            texts = [json.loads(line)["text"] for line in lines]
        for text in texts[:: max(1, -(-len(texts) // ARTICLES))]:
            for sentence in re.split(r"[。！？\n]", text[:CHARACTERS]):
                yield list(jieba.cut(sentence, HMM=False))


def associations(found: list[list[str]], known: list[str]) -> Any:
    """Return the words x (place, context word) matrix of positive pointwise mutual information."""
    at = {word: i for i, word in enumerate(known)}
    pairs: Counter[tuple[int, int]] = Counter()
    for sentence in found:
        ids = [at.get(word, -1) for word in sentence]
        for i, word in enumerate(ids):
            if word < 0:
                continue
            for place, step in enumerate(PLACES):
                if 0 <= i + step < len(ids) and 0 <= ids[i + step] < CONTEXT:
                    pairs[word, place * CONTEXT + ids[i + step]] += 1
    rows, columns = zip(*pairs, strict=True)
    counts = np.fromiter(pairs.values(), float)
    shape = (len(known), CONTEXT * len(PLACES))
    matrix = csr_matrix((counts, (rows, columns)), shape=shape)
    own, other = np.asarray(matrix.sum(1)).ravel(), np.asarray(matrix.sum(0)).ravel() ** SMOOTHED
    other = other / other.sum()
    cells = coo_matrix(matrix)
    values = np.log(cells.data / (own[cells.row] * other[cells.col])) - SHIFT
    return csr_matrix((np.maximum(values, 0), (cells.row, cells.col)), shape=shape)


def cluster(matrix: Any, classes: int) -> Any:
    """Return the class of each row of a matrix."""
    start = np.random.default_rng(SEED).normal(size=min(matrix.shape))
    left, sizes, _ = svds(matrix, k=SIZE, v0=start)
    vectors = left * np.sqrt(sizes)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9
    return kmeans2(vectors, classes, iter=30, minit="++", seed=np.random.default_rng(SEED))[1]


def main() -> None:
    """Parse the arguments and write the classes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bulk", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=Path("pipeline/models/word_classes.txt"))
    parser.add_argument("--classes", type=int, default=200)
    parser.add_argument("--least", type=int, default=15)
    arguments = parser.parse_args()
    found = list(sentences(arguments.bulk))
    seen = Counter(word for sentence in found for word in sentence)
    known = sorted((w for w, n in seen.items() if n >= arguments.least), key=lambda w: (-seen[w], w))
    labels = cluster(associations(found, known), arguments.classes)
    lines: dict[int, list[str]] = {}
    for word, label in zip(known, labels, strict=True):
        if re.fullmatch(r"[\u4e00-\u9fff]+", word):
            lines.setdefault(int(label), []).append(word)
    text = "".join(" ".join(words) + "\n" for words in lines.values())
    arguments.output.write_text(text, encoding="utf-8")
    print(f"{sum(map(len, lines.values()))} words of {len(found)} sentences in {len(lines)} classes")


if __name__ == "__main__":
    main()
