"""What a maintainer reads: each way a page can come out otherwise has words of its own."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from newsextract.fixtures.diffing import compare
from newsextract.fixtures.expected import (
    Expectation,
    ExpectedArticle,
    ExpectedError,
    ExpectedRecords,
)

EOK = 10**8


def words(was: Expectation, now: Expectation, places: tuple[str, ...] = ()) -> list[str]:
    return [difference.words for difference in compare(was, now, places)]


def article_words(was: dict[str, Any], now: dict[str, Any]) -> list[str]:
    return words(
        Expectation(article=ExpectedArticle(**was)), Expectation(article=ExpectedArticle(**now))
    )


def record_words(was: dict[str, Any], now: dict[str, Any], **more: Any) -> list[str]:
    return words(
        Expectation(records=ExpectedRecords.model_validate(was)),
        Expectation(records=ExpectedRecords.model_validate(now)),
        **more,
    )


ARTICLE: list[tuple[str, Any, Any, list[str]]] = [
    ("headline", "새 다리", "헌 다리", ["headline was “새 다리”, is “헌 다리”"]),
    ("headline", "새 다리", None, ["headline is gone: it was “새 다리”"]),
    ("section", None, "사회", ["section is new: “사회”"]),
    ("headline", "새 다리", "새\xa0다리",
     ["headline was “새 다리” with U+0020, is “새 다리” with U+00A0"]),
    ("published_at", "2020-01-01T09:00:00+09:00", "2020-01-01T00:00:00+00:00", []),
    ("paragraphs", ["가나", "다라", "마바", "사아"], ["사아"],
     ["3 paragraphs gone: “가나”, “다라”, “마바”"]),
    ("paragraphs", ["가나"], ["가나", "다리를 놓는다."], ["a new paragraph: “다리를 놓는다.”"]),
    ("paragraphs", ["한 줄", "두 줄", "세 줄"], ["세 줄", "한 줄", "두 줄"],
     ["1 paragraph moved: “세 줄”"]),
    ("paragraphs", ["다리를 놓는다. 길을 낸다."], ["다리를 놓는다.", "길을 낸다."],
     ["1 paragraph split into 2 paragraphs: “다리를 놓는다.”, “길을 낸다.”"]),
    ("paragraphs", ["다리를 놓는다.", "길을 낸다."], ["다리를 놓는다. 길을 낸다."],
     ["2 paragraphs joined into 1 paragraph: “다리를 놓는다. 길을 낸다.”"]),
    ("paragraphs", ["시는 다리에 30억원을 들인다."], ["시는 다리에 3억원을 들인다."],
     ["paragraph 1 was “시는 다리에 30억원을 들인다.”, is “시는 다리에 3억원을 들인다.”"]),
    ("captions", ["다리 조감도"], [], ["1 caption gone: “다리 조감도”"]),
    ("authors", [{"name": "한누리", "email": "a@b.example"}], [{"name": "한누리", "email": None}],
     ["e-mail of 한누리 was “a@b.example”, is none"]),
    ("authors", [{"name": "한누리"}, {"name": "두레"}], [{"name": "두레"}, {"name": "새봄"}],
     ["author 한누리 is gone; a new author: 새봄"]),
    ("authors", [{"name": "한누리"}, {"name": "두레"}], [{"name": "두레"}, {"name": "한누리"}],
     ["authors are in another order: 두레, 한누리"]),
    ("zones", [["share", "공유하기"], ["footer", "발행인"]],
     [["related", "공유하기"], ["footer", "발행인"]], ["“공유하기” was share, is related"]),
    ("zones", [], [["footer", "발행인"]], []),
]  # fmt: skip


@pytest.mark.parametrize(("field", "was", "now", "told"), ARTICLE)
def test_words_for_an_article(field: str, was: object, now: object, told: list[str]) -> None:
    assert article_words({field: was}, {field: now}) == told


def test_a_line_that_came_into_the_body_is_said_to_be_there() -> None:
    was = {"zones": [["related", "옆 마을 예산 5억"]], "paragraphs": ["가"]}
    now = {"zones": [], "paragraphs": ["가", "옆 마을 예산 5억"]}
    assert article_words(was, now) == [
        "a new paragraph: “옆 마을 예산 5억”",
        "“옆 마을 예산 5억” was related, is in the body now",
    ]


def test_a_long_list_is_cut_short() -> None:
    (line,) = article_words({"paragraphs": [f"{n}번째 문단" for n in range(500)]}, {})
    assert line == "500 paragraphs gone: “0번째 문단”, “1번째 문단”, “2번째 문단” and 497 more"


def test_a_field_that_is_not_written_down_is_not_compared() -> None:
    assert article_words({"headline": "가"}, {"headline": "가", "paragraphs": ["나"]}) == []


BASE: dict[str, Any] = {
    "text": "2,538억원",
    "amount": 2538 * EOK,
    "components": {"국비": 1839 * EOK, "지방비": 699 * EOK},
    "program": "지역산업진흥계획",
    "agencies": ["중소벤처기업부"],
    "fiscal_year": 2019,
    "parent": 9776 * EOK,
}
RECORD: list[tuple[dict[str, Any], str]] = [
    ({"components": {"국비": 1839 * EOK}}, "record 2,538억원 lost its 지방비 699억원"),
    ({"components": {"국비": 1839 * EOK, "지방비": 699 * EOK, "민자": EOK}},
     "record 2,538억원 has a new 민자 1억원"),
    ({"components": {"국비": 1839, "지방비": 699 * EOK}},
     "record 2,538억원 has 국비 1,839원, not 1,839억원"),
    ({"components": {"국비": 1839 * EOK, "시비": 699 * EOK}},
     "record 2,538억원 has its 지방비 699억원 as 시비"),
    ({"agencies": ["산업통상부"]},
     "agency of record 2,538억원 was 중소벤처기업부, is 산업통상부"),
    ({"agencies": []}, "record 2,538억원 lost its agency 중소벤처기업부"),
    ({"program": None}, "programme of record 2,538억원 was “지역산업진흥계획”, is none"),
    ({"fiscal_year": 2018}, "year of record 2,538억원 was 2019, is 2018"),
    ({"parent": None}, "record 2,538억원 is no longer a part of 9,776억원"),
    ({"parent": 5 * EOK}, "record 2,538억원 was a part of 9,776억원, is of 5억원"),
    ({"amount": 253 * EOK}, "record 2,538억원 (“지역산업진흥계획”) was 2,538억원, is 253억원"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "told"), RECORD)
def test_words_for_a_record(change: dict[str, Any], told: str) -> None:
    assert record_words({"records": [BASE]}, {"records": [BASE | change]}) == [told]


def test_records_of_one_sum_are_told_apart_by_their_programme() -> None:
    one, two = (
        {"amount": 5 * EOK, "program": name, "fiscal_year": 2020} for name in ("길", "다리")
    )
    told = record_words({"records": [one, two]}, {"records": [two | {"fiscal_year": 2021}, one]})
    assert told == [
        "year of record 5억원 (2) was 2020, is 2021",
        "records stand in another order: 5억원 (2), 5억원",
    ]


def test_a_record_that_is_gone_and_one_that_is_new() -> None:
    told = record_words(
        {"records": [{"amount": 5 * EOK, "program": "길"}]},
        {"records": [{"text": "7억원", "amount": 7 * EOK, "program": "다리"}]},
    )
    assert told == ["record 5억원 (“길”) is gone", "a new record 7억원 (“다리”)"]


def test_parts_and_shares_of_components() -> None:
    part = {"label": "도비", "value": 3 * EOK}
    local = {"label": "지방비", "value": 5 * EOK, "share": Decimal("0.5"), "parts": [part]}
    was = {"amount": 10 * EOK, "components": [local]}
    now = {"amount": 10 * EOK, "components": [local | {"share": Decimal("0.3"), "parts": []}]}
    assert record_words({"records": [was]}, {"records": [now]}) == [
        "record 10억원 lost its 지방비 › 도비 3억원; has 지방비 as 30%, not 50%"
    ]


def test_words_for_amounts() -> None:
    was = {
        "amounts": [
            {"text": "5억원", "value": 5 * EOK, "role": "budget"},
            {"text": "7억원", "value": 7 * EOK, "role": "budget"},
            {"text": "699", "value": 699 * EOK},
        ]
    }
    now = {
        "amounts": [
            {"text": "7억원", "value": 7 * EOK, "role": "other"},
            {"text": "3억원", "value": 3 * EOK, "role": "delta"},
            {"text": "699", "value": 699},
        ]
    }
    places = ("다리에 7억원을", "여기에 3억원을 더", "699을")
    assert record_words(was, now, places=places) == [
        "role of 7억원 was budget, is other",
        "amount 699 was 699억원, is 699원",
        "amount 5억원 is gone",
        "a new amount 3억원 (delta) at “여기에 3억원을 더”",
    ]


def test_words_for_ranges_and_currencies() -> None:
    was = {"amounts": [{"text": "10억~20억원", "low": 10 * EOK, "high": 20 * EOK}]}
    now = {"amounts": [{"text": "10억~20억원", "value": 20 * EOK}]}
    assert record_words(was, now) == ["amount 10억~20억원 was 10억원~20억원, is 20억원"]
    was = {"amounts": [{"text": "2.75달러", "value": "2.75", "currency": "USD"}]}
    now = {"amounts": [{"text": "2.75달러", "value": "2.75"}]}
    assert record_words(was, now) == ["amount 2.75달러 was 2.75 USD, is 2.75원"]


def test_words_for_checks() -> None:
    was = {
        "checks": [
            {"kind": "components", "status": "ok", "difference": 0, "of": 5 * EOK},
            {"kind": "rollup", "status": "ok", "difference": 0, "of": 9 * EOK},
        ]
    }
    now = {
        "checks": [
            {"kind": "components", "status": "mismatch", "difference": -EOK, "of": 5 * EOK},
            {"kind": "share", "status": "ok", "difference": 0, "of": 5 * EOK},
        ]
    }
    assert record_words(was, now) == [
        "check “sum of the components” of 5억원 was ok, is mismatch, off by -1억원",
        "check “sum of the records below” of 9억원 is gone: it was ok",
        "a new check “share” of 5억원: ok",
    ]


def test_what_is_open_is_silent_until_it_is_right() -> None:
    open_record = BASE | {"program": "다른 이름", "open": ["program"]}
    assert record_words({"records": [open_record]}, {"records": [BASE]}) == []
    reached = BASE | {"open": ["program"]}
    assert record_words({"records": [reached]}, {"records": [BASE]}) == [
        "programme of record 2,538억원 is right by now: take it out of “open”"
    ]


def test_what_is_incomplete_says_nothing_of_more() -> None:
    amounts = [{"text": "5억원", "value": 5 * EOK}]
    more = [{"text": "1억원", "value": EOK}, *amounts]
    now = {"amounts": more, "records": [BASE], "checks": []}
    assert record_words({"complete": False, "amounts": amounts, "records": []}, now) == []


ERRORS: list[tuple[Expectation, list[str]]] = [
    (Expectation(error=ExpectedError(kind="empty_input", message="the input is empty")), []),
    (Expectation(error=ExpectedError(kind="empty_input", message="nothing in it")),
     ["message was “the input is empty”, is “nothing in it”"]),
    (Expectation(error=ExpectedError(kind="too_large", message="big")),
     ["error was empty_input, is too_large: “big”"]),
    (Expectation(article=ExpectedArticle(headline="새 다리")),
     ["an article “새 다리” came out where empty_input was expected"]),
]  # fmt: skip


@pytest.mark.parametrize(("now", "told"), ERRORS)
def test_words_for_errors(now: Expectation, told: list[str]) -> None:
    was = Expectation(error=ExpectedError(kind="empty_input", message="the input is empty"))
    assert words(was, now) == told


def test_an_article_that_fails_has_one_difference() -> None:
    was = Expectation(article=ExpectedArticle(headline="가", paragraphs=["나"]))
    now = Expectation(error=ExpectedError(kind="not_an_article", message="a list"))
    assert words(was, now) == ["it fails: “a list” (not_an_article)"]


def test_a_page_cannot_reach_the_terminal() -> None:
    evil = "\x1b[2J\u202e새\n다리"
    lines = article_words(
        {"headline": "가", "paragraphs": [], "authors": []},
        {"headline": evil, "paragraphs": [evil], "authors": [{"name": evil}]},
    )
    lines += record_words(
        {"records": [], "amounts": []},
        {"records": [{"text": evil, "program": evil}], "amounts": [{"text": evil}]},
    )
    lines += record_words(
        {"records": [BASE]}, {"records": [BASE | {"components": {evil: 1}, "agencies": [evil]}]}
    )
    assert len(lines) == 7
    for line in lines:
        assert line.isprintable()
