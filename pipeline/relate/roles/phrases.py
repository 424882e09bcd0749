"""The words of a title: which are its own, and which belong to the sentence before it."""

from __future__ import annotations

import re
from bisect import bisect_right

from ...lang.jieba_dictionary import UNKNOWN, dictionary
from ...lang.words import Words, cut
from .words import cues, either, titles

LONGEST_LEAD = 4
LONGEST_NOUNS = 8
"""So many characters the nouns have at most that belong to a title without a body."""
NOUNS = ("n", "nz", "vn", "b")
PARTING = frozenset({"p", "t", "ul", "uz", "ug"})
"""The parts of speech of words that no title holds: prepositions, times, particles of verbs."""
OF_UNITS = tuple(cues("unit-office-end").values)
"""How titles end that stand after the name of a part of a body, which may be a verb (统计|处长, 招聘|经理)."""
NAMING = re.compile(f"{either('naming', 'one')}+$")
"""Words between a title and the name of who holds it (创始人|是一名叫|王小明)."""
WORKPLACES = tuple(cues("workplace").values)
"""How common nouns end that say where somebody works and are no part of a title (投注站|销售员)."""


def whole_word(title: str, word: str) -> str:
    """Return the word of the dictionary that a title ends with where it is longer than `word` (书画家, not 画家)."""
    last = cut(title).words[-1] if title else word
    doubled = last[: -len(word)].endswith(word[0])
    return last if last.endswith(word) and dictionary().get(last, UNKNOWN).tag in NOUNS and not doubled else word


def nouns_before(title: str, word: str) -> str:
    """Return a title with the nouns right before its word (就是|建筑|设计师), none where they say where one works."""
    whole = whole_word(title, word)
    lead = title.removesuffix(whole)
    found, standing = whole, cues("now", "former-verb").values
    for noun in reversed(cut(lead).words if lead else []):
        longest = len(found) - len(whole) + len(noun) > LONGEST_NOUNS
        if len(noun) < 2 or not _fits(noun) or longest or noun in standing or found.startswith(noun):
            break
        found = noun + found
    own = found.removesuffix(whole)
    return whole if own.endswith(WORKPLACES) else found


def without_naming(title: str) -> str:
    """Return a title without the words between it and the name of who holds it (创始人|是一名叫)."""
    return NAMING.sub("", title)


def without_office_verb(title: str) -> str:
    """Return a title without a verb of office that opens it (担任|副首席投资官)."""
    verb = cues("office").at(title, 0, len(title))
    rest = title[len(verb) :]
    return rest if verb and titles("head", "title").before(rest, 0, len(rest)) else title


def ends_with_unit(lead: str) -> bool:
    """Tell whether words end the name of a part of a body (施工机具|班), and not in a verb (值班)."""
    last = cut(lead).words[-1] if lead else ""
    return bool(cues("unit").before(lead, 0, len(lead))) and dictionary().get(last, UNKNOWN).tag[:1] != "v"


def _fits(word: str) -> bool:
    """Tell whether a word may stand in a title: a noun or a verb that opens titles (执行)."""
    return word in cues("attribute").values or dictionary().get(word, UNKNOWN).tag in NOUNS


def own_words(title: str) -> str:
    """Return a title without the words before it that belong to the sentence (逼平曼城|令|主帅, 随后|董事长)."""
    words = cut(title)
    limit = len(title) - len(titles("head", "title", "press", "editor").before(title, 0, len(title)))
    for n in reversed(range(bisect_right(words.ends, limit))):
        if _parts_from(words, n, limit):
            return title[words.ends[n] :]
    return title


def _parts_from(words: Words, n: int, limit: int) -> bool:
    """Tell whether word number `n`, before a title that begins at `limit`, belongs to the sentence before it."""
    word, tag = words.words[n], words.tags[n]
    if word in cues("parting", "among").values or (tag in PARTING and word not in cues("not-parting").values):
        return True
    if n == 0 and word in cues("with").values:
        return True
    verb = n > 1 and words.ends[n] == limit and len(word) > 1 and tag == "v"
    return verb and not words.text.endswith(OF_UNITS) and word not in cues("attribute").values


def is_plain(title: str, word: str) -> bool:
    """Tell whether a title that has no body is a short noun phrase as it stands (基金|经理, 财务|负责人)."""
    lead = title[: len(title) - len(word)]
    if not 0 < len(lead) <= LONGEST_LEAD or lead.endswith(WORKPLACES):
        return False
    return all(len(w) > 1 and _fits(w) for w in cut(lead).words)
