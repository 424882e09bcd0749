"""The names that mean something else in every place: 大学城, 市政府, 财政部 in Taiwan."""

from __future__ import annotations

from ..lang.gazetteer import short_forms
from ..model import Document
from . import names
from .canonical_names import official
from .knowledge import KnowledgeBase, Known
from .senses import KIN, Form, most
from .words import words_of

OF_WHOLE_CITY = tuple(words_of("of-whole-city"))
"""What is written with the whole name of its city (广州市轨道交通), other lines with its short one (广州地铁)."""


def city_of(place: str | None, kb: KnowledgeBase) -> Known | None:
    """Return the city of a place, a municipality among them; None for a province or a country."""
    chain = [r for r in kb.chain(place) if r.level]
    cities = [r for r in chain if r.level == "city" or (r.level == "province" and r.name.endswith("市"))]
    return cities[0] if cities else None


def seat(place: str | None, level: str, kb: KnowledgeBase) -> Known | None:
    """Return the province, city, district or county (省, 市, 区, 县) in which a place lies or that it is."""
    return next((r for r in kb.chain(place) if r.name.endswith(level) and r.level not in ("town", "zone")), None)


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
                before = city.name if form.text.startswith(OF_WHOLE_CITY) else city.name.removesuffix("市")
                form.whole = official(before + form.text, form.label, chosen, kb)
                options = [r for r in kb.named(form.whole) if r.label in KIN[form.label]]
                chosen |= {form.text: options[0]} if len(options) == 1 else {}
