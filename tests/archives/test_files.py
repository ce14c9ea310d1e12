"""Pages kept as files: the publisher's bytes, a sidecar, and names that stay in the folder."""

from __future__ import annotations

import hashlib
import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsextract.archives import open_store, read_sidecar
from newsextract.archives.names import page_name
from newsextract.errors import ArchiveError, OversizeError


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


def test_the_page_and_its_facts_stand_side_by_side(tmp_path: Path) -> None:
    visit = V.redirected()
    with open_store(tmp_path, "files") as store:
        store.keep(visit)
        assert store.kept(visit.asked)
        assert not store.kept(URL.format(1))
    (path,) = tmp_path.glob("*/*.html")
    assert path.parent.name == "garam.example"
    assert path.read_bytes() == visit.page.content
    facts = json.loads(path.with_name(path.name + ".json").read_text("utf-8"))
    assert facts == {
        "format": "newsextract-page",
        "requested_url": "https://garam.example/a",
        "url": "https://garam.example/c",
        "redirects": ["https://garam.example/a", "https://garam.example/b"],
        "status": 200,
        "headers": [["Content-Type", "text/html"]],
        "fetched_at": "2026-03-04T05:06:09.891234+00:00",
        "size": len(visit.page.content),
        "sha256": hashlib.sha256(visit.page.content).hexdigest(),
        "canonical_url": "https://garam.example/news/7",
        "original_url": "https://naru.example/7",
    }
    assert read_sidecar(path) == visit.page
    assert not list(tmp_path.glob(".newsextract.partial"))


def test_a_rerun_knows_what_is_kept(tmp_path: Path) -> None:
    for number in range(3):
        with open_store(tmp_path, "files") as store:
            kept = [store.kept(URL.format(n)) for n in range(3)]
            assert kept == [n < number for n in range(3)]
            store.keep(V.visit(URL.format(number)))


def test_a_page_without_its_sidecar_was_never_kept(tmp_path: Path) -> None:
    with open_store(tmp_path, "files") as store:
        store.keep(V.visit(URL.format(1)))
    (path,) = tmp_path.glob("*/*.html")
    sidecar = path.with_name(path.name + ".json")
    sidecar.unlink()
    assert read_sidecar(path) is None
    with open_store(tmp_path, "files") as store:
        assert not store.kept(URL.format(1))
        store.keep(V.visit(URL.format(1)))
    assert len(list(tmp_path.glob("*/*.html"))) == 1
    path.write_bytes(b"cut")
    with open_store(tmp_path, "files") as store:
        assert not store.kept(URL.format(1))


def test_nothing_that_was_kept_is_written_over(tmp_path: Path) -> None:
    with open_store(tmp_path, "files") as store:
        for number in range(3):
            store.keep(V.visit(URL.format(1), number=number))
        assert store.kept(URL.format(1))
    found = [read_sidecar(path) for path in sorted(tmp_path.glob("*/*.html"))]
    assert {p.content for p in found if p} == {V.html(number) for number in range(3)}


class TestReadingBack:
    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        with open_store(tmp_path, "files") as store:
            store.keep(V.visit(URL.format(1)))
        return next(tmp_path.glob("*/*.html"))

    def test_a_changed_page_is_refused(self, path: Path) -> None:
        path.write_bytes(path.read_bytes().replace(b"1", b"2"))
        with pytest.raises(ArchiveError, match="not as it was fetched"):
            read_sidecar(path)

    def test_a_damaged_sidecar_is_refused(self, path: Path) -> None:
        sidecar = path.with_name(path.name + ".json")
        for damage in (sidecar.read_bytes()[:200], sidecar.read_bytes().replace(b"url", b"uri")):
            sidecar.write_bytes(damage)
            with pytest.raises(ArchiveError, match="damaged"):
                read_sidecar(path)

    def test_a_missing_or_large_page_is_refused(self, path: Path) -> None:
        with pytest.raises(OversizeError):
            read_sidecar(path, 100)
        path.unlink()
        with pytest.raises(ArchiveError, match="cannot read"):
            read_sidecar(path)

    def test_json_of_others_is_no_sidecar(self, tmp_path: Path) -> None:
        page = tmp_path / "a.html"
        page.write_text("<p>")
        assert read_sidecar(page) is None
        (tmp_path / "a.html.json").write_text('{"requested_url": "http://a.example/"}')
        assert read_sidecar(page) is None


HOSTILE = [
    "https://a.example/../../etc/passwd",
    "https://a.example/%2e%2e/%2e%2e%2fetc%2fpasswd",
    "https://../../x",
    "https://a.example/\\..\\..\\windows\\system32",
    "https://a.example/%5c%5cserver%5cshare",
    "https://a.example/C:/autoexec.bat",
    "https://a.example/con",
    "https://con/aux.html",
    "https://nul.example/",
    "https://com1/lpt1?prn",
    "https://a.example/" + "가" * 3_000,
    "https://" + "a" * 3_000 + ".example/",
    "https://a.example/\x00\n\t\x1b[31m",
    "https://a.example/%00%0a.html",
    "https://a.example/a. . .",
    "https://[::1]/",
    "https://[broken/..",
    "https://a.example/\u202egpj.exe",
    "https://a.example/?a=1&b=../../x",
    "no url",
    "",
    "/etc/passwd",
]
DEVICES = {"con", "prn", "aux", "nul", "com1", "lpt1"}


def assert_safe(name: str) -> None:
    assert name
    assert name not in {".", ".."}
    assert not set(name) & set('/\\:*?"<>|\0\n\r\t')
    assert name.isprintable()
    assert not name.startswith((".", "-", " "))
    assert not name.endswith((".", " "))
    assert len(name.encode()) <= 150
    assert name.partition(".")[0].lower() not in DEVICES


@pytest.mark.parametrize("url", HOSTILE)
def test_hostile_urls_stay_inside_the_folder(tmp_path: Path, url: str) -> None:
    folder = tmp_path / "saved"
    with open_store(folder, "files") as store:
        store.keep(V.visit(url))
        assert store.kept(url)
    assert [p.name for p in tmp_path.iterdir()] == ["saved"]
    (path,) = folder.glob("*/*.html")
    assert_safe(path.parent.name)
    assert_safe(path.name)
    page = read_sidecar(path)
    assert page is not None
    assert page.requested_url == url


@given(st.text() | st.text().map(lambda text: f"https://a.example/{text}"))
def test_any_url_gives_safe_names(url: str) -> None:
    for name in page_name(url):
        assert_safe(name)


def test_names_differ_where_urls_do() -> None:
    urls = [
        "http://a.example/A",
        "http://a.example/a",
        "http://a.example/a?",
        "https://a.example/a",
    ]
    names = {tuple(part.lower() for part in page_name(url)) for url in urls}
    assert len(names) == len(urls)
    host, name = page_name("https://m.garam.example/뉴스/기사?idxno=77")
    assert host == "m.garam.example"
    assert name.startswith("뉴스-기사-idxno-77-")
