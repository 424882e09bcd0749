"""Linking never fails and never loses a mention, whatever the names are."""

from __future__ import annotations

from array import array
from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st
from zhfacts import link
from zhfacts.model import Document, Mention, NameLabel

from ..sizes import examples

WORDS = "有限公司", "高新区", "集团", "简称", "以下简称", "金融监管局", "公司"
PIECES = st.sampled_from([*'广州市南沙区省委号第一二、和（）“”》—· \n"0Aa①', *WORDS])
LABELS = st.sampled_from(get_args(NameLabel))


@st.composite
def documents(draw: st.DrawFn) -> Document:
    pieces = draw(st.lists(st.tuples(PIECES, st.one_of(st.none(), LABELS)), max_size=30))
    text, mentions = "", []
    for n, (piece, label) in enumerate(pieces):
        start, text = len(text), text + piece
        if label:
            mentions.append(Mention(id=f"m{n}", start=start, end=len(text), text=piece, label=label))
        elif mentions and draw(st.booleans()):
            last = mentions[-1]
            mentions[-1] = last.model_copy(update={"end": len(text), "text": text[last.start :]})
    return Document("a", "a.txt", text, 0, len(text), text, array("L", range(len(text))), mentions=mentions)


@settings(max_examples=examples(40), deadline=None)
@given(st.lists(documents(), min_size=1, max_size=3))
def test_every_mention_has_its_entity(kb: link.KnowledgeBase, found: list[Document]) -> None:
    registry = link.EntityRegistry(kb)
    for n, doc in enumerate(found):
        doc.id = f"a{n}"
        link.resolve(doc, kb)
        ids = [c.id for c in doc.clusters]
        assert len(ids) == len(set(ids))
        assert {m.entity for m in doc.mentions} <= set(ids)
        assert {m.entity for m in doc.mentions} <= registry.add(doc).keys()
    entities = registry.close().entities
    assert sum(e.mentions for e in entities) == sum(len(doc.mentions) for doc in found)
    assert all(e.articles <= e.mentions for e in entities)
    assert {e.parent for e in entities if e.parent} <= {e.id for e in entities}
