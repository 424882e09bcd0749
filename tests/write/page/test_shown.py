"""What a reader sees of an article, and where the places of the raw file stand in it."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st
from zhfacts.model import Article
from zhfacts.write.page.shown import ShownText


def article_of(text, markup=(), start=0):
    hash = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    spans = tuple((start + a, start + b) for a, b in markup)
    return Article(id="a", file="a", start=start, end=start + len(text), text=text, hash=hash, markup=spans)


def units(text):
    """Return a text as JavaScript counts it: a list of UTF-16 code units."""
    written = text.encode("utf-16-le", "surrogatepass")
    return [written[n : n + 2] for n in range(0, len(written), 2)]


def tags(text):
    found, at = [], 0
    while (at := text.find("<", at)) >= 0:
        end = text.index(">", at) + 1
        found.append((at, end))
        at = end
    return found


@given(st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("😀&<\n")), st.integers(0, 3), st.data())
def test_a_text_without_markup_stays_and_places_count_utf_16(text, start, data):
    shown = ShownText(article_of(text, start=start))
    a = data.draw(st.integers(0, len(text)))
    b = data.draw(st.integers(a, len(text)))
    assert shown.text == text
    assert units(text)[shown.place(start + a) : shown.place(start + b)] == units(text[a:b])


HTML = (
    "<h1>绵阳😀</h1>\n\n  <p>2023年，新增<b>3.2</b>万家&nbsp;，&#24924;。</p><p>完</p>\n"
    "<table><tr><td>甲</td><td>乙</td></tr></table>"
)


def test_tags_are_left_out_and_lines_are_put_where_blocks_meet():
    shown = ShownText(article_of(HTML, tags(HTML)))
    assert shown.text == "绵阳😀\n2023年，新增3.2万家\xa0，慜。\n完\n甲\t乙\t\n"


def test_places_inside_markup_stand_where_their_text_stands():
    shown = ShownText(article_of(HTML, tags(HTML), start=7))
    for raw, seen in (("2023年", "2023年"), ("3.2</b>万家", "3.2万家"), ("&#24924;", "慜"), ("完", "完"), ("乙", "乙")):
        at = 7 + HTML.index(raw)
        piece = units(shown.text)[shown.place(at) : shown.place(at + len(raw))]
        assert b"".join(piece).decode("utf-16-le") == seen
