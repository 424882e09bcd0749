"""Tables as data, written out in the formats in which articles hold them: HTML, Markdown, tabs, one cell a line."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape

Rows = Sequence[Sequence[str]]
Merged = Mapping[tuple[int, int], tuple[int, int]]


def _covered(merged: Merged) -> set[tuple[int, int]]:
    """Return the places that merged cells take beyond their first."""
    return {
        (row + r, column + c)
        for (row, column), (rows, columns) in merged.items()
        for r in range(rows)
        for c in range(columns)
        if r or c
    }


def as_html(rows: Rows, merged: Merged) -> str:
    """Return a table element with merged cells."""
    covered = _covered(merged)
    lines = []
    for r, row in enumerate(rows):
        cells = []
        for c, text in enumerate(row):
            if (r, c) not in covered:
                down, across = merged.get((r, c), (1, 1))
                cells.append(f'<td rowspan="{down}" colspan="{across}"><p>{escape(text)}</p></td>')
        lines.append("<tr>" + "".join(cells) + "</tr>")
    return "<table>\n" + "\n".join(lines) + "\n</table>"


def as_markdown(rows: Rows, merged: Merged) -> str:
    """Return rows between bars, a rule after the first."""
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]])


def as_tabs(rows: Rows, merged: Merged) -> str:
    """Return a line a row, tabs between cells."""
    return "\n".join("\t".join(row) for row in rows)


def as_words(rows: Rows, merged: Merged) -> str:
    """Return a line a row, single blanks between cells."""
    return "\n".join(" ".join(cell.replace(" ", "") for cell in row) for row in rows)


def as_lines(rows: Rows, merged: Merged) -> str:
    """Return each cell that is not empty as a line."""
    return "\n".join(cell for row in rows for cell in row if cell)


FORMATS: dict[str, Callable[[Rows, Merged], str]] = {
    "html": as_html, "markdown": as_markdown, "tabs": as_tabs, "lines": as_lines,
    "words": as_words,
}  # fmt: skip


def article(case: Mapping[str, object], form: str) -> str:
    """Return an article with the table of a case in a format: title, a sentence, the lines over it, the table."""
    rows = [[str(cell) for cell in row] for row in case["rows"]]  # type: ignore[attr-defined]
    spans = case.get("merged") or []
    merged = {(r, c): (down, across) for r, c, down, across in spans}  # type: ignore[attr-defined]
    head = [str(case["title"]), str(case["lead"]), *map(str, case.get("over") or [])]  # type: ignore[call-overload]
    table = FORMATS[form](rows, merged)
    tail = str(case.get("after") or "以上数据均为初步统计数。")
    if form == "html":
        body = "".join(f"<p>{escape(line)}</p>\n" for line in head[1:])
        return f"<html><body><h1>{escape(head[0])}</h1>\n{body}{table}\n<p>{escape(tail)}</p></body></html>\n"
    return "\n".join([*head, table, tail]) + "\n"
