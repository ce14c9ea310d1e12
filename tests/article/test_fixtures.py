"""What must hold of all fixtures together.

Each by itself is run by the pytest plugin, one item a field: `newsextract_fixtures` in the
pyproject.toml.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from newsextract.article import parse
from newsextract.fixtures import Fixture, check_fixture, find_fixtures, load_fixture
from newsextract.fixtures.diffing.article import ARTICLE_FIELDS
from newsextract.models import Article

FIXTURES = Path(__file__).parents[2] / "fixtures"
FOLDERS = find_fixtures(FIXTURES)
AMOUNT = re.compile(r"[\d,.]+\s?(?:조|억|천만|만)\s?\d*")


@pytest.fixture(params=FOLDERS, ids=lambda folder: folder.name)
def fixture(request: pytest.FixtureRequest) -> Fixture:
    return load_fixture(request.param)


def parsed(fixture: Fixture) -> Article:
    return parse(fixture.input, url=fixture.meta.url)


def test_every_field_of_an_article_is_written_down(fixture: Fixture) -> None:
    assert fixture.expected.article is not None
    assert fixture.expected.article.model_fields_set >= set(ARTICLE_FIELDS)


def test_amounts_outside_the_body_stay_outside(fixture: Fixture) -> None:
    assert fixture.expected.article is not None
    paragraphs = fixture.expected.article.paragraphs
    inside = {m.group().strip() for text in paragraphs for m in AMOUNT.finditer(text)}
    assert {m.group().strip() for m in AMOUNT.finditer(parsed(fixture).text)} == inside


def test_enough_shapes_are_covered() -> None:
    assert len(FOLDERS) >= 13


def test_supplied_article_exactly() -> None:
    article = parse(FIXTURES / "daehannews-2018-12-27" / "input.txt")
    assert article.headline == "중기부․산업부 협업으로 주력산업 회복을 위한 전방위적 지원"
    assert article.published_at is not None
    assert article.published_at.isoformat(timespec="minutes") == "2018-12-27T20:43+09:00"
    assert len(article.paragraphs) == 16
    zones = {entry.zone for entry in article.ledger}
    assert {"share", "promotion", "comment", "footer", "tail", "dateline"} <= zones
    assert all(entry.reason for entry in article.ledger)


def test_the_supplied_article_is_guarded_whole() -> None:
    folder = FIXTURES / "daehannews-2018-12-27"
    expected = load_fixture(folder).expected
    assert expected.records is not None
    assert expected.records.complete
    assert len(expected.records.records) == 3
    assert check_fixture(folder).status == "ok"
