"""`newsextract batch`: many saved articles into one output."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from newsextract.cli.options import QuietOption, VerboseOption
from newsextract.errors import UsageError

PathsArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="PATH...",
        help="Files, folders (to any depth), globs: pages, texts, .gz, .zip, WARC, JSON lines, "
        "CSV, Parquet, BigKinds Excel.",
    ),
]
OutOption = Annotated[
    Path,
    typer.Option(
        "--output",
        "-o",
        metavar="OUT",
        help="Ends in .sqlite, .jsonl (.gz, .zst), .csv or .parquet.",
    ),
]
ListOption = Annotated[
    str | None,
    typer.Option("--paths", metavar="FILE|-", help="A list of paths, one a line; - is stdin."),
]
WorkersOption = Annotated[
    int | None,
    typer.Option(
        "--workers", "-w", min=1, metavar="N", help="Processes. Default: one for each CPU."
    ),
]
ColumnOption = Annotated[
    str | None,
    typer.Option(
        "--column", metavar="NAME", help="Column or field of text or HTML, in tables and JSON."
    ),
]
TimeOption = Annotated[
    float, typer.Option("--time-limit", min=0.1, metavar="S", help="Seconds for one article.")
]
MemoryOption = Annotated[
    int, typer.Option("--memory", min=100, metavar="MB", help="Memory a worker may take.")
]
StoriesOption = Annotated[
    bool,
    typer.Option(
        "--stories/--no-stories", help="Find reprints of one press release, to count it once."
    ),
]
PruneOption = Annotated[
    bool, typer.Option("--prune", help="Remove from OUT what is no longer among the inputs.")
]
DaskOption = Annotated[
    str | None,
    typer.Option(
        "--dask",
        metavar="SCHEDULER",
        help="Work on a Dask cluster: the scheduler's address, or its scheduler file.",
    ),
]


def batch(
    output: OutOption,
    paths: PathsArgument = None,
    listed: ListOption = None,
    workers: WorkersOption = None,
    column: ColumnOption = None,
    time_limit: TimeOption = 30.0,
    memory: MemoryOption = 2_000,
    stories: StoriesOption = True,
    prune: PruneOption = False,
    dask: DaskOption = None,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Read many saved articles; keep every outcome, and go on where a run was broken off."""
    # Imported here: --help needs none of it.
    from newsextract.batch.running import Options
    from newsextract.cli.batch_run import run_batch
    from newsextract.cli.talk import Talk

    inputs = [*(paths or ()), *(_lines(listed) if listed is not None else ())]
    if not inputs:
        raise UsageError("nothing to read: give paths, or a list of them with --paths")
    options = Options(
        workers=workers or _cpus(),
        column=column,
        time_limit=time_limit,
        memory_mb=memory,
        stories=stories,
        prune=prune,
    )
    runner = None
    if dask is not None:
        from newsextract.batch.cluster import dask_runner

        runner = dask_runner(dask)
    ok = run_batch(inputs, output, options, Talk(quiet, verbose), runner)
    raise typer.Exit(0 if ok else 1)


def _cpus() -> int:
    """The CPUs that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _lines(name: str) -> list[str]:
    """The paths of a list, one a line.

    Raises:
        UsageError: the list cannot be read.
    """
    import sys

    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise UsageError(f"cannot read the list {name}: {error.strerror}") from error
    text = data.decode("utf-8-sig", "surrogateescape")
    return [line for line in text.splitlines() if line.strip()]
