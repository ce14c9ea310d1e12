"""Reading the header lines of an answer, also where a server sends one twice."""

from __future__ import annotations

from newsextract.archives.exchange import Exchange

__all__ = ["by_name", "content_codings", "content_type", "header"]


def header(exchange: Exchange, name: str) -> str | None:
    """A header's value; of several lines the first.

    Args:
        exchange: what was answered.
        name: in small letters.
    """
    return next(iter(_values(exchange, name)), None)


def content_type(exchange: Exchange) -> str | None:
    """The Content-Type; of several the last, as browsers do (WHATWG Fetch, 2.2.2)."""
    values = _values(exchange, "content-type")
    return values[-1] if values else None


def content_codings(exchange: Exchange) -> str | None:
    """The Content-Encoding, several lines as one list in their order (RFC 9110, 5.3)."""
    return ", ".join(_values(exchange, "content-encoding")) or None


def by_name(exchange: Exchange) -> dict[str, str]:
    """All headers, names in small letters, values of a name joined (RFC 9110, 5.3)."""
    joined: dict[str, str] = {}
    for name, value in exchange.response_headers:
        key = name.lower()
        joined[key] = f"{joined[key]}, {value}" if key in joined else value
    if (kind := content_type(exchange)) is not None:
        joined["content-type"] = kind
    return joined


def _values(exchange: Exchange, name: str) -> list[str]:
    return [value for key, value in exchange.response_headers if key.lower() == name]
