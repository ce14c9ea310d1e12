"""Fictional press pages for benchmarks: invented reports in frames of the size real ones have.

A frame holds what makes a page heavy: menus, a script's data, styles, lists of other reports,
share buttons, advertisements, a comment box. Real pages at hand have 30 to 380 KB, half of them
over 110; these have about 100.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import date, timedelta
from html import escape
from pathlib import Path

from benchmarks.stories import WORDS, fill, release, written

ROOT = Path(__file__).resolve().parents[1]

MENUS = ("정치", "경제", "사회", "문화", "국제", "지역", "스포츠", "오피니언", "포토", "영상")
SHARED = ("페이스북", "트위터", "카카오톡", "밴드", "링크 복사", "인쇄", "글자 크게", "글자 작게")
MONEY_ONE_IN = 8
"""Of general news, so many have a sum of money."""


def budget_reports(number: int, seed: int = 6) -> Iterator[str]:
    """HTML pages of reports with budgets: invented releases and the annotated articles."""
    rng = random.Random(seed)  # noqa: S311 - the same pages each time
    annotated = [p.read_text("utf-8") for p in sorted((ROOT / "fixtures/articles").glob("*.txt"))]
    for at in range(number):
        head, paragraphs = invented(rng, at)
        if at % 3 == 2:
            head, *paragraphs = annotated[at // 3 % len(annotated)].strip().splitlines()
        yield page(rng, at, head, [line for line in paragraphs if line.strip()])


def general_reports(number: int, seed: int = 7) -> Iterator[str]:
    """HTML pages of all sorts of news; one in `MONEY_ONE_IN` has a sum of money."""
    rng = random.Random(seed)  # noqa: S311 - the same pages each time
    for at in range(number):
        slots = slots_of(rng)
        pool = [line for one in WORDS["releases"] for line in one["body"] if "{m" not in line]
        lines = rng.sample([*pool, *WORDS["follow"]], 10)
        if at % MONEY_ONE_IN == 0:
            lines.insert(1, rng.choice(WORDS["ledes_with_money"]))
        head = f"{slots['c']} {slots['t']}읍에 무슨 일이 있었나"
        yield page(rng, at, head, [written(line, slots) for line in lines])


def texts(number: int, seed: int = 8) -> Iterator[str]:
    """Bare texts of reports with budgets, small and many."""
    rng = random.Random(seed)  # noqa: S311 - the same pages each time
    for at in range(number):
        head, paragraphs = invented(rng, at)
        yield "\n\n".join((head, *paragraphs))


def slots_of(rng: random.Random) -> dict[str, str]:
    day = date(2016, 1, 4) + timedelta(days=rng.randrange(3_000))
    return fill(rng, day, rng.choice(WORDS["stems"]))


def invented(rng: random.Random, at: int) -> tuple[str, list[str]]:
    slots = slots_of(rng)
    which = WORDS["releases"][at % len(WORDS["releases"])]
    body = release(at, slots, date(2018, 12, 27)).paragraphs
    more = [written(line, slots) for line in rng.sample(WORDS["follow"], 4)]
    return written(which["head"], slots), [*body, *more]  # as long as a real report


# -- frames ---------------------------------------------------------------------------------------


def page(rng: random.Random, at: int, head: str, paragraphs: list[str]) -> str:
    """A page of one of three newspaper systems, in turns, or of one that no profile knows."""
    day = date(2016, 1, 4) + timedelta(days=rng.randrange(3_000))
    top, between, bottom = FRAMES[at % len(FRAMES)]
    slots = {
        "at": str(at),
        "head": escape(head),
        "who": rng.choice(WORDS["surnames"]) + rng.choice(WORDS["given"]),
        "paper": rng.choice(WORDS["papers"]),
        "day": str(day),
        "dotted": f"{day:%Y.%m.%d}.",
        "menus": menus(rng),
        "styles": styles(rng),
        "others": others(rng, 90),
        "data": data(rng),
        "share": share(),
    }
    body = between.join(escape(line, quote=False) for line in paragraphs)
    return top.format(**slots) + body + bottom.format(**slots)


HEAD = """<!DOCTYPE html><html lang="ko"><head><meta charset="utf-8"><title>{head} - {paper}</title>
<meta property="og:title" content="{head}">
<meta property="og:site_name" content="{paper}">
<meta property="article:published_time" content="{day}T10:20:00+09:00">{styles}
"""

FRAMES = (
    (
        HEAD
        + """<meta property="og:url" content="https://www.example.kr/news/articleView.html?idxno={at}">
</head><body><header id="user-header">{menus}</header>
<div id="article-view"><div class="article-view"><header class="article-view-header">
<h3 class="heading">{head}</h3><div class="info-group"><article class="item"><ul class="infomation">
<li><i class="icon-user-o"></i> 기자명 {who} 기자</li><li><i class="icon-clock-o"></i> 입력
{day} 10:20</li><li>댓글 2</li></ul></article></div></header>{share}
<article id="article-view-content-div" class="article-veiw-body view-page" itemprop="articleBody">
<p>""",
        "</p>\n<p>",
        """</p></article></div>{others}</div>{data}
<footer id="user-footer"><p>{paper} 발행인 {who}</p>
<p>Copyright ⓒ {paper}. All rights reserved.</p></footer></body></html>""",
    ),
    (
        HEAD
        + """<meta property="og:article:author" content="{paper} | 네이버">
<meta property="og:url" content="https://news.naver.com/main/read.nhn?oid=999&amp;aid={at}">
</head><body><div id="lnb">{menus}</div><div class="article_header"><div class="article_info">
<h3 id="articleTitle">{head}</h3><div class="sponsor"><span class="t11">{dotted} 오전 10:20</span>
<a href="/orig">기사원문</a></div></div></div>{share}
<div id="articleBody"><div id="articleBodyContents">
<script type="text/javascript">function _flash_removeCallback() {{}}</script>
[{paper}={who} 기자] """,
        "<br><br>",
        """<br><br>{who} 기자 desk@news.example</div>
<div class="link_news">{others}</div></div>
{data}<div id="footer"><p>본 콘텐츠의 저작권은 제공처 또는 네이버에 있습니다.</p></div>
</body></html>""",
    ),
    (
        HEAD
        + """<meta property="og:article:author" content="{paper}">
<meta property="og:url" content="https://v.daum.net/v/2025070921035{at}">
</head><body><header id="kakaoHead">{menus}</header><main id="kakaoContent"><div id="cMain">
<article id="mArticle"><div class="head_view"><h3 class="tit_view">{head}</h3>
<div class="info_view">
<span class="txt_info">{who}</span><span class="txt_info">입력
<span class="num_date">{dotted} 10:20</span></span></div></div>{share}
<div class="article_view"><section><p>""",
        "</p>\n<p>",
        """</p><p>{who} 기자 desk@news.example</p></section></div></article>{others}</div></main>
{data}
<footer><p>Copyright ⓒ {paper}. All rights reserved. 무단 전재, 재배포 금지.</p></footer>
</body></html>""",
    ),
    (
        HEAD
        + """</head><body>{menus}<div class="wrap"><div class="view"><h2 class="title">{head}</h2>
<p class="byline">{paper} {who} 기자 | 승인 {day} 10:20</p>{share}<div class="news_body_area">""",
        "<br><br>\n",
        """<br><br>{who} 기자 desk@news.example</div></div>{others}</div>{data}
<footer><p>{paper} | Copyright ⓒ All rights reserved.</p></footer></body></html>""",
    ),
)


def styles(rng: random.Random) -> str:
    rules = (f".c{n}{{margin:{rng.randrange(9)}px;color:#{n:06x}}}" for n in range(200))
    return f"<style>{''.join(rules)}</style>"


def menus(rng: random.Random) -> str:
    items = "".join(
        f"<li class='m{n}'><a href='/section/{n}'><span>{menu}</span></a><ul>"
        + "".join(
            f"<li><a href='/section/{n}/{k}'>{rng.choice(WORDS['towns'])} 소식</a></li>"
            for k in range(12)
        )
        + "</ul></li>"
        for n, menu in enumerate(MENUS)
    )
    return f"<a href='/'><img src='/logo.png' alt='로고'></a><nav><ul>{items}</ul></nav>"


def share() -> str:
    buttons = "".join(f"<button type='button' class='sns'>{name}</button>" for name in SHARED)
    return f"<div class='share'>{buttons}</div><div class='ad'><iframe src='/ad'></iframe></div>"


def others(rng: random.Random, number: int) -> str:
    items = []
    for n in range(number):
        slots = slots_of(rng)
        head = written(rng.choice(WORDS["releases"])["head"], slots)
        items.append(
            f"<li class='item'><a href='/article/{n}'><div class='thumb'><img src='/t{n}.jpg' "
            f"alt=''></div><div class='cont'><strong>{escape(head)}</strong>"
            f"<p class='lead'>{escape(written(rng.choice(WORDS['follow']), slots))}</p>"
            f"<span class='date'>2024-03-05 10:2{n % 10}</span></div></a></li>"
        )
    return f"<aside><h3>많이 본 뉴스</h3><ul>{''.join(items)}</ul></aside>"


def data(rng: random.Random) -> str:
    items = [{"id": n, "slot": rng.randrange(10**9), "kind": "banner"} for n in range(900)]
    return f"<script>window.__config = {json.dumps(items)};</script>"
