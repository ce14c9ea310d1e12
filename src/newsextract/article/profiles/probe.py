"""What each selector of a layout finds on a page, for people who write profiles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from newsextract.article.profiles.load import SELECTOR_FIELDS
from newsextract.article.profiles.models import Layout, split_attribute

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

__all__ = ["Finding", "probe"]

_ALL_COUNT: Final = frozenset({"needs", "captions", "headings", "junk"})


class Finding(NamedTuple):
    """One selector of a field, and the texts or attribute values it finds, in page order."""

    field: str
    selector: str
    texts: tuple[str, ...]
    used: bool
    """Whether it counts: in most fields only the first that finds text does."""


def probe(tree: LexborHTMLParser, layout: Layout) -> tuple[Finding, ...]:
    """Try every selector of a layout.

    Args:
        tree: the parsed page.
        layout: of a profile.

    Returns:
        A finding for each selector, in the order of the fields and of the selectors.

    >>> from selectolax.lexbor import LexborHTMLParser
    >>> page = LexborHTMLParser("<h1>제목</h1><div id='body'>첫 문장이다.</div>")
    >>> for finding in probe(page, Layout(id="1", headline=("h2", "h1"), body=("#body",))):
    ...     print(finding.field, finding.selector, finding.texts, finding.used)
    headline h2 () False
    headline h1 ('제목',) True
    body #body ('첫 문장이다.',) True
    """
    findings = []
    for field in SELECTOR_FIELDS:
        settled = False
        for selector in getattr(layout, field):
            texts = _texts(tree, selector)
            # A selector of `needs` may well name an empty element: being there is enough.
            found = bool(texts) or (field == "needs" and _stands(tree, selector))
            used = found and (field in _ALL_COUNT or not settled)
            settled = settled or found
            findings.append(Finding(field, selector, texts, used))
    return tuple(findings)


def _stands(tree: LexborHTMLParser, selector: str) -> bool:
    return tree.css_first(split_attribute(selector)[0]) is not None


def _texts(tree: LexborHTMLParser, selector: str) -> tuple[str, ...]:
    css, attribute = split_attribute(selector)
    texts = []
    for node in tree.css(css):
        if attribute is None:
            text = node.text(separator=" ")
        else:
            text = node.attributes.get(attribute) or ""
        texts.append(" ".join(text.split()))
    return tuple(text for text in texts if text)
