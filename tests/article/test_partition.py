"""Whatever comes in, the ledger holds all of it once and the offsets hold."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsextract.article import parse
from newsextract.errors import NewsExtractError
from newsextract.models import Article

FIXTURES = Path(__file__).parents[2] / "fixtures"
DUMPS = [p.read_text(encoding="utf-8") for p in sorted(FIXTURES.glob("*/input.txt"))]
LINES = sorted({line for dump in DUMPS for line in dump.split("\n") if line.strip()})
BODY_ZONES = {"body", "table"}


def squeezed(text: str) -> str:
    return "".join(text.split())


def check(source: str, article: Article) -> None:
    pieces = [entry.text for entry in article.ledger]
    lines = [line.strip() for line in source.split("\n") if line.strip()]
    # The only line cut in two is one that a dateline opens.
    rebuilt, index = [], 0
    while index < len(pieces):
        if article.ledger[index].zone == "dateline" and pieces[index] not in lines:
            rebuilt.append(squeezed(pieces[index] + pieces[index + 1]))
            index += 2
        else:
            rebuilt.append(squeezed(pieces[index]))
            index += 1
    assert rebuilt == [squeezed(line) for line in lines]
    assert [entry.order for entry in article.ledger] == list(range(len(pieces)))
    body = [entry.text for entry in article.ledger if entry.zone in BODY_ZONES]
    # The lines of a hard-wrapped paragraph are joined by blanks, blocks by line feeds.
    assert article.text.replace("\n", " ") == " ".join(body).replace("\n", " ")
    assert "\n".join(article.paragraphs) == article.text
    assert all(part in source for part in body)
    assert all(block.start < block.end for block in article.blocks)


def parse_or_none(source: str) -> Article | None:
    try:
        return parse(source)
    except NewsExtractError:
        return None


@pytest.mark.parametrize("dump", DUMPS, ids=range(len(DUMPS)))
def test_each_dump_is_partitioned(dump: str):
    check(dump, parse(dump))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(LINES), min_size=1, max_size=60), st.sampled_from(["\n", "\n\n"]))
def test_shuffled_lines_are_partitioned(lines: list[str], separator: str):
    source = separator.join(lines)
    article = parse_or_none(source)
    if article is not None:
        check(source, article)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_mutated_dumps_are_partitioned(data: st.DataObject):
    lines = data.draw(st.sampled_from(DUMPS)).split("\n")
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(lines) - 1))
        change = data.draw(st.sampled_from(["drop", "double", "cut", "swap", "noise"]))
        if change == "drop" and len(lines) > 1:
            del lines[at]
        elif change == "double":
            lines.insert(at, lines[at])
        elif change == "cut":
            lines[at] = lines[at][: data.draw(st.integers(0, 40))]
        elif change == "swap":
            lines[at], lines[0] = lines[0], lines[at]
        else:
            lines[at] += data.draw(st.text(alphabet="가나다.[]=()ⓒ▲\t 억원1,", max_size=12))
    source = "\n".join(lines)
    article = parse_or_none(source)
    if article is not None:
        check(source, article)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200))
def test_any_text_gives_an_article_or_a_typed_error(text: str):
    article = parse_or_none(text)
    if article is not None and article.profile in {"plain-text", "text-dump"}:
        assert article.model_validate_json(article.model_dump_json()) == article
        assert "\n".join(article.paragraphs) == article.text


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_give_an_article_or_a_typed_error(data: bytes):
    try:
        article = parse(data)
    except NewsExtractError:
        return
    assert article.encoding is not None


def test_parsing_is_deterministic():
    for dump in DUMPS:
        assert parse(dump).model_dump_json() == parse(dump).model_dump_json()
