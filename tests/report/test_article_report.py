"""The report of one article, as a parser sees it."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup, Tag

from newsextract.errors import UsageError
from newsextract.models import Extraction
from newsextract.report import render_article
from newsextract.report.texts import LANGUAGES, Lang


def soup(page: str) -> BeautifulSoup:
    return BeautifulSoup(page, "lxml")


def words(node: Tag | None) -> str:
    assert node is not None
    return " ".join(node.get_text().split())


def equations(page: str) -> list[str]:
    return [words(node) for node in soup(page).select(".tree .equation .sum")]


def test_one_sees_that_the_supplied_article_adds_up(supplied: Extraction) -> None:
    page = render_article(supplied)
    assert equations(page)[0] == "2,538 + 7,238 = 9,776억원"
    assert set(equations(page)[1:]) == {
        "국비 1,839 + 4,553 = 6,392억원",
        "지방비 699 + 2,685 = 3,384억원",
        "국비 6,392 + 지방비 3,384 = 9,776억원",
        "국비 1,839 + 지방비 699 = 2,538억원",
        "국비 4,553 + 지방비 2,685 = 7,238억원",
    }
    assert "모두 맞아떨어집니다" in words(soup(page).select_one(".verdict"))
    assert not soup(page).select(".mismatch, .bad")


def test_in_english_figures_are_in_billions(supplied: Extraction) -> None:
    assert equations(render_article(supplied, "en"))[0] == "253.8 + 723.8 = ₩977.6bn"


def test_every_amount_is_marked_with_its_role(supplied: Extraction) -> None:
    marks = soup(render_article(supplied)).select(".story a.amount")
    assert [mark.get_text() for mark in marks] == [a.text for a in supplied.amounts]
    roles = [set(mark["class"]) & {"budget", "component", "delta"} for mark in marks]
    assert roles == [{a.role} for a in supplied.amounts]


@pytest.mark.parametrize("name", ["supplied", "wrong", "table"])
def test_the_story_is_the_text_of_the_article(name: str, request: pytest.FixtureRequest) -> None:
    extraction: Extraction = request.getfixturevalue(name)
    story = soup(render_article(extraction)).select_one(".story")
    assert story is not None
    for other in story.select("caption, .caption"):
        other.decompose()
    assert "".join(story.get_text().split()) == "".join(extraction.article.text.split())


def test_a_mark_names_its_card_and_its_row(wrong: Extraction) -> None:
    page = soup(render_article(wrong))
    for mark, amount in zip(page.select(".story a.amount"), wrong.amounts, strict=True):
        card = page.find(id=mark["aria-describedby"])
        row = page.find(id=str(mark["href"]).lstrip("#"))
        assert isinstance(card, Tag)
        assert isinstance(row, Tag)
        assert f"{amount.exact:,}" in card.get_text()
        assert words(row.th) == amount.text


def test_a_card_shows_value_source_record_and_check(wrong: Extraction) -> None:
    card = words(soup(render_article(wrong)).select("#cards .card")[1])
    for part in ("120억원", "12,000,000,000", "국비", "2024년 도시재생 사업", "불일치", "-10억원"):
        assert part in card


def test_what_does_not_add_up_stands_first_and_out(wrong: Extraction) -> None:
    page = render_article(wrong)
    assert equations(page)[0] == "국비 120 + 도비 50 + 시비 70 = 240억원 ≠ 250억원 -10억원"
    shown = soup(page)
    assert shown.select_one(".verdict.mismatch")
    assert shown.select_one(".tree.bad .bar .fill.bad")
    assert "4건 중 1건" in words(shown.select_one(".verdict"))
    # Not by colour alone.
    assert "✗ 불일치" in words(shown.select_one(".equation.mismatch"))


def test_each_number_of_a_sum_leads_to_its_place_in_the_text(wrong: Extraction) -> None:
    page = soup(render_article(wrong))
    links = page.select(".tree .sum a.num, .tree .money a.num, .tree .chips a.num")
    assert len(links) > 20
    for link in links:
        mark = page.find(id=str(link["href"])[1:])
        assert isinstance(mark, Tag)
        assert set(re.findall(r"\d+", link.get_text())) & set(re.findall(r"\d+", mark.get_text()))


def test_removed_text_can_be_seen(supplied: Extraction) -> None:
    entries = soup(render_article(supplied)).select("details #entries tbody tr")
    assert len(entries) == len(supplied.article.ledger)
    shown = [row.select_one(".words") for row in entries]
    assert [node.get_text() for node in shown if node] == [
        entry.text for entry in supplied.article.ledger
    ]
    assert {"kept", "fact", "removed"} == {name for row in entries for name in row["class"]}


def test_a_table_stays_a_table(table: Extraction) -> None:
    printed = soup(render_article(table)).select_one(".story table")
    assert printed is not None
    assert words(printed.caption).startswith("주요 사업별 예산")
    assert words(printed.select_one("tr + tr td")) == "마을길 정비"
    assert len(printed.select("a.amount")) == len(table.amounts)


def test_an_article_without_amounts_says_so() -> None:
    import newsextract  # noqa: PLC0415

    bare = newsextract.extract("가람군은 마을길을 새로 놓기로 했다고 5일 밝혔다.")
    assert "금액이 없습니다" in render_article(bare)
    assert "No amounts of money" in render_article(bare, "en")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_same_article_gives_the_same_page(wrong: Extraction, lang: Lang) -> None:
    page = render_article(wrong, lang)
    assert page == render_article(wrong, lang)
    assert soup(page).html["lang"] == lang  # type: ignore[index]


def test_ids_are_used_once(table: Extraction) -> None:
    ids = [node["id"] for node in soup(render_article(table)).select("[id]")]
    assert len(ids) == len(set(ids))


def test_another_language_is_refused(wrong: Extraction) -> None:
    with pytest.raises(UsageError, match="'fr'"):
        render_article(wrong, "fr")  # type: ignore[arg-type]


def test_a_page_of_many_records_stays_small() -> None:
    import newsextract  # noqa: PLC0415

    def size(count: int) -> int:
        items = ", ".join(f"사업{n} {n + 1}억원(국비 {n}억원, 군비 1억원)" for n in range(1, count))
        total = sum(n + 1 for n in range(1, count))
        text = f"가람군은 2025년 정비사업에 {total}억원을 투입한다. 세부적으로는 {items} 등이다."
        found = newsextract.extract(text)
        assert len(found.amounts) > count
        return len(render_article(found))

    few, many = size(100), size(400)
    assert many < 5 * few


def test_a_list_that_is_not_whole_is_less_and_not_wrong(wrong: Extraction) -> None:
    partial = wrong.checks[0].model_copy(update={"status": "partial"})
    page = render_article(wrong.model_copy(update={"checks": (partial, *wrong.checks[1:])}))
    assert "국비 120 + 도비 50 + 시비 70 = 240억원 < 250억원 -10억원" in equations(page)
    assert "일부만 적힘" in words(soup(page).select_one(".equation.partial"))
    assert not soup(page).select(".mismatch, .bad")
