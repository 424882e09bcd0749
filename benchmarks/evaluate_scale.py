"""Print how long `zhfacts evaluate` takes on made-up data, and with how much memory: evaluate_scale.py [ARTICLES].

The articles of `annotations/` are multiplied under new names, two thirds of their entities made others in each copy;
the extract is what remains when every tenth item is lost, changed or moved. Texts come from `corpus/`.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
KINDS = 3000
"""So many others an entity can be made."""
Article = dict[str, Any]


def templates() -> list[Article]:
    """Return the articles of the gold with their texts and lines as sentences."""
    found = []
    for path in sorted((ROOT / "annotations").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        raw = (ROOT / "corpus" / gold["file"]).read_bytes().decode()
        for article in gold["articles"]:
            text = raw[article["start"] : article["end"]]
            at, sentences = article["start"], []
            for line in text.splitlines(keepends=True):
                sentences += [[at, at + len(line.rstrip())]] if line.strip() else []
                at += len(line)
            found.append({**article, "text": text, "sentences": sentences})
    return found


def copies(number: int) -> Iterator[Article]:
    """Yield so many articles, each of a file of its own."""
    chance, made = random.Random(0), templates()
    for n in range(number):
        article = made[n % len(made)]
        names = {m["entity"] for m in article["mentions"] if chance.random() < 2 / 3}
        others = {name: f"{name}{chance.randrange(KINDS)}" for name in sorted(names)}
        yield renamed(article, f"a{n:06}", others)


def renamed(article: Article, name: str, others: dict[str, str]) -> Article:
    """Return an article under another name, with other entities."""

    def changed(items: list[Any], *fields: str) -> list[Any]:
        return [{**x, **{f: others.get(x[f], x[f]) for f in fields}} for x in items]

    layers = {
        "mentions": changed(article["mentions"], "entity"),
        "facts": changed(article["facts"], "subject", "speaker"),
        "roles": changed(article["roles"], "person", "organization"),
    }
    return {**article, **layers, "id": name, "file": f"{name}.txt"}


def damaged(article: Article, chance: random.Random) -> Article:
    """Return an article in which about every tenth item is lost, changed or moved."""
    mentions = [
        {**m, "end": m["end"] + (chance.random() < 0.03), "entity": m["entity"] + "别" * (chance.random() < 0.05)}
        for m in article["mentions"]
        if chance.random() > 0.05
    ]
    facts = [
        {**f, "indicator": (f["indicator"] or "")[: chance.randint(0, 9)], "score": chance.random()}
        for f in article["facts"]
        if chance.random() > 0.1
    ]
    return {**article, "mentions": mentions, "facts": facts}


def write(folder: Path, number: int) -> None:
    """Write gold, and two extracts, for so many articles."""
    (folder / "gold").mkdir()
    chance = random.Random(1)
    for name in ("one", "two"):
        (folder / name).mkdir()
    with (folder / "one/articles.jsonl").open("w") as one, (folder / "two/articles.jsonl").open("w") as two:
        for article in copies(number):
            for out in (one, two):
                out.write(json.dumps(damaged(article, chance), ensure_ascii=False) + "\n")
            bare = {k: v for k, v in article.items() if k not in ("text", "sentences")}
            content = json.dumps({"file": article["file"], "articles": [bare]}, ensure_ascii=False)
            (folder / "gold" / f"{article['id']}.json").write_text(content, encoding="utf-8")


def timed(*arguments: str) -> str:
    """Run the command in a process of its own and return its seconds and the peak memory of all runs so far."""
    program = "from zhfacts.cli import main; main()"
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", program, "evaluate", *arguments], check=True, stdout=subprocess.DEVNULL)
    took, used = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    busy = used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime
    return f"{took:.1f} s ({busy:.1f} s of processor), {used.ru_maxrss / 1024:.0f} MB at most so far"


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=int, nargs="?", default=10_000)
    parser.add_argument("--errors", default="20")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        write(folder, given.articles)
        size = (folder / "one/articles.jsonl").stat().st_size / 2**20
        print(f"{given.articles} articles, extract of {size:.0f} MB")
        sides = (str(folder / "gold"), str(folder / "one"))
        print("evaluate:", timed(*sides))
        print("evaluate --errors:", timed(*sides, "--errors", given.errors))
        print("evaluate --compare:", timed(*sides, "--compare", str(folder / "two")))


if __name__ == "__main__":
    main()
