"""The errors that zhfacts raises on purpose: one root and its few kinds, each a clear line for a user."""

from __future__ import annotations

import os
from pathlib import Path


class ZhfactsError(Exception):
    """The root of all errors that zhfacts raises on purpose; its message is one clear line for a user."""


class OptionError(ZhfactsError):
    """A choice of the user's that cannot be followed: an unknown name, a value out of range, options that exclude each
    other."""


class ArgumentError(OptionError, TypeError):
    """An argument of the wrong type; the message names the argument, what is expected and what was given."""


class InputError(ZhfactsError):
    """An input that is missing or cannot be read as what it is given for."""


class OutputError(ZhfactsError):
    """A place that cannot be written, or that holds something of the user's."""


class Interrupted(KeyboardInterrupt):
    """The user has broken a run off; the message says what is kept and how to go on."""


class MissingExtra(ZhfactsError):  # noqa: N818
    """A package that this needs is not installed; the message names the extra that brings it."""

    def __init__(self, wanted_for: str, extra: str, package: str = "") -> None:
        missing = f"{package} is not installed" if package else "a package is not installed"
        super().__init__(f"{wanted_for}: {missing}; pip install 'zhfacts[{extra}]'")


PATH = str, os.PathLike
"""The types of a path."""
_WORDS: dict[tuple[type, ...], str] = {PATH: "a path", (str,): "a text", (bool,): "True or False"}


def expect(types: tuple[type, ...], *, optional: bool = False, **given: object) -> None:
    """Raise ArgumentError where one of the given arguments is of none of the types (nor None, if `optional`)."""
    for name, value in given.items():
        fits = isinstance(value, types) and (bool in types or not isinstance(value, bool))
        if not fits and not (optional and value is None):
            wanted = _WORDS.get(types) or " or ".join(t.__name__ for t in types)
            raise ArgumentError(f"{name}: expected {wanted}, got {type(value).__name__}")


def unknown_choice(what: str, given: str, known: object) -> OptionError:
    """Return the error of a choice that is not among the known ones: `names: 'x' is unknown; known are a, b`."""
    return OptionError(f"{what}: {given!r} is unknown; known are {', '.join(map(str, known))}")  # type: ignore[call-overload]


def unreadable(path: Path | str, error: OSError) -> InputError:
    """Return the error of a file that the system does not let us read."""
    return InputError(f"{path}: {error.strerror or error}")
