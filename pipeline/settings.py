"""What a user can choose for a run, and how it is written down."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from . import read, relate
from .errors import PATH, OptionError, expect


def as_date(value: dt.date | str | None) -> dt.date | None:
    """Return a date given as such or as YYYY-MM-DD; raises OptionError for another form."""
    if value is None or isinstance(value, dt.date):
        return value.date() if isinstance(value, dt.datetime) else value
    expect((dt.date, str), date=value)
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        raise OptionError(f"date: {value!r} is no date: YYYY-MM-DD is meant") from None


@dataclass(frozen=True)
class Settings:
    """What a user can choose for a run; picklable, equal settings give equal results.

    names: the recogniser of names, one of `recognise.recognisers`: "zhfacts" (rules and both shipped taggers),
    "fast" (rules and the small one), "lexicon" (rules alone), "zhfacts:FOLDER", "fast:FOLDER",
    "spacy:...", "hanlp:...", or another package's. facts: what decides on facts, one of `relate.named`: "default",
    "fast" or another package's.
    lexicon: a file with the user's own names. kb: a file with the user's own knowledge base (CSV or JSONL).
    text_column: where tables of texts hold the text ("text": also under its other usual names); title_column,
    date_column, id_column: the same for these.
    date: the publication date of the articles that state none, neither in their text nor in the name of their file.
    model: a folder that `zhfacts train` made, whose names (where `names` is "zhfacts" or "fast") and rankers of
    facts take the place of the shipped ones.
    ask: a server of the user's own that is asked about unsure facts; by default none is.
    """

    names: str = "zhfacts"
    facts: str = "default"
    lexicon: Path | None = None
    kb: Path | None = None
    text_column: str = "text"
    date: dt.date | None = None
    title_column: str | None = None
    date_column: str | None = None
    id_column: str | None = None
    ask: relate.Ask | None = None
    model: Path | None = None

    def __post_init__(self) -> None:
        """Take paths and dates that are written as text; ArgumentError where a setting is of another type."""
        expect((str,), names=self.names, facts=self.facts, text_column=self.text_column)
        columns = ("title_column", "date_column", "id_column")
        expect((str,), optional=True, **{name: getattr(self, name) for name in columns})
        expect((relate.Ask,), optional=True, ask=self.ask)
        for name in ("lexicon", "kb", "model"):
            path = getattr(self, name)
            expect(PATH, optional=True, **{name: path})
            object.__setattr__(self, name, None if path is None else Path(path))
        object.__setattr__(self, "date", as_date(self.date))

    @property
    def columns(self) -> read.Columns:
        """The columns of tables of texts that the user names."""
        text = None if self.text_column == "text" else self.text_column
        return read.Columns(text, self.title_column, self.date_column, self.id_column)

    def described(self) -> dict[str, str | None]:
        """Return the settings for run.json: files by name, so that equal runs in two places are equal."""
        kind, colon, model = self.names.partition(":")
        return {
            "names": kind + colon + Path(model).name,
            "facts": self.facts,
            "lexicon": self.lexicon.name if self.lexicon else None,
            "kb": self.kb.name if self.kb else None,
            "text_column": self.text_column,
            "date": self.date.isoformat() if self.date else None,
            "title_column": self.title_column,
            "date_column": self.date_column,
            "id_column": self.id_column,
            **({"model": self.model.name} if self.model else {}),
            **(self.ask.described() if self.ask else {}),
        }

    def fingerprint(self) -> str:
        """Return, as one line, what results depend on: the settings, the version, a digest of the user's files."""
        folders = [Path(self.names.partition(":")[2]), *([self.model] if self.model else [])]
        given = self.lexicon, self.kb, *(file for f in folders if f.name for file in sorted(f.glob("*")))
        files = [f for f in given if f and f.is_file()]
        digest = hashlib.blake2b(digest_size=16)
        for file in files:
            digest.update(file.read_bytes())
        return json.dumps({"zhfacts": version("zhfacts"), **self.described(), "files": digest.hexdigest()})
