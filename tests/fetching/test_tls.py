"""HTTPS with an authority of this test's own: what is verified, and that nothing is let pass."""

from __future__ import annotations

import asyncio
import importlib.util
import ssl
import sys
import warnings
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import trustme

from newsextract.archives.exchange import Exchange
from newsextract.errors import FetchError, ResponseError, UnreachableError, UsageError
from newsextract.fetching.policy import Policy
from newsextract.fetching.port import HttpPort

LIMIT = 100_000


def _load_wire() -> ModuleType:
    spec = importlib.util.spec_from_file_location("wire", Path(__file__).with_name("wire.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


wire = _load_wire()
answer, says, replies, serve = wire.answer, wire.says, wire.replies, wire.serve
NAMES = {name: [["127.0.0.1"]] for name in ("news", "other")}
PAGE = replies(lambda head: answer(head.split("Host: ")[1].split(":")[0].encode()))


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def ca(authority: trustme.CA, tmp_path: Path) -> Path:
    path = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return path


def server_context(cert: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    cert.configure_cert(context)
    return context


def get(
    tls: ssl.SSLContext | None,
    ca: Path | None,
    *hosts: str,
    script: Any = PAGE,
) -> tuple[list[Exchange], Any]:
    """Ask a server once by each of the hosts, in turn, over one port."""

    async def main() -> tuple[list[Exchange], Any]:
        policy = Policy(allow_private=True, timeout=10, ca=ca)
        port = HttpPort(policy, user_agent="newsextract/test", resolver=wire.Names(**NAMES))
        try:
            async with serve(script, tls) as server:
                urls = [server.url("/", host, "https") for host in hosts]
                return [await port.get(url, {}, LIMIT) for url in urls], server
        finally:
            await port.aclose()

    return asyncio.run(main())


def fails(
    tls: ssl.SSLContext | None, ca: Path | None, host: str, match: str, script: Any = PAGE
) -> None:
    with pytest.raises(FetchError, match=match) as caught:
        get(tls, ca, host, script=script)
    assert type(caught.value) is UnreachableError


def test_a_good_certificate_is_taken(authority: trustme.CA, ca: Path) -> None:
    tls = server_context(authority.issue_cert("news.example"))
    (exchange, again), server = get(tls, ca, "news.example", "news.example.")
    assert exchange.body == again.body == b"news.example"
    assert exchange.url.startswith("https://news.example:")
    assert exchange.peer == "127.0.0.1"
    assert server.connections == 1


def test_an_address_may_have_a_certificate_too(authority: trustme.CA, ca: Path) -> None:
    tls = server_context(authority.issue_cert("127.0.0.1"))
    assert get(tls, ca, "127.0.0.1")[0][0].status == 200


def test_the_certificate_of_another_name_is_not_taken(authority: trustme.CA, ca: Path) -> None:
    # The connection goes to an address, which the certificate holds; the name decides.
    tls = server_context(authority.issue_cert("other.example", "127.0.0.1"))
    fails(tls, ca, "news.example", "Hostname mismatch")


def test_an_expired_certificate_is_not_taken(authority: trustme.CA, ca: Path) -> None:
    cert = authority.issue_cert("news.example", not_after=datetime(2024, 1, 1, tzinfo=UTC))
    fails(server_context(cert), ca, "news.example", "certificate has expired")


def test_an_unknown_authority_is_not_taken(ca: Path) -> None:
    tls = server_context(trustme.CA().issue_cert("news.example"))
    fails(tls, ca, "news.example", "certificate verify failed")


def test_a_certificate_that_vouches_for_itself_is_not_taken(ca: Path, tmp_path: Path) -> None:
    own, pem = trustme.CA(), tmp_path / "own.pem"
    pem.write_bytes(own.private_key_pem.bytes() + own.cert_pem.bytes())
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(pem)
    fails(tls, ca, "news.example", "self.signed certificate")


def test_the_environment_adds_no_authority(
    authority: trustme.CA, ca: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(ca))
    monkeypatch.setenv("SSL_CERT_DIR", str(ca.parent))
    tls = server_context(authority.issue_cert("news.example"))
    fails(tls, None, "news.example", "certificate verify failed")


def limited(authority: trustme.CA, version: ssl.TLSVersion) -> ssl.SSLContext:
    tls = server_context(authority.issue_cert("news.example"))
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
        tls.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
        tls.maximum_version = version
    tls.set_ciphers("ALL:@SECLEVEL=0")
    return tls


async def speaks(server: Any) -> bool:
    """Whether a client that minds nothing comes to terms with the server."""
    client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    client.check_hostname, client.verify_mode = False, ssl.CERT_NONE
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
        client.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    client.set_ciphers("ALL:@SECLEVEL=0")
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", server.port, ssl=client)
    except (ssl.SSLError, ConnectionError):
        return False
    writer.transport.abort()
    return True


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1])
def test_old_tls_is_not_spoken(authority: trustme.CA, ca: Path, version: ssl.TLSVersion) -> None:
    async def main() -> bool:
        async with serve(PAGE, limited(authority, version)) as server:
            return await speaks(server)

    if not asyncio.run(main()):
        pytest.skip("this machine's own TLS is too new to stand in for an old server")
    fails(limited(authority, version), ca, "news.example", "no connection")


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_tls_from_1_2_on_is_spoken(
    authority: trustme.CA, ca: Path, version: ssl.TLSVersion
) -> None:
    assert get(limited(authority, version), ca, "news.example")[0][0].status == 200


def test_a_server_without_tls_is_not_asked_without_it(ca: Path) -> None:
    async def plain(connection: Any) -> None:
        hello = await connection.reader.read(5)
        assert hello.startswith(b"\x16\x03")
        await connection.send(answer(b"plain"))

    fails(None, ca, "news.example", "no connection", script=plain)


def test_a_handshake_that_is_cut_off_is_no_connection(ca: Path) -> None:
    async def cut(connection: Any) -> None:
        await connection.reader.read(5)
        connection.reset()

    fails(None, ca, "news.example", "no connection", script=cut)


def test_two_names_at_one_address_share_no_connection(authority: trustme.CA, ca: Path) -> None:
    asked: list[str | None] = []
    tls = server_context(authority.issue_cert("news.example", "other.example"))
    tls.sni_callback = lambda _object, name, _context: asked.append(name)
    hosts = ["news.example", "other.example", "news.example", "other.example"]
    exchanges, server = get(tls, ca, *hosts)
    assert [exchange.body.decode() for exchange in exchanges] == hosts
    assert server.connections == 2
    assert asked == ["news.example", "other.example"]


def test_a_kept_connection_vouches_for_no_other_name(authority: trustme.CA, ca: Path) -> None:
    tls = server_context(authority.issue_cert("news.example"))
    with pytest.raises(UnreachableError, match="Hostname mismatch"):
        get(tls, ca, "news.example", "other.example")


def test_an_answer_cut_short_is_seen_over_tls_too(authority: trustme.CA, ca: Path) -> None:
    tls = server_context(authority.issue_cert("news.example"))
    short = says(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")
    with pytest.raises(ResponseError, match="received 3 bytes, expected 10"):
        get(tls, ca, "news.example", script=short)


def test_authorities_that_cannot_be_read_are_said(tmp_path: Path) -> None:
    empty = tmp_path / "empty.pem"
    empty.write_text("nothing")
    for path in (empty, tmp_path / "none.pem", tmp_path):
        with pytest.raises(UsageError, match="no certificates can be read"):
            get(None, path, "news.example")
