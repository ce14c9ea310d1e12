"""Articles and batches to draw, all invented, and a browser to look at them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import newsextract
from newsextract.batch.items import Item
from newsextract.batch.store.contents import set_stories
from newsextract.batch.store.database import article_id_of
from newsextract.batch.store.export.jsonl import write as write_lines
from newsextract.batch.store.master import Master
from newsextract.batch.store.rows import rows_of
from newsextract.batch.store.shards import write_shard
from newsextract.models import Extraction
from newsextract.outcome import Failure

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

SUPPLIED = Path(__file__).resolve().parents[2] / "fixtures" / "daehannews-2018-12-27" / "input.txt"

WRONG = """나루시, 도시재생에 250억원 투입

나루시는 2024년 도시재생 사업에 250억원(국비 120억원, 도비 50억원, 시비 70억원)을 투입한다고 \
7일 밝혔다. 이 가운데 중앙시장 정비에 150억원(국비 80억원, 도비 30억원, 시비 40억원), 옛 역사 \
복원에 100억원(국비 50억원, 도비 20억원, 시비 30억원)을 쓴다.
시는 지난해보다 20억원 늘어난 규모라고 설명했다. 상인 1인당 300만원을 따로 지원한다.
"""

TABLE = """<!doctype html><html><head><title>가람군, 내년 예산안 제출</title>
<meta property="og:site_name" content="나루일보"></head><body><nav>정치 경제 사회 문화</nav>
<h1>가람군, 2025년도 예산안 제출</h1><div id="article">
<p>가람군은 2025년도 예산안을 군의회에 제출했다고 5일 밝혔다. 마을길 정비와 하천 복원이
가장 큰 사업이라고 설명했다.</p>
<table><caption>주요 사업별 예산</caption>
<tr><th>사업(단위: 백만원)</th><th>총액</th><th>국비</th><th>도비</th><th>군비</th></tr>
<tr><td>마을길 정비</td><td>3,000</td><td>1,500</td><td>500</td><td>1,000</td></tr>
<tr><td>하천 복원</td><td>4,200</td><td>2,100</td><td>900</td><td>1,200</td></tr></table>
<p>군 관계자는 “주민이 느낄 수 있는 사업부터 하겠다”고 말했다.</p></div>
<footer>나루일보 대표전화 000-0000</footer></body></html>"""


@pytest.fixture(scope="session")
def supplied() -> Extraction:
    """The article 9,776 = 2,538 + 7,238."""
    return newsextract.extract(SUPPLIED)


@pytest.fixture(scope="session")
def wrong() -> Extraction:
    """One whose sources are 10억원 short."""
    return newsextract.extract(WRONG, url="https://naru.example/1", published="2024-03-07")


@pytest.fixture(scope="session")
def table() -> Extraction:
    """One with a table in markup."""
    return newsextract.extract(TABLE)


Outcomes = Iterable[tuple[str, Extraction | Failure]]


class Batch:
    """Makes the outputs of a batch."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def sqlite(
        self,
        outcomes: Outcomes,
        name: str = "out.sqlite",
        *,
        stories: dict[str, int] | None = None,
        finished: bool = True,
    ) -> Path:
        """The database of a batch, its lines beside it as `out.jsonl`."""
        path = self.folder / name
        rows = [rows_of(Item(key, "d"), result, "v", keep_json=True) for key, result in outcomes]
        with Master(path) as master:
            shard = self.folder / "0001.shard"
            write_shard(shard, rows)
            master.merge(shard)
            told = (stories or {}).items()
            set_stories(master.connection, [(article_id_of(key), n) for key, n in told])
            if finished:
                master.finish()
                write_lines(master.connection, path.with_suffix(".jsonl"))
        return path


@pytest.fixture
def batch(tmp_path: Path) -> Batch:
    return Batch(tmp_path)


@pytest.fixture
def mixed(batch: Batch, supplied: Extraction, wrong: Extraction, table: Extraction) -> Path:
    """Three articles and three failures."""
    return batch.sqlite(
        [
            ("a/supplied.txt", supplied),
            ("a/wrong.txt", wrong),
            ("a/table.html", table),
            ("b/empty.txt", Failure(kind="empty_input", message="nothing in it")),
            ("b/list.html", Failure(kind="not_an_article", message="looks like a list")),
            ("b/login.html", Failure(kind="not_an_article", message="looks like a login")),
        ]
    )


Hostile = Callable[[Extraction], Extraction]

EVIL = (
    "</script><script>window.hit=1</script><img src=x onerror=window.hit=1>"
    "\"'><svg onload=window.hit=1>{{7*7}}<!--<script>&lt;b&gt;\u202e"
)


@pytest.fixture(scope="session")
def evil() -> str:
    """Markup and script in every form that an escape could miss."""
    return EVIL


@pytest.fixture(scope="session")
def hostile(wrong: Extraction) -> Extraction:
    """An extraction whose every free text is markup and script."""
    data = wrong.model_dump(mode="json")
    article = data["article"]
    for field in ("headline", "publisher", "section", "dateline", "encoding", "profile"):
        article[field] = EVIL
    article["subheads"] = article["captions"] = [EVIL]
    article["authors"] = [{"name": EVIL, "email": EVIL}]
    article["url"] = "javascript:window.hit=1"
    article["content_hash"] = EVIL
    article["ledger"] = [{"order": 0, "zone": "related", "reason": EVIL, "text": EVIL}]
    # Offsets stay: the text keeps its length, and its letters become markup.
    tag = "<script>window.hit=1</script>"
    start = data["records"][0]["amount"]["end"]
    article["text"] = article["text"][:start] + tag + article["text"][start + len(tag) :]
    for amount in data["amounts"]:
        _spoil_amount(amount)
    for record in data["records"]:
        _spoil_record(record)
    for check in data["checks"]:
        check["category"] = EVIL
    data["versions"] = dict.fromkeys(data["versions"], EVIL)
    return Extraction.model_validate(data)


def _spoil_amount(amount: dict[str, Any] | None) -> None:
    if amount:
        amount |= {"text": EVIL, "qualifiers": [EVIL], "per": EVIL}
        if amount["funding_source"]:
            amount["funding_source"] = EVIL


def _spoil_record(record: dict[str, Any]) -> None:
    _spoil_amount(record["amount"])
    span = {"start": 0, "end": 3}
    record["program"] = {"text": EVIL, **span}
    record["agencies"] = [{"name": EVIL, "as_written": EVIL, **span}]
    record["granters"] = [{"name": EVIL, "as_written": EVIL, **span}]
    record["action"] = EVIL
    for component in record["components"]:
        component["source"] |= {"label": EVIL, "category": EVIL}
        _spoil_amount(component["amount"])


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
    service = webdriver.ChromeService(executable_path=driver)
    chrome = webdriver.Chrome(options=options, service=service)
    chrome.set_script_timeout(30)
    yield chrome
    chrome.quit()


@pytest.fixture
def see(browser: Chrome, tmp_path: Path) -> Callable[..., Chrome]:
    """Open a page at a width, light or dark."""

    def show(page: str, width: int = 1280, *, dark: bool = False) -> Chrome:
        path = tmp_path / "page.html"
        path.write_text(page, encoding="utf-8")
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})
        size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False}
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        browser.get(path.as_uri())
        return browser

    return show
