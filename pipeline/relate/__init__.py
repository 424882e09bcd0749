"""Relate: facts, their context and roles.

`relate` binds each quantity that states something to its subject, indicator and time, and each person to titles.
"""

from __future__ import annotations

from ..model import Document, Fact, Role
from .facts import facts
from .roles import roles


def relate(document: Document) -> tuple[list[Fact], list[Role]]:
    """Return the facts and roles of a document with mentions, quantities, times and clusters.

    Subjects and speakers are cluster ids; a subject that the article never names (我国) becomes a new cluster without
    forms in `document.clusters`.
    """
    return facts(document), roles(document)


__all__ = ["relate"]
