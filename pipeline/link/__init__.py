"""Linking: one entity for one thing, inside an article and over all articles."""

from .article import resolve
from .knowledge import KnowledgeBase, KnowledgeError, Known
from .registry import Links, Registry

__all__ = ["KnowledgeBase", "KnowledgeError", "Known", "Links", "Registry", "resolve"]
