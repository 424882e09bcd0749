"""How long linking takes and how much memory it needs as the corpus grows.

    python benchmarks/link_scale.py EXTRACT [SIZE...]

EXTRACT is a folder that `zhfacts run` wrote. Its articles are repeated up to each SIZE (1,000, 10,000 and 100,000), in
each copy with the names changed that the knowledge base does not know, so that the entities grow with the articles.
Every size runs in a process of its own; printed are articles, mentions, entities, seconds, processor seconds (on a
machine that does other things too), processor microseconds a mention, and peak memory.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from array import array
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path

from zhfacts import link
from zhfacts.model import Article, Document

SIZES = (1_000, 10_000, 100_000)
FIRST, KINDS = 0x4E00, 2_000


def articles(extract: Path) -> list[Article]:
    """Return the articles of an extract."""
    with (extract / "articles.jsonl").open(encoding="utf-8") as file:
        return [Article.model_validate_json(line) for line in file]


def changed(article: Article, copy: int, kb: link.KnowledgeBase) -> Document:
    """Return an article as a document, in a later copy with another first character in each name that is not known."""
    text = list(article.text)
    if copy:
        for m in article.mentions:
            if m.label != "GPE" and not kb.named(m.text):
                character = text[m.start - article.start]
                text[m.start - article.start] = chr(FIRST + (ord(character) * 31 + copy * 7) % KINDS)
    body = "".join(text)
    mentions = [
        m.model_copy(
            update={
                "start": m.start - article.start,
                "end": m.end - article.start,
                "text": body[m.start - article.start : m.end - article.start],
            }
        )
        for m in article.mentions
    ]
    offsets = array("L", range(len(body)))
    return Document(
        f"{article.id}/{copy}", article.file, body, 0, len(body), body, offsets, article.title, mentions=mentions
    )


def corpus(extract: Path, kb: link.KnowledgeBase) -> Iterator[Document]:
    """Yield the articles of an extract again and again, with changed names."""
    every = articles(extract)
    for copy in count():
        for article in every:
            yield changed(article, copy, kb)


def measure(extract: Path, size: int) -> str:
    """Link `size` articles; return one line of figures, without the time that making the articles took."""
    kb = link.KnowledgeBase.load()
    registry = link.EntityRegistry(kb)
    seconds, busy, mentions = 0.0, 0.0, 0
    for document in islice(corpus(extract, kb), size):
        start, began = time.perf_counter(), time.process_time()
        link.resolve(document, kb)
        registry.add(document)
        seconds += time.perf_counter() - start
        busy += time.process_time() - began
        mentions += len(document.mentions)
    start, began = time.perf_counter(), time.process_time()
    entities = registry.close().entities
    seconds, busy = seconds + time.perf_counter() - start, busy + time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    figures = size, mentions, len(entities), round(seconds), round(busy), round(1e6 * busy / mentions), round(peak)
    return " ".join(f"{figure:>10,}" for figure in figures)


def main(extract: str, *sizes: str) -> None:
    """Print a table of figures, each size measured in a process of its own."""
    if sizes[:1] == ("--one",):
        print(measure(Path(extract), int(sizes[1])))
        return
    heads = "articles", "mentions", "entities", "seconds", "CPU s", "us each", "peak MiB"
    print(" ".join(f"{head:>10}" for head in heads), flush=True)
    for size in sizes or map(str, SIZES):
        subprocess.run([sys.executable, __file__, extract, "--one", size], check=True)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("usage: link_scale.py EXTRACT [SIZE...]")
    main(*sys.argv[1:])
