"""Text copies of press pages, taken from a real browser, against the pages' gold.

    python benchmarks/dumps.py [FOLDER] [--keep DIR] [--dumps DIR] [--details] [--json]

Each NAME.html of FOLDER (format: benchmarks/scoring.py; without it ../shared/pages beside the
project) is opened in headless Chromium, `document.body.innerText` is what Ctrl+A and Ctrl+C would
give, and the text-dump reader has to find the article in it. It needs Chromium, its driver and
selenium:

    apt-get install chromium chromium-driver fonts-nanum
    pip install --group bench

Scripts of the page run, but nothing reaches the network: names are not resolved, the proxy leads
nowhere, and the browser is set offline; so style sheets of the site are missing, as is what a
script would have fetched. A page whose body the browser does not show (less than half of the
gold's runs of characters are in the dump) has to be refused and counts apart. --keep writes the
dumps to a folder, --dumps takes them from one instead of asking a browser.
"""

from __future__ import annotations

import argparse
import importlib
import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import mean
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # run as a script, the folder of benchmarks is a package too

from benchmarks.scoring import GoldPage, body_f1, load_pages, shingles  # noqa: E402

from newsextract.article import parse  # noqa: E402
from newsextract.article.decode import decode  # noqa: E402
from newsextract.errors import NewsExtractError  # noqa: E402

SHARED = ROOT.parent / "shared" / "pages"
SHOWN = 0.5
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--window-size=1280,2000",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--proxy-server=http://127.0.0.1:9",
    "--proxy-bypass-list=<-loopback>",
)
PATIENCE = 20

Dump = Callable[[GoldPage], str]


@contextmanager
def browser() -> Iterator[Dump]:
    """A function from a page to its innerText, by one browser for all pages."""
    try:
        webdriver = importlib.import_module("selenium.webdriver")
        service = importlib.import_module("selenium.webdriver.chrome.service").Service
    except ImportError as error:
        raise SystemExit(
            f"selenium is not installed: pip install --group bench ({error})"
        ) from error
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    driver_path = shutil.which("chromedriver")
    if chromium is None or driver_path is None:
        raise SystemExit("no browser: apt-get install chromium chromium-driver fonts-nanum")
    with tempfile.TemporaryDirectory(prefix="dumps-") as folder:
        options = webdriver.ChromeOptions()
        options.binary_location = chromium
        options.page_load_strategy = "eager"
        for flag in (*FLAGS, f"--user-data-dir={folder}/profile"):
            options.add_argument(flag)
        driver = webdriver.Chrome(options=options, service=service(driver_path))
        try:
            driver.set_page_load_timeout(PATIENCE)
            offline = {
                "offline": True,
                "latency": 0,
                "downloadThroughput": 0,
                "uploadThroughput": 0,
            }
            driver.execute_cdp_cmd("Network.enable", {})
            driver.execute_cdp_cmd("Network.emulateNetworkConditions", offline)
            yield lambda page: inner_text(driver, page, Path(folder))
        finally:
            driver.quit()


def inner_text(driver: Any, page: GoldPage, folder: Path) -> str:  # noqa: ANN401 - selenium's
    # The site's server told the charset; a byte order mark does so for a file.
    path = folder / f"{page.name}.html"
    path.write_text(decode(page.data).text, "utf-8-sig")
    driver.get(path.as_uri())
    return str(driver.execute_script("return document.body ? document.body.innerText : ''"))


def row_of(page: GoldPage, text: str) -> dict[str, Any]:
    gold = shingles(page.gold["body"])
    shown = sum((gold & shingles(text)).values()) / max(1, sum(gold.values()))
    row: dict[str, Any] = {"page": page.name, "shown": shown, "f1": 0.0, "outcome": "read"}
    try:
        article = parse(text)
    except NewsExtractError as error:
        row["outcome"] = f"{type(error).__name__}: {error}"
        return row
    row["f1"] = body_f1(article.text, page.gold["body"], page.gold.get("optional") or ())
    row["headline"] = article.headline
    return row


def summary(rows: list[dict[str, Any]]) -> dict[str, Any]:
    shown = [row for row in rows if row["shown"] >= SHOWN]
    hidden = [row for row in rows if row["shown"] < SHOWN]
    return {
        "pages": len(shown),
        "f1_mean": mean(row["f1"] for row in shown) if shown else 0.0,
        "f1_least": min((row["f1"] for row in shown), default=0.0),
        "f1_mean_of_all": mean(row["f1"] for row in rows),
        "body_not_shown": {row["page"]: row["outcome"] for row in hidden},
        "rows": rows,
    }


def show(found: dict[str, Any], *, details: bool) -> None:
    print(f"{'pages whose body the browser shows':<40}{found['pages']:>8}")
    print(f"{'mean body F1':<40}{found['f1_mean']:>8.4f}")
    print(f"{'least':<40}{found['f1_least']:>8.4f}")
    print(f"{'mean over all pages':<40}{found['f1_mean_of_all']:>8.4f}")
    for name, outcome in found["body_not_shown"].items():
        print(f"{'body not shown: ' + name:<40}  {outcome}")
    if details:
        for row in found["rows"]:
            print(f"  {row['page']:<30}{row['shown']:>8.3f}{row['f1']:>8.4f}  {row['outcome']}")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("folder", type=Path, nargs="?", default=SHARED, help="pages and gold")
    options.add_argument("--keep", type=Path, metavar="DIR", help="write each dump to DIR/NAME.txt")
    options.add_argument("--dumps", type=Path, metavar="DIR", help="read DIR/NAME.txt, no browser")
    options.add_argument("--details", action="store_true", help="the result on each page")
    options.add_argument("--json", action="store_true", help="everything as one JSON document")
    asked = options.parse_args()
    pages = load_pages(asked.folder)
    if not pages:
        options.error(f"no NAME.html with gold/NAME.json in {asked.folder}")
    if asked.dumps is not None:
        texts = {p.name: (asked.dumps / f"{p.name}.txt").read_text("utf-8") for p in pages}
    else:
        with browser() as dump:
            texts = {page.name: dump(page) for page in pages}
    if asked.keep is not None:
        asked.keep.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            (asked.keep / f"{name}.txt").write_text(text, "utf-8")
    found = summary([row_of(page, texts[page.name]) for page in pages])
    if asked.json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        show(found, details=asked.details)


if __name__ == "__main__":
    main()
