"""What holds of every comparison, whatever was expected and whatever came out."""

from __future__ import annotations

from time import perf_counter
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from newsextract.fixtures.diffing import compare, concerns, items
from newsextract.fixtures.diffing.sequences import align, gaps
from newsextract.fixtures.expected import (
    Expectation,
    ExpectedArticle,
    ExpectedError,
    ExpectedRecords,
)
from newsextract.fixtures.updating import renewed

# Few values, so that equal ones meet often.
word = st.sampled_from(["가", "나", "다 라", "마바사 아자차"])
value = st.sampled_from([None, 1, 5, 10**8])
texts = st.lists(word, max_size=4)
role = st.sampled_from(["budget", "component", None])
components = st.one_of(
    st.dictionaries(word, value, max_size=2),
    st.lists(
        st.fixed_dictionaries({"label": word, "value": value}, optional={"derived": st.booleans()}),
        max_size=2,
    ),
)
AMOUNT = {"text": word, "value": value}
AMOUNT_MORE = {"role": role, "funding_source": st.none() | word, "low": value, "high": value}
RECORD = {"text": word, "amount": value}
RECORD_MORE = {
    "components": components,
    "program": st.none() | word,
    "agencies": texts,
    "fiscal_year": st.sampled_from([None, 2020, 2021]),
    "period": st.sampled_from([None, [2020, None]]),
    "parent": value,
    "low": value,
}
CHECK = {
    "kind": st.sampled_from(["components", "rollup"]),
    "status": st.sampled_from(["ok", "mismatch"]),
    "difference": st.sampled_from([0, -1]),
}
CHECK_MORE = {"category": st.sampled_from([None, "national"]), "of": value}
AUTHOR = st.fixed_dictionaries({"name": word, "email": st.none() | word})
ARTICLE: dict[str, Any] = {
    "headline": st.none() | word,
    "authors": st.lists(AUTHOR, max_size=3),
    "published_at": st.sampled_from([None, "2020-01-01T09:00:00+09:00"]),
    "paragraphs": texts,
    "zones": st.lists(st.tuples(st.sampled_from(["share", "footer"]), word).map(list), max_size=3),
}  # fmt: skip


@st.composite
def written(draw: st.DrawFn) -> Expectation:
    """Something written down by hand: any fields, some open, perhaps incomplete."""
    if draw(st.integers(0, 9)) == 0:
        return Expectation(error=ExpectedError(kind="empty_input", message=draw(word)))
    entry = st.fixed_dictionaries(
        AMOUNT, optional=AMOUNT_MORE | {"open": st.just(["role"]), "note": word}
    )
    record = st.fixed_dictionaries(
        RECORD,
        optional=RECORD_MORE | {"open": st.lists(st.sampled_from(["program", "components"]))},
    ).filter(lambda r: r["text"] is not None)
    check = st.fixed_dictionaries(CHECK, optional=CHECK_MORE | {"open": st.just(True)})
    fields: dict[str, Any] = {
        "amounts": st.lists(entry, max_size=4),
        "records": st.lists(record, max_size=4),
        "checks": st.lists(check, max_size=3),
        "complete": st.booleans(),
    }
    records = draw(st.fixed_dictionaries({}, optional=fields))
    article = draw(st.fixed_dictionaries({}, optional=ARTICLE))
    return Expectation(
        ExpectedArticle.model_validate(article), ExpectedRecords.model_validate(records)
    )


@st.composite
def found(draw: st.DrawFn) -> Expectation:
    """What the program makes: every field, nothing open."""
    if draw(st.integers(0, 9)) == 0:
        return Expectation(error=ExpectedError(kind="too_large", message=draw(word)))
    fields = {
        "amounts": st.lists(st.fixed_dictionaries(AMOUNT | AMOUNT_MORE), max_size=4),
        "records": st.lists(st.fixed_dictionaries(RECORD | RECORD_MORE), max_size=4),
        "checks": st.lists(st.fixed_dictionaries(CHECK | CHECK_MORE), max_size=3),
    }
    return Expectation(
        ExpectedArticle.model_validate(draw(st.fixed_dictionaries(ARTICLE))),
        ExpectedRecords.model_validate(draw(st.fixed_dictionaries(fields))),
    )


@given(found())
def test_nothing_differs_from_itself(now: Expectation) -> None:
    assert compare(now, now) == []


@given(written(), found())
def test_every_difference_spoils_an_item(was: Expectation, now: Expectation) -> None:
    names = items(was)
    assert len(set(names)) == len(names)
    for difference in compare(was, now):
        assert difference.words.isprintable()
        if difference.kind != "outcome" or names:
            assert [name for name in names if concerns(difference, name)]


@given(written(), found())
def test_an_update_is_accepted_whole(was: Expectation, now: Expectation) -> None:
    assert compare(renewed(was, now), now) == []


@given(texts, texts)
def test_an_alignment_rises_on_both_sides_and_leaves_nothing_out(
    old: list[str], new: list[str]
) -> None:
    pairs = align(old, new)
    assert all(old[i] == new[j] for i, j in pairs)
    assert pairs == sorted(set(pairs))
    assert [j for _, j in pairs] == sorted({j for _, j in pairs})
    rest = gaps(pairs, len(old), len(new))
    assert sorted([*(i for i, _ in pairs), *(i for g in rest for i in g.gone)]) == list(
        range(len(old))
    )
    assert sorted([*(j for _, j in pairs), *(j for g in rest for j in g.new)]) == list(
        range(len(new))
    )


def test_large_pages_are_compared_in_time() -> None:
    was = Expectation(article=ExpectedArticle(paragraphs=["같은 말", "다른 말"] * 20_000))
    now = Expectation(article=ExpectedArticle(paragraphs=["다른 말", "또 다른 말"] * 20_000))
    began = perf_counter()
    assert compare(was, now)
    assert perf_counter() - began < 5
