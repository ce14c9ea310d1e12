"""Prints docs/reference/cli.md: each command with its arguments and options.

It reads the signatures that `--help` is made from, so the page cannot say what the program does not
do, and is the same under every version of typer. A test holds it against `--help` itself.
`python scripts/docs_cli.py > docs/reference/cli.md`
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from enum import Enum
from types import NoneType
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, get_args, get_origin, get_type_hints

from typer.models import ArgumentInfo, OptionInfo

from newsextract.cli.main import app

if TYPE_CHECKING:
    from typer import Typer

HEAD = """\
<!-- Written by scripts/docs_cli.py from the program itself; do not edit. -->

# Command line

Data goes to standard output as UTF-8, talk to standard error; `-` is standard input or output.
`python -m newsextract` is the same program.

| exit code | when |
|---|---|
| 0 | all done |
| 1 | some input failed; a line on standard error says which, and why |
| 2 | usage: an unknown option, a file that cannot be what it has to be |
| 130 | interrupted |
| 141 | the reader of a pipe went away |

`NO_COLOR` is kept. Each command prints what stands here with `--help`.
"""


class Parameter(NamedTuple):
    """One argument or option of a command."""

    name: str
    info: ArgumentInfo | OptionInfo
    type: Any
    default: Any


def page() -> str:
    """The page as text of its file."""
    sections = [section for name, call in commands() for section in _section(name, call)]
    return "\n".join([HEAD, *sections]).rstrip("\n") + "\n"


def commands(group: Typer = app, prefix: str = "newsextract") -> Iterator[tuple[str, Any]]:
    """Every command with its full name and the function behind it, as they were registered."""
    for command in group.registered_commands:
        if command.callback is not None and not command.hidden:
            name = command.name or command.callback.__name__.replace("_", "-")
            yield f"{prefix} {name}", command.callback
    for inner in group.registered_groups:
        if inner.typer_instance is not None:
            own = inner.name if isinstance(inner.name, str) else inner.typer_instance.info.name
            yield from commands(inner.typer_instance, f"{prefix} {own}")


def _parameters(call: Any) -> Iterator[Parameter]:  # noqa: ANN401
    hints = get_type_hints(call, include_extras=True)
    for name, parameter in inspect.signature(call).parameters.items():
        if get_origin(hints[name]) is not Annotated:
            continue
        kind, *notes = get_args(hints[name])
        for info in notes:
            if isinstance(info, ArgumentInfo | OptionInfo) and not info.hidden:
                yield Parameter(name, info, kind, parameter.default)


def _section(name: str, call: Any) -> Iterator[str]:  # noqa: ANN401
    parameters = list(_parameters(call))
    arguments = [p for p in parameters if isinstance(p.info, ArgumentInfo)]
    options = [p for p in parameters if isinstance(p.info, OptionInfo)]
    usage = " ".join([name, *(["[OPTIONS]"] if options else []), *map(_shown, arguments)])
    yield f"## {name}\n"
    yield f"{_text(call.__doc__)}\n"
    yield f"```text\n{usage}\n```\n"
    if arguments:
        yield "| argument | meaning |\n|---|---|"
        yield from (f"| `{_cell(_value(p))}` | {_meaning(p)} |" for p in arguments)
        yield ""
    yield "| option | meaning |\n|---|---|"
    yield from (f"| {_names(p)} | {_meaning(p)} |" for p in options)
    yield "| `-h`, `--help` | Show this message and exit. |\n"


def _required(parameter: Parameter) -> bool:
    return parameter.default is inspect.Parameter.empty


def _shown(argument: Parameter) -> str:
    return _value(argument) if _required(argument) else f"[{_value(argument)}]"


def _value(parameter: Parameter) -> str:
    """What stands for the value: its metavar, its choices, or its type."""
    if parameter.info.metavar:
        return parameter.info.metavar
    (kind, *_) = [t for t in get_args(parameter.type) if t is not NoneType] or [parameter.type]
    if isinstance(kind, type) and issubclass(kind, Enum):
        return "|".join(str(choice.value) for choice in kind)
    if isinstance(parameter.info, ArgumentInfo):
        return parameter.name.upper()
    return str(getattr(kind, "__name__", kind)).upper()


def _flags(option: Parameter) -> list[str]:
    """The names as given, `--on/--off` taken apart, the short ones first."""
    # In `Annotated[T, Option("--output", "-o")]` the first name stands where a default once did.
    given = (option.info.default, *(option.info.param_decls or ()))
    if not any(isinstance(name, str) for name in given):
        given = (f"--{option.name.replace('_', '-')}",)
    names = [part for name in map(str, given) for part in name.split("/")]
    flags = [name for name in names if name.startswith("-")]
    return sorted(flags, key=lambda name: name.startswith("--"))


def _names(option: Parameter) -> str:
    value = "" if option.type is bool else f" {_value(option)}"
    *short, last = _flags(option)
    return ", ".join(f"`{_cell(name)}`" for name in [*short, last + value])


def _meaning(parameter: Parameter) -> str:
    return _cell(f"{_text(parameter.info.help)} {_default(parameter)}".strip())


def _default(parameter: Parameter) -> str:
    if _required(parameter):
        return "Required."
    shown = parameter.info.show_default
    if isinstance(shown, str):
        return f"Default: {shown}."
    value = parameter.default.value if isinstance(parameter.default, Enum) else parameter.default
    if shown is False or value in (None, False, ""):
        return ""
    return f"Default: `{_flags(parameter)[0] if value is True else value}`."


def _text(value: str | None) -> str:
    return " ".join(inspect.cleandoc(value or "").split())


def _cell(value: str) -> str:
    # A bar would end the cell of a table.
    return value.replace("|", "\\|")


if __name__ == "__main__":
    sys.stdout.write(page())
