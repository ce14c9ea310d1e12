"""The loop behind `extract` and `parse`: inputs in, results out, failures counted."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TypeVar

from newsextract.article.limits import MAX_FILE_BYTES
from newsextract.cli.options import OutputFormat
from newsextract.cli.sink import Sink
from newsextract.cli.talk import Talk
from newsextract.cli.views import View
from newsextract.errors import NewsExtractError, UsageError
from newsextract.models import Page

__all__ = ["Input", "check", "count", "load", "pages", "run"]

Result = TypeVar("Result")
Input = Path | bytes | Page


def check(inputs: Sequence[str], url: str | None, chosen: OutputFormat) -> None:
    """Refuse what makes no sense before any work is done.

    Raises:
        UsageError: one --url for several inputs, several inputs in one JSON document,
            standard input twice, an unknown scheme, a --url for the pages of a WARC, which
            have their own.
    """
    if url is not None and not url.isprintable():
        raise UsageError(f"not a URL: {url!r}")
    if count(inputs) > 1:
        if url is not None:
            raise UsageError("--url needs a single input")
        if chosen is OutputFormat.JSON:
            raise UsageError("json is one document: use --format jsonl for several inputs")
    if inputs.count("-") > 1:
        raise UsageError("standard input can be read only once")
    for name in inputs:
        scheme, found, _ = name.partition("://")
        if found and scheme.lower() not in {"http", "https"} and not Path(name).exists():
            raise UsageError(f"not a path, and only http and https URLs can be fetched: {name}")


def count(inputs: Sequence[str]) -> int:
    """How many results to expect: a WARC alone counts as several, whatever it holds."""
    return len(inputs) if len(inputs) != 1 else 1 + _is_warc(inputs[0])


def _is_warc(name: str) -> bool:
    if name == "-" or _is_url(name) or not Path(name).is_file():
        return False
    from newsextract.archives.reading import is_warc

    try:
        return is_warc(Path(name))
    except OSError:
        return False  # told when it is read


def _is_url(name: str) -> bool:
    return name.lower().startswith(("http://", "https://"))


def load(name: str) -> Input:
    """What stands behind an argument: a file, standard input or a page on the web.

    Raises:
        FetchError: a URL could not be fetched.
    """
    if name == "-":
        # One byte over the limit is enough for the reader to refuse it.
        return sys.stdin.buffer.read(MAX_FILE_BYTES + 1)
    if _is_url(name):
        from newsextract.fetching import fetch

        return fetch(name)
    from newsextract.api import read

    return read(Path(name))


def pages(name: str) -> Iterator[tuple[str, Callable[[], Input]]]:
    """The inputs an argument stands for: itself, or each page of a WARC.

    Yields:
        A label that shows the file and, of a WARC, the page's URL; and what gives the input
        or raises why it cannot be had.
    """
    if not _is_warc(name):
        yield name, partial(load, name)
        return
    from newsextract.archives.reading import read_warc

    try:
        for found in read_warc(Path(name)):
            result = found if isinstance(found, Page) else found.error
            label = f"{name} {found.url}" if found.url else name
            yield label, partial(_given, result)
    except NewsExtractError as error:
        yield name, partial(_given, error)


def _given(found: Page | NewsExtractError) -> Page:
    if isinstance(found, NewsExtractError):
        raise found
    return found


def run(
    inputs: Sequence[str],
    work: Callable[[str, Input], Result],
    view: View[Result],
    sink: Sink,
    talk: Talk,
) -> int:
    """Work on each input and write what comes out.

    Returns:
        The number of inputs that failed, each page of a WARC counted; each has been named
        on stderr.
    """
    failed = 0
    before = view.header
    for name, get in (page for argument in inputs for page in pages(argument)):
        label = "standard input" if name == "-" else name
        began = perf_counter()
        try:
            text = view.one(name, work(label, get()))
        except NewsExtractError as error:
            talk.failure(label, error)
            failed += 1
        except Exception as error:  # noqa: BLE001 - a bug in one input must not hide the others
            talk.bug(label, error)
            failed += 1
        else:
            sink.write(before + text)
            before = view.between
            talk.detail(label, f"{(perf_counter() - began) * 1000:.0f} ms")
    return failed
