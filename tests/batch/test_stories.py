"""Reprints of one release are one story; what only looks like it is another."""
# ruff: noqa: E501 - articles as papers print them, a paragraph a line

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsextract.batch.stories import MAX_DAYS, Entry, cluster, signature
from newsextract.batch.stories.signatures import HEAD, MAX_PLACES, SLOTS, fold, places
from newsextract.money import find_amounts

DAY = date(2024, 3, 5)

RELEASE = """가람군은 물빛읍 옛 농협 창고를 고쳐 청년 창업 공간을 연다고 5일 밝혔다. 사업비는 2,538억원이며 국비 1,839억원과 군비 699억원을 합쳤다.
창고는 벽돌을 그대로 살리고 천장에 유리를 얹어 낮에는 불을 켜지 않아도 될 만큼 밝다. 1층은 시제품을 만드는 공방, 2층은 함께 쓰는 사무실이다.
입주할 사람은 만 39세 이하로 가람군에 주소를 둔 예비 창업가 가운데 면접으로 뽑는다. 석 달 동안 교육을 받은 뒤 한 해까지 자리를 빌려 쓴다.
윤하람 군수는 “떠나는 젊은이를 붙잡는 길은 일감뿐”이라며 “실패를 겪은 사람에게도 문을 열어 두겠다”고 말했다.
군은 다음 달 10일까지 신청서를 받아 그달 말 결과를 알린다. 뽑히지 않은 사람도 공방의 장비는 하루 단위로 쓸 수 있다."""

OTHER = """나루시 도서관들이 밤 열 시까지 문을 연다. 시는 직장인 이용자가 늘자 운영 시간을 두 시간 늘리고 사서 14명을 더 뽑기로 했다.
인건비와 냉난방비로 12억4천만원이 든다. 재원은 모두 시비로, 시의회는 지난주 본회의에서 이를 원안대로 통과시켰다.
열람실마다 조명을 낮춘 자리를 따로 두고, 어린이실은 지금처럼 여섯 시에 닫는다. 무인 반납기는 역 두 곳에 새로 놓인다."""

STOCK = "자세한 내용은 군청 누리집 고시공고란을 참고하거나 담당 부서에 전화로 문의하면 안내받을 수 있다."


@pytest.fixture(scope="module")
def reprints(root: Path, load_script: Callable[[Path], ModuleType]) -> Any:
    """The generator of reprints and hard negatives."""
    return load_script(root / "benchmarks" / "stories.py")


@pytest.fixture(scope="module")
def corpus(reprints: Any) -> tuple[list[Any], list[Entry]]:
    """2,600 printed articles with their day, and what the batch keeps of each."""
    printed = reprints.corpus(120, 6, undated=0.0)
    return printed, reprints.entries(printed)


def figures(text: str) -> frozenset[int]:
    return frozenset(int(a.low) for a in find_amounts(text) if a.low is not None)


def entry(number: int, text: str, day: date | None = DAY) -> Entry:
    return Entry(number, signature(text), day, figures(text), len(text))


def one_story(*texts: str, days: Iterable[date | None] = ()) -> bool:
    """Are all texts one story?"""
    dates = [*days] or [DAY] * len(texts)
    made = [entry(n, text, day) for n, (text, day) in enumerate(zip(texts, dates, strict=True))]
    return len(set(cluster(made).values())) == 1


def paragraphs() -> list[str]:
    return RELEASE.split("\n")


# -- floors ---------------------------------------------------------------------------------------


def test_precision_and_recall_on_reprints_that_keep_half_of_the_text(
    reprints: Any, corpus: tuple[list[Any], list[Entry]]
) -> None:
    printed, entries = corpus
    score = reprints.score(printed, cluster(entries))
    assert score.right > 4_000  # pairs: enough for the ratios to mean something
    assert score.precision >= 0.99
    assert score.recall >= 0.95


def test_without_days_figures_alone_keep_years_apart(reprints: Any) -> None:
    printed = reprints.corpus(80, 7, undated=1.0)
    entries = reprints.entries(printed)
    score = reprints.score(printed, cluster(entries))
    missed = [pair for pair in score.missed if not reprints.unwitnessed(entries, *pair)]
    assert score.precision >= 0.99
    assert score.right / (score.right + len(missed)) >= 0.95


# -- what desks do --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "edited",
    [
        RELEASE.replace(" ", ""),
        RELEASE.replace("2,538억원", "2538억 원").replace("699억원", "699억 원"),
        RELEASE.replace("“", '"').replace("”", '"').replace(",", ""),
        "(가람=한들신문) 김도윤 기자 = " + RELEASE,
        "[큰강일보 이서연 기자] " + RELEASE + "\n이서연 기자 sy@news.example",
        RELEASE + "\n<저작권자 ⓒ 한들신문, 무단 전재 및 재배포 금지>",
        "\n".join(paragraphs()[:3]),
        "\n".join([paragraphs()[0], *reversed(paragraphs()[1:])]),
        "\n".join(
            ["가람군 물빛읍의 낡은 창고가 2,538억원을 들인 창업 공간이 된다.", *paragraphs()[1:]]
        ),
        RELEASE.replace("이라며 “실패를 겪은 사람에게도 문을 열어 두겠다”고", "이라고"),
        STOCK + "\n" + RELEASE,
    ],
    ids=[
        "no-spaces",
        "figures",
        "marks",
        "dateline",
        "bylines",
        "notice",
        "cut",
        "reordered",
        "lede",
        "quote",
        "stock",
    ],
)
def test_an_edited_release_is_the_same_story(edited: str) -> None:
    assert edited != RELEASE
    assert one_story(RELEASE, edited)


def test_short_reports_are_one_story_when_nearly_the_same() -> None:
    short = "가람군은 5일 물빛읍에 청년 창업 공간을 열었다. 사업비는 25억원이다."
    assert one_story(short, "[한들신문] " + short.replace("25억원", "25억 원"))
    assert not one_story(
        short, "가람군은 5일 물빛읍에 어린이 도서관을 열었다. 사업비는 25억원이다."
    )


# -- what only looks like it ----------------------------------------------------------------------


def test_unrelated_articles_are_two_stories() -> None:
    assert not one_story(RELEASE, OTHER)


def test_other_figures_are_another_budget() -> None:
    later = RELEASE.replace("2,538", "2,711").replace("1,839", "1,960").replace("699", "751")
    assert not one_story(RELEASE, later)


def test_a_figure_more_or_less_is_the_same_budget() -> None:
    assert one_story(
        RELEASE, RELEASE.replace("이며 국비 1,839억원과 군비 699억원을 합쳤다", "이다")
    )


def test_the_neighbouring_county_is_another_story() -> None:
    beside = RELEASE.replace("가람군", "나루군")
    assert not one_story(RELEASE, beside)
    assert not one_story(*(text.replace("억원", "명") for text in (RELEASE, beside)))


def test_another_town_of_the_county_is_another_story() -> None:
    assert not one_story(RELEASE, RELEASE.replace("물빛읍", "솔빛읍"))


def test_a_stock_sentence_joins_nothing() -> None:
    assert not one_story(RELEASE + "\n" + STOCK, OTHER + "\n" + STOCK)
    brief = "가람군 물빛읍에서 5일 벚꽃길 걷기 행사가 열려 주민들이 봄기운을 즐겼다."
    other = "가람군 체육회가 6일 물빛읍 운동장에서 씨름 대회를 열고 장사를 가렸다."
    assert not one_story(f"{brief}\n{STOCK}", f"{other}\n{STOCK}")


def test_a_quote_joins_nothing() -> None:
    assert not one_story(RELEASE, OTHER + "\n" + paragraphs()[3])


# -- days -----------------------------------------------------------------------------------------


def test_days_far_apart_are_two_stories() -> None:
    near, far = DAY + timedelta(days=MAX_DAYS), DAY + timedelta(days=MAX_DAYS + 1)
    assert one_story(RELEASE, RELEASE, days=(DAY, near))
    assert not one_story(RELEASE, RELEASE, days=(DAY, far))


def test_a_story_never_lasts_longer_than_that() -> None:
    days = [DAY + timedelta(days=number) for number in range(0, 60, 3)]
    found = cluster([entry(number, RELEASE, day) for number, day in enumerate(days)])
    for story in set(found.values()):
        own = [day for number, day in enumerate(days) if found[number] == story]
        assert (max(own) - min(own)).days <= MAX_DAYS


def test_without_a_day_money_must_bear_witness() -> None:
    assert one_story(RELEASE, RELEASE, days=(DAY, None))
    assert one_story(RELEASE, RELEASE, days=(None, None))
    bare = RELEASE.replace("억원", "명")
    assert not figures(bare)
    assert not one_story(bare, bare, days=(DAY, None))


# -- clusters -------------------------------------------------------------------------------------


def test_small_changes_do_not_add_up_to_one_story() -> None:
    sentences = [
        f"{name}을 위한 {step}번째 {word} 사업이 마을마다 차례로 벌어져 주민들의 발길을 모은다."
        for step, (name, word) in enumerate(
            (a, b)
            for a in ("청년", "노인", "학생", "농민", "상인", "어민")
            for b in ("쉼터", "배움", "돌봄", "나눔")
        )
    ]
    rng = random.Random(3)  # noqa: S311 - the same texts each time
    blocks = [
        " ".join(rng.sample(list("가나다라마바사아자차카타파하고노도로모보소오조초"), 22))
        for _ in sentences
    ]
    window = 8
    chain = [
        "\n".join(f"{s} {b}" for s, b in list(zip(sentences, blocks, strict=True))[i : i + window])
        for i in range(len(sentences) - window)
    ]
    found = cluster([entry(number, text) for number, text in enumerate(chain)])
    assert one_story(chain[0], chain[1])
    assert found[0] != found[len(chain) - 1]


def test_the_story_id_is_its_smallest_article_id() -> None:
    ids = [2**63 - 1, 17, 900]
    found = cluster([Entry(n, signature(RELEASE), DAY, frozenset({1}), n % 97) for n in ids])
    assert found == dict.fromkeys(ids, 17)


def test_an_article_id_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        cluster([entry(1, RELEASE), entry(1, OTHER)])


def test_what_has_no_signature_is_its_own_story() -> None:
    unknown = b"\xff" + signature(RELEASE)[1:]
    made = [Entry(n, s, DAY, frozenset(), 9) for n, s in enumerate((b"", b"", unknown, unknown))]
    assert cluster(made) == {0: 0, 1: 1, 2: 2, 3: 3}
    assert cluster([]) == {}


def test_order_does_not_matter(corpus: tuple[list[Any], list[Entry]]) -> None:
    _, entries = corpus
    found = cluster(entries)
    assert cluster(reversed(entries)) == found
    shuffled = random.Random(1).sample(entries, len(entries))  # noqa: S311 - the same each time
    assert cluster(iter(shuffled)) == found


def test_a_story_alone_is_that_story(corpus: tuple[list[Any], list[Entry]]) -> None:
    _, entries = corpus
    found = cluster(entries)
    for story in list(dict.fromkeys(found.values()))[:100]:
        members = [one for one in entries if found[one.article_id] == story]
        assert set(cluster(members).values()) == {story}


def test_an_unrelated_article_changes_no_story(corpus: tuple[list[Any], list[Entry]]) -> None:
    _, entries = corpus
    found = cluster(entries)
    more = cluster([entry(10**6, OTHER, date(2016, 1, 20)), *entries])
    assert more == found | {10**6: 10**6}


def test_a_crowd_of_the_same_template_does_not_hide_reprints() -> None:
    towns = [f"{a}{b}" for a in "가나다라마바사아" for b in "람루솔온음별들"]
    texts = [RELEASE.replace("가람", town) for town in towns]
    made = [
        Entry(2 * n + copy, signature(text), DAY, frozenset(), len(text) + copy)
        for n, text in enumerate(texts)
        for copy in (0, 1)
    ]
    assert cluster(made) == {one.article_id: one.article_id // 2 * 2 for one in made}


@settings(max_examples=25)
@given(st.permutations(list(enumerate([RELEASE, OTHER, *paragraphs(), RELEASE + OTHER]))))
def test_any_order_gives_the_same(numbered: list[tuple[int, str]]) -> None:
    found = cluster([entry(number, text) for number, text in numbered])
    assert found == cluster([entry(number, text) for number, text in sorted(numbered)])
    assert all(story <= article and found[story] == story for article, story in found.items())


# -- signatures -----------------------------------------------------------------------------------


def test_signatures_are_small() -> None:
    assert len(signature(RELEASE * 20)) <= HEAD.size + 2 * SLOTS + 4 * MAX_PLACES < 320
    assert signature("") == signature("…\n") == b""


@given(st.text(max_size=300))
def test_any_text_has_a_signature_and_its_own_story(text: str) -> None:
    made = signature(text)
    assert made == signature(text)
    assert cluster([Entry(5, made, None, frozenset({10**24, 0}), len(text))]) == {5: 5}


def test_signatures_are_the_same_in_every_process_and_on_every_machine() -> None:
    """The bytes are pinned: stored ones are compared with new ones."""
    made = signature(RELEASE)
    assert made.hex()[:44] == PINNED
    program = (
        "import sys; from newsextract.batch.stories import signature;"
        "sys.stdout.write(signature(sys.stdin.buffer.read().decode()).hex())"
    )
    for seed in ("1", "2"):
        done = subprocess.run(  # noqa: S603 - this Python
            [sys.executable, "-c", program],
            input=RELEASE.encode(),
            capture_output=True,
            check=True,
            env={"PYTHONHASHSEED": seed},
        )
        assert done.stdout.decode() == made.hex()


PINNED = "01fe00000001bebad0275ab4cf3b8b6cc458deecaff0"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("2,538억 원", "0원"),
        ("4억7천만원", "0원"),
        ("4억 7000만 원", "0원"),
        ("6.8㎞", "0km"),
        ("‘별’이, “내려”", "별이내려"),
        ("ＡＢＣ abc", "abcabc"),
    ],
)
def test_folding_leaves_what_desks_leave(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("가람군은 나루시와 손잡았다. 나루시의회도", (["나루", "가람"], [])),
        ("화순군 도암면 운주사. 보면 볼수록", (["화순"], ["도암"])),
        ("다시 요구를 제시했다", ([], [])),
    ],
)
def test_places_are_read_from_their_endings(text: str, found: tuple[list[str], list[str]]) -> None:
    assert places(text) == found
