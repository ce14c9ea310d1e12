"""The site builds with warnings as errors, loads nothing from elsewhere, and is found in Korean."""

from __future__ import annotations

import functools
import http.server
import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytest.importorskip("mkdocs", reason="the site needs the dependency group docs")
pytest.importorskip("material", reason="the site needs the dependency group docs")
pytest.importorskip("mkdocstrings_handlers.python", reason="the site needs the group docs")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    done = subprocess.run(  # noqa: S603 - our own tool
        command,
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    return folder


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    loading = re.compile(r"<(?:script|img|link|iframe|source)\b[^>]*?(?:src|href)=\"?(https?:)?//")
    for page in site.rglob("*.html"):
        assert not loading.search(page.read_text("utf-8")), page.relative_to(site)


def test_every_document_is_a_page_with_its_markdown_beside(site: Path) -> None:
    for source in (ROOT / "docs").rglob("*.md"):
        path = source.relative_to(ROOT / "docs")
        folder = path.parent if path.name == "index.md" else path.with_suffix("")
        assert (site / folder / "index.html").exists(), path
        assert (site / path).read_bytes() == source.read_bytes()


def test_korean_pages_say_that_they_are_korean(site: Path) -> None:
    for page in (site / "ko").rglob("index.html"):
        assert '<html lang="ko"' in page.read_text("utf-8")
    assert '<html lang="en"' in (site / "tutorial" / "index.html").read_text("utf-8")


def test_links_out_of_the_documents_lead_to_pages(site: Path) -> None:
    page = (site / "architecture" / "index.html").read_text("utf-8")
    assert 'href="../contributing/"' in page


def test_docstring_examples_are_code(site: Path) -> None:
    page = (site / "reference" / "api" / "index.html").read_text("utf-8")
    assert "&gt;&gt;&gt;" in page
    assert "<blockquote>" not in page


def test_the_links_of_llms_txt_are_there(site: Path) -> None:
    told = (site / "llms.txt").read_text("utf-8")
    targets = re.findall(r"\]\(([^)]+)\)", told)
    assert len(targets) > 8
    for target in targets:
        assert (site / target).exists(), target
    for target in re.findall(r"\]\(([^)]+)\)", (ROOT / "llms.txt").read_text("utf-8")):
        assert (ROOT / target).exists(), target


def test_the_search_index_knows_korean(site: Path) -> None:
    index = json.loads((site / "search" / "search_index.json").read_text("utf-8"))
    assert index["config"]["lang"] == ["en", "ko"]
    text = " ".join(entry["text"] for entry in index["docs"])
    assert "빅카인즈" in text


@pytest.fixture(scope="module")
def served(site: Path) -> Iterator[str]:
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            pass

    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Quiet, directory=str(site))
    )
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    webdriver = pytest.importorskip("selenium.webdriver", reason="no selenium")
    driver, chromium = shutil.which("chromedriver"), shutil.which("chromium")
    if driver is None or chromium is None:
        pytest.skip("no chromium with its driver")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    found = webdriver.Chrome(
        options=options, service=webdriver.ChromeService(executable_path=driver)
    )
    yield found
    found.quit()


@pytest.mark.parametrize(
    ("query", "page"),
    [("재원", "ko/how-to/add-a-label/"), ("국비는", "ko/tutorial/"), ("rollup", "data-model/")],
)
def test_a_search_finds(served: str, browser: Any, query: str, page: str) -> None:
    browser.get(f"{served}?q={quote(query)}")
    script = "return [...document.querySelectorAll('.md-search-result__link')].map(a => a.pathname)"
    wait = pytest.importorskip("selenium.webdriver.support.ui").WebDriverWait(browser, 15)
    found = wait.until(lambda b: b.execute_script(script))
    assert f"/{page}" in found
    asked = [
        json.loads(entry["message"])["message"]["params"]["request"]["url"]
        for entry in browser.get_log("performance")
        if '"Network.requestWillBeSent"' in entry["message"]
    ]
    assert asked
    assert [u for u in asked if not u.startswith((served, "data:", "blob:"))] == []
    assert browser.get_log("browser") == []
