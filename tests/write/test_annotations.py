"""What goes out to an annotation tool comes back without loss, whatever characters the text has."""

import hashlib
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from zhfacts.model import Article, Entity, Fact, Mention, Quantity, Role, Time
from zhfacts.write import IMPORTERS, export, write_extract
from zhfacts.write.rules import references

from ..sizes import examples

LAYERS = ("mentions", "quantities", "times", "facts")
PIECES = (
    "广州市", "增长", "5.2%", "😀", "👨🏻\u200d🚒", "\r\n", "\n", "  ", "\u3000\u3000", "臺灣經濟發展", "GDP", "\t",
    "\u2028", "{", '"', "#", "-", "，",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), min_size=2, max_size=14).map("".join).filter(lambda t: len(t.strip()) > 1)
WORDS = st.sampled_from(["常住人口", "GDP 总量", 'a"b', "😀", "%20", "x\ty", " 空 ", "a:b"])


@st.composite
def one_article(draw, apart=False):
    """An article of awkward pieces with marks anywhere; `apart`: none overlap and none begins or ends with a blank."""
    text, start = draw(TEXTS), draw(st.integers(0, 10**6))
    spans = draw(st.lists(st.tuples(st.integers(0, len(text) - 1), st.integers(1, 6)), min_size=4, max_size=8))
    spans = [(a, min(len(text), a + n)) for a, n in spans]
    spans = [(a, b) for a, b in sorted(set(spans)) if text[a] not in "\r\n" and text[b - 1] not in "\r\n"]
    spans = [(a, b) for a, b in spans if text[a:b].strip()]
    if apart:
        spans = [(a, b) for a, b in spans if not text[a].isspace() and not text[b - 1].isspace()]
        spans = [s for n, s in enumerate(spans) if all(s[0] >= before[1] for before in spans[:n])]
    kinds = [draw(st.sampled_from(["m", "q", "t"])) for _ in spans]
    place = [{"start": start + a, "end": start + b, "text": text[a:b]} for a, b in spans]
    entities = [f"ORG:{draw(WORDS)}" for _ in range(2)] + [None]
    mentions = [
        Mention(id=f"m{n}", label=draw(st.sampled_from(["ORG", "GPE"])), entity=draw(st.sampled_from(entities)), **p)
        for n, (k, p) in enumerate(zip(kinds, place, strict=True), 1) if k == "m"
    ]  # fmt: skip
    quantities = [
        Quantity(id=f"x{n}", label="PERCENT", value=draw(st.none() | st.decimals(0, 10**6, places=2)), unit="%",
                 modifier=draw(st.sampled_from([None, "about"])), rule=draw(st.none() | WORDS), **p)
        for n, (k, p) in enumerate(zip(kinds, place, strict=True), 1) if k == "q"
    ]  # fmt: skip
    times = [
        Time(id=f"t{n}", label="DATE", start_date=draw(st.none() | st.dates()), certainty="stated", **p)
        for n, (k, p) in enumerate(zip(kinds, place, strict=True), 1) if k == "t"
    ]  # fmt: skip
    told = range(draw(st.integers(0, 4)) if quantities else 0)
    facts = [draw(_fact(f"f{n}", quantities, times, entities)) for n in told]
    people = [e for e in entities if e]
    roles = [
        Role(person=draw(st.sampled_from(people)), title=draw(WORDS), organization=draw(st.sampled_from(entities)))
        for _ in range(draw(st.integers(0, 2)))
    ]
    return Article(
        id=draw(WORDS), file="a.txt", start=start, end=start + len(text), title=draw(st.none() | WORDS), text=text,
        date=draw(st.none() | st.dates()), meta=draw(st.dictionaries(WORDS, WORDS, max_size=2)),
        hash=hashlib.sha256(text.encode()).hexdigest(), mentions=tuple(mentions), quantities=tuple(quantities),
        times=tuple(times), facts=tuple(facts), roles=tuple(roles),
    )  # fmt: skip


@st.composite
def _fact(draw, name, quantities, times, entities):
    quantity = draw(st.sampled_from(quantities))
    evidence = [{"field": "subject", "start": quantity.start, "end": quantity.end}]
    return Fact(
        id=name, quantity=quantity.id, subject=draw(st.sampled_from(entities)), subject_text=draw(st.none() | WORDS),
        indicator=draw(WORDS), aspect=draw(st.sampled_from(["level", "rate"])), status="planned",
        direction=draw(st.sampled_from([None, "up"])), time=draw(st.sampled_from([None, *(t.id for t in times)])),
        base_time=draw(st.sampled_from([None, *(t.id for t in times)])), scope=draw(st.sampled_from(entities)),
        speaker=draw(st.sampled_from(entities)), score=draw(st.none() | st.sampled_from([0.25, 1.0])),
        modality=draw(st.sampled_from([None, "target"])), base_value=draw(st.none() | st.just("1.5")),
        also=draw(st.sampled_from([(), ("全国",)])), evidence=draw(st.sampled_from([(), tuple(evidence)])),
    )  # fmt: skip


def back(article, format, folder):
    """Return an article as it comes back from a format."""
    ids = {e for _, e in references(article)}
    counts = {i: sum(m.entity == i for m in article.mentions) for i in ids}
    known = [Entity(id=i, name="n", label="ORG", mentions=counts[i], articles=min(1, counts[i])) for i in sorted(ids)]
    write_extract(folder / "out", [article], known)
    (found,) = IMPORTERS[format].read(export(folder / "out", format))
    return found.article


def same(article, found, layers=LAYERS):
    for name in ("id", "file", "start", "end", "title", "date", "meta", "text"):
        assert getattr(found, name) == getattr(article, name)
    for layer in layers:
        assert getattr(found, layer) == getattr(article, layer), layer
    if "facts" in layers:
        assert sorted(map(repr, found.roles)) == sorted(map(repr, article.roles))


ANY = settings(max_examples=examples(12), deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("format", ["brat", "doccano", "labelstudio"])
@ANY
@given(article=one_article())
def test_any_article_comes_back_whole(format, article, tmp_path_factory):
    same(article, back(article, format, tmp_path_factory.mktemp("any")))


@ANY
@given(article=one_article(apart=True))
def test_conll_brings_back_what_tags_can_hold(article, tmp_path_factory):
    same(article, back(article, "conll", tmp_path_factory.mktemp("any")), ("mentions", "quantities", "times"))


@pytest.mark.parametrize("format", ["brat", "doccano", "labelstudio", "conll"])
def test_the_gold_comes_back_whole(format, extract, articles):
    found = {f.article.id: f.article for f in IMPORTERS[format].read(export(extract, format))}
    assert len(found) == len(articles)
    for article in articles:
        plain = article.model_copy(
            update={name: tuple(sorted(getattr(article, name), key=lambda x: (x.start, x.end))) for name in LAYERS[:3]}
        )
        same(plain, found[article.id], LAYERS[:3] if format == "conll" else LAYERS)


def test_every_entry_of_the_json_formats_is_json(extract):
    lines = export(extract, "doccano").read_text(encoding="utf-8").split("\n")
    assert all(isinstance(json.loads(line), dict) for line in lines if line)
