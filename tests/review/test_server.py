"""Who may ask, and what a request may not do."""

from __future__ import annotations

import json
import socket
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from newsextract.errors import UsageError
from newsextract.review import open_review
from newsextract.review.server import MAX_BODY_BYTES

if TYPE_CHECKING:
    from tests.review.conftest import Client

ARTICLE = "/api/articles/1"
CHANGE = {"revision": 0, "note": "다리"}


def written(folder: Path) -> list[Path]:
    return sorted((folder / "fixtures").rglob("*")) if (folder / "fixtures").exists() else []


def test_the_address_with_the_token_gives_the_page_and_a_cookie(client: Client) -> None:
    answer = client.get(f"/?token={client.guard.token}", Cookie=None, X_Review_Token=None)
    assert answer.status == 200
    assert b'src="/main.js"' in answer.body
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith(f"{client.cookie};")
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert client.guard.token not in cookie


@pytest.mark.parametrize("path", ["/", "/?token=", "/?token=wrong", "/main.js", ARTICLE])
def test_without_token_and_cookie_nothing_opens(client: Client, path: str) -> None:
    answer = client.get(path, Cookie=None, X_Review_Token=None)
    assert answer.status == 403
    assert "Set-Cookie" not in answer.headers
    assert "가람시".encode() not in answer.body
    assert client.guard.token.encode() not in answer.body


def test_the_cookie_alone_opens_the_shell_and_no_article(client: Client) -> None:
    """Every port of 127.0.0.1 is sent the cookie."""
    assert client.get("/", X_Review_Token=None).status == 200
    for path in ("/api/articles", ARTICLE, "/api/words"):
        for token in (None, "", "wrong", client.guard.token[:-1]):
            answer = client.get(path, X_Review_Token=token)
            assert (answer.status, answer.json["kind"]) == (403, "no_token")


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "", None, "127.0.0.1.evil.example"]
)
def test_another_host_is_refused_even_with_all_secrets(client: Client, host: str | None) -> None:
    for answer in (
        client.get(f"/?token={client.guard.token}", Host=host),
        client.get(ARTICLE, Host=host),
        client.post(ARTICLE, CHANGE, Host=host),
    ):
        assert answer.status == 421


@pytest.mark.parametrize(
    "origin", [None, "null", "http://evil.example", "http://127.0.0.1:1", "https://127.0.0.1"]
)
def test_another_origin_changes_nothing(client: Client, folder: Path, origin: str | None) -> None:
    answer = client.post(ARTICLE, CHANGE, Origin=origin)
    assert (answer.status, answer.json["kind"]) == (403, "wrong_origin")
    assert not written(folder)


def test_a_form_of_another_page_changes_nothing(client: Client, folder: Path) -> None:
    body = json.dumps(CHANGE).encode()
    assert client.ask("POST", ARTICLE, body, Content_Type="text/plain").status == 415
    assert client.ask("POST", ARTICLE, body, X_Review_Token=None).status == 403
    assert client.ask("POST", ARTICLE, body, Cookie=None).status == 403
    assert client.ask("POST", ARTICLE, body, Sec_Fetch_Site="same-site").status == 403
    assert not written(folder)


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_only_a_post_changes_anything(client: Client, folder: Path, method: str) -> None:
    for path in (ARTICLE, f"{ARTICLE}/fixture", f"{ARTICLE}/fixture?name=x&revision=0"):
        answer = client.ask(method, path, json.dumps(CHANGE).encode())
        assert answer.status in {200, 405, 501}
        assert answer.status != 200 or path == ARTICLE
    for path in ("/api/articles", "/api/words", ARTICLE, "/"):
        client.get(path)
    assert not written(folder)


@pytest.mark.parametrize(
    "path",
    [
        "/../server.py",
        "/..%2fserver.py",
        "/assets/main.js",
        "//evil.example/",
        "/api/articles/99",
        "/api/articles/-1",
        "/api/articles/1/../2",
        "/api/articles/99999999999",
        "/favicon.ico",
    ],
)
def test_there_is_nothing_at_other_paths(client: Client, path: str) -> None:
    assert client.get(path).status in {404, 422}


@pytest.mark.parametrize(
    "name",
    ["../x", "..", ".", "", "a/b", "a\\b", "/etc/x", ".hidden", "x\x00", "con", "x" * 300, "가 나"],
)
def test_a_name_that_is_a_path_is_refused(client: Client, folder: Path, name: str) -> None:
    answer = client.post(f"{ARTICLE}/fixture", {"revision": 0, "name": name})
    assert answer.status == 422
    assert not [path for path in folder.parent.rglob("*") if path.name == "article.json"]


def test_a_link_is_not_written_through(client: Client, folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    fixtures = folder / "fixtures"
    fixtures.mkdir()
    (fixtures / "linked").symlink_to(outside)
    (fixtures / ".review").symlink_to(outside)
    save = {"revision": 0, "name": "linked", "replace": True}
    for answer in (client.post(ARTICLE, CHANGE), client.post(f"{ARTICLE}/fixture", save)):
        assert (answer.status, answer.json["kind"]) == (422, "usage")
    assert not list(outside.iterdir())


def test_fixtures_are_not_written_through_a_link(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (folder / "fixtures").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UsageError, match="link"):
        open_review(folder)


def test_a_huge_body_is_refused_before_it_is_read(client: Client, folder: Path) -> None:
    with socket.create_connection(("127.0.0.1", client.guard.port), timeout=10) as connection:
        headers = client.headers(Content_Length=str(MAX_BODY_BYTES + 1))
        lines = [f"POST {ARTICLE} HTTP/1.1", *(f"{n}: {v}" for n, v in headers.items()), "", ""]
        connection.sendall("\r\n".join(lines).encode())
        assert connection.recv(200).split()[1] == b"413"
    assert client.ask("POST", ARTICLE, None).status == 411
    assert client.ask("POST", ARTICLE, b"", Content_Length="-5").status == 411
    assert not written(folder)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'{"revision": 0, "unknown": 1}',
        b'{"amounts": {}}',
        b'{"revision": 0, "amounts": {"../x": {"accepted": true}}}',
        b'{"revision": 0, "amounts": {"0-1": {"role": "king"}}}',
        b'{"revision": 0, "amounts": {"0-1": {"role": "other"}}}',
        b'{"revision": 0, "records": {"0-1": {"program": {"start": 5, "end": 1}}}}',
        b'{"revision": 0, "published": "someday"}',
        b"[" * 5000,
        b"\xff\xfe",
    ],
)
def test_a_body_that_makes_no_sense_changes_nothing(
    client: Client, folder: Path, body: bytes
) -> None:
    answer = client.ask("POST", ARTICLE, body)
    assert answer.status == 422
    assert answer.json["message"]
    assert not written(folder)


def test_every_answer_keeps_the_browser_from_running_anything_else(client: Client) -> None:
    answers = [
        client.get("/"),
        client.get("/main.js"),
        client.get(ARTICLE),
        client.get("/nothing"),
        client.get("/", Cookie=None),
        client.ask("PUT", "/"),
    ]
    for answer in answers:
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Access-Control-Allow-Origin" not in answer.headers


def test_it_listens_on_the_loopback_alone(client: Client) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.2", client.guard.port))  # free, so nobody listens on all addresses


def test_many_at_once_lose_nothing(client: Client, folder: Path) -> None:
    """Of changes made on the same state one is taken, the others are told so."""
    with ThreadPoolExecutor(8) as pool:
        answers = list(
            pool.map(lambda n: client.post(ARTICLE, {"revision": 0, "note": f"n{n}"}), range(8))
        )
        assert sorted(answer.status for answer in answers) == [200, *[409] * 7]
        (kept,) = (answer.json for answer in answers if answer.status == 200)
        saves = list(
            pool.map(
                lambda _: client.post(f"{ARTICLE}/fixture", {"revision": 1, "name": "road"}),
                range(8),
            )
        )
    assert sorted(answer.status for answer in saves) == [200, *[409] * 7]
    assert {answer.json["kind"] for answer in saves if answer.status == 409} == {"taken"}
    meta = json.loads((folder / "fixtures" / "road" / "meta.json").read_text("utf-8"))
    assert meta["note"] == kept["note"]
    assert not [path for path in written(folder) if ".part" in path.name]


def test_a_client_that_says_nothing_keeps_nobody_waiting(client: Client) -> None:
    with socket.create_connection(("127.0.0.1", client.guard.port)):
        assert client.get("/").status == 200


@pytest.mark.parametrize("port", [99999, -1])
def test_a_port_that_cannot_be_had_is_a_typed_error(folder: Path, port: int) -> None:
    with pytest.raises(UsageError, match="port"):
        open_review(folder, port=port)
