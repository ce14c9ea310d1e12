"""HTML pages: a first, thin reader.

lexbor parses the page; the first container of a short list that holds text (else the
densest block) is the body; BeautifulSoup cleans that small subtree; its lines go through
the same line rules as text dumps. Everything else on the page goes to the ledger by the
landmark it stands in.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from bs4 import BeautifulSoup
from selectolax.lexbor import LexborHTMLParser, LexborNode

from newsextract.article.bylines import read_authors
from newsextract.article.decode import Decoded
from newsextract.article.dump.lines import Line, fold_title, read_lines
from newsextract.article.publishers import publisher_of_host, without_site
from newsextract.article.timestamps import read_timestamp
from newsextract.errors import NotAnArticleError
from newsextract.models import Article, Author, Block, LedgerEntry, Zone

__all__ = ["read_html"]

_CONTAINERS: Final = (
    "#article-view-content-div", "[itemprop=articleBody]", "#articleBody", "#dic_area",
    "#articleBodyContents", ".article_view", "#newsct_article", "#realArtcContents",
    ".article-body", "#articletxt", "#news_body_id", "#newsContent", ".news-memo",
    ".entry-content", "#bo_v_con", ".article_txt", ".view_cont", "#textBody", ".article-text",
    "#article_body", "article",
)  # fmt: skip
_HIDDEN: Final = ("script", "style", "noscript", "template", "iframe", "svg", "head", "object")
_BREAKS: Final = ("p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "table")
_BREAKS_MORE: Final = ("section", "article", "figure", "figcaption", "ul", "ol", "dl", "dt", "dd")
_LANDMARKS: Final[dict[str, Zone]] = {
    "nav": "navigation",
    "footer": "footer",
    "header": "navigation",
    "aside": "related",
    "h1": "headline",
    "figcaption": "caption",
    "form": "other",
}
_LEAST_BODY: Final = 60
_LARGEST_SUBTREE: Final = 2_000_000
_BODY_DEPTH: Final = 200


def read_html(decoded: Decoded, *, content_hash: str, url: str | None = None) -> Article:
    """Read an HTML page.

    Args:
        decoded: the markup, with how it was decoded.
        content_hash: sha256 of the input.
        url: where the page stood.

    Raises:
        NotAnArticleError: no block of the page holds a body.
    """
    tree = LexborHTMLParser(decoded.text)
    if tree.body is None:
        raise NotAnArticleError("empty_shell")
    metadata = _metadata(tree)
    container = _container(tree)
    if container is None:
        raise NotAnArticleError("no_body")
    lines = read_lines(_clean_text(container))
    body = [line for line in lines if line.mark is None]
    if not any(line.shape == "prose" for line in body):
        raise NotAnArticleError("no_body")
    metadata["headline"] = metadata["headline"] or _first_text(tree, "h1")
    outside = list(_outside(tree, container, metadata["headline"]))
    article = _article(lines, outside, metadata, url)
    return article.model_copy(
        update={
            "encoding": decoded.encoding,
            "encoding_reason": decoded.reason,
            "replacements": decoded.replacements,
            "content_hash": content_hash,
        }
    )


def _article(
    lines: list[Line],
    outside: list[tuple[Zone, str, str]],
    metadata: dict[str, Any],
    url: str | None,
) -> Article:
    paragraphs: list[str] = []
    entries = list(outside)
    dateline = None
    for line in lines:
        if line.mark is not None:
            entries.append((line.mark.zone, line.mark.reason, line.text))
            continue
        text = line.text
        if line.dateline is not None and dateline is None:
            dateline = line.dateline
            entries.append(("dateline", "dateline", dateline.text))
            text = text[dateline.end :].strip()
        entries.append(("body", "in_container", text))
        paragraphs.append(text)
    authors = metadata["authors"] or read_authors(
        t for zone, _, t in entries if zone in {"byline", "dateline"}
    )
    return Article(
        url=url,
        headline=metadata["headline"],
        authors=authors,
        dateline=dateline.text if dateline else None,
        published_at=metadata["published"],
        modified_at=metadata["modified"],
        publisher=metadata["publisher"] or publisher_of_host(url),
        section=metadata["section"],
        blocks=_blocks(paragraphs),
        captions=tuple(t for zone, _, t in entries if zone == "caption"),
        text="\n".join(paragraphs),
        ledger=tuple(
            LedgerEntry(order=i, zone=z, reason=r, text=t) for i, (z, r, t) in enumerate(entries)
        ),
        profile="generic-html",
        content_hash="",
    )


def _blocks(paragraphs: list[str]) -> tuple[Block, ...]:
    blocks, at = [], 0
    for paragraph in paragraphs:
        blocks.append(Block(start=at, end=at + len(paragraph)))
        at += len(paragraph) + 1
    return tuple(blocks)


def _container(tree: LexborHTMLParser) -> LexborNode | None:
    for selector in _CONTAINERS:
        for node in tree.css(selector):
            if len(node.text(strip=True)) >= _LEAST_BODY and _own_text(node):
                return node
    best, best_size = None, _LEAST_BODY
    for node in tree.css("div, td, section, main, body"):
        size = _own_text(node)
        if size > best_size:
            best, best_size = node, size
    return best


def _own_text(node: LexborNode) -> int:
    """Letters in the node's own paragraphs and text, links aside."""
    size = 0
    child = node.child
    while child is not None:
        tag = child.tag
        if tag in {"-text", "p", "span", "b", "strong", "font", "em"}:
            size += len(child.text(strip=True))
            size -= sum(len(a.text(strip=True)) for a in child.css("a")) if tag != "-text" else 0
        elif tag in {"div", "section"} and len(child.html or "") < _LARGEST_SUBTREE:
            size += sum(len(p.text(strip=True)) for p in child.css("p")) // 2
        child = child.next
    return size


def _clean_text(container: LexborNode) -> str:
    """The container's visible text, one line a block."""
    soup = BeautifulSoup((container.html or "")[:_LARGEST_SUBTREE], "lxml")
    for tag in soup(list(_HIDDEN)):
        tag.decompose()
    for text in list(soup.find_all(string=True)):
        text.replace_with(" ".join(str(text).replace("\n", " ").split(" ")))
    for tag in soup([*_BREAKS, *_BREAKS_MORE]):
        tag.insert_before("\n")
        tag.append("\n") if tag.name != "br" else None
        tag.insert_after("\n")
    return "\n".join(" ".join(line.split()) for line in soup.get_text().split("\n"))


def _outside(
    tree: LexborHTMLParser, container: LexborNode, headline: str | None
) -> Iterator[tuple[Zone, str, str]]:
    """Every visible text node outside the container, by its landmark."""
    folded = fold_title(headline or "")
    inside = container.mem_id
    body = tree.body
    if body is None:
        return
    for node in body.traverse(include_text=True):
        if node.tag != "-text" or not (text := (node.text() or "").strip()):
            continue
        zone: Zone = "other"
        parent, depth = node.parent, 0
        while parent is not None and depth < _BODY_DEPTH:
            if parent.mem_id == inside or parent.tag in _HIDDEN:
                break
            if zone == "other" and parent.tag is not None:
                zone = _LANDMARKS.get(parent.tag, "other")
            parent, depth = parent.parent, depth + 1
        else:
            if folded and fold_title(text) == folded:
                zone = "headline"
            yield zone, "outside_container", text


def _metadata(tree: LexborHTMLParser) -> dict[str, Any]:
    """What JSON-LD and meta tags say of the article."""
    linked = _json_ld(tree)
    title = _meta(tree, "og:title") or _first_text(tree, "title")
    author = linked.get("author")
    people = author if isinstance(author, list) else [author]
    names = [p.get("name") for p in people if isinstance(p, dict)]
    publisher = linked.get("publisher")
    return {
        "headline": without_site(title) if title else linked.get("headline"),
        "published": read_timestamp(
            str(linked.get("datePublished") or _meta(tree, "article:published_time") or "")
        ),
        "modified": read_timestamp(
            str(linked.get("dateModified") or _meta(tree, "article:modified_time") or "")
        ),
        "authors": _named_authors([n for n in names if isinstance(n, str)], tree),
        "publisher": _meta(tree, "og:site_name")
        or (publisher.get("name") if isinstance(publisher, dict) else None),
        "section": _meta(tree, "article:section"),
    }


def _named_authors(names: list[str], tree: LexborHTMLParser) -> tuple[Author, ...]:
    meta = _meta(tree, "article:author") or _meta(tree, "author")
    lines = [f"기자명 {n}" if "기자" not in n else n for n in names or ([meta] if meta else [])]
    return read_authors(lines)


def _json_ld(tree: LexborHTMLParser) -> dict[str, Any]:
    for node in tree.css('script[type="application/ld+json"]'):
        try:
            data = json.loads(node.text() or "")
        except (ValueError, RecursionError):
            continue
        graph = data.get("@graph", [data]) if isinstance(data, dict) else data
        for item in graph if isinstance(graph, list) else []:
            if isinstance(item, dict) and "Article" in str(item.get("@type")):
                return item
    return {}


def _meta(tree: LexborHTMLParser, name: str) -> str | None:
    node = tree.css_first(f'meta[property="{name}"]') or tree.css_first(f'meta[name="{name}"]')
    content = node.attributes.get("content") if node is not None else None
    return content.strip() or None if content else None


def _first_text(tree: LexborHTMLParser, selector: str) -> str | None:
    node = tree.css_first(selector)
    return " ".join(node.text().split()) or None if node is not None else None
