"""What an outcome is as rows: every fact under its column, money exact."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from newsextract.batch.store.database import article_id_of
from newsextract.batch.store.rows import rows_of, split, unpacked
from newsextract.models import Amount, BudgetRecord, Component, FundingSource, Span, Value

if TYPE_CHECKING:
    from tests.batch.store.conftest import Batch, Make

EOK = 10**8


def named(batch: Batch, table: str) -> list[dict[str, Any]]:
    cursor = batch.master.connection.execute(f"SELECT * FROM {table}")  # noqa: S608
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def test_an_article_is_kept_with_its_facts(batch: Batch, make: Make) -> None:
    result = make.extraction()
    batch.add(make.rows("news/a.html", result))

    (article,) = named(batch, "articles")
    assert article == {
        "article_id": article_id_of("news/a.html"),
        "key": "news/a.html",
        "url": "https://naru.example/30",
        "headline": "가람군, 마을길 새로 놓는다",
        "subheads": "첫째 줄\n둘째 줄",
        "publisher": "나루일보",
        "section": "사회",
        "published_at": "2024-03-05T00:00:00+09:00",
        "modified_at": None,
        "authors": "김가람 <garam@naru.example>; 이나루",
        "text": result.article.text,
        "content_hash": result.article.content_hash,
        "encoding": "utf-8",
        "profile": "generic",
        "records": 1,
        "story": None,
        "counted": 1,
    }
    (outcome,) = named(batch, "outcomes")
    assert outcome == {
        "article_id": article["article_id"],
        "key": "news/a.html",
        "digest": "d1",
        "version": make.version,
        "kind": "ok",
        "message": None,
        "has_json": 1,
    }


def test_a_record_is_kept_with_its_sources_bodies_and_checks(batch: Batch, make: Make) -> None:
    text = "가람군·나루군은 올해 마을길 정비에 30억원(국비 20억원, 군비 5억원)을 들인다."
    batch.add(make.rows("a", make.extraction(30, 20, 5, agencies=("가람군", "나루군"))))

    (record,) = named(batch, "records")
    expected = {
        "record_id": "r1",
        "position": 0,
        "parent": None,
        "amount_id": "a1",
        "amount_text": "30억원",
        "currency": "KRW",
        "low": 3_000_000_000,
        "high": 3_000_000_000,
        "low_decimal": None,
        "high_decimal": None,
        "krw": 3_000_000_000,
        "program": "마을길 정비",
        "program_start": 12,
        "program_end": 18,
        "fiscal_year": 2024,
        "fiscal_year_guess": None,
        "period_first": 2024,
        "period_last": 2026,
        "action": "투입",
        "phase": "proposed",
        "project_count": None,
        "sentence": text,
        "sentence_start": 0,
        "sentence_end": len(text),
        "check_status": "mismatch",
        "confidence": 0.9,
    }
    assert text[12:18] == "마을길 정비"
    assert {name: record[name] for name in expected} == expected
    assert set(record) == {*expected, "article_id"}
    assert [(c["label"], c["tier"], c["krw"], c["leaf"]) for c in named(batch, "components")] == [
        ("국비", "국비", 2_000_000_000, 1),
        ("군비", "시군구비", 500_000_000, 1),
    ]
    assert [(a["role"], a["name"]) for a in named(batch, "agencies")] == [
        ("agency", "가람군"),
        ("agency", "나루군"),
    ]
    (check,) = named(batch, "checks")
    figures = ("status", "expected", "found", "difference", "about")
    assert [check[name] for name in figures] == [
        "mismatch",
        3_000_000_000,
        2_500_000_000,
        -500_000_000,
        "r1 a1 a2 a3",
    ]
    assert [row["check_id"] for row in named(batch, "record_checks")] == ["c1"]
    assert [(m["span_start"], m["span_end"]) for m in named(batch, "mentions")] == [(20, 24)]
    assert text[20:24] == "30억원"


def test_amounts_keep_their_order_and_record(batch: Batch, make: Make) -> None:
    batch.add(make.rows("a", make.extraction(child=12)))
    kept = batch.select("SELECT amount_id, text, role, record_id FROM amounts ORDER BY position")
    assert kept == [
        ("a1", "30억원", "budget", "r1"),
        ("a2", "20억원", "component", "r1"),
        ("a3", "10억원", "component", "r1"),
        ("a4", "12억원", "budget", "r2"),
    ]


def test_a_failure_is_a_row_as_well(batch: Batch, make: Make) -> None:
    batch.add(make.rows("broken.html", make.failure("binary_input")))
    assert batch.select("SELECT key, kind, message FROM failures") == [
        ("broken.html", "binary_input", "왜냐하면 binary_input")
    ]
    assert batch.one("SELECT count(*) FROM articles") == 0


def test_the_json_is_kept_only_when_asked_for(make: Make) -> None:
    result = make.extraction()
    assert make.rows("a", result, keep_json=False)["documents"] == []
    ((_, packed),) = make.rows("a", result, keep_json=True)["documents"]
    assert isinstance(packed, bytes)
    assert unpacked(packed).decode() == result.model_dump_json()


def test_a_half_surrogate_does_not_cost_the_article(batch: Batch, make: Make) -> None:
    result = make.extraction()
    article = result.article.model_copy(update={"headline": "나루\ud83d일보"})
    result = result.model_copy(update={"article": article})
    batch.add(make.rows("a", result, keep_json=False))
    assert batch.one("SELECT headline FROM articles") == r"나루\ud83d일보"


def test_figures_that_are_no_whole_63_bits_are_decimal_strings(batch: Batch, make: Make) -> None:
    def with_amount(low: Value | None, high: Value | None, currency: str = "KRW") -> Any:
        result = make.extraction()
        amount = result.records[0].amount.model_copy(
            update={"low": low, "high": high, "currency": currency}
        )
        record = result.records[0].model_copy(update={"amount": amount})
        return result.model_copy(update={"records": (record,)})

    batch.add(
        make.rows("dollars", with_amount(Decimal("2.75"), Decimal("2.75"), "USD")),
        make.rows("huge", with_amount(2**63, 2**63)),
        make.rows("open", with_amount(30 * EOK, None)),
        make.rows("range", with_amount(10 * EOK, 20 * EOK)),
        make.rows("whole dollars", with_amount(5, 5, "USD")),
    )
    kept = batch.select(
        "SELECT key, low, high, low_decimal, high_decimal, krw "
        "FROM records JOIN articles USING (article_id) ORDER BY key"
    )
    assert kept == [
        ("dollars", None, None, "2.75", "2.75", None),
        ("huge", None, None, "9223372036854775808", "9223372036854775808", None),
        ("open", 3_000_000_000, None, None, None, None),
        ("range", 1_000_000_000, 2_000_000_000, None, None, None),
        ("whole dollars", 5, 5, None, None, None),
    ]


@given(st.integers() | st.decimals(allow_nan=False, allow_infinity=False))
def test_a_figure_is_kept_exactly_and_in_one_place(value: Value) -> None:
    whole, decimal = split(value)
    assert (whole is None) != (decimal is None)
    if whole is not None:
        assert whole == value
        assert -(2**63) < whole < 2**63
    else:
        assert decimal is not None
        assert Decimal(decimal) == value
        assert "E" not in decimal


@given(st.text(st.characters(codec="utf-8")))
def test_a_number_is_of_63_bits(key: str) -> None:
    assert 0 <= article_id_of(key) < 2**63
    assert article_id_of(key) == article_id_of(key)


def test_a_sum_wholly_from_one_source_is_its_own_component(batch: Batch, make: Make) -> None:
    result = make.extraction()
    amount = result.records[0].amount.model_copy(update={"funding_source": "도비"})
    record = result.records[0].model_copy(update={"amount": amount, "components": ()})
    batch.add(make.rows("a", result.model_copy(update={"records": (record,)})))
    assert batch.select("SELECT label, category, tier, krw, leaf FROM components") == [
        ("도비", "provincial", "시도비", 3_000_000_000, 1)
    ]


TIERS = {"국비": "national", "시도비": "provincial", "시군구비": "county", "기타": "other"}


def money(value: int | None) -> Amount | None:
    if value is None:
        return None
    return Amount(id="a1", text="1", start=0, end=1, low=value, high=value)


def component(tier: str, value: int | None, parts: tuple[Component, ...] = ()) -> Component:
    source = FundingSource.model_validate({"label": tier, "category": TIERS[tier], "tier": tier})
    return Component(source=source, amount=money(value), parts=parts)


values = st.none() | st.integers(0, 4)
leaves = st.builds(component, st.sampled_from(sorted(TIERS)), values)
components = st.recursive(
    leaves,
    lambda inner: st.builds(
        component,
        st.sampled_from(sorted(TIERS)),
        values,
        st.lists(inner, max_size=3).map(tuple),
    ),
    max_leaves=8,
)


@given(st.lists(components, min_size=1, max_size=3).map(tuple))
def test_leaves_are_what_the_four_way_split_adds_up(parts: tuple[Component, ...]) -> None:
    amount = money(9)
    assert amount is not None
    record = BudgetRecord(id="r1", amount=amount, components=parts, sentence=Span(start=0, end=1))
    from newsextract.batch.store.rows import _components  # noqa: PLC0415

    totals: dict[str, int] = {}
    open_ended = False
    rows = list(_components(record))
    assert [row[0] for row in rows] == list(range(len(rows)))
    for row in rows:
        if row[-1]:
            krw = row[-4]
            open_ended |= krw is None
            totals[str(row[4])] = totals.get(str(row[4]), 0) + int(str(krw or 0))
    expected = record.four_way()
    assert totals == expected or (open_ended and expected == {})


def test_parts_know_the_component_above(make: Make) -> None:
    result = make.extraction()
    local = component("기타", 10, (component("시도비", 4), component("시군구비", 6)))
    record = result.records[0].model_copy(update={"components": (component("국비", 20), local)})
    from newsextract.batch.items import Item  # noqa: PLC0415

    rows = rows_of(Item("a", "d"), result.model_copy(update={"records": (record,)}), "v")
    kept = [(row[2], row[3], row[4], row[-1]) for row in rows["components"]]
    assert kept == [
        (0, None, "국비", 1),
        (1, None, "기타", 0),
        (2, 1, "시도비", 1),
        (3, 1, "시군구비", 1),
    ]
