"""What the encoder reads: every character knows its piece, and no window is longer than it may be."""

from hypothesis import given, settings
from hypothesis import strategies as st
from zhfacts.lang.pieces import UNKNOWN, Vocabulary
from zhfacts.recognise.taggers.windows import BEGIN, DEEPEST, END, LIMIT, character_numbers, windows_of

WORDS = ("广州", "市", "增长", "。", "，", "企业", "a", "▁")
MARKS = ("<s>", "<pad>", "</s>", "<unk>")
VOCABULARY = Vocabulary([*((m, 0.0) for m in MARKS), *((w, -5.0) for w in WORDS)], UNKNOWN)
TEXTS = st.text(st.sampled_from("广州市增长。，企业a \n很"), max_size=600)


@settings(deadline=None)
@given(TEXTS)
def test_windows_cover_all_but_blank_lines_once(text):
    found = list(windows_of(text, VOCABULARY, {}))
    covered = [n for w in found for n in range(w.start, w.start + len(w.piece))]
    assert covered == sorted(set(covered))
    assert all(n in covered for n, c in enumerate(text) if not c.isspace())
    assert all(len(w.piece) <= LIMIT for w in found)


@settings(deadline=None)
@given(TEXTS)
def test_each_character_lies_in_its_piece(text):
    for window in windows_of(text, VOCABULARY, {}):
        assert window.pieces[0] == BEGIN and window.pieces[-1] == END
        assert all(1 <= n < len(window.pieces) - 1 for n in window.piece)
        assert sorted(window.piece) == list(window.piece)
        assert all(0 <= n <= DEEPEST for n in window.place)
        assert window.last.sum() == len(set(window.piece.tolist()))


def test_characters_have_numbers_behind_the_unknown_one():
    (window,) = windows_of("市很", VOCABULARY, character_numbers("市"))
    assert window.characters.tolist() == [2, 1]
