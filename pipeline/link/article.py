"""Linking inside one article: its mentions become clusters, each with its canonical name and what is known of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from ..model import Cluster, Document, NameLabel, Span, entity_id
from . import aliases, names
from .coordination import completed
from .knowledge import KnowledgeBase, Known
from .places import short_forms
from .senses import KIN, Form, Senses, city_of, main_place, most

NEAR = 24
STOP = re.compile(r"[。；！？\n]")


@dataclass(slots=True)
class Group:
    """Forms that mean one thing, and what the knowledge base knows of it."""

    forms: list[Form]
    known: Known | None = None
    external_ids: dict[str, str] = field(default_factory=dict)

    @property
    def label(self) -> NameLabel:
        """Return the known thing's label, else the one that most mentions have."""
        if self.known:
            return self.known.label
        if len(self.forms) == 1:
            return self.forms[0].label
        votes: dict[NameLabel, int] = {}
        for form in self.forms:
            for label, count in form.labels.items():
                votes[label] = votes.get(label, 0) + count
        return most(votes)


def resolve(document: Document, kb: KnowledgeBase) -> None:
    """Set `entity` on every mention of a document, and fill its `clusters` and `place`.

    Ids are provisional: a known thing's id, else LABEL:name by the fullest form in the article. Clusters without forms
    are places above the named ones, and the country.
    """
    keys = form_keys(document)
    forms = collect(document, keys)
    chosen = Senses(forms, document.text, kb).choose()
    document.place = main_place(forms, chosen, title_spans(document), kb)
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
    document.clusters = with_parents(unique(clusters), kb)
    set_contexts(document, kb)


def title_spans(document: Document) -> list[Span]:
    """Return where the title stands in a document; where its blocks do not tell, at the beginning."""
    found = [Span(b.start, b.end) for b in document.blocks if b.kind == "title"]
    return found or ([Span(0, len(document.title) + 2)] if document.title else [])


def bound_to(document: Document, forms: dict[str, Form], kb: KnowledgeBase) -> str | None:
    """Return the name of the place to whose bodies bare names like 财政部 belong, None where it is the whole country.

    It is the place of the article; in Traditional script one that is named anywhere is enough.
    """
    bound = {r.where for name in forms for r in kb.named(name) if r.where}
    if not bound:
        return None
    near = {r.name for r in kb.chain(document.place)}
    if found := bound & near:
        return min(found)
    if not any(shown != form.text for form in forms.values() for shown in form.written):
        return None
    counts = {n: sum(document.text.count(x) for x in (n, *short_forms(n, "province"))) for n in sorted(bound)}
    return most(counts) if any(counts.values()) else None


def display(document: Document, start: int, end: int) -> str:
    """Return a mention as printed, in its own script, with blanks and widths folded."""
    text, written = document.text[start:end], document.written(start, end)
    if text == written or len(text) != len(written):
        return names.clean(text)
    return names.clean("".join(w if "\u3400" <= w <= "\u9fff" else t for w, t in zip(written, text, strict=True)))


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


def nearest_country(
    form: Form, forms: dict[str, Form], text: str, chosen: dict[str, Known], kb: KnowledgeBase
) -> Known | None:
    """Return the country of the last place before a form in the same paragraph, itself named or in a longer name."""
    start = form.spans[0].start
    begin = text.rfind("\n", 0, start)
    before = [(s.end, name) for name, f in forms.items() for s in f.spans if begin < s.end <= start]
    for _, name in sorted(before, reverse=True):
        records = [chosen[name]] if name in chosen else [r for n in (2, 3, 4) for r in kb.named(name[:n])]
        for record in records:
            country = next((r for r in kb.chain(record.id) if r.level == "country"), None)
            if country and ((record.label == "GPE" and name in chosen) or record is country):
                return country
    return None


def localise(
    forms: dict[str, Form], place: str | None, text: str, chosen: dict[str, Known], kb: KnowledgeBase
) -> None:
    """Bind the names that every place has to the article's city (大学城, 人民公园) or a foreign country (中西部)."""
    city = city_of(place, kb)
    for form in forms.values():
        if (own := names.OWN_BODY.match(form.text)) and form.label in ("ORG", "EVENT"):
            owner = seat(place, own["level"], kb)
            form.whole = official(owner.name[:-1] + form.text, form.label, chosen, kb) if owner else ""
            continue
        label, written = names.local_name(form.text)
        if label not in KIN[form.label]:
            continue
        if written == "country":
            if (country := nearest_country(form, forms, text, chosen, kb)) and country.id != kb.country:
                form.whole = country.name + form.text
                chosen.pop(form.text, None)
        elif city and form.text not in chosen:
            form.city = city
            if written == "city":
                before = city.name if form.text.startswith("轨道交通") else city.name.removesuffix("市")
                form.whole = official(before + form.text, form.label, chosen, kb)
                options = [r for r in kb.named(form.whole) if r.label in KIN[form.label]]
                chosen |= {form.text: options[0]} if len(options) == 1 else {}


def group(forms: dict[str, Form], chosen: dict[str, Known], kb: KnowledgeBase) -> list[Group]:
    """Return one group for each known thing, and one for each other form, with what its written-out name tells."""
    groups: dict[str, Group] = {}
    for text, form in forms.items():
        known = chosen.get(text) or written_out(form, kb, chosen)
        identifier = known.id if known else canonical(form, chosen, kb)
        item = groups.setdefault(identifier, Group([], known))
        item.forms.append(form)
    return list(groups.values())


def written_out(form: Form, kb: KnowledgeBase, chosen: dict[str, Known]) -> Known | None:
    """Return the known thing that a form means once its words are written out, or its legal form is taken off."""
    for text in dict.fromkeys((names.brand(form.text), official(form.text, form.label, chosen, kb))):
        if text != form.text:
            options = [r for r in kb.named(text) if r.label in KIN[form.label] and r.level is None and r.where is None]
            if options:
                return options[0]
    return None


def department(name: str, kb: KnowledgeBase) -> str:
    """Return the name of a department with the full name of the body that it begins with: 工信部电子司."""
    if names.DEPARTMENT.search(name):
        for end in range(len(name) - 2, 2, -1):
            body = next((r for r in kb.named(name[:end]) if r.label == "ORG" and names.BODY.search(r.name)), None)
            if body:
                return body.name + name[end:]
    return name


def official(name: str, label: NameLabel, chosen: dict[str, Known], kb: KnowledgeBase) -> str:
    """Return a name with its short words, and for a department the body that it belongs to, written out."""
    name = names.full_name(name, label, chosen)
    return department(abroad(name, chosen, kb), kb) if label == "ORG" else name


def abroad(name: str, chosen: dict[str, Known], kb: KnowledgeBase) -> str:
    """Return a foreign body's name with the country's full name: 俄外交部, 美财政部; other names unchanged."""
    match = names.ABROAD.match(name)
    if not match:
        return name
    options = [r for r in kb.named(match[1]) if r.level == "country"]
    if len(options) > 1:
        options = [r for r in options if r in chosen.values()]
    return options[0].name + match[2] if len(options) == 1 and options[0].id != kb.country else name


def seat(place: str | None, level: str, kb: KnowledgeBase) -> Known | None:
    """Return the province, city, district or county (省, 市, 区, 县) in which a place lies or that it is."""
    return next((r for r in kb.chain(place) if r.name.endswith(level) and r.level not in ("town", "zone")), None)


def canonical(form: Form, chosen: dict[str, Known], kb: KnowledgeBase) -> str:
    """Return the name under which forms that only differ in how they are written out come together."""
    label = form.label
    text = form.whole or official(form.text, label, chosen, kb)
    text = names.brand(text) if label == "ORG" else names.metro_line(text) if label == "FAC" else text
    return entity_id("PERSON" if label == "PERSON" else "", text)


def merge(groups: list[Group], forms: dict[str, Form], text: str, kb: KnowledgeBase) -> list[Group]:
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
        groups[first] = Group(one.forms + two.forms, one.known or two.known)

    for a, b in aliases.defined(forms, text):
        join(owner[a], owner[b])
    heads = place_heads(groups)
    for short, full in short_pairs(groups, heads):
        join(short, full)
    return [groups[n] for n in range(len(groups)) if root(n) == n]


def place_heads(groups: Iterable[Group]) -> list[str]:
    """Return the names of places that may begin longer names, longest first."""
    found = set(aliases.BROAD)
    for item in groups:
        if item.label in ("GPE", "LOC"):
            found.update(form.text for form in item.forms)
            if item.known:
                found.update((item.known.name, *item.known.aliases))
    return sorted((x for x in found if len(x) > 1), key=lambda x: (-len(x), x))


def short_pairs(groups: list[Group], heads: list[str]) -> list[tuple[int, int]]:
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


def _fits(form: Form, item: Group, heads: list[str]) -> bool:
    if form.label == "LOC" and item.label != "LOC":
        return False
    if item.label != form.label and not (item.label in KIN[form.label] and item.label not in ("GPE", "LOC")):
        return False
    known = [item.known.name] if item.known else []
    return any(aliases.fits(form.text, full, form.label, heads) for full in [*known, *(f.text for f in item.forms)])


def describe(item: Group, kb: KnowledgeBase, document: Document, chosen: dict[str, Known]) -> Cluster:
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


def best_name(item: Group, chosen: dict[str, Known], kb: KnowledgeBase) -> tuple[str, str]:
    """Return a group's canonical name in reading text and as it is shown, in the script of the article.

    Companies lose their legal form; where an article has both, the brand stands for the company.
    """
    form = fullest(item)
    shown = form.shown
    if item.label == "ORG" and names.has_legal_form(form.text):
        return names.brand(form.text), names.brand(shown)
    name = form.whole or official(form.text, item.label, chosen, kb)
    name = names.brand(name) if item.label == "ORG" else name
    return name, shown if name == form.text else name


def fullest(item: Group) -> Form:
    """Return the form that stands for a group: the longest, Chinese before Latin, a brand before its legal form."""
    forms = [f for f in item.forms if not aliases.LATIN.match(f.text)] or item.forms
    if item.label == "ORG":
        plain = [f for f in forms if not names.has_legal_form(f.text) and len(f.text) > 2]
        forms = plain or forms
        shorter = {f.text + kind for f in forms for kind in ("集团", "公司", "股份") if len(f.text) > 2}
        forms = [f for f in forms if f.text not in shorter] or forms
    return max(forms, key=lambda f: len(f.text))


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


def with_parents(clusters: list[Cluster], kb: KnowledgeBase) -> list[Cluster]:
    """Return the clusters with the places that hold them and the country, each once; those not named have no forms."""
    found = {cluster.id: cluster for cluster in clusters}
    for cluster in clusters:
        for record in kb.chain(cluster.parent):
            found.setdefault(record.id, unnamed(record))
    found.setdefault(kb.country, unnamed(kb.by_id[kb.country]))
    return list(found.values())


def set_contexts(document: Document, kb: KnowledgeBase) -> None:
    """Give each person with a common name the bodies and places that stand right before the name.

    Bodies of the whole state count as the country: a minister is also called by the State Council and the Party.
    """
    common = {c.id: c for c in document.clusters if c.label == "PERSON" and names.common_person(c.name)}
    mentions = sorted(document.mentions, key=lambda m: m.start) if common else []
    for n, mention in enumerate(mentions):
        if mention.entity not in common:
            continue
        found = dict.fromkeys(common[mention.entity].context)
        for before in reversed(mentions[max(0, n - 4) : n]):
            gap = document.text[before.end : mention.start]
            if len(gap) > NEAR or STOP.search(gap):
                break
            if before.label in ("ORG", "GPE") and before.entity:
                name = before.entity.partition(":")[2]
                found[kb.country if names.CENTRAL.match(name) else before.entity] = None
        common[mention.entity].context = tuple(found)


def unnamed(record: Known) -> Cluster:
    """Return a known thing that the article does not name as a cluster."""
    return Cluster(record.id, record.name, record.label, {}, dict(record.external_ids), record.parent)
