"""One door for everything that may hold an article: bytes, text, a file or a page."""

from __future__ import annotations

import hashlib
from pathlib import Path

from newsextract.article.decode import Decoded, clean_text, decode
from newsextract.article.dump import read_dump
from newsextract.article.forms import looks_wrapped, saved_url, unwrap
from newsextract.article.limits import (
    MAX_FILE_BYTES,
    MAX_MARKUP_CODE_POINTS,
    MAX_TEXT_CODE_POINTS,
)
from newsextract.article.reading import read
from newsextract.article.sniff import looks_like_markup
from newsextract.errors import EmptyInputError, TooLargeError, UsageError
from newsextract.models import Article, Page

__all__ = ["parse"]

_FORM_ZONE = 32_768


def parse(
    source: bytes | str | Path | Page, url: str | None = None, *, profiles: bool = True
) -> Article:
    """Find the article in a press page, a page's text copy, or bare article text.

    Args:
        source: bytes or a `Page` as saved or sent; a `Path` to such a file; or a `str`,
            which is always content (HTML markup, a Ctrl+A copy, one sentence), never a
            file name or URL.
        url: where the page stood; for a `Page` its own URL is used when this is None.
        profiles: whether site profiles may be used on HTML; without them the generic
            finder reads every page.

    Returns:
        The article, with a ledger entry for every piece of the page.

    Raises:
        InputError: empty, binary, unreadable, or over a limit of `article.limits`.
        NotAnArticleError: readable, but no article.
        UsageError: `url`, or the `Page`'s own, holds characters no URL can hold.

    >>> parse("강릉시는 내년 예산 1조 2,000억원을 편성했다.").text
    '강릉시는 내년 예산 1조 2,000억원을 편성했다.'
    """
    _refuse_unprintable(url)
    if isinstance(source, str):
        return _parse_text(source, url, profiles=profiles)
    if isinstance(source, Path):
        source = read(source)
    page = Page(content=source) if isinstance(source, bytes) else source
    if len(page.content) > MAX_FILE_BYTES:
        raise TooLargeError(len(page.content), MAX_FILE_BYTES)
    _refuse_unprintable(page.url)
    digest = hashlib.sha256(page.content).hexdigest()
    return _parse_page(page, url, digest, profiles=profiles)


def _parse_page(page: Page, url: str | None, digest: str, *, profiles: bool) -> Article:
    page = unwrap(page)
    content_type = next((v for k, v in page.headers.items() if k.lower() == "content-type"), None)
    decoded = decode(page.content, content_type)
    return _dispatch(decoded, digest, url or page.url, profiles=profiles)


def _parse_text(text: str, url: str | None, *, profiles: bool) -> Article:
    if len(text) > MAX_MARKUP_CODE_POINTS:
        raise TooLargeError(len(text), MAX_MARKUP_CODE_POINTS, "code points")
    if not text.strip():
        raise EmptyInputError("the input is empty")
    utf8 = text.encode("utf-8", "surrogatepass")
    digest = hashlib.sha256(utf8).hexdigest()
    if looks_wrapped(text[:_FORM_ZONE].encode("utf-8", "replace")):
        page = Page(content=text.encode("utf-8", "replace"))
        return _parse_page(page, url, digest, profiles=profiles)
    clean, replaced = clean_text(text)
    decoded = Decoded(clean, None, None, replaced, utf8 if clean is text else None)
    return _dispatch(decoded, digest, url, profiles=profiles)


def _refuse_unprintable(url: str | None) -> None:
    # Lone surrogates and control characters could not be written out again.
    if url is not None and not url.isprintable():
        raise UsageError(f"not a URL: {url!r}")


def _dispatch(decoded: Decoded, digest: str, url: str | None, *, profiles: bool) -> Article:
    if looks_like_markup(decoded.text):
        # The HTML parsers are a heavy import; plain text never pays for them.
        from newsextract.article.html import read_html  # noqa: PLC0415

        url = url or saved_url(decoded.text)
        return read_html(decoded, content_hash=digest, url=url, profiles=profiles)
    if len(decoded.text) > MAX_TEXT_CODE_POINTS:
        raise TooLargeError(len(decoded.text), MAX_TEXT_CODE_POINTS, "code points")
    return read_dump(decoded, content_hash=digest, url=url)
