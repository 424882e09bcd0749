"""What an article tells: one story under its title, or, in a digest, one under each heading."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ..model import Block, Story
from .lines import cues


def stories_of(title: str | None, text: str, blocks: Sequence[Block]) -> list[Story]:
    """Return the stories of a reading text in order; they cover it. Only a title such as 快讯 makes a digest."""
    heads = [b for b in blocks[1:] if b.kind == "heading"] if title and cues("digest").search(title) else []
    if len(heads) < 2:
        return [Story(0, len(text), title or "")]
    bounds = [0, *(head.start for head in heads), len(text)]
    lines = [title or "", *(text[head.start : head.end] for head in heads)]
    return [Story(start, end, line) for (start, end), line in zip(pairwise(bounds), lines, strict=True)]
