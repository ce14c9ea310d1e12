"""The review's HTTP server: a few static files, and JSON for the page."""

from __future__ import annotations

import json
import re
import socket
import sys
import traceback
from contextlib import suppress
from functools import cache
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from pydantic import ValidationError

import newsextract
from newsextract.errors import NewsExtractError, UsageError
from newsextract.report.texts import LANGUAGES, Lang
from newsextract.review.decisions import Patch
from newsextract.review.guard import Guard, Refusal
from newsextract.review.saving import TakenError
from newsextract.review.session import ConflictError, SaveRequest, Session
from newsextract.review.words import words

__all__ = ["HOST", "MAX_BODY_BYTES", "ReviewServer"]

HOST: Final = "127.0.0.1"
MAX_BODY_BYTES: Final = 1_000_000
_PATIENCE_S: Final = 20.0

_TYPES: Final = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
}
_ASSETS: Final = (
    "index.html", "refused.html", "review.css", "icon.svg", "articles.js", "ask.js", "decide.js",
    "dialogs.js", "dom.js", "keys.js", "main.js", "panel.js", "pick.js", "state.js", "steps.js",
    "text.js",
)  # fmt: skip
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
_HEADERS: Final = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}
_ARTICLE: Final = re.compile(r"/api/articles/(\d{1,6})(/fixture)?")


class ReviewServer(ThreadingHTTPServer):
    """Serves one review on the loopback address.

    Args:
        session: the review.
        port: TCP port; 0 takes a free one.

    Raises:
        UsageError: the port cannot be had.
    """

    daemon_threads = True

    def __init__(self, session: Session, port: int = 0) -> None:
        self.session = session
        try:
            super().__init__((HOST, port), _Handler)
        except (OSError, OverflowError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise UsageError(f"cannot listen on port {port}: {reason}") from error
        self.guard = Guard.of(self.server_address[1])

    @property
    def url(self) -> str:
        """The address that opens the page; who has it can read and decide."""
        return f"http://{HOST}:{self.guard.port}/?token={self.guard.token}"

    def close(self) -> None:
        """Take no more requests, and let what is being written come to its end."""
        self.session.close()
        self.server_close()

    def handle_error(
        self,
        request: socket.socket | tuple[bytes, socket.socket],
        client_address: Any,  # noqa: ANN401
    ) -> None:
        """A browser that went away is nothing to tell; a bug is."""
        del request, client_address
        error = sys.exc_info()[1]
        if error is not None and not isinstance(error, OSError):
            traceback.print_exception(error, file=sys.stderr)


class _Handler(BaseHTTPRequestHandler):
    server: ReviewServer
    server_version = "newsextract"
    sys_version = ""
    timeout = _PATIENCE_S

    def do_GET(self) -> None:
        self._answer(self._get)

    do_HEAD = do_GET  # noqa: N815

    def do_POST(self) -> None:
        self._answer(self._post)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Nothing: the token stands in the first address."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """What http.server itself refuses, in the same form and with the same headers."""
        del explain
        status = HTTPStatus(code)
        with suppress(OSError):
            self._json({"kind": "refused", "message": message or status.phrase}, status)

    def _answer(self, work: Any) -> None:  # noqa: ANN401 - a bound method
        try:
            self.server.guard.check_host(self.headers.get_all("Host", []))
            work()
        except Refusal as refusal:
            self._refuse(refusal)
        except ConnectionError:
            self.close_connection = True
        except Exception as error:  # noqa: BLE001 - the page shall hear of a bug, and go on
            traceback.print_exception(error, file=sys.stderr)
            told = {"kind": "internal", "message": f"{type(error).__name__} (please report)"}
            self._json(told, HTTPStatus.INTERNAL_SERVER_ERROR)

    def _refuse(self, refusal: Refusal) -> None:
        if refusal.kind == "no_session" and not self.path.startswith("/api/"):
            self._asset("refused.html", refusal.status)
        else:
            self._json({"kind": refusal.kind, "message": refusal.message}, refusal.status)

    def _get(self) -> None:
        path, query = self._split()
        guard = self.server.guard
        if path == "/" and "token" in query:
            # Not behind a redirect: a cookie that is strict would not come along from a link.
            if not guard.is_token(query["token"]):
                raise Refusal(HTTPStatus.FORBIDDEN, "no_session", "wrong token")
            self._asset("index.html", cookie=guard.set_cookie)
            return
        guard.check_cookie(self.headers.get("Cookie", ""))
        name = "index.html" if path == "/" else path.removeprefix("/")
        if name in _ASSETS:
            self._asset(name)
            return
        guard.check_data(self.headers)
        self._data(path, query)

    def _data(self, path: str, query: dict[str, str]) -> None:
        session, lang = self.server.session, _lang(query)
        if path == "/api/articles":
            self._json(session.overview())
        elif path == "/api/words":
            self._json({**words(lang), "version": newsextract.__version__})
        elif (match := _ARTICLE.fullmatch(path)) and not match.group(2):
            self._json(_asked(lambda: session.show(int(match.group(1)), lang)))
        elif match:
            raise Refusal(HTTPStatus.METHOD_NOT_ALLOWED, "method", "saving takes a POST")
        else:
            raise Refusal(HTTPStatus.NOT_FOUND, "not_found", "there is nothing here")

    def _post(self) -> None:
        path, query = self._split()
        guard = self.server.guard
        guard.check_cookie(self.headers.get("Cookie", ""))
        guard.check_data(self.headers)
        guard.check_change(self.headers)
        body = self._body()
        match = _ARTICLE.fullmatch(path)
        if match is None:
            raise Refusal(HTTPStatus.NOT_FOUND, "not_found", "there is nothing here")
        number, lang, session = int(match.group(1)), _lang(query), self.server.session
        if match.group(2):
            request = _asked(lambda: SaveRequest.model_validate_json(body))
            self._json(_asked(lambda: session.save(number, request, lang)))
        else:
            patch = _asked(lambda: Patch.model_validate_json(body))
            self._json(_asked(lambda: session.decide(number, patch, lang)))

    def _split(self) -> tuple[str, dict[str, str]]:
        try:
            parts = urlsplit(self.path)
            query = parse_qs(parts.query, max_num_fields=8)
        except ValueError as error:
            raise Refusal(HTTPStatus.BAD_REQUEST, "bad_request", "no address") from error
        return parts.path, {name: values[-1] for name, values in query.items()}

    def _body(self) -> bytes:
        """The body, once its size is known to be one that a page sends."""
        size = self.headers.get("Content-Length", "")
        if self.headers.get("Transfer-Encoding") or not re.fullmatch(r"\d{1,12}", size):
            raise Refusal(HTTPStatus.LENGTH_REQUIRED, "no_length", "the length is missing")
        if int(size) > MAX_BODY_BYTES:
            raise Refusal(
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_large", f"over {MAX_BODY_BYTES:,} bytes"
            )
        return self.rfile.read(int(size))

    def _json(self, value: Any, status: HTTPStatus = HTTPStatus.OK) -> None:  # noqa: ANN401
        data = json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode()
        self._send(data, "application/json", status)

    def _asset(
        self, name: str, status: HTTPStatus = HTTPStatus.OK, cookie: str | None = None
    ) -> None:
        self._send(_read(name), _TYPES[name.rpartition(".")[2]], status, cookie)

    def _send(self, data: bytes, type_: str, status: HTTPStatus, cookie: str | None = None) -> None:
        self.close_connection = True
        self.send_response(status)
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        if cookie is not None:
            self.send_header("Set-Cookie", cookie)
        self.send_header("Content-Type", type_)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)


def _asked(work: Any) -> Any:  # noqa: ANN401 - whatever the session gives
    """The session's answer, its errors as refusals."""
    try:
        return work()
    except (ConflictError, TakenError) as error:
        raise Refusal(HTTPStatus.CONFLICT, error.kind, str(error)) from error
    except NewsExtractError as error:
        raise Refusal(HTTPStatus.UNPROCESSABLE_ENTITY, error.kind, str(error)) from error
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise Refusal(
            HTTPStatus.UNPROCESSABLE_ENTITY, "bad_value", f"{where}: {first['msg']}"
        ) from error


def _lang(query: dict[str, str]) -> Lang:
    return next((lang for lang in LANGUAGES if lang == query.get("lang")), "ko")


@cache
def _read(name: str) -> bytes:
    return files(__package__).joinpath("assets", name).read_bytes()
