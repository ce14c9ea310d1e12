"""Bylines and datelines."""

from __future__ import annotations

import pytest

from newsextract.article import read_dateline
from newsextract.article.bylines import is_byline_line, read_authors


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("• 김남규 기자 wolyo@korea.com", [("김남규", "wolyo@korea.com")]),
        ("기자명 김남규 기자", [("김남규", None)]),
        ("기자명 홍길동", [("홍길동", None)]),
        ("홍길동·이몽룡 기자", [("홍길동", None), ("이몽룡", None)]),
        ("홍길동, 성춘향 기자 a@b.kr, c@d.kr", [("홍길동", "a@b.kr"), ("성춘향", "c@d.kr")]),
        ("홍길동 기자 a@b.kr 이몽룡 기자 c@d.kr", [("홍길동", "a@b.kr"), ("이몽룡", "c@d.kr")]),
        ("강원=홍길동기자", [("홍길동", None)]),
        ("/춘천=홍길동 기자 hong@b.kr", [("홍길동", "hong@b.kr")]),
        ("홍길동 워싱턴 특파원", [("홍길동", None)]),
        ("남궁민수 논설위원", [("남궁민수", None)]),
        ("황보라 인턴기자", [("황보라", None)]),
        ("홍길동 선임기자(hong@b.co.kr)", [("홍길동", "hong@b.co.kr")]),
        ("대한뉴스 홍길동 기자", [("홍길동", None)]),
        ("홍길동 정치부 기자", [("홍길동", None)]),
        ("[신윤재 기자]", [("신윤재", None)]),
        ("온라인뉴스팀", [("온라인뉴스팀", None)]),
        ("디지털뉴스팀 기자", [("디지털뉴스팀", None)]),
        ("정덕현 칼럼니스트 thekian@b.kr", [("정덕현", "thekian@b.kr")]),
        ("손재호 [jhson@b.kr]", [("손재호", "jhson@b.kr")]),
        ("함양=김정식 기자 hanul300@", [("김정식", None)]),
        ("글 엄다온", [("엄다온", None)]),
        ("By 윤새봄", [("윤새봄", None)]),
        ("김해=강마루, 양산=표승아 기자", [("강마루", None), ("표승아", None)]),
        ("〈車炳哲기자〉", [("車炳哲", None)]),
    ],
)
def test_byline_lines(line: str, authors: list[tuple[str, str | None]]):
    assert is_byline_line(line)
    assert [(a.name, a.email) for a in read_authors([line])] == authors


def test_a_shared_address_is_nobodys():
    assert [a.email for a in read_authors(["홍길동·이몽룡 기자 desk@b.kr"])] == [None, None]


@pytest.mark.parametrize(
    "line",
    [
        "홍길동 기자가 현장을 다녀왔다.",
        "사진=홍길동 기자",
        "도지사는 기자 간담회를 열었다.",
        "기자회견 현장",
        "국비 5억원",
        "시민기자 모집",
    ],
)
def test_no_byline_lines(line: str):
    assert not is_byline_line(line)


@pytest.mark.parametrize(
    ("text", "dateline", "place", "publisher", "authors"),
    [
        ("[대한뉴스=김남규 기자] 정부가", "[대한뉴스=김남규 기자]", None, "대한뉴스", ("김남규",)),
        (
            "(서울=연합뉴스) 홍길동 기자 = 정부가",
            "(서울=연합뉴스) 홍길동 기자 =",
            "서울",
            "연합뉴스",
            ("홍길동",),
        ),
        ("【서울=뉴시스】 정부가", "【서울=뉴시스】", "서울", "뉴시스", ()),
        ("[서울=뉴시스] 정부가", "[서울=뉴시스]", "서울", "뉴시스", ()),
        ("[파이낸셜뉴스] 정부가", "[파이낸셜뉴스]", None, "파이낸셜뉴스", ()),
        (
            "[아시아경제 홍길동 기자] 정부가",
            "[아시아경제 홍길동 기자]",
            None,
            "아시아경제",
            ("홍길동",),
        ),
        (
            "[강원신문 = 강릉 홍길동기자] 시가",
            "[강원신문 = 강릉 홍길동기자]",
            "강릉",
            "강원신문",
            ("홍길동",),
        ),
        ("[한국방송/홍길동기자] 군이", "[한국방송/홍길동기자]", None, "한국방송", ("홍길동",)),
        ("[보령/CTN]임꺽정 기자 = 시가", "[보령/CTN]임꺽정 기자 =", "보령", "CTN", ("임꺽정",)),
        (
            "(세종=뉴스1) 홍길동·이몽룡 기자 = 정부가",
            "(세종=뉴스1) 홍길동·이몽룡 기자 =",
            "세종",
            "뉴스1",
            ("홍길동", "이몽룡"),
        ),
        ("【양구】군이", "【양구】", "양구", None, ()),
        ("[춘천] 시가", "[춘천]", "춘천", None, ()),
        ("홍길동 기자 = 정부가", "홍길동 기자 =", None, None, ("홍길동",)),
    ],
)
def test_datelines(
    text: str, dateline: str, place: str | None, publisher: str | None, authors: tuple[str, ...]
):
    got = read_dateline(text)
    assert got is not None
    assert got.text == dateline == text[got.start : got.end]
    assert (got.place, got.publisher) == (place, publisher)
    assert got.authors == authors


@pytest.mark.parametrize(
    "text",
    [
        "[앵커] 정부가 예산을 늘립니다.",
        "[단독] 정부 예산 늘린다",
        "(종합) 정부가",
        "[사진=연합뉴스] 정부가",
        "(국비 1,839, 지방비 699)을 투입한다.",
        "(단위: 억원) 계 1,250",
        "정부가 (서울=연합뉴스) 예산을",
        "홍길동 국장이 예산을 설명했다.",
        "‘2019년 계획’을 의결했다.",
        "(재)강원문화재단은 예산을 늘렸다.",
    ],
)
def test_no_datelines(text: str):
    assert read_dateline(text) is None
