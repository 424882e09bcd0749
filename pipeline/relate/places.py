"""Places by level, and what 全市, 全省 or 我国 stands for in an article."""

from __future__ import annotations

from functools import cache

from ..data import table
from ..model import Cluster, Document, entity_id

LEVELS = {"省": "province", "自治区": "province", "市": "city", "区": "district", "县": "district", "旗": "district"}
CHINA = entity_id("GPE", "中国")


@cache
def official() -> dict[str, tuple[str, str]]:
    """Return level and parent's name of each place down to the county by its official name; the first of namesakes."""
    names = {r["code"]: r["name"] for r in table("places.tsv") if r["level"] != "town"}
    found: dict[str, tuple[str, str]] = {}
    for row in table("places.tsv"):
        if row["level"] != "town":
            found.setdefault(row["name"], (row["level"], names.get(row["parent"], "")))
    return found


@cache
def _short() -> dict[str, str]:
    """Return the official names of provinces and prefectures by their short forms (浙江, 金华)."""
    found: dict[str, str] = {}
    for name, (level, _) in official().items():
        if level in ("province", "prefecture"):
            short = name.removesuffix("省").removesuffix("市").removesuffix("自治区").removesuffix("特别行政区")
            for people in ("壮族", "回族", "维吾尔"):
                short = short.removesuffix(people)
            found.setdefault(short, name)
    return found


def level(cluster: Cluster) -> str:
    """Return country, province, city, district or an empty string for a place."""
    if cluster.id == CHINA:
        return "country"
    known = official().get(cluster.name)
    if known:
        kind = {"province": "province", "prefecture": "city", "county": "district"}.get(known[0], "")
        return "city" if kind == "district" and cluster.name.endswith("市") else kind
    return next((v for k, v in LEVELS.items() if cluster.name.endswith(k)), "")


def province_of(name: str) -> str:
    """Return the province in which a named thing lies by the place names in it, or an empty string."""
    for size in (len(name), 3, 2):
        short = _short().get(name[:size])
        known = official().get(name[:size]) or (official().get(short) if short else None)
        if known:
            while known[1]:
                name, size = known[1], len(known[1])
                known = official()[known[1]]
            if known[0] == "province":
                return name if name in official() else (short or "")
    return ""


def understood_province(document: Document) -> str:
    """Return the id of the province in which most of an article's names lie, or an empty string."""
    votes: dict[str, int] = {}
    for cluster in document.clusters:
        if cluster.label in ("GPE", "ORG", "FAC", "LOC", "PRODUCT", "LAW", "EVENT"):
            province = province_of(cluster.name)
            if province:
                votes[province] = votes.get(province, 0) + 1
    if not votes:
        return ""
    best = max(votes, key=lambda p: (votes[p], p))
    return entity_id("GPE", best) if votes[best] >= 2 else ""
