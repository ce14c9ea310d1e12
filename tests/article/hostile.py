"""Pages made to break a reader, for the tests and for `benchmarks/hostile.py`.

`PAGES` maps a name to a function that makes the page: none is kept in memory. All of them hold
the same short article, so that one that is read can be told from one that is lost.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

HEADLINE = "가람시, 하천 정비에 2,538억원 투입"
BODY = (
    "가람시는 내년 하천 정비에 총 2,538억원(국비 1,839억원, 지방비 699억원)을 투입한다고 밝혔다.",
    "시는 상류 마을부터 제방을 차례로 높이고, 낡은 배수 펌프 일곱 대를 새것으로 바꾼다.",
    "이번 사업은 다음 달 설계에 들어가 2027년 말 마무리될 예정이다.",
)
LIMIT = 20 * 1024 * 1024


def page(
    *, head: str = "", before: str = "", inside: str = "", after: str = "", body: str = ""
) -> str:
    """The article's page with something before, inside and behind its body."""
    paragraphs = body or "".join(f"<p>{text}</p>\n" for text in BODY)
    return (
        f"<!DOCTYPE html>\n<html><head><title>{HEADLINE} - 가람일보</title>{head}</head>\n<body>"
        f"{before}<h1>{HEADLINE}</h1>\n<div id='article-view-content-div'>\n{paragraphs}{inside}"
        f"</div>\n{after}<footer>저작권자 ⓒ 가람일보 무단전재 및 재배포 금지</footer></body></html>"
    )


def nested(tag: str, depth: int = 50_000, *, closed: bool = True) -> str:
    return f"<{tag}>" * depth + "깊은 곳" + (f"</{tag}>" * depth if closed else "")


def rows(count: int) -> str:
    return "<table>" + "<tr><td>하천<td>5억원" * count + "</table>"


def spans(value: str) -> str:
    cells = f"<tr><th colspan={value} rowspan={value}>구분</th><td colspan='{value}'>국비</td></tr>"
    return f"<table>{cells * 3}<tr><td>예산</td><td>5억원</td></tr></table>"


def filled(size: int, unit: str) -> bytes:
    """The article's page, filled up to a size in bytes behind its body."""
    bare = page(after="@@").encode()
    room = size - len(bare) + 2
    raw = unit.encode()
    whole = raw * (room // len(raw))
    return bare.replace(b"@@", whole + b" " * (room - len(whole)))


def attributes(count: int, value: str) -> str:
    return "<p " + " ".join(f"a{n}{value}" for n in range(count)) + ">"


def entities(levels: int = 9) -> str:
    lines = ['<!ENTITY a0 "예산">']
    lines += [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, levels + 1)]
    return f"<!DOCTYPE html [{''.join(lines)}]>"


def wrapped_in(*tags: str) -> str:
    """The body inside elements that a parser treats in its own way."""
    opened = "".join(f"<{tag}>" for tag in tags)
    closed = "".join(f"</{tag}>" for tag in reversed(tags))
    return page(body="".join(f"{opened}<p>{text}</p>{closed}" for text in BODY))


ODD = ("select", "option", "optgroup", "template", "plaintext", "textarea", "title", "noscript",
       "iframe", "svg", "math", "table", "frameset", "button", "object", "marquee", "xmp", "form",
       "caption", "colgroup", "script", "style", "noembed", "body", "html", "head")  # fmt: skip

FRAMES = "<frame src='/top.html'><frame src='/main.html'>"

Made = Callable[[], bytes | str]

DEEP = ("div", "span", "b", "font", "a", "table", "ul", "li", "p", "blockquote", "button",
        "select", "template", "svg", "nobr", "form", "x-y")  # fmt: skip


def _deep(tag: str, closed: bool) -> Made:
    return lambda: page(before=nested(tag, closed=closed))


def _inside(*tags: str) -> Made:
    return lambda: wrapped_in(*tags)


PAGES: dict[str, Made] = {
    **{f"50,000 nested <{tag}>": _deep(tag, True) for tag in DEEP},
    **{f"50,000 nested <{tag}>, never closed": _deep(tag, False) for tag in DEEP},
    "5,000 nested <div> round the body": lambda: page(
        body="<div>" * 4_900 + "".join(f"<p>{t}</p>" for t in BODY) + "</div>" * 4_900
    ),
    "400 unclosed <b>, then 10,000 <p>": lambda: page(after="<b>" * 400 + "<p>글" * 10_000),
    "unclosed <b> and <i> in turn, 100,000 tags": lambda: page(after="<b><p><i><p>" * 25_000),
    "100,000 closing tags": lambda: page(after="</div></p></b></table>" * 25_000),
    "misnested formatting": lambda: page(inside="<b><i><u></b></i></u>" * 20_000),
    "a million rows": lambda: page(inside=rows(1_000_000)),
    "60,000 rows": lambda: page(inside=rows(60_000)),
    "cells of one row, 100,000": lambda: page(inside=f"<table><tr>{'<td>1' * 100_000}</table>"),
    "colspan 10^16": lambda: page(inside=spans(str(10**16))),
    "colspan of 5,000 digits": lambda: page(inside=spans("9" * 5_000)),
    "a grid that spans multiply": lambda: page(
        inside=f"<table>{'<tr>' + '<td rowspan=65534 colspan=1000>1' * 20}</table>" * 20
    ),
    "20 MB, text": lambda: filled(LIMIT, "하천 정비 예산을 늘린다. "),
    "20 MB, one line without a blank": lambda: filled(LIMIT, "가"),
    "20 MB, paragraphs": lambda: filled(LIMIT, f"<p>{'하천 정비 예산을 늘린다. ' * 12}</p>"),
    "20 MB, one comment": lambda: page(after="<!--" + "가나다 -- " * 1_400_000 + "-->"),
    "20 MB, <": lambda: filled(LIMIT, "<"),
    "20 MB, <a": lambda: filled(LIMIT, "<a "),
    "20 MB, &": lambda: filled(LIMIT, "&amp"),
    "20 MB, attributes": lambda: filled(LIMIT, "<p a=1 b=2 c=3 d=4 e=5 f=6 g=7 h=8 i=9 k=0 />"),
    "a tag of 200,000 attributes": lambda: page(after=attributes(200_000, "=1")),
    "100,000 attributes without values": lambda: page(after=attributes(100_000, "")),
    "100,000 attributes that hold a >": lambda: page(after=attributes(100_000, "='>'")),
    "100,000 attributes that hold a <": lambda: page(after=attributes(100_000, "='<'")),
    "100,000 attributes of 100,000 bodies": lambda: page(
        after="".join(f"<body a{n}=1>" for n in range(100_000))
    ),
    "900 attributes, 1,000 times": lambda: page(after=attributes(900, "") * 1_000),
    "an attribute of 15 MB": lambda: page(after=f"<p title='{'가' * 5_000_000}'>글</p>"),
    "JSON-LD nested 100,000 deep": lambda: page(
        head=f"<script type='application/ld+json'>{'[' * 100_000}{']' * 100_000}</script>"
    ),
    "JSON-LD objects nested 50,000 deep": lambda: page(
        head="<script type='application/ld+json'>" + '{"a":' * 50_000 + "1" + "}" * 50_000
        + "</script>"
    ),
    "JSON-LD with a number of 100,000 digits": lambda: page(
        head=f"<script type='application/ld+json'>{{\"position\": {'9' * 100_000}}}</script>"
    ),
    "JSON-LD cut short, 10 MB": lambda: page(
        head="<script type='application/ld+json'>{\"articleBody\": \"" + "가" * 3_500_000
    ),
    "JSON-LD of wrong types": lambda: page(
        head="<script type='application/ld+json'>"
        '{"@type": ["NewsArticle", 5], "headline": [1], "author": [[{"name": {"a": []}}], 7],'
        '"datePublished": {"x": 1}, "publisher": [null], "articleBody": [[]], "@graph": 3}</script>'
    ),
    "__next_f of 50,000 pushes": lambda: page(
        after='<script>self.__next_f.push([1,"가\\\\"])</script>' * 50_000
    ),
    "__NEXT_DATA__ nested 100,000 deep": lambda: page(
        after=f"<script id='__NEXT_DATA__' type='application/json'>{'[' * 100_000}</script>"
    ),
    "meta tags, 50,000": lambda: page(head="<meta property='og:title' content='가'>" * 50_000),
    "time stamps, 50,000": lambda: page(before="<span>입력 2024.03.05 10:20</span>" * 50_000),
    "bylines, 50,000": lambda: page(before="<span>김가람 기자 kim@a.example</span>" * 50_000),
    "digits, 1,000,000 in a line": lambda: page(inside=f"<p>{'1' * 1_000_000}</p>"),
    "blanks, 5,000,000": lambda: page(inside=f"<p>가{' ' * 5_000_000}나</p>"),
    "line breaks, 200,000": lambda: page(inside="<br>" * 200_000),
    "NULs": lambda: page(inside="<p>예산\x00 5억원\x00</p>").replace("가람일보", "가람\x00일보"),
    "NULs between all characters": lambda: "\x00".join(page()),
    "lone surrogates": lambda: page(
        inside="<p>예산\ud800 5\udfff억원</p>", head="<title>\udc00</title>"
    ),
    "numeric references to surrogates and NUL": lambda: page(
        inside="<p>예산&#xD800;&#xDFFF;&#0;&#x110000;&#99999999999999999999; 5억원</p>"
    ),
    "a frameset": lambda: f"<html><title>가람일보</title><frameset>{FRAMES}</frameset>",
    "framesets, 4,000 nested": lambda: "<html>" + "<frameset rows='*,*'>" * 4_000 + FRAMES,
    "a frameset behind the body": lambda: page(after=f"<frameset>{FRAMES}</frameset>"),
    "a frameset before the body": lambda: f"<frameset>{FRAMES}</frameset>" + page(),
    "billion laughs": lambda: entities() + page(inside="<p>&a9; &a8;</p>"),
    "billion laughs as XHTML": lambda: '<?xml version="1.0"?>\n' + entities()
    + page(inside="<p>&a9;</p>").replace("<html>", "<html xmlns='http://www.w3.org/1999/xhtml'>"),
    **{f"the body in <{tag}>": _inside(tag) for tag in ODD},
    "nothing but doctype": lambda: "<!DOCTYPE html>",
    "an unclosed comment": lambda: "<!-- " + page(),
    "an unclosed script": lambda: page(before="<script>"),
    "an unclosed attribute": lambda: page(before="<p title='"),
    "CDATA": lambda: page(inside="<![CDATA[ 예산 ]]> <svg><![CDATA[ 예산 ]]></svg>"),
    "tags of other alphabets": lambda: page(inside="<예산>5억원</예산><p예>5</p예>"),
}  # fmt: skip

PAIRS: dict[str, Made] = {f"<{one}><{two}>": _inside(one, two) for one, two in product(ODD, ODD)}
"""The body in every two odd elements."""
