"""Reports: one self-contained HTML file of an article, or of a whole batch.

    article.py      an extraction   ──▶ page        batch.py   a batch's output ──▶ page
      passages.py   text with its marks               source.py    what is given, as one database
      trees.py      records as bars                   overview.py  sums, from its views
      equations.py  checks as plain sums              rows.py      records and the like, as JSON
      ledger.py     what was left out                 timeline.py  days into columns
    figures.py texts.py safe.py page.py               what both have in common

Everything that comes from a page is text: templates escape it, JSON blocks cannot be left, links
are http or https alone, and a content security policy lets nothing run but the report's own script.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from newsextract.models import Extraction
    from newsextract.report.texts import Lang

__all__ = ["render_article", "render_batch"]


def render_article(extraction: Extraction, lang: Lang = "ko") -> str:
    """Draw one article: its text with the amounts marked, its records as bars, its ledger.

    Args:
        extraction: what `newsextract.extract` gave.
        lang: language of the report itself, `ko` or `en`; the article's words stay as they are.

    Returns:
        A whole HTML document that loads nothing. The same extraction gives the same text.

    Raises:
        UsageError: there is no report in that language.

    >>> import newsextract
    >>> found = newsextract.extract("도로 정비에 30억원(국비 20억, 시비 10억)을 쓴다.")
    >>> page = render_article(found)
    >>> page.startswith("<!DOCTYPE html>"), "30억원" in page
    (True, True)
    """
    from newsextract.report.article import render  # noqa: PLC0415 - jinja2 waits

    return render(extraction, lang)


def render_batch(source: Path, lang: Lang = "ko") -> str:
    """Draw a batch: sums by agency, year and source, what does not add up, and every record.

    Args:
        source: output of a batch as SQLite, or JSON lines (also packed by gzip or zstd) of
            outcomes or of extractions. It is read as a stream: memory holds what is shown, at
            most `rows.MOST_ROWS` records.
        lang: language of the report itself, `ko` or `en`.

    Returns:
        A whole HTML document that loads nothing. The same contents give the same text.

    Raises:
        UsageError: no report in that language, or the file is neither of both.
        InputError: the file is missing or cannot be read.
        ArchiveError: the database is damaged, or the disk is full.
    """
    from newsextract.report.batch import render  # noqa: PLC0415 - jinja2 waits

    return render(source, lang)
