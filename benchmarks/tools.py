"""The extractors that are measured side by side, each behind one small function.

A tool takes the bytes of a page and gives a `Reading`. Tools that are not installed, or that
cannot read Korean offline, say why in one line. All of them run without network: connections
are refused while a benchmark runs.
"""

from __future__ import annotations

import importlib
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from benchmarks.scoring import Reading

Read = Callable[[bytes], Reading]


@dataclass(frozen=True)
class Tool:
    """A tool that can be asked, or the reason why not."""

    name: str
    read: Read | None
    why_not: str | None = None


def newsextract_tool(*, profiles: bool) -> Read:
    from newsextract.article import parse  # noqa: PLC0415

    switch: dict[str, Any] = {} if profiles else {"profiles": False}

    def read(data: bytes) -> Reading:
        article = parse(data, **switch)
        return Reading(
            body=article.text,
            headline=article.headline,
            published=article.published_at,
            modified=article.modified_at,
            byline=tuple(author.name for author in article.authors),
            email=tuple(author.email for author in article.authors if author.email),
            publisher=article.publisher,
            subheads=article.subheads,
            captions=article.captions,
        )

    return read


def _trafilatura() -> Read:
    trafilatura = importlib.import_module("trafilatura")

    def read(data: bytes) -> Reading:
        found = trafilatura.bare_extraction(data, with_metadata=True)
        if found is None:
            return Reading()
        return Reading(
            body=found.text or "",
            headline=found.title,
            published=found.date,
            byline=tuple((found.author or "").split("; ")),
            publisher=found.sitename,
        )

    return read


def _readability() -> Read:
    document = importlib.import_module("readability").Document
    fragment = importlib.import_module("lxml.html").fromstring

    def read(data: bytes) -> Reading:
        page = document(data)
        summary = page.summary(html_partial=True)
        body = fragment(summary).text_content() if summary.strip() else ""
        return Reading(body=body, headline=page.short_title())

    return read


def _resiliparse() -> Read:
    plain = importlib.import_module("resiliparse.extract.html2text").extract_plain_text
    detect = importlib.import_module("resiliparse.parse.encoding").detect_encoding
    tree_of = importlib.import_module("resiliparse.parse.html").HTMLTree.parse_from_bytes

    def read(data: bytes) -> Reading:
        tree = tree_of(data, detect(data, from_html_meta=True))
        body = plain(tree, main_content=True, alt_texts=False, links=False)
        return Reading(body=body, headline=tree.title)

    return read


def _goose3() -> Read:
    goose = importlib.import_module("goose3").Goose
    korean = importlib.import_module("goose3.text").StopWordsKorean
    goose_of_pages = goose({"stopwords_class": korean, "enable_image_fetching": False})

    def read(data: bytes) -> Reading:
        found = goose_of_pages.extract(raw_html=data)
        return Reading(
            body=found.cleaned_text,
            headline=found.title,
            published=found.publish_datetime_utc or found.publish_date,
            byline=tuple(found.authors),
        )

    return read


def _newspaper4k() -> Read:
    newspaper = importlib.import_module("newspaper")

    def read(data: bytes) -> Reading:
        page = newspaper.Article("http://localhost/", language="ko", fetch_images=False)
        page.download(input_html=data.decode("utf-8", "replace"))
        page.parse()
        return Reading(
            body=page.text,
            headline=page.title,
            published=page.publish_date,
            byline=tuple(page.authors),
        )

    return read


OTHERS: dict[str, Callable[[], Read]] = {
    "trafilatura": _trafilatura,
    "readability-lxml": _readability,
    "resiliparse": _resiliparse,
    "goose3": _goose3,
    "newspaper4k": _newspaper4k,
}


def others(sample: bytes) -> Iterator[Tool]:
    """Every other tool; one that fails on the sample page is reported with its reason."""
    for name, load in OTHERS.items():
        try:
            read = load()
        except ImportError as error:
            yield Tool(name, None, f"not installed ({_first_line(error)})")
            continue
        try:
            read(sample)
        except Exception as error:  # noqa: BLE001 - whatever a tool raises is its answer
            yield Tool(name, None, f"cannot run: {type(error).__name__}: {_first_line(error)}")
            continue
        yield Tool(name, read)


def _first_line(error: BaseException) -> str:
    lines = [line.strip(" *") for line in str(error).splitlines()]
    return next((line for line in lines if line), "no message")[:160]


@contextmanager
def no_network() -> Iterator[None]:
    """Refuse every connection for a while: extractors are measured, not fetchers."""

    def refuse(*_: object) -> None:
        raise OSError("the benchmark runs without network")

    kept = socket.socket.connect
    socket.socket.connect = refuse  # type: ignore[method-assign]
    try:
        yield
    finally:
        socket.socket.connect = kept  # type: ignore[method-assign]
