"""Exports: the same bytes whatever the order, readable by the tools they are for."""

from __future__ import annotations

import csv
import gzip
import json
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import frictionless
import pyarrow.parquet  # type: ignore[import-untyped]
import pytest

from newsextract.batch.store.contents import set_stories
from newsextract.batch.store.database import article_id_of
from newsextract.batch.store.export import check_target, export, keeps_json, parquet, suffix_of
from newsextract.errors import ArchiveError, UsageError
from newsextract.models import Extraction
from newsextract.outcome import Outcome

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from tests.batch.store.conftest import Batch, Make

    from newsextract.batch.store.rows import Rows

EOK = 10**8
NAMES = ("out.jsonl", "out.jsonl.gz", "out.jsonl.zst", "out.csv", "out.parquet")


@pytest.fixture(scope="module")
def outcomes(make: type[Make]) -> list[Rows]:
    odd = make.extraction(8, 5, 3, headline='=줄\n바꿈, "따옴표"\r끝', publisher=None)
    made: list[Any] = [
        make.extraction(30, 20, 10, child=12),
        make.failure("not_an_article"),
        make.extraction(50, 30, 20, agencies=("가람군", "나루군")),
        odd,
        make.extraction(100, 60, 40, published=None, year=None),
        make.extraction(100, 60, 40),
        make.failure("too_large"),
        make.extraction(7, 4, 4),
        make.extraction(3, 2, 1, currency="USD", scale=1),
    ]
    return [make.rows(f"{'나가'[i % 2]}/{i}.html", result) for i, result in enumerate(made)]


@pytest.fixture
def filled(batch: Batch, outcomes: list[Rows]) -> Batch:
    batch.add(*outcomes)
    twice = ("나/4.html", "가/5.html")
    story = article_id_of(twice[0])
    set_stories(batch.master.connection, [(article_id_of(key), story) for key in twice])
    return batch


def files_of(path: Path) -> Iterator[tuple[str, bytes]]:
    if path.is_dir():
        for inner in sorted(path.rglob("*")):
            if inner.is_file():
                yield inner.relative_to(path).as_posix(), inner.read_bytes()
    else:
        yield path.name, path.read_bytes()


def exported(batch: Batch, folder: Path) -> dict[str, bytes]:
    folder.mkdir()
    for name in NAMES:
        export(batch.master.connection, folder / name)
    return dict(files_of(folder))


@pytest.mark.parametrize("seed", range(4))
def test_any_order_of_shards_gives_the_same_bytes(
    tmp_path: Path, make: Make, outcomes: list[Rows], filled: Batch, seed: int
) -> None:
    expected = exported(filled, tmp_path / "straight")
    assert {"out.csv", "out-inputs.csv", "datapackage.json"} < set(expected)

    order = sorted(range(len(outcomes)), key=lambda i: hash((seed, i * 7919)))
    other = make.batch(tmp_path, "other.sqlite")
    with other.master:
        for i in order:
            shard = other.add(outcomes[i])
            if i % 3 == seed % 3:
                other.master.merge(shard)
        story = article_id_of("나/4.html")
        told = [(story, story), (article_id_of("가/5.html"), story)]
        set_stories(other.master.connection, told)
        assert exported(other, tmp_path / "shuffled") == expected
        other.master.finish()
        export(other.master.connection, tmp_path / "shuffled" / "out.csv")
    assert dict(files_of(tmp_path / "shuffled")) == expected


# --- JSON lines ---


def test_json_lines_are_outcomes_by_key(filled: Batch, outcomes: list[Rows]) -> None:
    out = filled.folder / "out.jsonl"
    export(filled.master.connection, out)
    lines = out.read_bytes().splitlines()
    assert len(lines) == len(outcomes)
    keys, stories = [], []
    for index, line in enumerate(lines):
        fields = json.loads(line)
        stories.append(fields.pop("story", None))
        outcome = Outcome.model_validate(fields)
        assert outcome.index == index
        keys.append(outcome.source)
    assert keys == sorted(keys, key=lambda key: str(key).encode())
    assert sorted(str(key) for key in keys) == sorted(str(r["outcomes"][0][0]) for r in outcomes)
    assert sum(story is not None for story in stories) == 2


def test_a_json_line_is_what_the_models_write(batch: Batch, make: Make) -> None:
    result = make.extraction(headline='"따옴표" \\ \x07 탭\t')
    batch.add(make.rows('이름 "x".html', result), make.rows("나쁜", make.failure()))
    out = batch.folder / "out.jsonl"
    export(batch.master.connection, out)
    expected = [
        Outcome(index=0, source="나쁜", failure=make.failure()),
        Outcome(index=1, source='이름 "x".html', extraction=result),
    ]
    lines = out.read_text("utf-8").split("\n")
    assert lines == [*(outcome.model_dump_json() for outcome in expected), ""]
    assert result.model_dump_json() in lines[1]
    assert Extraction.model_validate(json.loads(lines[1])["extraction"]) == result


def test_packed_json_lines_hold_the_same(filled: Batch) -> None:
    for name in NAMES[:3]:
        export(filled.master.connection, filled.folder / name)
    plain = (filled.folder / "out.jsonl").read_bytes()
    assert gzip.decompress((filled.folder / "out.jsonl.gz").read_bytes()) == plain
    assert zstd.decompress((filled.folder / "out.jsonl.zst").read_bytes()) == plain


def test_duckdb_reads_the_json_lines(filled: Batch) -> None:
    for name in ("out.jsonl", "out.jsonl.gz"):
        export(filled.master.connection, filled.folder / name)
        with closing(duckdb.connect()) as db:
            question = (
                "SELECT count(*), count(failure), "  # noqa: S608
                "sum(CASE WHEN extraction.records[1].amount.currency = 'KRW' "
                "THEN extraction.records[1].amount.low::BIGINT END) "
                f"FROM read_json('{filled.folder / name}')"
            )
            whole = (30 + 50 + 8 + 100 + 100 + 7) * EOK
            assert db.sql(question).fetchall() == [(9, 2, whole)]


def test_json_lines_need_the_json(batch: Batch, make: Make) -> None:
    batch.add(make.rows("a", make.extraction(), keep_json=False))
    out = batch.folder / "out.jsonl"
    out.write_text("the old export")
    with pytest.raises(ArchiveError, match="a was kept without its JSON"):
        export(batch.master.connection, out)
    assert out.read_text() == "the old export"
    assert not (batch.folder / ".out.jsonl.part").exists()


# --- CSV ---


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_data_package_is_valid(filled: Batch, monkeypatch: pytest.MonkeyPatch) -> None:
    export(filled.master.connection, filled.folder / "out.csv")
    monkeypatch.chdir(filled.folder)
    report = frictionless.validate("datapackage.json")
    assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])
    assert [task.stats["rows"] for task in report.tasks] == [15, 9]
    package = json.loads(Path("datapackage.json").read_text("utf-8"))
    for resource in package["resources"]:
        with Path(resource["path"]).open(encoding="utf-8") as file:
            header = next(csv.reader(file))
        assert header == [field["name"] for field in resource["schema"]["fields"]]


def test_columns_have_the_types_of_the_open_fiscal_data_package(filled: Batch) -> None:
    export(filled.master.connection, filled.folder / "out.csv")
    package = json.loads((filled.folder / "datapackage.json").read_text("utf-8"))
    fields = package["resources"][0]["schema"]["fields"]
    # Fiscal Data Package 1.0rc1, appendix A: the predefined column types.
    assert {f["columnType"]: f["type"] for f in fields if "columnType" in f} == {
        "budget-line-id": "string",
        "date:generic": "date",
        "activity:generic:program:label": "string",
        "administrator:generic:name": "string",
        "date:fiscal-year": "integer",
        "phase:id": "string",
        "direction": "string",
        "value-currency:code": "string",
        "fin-source:generic:level1:code": "string",
        "fin-source:generic:level2:label": "string",
        "value": "number",
    }


def test_a_line_is_a_component(filled: Batch) -> None:
    export(filled.master.connection, filled.folder / "out.csv")
    lines = read_csv(filled.folder / "out.csv")
    first = [line for line in lines if line["source"] == "나/0.html"]
    columns = ("record_id", "parent", "label", "component_low", "value", "amount_low")
    assert [[line[c] for c in columns] for line in first] == [
        ["r1", "", "국비", "2000000000", "2000000000", "3000000000"],
        ["r1", "", "군비", "1000000000", "1000000000", "3000000000"],
        ["r2", "r1", "", "", "", "1200000000"],  # in r1 already
    ]
    odd = next(line for line in lines if line["source"] == "가/3.html")
    assert odd["headline"] == '=줄\n바꿈, "따옴표"\r끝'
    assert odd["publisher"] == ""
    joint = next(line for line in lines if line["source"] == "나/2.html")
    assert joint["agencies"] == "가람군;나루군"


def test_values_add_up_to_what_is_counted_once(filled: Batch) -> None:
    export(filled.master.connection, filled.folder / "out.csv")
    lines = read_csv(filled.folder / "out.csv")
    won = sum(int(x["value"]) for x in lines if x["value"] and x["currency"] == "KRW")
    # 30 + 50 + 8 + 100 (told twice) + the printed parts of 7, which make 8
    assert won == (30 + 50 + 8 + 100 + 8) * EOK
    assert sum(int(x["value"]) for x in lines if x["currency"] == "USD") == 3


def test_every_input_is_in_the_table_beside(filled: Batch, outcomes: list[Rows]) -> None:
    export(filled.master.connection, filled.folder / "out.csv")
    rows = read_csv(filled.folder / "out-inputs.csv")
    assert len(rows) == len(outcomes)
    assert [(r["source"], r["outcome"]) for r in rows if r["outcome"] != "ok"] == [
        ("가/1.html", "not_an_article"),
        ("나/6.html", "too_large"),
    ]
    assert sum(int(r["records"] or 0) for r in rows) == 8


def test_a_description_of_other_data_is_left_alone(filled: Batch) -> None:
    usual = filled.folder / "datapackage.json"
    for other in ('{"resources": [{"path": "mine.csv"}]}', "no JSON"):
        usual.write_text(other)
        export(filled.master.connection, filled.folder / "out.csv")
        assert usual.read_text() == other
        assert (filled.folder / "out.datapackage.json").exists()


# --- Parquet ---


def test_duckdb_reads_the_parquet(filled: Batch) -> None:
    out = filled.folder / "out.parquet"
    export(filled.master.connection, out)
    with closing(duckdb.connect()) as db:
        records = f"read_parquet('{out}/records/*.parquet')"
        counted = f"SELECT sum(krw) FROM {records} WHERE counted"  # noqa: S608
        assert db.sql(counted).fetchall() == [((30 + 50 + 8 + 100 + 7) * EOK,)]
        by_source = (
            "SELECT c.tier, sum(c.krw) FROM (SELECT unnest(components) AS c "  # noqa: S608
            f"FROM {records} WHERE counted) WHERE c.leaf GROUP BY 1 ORDER BY 1"
        )
        # 20 + 30 + 5 + 60 + 4 and 10 + 20 + 3 + 40 + 4
        assert db.sql(by_source).fetchall() == [("국비", 119 * EOK), ("시군구비", 77 * EOK)]
        inputs = (
            "SELECT outcome, count(*), sum(records) "  # noqa: S608
            f"FROM read_parquet('{out}/inputs/*.parquet') GROUP BY 1 ORDER BY 1"
        )
        assert db.sql(inputs).fetchall() == [
            ("not_an_article", 1, None),
            ("ok", 7, 8),
            ("too_large", 1, None),
        ]


def test_parquet_keeps_what_the_tables_have(filled: Batch) -> None:
    out = filled.folder / "out.parquet"
    export(filled.master.connection, out)
    table = pyarrow.parquet.read_table(out / "records")
    row = next(r for r in table.to_pylist() if r["source"] == "나/2.html")
    assert row["agencies"] == ["가람군", "나루군"]
    assert row["granters"] == []
    assert [c["label"] for c in row["components"]] == ["국비", "군비"]
    assert [(c["status"], c["difference"]) for c in row["checks"]] == [("ok", 0)]
    assert row["published_at"].isoformat() == "2024-03-05T00:00:00+09:00"
    assert row["sentence"][row["mentions"][0]["span_start"] :].startswith("50억원")
    columns = set(table.column_names)
    kept = {name for _, name, *_ in filled.select("PRAGMA table_info(records)")}
    assert kept - columns == {
        "article_id",
        "position",
        "amount_id",
        "program_start",
        "program_end",
    }


def test_parts_are_bounded(filled: Batch, monkeypatch: pytest.MonkeyPatch) -> None:
    out = filled.folder / "out.parquet"
    export(filled.master.connection, out)
    whole = pyarrow.parquet.read_table(out / "records").to_pylist()
    monkeypatch.setattr(parquet, "_GROUP_ROWS", 2)
    monkeypatch.setattr(parquet, "PART_ROWS", 4)
    export(filled.master.connection, out)
    parts = sorted(p.name for p in (out / "records").iterdir())
    assert parts == ["part-00000.parquet", "part-00001.parquet"]
    assert pyarrow.parquet.read_table(out / "records").to_pylist() == whole


def test_an_empty_batch_gives_empty_tables(batch: Batch) -> None:
    for name in NAMES:
        export(batch.master.connection, batch.folder / name)
    assert (batch.folder / "out.jsonl").read_bytes() == b""
    assert pyarrow.parquet.read_table(batch.folder / "out.parquet" / "records").num_rows == 0
    assert read_csv(batch.folder / "out.csv") == []
    assert frictionless.validate(str(batch.folder / "datapackage.json")).valid


# --- what is in the way ---


def test_a_folder_of_others_is_not_replaced(filled: Batch) -> None:
    out = filled.folder / "out.parquet"
    out.mkdir()
    (out / "precious").touch()
    with pytest.raises(UsageError, match="left as it is"):
        export(filled.master.connection, out)
    assert [p.name for p in out.iterdir()] == ["precious"]
    (out / "precious").unlink()
    export(filled.master.connection, out)  # an empty one is
    export(filled.master.connection, out)  # and so is our own
    assert not [p for p in filled.folder.iterdir() if p.name.startswith(".")]


def test_targets_are_checked_before_the_work(tmp_path: Path) -> None:
    for name in ("x.sqlite", *NAMES):
        check_target(tmp_path / name)
    with pytest.raises(UsageError, match=r"must end in one of .sqlite, .jsonl"):
        check_target(tmp_path / "x.xlsx")
    with pytest.raises(UsageError, match="must end"):
        check_target(tmp_path / ".csv")
    with pytest.raises(UsageError, match="does not exist"):
        check_target(tmp_path / "none" / "x.csv")
    for name in ("d.csv", "d.jsonl", "d.sqlite"):
        (tmp_path / name).mkdir()
        with pytest.raises(UsageError, match="is a folder"):
            check_target(tmp_path / name)
    (tmp_path / "f.parquet").touch()
    with pytest.raises(UsageError, match="is a file"):
        check_target(tmp_path / "f.parquet")
    (tmp_path / "f.sqlite").write_text("other")
    with pytest.raises(UsageError, match="not written by newsextract"):
        check_target(tmp_path / "f.sqlite")


def test_a_missing_library_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(UsageError, match=r'pip install "newsextract\[parquet\]"'):
        check_target(tmp_path / "x.parquet")


def test_suffixes() -> None:
    assert suffix_of(Path("A.JSONL.GZ")) == ".jsonl.gz"
    assert keeps_json(Path("a.jsonl.zst"))
    assert not keeps_json(Path("a.csv"))


def test_through_a_link_its_target_is_replaced(filled: Batch) -> None:
    real = filled.folder / "real.csv"
    real.touch()
    link = filled.folder / "link.csv"
    link.symlink_to(real)
    export(filled.master.connection, link)
    assert link.is_symlink()
    assert len(read_csv(real)) == 15
