"""`newsextract sites`: the site profiles, and trying one on a saved page."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newsextract.cli.options import UrlOption

if TYPE_CHECKING:
    from newsextract.cli.site_views import Trial

__all__ = ["app"]

app = typer.Typer(
    name="sites",
    help="List the newspapers, CMSs and portals whose layouts are known; show one; try one.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


class SitesFormat(StrEnum):
    """How profiles are shown."""

    TABLE = "table"
    JSON = "json"
    MD = "md"


_FormatOption = Annotated[
    SitesFormat | None,
    typer.Option(
        "--format", "-f", help="Default: table on a terminal, json elsewhere.", show_default=False
    ),
]


@app.command("list")
def list_sites(format_: _FormatOption = None) -> None:
    """Print all profiles: id, name, kind, hosts, layouts."""
    from newsextract.article.profiles import load_profiles
    from newsextract.cli import site_views
    from newsextract.cli.sink import Sink

    profiles = load_profiles()
    with Sink("-") as sink:
        match _chosen(format_, sink.on_terminal):
            case SitesFormat.JSON:
                sink.write(site_views.json_text([site_views.summary(p) for p in profiles]))
            case SitesFormat.MD:
                sink.write(site_views.list_markdown(profiles))
            case _:
                sink.write(site_views.list_table(profiles))


@app.command("show")
def show_site(
    site: Annotated[str, typer.Argument(metavar="ID", help="As in sites list, e.g. hankyung.")],
    format_: _FormatOption = None,
) -> None:
    """Print one profile with its layouts and selectors, those of its CMS included."""
    from newsextract.article.profiles import profile_named
    from newsextract.cli import site_views
    from newsextract.cli.sink import Sink

    profile = profile_named(site)
    with Sink("-") as sink:
        if _chosen(format_, sink.on_terminal) is SitesFormat.JSON:
            sink.write(site_views.json_text(profile.model_dump(mode="json", exclude_defaults=True)))
        else:
            sink.write(site_views.profile_text(profile))


@app.command("test")
def try_site(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="A saved page (HTML).")],
    profile: Annotated[
        str | None,
        typer.Option("--profile", metavar="ID", help="Try this one, whatever the page says."),
    ] = None,
    url: UrlOption = None,
    format_: _FormatOption = None,
) -> None:
    """Try a profile on a saved page: which one and why, and what each selector finds.

    Exit code 1 when no layout applies or the page cannot be read.
    """
    from newsextract.cli import site_views
    from newsextract.cli.sink import Sink
    from newsextract.cli.talk import Talk
    from newsextract.errors import InputError

    try:
        trial = _try(path, profile, url)
    except InputError as error:
        Talk().failure(str(path), error)
        raise typer.Exit(1) from None
    with Sink("-") as sink:
        if _chosen(format_, sink.on_terminal) is SitesFormat.JSON:
            sink.write(site_views.json_text(site_views.trial_data(trial)))
        else:
            sink.write(site_views.trial_text(trial))
    raise typer.Exit(0 if trial.layout is not None else 1)


def _chosen(asked: SitesFormat | None, on_terminal: bool) -> SitesFormat:
    if asked is not None:
        return asked
    return SitesFormat.TABLE if on_terminal else SitesFormat.JSON


def _try(path: Path, profile_id: str | None, url: str | None) -> Trial:
    """Read a page and let the profiles at it."""
    from selectolax.lexbor import LexborHTMLParser

    from newsextract.article.decode import decode
    from newsextract.article.forms import saved_url, unwrap
    from newsextract.article.profiles import profile_named
    from newsextract.article.reading import read
    from newsextract.cli.site_views import try_page

    named = None if profile_id is None else profile_named(profile_id)
    page = unwrap(read(path))
    text = decode(page.content).text
    return try_page(LexborHTMLParser(text), named, url or page.url or saved_url(text))
