"""The JSON file beside a page kept as `.html`: what is known about it, and that it is whole."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Final, Literal

from pydantic import AwareDatetime, Field, ValidationError

from newsextract.archives.exchange import Visit
from newsextract.errors import ArchiveError, OversizeError
from newsextract.models import Page
from newsextract.models._base import Model

__all__ = ["MAX_SIDECAR_BYTES", "Sidecar", "read_sidecar", "sidecar_of", "sidecar_path"]

MAX_SIDECAR_BYTES: Final = 1_000_000
MAX_PAGE_BYTES: Final = 20_000_000
_FORMAT: Final = "newsextract-page"


class Sidecar(Model):
    """Facts of a kept page; the fields of `Page`, and what tells that its file is whole."""

    format: Literal["newsextract-page"] = "newsextract-page"
    requested_url: str
    url: str | None
    redirects: tuple[str, ...]
    status: int | None
    headers: tuple[tuple[str, str], ...] = Field(description="as sent, in order, doubles kept")
    fetched_at: AwareDatetime | None
    size: int = Field(description="of the page's file, in bytes")
    sha256: str = Field(description="of the page's file, in hexadecimal digits")
    canonical_url: str | None
    original_url: str | None


def sidecar_path(html: Path) -> Path:
    """Where the sidecar of a page's file stands: `a.html.json` beside `a.html`."""
    return html.with_name(html.name + ".json")


def sidecar_of(visit: Visit) -> bytes:
    """The sidecar of a visit's page, as JSON."""
    page = visit.page
    facts = {
        "format": _FORMAT,
        "requested_url": visit.asked,
        "url": page.url,
        "redirects": page.redirects,
        "status": page.status,
        "headers": visit.exchanges[-1].response_headers,
        "fetched_at": page.fetched_at.isoformat() if page.fetched_at else None,
        "size": len(page.content),
        "sha256": hashlib.sha256(page.content).hexdigest(),
        "canonical_url": page.canonical_url,
        "original_url": page.original_url,
    }
    return json.dumps(facts, indent=1).encode("ascii") + b"\n"


def load_sidecar(path: Path) -> Sidecar | None:
    """Read a sidecar; None if there is none, or the file is none of ours.

    Raises:
        ArchiveError: it is damaged, or cannot be read.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MAX_SIDECAR_BYTES + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ArchiveError(f"cannot read {path}: {error.strerror or error}") from error
    if _FORMAT.encode() not in data[:100]:
        return None
    try:
        return Sidecar.model_validate_json(data)
    except ValidationError as error:
        raise ArchiveError(f"{path} is damaged: {error.errors()[0]['msg']}") from error


def read_sidecar(html_path: Path, limit: int = MAX_PAGE_BYTES) -> Page | None:
    """Read a page back that was kept as a file with a sidecar.

    Args:
        html_path: the page's own file.
        limit: largest page read, in bytes.

    Returns:
        None for a file without a sidecar of ours.

    Raises:
        ArchiveError: the sidecar is damaged, or the file is not the one it was written for.
        OversizeError: the page is over the limit.
    """
    path = sidecar_path(html_path)
    sidecar = load_sidecar(path)
    if sidecar is None:
        return None
    if sidecar.size > limit:
        raise OversizeError(f"{html_path} is larger than {limit:,} bytes")
    try:
        with html_path.open("rb") as file:
            content = file.read(sidecar.size + 1)
    except OSError as error:
        raise ArchiveError(f"cannot read {html_path}: {error.strerror or error}") from error
    if hashlib.sha256(content).hexdigest() != sidecar.sha256:
        raise ArchiveError(
            f"{html_path} is not as it was fetched; to read it as it is now, remove {path.name}"
        )
    headers: dict[str, str] = {}
    for name, value in sidecar.headers:
        key = name.lower()
        headers[key] = f"{headers[key]}, {value}" if key in headers else value
    facts = sidecar.model_dump(exclude={"format", "headers", "size", "sha256"})
    return Page(content=content, headers=headers, **facts)
