"""What stands in a cell, as text: of CSV, Excel, Parquet, and the values of JSON."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from math import isnan

__all__ = ["text_of", "written"]


def text_of(value: object) -> str | bytes:
    r"""The text or HTML of an article; bytes stay bytes, since pages declare their encoding.

    >>> text_of(["첫 문단", "둘째 문단"])
    '첫 문단\n둘째 문단'
    """
    if isinstance(value, bytes):
        return value
    return "\n".join(map(written, value)) if isinstance(value, list) else written(value)


def written(value: object) -> str:
    """A cell as text: a day as ISO 8601, a whole number without a fraction, a list with commas.

    Objects of JSON and empty cells are no text.

    >>> written(20181227.0), written(date(2018, 12, 27)), written(["김남규", "이가람"]), written({})
    ('20181227', '2018-12-27', '김남규, 이가람', '')
    """
    if isinstance(value, list | tuple):
        return ", ".join(filter(None, map(written, value)))
    if value is None or isinstance(value, Mapping) or (isinstance(value, float) and isnan(value)):
        return ""
    if isinstance(value, float) and value.is_integer():
        # Excel keeps all numbers as floats: 20181227.0 is a day.
        return str(int(value))
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return value.isoformat() if isinstance(value, date) else str(value)
