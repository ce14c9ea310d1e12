"""`newsextract fetch` as a person meets it, against a real server on this machine."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest

from newsextract.cli.fetch_inputs import MAX_LINE, Lines, urls_in
from newsextract.cli.main import main
from newsextract.errors import UsageError

if TYPE_CHECKING:
    from tests.fetching.site import Site

SITE = Path(__file__).parents[1] / "fetching" / "site.py"
FAST = ("--allow-private", "--rate", "1000", "--cache", "none")


@dataclass
class Said:
    code: int | str | None
    out: str
    err: str

    @property
    def errors(self) -> list[str]:
        return [line for line in self.err.splitlines() if line.startswith("newsextract: error:")]


Command = Callable[..., Said]


@pytest.fixture
def newsextract(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    def run(*args: object) -> Said:
        monkeypatch.setattr(sys, "argv", ["newsextract", *map(str, args)])
        with pytest.raises(SystemExit) as stopped:
            main()
        return Said(stopped.value.code, *capsys.readouterr())

    return run


@pytest.fixture(scope="module")
def press(load_script: Callable[[Path], ModuleType]) -> ModuleType:
    return load_script(SITE)


@pytest.fixture
def site(press: Any) -> Iterator[Site]:
    with press.Site(hosts=2) as running:
        yield running


def told(folder: Path) -> list[dict[str, Any]]:
    return [
        json.loads(line) for line in (folder / "outcomes.jsonl").read_text("utf-8").splitlines()
    ]


def warcs(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.warc.gz"))


def test_pages_are_kept_and_a_second_run_asks_for_nothing(
    site: Site, newsextract: Command, tmp_path: Path
) -> None:
    urls = [site.url("article", n, n % 2) for n in range(6)]
    folder = tmp_path / "saved" / "today"
    said = newsextract("fetch", *urls, "-o", folder, *FAST)
    assert (said.code, said.out) == (0, "")
    assert "asked for 6 pages: 6 fetched, 0 kept before, 0 duplicates, 0 failed" in said.err
    assert str(folder) in said.err
    lines = told(folder)
    assert sorted(line["url"] for line in lines) == sorted(urls)
    assert {(line["outcome"], line["status"]) for line in lines} == {("fetched", 200)}
    asked = len(site.requests)
    again = newsextract("fetch", *urls, "-o", folder, *FAST)
    assert again.code == 0
    assert "0 fetched, 6 kept before" in again.err
    assert [r.target for r in site.requests[asked:] if r.target != "/robots.txt"] == []
    assert len(told(folder)) == 12
    assert len({line["run"] for line in told(folder)}) in {1, 2}  # to the second


def test_each_failure_is_one_line_and_one_in_the_log(
    site: Site, newsextract: Command, tmp_path: Path
) -> None:
    kinds = ("article", "gone", "picture", "circle", "lying-coding", "gzip-bomb")
    urls = [site.url(kind, n) for n, kind in enumerate(kinds)]
    urls += ["not-a-url", "ftp://127.0.0.1/1", urls[0] + "#again"]
    said = newsextract(
        "fetch", *urls, "-o", tmp_path, *FAST, "--tries", 1, "--max-bytes", 100_000
    )  # fmt: skip
    assert (said.code, said.out) == (1, "")
    assert len(said.errors) == 7
    for kind in ("http_status", "not_a_page", "redirects", "bad_response", "oversize", "refused"):
        assert sum(line.endswith(f"({kind})") for line in said.errors) == 1 + (kind == "refused")
    assert "asked for 9 pages: 1 fetched, 0 kept before, 1 duplicates, 7 failed" in said.err
    assert "failed: 2 refused, 1 bad_response" in said.err
    lines = told(tmp_path)
    assert sorted(line["index"] for line in lines) == list(range(9))
    assert {line["kind"] for line in lines if line["outcome"] == "failed"} == {
        "http_status", "not_a_page", "redirects", "bad_response", "oversize", "refused",
    }  # fmt: skip


def test_quiet_leaves_only_failures_and_verbose_tells_of_each_page(
    site: Site, newsextract: Command, tmp_path: Path
) -> None:
    urls = (site.url("article", 1), site.url("gone", 2), site.url("redirects", 3))
    quiet = newsextract("fetch", *urls, "-o", tmp_path / "q", *FAST, "-q")
    assert quiet.err.splitlines() == quiet.errors
    assert len(quiet.errors) == 1
    verbose = newsextract("fetch", *urls, "-o", tmp_path / "v", *FAST, "-v")
    assert f"{urls[0]}: " in verbose.err
    assert f"from {site.url('article', 3)}" in verbose.err
    assert "\x1b" not in verbose.err


def test_a_list_of_urls_with_comments(site: Site, newsextract: Command, tmp_path: Path) -> None:
    listed = tmp_path / "urls.txt"
    first, second = site.url("article", 1), site.url("hangul", 2)
    listed.write_text(f"\ufeff# 오늘\n\n{first}\r\n   {second}   # 둘째\n", "utf-8")
    said = newsextract("fetch", "--urls", listed, site.url("br", 3), "-o", tmp_path / "s", *FAST)
    assert said.code == 0
    assert {line["url"] for line in told(tmp_path / "s")} == {first, second, site.url("br", 3)}


def test_a_list_from_a_pipe(site: Site, tmp_path: Path) -> None:
    urls = "".join(site.url("article", n) + "\n" for n in range(300))
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "newsextract", "fetch", "--urls", "-", "-o", tmp_path, *FAST],
        input=urls.encode(),
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == b""
    assert b"300 fetched" in done.stderr
    assert len(told(tmp_path)) == 300


def test_what_is_no_list_is_told() -> None:
    long = Lines("page.html", io.BytesIO(b"a" * (MAX_LINE + 1)), waits=False)
    with pytest.raises(UsageError, match=r"line 1 of page\.html is no URL"):
        list(urls_in(long))
    odd = Lines("list", io.BytesIO(b"http://a.kr/\xb1\xe2\n"), waits=False)
    assert list(urls_in(odd)) == [r"http://a.kr/\xb1\xe2"]


@pytest.mark.parametrize("source", ["rss.xml", "atom.xml", "news-sitemap.xml", "sitemap.xml"])
def test_articles_of_the_days_asked_for(
    site: Site, newsextract: Command, tmp_path: Path, source: str
) -> None:
    option = "--sitemap" if "sitemap" in source else "--feed"
    said = newsextract(
        "fetch", option, site.hosts[0].url("/" + source), "-o", tmp_path, *FAST,
        "--since", "2024-03-04", "--until", "2024.03.06",
    )  # fmt: skip
    assert said.code == 0, said.err
    lines = told(tmp_path)
    fetched = {line["url"] for line in lines if line["outcome"] == "fetched"}
    expected = {site.url("article", n) for n in (4, 5, 6)}
    if source == "rss.xml":  # one entry there has no date, so nobody can say that it is not meant
        expected |= {site.url("article", 1)}
    assert fetched == expected
    assert [line["found"] for line in lines if line["outcome"] == "searched"] == [len(expected)]


def test_a_feed_that_fails_is_a_failure(site: Site, newsextract: Command, tmp_path: Path) -> None:
    feed, page = site.hosts[0].url("/no-feed.xml"), site.url("article", 1)
    said = newsextract("fetch", page, "--feed", feed, "-o", tmp_path, *FAST)
    assert said.code == 1
    assert len(said.errors) == 1
    assert feed in said.errors[0]
    assert {(line["url"], line["outcome"]) for line in told(tmp_path)} == {
        (feed, "failed"),
        (page, "fetched"),
    }


def test_robots_txt_and_private_addresses_are_kept_to_unless_told_otherwise(
    site: Site, newsextract: Command, tmp_path: Path
) -> None:
    site.hosts[0].robots = "User-agent: newsextract\nDisallow: /private/"
    url = site.url("private", 1)
    careful = newsextract("fetch", url, "-o", tmp_path / "a", "--cache", "none")
    assert careful.code == 1
    assert careful.errors[0].endswith("(refused)")
    assert not site.requests
    polite = newsextract("fetch", url, "-o", tmp_path / "b", *FAST)
    assert polite.code == 1
    assert polite.errors[0].endswith("(robots)")
    assert [r.target for r in site.requests] == ["/robots.txt"]
    own = newsextract("fetch", url, "-o", tmp_path / "c", *FAST, "--no-robots")
    assert own.code == 0


def test_the_contact_is_told(site: Site, newsextract: Command, tmp_path: Path) -> None:
    contact = "desk@morae.example"
    url = site.url("article", 1)
    assert newsextract("fetch", url, "-o", tmp_path, *FAST, "--contact", contact).code == 0
    assert all(contact in r.headers["user-agent"] for r in site.requests)


def test_the_cache_spares_the_server(
    site: Site, newsextract: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platformdirs.user_cache_path", lambda *_, **__: tmp_path / "cache")
    urls = (site.url("cached", 1), site.url("etag", 2))
    polite = ("--allow-private", "--rate", "1000")
    for name in ("a", "b"):
        said = newsextract("fetch", *urls, "-o", tmp_path / name, *polite)
        assert said.code == 0, said.err
    assert "2 fetched (2 from the cache)" in said.err
    assert len(list((tmp_path / "cache").iterdir())) >= 1
    pages = [r for r in site.requests if r.target != "/robots.txt"]
    assert [r.target for r in pages].count("/cached/1") == 1
    assert ["if-none-match" in r.headers for r in pages if r.target == "/etag/2"] == [False, True]
    assert {line["cache"] for line in told(tmp_path / "b")} == {"hit", "revalidated"}


@pytest.mark.parametrize(
    "args",
    [
        (),
        ("--since", "2024-03-01", "http://127.0.0.1:9/"),
        ("--feed", "http://127.0.0.1:9/", "--since", "gestern"),
        ("--feed", "http://127.0.0.1:9/", "--since", "2024-03-02", "--until", "2024-03-01"),
        ("--rate", "0", "http://127.0.0.1:9/"),
        ("--rate", "nan", "http://127.0.0.1:9/"),
        ("--tries", "0", "http://127.0.0.1:9/"),
        ("--timeout", "-1", "http://127.0.0.1:9/"),
        ("--contact", "편집국\r\nX: 1", "http://127.0.0.1:9/"),
        ("--ca", "no/such.pem", "http://127.0.0.1:9/"),
        ("--urls", "no/such/list.txt"),
        ("--format", "zip", "http://127.0.0.1:9/"),
    ],
)
def test_usage_is_two(newsextract: Command, tmp_path: Path, args: tuple[str, ...]) -> None:
    said = newsextract("fetch", "-o", tmp_path / "saved", *args)
    assert said.code == 2
    assert said.out == ""
    assert "Traceback" not in said.err
    assert not (tmp_path / "saved").exists()


def test_a_folder_is_needed_and_must_be_one(newsextract: Command, tmp_path: Path) -> None:
    assert newsextract("fetch", "http://127.0.0.1:9/").code == 2
    file = tmp_path / "file"
    file.write_text("mine")
    said = newsextract("fetch", "http://127.0.0.1:9/", "-o", file)
    assert said.code == 2
    assert file.read_text() == "mine"


def test_a_torn_line_of_the_log_is_taken_away(
    site: Site, newsextract: Command, tmp_path: Path
) -> None:
    whole = '{"run": "2024-03-01T00:00:00+00:00", "url": "http://a.kr/1", "outcome": "fetched"}\n'
    (tmp_path / "outcomes.jsonl").write_text(whole + whole[:30])
    assert newsextract("fetch", site.url("article", 1), "-o", tmp_path, *FAST).code == 0
    assert [line["url"] for line in told(tmp_path)] == ["http://a.kr/1", site.url("article", 1)]


def test_a_disk_that_is_full_is_told_and_nothing_is_lost(
    site: Site, newsextract: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from newsextract.archives import store  # noqa: PLC0415
    from newsextract.errors import ArchiveError  # noqa: PLC0415

    real = store.open_store

    def nearly_full(*args: Any) -> Any:
        opened = real(*args)
        keep = opened.keep
        kept: list[Any] = []

        def full(visit: Any) -> None:
            if kept:
                raise ArchiveError("cannot write: No space left on device")
            kept.append(visit)
            keep(visit)

        opened.keep = full  # type: ignore[method-assign]
        return opened

    monkeypatch.setattr("newsextract.cli.fetch_run.open_store", nearly_full)
    urls = [site.url("article", n) for n in range(8)]
    said = newsextract("fetch", *urls, "-o", tmp_path, *FAST)
    assert said.code == 1
    assert "No space left" in said.err
    assert "Traceback" not in said.err
    assert sum(line["outcome"] == "fetched" for line in told(tmp_path)) == 1
    monkeypatch.undo()
    done = newsextract("fetch", *urls, "-o", tmp_path, *FAST)
    assert "7 fetched, 1 kept before" in done.err


# -- in a process of its own -------------------------------------------------------------------


def start(*args: object, **streams: Any) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "newsextract", *map(str, args)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, **streams)  # noqa: S603


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
@pytest.mark.parametrize("by_pipe", [False, True])
def test_an_interrupt_says_how_to_go_on(
    site: Site, newsextract: Command, tmp_path: Path, by_pipe: bool
) -> None:
    site.pause = 0.02
    urls = [site.url("article", n, n % 2) for n in range(400)]
    listed = tmp_path / "urls.txt"
    listed.write_text("".join(url + "\n" for url in urls))
    folder = tmp_path / "saved"
    given = "-" if by_pipe else listed
    with start(
        "fetch", "--urls", given, "-o", folder, *FAST,
        stdin=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stdin is not None
        assert process.stderr is not None
        process.stdin.write(listed.read_bytes())
        process.stdin.flush()  # and left open: more could come
        while len(site.requests) < 40 and process.poll() is None:
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 130
        said = process.stderr.read().decode()
    assert "Traceback" not in said
    assert "the same command goes on from there" in said
    assert said.count("\n") == 1, said
    before = {line["url"] for line in told(folder)}
    assert 0 < len(before) < 400
    site.pause = 0
    done = newsextract("fetch", "--urls", listed, "-o", folder, *FAST)
    assert done.code == 0
    after = told(folder)
    assert {line["url"] for line in after} == set(urls)
    fetched = [line["url"] for line in after if line["outcome"] == "fetched"]
    assert before <= set(fetched)
    assert len(fetched) == len(set(fetched))


def on_a_terminal(*args: object, **environment: str) -> bytes:
    """What the command writes to standard error when that is a terminal."""
    pty = pytest.importorskip("pty", reason="needs a pseudo-terminal")
    ours, theirs = pty.openpty()
    sent = bytearray()
    clean = {"TERM": "xterm", "NO_COLOR": "", "FORCE_COLOR": "", "COLUMNS": "100"}
    env = os.environ | clean | environment
    with start(*args, stdin=subprocess.DEVNULL, stderr=theirs, env=env) as process:
        os.close(theirs)
        while True:
            try:
                chunk = os.read(ours, 65536)
            except OSError:  # Linux says so when the other side is closed
                break
            if not chunk:
                break
            sent += chunk
        assert process.wait(60) in {0, 1}
    os.close(ours)
    return bytes(sent)


def test_a_terminal_gets_a_bar(site: Site, tmp_path: Path) -> None:
    site.pause = 0.02
    urls = [site.url("article", n) for n in range(30)] + [site.url("gone", 1)]
    shown = on_a_terminal("fetch", *urls, "-o", tmp_path / "a", *FAST)
    assert b"/31" in shown
    assert b"\x1b[3" in shown
    assert shown.count(b"newsextract: error:") == 1
    assert b"30 fetched" in shown
    plain = on_a_terminal("fetch", *urls, "-o", tmp_path / "b", *FAST, NO_COLOR="1")
    assert b"/31" in plain
    assert b"\x1b[3" not in plain
    quiet = on_a_terminal("fetch", *urls, "-o", tmp_path / "c", *FAST, "-q")
    assert b"\x1b" not in quiet
    dumb = on_a_terminal("fetch", *urls, "-o", tmp_path / "d", *FAST, TERM="dumb")
    assert b"\x1b" not in dumb


# -- and read again ----------------------------------------------------------------------------


def test_extract_replays_each_page_of_a_warc(
    site: Site, newsextract: Command, tmp_path: Path
) -> None:
    urls = [site.url(kind, n) for n, kind in enumerate(("article", "gzip", "euc-kr", "br"))]
    assert newsextract("fetch", *urls, "-o", tmp_path, *FAST).code == 0
    (warc,) = warcs(tmp_path)
    said = newsextract("extract", warc)
    assert said.code == 0
    results = [json.loads(line) for line in said.out.splitlines()]
    assert {result["article"]["url"] for result in results} == set(urls)
    assert all(result["records"] for result in results)
    table = newsextract("extract", warc, "--format", "csv")
    assert f"{warc} {urls[0]}," in table.out
    ledger = newsextract("parse", warc, "--format", "csv")
    assert ledger.code == 0
    assert newsextract("extract", warc, "--format", "json").code == 2
    assert newsextract("extract", warc, "--url", "https://a.kr/1").code == 2


def test_a_page_of_a_warc_that_fails_is_counted_for_itself(
    site: Site, newsextract: Command, tmp_path: Path
) -> None:
    urls = [site.url("article", n) for n in range(5)]
    for url in urls:  # one at a time, so that their order is known
        assert newsextract("fetch", url, "-o", tmp_path, *FAST, "--no-robots").code == 0
    (warc,) = warcs(tmp_path)
    whole = warc.read_bytes()
    warc.write_bytes(whole[:-1000])  # into the last response, of some 1,100 bytes
    said = newsextract("extract", warc)
    assert said.code == 1
    assert len(said.out.splitlines()) >= 4
    assert len(said.errors) >= 1
    assert str(warc) in said.errors[0]


def test_a_file_that_was_kept_knows_where_it_is_from(
    site: Site, newsextract: Command, tmp_path: Path
) -> None:
    url = site.url("euc-kr", 7)
    saved = tmp_path / "saved"
    assert newsextract("fetch", url, "-o", saved, *FAST, "--format", "files").code == 0
    (page,) = saved.rglob("*.html")
    said = newsextract("extract", page)
    assert said.code == 0
    assert json.loads(said.out)["article"]["url"] == url
    other = newsextract("parse", page, "--url", "https://morae.example/7")
    assert json.loads(other.out)["url"] == "https://morae.example/7"
