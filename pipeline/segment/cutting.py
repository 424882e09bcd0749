"""Words of an article's raw text, as lengths that partition it exactly; recognised spans stay whole."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from ..lang.words import words_of
from ..model import Document, Span


def words(document: Document, protected: Iterable[Span] = ()) -> list[int]:
    """Return the lengths of the words of `raw[start:end]` of a document, blanks and line ends included.

    They are the words of its reading text; what that leaves out (line ends, tags) stands apart. A protected span (a
    number, a time, a name; offsets into `raw`) is one word; of spans that overlap, the first and longest counts.
    """
    edge = _edges(document)
    end = document.start
    for span in sorted(protected, key=lambda s: (s.start, -s.end)):
        if end <= span.start < span.end <= document.end:
            edge[span.start : span.end] = False
            edge[span.start] = edge[span.end] = True
            end = span.end
    edge[document.start] = edge[document.end] = True
    lengths: list[int] = np.diff(np.flatnonzero(edge[document.start : document.end + 1])).tolist()
    return lengths


def _edges(document: Document) -> npt.NDArray[np.bool_]:
    """Return where in the raw text a word of the reading text begins or ends, or one that it leaves out."""
    edge = np.zeros(len(document.raw) + 1, np.bool_)
    if not document.text:
        return edge
    starts = np.array(document.offsets, np.int64)
    ends = starts + 1
    if document.markup:
        ends = starts + np.array([document.markup.get(at, 1) for at in starts.tolist()])
    apart = np.flatnonzero(starts[1:] != ends[:-1])
    edge[starts[apart + 1]] = edge[ends[apart]] = True
    found = words_of(document.text).guessed
    edge[starts[found.starts]] = True
    edge[ends[np.array(found.ends) - 1]] = True
    return edge
