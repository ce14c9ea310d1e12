"""Each layout's page read whole: headline, subheads, authors, minutes, paragraphs, captions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from newsextract.article import parse
from newsextract.models import Article

PAGES = sorted((Path(__file__).parent / "pages").glob("*.html"))


def compact(article: Article) -> dict[str, Any]:
    published, modified = article.published_at, article.modified_at
    return {
        "headline": article.headline,
        "subheads": list(article.subheads),
        "authors": [author.model_dump() for author in article.authors],
        "published": published and f"{published:%Y-%m-%dT%H:%M}",
        "modified": modified and f"{modified:%Y-%m-%dT%H:%M}",
        "publisher": article.publisher,
        "paragraphs": [
            article.text[b.start : b.end] for b in article.blocks if b.kind == "paragraph"
        ],
        "captions": list(article.captions),
    }


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.stem)
def test_the_page_is_read_whole(path: Path) -> None:
    expected: dict[str, Any] = json.loads(path.with_suffix(".json").read_text("utf-8"))
    article = parse(path, url=expected["url"])
    wanted = {k: v for k, v in expected.items() if k not in {"profile", "layout", "url"}}
    assert compact(article) == wanted
