"""zhfacts as a spaCy component: `spacy.blank("zh").add_pipe("zhfacts")` puts its results on the Doc.

What it finds is kept in `doc.user_data["zhfacts"]` as one JSON string, so that it survives worker processes, `to_bytes`
and DocBin; the attributes below build objects of `zhfacts.model` from it when asked. Characters are the truth: spans of
spaCy are widened to whole tokens where a tokenizer cut otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from .model import Article, Fact, Quantity, Role, Time
from .run import Pipeline, Settings, load

KEY = "zhfacts"
"""The name of the factory, of the span group and of the entry in `doc.user_data`."""


def article(doc: Doc) -> Article | None:
    """Return what zhfacts found in a Doc as an Article, offsets in `doc.text`; None where it has not run."""
    stored = doc.user_data.get(KEY)
    return Article.model_validate_json(stored) if isinstance(stored, str) else None


def facts(doc: Doc) -> list[Fact]:
    """Return the facts of a Doc (`doc._.facts`)."""
    found = article(doc)
    return list(found.facts) if found else []


def quantities(doc: Doc) -> list[Quantity]:
    """Return the quantities of a Doc (`doc._.quantities`)."""
    found = article(doc)
    return list(found.quantities) if found else []


def times(doc: Doc) -> list[Time]:
    """Return the time expressions of a Doc (`doc._.times`)."""
    found = article(doc)
    return list(found.times) if found else []


def roles(doc: Doc) -> list[Role]:
    """Return the roles of persons in a Doc (`doc._.roles`)."""
    found = article(doc)
    return list(found.roles) if found else []


def register_attributes() -> None:
    """Make `doc._.article`, `.facts`, `.quantities`, `.times`, `.roles` known, and `.publication_date` to be set."""
    for name, getter in (
        ("article", article),
        ("facts", facts),
        ("quantities", quantities),
        ("times", times),
        ("roles", roles),
    ):
        Doc.set_extension(name, getter=getter, force=True)
    if not Doc.has_extension("publication_date"):
        Doc.set_extension("publication_date", default=None)


class ZhfactsComponent:
    """Runs the whole pipeline on `doc.text` and projects names, quantities and times onto tokens.

    `doc.ents` gets the names (what is there already gives way), `doc.spans["zhfacts"]` names, quantities and times by
    label. Times are resolved against `doc._.publication_date` (YYYY-MM-DD), else against the date that the text states.
    """

    def __init__(self, settings: Settings) -> None:
        """Take the settings; the pipeline is built when the first Doc comes, once in each process."""
        self.settings = settings
        self._pipeline: Pipeline | None = None

    def __getstate__(self) -> dict[str, Any]:
        return {"settings": self.settings, "_pipeline": None}

    def __call__(self, doc: Doc) -> Doc:
        """Annotate a Doc in place and return it."""
        if self._pipeline is None:
            self._pipeline = load(self.settings)
        found = self._pipeline(doc.text, date=doc._.publication_date)
        doc.user_data[KEY] = found.model_dump_json()
        names = [_span(doc, m.start, m.end, m.label, m.id, m.entity) for m in found.mentions]
        measures = [_span(doc, q.start, q.end, q.label, q.id) for q in found.quantities]
        dates = [_span(doc, t.start, t.end, t.label, t.id) for t in found.times]
        doc.spans[KEY] = sorted(s for s in (*names, *measures, *dates) if s is not None)
        doc.ents = filter_spans(s for s in names if s is not None)
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 64) -> Iterator[Doc]:
        """Annotate each Doc of a stream, in order."""
        return map(self, stream)


def _span(doc: Doc, start: int, end: int, label: str, ident: str, entity: str | None = None) -> Span | None:
    """Return the tokens that hold a span of characters, with the id of what it is and of the entity that is meant."""
    return doc.char_span(start, end, label=label, kb_id=entity or "", span_id=ident, alignment_mode="expand")


@Language.factory(
    KEY,
    assigns=["doc.ents", "doc.spans", "doc._.article", "doc._.facts", "doc._.quantities", "doc._.times", "doc._.roles"],
    default_config={"names": None, "facts": None, "lexicon": None, "kb": None},
)
def create(
    nlp: Language, name: str, names: str | None, facts: str | None, lexicon: str | None, kb: str | None
) -> ZhfactsComponent:
    """Return the component; the options are those of `zhfacts run`: what finds names, what decides on facts, own names,
    own entities.
    """
    register_attributes()
    files = {"lexicon": lexicon and Path(lexicon), "kb": kb and Path(kb)}
    chosen: dict[str, Any] = {"names": names, "facts": facts, **files}
    return ZhfactsComponent(Settings(**{key: value for key, value in chosen.items() if value is not None}))


register_attributes()
