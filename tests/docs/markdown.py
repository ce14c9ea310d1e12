"""The code blocks of a Markdown file, as the documentation's tests see them.

A comment before a block says what cannot be done in a test: `<!-- network -->`,
`<!-- cluster -->`, `<!-- install -->`, `<!-- server -->` (it does not end by itself),
`<!-- clone -->` (it changes files of the repository, or takes long); or which exit code its
commands have: `<!-- exit 1 -->`. A block with a title is a file of that name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

_FENCE = re.compile(r"^(?P<indent> *)```(?P<language>[\w-]*)(?P<more>[^`\n]*)$")
_MARK = re.compile(
    r"^ *<!-- (?P<word>network|cluster|install|server|clone|exit (?P<code>\d+)) -->$"
)
_TITLE = re.compile(r'title="([^"]+)"')


class Block(NamedTuple):
    """One fenced block."""

    line: int
    language: str
    title: str | None
    mark: str | None
    exit_code: int
    text: str


class Command(NamedTuple):
    """A command of a console block, and what the page shows behind it."""

    line: int
    text: str
    shown: tuple[str, ...]


def blocks(path: Path) -> list[Block]:
    """The fenced blocks of a file, in order."""
    return list(_blocks(path.read_text("utf-8").splitlines()))


def _blocks(lines: list[str]) -> Iterator[Block]:
    number = 0
    while number < len(lines):
        opening = _FENCE.match(lines[number])
        if opening is None:
            number += 1
            continue
        indent, start = opening["indent"], number
        body = []
        number += 1
        while lines[number].strip() != "```":
            body.append(lines[number].removeprefix(indent))
            number += 1
        mark, code = _marked(lines, start)
        title = _TITLE.search(opening["more"])
        yield Block(
            start + 1,
            opening["language"],
            title[1] if title else None,
            mark,
            code,
            "".join(f"{line}\n" for line in body),
        )
        number += 1


def _marked(lines: list[str], start: int) -> tuple[str | None, int]:
    """The mark in front of a block, a blank line between allowed."""
    before = [line for line in lines[max(0, start - 2) : start] if line.strip()]
    match = _MARK.match(before[-1]) if before else None
    if match is None:
        return None, 0
    return (None, int(match["code"])) if match["code"] else (match["word"], 0)


def commands(block: Block) -> list[Command]:
    """The commands of a console block: lines that begin with `$ `, each with its output."""
    found: list[Command] = []
    for offset, line in enumerate(block.text.splitlines(), start=1):
        if line.startswith("$ "):
            found.append(Command(block.line + offset, line[2:], ()))
        elif found:
            last = found[-1]
            found[-1] = last._replace(shown=(*last.shown, line))
        elif line.strip():
            raise AssertionError(f"line {block.line + offset}: output before any command")
    return found
