"""Which failures are tried again, and after how long."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final

from newsextract.archives.exchange import Exchange
from newsextract.errors import ResponseError, StatusError, TimedOutError, UnreachableError
from newsextract.fetching.headers import header
from newsextract.fetching.policy import Policy

if TYPE_CHECKING:
    from stamina import Attempt

__all__ = ["PASSING_STATUSES", "Retries", "asked_wait", "retry_after"]

PASSING_STATUSES: Final = frozenset({408, 429, 500, 502, 503, 504})
"""Error statuses that often pass (RFC 9110, 15; RFC 6585, 4)."""

_MOST_BROKEN: Final = 2
"""Tries of a page whose answers break the protocol or cannot be decoded: once may be a lost
connection, twice is the server's way."""

_LONGEST: Final = 10.0**9
_QUIET: Final = logging.NullHandler()


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds that a Retry-After header asks to wait (RFC 9110, 10.2.3).

    Args:
        value: of the header: whole seconds or an HTTP date; None when there is none.
        now: moment to count a date from, zone-aware: the server's own Date, if known.

    Returns:
        Seconds, never below nought; None when nothing can be read.

    >>> moment = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    >>> retry_after("120", moment), retry_after("Tue, 24 Nov 2026 09:01:00 GMT", moment)
    (120.0, 60.0)
    >>> retry_after("soon", moment) is None
    True
    """
    value = (value or "").strip()
    if value.isascii() and value.isdigit():
        return min(float(value[:12]), _LONGEST)
    try:
        until = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    if until.tzinfo is None:  # "-0000", or the zone left out: HTTP dates are GMT
        until = until.replace(tzinfo=UTC)
    return min(max((until - now).total_seconds(), 0.0), _LONGEST)


def asked_wait(exchange: Exchange) -> float | None:
    """Seconds that an answer asks to wait, by its Retry-After."""
    sent = header(exchange, "date")
    now = exchange.at
    if sent is not None:
        try:
            said = parsedate_to_datetime(sent)
        except (ValueError, OverflowError):
            said = now
        now = said if said.tzinfo is not None else said.replace(tzinfo=UTC)
    return retry_after(header(exchange, "retry-after"), now)


class Retries:
    """The tries of one page.

    Args:
        policy: `tries`, `backoff` and `max_wait` are used.

    Use it as `async for attempt in Retries(policy): with attempt: ...`; the last error is
    raised when no try is left or the error is none that passes.
    """

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._broken = 0

    def __aiter__(self) -> AsyncIterator[Attempt]:
        import stamina

        # It logs each retry as a warning; where nobody has set up logging, Python would write
        # these to stderr.
        logging.getLogger("stamina").addHandler(_QUIET)
        policy = self._policy
        context = stamina.retry_context(
            on=self._may_pass,
            attempts=policy.tries,
            timeout=None,
            wait_initial=policy.backoff,
            wait_max=policy.max_wait,
            wait_jitter=policy.backoff / 2,
        )
        return aiter(context)

    def _may_pass(self, error: Exception) -> bool | float:
        """Whether to try again; a number is the seconds the server asked to wait before it."""
        if isinstance(error, StatusError):
            if error.status not in PASSING_STATUSES:
                return False
            if error.retry_after is None:
                return True
            # A host that asks for longer is left alone, and this page is given up.
            return error.retry_after if error.retry_after <= self._policy.max_wait else False
        if isinstance(error, ResponseError):
            self._broken += 1
            return self._broken < _MOST_BROKEN
        return isinstance(error, TimedOutError | UnreachableError)
