"""Train the rankers of `zhfacts.relate` on gold folders, and measure them by cross-validation over articles.

    train_relate.py GOLD:RAW [GOLD:RAW ...] -o MODEL.json [--folds 5 --predictions FOLDER]

GOLD holds gold files, RAW their raw texts. With --folds the articles are cut into folds by file; each fold's articles
are bound by rankers that are trained on the others and written as gold-shaped files to FOLDER, for a scorer.
"""

from __future__ import annotations

import argparse
import json
import unicodedata
from array import array
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from zhfacts.model import Cluster, Document, Mention, Quantity, Time
from zhfacts.relate.facts import Binder, Chooser
from zhfacts.relate.indicators import written
from zhfacts.relate.ranking import Ranker
from zhfacts.relate.roles import roles

SLOTS = ("stated", "subject", "indicator", "time", "aspect", "status")
IGNORED = set(" \t\n\r\u3000“”‘’\"'《》（）()、，,的")


def fold_width(text: str) -> str:
    """Fold full-width letters, digits and signs to one character each, as reading does; Chinese punctuation stays."""
    keep = set("，。；：！？（）“”、　")
    return "".join(
        c if c in keep or len(unicodedata.normalize("NFKC", c)) != 1 else unicodedata.normalize("NFKC", c) for c in text
    )


def documents(pairs: list[str]) -> list[tuple[str, Document, dict[str, Any]]]:
    """Return (file, document, gold article) for each article of the gold folders."""
    found = []
    for pair in pairs:
        gold, raw = map(Path, pair.split(":"))
        for path in sorted(gold.glob("*.json")):
            data = json.loads(path.read_text(encoding="utf-8"))
            text = (raw / data["file"]).read_bytes().decode("utf-8")
            for article in data["articles"]:
                found.append((data["file"], document_of(article, data["file"], text), article))
    return found


def document_of(article: dict[str, Any], file: str, raw: str) -> Document:
    """Return a document with the mentions, quantities, times and clusters of a gold article."""
    start, end = article["start"], article["end"]

    def moved(item: dict[str, Any]) -> dict[str, Any]:
        return {**item, "start": item["start"] - start, "end": item["end"] - start}

    mentions = [Mention(**moved(m)) for m in article["mentions"]]
    clusters: dict[str, Cluster] = {}
    for mention in mentions:
        if mention.entity:
            cluster = clusters.setdefault(
                mention.entity, Cluster(mention.entity, mention.entity.split(":", 1)[1], mention.label)
            )
            cluster.forms[mention.text] = cluster.forms.get(mention.text, 0) + 1
    return Document(
        id=article["id"],
        file=file,
        raw=raw,
        start=start,
        end=end,
        text=fold_width(raw[start:end]),
        offsets=array("L", range(start, end)),
        title=article["title"],
        date=article["date"] and __import__("datetime").date.fromisoformat(article["date"]),
        mentions=mentions,
        quantities=[Quantity(**moved(q)) for q in article["quantities"]],
        times=[Time(**moved(t)) for t in article["times"]],
        clusters=list(clusters.values()),
    )


def overlap(a: str | None, b: str | None) -> float:
    """Return the character overlap F of two phrases, as the measure defines it."""
    x, y = (Counter(c for c in s or "" if c not in IGNORED) for s in (a, b))
    total = sum(x.values()) + sum(y.values())
    return 2 * sum((x & y).values()) / total if total else 1.0


class Teacher(Chooser):
    """Records every decision with the gold's answer and walks on with the gold's, or the model's where there is none."""

    def __init__(self, gold: dict[str, Any], rankers: dict[str, Ranker] | None, follow: bool) -> None:
        super().__init__(rankers or {s: Ranker({}) for s in SLOTS})
        self.facts: dict[str, list[dict[str, Any]]] = {}
        for fact in gold["facts"]:
            self.facts.setdefault(fact["quantity"], []).append(fact)
        self.named = {m["entity"] for m in gold["mentions"]}
        self.decisions: list[tuple[str, list[list[str]], list[float]]] = []
        self.follow = follow
        self.binder: Binder | None = None
        self.oracle: Counter[tuple[str, bool]] = Counter()

    def choose(self, slot: str, frame: Any, options: Any, features: Any) -> tuple[int, float]:
        """Record the decision; return the gold's answer."""
        facts = self.facts.get(frame.quantity.id, [])
        if slot == "stated":
            goals = [float(option == bool(facts)) for option in options]
        elif not facts:
            return super().choose(slot, frame, options, features)
        else:
            goals = [max(self._goal(slot, option, fact) for fact in facts) for option in options]
        best = max(goals)
        self.oracle[slot, best > 0] += 1
        if best > 0:
            self.decisions.append((slot, [list(f) for f in features], goals))
        if best > 0 and not self.follow:
            return goals.index(best), 1.0
        if slot == "stated" and best > 0:
            return goals.index(best), 1.0
        return super().choose(slot, frame, options, features)

    def _goal(self, slot: str, option: Any, fact: dict[str, Any]) -> float:
        """Return how right an option is, between 0 and 1."""
        assert self.binder is not None
        scene = self.binder.scene
        if slot in ("aspect", "status"):
            return float(option == fact[slot])
        if slot == "time":
            return float((option.time.id if option.time else None) == fact["time"])
        if slot == "indicator":
            value = overlap(written(scene, option.spans), fact["indicator"])
            return value**4 if value >= 0.5 else 0.0
        if fact["subject"]:
            if option.entity is None and fact["subject"] not in self.named:
                text = self._text(option)
                return 0.5 * float(overlap(text, fact["subject"].split(":", 1)[1]) >= 0.5)
            return float(option.entity == fact["subject"])
        if fact["subject_text"] is None:
            return 1.0
        text = option.entity.split(":", 1)[1] if option.entity else self._text(option)
        value = overlap(text, fact["subject_text"])
        return value if value >= 0.5 else 0.0

    def _text(self, option: Any) -> str:
        """Return the text of a noun phrase option."""
        assert self.binder is not None
        if option.phrase:
            return self.binder.scene.text[option.phrase.start : option.phrase.end]
        return self.binder.subjects[-1][1]


def decisions(
    items: list[tuple[str, Document, dict[str, Any]]], rankers: dict[str, Ranker] | None, oracle: Counter[Any]
) -> list[Any]:
    """Return all decisions on some articles: along the gold, and along the model where there is one."""
    found = []
    for _, document, gold in items:
        for follow in (False, True) if rankers else (False,):
            teacher = Teacher(gold, rankers, follow)
            binder = Binder(fresh(document), teacher)
            teacher.binder = binder
            binder.facts()
            found += teacher.decisions
            if not follow:
                oracle += teacher.oracle
    return found


def fresh(document: Document) -> Document:
    """Return a document whose clusters may be added to."""
    import copy

    other = copy.copy(document)
    other.clusters = list(document.clusters)
    return other


def fit(found: list[Any], slot: str, strength: float, least: int = 2) -> Ranker:
    """Fit a conditional logit with L2 penalty by L-BFGS; features seen in fewer than `least` decisions are left out."""
    groups = [(features, goals) for s, features, goals in found if s == slot and len(features) > 1]
    seen: Counter[str] = Counter()
    for features, _ in groups:
        seen.update({f for option in features for f in option})
    names = {f: i for i, f in enumerate(sorted(f for f, n in seen.items() if n >= least))}
    rows, columns, owner, goals = [], [], [], []
    row = 0
    for number, (features, goal) in enumerate(groups):
        total = sum(goal)
        for option, value in zip(features, goal, strict=True):
            for f in set(option):
                if f in names:
                    rows.append(row)
                    columns.append(names[f])
            owner.append(number)
            goals.append(value / total)
            row += 1
    x = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(row, len(names)))
    group, target = np.array(owner), np.array(goals)
    starts = np.searchsorted(group, np.arange(len(groups)))

    def loss(w: Any) -> Any:
        scores = x @ w
        scores = scores - np.maximum.reduceat(scores, starts)[group]
        e = np.exp(scores)
        p = e / np.add.reduceat(e, starts)[group]
        value = -(target * np.log(p + 1e-12)).sum() + 0.5 * strength * (w @ w)
        return value, x.T @ (p - target) + strength * w

    best = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 200})
    return Ranker({f: round(float(best.x[i]), 4) for f, i in names.items() if abs(best.x[i]) >= 0.005})


STRENGTH = {"stated": 1.0, "subject": 1.0, "indicator": 1.0, "time": 1.0, "aspect": 1.0, "status": 1.0}


def train(items: list[Any], rounds: int = 2) -> tuple[dict[str, Ranker], Counter[Any]]:
    """Train all rankers: first along the gold's history, then along the model's own (Daumé's DAgger)."""
    rankers: dict[str, Ranker] | None = None
    oracle: Counter[Any] = Counter()
    for _ in range(rounds):
        oracle = Counter()
        found = decisions(items, rankers, oracle)
        rankers = {slot: fit(found, slot, STRENGTH[slot]) for slot in SLOTS}
    assert rankers is not None
    return rankers, oracle


def predicted(document: Document, gold: dict[str, Any], rankers: dict[str, Ranker]) -> dict[str, Any]:
    """Return the gold article with its facts and roles replaced by the predicted ones."""
    other = fresh(document)
    facts = Binder(other, Chooser(rankers)).facts()
    return {
        **gold,
        "facts": [f.model_dump(mode="json") for f in facts],
        "roles": [r.model_dump(mode="json") for r in roles(other)],
    }


def main() -> None:
    """Parse the arguments and train."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", nargs="+")
    parser.add_argument("-o", "--output", type=Path)
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--predictions", type=Path)
    parser.add_argument("--rounds", type=int, default=2)
    arguments = parser.parse_args()
    items = documents(arguments.data)
    if arguments.folds:
        files = sorted({f for f, _, _ in items})
        fold_of = {f: i % arguments.folds for i, f in enumerate(files)}
        articles: dict[str, list[Any]] = {}
        for fold in range(arguments.folds):
            rankers, oracle = train([x for x in items if fold_of[x[0]] != fold], arguments.rounds)
            for file, document, gold in items:
                if fold_of[file] == fold:
                    articles.setdefault(file, []).append(predicted(document, gold, rankers))
        arguments.predictions.mkdir(parents=True, exist_ok=True)
        with (arguments.predictions / "articles.jsonl").open("w", encoding="utf-8") as out:
            for rows in articles.values():
                out.writelines(json.dumps(r, ensure_ascii=False) + "\n" for r in rows)
        for slot in SLOTS:
            n, y = oracle[slot, True] + oracle[slot, False], oracle[slot, True]
            print(f"{slot}: reachable {y / n if n else 0:.3f} of {n}")
    if arguments.output:
        rankers, _ = train(items, arguments.rounds)
        slots = {slot: dict(sorted(r.weights.items())) for slot, r in rankers.items()}
        arguments.output.write_text(
            json.dumps(slots, ensure_ascii=False, indent=0, sort_keys=True) + "\n", encoding="utf-8"
        )


if __name__ == "__main__":
    main()
