"""Sets of words: the longest match at, before and in a stretch, as trying every word finds it."""

from hypothesis import given, settings
from hypothesis import strategies as st
from zhfacts.lang.word_set import WordSet

from ..sizes import examples

TEXT = st.text("一二三四", max_size=8)


@settings(max_examples=examples(40), deadline=None)
@given(st.sets(st.text("一二三四", min_size=1, max_size=3), max_size=6), TEXT, st.integers(0, 8), st.integers(0, 8))
def test_the_longest_word_is_found(words: set[str], text: str, start: int, end: int) -> None:
    start, end = sorted((min(start, len(text)), min(end, len(text))))
    known = WordSet(dict.fromkeys(words, ""))
    at = {i: max((w for w in words if text[i:end].startswith(w)), key=len, default="") for i in range(start, end)}
    before = {
        i: max((w for w in words if text[start:i].endswith(w)), key=len, default="") for i in range(start, end + 1)
    }
    assert known.at(text, start, end) == at.get(start, "")
    assert known.before(text, start, end) == before[end]
    assert known.first(text, start, end) == next(((i, w) for i, w in at.items() if w), (-1, ""))
    last = next(((i - len(w), w) for i, w in reversed(before.items()) if w), (-1, ""))
    assert known.last(text, start, end) == last
