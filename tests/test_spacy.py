"""The spaCy component: found by its entry point, results on the Doc, through processes, bytes, disk and DocBin."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import get_args

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin
from zhfacts import Settings
from zhfacts.model import NameLabel

from .fast import FAST

TEXT = "广州市统计局公布，2024年广州市地区生产总值达3.1万亿元，同比增长2.1%。市长孙志洋表示，今年将新增就业20万人。"
TEXTS = [TEXT, "深圳市一季度出口增长6.5%。", "", "没有数字的一句话。"]


@pytest.fixture(scope="module")
def nlp() -> Language:
    return with_component(spacy.blank("zh"))


def with_component(nlp: Language) -> Language:
    nlp.add_pipe("zhfacts", config={"names": FAST.names, "facts": FAST.facts})
    return nlp


@pytest.fixture(scope="module")
def doc(nlp: Language) -> Doc:
    return nlp(TEXT)


def stored(doc: Doc) -> tuple[str, list[tuple[int, int, str, str]], list[str]]:
    spans = [(s.start_char, s.end_char, s.label_, s.id_) for s in doc.spans["zhfacts"]]
    return doc.user_data["zhfacts"], spans, [e.text for e in doc.ents]


def test_without_options_it_is_the_default_pipeline() -> None:
    assert spacy.blank("zh").add_pipe("zhfacts").settings == Settings()


def test_names_are_entities_with_ids(doc: Doc) -> None:
    found = {(e.text, e.label_, e.kb_id_) for e in doc.ents}
    assert ("广州市", "GPE", "GPE:广州市") in found
    assert {e.label_ for e in doc.ents} <= set(get_args(NameLabel))


def test_spans_hold_names_quantities_and_times(doc: Doc) -> None:
    found = {(s.text, s.label_) for s in doc.spans["zhfacts"]}
    assert {("3.1万亿元", "MONEY"), ("2.1%", "PERCENT"), ("2024年", "DATE")} <= found


def test_attributes_are_objects_with_offsets_in_the_text(doc: Doc) -> None:
    assert [str(q.value) for q in doc._.quantities][:2] == ["3100000000000", "2.1"]
    for located in (*doc._.article.mentions, *doc._.quantities, *doc._.times):
        assert TEXT[located.start : located.end] == located.text
    assert {f.quantity for f in doc._.facts} <= {q.id for q in doc._.quantities}
    assert isinstance(doc._.roles, list)


def test_times_are_resolved_against_the_publication_date(nlp: Language) -> None:
    doc = nlp.make_doc("去年，全市出口增长6.5%。")
    doc._.publication_date = "2024-05-06"
    assert [str(t.start_date) for t in nlp.get_pipe("zhfacts")(doc)._.times] == ["2023-01-01"]


def test_a_doc_that_was_not_processed_has_no_facts() -> None:
    doc = spacy.blank("zh")("一句话。")
    assert doc._.article is None and doc._.facts == [] and doc._.quantities == []


def test_worker_processes_give_the_same(nlp: Language) -> None:
    alone = [stored(doc) for doc in nlp.pipe(TEXTS)]
    assert [stored(doc) for doc in nlp.pipe(TEXTS, n_process=2, batch_size=2)] == alone
    contexts = [context for _, context in nlp.pipe([(t, n) for n, t in enumerate(TEXTS)], as_tuples=True)]
    assert contexts == list(range(len(TEXTS)))


def test_the_component_is_picklable_for_spawned_processes(nlp: Language) -> None:
    copy = pickle.loads(pickle.dumps(nlp.get_pipe("zhfacts")))
    assert stored(copy(nlp.make_doc(TEXT))) == stored(nlp(TEXT))


def test_bytes_and_docbin_keep_everything(nlp: Language, doc: Doc) -> None:
    assert stored(Doc(nlp.vocab).from_bytes(doc.to_bytes())) == stored(doc)
    again = DocBin().from_bytes(DocBin(docs=[doc], store_user_data=True).to_bytes())
    (loaded,) = again.get_docs(spacy.blank("zh").vocab)
    assert stored(loaded) == stored(doc)
    assert loaded._.facts == doc._.facts


def test_the_pipeline_is_saved_and_loaded(nlp: Language, doc: Doc, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path / "model")
    assert stored(spacy.load(tmp_path / "model")(TEXT)) == stored(doc)
    other = with_component(spacy.blank("zh"))
    assert stored(other.from_bytes(nlp.to_bytes())(TEXT)) == stored(doc)


def test_another_tokenizer_widens_spans_to_whole_tokens() -> None:
    nlp = with_component(spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "jieba"}}}))
    doc = nlp(TEXT)
    assert len(doc.spans["zhfacts"]) == len(doc._.article.mentions) + len(doc._.quantities) + len(doc._.times)
    assert all(span.end_char > span.start_char for span in doc.spans["zhfacts"])
