"""Lay annotations without text over the raw news that they are of: gold files, raw files and names come out.

    unpack_standoff.py annotations/standoff.jsonl BULK OUT

Each line of the first file is an article: the file and row of BULK (gzipped JSONL with `text`) that holds its text, the
hash of the text, perhaps the `part` of it that is annotated (start, end), `articles` in the shape of a gold file as far
as facts need it, and perhaps `names` as (start, end, label). `scripts/pack_standoff.py` writes such lines. OUT gets
`gold/` and `raw/`, for `python -m zhfacts.train.facts OUT/gold:OUT/raw`, and `names.jsonl.gz`, for
`benchmarks/names_unseen.py`. A text that is not the one annotated is an error.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

from zhfacts.recognise import measures


def completed(article: dict[str, Any], file: str, text: str) -> dict[str, Any]:
    """Return an article as gold files have it: with the texts of its spans, and of quantities what zhfacts reads there.

    Where no values are annotated they are those that zhfacts reads; a quantity that it reads elsewhere has none.
    """
    read = {(q.start, q.end): q for q in measures(text)[0]}
    for layer in ("mentions", "quantities", "times"):
        for number, span in enumerate(article[layer], 1):
            span.setdefault("id", f"{layer[0]}{number}")
            span["text"] = text[span["start"] : span["end"]]
    for mention in article["mentions"]:
        mention["label"] = mention["entity"].partition(":")[0]
    for span in article["quantities"]:
        if "label" in span:
            continue
        found = read.get((span["start"], span["end"]))
        span |= {"label": found.label if found else "CARDINAL", "unit": found.unit if found else None}
        span["value"] = str(found.value) if found and found.value is not None else None
        span |= {"low": None, "high": None, "modifier": None}
    for time in article["times"]:
        time.setdefault("label", "DATE")
    for number, fact in enumerate(article["facts"], 1):
        fact.setdefault("id", f"f{number}")
        for name in ("subject_text", "direction", "comparison", "speaker"):
            fact.setdefault(name, None)
    return {"title": None, "date": None, "roles": [], **article, "file": file}


def main() -> int:
    """Unpack."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("standoff", type=Path)
    parser.add_argument("bulk", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    rows = [json.loads(line) for line in options.standoff.read_text(encoding="utf-8").splitlines()]
    texts: dict[str, list[str]] = {}
    for folder in ("gold", "raw"):
        (options.out / folder).mkdir(parents=True, exist_ok=True)
    with gzip.open(options.out / "names.jsonl.gz", "wt", encoding="utf-8") as names:
        for row in rows:
            source = row["source"]
            if source not in texts:
                with gzip.open(options.bulk / source, "rt", encoding="utf-8") as lines:
                    texts[source] = [json.loads(line)["text"] for line in lines]
            text = texts[source][row["row"]]
            if hashlib.sha256(text.encode()).hexdigest() != row["sha256"]:
                print(f"unpack_standoff: {source}, row {row['row']}: another text than the one annotated")
                return 2
            name = f"{source.split('_')[0]}_{row['row']:05}"
            if "part" in row:
                text, name = text[slice(*row["part"])], f"{name}_{row['part'][0]}"
            (options.out / "raw" / f"{name}.txt").write_text(text, encoding="utf-8")
            articles = [completed(article, f"{name}.txt", text) for article in row["articles"]]
            gold = json.dumps({"file": f"{name}.txt", "articles": articles}, ensure_ascii=False)
            (options.out / "gold" / f"{name}.json").write_text(gold, encoding="utf-8")
            if "names" in row:
                names.write(json.dumps({"text": text, "ents": row["names"], "source": name}, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
