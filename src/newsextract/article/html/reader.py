"""An HTML page into an article: tree, profile, lines, body, fields, ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin, urlsplit

from newsextract.article.decode import Decoded
from newsextract.article.dump.lines import fold_title
from newsextract.article.html.assemble import lay_out, ledger_of
from newsextract.article.html.body import read_body
from newsextract.article.html.facts import Facts, gather
from newsextract.article.html.finder import find_body, prose_sizes
from newsextract.article.html.flow import flow
from newsextract.article.html.frames import Line
from newsextract.article.html.metadata import Metadata, read_metadata
from newsextract.article.html.outside import place_outside
from newsextract.article.html.parts import Part
from newsextract.article.html.profiled import Found, find_marked
from newsextract.article.html.refusal import Evidence, refuse_page
from newsextract.article.html.scripted import Scripted, read_script, search_scripts
from newsextract.article.html.tree import parse_page, strip_unseen
from newsextract.article.profiles import Layout, Profile, choose
from newsextract.errors import NotAnArticleError
from newsextract.models import Article

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

__all__ = ["read_html"]

# A page whose visible body is shorter than this may hold the real one in a script.
_SHORT_BODY: Final = 400


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the body stands: lines of the page, or data in a script."""

    span: range
    scripted: Scripted | None = None
    by_profile: bool = False


def read_html(
    decoded: Decoded, *, content_hash: str, url: str | None = None, profiles: bool = True
) -> Article:
    """Read an HTML page.

    Args:
        decoded: the markup, with how it was decoded.
        content_hash: sha256 of the input.
        url: where the page stood; the page's canonical address is used when None.
        profiles: whether site profiles may be used; else the generic finder reads all.

    Returns:
        The article. The ledger's texts together are the page's visible text nodes, each
        once, white space aside; parts whose reason starts with `script_` come from data in
        a script and stand behind them.

    Raises:
        TooLargeError: over a limit of `article.limits`.
        NotAnArticleError: no article stands in the page; `found` says what it looks like.
    """
    tree = parse_page(decoded)
    metadata = read_metadata(tree)
    canonical = _address(metadata.canonical, url)
    chosen = choose(tree, url, canonical, metadata.day) if profiles else None
    found = find_marked(tree, *chosen) if chosen is not None else Found()
    lines = _flow(tree, found)
    if found.sure and not any(line.frame.in_body for line in lines):
        # The body's element holds nothing to see; the rest is to be looked at closely.
        tree, found = parse_page(decoded), Found()
        lines = _flow(tree, found)
    place = _find_place(tree, lines, metadata, chosen[1] if chosen is not None else None)
    facts = Facts(
        lines, place.span, metadata, found, chosen, url or canonical, place.scripted,
        _marked_times(tree) if chosen is None else (),
    )  # fmt: skip
    parts = _parts(lines, place, facts)
    article = gather(facts, parts)
    signed = bool(article.authors or article.published_at)
    evidence = Evidence(tree, lines, metadata, url, known_site=chosen is not None)
    inner = [part for index, part in parts if index in place.span or index >= len(lines)]
    refuse_page(evidence, inner, signed=signed)
    text, blocks = lay_out(inner)
    return article.model_copy(
        update={
            "text": text,
            "blocks": blocks,
            "ledger": ledger_of([part for _, part in parts]),
            "encoding": decoded.encoding,
            "encoding_reason": decoded.reason,
            "replacements": decoded.replacements,
            "profile": _profile_name(chosen),
            "content_hash": content_hash,
        }
    )


def _flow(tree: LexborHTMLParser, found: Found) -> list[Line]:
    if found.sure:
        found.bodies.clear()  # they may be stripped
        strip_unseen(tree)
    body = tree.body
    if body is None:
        raise NotAnArticleError("empty_shell")
    lines = flow(body, found.guide)
    found.collect(lines)
    return lines


def _find_place(
    tree: LexborHTMLParser, lines: Sequence[Line], metadata: Metadata, layout: Layout | None
) -> _Place:
    if layout is not None:
        inside = [i for i, line in enumerate(lines) if line.frame.in_body]
        if inside:
            return _Place(range(inside[0], inside[-1] + 1), by_profile=True)
        scripted = read_script(tree, layout)
        if scripted is not None:
            return _Place(range(len(lines), len(lines)), scripted)
    sizes = prose_sizes(lines)
    said = [n.mem_id for n in tree.css("[itemprop='articleBody'], [property='articleBody']")]
    frame = find_body(lines, sizes, itemprops=said, known_text=_known_text(metadata))
    span = range(frame.first, frame.end) if frame is not None else range(0)
    size = sum(sizes[span.start : span.stop])
    if size < _SHORT_BODY:
        scripted = search_scripts(tree)
        if scripted is not None and scripted.size > 1.5 * size:
            return _Place(range(len(lines), len(lines)), scripted)
    return _Place(span)


def _known_text(metadata: Metadata) -> str:
    text = metadata.linked.get("articleBody")
    return text if isinstance(text, str) else ""


def _parts(lines: Sequence[Line], place: _Place, facts: Facts) -> list[tuple[int, Part]]:
    """All parts of the page in order, each with the index of its first line."""
    folded = fold_title(facts.headline or "")
    outside = place_outside(lines, place.span, folded, facts.subhead_lines)
    parts = [(index, outside[index]) for index in range(place.span.start) if index in outside]
    if place.span:
        inner = read_body(lines, place.span, folded, by_profile=place.by_profile)
        parts += [(place.span.start, part) for part in inner]
    parts += [
        (index, outside[index]) for index in range(place.span.stop, len(lines)) if index in outside
    ]
    if place.scripted is not None:
        parts += [(len(lines), part) for part in place.scripted.parts]
    return parts


def _marked_times(tree: LexborHTMLParser) -> tuple[str, ...]:
    """Datetime attributes of elements that say when the page was published."""
    nodes = tree.css("[itemprop='datePublished'], time.published[datetime], time[pubdate]")
    nodes = nodes or tree.css("article time[datetime], header time[datetime]")[:1]
    told = [n.attributes.get("datetime") or n.attributes.get("content") or "" for n in nodes[:3]]
    return tuple(text for text in told if text)


def _address(canonical: str | None, url: str | None) -> str | None:
    """The canonical address, whole and of the web, or None."""
    if not canonical:
        return None
    try:
        address = urljoin(url or "", canonical) if url else canonical
        parts = urlsplit(address)
    except ValueError:
        return None
    good = parts.scheme in {"http", "https"} and bool(parts.hostname) and address.isprintable()
    return address if good and " " not in address else None


def _profile_name(chosen: tuple[Profile, Layout] | None) -> str:
    return f"{chosen[0].id}/{chosen[1].id}" if chosen is not None else "generic"
