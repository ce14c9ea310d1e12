"""The door: what goes in, what comes out, what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsextract.article import limits, parse, read
from newsextract.errors import (
    BinaryInputError,
    EmptyInputError,
    NotAnArticleError,
    TooLargeError,
    UnreadableError,
)
from newsextract.models import Page

SENTENCE = "춘천시는 내년까지 120억원(국비 60, 시비 60)을 투입한다."


@pytest.mark.parametrize(
    "text",
    [
        SENTENCE,
        "총 2,538억원(국비 1,839, 지방비 699)",
        "강릉시 제공 예산 5억원",
        "▲ 인력양성 1619억원 ▲ 기술개발 6563억원",
        "로그인",
    ],
)
def test_one_line_is_all_body(text: str):
    article = parse(text)
    assert (article.text, article.headline, article.profile) == (text, None, "plain-text")


def test_str_is_content_not_a_path(tmp_path: Path):
    file = tmp_path / "a.txt"
    file.write_text(SENTENCE, encoding="utf-8")
    assert parse(str(file)).text == str(file)
    assert parse(file).text == SENTENCE


def test_bytes_page_and_path_agree(tmp_path: Path):
    data = SENTENCE.encode("cp949")
    file = tmp_path / "a.txt"
    file.write_bytes(data)
    by_path, by_bytes, by_page = parse(file), parse(data), parse(Page(content=data))
    assert by_path == by_bytes == by_page
    assert (by_path.encoding, by_path.encoding_reason, by_path.replacements) == (
        "cp949",
        "cp949",
        0,
    )


def test_headers_and_url_of_a_page_count():
    page = Page(
        content=SENTENCE.encode("cp949"),
        url="https://www.hani.co.kr/arti/1.html",
        headers={"Content-Type": "text/plain; charset=euc-kr"},
    )
    article = parse(page)
    assert article.encoding_reason == "declared"
    assert (article.url, article.publisher) == (page.url, "한겨레")


def test_headline_of_bare_text():
    article = parse(f"춘천시, 호수 둘레길에 120억 투입\n{SENTENCE}\n시는 5월에 착공한다.")
    assert article.headline == "춘천시, 호수 둘레길에 120억 투입"
    assert article.paragraphs == (SENTENCE, "시는 5월에 착공한다.")


def test_bare_text_without_headline():
    article = parse(f"{SENTENCE}\n\n시는 5월에 착공한다.")
    assert article.headline is None
    assert len(article.paragraphs) == 2


def test_lists_and_tables_of_bare_text_stay():
    text = "\n".join(
        [
            "도로 예산 늘어",
            "도는 내년 도로 예산 30억원을 이렇게 나눈다.",
            "▲ 국도 현장 정비 10억원",
            "▲ 지방도 사진 기록 사업 8억원",
            "경제",
            "- 군도 12억원",
            "구분\t계\t국비",
            "1\t국도\t10",
            "도는 3월에 일을 시작한다.",
        ]
    )
    article = parse(text)
    assert article.text == text.partition("\n")[2]
    assert [b.kind for b in article.blocks].count("table") == 1


def test_inner_characters_are_untouched():
    line = "①5억  원 ․ ㎞ Ⅱ  “국비”\u200b이다."
    assert parse(f"  {line} \u00a0\n").text == line


def test_markup_is_dispatched_to_html():
    body = f"<article><p>{SENTENCE}</p><p>{SENTENCE}</p></article>"
    markup = f"<html><head><title>제목 하나</title></head><body>{body}</body></html>"
    article = parse(markup)
    assert article.profile == "generic"
    assert article.paragraphs == (SENTENCE, SENTENCE)


def test_text_about_tags_is_text():
    text = "그는 <br> 태그와 <p> 태그를 설명했다. 값이 a<b 이면 참이다."
    assert parse(text).text == text


def test_empty_input():
    for source in ("", " \n\t\u00a0", b"", b"\n"):
        with pytest.raises(EmptyInputError):
            parse(source)


def test_binary_input():
    with pytest.raises(BinaryInputError):
        parse(b"%PDF-1.7\n...")


def test_too_much_text_is_refused_before_work():
    with pytest.raises(TooLargeError) as caught:
        parse("가" * (limits.MAX_TEXT_CODE_POINTS + 1))
    assert caught.value.unit == "code points"
    with pytest.raises(TooLargeError):
        parse(b"a" * (limits.MAX_FILE_BYTES + 1))


def test_read_refuses_by_size_without_reading(tmp_path: Path):
    big = tmp_path / "big.txt"
    with big.open("wb") as file:
        file.truncate(limits.MAX_FILE_BYTES + 1)
    with pytest.raises(TooLargeError) as caught:
        read(big)
    assert caught.value.size == limits.MAX_FILE_BYTES + 1


def test_read_errors_are_typed(tmp_path: Path):
    for path in (tmp_path, tmp_path / "none.txt", Path("/dev/null"), Path("a\0b")):
        with pytest.raises(UnreadableError):
            read(path)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("정치\n경제\n사회\n문화\n로그인\n회원가입\n이용약관\n회사소개", "navigation"),
        ("로그인\n아이디 저장\n비밀번호 찾기\n회원가입\n로그인 상태 유지", "login"),
        ("홈\n로그인\n404 Not Found\n요청하신 페이지를 찾을 수 없습니다.", "error_page"),
        (
            "로그인\n회원가입\n정치\n"
            + "\n".join(f"우리 동네 {i}번째 소식 예산 {i}억 늘어" for i in range(1, 15))
            + "\n이용약관\n개인정보처리방침",
            "list",
        ),
    ],
)
def test_pages_without_an_article(text: str, found: str):
    with pytest.raises(NotAnArticleError) as caught:
        parse(text)
    assert caught.value.found == found


def test_a_list_of_teasers_is_no_article():
    teaser = "군이 {0}번째 다리를 놓는 데 {0}억원을 쓰기로 했다고 오늘 밝혔다."
    items = "\n".join(
        f"다리 {i}호 놓는다\n{teaser.format(i)}\n2024.05.0{i} 10:00\n공유하기" for i in range(1, 9)
    )
    with pytest.raises(NotAnArticleError) as caught:
        parse(f"로그인\n회원가입\n{items}\n이용약관")
    assert caught.value.found == "list"
