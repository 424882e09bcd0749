"""The levels of places as 全市, 全省 or 我国 speak of them."""

from __future__ import annotations

from ...lang import gazetteer
from ...model import Cluster, entity_id

CHINA = entity_id("GPE", "中国")


def level(cluster: Cluster) -> str:
    """Return country, province, city, district or an empty string for a place; 重庆市 is a city, as 全市 says."""
    if cluster.id == CHINA:
        return "country"
    division = gazetteer.by_code().get(cluster.external_ids.get("gb2260", ""))
    return gazetteer.own_level(cluster.name, division.level if division else None)
