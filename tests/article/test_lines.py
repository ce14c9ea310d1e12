"""Single lines by class: what is furniture, and above all what is not."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

import pytest

from newsextract.article.dump.lines import read_lines
from newsextract.article.dump.rules import line_rules
from newsextract.article.limits import MAX_RULE_LINE


def zone_of(line: str) -> str | None:
    mark = read_lines(line)[0].mark
    return mark.zone if mark else None


@pytest.mark.parametrize(
    ("line", "zone"),
    [
        ("이 기사를 공유합니다", "share"),
        ("페이스북(으로) 기사보내기", "share"),
        ("카카오톡 트위터 페이스북 URL복사", "share"),
        ("본문 글씨 키우기", "share"),
        ("가 가 가", "share"),
        ("ⓒ강원신문", "caption"),
        ("▲ 강릉시청 전경. 사진=강릉시", "caption"),
        ("공사 현장을 둘러보는 주민들. 총 120억원이 든다. /속초시 제공", "caption"),
        ("[사진=뉴시스]", "caption"),
        ("그래픽=홍길동", "caption"),
        ("회의장에 들어서는 장관. 연합뉴스", "caption"),
        ("저작권자 © 강원신문 무단전재 및 재배포 금지", "copyright"),
        ("<저작권자(c) 강원통신, 무단 전재-재배포, AI 학습 및 활용 금지>", "copyright"),
        ("관련기사", "related"),
        ("이 기사와 함께 보면 좋은 기사", "related"),
        ("많이 본 뉴스", "related"),
        ("댓글쓰기", "comment"),
        ("삭제한 댓글은 다시 복구할 수 없습니다.", "comment"),
        ("공감 3 비공감 1", "comment"),
        ("홍길동 기자의 다른기사 보기", "reporter"),
        ("• 대표전화 : 02-000-0000", "footer"),
        ("• 등록번호 : 강원 아00123", "footer"),
        ("청소년보호책임자 : 홍길동", "footer"),
        ("강원도 춘천시 중앙로 12 강원빌딩 3층", "footer"),
        ("종합지 강원신문(등록번호:강원가361호)은 도민과 함께합니다.", "promotion"),
        ("ND소프트", "tail"),
        ("한국인터넷신문윤리위원회", "tail"),
        ("홈 > 정치 > 행정", "section"),
        ("정치 < 뉴스 < 기사본문 - 강원신문", "section"),
        ("첨부파일", "other"),
        ("코스피 2,651.10 ▲12.35 (+0.47%)", "other"),
        ("◀END▶", "other"),
        ("기사입력: 2018/07/03 [10:22] 최종편집: ⓒ 동해소리", "copyright"),
        ("바다지기 18/07/03 [11:40] 수정 삭제", "comment"),
        ("여러분의 의견을 남겨주세요", "comment"),
        ("이 기사는 유료회원 전용 기사입니다.", "promotion"),
        ("월 9,900원으로 모든 기사를 읽어보세요", "promotion"),
        ("go.kr 주소를 사용하는 누리집은 정부기관이 관리합니다.", "footer"),
        ("이 기사의 카테고리는 언론사의 분류를 따릅니다.", "share"),
        ("폰트 확대 폰트 축소 프린트하기", "share"),
        ("누리군의회 제공", "caption"),
        ("시장 지붕 점검 보고회<제공=누리시>", "caption"),
        (
            "▲ 남궁솔 (왼쪽 두번째) 위원장이 3일 예산 회의에서 악수하고 있다. 사진은 누리시청",
            "caption",
        ),
        ("<5면에서 계속>", "related"),
        ("실시간 랭킹 뉴스", "related"),
        ("정성직 기자 noa7908@", "byline"),
        ("? 승인 2018.12.27 20:43", "timestamp"),
        (
            "• 입력 2021-01-08 07:15  |  수정 2021-01-19 07:52  |  발행일 2021-01-08 제1면",
            "timestamp",
        ),
    ],
)
def test_furniture(line: str, zone: str):
    assert zone_of(line) == zone


@pytest.mark.parametrize(
    "line",
    [
        "강원도는 무단 전재와 복제를 막는 데 5억원을 쓰기로 했다.",
        "시는 이 사업을 위해 국비 10억원을 제공받았다.",
        "도는 페이스북과 트위터로 예산 5억원의 쓰임을 알리기로 했다.",
        "▲인력양성 1619억원 ▲기술개발 6563억원 ▲산업기반 조성 1564억원",
        "▲ 국도 현장 정비 10억원",
        "- 학교 급식 친환경 쌀 제공 12억원",
        "□ 관련 기사 제보 창구 운영에 3억원을 쓴다.",
        "군은 신문 구독 지원에 2억원을 쓴다고 밝혔다.",
        "댓글 조작을 막는 사업에 국비 30억원이 들어간다.",
        "그는 명예훼손 혐의로 벌금 5억원을 물게 됐다.",
        "서울 강서구 양천로 확장 사업에 국비 100억원이 들어간다.",
        "총사업비는 120억원이며 2026년 12월 27일 준공한다.",
        "후원금 5억원은 모두 장학금으로 쓴다.",
        "국비 60억원",
        "1\t국도 정비\t10억원\t5억원",
        "등록금 지원에 30억원을 쓴다고 대학은 설명했다.",
        "저소득층 도시락 제공",
        "도서관 잡지 정기 구독 예산은 2억원이다.",
        "누리시 24억 9,000만원 +12억원",
        "도로 정비 12,000 △3,000 (25%)은 빠진다.",
    ],
)
def test_prose_and_lists_are_never_furniture(line: str):
    assert zone_of(line) is None


def test_rules_are_well_formed():
    source = files("newsextract.article.dump").joinpath("lines.toml").read_text(encoding="utf-8")
    known = {"id", "zone", "pattern", "not", "max", "opens", "raw", "page", "soft", "prose", "weak"}
    known |= {"bare", "tail"}
    for entry in tomllib.loads(source)["rule"]:
        assert set(entry) <= known
        assert re.fullmatch(r"[a-z_]+", entry["id"])
    assert len(line_rules()) > 50


def test_what_is_searched_at_a_lines_end_never_begins_before():
    tails = [rule for rule in line_rules() if rule.tail < MAX_RULE_LINE]
    assert tails
    for rule in tails:
        parsed = re._parser.parse(rule.pattern.pattern, re.IGNORECASE)  # type: ignore[attr-defined]
        assert parsed[-1] == (re._constants.AT, re._constants.AT_END)  # type: ignore[attr-defined]
        assert parsed.getwidth()[1] <= rule.tail, rule.id


def test_polite_sentences_are_the_pages_own_only_where_the_article_is_plain():
    plain = "군은 다리를 놓는 데 국비 12억원을 쓰기로 하고 설계에 들어갔다고 밝혔다."
    polite = "이 글자 크기로 화면을 보시려면 단추를 눌러 주시기 바랍니다."
    assert read_lines(f"{plain}\n{polite}")[1].shape == "notice"
    assert read_lines(polite)[0].shape == "prose"
