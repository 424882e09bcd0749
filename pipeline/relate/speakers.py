"""Who is quoted: the name before 表示 or 指出, after a closing quotation mark, or after 据, and how far it reaches."""

from __future__ import annotations

from .clauses import Frame, Scene
from .lexicon import Words, words


def _said(kind: str) -> Words:
    """Return the speech verbs of a kind."""
    return words(kind)


class Speakers:
    """Finds the speaker of each sentence of a scene."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.by_sentence: dict[int, tuple[str | None, int]] = {}

    def of(self, frame: Frame) -> str | None:
        """Return the id of the entity that is quoted as the source of a frame's statement."""
        return None
