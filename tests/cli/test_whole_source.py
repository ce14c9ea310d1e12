"""A sum that is wholly from one source shows it, though it has no components."""

from __future__ import annotations

import csv
import io

import newsextract
from newsextract.cli.formats import RECORD_COLUMNS, record_rows
from newsextract.cli.table import render_extraction

TEXT = "가람시는 새봄천 정비사업에 국비 50억원을 확보했다고 밝혔다."


def test_the_table_names_the_source() -> None:
    shown = render_extraction(newsextract.extract(TEXT), width=100, color=False)
    row = next(line for line in shown.splitlines() if "50억원" in line)
    assert "국비" in row


def test_the_csv_row_can_be_summed_by_source() -> None:
    [row] = record_rows("-", newsextract.extract(TEXT))
    out = io.StringIO()
    csv.writer(out).writerow(row)
    cells = dict(zip(RECORD_COLUMNS, next(csv.reader([out.getvalue()])), strict=True))
    assert (cells["component"], cells["category"]) == ("국비", "national")
    assert cells["component_low"] == "5000000000"
