"""Which URLs may be asked for: http(s) to a public address, nothing else."""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urlsplit

from newsextract.errors import FetchError

__all__ = ["check_address", "check_url"]


def check_url(url: str, allow_private: bool = False) -> str:
    """Return `url` when it may be fetched.

    Args:
        url: the address as given, or as a redirect names it.
        allow_private: skip the look at the host's addresses (tests on this machine).

    Raises:
        FetchError: the scheme is not http or https, there is no host, there are credentials
            in the URL, the host is unknown, or one of its addresses is not public.

    >>> check_url("ftp://example.com/a")
    Traceback (most recent call last):
    ...
    newsextract.errors.FetchError: only http and https URLs can be fetched: ftp://example.com/a
    """
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise FetchError(f"not a URL: {url!r}") from error
    if parts.scheme not in {"http", "https"}:
        raise FetchError(f"only http and https URLs can be fetched: {url}")
    if not host:
        raise FetchError(f"no host in the URL: {url!r}")
    if parts.username is not None or parts.password is not None:
        raise FetchError(f"a URL with a user name in it is not fetched: {host}")
    if not allow_private:
        for address in _addresses(host, port or (443 if parts.scheme == "https" else 80)):
            check_address(address, host)
    return url.strip()


def _addresses(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FetchError(f"unknown host: {host}") from error
    return [str(info[4][0]) for info in found]


def check_address(address: str, host: str) -> None:
    """Refuse an IP address that is not public: loopback, private, link-local, reserved ...

    IPv4 hidden in IPv6 (mapped, 6to4, NAT64) is judged as the IPv4 address it stands for.

    Raises:
        FetchError: the address is not public.

    >>> check_address("8.8.8.8", "dns.google")
    >>> check_address("::ffff:127.0.0.1", "trick.example")
    Traceback (most recent call last):
    ...
    newsextract.errors.FetchError: trick.example is at 127.0.0.1, which is not a public address
    """
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError as error:
        raise FetchError(f"{host} has an address that cannot be read: {address}") from error
    if isinstance(ip, ipaddress.IPv6Address):
        ip = ip.ipv4_mapped or ip.sixtofour or _nat64(ip) or ip
    if not ip.is_global or ip.is_multicast or ip.is_unspecified:
        raise FetchError(f"{host} is at {ip}, which is not a public address")


def _nat64(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if ip in ipaddress.IPv6Network("64:ff9b::/96"):
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return None
