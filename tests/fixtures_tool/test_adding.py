"""Making fixtures: what is kept of a page, and that nothing is left behind when it fails."""

from __future__ import annotations

import importlib.util
import io
import sys
from pathlib import Path
from types import ModuleType

import pytest

from newsextract.errors import UsageError
from newsextract.fixtures import FixtureError, add_fixture, check_fixture
from newsextract.fixtures.adding import input_suffix
from newsextract.fixtures.expected import Expectation, ExpectedArticle
from newsextract.fixtures.sources import load_page
from newsextract.models import Page


def _load(name: str) -> ModuleType:
    path = Path(__file__).with_name(f"{name}.py")
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


P = _load("fixture_pages")
PAGE = P.PAGE
bytes_in = P.bytes_in
make = P.make
read = P.read


def test_bytes_are_kept_as_they_came(tmp_path: Path) -> None:
    content = PAGE.replace("\n", "\r\n").encode("cp949")
    folder, _ = add_fixture(Page(content=content), "park", tmp_path)
    assert (folder / "input.txt").read_bytes() == content
    assert check_fixture(folder).status == "ok"


def test_the_same_page_gives_the_same_files(tmp_path: Path) -> None:
    assert bytes_in(make(tmp_path / "a")) == bytes_in(make(tmp_path / "b"))


def test_zones_are_written_down_only_when_asked_for(tmp_path: Path) -> None:
    assert read(make(tmp_path, "a") / "article.json")["zones"] == []
    zones = read(make(tmp_path, "b", zones=True) / "article.json")["zones"]
    assert ["byline", "한누리 기자 hnr@garam.example"] in zones


def test_the_clock_is_frozen(tmp_path: Path) -> None:
    years = [
        read(make(tmp_path, day, published=day) / "records.json")["records"][0]["fiscal_year"]
        for day in ("2024-10-02", "2030-10-02")
    ]
    assert years == [2025, 2031]


RICH = """가람시, 다리 놓는다

가람시는 내년 ‘나루다리 건설사업’에 총 100억원(국비 50%, 도비 30억, 시비 20억)을 투입한다고 밝혔다.

시는 주민 1인당 10만원을 주고, 둘레길에 30억~50억원을 들일 계획이다. 설계비는 275만달러다.
"""


def test_ranges_shares_and_other_currencies_are_written_down_exactly(tmp_path: Path) -> None:
    folder = make(tmp_path, text=RICH)
    records = read(folder / "records.json")
    by_text = {amount["text"]: amount for amount in records["amounts"]}
    assert (by_text["30억~50억원"]["low"], by_text["30억~50억원"]["high"]) == (
        30 * 10**8,
        50 * 10**8,
    )
    assert "value" not in by_text["30억~50억원"]
    assert by_text["275만달러"]["currency"] == "USD"
    assert by_text["10만원"]["per"]
    (share, *_), *_ = [r["components"] for r in records["records"]]
    assert share == {"label": "국비", "value": 50 * 10**8, "share": "0.5", "derived": True}
    assert check_fixture(folder).status == "ok"


@pytest.mark.parametrize(
    "name", ["", ".", "..", "../x", "a/b", "a\\b", ".a", "a.", "con", "LPT1.txt", "a\n", "a" * 101]
)
def test_a_name_is_a_folder_of_its_own(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="not a name"):
        make(tmp_path / "fixtures", name)
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    before = bytes_in(make(tmp_path))
    with pytest.raises(UsageError, match="there is a fixture"):
        make(tmp_path, text="다른 글이다.")
    assert bytes_in(tmp_path / "park") == before


def test_a_link_in_the_place_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "park").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UsageError, match="there is a fixture"):
        make(tmp_path)
    assert not (tmp_path / "elsewhere").exists()


def test_a_page_that_fails_is_a_fixture_only_when_asked_for(tmp_path: Path) -> None:
    with pytest.raises(FixtureError, match=r"the input is empty \(empty_input\)"):
        make(tmp_path, text=" ")
    assert list(tmp_path.iterdir()) == []
    folder = make(tmp_path, text=" ", fails=True)
    assert read(folder / "error.json") == {"kind": "empty_input", "message": "the input is empty"}
    assert check_fixture(folder).status == "ok"


def test_a_page_that_works_is_no_failure(tmp_path: Path) -> None:
    with pytest.raises(FixtureError, match="does not fail"):
        make(tmp_path, fails=True)
    assert list(tmp_path.iterdir()) == []


def test_what_no_article_is_found_in_is_written_down(tmp_path: Path) -> None:
    page = "<html><body><form>아이디 <input> 비밀번호 <input type=password></form></body></html>"
    error = read(make(tmp_path, text=page, fails=True) / "error.json")
    assert error["kind"] == "not_an_article"
    assert error["found"]


def test_a_corrected_expectation_takes_the_place_of_what_comes_out(tmp_path: Path) -> None:
    wanted = Expectation(article=ExpectedArticle(headline="고친 제목"))
    folder = make(tmp_path, expected=wanted)
    assert read(folder / "article.json") == {"headline": "고친 제목"}
    assert not (folder / "records.json").exists()
    assert check_fixture(folder).status == "different"


def test_a_disk_that_takes_nothing_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(FixtureError, match="No space left"):
        make(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_suffixes() -> None:
    assert input_suffix(Page(content=b"a"), Path("page.mhtml")) == ".mhtml"
    assert input_suffix(Page(content=b"a"), Path("page.<b>")) == ".txt"
    assert input_suffix(Page(content=b"a", headers={"content-type": "text/html"})) == ".html"


def response(url: str) -> bytes:
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<!doctype html><p>a</p>"
    head = (
        "WARC/1.1\r\nWARC-Type: response\r\n"
        "WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000001>\r\n"
        f"WARC-Date: 2026-01-02T03:04:05Z\r\nWARC-Target-URI: {url}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


class TestSources:
    """Where pages come from."""

    def test_a_file_a_url_of_its_own_and_standard_input(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = tmp_path / "a.txt"
        path.write_text(PAGE, "utf-8")
        assert load_page(str(path)).url is None
        assert load_page(str(path), "https://a.example/").url == "https://a.example/"
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"abc")))
        assert load_page("-").content == b"abc"

    def test_a_url_is_fetched(self, monkeypatch: pytest.MonkeyPatch) -> None:
        sent = Page(
            content=b"<p>", url="https://a.example/2", headers={"content-type": "text/html"}
        )
        monkeypatch.setattr("newsextract.fetching.fetch", lambda _: sent)
        assert load_page("https://a.example/1") == sent
        assert load_page("https://a.example/1", "https://b.example/").url == "https://b.example/"

    def test_a_warc_gives_the_page_that_is_named(self, tmp_path: Path) -> None:
        path = tmp_path / "pages.warc"
        path.write_bytes(b"".join(response(f"https://a.example/{number}") for number in (1, 2)))
        assert load_page(str(path), "https://a.example/2").url == "https://a.example/2"
        with pytest.raises(UsageError, match=r"2 pages in .*: name one by --url"):
            load_page(str(path))
        with pytest.raises(UsageError, match=r"no page https://a\.example/3"):
            load_page(str(path), "https://a.example/3")
