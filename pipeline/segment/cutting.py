"""Words of a text by jieba, as lengths that partition it exactly; protected spans stay whole."""

from __future__ import annotations

from collections.abc import Iterable

from ..lang.jieba_dictionary import tokenizer
from ..model import Span


def words(text: str, protected: Iterable[Span] = ()) -> list[int]:
    """Return the lengths of the words that `text` divides into, blanks and line ends included.

    A protected span (a number, a time, a name) is one word; of spans that overlap, the first and longest counts.
    """
    lengths: list[int] = []
    end = 0
    for span in sorted(protected, key=lambda s: (s.start, -s.end)):
        if span.start < end or span.end <= span.start or span.end > len(text):
            continue
        lengths += _cut(text[end : span.start])
        lengths.append(span.end - span.start)
        end = span.end
    return lengths + _cut(text[end:])


def _cut(text: str) -> list[int]:
    return [len(word) for word in tokenizer().cut(text) if word] if text else []
