"""Soft line breaks: which lines are one paragraph, and that they are read as one."""

from __future__ import annotations

from collections.abc import Callable
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsextract import Article, Extraction, extract
from newsextract.language.wrapping import unwrap

LINES = (
    "가람시는 올해 다리를", "놓는 데 3억원을", "쓰기로 했다.", "돈은 국비다.”", "나래군은",
    "시 예산", "- 쉼터 5억원", "△둑길 2억원", "1. 개요", "가. 총괄", "도로\t7억원", "하천 | 3억원",
    "도로  7  3", "12 34 56", "", " ", "끝:", "시는 밝혔다. 이어", "가" * 61, "[표]", "다.", "·",
)  # fmt: skip
lines = st.lists(st.sampled_from(LINES), max_size=14).map("\n".join)
anything = st.text(alphabet="가다요.!?”’ \n\t|-△1,3억원", max_size=120)


@given(st.one_of(lines, anything, st.text(max_size=80)))
def test_nothing_changes_but_line_feeds_to_blanks(text: str) -> None:
    joined = unwrap(text)
    assert len(joined) == len(text)
    changed = {(a, b) for a, b in zip(text, joined, strict=True) if a != b}
    assert changed <= {("\n", " ")}
    assert unwrap(joined) == joined
    assert [len(p) for p in joined.split("\n\n")] == [len(p) for p in text.split("\n\n")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # beside paragraphs that were broken, one of two lines is broken too
        (
            "나래군의 예산이 5억원 많은\n37억원이다.\n\n군은 쉼터를\n짓는 데 3억원을\n쓴다.",
            "나래군의 예산이 5억원 많은 37억원이다.\n\n군은 쉼터를 짓는 데 3억원을 쓴다.",
        ),
        (
            "나래군 쉼터 짓는다\n군은 3억원을 쓴다.\n\n군은 쉼터를\n짓는 데 3억원을\n쓴다.",
            "나래군 쉼터 짓는다\n군은 3억원을 쓴다.\n\n군은 쉼터를 짓는 데 3억원을 쓴다.",
        ),
        (
            "나래군은 올해 솔숲 쉼터를\n짓는 데 예산 3억원을\n쓰기로 했다.\n돈은 모두 국비다.",
            "나래군은 올해 솔숲 쉼터를 짓는 데 예산 3억원을 쓰기로 했다.\n돈은 모두 국비다.",
        ),
        # Two paragraphs, each broken for itself.
        (
            (
                "가람시가 다음 달 달빛\n다리를 고친다.\n시는 12억원을\n들이기로\n했다.\n\n"
                "다온시는 꽃길을\n가꾼다. 예산은\n4억원이다."
            ),
            (
                "가람시가 다음 달 달빛 다리를 고친다.\n시는 12억원을 들이기로 했다.\n\n"
                "다온시는 꽃길을 가꾼다. 예산은 4억원이다."
            ),
        ),
        # A word may go on in the next line: the break is a blank all the same.
        (
            "군은 예산 12억원을 들여 둑\n길을 고치기로 했다. 공사는 봄에\n시작한다.",
            "군은 예산 12억원을 들여 둑 길을 고치기로 했다. 공사는 봄에 시작한다.",
        ),
        (
            "군은 예산 12억원을 들여 둑\n길을 고치기로 했\n다. 공사는 봄에\n시작한다.",
            "군은 예산 12억원을 들여 둑 길을 고치기로 했 다. 공사는 봄에 시작한다.",
        ),
    ],
)
def test_a_broken_paragraph_is_one(text: str, expected: str) -> None:
    assert unwrap(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        # Headline and body; a headline, a byline and a sentence.
        "가람시, 달빛다리 고친다\n시는 예산 12억원을 쓴다.",
        "가람시, 달빛다리 고친다.\n시는 예산 12억원을 쓴다.\n공사는 봄에 시작한다.",
        # Tables.
        "구분\t예산\n도로\t7억원\n하천\t3억원이다.",
        "구분 | 예산 | 비고\n도로 | 7억원 | 신규\n하천 | 3억원 | 계속\n모두 10억원을 쓴다.",
        "구분  예산\n도로  7억원\n하천  3억원\n시는 10억원을 쓴다.",
        "도로 12 34 56\n하천 21 43 65\n공원 11 22 33\n시는 예산을 쓴다.",
        # Lists.
        "시는 다음에 돈을 쓴다.\n- 도로 7억원\n- 하천 3억원\n- 공원 2억원",
        "△ 도로 정비 7억원\n△ 하천 정비 3억원\n△ 공원 정비 2억원\n시는 12억원을 쓴다.",
        "1. 도로 정비\n2. 하천 정비\n3. 공원 정비\n시는 12억원을 쓴다.",
        "가. 도로 정비\n나. 하천 정비\n다. 공원 정비\n시는 12억원을 쓴다.",
        # No sentence at all.
        "도로 정비\n하천 정비\n공원 정비\n쉼터 조성",
        # Each line is a sentence.
        "시는 도로에 7억원을 쓴다.\n하천에 3억원을 쓴다.\n공원에 2억원을 쓴다.\n돈은 국비다.",
        # One line is too long to have been broken.
        "나래군은 올해 쉼터를\n짓는 데 예산을\n" + "쓰기로 뜻을 모았으며 " * 6 + "했다.",
        # Paragraphs of one line each.
        "나래군은 올해 쉼터를\n\n짓는 데 예산을\n\n쓰기로 했다.",
        "",
        "\n\n\n",
    ],
)
def test_what_is_no_broken_paragraph_stays(text: str) -> None:
    assert unwrap(text) == text


WIRES = (
    (
        "나래군은 내년 예산안 900억원을 편성했다고\n밝혔다. 이 가운데 솔숲 쉼터 "
        "조성사업에 92억원을\n"
        "쓰고, 무지개다리 보수에 51억원을 쓴다. 이와 함께\n들꽃길 정비에 33억원(국비 20억원, 군비\n"
        "13억원)을 들이기로 했다."
    ),
    (
        "가람시의회는 2024년도 예산안에서 별빛축제\n예산 4억원과 달맞이축제 예산 2억원을\n"
        "삭감했다. 시의회는 둑길 정비사업에 예산\n17억원을 그대로 두었다."
    ),
    (
        "다온시는 12억원을 들여 낡은 회관을\n돌봄터로 바꾼다. 총사업비 97억원의 물빛공원\n"
        "조성사업에는 올해 예산 8억원이 들어간다.\n시는 국비 5억원을 더 요청했다."
    ),
)


def told(result: Extraction) -> list[tuple[object, ...]]:
    """All that an extraction says but for how the text was broken."""
    printed = {r.id: r.amount.text for r in result.records}
    return [
        *((a.start, a.text, a.role) for a in result.amounts),
        *(
            (
                r.amount.text,
                r.program.text.replace("\n", " ") if r.program else None,
                [a.name for a in r.agencies],
                r.fiscal_year,
                printed.get(r.parent or ""),
                [(c.source.label, c.amount.exact) for c in r.components if c.amount],
            )
            for r in result.records
        ),
    ]


def without_blocks(text: str) -> Article:
    return Article(text=text, content_hash="")


@pytest.mark.parametrize("wire", WIRES)
def test_a_wire_broken_for_a_column_is_read_as_if_it_were_not(wire: str) -> None:
    broken = told(extract(without_blocks(wire), published="2023-11-20"))
    assert len(broken) > 3
    unbroken = extract(without_blocks(wire.replace("\n", " ")), published="2023-11-20")
    assert broken == told(unbroken)


def test_a_page_of_broken_paragraphs_is_read_as_if_it_were_not_broken() -> None:
    broken = extract("\n\n".join(WIRES), published="2023-11-20")
    unbroken = extract("\n\n".join(w.replace("\n", " ") for w in WIRES), published="2023-11-20")
    assert len(broken.records) > 6
    assert told(broken) == told(unbroken)


@pytest.mark.parametrize("wire", WIRES[1:])
def test_a_wire_given_as_text_is_read_as_if_it_were_not_broken(wire: str) -> None:
    unbroken = extract(wire.replace("\n", " "), published="2023-11-20")
    assert told(extract(wire, published="2023-11-20")) == told(unbroken)


def test_a_name_across_a_break_is_whole() -> None:
    text = "나래군은 내년에 무지개다리\n건설사업에 예산 12억원을 쓴다고\n밝혔다."
    (record,) = extract(without_blocks(text)).records
    assert record.program is not None
    assert record.program.text == "무지개다리\n건설사업"


@pytest.mark.parametrize("source", [str, without_blocks])
def test_a_headline_above_is_no_part_of_the_sentence_below(
    source: Callable[[str], str | Article],
) -> None:
    text = "가람시 무지개다리\n군은 둑길 정비사업에 예산 12억원을 쓴다."
    (record,) = extract(source(text)).records
    assert record.program is not None
    assert record.program.text == "둑길 정비사업"


def test_lines_that_stand_alone_cost_no_more_than_their_length() -> None:
    text = "\n\n".join(["가나다라 " * 40_000] * 3)
    start = process_time()
    assert unwrap(text) == text
    assert process_time() - start < 1
