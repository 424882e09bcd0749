"""Everything in a folder of news in one run: what fails, what the extract breaks, and how memory grows.

    python benchmarks/soak.py INPUT... [--every 1] [--workers 1] [--out OUT] [--fast]

`--every N` takes each N-th article of every table (JSONL, plain or gzipped). Prints the counts, the time, the
failures by reason, the memory of this process after 1,000, 2,000, 4,000, ... articles, and what `zhfacts check` finds.
Exit code 1 where anything failed.
"""

from __future__ import annotations

import argparse
import gzip
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from zhfacts import check, run_corpus
from zhfacts.run import Annotation, Settings

PAGE = 4096


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("inputs", nargs="+", type=Path)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--fast", action="store_true", help="leave the reader out")
    options = parser.parse_args()
    settings = Settings(names="fast", facts="fast") if options.fast else Settings()
    with tempfile.TemporaryDirectory() as folder:
        inputs = options.inputs if options.every == 1 else list(sampled(options.inputs, options.every, Path(folder)))
        sys.exit(soak(inputs, options.out or Path(folder, "out"), options.workers, settings))


def soak(inputs: list[Path], out: Path, workers: int, settings: Settings) -> int:
    """Run over the inputs, print what happened, and return the exit code."""
    Annotation(settings).prepare()
    memory: dict[int, float] = {}

    def note(done: int) -> None:
        if done % 1000 == 0 and (done // 1000).bit_count() == 1:
            memory.setdefault(done, resident())

    start = time.perf_counter()
    report = run_corpus(inputs, out, settings, workers=workers, progress=note)
    seconds = time.perf_counter() - start
    memory[report.counts["articles"]] = resident()
    size = (out / "articles.jsonl").stat().st_size
    print(next(report.lines()))
    print(f"{seconds:.0f} s with {workers} workers, articles.jsonl has {size / 1e6:.0f} MB")
    for articles, megabytes in memory.items():
        print(f"after {articles} articles: {megabytes:.0f} MB")
    for reason, count in Counter(failure.reason for failure in report.failures).most_common(20):
        print(f"{count} failed: {reason}")
    problems = check(out)
    for problem in problems[:20]:
        print(f"invalid: {problem}")
    return 1 if report.failures or problems else 0


def resident() -> float:
    """Return the memory of this process in MB (Linux; else 0)."""
    statistics = Path("/proc/self/statm")
    return int(statistics.read_text().split()[1]) * PAGE / 1e6 if statistics.exists() else 0.0


def sampled(inputs: list[Path], every: int, folder: Path) -> Iterator[Path]:
    """Yield tables in `folder` with each N-th line of the tables among the inputs."""
    files = (file for path in inputs for file in (sorted(path.glob("*")) if path.is_dir() else [path]))
    for file in files:
        opened = gzip.open if file.suffix == ".gz" else open
        target = folder / file.name.removesuffix(".gz")
        with opened(file, "rt", encoding="utf-8") as lines, target.open("w", encoding="utf-8") as handle:
            handle.writelines(line for n, line in enumerate(lines) if n % every == 0)
        yield target


if __name__ == "__main__":
    main()
