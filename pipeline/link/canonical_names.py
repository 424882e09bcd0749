"""Canonical names: which full name the forms of one thing stand for, and what the knowledge base calls it."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import NameLabel, entity_id
from . import aliases, names
from .knowledge import KnowledgeBase, Known
from .senses import KIN, Form, most
from .words import words_of


@dataclass(slots=True)
class Synonyms:
    """Forms that mean one thing, and what the knowledge base knows of it."""

    forms: list[Form]
    known: Known | None = None

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


def written_out(form: Form, kb: KnowledgeBase, chosen: dict[str, Known]) -> Known | None:
    """Return the known thing that a form means once its words are written out, or its legal form is taken off."""
    for text in dict.fromkeys((names.brand(form.text), official(form.text, form.label, chosen, kb))):
        if text != form.text:
            options = [r for r in kb.named(text) if r.label in KIN[form.label] and r.level is None and r.where is None]
            if options:
                return options[0]
    return None


def official(name: str, label: NameLabel, chosen: dict[str, Known], kb: KnowledgeBase) -> str:
    """Return a name with its short words, and for a department the body that it belongs to, written out."""
    name = names.full_name(name, label, chosen)
    return department(abroad(name, chosen, kb), kb) if label == "ORG" else name


def department(name: str, kb: KnowledgeBase) -> str:
    """Return the name of a department with the full name of the body that it begins with: 工信部电子司."""
    if names.DEPARTMENT.search(name):
        for end in range(len(name) - 2, 2, -1):
            body = next((r for r in kb.named(name[:end]) if r.label == "ORG" and names.BODY.search(r.name)), None)
            if body:
                return body.name + name[end:]
    return name


def abroad(name: str, chosen: dict[str, Known], kb: KnowledgeBase) -> str:
    """Return a foreign body's name with the country's full name: 俄外交部, 美财政部; other names unchanged."""
    match = names.ABROAD.match(name)
    if not match:
        return name
    options = [r for r in kb.named(match[1]) if r.level == "country"]
    if len(options) > 1:
        options = [r for r in options if r in chosen.values()]
    return options[0].name + match[2] if len(options) == 1 and options[0].id != kb.country else name


def canonical(form: Form, chosen: dict[str, Known], kb: KnowledgeBase) -> str:
    """Return the name under which forms that only differ in how they are written out come together."""
    label = form.label
    text = form.whole or official(form.text, label, chosen, kb)
    text = names.brand(text) if label == "ORG" else names.metro_line(text) if label == "FAC" else text
    return entity_id("PERSON" if label == "PERSON" else "", text)


def best_name(item: Synonyms, chosen: dict[str, Known], kb: KnowledgeBase) -> tuple[str, str]:
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


def fullest(item: Synonyms) -> Form:
    """Return the form that stands for a group: the longest, Chinese before Latin, a brand before its legal form."""
    forms = [f for f in item.forms if not aliases.LATIN.match(f.text)] or item.forms
    if item.label == "ORG":
        plain = [f for f in forms if not names.has_legal_form(f.text) and len(f.text) > 2]
        forms = plain or forms
        shorter = {f.text + kind for f in forms for kind in words_of("firm-kind") if len(f.text) > 2}
        forms = [f for f in forms if f.text not in shorter] or forms
    return max(forms, key=lambda f: len(f.text))
