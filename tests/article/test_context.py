"""What a line says only beside its neighbours, one test a class of page."""

from __future__ import annotations

import pytest

from newsextract.article import parse
from newsextract.errors import NotAnArticleError
from newsextract.models import Article

FIRST = "누리시는 내년까지 사업비 30억원을 들여 시장 지붕을 고친다고 3일 밝혔다."
SECOND = "시는 다음 달 업체를 정하고 오는 9월 공사를 시작할 예정이다."
THIRD = "상인회는 공사가 끝날 때까지 임시 장터를 연다고 알렸다."
TITLE = "누리시, 낡은 시장 지붕 새로 고친다"
END = "저작권자 © 누리일보 무단전재 및 재배포 금지"


def zones(article: Article, zone: str) -> list[str]:
    return [entry.text for entry in article.ledger if entry.zone == zone]


@pytest.mark.parametrize(
    "header", ["[관련기사]", "◆ 관련기사", "☞ 함께 보면 좋은 기사", "관련기사"]
)
@pytest.mark.parametrize("title", ["▶ 가람시 다리 놓는 데 96억원", "가람시, 다리 놓는 데 96억"])
def test_the_article_goes_on_below_related_titles(header: str, title: str):
    article = parse("\n".join([TITLE, FIRST, header, title, SECOND, THIRD, END]))
    assert article.paragraphs == (FIRST, SECOND, THIRD)
    assert zones(article, "related") == [header, title]


def test_teasers_below_the_article_stay_related():
    teaser = "가람시는 다리를 놓는 데 96억원을 쓴다고 밝혔다."
    page = [
        TITLE,
        "홍길동 기자",
        FIRST,
        SECOND,
        END,
        "관련기사",
        "가람시 새 다리",
        teaser,
    ]
    assert parse("\n".join(page)).paragraphs == (FIRST, SECOND)


def test_a_wrapped_paragraph_is_one_block():
    script = (
        "누리시가 낡은 시장의\n지붕을 고칩니다.\n\n시는 내년까지\n국비 20억 원과 시비 10억 원 등\n"
        "30억 원을 들여\n공사를 마칠 계획입니다.\n"
    )
    article = parse(script)
    assert article.headline is None
    assert article.paragraphs == (
        "누리시가 낡은 시장의 지붕을 고칩니다.",
        "시는 내년까지 국비 20억 원과 시비 10억 원 등 30억 원을 들여 공사를 마칠 계획입니다.",
    )


def test_the_title_above_a_wrapped_script_is_its_headline():
    script = (
        "시장 지붕 고친다‥ 30억 투입\n\n누리시가 낡은 시장의\n지붕을 고칩니다.\n"
        "시는 내년까지\n국비 20억 원과\n시비 10억 원을 들여\n공사를 마칠 계획입니다.\n"
    )
    article = parse(script)
    assert article.headline == "시장 지붕 고친다‥ 30억 투입"
    assert len(article.paragraphs) == 2


def test_short_paragraphs_are_not_wrapped_lines():
    article = parse("누리시가 지붕을 고친다.\n사업비는 30억원이다.\n공사는 9월에 시작한다.\n")
    assert len(article.paragraphs) == 3


def test_labels_and_values_on_lines_of_their_own():
    page = [
        "보도자료", TITLE, "작성일 2024-05-02", "조회수", "1,204", "담당부서",
        "시장과", "담당자", "남궁솔 (02-000-0000)", FIRST, SECOND, "목록", END,
    ]  # fmt: skip
    article = parse("\n".join(page))
    assert article.paragraphs == (FIRST, SECOND)
    assert article.authors == ()


def test_signs_between_buttons_do_not_hide_the_headline():
    page = [
        TITLE, "-", "기사 스크랩", "-", "공유", "-", "댓글", "-", "프린트",
        "누리시, 30억 투입", FIRST, SECOND, "누리=홍길동 기자 hong@nuri.example", END,
    ]  # fmt: skip
    article = parse("\n".join(page))
    assert (article.headline, article.subheads) == (TITLE, ("누리시, 30억 투입",))


def test_a_portals_summary_is_not_the_article():
    page = [
        TITLE, "전체 맥락을 이해하기 위해서는 본문 보기를 권장합니다.", FIRST, THIRD,
        "이 글자크기로 변경됩니다.", "홍길동 기자 입력 2024. 5. 2. 10:10", FIRST, SECOND, THIRD,
        END,
    ]  # fmt: skip
    article = parse("\n".join(page))
    assert article.headline == TITLE
    assert article.paragraphs == (FIRST, SECOND, THIRD)


def test_a_paragraph_printed_twice_counts_once():
    article = parse("\n".join([TITLE, FIRST, SECOND, "홍길동 기자", FIRST, END]))
    assert article.paragraphs == (FIRST, SECOND)
    assert zones(article, "other") == [FIRST]


@pytest.mark.parametrize(
    "line",
    ["남궁솔 한들대 교수", "남궁솔 누리경제연구소 연구위원", "/남궁솔 변호사", "남궁솔 시인"],
)
def test_who_wrote_a_column_is_its_author(line: str):
    beside = parse(
        "\n".join(["[기고] 시장이 있는 마을", line, "입력 2024.05.02 10:10", FIRST, SECOND])
    )
    below = parse("\n".join(["[기고] 시장이 있는 마을", FIRST, SECOND, THIRD, line, END]))
    for article in (beside, below):
        assert [a.name for a in article.authors] == ["남궁솔"]
        assert article.headline == "[기고] 시장이 있는 마을"
        assert line not in article.paragraphs


def test_a_ranking_printed_twice_gives_no_headline():
    titles = [
        f"{name} 예산 두고 밤샘 회의" for name in ("가람시", "누리시", "다솜시", "라온시", "마루시")
    ]
    page = ["공유하기", FIRST, SECOND, *titles, "댓글 많은 뉴스", *titles]
    article = parse("\n".join(page))
    assert article.paragraphs == (FIRST, SECOND)
    assert article.headline is None


def test_a_list_of_cut_teasers_is_no_article():
    rows = [
        line
        for n in range(4)
        for line in (
            f"마을 이야기 {n}",
            f"누리시 {n}동 주민들은 지난 봄 시장을 고쳤다. 그때 ...",
            "더보기",
        )
    ]
    with pytest.raises(NotAnArticleError):
        parse("\n".join(["기사 (전체 34건)", "로그인", "회원가입", *rows]))


def test_below_a_notice_of_rights_bare_text_may_end():
    page = [TITLE, FIRST, SECOND, END, "- 가람시 새 다리 96억", "- 다솜시 도서관 40억"]
    assert parse("\n".join(page)).paragraphs == (FIRST, SECOND)


def test_one_photo_and_its_caption_are_the_report():
    caption = "누리시장이 3일 시장 지붕을 둘러보고 있다. 시는 30억원을 들여 고친다. /사진=누리시"
    page = ["[포토] 시장 지붕 살피는 누리시장", "입력 2024.05.02 10:10", caption, END]
    article = parse("\n".join(page))
    assert article.paragraphs == (caption,)
    assert article.captions == ()
    with_text = parse("\n".join([*page[:3], FIRST, SECOND, END]))
    assert with_text.paragraphs == (FIRST, SECOND)
    assert with_text.captions == (caption,)


def test_a_sentence_with_its_full_stop_is_no_headline():
    article = parse("누리시는 예산 30억원을 편성했다.\n가람시는 50억원을 투입한다.\n")
    assert article.headline is None
    assert len(article.paragraphs) == 2


@pytest.mark.parametrize(
    "line",
    [
        "누리시립도서관은 잡지 정기 구독을 두 배로 늘린 것으로 알려졌다.",
        "시민 제보는 모두 112건으로 경찰에 넘겨졌다.",
        "시는 카카오톡 채널 추가 행사에 예산 2억원을 썼다.",
        "법원은 자바스크립트 사용 특허를 인정했다.",
    ],
)
def test_what_happened_is_never_page_furniture(line: str):
    page = [
        TITLE,
        "홍길동 기자",
        "입력 2024.05.02 10:10",
        FIRST,
        line,
        SECOND,
        END,
        "위로",
    ]
    assert line in parse("\n".join(page)).paragraphs


def test_an_address_for_several_reporters_is_nobodys():
    page = [
        "세 도시 함께 소각장 짓는다", "강마루·표승아 기자 maru@nuri.example", FIRST, SECOND,
        "가람=강마루, 누리=표승아 기자", "maru@nuri.example", END,
    ]  # fmt: skip
    authors = parse("\n".join(page)).authors
    assert [(a.name, a.email) for a in authors] == [("강마루", None), ("표승아", None)]


def test_subheads_printed_twice_are_given_once():
    page = [TITLE, "누리시, 30억 투입", "누리시, 30억 투입", FIRST, SECOND, END]
    assert parse("\n".join(page)).subheads == ("누리시, 30억 투입",)
