"""The levels of places as 全市, 全省 or 我国 speak of them."""

from __future__ import annotations

import re

from ...lang import gazetteer
from ...lang.ranking_words import only_ranks
from ...model import Cluster, entity_id
from .word_tables import words

CHINA = entity_id("GPE", gazetteer.china())


def names_country(text: str) -> bool:
    """Tell whether a text speaks of the whole country (我国, 全国), and not only to rank in it (居全国首位)."""
    return any(
        not only_ranks(text, at.start(), at.end())
        for word in words("home-country").values
        for at in re.finditer(re.escape(word), text)
    )


def level(cluster: Cluster) -> str:
    """Return country, province, city, district or an empty string for a place; 重庆市 is a city, as 全市 says."""
    if cluster.id == CHINA:
        return "country"
    division = gazetteer.by_code().get(cluster.external_ids.get("gb2260", ""))
    return gazetteer.own_level(cluster.name, division.level if division else None)
