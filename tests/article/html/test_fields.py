"""Headline, authors, times, captions and the like from what pages print and say."""

from __future__ import annotations

from newsextract.article import parse
from newsextract.models import Article

BODY = (
    "<p>가온시는 내년에 도서관 세 곳을 짓기로 했다고 밝혔다.</p>"
    "<p>시는 땅을 사는 데 24억원을 먼저 쓰고 나머지는 나라에서 받는다.</p>"
)


def read(*, head: str = "", above: str = "", inside: str = "", below: str = "") -> Article:
    body = f"{above}<div class='cont'>{BODY}{inside}</div>{below}"
    markup = f"<html><head><title>가온시 도서관 세 곳 짓는다 | 사회 | 가온일보</title>{head}</head>"
    return parse(f"{markup}<body>{body}</body></html>", profiles=False)


def test_the_printed_headline_wins_over_the_title_with_its_site():
    assert read().headline == "가온시 도서관 세 곳 짓는다"
    head = "<meta property='og:title' content='가온시 &quot;도서관 세 곳&quot; 짓는다 - 가온일보'>"
    assert read(head=head).headline == '가온시 "도서관 세 곳" 짓는다'
    above = '<h2>가온시  "도서관 세 곳" 짓는다</h2>'
    assert read(head=head, above=above).headline == '가온시 "도서관 세 곳" 짓는다'


def test_the_printed_minute_wins_over_metadata_in_the_wrong_zone():
    head = "<meta property='article:published_time' content='2024-03-05T09:12:00Z'>"
    stamps = "<div>입력 2024.03.05 오전 9:12 | 수정 2024.03.05 10:40</div>"
    above = f"<h1>가온시 도서관 세 곳 짓는다</h1>{stamps}"
    article = read(head=head, above=above)
    assert article.published_at is not None
    assert article.published_at.isoformat() == "2024-03-05T09:12:00+09:00"
    assert article.modified_at is not None
    assert article.modified_at.isoformat() == "2024-03-05T10:40:00+09:00"


def test_metadata_that_tells_only_the_day_takes_the_minute_from_the_page():
    head = "<meta property='article:published_time' content='2024-03-05'>"
    article = read(head=head, above="<h1>제목이라는 것</h1><span>2024.03.05. 14:07</span>")
    assert article.published_at is not None
    assert article.published_at.isoformat() == "2024-03-05T14:07:00+09:00"


def test_no_time_is_made_up():
    article = read(below="<div class='related'><p>2019.01.01 10:00 옛 소식</p></div>")
    assert article.published_at is article.modified_at is None


def test_authors():
    several = read(above="<div>나가람·도마루 기자</div>")
    assert [a.name for a in several.authors] == ["나가람", "도마루"]
    mail = read(inside="<p>나가람 기자 ngr@example.kr</p>")
    assert [(a.name, a.email) for a in mail.authors] == [("나가람", "ngr@example.kr")]
    desk = read(above="<span class='byline'>온라인뉴스팀</span>")
    assert [a.name for a in desk.authors] == ["온라인뉴스팀"]
    named = read(above="<span>나가람</span><br><span>2024.03.05 14:07</span>")
    assert [a.name for a in named.authors] == ["나가람"]
    told = read(head="<meta name='author' content='가온일보'>")
    assert told.authors == ()


def test_who_wrote_a_contribution():
    title = "책 읽는 마을이 오래간다 [기고]"
    body = f"<h1>{title}</h1><div class='cont'><b>나가람 가온도서관장</b>{BODY}</div>"
    markup = f"<html><head><title>{title}</title></head><body>{body}</body></html>"
    article = parse(markup, profiles=False)
    assert article.subheads == ("나가람 가온도서관장",)
    assert [a.name for a in article.authors] == ["나가람"]


def test_captions_keep_their_credit_and_buttons_are_none():
    caption = "<figcaption>도서관이 설 빈터. 가온시 제공</figcaption>"
    figure = f"<figure><img src=a><button>사진 확대</button>{caption}</figure>"
    article = read(inside=figure * 2 + "<p>내년 봄에 첫 삽을 뜬다고 시는 덧붙였다.</p>")
    assert article.captions == ("도서관이 설 빈터. 가온시 제공",)
    assert "사진 확대" not in article.text
    assert len(article.blocks) == 3


def test_the_canonical_address_is_the_url_when_none_is_given():
    head = "<link rel='canonical' href='https://news.example.kr/1'>"
    assert read(head=head).url == "https://news.example.kr/1"
    assert read(head="<link rel='canonical' href='javascript:1'>").url is None
    article = parse(
        f"<html><head>{head}</head><body><div>{BODY}</div>",
        url="https://example.kr/a",
        profiles=False,
    )
    assert article.url == "https://example.kr/a"


def test_the_publisher_is_no_portal():
    head = (
        "<meta property='og:site_name' content='네이버 뉴스'>"
        "<meta property='og:article:author' content='가온일보 | 네이버'>"
    )
    assert read(head=head).publisher == "가온일보"
