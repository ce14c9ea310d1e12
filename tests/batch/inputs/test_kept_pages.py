"""What the fetcher keeps, read back by the batch: WARC and plain files."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from newsextract.api import extract
from newsextract.archives import Exchange, Visit, open_store
from newsextract.models import Page

AT = datetime(2018, 12, 27, 11, 43, tzinfo=UTC)


def visit(made: Any, number: int) -> Visit:
    """A page that was come to by a redirect."""
    asked, url = f"https://garam.example.kr/{number}", f"https://www.garam.example.kr/{number}"
    body = made.page(number)
    head = (("Content-Type", "text/html; charset=utf-8"),)
    hop = Exchange(
        asked, (), 301, "Moved", "HTTP/1.1", (("Location", url), *head), made.page(99), AT
    )
    last = Exchange(url, (), 200, "OK", "HTTP/1.1", head, body, AT)
    page = Page(
        content=body,
        url=url,
        headers={"content-type": "text/html; charset=utf-8"},
        fetched_at=AT,
        status=200,
        requested_url=asked,
        redirects=(asked,),
    )
    return Visit(asked, (hop, last), page)


@pytest.mark.parametrize("form", ["warc", "files"])
def test_every_kept_page_is_one_item(take, made, tmp_path, form):
    with open_store(tmp_path / "kept", form) as store:
        for number in range(5):
            store.keep(visit(made, number))
    taken = take("kept")
    assert not taken.failures
    articles = [extract(item.source).article for item in taken.items]
    assert sorted(str(a.url) for a in articles) == [
        f"https://www.garam.example.kr/{number}" for number in range(5)
    ]
    assert all(made.article(int(str(a.url)[-1])) in a.text for a in articles)
    cut = take("kept", stretch=100)
    assert (cut.items, cut.skipped) == (taken.items, taken.skipped)
