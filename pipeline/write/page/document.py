"""The page itself: the template with script, style and data, and a content policy that lets nothing else run."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

from ..folder import holds, new_file
from ..load import extract_folder
from .data import PageData, page_data
from .packing import packed

Language = Literal["zh", "en"]
GENERATOR = "zhfacts view"
NAME = "view.html"
"""What the page of an extract is called where nobody says otherwise; it lies in the extract."""
_OURS = holds(f'content="{GENERATOR}"'.encode())
PAGE = """<!DOCTYPE html>
<html lang="{lang}"{chosen}>
<head>
<meta charset="utf-8">
<meta name="generator" content="{generator}">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<link rel="icon" href="data:,">
<style>{style}</style>
</head>
<body>
<noscript>This page shows its data with JavaScript. 本页需要启用 JavaScript。</noscript>
<script type="application/octet-stream" id="index">{index}</script>
{bodies}
<script type="application/octet-stream" id="licences">{licences}</script>
<script>{script}</script>
</body>
</html>
"""


def write_page(
    folder: str | Path,
    target: str | Path | None = None,
    *,
    language: Language | None = None,
    compared: Sequence[Mapping[str, Any]] | None = None,
) -> Path:
    """Write the page about an extract to `target` (default: view.html in the extract) and return its path.

    `language` is that of the interface, the browser's where it is None. `compared` are facts of gold beside those of
    the extract, rows as `evaluate.compared_facts` gives them. Raises ZhfactsError where the folder is no extract or
    cannot be read, OutputError where the page cannot be written or the target holds something else.
    """
    source = extract_folder(folder)
    place = source / NAME if target is None else Path(target)
    with new_file(place, _OURS) as path:
        path.write_text(page(source, language, page_data(source, compared)), encoding="utf-8", newline="\n")
    return place


def page_in(folder: Path) -> tuple[str, ...]:
    """Return the name of the page that lies in an extract, if one does: a new extract does not keep it."""
    path = folder / NAME
    return (NAME,) if path.is_file() and _OURS(path) else ()


def page(folder: Path, language: Language | None, data: PageData) -> str:
    """Return the page as text."""
    script, style = _asset("view.js"), _asset("view.css")
    bodies = (f'<script type="application/octet-stream" class="bodies">{body}</script>' for body in data.bodies)
    return PAGE.format(
        lang={"zh": "zh-CN", "en": "en", None: "und"}[language],
        chosen=f' data-language="{language}"' if language else "",
        generator=GENERATOR,
        policy=policy(script, style),
        title=escape(f"{folder.resolve().name} · zhfacts"),
        style=style,
        index=data.index,
        bodies="\n".join(bodies),
        licences=packed(_asset("THIRD_PARTY.txt")),
        script=script,
    )


def policy(script: str, style: str) -> str:
    """Return the content security policy of a page: this script and this style, and nothing from anywhere else."""
    rules = {
        "default-src": "'none'",
        "script-src": _hash(script),
        "style-src": _hash(style),
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def _hash(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


def _asset(name: str) -> str:
    return (files(__package__) / "assets" / name).read_text(encoding="utf-8")
