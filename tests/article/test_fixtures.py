"""Every fixture with an `article.json` parses into exactly that article."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from newsextract.article import parse
from newsextract.models import Article

FIXTURES = Path(__file__).parents[2] / "fixtures"
FOLDERS = sorted(p.parent for p in FIXTURES.glob("*/article.json"))
BODY_ZONES = {"body", "table"}
AMOUNT = re.compile(r"[\d,.]+\s?(?:조|억|천만|만)\s?\d*")


def expected_of(folder: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((folder / "article.json").read_text(encoding="utf-8"))
    return loaded


def parsed(folder: Path) -> Article:
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    source = next(p for p in sorted(folder.iterdir()) if p.stem == "input")
    return parse(source, url=meta.get("url"))


def compact(article: Article) -> dict[str, Any]:
    published, modified = article.published_at, article.modified_at
    return {
        "headline": article.headline,
        "subheads": list(article.subheads),
        "authors": [author.model_dump() for author in article.authors],
        "dateline": article.dateline,
        "published_at": published.isoformat() if published else None,
        "modified_at": modified.isoformat() if modified else None,
        "publisher": article.publisher,
        "section": article.section,
        "paragraphs": list(article.paragraphs),
        "captions": list(article.captions),
        "zones": [[e.zone, e.text] for e in article.ledger if e.zone not in BODY_ZONES],
    }


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda f: f.name)
def test_article_is_as_written_by_hand(folder: Path):
    expected = expected_of(folder)
    got = compact(parsed(folder))
    if not expected["zones"]:
        del expected["zones"], got["zones"]
    assert got == expected


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda f: f.name)
def test_amounts_outside_the_body_stay_outside(folder: Path):
    article = parsed(folder)
    inside = {
        m.group().strip() for p in expected_of(folder)["paragraphs"] for m in AMOUNT.finditer(p)
    }
    found = {m.group().strip() for m in AMOUNT.finditer(article.text)}
    assert found == inside


def test_enough_shapes_are_covered():
    assert len(FOLDERS) >= 13


def test_supplied_article_exactly():
    article = parse(FIXTURES / "daehannews-2018-12-27" / "input.txt")
    assert article.headline == "중기부․산업부 협업으로 주력산업 회복을 위한 전방위적 지원"
    assert article.subheads == ("개방형 혁신과 지역우수기업 육성으로 지역경제 활성화 촉진",)
    assert [(a.name, a.email) for a in article.authors] == [("김남규", "wolyo@korea.com")]
    assert article.published_at is not None
    assert article.published_at.isoformat(timespec="minutes") == "2018-12-27T20:43+09:00"
    assert article.publisher == "대한뉴스"
    assert article.dateline == "[대한뉴스=김남규 기자]"
    assert len(article.paragraphs) == 16
    assert article.paragraphs[0].startswith("중소벤처기업부(장관 홍종학)와")
    assert article.captions == ("ⓒ대한뉴스", "ⓒ대한뉴스")
    zones = {entry.zone for entry in article.ledger}
    assert {"share", "promotion", "comment", "footer", "tail", "dateline"} <= zones
    assert all(entry.reason for entry in article.ledger)
