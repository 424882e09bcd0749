"""Times the recogniser of numbers and times on folders of news, and on strings made to be hard.

    python benchmarks/recognise_speed.py FOLDER_OR_FILE... [--limit CHARACTERS] [--hostile] [--peers CHARACTERS]

Files are .txt, or .jsonl and .jsonl.gz with a text in each line. Prints characters a second of one process, of the two
parts and of both together. With --peers also what JioNLP (times and money) and Recognizers-Text (its six Chinese
models) reach on the first characters of the same texts, if they are installed.
"""

from __future__ import annotations

import argparse
import gzip
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from zhfacts.model import Span
from zhfacts.read import fold_text
from zhfacts.recognise import times
from zhfacts.recognise.numbers import quantities

LENGTH = 100_000
HOSTILE = (
    "1", "一", "十", "万", "零", "百", "亿万", "几十", "十多", "廿", "1,", "1.", "1,111", "1 ", "1/", "1-", "3-5",
    "一点", "三分之", "百分之", "一又", "第", "第一", "首", "半", "翻番", "1%", "1元", "1亿元至", "、", "1、", "(",
    "（", "“", "。", ".", "-", "\n1", "|1", "每吨", "约", "年", "1年", "1月1日", "2020年至", "十二点", "人民币", "$",
    "A1", "约占", "大于1小于",
)  # fmt: skip
"""Pieces that are repeated to strings of LENGTH characters."""


def texts(path: Path) -> Iterator[str]:
    """Yield the texts of a file or of all files of a folder."""
    if path.is_dir():
        for inner in sorted(path.iterdir()):
            yield from texts(inner)
    elif path.name.endswith((".jsonl", ".jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
            for line in lines:
                yield max((v for v in json.loads(line).values() if isinstance(v, str)), key=len, default="")
    elif path.suffix == ".txt":
        yield path.read_text(encoding="utf-8", errors="replace")


def both(text: str) -> None:
    """Find times, then quantities in what they leave, as `recognise` does."""
    quantities.find(text, [Span(t.start, t.end) for t in times.find(text, None)])


PARTS: dict[str, Callable[[str], object]] = {
    "quantities": lambda t: quantities.find(t), "times": lambda t: times.find(t, None), "both": both,
}  # fmt: skip


def jionlp() -> Callable[[str], object]:
    """Return JioNLP's extraction of times and money with their values."""
    import jionlp

    def work(text: str) -> None:
        jionlp.ner.extract_time(text, time_base={"year": 2024, "month": 7, "day": 15})
        jionlp.ner.extract_money(text)

    return work


def recognizers() -> Callable[[str], object]:
    """Return the six models of Recognizers-Text for Chinese."""
    import recognizers_date_time
    import recognizers_number
    import recognizers_number_with_unit

    models = (
        recognizers_number.recognize_number, recognizers_number.recognize_ordinal,
        recognizers_number.recognize_percentage, recognizers_number_with_unit.recognize_dimension,
        recognizers_number_with_unit.recognize_currency, recognizers_date_time.recognize_datetime,
    )  # fmt: skip
    return lambda text: [model(text, "zh-cn") for model in models]


def measure_peers(sample: list[str], limit: int) -> None:
    """Print what the peers that are installed reach on the first `limit` characters of a sample."""
    texts = "\n".join(sample)[:limit].split("\n")
    for name, load in (("JioNLP", jionlp), ("Recognizers-Text", recognizers), ("zhfacts", lambda: both)):
        try:
            work = load()
            work("全年增长5%，2020年1月共3亿元。")
        except ImportError as problem:
            print(f"{name}: {problem}")
            continue
        print(f"{name:18s} {limit:9,d} characters {limit / seconds(work, texts):11,.0f}/s")


def seconds(work: Callable[[str], object], sample: list[str]) -> float:
    """Return the processor seconds that a part takes for a list of texts."""
    start = time.process_time()
    for text in sample:
        work(text)
    return time.process_time() - start


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--limit", type=int, default=500_000, help="characters a file or folder")
    parser.add_argument("--peers", type=int, metavar="CHARACTERS", help="measure the peers on so many characters")
    parser.add_argument("--hostile", action="store_true", help="time strings of digits, dots and brackets too")
    options = parser.parse_args()
    both("共3家企业、5部电影，2020年1月增长5%")
    for path in options.paths:
        sample, size = [], 0
        for text in texts(path):
            sample.append(fold_text(text))
            size += len(text)
            if size > options.limit:
                break
        rates = {name: size / max(seconds(work, sample), 1e-9) for name, work in PARTS.items()}
        if options.peers:
            measure_peers(sample, options.peers)
        print(f"{path.name:44s} {size:9,d} characters", *(f"{n} {r:11,.0f}/s" for n, r in rates.items()))
    if options.hostile:
        for piece in HOSTILE:
            text = (piece * LENGTH)[:LENGTH]
            print(f"{piece!r:14s}", *(f"{n} {seconds(w, [text]):6.2f} s" for n, w in PARTS.items()))


if __name__ == "__main__":
    main()
