"""Which URLs may be asked for: http(s) to a public address, nothing else.

`check_url` judges what is written in a URL and looks nothing up. `public_addresses` looks a
host up, once, and answers only when every address found is public; the caller connects to one
of these and to no other, so a name that answers differently next time gains nothing.
"""

from __future__ import annotations

import asyncio
import ipaddress
import re
import socket
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from threading import Thread
from typing import Final
from urllib.parse import urlsplit

from newsextract.errors import RefusedError, UnreachableError

__all__ = ["Resolver", "check_address", "check_url", "public_addresses", "system_resolver"]

Resolver = Callable[[str, int], Awaitable[Sequence[str]]]
"""Looks up the addresses of a host and port; raises `OSError` for an unknown one."""

_PORTS: Final = {"http": 80, "https": 443}
_MAX_NAME: Final = 253  # RFC 1035, 2.3.4, without the last dot
_LABEL: Final = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_UNPRINTED: Final = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_NUMBER: Final = re.compile(r"0x[0-9a-f]*|[0-9]+")

_GLOBAL_UNICAST: Final = ipaddress.IPv6Network("2000::/3")
"""The only IPv6 addresses given out so far (IANA); all others are special in some way."""

# `is_global` has changed between Python releases; these are refused whatever it says.
_REFUSED: Final = tuple(
    ipaddress.ip_network(network)
    for network in (
        "100.64.0.0/10",  # carrier-grade NAT, a cloud's metadata in it
        "168.63.129.16/32",  # a cloud's metadata, at a public address
        "192.0.0.0/24",  # protocol assignments, a cloud's metadata in it
        "192.88.99.0/24",  # relays of 6to4, no longer in use
        "2001::/23",  # protocol assignments: Teredo, ORCHID, benchmarks
        "2001:db8::/32",  # documentation
        "3fff::/20",  # documentation
    )
)
_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")


def check_url(url: str, allow_private: bool = False) -> str:
    """Return `url` as it may be asked for, or refuse it. Nothing is looked up.

    The host comes back in ASCII and small letters, without a last dot; a number that stands
    for an IPv4 address (`2130706433`, `0x7f.1`) as the address it stands for (WHATWG URL, 3.5).
    A default port goes; path, query and fragment stay as they are.

    Args:
        url: the address as given, or as a redirect names it.
        allow_private: take addresses and names of this machine and private networks too.

    Raises:
        RefusedError: not http or https, no host or none that can be, a user name, port 0,
            control characters or a backslash, or an address that is not public.

    >>> check_url("HTTP://News.Example.:80/a?b#c")
    'http://news.example/a?b#c'
    >>> check_url("ftp://example.com/a")
    Traceback (most recent call last):
    ...
    newsextract.errors.RefusedError: only http and https URLs can be fetched: 'ftp://example.com/a'
    """
    url = url.strip()
    if "\\" in url or _UNPRINTED.search(url):
        raise RefusedError(f"control characters or a backslash in the URL: {url!r}")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise RefusedError(f"not a URL: {url!r}") from error
    if parts.scheme not in _PORTS:
        raise RefusedError(f"only http and https URLs can be fetched: {url!r}")
    if not host:
        raise RefusedError(f"no host in the URL: {url!r}")
    if "@" in parts.netloc:
        raise RefusedError(f"a URL with a user name in it is not fetched: {host}")
    if "[" in parts.netloc and ":" not in host:
        raise RefusedError(f"not an address: [{host}]")
    if port == 0:
        raise RefusedError(f"port 0 cannot be asked: {url!r}")
    host = _host(host)
    if not allow_private:
        _check_host(host)
    netloc = f"[{host}]" if ":" in host else host
    if port is not None and port != _PORTS[parts.scheme]:
        netloc += f":{port}"
    rest = url[url.index("//") + 2 + len(parts.netloc) :]
    return f"{parts.scheme}://{netloc}{rest}"


def _host(host: str) -> str:
    """One spelling of a host: an address, or a name in ASCII."""
    if ":" in host:
        if "%" in host:
            raise RefusedError(f"an address with a zone is not fetched: {host}")
        try:
            return str(ipaddress.IPv6Address(host))
        except ValueError as error:
            raise RefusedError(f"not an address: {host}") from error
    name = host
    if len(name) > _MAX_NAME + 1:  # before the encoder, which is slow on long names
        raise RefusedError(f"not a host name: {name[:80]}…")
    if not name.isascii():
        try:
            name = name.encode("idna").decode("ascii")
        except UnicodeError as error:
            raise RefusedError(f"not a host name: {host!r}") from error
    name = name.lower().removesuffix(".")
    labels = name.split(".")
    if len(name) > _MAX_NAME or not all(map(_LABEL.fullmatch, labels)):
        raise RefusedError(f"not a host name: {host!r}")
    if _NUMBER.fullmatch(labels[-1]):
        return str(_ipv4(labels, host))
    return name


def _ipv4(labels: list[str], host: str) -> ipaddress.IPv4Address:
    """Read an IPv4 address as old resolvers do: decimal, octal or hex, one to four parts."""
    try:
        if len(labels) > 4 or not all(map(_NUMBER.fullmatch, labels)):
            raise ValueError(host)
        *firsts, last = (_number(label) for label in labels)
        room = 256 ** (4 - len(firsts))
        if last >= room or any(first > 255 for first in firsts):
            raise ValueError(host)
    except ValueError as error:
        raise RefusedError(f"not an address: {host!r}") from error
    high = sum(first << (24 - 8 * place) for place, first in enumerate(firsts))
    return ipaddress.IPv4Address(high + last)


def _number(label: str) -> int:
    if label.startswith("0x"):
        return int(label[2:] or "0", 16)
    return int(label, 8 if label.startswith("0") else 10)


def _check_host(host: str) -> None:
    """Refuse what is known not to be public without a look-up (names: RFC 6761, 6.3)."""
    if host == "localhost" or host.endswith(".localhost"):
        raise RefusedError(f"{host} is this machine, not a public address")
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return
    check_address(host, host)


def check_address(address: str, host: str) -> None:
    """Refuse an IP address that is not public: loopback, private, link-local, metadata ...

    IPv4 hidden in IPv6 (mapped, 6to4, NAT64) is judged as the IPv4 address it stands for;
    Teredo and the outdated IPv4-compatible form are refused.

    Raises:
        RefusedError: the address is not public.

    >>> check_address("8.8.8.8", "dns.google")
    >>> check_address("::ffff:127.0.0.1", "trick.example")
    Traceback (most recent call last):
    ...
    newsextract.errors.RefusedError: trick.example is at 127.0.0.1, which is not a public address
    """
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError as error:
        raise RefusedError(f"{host} has an address that cannot be read: {address}") from error
    if isinstance(ip, ipaddress.IPv6Address):
        ip = _inner(ip) or ip
    if not _is_public(ip):
        raise RefusedError(f"{host} is at {ip}, which is not a public address")


def _inner(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 address stands for."""
    if ip in _NAT64:  # RFC 6052
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour


def _is_public(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    if any(ip in network for network in _REFUSED if network.version == ip.version):
        return False
    if ip.version == 6 and ip not in _GLOBAL_UNICAST:
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


async def public_addresses(
    host: str,
    port: int,
    *,
    allow_private: bool = False,
    resolver: Resolver | None = None,
) -> tuple[str, ...]:
    """Look a host up, once, and return its addresses when all of them may be asked.

    A name that stands for a public and a private address at once is refused: which of them is
    connected to would be chance.

    Args:
        host: a name in ASCII or an IP address.
        port: TCP port.
        allow_private: return addresses that are not public too.
        resolver: what looks names up; `system_resolver` by default.

    Raises:
        RefusedError: an address is not public.
        UnreachableError: the host is unknown.
    """
    try:
        found = await (resolver or system_resolver)(host, port)
    except (OSError, UnicodeError) as error:
        raise UnreachableError(f"unknown host: {host}") from error
    addresses = tuple(dict.fromkeys(found))
    if not addresses:
        raise UnreachableError(f"no address for host: {host}")
    if not allow_private:
        for address in addresses:
            check_address(address, host)
    return addresses


async def system_resolver(host: str, port: int) -> list[str]:
    """Ask the system for a host's addresses, in a thread: the event loop goes on meanwhile.

    A look-up cannot be stopped. The thread is one of its own and no pool's, so that a name
    server that hangs keeps no one else waiting, the end of the program included.

    Raises:
        OSError: the host is unknown.
    """
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[list[str]] = loop.create_future()

    def deliver(found: list[str] | Exception) -> None:
        if answer.done():  # given up meanwhile
            return
        if isinstance(found, Exception):
            answer.set_exception(found)
        else:
            answer.set_result(found)

    def look_up() -> None:
        found: list[str] | Exception
        try:
            infos = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found = [str(info[4][0]) for info in infos]
        except (OSError, UnicodeError) as error:
            found = error
        with suppress(RuntimeError):  # the loop has ended
            loop.call_soon_threadsafe(deliver, found)

    Thread(target=look_up, name=f"look-up of {host}", daemon=True).start()
    return await answer
