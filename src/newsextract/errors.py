"""Every error the package raises on purpose, in one tree.

    NewsExtractError
    ├── InputError            the input cannot be read as text at all
    │   ├── EmptyInputError   nothing in it but white space
    │   ├── BinaryInputError  an image, an archive, a PDF ...
    │   ├── TooLargeError     over a documented limit
    │   └── UnreadableError   missing file, no permission, is a folder
    ├── NotAnArticleError     readable, but no article stands in it
    ├── FetchError            a URL could not be fetched, or may not be
    │   ├── RefusedError      not http(s), a user name in it, a private address
    │   ├── RobotsError       robots.txt keeps it from robots
    │   ├── StatusError       an error status: 404, 503 ...
    │   ├── TimedOutError     no answer, or no end of one, in time
    │   ├── UnreachableError  unknown host, no connection, a bad certificate
    │   ├── RedirectError     too many redirects, or in a circle
    │   ├── OversizeError     a body or head over a documented limit
    │   ├── NotAPageError     a picture, a PDF, a feed: nothing to parse
    │   └── ResponseError     cut short, undecodable, against the protocol
    ├── ArchiveError          kept pages cannot be written, or not be read back whole
    └── UsageError            a call that makes no sense (bad date, unknown format)

Whatever else escapes is a bug. Each error carries `kind`, a stable
snake_case word for machine-readable failure reports.
"""

from __future__ import annotations

from typing import ClassVar

__all__ = [
    "ArchiveError",
    "BinaryInputError",
    "EmptyInputError",
    "FetchError",
    "InputError",
    "NewsExtractError",
    "NotAPageError",
    "NotAnArticleError",
    "OversizeError",
    "RedirectError",
    "RefusedError",
    "ResponseError",
    "RobotsError",
    "StatusError",
    "TimedOutError",
    "TooLargeError",
    "UnreachableError",
    "UnreadableError",
    "UsageError",
]


class NewsExtractError(Exception):
    """Root of all errors raised on purpose.

    >>> issubclass(EmptyInputError, NewsExtractError)
    True
    """

    kind: ClassVar[str] = "error"


class InputError(NewsExtractError):
    """The input cannot be turned into text."""

    kind = "input"


class EmptyInputError(InputError):
    """The input holds nothing but white space."""

    kind = "empty_input"


class BinaryInputError(InputError):
    """The input is not text: an image, an archive, a PDF."""

    kind = "binary_input"


class TooLargeError(InputError):
    """The input is over a documented limit.

    Args:
        size: what was met, in `unit`.
        limit: what is allowed, in `unit`.
        unit: "bytes" or "code points".
    """

    kind = "too_large"

    def __init__(self, size: int, limit: int, unit: str = "bytes") -> None:
        super().__init__(f"input of {size:,} {unit} is over the limit of {limit:,}")
        self.size = size
        self.limit = limit
        self.unit = unit


class UnreadableError(InputError):
    """The file is missing, is a folder, or may not be read."""

    kind = "unreadable"


class NotAnArticleError(NewsExtractError):
    """The input is readable, but holds no article.

    Args:
        found: what it looks like: "list", "error_page", "login", "empty_shell", "no_body" ...
    """

    kind = "not_an_article"

    def __init__(self, found: str, message: str | None = None) -> None:
        super().__init__(message or f"no article in the input: it looks like {found!r}")
        self.found = found


class FetchError(NewsExtractError):
    """A URL could not be fetched, or may not be."""

    kind = "fetch"


class RefusedError(FetchError):
    """The URL may not be asked for: scheme, user name, or an address that is not public."""

    kind = "refused"


class RobotsError(FetchError):
    """The host's robots.txt keeps robots from this URL, or could not be had (RFC 9309)."""

    kind = "robots"


class StatusError(FetchError):
    """The server answered with an error status.

    Args:
        status: the HTTP status code.
        url: the URL that gave it.
        retry_after: seconds the server asked to wait, where it did.
    """

    kind = "http_status"

    def __init__(self, status: int, url: str, retry_after: float | None = None) -> None:
        super().__init__(f"HTTP {status} from {url}")
        self.status = status
        self.url = url
        self.retry_after = retry_after


class TimedOutError(FetchError):
    """The server gave no answer, or no end of one, in time."""

    kind = "timed_out"


class UnreachableError(FetchError):
    """The host is unknown, cannot be connected to, or shows no valid certificate."""

    kind = "unreachable"


class RedirectError(FetchError):
    """More redirects than allowed, in a circle, or from https down to http."""

    kind = "redirects"


class OversizeError(FetchError):
    """More came than a documented limit allows: as sent, decompressed, or in the head."""

    kind = "oversize"


class NotAPageError(FetchError):
    """What the server sends is no page: a picture, a PDF, a feed."""

    kind = "not_a_page"


class ResponseError(FetchError):
    """The answer is cut short, cannot be decoded, or breaks the protocol."""

    kind = "bad_response"


class ArchiveError(NewsExtractError):
    """Kept pages cannot be written (disk full, no permission, in use) or not be read back whole."""

    kind = "archive"


class UsageError(NewsExtractError):
    """The call makes no sense as written."""

    kind = "usage"
