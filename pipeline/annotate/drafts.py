"""Drafts: what a person has done to an article that is not gold yet, a JSON file an article, below the gold folder."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from ..errors import InputError, unreadable
from ..write.folder import new_file, writing
from ..write.gold import safe_name


@dataclass(frozen=True, slots=True)
class Draft:
    """A page's state of one article.

    `hash` is that of the text that it was made on; `document` holds the layers as the page has them, which need not be
    valid; `reviewed` are the ids that were accepted; `finished` tells that the article is also gold, as it was when it
    last was valid.
    """

    article: str
    hash: str
    document: dict[str, Any]
    reviewed: list[str] = field(default_factory=list)
    finished: bool = False


def free_place(folder: Path, stem: str) -> Path:
    """Return where what was replaced may be kept in a folder: STEM.replaced-1.json, or the next that is free."""
    return next(path for n in count(1) if not (path := folder / f"{stem}.replaced-{n}.json").exists())


class Drafts:
    """The drafts in a folder, by the ids of their articles."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._counted: dict[Path, tuple[int, str, int]] = {}

    def get(self, article: str) -> Draft | None:
        """Return the draft of an article; InputError where its file is damaged."""
        path = self._path(article)
        try:
            draft = Draft(**json.loads(path.read_bytes()))
        except FileNotFoundError:
            return None
        except OSError as error:
            raise unreadable(path, error) from error
        except (ValueError, TypeError) as error:
            raise InputError(f"{path} is no draft ({error}); move it away to begin again") from error
        if not isinstance(draft.document, dict) or not isinstance(draft.reviewed, list):
            raise InputError(f"{path} is no draft; move it away to begin again")
        return draft

    def ids(self) -> dict[str, int]:
        """Return the ids of the articles that have a draft, each with how many items are accepted."""
        counted = {}
        for path in sorted(self.folder.glob("*.draft.json")):
            try:
                written = path.stat().st_mtime_ns
                counted[path] = self._counted.get(path, (0, "", 0))
                if counted[path][0] != written:
                    content = json.loads(path.read_bytes())
                    counted[path] = (written, str(content["article"]), len(content["reviewed"]))
            except (OSError, ValueError, KeyError, TypeError):
                continue  # said when its article is opened
        self._counted = counted
        return {article: reviewed for _, article, reviewed in counted.values()}

    def put(self, draft: Draft) -> None:
        """Write a draft; OutputError where it cannot be written."""
        content = {name: getattr(draft, name) for name in Draft.__slots__}
        with new_file(self._path(draft.article), lambda file: True) as new:
            new.write_text(json.dumps(content, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")

    def set_aside(self, article: str) -> None:
        """Keep the draft of another text of an article under another name, so that a new one can begin."""
        path = self._path(article)
        with writing(path):
            path.rename(free_place(self.folder, path.name.removesuffix(".draft.json")))

    def drop(self, article: str) -> None:
        """Remove the draft of an article, if there is one."""
        path = self._path(article)
        with writing(path):
            path.unlink(missing_ok=True)

    def _path(self, article: str) -> Path:
        """Return the file of an article: its id as a file may be called, told from similar ids by a digest."""
        digest = hashlib.sha256(article.encode("utf-8", "surrogatepass")).hexdigest()[:8]
        return self.folder / f"{safe_name(article)[:80]}.{digest}.draft.json"
