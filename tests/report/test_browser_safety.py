"""A page full of markup and script does nothing in a real browser, with and without the policy."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from newsextract.models import Extraction
from newsextract.outcome import Failure
from newsextract.report import render_article, render_batch

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

# Everything is pressed and opened, and the whole document asked what became of it.
PRESS = """
const done = arguments[0];
for (const d of document.querySelectorAll('details')) d.open = true;
let left = 400;
const seen = new Set();
(function next() {
  const all = [...document.querySelectorAll('a.amount, button, input[type=checkbox]')];
  const node = all.find(n => !seen.has(n) && !n.disabled);
  if (!node || !left--) {
    const foreign = [...document.querySelectorAll('img, iframe, svg[onload], b, script')]
      .filter(n => n.localName !== 'script'
        || (n.id !== 'data' && n.textContent.includes('hit=1')));
    return done([window.hit || 0, foreign.length,
      [...document.querySelectorAll('a')].map(a => a.protocol), location.href]);
  }
  seen.add(node);
  node.click();
  setTimeout(next, 0);
})();
"""


def without_policy(page: str) -> str:
    """The page with nothing but its escapes to protect it."""
    bare, count = re.subn(r"<meta http-equiv=[^>]*>", "", page)
    assert count == 1
    return bare


@pytest.mark.parametrize("guarded", [True, False])
@pytest.mark.parametrize("kind", ["article", "batch"])
def test_markup_and_script_do_nothing(
    see: Callable[..., Chrome],
    batch: Any,
    hostile: Extraction,
    evil: str,
    kind: str,
    guarded: bool,
) -> None:
    if kind == "article":
        page = render_article(hostile)
    else:
        failed = Failure(kind=evil, message=evil)
        failures = [(evil, failed), ("x", Failure(kind="__proto__", message="javascript:0"))]
        page = render_batch(batch.sqlite([(f"{evil}.html", hostile), *failures]))
    chrome = see(page if guarded else without_policy(page))
    before = chrome.current_url
    hit, foreign, protocols, address = chrome.execute_async_script(PRESS)
    assert hit == 0
    assert foreign == 0
    assert set(protocols) <= {"file:", "https:", "http:"}
    assert address.split("#")[0] == before
    shown = chrome.execute_script("return document.body.innerText")
    assert "</script><script>window.hit=1</script>" in shown


def test_the_policy_stops_a_script_that_is_put_in(
    see: Callable[..., Chrome], wrong: Extraction
) -> None:
    page = render_article(wrong).replace("</main>", "<script>window.hit=1</script></main>")
    chrome = see(page)
    assert chrome.execute_script("return window.hit || 0") == 0
