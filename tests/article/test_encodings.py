"""Whole pages in every class of encoding trouble: right text, how it was decided, what was lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsextract.article import parse
from newsextract.article.decode import decode
from newsextract.errors import NewsExtractError
from newsextract.models import Article, Page

# 똠, 뷁 and 펲 are in CP949 only; the rest is in EUC-KR proper.
RARE = "똠골과 뷁마을, 펲시가 함께 쓰는 하천을 손보는 데 2,538억원이 든다."
PLAIN = "가람시는 내년 하천 정비에 국비 1,839억원과 지방비 699억원을 투입한다고 12일 밝혔다."
LAST = "공사는 다음 달 설계에 들어가 2027년 말 마무리될 예정이다."
BODY = f"{PLAIN}\n{RARE}\n{LAST}"
KOREAN_LABELS = ("euc-kr", "EUC-KR", "ks_c_5601-1987", "cp949", "ms949", "x-windows-949")


def page(head: str = "", *, before: str = "", in_body: str = "", advert: str = "") -> str:
    paragraphs = "".join(f"<p>{text}</p>\n" for text in BODY.split("\n"))
    return (
        f"<!DOCTYPE html>\n<html><head>{before}{head}<title>가람시, 하천 정비에 2,538억원</title>\n"
        f"</head><body>{in_body}<h1>가람시, 하천 정비에 2,538억원</h1>\n"
        f'<div id="article-view-content-div">\n{paragraphs}</div>\n'
        f'<div class="banner">{advert}</div></body></html>\n'
    )


def meta(label: str) -> str:
    return f'<meta charset="{label}">'


def decided(article: Article) -> tuple[str | None, str | None, int]:
    return article.encoding, article.encoding_reason, article.replacements


@pytest.mark.parametrize("label", KOREAN_LABELS)
@pytest.mark.parametrize(
    "form",
    [
        '<meta charset="{}">',
        "<META CHARSET={}>",
        '<meta http-equiv="Content-Type" content="text/html; charset={}">',
        "<meta http-equiv=Content-Type content='text/html;charset={}' />",
    ],
)
def test_cp949_under_each_of_its_labels(label: str, form: str):
    article = parse(page(form.format(label)).encode("cp949"))
    assert article.text == BODY
    assert decided(article) == ("cp949", "declared", 0)


def test_cp949_of_an_xml_declaration():
    markup = '<?xml version="1.0" encoding="EUC-KR"?>\n' + page()
    assert decided(parse(markup.encode("cp949"))) == ("cp949", "declared", 0)


def test_cp949_without_a_declaration():
    article = parse(page().encode("cp949"))
    assert article.text == BODY
    assert decided(article) == ("cp949", "cp949", 0)


@pytest.mark.parametrize("label", ["utf-8", "UTF8", "iso-8859-1", "windows-1252", "shift_jis", "?"])
def test_cp949_under_a_label_that_lies(label: str):
    article = parse(page(meta(label)).encode("cp949"))
    assert article.text == BODY
    assert decided(article) == ("cp949", "cp949", 0)


@pytest.mark.parametrize("label", KOREAN_LABELS)
def test_utf8_under_a_korean_label(label: str):
    article = parse(page(meta(label)).encode())
    assert article.text == BODY
    assert decided(article) == ("utf-8", "utf8", 0)


@pytest.mark.parametrize(
    ("codec", "name"), [("utf-8-sig", "utf-8"), ("utf-16", "utf-16-le"), ("utf-32", "utf-32-le")]
)
@pytest.mark.parametrize("label", ["utf-8", "euc-kr"])
def test_byte_order_marks_go_before_every_label(codec: str, name: str, label: str):
    article = parse(page(meta(label)).encode(codec))
    assert article.text == BODY
    assert decided(article) == (name, "bom", 0)


def test_utf16_big_endian():
    article = parse(b"\xfe\xff" + page().encode("utf-16-be"))
    assert article.text == BODY
    assert decided(article) == ("utf-16-be", "bom", 0)


def test_a_utf8_mark_glued_before_cp949_is_not_believed():
    article = parse(b"\xef\xbb\xbf" + page(meta("euc-kr")).encode("cp949"))
    assert article.text == BODY
    assert decided(article) == ("cp949", "declared", 0)


def test_meta_after_three_kilobytes_of_script():
    script = "<script>" + "var a = 1;\n" * 400 + "</script>"
    article = parse(page(meta("euc-kr"), before=script).encode("cp949"))
    assert article.text == BODY
    assert decided(article) == ("cp949", "declared", 0)


def test_meta_in_the_body():
    article = parse(page(in_body=meta("euc-kr")).encode("cp949"))
    assert article.text == BODY
    assert decided(article) == ("cp949", "declared", 0)


@pytest.mark.parametrize(
    "head",
    [
        "<!-- <meta charset=euc-kr> -->",
        "<!-- <meta charset=euc-kr> --><meta charset=utf-8>",
        "<!-- <meta charset=euc-kr>",
        '<script charset="euc-kr" src="/ad.js"></script>',
        '<link rel="stylesheet" charset="euc-kr" href="/a.css">',
    ],
)
def test_what_is_no_declaration_of_the_page(head: str):
    assert decode(page(head).encode("cp949")).reason == "cp949"


def test_a_commented_lie_before_the_real_declaration():
    article = parse(page(f"<!-- {meta('utf-8')} -->{meta('euc-kr')}").encode("cp949"))
    assert decided(article) == ("cp949", "declared", 0)


@pytest.mark.parametrize("header", ["text/html; charset=EUC-KR", 'text/html;charset="ms949"'])
def test_a_header_that_lies_about_utf8(header: str):
    article = parse(Page(content=page().encode(), headers={"Content-Type": header}))
    assert article.text == BODY
    assert decided(article) == ("utf-8", "utf8", 0)


@pytest.mark.parametrize("header", ["text/html; charset=utf-8", "text/html; charset=ISO-8859-1"])
@pytest.mark.parametrize(("head", "reason"), [("", "cp949"), (meta("euc-kr"), "declared")])
def test_a_header_that_lies_about_cp949(header: str, head: str, reason: str):
    content = page(head).encode("cp949")
    article = parse(Page(content=content, headers={"content-type": header}))
    assert article.text == BODY
    assert decided(article) == ("cp949", reason, 0)


def test_a_header_that_is_right():
    headers = {"CONTENT-TYPE": "text/html; charset=euc-kr"}
    article = parse(Page(content=page().encode("cp949"), headers=headers))
    assert decided(article) == ("cp949", "declared", 0)


@pytest.mark.parametrize("codec", ["utf-8", "cp949"])
@pytest.mark.parametrize("head", ["", meta("euc-kr"), meta("utf-8")])
def test_one_damaged_byte_costs_a_word_at_most(codec: str, head: str):
    data = page(head).encode(codec)
    at = data.index("하천을".encode(codec)) + 1
    article = parse(data[:at] + b"\xff" + data[at + 1 :])
    first, second, third = article.text.split("\n")
    assert (first, third) == (PLAIN, LAST)
    assert second.startswith("똠골과 뷁마을, 펲시가 함께 쓰는 ")
    assert second.endswith(" 손보는 데 2,538억원이 든다.")
    assert (article.encoding, article.encoding_reason) == (codec, "least_damage")
    assert article.replacements == second.count("\ufffd") >= 1


@pytest.mark.parametrize("codec", ["utf-8", "cp949"])
def test_one_byte_missing(codec: str):
    data = page().encode(codec)
    at = data.index("하천을".encode(codec)) + 1
    article = parse(data[:at] + data[at + 1 :])
    lines = article.text.split("\n")
    assert (lines[0], lines[2]) == (PLAIN, LAST)
    assert lines[1].endswith(" 손보는 데 2,538억원이 든다.")
    assert article.encoding == codec


@pytest.mark.parametrize(
    ("codec", "bytes_kept"), [("utf-8", 1), ("utf-8", 2), ("cp949", 1)]
)  # of the character that is cut
def test_a_page_cut_in_the_middle_of_a_character(codec: str, bytes_kept: int):
    data = page().encode(codec)
    cut = data.index("마무리".encode(codec))
    article = parse(data[: cut + bytes_kept])
    assert article.text.startswith(f"{PLAIN}\n{RARE}\n공사는 다음 달 설계에 들어가 2027년 말")
    assert decided(article) == (codec, "least_damage", 1)


def test_utf16_cut_in_the_middle_of_a_character():
    article = parse(page().encode("utf-16")[:-1])
    assert article.text == BODY
    assert decided(article) == ("utf-16-le", "bom", 1)


ADVERT = "봄맞이 가전제품 반값 행사, 이번 주말까지"


@pytest.mark.parametrize("minified", [False, True])
@pytest.mark.parametrize(("codec", "other"), [("utf-8", "cp949"), ("cp949", "utf-8")])
def test_an_advert_in_the_other_encoding(codec: str, other: str, minified: bool):
    markup = page(meta(codec), advert="@@")
    if minified:
        markup = markup.replace("\n", "")
    data = markup.encode(codec).replace(b"@@", f"<b>광고</b> {ADVERT}".encode(other))
    article = parse(data)
    assert article.text == BODY
    assert decided(article) == (codec, "least_damage", 0)
    assert f"<b>광고</b> {ADVERT}" in decode(data).text


def test_damage_is_not_taken_for_the_other_encoding():
    data = page().encode().replace("예정".encode(), "예정".encode()[:4])
    got = decode(data)
    assert got.replacements == got.text.count("\ufffd") == 1


def test_what_the_page_itself_lost_is_not_counted():
    data = page().replace("하천을", "하\ufffd을").encode()
    assert decode(data).replacements == 0
    assert decode(data + b"\xff").replacements == 1


@pytest.mark.parametrize("text", ["5억원", "예산", "펲시 예산 5억원을 편성했다.", "○○시"])
def test_very_short_texts(text: str):
    for codec in ("utf-8", "cp949"):
        got = decode(text.encode(codec))
        assert (got.text, got.encoding, got.replacements) == (text, codec, 0)


def test_mostly_ascii():
    markup = page("<script>" + "var ad = {id: 1};\n" * 5_000 + "</script>")
    article = parse(markup.encode("cp949"))
    assert article.text == BODY
    assert decided(article) == ("cp949", "cp949", 0)


@pytest.mark.parametrize("head", ["", meta("utf-8"), meta("euc-kr")])
def test_ascii_alone_is_utf8(head: str):
    assert decode(f"<html><head>{head}</head><p>budget</p>".encode()).encoding == "utf-8"


@pytest.mark.parametrize("url", ["https://a.example/\ud800", "https://a.example/\n", "\x00"])
def test_an_address_that_cannot_be_written_out_is_refused(url: str):
    for source in (BODY, page(), page().encode(), Page(content=page().encode())):
        with pytest.raises(NewsExtractError) as caught:
            parse(source, url=url)
        assert caught.value.kind == "usage"


def test_the_address_of_a_page_is_refused_too():
    with pytest.raises(NewsExtractError) as caught:
        parse(Page(content=page().encode(), url="https://a.example/\x1b[31m"))
    assert caught.value.kind == "usage"


hangul = st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), min_size=3)


@given(hangul, st.sampled_from(["utf-8", "cp949"]), st.sampled_from(KOREAN_LABELS))
def test_any_hangul_comes_back(text: str, codec: str, label: str):
    got = decode(f"{meta(label)}<p>가람시 {text}</p>".encode(codec))
    assert got.text.endswith(f"<p>가람시 {text}</p>")
    assert (got.encoding, got.replacements) == (codec, 0)


@given(st.binary(min_size=1, max_size=300), st.integers(0, 2_000))
def test_any_bytes_put_into_a_page_leave_the_rest_readable(noise: bytes, at: int):
    data = page().encode()
    at = min(at, len(data))
    try:
        got = decode(data[:at] + noise + data[at:])
    except NewsExtractError:
        return
    assert not any("\ud800" <= c <= "\udfff" or c == "\x00" for c in got.text)
    assert got.replacements <= got.text.count("\ufffd")
    assert len(got.text) <= len(data) + len(noise)
