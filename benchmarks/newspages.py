"""Fictional press pages for benchmarks: invented reports in frames of the size real ones have.

A frame holds what makes a page heavy: menus, scripts and their data, styles, comments, lists of
other reports, share buttons, advertisements. Sizes are near the medians of the real pages at hand;
`batch.py` prints both side by side.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from html import escape
from itertools import zip_longest
from pathlib import Path

from benchmarks.stories import WORDS, fill, release, written

from newsextract.article.decode import decode

ROOT = Path(__file__).resolve().parents[1]

MENUS = ("정치", "경제", "사회", "문화", "국제", "지역", "스포츠", "오피니언", "포토", "영상")
TOPICS = ("국회", "증권", "교육", "공연", "환경", "날씨", "책")
LISTS = {"많이 본 뉴스": 20, "최신 기사": 20, "포토": 12, "추천 기사": 12}
SHARED = ("페이스북", "트위터", "카카오톡", "밴드", "링크 복사", "인쇄", "글자 크게", "글자 작게")
CURLED = str.maketrans({'"': "”", "\\": "/"})
"""What would end a string of a script that holds the body once more."""

INDENT = "\n" + "\t" * 10
BODY = 1_450
"""Code points of a report; shorter ones go on with what holds no money."""

MONEY_ONE_IN = 8
"""Of general news, so many have a sum of money."""


def budget_reports(number: int, seed: int = 6) -> Iterator[str]:
    """HTML pages of reports with budgets: invented releases and the annotated articles."""
    rng = random.Random(seed)  # noqa: S311 - the same pages each time
    for at in range(number):
        head, paragraphs = report(rng, at)
        yield page(rng, at, head, filled(rng, paragraphs, slots_of(rng)))


def report(rng: random.Random, at: int) -> tuple[str, list[str]]:
    """Headline and paragraphs of a report with budgets; one in three is an annotated article."""
    if at % 3 < 2:
        return invented(rng, at)
    articles = annotated()
    head, *paragraphs = articles[at // 3 % len(articles)].strip().splitlines()
    return head, [line for line in paragraphs if line.strip()]


@cache
def annotated() -> list[str]:
    return [p.read_text("utf-8") for p in sorted((ROOT / "fixtures/articles").glob("*.txt"))]


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
        yield page(rng, at, head, filled(rng, [written(line, slots) for line in lines], slots))


def reframed_reports(pages: Path, number: int, seed: int = 9) -> Iterator[str]:
    """Reports with budgets in the frames of saved pages: all but the words of the body is theirs.

    A page is taken if nearly all lines of its annotated body (gold/NAME.json) stand in its markup.
    """
    rng = random.Random(seed)  # noqa: S311 - the same pages each time
    frames = [found for path in sorted(pages.glob("*.html")) if (found := frame_of(path))]
    for at in range(number if frames else 0):
        markup, lines = frames[at % len(frames)]
        slots = slots_of(rng)
        body = filled(rng, report(rng, at)[1], slots, length=sum(map(len, lines)))
        yield put_in(markup, lines, [line.translate(CURLED) for line in body])


def frame_of(path: Path) -> tuple[str, list[str]] | None:
    """A page's markup, and the lines of its body that stand in it as they are."""
    gold = path.parent / "gold" / f"{path.stem}.json"
    if not gold.is_file():
        return None
    markup = decode(path.read_bytes()).text
    body = [line for line in json.loads(gold.read_text("utf-8"))["body"].split("\n") if line]
    lines = [line for line in body if spaced(line).search(markup)]
    return (markup, lines) if sum(map(len, lines)) > 0.9 * sum(map(len, body)) else None


def spaced(line: str) -> re.Pattern[str]:
    """A line as it may be set in markup."""
    return re.compile(r"\s+".join(map(re.escape, escape(line, quote=False).split())))


def put_in(markup: str, lines: list[str], body: list[str]) -> str:
    """Line after line replaced; what has no line of its own goes into the last."""
    rest = len(body) - len(lines)
    if rest > 0:
        body = [*body[: -rest - 1], " ".join(body[-rest - 1 :])]
    for line, new in zip_longest(lines, body, fillvalue=""):
        words = escape(new, quote=False)
        markup = words.join(spaced(line).split(markup)) if line else markup
    return markup


def filled(
    rng: random.Random, paragraphs: list[str], slots: dict[str, str], *, length: int = BODY
) -> list[str]:
    """A report as long as real ones are."""
    missing = length - sum(map(len, paragraphs))
    more = rng.sample(WORDS["background"], len(WORDS["background"]))
    while missing > 0 and more:
        paragraphs = [*paragraphs, written(more.pop(), slots)]
        missing -= len(paragraphs[-1])
    return paragraphs


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
        "scripts": "".join(script(rng, n, 12) for n in range(12)),
        "menus": menus(rng),
        "styles": styles(rng),
        "related": boxes(rng, {"관련기사": 5}),
        "others": boxes(rng, LISTS),
        "data": "".join(script(rng, n, 40) for n in range(12)),
        "share": share(),
    }
    body = between.join(escape(line, quote=False) for line in paragraphs)
    return top.format(**slots) + body + bottom.format(**slots)


HEAD = """<!DOCTYPE html><html lang="ko"><head><meta charset="utf-8"><title>{head} - {paper}</title>
<meta property="og:title" content="{head}">
<meta property="og:site_name" content="{paper}">
<meta property="article:published_time" content="{day}T10:20:00+09:00">{styles}{scripts}
"""

FRAMES = (
    (
        HEAD
        + """<meta property="og:url" content="https://www.example.kr/news/articleView.html?idxno={at}">
</head><body><div id="user-wrap"><header id="user-header">{menus}</header>
<div id="user-container"><section class="content"><div id="article-view"><div class="article-view">
<header class="article-view-header">
<h3 class="heading">{head}</h3><div class="info-group"><article class="item"><ul class="infomation">
<li><i class="icon-user-o"></i> 기자명 {who} 기자</li><li><i class="icon-clock-o"></i> 입력
{day} 10:20</li><li>댓글 2</li></ul></article></div></header>{share}
<article id="article-view-content-div" class="article-veiw-body view-page" itemprop="articleBody">
<p>""",
        "</p>\n<p>",
        """</p></article>{related}</div>{others}</div></section></div>{data}
<footer id="user-footer"><p>{paper} 발행인 {who}</p>
<p>Copyright ⓒ {paper}. All rights reserved.</p></footer></div></body></html>""",
    ),
    (
        HEAD
        + """<meta property="og:article:author" content="{paper} | 네이버">
<meta property="og:url" content="https://news.naver.com/main/read.nhn?oid=999&amp;aid={at}">
</head><body><div id="wrap"><div id="lnb">{menus}</div><table class="container"><tr><td
class="content"><div class="article_header"><div class="article_info">
<h3 id="articleTitle">{head}</h3><div class="sponsor"><span class="t11">{dotted} 오전 10:20</span>
<a href="/orig">기사원문</a></div></div></div>{share}
<div id="articleBody"><div id="articleBodyContents">
<script type="text/javascript">function _flash_removeCallback() {{}}</script>
[{paper}={who} 기자] """,
        "<br><br>",
        """<br><br>{who} 기자 desk@news.example</div>
<div class="link_news">{related}</div></div></td><td class="aside">{others}</td></tr></table>
{data}<div id="footer"><p>본 콘텐츠의 저작권은 제공처 또는 네이버에 있습니다.</p></div></div>
</body></html>""",
    ),
    (
        HEAD
        + """<meta property="og:article:author" content="{paper}">
<meta property="og:url" content="https://v.daum.net/v/2025070921035{at}">
</head><body><div id="kakaoWrap"><header id="kakaoHead">{menus}</header>
<main id="kakaoContent"><div id="cMain">
<article id="mArticle"><div class="head_view"><h3 class="tit_view">{head}</h3>
<div class="info_view">
<span class="txt_info">{who}</span><span class="txt_info">입력
<span class="num_date">{dotted} 10:20</span></span></div></div>{share}
<div class="article_view"><section><p>""",
        "</p>\n<p>",
        """</p><p>{who} 기자 desk@news.example</p></section></div>{related}</article>
{others}</div></main>{data}
<footer><p>Copyright ⓒ {paper}. All rights reserved. 무단 전재, 재배포 금지.</p></footer></div>
</body></html>""",
    ),
    (
        HEAD
        + """</head><body>{menus}<div class="wrap"><div class="container"><div class="inner">
<div class="view"><h2 class="title">{head}</h2>
<p class="byline">{paper} {who} 기자 | 승인 {day} 10:20</p>{share}<div class="news_body_area">""",
        "<br><br>\n",
        """<br><br>{who} 기자 desk@news.example</div></div>{related}</div>{others}</div></div>{data}
<footer><p>{paper} | Copyright ⓒ All rights reserved.</p></footer></body></html>""",
    ),
)


def styles(rng: random.Random) -> str:
    sheets = "".join(f"<link rel='stylesheet' href='/css/{n}.css'>" for n in range(8))
    rules = (f".c{n}{{margin:{rng.randrange(9)}px;color:#{n:06x}}}" for n in range(200))
    return f"{sheets}<style>{''.join(rules)}</style>"


def script(rng: random.Random, number: int, items: int) -> str:
    """A script with its data, in a comment's company."""
    held = [{"id": n, "slot": rng.randrange(10**9), "kind": "banner"} for n in range(items)]
    return (
        f"\n<!-- unit {number} -->\n<script type='text/javascript'>"
        f"window.__unit{number} = {json.dumps(held)};</script>"
    )


def menus(rng: random.Random) -> str:
    items = "".join(
        f"{INDENT}<li class='m{n}' id='gnb{n}'>"
        f"<a href='/section/{n}' class='depth1' title='{menu}'><span>{menu}</span></a>"
        f"<div class='sub'><ul class='depth2'>"
        + "".join(
            f"{INDENT}<li class='s{k}'>"
            f"<a href='/section/{n}/{k}' class='link' data-log='gnb.{n}.{k}'>"
            f"{rng.choice((*TOPICS, *WORDS['towns']))}</a></li>"
            for k in range(5)
        )
        + "</ul></div></li>"
        for n, menu in enumerate(MENUS)
    )
    logo = "<a href='/' class='logo'><img src='/logo.png' alt='로고' width='120' height='40'></a>"
    return f"<div class='gnb_wrap'>{logo}<nav class='gnb'><ul class='list'>{items}</ul></nav></div>"


def share() -> str:
    buttons = "".join(
        f"<li><button type='button' class='sns' data-to='{n}'><span class='ico'></span>"
        f"<span class='blind'>{name}</span></button></li>"
        for n, name in enumerate(SHARED)
    )
    return f"<div class='share'><ul>{buttons}</ul></div>{advertisement(0)}"


def advertisement(number: int) -> str:
    return (
        f"<!-- AD {number} --><div class='ad_box' id='ad{number}'><div class='ad_inner'>"
        f"<iframe src='/ad/{number}' width='300' height='250' scrolling='no'></iframe></div></div>"
        f"<!-- //AD {number} -->"
    )


def boxes(rng: random.Random, lists: dict[str, int]) -> str:
    """Lists of other reports: headlines as links, some with a picture and a lead."""
    found = []
    for at, (name, number) in enumerate(lists.items()):
        items = "".join(listed(rng, n, full=n % 4 == 1) for n in range(1, number + 1))
        found.append(
            f"\n<!-- {name} -->\n<div class='box box{at}'>{INDENT}<div class='box_inner'>"
            f"{INDENT}<h3 class='box_tit'><span>{name}</span></h3><div class='box_cont'>"
            f"<ul class='list' id='list{at}'>{items}</ul></div></div></div>{advertisement(at + 1)}"
        )
    return f"<aside class='aside'>{''.join(found)}</aside>"


def listed(rng: random.Random, number: int, *, full: bool) -> str:
    slots = slots_of(rng)
    head = escape(written(rng.choice(WORDS["releases"])["head"], slots))
    lead = escape(written(rng.choice(WORDS["follow"]), slots)) if full else ""
    link = f"href='/article/{number}' class='link' data-log='list.{number}'"
    thumb = (
        f"<a {link}><span class='thumb'><img src='/t{number}.jpg' alt='' width='80'></span></a>"
        if full
        else f"<em class='num'>{number}</em>"
    )
    return (
        f"{INDENT}<li class='item'>{INDENT}<div class='item_inner'>{thumb}"
        f"{INDENT}<div class='cont'><a {link}><strong class='tit'>{head}</strong></a>"
        + (f"{INDENT}<p class='lead'>{lead}</p>" if full else "")
        + f"{INDENT}<span class='press'>{rng.choice(WORDS['papers'])}</span>"
        f"<span class='date'>10.2{number % 10}</span></div></div></li>"
    )
