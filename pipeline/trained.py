"""The folder of a model that `zhfacts train` made: recogniser of names, rankers of facts, or both, with checksums.

`model.json` says what the folder holds and what it was made from; `MODEL_CARD.md` says the same to people.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .errors import InputError, unreadable
from .relate.decide.ranking import MODEL, Weights

MANIFEST, CARD = "model.json", "MODEL_CARD.md"
PARTS = {"names": ("names.onnx", "names.json"), "facts": ("relate.json",)}
"""The files of each part."""
FORMAT = 1


@dataclass(frozen=True)
class TrainedModel:
    """A model folder that is whole: what it holds, and the weights of its rankers by slot (None without)."""

    folder: Path
    parts: tuple[str, ...]
    facts: Weights | None

    def recogniser(self, choice: str) -> str:
        """Return what `names` of the settings means with this model: its tagger takes the small shipped one's place."""
        ours = "names" in self.parts and choice in ("zhfacts", "fast")
        return f"{choice}:{self.folder}" if ours else choice


def open_model(folder: Path) -> TrainedModel:
    """Return what a model folder holds.

    Raises InputError where it is no such folder, a file is missing or is not the one that was written, or its rankers
    were made from others than this version's, which know other features.
    """
    about = _manifest(folder)
    for name, digest in about["sha256"].items():
        if _digest(folder / name) != digest:
            raise InputError(f"{folder / name}: not the file that {MANIFEST} names (SHA-256 differs)")
    parts = tuple(part for part, names in PARTS.items() if set(names) <= about["sha256"].keys())
    if "facts" in parts and about["basis"] != basis():
        made = about.get("zhfacts", "another version")
        raise InputError(f"{folder}: its rankers come from those of zhfacts {made}, not of this one; train it again")
    facts = json.loads((folder / "relate.json").read_text(encoding="utf-8")) if "facts" in parts else None
    return TrainedModel(folder, parts, facts)


def _manifest(folder: Path) -> Mapping[str, Any]:
    """Return model.json, if it is one."""
    try:
        about = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        known = about["format"] == FORMAT and isinstance(about["basis"], str)
        if not known or not all(name in sum(PARTS.values(), ()) for name in about["sha256"]) or not about["sha256"]:
            raise InputError(f"{folder / MANIFEST}: of another format than this version reads")
    except FileNotFoundError:
        raise InputError(f"{folder} is no model: {MANIFEST} is missing (`zhfacts train` makes one)") from None
    except OSError as error:
        raise unreadable(folder / MANIFEST, error) from error
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise InputError(f"{folder / MANIFEST} is broken: {error}") from None
    return dict(about)


def write_manifest(folder: Path, parts: Mapping[str, Mapping[str, Any]], version: str) -> None:
    """Write model.json for the files of some parts that lie in a folder; what is said of each part goes with it."""
    names = [name for part in parts for name in PARTS[part]]
    about = {
        "format": FORMAT,
        "zhfacts": version,
        "basis": basis(),
        "sha256": {name: _digest(folder / name) for name in names},
        "trained": parts,
    }
    text = json.dumps(about, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def basis() -> str:
    """Return the SHA-256 of the rankers that this version ships, whose features a trained model uses."""
    return _digest(MODEL)


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise unreadable(path, error) from error
