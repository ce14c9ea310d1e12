"""`newsextract review`: look through the articles of a folder in a browser, and save fixtures."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["review"]


def review(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="Folder of saved pages, texts or containers.")
    ],
    port: Annotated[
        int,
        typer.Option("--port", metavar="N", min=0, max=65535, help="TCP port; 0 takes a free one."),
    ] = 0,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Only print the address, open no browser.")
    ] = False,
    fixtures: Annotated[
        Path | None,
        typer.Option(
            "--fixtures",
            metavar="DIR",
            help="Where fixtures and the state of the review go.  [default: DIR/fixtures]",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Step through articles in a browser, correct what was read, and save each as a fixture.

    The page is served to this machine alone, at an address that holds a secret token. Nothing
    is written outside the fixtures folder. Ctrl-C ends it; the same command goes on.
    """
    # Imported here: --help needs none of it.
    from newsextract.review import open_review

    server = open_review(folder, fixtures=fixtures, port=port)
    try:
        typer.echo(server.url)
        typer.echo(
            f"newsextract: {_articles(len(server.session.catalogue.places))}; "
            f"fixtures go to {server.session.shelf.fixtures}; Ctrl-C ends",
            err=True,
        )
        if not no_browser:
            _open(server.url)
        server.serve_forever(poll_interval=0.2)
    except KeyboardInterrupt:
        # The one way to end it, so it is no failure.
        typer.echo("newsextract: ended; all decisions are kept", err=True)
    finally:
        server.close()


def _articles(number: int) -> str:
    return "1 article" if number == 1 else f"{number:,} articles"


def _open(url: str) -> None:
    """Open a browser beside the server: one that runs in the terminal waits for its page."""
    import webbrowser
    from threading import Thread

    def work() -> None:
        if not webbrowser.open(url):
            typer.echo("newsextract: no browser found: open the address yourself", err=True)

    Thread(target=work, daemon=True).start()
