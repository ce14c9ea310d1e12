"""`newsextract fixtures`: pages with what must be found in them, made, checked and kept up."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newsextract.cli.options import QuietOption, UrlOption
from newsextract.errors import NewsExtractError, UsageError

if TYPE_CHECKING:
    from newsextract.cli.talk import Talk
    from newsextract.fixtures import Verdict
    from newsextract.fixtures.running import Observation

__all__ = ["app"]

app = typer.Typer(
    name="fixtures",
    help="Guard pages: write down what must be found in them, and see what is found otherwise.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

_PLACE = Path("fixtures")
_LONG = 240
"""Length of a quote where a single fixture is looked at, in code points."""


class FixturesFormat(StrEnum):
    """How differences are shown."""

    TEXT = "text"
    JSON = "json"


_DirOption = Annotated[
    Path, typer.Option("--dir", "-d", metavar="DIR", help="The folder that holds the fixtures.")
]
_FormatOption = Annotated[
    FixturesFormat, typer.Option("--format", "-f", help="Words for a person, or JSON.")
]
_NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="Of the fixture's folder.")]


@app.command("add")
def add(
    source: Annotated[
        str, typer.Argument(metavar="PATH|URL|-", help="A saved page, a WARC, a URL, or - .")
    ],
    name: _NameArgument,
    place: _DirOption = _PLACE,
    url: UrlOption = None,
    published: Annotated[
        str | None,
        typer.Option(
            "--published", metavar="DATE", help="The frozen clock: the day it is read as of."
        ),
    ] = None,
    note: Annotated[
        str | None, typer.Option("--note", metavar="TEXT", help="What is special about the page.")
    ] = None,
    zones: Annotated[
        bool, typer.Option("--zones", help="Guard the lines outside the body too.")
    ] = False,
    fails: Annotated[
        bool, typer.Option("--fails", help="Guard that this page fails, and how.")
    ] = False,
    quiet: QuietOption = False,
) -> None:
    """Make a fixture of a page; what comes out of it now is written down as expected.

    Read what was written down before you trust it. Of a WARC that holds several pages, --url
    says which.
    """
    from newsextract.cli.talk import Talk
    from newsextract.fixtures.adding import add_fixture, input_suffix
    from newsextract.fixtures.sources import load_page

    _refuse(name, url, published)
    talk = Talk(quiet)
    with _told(talk, source):
        page = load_page(source, url)
        folder, found = add_fixture(
            page, name, place,
            suffix=input_suffix(page, Path(source) if Path(source).is_file() else None),
            published=published, note=note, zones=zones, fails=fails,
        )  # fmt: skip
    talk.note(str(folder), f"{_summed(found)}; read what is written down, it proves nothing yet")


def _refuse(name: str, url: str | None, published: str | None) -> None:
    """Refuse what makes no sense before a page is fetched for nothing."""
    from newsextract.api import parse_published
    from newsextract.fixtures.adding import check_name

    check_name(name)
    if url is not None and not url.isprintable():
        raise UsageError(f"not a URL: {url!r}")
    if published is not None:
        parse_published(published)


@app.command("check")
def check(
    place: Annotated[
        Path, typer.Argument(metavar="DIR", help="A folder of fixtures, or one fixture.")
    ] = _PLACE,
    names: Annotated[
        list[str] | None, typer.Argument(metavar="NAME...", help="Only these.", show_default=False)
    ] = None,
    format_: _FormatOption = FixturesFormat.TEXT,
    quiet: QuietOption = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Name those that are as expected too.")
    ] = False,
) -> None:
    """Run fixtures and say in words what is not as it was written down.

    Exit code 1 when there is a difference or a broken fixture.
    """
    from newsextract.cli.sink import Sink
    from newsextract.cli.talk import Talk
    from newsextract.fixtures.checking import check_all
    from newsextract.fixtures.folder import find_fixtures, other_folders
    from newsextract.fixtures.telling import as_json, summary, told

    folders = find_fixtures(_known(place), names or ())
    if not names:
        for folder in other_folders(place):
            Talk(quiet).note(str(folder), "left out, no fixture in it")
    verdicts = []
    with Sink("-") as sink:
        for verdict in check_all(folders):
            verdicts.append(verdict)
            if format_ is FixturesFormat.TEXT and (verbose or verdict.status != "ok"):
                sink.write(told(verdict))
        if format_ is FixturesFormat.JSON:
            sink.write(as_json(verdicts))
        elif not quiet:
            sink.write(summary(verdicts))
    raise typer.Exit(_code(verdicts))


@app.command("diff")
def diff(
    name: _NameArgument,
    place: _DirOption = _PLACE,
    format_: _FormatOption = FixturesFormat.TEXT,
) -> None:
    """Run one fixture and say at length what is not as it was written down.

    Exit code 1 when there is a difference or the fixture is broken.
    """
    from newsextract.cli.sink import Sink
    from newsextract.fixtures import check_fixture, find_fixtures
    from newsextract.fixtures.telling import as_json, told

    (folder,) = find_fixtures(place, [name])
    verdict = check_fixture(folder, width=_LONG)
    with Sink("-") as sink:
        sink.write(as_json([verdict]) if format_ is FixturesFormat.JSON else told(verdict))
    raise typer.Exit(_code([verdict]))


@app.command("update")
def update(
    name: _NameArgument,
    place: _DirOption = _PLACE,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Accept the differences without being asked.")
    ] = False,
    quiet: QuietOption = False,
) -> None:
    """Show what is not as it was written down, and once that is accepted write it down anew.

    Notes, open fields and fields left out stay as they are. Exit code 1 when nothing is
    written although there are differences.
    """
    from newsextract.cli.sink import Sink
    from newsextract.cli.talk import Talk
    from newsextract.fixtures import find_fixtures, propose_update
    from newsextract.fixtures.telling import told

    (folder,) = find_fixtures(place, [name])
    talk = Talk(quiet)
    with _told(talk, str(folder)):
        proposed = propose_update(folder, width=_LONG)
        with Sink("-") as sink:
            sink.write(told(proposed.verdict))
        if not proposed.verdict.differences:
            return
        if not yes and not _accepted():
            talk.stopped(f"nothing written to {folder}: --yes accepts these differences")
            raise typer.Exit(1)
        for path in proposed.write():
            talk.note(str(path), "written" if path.exists() else "removed")


def _accepted() -> bool:
    """Whether the person at the terminal says so; nobody there means no."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    return typer.confirm("Write this down as expected?", default=False, err=True)


def _known(place: Path) -> Path:
    """The folder, or a hint where a fixture's name was given in its place.

    Raises:
        UsageError: there is no such folder.
    """
    if not place.is_dir() and (_PLACE / place).is_dir():
        raise UsageError(f"names come after the folder: fixtures check {_PLACE} {place}")
    return place


@contextmanager
def _told(talk: Talk, source: str) -> Iterator[None]:
    """Say on stderr why something failed, and leave with 1; a call that makes no sense goes on."""
    try:
        yield
    except UsageError:
        raise
    except NewsExtractError as error:
        talk.failure(source, error)
        raise typer.Exit(1) from None


def _code(verdicts: list[Verdict]) -> int:
    return 0 if all(verdict.status == "ok" for verdict in verdicts) else 1


def _summed(found: Observation) -> str:
    outcome = found.outcome
    if outcome.error is not None:
        return f"it fails as {outcome.error.kind}"
    article, records = outcome.article, outcome.records
    paragraphs = len(article.paragraphs) if article else 0
    sums = (len(records.records), len(records.amounts)) if records else (0, 0)
    return f"{paragraphs} paragraphs, {sums[1]} amounts, {sums[0]} records"
