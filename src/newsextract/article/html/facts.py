"""The fields of an article: a profile's word first, then the page's, then metadata's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from newsextract.article.bylines import read_authors
from newsextract.article.dump.lines import fold_title
from newsextract.article.html.fields import (
    Times,
    authors_of_texts,
    find_authors,
    find_section,
    find_times,
    is_contribution,
    merge,
    times_of_texts,
    with_mails,
)
from newsextract.article.html.frames import Line
from newsextract.article.html.metadata import Metadata
from newsextract.article.html.parts import Part
from newsextract.article.html.profiled import Found
from newsextract.article.html.scripted import Scripted
from newsextract.article.html.surroundings import Surroundings, find_subheads, look_around
from newsextract.article.html.titles import find_headline, strip_site
from newsextract.article.press import MAIL, is_paper
from newsextract.article.profiles import Layout, Profile
from newsextract.article.publishers import publisher_of_host, publisher_of_rights_line
from newsextract.models import Article, Author

__all__ = ["Facts", "gather"]

_BREAK: Final = re.compile(r"<br\s?/?>|\n", re.IGNORECASE)
_TAGS: Final = re.compile(r"<[^<>]{0,300}>")
_PORTALS: Final = re.compile(
    r"네이버|다음|네이트|naver|daum|nate\b|카카오|kakao|msn|zum", re.IGNORECASE
)


@dataclass
class Facts:
    """All a page says, and what was found on it.

    Attributes:
        lines: of the page.
        span: of the body among them; empty when it stands in a script.
        metadata: of the page.
        found: by the profile's selectors.
        chosen: the profile and its layout.
        url: where the page stood, or stands by its own word.
        scripted: the body when it stands in a script.
        marked_times: datetime attributes of elements that say when it was published.
    """

    lines: Sequence[Line]
    span: range
    metadata: Metadata
    found: Found
    chosen: tuple[Profile, Layout] | None
    url: str | None
    scripted: Scripted | None
    marked_times: tuple[str, ...] = ()

    def texts(self, field: str) -> list[str]:
        """What profile or script say of a field."""
        told = self.found.texts(field)
        if not told and self.scripted is not None:
            told = [
                " ".join(_TAGS.sub(" ", piece).split())
                for text in self.scripted.texts.get(field, ())
                for piece in _BREAK.split(text)
            ]
        return [text for text in told if text]

    @cached_property
    def headline(self) -> str | None:
        """The headline without the site's name."""
        told = self.found.first_text("headline")
        if told is None and self.scripted is not None:
            told = next(iter(self.texts("headline")), None)
        names = [self.chosen[0].name] if self.chosen is not None else []
        if told:
            return strip_site(told, [*names, self.metadata.meta("og:site_name") or ""])
        start = self.span.start if self.span else 0
        return find_headline(self.lines, start, self.metadata, names)

    @cached_property
    def around(self) -> Surroundings:
        """The lines above and below the body."""
        return look_around(self.lines, self.span or range(0), self.headline)

    @cached_property
    def subhead_lines(self) -> tuple[int, ...]:
        """Subheads between headline and body, on a page whose profile tells none."""
        told = self.chosen is not None and self.chosen[1].subheads
        start = self.around.headline
        if told or not self.span or start is None:
            return ()
        return find_subheads(self.lines, self.span, start)

    @property
    def site(self) -> Profile | None:
        """The profile chosen."""
        return self.chosen[0] if self.chosen is not None else None


def gather(facts: Facts, parts: Sequence[tuple[int, Part]]) -> Article:
    """An article with all fields but text, blocks, ledger and how it was read.

    Args:
        facts: of the page.
        parts: of the page, each with the index of its first line.
    """
    inner = [p for index, p in parts if index in facts.span or index >= len(facts.lines)]
    dateline = next((p.dateline for p in inner if p.dateline is not None), None)
    subheads = _subheads(facts, inner)
    published, modified = _times(facts)
    return Article(
        url=facts.url,
        headline=facts.headline,
        subheads=subheads,
        authors=_authors(facts, inner, subheads),
        dateline=dateline.text if dateline is not None else None,
        published_at=published,
        modified_at=modified,
        publisher=_publisher(facts, parts, dateline.publisher if dateline is not None else None),
        section=next(iter(facts.texts("section")), None)
        or find_section(facts.metadata, facts.lines),
        captions=_captions(facts, parts, inner),
        text="",
        content_hash="",
    )


def _times(facts: Facts) -> Times:
    published, modified = times_of_texts(facts.texts("published"))
    by_field = times_of_texts(facts.texts("modified"))
    if by_field[0] or by_field[1]:
        modified = by_field[1] or by_field[0]
    if published is None:
        span = facts.span or range(0)
        rest = find_times(facts.lines, span, facts.around, facts.metadata, facts.marked_times)
        published, modified = rest[0], modified or rest[1]
    return published, modified


def _subheads(facts: Facts, inner: Sequence[Part]) -> tuple[str, ...]:
    told = facts.texts("subheads") or [
        *(facts.lines[i].text for i in facts.subhead_lines),
        *(p.text for p in inner if p.zone == "subhead"),
    ]
    folded = fold_title(facts.headline or "")
    return tuple(dict.fromkeys(t for t in told if fold_title(t) != folded))


def _authors(facts: Facts, inner: Sequence[Part], subheads: Sequence[str]) -> tuple[Author, ...]:
    told = facts.texts("byline")
    mails = [m.group() for t in facts.texts("email") for m in MAIL.finditer(t)]
    inside = [
        f"기자명 {p.text}" if p.reason.startswith("name_") else p.text
        for p in inner
        if p.zone in {"byline", "dateline"}
    ]
    authors = authors_of_texts(told) if told else ()
    if authors and len(mails) == len(authors):
        pairs = zip(authors, mails, strict=True)
        authors = tuple(Author(name=a.name, email=a.email or m) for a, m in pairs)
    if authors:
        known = {a.name for a in authors}
        more = [a for a in read_authors(inside) if a.name in known]
        return with_mails(merge([*authors, *more]), [*told, *inside])
    return find_authors(
        facts.lines, facts.around, facts.metadata, inside=inside,
        contributor=subheads if is_contribution(facts.headline) else (),
    )  # fmt: skip


def _captions(
    facts: Facts, parts: Sequence[tuple[int, Part]], inner: Sequence[Part]
) -> tuple[str, ...]:
    """Captions as printed, each once: those above the body, then those in it."""
    told = [p.text for _, p in parts if p.reason == "profile_captions" and p not in inner]
    if facts.span:
        told += [facts.lines[i].text for i in facts.around.captions]
    told += [p.text for p in inner if p.zone == "caption"]
    if facts.scripted is not None and not told:
        told = facts.texts("captions")
    kept: list[str] = []
    for text in told:
        folded = fold_title(text)
        if folded and not any(folded == fold_title(k) for k in kept):
            kept.append(text)
    return tuple(kept)


def _publisher(
    facts: Facts, parts: Sequence[tuple[int, Part]], of_dateline: str | None
) -> str | None:
    site = facts.site
    if site is not None:
        if site.kind == "publisher":
            return site.name
        if told := facts.texts("publisher"):
            return _name(told[0])
    metadata = facts.metadata
    said = [
        publisher_of_host(facts.url), metadata.linked_text("publisher"),
        metadata.meta("og:article:author"), metadata.meta("og:site_name"), of_dateline,
    ]  # fmt: skip
    names = [_name(t) for t in said if t]
    names = [n for n in names if n and not _PORTALS.search(n) and len(n) <= 30]
    for name in names:
        if is_paper(name):
            return name
    owners = (publisher_of_rights_line(p.text) for _, p in parts if p.zone == "copyright")
    return next(iter(names), None) or next((o for o in owners if o), None)


def _name(text: str) -> str:
    return re.split(r"\s?[|ㅣ:]\s?|\s-\s", text)[0].strip()
