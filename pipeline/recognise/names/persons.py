"""People: family name and given name beside titles, verbs of speech and bylines, honorifics (李先生), foreign names."""

from __future__ import annotations

from functools import cache

from ...lang.characters import only_han
from ...lang.jieba_dictionary import UNKNOWN, dictionary
from ...lang.words import PUNCTUATION
from .lexicon import listed, ordered
from .proposal import Proposal
from .words import TaggedWords

MAKES = frozenset(["v", "r", "d", "p", "c", "m"])
DOTS = "·•・‧"
BYLINE_END = ordered("person_cues.tsv", "byline_end")
UNTOLD = "某"
"""Stands for the part of a name that a paper does not tell."""
NAME_TAGS = frozenset({"nr", "nrt", "nrfg"})


@cache
def surnames() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Return common, rare and compound family names."""
    table = listed("surnames.tsv")
    return table["common"], table["rare"], table["compound"]


@cache
def titles(*kinds: str) -> frozenset[str]:
    """Return the titles of some kinds of `titles.tsv`, but for those that are mostly verbs (指挥, 代表)."""
    table = listed("titles.tsv")
    words = frozenset(word for kind in kinds for word in table[kind])
    return frozenset(word for word in words if dictionary().get(word, UNKNOWN).tag != "v")


@cache
def given_characters() -> dict[str, float]:
    """Return for each character how much more often it stands in given names than in words, from jieba's dictionary."""
    common = surnames()[0]
    given: dict[str, int] = {}
    other: dict[str, int] = {}
    for word, (tag, _) in dictionary().items():
        if tag == "nr" and len(word) == 3 and word[0] in common:
            for char in word[1:]:
                given[char] = given.get(char, 0) + 1
        elif tag[:1] in "nva" and tag != "nr":
            for char in word:
                other[char] = other.get(char, 0) + 1
    return {char: count / (1 + other.get(char, 0)) for char, count in given.items()}


class Persons:
    """Finds the people of a text."""

    def __init__(self, words: TaggedWords, places: dict[int, int]) -> None:
        self.words, self.text, self.places = words, words.text, places
        lists = listed("name_words.tsv")
        self.foreign, self.function, self.barred = (
            lists[kind] for kind in ("transliteration", "function", "not_person")
        )
        self.ends: set[int] = set()
        cues = listed("person_cues.tsv")
        self.appointed, self.folk = tuple(cues["appointed"]), cues["folk"]
        self.titles, self.honorifics, self.speech, self.bylines = (
            cues[kind] for kind in ("title", "honorific", "speech", "byline")
        )
        self.common, self.rare, self.compound = surnames()
        self.titles = self.titles | titles("head", "title", "chief", "team", "state") - self.folk

    def candidates(self) -> list[Proposal]:
        """Return all candidates."""
        found: list[Proposal] = []
        family = (self._honorific, self._withheld), (self._chinese,)
        heads = self.common | self.rare | {name[0] for name in self.compound}
        tags, text = self.words.tags, self.text
        for i, start in enumerate(self.words.starts):
            head = text[start]
            if tags[i] == "w" or not (head in heads or head in self.foreign or head.isascii()):
                continue
            first, last = family if head in heads else ((), ())
            for make in (*first, self._latin, self._foreign, *last):
                candidate = make(i, start)
                if candidate is not None:
                    found.append(candidate)
                    self.ends.add(candidate.end)
                    break
        return found

    def _surname(self, start: int, rare: bool) -> int:
        """Return the length of a family name at `start`, 0 where none is."""
        if self.text[start : start + 2] in self.compound:
            return 2
        char = self.text[start]
        return 1 if char in self.common or (rare and char in self.rare) else 0

    def _honorific(self, i: int, start: int) -> Proposal | None:
        """Return 李先生, 王阿姨: a family name and an honorific."""
        length = self._surname(start, False)
        end = start + length
        if not length or self.text[end : end + 2] not in self.honorifics:
            return None
        if self.words.edge[end + 2] and self._clear(start):
            return Proposal(start, end + 2, "PERSON", "person:honorific")
        return None

    def _withheld(self, i: int, start: int) -> Proposal | None:
        """Return 杨某, 刘某某, 吴某周: a family name and a given name that is not told, or told in part."""
        length = self._surname(start, False)
        end = start + length + 1
        if not length or self.text[end - 1 : end] != UNTOLD or not self.words.edge[start] or not self._clear(start):
            return None
        last = self.text[end : end + 1]
        if last == UNTOLD:
            end += 1
        elif self.text.startswith(tuple(listed("person_cues.tsv")["indefinite"]), end):
            return None
        elif given_characters().get(last, 0.0) >= 0.3 and last not in self.function and self._repeated(start, end + 1):
            end += 1
        return Proposal(start, end, "PERSON", "person:withheld", 3)

    def _repeated(self, start: int, end: int) -> bool:
        """Tell whether the text holds a span more than once, or a mark of the sentence stands behind it."""
        after = self.text[end : end + 1]
        return self.text.count(self.text[start:end]) > 1 or after in PUNCTUATION or not after

    def _clear(self, start: int) -> bool:
        """Tell whether a name can begin here: after punctuation, a word of several characters, or a particle."""
        if start == 0:
            return True
        i = self.words.at(start - 1)
        long = self.words.ends[i] - self.words.starts[i] > 1
        return long or self.words.tags[i] == "w" or self.text[start - 1] in self.function

    def _title_before(self, start: int) -> bool:
        """Tell whether a title ends at `start`."""
        end = start
        if self.text[start - 1 : start] in ("、", " ", "：", ":"):
            end = start - 1
        return any(self.text[end - n : end] in self.titles for n in range(min(7, end), 1, -1))

    def _byline_before(self, start: int) -> bool:
        """Tell whether a byline word ends at `start`, perhaps with a blank or a colon between."""
        end = start
        while end and self.text[end - 1] in " :：　/｜|":
            end -= 1
        return any(self.text[end - n : end] in self.bylines for n in range(min(5, end), 1 if end == start else 0, -1))

    def _speech_after(self, end: int) -> bool:
        """Tell whether a verb of speech or the like begins at `end`."""
        if self.text[end : end + 1] in listed("name_grammar.tsv")["toward_hearer"]:
            press = (self.text.find(word, end, end + 24) + len(word) for word in ordered("person_cues.tsv", "reporter"))
            end = next((at for at in press if at > end and "。" not in self.text[end:at]), end)
        return bool(self.words.edge[end]) and any(self.text[end : end + n] in self.speech for n in (2, 1))

    def _evidence(self, start: int) -> tuple[float, str]:
        """Return how much the words before `start` speak for a name, and the name of the rule."""
        if self._title_before(start):
            return 0.9, "titled"
        if self._byline_before(start):
            return 0.9, "byline"
        if self.text.endswith(self.appointed, 0, start):
            return 0.8, "appointed"
        if any(self.text[start - n : start] in self.folk for n in (2, 3) if start >= n):
            return 0.6, "titled"
        if self.text[start - 1 : start] in ("、", " ") and start - 1 in self.ends:
            return 0.8, "listed"
        if self.text[start - 1 : start] == "【" and any(self.text.find(w, start, start + 14) > 0 for w in BYLINE_END):
            return 0.9, "byline"
        if self.text[start - 1 : start] == "和" and start - 1 in self.ends:
            return 0.6, "listed"
        return 0.0, "name"

    def _chinese(self, i: int, start: int) -> Proposal | None:
        """Return a Chinese name that its context or the dictionary vouches for."""
        if start in self.places or not self._surname(start, True):
            return None
        evidence, rule = self._evidence(start)
        length = self._surname(start, evidence > 0)
        if not length:
            return None
        best: tuple[float, int] | None = None
        if self._doubled(start, length, evidence):
            best = (2.0, start + 4)
        for size in (2, 1):
            score = self._score(i, start, length, size, evidence)
            if score is not None and (best is None or score > best[0]):
                best = (score, start + length + size)
        if best is None or best[0] < 1.0:
            return self._spaced(start, length) if rule in ("byline", "listed") else None
        return Proposal(start, best[1], "PERSON", f"person:{rule}", 3 if evidence else 2)

    def _doubled(self, start: int, length: int, evidence: float) -> bool:
        """Tell whether two family names and a given name of two characters stand here (叶刘淑仪)."""
        end = start + 4
        name = self.text[start:end]
        if length != 1 or len(name) < 4 or name[1] not in self.common or not self.words.edge[end]:
            return False
        if not only_han(name[1:]) or not self.function.isdisjoint(name[1:]):
            return False
        long = [n for n in self.words.between(start, end) if self.words.ends[n] - self.words.starts[n] > 1]
        if any(self.words.tags[n] not in NAME_TAGS and self.words.seen[n] > 150 for n in long):
            return False
        weights = given_characters()
        likely = sum(weights.get(char, 0.0) for char in name[2:]) >= 0.2
        opens = start == 0 or self.words.tags[self.words.at(start - 1)] == "w"
        return likely and (evidence > 0 or (opens and self._speech_after(end)))

    def _spaced(self, start: int, length: int) -> Proposal | None:
        """Return a name of two characters with a blank between (田 鹏), as bylines print it."""
        end = start + length + 2
        blank, given, after = self.text[end - 2 : end - 1], self.text[end - 1 : end], self.text[end : end + 1]
        if blank == " " and given and only_han(given) and after in ("", " ", "\n", "、"):
            return Proposal(start, end, "PERSON", "person:spaced", 3)
        return None

    def _score(self, i: int, start: int, length: int, size: int, evidence: float) -> float | None:
        """Return how much a span looks like a name (1 is enough), None where it cannot be one."""
        words = self.words
        end = start + length + size
        given = self.text[start + length : end]
        if len(given) < size or not only_han(given) or not words.edge[end]:
            return None
        whole, word = words.ends[i] == end, self.text[start:end]
        adverb = word[0] in listed("name_grammar.tsv")["adverb_surname"] and words.ends[i] != end
        if word in self.barred or word[:2] in self.titles or adverb:
            return None
        meaning = dictionary().get(given, UNKNOWN)
        verbal = meaning.tag in MAKES and (meaning.tag != "v" or word[0] not in self.common)
        if size == 2 and verbal and meaning.seen > 300:
            return None
        head = dictionary().get(word[:2], UNKNOWN)
        if not evidence and head.tag in ("v", "vn") and head.seen > 500:
            return None
        weights = given_characters()
        score = sum(min(weights.get(c, 0.0), 1.0) for c in given) / size + evidence
        tag = words.tags[i] if whole else ""
        if tag in NAME_TAGS:
            score += 1.0 if size == 2 else 0.3
        elif tag:
            score -= 0.3 if evidence else 0.7
        elif not whole and len(words.between(start, end)) == 1 + size:
            score += 0.2
        clear = start == 0 or words.tags[words.at(start - 1)] == "w"
        if self._speech_after(end) and (clear or evidence):
            score += 0.5
        score -= sum(0.5 if not evidence else 0.35 for c in given if c in self.function)
        if size == 2:
            return score - 0.6 if given[1] in self.function else score + 0.2
        return score - 0.25

    def _foreign(self, i: int, start: int) -> Proposal | None:
        """Return a transliterated name: parts joined by ·, or a run of transliteration characters after a title."""
        text = self.text
        if text[start] not in self.foreign or not self._clear(start):
            return None
        end, dots = start, 0
        while end < len(text) and (text[end] in self.foreign or (text[end] in DOTS and end > start)):
            dots += text[end] in DOTS
            end += 1
        while end > start and text[end - 1] in DOTS:
            end -= 1
            dots -= 1
        if not self.words.edge[end]:
            end = self.words.starts[self.words.at(end)]
        if dots > 0 and end - start >= 4:
            return Proposal(start, end, "PERSON", "person:foreign", 3)
        plain = any(self._ordinary(n) for n in self.words.between(start, end))
        if 3 <= end - start <= 7 and not plain and self._title_before(start) and text[start:end] not in self.barred:
            three = end - start == 3 and self._surname(start, False)
            return None if three else Proposal(start, end, "PERSON", "person:foreign", 3)
        return None

    def _ordinary(self, n: int) -> bool:
        """Tell whether word number `n` is a word of several characters that is no name."""
        return self.words.ends[n] - self.words.starts[n] > 1 and self.words.tags[n][:2] not in ("nr", "ns", "nz")

    def _latin(self, i: int, start: int) -> Proposal | None:
        """Return a name in Latin letters after a title (主席Andre Leroy)."""
        text = self.text
        if not text[start].isascii() or not text[start].isupper() or not self._title_before(start):
            return None
        end = start
        while end < len(text) and text[end].isascii() and (text[end].isalpha() or text[end] in " .-'"):
            end += 1
        end = start + len(text[start:end].rstrip(" .-'"))
        if end - start < 4 or not text[start + 1].islower():
            return None
        return Proposal(start, end, "PERSON", "person:latin", 3)
