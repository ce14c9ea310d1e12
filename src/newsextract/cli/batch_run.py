"""What `batch` tells a person: a bar, notes, failures by kind, a summary."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import typer

from newsextract.cli.talk import Talk
from newsextract.cli.terminal import shows_color

if TYPE_CHECKING:
    from newsextract.batch.counting import Report
    from newsextract.batch.running import Options, Runner

__all__ = ["run_batch"]

_INTERRUPTED = 130
_NOTES = 10


def run_batch(
    inputs: Sequence[str],
    output: Path,
    options: Options,
    talk: Talk,
    runner: Runner | None = None,
) -> bool:
    """Run a batch and tell of it; whether no input failed.

    Raises:
        UsageError, ArchiveError: see `batch.running.run`.
        typer.Exit: with 130 when the user interrupted.
    """
    from newsextract.batch.running import run

    try:
        with _bar(talk) as progress:
            report = run(inputs, output, options, runner=runner, progress=progress)
    except KeyboardInterrupt:
        talk.stopped(
            f"interrupted: what was done is kept in {output}*; the same command goes on from there"
        )
        raise typer.Exit(_INTERRUPTED) from None
    _summary(report, output, talk)
    return report.ok


def _summary(report: Report, output: Path, talk: Talk) -> None:
    for path, text in report.notes[:_NOTES]:
        talk.note(path, text)
    if len(report.notes) > _NOTES:
        talk.note("notes", f"and {len(report.notes) - _NOTES:,} more")
    if report.skipped:
        talk.note("passed over", _listed(report.skipped))
    if report.recovered:
        talk.note("taken up", f"{report.recovered:,} outcomes of a run that was broken off")
    if report.removed:
        talk.note("removed", f"{report.removed:,} outcomes of inputs that are gone")
    totals = report.totals
    if totals is None:
        return
    talk.note(
        f"read {report.done + report.unchanged:,} inputs",
        f"{report.done:,} now, {report.unchanged:,} kept before; "
        f"{totals.ok:,} articles, {totals.records:,} budget records"
        + (f", {report.reprints:,} reprints" if report.reprints else ""),
    )
    if bad := totals.checks.get("mismatch"):
        talk.note("does not add up", f"{bad:,} checks (see the view not_adding_up)")
    if totals.failed:
        kinds = {kind: number for kind, number in totals.outcomes.items() if kind != "ok"}
        talk.stopped(f"failed: {_listed(kinds)}")
    rate = report.done / report.seconds if report.seconds else 0.0
    talk.note(f"kept in {output}", f"{report.seconds:,.1f} s, {rate:,.0f} inputs a second")


def _listed(counts: dict[str, int]) -> str:
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{number:,} {name}" for name, number in ordered)


@contextmanager
def _bar(talk: Talk) -> Iterator[Callable[[Report], None]]:
    """A progress bar on a terminal, nothing elsewhere."""
    if talk.quiet or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    console = Console(stderr=True, force_terminal=True, no_color=not shows_color(on_terminal=True))
    columns = (
        TextColumn("{task.fields[done]}"),
        BarColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[failed]}"),
    )
    began = monotonic()
    with Progress(*columns, console=console, transient=True, redirect_stdout=False) as bar:
        task = bar.add_task("", total=None, done="", failed="")

        def show(report: Report) -> None:
            rate = report.done / max(monotonic() - began, 0.001)
            failed = f"{report.failures:,} failed" if report.failures else ""
            bar.update(
                task,
                completed=report.read,
                total=report.found if report.all_found else None,
                done=f"{report.done:,} ({rate:,.0f}/s)",
                failed=failed,
            )

        yield show
