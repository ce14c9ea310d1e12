"""Which record is a part of which: by name, by word, by a witnessed sum, never by chance."""

import pytest

from newsextract.budget import extract_records
from newsextract.models import Article, Check


def run(text: str) -> tuple[dict[int, int | None], list[tuple[str, str, object]]]:
    """Each record's sum with its parent's, in 억; and the checks that are not of sources."""
    _, records, checks = extract_records(Article(text=text, content_hash=""))
    sums = {r.id: int(r.amount.exact or 0) // 10**8 for r in records}
    parents = {sums[r.id]: sums[r.parent] if r.parent else None for r in records}
    return parents, [_brief(c) for c in checks if c.kind == "rollup"]


def _brief(check: Check) -> tuple[str, str, object]:
    return check.kind, check.status, int(check.difference or 0) // 10**8


def test_a_joint_programme_is_the_parent_even_where_print_is_wrong() -> None:
    text = (
        "시는 ‘가람 진흥계획 및 나래 추진계획’에 예산 30억원을 편성했다.\n"
        "‘가람 진흥계획’에는 예산 10억원을 쓴다.\n‘나래추진계획’에는 예산 19억원을 쓴다."
    )
    parents, checks = run(text)
    assert parents == {30: None, 10: 30, 19: 30}
    assert checks == [("rollup", "mismatch", -1)]


def test_a_list_closed_by_a_total() -> None:
    parents, checks = run(
        "시는 도로 정비에 120억원, 하천 정비에 80억원 등 총 200억원의 예산을 편성했다."
    )
    assert parents == {120: 200, 80: 200, 200: None}
    assert checks == [("rollup", "ok", 0)]


def test_a_list_that_names_only_some_is_partial() -> None:
    parents, checks = run(
        "시는 도로 정비에 120억원, 하천 정비에 80억원 등 총 500억원의 예산을 편성했다."
    )
    assert parents == {120: 500, 80: 500, 500: None}
    assert checks == [("rollup", "partial", -300)]


@pytest.mark.parametrize("link", ["이 가운데", "이 중", "그 가운데"])
def test_out_of_these(link: str) -> None:
    parents, checks = run(f"군은 예산 120억원을 편성했다. {link} 30억원은 도로 정비사업에 쓴다.")
    assert parents == {120: None, 30: 120}
    assert checks == [("rollup", "partial", -90)]


def test_out_of_the_sum_itself() -> None:
    parents, _ = run("군은 예산 120억원 가운데 30억원을 도로 정비사업에 쓴다.")
    assert parents == {120: None, 30: 120}


def test_sources_that_add_up_bear_witness() -> None:
    text = (
        "군은 하천 정비사업에 예산 30억원(국비 20, 군비 10)을 쓴다.\n"
        "윗내에는 예산 10억원(국비 7, 군비 3)을 쓴다.\n"
        "아랫내에는 예산 20억원(국비 13, 군비 7)을 쓴다."
    )
    parents, checks = run(text)
    assert parents == {30: None, 10: 30, 20: 30}
    assert checks == [("rollup", "ok", 0)]


def test_round_numbers_that_add_up_by_chance_are_no_family() -> None:
    text = (
        "군은 하천 정비사업에 예산 30억원을 쓴다.\n"
        "보건소 건립에는 예산 10억원을 쓴다.\n축제 지원에는 예산 20억원을 쓴다."
    )
    parents, checks = run(text)
    assert parents == {30: None, 10: None, 20: None}
    assert checks == []


def test_precise_sums_are_no_chance() -> None:
    text = (
        "군은 내년 예산 3,417억원을 편성했다.\n"
        "일반회계 예산은 3,102억원이다.\n특별회계 예산은 315억원이다."
    )
    parents, checks = run(text)
    assert parents == {3417: None, 3102: 3417, 315: 3417}
    assert checks == [("rollup", "ok", 0)]
