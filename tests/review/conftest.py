"""Invented articles, a review of them, a client that a test can make misbehave, a browser."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from newsextract.review import open_review
from newsextract.review.server import ReviewServer

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

PARK = """<!doctype html><html lang="ko"><head><meta charset="utf-8">
<title>가람시, 새봄공원과 도서관에 120억원</title>
<meta property="og:site_name" content="가람신문">
<meta property="article:published_time" content="2024-12-20T09:30:00+09:00"></head><body>
<nav><a href="/">홈</a> <a href="/p">정치</a></nav>
<article><h1>가람시, 새봄공원과 도서관에 120억원</h1><div id="article-body">
<p>가람시는 내년 ‘새봄공원 조성사업’과 ‘나루도서관 건립사업’에
총 120억원(국비 70억, 도비 30억, 시비 20억)을 투입한다고 20일 밝혔다.
올해보다 15억원 늘어난 규모다.</p>
<p>새봄공원 조성사업에는 80억원(국비 50억, 도비 20억, 시비 10억)을, 나루도서관
건립사업에는 40억원(국비 20억, 도비 10억, 시비 10억)을 쓴다.
시 관계자는 “공원 안 찻집 임대료는 월 200만원”이라고 말했다.</p>
</div></article>
<section class="related"><h3>관련 기사</h3><a href="/2">가람시 도로 정비에 33억원</a></section>
<footer>Copyright 가람신문. 무단 전재 및 재배포 금지</footer></body></html>
"""
ROAD = "가람시는 도로 정비에 30억원(국비 20억, 시비 10억)을 투입한다. 작년보다 3억원 많다.\n"
WRONG = "나루군은 하천 정비에 30억원(국비 20억, 군비 11억)을 투입한다.\n"
HOSTILE = """<!doctype html><html><head><meta charset="utf-8">
<title>&lt;script&gt;window.harmed=1&lt;/script&gt; 30억원</title></head><body><article>
<h1>&lt;script&gt;window.harmed=1&lt;/script&gt;
&lt;img src=x onerror=window.harmed=1&gt; 30억원</h1><div>
<p>가람시는 &lt;img src=x onerror="window.harmed=2"&gt; ‘&lt;svg onload=window.harmed=3&gt;’ 사업에
30억원(국비 20억, &lt;b onmouseover=window.harmed=4&gt;시비 10억)을 투입한다고 밝혔다.</p>
<p>{{constructor.constructor('window.harmed=5')()}}
&lt;/script&gt;&lt;script&gt;window.harmed=6&lt;/script&gt;
&lt;a href="javascript:window.harmed=7"&gt;도로&lt;/a&gt; 정비에
\N{RIGHT-TO-LEFT OVERRIDE}5억원을 쓴다.</p>
</div></article></body></html>
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Five inputs, named so that their order is the one written here."""
    place = tmp_path / "pages"
    place.mkdir()
    (place / "1-park.html").write_text(PARK, "utf-8")
    (place / "2-road.txt").write_text(ROAD, "utf-8")
    (place / "3-wrong.txt").write_text(WRONG, "utf-8")
    (place / "4-hostile.html").write_text(HOSTILE, "utf-8")
    (place / "5-empty.txt").write_text("", "utf-8")
    return place


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@contextmanager
def running(folder: Path, fixtures: Path | None = None) -> Iterator[ReviewServer]:
    """A review that answers while the block runs."""
    server = open_review(folder, fixtures=fixtures)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.close()


Running = Callable[..., AbstractContextManager[ReviewServer]]


class Client:
    """A browser's manners, each of which a test can break."""

    def __init__(self, server: ReviewServer) -> None:
        self.guard = server.guard
        self.host = f"127.0.0.1:{server.guard.port}"

    @property
    def cookie(self) -> str:
        return f"{self.guard.cookie_name}={self.guard.cookie}"

    def headers(self, **changes: str | None) -> dict[str, str]:
        """Those of a request of the page itself; None leaves one out."""
        usual: dict[str, str | None] = {
            "Host": self.host,
            "Cookie": self.cookie,
            "X-Review-Token": self.guard.token,
            "Origin": f"http://{self.host}",
            "Content-Type": "application/json",
        }
        usual |= {name.replace("_", "-"): value for name, value in changes.items()}
        return {name: value for name, value in usual.items() if value is not None}

    def ask(
        self, method: str, path: str, body: bytes | None = None, /, **changes: str | None
    ) -> Answer:
        connection = HTTPConnection("127.0.0.1", self.guard.port, timeout=20)
        try:
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            headers = self.headers(**changes)
            if body is not None and "Content-Length" not in headers:
                headers["Content-Length"] = str(len(body))
            for name, value in headers.items():
                connection.putheader(name, value)
            connection.endheaders(body)
            answer = connection.getresponse()
            return Answer(answer.status, dict(answer.getheaders()), answer.read())
        finally:
            connection.close()

    def get(self, path: str, **changes: str | None) -> Answer:
        return self.ask("GET", path, None, **changes)

    def post(self, path: str, value: object, **changes: str | None) -> Answer:
        return self.ask("POST", path, json.dumps(value).encode(), **changes)


@pytest.fixture
def review() -> Running:
    """Runs a review while a block runs."""
    return running


@pytest.fixture
def client(folder: Path) -> Iterator[Client]:
    """A client of a review of `folder`."""
    with running(folder) as server:
        yield Client(server)


@pytest.fixture(scope="session")
def browser() -> Iterator[Chrome]:
    """Chromium without a window."""
    webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    driver = shutil.which("chromedriver")
    if not chromium or not driver:
        pytest.skip("no chromium with chromedriver on this machine")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    service = webdriver.ChromeService(executable_path=driver)
    chrome = webdriver.Chrome(options=options, service=service)
    chrome.set_window_size(1280, 900)
    yield chrome
    chrome.quit()
