"""Profiles and trials of profiles as text, Markdown and JSON data."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from rich.cells import cell_len, set_cell_size

from newsextract.article.profiles import (
    Finding,
    Layout,
    Profile,
    choose_layout,
    explain,
    probe,
    split_attribute,
)
from newsextract.article.profiles.load import SELECTOR_FIELDS
from newsextract.cli.table import clean

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

__all__ = [
    "Trial",
    "json_text",
    "list_markdown",
    "list_table",
    "profile_text",
    "summary",
    "trial_data",
    "trial_text",
    "try_page",
]

_SHOWN = 60
_NEVER_EMPTY = frozenset({"needs", "junk"})


class Trial(NamedTuple):
    """What came of trying the profiles on a page."""

    profile: Profile | None
    layout: Layout | None
    why: str
    findings: tuple[Finding, ...]

    @property
    def empty(self) -> tuple[str, ...]:
        """Fields the layout has selectors for, none of which found anything."""
        filled = {finding.field for finding in self.findings if finding.used}
        asked = dict.fromkeys(finding.field for finding in self.findings)
        return tuple(f for f in asked if f not in filled and f not in _NEVER_EMPTY)


def try_page(tree: LexborHTMLParser, named: Profile | None, url: str | None) -> Trial:
    """Choose a profile, or take the one that is named, and try its selectors.

    Args:
        tree: the parsed page.
        named: the profile to try whatever the page says.
        url: where the page stood, when known.
    """
    if named is None:
        choice = explain(tree, url)
        if choice is None:
            return Trial(None, None, "no host, URL pattern or mark of a profile fits", ())
        why = f"{choice.reason} {choice.evidence}"
        return Trial(choice.profile, choice.layout, why, _findings(tree, choice.layout))
    layout = choose_layout(tree, named, None)
    if layout is None:
        return Trial(named, None, "; ".join(_missing(tree, named)), ())
    return Trial(named, layout, "named with --profile", _findings(tree, layout))


def _findings(tree: LexborHTMLParser, layout: Layout) -> tuple[Finding, ...]:
    return (*probe(tree, layout), *_in_script(tree, layout))


def _in_script(tree: LexborHTMLParser, layout: Layout) -> Iterator[Finding]:
    """What the paths of a script find, as if they were selectors."""
    if layout.script is None:
        return
    from newsextract.article.html.embedded import Index, find_values, payloads

    data = [Index(payload) for payload in payloads(tree, layout.script)]
    for field, paths in layout.script:
        settled = False
        for path in paths if isinstance(paths, tuple) else ():
            values = [" ".join(str(v).split()) for d in data for v in find_values(d, path)]
            texts = tuple(value for value in values if value)
            yield Finding(field, path, texts, bool(texts) and not settled)
            settled = settled or bool(texts)


def _missing(tree: LexborHTMLParser, profile: Profile) -> Iterator[str]:
    for layout in profile.layouts:
        needs = [s for s in layout.needs if tree.css_first(split_attribute(s)[0]) is None]
        lacks = needs or [" or ".join(layout.body) or "its script"]
        yield f"layout {layout.id} lacks {', '.join(lacks)}"


def summary(profile: Profile) -> dict[str, Any]:
    """One profile in a list."""
    return {
        "id": profile.id,
        "name": profile.name,
        "kind": profile.kind,
        "hosts": list(profile.hosts),
        "cms": profile.cms,
        "layouts": [layout.id for layout in profile.layouts],
        "verified": not profile.unverified and profile.cms is None,
    }


def json_text(data: object) -> str:
    """Data as indented JSON with a line feed at its end."""
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def list_table(profiles: Sequence[Profile]) -> str:
    """The profiles as a table in plain text."""
    rows = [("ID", "NAME", "KIND", "HOSTS", "LAYOUTS")]
    rows += [
        (
            profile.id,
            profile.name,
            profile.cms or profile.kind,
            _short(profile.hosts, 2),
            _short([layout.id for layout in profile.layouts], 4),
        )
        for profile in profiles
    ]
    return _aligned(rows)


def list_markdown(profiles: Sequence[Profile]) -> str:
    """The profiles as the document `docs/sites.md`."""
    papers = sum(profile.kind == "publisher" for profile in profiles)
    parts = [_MARKDOWN_HEAD.format(papers=papers)]
    for kind, title in (("cms", "CMSs"), ("portal", "Portals"), ("publisher", "Publishers")):
        parts.append(f"\n## {title}\n\n{_MARKDOWN_COLUMNS}")
        parts += [_markdown_row(profile) for profile in profiles if profile.kind == kind]
    return "".join(parts)


_MARKDOWN_HEAD = """# Sites

Profiles of {papers} publishers and of the CMSs and portals below. Pages of other sites are read
without a profile. Each profile is a TOML file in `src/newsextract/article/profiles/data/`;
[CONTRIBUTING.md](../CONTRIBUTING.md) says how to add one. This page is printed by
`newsextract sites list --format md`.

A selector is verified when a real page was at hand to read it from. What is not verified, the last
column says; a layout is named there by its id.
"""
_MARKDOWN_COLUMNS = """| id | name | hosts | layouts | not verified |
|---|---|---|---|---|
"""


def _markdown_row(profile: Profile) -> str:
    layouts = ", ".join(layout.id for layout in profile.layouts)
    if profile.cms is not None:
        own = [x.id for x in profile.layouts if x not in _layouts_of(profile.cms)]
        layouts = ", ".join([*own, f"those of {profile.cms}"])
    told = "; ".join(profile.unverified) or ("as its CMS" if profile.cms else "")
    cells = (profile.id, profile.name, " ".join(profile.hosts), layouts, told)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"


def _layouts_of(cms: str) -> tuple[Layout, ...]:
    from newsextract.article.profiles import profile_named

    return profile_named(cms).layouts


def profile_text(profile: Profile) -> str:
    """One profile for a reader."""
    rows = [("id", profile.id), ("name", profile.name), ("kind", profile.kind)]
    for label in ("hosts", "url_patterns", "marks", "publisher"):
        rows += _labelled(label, getattr(profile, label))
    if profile.cms is not None:
        rows.append(("cms", profile.cms))
    rows += _labelled("unverified", profile.unverified)
    parts = [_aligned(rows)]
    for layout in profile.layouts:
        rows = [("layout", layout.id)]
        if layout.until is not None:
            rows.append(("until", layout.until.isoformat()))
        for field in SELECTOR_FIELDS:
            rows += _labelled(field, getattr(layout, field))
        if layout.script is not None:
            rows.append(("script", layout.script.kind))
            for field, paths in layout.script:
                rows += _labelled(f"  {field}", paths if isinstance(paths, tuple) else ())
        parts.append(_aligned(rows))
    return "\n".join(parts)


def trial_data(trial: Trial) -> dict[str, Any]:
    """A trial as JSON data."""
    return {
        "profile": trial.profile.id if trial.profile else None,
        "layout": trial.layout.id if trial.layout else None,
        "why": trial.why,
        "fields": [
            {"field": f.field, "selector": f.selector, "used": f.used, "texts": list(f.texts)}
            for f in trial.findings
            if f.texts or f.used
        ],
        "empty": list(trial.empty),
    }


def trial_text(trial: Trial) -> str:
    """A trial for a reader: the choice, then each selector that found something."""
    name = f"{trial.profile.id} ({trial.profile.name})" if trial.profile else "none"
    head = [("profile", name), ("layout", trial.layout.id if trial.layout else "none")]
    head.append(("why", trial.why))
    rows = []
    for finding in trial.findings:
        if finding.texts or finding.used:
            more = f" (+{len(finding.texts) - 1})" if len(finding.texts) > 1 else ""
            mark = "" if finding.used else "(not used) "
            found = _cut(clean(finding.texts[0]), _SHOWN) if finding.texts else "(there)"
            rows.append((finding.field, finding.selector, mark + found + more))
    parts = [_aligned(head)]
    if rows:
        parts.append(_aligned(rows))
    if trial.layout is not None:
        parts.append(f"empty  {', '.join(trial.empty) or 'nothing'}\n")
    return "\n".join(parts)


def _labelled(label: str, values: Iterable[str]) -> Iterator[tuple[str, str]]:
    for number, value in enumerate(values):
        yield ("" if number else label, value)


def _short(values: Sequence[str], most: int) -> str:
    return " ".join(values[:most]) + (f" +{len(values) - most}" if len(values) > most else "")


def _cut(text: str, cells: int) -> str:
    return text if cell_len(text) <= cells else set_cell_size(text, cells - 1).rstrip() + "…"


def _aligned(rows: Sequence[tuple[str, ...]]) -> str:
    """Columns padded to the widest cell; a Hangul syllable is two cells wide.

    >>> print(_aligned([("a", "가나"), ("bcd", "x")]), end="")
    a    가나
    bcd  x
    """
    widths = [max(cell_len(cell) for cell in column) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        cells = (c + " " * (w - cell_len(c)) for c, w in zip(row, widths, strict=True))
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines) + "\n"
