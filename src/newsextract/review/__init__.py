"""Review: a small local web page to look through articles, correct them, and save fixtures.

    catalogue.py   a folder          ──▶ its articles, one at a time
    decisions.py   what a person decided of one article; state.py keeps it on disk
    correct.py     an extraction and decisions ──▶ the extraction as it should be
      recheck.py   its checks anew, where something they are about was changed
    reading.py     a page            ──▶ both, under the decisions so far
    view.py        both              ──▶ JSON for the page (pieces.py cuts the text)
    saving.py      both              ──▶ a fixture, all or nothing
    session.py     all of it behind one lock
    guard.py       who may ask;  server.py  HTTP;  assets/  the page itself

The server listens on the loopback address alone. The page knows an article only as JSON and writes
every word of it as text, under a content security policy that runs nothing but its own scripts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from newsextract.review.server import ReviewServer

__all__ = ["open_review"]


def open_review(folder: Path, *, fixtures: Path | None = None, port: int = 0) -> ReviewServer:
    """Open a folder of articles for review, on a port of the loopback address.

    Args:
        folder: holds what `newsextract batch` reads: saved pages, text copies, containers.
        fixtures: folder that fixtures and the state of the review are written to, and nothing
            outside it; `fixtures` in `folder` where None.
        port: TCP port; 0 takes a free one.

    Returns:
        A server whose `url` opens the page; `serve_forever` runs it, `close` ends it.

    Raises:
        UsageError: no such folder, nothing to review in it, a fixtures folder that is a link,
            or a port that cannot be had.
    """
    from newsextract.review.server import ReviewServer  # noqa: PLC0415 - pays for pydantic models
    from newsextract.review.session import Session  # noqa: PLC0415

    return ReviewServer(Session.of(folder, fixtures), port)
