"""How a page flows into lines, and which element and link each knows of."""

from __future__ import annotations

import pytest

from newsextract.article.html.finder import find_body, prose_sizes
from newsextract.article.html.flow import flow
from newsextract.article.html.frames import Line
from newsextract.article.html.tree import parse_tree

SENTENCE = "가온시는 내년에 도서관 세 곳을 짓기로 했다고 밝혔다."


def lines_of(markup: str) -> list[Line]:
    body = parse_tree(markup).body
    assert body is not None
    return flow(body)


@pytest.mark.parametrize(
    ("markup", "texts"),
    [
        ("<p>총 <b>5</b>억<i>원</i></p>", ["총 5억원"]),
        ("<p>가<br>나<br><br>다</p>", ["가", "나", "다"]),
        ("<p>가\n  나&nbsp;다</p>", ["가 나 다"]),
        ("가<div>나</div>다", ["가", "나", "다"]),
        ("<pre>가\n나</pre>", ["가", "나"]),
        ("<p>가<script>1</script><style>b{}</style>나</p>", ["가나"]),
        ("<b class=name>홍길동</b><span class='reporter'>기자</span>2024", ["홍길동 기자 2024"]),
        ("본문<em class='img_desc'>사진 설명</em>본문", ["본문", "사진 설명", "본문"]),
    ],
)
def test_lines(markup: str, texts: list[str]):
    assert [line.text for line in lines_of(markup)] == texts


def test_lines_know_links_bold_and_gaps():
    first, second = lines_of("<p><a href=x>이어진</a> 글</p><p><strong>굵은 글</strong></p>")
    assert first.link_share == pytest.approx(3 / 5)
    assert (second.bold, second.linked) == (4, 0)
    one, two, three = lines_of("<div>하나<br>둘<br><br>셋</div>")
    assert (one.breaks > 1, two.breaks, three.breaks) == (True, 1, 2)


def test_menus_are_one_line_unless_they_hold_sentences():
    menu = lines_of("<nav><ul><li><a>정치</a></li><li><a>경제</a></li></ul></nav>")
    assert [line.text for line in menu] == ["정치 경제"]
    odd = lines_of(f"<nav><p>{SENTENCE}</p><p>{SENTENCE}</p><p>{SENTENCE}</p></nav>")
    assert len(odd) == 3


def body_text(markup: str) -> list[str]:
    lines = lines_of(markup)
    frame = find_body(lines, prose_sizes(lines))
    assert frame is not None
    return [line.text for line in lines[frame.first : frame.end]]


def test_the_body_is_not_the_comments():
    markup = (
        f"<div><div class='x'><p>{SENTENCE}</p><p>{SENTENCE}</p></div>"
        f"<div class='comment_list'><p>{SENTENCE}</p><p>{SENTENCE}</p><p>{SENTENCE}</p></div></div>"
    )
    assert body_text(markup) == [SENTENCE] * 2


def test_a_list_and_a_table_do_not_cost_the_body():
    items = "".join(f"<p>▲ {n}과장 나가람</p>" for n in range(80))
    cells = "".join(f"<tr><td>{n}번</td><td>{n}억원</td></tr>" for n in range(80))
    markup = f"<div><p>{SENTENCE}</p>{items}<table>{cells}</table><p>{SENTENCE}</p></div>"
    assert len(body_text(markup)) == 1 + 80 + 160 + 1


def test_a_body_in_several_boxes_is_found_whole():
    box = f"<div><p>{SENTENCE}</p><p>{SENTENCE}</p></div>"
    markup = f"<div id=m>{box}<div>광고</div>{box}{box}</div><ul><li><a>다른 소식</a></ul>"
    assert body_text(markup).count(SENTENCE) == 6


def test_a_wrapper_with_a_misleading_name_does_not_hide_the_body():
    markup = (
        f"<div class='side_wrap'><div class='tab'><p>{SENTENCE}</p><p>{SENTENCE}</p></div></div>"
    )
    assert body_text(markup) == [SENTENCE] * 2
