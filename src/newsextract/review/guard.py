"""Who may ask: the one who was given the address, from the page itself, on this machine.

Cookies of 127.0.0.1 are sent to every port of it, so the cookie alone opens nothing that tells of
the articles: data also takes the token, which the page keeps for itself and sends as a header.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from email.message import Message
from http import HTTPStatus
from typing import Final

__all__ = ["TOKEN_HEADER", "Guard", "Refusal"]

TOKEN_HEADER: Final = "X-Review-Token"  # noqa: S105 - a name
_NAMES: Final = ("127.0.0.1", "localhost")


class Refusal(Exception):  # noqa: N818 - it is an answer
    """A request that is answered with a refusal.

    Args:
        status: of the answer.
        kind: stable snake_case word.
        message: for a reader.
    """

    def __init__(self, status: HTTPStatus, kind: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.kind = kind
        self.message = message


@dataclass(frozen=True)
class Guard:
    """The secrets of one run.

    Attributes:
        port: that the server listens on.
        token: in the address that is opened.
        cookie: what the browser is given for it.
    """

    port: int
    token: str
    cookie: str

    @classmethod
    def of(cls, port: int) -> Guard:
        """New secrets."""
        return cls(port, secrets.token_urlsafe(32), secrets.token_urlsafe(32))

    @property
    def cookie_name(self) -> str:
        """Its own for each port, so that two reviews do not log each other out."""
        return f"newsextract-review-{self.port}"

    @property
    def set_cookie(self) -> str:
        """The header that gives the cookie."""
        return f"{self.cookie_name}={self.cookie}; Path=/; HttpOnly; SameSite=Strict"

    def check_host(self, hosts: list[str]) -> None:
        """Refuse a name that was made to point here (DNS rebinding).

        Raises:
            Refusal: the request is meant for another host.
        """
        if hosts not in [[f"{name}:{self.port}"] for name in _NAMES]:
            raise Refusal(HTTPStatus.MISDIRECTED_REQUEST, "wrong_host", "not the host of this page")

    def is_token(self, token: str) -> bool:
        """Whether that is the token, compared in constant time."""
        return _same(token, self.token)

    def check_cookie(self, header: str) -> None:
        """Refuse a browser that did not come by the address with the token.

        Raises:
            Refusal: there is no such cookie.
        """
        for part in header.split(";"):
            name, _, value = part.strip().partition("=")
            if name == self.cookie_name and _same(value, self.cookie):
                return
        raise Refusal(
            HTTPStatus.FORBIDDEN, "no_session", "open the address that newsextract review printed"
        )

    def check_data(self, headers: Message) -> None:
        """Refuse to tell of articles without the token, or to another site's page.

        Raises:
            Refusal: the token is missing or wrong, or another page asks.
        """
        if not self.is_token(headers.get(TOKEN_HEADER, "")):
            raise Refusal(HTTPStatus.FORBIDDEN, "no_token", "the token is missing or wrong")
        if headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
            raise Refusal(HTTPStatus.FORBIDDEN, "wrong_origin", "asked by another page")

    def check_change(self, headers: Message) -> None:
        """Refuse a change that was not asked for by the page itself.

        Raises:
            Refusal: no origin, or another one; or no JSON, which no form can send.
        """
        own = [f"http://{name}:{self.port}" for name in _NAMES]
        if headers.get("Origin", "") not in own:
            raise Refusal(HTTPStatus.FORBIDDEN, "wrong_origin", "asked by another page")
        if headers.get("Content-Type", "").partition(";")[0].strip() != "application/json":
            raise Refusal(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "no_json", "a change is sent as JSON")


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode())
