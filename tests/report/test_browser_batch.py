"""The report of a batch in a real browser: sorting, filters, clicks on sums, keys."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from newsextract.models import Extraction
from newsextract.report import render_batch
from newsextract.report.batch import render

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

See = Callable[..., "Chrome"]


def js(chrome: Chrome, script: str) -> Any:
    return chrome.execute_script(f"return {script}")


def column(chrome: Chrome, place: int, table: str = "t-records") -> list[str]:
    """Texts of one column of a table, details left out."""
    found: list[str] = js(
        chrome,
        f"[...document.querySelectorAll('#{table} tbody tr:not(.detail)')]"
        f".map(row => row.children[{place}].innerText.trim())",
    )
    return found


def told(chrome: Chrome, table: str = "t-records") -> str:
    return str(js(chrome, f"document.querySelector('#{table} .count').innerText"))


def type_into(chrome: Chrome, text: str, table: str = "t-records") -> None:
    field = chrome.find_element("css selector", f"#{table} input.query")
    field.clear()
    field.send_keys(text)
    waiting = "new Promise(done => setTimeout(done, 400))"
    js(chrome, waiting)


def test_records_are_sorted_by_any_column(see: See, mixed: Path) -> None:
    chrome = see(render_batch(mixed))
    money = column(chrome, 0)
    assert money[:3] == ["9,776억원", "7,238억원", "2,538억원"]
    head = "document.querySelector('#t-records [data-key=year]')"
    assert js(chrome, f"{head}.parentElement.getAttribute('aria-sort')") == "none"
    js(chrome, f"{head}.click()")
    assert js(chrome, f"{head}.parentElement.getAttribute('aria-sort')") == "ascending"
    years = column(chrome, 3)
    assert years == sorted(years)
    js(chrome, f"{head}.click()")
    assert js(chrome, f"{head}.parentElement.getAttribute('aria-sort')") == "descending"
    assert column(chrome, 3)[0].startswith("2025")


def test_words_and_choices_filter_and_the_count_is_said(see: See, mixed: Path) -> None:
    chrome = see(render_batch(mixed))
    assert (
        js(chrome, "document.querySelector('#t-records .count').getAttribute('role')") == "status"
    )
    assert told(chrome) == "8건 · 합계에 드는 예산 1조 98억원"
    type_into(chrome, "도시재생")
    assert told(chrome) == "3건 · 합계에 드는 예산 250억원"
    type_into(chrome, "없는 말")
    assert told(chrome) == "맞는 것이 없습니다."
    type_into(chrome, "")
    js(
        chrome,
        "(f => { f.value = 'mismatch'; f.dispatchEvent(new Event('input', {bubbles: true})) })"
        "(document.querySelector('[data-filter=check]'))",
    )
    js(chrome, "new Promise(done => setTimeout(done, 100))")
    assert column(chrome, 0) == ["250억원"]


def test_a_number_opens_its_sentence(see: See, mixed: Path) -> None:
    chrome = see(render_batch(mixed))
    js(chrome, "document.querySelector('#t-records tbody button.open').click()")
    detail = "document.querySelector('#t-records .detail')"
    assert js(chrome, f"{detail}.querySelector('mark').innerText") == "9,776억원"
    assert "의결" in js(chrome, f"{detail}.innerText")
    button = "document.querySelector('#t-records tbody button.open')"
    assert js(chrome, f"{button}.getAttribute('aria-expanded')") == "true"
    js(chrome, f"{button}.click()")
    assert js(chrome, detail) is None


@pytest.mark.parametrize(
    ("click", "expected"),
    [
        ("#years [data-value='2024']", ["250억원"]),
        ("#sources [data-value=sigungu]", ["250억원", "42억원", "30억원"]),
        ("#t-agencies [data-drill]", ["9,776억원"]),
        ("#timeline [data-label='2024 Q1']", ["250억원"]),
    ],
)
def test_a_sum_shows_what_it_is_made_of(
    see: See, mixed: Path, click: str, expected: list[str]
) -> None:
    chrome = see(render_batch(mixed))
    js(chrome, f'document.querySelector("{click}").click()')
    assert column(chrome, 0) == expected
    shown = js(chrome, "document.querySelectorAll('#t-records .detail mark').length")
    assert shown == len(expected)
    assert js(chrome, "document.activeElement.id") == "records-title"
    js(chrome, "document.querySelector('.drop').click()")
    assert told(chrome) == "8건 · 합계에 드는 예산 1조 98억원"


def test_arrow_keys_go_down_the_rows_and_along_the_timeline(see: See, mixed: Path) -> None:
    from selenium.webdriver import ActionChains, Keys  # noqa: PLC0415

    chrome = see(render_batch(mixed))

    def press(key: str) -> str:
        ActionChains(chrome, duration=0).send_keys(key).perform()
        return str(
            js(
                chrome,
                "document.activeElement.innerText || document.activeElement.title"
                " || document.activeElement.dataset.label",
            )
        )

    js(chrome, "document.querySelector('#t-records tbody button.open').focus()")
    assert press(Keys.ARROW_DOWN) == "7,238억원"
    assert press(Keys.ARROW_UP) == "9,776억원"
    js(chrome, "document.querySelector('.day').focus()")
    assert press(Keys.END) == js(
        chrome, "[...document.querySelectorAll('.day')].at(-1).dataset.label"
    )
    assert (
        js(chrome, "document.querySelectorAll('.day[tabindex=\"0\"], .day:not([tabindex])').length")
        == 1
    )


def test_the_first_stop_of_the_tab_key_skips_to_the_content(see: See, mixed: Path) -> None:
    from selenium.webdriver import ActionChains, Keys  # noqa: PLC0415

    chrome = see(render_batch(mixed))
    ActionChains(chrome, duration=0).send_keys(Keys.TAB).perform()
    assert js(chrome, "document.activeElement.className") == "skip"
    assert js(chrome, "document.activeElement.getBoundingClientRect().left") >= 0
    ActionChains(chrome, duration=0).send_keys(Keys.ENTER).perform()
    assert js(chrome, "document.activeElement.id") == "main"


def test_many_records_come_in_pages(see: See, batch: Any, wrong: Extraction) -> None:
    path = batch.sqlite([(f"{n}.txt", wrong) for n in range(700)])
    chrome = see(render_batch(path, "en"))
    assert told(chrome).startswith("1–25 of 2,100")
    assert js(chrome, "document.querySelectorAll('*').length") < 3_000
    js(chrome, "document.querySelector('#t-records .next').click()")
    assert told(chrome).startswith("26–50 of 2,100")
    took = js(
        chrome,
        "(began => { document.querySelector('#t-records [data-key=program]').click();"
        " return performance.now() - began })(performance.now())",
    )
    assert took < 500
    assert told(chrome).startswith("1–25 of 2,100")


def test_nothing_is_loaded_and_a_phone_is_wide_enough(see: See, mixed: Path) -> None:
    chrome = see(render(mixed, "ko"), width=360)
    assert js(chrome, "performance.getEntriesByType('resource').length") == 0
    assert js(chrome, "document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_no_violation(see: See, mixed: Path, dark: bool, width: int) -> None:
    axe = os.environ.get("NEWSEXTRACT_AXE")
    if not axe:
        pytest.skip("NEWSEXTRACT_AXE does not point to axe.min.js")
    chrome = see(render_batch(mixed), width, dark=dark)
    js(chrome, "document.querySelectorAll('details').forEach(d => { d.open = true })")
    js(chrome, "document.querySelector(\"#years [data-value='2024']\").click()")
    chrome.execute_script(Path(axe).read_text("utf-8"))
    found = chrome.execute_async_script(
        "axe.run(document).then(r => arguments[0](r.violations.map(v => "
        "[v.id, v.nodes.map(n => n.html)])))"
    )
    assert found == []
