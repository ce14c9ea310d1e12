"""Arithmetic: what counts as proven, rounded, incomplete, wrong."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsextract.budget.checks import (
    Finding,
    check_components,
    check_rollup,
    check_rollup_by_source,
    check_shares,
    last_place,
    number_checks,
)
from newsextract.models import Amount, Component, FundingSource

EOK = 10**8


def amount(value: int, text: str = "", key: str = "a1", qualifiers: tuple[str, ...] = ()) -> Amount:
    text = text or f"{value // EOK:,}억원"
    return Amount(
        id=key, text=text, start=0, end=len(text), low=value, high=value, qualifiers=qualifiers
    )


def part(value: int, category: str = "national", share: Decimal | None = None) -> Component:
    source = FundingSource(label=category, category=category)
    return Component(source=source, amount=amount(value, key=f"p{value}"), share=share)


def only(findings: list[Finding]) -> Finding:
    assert len(findings) == 1
    return findings[0]


def test_parts_that_make_their_total_are_ok() -> None:
    found = only(
        check_components("r1", amount(10 * EOK), [part(6 * EOK), part(4 * EOK)], incomplete=False)
    )
    assert (found.status, found.expected, found.found) == ("ok", 10 * EOK, 10 * EOK)
    assert found.about == ("r1", "a1", f"p{6 * EOK}", f"p{4 * EOK}")


@pytest.mark.parametrize(
    ("parts", "qualifiers", "incomplete", "status"),
    [
        ([6, 3], (), False, "mismatch"),
        ([6, 5], (), False, "mismatch"),
        ([6, 3], ("약",), False, "rounding"),
        ([6, 2], ("약",), False, "mismatch"),
        ([6, 3], (), True, "partial"),
        ([6, 5], (), True, "mismatch"),
        ([6], (), False, "partial"),
        ([11], (), False, "mismatch"),
        ([10], (), False, "ok"),
    ],
)
def test_status(
    parts: list[int], qualifiers: tuple[str, ...], incomplete: bool, status: str
) -> None:
    total = amount(10 * EOK, qualifiers=qualifiers)
    components = [part(p * EOK) for p in parts]
    found = only(check_components("r1", total, components, incomplete=incomplete))
    assert found.status == status


def test_an_open_part_proves_nothing() -> None:
    source = FundingSource(label="국비", category="national")
    unknown = Component(source=source, amount=None, share=Decimal("0.5"))
    assert check_components("r1", amount(EOK), [unknown, part(EOK)], incomplete=False) == []


def test_parts_of_parts_are_tested_against_their_own_parent() -> None:
    inner = (part(2 * EOK, "provincial"), part(EOK, "county"))
    local = part(4 * EOK, "local").model_copy(update={"parts": inner})
    findings = check_components("r1", amount(10 * EOK), [part(6 * EOK), local], incomplete=False)
    assert [(f.status, f.expected, f.found) for f in findings] == [
        ("ok", 10 * EOK, 10 * EOK),
        ("mismatch", 4 * EOK, 3 * EOK),
    ]


@pytest.mark.parametrize(
    ("share", "status"),
    [("0.6", "ok"), ("0.60", "ok"), ("0.596", "mismatch"), ("0.7", "mismatch")],
)
def test_shares(share: str, status: str) -> None:
    component = part(6 * EOK, share=Decimal(share))
    assert only(check_shares("r1", amount(10 * EOK), [component])).status == status


def test_a_printed_share_is_rounded() -> None:
    component = part(2 * EOK, share=Decimal("0.67"))
    found = only(check_shares("r1", amount(3 * EOK), [component]))
    assert (found.status, found.expected, found.found) == ("rounding", 2 * EOK, 201_000_000)


def test_children_make_their_parent() -> None:
    children = [("r2", amount(6 * EOK)), ("r3", amount(5 * EOK))]
    wrong = only(check_rollup(("r1", amount(10 * EOK)), children, incomplete=True))
    assert (wrong.status, wrong.about) == ("mismatch", ("r1", "r2", "r3"))
    short = only(check_rollup(("r1", amount(20 * EOK)), children, incomplete=True))
    assert short.status == "partial"


def test_finer_sources_roll_up_to_coarser_ones() -> None:
    parent = ("r1", [part(6 * EOK), part(4 * EOK, "local")])
    one = ("r2", [part(3 * EOK), part(EOK, "provincial"), part(EOK, "county")])
    other = ("r3", [part(3 * EOK), part(2 * EOK, "local")])
    findings = check_rollup_by_source(parent, [one, other])
    assert [(f.category, f.status) for f in findings] == [("national", "ok"), ("local", "ok")]


def test_coarser_sources_do_not_roll_up_to_finer_ones() -> None:
    parent = ("r1", [part(6 * EOK), part(4 * EOK, "provincial")])
    child = ("r2", [part(6 * EOK), part(4 * EOK, "local")])
    assert check_rollup_by_source(parent, [child]) == []


@pytest.mark.parametrize(
    ("text", "value", "place"),
    [
        ("2,538억원", 2538 * EOK, EOK),
        ("1.35억", 135_000_000, 10**6),
        ("1조 3천억원", 13_000 * EOK, 1000 * EOK),
        ("34,500천원", 34_500_000, 1000),
        ("1,839", 1839 * EOK, EOK),
        ("0.9", 90_000_000, 10**7),
        ("이천만원", 20_000_000, 1),
    ],
)
def test_last_place(text: str, value: int, place: int) -> None:
    assert last_place(amount(value, text)) == place


@given(st.lists(st.integers(1, 10**15), min_size=1, max_size=6), st.integers(1, 10**16))
def test_difference_is_found_minus_expected(parts: list[int], total: int) -> None:
    findings = check_components(
        "r1", amount(total, "1원"), [part(p) for p in parts], incomplete=False
    )
    check = number_checks(findings)[0]
    assert check.id == "c1"
    assert (check.expected, check.found) == (total, sum(parts))
    assert check.difference == sum(parts) - total
    assert (check.status == "ok") == (check.difference == 0)
