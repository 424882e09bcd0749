"""Train the rankers of `zhfacts.relate` on gold folders, and measure them by cross-validation over articles.

    train_relate.py GOLD:RAW [GOLD:RAW ...] [-o MODEL.json] [--folds 5] [--predictions FOLDER]

GOLD holds gold files, RAW their raw texts. The articles are cut into folds by file; each fold's articles are bound by
rankers that are trained on the others. On these facts the score of a fact is fitted (`calibrate.py`), and how far it
holds is printed; with --predictions they are written to FOLDER, for `zhfacts evaluate GOLD FOLDER`. With -o the rankers
are then trained on all articles. --folds 0 leaves the score out.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import unicodedata
from array import array
from collections import Counter
from pathlib import Path
from typing import Any

import calibrate
import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, vstack
from zhfacts import link, read, recognise, run, segment
from zhfacts.model import Cluster, Document, Mention, Quantity, Time
from zhfacts.relate.decide.binder import CHAINS, SLOTS, Binder, Chooser
from zhfacts.relate.decide.ranking import Step
from zhfacts.relate.roles.triples import find_roles
from zhfacts.relate.scene.surroundings import written

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


def through(pairs: list[str]) -> list[tuple[str, Document, dict[str, Any]]]:
    """Return (file, document, gold article) with the document as the pipeline makes it and the gold laid over it."""
    pipeline = run.load()
    found = []
    for pair in pairs:
        gold, raw = map(Path, pair.split(":"))
        for path in sorted(gold.glob("*.json")):
            data = json.loads(path.read_text(encoding="utf-8"))
            for source in read.sources([raw / data["file"]], "text"):
                for document in read.documents(source):
                    document.sentences = segment.sentences(document.text)
                    recognise.annotate(document, pipeline.namer)
                    link.resolve(document, pipeline.kb)
                    found.append((data["file"], document, laid_over(document, data["articles"])))
    return found


def laid_over(document: Document, articles: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the facts of the gold on a document of the pipeline: quantities and times by their spans in the raw file.

    `alias` maps the document's clusters to the gold's entities by the mentions that they share.
    """
    place = {x.id: document.raw_span(x.start, x.end) for x in (*document.quantities, *document.times)}
    quantities = {place[q.id]: q.id for q in document.quantities}
    times = {place[t.id]: t.id for t in document.times}
    dated = {(str(t.start_date), str(t.end_date)): t.id for t in document.times}
    votes: dict[str, Counter[str]] = {}
    facts, named = [], []
    for article in articles:
        if article["end"] <= document.start or article["start"] >= document.end:
            continue
        entities = {(m["start"], m["end"]): m["entity"] for m in article["mentions"]}
        named += article["mentions"]
        for mention in document.mentions:
            entity = entities.get(document.raw_span(mention.start, mention.end) or (0, 0))
            if entity and mention.entity:
                votes.setdefault(mention.entity, Counter())[entity] += 1
        where = {q["id"]: (q["start"], q["end"]) for q in article["quantities"]}
        when = {t["id"]: t for t in article["times"]}
        for fact in article["facts"]:
            time = when.get(fact["time"])
            key = times.get((time["start"], time["end"])) if time else None
            if time and key is None:
                key = dated.get((str(time["start_date"]), str(time["end_date"])), "?")
            facts.append({**fact, "quantity": quantities.get(where[fact["quantity"]], "?"), "time": key})
    alias = {key: count.most_common(1)[0][0] for key, count in votes.items()}
    return {"facts": facts, "mentions": named, "alias": alias}


def overlap(a: str | None, b: str | None) -> float:
    """Return the character overlap F of two phrases, as the measure defines it."""
    x, y = (Counter(c for c in s or "" if c not in IGNORED) for s in (a, b))
    total = sum(x.values()) + sum(y.values())
    return 2 * sum((x & y).values()) / total if total else 1.0


Weights = dict[str, dict[str, float]]
Decision = tuple[str, list[list[str]], list[float]]
Passage = tuple[str, list[Step], list[list[float]]]


class Teacher(Chooser):
    """Records every decision with the gold's answer and walks on along the gold, or along the model."""

    def __init__(self, gold: dict[str, Any], weights: Weights | None, follow: bool) -> None:
        super().__init__(weights or {})
        self.facts: dict[str, list[dict[str, Any]]] = {}
        for fact in gold["facts"]:
            self.facts.setdefault(fact["quantity"], []).append(fact)
        self.named = {m["entity"] for m in gold["mentions"]}
        self.alias = gold.get("alias", {})
        self.decisions: list[Decision] = []
        self.passages: list[Passage] = []
        self.follow = follow
        self.binder: Binder | None = None
        self.oracle: Counter[tuple[str, bool]] = Counter()

    def choose(self, slot: str, frame: Any, options: Any, features: Any) -> tuple[int, Any]:
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
            if not self.follow or slot == "stated":
                return goals.index(best), goals
        return super().choose(slot, frame, options, features)

    def together(self, slot: str, frames: Any, options: Any, steps: Any) -> Any:
        """Record a chain of decisions; return the gold's answers where they are among the candidates."""
        goals = []
        for frame, found in zip(frames, options, strict=True):
            facts = self.facts.get(frame.quantity.id, [])
            goals.append([max((self._goal(slot, option, fact) for fact in facts), default=0.0) for option in found])
            self.oracle[slot, max(goals[-1]) > 0] += 1
        if steps:
            self.passages.append((slot, list(steps), goals))
        path, odds = super().together(slot, frames, options, steps)
        if self.follow:
            return path, odds
        return [g.index(max(g)) if max(g) > 0 else p for g, p in zip(goals, path, strict=True)], odds

    def _dated(self, key: str | None) -> object:
        """Return what makes two times of an article the same to the measure: their dates, or themselves without any."""
        assert self.binder is not None
        time = next((t for t in self.binder.document.times if t.id == key), None)
        return (time.start_date, time.end_date) if time and (time.start_date or time.end_date) else key

    def _goal(self, slot: str, option: Any, fact: dict[str, Any]) -> float:
        """Return how right an option is, between 0 and 1."""
        assert self.binder is not None
        if slot in ("aspect", "status"):
            return float(option == fact[slot])
        if slot == "time":
            return float(self._dated(option.time.id if option.time else None) == self._dated(fact["time"]))
        if slot == "indicator":
            value = overlap(written(self.binder.scene, option.spans), fact["indicator"])
            return value**4 if value >= 0.5 else 0.0
        phrase = option.phrase or (0, 0)
        text = option.entity.split(":", 1)[1] if option.entity else self.binder.document.written(*phrase)
        if fact["subject"]:
            if option.entity is None and text == fact["subject"].split(":", 1)[1]:
                return 1.0
            if option.entity is None and fact["subject"] not in self.named:
                return 0.5 * float(overlap(text, fact["subject"].split(":", 1)[1]) >= 0.5)
            return float(self.alias.get(option.entity, option.entity) == fact["subject"])
        if fact["subject_text"] is None:
            return 1.0
        value = overlap(text, fact["subject_text"])
        return value if value >= 0.5 else 0.0


def decisions(
    items: list[tuple[str, Document, dict[str, Any]]], weights: Weights | None, oracle: Counter[Any]
) -> tuple[list[Decision], list[Passage]]:
    """Return all decisions on some articles: along the gold, or along the model's own history where there is one."""
    single, chains = [], []
    for _, document, gold in items:
        teacher = Teacher(gold, weights, weights is not None)
        binder = Binder(fresh(document), teacher)
        teacher.binder = binder
        binder.facts()
        single += teacher.decisions
        chains += teacher.passages
        oracle += teacher.oracle
    return single, chains


def fresh(document: Document) -> Document:
    """Return a document whose clusters may be added to."""
    import copy

    other = copy.copy(document)
    other.clusters = list(document.clusters)
    return other


def fit(found: list[Decision], slot: str, strength: float, least: int = 2) -> dict[str, float]:
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
    return kept(names, best.x)


def kept(names: dict[str, int], values: Any) -> dict[str, float]:
    """Return the weights that matter, rounded."""
    return {f: round(float(values[i]), 4) for f, i in names.items() if abs(values[i]) >= 0.005}


def fit_chain(found: list[Passage], slot: str, strength: float, least: int = 2) -> dict[str, float]:
    """Fit a chain by maximum conditional likelihood; where the gold is no candidate, any choice may stand.

    The L2 penalty of a feature grows with the root of how often it is seen, so that a rare sign that is clear
    (此次研讨会) is heard beside the many that only say where most articles have their subject.
    """
    passages = [(steps, goals) for s, steps, goals in found if s == slot]
    seen: Counter[str] = Counter()
    for steps, _ in passages:
        for step in steps:
            seen.update({f for option in (*step.features, *step.stays) for f in option})
    names = {f: i for i, f in enumerate(sorted(f for f, n in seen.items() if n >= least))}

    def matrix(options: list[list[str]]) -> Any:
        cells = [(r, names[f]) for r, option in enumerate(options) for f in set(option) if f in names]
        rows, columns = zip(*cells, strict=True) if cells else ((), ())
        return csr_matrix((np.ones(len(cells)), (rows, columns)), shape=(len(options), len(names)))

    unary = vstack([matrix(step.features) for steps, _ in passages for step in steps]).tocsr()
    stay = vstack([matrix(step.stays) for steps, _ in passages for step in steps]).tocsr()
    batch = Batch(passages)
    penalty = strength * np.sqrt([seen[f] for f in names])

    def loss(w: Any) -> Any:
        u, t = unary @ w, stay @ w
        free, fu, ft = batch.expected(u, t, False)
        held, hu, ht = batch.expected(u, t, True)
        value = free - held + 0.5 * (penalty @ w**2)
        return value, unary.T @ (fu - hu) + stay.T @ (ft - ht) + penalty * w

    best = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 200})
    return kept(names, best.x)


class Batch:
    """All chains of a slot side by side, padded, for the scaled forward-backward algorithm."""

    def __init__(self, passages: list[tuple[list[Step], list[list[float]]]]) -> None:
        order = sorted(range(len(passages)), key=lambda i: -len(passages[i][0]))
        starts, row = [], 0
        for steps, _ in passages:
            starts.append(row)
            row += sum(len(step.keys) for step in steps)
        self.rows = row
        length = len(passages[order[0]][0])
        width = max(len(step.keys) for steps, _ in passages for step in steps)
        self.row = np.full((length, len(passages), width), -1)
        self.same = np.full((length, len(passages), width), -1)
        self.gold = np.zeros((length, len(passages), width))
        self.active = [sum(len(steps) > t for steps, _ in passages) for t in range(length)]
        for b, i in enumerate(order):
            at = starts[i]
            before: dict[str, int] = {}
            for t, (step, goal) in enumerate(zip(*passages[i], strict=True)):
                n = len(step.keys)
                self.row[t, b, :n] = np.arange(at, at + n)
                self.same[t, b, :n] = [before.get(k, -1) for k in step.keys]
                self.gold[t, b, :n] = goal if max(goal) > 0 else 1.0
                before = {k: c for c, k in enumerate(step.keys)}
                at += n

    def expected(self, u: Any, t: Any, held: bool) -> tuple[float, Any, Any]:
        """Return the log-partition and the expected counts of candidates and stays, `held` to the gold or free."""
        total, alphas, owns, moves = 0.0, [], [], []
        for n, active in enumerate(self.active):
            row, same = self.row[n, :active], self.same[n, :active]
            score = np.where(row >= 0, u[row], -1e9)
            top = score.max(axis=1, keepdims=True)
            own = np.exp(score - top) * (self.gold[n, :active] if held else 1.0)
            alpha = own
            move = np.zeros_like(own)
            if n:
                known = same >= 0
                before = np.take_along_axis(alphas[-1][:active], np.maximum(same, 0), axis=1)
                move = np.where(known, np.expm1(np.clip(t[row], -30, 30)), 0.0)
                alpha = own * (1.0 + move * before)
            scale = alpha.sum(axis=1, keepdims=True) + 1e-300
            total += float((np.log(scale) + top).sum())
            alphas.append(alpha / scale)
            owns.append(own / scale)
            moves.append(move)
        eu, et = np.zeros(self.rows), np.zeros(self.rows)
        beta = np.ones_like(alphas[-1])
        for n in range(len(self.active) - 1, -1, -1):
            active = self.active[n]
            if beta.shape[0] < active:
                beta = np.vstack([beta, np.ones((active - beta.shape[0], beta.shape[1]))])
            row, same = self.row[n, :active], self.same[n, :active]
            used = row >= 0
            eu[row[used]] = (alphas[n] * beta)[used]
            if n:
                flow = owns[n] * beta
                before = np.take_along_axis(alphas[n - 1][:active], np.maximum(same, 0), axis=1)
                stays = np.where(same >= 0, flow * before * (1.0 + moves[n]), 0.0)
                et[row[used]] = stays[used]
                back = np.repeat(flow.sum(axis=1, keepdims=True), flow.shape[1], axis=1)
                lines, columns = np.nonzero(same >= 0)
                np.add.at(back, (lines, same[lines, columns]), (flow * moves[n])[lines, columns])
                beta = back
        return total, eu, et


STRENGTH = {"stated": 3.0, "subject": 4.0, "indicator": 4.0, "time": 1.0, "aspect": 3.0, "status": 3.0}


def train(items: list[Any], also: list[Any], rounds: int = 2) -> tuple[Weights, Counter[Any]]:
    """Train all slots: first along the gold's history, then along the model's own too (Daumé's and Ross's DAgger).

    Times are learned from `items` alone, the other slots from `also` too.
    """
    weights: Weights = {}
    oracle: Counter[Any] = Counter()
    single, chains = decisions(items, None, oracle)
    more, further = decisions(also, None, Counter())
    single, chains = single + more, chains + [p for p in further if p[0] != "time"]
    for slot in CHAINS:
        weights[slot] = fit_chain(chains, slot, STRENGTH[slot])
    for slot in SLOTS:
        weights[slot] = fit(single, slot, STRENGTH[slot])
    for _ in range(rounds - 1):
        more, _ = decisions(items, weights, Counter())
        single = single + more
        for slot in SLOTS[1:]:
            weights[slot] = fit(single, slot, STRENGTH[slot])
    return weights, oracle


def predicted(document: Document, gold: dict[str, Any], weights: Weights, fold: int) -> calibrate.Held:
    """Return the gold article with its facts and roles replaced by the predicted ones."""
    other, witness = fresh(document), calibrate.Witness(weights)
    facts = Binder(other, witness).facts()
    features = {fact.id: seen for fact, seen in zip(facts, witness.seen, strict=True)}
    if "alias" in gold:
        other.facts, other.roles = facts, find_roles(other)
        return calibrate.Held(fold, run.finish(other).article.model_dump(mode="json"), features)
    found = {"facts": [f.model_dump(mode="json") for f in facts], "roles": [r.model_dump() for r in find_roles(other)]}
    return calibrate.Held(fold, {**gold, **found}, features)


def held_out(items: list[Any], more: list[Any], also: list[Any], folds: int, rounds: int) -> list[calibrate.Held]:
    """Return all articles as rankers bind them that are trained on the other folds, and on those in `also`."""
    files = sorted({f for f, _, _ in items})
    fold_of = {f: i % folds for i, f in enumerate(files)}
    found = []
    for fold in range(folds):
        weights, oracle = train([x for x in items + more if fold_of[x[0]] != fold], also, rounds)
        found += [predicted(document, gold, weights, fold) for f, document, gold in items if fold_of[f] == fold]
    for slot in (*SLOTS, *CHAINS):
        n, y = oracle[slot, True] + oracle[slot, False], oracle[slot, True]
        print(f"{slot}: reachable {y / n if n else 0:.3f} of {n}")
    return found


def main() -> None:
    """Parse the arguments and train."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", nargs="+")
    parser.add_argument("--also", nargs="*", default=[], help="more GOLD:RAW to train on, in no fold")
    parser.add_argument("-o", "--output", type=Path)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--predictions", type=Path)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument(
        "--through", action="store_true", help="the articles as the pipeline makes them, not gold spans"
    )
    parser.add_argument("--both", action="store_true", help="train on both")
    arguments = parser.parse_args()
    items = through(arguments.data) if arguments.through or arguments.both else documents(arguments.data)
    more = documents(arguments.data) if arguments.both else []
    also = through(arguments.also)
    golds, score = [pair.split(":")[0] for pair in arguments.data], {}
    if arguments.folds:
        held = held_out(items, more, also, arguments.folds, arguments.rounds)
        with tempfile.TemporaryDirectory() as folder:
            place = arguments.predictions or Path(folder)
            score = calibrate.calibrate(held, golds, place)
            calibrate.report(golds, place)
    if arguments.output:
        weights, _ = train(items + more, also, arguments.rounds)
        text = json.dumps({**weights, "score": score}, ensure_ascii=False, indent=0, sort_keys=True)
        arguments.output.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
