"""Articles and characters a second of the whole pipeline, and its memory, on folders or tables of news.

    python benchmarks/speed.py INPUT... [--articles 1000] [--workers 2]

Loading is not counted; reading, every stage, validation and writing are.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from itertools import islice
from pathlib import Path

from zhfacts import read
from zhfacts.run import Settings, load, run_corpus


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("inputs", nargs="+", type=Path)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--workers", type=int, default=1)
    options = parser.parse_args()
    load(Settings())("广州市有3家企业。", date="2024-01-01")
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder, "corpus")
        corpus.mkdir()
        characters = 0
        found = (s for s in read.sources(options.inputs) if isinstance(s, read.Source))
        for n, source in enumerate(islice(found, options.articles)):
            characters += len(source.raw)
            (corpus / f"{n:06}.txt").write_text(source.raw, encoding="utf-8")
        before = time.perf_counter(), time.process_time()
        report = run_corpus([corpus], Path(folder, "out"), workers=options.workers)
        wall, cpu = time.perf_counter() - before[0], time.process_time() - before[1]
    articles = report.counts["articles"]
    print(f"{articles} articles, {characters} characters, {options.workers} workers")
    print(f"{articles / wall * 60:.0f} articles a minute, {characters / wall:.0f} characters a second")
    if options.workers == 1:
        print(f"{characters / cpu:.0f} characters a CPU second")
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(f"{peak / 1024:.0f} MB at most in one process")


if __name__ == "__main__":
    main()
