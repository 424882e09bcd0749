"""Linking inside one article: its mentions become clusters, each with its canonical name and what is known of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..model import Cluster, Document, Mention, Span, entity_id
from . import aliases, names
from .canonical_names import Synonyms, best_name, canonical, fullest, written_out
from .coordination import completed
from .knowledge import KnowledgeBase, Known
from .locality import bound_to, localise
from .main_places import names_in, names_of, settle
from .senses import KIN, Form, Senses
from .words import either, words_of

NEAR = 24
TIED = re.compile(f"[，（]?{either('at-present')}?{either('office')}?")
HAN = re.compile(r"[\u3400-\u9fff]")
STOP = re.compile(r"[。；！？\n]")


def resolve(document: Document, kb: KnowledgeBase) -> None:
    """Set `entity` on every mention of a document, fill its `clusters`, `place` and the places of its stories.

    Ids are provisional: a known thing's id, else LABEL:name by the fullest form in the article.
    """
    keys = form_keys(document)
    forms = collect(document, keys)
    chosen = Senses(forms, document.text, kb).choose()
    settle(document, names_of(forms, chosen), kb)
    if about := bound_to(document, forms, kb):
        chosen = Senses(forms, document.text, kb, about).choose()
    localise(forms, document.place, document.text, chosen, kb)
    groups = merge(group(forms, chosen, kb), forms, document.text, kb)
    clusters, ids = [], {}
    for item in groups:
        cluster = describe(item, kb, document, chosen)
        clusters.append(cluster)
        ids.update({form.text: cluster.id for form in item.forms})
    document.mentions = [m.model_copy(update={"entity": ids[keys[m.start, m.end]]}) for m in document.mentions]
    document.clusters = unique(clusters)
    settle(document, names_in(document), kb)
    set_contexts(document, kb)


def display(document: Document, start: int, end: int) -> str:
    """Return a mention as printed, in its own script, with blanks and widths folded."""
    text, written = document.text[start:end], document.written(start, end)
    if text == written or len(text) != len(written):
        return names.clean(text)
    return names.clean("".join(w if HAN.match(w) else t for w, t in zip(written, text, strict=True)))


def form_keys(document: Document) -> dict[tuple[int, int], str]:
    """Return the form of each mention by its span: the reading text, cleaned, with the head that a row shares."""
    whole = completed(document.text, document.mentions)
    spans = [(m.start, m.end) for m in document.mentions]
    return {span: names.clean(whole.get(span) or document.text[span[0] : span[1]]) for span in spans}


def collect(document: Document, keys: dict[tuple[int, int], str]) -> dict[str, Form]:
    """Return the article's forms by text, in the order in which they first stand."""
    forms: dict[str, Form] = {}
    for mention in sorted(document.mentions, key=lambda m: (m.start, m.end)):
        text = keys[mention.start, mention.end]
        form = forms.setdefault(text, Form(text))
        form.labels[mention.label] = form.labels.get(mention.label, 0) + 1
        form.spans.append(Span(mention.start, mention.end))
        shown = display(document, mention.start, mention.end)
        shown += text[len(shown) :]
        form.written[shown] = form.written.get(shown, 0) + 1
    return forms


def group(forms: dict[str, Form], chosen: dict[str, Known], kb: KnowledgeBase) -> list[Synonyms]:
    """Return one group for each known thing, and one for each other form, with what its written-out name tells."""
    groups: dict[str, Synonyms] = {}
    for text, form in forms.items():
        known = chosen.get(text) or written_out(form, kb, chosen)
        identifier = known.id if known else canonical(form, chosen, kb)
        item = groups.setdefault(identifier, Synonyms([], known))
        item.forms.append(form)
    return list(groups.values())


def merge(groups: list[Synonyms], forms: dict[str, Form], text: str, kb: KnowledgeBase) -> list[Synonyms]:
    """Join the groups whose names the text equates, or of which one is the only full form that a short one fits."""
    owner = {form.text: n for n, item in enumerate(groups) for form in item.forms}
    parent = list(range(len(groups)))

    def root(n: int) -> int:
        while parent[n] != n:
            n = parent[n]
        return n

    def join(a: int, b: int) -> None:
        first, second = sorted((root(a), root(b)))
        one, two = groups[first], groups[second]
        if first == second or (one.known and two.known):
            return
        parent[second] = first
        groups[first] = Synonyms(one.forms + two.forms, one.known or two.known)

    for a, b in aliases.defined(forms, text):
        join(owner[a], owner[b])
    heads = place_heads(groups)
    for short, full in short_pairs(groups, heads):
        join(short, full)
    return [groups[n] for n in range(len(groups)) if root(n) == n]


def place_heads(groups: Iterable[Synonyms]) -> list[str]:
    """Return the names of places that may begin longer names, longest first."""
    found = set(words_of("whole"))
    for item in groups:
        if item.label in ("GPE", "LOC"):
            found.update(form.text for form in item.forms)
            if item.known:
                found.update((item.known.name, *item.known.aliases))
    return sorted((x for x in found if len(x) > 1), key=lambda x: (-len(x), x))


def short_pairs(groups: list[Synonyms], heads: list[str]) -> list[tuple[int, int]]:
    """Return pairs of groups (short, full) where the short name fits the names of exactly one other group."""
    by_character: dict[str, set[int]] = {}
    for n, item in enumerate(groups):
        for form in item.forms:
            for c in set(form.text):
                by_character.setdefault(c, set()).add(n)
    pairs = []
    for n, item in enumerate(groups):
        if item.known or item.label == "GPE":
            continue
        for form in item.forms:
            near = set.intersection(*(by_character[c] for c in set(form.text)))
            full = [m for m in sorted(near) if m != n and _fits(form, groups[m], heads)]
            if len(full) == 1:
                pairs.append((n, full[0]))
    return pairs


def _fits(form: Form, item: Synonyms, heads: list[str]) -> bool:
    if form.label == "LOC" and item.label != "LOC":
        return False
    if item.label != form.label and not (item.label in KIN[form.label] and item.label not in ("GPE", "LOC")):
        return False
    known = [item.known.name] if item.known else []
    return any(aliases.fits(form.text, full, form.label, heads) for full in [*known, *(f.text for f in item.forms)])


def describe(item: Synonyms, kb: KnowledgeBase, document: Document, chosen: dict[str, Known]) -> Cluster:
    """Return a group as a cluster with its canonical name and provisional id."""
    counts: dict[str, int] = {}
    for form in item.forms:
        counts[form.text] = len(form.spans)
    external = dict(item.known.external_ids) if item.known else {}
    label = item.label
    if label == "ORG":
        codes = (aliases.stock_code(form, document.text) for form in item.forms)
        if code := next((c for c in codes if c), None):
            external["stock"] = code
    if item.known:
        known = item.known
        return Cluster(known.id, known.name, label, counts, external, known.parent)
    name, shown = best_name(item, chosen, kb)
    city = fullest(item).city if not fullest(item).whole else None
    if city:
        identifier = entity_id(label, f"{name}({city.name})")
        return Cluster(identifier, shown, label, counts, external, context=(city.id,))
    return Cluster(entity_id(label, name), shown, label, counts, external)


def unique(clusters: list[Cluster]) -> list[Cluster]:
    """Return clusters with those of the same id put together."""
    found: dict[str, Cluster] = {}
    for cluster in clusters:
        first = found.setdefault(cluster.id, cluster)
        if first is not cluster:
            for form, count in cluster.forms.items():
                first.forms[form] = first.forms.get(form, 0) + count
            first.external_ids |= cluster.external_ids
    return list(found.values())


def set_contexts(document: Document, kb: KnowledgeBase) -> None:
    """Give each person with a common name the bodies and places that stand beside the name.

    Bodies of the whole state count as the country: a minister is also called by the State Council and the Party.
    """
    common = {c.id: c for c in document.clusters if c.label == "PERSON" and names.common_person(c.name)}
    mentions = sorted(document.mentions, key=lambda m: m.start) if common else []
    for n, mention in enumerate(mentions):
        if mention.entity not in common:
            continue
        found = dict.fromkeys(common[mention.entity].context)
        for body in beside(mentions, n, document.text):
            if body.label in ("ORG", "GPE") and body.entity:
                name = body.entity.partition(":")[2]
                found[kb.country if names.CENTRAL.match(name) else body.entity] = None
        common[mention.entity].context = tuple(found)


def beside(mentions: list[Mention], n: int, text: str) -> Iterator[Mention]:
    """Yield the mentions before the n-th in the same sentence, nearest first, and the one that a verb ties to it."""
    person = mentions[n]
    for before in reversed(mentions[max(0, n - 4) : n]):
        gap = text[before.end : person.start]
        if len(gap) > NEAR or STOP.search(gap):
            break
        yield before
    if n + 1 < len(mentions) and TIED.fullmatch(text[person.end : mentions[n + 1].start]):
        yield mentions[n + 1]
