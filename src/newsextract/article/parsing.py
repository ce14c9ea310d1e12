"""One door for everything that may hold an article: bytes, text, a file or a page."""

from __future__ import annotations

import hashlib
from pathlib import Path

from newsextract.article.decode import Decoded, clean_text, decode
from newsextract.article.dump import read_dump
from newsextract.article.limits import (
    MAX_FILE_BYTES,
    MAX_MARKUP_CODE_POINTS,
    MAX_TEXT_CODE_POINTS,
)
from newsextract.article.reading import read
from newsextract.article.sniff import looks_like_markup
from newsextract.errors import EmptyInputError, TooLargeError
from newsextract.models import Article, Page

__all__ = ["parse"]


def parse(source: bytes | str | Path | Page, url: str | None = None) -> Article:
    """Find the article in a press page, a page's text copy, or bare article text.

    Args:
        source: bytes or a `Page` as saved or sent; a `Path` to such a file; or a `str`,
            which is always content (HTML markup, a Ctrl+A copy, one sentence), never a
            file name or URL.
        url: where the page stood; for a `Page` its own URL is used when this is None.

    Returns:
        The article, with a ledger entry for every piece of the page.

    Raises:
        InputError: empty, binary, unreadable, or over a limit of `article.limits`.
        NotAnArticleError: readable, but no article.

    >>> parse("강릉시는 내년 예산 1조 2,000억원을 편성했다.").text
    '강릉시는 내년 예산 1조 2,000억원을 편성했다.'
    """
    if isinstance(source, str):
        return _parse_text(source, url)
    if isinstance(source, Path):
        source = read(source)
    page = Page(content=source) if isinstance(source, bytes) else source
    if len(page.content) > MAX_FILE_BYTES:
        raise TooLargeError(len(page.content), MAX_FILE_BYTES)
    content_type = next((v for k, v in page.headers.items() if k.lower() == "content-type"), None)
    decoded = decode(page.content, content_type)
    digest = hashlib.sha256(page.content).hexdigest()
    return _dispatch(decoded, digest, url or page.url)


def _parse_text(text: str, url: str | None) -> Article:
    if len(text) > MAX_MARKUP_CODE_POINTS:
        raise TooLargeError(len(text), MAX_MARKUP_CODE_POINTS, "code points")
    if not text.strip():
        raise EmptyInputError("the input is empty")
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    clean, replaced = clean_text(text)
    return _dispatch(Decoded(clean, None, None, replaced), digest, url)


def _dispatch(decoded: Decoded, digest: str, url: str | None) -> Article:
    if looks_like_markup(decoded.text):
        # The HTML parsers are a heavy import; plain text never pays for them.
        from newsextract.article.html import read_html  # noqa: PLC0415

        return read_html(decoded, content_hash=digest, url=url)
    if len(decoded.text) > MAX_TEXT_CODE_POINTS:
        raise TooLargeError(len(decoded.text), MAX_TEXT_CODE_POINTS, "code points")
    return read_dump(decoded, content_hash=digest, url=url)
