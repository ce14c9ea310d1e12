"""Prints docs/reference/limits.md: every public limit that stands in the sources, with its value.

`python scripts/docs_limits.py > docs/reference/limits.md`
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

SOURCES = Path(__file__).resolve().parents[1] / "src" / "newsextract"
LIMIT = re.compile(r"MAX_[A-Z_]+|(?!_)[A-Z_]*LIMIT|MEMORY_MB|TIMEOUT")
"""What a constant is called that sets a limit. One with a leading underscore is nobody's but its
module's."""

HEAD = """\
<!-- Written by scripts/docs_limits.py from the sources; do not edit. -->

# Limits, all of them

Every constant that sets a limit, by floor. What happens beyond the ones that a user meets, and what
is not done at all, stands in [Limits](../limits.md).
"""


class Limit(NamedTuple):
    """A constant with its value and what is said of it."""

    module: str
    name: str
    value: object
    told: str


def page() -> str:
    """The page as text of its file."""
    lines = [HEAD]
    floor = None
    for limit in _limits():
        here = limit.module.split(".")[1]
        if here != floor:
            gap, floor = "" if floor is None else "\n", here
            lines.append(f"{gap}## {floor}\n\n| constant | value | meaning |\n|---|---|---|")
        module = limit.module.removeprefix("newsextract.")
        lines.append(f"| `{module}.{limit.name}` | {_shown(limit.value)} | {limit.told} |")
    return "\n".join(lines) + "\n"


def _limits() -> Iterator[Limit]:
    for path in sorted(SOURCES.rglob("*.py")):
        name = ".".join(("newsextract", *path.relative_to(SOURCES).with_suffix("").parts))
        body = ast.parse(path.read_text("utf-8")).body
        for node, after in pairwise([*body, ast.Pass()]):
            constant = _constant(node)
            if constant is not None and LIMIT.fullmatch(constant):
                value = getattr(import_module(name), constant)
                yield Limit(name, constant, value, _told(after))


def _constant(node: ast.stmt) -> str | None:
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        return node.target.id
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        return node.targets[0].id
    return None


def _told(node: ast.stmt) -> str:
    """The string behind a constant, which is its docstring."""
    if (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    ):
        return " ".join(node.value.value.split()).replace("|", "\\|")
    return ""


def _shown(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return f"{int(value):,}"
    return f"{value:,}" if isinstance(value, int) else str(value)


if __name__ == "__main__":
    sys.stdout.write(page())
