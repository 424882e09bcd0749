import pytest
import spacy
from spacy.tokens import DocBin
from zhfacts.model import Article
from zhfacts.write import export, read_articles, write_extract


@pytest.fixture
def with_words(tmp_path, chosen, entities_of):
    """An extract whose articles are divided into words of two characters and sentences of a line."""
    divided = []
    for a in chosen:
        words = [2] * (len(a.text) // 2) + [1] * (len(a.text) % 2)
        lines, at = [], a.start
        for line in a.text.split("\n"):
            if line:
                lines.append((at, at + len(line)))
            at += len(line) + 1
        divided.append(a.model_copy(update={"words": tuple(words), "sentences": tuple(lines)}))
    write_extract(tmp_path / "words", divided, entities_of(divided))
    return tmp_path / "words"


def test_docbin_holds_words_sentences_entities_and_spans(with_words):
    path = export(with_words, "docbin")
    assert path.name == "words.spacy"
    nlp = spacy.blank("zh")
    docs = list(DocBin().from_disk(path).get_docs(nlp.vocab))
    stored = list(read_articles(with_words))
    assert [d.text for d in docs] == [a.text for a in stored]
    for doc, a in zip(docs, stored, strict=True):
        assert tuple(len(t) for t in doc) == a.words
        assert len(doc.spans["zhfacts"]) == len(a.mentions) + len(a.quantities) + len(a.times)
        assert {s.kb_id_ for s in doc.ents} <= {m.entity for m in a.mentions}
        assert doc.has_annotation("SENT_START")
        assert 0 < len(list(doc.sents)) <= len(a.sentences)
        kept = Article.model_validate_json(doc.user_data["zhfacts"])
        for m in (*kept.mentions, *kept.quantities, *kept.times):
            assert doc.text[m.start : m.end] == m.text
        assert doc.user_data["zhfacts_start"] == a.start


def test_docbin_without_words_is_exact_on_characters(small, chosen):
    nlp = spacy.blank("zh")
    docs = list(DocBin().from_disk(export(small, "docbin")).get_docs(nlp.vocab))
    for doc, a in zip(docs, chosen, strict=True):
        spans = [(e.start_char + a.start, e.end_char + a.start, e.label_, e.kb_id_) for e in doc.ents]
        assert spans == [(m.start, m.end, m.label, m.entity) for m in a.mentions]
        assert {s.id_ for s in doc.spans["zhfacts"]} >= {q.id for q in a.quantities}
