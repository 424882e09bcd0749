"""Places by level, and what 全市, 全省 or 我国 stands for in an article."""

from __future__ import annotations

from functools import cache

from ...lang import gazetteer
from ...lang.gazetteer import Division
from ...model import Cluster, entity_id
from .words import words

LEVELS = {"省": "province", "自治区": "province", "市": "city", "区": "district", "县": "district", "旗": "district"}
CHINA = entity_id("GPE", "中国")


@cache
def official() -> dict[str, Division]:
    """Return each division down to the county by its official name; the first of namesakes."""
    return {d.name: d for d in reversed(gazetteer.divisions()) if d.level != "town"}


@cache
def _short() -> dict[str, str]:
    """Return the official names of provinces and prefectures by their short forms (浙江, 金华)."""
    found = (d for d in reversed(gazetteer.divisions()) if d.level in ("province", "city"))
    return {form: division.name for division in found for form in division.forms}


def level(cluster: Cluster) -> str:
    """Return country, province, city, district or an empty string for a place; 重庆市 is a city, as 全市 says."""
    if cluster.id == CHINA:
        return "country"
    known = official().get(cluster.name)
    if known:
        kind = {"province": "province", "city": "city", "county": "district"}.get(known.level, "")
        return "city" if kind in ("district", "province") and cluster.name.endswith("市") else kind
    return next((v for k, v in LEVELS.items() if cluster.name.endswith(k)), "")


def province_of(name: str) -> str:
    """Return the province that a name begins with or whose city or county it begins with, or an empty string."""
    for size in (len(name), 5, 4, 3, 2):
        head = name[:size]
        full = head if head in official() else _short().get(head, "")
        if full and size <= len(name):
            return _province(full)
    return ""


def _province(name: str) -> str:
    """Return the province of an official name."""
    above = gazetteer.chain(official()[name])
    return next((division.name for division in above if division.level == "province"), "")


def seat(entity: str) -> str:
    """Return the id of the place for which a body speaks by its name (重庆市政府 -> 重庆市), or an empty string."""
    label, _, name = entity.partition(":")
    end = words("seat").before(name, 0, len(name)) if label == "ORG" else ""
    place = name[: len(name) - len(end)]
    full = place if place in official() else _short().get(place, "")
    return entity_id("GPE", full) if end and full else ""


def understood_province(clusters: list[Cluster]) -> str:
    """Return the id of the province in which most of some entities lie by their names, or an empty string."""
    votes: dict[str, int] = {}
    for cluster in clusters:
        if cluster.label not in ("PERSON", "WORK_OF_ART") and (province := province_of(cluster.name)):
            votes[province] = votes.get(province, 0) + 1
    if not votes:
        return ""
    best = max(votes, key=lambda p: (votes[p], p))
    return entity_id("GPE", best) if votes[best] >= 3 and 2 * votes[best] >= sum(votes.values()) else ""


def home(
    text: str, headline: str, province: str, counts: dict[str, int], levels: dict[str, str], title: list[str]
) -> str:
    """Return the id of the place that a text is about, or an empty string.

    `counts` are the mentions of each entity in it, `levels` those of its places, `title` the entities of its headline
    in order, `province` the one in which most of its names lie.

    A place of the title counts most, the last of a chain (深圳光明区), or that of a government in it; then how often a
    place is named and which level the article calls its own (全市, 我省, 我国). A province that is never named is
    understood from the names in it, and one in which few of them lie is none. A place that is not in the title, has no
    such word and fewer than three mentions is none.
    """
    own: dict[str, int] = {level: sum(text.count(word) for word in forms) for level, forms in OWN.items()}
    country = min(0.5, 0.06 * text.count("全国")) + min(1.0, 0.25 * text.count("我国"))
    total = sum(n for e, n in counts.items() if e in levels) + 3
    scores: dict[str, float] = {}
    for entity, here in levels.items():
        scores[entity] = counts.get(entity, 0) / total * (1.0 if here else 0.5) + (
            country if here == "country" else min(1.0, 0.25 * own.get(here, 0))
        )
        if entity in title:
            scores[entity] += 2.0
    seats = [place for place in map(seat, title) if place]
    for place in seats:
        scores[place] = scores.get(place, 0.0) + 2.0
    named = [e for e in title if e in levels]
    if named:
        scores[named[-1]] += 0.2
    if province and (province not in scores or not title):
        scores[province] = max(scores.get(province, 0.0), 0.3 + min(1.0, 0.25 * own["province"]))
    if province:
        kept = {province, *title, *seats}
        foreign = {e for e, here in levels.items() if here == "province" and e not in kept}
        scores = {e: score for e, score in scores.items() if e not in foreign}
    if country:
        bonus = 2.0 if "我国" in headline or headline.startswith("全国") else 0.0
        scores[CHINA] = scores.get(CHINA, 0.0) + bonus + (0.0 if CHINA in levels else country)
    if not scores and province:
        return province
    firm = {*title, *seats, province, CHINA}
    firm |= {e for e in scores if counts.get(e, 0) >= 3 or own.get(levels.get(e, ""), 0)}
    best = max((e for e in scores if e in firm), key=lambda e: (scores[e], e), default="")
    return best if best and scores[best] >= LEAST else ""


LEAST = 0.4
OWN = {
    "country": ("我国", "全国", "国内"),
    "province": ("全省", "我省", "省委", "全区", "自治区"),
    "city": ("全市", "我市", "市委"),
    "district": ("全区", "我区", "全县", "我县", "区委", "县委"),
}
