"""A hand-made extraction, so that the faces are tested without the engine behind them."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from newsextract.models import (
    Agency,
    Amount,
    Article,
    Author,
    Block,
    BudgetRecord,
    Check,
    Component,
    Extraction,
    FundingSource,
    LedgerEntry,
    Span,
    TextSpan,
    Versions,
)

EOK = 10**8
TEXT = (
    "가람시는 총 30억원(국비 20, 지방비 10)을 ‘2021년 하천 정비 계획’에 투입한다.\n"
    "이 중 둑 보강에 18억원(국비 12, 지방비 6), 산책로에 12억원(국비 8, 지방비 4)을 쓴다."
)


def amount(number: int, printed: str, value: int, **more: Any) -> Amount:
    start = TEXT.index(printed)
    return Amount(
        id=f"a{number}",
        text=printed,
        start=start,
        end=start + len(printed),
        low=value,
        high=value,
        **more,
    )


def record(
    number: int, total: Amount, national: Amount, local: Amount, **more: Any
) -> BudgetRecord:
    return BudgetRecord(
        id=f"r{number}",
        amount=total,
        components=(
            Component(source=FundingSource(label="국비", category="national"), amount=national),
            Component(source=FundingSource(label="지방비", category="local"), amount=local),
        ),
        sentence=Span(start=0, end=len(TEXT)),
        fiscal_year=2021,
        **more,
    )


def make_extraction(**changes: Any) -> Extraction:
    def part(number: int, printed: str, value: int, label: str) -> Amount:
        return amount(
            number, printed, value * EOK, role="component", unit_inherited=True,
            funding_source=label, record_id="r1",
        )  # fmt: skip

    nationals = [part(2, "20", 20, "국비"), part(5, "12", 12, "국비"), part(8, "8", 8, "국비")]
    locals_ = [part(3, "10", 10, "지방비"), part(6, "6", 6, "지방비"), part(9, "4", 4, "지방비")]
    totals = [
        amount(1, "30억원", 30 * EOK, role="budget", record_id="r1"),
        amount(4, "18억원", 18 * EOK, role="budget", record_id="r2"),
        amount(7, "12억원", 12 * EOK, role="budget", record_id="r3"),
    ]
    plan = "2021년 하천 정비 계획"
    records = (
        record(
            1, totals[0], nationals[0], locals_[0],
            program=TextSpan(start=TEXT.index(plan), end=TEXT.index(plan) + len(plan), text=plan),
            agencies=(Agency(name="가람시", as_written="가람시", start=0, end=3),),
            action="투입", phase="approved", project_count=2, checks=("c1", "c2", "c3"),
        ),
        record(2, totals[1], nationals[1], locals_[1], parent="r1"),
        record(3, totals[2], nationals[2], locals_[2], parent="r1"),
    )  # fmt: skip

    def check(number: int, kind: Any, value: int, *about: str, **more: Any) -> Check:
        return Check(
            id=f"c{number}", kind=kind, status="ok", expected=value * EOK, found=value * EOK,
            difference=0, about=about, **more,
        )  # fmt: skip

    fields: dict[str, Any] = {
        "article": Article(
            headline="가람시, 하천 정비에 30억",
            publisher="가람신문",
            authors=(Author(name="한누리", email="hnr@garam.example"),),
            published_at=datetime(2021, 3, 2, 9, 5, tzinfo=timezone(timedelta(hours=9))),
            text=TEXT,
            blocks=(
                Block(start=0, end=TEXT.index("\n")),
                Block(start=TEXT.index("\n") + 1, end=len(TEXT)),
            ),
            captions=("가람천 둑길",),
            ledger=(
                LedgerEntry(order=0, zone="headline", reason="first_line", text="가람시, 하천"),
                LedgerEntry(order=1, zone="share", reason="share_words", text="공유하기 | 인쇄"),
            ),
            content_hash="0" * 64,
        ),
        "amounts": tuple(sorted((*totals, *nationals, *locals_), key=lambda a: (a.start, a.end))),
        "records": records,
        "checks": (
            check(1, "components", 30, "r1"),
            check(2, "rollup", 30, "r1", "r2", "r3"),
            check(3, "rollup_by_source", 20, "r1", "r2", "r3", category="national"),
        ),
        "versions": Versions(newsextract="0", kiwipiepy="0", kiwipiepy_model="0"),
    }
    return Extraction(**(fields | changes))


@pytest.fixture
def extraction() -> Extraction:
    """A total with two parts, each from two sources, all of it adding up."""
    return make_extraction()


@pytest.fixture
def wrong_total() -> Extraction:
    """The same, but the printed parts make one 억 more than the printed total."""
    good = make_extraction()
    bad = good.checks[1].model_copy(
        update={"status": "mismatch", "found": 31 * EOK, "difference": EOK}
    )
    bigger = good.records[2].amount.model_copy(update={"low": 13 * EOK, "high": 13 * EOK})
    last = good.records[2].model_copy(update={"amount": bigger})
    return good.model_copy(
        update={"checks": (good.checks[0], bad), "records": (*good.records[:2], last)}
    )


@pytest.fixture(autouse=True)
def terminal_width(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same width of tables wherever the tests run."""
    monkeypatch.setenv("COLUMNS", "110")
