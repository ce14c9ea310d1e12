"""Whole pages in layouts no profile knows, read by the generic finder."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsextract.article import parse
from newsextract.errors import NotAnArticleError
from newsextract.models import Article

PAGES = Path(__file__).parent / "pages"
BUSES = (
    "가온시가 시내를 도는 전기버스 스무 대를 새로 들인다.",
    "버스 값 86억원 가운데 절반은 나라에서 받는다.",
    "시는 충전소 세 곳을 먼저 짓고 내년 봄에 버스를 굴린다.",
)


def read(name: str) -> Article:
    return parse(PAGES / f"{name}.html", profiles=False)


def minute(article: Article) -> str:
    assert article.published_at is not None
    return f"{article.published_at:%Y-%m-%d %H:%M}"


def test_bare_text_with_breaks():
    article = read("br-text")
    assert article.profile == "generic"
    assert article.headline == "두물시 낡은 다리 여섯 곳 다시 놓는다"
    assert article.subheads == ("내년까지 74억원 들여",)
    assert article.dateline == "[새벽고을신문=민다래 기자]"
    assert article.paragraphs == (
        "두물시가 지은 지 40년이 넘은 다리 여섯 곳을 다시 놓는다.",
        "시는 올해 38억원을, 내년에 36억원을 쓴다고 6일 밝혔다.",
        "공사는 장마가 끝나는 8월에 시작한다.",
        "시 관계자는 “차가 다니는 다리부터 손보겠다”고 말했다.",
    )
    assert [(a.name, a.email) for a in article.authors] == [("민다래", "mdr@example.kr")]
    assert minute(article) == "2021-04-06 09:15"
    assert article.modified_at is not None
    assert article.modified_at.minute == 2
    assert article.publisher == "새벽고을신문"


def test_a_div_for_each_line():
    article = read("div-lines")
    assert article.headline == "한솔군 마을 빨래방 열두 곳 연다"
    assert len(article.blocks) == 3
    assert article.text.endswith("일꾼 서른 명을 뽑기로 했다.")
    assert [(a.name, a.email) for a in article.authors] == [
        ("도마루", "mr@example.kr"),
        ("서가온", "go@example.kr"),
    ]
    assert minute(article) == "2022-11-03 14:20"


@pytest.mark.parametrize("name", ["next-data", "next-flight"])
def test_a_body_that_is_data(name: str):
    article = read(name)
    assert article.paragraphs == BUSES
    assert article.headline == "가온시 전기버스 스무 대 들인다"
    assert [a.name for a in article.authors] == ["노을찬"]
    assert minute(article) == "2024-06-03 08:30"


def test_a_body_in_json_ld():
    article = read("json-ld")
    assert article.paragraphs == BUSES
    assert article.headline == "가온시 전기버스 스무 대 들인다"
    assert [a.name for a in article.authors] == ["노을찬", "구름별"]
    # 23:30 in Greenwich is the next morning in Seoul.
    assert minute(article) == "2024-06-03 08:30"
    assert (article.publisher, article.section) == ("새벽고을신문", "사회")


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("list", "list"),
        ("front", "front"),
        ("search", "search"),
        ("login", "login"),
        ("error", "error_page"),
        ("shell", "empty_shell"),
        ("forum", "forum_post"),
    ],
)
@pytest.mark.parametrize("profiles", [True, False])
def test_pages_without_an_article(name: str, found: str, profiles: bool):
    with pytest.raises(NotAnArticleError) as caught:
        parse(PAGES / f"not-{name}.html", profiles=profiles)
    assert caught.value.found == found
