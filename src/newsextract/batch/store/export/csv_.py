"""CSV with Open Fiscal Data Package column types: budget lines, inputs, and datapackage.json."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from newsextract.batch.store.export.files import digest_of, new_file

__all__ = ["descriptor_path", "inputs_path", "write"]

_DESCRIPTOR: Final = "datapackage.json"


def inputs_path(out: Path) -> Path:
    """Where the table of inputs goes.

    >>> inputs_path(Path("out/budget.csv")).as_posix()
    'out/budget-inputs.csv'
    """
    return out.with_name(f"{out.stem}-inputs{out.suffix}")


def descriptor_path(out: Path) -> Path:
    """Where the description goes.

    That is `datapackage.json`, or beside one of other data `budget.datapackage.json`.
    """
    usual = out.with_name(_DESCRIPTOR)
    if not usual.exists():
        return usual
    try:
        described = json.loads(usual.read_text("utf-8"))["resources"][0]["path"]
    except (OSError, ValueError, LookupError, TypeError):
        described = None
    return usual if described == out.name else out.with_name(f"{out.stem}.{_DESCRIPTOR}")


def write(connection: sqlite3.Connection, out: Path) -> None:
    """Write the lines, then the inputs, then the description of both.

    Raises:
        ArchiveError: the disk is full, no permission.
    """
    beside = inputs_path(out)
    _table(connection, "lines", out)
    _table(connection, "inputs", beside)
    tables = (("lines", out, "line_id"), ("inputs", beside, "source"))
    package = {
        "name": _slug(out.stem),
        "title": "Budgets in Korean press articles",
        "profile": "tabular-data-package",
        "countryCode": "KR",
        "resources": [_resource(name, path, key) for name, path, key in tables],
    }
    text = json.dumps(package, ensure_ascii=False, indent=2) + "\n"
    with new_file(descriptor_path(out)) as file:
        file.write(text.encode())


def _table(connection: sqlite3.Connection, name: str, path: Path) -> None:
    cursor = connection.execute(_query(name))
    columns = [column[0] for column in cursor.description]
    with new_file(path) as file:
        # LF line ends and no byte order mark: as `extract --format csv`.
        text = io.TextIOWrapper(file, encoding="utf-8", newline="")
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(cursor)
        text.flush()
        text.detach()


@cache
def _query(name: str) -> str:
    return files(__package__).joinpath(f"{name}.sql").read_text(encoding="utf-8")


@cache
def _columns() -> dict[str, list[dict[str, Any]]]:
    text = files(__package__).joinpath("columns.json").read_text(encoding="utf-8")
    tables: dict[str, list[dict[str, Any]]] = json.loads(text)
    return tables


def _resource(name: str, path: Path, key: str) -> dict[str, Any]:
    return {
        "name": name,
        "path": path.name,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{digest_of(path)}",
        "schema": {"fields": _columns()[name], "primaryKey": [key], "missingValues": [""]},
    }


def _slug(stem: str) -> str:
    """A package's name: lower-case Latin letters, digits, `.`, `_` and `-` (Data Package, 1.0).

    >>> _slug("Budget 2024"), _slug("예산")
    ('budget-2024', 'budgets')
    """
    return re.sub(r"[^a-z0-9._-]+", "-", stem.lower()).strip("-.") or "budgets"
