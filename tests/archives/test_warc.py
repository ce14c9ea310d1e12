"""WARC files as others expect them, and a store that knows what it holds."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import threading
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType

import fastwarc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]
from warcio.checker import Checker  # type: ignore[import-untyped]

from newsextract.archives import Exchange, Visit, open_store, read_warc
from newsextract.archives.warc import WarcStore
from newsextract.errors import ArchiveError
from newsextract.models import Page


def _load(name: str) -> ModuleType:
    path = Path(__file__).with_name(f"{name}.py")
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


V = _load("visits")
URL = "https://garam.example/news/{}"


def check_digests(folder: Path) -> int:
    class Command:
        inputs = [str(path) for path in V.warc_files(folder)]  # noqa: RUF012
        verbose = False

    return int(Checker(Command()).process_all())


def test_warcio_reads_each_record_and_its_digests(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        store.keep(V.redirected())
        store.keep(V.visit(URL.format(1)))
    (path,) = V.warc_files(tmp_path)
    with path.open("rb") as file:
        records = [
            (r.rec_type, r.rec_headers, r.http_headers, r.raw_stream.read())
            for r in ArchiveIterator(file)
        ]
    pair = ["request", "response"]
    assert [r[0] for r in records] == ["warcinfo", *pair * 3, "metadata", *pair, "metadata"]
    assert check_digests(tmp_path) == 0
    request, response, metadata = (records[n] for n in (5, 6, 7))
    assert request[1].get_header("WARC-Concurrent-To") == response[1].get_header("WARC-Record-ID")
    assert response[1].get_header("WARC-Concurrent-To") == request[1].get_header("WARC-Record-ID")
    assert metadata[1].get_header("WARC-Refers-To") == response[1].get_header("WARC-Record-ID")
    assert response[1].get_header("WARC-IP-Address") == "203.0.113.7"
    assert response[1].get_header("WARC-Date") == "2026-03-04T05:06:07.891234Z"
    assert response[1].get_header("WARC-Target-URI") == "https://garam.example/c"
    assert response[1].get_header("WARC-Payload-Digest").startswith("sha1:")
    assert request[2].statusline == "/c HTTP/1.1"
    assert request[2].get_header("Host") == "garam.example"
    facts = json.loads(metadata[3])
    assert facts["requested_url"] == "https://garam.example/a"
    assert facts["redirects"] == ["https://garam.example/a", "https://garam.example/b"]
    assert facts["canonical_url"] == "https://garam.example/news/7"


def test_a_body_that_came_in_chunks_is_described_truly(tmp_path: Path) -> None:
    visit = V.visit(URL.format(1))
    with open_store(tmp_path) as store:
        store.keep(visit)
    with V.warc_files(tmp_path)[0].open("rb") as file:
        record = next(r for r in ArchiveIterator(file) if r.rec_type == "response")
        assert record.http_headers.get_header("Transfer-Encoding") is None
        assert record.http_headers.get_header("X-Archive-Orig-Transfer-Encoding") == "chunked"
        body = visit.exchanges[0].body
        assert record.http_headers.get_header("Content-Length") == str(len(body))
        assert record.raw_stream.read() == body


def test_fastwarc_reads_them_too(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        store.keep(V.redirected())
    with V.warc_files(tmp_path)[0].open("rb") as file:
        for record in fastwarc.ArchiveIterator(file, parse_http=False):
            assert record.verify_block_digest()


def test_pages_come_back_as_they_were_kept(tmp_path: Path) -> None:
    visits = [V.visit(URL.format(1)), V.redirected(), V.visit(URL.format(2), b"<html>" * 9)]
    with open_store(tmp_path) as store:
        for visit in visits:
            store.keep(visit)
    assert list(read_warc(V.warc_files(tmp_path)[0])) == [visit.page for visit in visits]


def test_an_answer_from_the_cache_has_no_request(tmp_path: Path) -> None:
    visit = V.visit(URL.format(1))
    exchange = visit.exchanges[0]._replace(cache="hit", peer=None)
    with open_store(tmp_path) as store:
        store.keep(visit._replace(exchanges=(exchange,)))
    with V.warc_files(tmp_path)[0].open("rb") as file:
        kinds = [record.rec_type for record in ArchiveIterator(file)]
    assert kinds == ["warcinfo", "response", "metadata"]
    assert list(read_warc(V.warc_files(tmp_path)[0])) == [visit.page]


class TestOpening:
    def test_knows_what_was_kept_and_goes_on(self, tmp_path: Path) -> None:
        for number in range(4):
            with open_store(tmp_path / "new" / "folder") as store:
                kept = [store.kept(URL.format(n)) for n in range(4)]
                assert kept == [n < number for n in range(4)]
                store.keep(V.visit(URL.format(number)))
        assert len(V.warc_files(tmp_path / "new" / "folder")) == 1

    def test_files_rotate_and_all_of_them_count(self, tmp_path: Path) -> None:
        with WarcStore(tmp_path, 2_000) as store:
            for number in range(9):
                store.keep(V.visit(URL.format(number)))
        assert [p.name for p in V.warc_files(tmp_path)][:2] == [
            "pages-00001.warc.gz",
            "pages-00002.warc.gz",
        ]
        with WarcStore(tmp_path, 2_000) as store:
            assert all(store.kept(URL.format(n)) for n in range(9))
        assert check_digests(tmp_path) == 0

    @pytest.mark.parametrize(
        "state", ["missing", "torn", "stale", "gap", "lying", "of other files"]
    )
    def test_a_bad_journal_is_mended_from_the_files(self, tmp_path: Path, state: str) -> None:
        journal = tmp_path / "index.jsonl"
        with open_store(tmp_path) as store:
            for number in range(5):
                store.keep(V.visit(URL.format(number)))
        good = journal.read_bytes()
        lines = good.splitlines(keepends=True)
        fake = json.loads(lines[-1]) | {"url": URL.format(77)}
        bad = {
            "missing": None,
            "torn": good[:-20],
            "stale": b"".join(lines[:3]),
            "gap": b"".join([*lines[:3], b"{}\n", *lines[4:]]),
            "lying": b"".join([*lines[:-1], json.dumps(fake).encode() + b"\n"]),
            "of other files": good.replace(b"pages-00001", b"pages-00007"),
        }[state]
        journal.unlink()
        if bad is not None:
            journal.write_bytes(bad)
        with open_store(tmp_path) as store:
            assert all(store.kept(URL.format(n)) for n in range(5))
            assert not store.kept(URL.format(77))
        assert journal.read_bytes() == good or state == "lying"

    def test_a_second_one_is_refused_until_the_first_is_closed(self, tmp_path: Path) -> None:
        with open_store(tmp_path) as first:
            for style in ("warc", "files"):
                with pytest.raises(ArchiveError, match="in use"):
                    open_store(tmp_path, style)
            first.keep(V.visit(URL.format(1)))
        with open_store(tmp_path) as second:
            assert second.kept(URL.format(1))
        with pytest.raises(ArchiveError, match="closed"):
            second.keep(V.visit(URL.format(2)))

    @pytest.mark.parametrize("style", ["warc", "files"])
    def test_what_is_no_folder_is_refused(self, tmp_path: Path, style: str) -> None:
        (tmp_path / "a").write_text("no folder")
        for folder in (tmp_path / "a", tmp_path / "a" / "b"):
            with pytest.raises(ArchiveError):
                open_store(folder, style)  # type: ignore[arg-type]

    def test_warc_files_of_others_are_left_alone(self, tmp_path: Path) -> None:
        others = {
            "pages-00003.warc.gz": b"\x1f\x8b\x08 torn",
            "pages-00002.warc.gz": b"",
            "CC-NEWS-1.warc.gz": b"theirs",
            "pages-1.warc.gz": b"theirs",
        }
        for name, data in others.items():
            (tmp_path / name).write_bytes(data)
        for number in range(2):
            with open_store(tmp_path) as store:
                store.keep(V.visit(URL.format(number)))
        assert all((tmp_path / name).read_bytes() == data for name, data in others.items())
        assert len(list(read_warc(tmp_path / "pages-00004.warc.gz"))) == 2


def test_a_page_that_holds_a_whole_group_cannot_pass_for_a_visit(tmp_path: Path) -> None:
    with open_store(tmp_path / "theirs") as store:
        store.keep(V.visit(URL.format(666)))
    trap = V.warc_files(tmp_path / "theirs")[0].read_bytes()
    with open_store(tmp_path / "ours") as store:
        store.keep(V.visit(URL.format(1)))
        (path,) = V.warc_files(tmp_path / "ours")
        size = path.stat().st_size
        headers = (("Content-Type", "text/html"),)
        page = Page(content=trap, url=URL.format(2), status=200)
        exchange = V.exchange(URL.format(2), trap, headers=headers)
        store.keep(Visit(URL.format(2), (exchange,), page))
    # The response is torn after the trap, and the trap itself stands there unpacked.
    data = path.read_bytes()
    path.write_bytes(data[:size] + data[size : size + 300] + trap)
    (tmp_path / "ours" / "index.jsonl").unlink()
    with open_store(tmp_path / "ours") as store:
        assert store.kept(URL.format(1))
        assert not store.kept(URL.format(666))


def test_importing_the_room_costs_nothing() -> None:
    code = "import sys, newsextract.archives; print({'fastwarc', 'pydantic'} & set(sys.modules))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert said.stdout == "set()\n"


def test_threads_may_share_a_store(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:

        def work(first: int) -> None:
            for number in range(first, 40, 4):
                store.keep(V.visit(URL.format(number)))

        threads = [threading.Thread(target=work, args=(first,)) for first in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    found = [item.requested_url for item in read_warc(V.warc_files(tmp_path)[0])]  # type: ignore[union-attr]
    assert sorted(map(str, found)) == sorted(URL.format(n) for n in range(40))


tokens = st.text("abcdefghijklmnopqrstuvwxyzABC-_!1", min_size=1, max_size=12)
values = st.binary(max_size=40).map(
    lambda raw: raw.translate(None, b"\r\n\0").strip(b" \t").decode("latin-1")
)
urls = st.builds(
    lambda host, rest: f"https://{host}.example/{rest}",
    st.text("abc가나", min_size=1, max_size=5),
    st.text(max_size=40).filter(lambda t: t.isprintable()),
)
REWRITTEN = {"content-encoding", "transfer-encoding", "content-length", "content-type"}


@settings(max_examples=60)
@given(
    headers=st.lists(st.tuples(tokens, values), max_size=6),
    body=st.binary(max_size=2_000),
    url=urls,
    reason=values,
)
def test_any_headers_body_and_url_come_back(
    headers: list[tuple[str, str]], body: bytes, url: str, reason: str
) -> None:
    sent = tuple((n, v) for n, v in headers if n.lower() not in REWRITTEN)
    sent = (*sent, ("Content-Type", "text/html"))
    page = Page(
        content=body,
        url=url,
        headers=V.lower(sent),
        fetched_at=V.MOMENT,
        status=200,
        requested_url=url,
    )
    exchange: Exchange = V.exchange(url, body, headers=sent, reason=reason)
    with TemporaryDirectory() as name:
        folder = Path(name)
        with open_store(folder) as store:
            store.keep(Visit(url, (exchange,), page))
        with open_store(folder) as store:
            assert store.kept(url)
        assert list(read_warc(V.warc_files(folder)[0])) == [page]
        assert check_digests(folder) == 0
