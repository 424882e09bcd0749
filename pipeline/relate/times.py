"""Which time expression dates a statement: candidates from the clause, the sentence, the fact before and the text before."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import Time
from .clauses import Frame, Scene

BASES = ("比", "较", "同", "与", "自", "由", "从")


@dataclass(slots=True)
class Dated:
    """A candidate time (None: the statement is not dated) with its features."""

    time: Time | None
    features: list[str]


def candidates(scene: Scene, frame: Frame, previous: Time | None, same: bool) -> list[Dated]:
    """Return the times that may date a frame's statement; `previous` dates the fact before, `same`: in this sentence."""
    sentence = scene.sentences[frame.sentence]
    clause = scene.clauses[frame.clause]
    start, end = frame.quantity.start, frame.quantity.end
    found: dict[str | None, Dated] = {}

    def add(time: Time | None, where: str) -> None:
        key = time.id if time else None
        features = found.setdefault(key, Dated(time, [])).features
        features.append(where)

    for time in reversed(scene.dates(clause.start, start)):
        add(time, "clause" if "clause" not in _all(found) else "clause2")
    for rank, time in enumerate(reversed(scene.dates(sentence.start, clause.start))):
        add(time, f"sentence{min(rank, 2)}")
    for time in scene.dates(end, clause.end):
        add(time, "after")
        break
    if previous is not None:
        add(previous, "previous-same" if same else "previous")
    older = scene.dates(max(0, sentence.start - 1500), sentence.start)
    for rank, time in enumerate(reversed(older[-3:])):
        near = scene.text.count("\n", time.end, sentence.start)
        add(time, f"older{rank}|{'par' if near == 0 else 'near' if near < 2 else 'far'}")
    add(None, "none-after-none" if previous is None else "none-same" if same else "none-after-time")
    for dated in found.values():
        _describe(scene, frame, dated)
    return list(found.values())


def _all(found: dict[str | None, Dated]) -> set[str]:
    """Return all features that candidates have so far."""
    return {f for d in found.values() for f in d.features}


def _describe(scene: Scene, frame: Frame, dated: Dated) -> None:
    """Add what the time looks like and what stands around it to its features."""
    time, quantity = dated.time, frame.quantity
    where = dated.features[0]
    whole = "&".join(dated.features)
    features = [whole, f"{where}:{quantity.label}"]
    if time is not None:
        text = scene.text
        before, last = text[time.start - 1 : time.start], time.text[-1:]
        fixed = "fixed" if time.start_date or time.end_date else "open"
        features += [f"{where}:{fixed}", f"{where}:before={before if before in BASES else '-'}"]
        gap = text[time.end : time.end + 1]
        features += [
            f"{where}:then={gap if gap in '，,的比至' else '-'}",
            f"ends={last}",
            f"{where}:grain={time.grain}",
        ]
        if any(time.text.startswith(w) for w in ("同期", "上年", "去年", "上月")) and before in BASES:
            features.append("base-time")
        if time.text.startswith(("每", "连续", "近")):
            features.append(f"{where}:head={time.text[0]}")
    dated.features = features
