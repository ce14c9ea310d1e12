"""What `batch` says when it is done: notes, failures, and how much there was of what."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from newsextract.cli.talk import Talk
from newsextract.cli.terminal import shows_color

if TYPE_CHECKING:
    from newsextract.batch.counting import Report

__all__ = ["shows_terminal", "tell"]

_NOTES = 10


def shows_terminal(talk: Talk) -> bool:
    """Whether someone is looking: then there is a bar, and a table in the end."""
    return not talk.quiet and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"


def tell(report: Report, output: Path, talk: Talk) -> None:
    """Say what a run came to."""
    for path, text in report.notes[:_NOTES]:
        talk.note(path, text)
    if (more := len(report.notes) - _NOTES + report.unsaid) > 0:
        talk.note("notes", f"and {more:,} more")
    for key, kind, message in report.examples:
        talk.failed(key, message, kind)
    if (more := _failed(report) - len(report.examples)) > 0:
        talk.stopped(f"and {more:,} more failed: newsextract query {output} failures")
    if shows_terminal(talk):
        _table(report, output)
        return
    for name, value in _lines(report, output):
        talk.note(name, value)


def _failed(report: Report) -> int:
    return sum(number for kind, number in report.outcomes.items() if kind != "ok")


def _lines(report: Report, output: Path) -> Iterator[tuple[str, str]]:
    """The summary as text: one fact a line."""
    if report.recovered:
        yield "taken up", f"{report.recovered:,} outcomes of a run that was broken off"
    if report.removed or report.mended:
        yield "removed", _listed(_removed(report))
    now = f"{report.done:,} read now, {report.unchanged:,} unchanged"
    good = f"{report.outcomes.get('ok', 0):,} articles, {_failed(report):,} failed"
    yield f"{report.inputs:,} inputs", f"{now}; {good}"
    if failures := {k: n for k, n in report.outcomes.items() if k != "ok"}:
        yield "failed", _listed(failures)
    if report.skipped:
        yield "passed over", _listed(report.skipped)
    yield f"{output} holds", _listed(_holds(report))
    yield "took", f"{report.seconds:,.1f} s, {_rate(report):,.0f} inputs a second"


def _removed(report: Report) -> dict[str, int]:
    return {
        "outcomes of inputs that are gone": report.removed,
        "failures of containers that are whole again": report.mended,
    }


def _holds(report: Report) -> dict[str, int]:
    """What the output holds, of all runs."""
    totals = report.totals
    if totals is None:
        return {}
    return {
        "articles": totals.ok,
        "failures": totals.failed,
        "budget records": totals.records,
        "checks that do not add up": totals.checks.get("mismatch", 0),
        "reprints": report.reprints,
    }


def _rate(report: Report) -> float:
    return report.inputs / report.seconds if report.seconds else 0.0


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{number:,} {name}" for name, number in counts.items() if number)


def _table(report: Report, output: Path) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from newsextract.cli.table import clean
    from newsextract.cli.terminal import width

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_header=False)
    table.add_column(overflow="fold")
    table.add_column(justify="right")

    def row(name: str, number: int, style: str = "") -> None:
        table.add_row(Text(clean(name), style=style), Text(f"{number:,}", style=style))

    row("inputs", report.inputs, "bold")
    row("  read now", report.done)
    row("  unchanged", report.unchanged)
    row("  articles", report.outcomes.get("ok", 0))
    failed = _failed(report)
    row("  failed", failed, "bold red" if failed else "")
    for kind, number in report.outcomes.items():
        if kind != "ok":
            row(f"    {kind}", number)
    if report.skipped:
        row("passed over", sum(report.skipped.values()), "bold")
    for reason, number in sorted(report.skipped.items()):
        row(f"  {reason}", number)
    for name, number in {
        "taken up from a broken run": report.recovered,
        **_removed(report),
    }.items():
        if number:
            row(name, number)
    table.add_section()
    table.add_row(Text(clean(f"{output} holds"), style="bold"))
    for name, number in _holds(report).items():
        row(f"  {name}", number, "red" if name.startswith("checks") and number else "")
    table.add_section()
    table.add_row("seconds", f"{report.seconds:,.1f}")
    table.add_row("inputs a second", f"{_rate(report):,.0f}")
    color = shows_color(on_terminal=True)
    Console(stderr=True, width=width(), no_color=not color, highlight=False).print(table)
