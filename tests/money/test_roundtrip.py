"""Any integer, written in any style, comes back exactly and with its span."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsextract.money import find_amounts


def _load_spelling() -> ModuleType:
    path = Path(__file__).with_name("spelling.py")
    spec = importlib.util.spec_from_file_location("spelling", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


STYLES = _load_spelling().STYLES

# magnitudes are drawn evenly, so that small and huge sums are tried alike
values = st.integers(0, 16).flatmap(lambda k: st.integers(1, 10**k)) | st.builds(
    lambda a, b: a * 10**b, st.integers(1, 9999), st.integers(0, 12)
)


@pytest.mark.parametrize("style", STYLES, ids=lambda s: s.__name__)
@given(value=values)
def test_any_integer_alone_in_any_style(style, value: int) -> None:
    printed = style(value)
    [amount] = find_amounts(printed)
    assert (amount.low, amount.high, amount.text) == (value, value, printed)


@pytest.mark.parametrize("style", STYLES, ids=lambda s: s.__name__)
@given(value=values.filter(lambda v: v >= 100 and str(v).strip("0") != "1"))
def test_any_integer_in_a_sentence(style, value: int) -> None:
    printed = style(value)
    text = f"시는 내년 예산에 총 {printed}을 반영했다고 1일 밝혔다."
    [amount] = find_amounts(text)
    assert (amount.low, amount.high, amount.text) == (value, value, printed)
    assert text[amount.start : amount.end] == printed


@given(parts=st.lists(values, min_size=2, max_size=5))
def test_inherited_units_come_from_the_head(parts: list[int]) -> None:
    labels = ["국비", "도비", "시비", "민자", "자부담"][: len(parts)]
    inside = ", ".join(f"{label} {part:,}" for label, part in zip(labels, parts, strict=True))
    total = sum(parts)
    head, *found = find_amounts(f"총 {total:,}백만원({inside})을 투입한다.")
    assert head.low == total * 10**6
    assert [a.low for a in found] == [p * 10**6 for p in parts]
    assert [a.funding_source for a in found] == labels
    assert all(a.unit_inherited and a.role == "component" for a in found)
