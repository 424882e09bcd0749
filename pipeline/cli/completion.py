"""Scripts by which a shell completes commands, options and their values, made from the table of commands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import entry_points

from typer.core import TyperCommand, TyperGroup, TyperOption

from ..errors import unknown_choice

_REGISTERED = {"to": "zhfacts.exporters", "from": "zhfacts.importers"}
"""Options whose values are the names that packages register in a group."""


@dataclass(frozen=True)
class _Option:
    """An option: how it is written, what it is for, whether a value follows, which ones there are."""

    written: tuple[str, ...]
    help: str
    takes: bool
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class _CommandOptions:
    name: str
    help: str
    options: tuple[_Option, ...]


def script(group: TyperGroup, shell: str) -> str:
    """Return the script that a shell (bash, zsh or fish) evaluates; OptionError for another shell."""
    if shell not in SHELLS:
        raise unknown_choice("--completion", shell, SHELLS)
    commands = [_described(c) for c in group.commands.values() if isinstance(c, TyperCommand)]
    own = [_option(p, "") for p in group.params if isinstance(p, TyperOption)]
    return SHELLS[shell](commands, own)


def _described(command: TyperCommand) -> _CommandOptions:
    options = [_option(p, str(command.name)) for p in command.params if isinstance(p, TyperOption) and not p.hidden]
    about = (command.help or "").partition("\n")[0]
    return _CommandOptions(str(command.name), about, (*options, _Option(("--help",), "Show the help.", False)))


def _option(option: TyperOption, command: str) -> _Option:
    written = (*option.opts, *option.secondary_opts)
    about = (option.help or "").replace("\\[", "[").partition("\n")[0]
    choices = tuple(map(str, option.type_descriptor.choices or ())) if option.type_descriptor.is_choice else ()
    group = _REGISTERED.get(written[0].removeprefix("--")) if command in ("export", "import") else None
    if group:
        choices = tuple(sorted({point.name for point in entry_points(group=group)}))
    return _Option(written, about, not option.is_flag, choices)


def _quoted(text: str) -> str:
    """Return a text in single quotes for a shell."""
    return "'" + text.replace("'", "'\\''") + "'"


def _bash(commands: list[_CommandOptions], own: list[_Option]) -> str:
    """Words of commands and options by `compgen -W`, files everywhere else (`-o default`)."""
    return "\n".join(_bash_lines(commands, own))


def _bash_lines(commands: list[_CommandOptions], own: list[_Option]) -> Iterator[str]:
    yield "_zhfacts() {"
    yield '  local current="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}" words='
    yield "  COMPREPLY=()"
    yield '  case "${COMP_WORDS[1]}:$before" in'
    for command in commands:
        for option in command.options:
            if option.takes:
                patterns = "|".join(f"{command.name}:{w}" for w in option.written)
                yield f'    {patterns}) words={_quoted(" ".join(option.choices))}; [ -n "$words" ] || return ;;'
    yield "    *)"
    yield '      if [ "$COMP_CWORD" -eq 1 ]; then'
    first = [c.name for c in commands] + [w for o in own for w in o.written]
    yield f"        words={_quoted(' '.join(first))}"
    yield '      elif [ "${current:0:1}" = - ]; then'
    yield '        case "${COMP_WORDS[1]}" in'
    for command in commands:
        yield f"          {command.name}) words={_quoted(' '.join(w for o in command.options for w in o.written))} ;;"
    yield "        esac"
    yield "      fi ;;"
    yield "  esac"
    yield '  [ -z "$words" ] || mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")'
    yield "}"
    yield "complete -o default -F _zhfacts zhfacts"


def _zsh(commands: list[_CommandOptions], own: list[_Option]) -> str:
    """Specifications of `_arguments`, one a written option; files where no values are known."""
    return "\n".join(_zsh_lines(commands, own))


def _zsh_lines(commands: list[_CommandOptions], own: list[_Option]) -> Iterator[str]:
    yield "#compdef zhfacts"
    yield "_zhfacts() {"
    yield "  local -a commands"
    pairs = (_quoted(f"{c.name}:{_no_colon(c.help)}") for c in commands)
    yield f"  commands=({' '.join(pairs)})"
    yield "  if (( CURRENT == 2 )); then"
    yield "    _describe command commands"
    yield f"    _arguments {' '.join(s for o in own for s in _zsh_specs(o))}"
    yield "    return"
    yield "  fi"
    yield "  local command=$words[2]"
    yield "  shift words; (( CURRENT-- ))"
    yield "  case $command in"
    for command in commands:
        specs = " ".join(s for o in command.options for s in _zsh_specs(o))
        yield f"    {command.name}) _arguments {specs} '*:file:_files' ;;"
    yield "  esac"
    yield "}"
    yield 'if [ "$funcstack[1]" = _zhfacts ]; then _zhfacts "$@"; else compdef _zhfacts zhfacts; fi'


def _no_colon(text: str) -> str:
    return text.replace("\\", "\\\\").replace(":", "\\:")


def _zsh_specs(option: _Option) -> Iterator[str]:
    about = _no_colon(option.help).replace("[", "\\[").replace("]", "\\]")
    value = f":value:({' '.join(option.choices)})" if option.choices else ":value:_files"
    for written in option.written:
        yield _quoted(f"*{written}[{about}]{value if option.takes else ''}")


def _fish(commands: list[_CommandOptions], own: list[_Option]) -> str:
    """A `complete` line for each command and option."""
    return "\n".join(_fish_lines(commands, own))


def _fish_lines(commands: list[_CommandOptions], own: list[_Option]) -> Iterator[str]:
    yield "complete -c zhfacts -e"
    for command in commands:
        yield f"complete -c zhfacts -n __fish_use_subcommand -f -a {command.name} -d {_fish_quoted(command.help)}"
    for option in own:
        yield f"complete -c zhfacts -n __fish_use_subcommand -f {_fish_option(option)}"
    for command in commands:
        for option in command.options:
            yield f"complete -c zhfacts -n '__fish_seen_subcommand_from {command.name}' {_fish_option(option)}"


def _fish_option(option: _Option) -> str:
    words = [f"-l {w[2:]}" if w.startswith("--") else f"-s {w[1:]}" for w in option.written]
    if option.takes:
        words.append("-r")
    if option.choices:
        words.append(f"-f -a {_fish_quoted(' '.join(option.choices))}")
    return " ".join([*words, f"-d {_fish_quoted(option.help)}"])


def _fish_quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


SHELLS: dict[str, Callable[[list[_CommandOptions], list[_Option]], str]] = {"bash": _bash, "zsh": _zsh, "fish": _fish}
"""What makes the script of a shell."""
