"""The review in a real browser, by keyboard alone."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from newsextract.fixtures import check_fixture

pytest.importorskip("selenium", reason="selenium is not installed")

from selenium.webdriver import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

if TYPE_CHECKING:
    from selenium.webdriver import Chrome
    from tests.review.conftest import Running

    from newsextract.review.server import ReviewServer


class Reviewer:
    """Somebody at the keyboard."""

    def __init__(self, chrome: Chrome, server: ReviewServer) -> None:
        self.chrome = chrome
        self.server = server

    def open(self, article: int) -> None:
        self.chrome.get("about:blank")
        self.chrome.get(f"{self.server.url}#{article}")
        self.until(lambda: self.text("place") and self.text("key"))

    def until(self, holds: Callable[[], object]) -> None:
        WebDriverWait(self.chrome, 10, 0.03).until(lambda _: holds())

    def press(self, *keys: str) -> None:
        for key in keys:
            ActionChains(self.chrome).send_keys(key).perform()

    def chord(self, *keys: str) -> None:
        actions = ActionChains(self.chrome)
        for key in keys[:-1]:
            actions = actions.key_down(key)
        actions = actions.send_keys(keys[-1])
        for key in keys[:-1]:
            actions = actions.key_up(key)
        actions.perform()

    def text(self, name: str) -> str:
        return str(self.run(f"return document.getElementById('{name}').textContent"))

    def value(self, name: str) -> str:
        return str(self.run(f"return document.getElementById('{name}').value"))

    def run(self, script: str) -> Any:
        return self.chrome.execute_script(script)

    def here(self) -> str:
        """The printed amount in hand."""
        return str(self.run("return document.querySelector('.amount.here')?.firstChild.data ?? ''"))

    def roles(self) -> list[str]:
        script = "return [...document.querySelectorAll('.amount')].map((a) => a.dataset.role)"
        return list(self.run(script))

    def complaints(self) -> list[str]:
        """What the browser did not like, but for refusals and a server that was ended."""
        log = self.chrome.get_log("browser")  # type: ignore[no-untyped-call]
        told = [entry["message"] for entry in log]
        return [text for text in told if "status of 4" not in text and "net::ERR" not in text]


@pytest.fixture
def reviewer(browser: Chrome, review: Running, folder: Path) -> Iterator[Reviewer]:
    with review(folder) as server:
        reviewer = Reviewer(browser, server)
        reviewer.complaints()
        yield reviewer
        assert reviewer.complaints() == []


def saved(folder: Path, name: str) -> dict[str, Any]:
    path = folder / "fixtures" / name / "records.json"
    loaded: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return loaded


def test_the_token_leaves_the_address_and_a_reload_stays(reviewer: Reviewer) -> None:
    reviewer.open(2)
    assert reviewer.chrome.current_url.endswith("/#2")
    assert reviewer.server.guard.token not in reviewer.chrome.page_source
    reviewer.chrome.refresh()
    reviewer.until(lambda: reviewer.text("key") == "2-road.txt")


def test_correct_by_keyboard_save_and_come_back(reviewer: Reviewer, folder: Path) -> None:
    reviewer.open(2)
    assert reviewer.here() == "30억원"
    reviewer.press("j", Keys.ARROW_DOWN)
    assert reviewer.here() == "10억"
    reviewer.press("f")
    reviewer.chord(Keys.CONTROL, "a")
    reviewer.press(*"군비", Keys.ENTER)
    reviewer.until(lambda: "군비" in reviewer.text("records"))
    reviewer.press("k")
    assert reviewer.here() == "20억"
    reviewer.press(Keys.ENTER)  # right; the next one
    assert reviewer.here() == "10억"
    reviewer.press("j", "5")
    reviewer.until(lambda: reviewer.roles() == ["budget", "component", "component", "other"])
    reviewer.press("j", "y", *"2031", Keys.ENTER)
    reviewer.until(lambda: "2031" in reviewer.text("records"))
    reviewer.press("s")
    reviewer.chord(Keys.CONTROL, "a")
    reviewer.press(*"road", Keys.TAB, *"a bridge", Keys.ENTER)
    reviewer.until(lambda: "road" in reviewer.text("say"))

    wanted = saved(folder, "road")
    assert [a["role"] for a in wanted["amounts"]] == ["budget", "component", "component", "other"]
    (record,) = wanted["records"]
    assert record["components"] == {"국비": 2_000_000_000, "군비": 1_000_000_000}
    assert record["fiscal_year"] == 2031
    meta = json.loads((folder / "fixtures" / "road" / "meta.json").read_text("utf-8"))
    assert meta["note"] == "a bridge"
    assert check_fixture(folder / "fixtures" / "road").status == "different"

    reviewer.chrome.refresh()
    reviewer.until(lambda: reviewer.roles() == ["budget", "component", "component", "other"])
    assert reviewer.run("return document.querySelectorAll('.amount.accepted').length") == 3
    reviewer.press("s")
    assert reviewer.value("name") == "road"
    reviewer.press(Keys.ENTER)  # taken: it asks
    reviewer.until(lambda: reviewer.run("return !document.getElementById('do-replace').hidden"))
    reviewer.press(Keys.ESCAPE)
    assert saved(folder, "road") == wanted


def test_a_programme_is_picked_by_arrow_keys(reviewer: Reviewer, folder: Path) -> None:
    reviewer.open(1)
    reviewer.press("r", "p")
    chosen = "return getSelection().toString()"
    before = reviewer.run(chosen)
    reviewer.press(Keys.ARROW_LEFT, Keys.ARROW_LEFT, Keys.ARROW_LEFT)
    assert reviewer.run(chosen) != before
    for _ in range(8):
        if reviewer.run(chosen).startswith("새봄공원"):
            break
        reviewer.press(Keys.ARROW_LEFT)
    reviewer.chord(Keys.SHIFT, Keys.ARROW_RIGHT)
    assert reviewer.run(chosen) == "새봄공원 조성사업"
    reviewer.chord(Keys.ALT, Keys.SHIFT, Keys.ARROW_LEFT)
    assert reviewer.run(chosen) == "새봄공원 조성사"
    reviewer.press(Keys.ENTER)
    reviewer.until(lambda: reviewer.value("program") == "새봄공원 조성사")
    reviewer.press("s")
    reviewer.press(Keys.ENTER)
    reviewer.until((folder / "fixtures" / "1-park").exists)
    assert saved(folder, "1-park")["records"][0]["program"] == "새봄공원 조성사"


def test_a_programme_that_is_not_in_the_text_is_refused(reviewer: Reviewer) -> None:
    reviewer.open(2)
    reviewer.press("r")
    field = reviewer.chrome.find_element(By.ID, "program")
    for last in (Keys.ENTER, Keys.ESCAPE):
        field.send_keys(Keys.CONTROL, "a")
        field.send_keys("없는 사업", last)
        reviewer.until(lambda: reviewer.value("program") == "도로 정비")
    assert "없는 사업" in reviewer.text("say")
    assert reviewer.text("status") in {"안 봄", "new"}


def test_a_korean_keyboard_works_as_an_english_one(reviewer: Reviewer) -> None:
    reviewer.open(2)
    for letter, code in (("ㅓ", "KeyJ"), ("ㅏ", "KeyK"), ("ㅓ", "KeyJ")):
        event = f"{{key: '{letter}', code: '{code}', bubbles: true}}"
        reviewer.run(f"document.body.dispatchEvent(new KeyboardEvent('keydown', {event}))")
    assert reviewer.here() == "20억"


def test_articles_are_turned_and_found(reviewer: Reviewer) -> None:
    reviewer.open(1)
    reviewer.press("]")
    reviewer.until(lambda: reviewer.text("key") == "2-road.txt")
    reviewer.press("[")
    reviewer.until(lambda: reviewer.text("key") == "1-park.html")
    reviewer.press("l", *"wrong", Keys.ENTER)
    reviewer.until(lambda: reviewer.text("key") == "3-wrong.txt")
    assert "≠" in reviewer.text("checks")
    reviewer.press("]", "]")
    reviewer.until(lambda: reviewer.text("key") == "5-empty.txt")
    assert "empty_input" in reviewer.text("nothing")


def test_help_lists_the_keys_and_letters_can_be_turned_off(reviewer: Reviewer) -> None:
    reviewer.open(2)
    reviewer.press("?")
    assert reviewer.run("return document.querySelectorAll('#help kbd').length") > 15
    reviewer.run("document.getElementById('use-keys').click()")
    reviewer.press(Keys.ESCAPE, "j")
    assert reviewer.here() == "30억원"
    reviewer.press(Keys.ARROW_DOWN)
    assert reviewer.here() == "20억"
    reviewer.run("localStorage.clear()")


def test_a_hostile_page_does_nothing(reviewer: Reviewer, folder: Path) -> None:
    reviewer.open(4)
    assert "<script>" in reviewer.text("headline")
    reviewer.press("j", "k", "r", "x", "s")
    reviewer.press(Keys.ENTER)
    reviewer.until((folder / "fixtures" / "4-hostile").exists)
    reviewer.run(
        "for (const node of document.querySelectorAll('main *'))"
        "  node.dispatchEvent(new Event('mouseover'))"
    )
    assert reviewer.run("return window.harmed ?? null") is None
    made = "return document.querySelectorAll('main script, main img, main svg').length"
    assert reviewer.run(made) == 0
    assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in reviewer.text("text")


def test_every_control_is_named_and_the_focus_is_seen(reviewer: Reviewer) -> None:
    reviewer.open(1)
    nameless = """
      const name = (node) => node.getAttribute('aria-label') || node.textContent.trim()
        || node.labels?.[0]?.textContent.trim();
      return [...document.querySelectorAll('button, input, select, [role=button]')]
        .filter((node) => !name(node)).map((node) => node.outerHTML)"""
    assert reviewer.run(nameless) == []
    seen = "return getComputedStyle(document.activeElement).outlineStyle"
    for _ in range(9):
        reviewer.press(Keys.TAB)
        inside = reviewer.run("return document.activeElement.closest('.roles label') !== null")
        assert inside or reviewer.run(seen) != "none"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation(reviewer: Reviewer, scheme: str) -> None:
    axe = os.environ.get("NEWSEXTRACT_AXE")
    if not axe:
        pytest.skip("NEWSEXTRACT_AXE does not point to axe.min.js")
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    reviewer.chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    reviewer.open(1)
    code = Path(axe).read_text("utf-8")  # put in from outside: the page's policy lets none in
    reviewer.chrome.execute_cdp_cmd("Runtime.evaluate", {"expression": code})
    found = """const done = arguments[0];
      axe.run(document, {resultTypes: ["violations"]}).then((result) =>
        done(result.violations.map((one) => [one.id, one.nodes.map((node) => node.html)])));"""
    for keys in ([], ["j", "3"], ["k", "r", "x"], ["p"], [Keys.ESCAPE, "?"], [Keys.ESCAPE, "s"]):
        reviewer.press(*keys)
        assert reviewer.chrome.execute_async_script(found) == [], keys


def test_without_the_token_the_page_says_what_to_do(browser: Chrome, reviewer: Reviewer) -> None:
    browser.get("about:blank")
    browser.delete_all_cookies()
    browser.get(f"http://127.0.0.1:{reviewer.server.guard.port}/")
    assert "newsextract review" in browser.page_source
    assert "가람시" not in browser.page_source
    reviewer.complaints()


def test_a_server_that_ended_is_told(browser: Chrome, review: Running, folder: Path) -> None:
    with review(folder) as server:
        reviewer = Reviewer(browser, server)
        reviewer.open(2)
    reviewer.press("5")
    reviewer.until(lambda: "newsextract review" in reviewer.text("say"))
    assert reviewer.roles()[0] == "budget"
    reviewer.complaints()
