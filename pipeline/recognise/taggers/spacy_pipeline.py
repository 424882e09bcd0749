"""Names by a spaCy pipeline that the user chose: a package or a folder with a component that sets `doc.ents`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...errors import OptionError, ZhfactsError
from .library import Found, LibraryNames, meanings


def recogniser(name: str) -> LibraryNames:
    """Return the proposer around the spaCy pipeline with this package name or path.

    Raises ZhfactsError where no name is given, where there is no such pipeline, where it needs a package that is not
    installed, and where none of its components finds entities.
    """
    import spacy

    if not name:
        raise OptionError("names: spacy wants a pipeline: spacy:PACKAGE_OR_PATH")

    try:
        nlp = spacy.load(name)
    except Exception as error:  # whatever a package's own code raises
        reason = str(error).partition("\n")[0]
        raise ZhfactsError(f"names: spaCy cannot load {name!r}: {reason or type(error).__name__}") from None
    finders = [part for part in nlp.pipe_names if "doc.ents" in nlp.get_pipe_meta(part).assigns]
    if not finders:
        raise ZhfactsError(f"names: spaCy pipeline {name!r} finds no names; it has {nlp.pipe_names or 'no components'}")

    def spans(texts: Sequence[str]) -> Iterator[Found]:
        for doc in nlp.pipe(texts):
            yield [(ent.start_char, ent.end_char, ent.label_) for ent in doc.ents]

    labels = {label for part in finders for label in nlp.pipe_labels.get(part, ())}
    return LibraryNames(meanings(labels, f"names: spaCy pipeline {name!r}"), spans)
