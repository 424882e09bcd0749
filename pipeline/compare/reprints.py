"""Reprints: articles that say for the most part, sentence by sentence, what an earlier one says."""

from __future__ import annotations

from typing import Any

from ..model import Article

SHARED = 0.45
"""A reprint shares so much of all sentences of both articles with its original (Jaccard similarity)."""
PERMUTATIONS, BANDS = 128, 32
"""Length of a signature, and into how many bands it is cut to find candidates: four values a band find nine of ten
pairs at a similarity of 0.5, all but one in a thousand at 0.7 (Leskovec, Rajaraman and Ullman, section 3.4)."""
SEED = 42
SENTENCE = 6
"""Letters and digits of the shortest sentence that counts: shorter ones (新华社北京电, 完) stand in many articles."""


class Reprints:
    """The signatures of all articles that have gone by, in order, to find of which earlier one a new one is a reprint.

    MinHash (Broder 1997) over sentences: a sentence with another number is another sentence, so that bulletins made to
    one pattern are no reprints of each other. Equal texts are reprints whatever their length. About 2 KB an article.
    """

    def __init__(self) -> None:
        from rensa import RMinHashLSH

        self._index: Any = RMinHashLSH(SHARED, PERMUTATIONS, BANDS)
        self._signatures: list[Any] = []
        self._originals: list[str] = []

    def enter(self, article: Article) -> str | None:
        """Take in the next article and return the id of its original, None where it is one itself.

        The original of a reprint of a reprint is the first of them. An article that says of itself what it reprints is
        believed.
        """
        original = article.duplicate_of
        sentences = _sentences(article)
        if not sentences:
            return original
        signature = self._signature(sentences)
        if original is None:
            original = self._find(signature)
        self._index.insert(len(self._signatures), signature)
        self._signatures.append(signature)
        self._originals.append(original or article.id)
        return original

    def _signature(self, sentences: set[str]) -> Any:
        from rensa import RMinHash

        signature = RMinHash(PERMUTATIONS, SEED)
        signature.update(sorted(sentences))
        return signature

    def _find(self, signature: Any) -> str | None:
        """Return the original of the article most like this one, the first of equals, if one is like enough."""
        likeness = [(signature.jaccard(self._signatures[n]), -n) for n in self._index.query(signature)]
        best, n = max(likeness, default=(0.0, 0))
        return self._originals[-n] if best >= SHARED else None


def _sentences(article: Article) -> set[str]:
    """Return the sentences of an article without blanks and punctuation; the whole text where all are too short."""
    spans = (article.text[s - article.start : e - article.start] for s, e in article.sentences)
    bare = {"".join(filter(str.isalnum, sentence)) for sentence in spans}
    long = {sentence for sentence in bare if len(sentence) >= SENTENCE}
    whole = "".join(filter(str.isalnum, article.text))
    return long or ({whole} if whole else set())
