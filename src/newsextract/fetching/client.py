"""One GET over httpx, with a limit on everything a server could draw out."""

from __future__ import annotations

from datetime import UTC, datetime
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import newsextract
from newsextract.errors import FetchError
from newsextract.fetching.addresses import check_address, check_url
from newsextract.models import Page

if TYPE_CHECKING:
    import httpx

__all__ = ["MAX_BYTES", "MAX_REDIRECTS", "TIMEOUT", "fetch"]

MAX_BYTES = 20_000_000
"""Largest body taken, in bytes after decompression."""

MAX_REDIRECTS = 5
TIMEOUT = 20.0
"""Seconds for the whole of one page, redirects included."""


def fetch(
    url: str,
    *,
    timeout: float = TIMEOUT,
    max_bytes: int = MAX_BYTES,
    allow_private: bool = False,
    transport: httpx.BaseTransport | None = None,
) -> Page:
    """Fetch one page.

    Only http and https, only hosts whose addresses are all public, each redirect checked
    again, TLS verified, no proxy or credentials taken from the environment.

    Args:
        url: the page's address.
        timeout: seconds for the whole page.
        max_bytes: largest body accepted, in bytes after decompression.
        allow_private: also fetch from this machine and private networks.
        transport: an httpx transport to use in place of the network (tests).

    Returns:
        The body as it came, the final URL and the headers, names in lower case.

    Raises:
        FetchError: the URL may not be fetched, the server does not answer, answers with an
            error status, redirects too often, or sends too much.
    """
    import httpx

    agent = f"newsextract/{newsextract.__version__}"
    deadline = monotonic() + timeout
    try:
        with httpx.Client(
            timeout=timeout,
            trust_env=False,
            follow_redirects=False,
            transport=transport,
            headers={"User-Agent": agent, "Accept": "text/html,application/xhtml+xml,*/*;q=0.5"},
        ) as client:
            for _ in range(MAX_REDIRECTS + 1):
                url = check_url(url, allow_private)
                with client.stream("GET", url) as response:
                    if not allow_private:
                        _check_peer(response)
                    target = response.headers.get("location")
                    if response.is_redirect and target:
                        url = urljoin(url, target)
                        continue
                    return _page(response, url, max_bytes, deadline)
    except httpx.TimeoutException as error:
        raise FetchError(f"no answer within {timeout:g} s: {url}") from error
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
        raise FetchError(f"cannot fetch {url}: {error or type(error).__name__}") from error
    raise FetchError(f"more than {MAX_REDIRECTS} redirects, the last to {url}")


def _check_peer(response: httpx.Response) -> None:
    """Look at the address really connected to: a name may answer differently each time."""
    stream = response.extensions.get("network_stream")
    peer = stream.get_extra_info("server_addr") if stream is not None else None
    if peer is not None:
        check_address(str(peer[0]), response.url.host)


def _page(response: httpx.Response, url: str, max_bytes: int, deadline: float) -> Page:
    if not response.is_success:
        raise FetchError(f"HTTP {response.status_code} from {url}")
    body = bytearray()
    for chunk in response.iter_bytes():
        body += chunk
        if len(body) > max_bytes:
            raise FetchError(f"more than {max_bytes:,} bytes from {url}")
        if monotonic() > deadline:
            raise FetchError(f"still sending when time was up: {url}")
    return Page(
        content=bytes(body),
        url=url,
        headers=dict(response.headers),
        fetched_at=datetime.now(UTC),
    )
