"""The run behind `batch`: a bar while it goes on, and what ends it before its end."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import typer

from newsextract.cli.batch_report import shows_terminal, tell
from newsextract.cli.talk import Talk
from newsextract.cli.terminal import shows_color
from newsextract.errors import ArchiveError

if TYPE_CHECKING:
    from newsextract.batch.counting import Report
    from newsextract.batch.running import Options, Runner

__all__ = ["run_batch"]

_INTERRUPTED = 130
_GO_ON = "what was done is kept, and the same command goes on from there"


def run_batch(
    inputs: Sequence[str],
    output: Path,
    options: Options,
    talk: Talk,
    runner: Runner | None = None,
) -> bool:
    """Run a batch and tell of it; whether no input failed.

    Raises:
        UsageError: see `batch.running.run`.
        ArchiveError: the output cannot be used at all.
        typer.Exit: with 130 when the user interrupted.
    """
    from newsextract.batch.running import run

    begun = False
    try:
        with _bar(talk) as show:

            def progress(report: Report) -> None:
                nonlocal begun
                begun = True
                show(report)

            report = run(inputs, output, options, runner=runner, progress=progress)
    except KeyboardInterrupt:
        talk.stopped(f"interrupted: {_GO_ON}")
        raise typer.Exit(_INTERRUPTED) from None
    except ArchiveError as error:
        if not begun:
            raise
        # The disk is full, say.
        talk.failure(str(output), error)
        talk.stopped(f"stopped: {_GO_ON}")
        return False
    tell(report, output, talk)
    return report.ok


@contextmanager
def _bar(talk: Talk) -> Iterator[Callable[[Report], None]]:
    """A progress bar on a terminal, nothing elsewhere."""
    if not shows_terminal(talk):
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
        task = bar.add_task("", total=None, done="starting", failed="")

        def show(report: Report) -> None:
            rate = report.inputs / max(monotonic() - began, 0.001)
            failed = f"{report.failures:,} failed" if report.failures else ""
            bar.update(
                task,
                completed=report.read,
                total=report.found if report.all_found else None,
                done=f"{report.inputs:,} ({rate:,.0f}/s)",
                failed=failed,
            )

        yield show
