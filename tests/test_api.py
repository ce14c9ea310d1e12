"""`extract` and `extract_many`, as a program calls them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import newsextract
from newsextract import Outcome, UsageError
from newsextract.api import Source

BARE = "가람시는 하천 정비에 30억원(국비 20억, 시비 10억)을 투입한다고 밝혔다."


def test_bytes_text_path_page_and_article_give_the_same(seed_path: Path) -> None:
    content = seed_path.read_bytes()
    sources: list[Source] = [
        content,
        content.decode(),
        seed_path,
        newsextract.Page(content=content),
        newsextract.read(seed_path),
        newsextract.parse(seed_path),
    ]
    results = [newsextract.extract(source) for source in sources]
    for result in results:
        assert result.records == results[0].records
        assert result.checks == results[0].checks
        assert result.article.text == results[0].article.text


def test_the_same_input_gives_the_same_json(seed_path: Path) -> None:
    once = newsextract.extract(seed_path).model_dump_json()
    assert newsextract.extract(seed_path).model_dump_json() == once


@pytest.mark.parametrize(
    ("given", "moment"),
    [
        ("2020-05-06", "2020-05-06T00:00:00+09:00"),
        ("2020-05-06 07:08", "2020-05-06T07:08:00+09:00"),
        ("2020-05-06T00:00:00Z", "2020-05-06T09:00:00+09:00"),
        (date(2020, 5, 6), "2020-05-06T00:00:00+09:00"),
        (datetime(2020, 5, 6, 7, 8), "2020-05-06T07:08:00+09:00"),
        (datetime(2020, 5, 6, tzinfo=UTC), "2020-05-06T09:00:00+09:00"),
    ],
)
def test_published_is_a_moment_in_seoul(given: date | datetime | str, moment: str) -> None:
    stamp = newsextract.extract(BARE, published=given).article.published_at
    assert stamp is not None
    assert stamp.isoformat() == moment


@pytest.mark.parametrize("given", ["어제", "2020-13-01", "", 20200506, "0001-01-01T00:00+14:00"])
def test_a_bad_date_is_refused(given: object) -> None:
    with pytest.raises(UsageError):
        newsextract.extract(BARE, published=given)  # type: ignore[arg-type]


def test_the_url_of_an_article_is_filled_in_but_not_contradicted() -> None:
    article = newsextract.parse(BARE)
    url = "https://news.example/1"
    known = newsextract.extract(article, url=url).article
    assert known.url == url
    assert newsextract.extract(known, url=url).article.url == url
    with pytest.raises(UsageError, match=r"news\.example/1"):
        newsextract.extract(known, url="https://news.example/2")


def test_a_url_of_stray_bytes_is_refused() -> None:
    with pytest.raises(UsageError, match="not a URL"):
        newsextract.extract(BARE, url="https://news.example/\udcff")


def test_each_source_has_one_outcome_in_its_order(seed_path: Path, tmp_path: Path) -> None:
    gone = tmp_path / "gone.txt"
    outcomes = list(newsextract.extract_many([seed_path, "", BARE, gone]))
    assert [o.index for o in outcomes] == [0, 1, 2, 3]
    assert [o.ok for o in outcomes] == [True, False, True, False]
    assert [o.source for o in outcomes] == [str(seed_path), None, None, str(gone)]
    assert [o.failure.kind for o in outcomes if o.failure] == ["empty_input", "unreadable"]


def test_processes_change_nothing(seed_path: Path) -> None:
    sources: list[Source] = [seed_path, BARE, "", seed_path.read_bytes()]
    alone = [o.model_dump_json() for o in newsextract.extract_many(sources)]
    spread = [o.model_dump_json() for o in newsextract.extract_many(sources, workers=2)]
    assert spread == alone


def test_sources_are_taken_as_the_work_goes_on() -> None:
    taken: list[int] = []

    def endless() -> Iterator[str]:
        while True:
            taken.append(1)
            yield BARE

    outcomes = newsextract.extract_many(endless())
    next(outcomes)
    next(outcomes)
    assert len(taken) == 2


@pytest.mark.parametrize(("sources", "workers"), [([BARE], 0), (BARE, 1), (Path("a.txt"), 1)])
def test_calls_that_make_no_sense_are_refused_at_once(sources: object, workers: int) -> None:
    with pytest.raises(UsageError):
        newsextract.extract_many(sources, workers)  # type: ignore[arg-type]


def test_an_outcome_is_one_of_two() -> None:
    with pytest.raises(ValueError, match="either an extraction or a failure"):
        Outcome(index=0, source=None)
