"""Corrections: what they leave alone, and that no mix of them breaks an extraction."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import newsextract
from newsextract.models import Component, Extraction
from newsextract.review.correct import correct
from newsextract.review.decisions import Decisions, key_of

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = sorted((ROOT / "fixtures").glob("*/input.*"))
TEXT = (
    "가람시는 내년 ‘새봄공원 조성사업’과 ‘나루도서관 건립사업’에 총 120억원"
    "(국비 70억, 도비 30억, 시비 20억)을 투입한다. 올해보다 15억원 늘었다.\n"
    "새봄공원 조성사업에는 80억원(국비 50억, 도비 20억, 시비 10억)을, 나루도서관 건립사업에는 "
    "40억원(국비 20억, 지방비 20억(도비 10억, 시비 10억))을 쓴다. "
    "임대료는 1인당 3만원이고, 다리에는 국비 70%로 10억원을 쓴다."
)


@cache
def found() -> Extraction:
    return newsextract.extract(TEXT, published="2024-12-20")


def keys() -> list[str]:
    return [key_of(amount) for amount in found().amounts]


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.parent.name)
def test_without_decisions_nothing_changes(path: Path) -> None:
    try:
        extraction = newsextract.extract(path)
    except newsextract.NewsExtractError:
        pytest.skip("no article in it")
    corrected = correct(extraction, Decisions())
    assert corrected.extraction == extraction
    assert corrected.problems == ()


def test_accepting_all_changes_nothing() -> None:
    accepted = {key: {"accepted": True} for key in keys()}
    records = {key_of(r.amount): {"accepted": True} for r in found().records}
    decisions = Decisions.model_validate({"amounts": accepted, "records": records})
    assert correct(found(), decisions).extraction == found()


def a_key() -> st.SearchStrategy[str]:
    return st.sampled_from([*keys(), "0-1", "7-99999"])


@st.composite
def decided(draw: st.DrawFn) -> Decisions:
    amount = st.fixed_dictionaries(
        {},
        optional={
            "role": st.sampled_from(["budget", "component", "delta", "per_unit", "other"]),
            "funding_source": st.none() | st.sampled_from(["국비", "군비", "아무개", "국·도비"]),
            "of": st.none() | a_key(),
            "accepted": st.booleans(),
        },
    )
    places = st.integers(0, len(TEXT) + 5)
    span = st.tuples(places, places).map(lambda p: {"start": min(p), "end": max(p)})
    record = st.fixed_dictionaries(
        {},
        optional={
            "program": st.none() | span,
            "agencies": st.lists(st.sampled_from(["가람시", "국토교통부"]), max_size=2),
            "fiscal_year": st.none() | st.integers(1950, 2100),
            "parent": st.none() | a_key(),
        },
    )
    fields: dict[str, Any] = {
        "amounts": draw(st.dictionaries(a_key(), amount, max_size=8)),
        "records": draw(st.dictionaries(a_key(), record, max_size=6)),
    }
    return Decisions.model_validate(fields)


def all_components(components: Iterable[Component]) -> Iterable[Component]:
    for component in components:
        yield component
        yield from all_components(component.parts)


@settings(max_examples=200)
@given(decided())
def test_whatever_is_decided_the_result_is_sound(decisions: Decisions) -> None:
    result = correct(found(), decisions).extraction
    assert Extraction.model_validate(result.model_dump()) == result
    text = result.article.text
    ids = [record.id for record in result.records]
    amounts = {amount.id for amount in result.amounts}
    parents = {record.id: record.parent for record in result.records}
    assert len(set(ids)) == len(ids)
    assert [a.text for a in result.amounts] == [a.text for a in found().amounts]
    for amount in result.amounts:
        assert amount.record_id is None or amount.record_id in ids
        if amount.role == "component" and amount.record_id:
            assert amount.record_id in ids
    for record in result.records:
        assert record.amount.role == "budget"
        assert record.program is None or text[record.program.start : record.program.end] == (
            record.program.text
        )
        for component in all_components(record.components):
            assert component.source.label
        at, steps = record.parent, 0
        while at is not None:
            assert at in ids
            at, steps = parents[at], steps + 1
            assert steps <= len(ids)
    derived = {
        c.amount.id
        for r in result.records
        for c in all_components(r.components)
        if c.amount is not None
    }
    for check in result.checks:
        assert set(check.about) <= {*ids, *amounts, *derived}
        if check.expected is not None and check.found is not None:
            assert check.difference == check.found - check.expected
    assert {i for r in result.records for i in r.checks} <= {c.id for c in result.checks}


@given(decided())
def test_the_same_decisions_give_the_same_result(decisions: Decisions) -> None:
    again = Decisions.model_validate(decisions.stored())
    assert correct(found(), again) == correct(found(), decisions)
