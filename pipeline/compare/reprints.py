"""Reprints: articles that say for the most part, sentence by sentence, what an earlier one says."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from ..model import Article

SHARED = 0.45
"""A reprint shares so much of all sentences of both articles with its original (Jaccard similarity)."""
PERMUTATIONS, BANDS = 128, 32
"""Length of a signature, and into how many bands it is cut to find candidates: four values a band find nine of ten
pairs at a similarity of 0.5, all but one in a thousand at 0.7 (Leskovec, Rajaraman and Ullman, section 3.4)."""
SEED = 42
MIXER = 0x9E3779B97F4A7C15
"""Multiplier that spreads bands over 64 bits (Knuth's golden ratio); that two meet by chance costs a comparison."""
RECENT = 1024
"""Signatures that are found in a dictionary before they go into the sorted array with all others."""
SENTENCE = 6
"""Letters and digits of the shortest sentence that counts: shorter ones (新华社北京电, 完) stand in many articles."""

Signature = npt.NDArray[np.uint32]


class Reprints:
    """The signatures of all articles that have gone by, in order, to find of which earlier one a new one is a reprint.

    MinHash (Broder 1997) over sentences: a sentence with another number is another sentence, so that bulletins made to
    one pattern are no reprints of each other. Equal texts are reprints whatever their length. Under 1 KB an article.
    """

    def __init__(self) -> None:
        self._index = _Index()
        self._originals: list[str] = []

    def enter(self, article: Article) -> str | None:
        """Take in the next article and return the id of its original, None where it is one itself.

        The original of a reprint of a reprint is the first of them. An article that says of itself what it reprints is
        believed.
        """
        return self.enter_signed(article.id, article.duplicate_of, signature(article))

    def enter_signed(self, article: str, original: str | None, signed: Signature | None) -> str | None:
        """Take in the next article by its id, what it says that it reprints and its signature; return as `enter`."""
        if signed is None:
            return original
        if original is None:
            likest, likeness = self._index.likest(signed)
            original = self._originals[likest] if likeness >= SHARED else None
        self._index.insert(signed)
        self._originals.append(original or article)
        return original


def signature(article: Article) -> Signature | None:
    """Return the signature of an article, None where it has no letters and digits."""
    sentences = _sentences(article)
    return _signature(sentences) if sentences else None


def _signature(sentences: set[str]) -> Signature:
    """Return the MinHash values of some sentences."""
    from rensa import RMinHash

    made: Any = RMinHash(PERMUTATIONS, SEED)
    made.update(sorted(sentences))
    return np.array(made.digest(), np.uint32)


class _Index:
    """Signatures by number in the order of insertion, found by their bands.

    rensa's own index takes 4 KB a signature, most of it for hash tables; sorted arrays take an eighth of that.
    """

    def __init__(self) -> None:
        self._signatures: npt.NDArray[np.uint32] = np.empty((RECENT, PERMUTATIONS), np.uint32)
        self._size = 0
        self._recent: dict[int, list[int]] = {}
        self._bands: npt.NDArray[np.uint64] = np.empty(0, np.uint64)
        self._numbers: npt.NDArray[np.uint32] = np.empty(0, np.uint32)

    def insert(self, signature: npt.NDArray[np.uint32]) -> None:
        """Take in the next signature."""
        if self._size == len(self._signatures):
            self._signatures = np.concatenate([self._signatures, np.empty_like(self._signatures)])
        self._signatures[self._size] = signature
        for band in _bands(signature).tolist():
            self._recent.setdefault(band, []).append(self._size)
        self._size += 1
        if self._size % RECENT == 0:
            self._settle()

    def likest(self, signature: npt.NDArray[np.uint32]) -> tuple[int, float]:
        """Return the number of the signature most like one, the first of equals, and their likeness: (-1, 0.0) if none.

        Looked at are those that share a band with it.
        """
        bands = _bands(signature)
        found = {number for band in bands.tolist() for number in self._recent.get(band, ())}
        left, right = (np.searchsorted(self._bands, bands, side) for side in ("left", "right"))
        for first, last in zip(left.tolist(), right.tolist(), strict=True):
            found.update(self._numbers[first:last].tolist())
        if not found:
            return -1, 0.0
        numbers = np.array(sorted(found))
        alike = (self._signatures[numbers] == signature).mean(axis=1)
        best = int(alike.argmax())
        return int(numbers[best]), float(alike[best])

    def _settle(self) -> None:
        """Sort the recent signatures' bands in among all others."""
        bands = np.array([b for b, numbers in self._recent.items() for _ in numbers], np.uint64)
        numbers = np.array([n for numbers in self._recent.values() for n in numbers], np.uint32)
        order = np.argsort(bands, kind="stable")
        places = np.searchsorted(self._bands, bands[order])
        self._bands = np.insert(self._bands, places, bands[order])
        self._numbers = np.insert(self._numbers, places, numbers[order])
        self._recent = {}


def _bands(signature: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint64]:
    """Return a number for each band of a signature: its values and its place, mixed."""
    bands: npt.NDArray[np.uint64] = np.arange(BANDS, dtype=np.uint64)
    for values in signature.reshape(BANDS, -1).T:
        bands = bands * np.uint64(MIXER) + values
    return bands


def _sentences(article: Article) -> set[str]:
    """Return the sentences of an article without blanks and punctuation; the whole text where all are too short."""
    spans = (article.text[s - article.start : e - article.start] for s, e in article.sentences)
    bare = {"".join(filter(str.isalnum, sentence)) for sentence in spans}
    long = {sentence for sentence in bare if len(sentence) >= SENTENCE}
    whole = "".join(filter(str.isalnum, article.text))
    return long or ({whole} if whole else set())
