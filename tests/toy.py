"""Made-up articles with marked names, from a few frames: what small recognisers learn in the tests."""

from __future__ import annotations

import random

PLACES = ["海州市", "临江省", "云山县", "东港区"]
PEOPLE = ["林晓云", "周大川", "吴一鸣", "郑小雨"]
BODIES = ["远帆集团", "海州大学", "埃纳珂", "布瑞洛"]
"""The last two are names that no rule and no table knows."""
FRAMES = ["{0}市长{1}说，{2}的订单增长了。", "{2}在{0}开业，{1}出席。", "记者{1}从{2}获悉，{0}下雨。"]
LABELS = ("GPE", "PERSON", "ORG")


def sentence(chance: random.Random) -> tuple[str, list[tuple[int, int, str]]]:
    """Return a sentence and its names as start, end and label."""
    picks = [chance.choice(names) for names in (PLACES, PEOPLE, BODIES)]
    text, marked = "", []
    for piece in chance.choice(FRAMES).replace("{", "\0{").replace("}", "}\0").split("\0"):
        if piece.startswith("{"):
            kind = int(piece[1])
            marked.append((len(text), len(text) + len(picks[kind]), LABELS[kind]))
            piece = picks[kind]
        text += piece
    return text, marked


def article(chance: random.Random, sentences: int = 3) -> tuple[str, list[tuple[int, int, str]]]:
    """Return lines of one sentence each, and their names."""
    text, marked = "", []
    for _ in range(sentences):
        line, names = sentence(chance)
        marked += [(len(text) + start, len(text) + end, label) for start, end, label in names]
        text += line + "\n"
    return text, marked
