"""Linking: one entity for one thing, inside an article and over all articles."""

from .article import resolve
from .knowledge import KnowledgeBase, KnowledgeError, Known
from .registry import Links, Registry, Use, uses_of
from .sharding import Components, Shares, keys_of, keys_of_entity

__all__ = [
    "Components",
    "KnowledgeBase",
    "KnowledgeError",
    "Known",
    "Links",
    "Registry",
    "Shares",
    "Use",
    "keys_of",
    "keys_of_entity",
    "resolve",
    "uses_of",
]
