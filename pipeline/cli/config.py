"""The file `zhfacts.toml`: values of options that nobody wants to type again, checked against the commands' options.

A key is the long name of an option without its hyphens, at the head of the file for every command that has it or in a
section [COMMAND] for that one. The command line wins over the file, a section over the head.
"""

from __future__ import annotations

import datetime as dt
import inspect
import json
import sys
import tomllib
from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, get_args, get_type_hints

import typer
from typer.core import TyperCommand, TyperOption
from typer.exceptions import TyperException

from ..errors import InputError, OptionError, unreadable
from .terminal import told

NAME = "zhfacts.toml"
"""The file that is read where it lies in the working directory and no other is named."""
_TYPED_ONLY = frozenset({"help", "config", "show-config", "list-measures"})
"""Options that a file cannot give: they say what to do instead of the command's work."""
_SHARED = {
    "config": Annotated[
        Path | None, typer.Option("--config", help=f"File of options; default: {NAME} here. --no-NAME undoes a flag.")
    ],
    "show_config": Annotated[bool, typer.Option("--show-config", help="Print all options, where each is from; stop.")],
}


def configurable(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a command's function with the options --config and --show-config, which `Command` follows by itself."""
    hints = get_type_hints(function, include_extras=True)
    own = [p.replace(annotation=hints[p.name]) for p in inspect.signature(function).parameters.values()]
    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    defaults = {"config": None, "show_config": False}
    added = [inspect.Parameter(n, kind, default=defaults[n], annotation=hint) for n, hint in _SHARED.items()]

    @wraps(function)
    def command(**options: Any) -> Any:
        return function(**{name: value for name, value in options.items() if name not in _SHARED})

    command.__signature__ = inspect.Signature([*own, *added])  # type: ignore[attr-defined]
    command.__annotations__ = {**hints, **_SHARED}
    return command


class Command(TyperCommand):
    """A command whose options may come from a file; --no-NAME undoes any flag of it."""

    def make_parser(self, ctx: Any) -> Any:
        """Return the parser of the command line, with an opposite to each flag that has none."""
        parser = super().make_parser(ctx)
        for name, option in options_of(self).items():
            if option.is_flag and not option.secondary_opts:
                parser.add_option(
                    obj=option, opts=[f"--no-{name}"], dest=option.name, action="store_const", const=False
                )
        return parser

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the command line over the values of the file; with --show-config print the outcome and stop."""
        if ctx.resilient_parsing:
            return super().parse_args(ctx, args)
        typed, _, _ = self.make_parser(ctx).parse_args(args=list(args))
        if typed.get("help"):
            return super().parse_args(ctx, args)
        file = _file(typed.get("config"))
        if file is not None:
            commands = {name: c for name, c in ctx.parent.command.commands.items() if isinstance(c, Command)}
            given = _given(file, str(self.name), commands)
            ctx.default_map = {
                option.name: _fitting(ctx, option, given[name], file)
                for name, option in options_of(self).items()
                if name in given
            }
            silent = typed.get("config") or typed.get("show_config") or typed.get("quiet", ctx.default_map.get("quiet"))
            if ctx.default_map and not silent:  # a file that nobody named must not change a run unseen
                print(f"options from {file}: {', '.join(ctx.default_map)}", file=sys.stderr)
        if typed.get("show_config"):
            print("\n".join(self._shown(ctx, typed, file)))
            raise typer.Exit
        return super().parse_args(ctx, args)

    def _shown(self, ctx: Any, typed: Mapping[str, Any], file: Path | None) -> Iterator[str]:
        """Yield the options with their values as lines of such a file, and where each is from."""
        yield f"# {file}" if file else f"# no {NAME} here"
        yield f"[{self.name}]"
        for name, option in options_of(self).items():
            value, source = option.consume_value(ctx, typed)
            origin = {"COMMANDLINE": "command line", "DEFAULT_MAP": str(file)}.get(source.name, "default")
            if option.value_is_missing(value):
                yield f"# {name} is not given" + ("; it is needed" if option.required else "")
            else:
                yield f"{name} = {_written(option.process_value(ctx, value))}  # {origin}"


def options_of(command: TyperCommand) -> dict[str, TyperOption]:
    """Return the options of a command that a file may give, by their long names without hyphens before them."""
    options = [p for p in command.params if isinstance(p, TyperOption) and not p.hidden]
    named = {long_name(option): option for option in options}
    return {name: option for name, option in named.items() if name not in _TYPED_ONLY}


def long_name(option: TyperOption) -> str:
    """Return the long name of an option without the hyphens before it."""
    return next(o for o in option.opts if o.startswith("--")).removeprefix("--")


def _file(named: str | None) -> Path | None:
    """Return the file to read: the named one, else the one in the working directory; None where neither is there."""
    if named is not None:
        return Path(named)
    return Path(NAME) if Path(NAME).is_file() else None


def _given(file: Path, command: str, commands: Mapping[str, Command]) -> dict[str, Any]:
    """Return what a file gives to a command, by long names; raises ZhfactsError for a key that no command knows."""
    content = _read(file)
    known = {name: set(options_of(c)) for name, c in commands.items()}
    any_of = set().union(*known.values())
    head: dict[str, Any] = {}
    for key, value in content.items():
        if isinstance(value, dict):
            _check(file, f"[{key}]", key, known, "section")
            for name in value:
                _check(file, f"[{key}] {name}", name, known[key], "key")
        else:
            _check(file, key, key, any_of, "key")
            head[key] = value
    section: dict[str, Any] = content.get(command, {})
    return head | section


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise unreadable(file, error) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{file}: {error}") from None


def _check(file: Path, place: str, given: str, known: Any, what: str) -> None:
    """Raise OptionError where a key or section is not among the known ones; the message names a likely one."""
    if given not in known:
        near = get_close_matches(given.replace("_", "-"), list(known), 1)
        raise OptionError(f"{file}: {place}: unknown {what}" + (f"; did you mean {near[0]}?" if near else ""))


def _fitting(ctx: Any, option: TyperOption, value: Any, file: Path) -> Any:
    """Return a value of a file as the command line would give it; OptionError where the option takes no such value."""
    place = f"{file}: {long_name(option)}"
    if option.is_flag != isinstance(value, bool):
        raise OptionError(f"{place}: {'true or false' if option.is_flag else 'a value'} is meant, not {value!r}")
    if option.is_flag:
        return value
    values = value if isinstance(value, list) else [value]
    if len(values) != 1 and not option.multiple:
        raise OptionError(f"{place}: one value is meant, not {len(values)}")
    if strange := [v for v in values if not isinstance(v, str | int | float | dt.date)]:
        raise OptionError(f"{place}: a text, number or date is meant, not {strange[0]!r}")
    typed = [_as_typed(option, v, file.parent) for v in values]
    try:
        option.process_value(ctx, typed if option.multiple else typed[0])
    except TyperException as error:
        raise OptionError(f"{place}: {told(error, named=False)}") from None
    return typed if option.multiple else typed[0]


def _as_typed(option: TyperOption, value: str | float | dt.date, folder: Path) -> str:
    """Return a value as the command line would have it; a relative path is counted from the file's folder."""
    written = value.isoformat() if isinstance(value, dt.date) else str(value)
    kinds = {option.type_descriptor.annotation, *get_args(option.type_descriptor.annotation)}
    return str(folder / written) if Path in kinds else written


def _written(value: Any) -> str:
    """Return a value as TOML."""
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_written, value))}]"
    if isinstance(value, bool | int | float):
        return json.dumps(value)
    return json.dumps(str(value), ensure_ascii=False)
