"""People: family name and given name beside titles, verbs of speech and bylines, honorifics (李先生), foreign names."""

from __future__ import annotations

from functools import cache

from .name_lexicon import listed
from .name_places import Candidate
from .name_words import Words, dictionary

NAME_TAGS = frozenset({"nr", "nrt", "nrfg"})


@cache
def surnames() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Return common, rare and compound family names."""
    table = listed("surnames.tsv")
    return table["common"], table["rare"], table["compound"]


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

    def __init__(self, words: Words, places: dict[int, int]) -> None:
        self.words, self.text, self.places = words, words.text, places
        lists = listed("name_words.tsv")
        self.foreign, self.function, self.barred = (
            lists[kind] for kind in ("transliteration", "function", "not_person")
        )
        cues = listed("person_cues.tsv")
        self.titles, self.honorifics, self.speech, self.bylines = (
            cues[kind] for kind in ("title", "honorific", "speech", "byline")
        )
        self.common, self.rare, self.compound = surnames()

    def candidates(self) -> list[Candidate]:
        """Return all candidates."""
        found: list[Candidate] = []
        for i, start in enumerate(self.words.starts):
            if self.words.tags[i] == "w":
                continue
            for make in (self._honorific, self._chinese, self._foreign):
                candidate = make(i, start)
                if candidate is not None:
                    found.append(candidate)
                    break
        return found

    def _surname(self, start: int, rare: bool) -> int:
        """Return the length of a family name at `start`, 0 where none is."""
        if self.text[start : start + 2] in self.compound:
            return 2
        char = self.text[start]
        return 1 if char in self.common or (rare and char in self.rare) else 0

    def _honorific(self, i: int, start: int) -> Candidate | None:
        """Return 李先生, 王阿姨: a family name and an honorific."""
        length = self._surname(start, False)
        end = start + length
        if not length or (self.words.ends[i] > end and self.text[start : self.words.ends[i]] not in self.honorifics):
            if self.words.ends[i] - start != 3 or self.text[end : end + 2] not in self.honorifics:
                return None
        if not length:
            return None
        word = self.text[end : end + 2]
        if word in self.honorifics and self.words.edge[end + 2] and self._clear(start):
            return Candidate(start, end + 2, "PERSON", "person:honorific")
        return None

    def _clear(self, start: int) -> bool:
        """Tell whether a name can begin here: after punctuation, a word of several characters, or a particle."""
        if start == 0:
            return True
        i = self.words.at(start - 1)
        return self.words.tags[i] == "w" or self.words.ends[i] - self.words.starts[i] > 1 or self.text[start - 1] in self.function

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
        return any(self.text[end - n : end] in self.bylines for n in range(min(5, end), 0, -1))

    def _speech_after(self, end: int) -> bool:
        """Tell whether a verb of speech or the like begins at `end`."""
        return any(self.text[end : end + n] in self.speech for n in (2, 1)) and bool(self.words.edge[end])

    def _chinese(self, i: int, start: int) -> Candidate | None:
        """Return a Chinese name that its context or the dictionary vouches for."""
        titled = self._title_before(start)
        byline = self._byline_before(start)
        length = self._surname(start, titled or byline)
        if not length or start in self.places:
            return None
        best: tuple[float, int] | None = None
        weights = given_characters()
        for size in (2, 1):
            end = start + length + size
            given = self.text[start + length : end]
            if len(given) < size or not all("一" <= c <= "鿿" for c in given):
                continue
            if not self.words.edge[end] or (given[-1] in self.function and size == 2 and given[0] not in self.function and not titled):
                continue
            score = sum(min(weights.get(c, 0.0), 1.0) for c in given) / size
            whole = self.words.ends[i] == end
            if whole and self.text[start:end] in self.barred and not titled:
                continue
            tag = self.words.tags[i] if whole else ""
            if whole and tag in NAME_TAGS and size == 2:
                score += 1
            elif whole and tag not in NAME_TAGS and tag:
                score -= 0.5
            elif not whole and len(self.words.between(start, end)) == 1 + size:
                score += 0.3
            if titled or byline:
                score += 0.6
            after = self.text[end : end + 1]
            if self._speech_after(end):
                score += 0.5 if len(self.text[end : end + 2]) == 2 else 0
            if after in ("", "，", "。", "、", "）", "\n", " ", ")", "：", "；"):
                score += 0.2 if titled or byline else 0.1
            if any(c in self.function for c in given):
                score -= 0.6
            if size == 1:
                score -= 0.25
            if best is None or score > best[0]:
                best = (score, end)
        if best is None or best[0] < 1.0:
            return None
        return Candidate(start, best[1], "PERSON", "person:titled" if titled else "person:name", 3 if titled else 2)

    def _foreign(self, i: int, start: int) -> Candidate | None:
        """Return a transliterated name: parts joined by ·, or a run of transliteration characters after a title."""
        if not self._clear(start) or self.text[start] not in self.foreign:
            return None
        end = start
        dots = 0
        while end < len(self.text) and (self.text[end] in self.foreign or (self.text[end] in "·•・‧" and end > start)):
            dots += self.text[end] in "·•・‧"
            end += 1
        while end > start and self.text[end - 1] in "·•・‧":
            end -= 1
            dots -= 1
        if dots > 0 and end - start >= 4 and self.words.edge[end]:
            return Candidate(start, end, "PERSON", "person:foreign", 3)
        if self._title_before(start) and 2 <= end - start <= 7 and self.words.edge[end]:
            return Candidate(start, end, "PERSON", "person:foreign")
        return None
