"""Every error the package raises on purpose, in one tree.

    NewsExtractError
    ├── InputError            the input cannot be read as text at all
    │   ├── EmptyInputError   nothing in it but white space
    │   ├── BinaryInputError  an image, an archive, a PDF ...
    │   ├── TooLargeError     over a documented limit
    │   └── UnreadableError   missing file, no permission, is a folder
    ├── NotAnArticleError     readable, but no article stands in it
    ├── FetchError            a URL could not be fetched
    └── UsageError            a call that makes no sense (bad date, unknown format)

Whatever else escapes is a bug. Each error carries `kind`, a stable
snake_case word for machine-readable failure reports.
"""

from __future__ import annotations

from typing import ClassVar

__all__ = [
    "BinaryInputError",
    "EmptyInputError",
    "FetchError",
    "InputError",
    "NewsExtractError",
    "NotAnArticleError",
    "TooLargeError",
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


class UsageError(NewsExtractError):
    """The call makes no sense as written."""

    kind = "usage"
