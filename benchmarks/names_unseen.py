"""Strict typed scores of names on articles that the tagger was not trained on.

    python benchmarks/names_unseen.py NAMES.jsonl.gz

The file is what `scripts/unpack_standoff.py` writes: a line an article, with `text` and `ents` as (start, end, label).
Prints precision, recall and F1 of the rules alone and of rules and tagger together, by label.
"""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

from names import f1
from zhfacts.run import Settings, load


def main() -> None:
    """Measure and print."""
    with gzip.open(Path(sys.argv[1]), "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    gold = [{(s, e, label) for s, e, label in row["ents"]} for row in rows]
    for kind in ("lexicon", "zhfacts"):
        pipeline = load(Settings(names=kind))
        found = [{(m.start, m.end, m.label) for m in pipeline(row["text"]).mentions} for row in rows]
        judged = list(zip(gold, found, strict=True))
        print(kind, len(rows), "articles, P {:.3f} R {:.3f} F1 {:.3f}".format(*f1(judged)))
        for label in sorted({x[2] for side in gold for x in side}):
            print(f"  {label:12} {f1(judged, label)[2]:.3f}")


if __name__ == "__main__":
    main()
