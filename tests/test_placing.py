"""Documents as articles: every span stands in the raw file, and what cannot be one span there is left out."""

from __future__ import annotations

from array import array

from zhfacts.model import Document
from zhfacts.placing import finish
from zhfacts.relate.decide.binder import find_facts

from .relate.decide.first_options import FirstOptions
from .relate.markup import document

TEXT = "<去年|2023-01-01|2023-12-31>，[绵阳市|GPE]新增企业{3万家|CARDINAL|家|30000}。"


def apart(cut: int, width: int) -> Document:
    """Return the document of the text whose raw file has a caption of some width before a character."""
    found = document(TEXT)
    found.raw = f"{found.text[:cut]}{'图' * width}{found.text[cut:]}"
    found.offsets = array("L", [n + width * (n >= cut) for n in range(len(found.text))])
    found.end = len(found.raw)
    found.facts = find_facts(found, FirstOptions())
    return found


def test_spans_count_in_the_file() -> None:
    given = apart(3, 2)
    given.base = 100
    article = finish(given).article
    items = (*article.mentions, *article.quantities, *article.times)
    assert (
        [given.raw[x.start - 100 : x.end - 100] for x in items]
        == [x.text for x in items]
        == ["绵阳市", "3万家", "去年"]
    )
    assert (article.start, article.end, article.text) == (100, 100 + len(given.raw), given.raw)
    assert all(given.raw[e.start - 100 : e.end - 100] for fact in article.facts for e in fact.evidence)


def test_a_quantity_that_a_caption_parts_is_left_out_with_its_fact() -> None:
    given = apart(document(TEXT).text.index("万家"), 2)
    assert given.facts
    article = finish(given).article
    assert not article.quantities and not article.facts and len(article.mentions) == 1


def test_a_fact_loses_a_time_that_a_caption_parts() -> None:
    given = apart(1, 2)
    (fact,) = finish(given).article.facts
    assert given.facts[0].time == "t1" and fact.time is None


def test_sentences_never_overlap() -> None:
    given = apart(3, 2)
    given.sentences = [*given.sentences, *given.sentences]
    assert finish(given).article.sentences == ((0, len(given.raw)),)
