"""The report of an article in a real browser: pointing, keys, taps, ledger, phone."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from newsextract.models import Extraction
from newsextract.report import render_article

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

See = Callable[..., "Chrome"]


def keys(chrome: Chrome, *names: str) -> None:
    from selenium.webdriver import ActionChains, Keys  # noqa: PLC0415

    for name in names:
        ActionChains(chrome, duration=0).send_keys(getattr(Keys, name, name)).perform()


def js(chrome: Chrome, script: str) -> Any:
    return chrome.execute_script(f"return {script}")


def card(chrome: Chrome) -> str | None:
    """Text of the card that is open."""
    shown: str | None = js(
        chrome,
        "document.getElementById('pop').hidden ? null : document.getElementById('pop').innerText",
    )
    return shown


def test_focus_shows_a_card_and_arrows_go_on(see: See, wrong: Extraction) -> None:
    chrome = see(render_article(wrong))
    assert card(chrome) is None
    js(chrome, "document.querySelector('#m1').focus()")
    assert "120억원" in (card(chrome) or "")
    keys(chrome, "ARROW_RIGHT")
    shown = " ".join((card(chrome) or "").split())
    assert "50억원 5,000,000,000 KRW" in shown
    assert "불일치" in shown
    keys(chrome, "ESCAPE")
    assert card(chrome) is None
    assert js(chrome, "document.activeElement.id") == "m2"
    keys(chrome, "ENTER")
    assert js(chrome, "document.activeElement.closest('.pop .of') !== null")
    keys(chrome, "ESCAPE")
    assert card(chrome) is None
    assert js(chrome, "document.activeElement.id") == "m2"


def test_pointing_shows_a_card_and_lights_up_the_sentence(see: See, wrong: Extraction) -> None:
    from selenium.webdriver import ActionChains  # noqa: PLC0415

    chrome = see(render_article(wrong))
    mark = chrome.find_element("css selector", "#m0")
    ActionChains(chrome, duration=0).move_to_element(mark).perform()
    assert "250억원" in (card(chrome) or "")
    assert js(chrome, "document.getElementById('r0').classList.contains('lit')")
    lit = js(chrome, "[...document.querySelectorAll('.story .lit')].map(n => n.innerText).join('')")
    assert "2024년 도시재생 사업" in lit
    assert "상인" not in lit


def test_a_tap_keeps_the_card_until_it_is_closed(see: See, wrong: Extraction) -> None:
    chrome = see(render_article(wrong), width=360, dark=True)
    js(chrome, "document.querySelector('#m0').click()")
    assert "250억원" in (card(chrome) or "")
    box = js(
        chrome, "(b => [b.left, b.right])(document.getElementById('pop').getBoundingClientRect())"
    )
    assert box[0] >= 0
    assert box[1] <= 360
    js(chrome, "document.querySelector('#pop .close').click()")
    assert card(chrome) is None


def test_a_number_leads_to_its_place_in_the_text(see: See, supplied: Extraction) -> None:
    chrome = see(render_article(supplied))
    js(chrome, "document.querySelector('.tree .sum a.num').click()")
    js(chrome, "new Promise(done => setTimeout(done, 50))")
    assert js(chrome, "document.activeElement.innerText") == "2,538억원"


def test_the_ledger_shows_the_removed_and_on_demand_the_rest(
    see: See, supplied: Extraction
) -> None:
    chrome = see(render_article(supplied))
    rows = "[...document.querySelectorAll('#entries tbody tr')]"
    visible = f"{rows}.filter(row => row.checkVisibility()).length"
    assert js(chrome, visible) == 0
    js(chrome, "document.querySelector('.ledger summary').click()")
    removed = int(js(chrome, visible))
    assert 0 < removed < len(supplied.article.ledger)
    js(chrome, "document.getElementById('show-kept').click()")
    assert js(chrome, visible) == len(supplied.article.ledger)


def test_the_children_s_bars_end_where_the_parent_s_does(see: See, supplied: Extraction) -> None:
    chrome = see(render_article(supplied), width=360)
    edges = js(
        chrome,
        "[...document.querySelectorAll('.node > .bar')].map(bar => {"
        " const all = [...bar.querySelectorAll('.fill')].map(f => f.getBoundingClientRect());"
        " return [all[0].left, all.at(-1).right]; })",
    )
    (left, right), (one, cut), (again, end) = edges
    assert abs(left - one) < 1
    assert abs(cut - again) < 1
    assert abs(right - end) < 1


@pytest.mark.parametrize("name", ["supplied", "wrong", "table"])
def test_a_phone_needs_no_sideways_scrolling(
    see: See, name: str, request: pytest.FixtureRequest
) -> None:
    chrome = see(render_article(request.getfixturevalue(name)), width=360)
    assert js(chrome, "document.documentElement.scrollWidth") <= 360


def test_nothing_is_loaded_and_nothing_is_refused(see: See, table: Extraction) -> None:
    chrome = see(render_article(table))
    assert js(chrome, "performance.getEntriesByType('resource').length") == 0
    log = chrome.get_log("browser")  # type: ignore[no-untyped-call]
    assert not [line for line in log if "favicon" not in line["message"]]


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_no_violation(see: See, wrong: Extraction, dark: bool, width: int) -> None:
    axe = os.environ.get("NEWSEXTRACT_AXE")
    if not axe:
        pytest.skip("NEWSEXTRACT_AXE does not point to axe.min.js")
    chrome = see(render_article(wrong, "en"), width, dark=dark)
    js(chrome, "document.querySelectorAll('details').forEach(d => { d.open = true })")
    js(chrome, "document.querySelector('#m1').click()")
    chrome.execute_script(Path(axe).read_text("utf-8"))
    found = chrome.execute_async_script(
        "axe.run(document).then(r => arguments[0](r.violations.map(v => "
        "[v.id, v.nodes.map(n => n.html)])))"
    )
    assert found == []
