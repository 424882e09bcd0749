"""Export an extract to a spaCy DocBin: words, sentences, names as entities, everything found as spans.

A Doc is as the spaCy component leaves it: names in `doc.ents` with entity ids as `kb_id`; names, quantities and times
in `doc.spans["zhfacts"]`; the article as JSON in `doc.user_data["zhfacts"]`, offsets in `doc.text`. Where the article
begins in its raw file is `doc.user_data["zhfacts_start"]`.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from ...model import Article, Evidence, Located, Mention, Numeral, Quantity, Time
from ..folder import new_file
from ..registry import Exporter
from ..selection import Selection

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span
    from spacy.vocab import Vocab

KEY = "zhfacts"
L = TypeVar("L", Mention, Quantity, Time, Numeral, Evidence)


def to_docbin(selection: Selection, target: Path) -> None:
    """Write the articles of a selection into the DocBin `target`; it is held in memory until it is written."""
    from spacy.lang.zh import Chinese
    from spacy.tokens import DocBin
    from spacy.vocab import create_vocab

    vocab = create_vocab("zh", Chinese.Defaults)
    found = DocBin(attrs=["SENT_START", "ENT_IOB", "ENT_TYPE", "ENT_KB_ID"], store_user_data=True)
    with new_file(target, _ours) as path:
        for article in selection.articles():
            found.add(as_doc(article, vocab))
        found.to_disk(path)


def _ours(file: Path) -> bool:
    """Tell whether a file is a DocBin whose documents were written here."""
    from spacy.tokens import DocBin

    try:
        found = DocBin(store_user_data=True).from_disk(file)
    except Exception:  # whatever zlib or msgpack says of a file that is no DocBin
        return False
    return all(KEY.encode() in (data or b"") for data in found.user_data[:1])


def as_doc(article: Article, vocab: Vocab) -> Doc:
    """Return an article as a Doc; characters are the words where the article has no division into words."""
    from spacy.tokens import Doc
    from spacy.util import filter_spans

    lengths = article.words or (1,) * len(article.text)
    edges = [0, *accumulate(lengths)]
    words = [article.text[a:b] for a, b in pairwise(edges)]
    firsts = {start - article.start for start, _ in article.sentences} | {0}
    starts: list[bool | int | None] = [not firsts.isdisjoint(range(a, b)) for a, b in pairwise(edges)]
    doc = Doc(vocab, words=words, spaces=[False] * len(words), sent_starts=starts if article.sentences else None)
    shifted = at_zero(article)
    names = [_span(doc, m, m.label, m.entity) for m in shifted.mentions]
    measures: tuple[Quantity | Time, ...] = (*shifted.quantities, *shifted.times)
    rest = [_span(doc, x, x.label) for x in measures]
    doc.spans[KEY] = sorted(span for span in (*names, *rest) if span is not None)
    doc.ents = filter_spans(span for span in names if span is not None)
    doc.user_data[KEY] = shifted.model_dump_json()
    doc.user_data[f"{KEY}_start"] = article.start
    return doc


def _span(doc: Doc, item: Located, label: str, entity: str | None = None) -> Span | None:
    """Return the words that hold a span of characters."""
    return doc.char_span(
        item.start, item.end, label=label, kb_id=entity or "", span_id=item.id, alignment_mode="expand"
    )


def at_zero(article: Article) -> Article:
    """Return an article with its offsets counted from its own first character."""

    def moved(items: Iterable[L]) -> tuple[L, ...]:
        by = article.start
        return tuple(x.model_copy(update={"start": x.start - by, "end": x.end - by}) for x in items)

    def pairs(spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
        return tuple((start - article.start, end - article.start) for start, end in spans)

    return article.model_copy(
        update={
            "start": 0,
            "end": article.end - article.start,
            "sentences": pairs(article.sentences),
            "markup": pairs(article.markup),
            "mentions": moved(article.mentions),
            "quantities": moved(article.quantities),
            "times": moved(article.times),
            "numerals": moved(article.numerals),
            "facts": tuple(f.model_copy(update={"evidence": moved(f.evidence)}) for f in article.facts),
        }
    )


EXPORTER = Exporter("a spaCy DocBin: words, sentences, entities and spans", ".spacy", to_docbin)
