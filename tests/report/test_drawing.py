"""Bars, pieces of text, columns and figures: what must hold for all of them."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from newsextract.models import (
    Amount,
    Article,
    BudgetRecord,
    Check,
    Component,
    Extraction,
    FundingSource,
    Span,
    Versions,
)
from newsextract.report.equations import equations
from newsextract.report.figures import Figures
from newsextract.report.passages import Marks, passages
from newsextract.report.timeline import MOST_COLUMNS, columns
from newsextract.report.trees import Node, trees

EOK = 10**8
NATIONAL = FundingSource(label="국비", category="national", tier="국비")
LOCAL = FundingSource(label="지방비", category="local", tier="기타")


def amount(name: str, value: int) -> Amount:
    return Amount(id=name, text="1", start=0, end=1, low=value, high=value)


def record(number: int, value: int, parent: int | None = None, *parts: int) -> BudgetRecord:
    components = tuple(
        Component(source=source, amount=amount(f"c{number}.{i}", part))
        for i, (source, part) in enumerate(zip((NATIONAL, LOCAL), parts, strict=False))
    )
    return BudgetRecord(
        id=f"r{number}",
        amount=amount(f"a{number}", value),
        components=components,
        parent=None if parent is None else f"r{parent}",
        sentence=Span(start=0, end=1),
    )


def rollup(parent: int, children: list[int], status: str = "ok") -> Check:
    return Check.model_validate(
        {
            "id": f"k{parent}.{children}",
            "kind": "rollup",
            "status": status,
            "expected": 1,
            "found": 1,
            "difference": 0,
            "about": [f"r{parent}", *(f"r{child}" for child in children)],
        }
    )


def test_children_end_where_their_parent_ends() -> None:
    (tree,) = trees([record(1, 9776), record(2, 2538, 1), record(3, 7238, 1)], [rollup(1, [2, 3])])
    top, one, two = tree.nodes
    assert (top.left, top.width) == (0, 100)
    assert abs(one.left + one.width - two.left) < 0.001
    assert abs(two.left + two.width - 100) < 0.001
    assert not two.rests


def test_a_sum_told_twice_is_laid_out_twice() -> None:
    records = [record(1, 100), record(2, 60, 1), record(3, 30, 1), record(4, 40, 1)]
    (tree,) = trees(records, [rollup(1, [2, 4]), rollup(1, [3], "partial")])
    assert [node.number for node in tree.nodes] == [0, 1, 3, 2]
    assert [node.left for node in tree.nodes] == [0, 0, 60, 0]
    (rest,) = tree.nodes[-1].rests
    assert (rest.off, rest.bar.key, rest.bar.left, rest.bar.width) == (70, "rest", 30, 70)


def test_what_is_short_or_too_much_is_drawn() -> None:
    (short,) = trees([record(1, 100), record(2, 60, 1)], [rollup(1, [2], "mismatch")])
    assert short.bad
    assert (short.nodes[1].rests[0].off, short.nodes[1].rests[0].bar.key) == (40, "bad")
    (over,) = trees([record(1, 80), record(2, 100, 1)], [rollup(1, [2], "mismatch")])
    assert over.nodes[0].width == 80
    assert (over.nodes[1].rests[0].off, over.nodes[1].rests[0].bar.left) == (-20, 80)


def test_a_circle_of_parents_is_cut_and_a_missing_parent_is_no_matter() -> None:
    drawn = trees([record(1, 1, 2), record(2, 1, 1), record(3, 1, 9), record(4, 1, 4)], [])
    assert sorted(node.number for tree in drawn for node in tree.nodes) == [0, 1, 2, 3]


def test_a_long_chain_is_drawn_in_linear_time() -> None:
    chain = [record(n, 10**6 - n, n - 1 or None) for n in range(1, 20_000)]
    (tree,) = trees(chain, [rollup(n, [n + 1], "partial") for n in range(1, 19_999)])
    assert len(tree.nodes) == len(chain)
    assert len(tree.nodes[-1].rests) == len(chain) - 1
    assert tree.nodes[-1].rests[0].node is tree.nodes[-2]


money = st.one_of(st.integers(0, 10**6), st.integers(0, 10**30))


@given(
    st.lists(
        st.tuples(money, st.one_of(st.none(), st.integers(1, 12)), st.lists(money, max_size=2)),
        max_size=12,
    )
)
def test_each_record_is_drawn_once_inside_the_picture(
    made: list[tuple[int, int | None, list[int]]],
) -> None:
    records = [record(n, v, parent, *parts) for n, (v, parent, parts) in enumerate(made, 1)]
    nodes: list[Node] = [node for tree in trees(records, []) for node in tree.nodes]
    assert sorted(node.number for node in nodes) == list(range(len(records)))
    for node in nodes:
        for stretch in [*node.bar, *([node.track] if node.track else [])]:
            assert 0 <= stretch.left <= 100
            assert 0 <= stretch.width <= 100
            assert stretch.left + stretch.width <= 100.001


spans = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 12)), max_size=8)


@given(st.text(min_size=53, max_size=60), spans, spans)
def test_pieces_joined_are_the_text(
    text: str, marked: list[tuple[int, int]], named: list[tuple[int, int]]
) -> None:
    amounts = tuple(
        Amount(id=f"a{n}", text=text[s : s + w], start=s, end=s + w, low=1, high=1)
        for n, (s, w) in enumerate(marked)
    )
    whole = record(1, 5)
    records = tuple(
        whole.model_copy(update={"sentence": Span(start=s, end=s + w)}) for s, w in named
    )
    found = Extraction(
        article=Article(text=text, content_hash=""),
        amounts=amounts,
        records=records,
        versions=Versions(newsextract="", kiwipiepy="", kiwipiepy_model=""),
    )
    marks = Marks.of(found)
    (passage,) = passages(found.article, marks)
    assert "".join(piece.text for piece in passage.pieces) == text
    shown = {n: "" for _, _, n in marks.amounts}
    for piece in passage.pieces:
        if piece.amount is not None:
            shown[piece.amount] += piece.text
    assert shown == {n: amounts[n].text for n in shown}
    firsts = [piece.amount for piece in passage.pieces if piece.first]
    assert sorted(firsts, key=lambda n: n or 0) == sorted(shown)


@given(st.integers(-(10**22), 10**22))
def test_korean_figures_say_the_number_exactly(value: int) -> None:
    text = Figures("ko").exact(value)
    units = {"경": 10**16, "조": 10**12, "억": 10**8, "만": 10**4, "": 1}
    parts = re.findall(r"([\d,]+)([경조억만]?)", text)
    read = sum(int(digits.replace(",", "")) * units[unit] for digits, unit in parts)
    assert read * (-1 if text.startswith("-") else 1) == value


@given(st.integers(1, 10**22))
def test_short_figures_are_off_by_at_most_half_a_per_cent(value: int) -> None:
    text = Figures("ko").short(value)
    units = {"경": 10**16, "조": 10**12, "억": 10**8, "만": 10**4, "": 1}
    parts = re.findall(r"([\d,.]+)([경조억만]?)", text)
    read = sum(float(digits.replace(",", "")) * units[unit] for digits, unit in parts)
    assert abs(read - value) <= value * 0.00501


@given(
    st.lists(st.tuples(st.dates(date(1, 1, 1), date(9999, 12, 31)), st.integers(1, 5)), max_size=30)
)
def test_no_day_is_lost_in_the_timeline(days: list[tuple[date, int]]) -> None:
    made = columns([(day.isoformat(), records, records * EOK) for day, records in days])
    assert len(made) <= MOST_COLUMNS or made[-1].last >= "4000"
    assert sum(column.records for column in made) == sum(records for _, records in days)
    assert sum(column.krw for column in made) == sum(records * EOK for _, records in days)
    for one, two in pairwise(made):
        assert date.fromisoformat(one.last) + timedelta(days=1) == date.fromisoformat(two.first)


def test_a_timeline_without_dates_is_empty() -> None:
    assert columns([]) == columns([("soon", 1, 1)]) == []


def test_terms_are_left_out_where_they_do_not_make_the_sum() -> None:
    check = rollup(1, [2]).model_copy(update={"expected": 9 * EOK, "found": 8 * EOK})
    found = Extraction(
        article=Article(text="1", content_hash=""),
        records=(record(1, 9 * EOK), record(2, 5 * EOK, 1)),
        checks=(check.model_copy(update={"difference": -EOK, "status": "mismatch"}),),
        versions=Versions(newsextract="", kiwipiepy="", kiwipiepy_model=""),
    )
    (said,) = equations(found, Figures("ko"))
    assert said.terms == ()
    assert (said.found, said.total.text, said.difference) == ("8억원", "9억원", "-1억원")
