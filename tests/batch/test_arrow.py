"""The Arrow door: what goes in comes out as records, whatever library the table is from."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from newsextract.batch import running
from newsextract.batch.arrow import extract_batches, extract_table, records_schema
from newsextract.errors import UsageError

pa: Any = pytest.importorskip("pyarrow", reason="the extra parquet is not installed")

GARAM = "가람군은 내년 도로 정비에 30억원(국비 20억, 군비 10억)을 투입한다."
NARU = "나루시는 2024년 공원 조성에 12억원을 쓴다. 물빛공원에는 5억원을 들인다."
PLAIN = "가람군에 첫눈이 왔다. 주민들은 길을 쓸었다."
PAGE = (
    "<html><head><title>가람군, 길 고친다</title></head><body><article><h1>가람군, 길 고친다</h1>"
    f"<p>{GARAM}</p><p>{PLAIN}</p><p>{PLAIN * 3}</p></article></body></html>"
)


def sources() -> Any:
    return pa.table(
        {
            "id": ["g", "n", "empty", "null", "plain"],
            "text": [GARAM, NARU, "", None, PLAIN],
            "day": ["2018-12-27", "2024-01-02", None, None, "언젠가"],
        }
    )


def test_record_has_its_money_sources_and_checks() -> None:
    found = extract_table(sources(), key="id", published="day")
    first = found.slice(0, 1).to_pylist()[0]
    assert first["source"] == "g"
    assert first["outcome"] == "ok"
    assert first["program"] == "도로 정비"
    assert first["agencies"] == ["가람군"]
    assert first["krw"] == 3_000_000_000
    assert first["fiscal_year"] == 2019  # 내년, told by the column of days
    assert [(c["label"], c["krw"]) for c in first["components"]] == [
        ("국비", 2_000_000_000),
        ("군비", 1_000_000_000),
    ]
    assert [c["status"] for c in first["checks"]] == ["ok"]
    assert first["published_at"].isoformat() == "2018-12-27T00:00:00+09:00"


def test_every_source_has_a_row_and_failures_say_why() -> None:
    found = extract_table(sources(), key="id", published="day").to_pylist()
    told = {(row["source"], row["outcome"], row["record_id"] is None) for row in found}
    assert told == {
        ("g", "ok", False),
        ("n", "ok", False),
        ("empty", "empty_input", True),
        ("null", "empty_input", True),
        ("plain", "ok", True),
    }
    messages = {row["source"]: row["message"] for row in found}
    assert messages["empty"]
    assert messages["g"] is None
    assert messages["plain"] == "a date that cannot be read was left out"


def test_what_comes_out_is_what_batch_writes_to_parquet(tmp_path: Path) -> None:
    import pyarrow.parquet as pq  # type: ignore[import-untyped]  # noqa: PLC0415 - an extra

    path = tmp_path / "in.parquet"
    pq.write_table(sources().rename_columns(["id", "text", "published"]), path)
    running.run([path], tmp_path / "out.parquet")
    written = pq.read_table(tmp_path / "out.parquet" / "records").to_pylist()
    rows = extract_table(pq.read_table(path)).to_pylist()
    found = [row for row in rows if row["record_id"] is not None]
    apart = {"source", "outcome", "message", "story"}
    assert [without(row, apart) for row in found] == [without(row, apart) for row in written]
    assert len(found) >= 3


def without(row: dict[str, Any], names: set[str]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in names}


def test_batches_give_the_same_rows_as_the_table() -> None:
    table = pa.concat_tables([sources()] * 300)
    whole = extract_table(table)
    found = list(extract_batches(table.to_batches(max_chunksize=7)))
    assert pa.Table.from_batches(found) == whole.combine_chunks() or (
        pa.Table.from_batches(found).to_pylist() == whole.to_pylist()
    )
    assert len(found) > 1
    assert len({row["source"] for row in whole.to_pylist()}) == table.num_rows


def test_schema_is_fixed_for_empty_failed_and_full_tables() -> None:
    empty = sources().slice(0, 0)
    failed = sources().slice(2, 1)
    for table in (empty, failed, sources()):
        assert extract_table(table).schema == records_schema()
    assert list(extract_batches([])) == []


@pytest.mark.parametrize(
    "column",
    [
        pa.array([GARAM], pa.large_string()),
        pa.array([GARAM], pa.string_view()),
        pa.array([GARAM]).dictionary_encode(),
        pa.array([GARAM.encode("cp949")]),
        pa.array([PAGE.encode()], pa.large_binary()),
        # A string that is no UTF-8, which Arrow does not check.
        pa.array([GARAM.encode("cp949")]).view(pa.string()),
    ],
    ids=["large", "view", "dictionary", "cp949", "html", "false string"],
)
def test_text_of_any_type(column: Any) -> None:
    found = extract_table(pa.table({"body": column}), column="body").to_pylist()
    assert [(row["outcome"], row["krw"]) for row in found] == [("ok", 3_000_000_000)]


@pytest.mark.parametrize(
    "value",
    [
        pa.array([date(2018, 12, 27)]),
        pa.array([datetime(2018, 12, 27, 9)]),
        pa.array([1_545_868_800_000_000_001], pa.timestamp("ns", "UTC")),
        pa.array(["20181227"]),
    ],
    ids=["date", "naive", "nanoseconds", "text"],
)
def test_day_of_any_type(value: Any) -> None:
    table = pa.table({"text": [GARAM], "written": value})
    (row,) = extract_table(table, published="written").to_pylist()
    assert row["published_at"].date() == date(2018, 12, 27)
    assert row["fiscal_year"] == 2019


def test_rows_without_a_key_are_numbered() -> None:
    table = pa.table({"text": [PLAIN, PLAIN], "id": pa.array([None, "b"])})
    assert extract_table(table, key="id")["source"].to_pylist() == ["#0", "b"]


def test_wrong_column_names_those_there_are() -> None:
    with pytest.raises(UsageError, match="no column 'body' in the table: it has id, text, day"):
        extract_table(sources(), column="body")
    with pytest.raises(UsageError, match="no column of text"):
        extract_table(pa.table({"x": ["a"]}))


def test_missing_pyarrow_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    table = sources()
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UsageError, match=r"pip install 'newsextract\[parquet\]'"):
        extract_table(table)


def test_duckdb_in_and_out() -> None:
    duckdb = pytest.importorskip("duckdb", reason="DuckDB is not installed")
    with duckdb.connect() as db:
        db.register("sources", sources())
        asked = db.sql("SELECT id, text, day AS published FROM sources WHERE text <> ''")
        records = pa.Table.from_batches(extract_batches(asked, key="id"), records_schema())
        db.register("records", records)
        by_source = db.execute(
            "SELECT c.label, sum(c.krw)::BIGINT FROM records, unnest(components) AS u(c) "
            "WHERE c.leaf GROUP BY 1 ORDER BY 1"
        ).fetchall()
        (total,) = db.execute("SELECT sum(krw)::BIGINT FROM records WHERE counted").fetchall()
    assert by_source == [("국비", 2_000_000_000), ("군비", 1_000_000_000)]
    assert total == (4_700_000_000,)


def test_polars_in_and_out() -> None:
    pl = pytest.importorskip("polars", reason="Polars is not installed")
    frame = pl.DataFrame({"id": ["g", "n"], "text": [GARAM, NARU]})
    records = pl.from_arrow(extract_table(frame, key="id"))
    joined = frame.join(records, left_on="id", right_on="source")
    assert joined["krw"].to_list() == [3_000_000_000, 1_200_000_000, 500_000_000]
    parts = records.explode("components").unnest("components", separator=".")
    assert parts.filter(pl.col("components.leaf"))["components.krw"].sum() == 3_000_000_000
