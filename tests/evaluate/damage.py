"""Gold with damage, to measure: every so many-th item is changed, each time in the next of several ways."""

import itertools
import json
from pathlib import Path

ROOT = Path(__file__).parents[2]
GOLD = ROOT / "annotations"


def damaged(every):
    """Return the articles of the gold with every so many-th item damaged, each time in the next of several ways."""
    articles = [a for p in sorted(GOLD.glob("*.json")) for a in json.loads(p.read_text(encoding="utf-8"))["articles"]]
    turn = itertools.count(1)
    ways = itertools.count()

    def hit():
        return next(turn) % every == 0

    for a in articles:
        a["title"] = None if hit() else a["title"]
        for layer, change in (("mentions", damage_mention), ("quantities", damage_quantity), ("times", damage_time)):
            a[layer] = [y for x in a[layer] for y in (change(x, next(ways) % 5) if hit() else [x])]
        a["facts"] = [y for x in a["facts"] for y in (damage_fact(x, next(ways) % 7, a) if hit() else [x])]
        for r in a["roles"]:
            r["organization"] = None if hit() else r["organization"]
    return articles[:: 1 if every > 2 else 2]


def damage_mention(x, way):
    ways = [
        [],
        [{**x, "end": x["end"] + 1}],
        [{**x, "label": "ORG"}],
        [{**x, "entity": "GPE:广州市"}],
        [x, {**x, "id": f"{x['id']}b", "start": x["start"] + 1}],
    ]
    return ways[way]


def damage_quantity(x, way):
    ways = [{**x, "end": x["end"] + 1}, {**x, "label": "MONEY"}, {**x, "value": "1"}, {**x, "unit": None}]
    return [ways[way] if way < 4 else {**x, "modifier": "about"}]


def damage_time(x, way):
    ways = [[], [{**x, "start": x["start"] - 1}], [{**x, "label": "TIME"}], [{**x, "end_date": None}], [x, x]]
    return ways[way]


def damage_fact(x, way, a):
    ways = [
        [],
        [{**x, "subject": "ORG:华为"}, {**x, "aspect": "rate"}],
        [{**x, "indicator": (x["indicator"] or "")[:2]}],
        [{**x, "status": "planned"}],
        [{**x, "time": a["times"][0]["id"]}],
        [{**x, "speaker": "PERSON:张硕辅"}],
        [{**x, "quantity": a["quantities"][-1]["id"]}],
    ]
    return ways[way]


def written(folder, articles):
    folder.mkdir(exist_ok=True)
    lines = "".join(json.dumps(a, ensure_ascii=False) + "\n" for a in articles)
    (folder / "articles.jsonl").write_text(lines, encoding="utf-8")
    return folder
