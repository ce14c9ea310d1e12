"""Explanations: which rule and which words decided each field."""

from newsextract import extract
from newsextract.budget import explain_records

TEXT = (
    "가람시는 ‘새봄공원 조성사업’에 총사업비 120억원을 들인다.\n"
    "이 사업의 실시설계비 6억원(국비 3, 시비 3)을 내년도 예산안에 담았다."
)


def test_every_field_has_its_words() -> None:
    result = explain_records(extract(TEXT, published="2022-11-21"))
    found = {
        (record.amount.text, reason.field, reason.rule, reason.words and reason.words.text)
        for record in result.records
        for reason in record.reasons
    }
    assert {
        ("120억원", "program", "quoted", "새봄공원 조성사업"),
        ("120억원", "agencies", "named_in_sentence", "가람시"),
        ("6억원", "agencies", "spoken_of_before", "가람시"),
        ("6억원", "role", "has_components", None),
        ("6억원", "components", "list", "국비 3"),
        ("6억원", "fiscal_year", "clause", "내년도"),
        ("6억원", "parent", "part_of_project", "이 사업의 "),
    } <= found


def test_words_are_grounded_and_nothing_else_changes() -> None:
    plain = extract(TEXT, published="2022-11-21")
    told = explain_records(plain)
    text = plain.article.text
    for before, after in zip(plain.records, told.records, strict=True):
        assert before.reasons == ()
        assert after.reasons
        assert after.model_copy(update={"reasons": ()}) == before
        for reason in after.reasons:
            if reason.words is not None:
                assert text[reason.words.start : reason.words.end] == reason.words.text
