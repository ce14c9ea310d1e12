"""JSON lines: one object a line, of which one field holds the article."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import BinaryIO, Final

from newsextract.batch.inputs.cutting import MAX_STRETCHES
from newsextract.batch.inputs.fields import Plan, item_of_row, plan_for
from newsextract.batch.inputs.names import failed, key_of
from newsextract.batch.inputs.opening import open_unpacked, packed, reading_errors
from newsextract.batch.inputs.remarks import EMPTY, Note, Skipped, Tally
from newsextract.batch.items import Item, Ref
from newsextract.errors import InputError, NewsExtractError, NotAnArticleError, TooLargeError

__all__ = ["MAX_LINE_BYTES", "cut_lines", "read_lines", "starts_in_lines"]

MAX_LINE_BYTES: Final = 64 * 1024 * 1024
"""Longest line of JSON: a page at its limit, its Hangul written as backslashes and digits."""

BLANK: Final = "blank line"
_BLOCK: Final = 1024 * 1024
_SHOWN_LINES: Final = 100
_SHOWN_BYTES: Final = 4 * _BLOCK


def cut_lines(
    path: str, size: int, column: str | None, stretch: int
) -> Iterator[Ref | Item | Note]:
    """References to stretches of whole lines of about `stretch` bytes; a packed file is one."""
    key = key_of(path)
    try:
        with reading_errors(path):
            plan = _plan(path, column)
            cuts = [] if packed(path) else _cuts(path, size, stretch)
    except NewsExtractError as error:
        yield failed(key, error)
        return
    if column is None:
        yield Note(key, f"the text is taken from the field {plan.text!r}")
    for start, stop in zip([0, *cuts], [*cuts, None], strict=True):
        yield Ref(path, "jsonl", start, stop, plan.text)


def read_lines(ref: Ref) -> Iterator[Item | Skipped | Note]:
    """Items of the lines that begin from `start` up to `stop`; each by its line number."""
    key = key_of(ref.path)
    tally = Tally(key)
    number = 0
    try:
        with reading_errors(ref.path):
            plan = _plan(ref.path, ref.column)
            with open_unpacked(ref.path) as file:
                number = before = _pass_over(file, ref.start)
                for number, line in _numbered(file, before, ref):
                    yield from _read_line(f"{key}#{number}", line, plan, tally)
    except NewsExtractError as error:
        yield failed(f"{key}#{number + 1}", error)
    if not number:
        tally.skip(EMPTY)
    yield from tally


def starts_in_lines(ref: Ref) -> list[int]:
    """The offset of each line of a reference; a packed file cannot be read from its middle."""
    if packed(ref.path):
        return [ref.start]
    starts = []
    begins = True
    with open_unpacked(ref.path) as file:
        at = file.seek(ref.start)
        while (ref.stop is None or at < ref.stop) and (block := file.readline(_BLOCK)):
            if begins:
                starts.append(at)
            at += len(block)
            begins = block.endswith(b"\n")
    return starts


def _cuts(path: str, size: int, stretch: int) -> list[int]:
    """Offsets of lines at which stretches begin, without 0."""
    least = max(stretch, size // MAX_STRETCHES, 1)
    cuts = []
    with open_unpacked(path) as file:
        at = least
        while at < size:
            file.seek(at - 1)
            while block := file.readline(_BLOCK):
                if block.endswith(b"\n"):
                    break
            at = file.tell()
            if at < size:
                cuts.append(at)
            at += least
    return cuts


def _pass_over(file: BinaryIO, start: int) -> int:
    """Go to the offset; the number of lines before it."""
    lines = 0
    while start:
        block = file.read(min(_BLOCK, start))
        if not block:
            break
        lines += block.count(b"\n")
        start -= len(block)
    return lines


def _numbered(file: BinaryIO, number: int, ref: Ref) -> Iterator[tuple[int, bytes | TooLargeError]]:
    """Lines with their numbers, from 1; one that is too long as an error."""
    at = ref.start
    while ref.stop is None or at < ref.stop:
        line = file.readline(MAX_LINE_BYTES + 1)
        if not line:
            return
        number += 1
        at += len(line)
        if len(line) <= MAX_LINE_BYTES:
            yield number, line
            continue
        size = len(line)
        while not line.endswith(b"\n") and (line := file.readline(_BLOCK)):
            size += len(line)
        at += size - MAX_LINE_BYTES - 1
        yield number, TooLargeError(size, MAX_LINE_BYTES)


def _read_line(key: str, line: bytes | TooLargeError, plan: Plan, tally: Tally) -> Iterator[Item]:
    try:
        if isinstance(line, TooLargeError):
            raise line
        if not line.strip():
            tally.skip(BLANK)
            return
        row = _object(line)
    except NewsExtractError as error:
        yield failed(key, error)
        return
    yield item_of_row(key, row, plan, tally)


def _object(line: bytes) -> dict[str, object]:
    """The object of a line.

    Raises:
        InputError: no JSON.
        NotAnArticleError: JSON, but no object.
    """
    try:
        text = line.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError:
        text = line.decode("cp949", "replace")
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"the line is no JSON: {error}") from error
    if not isinstance(value, dict):
        raise NotAnArticleError("no_object", f"the line is no JSON object: {text.strip()[:40]}")
    return value


def _plan(path: str, column: str | None) -> Plan:
    """Roles of the fields that the first lines show.

    Raises:
        NotAnArticleError: none of them holds text.
    """
    names: dict[str, None] = {}
    if column is not None:
        names[column] = None
    left = _SHOWN_BYTES
    with open_unpacked(path) as file:
        for _ in range(_SHOWN_LINES):
            line = file.readline(MAX_LINE_BYTES + 1)
            left -= len(line)
            try:
                row = _object(line)
            except NewsExtractError:
                row = {}
            names |= dict.fromkeys(name for name, value in row.items() if value is not None)
            if not line or left < 0:
                break
    return plan_for(list(names), column, key_of(path))
