"""What an amount is for."""

import pytest

from newsextract.budget import extract_records
from newsextract.budget._tables import read_toml
from newsextract.budget.cues import find_change_head, find_cues
from newsextract.models import Article


def roles(text: str) -> list[str | None]:
    amounts, _, _ = extract_records(Article(text=text, content_hash=""))
    return [a.role for a in amounts]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("시는 공원 조성사업에 예산 3억원을 편성했다.", ["budget"]),
        (
            "내년 예산은 올해 62억원에 비해 8억원이 증가한 70억원이다.",
            ["budget", "delta", "budget"],
        ),
        ("감염병 대응 예산도 15억원 증액됐다.", ["delta"]),
        ("예산이 30억원으로 증가했다.", ["budget"]),
        ("농가당 200만원씩 지원한다.", ["per_unit"]),
        ("회사는 지난해 매출 300억원, 영업이익 12억원을 올렸다.", ["other", "other"]),
        ("공정위는 과징금 12억원을 물렸다.", ["other"]),
        ("총사업비 500억원 이상인 사업은 조사를 받는다.", ["other"]),
        ("이번 태풍으로 17억원의 재산 피해가 났다.", ["other"]),
        ("생산유발효과는 480억원으로 본다.", ["other"]),
        ("그는 3억원짜리 집에 산다.", ["other"]),
        ("주민들은 성금 3억원을 모았다.", ["other"]),
    ],
)
def test_roles(text: str, expected: list[str]) -> None:
    assert roles(text) == expected


def test_an_article_without_budgets_has_no_records() -> None:
    text = (
        "아파트 전세 보증금이 3억원에서 4억원으로 올랐다.\n매매가는 9억원이다. 그 집은 8억원이었다."
    )
    _, records, checks = extract_records(Article(text=text, content_hash=""))
    assert records == ()
    assert checks == ()


def test_every_amount_is_judged() -> None:
    amounts, _, _ = extract_records(
        Article(text="예산 3억원(국비 2, 도비 1)과 2억원, 매출 1억원", content_hash="")
    )
    assert amounts
    assert all(a.role is not None for a in amounts)


def test_every_cue_word_is_found_with_blanks_and_without() -> None:
    table = read_toml("roles.toml")
    words = [w for cue in table["cue"] for w in cue["words"]]
    words += [f"{stem}비" for stem in table["cost"]["stems"]]
    spelt = {form for w in words for form in (w, w.replace(" ", ""))}
    assert [w for w in spelt if not any(c.start == 0 for c in find_cues(w))] == []


@pytest.mark.parametrize(
    "head",
    [
        "순증은 ", "순증액은 ", "증액을 보면 ", "늘어난 세입은", "늘린 예산은", "추가된 사업은",
        "불어난 재원은", "줄어든 세출은", "삭감된 돈은", "감액된 금액은",
        "국회에서 감액한 예산의 내역은 ", "증액 내역은", "증감 내용은", "조정 내역별로는",
    ],
)  # fmt: skip
def test_what_opens_a_list_of_changes(head: str) -> None:
    found = find_change_head(f"이번에 {head} 국비 16억원 등이다.")
    assert found is not None
