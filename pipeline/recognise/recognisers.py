"""The recognisers of names, by name: ours and those that other packages register as entry points."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

from ..errors import unknown_choice
from ..model import NameLabel
from .names import Lexicon, Namer, Proposer

GROUP = "zhfacts.recognisers"
"""The entry points of other packages: a name, and a function that takes what a user writes behind the colon ("" where
he writes none) and returns a `Proposer`."""

RECOGNISERS = {
    "zhfacts": "zhfacts.recognise.taggers.encoder:recogniser",
    "fast": "zhfacts.recognise.taggers.shipped:recogniser",
    "lexicon": "zhfacts.recognise.names.namer:rules_alone",
    "spacy": "zhfacts.recognise.taggers.spacy_pipeline:recogniser",
    "hanlp": "zhfacts.recognise.taggers.hanlp_model:recogniser",
}
"""Our own, in the same shape; the library of one is imported when it is asked for, and no other."""


def known() -> list[str]:
    """Return the names of all recognisers that can be chosen, ours first."""
    return [*RECOGNISERS, *sorted({point.name for point in entry_points(group=GROUP)} - RECOGNISERS.keys())]


def load(
    choice: str = "zhfacts", lexicon: Path | None = None, entities: Mapping[str, NameLabel] | None = None
) -> Namer:
    """Return the recogniser that a user chooses, with a file of the user's own names (`lexicon`) and known `entities`.

    `choice` is the name of a recogniser, perhaps with a colon and what it is to load: "zhfacts" (both shipped taggers
    and the rules around them), "fast" (the small shipped tagger and the rules), "zhfacts:FOLDER" and "fast:FOLDER" (a
    tagger that `zhfacts train` made in the small one's place), "lexicon" (rules and tables alone),
    "spacy:PACKAGE_OR_PATH", "hanlp:PATH_OR_NAME". Raises
    ZhfactsError for another choice, a model that cannot be loaded or finds no names, a package that is not installed,
    an unreadable file.
    """
    own = Lexicon.read(lexicon) if lexicon else None
    if entities:
        own = Lexicon(own.names if own else {}, entities)
    name, _, which = choice.partition(":")
    made: Callable[[str], Proposer | None] = _made(name, choice)
    return Namer(own, made(which))


def _made(name: str, choice: str) -> Any:
    """Return the function that makes the recogniser with a name; raises OptionError where there is none."""
    if name in RECOGNISERS:
        module, _, function = RECOGNISERS[name].partition(":")
        return getattr(import_module(module), function)
    others = {point.name: point for point in entry_points(group=GROUP)}
    if name not in others:
        raise unknown_choice("names", choice, known())
    return others[name].load()
