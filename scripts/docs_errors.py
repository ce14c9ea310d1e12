"""Prints docs/reference/errors.md: the error tree, and every kind of failure the sources name.

The sources are read, not imported: a kind that only an optional library brings is found too.
`python scripts/docs_errors.py > docs/reference/errors.md`
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

SOURCES = Path(__file__).resolve().parents[1] / "src" / "newsextract"
ROOT_CLASS = "NewsExtractError"

HEAD = """\
<!-- Written by scripts/docs_errors.py from the sources; do not edit. -->

# Errors and kinds of failure

Everything raised on purpose is a `newsextract.NewsExtractError`; anything else that escapes is a
bug. Each error has a `kind`, a stable word for reports: it stands in the `failure` of an outcome,
in the table `outcomes` of a batch, and in `outcomes.jsonl` of a fetch.

```python
>>> import newsextract
>>> try:
...     newsextract.extract("")
... except newsextract.NewsExtractError as error:
...     print(error.kind)
empty_input

```

On the command line a failed input is a line on standard error and exit code 1, a `usage` error exit
code 2.

## The tree
"""

BETWEEN = """\

## Without a class

Kinds of inputs that failed without an error of their own, as where a process had to be ended.

| kind | where | why |
|---|---|---|"""

WHY = {
    "crashed": "the process that read it died, in a batch more than once",
    "internal": "a bug of this program, with its message; please report it",
    "memory_limit": "it took more memory than `--memory` allows",
    "same_key": "two inputs of a batch have the same name",
    "time_limit": "it took longer than `--time-limit`",
}


class Raised(NamedTuple):
    """An error class as its source has it."""

    name: str
    parent: str
    kind: str | None
    module: str
    told: str


def page() -> str:
    """The page as text of its file."""
    found = {raised.name: raised for raised in _classes() if raised.name != ROOT_CLASS}
    children: dict[str, list[Raised]] = {}
    for raised in found.values():
        children.setdefault(raised.parent, []).append(raised)
    rows = list(_rows(ROOT_CLASS, children, "", "error"))
    table = ["| error | kind | when |", "|---|---|---|", *rows]
    own = {raised.kind for raised in found.values()}
    loose = [
        f"| `{kind}` | {where} | {_why(kind)} |"
        for kind, where in sorted(_kinds().items())
        if kind not in own
    ]
    return "\n".join([HEAD, *table, BETWEEN, *loose]) + "\n"


def _rows(parent: str, children: dict[str, list[Raised]], indent: str, kind: str) -> Iterator[str]:
    for raised in children.get(parent, []):
        own = raised.kind or kind
        yield f"| {indent}`{raised.name}` | `{own}` | {raised.told} |"
        yield from _rows(raised.name, children, indent + "&nbsp;" * 4, own)


def _why(kind: str) -> str:
    if kind not in WHY:
        raise LookupError(f"scripts/docs_errors.py: say in WHY when inputs fail as {kind!r}")
    return WHY[kind]


@cache
def _modules() -> list[tuple[str, ast.Module]]:
    """The modules that have to do with errors, by name."""
    found = []
    for path in sorted(SOURCES.rglob("*.py")):
        text = path.read_text("utf-8")
        if "Error)" in text or "Failure(" in text:
            name = ".".join(("newsextract", *path.relative_to(SOURCES).with_suffix("").parts))
            found.append((name.removesuffix(".__init__"), ast.parse(text)))
    return found


def _classes() -> Iterator[Raised]:
    """The classes under the root, those of `errors.py` first, in the order they stand."""
    known = {ROOT_CLASS}
    modules = sorted(_modules(), key=lambda module: module[0] != "newsextract.errors")
    for name, tree in modules:
        for node in tree.body:
            if not isinstance(node, ast.ClassDef) or not node.bases:
                continue
            parent = ast.unparse(node.bases[0]).rpartition(".")[2]
            if parent in known and not node.name.startswith("_"):
                known.add(node.name)
                told = (ast.get_docstring(node) or "").partition("\n\n")[0].replace("\n", " ")
                yield Raised(node.name, parent, _kind(node), name, told)


def _kind(node: ast.ClassDef) -> str | None:
    for part in node.body:
        if isinstance(part, ast.Assign):
            targets = [ast.unparse(target) for target in part.targets]
        elif isinstance(part, ast.AnnAssign):
            targets = [ast.unparse(part.target)]
        else:
            continue
        if targets == ["kind"] and isinstance(part.value, ast.Constant):
            return str(part.value.value)
    return None


def _kinds() -> dict[str, str]:
    """Kinds given by word, `Failure(kind="crashed", ...)`, and the commands they come from."""
    found: dict[str, set[str]] = {}
    for name, tree in _modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", None) == "Failure":
                for keyword in node.keywords:
                    if keyword.arg == "kind" and isinstance(keyword.value, ast.Constant):
                        where = "`batch`" if ".batch." in name else "`extract_many`"
                        found.setdefault(str(keyword.value.value), set()).add(where)
    # The watch over a batch's workers says this one of a process that is gone.
    found.setdefault("crashed", set()).add("`batch`")
    return {kind: ", ".join(sorted(where)) for kind, where in found.items()}


if __name__ == "__main__":
    sys.stdout.write(page())
