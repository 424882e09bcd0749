"""Linking: one entity for one thing, inside an article and over all articles."""

from .article import resolve
from .knowledge import KnowledgeBase, KnowledgeError, Known
from .registry import EntityRegistry, Links, Use, uses_of
from .sharding import Components, Shares, keys_of, keys_of_entity

__all__ = [
    "Components",
    "EntityRegistry",
    "KnowledgeBase",
    "KnowledgeError",
    "Known",
    "Links",
    "Shares",
    "Use",
    "keys_of",
    "keys_of_entity",
    "resolve",
    "uses_of",
]
