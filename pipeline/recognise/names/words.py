"""What the name rules see of a text: jieba's words, those that hold a name and more taken apart."""

from __future__ import annotations

from functools import lru_cache

from ...lang.jieba_dictionary import UNKNOWN, dictionary
from ...lang.words import Words, words_of
from .lexicon import builtin, listed, ordered

WORDS = 1 << 14
"""Words whose parts are kept in mind: the commonest, which are nineteen of twenty in the news."""


@lru_cache(maxsize=WORDS)
def parts(word: str) -> tuple[str, ...]:
    """Return the words in a word of the dictionary that holds a place or a known body and more.

    广东省委 -> 广东 省委, 国务院总理 -> 国务院 总理, 在京举行 -> 在 京 举行; others are returned whole.
    """
    names, tags = builtin(), dictionary()
    kinds = listed("place_words.tsv")
    going = word[0] in kinds["going_word"] and word[1] in kinds["in_word"]
    if going and (tags.get(word, UNKNOWN).tag == "ns" or word.startswith(ordered("place_words.tsv", "stays"))):
        return (word[0], word[1], word[2:]) if len(word) > 2 else (word[0], word[1])
    if word.endswith(ordered("name_words.tsv", "counted_end")) and len(word) > 3:
        return (word[:-2], word[-2:])
    if len(word) == 4 and word[1] == "委" and word[2:] in listed("person_cues.tsv")["title"]:
        return (word[:2], word[2:])
    if word.startswith(ordered("name_words.tsv", "two_words")) and len(word) == 4:
        return (word[:2], word[2:])
    if len(word) < 4 or word in names:
        return (word,)
    for cut in range(len(word) - 1, 1, -1):
        head, tail = word[:cut], word[cut:]
        if head in names and (tail in tags or tail in names or len(tail) == 1) and _parting(names.get(head)[1], tail):
            return (head, *parts(tail))
    return (word,)


def _parting(entry: tuple[str, str, int], tail: str) -> bool:
    """Tell whether a known name stands by itself before `tail`."""
    label, source, level = entry
    if source in ("country", "world", "place", "short"):
        return level <= 2 and label == "GPE"
    return label == "ORG" and tail in listed("person_cues.tsv")["title"]


class TaggedWords(Words):
    """The words of a text with those of the dictionary taken apart that hold a name and more (广东省委)."""

    def __init__(self, text: str) -> None:
        whole = words_of(text).words
        super().__init__(text, (part for word in whole for part in (parts(word) if len(word) > 1 else (word,))))
