"""One door to the saved forms: what is packed in what, and how deep."""

from __future__ import annotations

from typing import Final

from newsextract.article.forms.gzipped import gunzip, is_gzip
from newsextract.article.forms.mhtml import is_mhtml, main_page
from newsextract.models import Page

__all__ = ["MAX_LAYERS", "looks_wrapped", "unwrap"]

MAX_LAYERS: Final = 3
"""Most layers of packing opened. A server's gzip saved as `.html.gz` makes two."""


def looks_wrapped(data: bytes) -> bool:
    r"""Whether the bytes are a page packed in another form: gzip or MHTML.

    >>> looks_wrapped(b"\x1f\x8b\x08\x00"), looks_wrapped(b"<html>")
    (True, False)
    """
    return is_gzip(data) or is_mhtml(data)


def unwrap(page: Page) -> Page:
    """The HTML page inside a saved form; any other page as it is.

    What the caller says of the page (URL, headers, moment) goes before what the form says.
    Layers beyond `MAX_LAYERS` stay packed, and are refused later as binary.

    Args:
        page: bytes of gzip data, of an MHTML archive, or of anything else.

    Raises:
        UnreadableError: gzip data that is damaged or cut short.
        TooLargeError: more than the limit comes out, or an archive of too many parts.
        NotAnArticleError: an MHTML archive without an HTML part.

    >>> import gzip
    >>> unwrap(Page(content=gzip.compress(b"<p>1</p>"))).content
    b'<p>1</p>'
    """
    for _ in range(MAX_LAYERS):
        if is_gzip(page.content):
            page = page.model_copy(update={"content": gunzip(page.content)})
        elif is_mhtml(page.content):
            inner = main_page(page.content)
            kept = {k: v for k, v in page.headers.items() if k.lower() != "content-type"}
            page = Page(
                content=inner.content,
                url=page.url or inner.url,
                headers=kept | inner.headers,
                fetched_at=page.fetched_at or inner.fetched_at,
            )
        else:
            break
    return page
