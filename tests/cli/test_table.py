from __future__ import annotations

import re
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from newsextract.cli.table import (
    clean,
    render_article,
    render_extraction,
    render_ledger,
    tree,
)
from newsextract.models import BudgetRecord, Extraction, Period

WIDE = 120


def test_the_table_says_all_that_was_found(extraction: Extraction) -> None:
    shown = render_extraction(extraction, WIDE, color=False)
    for expected in (
        "가람시, 하천 정비에 30억",
        "가람신문 · 2021-03-02 09:05 · 한누리 hnr@garam.example",
        "30억원",
        "3,000,000,000원",
        "├ 18억원",
        "└ 12억원",
        "국비 20억원",
        "지방비 10억원",
        "2021년 하천 정비 계획",
        "2 projects",
        "가람시",
        "2021",
        "투입",
        "approved",
        "✓ 국비 20 + 지방비 10 = 30억원",
    ):
        assert expected in shown


def test_shares_guesses_periods_and_open_bounds_are_shown(extraction: Extraction) -> None:
    record = extraction.records[0]
    whole, part = record.components
    derived = whole.model_copy(
        update={"share": Decimal("0.665"), "derived": True, "parts": (part,)}
    )
    amount = record.amount.model_copy(update={"high": None, "qualifiers": ("이상",)})
    changed = record.model_copy(
        update={
            "amount": amount,
            "components": (derived,),
            "fiscal_year": None,
            "fiscal_year_guess": 2022,
            "period": Period(first=2022, last=None),
        }
    )
    shown = render_extraction(
        extraction.model_copy(update={"records": (changed,), "checks": ()}), WIDE, color=False
    )
    for expected in (
        "30억원 이상 (이상)",
        "≥ 3,000,000,000원",
        "국비 20억원 66.5% (derived)",
        "  지방비 10억원",
        "2022?",
        "2022–",
        "No checks",
    ):
        assert expected in shown


def test_columns_align_under_wide_hangul(extraction: Extraction) -> None:
    lines = render_extraction(extraction, WIDE, color=False).splitlines()
    head = next(line for line in lines if "sources" in line)
    column = cell_len(head[: head.index("sources")])
    for mark in ("국비 20억원", "국비 12억원", "지방비 4억원"):
        line = next(line for line in lines if mark in line)
        assert cell_len(line[: line.index(mark)]) == column


def test_a_mismatch_is_red_and_names_the_difference(wrong_total: Extraction) -> None:
    plain = render_extraction(wrong_total, WIDE, color=False)
    assert "✗ 18 + 13 = 31 ≠ 30억원 (+1억원)" in plain
    assert "mismatch" in plain
    assert "\x1b[1;31m✗" in render_extraction(wrong_total, WIDE, color=True)


def test_without_color_there_are_no_escapes(extraction: Extraction) -> None:
    assert "\x1b" not in render_extraction(extraction, WIDE, color=False)


def test_an_article_without_amounts_says_so(extraction: Extraction) -> None:
    empty = extraction.model_copy(update={"amounts": (), "records": (), "checks": ()})
    assert "No amounts of money in the text." in render_extraction(empty, WIDE, color=False)


def test_amounts_outside_records_are_listed(extraction: Extraction) -> None:
    loose = extraction.amounts[0].model_copy(update={"record_id": None, "role": "other"})
    alone = extraction.model_copy(update={"amounts": (loose,), "records": (), "checks": ()})
    shown = render_extraction(alone, WIDE, color=False)
    assert "No budget records" in shown
    assert "30억원 (other)" in shown


def test_lines_fit_the_width(extraction: Extraction) -> None:
    for width in (80, 100, 160):
        for line in render_extraction(extraction, width, color=False).splitlines():
            assert cell_len(line) <= width


def test_page_text_cannot_drive_the_terminal(extraction: Extraction) -> None:
    article = extraction.article.model_copy(update={"headline": "속보\x1b]0;pwned\x07 \x9b31m끝"})
    shown = render_extraction(extraction.model_copy(update={"article": article}), WIDE, color=False)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", shown)
    assert "pwned" in shown


@given(st.text())
def test_clean_keeps_every_printable_character(text: str) -> None:
    cleaned = clean(text)
    assert len(cleaned) == len(text)
    assert all(a == b for a, b in zip(text, cleaned, strict=True) if a.isprintable())


def test_the_article_view_has_its_paragraphs(extraction: Extraction) -> None:
    shown = render_article(extraction.article, WIDE, color=False)
    for paragraph in extraction.article.paragraphs:
        assert paragraph in shown
    assert "[가람천 둑길]" in shown


def test_the_ledger_view_has_zone_reason_and_text(extraction: Extraction) -> None:
    shown = render_ledger(extraction.article, WIDE, color=False)
    for entry in extraction.article.ledger:
        line = next(line for line in shown.splitlines() if entry.reason in line)
        assert entry.zone in line
        assert entry.text in line


def drawn(records: list[BudgetRecord]) -> list[str]:
    return [stem + record.id for record, stem, _ in tree(records)]


def test_grandchildren_stand_below_their_parents(extraction: Extraction) -> None:
    one, two, three = extraction.records
    below = three.model_copy(update={"parent": "r2"})
    assert drawn([below, two, one]) == ["r1", "└ r2", "  └ r3"]


def test_no_record_is_lost_in_a_circle_or_with_an_unknown_parent(extraction: Extraction) -> None:
    one, two, three = extraction.records
    circle = one.model_copy(update={"parent": "r2"})
    orphan = three.model_copy(update={"parent": "gone"})
    assert sorted(record.id for record, _, _ in tree([circle, two, orphan])) == ["r1", "r2", "r3"]
