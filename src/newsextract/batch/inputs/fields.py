"""From a row of a table, or an object of JSON lines, to an item: which field says what."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache, partial
from importlib.resources import files
from typing import Final, NamedTuple

from newsextract.article.forms.saved import web_address
from newsextract.article.timestamps import read_timestamp
from newsextract.batch.inputs.cells import text_of, written
from newsextract.batch.inputs.given import Given, article_of, bare_or_page
from newsextract.batch.inputs.names import digest_of_fields, failed
from newsextract.batch.inputs.remarks import Tally
from newsextract.batch.items import Item
from newsextract.errors import EmptyInputError, NewsExtractError, NotAnArticleError

__all__ = ["BIGKINDS_TEXT", "NO_DAY", "Plan", "item_of_row", "plan_for"]

BIGKINDS_ID: Final = "뉴스 식별자"
BIGKINDS_TEXT: Final = "본문"
BIGKINDS_CUT: Final = (
    "BigKinds cuts the text to about 200 characters: amounts behind that are missing"
)
NO_DAY: Final = "a date that cannot be read was left out"
NO_URL: Final = "an address that is no URL was left out"


class Plan(NamedTuple):
    """Which column plays which role, by the names of the columns."""

    text: str
    roles: Mapping[str, str]
    """Role (url, title, published, publisher, authors, id) to column."""
    bigkinds: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that is used, the text first."""
        return (self.text, *(name for name in self.roles.values() if name != self.text))


def plan_for(columns: Sequence[str], column: str | None, where: str) -> Plan:
    """Find the column of the text, and those of the facts about it.

    A BigKinds export is known by its columns 뉴스 식별자 and 본문.

    Args:
        columns: names as the table has them.
        column: the one that holds text or HTML, when the user named it.
        where: the table, for the message.

    Raises:
        NotAnArticleError: no such column, or none that is known to hold text.

    >>> plan_for(["일자", "제목", "본문"], None, "a.csv")
    Plan(text='본문', roles={'title': '제목', 'published': '일자'}, bigkinds=False)
    >>> plan_for(["a", "b"], None, "a.csv")
    Traceback (most recent call last):
    newsextract.errors.NotAnArticleError: no column of text in a.csv: name one of a, b (--column)
    """
    folded: dict[str, str] = {}
    for name in columns:
        folded.setdefault(_fold(name), name)
    if column is None:
        text = next((folded[name] for name in _names()["text"] if name in folded), None)
    else:
        text = column if column in columns else folded.get(_fold(column))
    if text is None:
        raise NotAnArticleError("no_text_column", _no_column(columns, column, where))
    roles = {}
    for role, names in _names().items():
        found = next((folded[name] for name in names if name in folded), None)
        if role != "text" and found is not None and found != text:
            roles[role] = found
    mark = folded.get(_fold(BIGKINDS_ID))
    bigkinds = mark is not None and _fold(text) == BIGKINDS_TEXT
    if mark is not None and bigkinds:
        roles["id"] = mark
    return Plan(text, roles, bigkinds)


def item_of_row(key: str, row: Mapping[str, object], plan: Plan, tally: Tally) -> Item:
    """Make an item of one row.

    Text goes through the same reading as a bare text, HTML as a page. What the row says of
    headline, day, publisher and authors goes before what the text seems to say.

    Args:
        key: the row's; the identifier of a BigKinds row is put behind it.
        row: column to value; other columns than the plan's do not count.
        plan: which column says what.
        tally: takes notes on what could not be used.
    """
    text = text_of(row.get(plan.text))
    facts = {role: written(row.get(name)) for role, name in plan.roles.items()}
    facts = {role: value for role, value in facts.items() if value}
    if "id" in facts:
        key = f"{key}:{_one_word(facts['id'])}"
    shown = {"text": text if isinstance(text, str) else text.hex(), **facts}
    digest = digest_of_fields(shown)
    if not text.strip():
        return failed(key, EmptyInputError(f"no text in the column {plan.text!r}"), digest)
    given = _given(facts, plan, tally)
    if plan.bigkinds:
        tally.note(BIGKINDS_CUT)
    if not given.needs_article:
        return Item(key, digest, bare_or_page(text, given.url), given.published)
    return Item(key, digest, partial(article_of, text, given), given.published)


def _given(facts: Mapping[str, str], plan: Plan, tally: Tally) -> Given:
    url = web_address(facts.get("url"))
    if "url" in facts and url is None:
        tally.note(NO_URL)
    published = _moment(facts.get("published"))
    if "published" in facts and published is None:
        tally.note(NO_DAY)
    return Given(
        url=url,
        headline=facts.get("title"),
        published=published,
        publisher=facts.get("publisher"),
        authors=_authors(facts.get("authors")),
        profile="bigkinds" if plan.bigkinds else None,
    )


def _moment(written: str | None) -> datetime | None:
    """A moment from what data sets write: 20181227, 2018-12-27T20:43Z, 2018.12.27 오후 8:43."""
    from newsextract.api import parse_published  # noqa: PLC0415 - the front door is above articles

    if not written:
        return None
    try:
        return parse_published(written)
    except NewsExtractError:
        return read_timestamp(written)


_TITLE_OF_REPORTER: Final = re.compile(r"\s*(?:선임|수습|전문|인턴)?\s?(?:기자|특파원)$")


def _authors(written: str | None) -> tuple[str, ...]:
    names = (_TITLE_OF_REPORTER.sub("", part.strip()) for part in re.split(r"[,;·]", written or ""))
    return tuple(dict.fromkeys(name for name in names if name))


def _fold(name: str) -> str:
    return re.sub(r"\s+", "", name.removeprefix("\ufeff")).casefold()


def _one_word(written: str) -> str:
    word = re.sub(r"\s+", "_", written.strip())[:100]
    return word.encode("utf-8", "backslashreplace").decode()


def _no_column(columns: Sequence[str], column: str | None, where: str) -> str:
    shown = ", ".join(columns[:20]) + (" ..." if len(columns) > 20 else "")
    if column is not None:
        return f"no column {column!r} in {where}: it has {shown}"
    return f"no column of text in {where}: name one of {shown} (--column)"


@cache
def _names() -> Mapping[str, tuple[str, ...]]:
    source = files("newsextract.batch.inputs").joinpath("fields.toml").read_text("utf-8")
    return {role: tuple(map(_fold, names)) for role, names in tomllib.loads(source).items()}
