"""The view for a person: records as a tree, and the sums that prove them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from functools import cache

from rich import box
from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from newsextract.cli.arithmetic import Proof, prove
from newsextract.cli.won import bounds, currency_name
from newsextract.models import Amount, Article, BudgetRecord, Component, Extraction

__all__ = ["clean", "render_article", "render_extraction", "render_ledger"]

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_COLUMNS = ("budget", "sources", "programme", "agency", "year", "action")
_PROGRAM, _AGENCY = 2, 3
_RIGID = (0, 1, 4, 5)
_GAP = 2
_KEPT = {"headline", "subhead", "body", "table"}
_MARKS = {
    "ok": ("✓", "green"),
    "rounding": ("≈", "yellow"),
    "partial": ("…", "yellow"),
    "mismatch": ("✗", "bold red"),
}


def clean(text: str) -> str:
    r"""Text of a page made safe for a terminal: no escape sequences, no turned direction.

    >>> clean("30억\x1b[2J원")
    '30억�[2J원'
    """
    return _CONTROL.sub(
        lambda hit: " " if hit[0] in "\t\r\n" else "\N{REPLACEMENT CHARACTER}", text
    )


def render_extraction(extraction: Extraction, width: int, color: bool) -> str:
    """Draw headline, records, other amounts and checks.

    Args:
        extraction: what to draw.
        width: columns to fill.
        color: whether escape sequences for colour may be used.
    """
    article = extraction.article
    parts: list[RenderableType] = [_heading(article), ""]
    if extraction.records:
        parts.append(_records(extraction, width))
    elif extraction.amounts:
        parts.append("No budget records: the amounts in the text are not budgets, or not for sure.")
    else:
        parts.append("No amounts of money in the text.")
    others = [a for a in extraction.amounts if a.record_id is None]
    if others:
        parts += ["", _others(others)]
    proofs = prove(extraction)
    if proofs:
        parts += ["", _checks(proofs)]
    elif extraction.records:
        parts += ["", "No checks: nothing printed can be added up."]
    return _draw(parts, width, color)


def render_article(article: Article, width: int, color: bool) -> str:
    """Draw an article: heading, subheads, paragraphs, captions."""
    parts: list[RenderableType] = [_heading(article)]
    parts += [Text(clean(line), style="italic") for line in article.subheads]
    for block in article.blocks:
        style = "bold" if block.kind == "heading" else ""
        parts += ["", Text(clean(article.text[block.start : block.end]), style=style)]
    if article.captions:
        parts.append("")
        parts += [Text(f"[{clean(caption)}]", style="dim") for caption in article.captions]
    return _draw(parts, width, color)


def render_ledger(article: Article, width: int, color: bool) -> str:
    """Draw the ledger: each piece of the page, its zone and the rule that decided."""
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("#", justify="right", style="dim")
    table.add_column("zone", no_wrap=True)
    table.add_column("reason", no_wrap=True)
    table.add_column("text", overflow="fold")
    for entry in article.ledger:
        style = "" if entry.zone in {"headline", "subhead", "body", "table"} else "dim"
        table.add_row(
            str(entry.order), entry.zone, entry.reason, Text(clean(entry.text)), style=style
        )
    return _draw([_heading(article), "", table], width, color)


def _draw(parts: Iterable[RenderableType], width: int, color: bool) -> str:
    out = io.StringIO()
    console = Console(
        file=out,
        width=width,
        force_terminal=color,
        color_system="standard" if color else None,
        highlight=False,
        markup=False,
        emoji=False,
    )
    console.print(Group(*(Text(p) if isinstance(p, str) else p for p in parts)))
    lines = "\n".join(line.rstrip() for line in out.getvalue().splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines).strip("\n") + "\n"


def _heading(article: Article) -> Text:
    stamp = article.published_at
    facts = [
        article.publisher,
        stamp and f"{stamp:%Y-%m-%d %H:%M}",
        ", ".join(f"{a.name} {a.email or ''}".strip() for a in article.authors),
        article.url,
    ]
    line = " · ".join(clean(fact) for fact in facts if fact)
    head = Text(clean(article.headline or "(no headline)"), style="bold")
    return head.append(f"\n{line}", style="not bold dim") if line else head


def _records(extraction: Extraction, width: int) -> Table:
    rows = [(_row(record), stem, below) for record, stem, below in tree(extraction.records)]
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    for name in _COLUMNS:
        table.add_column(name, no_wrap=True)
    limits = _limits([(stem, cells) for cells, stem, _ in rows], width)
    for cells, stem, below in rows:
        folded = [_fold(cell, limit) for cell, limit in zip(cells, limits, strict=True)]
        height = max(map(len, folded))
        # The line of the tree runs on beside all lines of the record.
        stems = [stem] + [below] * (height - 1)
        money = folded[0] + [Text()] * (height - len(folded[0]))
        folded[0] = [Text(s).append_text(m) for s, m in zip(stems, money, strict=True)]
        table.add_row(*(Text("\n").join(lines) for lines in folded))
    return table


def _row(record: BudgetRecord) -> list[list[Text]]:
    """The lines of each cell, not yet folded."""
    amount = record.amount
    money, plain = bounds(amount.low, amount.high, amount.currency)
    first = Text(money, style="bold")
    if amount.qualifiers:
        first.append(f" ({', '.join(amount.qualifiers)})", style="not bold dim")
    program = [Text(clean(record.program.text))] if record.program else []
    if record.project_count:
        program.append(Text(f"{record.project_count} projects", style="dim"))
    return [
        [first, Text(plain + currency_name(amount.currency), style="dim")],
        list(_sources(record.components)) or _whole_source(record),
        program,
        [Text(clean(agency.name)) for agency in record.agencies],
        [Text(year) for year in _years(record)],
        [Text(clean(part)) for part in (record.action, record.phase) if part],
    ]


def _limits(rows: list[tuple[str, list[list[Text]]]], width: int) -> list[int]:
    """Cells each column may take: what it needs, but programme and agency share the rest."""
    need = [cell_len(name) for name in _COLUMNS]
    for _, cells in rows:
        for i, lines in enumerate(cells):
            need[i] = max([need[i], *(line.cell_len for line in lines)])
    stems = max(cell_len(stem) for stem, _ in rows)
    left = width - stems - _GAP * len(_COLUMNS) - sum(need[i] for i in _RIGID)
    need[_AGENCY] = min(need[_AGENCY], max(left // 3, 8))
    need[_PROGRAM] = min(need[_PROGRAM], max(left - need[_AGENCY], 12))
    return need


def _fold(lines: list[Text], limit: int) -> list[Text]:
    folded: list[Text] = []
    for line in lines:
        folded += [line] if line.cell_len <= limit else line.wrap(_folder(), limit)
    return folded or [Text()]


@cache
def _folder() -> Console:
    return Console(file=io.StringIO())


def _whole_source(record: BudgetRecord) -> list[Text]:
    """The source of a sum that is wholly from one: 국비 50억원 확보."""
    label = record.amount.funding_source
    return [Text(clean(label))] if label else []


def _sources(components: Iterable[Component], depth: int = 0) -> Iterator[Text]:
    for component in components:
        line = Text("  " * depth + component.source.label + " ")
        if component.amount is not None:
            amount = component.amount
            line.append(bounds(amount.low, amount.high, amount.currency)[0])
        if component.share is not None:
            line.append(f" {component.share * 100:f}".rstrip("0").rstrip(".") + "%", style="dim")
        if component.derived:
            line.append(" (derived)", style="dim")
        yield line
        yield from _sources(component.parts, depth + 1)


def _years(record: BudgetRecord) -> list[str]:
    lines = []
    if record.fiscal_year is not None:
        lines.append(str(record.fiscal_year))
    elif record.fiscal_year_guess is not None:
        lines.append(f"{record.fiscal_year_guess}?")
    if record.period is not None:
        lines.append(f"{record.period.first or ''}–{record.period.last or ''}")
    return lines


def tree(records: Iterable[BudgetRecord]) -> Iterator[tuple[BudgetRecord, str, str]]:
    """Records below their parents, with the line that leads to each and runs below it.

    Work is linear; a record whose parent is missing stands at the top, and a circle of
    parents, should there be one, is cut at its first record.
    """
    records = list(records)
    known = {record.id for record in records}
    children: dict[str | None, list[BudgetRecord]] = {}
    for record in records:
        home = record.parent if record.parent in known and record.parent != record.id else None
        children.setdefault(home, []).append(record)
    seen: set[str] = set()
    for start in [*children.get(None, ()), *records]:
        stack = [(start, "", "")]
        while stack:
            record, stem, trunk = stack.pop()
            if record.id in seen:
                continue
            seen.add(record.id)
            below = [child for child in children.get(record.id, ()) if child.id not in seen]
            yield record, stem, trunk + ("│ " if below else "")
            for child in reversed(below):
                last = child is below[-1]
                stack.append(
                    (child, trunk + ("└ " if last else "├ "), trunk + ("  " if last else "│ "))
                )


def _others(amounts: list[Amount]) -> Text:
    shown = [
        f"{clean(a.text)} ({a.role or 'not judged'}{' per ' + clean(a.per) if a.per else ''})"
        for a in amounts
    ]
    return Text("Other amounts in the text: ", style="dim").append(", ".join(shown))


def _checks(proofs: list[Proof]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 1), show_header=False)
    table.add_column(overflow="fold")
    table.add_column(style="dim", overflow="fold")
    for proof in proofs:
        status = proof.check.status
        mark, style = _MARKS[status]
        note = proof.note if status == "ok" else f"{status}: {proof.note}"
        table.add_row(Text(f"{mark} {proof.sum}", style=style), Text(note))
    return table
