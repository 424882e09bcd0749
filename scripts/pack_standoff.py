"""Turn gold files of raw news into annotations without text, one line an article, for `annotations/standoff.jsonl`.

    pack_standoff.py GOLD RAW BULK > LINES

Each raw text is looked for in BULK (folders of gzipped JSONL with `text`), whole or as a part of a longer one; one that
is in none is an error. `scripts/unpack_standoff.py` is the inverse.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

LEFT_OUT = {
    "mentions": ("id", "text", "label"),
    "quantities": ("text",),
    "times": ("text",),
    "facts": ("id",),
    "roles": (),
}
"""What of each layer is derived when it is unpacked."""


def bare(article: dict[str, Any]) -> dict[str, Any]:
    """Return an article of a gold file without texts of spans and without what is empty."""
    layers = {
        layer: [
            {k: v for k, v in item.items() if k not in drop and (v is not None or layer == "roles")}
            for item in article[layer]
        ]
        for layer, drop in LEFT_OUT.items()
    }
    for fact in layers["facts"]:
        fact.setdefault("time", None)
        fact.setdefault("subject", None)
        fact.pop("subject_text" if fact["subject"] else "", None)
    for time in layers["times"]:
        time |= {"start_date": time.get("start_date"), "end_date": time.get("end_date")}
    return {"id": article["id"], "start": article["start"], "end": article["end"], **layers}


def rows(bulk: Path) -> Iterator[tuple[dict[str, Any], str]]:
    """Yield each row of the raw news: source, row and hash, and its text."""
    for file in sorted(bulk.glob("*.jsonl.gz")):
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            for row, line in enumerate(lines):
                text = json.loads(line)["text"]
                yield {"source": file.name, "row": row, "sha256": hashlib.sha256(text.encode()).hexdigest()}, text


def places(texts: dict[str, str], bulk: Path) -> dict[str, dict[str, Any]]:
    """Return where each text stands, by its key: source, row, hash, and part where it is none by itself."""
    keys = {text: key for key, text in texts.items()}
    found = {keys[whole]: row for row, whole in rows(bulk) if whole in keys}
    parts = {key: text for key, text in texts.items() if key not in found}
    for row, whole in rows(bulk) if parts else ():
        for key in [k for k, text in parts.items() if text in whole]:
            start = whole.index(parts[key])
            found[key] = {**row, "part": [start, start + len(parts.pop(key))]}
    return found


def main() -> int:
    """Pack."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("gold", "raw", "bulk"):
        parser.add_argument(name, type=Path)
    options = parser.parse_args()
    golds = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(options.gold.glob("*.json"))]
    texts = {gold["file"]: (options.raw / gold["file"]).read_text(encoding="utf-8") for gold in golds}
    where = places(texts, options.bulk)
    for gold in golds:
        if gold["file"] not in where:
            print(f"pack_standoff: {gold['file']}: its text is in no file of {options.bulk}", file=sys.stderr)
            return 2
        names = [(m["start"], m["end"], m["label"]) for a in gold["articles"] for m in a["mentions"]]
        line = {**where[gold["file"]], "articles": [bare(a) for a in gold["articles"]], "names": names}
        print(json.dumps(line, ensure_ascii=False, separators=(",", ":")))
    return 0


if __name__ == "__main__":
    sys.exit(main())
