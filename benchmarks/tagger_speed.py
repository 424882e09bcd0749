"""Speed and memory of the shipped name tagger: characters a CPU second on raw news, and the process's peak memory."""

from __future__ import annotations

import argparse
import gzip
import json
import resource
import sys
import time
from itertools import islice
from pathlib import Path

from zhfacts.recognise.taggers.shipped import Tagger


def main() -> int:
    """Tag the first texts of each file and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, nargs="+", help="gzipped JSONL with `text`")
    parser.add_argument("--texts", type=int, default=300, help="texts of each file")
    args = parser.parse_args()
    tagger = Tagger.load()
    tagger.spans("海州市")
    for file in args.files:
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            texts = [json.loads(line)["text"] for line in islice(lines, args.texts)]
        begun = time.process_time()
        names = sum(len(tagger.spans(text)) for text in texts)
        seconds = time.process_time() - begun
        size = sum(map(len, texts))
        print(f"{file.name}: {size} characters, {names} names, {size / seconds:.0f} characters a CPU second")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
