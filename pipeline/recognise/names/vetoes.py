"""What speaks against a name, whoever proposes it: counts at its beginning, marks at its edges, ordinary words only."""

from __future__ import annotations

import re

from ...lang.jieba_dictionary import UNKNOWN, dictionary
from ...lang.word_set import either
from .lexicon import listed, ordered
from .persons import given_characters
from .words import TaggedWords

_COUNTED = either(listed("name_words.tsv")["counted"])
COUNT = re.compile("(?:[0-9.]+|[一二两三四五六七八九十百几]+)[余多]?" + _COUNTED)
_WORDS = "name_grammar.tsv"
DEPUTY = ordered(_WORDS, "deputy")
UNIT_HEAD = re.compile(f"{either(DEPUTY)}?{either(ordered(_WORDS, 'unit_head'))}")
PARTY = ordered(_WORDS, "party")
_PARTY = re.compile(
    f"{either(PARTY)}(?:{either(ordered(_WORDS, 'party_goes_on'))}"
    f"|[^，。；\\s]{{0,8}}(?:{either(ordered(_WORDS, 'party_end'))}|[一二三四五六七八]大))"
)
EDGES = frozenset("—-–~·•、，。：；/|")
PAIRS = (("（", "）"), ("(", ")"), ("《", "》"), ("“", "”"))
_LANE = re.compile(f"里(?:的|[社小]区|[，。、0-9一二三])|{either(ordered(_WORDS, 'lane'))}")
"""How the names of lanes end, whose first character is none of a place's name."""
_PAIRED = frozenset("".join(map("".join, PAIRS)))
BUILT = frozenset({"FAC", "LOC"})


def vetoed(words: TaggedWords, start: int, end: int, label: str) -> bool:
    """Tell whether a span cannot be a name with this label."""
    text = words.text
    name = text[start:end]
    if name[0] in EDGES or name[-1] in EDGES:
        return True
    if not _PAIRED.isdisjoint(name) and any(name.count(opening) != name.count(closing) for opening, closing in PAIRS):
        return True
    if label not in ("WORK_OF_ART", "LAW", "PRODUCT") and text[start - 1 : start] != "“" and COUNT.match(name):
        return True
    if label == "PERSON":
        unit = len(name) == 3 and name[-1] in listed(_WORDS)["unit_end"] and UNIT_HEAD.match(text, end) is not None
        office = name.endswith(DEPUTY) or unit or _adverb_and_verb(name)
        return office or name in listed("name_words.tsv")["not_person"] or _drug(text, start, end)
    if label == "ORG":
        if name in listed("titles.tsv")["title"] or (name.startswith(PARTY) and _together(text, start)):
            return True
        local, body = (ordered("name_words.tsv", kind) for kind in ("local", "local_body"))
        return name.startswith(local) and name.endswith(body)
    if label == "GPE":
        return _inside_a_longer_name(text, start, end) or _in_an_address(text, start, end)
    return label in BUILT and _generic(words, start, end)


def _adverb_and_verb(name: str) -> bool:
    """Tell whether a span is an adverb that is a family name too, and a common verb (曾|表示, 来|负责)."""
    lists = listed("name_grammar.tsv")
    if len(name) != 3 or name[0] not in lists["adverb_surname"] | lists["surname_adverb"]:
        return False
    meaning, weights = dictionary().get(name[1:], UNKNOWN), given_characters()
    return meaning.tag == "v" and meaning.seen > 100 and sum(weights.get(c, 0.0) for c in name[1:]) < 0.5


def _together(text: str, start: int) -> bool:
    """Tell whether 中共 at `start` is 中 after what goes on and 共 before a verb: 活动中|共发放补贴, not 中共中央."""
    return text[start - 1 : start] in listed("name_words.tsv")["going_on"] and _PARTY.match(text, start) is None


def _drug(text: str, start: int, end: int) -> bool:
    """Tell whether a foreign-looking name stands where drugs do."""
    lists = listed("name_words.tsv")
    taken = text.endswith(tuple(lists["drug_before"]), 0, start)
    return end - start >= 3 and (taken or text.startswith(tuple(lists["drug_after"]), end))


def _inside_a_longer_name(text: str, start: int, end: int) -> bool:
    """Tell whether a place is the first part of a quoted name with a number (“雅江1号”)."""
    if text[start - 1 : start] not in ("“", "「", "‘"):
        return False
    at = end
    while text[at : at + 1].isdigit():
        at += 1
    return at > end and text.startswith("号", at)


def _in_an_address(text: str, start: int, end: int) -> bool:
    """Tell whether a short name of a place is the inside of the name of a lane (老|山东|里, 大|江苏|胡同)."""
    return end - start == 2 and text[start - 1 : start] in listed("name_grammar.tsv")["lane_opening"] and _LANE.match(
        text, end
    ) is not None


def _generic(words: TaggedWords, start: int, end: int) -> bool:
    """Tell whether a built thing is named by general words alone (国际航空货运航线, 产业项目)."""
    generic = listed("name_words.tsv")["generic"]
    rest = words.text[start:end]
    longest = max(map(len, generic))
    at = 0
    while at < len(rest):
        size = next((n for n in range(min(longest, len(rest) - at), 0, -1) if rest[at : at + n] in generic), 0)
        if not size:
            return False
        at += size
    return True
