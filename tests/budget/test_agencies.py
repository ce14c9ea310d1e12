"""Public bodies: official names on a day, word boundaries, bare heads, aliases, chains."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsextract.budget.agencies import Mention, find_mentions, home_of
from newsextract.budget.lexicon import kiwi_words, official_name

DAY = date(2018, 12, 27)


def names(text: str, day: date | None = DAY, known: tuple[str, ...] = ()) -> list[str]:
    return [m.name for m in find_mentions(text, day, known)]


@pytest.mark.parametrize(
    ("written", "day", "official"),
    [
        ("산업부", date(2018, 12, 27), "산업통상자원부"),
        ("산업부", date(2026, 1, 5), "산업통상부"),
        ("산업부", None, "산업통상부"),
        ("국토부", date(2010, 5, 1), "국토해양부"),
        ("국토부", date(2020, 5, 1), "국토교통부"),
        ("재경부", date(2005, 5, 1), "재정경제부"),
        ("교육부", date(2004, 5, 1), "교육인적자원부"),
        ("과기부", date(2003, 5, 1), "과학기술부"),
        ("행안부", date(2009, 5, 1), "행정안전부"),
        ("환경부", date(2025, 11, 1), "기후에너지환경부"),
        ("강원도", date(2022, 5, 1), "강원도"),
        ("강원도", date(2024, 5, 1), "강원특별자치도"),
        ("전북교육청", date(2024, 5, 1), "전북특별자치도교육청"),
        ("광주시", date(2024, 10, 2), "광주광역시"),
        ("지식경제부", date(2018, 5, 1), "지식경제부"),
    ],
)
def test_the_official_name_is_that_of_the_day(
    written: str, day: date | None, official: str
) -> None:
    name = official_name(written, day)
    assert name is not None
    assert name.official == official


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("중기부는 3억원을 쓴다", ["중소벤처기업부"]),
        ("산업부문 예산은 3억원이다", []),
        ("교육부문과 환경부하량", []),
        ("새산업부는 가게 이름이다", []),
        ("춘천시청이 3억원을 쓴다", ["춘천시"]),
        ("춘천시민은 춘천시의회에 냈다", ["춘천시의회"]),
        ("춘천시장은 도시를 본다", ["춘천시"]),
        ("함양군수는 3억원을 청했다", ["함양군"]),
        ("경북영천시는 3억원을 쓴다", ["영천시"]),
        ("경기 광주시는 3억원을 쓴다", ["광주시"]),
        ("예산군은 예산 3억원을 예산시장에 쓴다", ["예산군"]),
        ("서울시교육청이 3억원을 쓴다", ["서울특별시교육청"]),
    ],
)
def test_a_name_is_a_whole_word(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_a_bare_head_is_the_body_named_last() -> None:
    text = "춘천시와 홍천군이 만났다. 시는 3억원, 군은 2억원을 낸다. 도는 빠졌다."
    assert names(text) == ["춘천시", "홍천군", "춘천시", "홍천군"]
    assert names("시는 3억원을 낸다", known=("상주시",)) == ["상주시"]
    assert names("시는 3억원을 낸다") == []
    assert names("각 시는 3억원을 낸다", known=("상주시",)) == []


def test_a_bare_head_is_grounded_where_it_stands() -> None:
    text = "상주시는 바쁘다. 시는 3억원을 낸다."
    bare = find_mentions(text, DAY)[1]
    assert (text[bare.start : bare.end], bare.as_written, bare.name) == ("시", "시", "상주시")


def test_an_alias_stands_for_the_name_before_it() -> None:
    text = "한국농어촌공사(이하 공사)는 왔다. 공사는 3억원을 쓴다."
    assert names(text) == ["한국농어촌공사", "한국농어촌공사"]


def test_a_chain_shares_case_and_group() -> None:
    found = find_mentions("중기부(장관 ○○○)·산업부와 환경부는 3억원을 쓴다", DAY)
    assert {m.case for m in found} == {"topic"}
    assert len({m.group for m in found}) == 1
    province = find_mentions("전남도 강진군이 3억원을 쓴다", DAY)
    assert [m.case for m in province] == [None, "subject"]


def test_a_dateline_names_a_home() -> None:
    assert home_of("(춘천=연합뉴스)", None) == ("춘천시",)
    assert home_of("[대한뉴스=김남규 기자]", "대한뉴스") == ()


def test_the_analyser_gets_no_short_words() -> None:
    assert all(len(word) >= 3 for word in kiwi_words())


@given(
    st.lists(
        st.sampled_from(
            [
                "중기부",
                "산업부",
                "춘천시",
                "시",
                "군",
                "는",
                "(이하 공사)",
                " ",
                "·",
                ",",
                "와",
                "문",
                "경북",
                "(",
            ]
        ),
        max_size=30,
    )
)
def test_mentions_are_grounded_and_in_order(pieces: list[str]) -> None:
    text = "".join(pieces)
    found: tuple[Mention, ...] = find_mentions(text, DAY)
    assert all(text[m.start : m.end] == m.as_written for m in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
