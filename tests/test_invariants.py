"""What holds for whatever goes in: a typed error, or a result whose parts fit together."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import newsextract
from newsextract import Amount, Component, Extraction, NewsExtractError
from newsextract.schema import json_schema

VALIDATOR = Draft202012Validator(json_schema("extraction"))

# Pieces of budget prose, in any order: most of what comes out is nonsense with real parts.
PIECES = (
    "가람시는 ", "중소벤처기업부(장관 홍길순)는 ", "도는 ", "내년 ", "2024년 ", "총 ", "약 ",
    "최대 ", "‘하천 정비 사업’에 ", "5개 사업에 ", "1인당 ", "30억원", "2,538억원", "3천만원",
    "1조 2,000억 원", "12,345백만원", "10억~20억원", "수십억원", "5만 달러", "(국비 20, 지방비 10)",
    "(국비 70%, 도비 30%)", "(국비 ", "도비 ", "시비 ", "1,839", "699", ", ", "(", ")", "/", "·",
    " 등 ", " 중 ", "에서 ", "으로 ", "을 ", "를 ", "투입한다. ", "확보했다. ", "삭감됐다. ",
    "편성하기로 했다.\n", "\n\n", "△", "▲", "(단위: 백만원)\n", "①", "여", "씩", "이상", "3조 2항",
    "만원버스", "12.27(목)", "02-123-4567", "㎡", "․", "\u00a0", "\u1100\u1161",
)  # fmt: skip
prose = st.lists(st.sampled_from(PIECES), min_size=1, max_size=40).map("".join)


def outcome(source: bytes | str) -> Extraction | None:
    try:
        return newsextract.extract(source, published="2024-03-05")
    except NewsExtractError:
        return None


def printed_in(components: Iterable[Component]) -> Iterable[Amount]:
    for component in components:
        if component.amount is not None:
            yield component.amount
        yield from printed_in(component.parts)


def assert_whole(result: Extraction) -> None:
    text = result.article.text
    amounts = {amount.id: amount for amount in result.amounts}
    records = {record.id: record for record in result.records}
    checks = {check.id: check for check in result.checks}
    parts = {amount.id for record in result.records for amount in printed_in(record.components)}
    assert len(amounts) == len(result.amounts)
    assert len(records) == len(result.records)
    assert len(checks) == len(result.checks)

    for amount in result.amounts:
        assert text[amount.start : amount.end] == amount.text
        if amount.low is not None and amount.high is not None:
            assert amount.low <= amount.high
        assert amount.record_id is None or amount.record_id in records

    for record in result.records:
        assert record.amount == amounts[record.amount.id]
        for printed in printed_in(record.components):
            assert text[printed.start : printed.end] == printed.text
        if record.program is not None:
            program = record.program
            assert text[program.start : program.end] == program.text
        for agency in record.agencies:
            assert text[agency.start : agency.end] == agency.as_written
        for mention in record.mentions:
            assert mention.end <= len(text)
        assert record.sentence.end <= len(text)
        assert set(record.checks) <= set(checks)
        seen = {record.id}
        above = record.parent
        while above is not None:
            assert above not in seen
            seen.add(above)
            above = records[above].parent

    for check in result.checks:
        assert set(check.about) <= set(amounts) | set(records) | parts
        if check.expected is not None and check.found is not None:
            assert check.difference == check.found - check.expected
            assert (check.status == "ok") == (check.difference == 0)

    data = result.model_dump_json()
    assert Extraction.model_validate_json(data) == result
    VALIDATOR.validate(result.model_dump(mode="json"))


@given(prose)
def test_budget_prose_in_any_order(text: str) -> None:
    result = outcome(text)
    if result is not None:
        assert_whole(result)
        assert outcome(text) == result


@given(st.text(max_size=300))
@example("\ud800 5억원")
@example("\x00")
def test_any_text(text: str) -> None:
    result = outcome(text)
    if result is not None:
        assert_whole(result)


@given(st.binary(max_size=400))
@example("총 30억원(국비 20, 지방비 10)을 쓴다.".encode("cp949"))
@example("\ufeff총 30억원을 쓴다.".encode("utf-16"))
def test_any_bytes(content: bytes) -> None:
    result = outcome(content)
    if result is not None:
        assert_whole(result)


@settings(max_examples=25)
@given(data=st.data())
def test_a_damaged_page(seed_path: Path, data: st.DataObject) -> None:
    """The supplied page with a stretch cut out, doubled or overwritten."""
    content = seed_path.read_bytes()
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, min(len(content), start + 400)))
    filling = data.draw(st.sampled_from([b"", content[start:end] * 2, b"\xff\x00", b"<div>"]))
    result = outcome(content[:start] + filling + content[end:])
    if result is not None:
        assert_whole(result)


@pytest.mark.parametrize("nothing", ["", " \n\t\u00a0\u3000", b"", b"\xef\xbb\xbf \r\n"])
def test_nothing_is_a_typed_error(nothing: str | bytes) -> None:
    with pytest.raises(newsextract.EmptyInputError):
        newsextract.extract(nothing)
