"""Tables that were flattened into a sequence of cells, one a line or parted by bars: rows and heads by order alone.

A row is its labels (its name, often its unit) and as many numbers as the other rows have; what stands before the first
row is the heads, a caption before them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ..lang.headings import FIRST, SECOND
from ..lang.table_words import NUMBERED, UNIT_LABEL, has_word, is_named, listed
from ..lang.word_set import either
from .boxes import Box, Grid, is_datum, is_empty, is_note, is_year, states_unit
from .lines import Line
from .rows import solved_heads

_CAPTION = re.compile(
    f"{NUMBERED}|{either(listed('caption_start'))}|{UNIT_LABEL}|.*{either(listed('caption_end'))}$"
)
_PERIOD = re.compile(r"(?:19|20)\d\d年?[-—~至\d年月季上下半前末底一二三四第度份]*")
_NUMBERED = re.compile(f"{FIRST}|{SECOND}")
MOST_LABELS = 3
MOST_HEADS = 100
"""More lines than these over the first row are no heads."""


@dataclass(slots=True)
class NumberedLabels:
    """Labels and the numbers that follow them."""

    labels: list[Line]
    data: list[Line]
    last: Line | None = None
    """What follows the numbers in a last column of units or remarks."""


def grids_of(lines: Sequence[Line]) -> list[Grid]:
    """Return the tables in a sequence of cells, in order; none where rows and heads do not come out."""
    for dated in (True, False):
        runs = _runs(lines, dated)
        found = [grid for part in _parts(_without_last_column(runs, lines)) if (grid := _grid(part))]
        if found:
            return found
    return []


def _runs(lines: Sequence[Line], dated: bool) -> list[NumberedLabels]:
    """Return the runs of labels and numbers; with `dated` a bare year is a label."""
    runs: list[NumberedLabels] = []
    counted = 0
    for n, line in enumerate(lines):
        number = is_datum(line.text) or (is_empty(line.text) and bool(runs))
        counted += counted == 0 and is_named(line.text, "index", "rank")
        if counted and number and line.text == str(counted) and n + 1 < len(lines) and not is_datum(lines[n + 1].text):
            number, counted = False, counted + 1
        if number and not (dated and is_year(line.text)):
            if runs:
                runs[-1].data.append(line)
        elif not runs or runs[-1].data:
            runs.append(NumberedLabels([line], []))
        else:
            runs[-1].labels.append(line)
    return [run for run in runs if run.data]


def _without_last_column(runs: list[NumberedLabels], lines: Sequence[Line]) -> list[NumberedLabels]:
    """Return the runs of a table whose last column holds units or remarks with these set apart from the labels.

    So it is where the last head before the first row's name says so, and each later row begins with a cell more.
    """
    heads = runs[0].labels if runs else []
    if len(heads) < 3 or not is_named(heads[-2].text, "unit", "remark"):
        return runs
    if any(len(run.labels) < 2 for run in runs[1:]):
        return runs
    at = {id(line): n for n, line in enumerate(lines)}
    after = at[id(runs[-1].data[-1])] + 1
    follows = [*(run.labels[0] for run in runs[1:]), *lines[after : after + 1]]
    found = [NumberedLabels(run.labels[n > 0 :], run.data) for n, run in enumerate(runs)]
    for run, line in zip(found, follows, strict=False):
        run.last = line
    return found


def _parts(runs: Sequence[NumberedLabels]) -> list[list[NumberedLabels]]:
    """Part the runs of several tables: a new one begins where many labels stand, or where the rows become wider."""
    parts: list[list[NumberedLabels]] = []
    usual: Counter[int] = Counter()
    widest = 0
    for n, run in enumerate(runs):
        extra = len(run.labels) - (usual.most_common(1)[0][0] if usual else 1)
        follows = n + 1 < len(runs) and len(runs[n + 1].data) == len(run.data)
        if not parts or (extra > max(len(run.data), 1) and follows) or len(run.data) > widest:
            parts.append([run])
            usual, widest = Counter(), len(run.data)
        else:
            parts[-1].append(run)
            usual[len(run.labels)] += 1
    return parts


def _width(run: NumberedLabels) -> int:
    return len(run.data)


def _grid(runs: list[NumberedLabels]) -> Grid | None:
    """Return the grid of the runs of one table, None where they are none."""
    if len(runs) < 2 or sum(map(_width, runs)) < 3:
        return None
    widths = Counter(map(_width, runs))
    width = max(widths, key=lambda w: (widths[w], w))
    if widths[width] * 2 < len(runs) or max(widths) > width:
        return None
    counts = Counter(len(run.labels) for run in runs[1:])
    labels = max(counts, key=lambda c: (counts[c], -c))
    if labels > MOST_LABELS or len(runs[0].labels) < labels:
        return None
    split = len(runs[0].labels) - labels
    grouped = any(len(run.labels) > labels for run in runs[1:])
    headed = _headed(runs[0].labels[:split], width + (runs[0].last is not None), labels, grouped)
    if headed is None:
        return None
    boxes, above = headed
    row = 1 + max((box.row + box.rows - 1 for box in boxes), default=-1)
    for run in [NumberedLabels(runs[0].labels[split:], runs[0].data, runs[0].last), *runs[1:]]:
        row = _add(boxes, run, row, labels)
    return Grid(boxes, above)


def _add(boxes: list[Box], run: NumberedLabels, row: int, labels: int) -> int:
    """Add the boxes of a run: labels beyond the usual count name groups of rows. Return the row that follows."""
    extra = max(0, len(run.labels) - labels)
    for line in run.labels[:extra]:
        boxes.append(Box(row, 0, lines=[line]))
        row += 1
    boxes += [Box(row, c, lines=[line]) for c, line in enumerate(run.labels[extra:])]
    data = [*run.data, run.last] if run.last else run.data
    boxes += [Box(row, labels + c, lines=[line]) for c, line in enumerate(data)]
    return row + 1


def _headed(before: list[Line], width: int, labels: int, grouped: bool) -> tuple[list[Box], list[Line]] | None:
    """Return the boxes of the heads among the lines before the first row, and the lines over them.

    In a table that is `grouped` the last lines before the first row may name a group of rows.
    """
    for start in _starts(before, width, labels):
        heads = before[start:]
        if len(heads) > MOST_HEADS:
            continue
        for lead in (labels, 0):
            rest = heads[lead + width :]
            if grouped and 0 < len(rest) < 3 and not any(_is_head(line.text) for line in rest):
                headed = _headed(heads[: lead + width], width, labels, False)
                if headed is not None:
                    height = 1 + max(box.row + box.rows - 1 for box in headed[0])
                    groups = [Box(height + n, 0, lines=[line]) for n, line in enumerate(rest)]
                    return headed[0] + groups, before[:start]
            solved = solved_heads(heads[lead:], width) if len(heads) >= lead + width else None
            if solved is not None:
                height = 1 + max(box.row for box in solved)
                corner = [Box(0, c, rows=height, lines=[line]) for c, line in enumerate(heads[:lead])]
                for box in [box for box in solved if box.row == 0 and not _below(box, solved)]:
                    box.rows = height
                for box in solved:
                    box.column += labels
                return corner + solved, before[:start]
    return None


def _is_head(text: str) -> bool:
    """Tell whether a line looks like the head of a column: it states a unit, growth, a share or an amount."""
    return states_unit(text) or has_word(text, "rate") or has_word(text, "share") or is_named(text, "generic")


def _below(box: Box, boxes: list[Box]) -> bool:
    return any(o.row > box.row and box.column - o.columns < o.column < box.column + box.columns for o in boxes)


def _starts(before: list[Line], width: int, labels: int) -> list[int]:
    """Return where the heads may begin, the likeliest first: at a corner, after a caption, as many as columns."""
    size = len(before)
    fit = [n for n in range(size) if size - n >= width]
    corners = [n for n in fit if _is_corner(before[n]) and size - n > width and not (n and _is_corner(before[n - 1]))]
    captions = [n + 1 for n in range(size) if _is_caption(before[n]) and n + 1 in fit]
    exact = [n for n in (size - width - labels, size - width) if n >= 0]
    found = corners[-1:] + captions[-1:] + exact
    return [n for n in dict.fromkeys(found) if not any(_is_caption(line) or is_note(line.text) for line in before[n:])]


def _is_corner(line: Line) -> bool:
    return is_named(line.text, "corner", "place", "firm", "index")


def _is_caption(line: Line) -> bool:
    """Tell whether a line stands over a table and is no head of a column."""
    text = line.text.strip("（）()")
    period = _PERIOD.match(text)
    long = period is not None and len(text) - period.end() > 4 and not states_unit(line.text)
    return long or _CAPTION.match(text) is not None or _NUMBERED.match(text) is not None or line.kind == "caption"
