"""Records: links, mentions, and what holds for any text."""

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsextract.budget import extract_records
from newsextract.language import kiwi
from newsextract.models import Article, Block

KST = timezone(timedelta(hours=9))


def article(text: str, day: str | None = "2022-11-21", headline: str | None = None) -> Article:
    at = 0
    blocks = []
    for line in text.split("\n"):
        if line.strip():
            blocks.append(Block(start=at, end=at + len(line)))
        at += len(line) + 1
    published = datetime.fromisoformat(day).replace(tzinfo=KST) if day else None
    return Article(
        text=text,
        blocks=tuple(blocks),
        headline=headline,
        published_at=published,
        content_hash="",
    )


def test_no_money_no_records_and_no_analysis(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(sentence: str) -> tuple[kiwi.Token, ...]:
        raise AssertionError(sentence)

    monkeypatch.setattr(kiwi, "analyse", refuse)
    assert extract_records(article("시는 12.27(목) 5개 사업을 알렸다. 14개 시·도가 왔다.")) == (
        (),
        (),
        (),
    )


def test_only_sentences_with_money_are_analysed(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    real = kiwi.analyse

    def note(sentence: str) -> tuple[kiwi.Token, ...]:
        seen.append(sentence)
        return real(sentence)

    monkeypatch.setattr(kiwi, "analyse", note)
    extract_records(article("비가 왔다. 군은 예산 3억원을 쓴다. 눈이 왔다.\n해가 떴다."))
    assert seen == ["군은 예산 3억원을 쓴다."]


def test_one_sum_for_one_programme_is_one_record() -> None:
    text = (
        "춘천시는 ‘물빛공원 조성사업’에 예산 37억원을 편성했다.\n"
        "시는 ‘물빛공원 조성사업’ 예산 37억원(국비 20억원, 시비 17억원)을 내년에 쓴다."
    )
    amounts, records, checks = extract_records(article(text))
    assert len(records) == 1
    record = records[0]
    assert [text[m.start : m.end] for m in record.mentions] == ["37억원", "37억원"]
    assert [c.amount.exact for c in record.components if c.amount] == [2 * 10**9, 17 * 10**8]
    assert {a.record_id for a in amounts} == {record.id}
    assert [(c.kind, c.status) for c in checks] == [("components", "ok")]


def test_one_sum_for_two_programmes_is_two_records() -> None:
    text = "군은 나루교 정비사업에 예산 5억원, 들길 포장공사에 예산 5억원을 쓴다."
    _, records, _ = extract_records(article(text))
    assert [r.program.text for r in records if r.program] == ["나루교 정비사업", "들길 포장공사"]


def test_a_foreign_sum_and_its_won_are_one() -> None:
    text = "정부는 개발원조 사업에 예산 500만 달러(약 65억원)를 지원한다."
    _, records, _ = extract_records(article(text))
    assert len(records) == 1
    assert records[0].amount.currency == "USD"
    assert len(records[0].mentions) == 2


def test_parts_in_the_next_sentence_are_bound_by_their_sum() -> None:
    text = "도서관을 짓는 데 예산 30억원이 든다. 국비는 12억원, 도비는 8억원, 시비는 10억원이다."
    _, records, checks = extract_records(article(text))
    assert [r.amount.exact for r in records] == [30 * 10**8]
    assert [c.source.label for c in records[0].components] == ["국비", "도비", "시비"]
    assert [c.status for c in checks] == ["ok"]


def test_derived_parts_are_grounded_in_the_words_of_their_share() -> None:
    text = "군은 축제 지원사업에 예산 10억원(국비 70%, 군비 30%)을 쓴다."
    amounts, records, _ = extract_records(article(text))
    parts = records[0].components
    assert [c.derived for c in parts] == [True, True]
    assert [c.amount.exact for c in parts if c.amount] == [7 * 10**8, 3 * 10**8]
    for part in parts:
        assert part.amount is not None
        assert text[part.amount.start : part.amount.end] == part.amount.text
        assert part.amount.id not in {a.id for a in amounts}


@pytest.mark.parametrize(
    ("text", "day", "year", "period", "guess"),
    [
        ("군은 올해 예산 3억원을 쓴다.", "2022-11-21", 2022, None, None),
        ("군은 올해 예산 3억원을 쓴다.", None, None, None, None),
        ("군은 내년도 예산안에 보건소 증축비 3억원을 담았다.", "2022-11-21", 2023, None, None),
        ("군은 2021~2025년 예산 3억원을 쓴다.", "2022-11-21", None, (2021, 2025), None),
        ("군은 제2회 추경에 예산 3억원을 담았다.", "2022-08-21", 2022, None, None),
        ("군은 보건소에 예산안 3억원을 편성했다.", "2022-11-21", None, None, 2023),
        ("군은 보건소에 예산 3억원을 쓴다.", "2022-04-21", None, None, 2022),
    ],
)
def test_years(
    text: str, day: str | None, year: int | None, period: tuple[int, int] | None, guess: int | None
) -> None:
    _, (record,), _ = extract_records(article(text, day))
    assert record.fiscal_year == year
    assert (record.period and (record.period.first, record.period.last)) == period
    assert record.fiscal_year_guess == guess


@pytest.mark.parametrize(
    ("text", "headline", "agencies"),
    [
        ("전남 강진군이 행안부에서 특별교부세 7억원을 받았다.", None, ["강진군"]),
        ("국토부가 추진하는 공모에 뽑힌 영천시는 국비 7억원을 확보했다.", None, ["영천시"]),
        ("21일 상주시에 따르면 도서관 건립 예산 7억원이 든다.", None, ["상주시"]),
        ("상주시는 바쁘다.\n도서관 건립 예산은 7억원이다.", None, ["상주시"]),
        ("시는 도서관 건립에 예산 7억원을 쓴다.", "상주시, 도서관 짓는다", ["상주시"]),
        ("도서관 건립에 예산 7억원을 쓴다.", None, []),
    ],
)
def test_agencies(text: str, headline: str | None, agencies: list[str]) -> None:
    _, (record,), _ = extract_records(article(text, headline=headline))
    assert [a.name for a in record.agencies] == agencies


PIECES = st.sampled_from(
    [
        "시는",
        "중기부와 산업부는",
        "영천시(시장 ○○○)는",
        "내년",
        "2019년",
        "‘새봄 사업’에",
        "총",
        "약",
        "3억원",
        "1,234억",
        "2조 3천억원",
        "(국비 2, 시비 1)",
        "(국비 50%, 도비 50%)",
        "5백만 달러",
        "(약 65억원)",
        "을 투입한다.",
        "를 확보했다고 밝혔다.",
        "이 가운데",
        "등 총",
        "매출",
        "늘어난",
        "▲",
        "|",
        "(단위: 백만원)",
        "1,250",
        "및",
        ",",
        "예산",
        "사업비",
        "씩",
        "\n",
        " ",
        "“",
        "”",
        "(",
        ")",
        "😀",
        "\x00",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_whatever_the_text_everything_is_grounded_and_redoable(text: str) -> None:
    amounts, records, checks = extract_records(article(text))
    ids = {r.id for r in records}
    for amount in amounts:
        assert text[amount.start : amount.end] == amount.text
        assert amount.role is not None
        assert amount.record_id is None or amount.record_id in ids
    for record in records:
        spans = [record.program] if record.program else []
        assert all(text[s.start : s.end] == s.text for s in spans)
        assert all(text[a.start : a.end] == a.as_written for a in record.agencies)
        assert record.amount in amounts
        assert any(
            (m.start, m.end) == (record.amount.start, record.amount.end) for m in record.mentions
        )
        assert record.parent is None or record.parent in ids - {record.id}
        assert set(record.checks) == {c.id for c in checks if record.id in c.about}
    assert [c.id for c in checks] == [f"c{n}" for n in range(1, len(checks) + 1)]
    for check in checks:
        assert check.difference == (check.found or 0) - (check.expected or 0)
        assert (check.status == "ok") == (check.difference == 0)
    assert extract_records(article(text)) == (amounts, records, checks)


def test_parents_form_a_forest() -> None:
    text = "군은 예산 3,417억원 가운데 3,102억원, 이 중 315억원을 쓴다. " * 6
    _, records, _ = extract_records(article(text))
    parent = {r.id: r.parent for r in records}
    for start in parent:
        at, steps = start, 0
        while (above := parent[at]) is not None:
            at, steps = above, steps + 1
            assert steps <= len(parent)
