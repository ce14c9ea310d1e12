"""Tables and JSON lines: each row an article with the facts beside it, or a failure."""

from __future__ import annotations

import csv
import gzip
import io
import json
import sys
from datetime import datetime, timedelta, timezone
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsextract.api import extract
from newsextract.batch.inputs import find
from newsextract.models import Article, Page

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

KST = timezone(timedelta(hours=9))
BIGKINDS = [
    "뉴스 식별자", "일자", "언론사", "기고자", "제목", "통합 분류1", "통합 분류2", "통합 분류3",
    "사건/사고 분류1", "사건/사고 분류2", "사건/사고 분류3", "인물", "위치", "기관", "키워드",
    "특성추출(가중치순 상위 50개)", "본문", "URL", "분석제외 여부",
]  # fmt: skip


def as_csv(rows: list[list[object]], delimiter: str = ",") -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue()


def as_excel(rows: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def as_parquet(columns: dict[str, Any], group: int = 1000) -> bytes:
    data = io.BytesIO()
    pq.write_table(pa.table(columns), data, row_group_size=group)
    return data.getvalue()


ROWS = [
    ["URL", "제목", "날짜", "매체", "본문"],
    ["https://garam.example.kr/1", "가람시 도로 정비", "2018.12.27 20:43", "가람신문", "{}"],
]


@pytest.fixture
def table(made):
    return [ROWS[0], [*ROWS[1][:4], made.article(1)]]


@pytest.fixture(params=["csv", "tsv", "cp949.csv", "bom.csv", "utf16.csv", "gz", "zst", "jsonl",
                        "jsonl.gz", "jsonl.zst", "parquet", "xlsx"])  # fmt: skip
def same_table(request, put, made, table):
    """One table in every form."""
    text = as_csv(table)
    lines = made.json_lines([dict(zip(*table, strict=True))]).encode()
    forms = {
        "csv": ("a.csv", text),
        "tsv": ("a.tsv", as_csv(table, "\t")),
        "cp949.csv": ("a.csv", text.encode("cp949")),
        "bom.csv": ("a.csv", text.encode("utf-8-sig")),
        "utf16.csv": ("a.csv", as_csv(table, "\t").encode("utf-16")),
        "gz": ("a.csv.gz", gzip.compress(text.encode())),
        "zst": ("a.csv.zst", zstd.compress(text.encode())),
        "jsonl": ("a.jsonl", lines),
        "jsonl.gz": ("a.jsonl.gz", gzip.compress(lines)),
        "jsonl.zst": ("a.ndjson.zst", zstd.compress(lines)),
        "parquet": ("a.parquet", as_parquet({n: [v] for n, v in zip(*table, strict=True)})),
        "xlsx": ("a.xlsx", as_excel(table)),
    }
    name, content = forms[request.param]
    put(name, content)
    return name


def test_every_form_of_a_table_gives_the_same_article(take, made, same_table):
    taken = take(same_table)
    [item] = taken.items
    assert item.key == f"{same_table}#1"
    article = extract(item.source, published=item.published).article
    assert article.text == made.article(1)
    assert article.headline == "가람시 도로 정비"
    assert article.publisher == "가람신문"
    assert article.url == "https://garam.example.kr/1"
    assert article.published_at == datetime(2018, 12, 27, 20, 43, tzinfo=KST)
    assert [note for note in taken.notes if "'본문'" in note]


def test_the_digest_is_that_of_the_used_fields(take, put, made, table):
    put("a.csv", as_csv(table))
    put("b.csv", as_csv([[*row[::-1], f"other {n}"] for n, row in enumerate(table)]))
    put("c.csv", as_csv([table[0], [*table[1][:4], made.article(2)]]))
    one, two, three = take("a.csv", "b.csv", "c.csv").items
    assert one.digest == two.digest != three.digest


def test_a_column_can_be_named(take, put, made):
    put("a.csv", as_csv([["원문", "content"], [made.article(1), "x"]]))
    put("a.jsonl", made.json_lines([{"원문": made.article(1), "content": "x"}]))
    taken = take(".", column="원문")
    assert [item.source for item in taken.items] == [made.article(1)] * 2
    assert not taken.notes


def test_a_table_without_a_column_of_text_is_one_failure_that_names_its_columns(take, put):
    put("a.csv", as_csv([["a", "b"], ["1", "2"], ["3", "4"]]))
    put("b.jsonl", '{"x": 1}\n{"x": 2}\n')
    put("c.parquet", as_parquet({"x": ["1", "2"]}))
    put("d.xlsx", as_excel([["x"], ["1"]]))
    taken = take(".")
    assert set(taken.failures.values()) == {"not_an_article"}
    assert taken.keys == ["a.csv", "b.jsonl", "c.parquet", "d.xlsx"]
    assert "a, b (--column)" in taken.items[0].failure.message


def test_html_in_a_column_is_read_as_a_page(take, put, made):
    put(
        "a.jsonl",
        made.json_lines([{"html": made.page(1).decode(), "url": "https://g.example.kr/1"}]),
    )
    put("b.parquet", as_parquet({"html": [made.page(1).decode().encode("cp949")]}))
    one, two = take(".").items
    assert isinstance(one.source, Page)
    for item in (one, two):
        assert made.article(1) in extract(item.source).article.text


def test_a_page_keeps_what_it_says_of_itself(take, put, made):
    html = made.page(1).decode()
    put("a.jsonl", made.json_lines([{"html": html, "title": "다른 제목", "publisher": "가람신문"}]))
    [item] = take(".").items
    assert isinstance(item.source, Article)
    assert (item.source.headline, item.source.publisher) == ("가람 1", "가람신문")


def test_a_headline_in_the_text_that_is_not_the_given_one_is_a_subhead(take, put, made):
    last = "시는 상반기에 설계를 마치고 하반기에 공사를 시작한다고 했다."
    text = f"도로 30곳 고친다\n\n{made.article(1)}\n{last}"
    put("a.jsonl", made.json_lines([{"text": text, "title": "가람시 도로 정비"}]))
    article = take(".").items[0].source
    assert article.headline == "가람시 도로 정비"
    assert "도로 30곳 고친다" in article.subheads
    assert {entry.zone for entry in article.ledger} == {"subhead", "body"}
    assert extract(article).article == article


def test_bad_rows_are_failures_and_the_others_go_on(take, put, made):
    lines = [
        json.dumps({"text": made.article(1)}),
        "no json",
        "[1]",
        "",
        '{"text": ""}',
        '{"other": 1}',
        '{"text": {"a": 1}}',
        '{"text": "\\ud800 도로에 5억원"}',
        "[" * 100_000,
        json.dumps({"text": made.article(9)}, ensure_ascii=False),
    ]
    put("a.jsonl", "\n".join(lines))
    taken = take("a.jsonl")
    assert taken.failures == {
        "a.jsonl#2": "input",
        "a.jsonl#3": "not_an_article",
        "a.jsonl#5": "empty_input",
        "a.jsonl#6": "empty_input",
        "a.jsonl#7": "empty_input",
        "a.jsonl#9": "input",
    }
    assert taken.keys[-1] == "a.jsonl#10"
    assert taken.skipped == {"blank line": 1}
    assert "5억원" in extract(taken.by_key("a.jsonl#8").source).article.text


def test_a_line_over_the_limit_is_a_failure_and_not_held(take, put, made, monkeypatch):
    monkeypatch.setattr("newsextract.batch.inputs.lines.MAX_LINE_BYTES", 300)
    good = json.dumps({"text": made.article(1)}, ensure_ascii=False)
    put("a.jsonl", "\n".join([good, '{"text": "' + "가" * 3_000_000 + '"}', good]))
    for stretch in (10, 1 << 20):
        taken = take("a.jsonl", stretch=stretch)
        assert taken.failures == {"a.jsonl#2": "too_large"}
        assert taken.keys == ["a.jsonl#1", "a.jsonl#2", "a.jsonl#3"]


def test_cells_with_line_ends_and_short_rows(take, put, made):
    one = f'"{made.article(1)}\n\n시는 ""곧"" 공사를 시작한다고 했다."'
    text = f"text,title\n{one},가\n\n{made.article(2)}\n,나\n"
    put("a.csv", text)
    taken = take("a.csv")
    assert taken.keys == ["a.csv#1", "a.csv#3", "a.csv#4"]
    assert taken.failures == {"a.csv#4": "empty_input"}
    assert '시는 "곧" 공사를' in taken.items[0].source.text
    assert taken.skipped == {"blank row": 1}


def test_a_quote_that_nobody_closes_is_a_failure(take, put, made, monkeypatch):
    monkeypatch.setattr("newsextract.batch.inputs.csvs.MAX_CELL", 1000)
    before = csv.field_size_limit()
    put("a.csv", f'text\n{made.article(1)}\n"{made.article(2) * 30}\n{made.article(3)}\n')
    for stretch in (10, 1 << 20):
        taken = take("a.csv", stretch=stretch)
        assert taken.keys == ["a.csv#1", "a.csv#2"]
        assert taken.failures == {"a.csv#2": "input"}
    assert csv.field_size_limit() == before


def test_a_row_without_end_is_a_failure_and_not_held(take, put, made, monkeypatch):
    monkeypatch.setattr("newsextract.batch.inputs.csvs.MAX_ROW", 1000)
    put("a.csv.gz", gzip.compress(f"text\n{made.article(1)}\n".encode() + b"," * 10_000_000))
    put("b.csv", f"text\n{made.article(1)}\n" + '"a\n",' * 1000)
    taken = take(".")
    assert taken.failures == {"a.csv.gz#2": "input", "b.csv#2": "input"}
    assert taken.keys == ["a.csv.gz#1", "a.csv.gz#2", "b.csv#1", "b.csv#2"]


def test_dates_and_addresses_that_cannot_be_read_are_noted(take, put, made):
    rows = [{"text": made.article(n), "date": d, "url": u} for n, (d, u) in enumerate(
        [("20181227", "https://g.example.kr/1"), ("작년", "example"), (None, None)]
    )]  # fmt: skip
    put("a.jsonl", made.json_lines(rows))
    taken = take("a.jsonl")
    published = [item.published for item in taken.items]
    assert published == [datetime(2018, 12, 27, tzinfo=KST), None, None]
    assert taken.notes["a date that cannot be read was left out"] == 1
    assert taken.notes["an address that is no URL was left out"] == 1


def bigkinds_row(made: Any, number: int, **other: object) -> list[object]:
    row: dict[str, object] = dict.fromkeys(BIGKINDS, "")
    row |= {
        "뉴스 식별자": f"01100101.2018122710000000{number:02}",
        "일자": "20181227",
        "언론사": "가람신문",
        "기고자": "김남규 기자, 이가람",
        "제목": f"가람시 도로 정비 {number}",
        "본문": made.article(number),
        "URL": f"https://garam.example.kr/{number}",
        "키워드": "가람시,도로,국비",
    }
    return list((row | other).values())


@pytest.mark.parametrize("name", ["NewsResult_20181201-20181231.xlsx", "NewsResult.csv"])
def test_bigkinds_exports(take, put, made, name):
    rows: list[list[object]] = [[*BIGKINDS], *(bigkinds_row(made, n) for n in range(3))]
    put(name, as_excel(rows) if name.endswith("xlsx") else as_csv(rows).encode("cp949"))
    taken = take(name)
    assert taken.keys[1] == f"{name}#2:01100101.201812271000000001"
    assert taken.notes[next(n for n in taken.notes if n.startswith("BigKinds cuts"))] == 3
    item = taken.items[1]
    article = extract(item.source, published=item.published).article
    assert article.headline == "가람시 도로 정비 1"
    assert [author.name for author in article.authors] == ["김남규", "이가람"]
    assert (article.publisher, article.profile) == ("가람신문", "bigkinds")
    assert article.url == "https://garam.example.kr/1"
    assert article.published_at == datetime(2018, 12, 27, tzinfo=KST)
    assert article.text == made.article(1)


def test_a_title_above_the_header_of_a_sheet_and_days_as_numbers(take, put, made):
    row = bigkinds_row(made, 1, 일자=20181227)
    put("a.xlsx", as_excel([["검색 결과"], [], [*BIGKINDS], row, [None], bigkinds_row(made, 2)]))
    taken = take("a.xlsx")
    assert [key.partition(":")[0] for key in taken.keys] == ["a.xlsx#1", "a.xlsx#3"]
    assert taken.items[0].published == datetime(2018, 12, 27, tzinfo=KST)


def test_a_reference_can_be_split_into_single_rows(take, put, made, same_table):
    put("b.xlsx", as_excel([["text"], *([made.article(n)] for n in range(4))]))
    put("c.jsonl.gz", gzip.compress(made.json_lines([{"text": made.article(1)}] * 4).encode()))
    for name, number in (("b.xlsx", 4), ("c.jsonl.gz", 1), (same_table, 1)):
        whole = take(name)
        fine = whole.finely()
        assert (len(fine.refs), fine.items) == (number, whole.items)


def test_an_excel_file_that_unpacks_to_too_much_is_refused(take, put, made, monkeypatch):
    monkeypatch.setattr("newsextract.batch.inputs.excels.MAX_EXCEL_BYTES", 1000)
    put("a.xlsx", as_excel([["text"], [made.article(1)]]))
    assert take("a.xlsx").failures == {"a.xlsx": "too_large"}


@pytest.mark.parametrize(
    "name", ["a.csv", "a.jsonl", "a.parquet", "a.xlsx", "a.csv.gz", "a.jsonl.zst"]
)
@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe\x00", b"PAR1", b"PK\x03\x04", b"\x1f\x8b\x08\x00x"]
)
def test_what_is_no_table_is_one_failure(take, put, name, content):
    put(name, content)
    taken = take(name)
    assert list(taken.failures) == [name]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", b"text,url\n"),
        ("a.parquet", as_parquet({"text": []})),
        ("a.xlsx", as_excel([["text"]])),
    ],
)
def test_a_table_without_rows_is_counted(take, put, name, content):
    put(name, content)
    taken = take(name)
    assert (taken.items, taken.skipped) == ([], {"container without articles": 1})


def test_a_missing_library_is_named_with_what_installs_it(take, put, made, monkeypatch):
    put("a.parquet", as_parquet({"text": [made.article(1)]}))
    put("b.xlsx", as_excel([["text"], [made.article(1)]]))
    put("c.txt", made.article(1))
    for name in ("pyarrow", "pyarrow.parquet", "python_calamine"):
        monkeypatch.setitem(sys.modules, name, None)
    taken = take(".")
    assert taken.failures == {"a.parquet": "usage", "b.xlsx": "usage"}
    assert "pip install 'newsextract[parquet]'" in taken.items[0].failure.message
    assert "pip install 'newsextract[excel]'" in taken.items[1].failure.message


def test_columns_of_parquet_of_other_types(take, put, made):
    table = {
        "text": pa.array([made.article(1)]).dictionary_encode(),
        "date": pa.array([1_545_912_180_123_456_789], pa.timestamp("ns", "UTC")),
        "authors": pa.array([["김남규", "이가람"]]),
    }
    put("a.parquet", as_parquet(table))
    broken = pa.array([made.article(2).encode("cp949")]).view(pa.string())
    put("b.parquet", as_parquet({"text": broken}))
    one, two = take(".").items
    article = extract(one.source, published=one.published).article
    assert article.text == made.article(1)
    assert [author.name for author in article.authors] == ["김남규", "이가람"]
    assert str(article.published_at).startswith("2018-12-27 21:03:00")
    assert extract(two.source).article.text == made.article(2)


def test_a_large_group_of_rows_gets_few_cuts_and_small_groups_are_joined(take, put, made):
    text = {"text": [made.article(n) for n in range(2000)]}
    put("large.parquet", as_parquet(text, group=2000))
    put("small.parquet", as_parquet(text, group=10))
    assert 10 < len(take("large.parquet", stretch=1).refs) <= 70
    assert 2 <= len(take("small.parquet", stretch=20_000).refs) <= 100


CELLS = st.text(
    st.sampled_from('가나다5억원 ,"\n\r\t;\\' + "'"), max_size=30
)  # what a reader of CSV may stumble over


@settings(max_examples=80)
@given(
    st.lists(st.tuples(CELLS, CELLS), max_size=14),
    st.sampled_from(["csv", "cp949.csv", "jsonl", "parquet", "raw.csv"]),
    st.integers(1, 400),
)
def test_cutting_changes_nothing(made, tmp_path_factory, rows, form, stretch):
    path = tmp_path_factory.mktemp("rows") / f"a.{form.rpartition('.')[2]}"
    if form == "jsonl":
        content = made.json_lines([{"text": text, "title": title} for text, title in rows]).encode()
        content += b'\n{"text": "x"}'
    elif form == "parquet":
        text, title = [row[0] for row in rows], [row[1] for row in rows]
        content = as_parquet({"text": text, "title": title}, group=3)
    elif form == "raw.csv":
        content = "text,title\n" + "\n".join(map(",".join, rows))
        content = content.encode()
    else:
        content = as_csv([["text", "title"], *map(list, rows)])
        content = content.encode("cp949" if form == "cp949.csv" else "utf-8")
    path.write_bytes(content)
    whole, cut = made.Taken(find([path])), made.Taken(find([path], stretch=stretch))
    assert (cut.items, cut.skipped, cut.notes) == (whole.items, whole.skipped, whole.notes)
    fine = cut.finely()
    if cut.refs:
        assert (fine.items, fine.skipped) == (whole.items, whole.skipped)
    assert len(set(whole.keys)) == len(whole.keys)
    if form in {"csv", "parquet", "cp949.csv"} and rows:
        assert len(whole.items) + sum(whole.skipped.values()) == len(rows)
