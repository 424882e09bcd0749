"""Which quantities state something: features that tell a statement from a mere modifier (110千伏线路, 首批企业)."""

from __future__ import annotations

from ...model import Quantity, UnstatedReason
from ..scene.clauses import Frame, Scene
from ..scene.surroundings import Left
from ..scene.word_tables import first_class, last_class, words
from .options import Features

_SPEAK_FOR: tuple[tuple[str, UnstatedReason | None], ...] = (
    ("again", "again"), ("pointed", "again"), ("bound", "bound"), ("bias", None), ("label=", None),
)  # fmt: skip
"""What a feature is a reason for, by how its name begins; the others speak for what the quantity's label suggests."""
_BY_LABEL: dict[str, UnstatedReason] = {"ORDINAL": "order", "DURATION": "length"}


def reasons(frame: Frame, features: Features) -> list[str]:
    """Return for each feature why the quantity states nothing if the feature says so; "" where it gives no reason."""
    otherwise = _BY_LABEL.get(frame.quantity.label, "describes")
    return [next((reason or "" for head, reason in _SPEAK_FOR if f.startswith(head)), otherwise) for f in features]


def features(scene: Scene, frame: Frame, left: Left, seen: set[str]) -> Features:
    """Return what speaks for or against a statement; `seen` holds the counted nouns of the article so far."""
    quantity, text = frame.quantity, scene.text
    label = quantity.label
    after = text[quantity.end : quantity.end + 2]
    head = quantity.text[:1] if quantity.label == "ORDINAL" else ""
    before = text[quantity.start - 1 : quantity.start]
    close = after[:1] in "，。、；,;)））\n" or not after
    following = scene.frames[frame.position + 1] if frame.position + 1 < len(scene.frames) else None
    near = following is not None and following.clause == frame.clause
    big = quantity.text.endswith(tuple(words("bare-count").values))
    found = [
        "bias",
        f"label={label}",
        f"{label}|{quantity.unit}",
        f"{label}|close={close}",
        f"{label}|after={after[:1]}",
        f"after={after}",
        f"{label}|before={before}",
        f"head={head}|{quantity.text[-1:]}",
        f"near={near}|{close}|{label}",
        f"{label}|empty={left.whole.end <= left.whole.start}|{close}",
        f"text={quantity.text}",
        f"{label}|modifier={quantity.modifier}|{close}",
    ]
    counted, behind = first_class(text, *frame.tail), last_class(text, *frame.lead)
    found += [f"{label}|counts={counted}", f"counts={counted}|{head}", f"{label}|behind={behind}"]
    key = quantity.text + text[quantity.end : quantity.end + 2]
    if key in seen:
        found.append(f"again|{label}|{close}")
    elif quantity.text in seen:
        found.append(f"again-number|{label}|{close}|{big}")
    if not before or before in words("points-back").values:
        found.append("pointed")
    if quantity.label == "CARDINAL" and _behind_name(scene, quantity):
        found.append(f"name-before|{close}|{big}")
    if any(word in quantity.text for word in words("floor", "ceiling").values):
        found.append(f"bound|{near}|{close}")
    return found


def _behind_name(scene: Scene, quantity: Quantity) -> bool:
    """Tell whether a quantity stands right behind a name, at most a character between."""
    near = scene.names(max(0, quantity.start - 20), quantity.start)
    return any(m.end in (quantity.start, quantity.start - 1) for m in near)
