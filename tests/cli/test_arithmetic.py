from __future__ import annotations

from decimal import Decimal

from newsextract.cli.arithmetic import prove
from newsextract.models import Check, Extraction, FundingSource

EOK = 10**8


def sums(extraction: Extraction) -> list[str]:
    return [proof.sum for proof in prove(extraction)]


def with_check(extraction: Extraction, **fields: object) -> Extraction:
    check = Check.model_validate({"id": "c", "about": ("r1",), "difference": None} | fields)
    return extraction.model_copy(update={"checks": (check,)})


def test_each_check_is_a_sum_to_redo(extraction: Extraction) -> None:
    assert sums(extraction) == [
        "국비 20 + 지방비 10 = 30억원",
        "18 + 12 = 30억원",
        "국비 12 + 8 = 20억원",
    ]


def test_a_mismatch_shows_the_difference(wrong_total: Extraction) -> None:
    assert sums(wrong_total)[1] == "18 + 13 = 31 ≠ 30억원 (+1억원)"


def test_a_shortfall_has_a_minus(extraction: Extraction) -> None:
    short = with_check(
        extraction, kind="components", status="partial",
        expected=35 * EOK, found=30 * EOK, difference=-5 * EOK,
    )  # fmt: skip
    assert sums(short) == ["국비 20 + 지방비 10 = 30 ≠ 35억원 (-5억원)"]


def test_terms_that_do_not_make_the_sum_are_not_shown(extraction: Extraction) -> None:
    # The components of r1 make 30, not 29: whatever was added up, it was not these.
    other = with_check(
        extraction, kind="components", status="mismatch",
        expected=30 * EOK, found=29 * EOK, difference=-EOK,
    )  # fmt: skip
    assert sums(other) == ["29 ≠ 30억원 (-1억원)"]


def test_the_unit_shrinks_until_it_divides_all(extraction: Extraction) -> None:
    fine = with_check(
        extraction, kind="components", status="rounding",
        expected=30 * EOK + 5_000, found=30 * EOK, difference=-5_000,
    )  # fmt: skip
    assert sums(fine) == [
        "국비 2,000,000,000 + 지방비 1,000,000,000 = 3,000,000,000 ≠ 3,000,005,000원 (-5,000원)"
    ]


def test_unknown_figures_are_said_to_be_unknown(extraction: Extraction) -> None:
    open_ = with_check(
        extraction, kind="components", status="partial", expected=None, found=30 * EOK
    )
    assert sums(open_) == ["printed ?, parts 30억원"]


def test_notes_name_the_record_by_its_sum(extraction: Extraction) -> None:
    assert prove(extraction)[2].note == "rollup by source (national) of 30억원"


def test_a_share_is_shown_as_a_part_of_its_total(extraction: Extraction) -> None:
    record = extraction.records[0]
    national = record.components[0].model_copy(update={"share": Decimal("0.665")})
    changed = extraction.model_copy(
        update={
            "records": (record.model_copy(update={"components": (national,)}),),
            "checks": (
                Check(
                    id="c", kind="share", status="rounding", expected=20 * EOK,
                    found=1_995_000_000, difference=-5_000_000, about=("r1", "a1", "a2"),
                ),
            ),
        }
    )  # fmt: skip
    assert sums(changed) == ["66.5% of 30억원 = 19억 9,500만원 ≠ 20억원 (-500만원)"]


def test_a_finer_source_counts_for_the_coarser_one(extraction: Extraction) -> None:
    parent, *children = extraction.records
    finer = FundingSource(label="도비", category="provincial")
    below = [
        child.model_copy(
            update={
                "components": (
                    child.components[0],
                    child.components[1].model_copy(update={"source": finer}),
                )
            }
        )
        for child in children
    ]
    check = extraction.checks[2].model_copy(
        update={"category": "local", "expected": 10 * EOK, "found": 10 * EOK}
    )
    changed = extraction.model_copy(update={"records": (parent, *below), "checks": (check,)})
    assert sums(changed) == ["지방비 6 + 4 = 10억원"]
