"""Which URLs and addresses may be asked. No name is looked up outside this machine."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsextract.errors import RefusedError, UnreachableError
from newsextract.fetching.addresses import check_address, check_url, public_addresses

PRIVATE = [
    "0.0.0.0",  # noqa: S104 (asked, not listened on)
    "0.1.2.3",
    "10.0.0.7",
    "100.64.0.1",  # CGNAT
    "100.100.100.200",  # metadata in it
    "127.0.0.1",
    "127.255.255.254",
    "168.63.129.16",
    "169.254.169.254",
    "172.16.0.1",
    "192.0.0.192",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.0.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::7f00:1",  # IPv4-compatible
    "::ffff:10.0.0.1",  # mapped
    "::ffff:127.0.0.1",
    "::ffff:0:127.0.0.1",  # translated
    "64:ff9b::7f00:1",  # NAT64
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::7f00:1",
    "100::1",
    "2001::1",  # Teredo
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2001:db8::1",
    "2002:7f00:1::",  # 6to4
    "2002:c0a8:1::1",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fec0::1",
    "ff02::1",
]
PUBLIC = [
    "1.1.1.1",
    "8.8.8.8",
    "93.184.216.34",
    "100.63.255.255",
    "100.128.0.0",
    "172.32.0.1",
    "2001:4860:4860::8888",
    "2606:4700:4700::1111",
    "::ffff:8.8.8.8",
    "64:ff9b::808:808",
    "2002:808:808::1",
]


def host_of(address: str) -> str:
    return f"[{address}]" if ":" in address else address


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_inside_is_refused(address: str) -> None:
    with pytest.raises(RefusedError, match="not a public address"):
        check_address(address, "news.example")
    with pytest.raises(RefusedError, match="not a public address"):
        check_url(f"http://{host_of(address)}/")


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_may_be_asked(address: str) -> None:
    check_address(address, "news.example")
    check_url(f"http://{host_of(address)}/")


def test_an_address_with_a_zone_is_judged_without_it() -> None:
    with pytest.raises(RefusedError, match="not a public address"):
        check_address("fe80::1%eth0", "news.example")
    with pytest.raises(RefusedError, match="cannot be read"):
        check_address("somewhere", "news.example")


@given(st.ip_addresses())
def test_no_address_gets_through_that_python_calls_private(
    ip: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    try:
        check_address(str(ip), "news.example")
    except RefusedError:
        return
    if ip.version == 4:
        assert ip.is_global
    else:
        inner = ip.ipv4_mapped or ip.sixtofour or ip
        if ip in ipaddress.ip_network("64:ff9b::/96"):
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        assert inner.is_global
        assert not inner.is_multicast


@given(st.ip_addresses(v=4), st.sampled_from(["mapped", "nat64", "6to4"]))
def test_an_ipv4_address_in_disguise_is_judged_as_itself(
    ip: ipaddress.IPv4Address, disguise: str
) -> None:
    number = int(ip)
    disguised = {
        "mapped": ipaddress.IPv6Address((0xFFFF << 32) | number),
        "nat64": ipaddress.IPv6Address((0x64FF9B << 96) | number),
        "6to4": ipaddress.IPv6Address((0x2002 << 112) | (number << 80) | 1),
    }[disguise]

    def allowed(address: str) -> bool:
        try:
            check_address(address, "news.example")
        except RefusedError:
            return False
        return True

    assert allowed(str(disguised)) == allowed(str(ip))


@pytest.mark.parametrize(
    "host",
    [
        "2130706433",
        "0x7f000001",
        "0x7F.1",
        "017700000001",
        "0177.0.0.1",
        "127.1",
        "127.0.1",
        "0",
        "0x",
        "127.0.0.1.",
        "１２７.０.０.１",
        "127。0。0。1",
        "①27.0.0.1",
        "localhost",
        "LOCALHOST.",
        "a.localhost",
        "ｌocalhost",
    ],
)
def test_another_spelling_of_this_machine_is_refused(host: str) -> None:
    with pytest.raises(RefusedError, match="not a public address"):
        check_url(f"http://{host}/")


@given(st.ip_addresses(v=4), st.data())
def test_all_spellings_of_an_ipv4_address_are_one(
    ip: ipaddress.IPv4Address, data: st.DataObject
) -> None:
    count = data.draw(st.integers(1, 4))
    octets = list(ip.packed)
    firsts, rest = octets[: count - 1], octets[count - 1 :]
    numbers = [*firsts, int.from_bytes(bytes(rest))]
    forms = [data.draw(st.sampled_from(["{}", "0x{:x}", "0X{:X}", "0{:o}"])) for _ in numbers]
    host = ".".join(form.format(number) for form, number in zip(forms, numbers, strict=True))
    assert check_url(f"http://{host}/", allow_private=True) == f"http://{ip}/"


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("http://news.example", "http://news.example"),
        ("  HTTPS://News.Example/A?B=c#d ", "https://news.example/A?B=c#d"),
        ("https://news.example:443/", "https://news.example/"),
        ("http://news.example:443/", "http://news.example:443/"),
        ("http://news.example:8080/a", "http://news.example:8080/a"),
        ("http://news.example./a", "http://news.example/a"),
        ("http://한국.example/기사?q=예산", "http://xn--3e0b707e.example/기사?q=예산"),
        ("http://xn--3e0b707e.example/", "http://xn--3e0b707e.example/"),
        ("http://under_score.example/", "http://under_score.example/"),
        ("http://134744072/", "http://8.8.8.8/"),
        ("http://[2606:4700:4700:0::1111]:81/", "http://[2606:4700:4700::1111]:81/"),
        ("http://news.example?a=//b", "http://news.example?a=//b"),
        ("http://news.example/a b", "http://news.example/a b"),
    ],
)
def test_a_url_comes_back_as_it_is_asked(url: str, asked: str) -> None:
    assert check_url(url) == asked
    assert check_url(asked) == asked


@pytest.mark.parametrize(
    "url",
    [
        "",
        "news.example/1",
        "//news.example/1",
        "http:",
        "http://",
        "http:///a",
        "http:news.example",
        "ftp://news.example/1",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "data:text/html,a",
        "http://user@news.example/",
        "http://user:secret@news.example/",
        "http://@news.example/",
        "http://news.example@127.0.0.1/",
        "http://news.example:0/",
        "http://news.example:65536/",
        "http://news.example:-1/",
        "http://news.example:8a/",
        "http://[::1",
        "http://[v1.a]/",
        "http://[127.0.0.1]/",
        "http://[fe80::1%25eth0]/",
        "http://[2606:4700::1%25eth0]/",
        "http://256.0.0.1/",
        "http://1.2.3.4.5/",
        "http://1.2.3.4294967296/",
        "http://09.1.1.1/",
        "http://a.1/",
        "http://0xg.1/",
        "http://a..b/",
        "http://.a/",
        "http://a../",
        "http://-a.example/",
        "http://a b.example/",
        "http://a%2eb.example/",
        f"http://{'a' * 64}.example/",
        f"http://{'a.' * 130}example/",
        f"http://{'가' * 5000}.example/",
        "http://news.example\\@127.0.0.1/",
        "http:\\\\news.example/",
        "http://news.example/a\\b",
        "http://news.example/\r\nHost: inside",
        "http://news.ex\tample/",
        "http://news.example/\x00",
        "http://news.example/\x7f",
        "http://news.example/\x85a",
        "http://news.example/\ud800",
        "http://℀.example/",
    ],
)
@pytest.mark.parametrize("allow_private", [False, True])
def test_what_is_never_asked(url: str, allow_private: bool) -> None:
    with pytest.raises(RefusedError):
        check_url(url, allow_private)


@given(st.text())
def test_any_text_is_a_url_or_refused(text: str) -> None:
    for url in (text, f"http://{text}", f"http://{text}.example/"):
        try:
            asked = check_url(url)
        except RefusedError:
            continue
        assert asked.startswith(("http://", "https://"))
        assert check_url(asked) == asked


def test_this_machine_may_be_asked_when_it_is_allowed() -> None:
    assert check_url("http://LOCALHOST:8000/", allow_private=True) == "http://localhost:8000/"
    assert check_url("http://0x7f.1/", allow_private=True) == "http://127.0.0.1/"


def look_up(*found: str, allow_private: bool = False) -> tuple[str, ...]:
    async def resolver(host: str, port: int) -> list[str]:
        assert (host, port) == ("news.example", 80)
        return list(found)

    return asyncio.run(
        public_addresses("news.example", 80, allow_private=allow_private, resolver=resolver)
    )


def test_a_name_with_public_addresses_is_looked_up() -> None:
    assert look_up("1.1.1.1", "2606:4700:4700::1111", "1.1.1.1") == (
        "1.1.1.1",
        "2606:4700:4700::1111",
    )


def test_a_name_that_is_public_and_private_at_once_is_refused() -> None:
    for found in (("1.1.1.1", "10.0.0.1"), ("10.0.0.1", "1.1.1.1"), ("1.1.1.1", "::1")):
        with pytest.raises(RefusedError, match=r"news\.example is at"):
            look_up(*found)
    assert look_up("1.1.1.1", "10.0.0.1", allow_private=True) == ("1.1.1.1", "10.0.0.1")


def test_a_name_without_an_address_is_unreachable() -> None:
    with pytest.raises(UnreachableError, match=r"no address for host: news\.example"):
        look_up()


def test_an_unknown_name_is_unreachable(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(UnreachableError, match=r"unknown host: gone\.example"):
        asyncio.run(public_addresses("gone.example", 80))


def test_the_system_is_asked_by_default() -> None:
    found = asyncio.run(public_addresses("127.0.0.1", 80, allow_private=True))
    assert found == ("127.0.0.1",)


def test_a_name_server_that_hangs_holds_up_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, go_on = threading.Event(), threading.Event()

    def hang(*_: object, **__: object) -> list[object]:
        asked.set()
        go_on.wait()
        return []

    monkeypatch.setattr(socket, "getaddrinfo", hang)

    async def main() -> int:
        steps = 0
        looking = asyncio.create_task(public_addresses("slow.example", 80))
        while not asked.is_set() or steps < 10:  # the loop runs while the thread hangs
            await asyncio.sleep(0)
            steps += 1
        looking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await looking
        return steps

    try:
        assert asyncio.run(main()) >= 10
    finally:
        go_on.set()
