"""Bodies that stand in a script as pieces of markup."""

from __future__ import annotations

import json

from newsextract.article import parse

FIRST = (
    "<p>가람시는 내년 하수관 정비에 12억원을 쓴다고 5일 밝혔다.</p><blockquote><ul><li>국비 8억원"
)
SECOND = "<p>시는 상반기에 설계를 마치고 하반기에 공사를 시작할 계획이다.</p>"
THIRD = "<p>시 관계자는 “장마 전에 급한 곳부터 손보겠다”고 말했다.</p>"


def test_a_piece_with_open_tags_does_not_swallow_the_next() -> None:
    payload = {
        "props": {"article": {"title": "가람시 하수관 정비", "content": [FIRST, SECOND, THIRD]}}
    }
    data = json.dumps(payload, ensure_ascii=False)
    article = parse(
        "<html><head><meta charset='utf-8'><title>가람시 하수관 정비</title></head><body>"
        f"<div id='app'></div><script id='__NEXT_DATA__' type='application/json'>{data}</script>"
        "</body></html>"
    )
    assert article.paragraphs == (
        "가람시는 내년 하수관 정비에 12억원을 쓴다고 5일 밝혔다.",
        "국비 8억원",
        "시는 상반기에 설계를 마치고 하반기에 공사를 시작할 계획이다.",
        "시 관계자는 “장마 전에 급한 곳부터 손보겠다”고 말했다.",
    )
