"""`newsextract fetch`: pages from the web, politely, kept so that they can be read for ever."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from newsextract.cli.options import QuietOption, VerboseOption
from newsextract.errors import UsageError

if TYPE_CHECKING:
    from datetime import date

    from newsextract.fetching import Policy

__all__ = ["fetch"]


class KeptAs(StrEnum):
    """How fetched pages are kept."""

    WARC = "warc"
    FILES = "files"


UrlsArgument = Annotated[
    list[str] | None, typer.Argument(metavar="URL", help="Pages to fetch.", show_default=False)
]
ListOption = Annotated[
    str | None,
    typer.Option(
        "--urls",
        metavar="FILE|-",
        help="A list of pages, a URL a line; blank lines and # comments are left out, - is "
        "standard input.",
    ),
]
FeedOption = Annotated[
    list[str] | None,
    typer.Option(
        "--feed", metavar="URL", help="Fetch the articles of an RSS or Atom feed; repeatable."
    ),
]
SitemapOption = Annotated[
    list[str] | None,
    typer.Option(
        "--sitemap",
        metavar="URL",
        help="Fetch the articles of a sitemap or an index of them; repeatable.",
    ),
]
SinceOption = Annotated[
    str | None,
    typer.Option("--since", metavar="DATE", help="First day to take from feeds and sitemaps."),
]
UntilOption = Annotated[
    str | None,
    typer.Option("--until", metavar="DATE", help="Last day to take, itself included."),
]
FolderOption = Annotated[
    Path,
    typer.Option(
        "--output", "-o", metavar="FOLDER", help="Where pages are kept; made when missing."
    ),
]
KeptAsOption = Annotated[
    KeptAs,
    typer.Option(
        "--format", "-f", help="WARC files, or an .html and a .json beside it for each page."
    ),
]
ContactOption = Annotated[
    str | None,
    typer.Option(
        "--contact", metavar="MAIL|URL", help="Told to each site, so that its owner can reach you."
    ),
]
RateOption = Annotated[
    float, typer.Option("--rate", metavar="R", help="Requests a second to one host.")
]
PerHostOption = Annotated[
    int, typer.Option("--per-host", metavar="N", help="Requests under way at one host.")
]
ConcurrencyOption = Annotated[
    int, typer.Option("--concurrency", metavar="N", help="Requests under way in all.")
]
TriesOption = Annotated[
    int,
    typer.Option("--tries", metavar="N", help="Tries of a page, on 429, 5xx and lost connections."),
]
TimeoutOption = Annotated[
    float, typer.Option("--timeout", metavar="S", help="Seconds for one try of a page.")
]
MaxBytesOption = Annotated[
    int, typer.Option("--max-bytes", metavar="N", help="Largest page, sent and unpacked.")
]
NoRobotsOption = Annotated[
    bool, typer.Option("--no-robots", help="Do not ask robots.txt: for sites that are yours.")
]
AllowPrivateOption = Annotated[
    bool, typer.Option("--allow-private", help="Also fetch from private networks and this machine.")
]
CacheOption = Annotated[
    str | None,
    typer.Option(
        "--cache",
        metavar="FILE|none",
        help="Cache that spares servers pages they sent before.  [default: in the user's "
        "cache folder]",
        show_default=False,
    ),
]
ProxiesOption = Annotated[
    bool,
    typer.Option(
        "--proxies",
        help="Take proxies from the environment; addresses are then checked by the proxy alone.",
    ),
]
CaOption = Annotated[
    Path | None,
    typer.Option(
        "--ca", metavar="FILE", help="PEM file of authorities trusted beside the usual ones."
    ),
]


def fetch(
    urls: UrlsArgument = None,
    *,
    list_: ListOption = None,
    feed: FeedOption = None,
    sitemap: SitemapOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    output: FolderOption,
    format_: KeptAsOption = KeptAs.WARC,
    contact: ContactOption = None,
    rate: RateOption = 1.0,
    per_host: PerHostOption = 2,
    concurrency: ConcurrencyOption = 16,
    tries: TriesOption = 4,
    timeout: TimeoutOption = 20.0,
    max_bytes: MaxBytesOption = 20_000_000,
    no_robots: NoRobotsOption = False,
    allow_private: AllowPrivateOption = False,
    cache: CacheOption = None,
    proxies: ProxiesOption = False,
    ca: CaOption = None,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Fetch pages and keep them as they were sent; the same command again goes on."""
    # Imported here: --help needs none of it.
    from newsextract.cli.fetch_inputs import Asked, open_list
    from newsextract.cli.fetch_run import Campaign
    from newsextract.cli.talk import Talk

    policy = _policy(
        contact=contact,
        robots=not no_robots,
        rate=rate,
        per_host=per_host,
        concurrency=concurrency,
        tries=tries,
        timeout=timeout,
        max_bytes=max_bytes,
        allow_private=allow_private,
        cache=_cache(cache),
        proxies=proxies,
        ca=ca,
    )
    found_at = (*(feed or ()), *(sitemap or ()))
    if not (urls or list_ or found_at):
        raise UsageError("nothing to fetch: give URLs, --urls, --feed or --sitemap")
    first, last = _window(since, until, bool(found_at))
    with open_list(list_) as lines:
        asked = Asked(tuple(urls or ()), lines, found_at, first, last)
        ok = Campaign(output, format_.value, policy, Talk(quiet, verbose)).run(asked)
    raise typer.Exit(0 if ok else 1)


def _policy(**settings: Any) -> Policy:  # noqa: ANN401 - pydantic checks them
    from pydantic import ValidationError

    from newsextract.fetching import Policy
    from newsextract.fetching.fetcher import user_agent

    user_agent(settings["contact"])  # refuses one that cannot stand in a header
    ca = settings["ca"]
    if ca is not None and not ca.is_file():
        raise UsageError(f"--ca names no file: {ca}")
    try:
        return Policy(**settings)
    except ValidationError as error:
        first = error.errors()[0]
        option = str(first["loc"][0]).replace("_", "-")
        raise UsageError(f"--{option}: {first['msg']}, not {first['input']!r}") from error


def _cache(asked: str | None) -> Path | None:
    if asked is not None and asked.lower() == "none":
        return None
    if asked:
        return Path(asked)
    from platformdirs import user_cache_path

    return user_cache_path("newsextract", appauthor=False) / "http.sqlite"


def _window(since: str | None, until: str | None, is_used: bool) -> tuple[date | None, date | None]:
    from newsextract.api import parse_published

    if (since or until) and not is_used:
        raise UsageError("--since and --until choose from a --feed or --sitemap: give one")
    first, last = (
        None if text is None else parse_published(text).date() for text in (since, until)
    )
    if first is not None and last is not None and last < first:
        raise UsageError(f"--until ({last}) lies before --since ({first})")
    return first, last
